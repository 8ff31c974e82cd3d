import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareWithRatchet, nextNotYet, readNotYet } from './ratchet.ts';
import { runCase } from './run-case.ts';
import { casesUnder, runFile, type CaseOutcome } from './run.ts';
import { parseCase } from './txtar.ts';

const files = casesUnder(new URL('cases', import.meta.url).pathname);
const list = readNotYet();

test('the recorded cases are all here', () => {
  expect(files.length).toBeGreaterThanOrEqual(181);
});

describe('recorded sessions answer as the real programs did, but for the listed commands', () => {
  test.each(files.map((file) => [file.split('/').slice(-2).join('/'), file]))('%s', (_, file) => {
    const { broken, mended, unknown } = compareWithRatchet(runFile(file), list);
    expect(broken, 'these answered as recorded before').toEqual([]);
    expect(mended, 'these pass now: take their lines off test/conformance/not-yet.json (npm run conformance -- --shrink-list test/conformance/cases)').toEqual([]);
    expect(unknown, 'not-yet.json names commands that this case does not have').toEqual([]);
  });
});

const older = casesUnder(new URL('versions', import.meta.url).pathname);

describe('an older version answers as its own programs did, where they differ', () => {
  test.each(older.map((file) => [file.split('/').slice(-3).join('/'), file]))('%s', (name, file) => {
    const failed = runCase(parseCase(readFileSync(file, 'utf8')), name.split('/')[0]).filter(({ ok }) => !ok);
    expect(failed.map(({ command, reason }) => `${command}\n${reason}`)).toEqual([]);
  });
});

describe('the ratchet', () => {
  const command = (ok: boolean, text = '$ x') => ({ command: text, line: 1, ok, reason: ok ? '' : 'stdout line 1: …\nmore' });
  const outcome = (...commands: ReturnType<typeof command>[]): CaseOutcome => ({ file: 'f', name: 'area/case', area: 'area', commands });
  const entry = { case: 'area/case', command: '$ x', occurrence: 2, reason: { en: 'why', ja: '理由' } };

  test('a failure that is not listed is broken, and the second of two equal commands is told from the first', () => {
    expect(compareWithRatchet(outcome(command(false), command(false)), [entry]).broken).toHaveLength(1);
    expect(compareWithRatchet(outcome(command(true), command(false)), [entry])).toEqual({ broken: [], mended: [], unknown: [] });
  });

  test('a listed command that passes must leave the list', () => {
    expect(compareWithRatchet(outcome(command(true), command(true)), [entry]).mended).toEqual([entry]);
    expect(nextNotYet([outcome(command(true), command(true))], [entry], false)).toEqual([]);
  });

  test('shrinking never adds', () => {
    expect(nextNotYet([outcome(command(false))], [], false)).toEqual([]);
    expect(nextNotYet([outcome(command(false))], [], true)).toEqual([{ case: 'area/case', command: '$ x', occurrence: 1, reason: { en: 'stdout line 1: …', ja: '' } }]);
  });

  test('every entry of the committed list names a case and gives a reason in both languages', () => {
    const names = new Set(files.map((file) => file.split('/').slice(-2).join('/').replace('.txtar', '')));
    expect(list.filter((one) => !names.has(one.case) || one.reason.en === '' || one.reason.ja === '')).toEqual([]);
  });
});
