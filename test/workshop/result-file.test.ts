import { describe, expect, test } from 'vitest';
import { readResult, RESULT_LIMIT } from '../../src/workshop/result-file.ts';

const work = { format: 2, exercise: 'L02-E2', savedAt: 5, texts: {}, actions: [], passed: true, gaveUp: false, explanation: '', passes: [], ideas: {} };
const file = { kind: 'minato-result', format: 1, room: '33E-WTD', version: '0.1.0-abcdef', name: 'Mei', exportedAt: 7, work: [work] };

describe('a result file', () => {
  test('is read as it was written', () => {
    expect(readResult(JSON.stringify(file))).toEqual({ file, unreadable: 0 });
  });

  test.each([
    ['no JSON', '{"kind":', 'not-json'],
    ['something else', '{"kind":"minato-progress","format":1,"work":[]}', 'not-result'],
    ['null', 'null', 'not-result'],
    ['a list', '[]', 'not-result'],
    ['a later format', JSON.stringify({ ...file, format: 2 }), 'newer'],
    ['a name that is no text', JSON.stringify({ ...file, name: { toString: 'x' } }), 'not-result'],
    ['too much', ' '.repeat(RESULT_LIMIT.characters + 1), 'too-large'],
  ])('that is %s is refused', (_, text, why) => {
    expect(readResult(text)).toEqual({ refused: why });
  });

  test('keeps what can be read of its work, and counts the rest', () => {
    const bad = [{ exercise: '../../x' }, null, 7, { ...work, exercise: '__proto__' }, { ...work, actions: [{ kind: 'eval', text: 'alert(1)' }] }];
    const read = readResult(JSON.stringify({ ...file, name: 'x'.repeat(500), work: [...bad, work] }));
    expect('file' in read && [read.unreadable, read.file.work.map(({ exercise }) => exercise), read.file.name.length]).toEqual([
      5,
      ['L02-E2'],
      RESULT_LIMIT.name,
    ]);
  });

  test('nested without end is refused, or its work left out', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const read = readResult(JSON.stringify(file).replace('"texts":{}', `"texts":${deep}`));
    expect('refused' in read || read.unreadable === 1).toBe(true);
  });

  test('has a bound on how many exercises it may hold', () => {
    const read = readResult(JSON.stringify({ ...file, work: Array.from({ length: 500 }, () => work) }));
    expect('file' in read && [read.file.work.length, read.unreadable]).toEqual([RESULT_LIMIT.work, 500 - RESULT_LIMIT.work]);
  });
});
