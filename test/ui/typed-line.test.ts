import { describe, expect, test } from 'vitest';
import { editLine, findWide } from '../../src/ui/typed-line.ts';
import { readLines } from '../../src/ui/typed-history.ts';
import { linkedParts, type LinkTarget } from '../../src/ui/output-links.ts';

describe('characters that a shell takes for others', () => {
  test.each([
    ['ｋｕｂｅｃｔｌ　ｇｅｔ　ｐｏｄｓ', 'kubectl get pods'],
    ['kubectl get pods －n shop', 'kubectl get pods -n shop'],
    ['kubectl get pods ーn shop', 'kubectl get pods -n shop'],
    ['kubectl get pods ーーnamespace shop', 'kubectl get pods --namespace shop'],
    ['kubectl get pods —all-namespaces', 'kubectl get pods --all-namespaces'],
    ['curl “http://web/”', 'curl "http://web/"'],
    ['kubectl\u00a0get pods', 'kubectl get pods'],
    ['echo ¥n', 'echo \\n'],
  ])('%s → %s', (typed, corrected) => {
    expect(findWide(typed, true)?.corrected).toBe(corrected);
  });

  test('are named, each once', () => {
    expect(findWide('ｋｋ　ｋ', true)?.characters).toEqual(['ｋ', '\u3000']);
  });

  test('may be meant within quotes, unless the command failed', () => {
    const line = "kubectl annotate pod a note='（仮）'";
    expect(findWide(line, false)).toBeUndefined();
    expect(findWide(line, true)?.corrected).toBe("kubectl annotate pod a note='(仮)'");
  });

  test('are not Japanese words', () => {
    expect(findWide("echo 'サーバー' コーヒー", true)).toBeUndefined();
  });
});

describe('keys with Ctrl edit the line as bash does', () => {
  test.each([
    ['a', 'kubectl get', 8, { line: 'kubectl get', caret: 0 }],
    ['e', 'kubectl get', 3, { line: 'kubectl get', caret: 11 }],
    ['u', 'kubectl get', 8, { line: 'get', caret: 0, cut: 'kubectl ' }],
    ['k', 'kubectl get', 7, { line: 'kubectl', caret: 7, cut: ' get' }],
    ['w', 'kubectl get  pods', 13, { line: 'kubectl pods', caret: 8, cut: 'get  ' }],
    ['y', 'kubectl ', 8, { line: 'kubectl CUT', caret: 11 }],
    ['x', 'kubectl', 0, undefined],
  ])('Ctrl+%s in %j at %i', (key, line, caret, expected) => {
    expect(editLine(key, line, caret, 'CUT')).toEqual(expected);
  });
});

test('what was kept of a history may be anything', () => {
  expect(readLines('[["operator","ls"],[1],"x",["a","b","c"]]')).toEqual([
    { terminal: 'operator', line: 'ls' },
    { terminal: 'a', line: 'b' },
  ]);
  for (const text of [undefined, '', '{', 'null', '7']) expect(readLines(text)).toEqual([]);
});

describe('words of an output lead to what they name', () => {
  const pod: LinkTarget = { kind: 'object', thing: 'pod/shop/web-a' };
  const route: LinkTarget = { kind: 'route', index: 0 };
  const targets = new Map<string, LinkTarget>([
    ['web-a', pod],
    ['10.96.1.2', route],
  ]);

  test.each([
    ['web-a   1/1   Running', ['web-a']],
    ['pod "web-a" deleted', ['web-a']],
    ['web-a-1 and my-web-a are others', []],
    ['Connected to web (10.96.1.2) port 80', ['10.96.1.2']],
    ['10.96.1.2:80, and 10.96.1.2.53 of a capture, 10.96.1.20', ['10.96.1.2', '10.96.1.2']],
  ])('%s', (text, linked) => {
    const parts = linkedParts(text, targets);
    expect(parts.map((part) => part.text).join('')).toBe(text);
    expect(parts.filter(({ target }) => target).map((part) => part.text)).toEqual(linked);
  });
});
