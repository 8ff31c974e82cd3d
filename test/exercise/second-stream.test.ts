import { expect, it } from 'vitest';
import { isComplaint } from '../../src/exercise/second-stream.ts';
import { printedHTML } from '../../src/layouts/lesson/markup.ts';

it.each([
  ['stderr', 'curl: (7) Failed to connect to a\n', 7, true],
  ['stderr', 'Warning: v1 Endpoints is deprecated in v1.33+\n', 0, true],
  ['stderr', 'Connection to db 5432 port [tcp/postgresql] succeeded!\n', 0, false],
  ['stdout', '403 no such site\n', 22, false],
] as const)('on %s, "%s" of a command that ended with %i: a complaint is %s', (stream, text, exitCode, complains) => {
  expect(isComplaint({ stream, text }, exitCode)).toBe(complains);
});

it('tells complaints from talk in what a lesson prints', () => {
  const output = [
    { stream: 'stderr', text: '> GET /\n' },
    { stream: 'stdout', text: 'hello\n' },
  ] as const;
  expect(printedHTML({ line: 'curl -v', exitCode: 0, output })).toBe('<span class="talk">&gt; GET /\n</span>hello');
  expect(printedHTML({ line: 'curl -v', exitCode: 56, output })).toBe('<span class="err">&gt; GET /\n</span>hello');
});
