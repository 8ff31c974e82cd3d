import { describe, expect, test } from 'vitest';
import { LARGEST_SEED } from '../../src/exercise/run-code.ts';
import { allStates, checkCode, CODES, readCheckCode, TOLD_CHECKS } from '../../src/workshop/check-code.ts';
import { readCourseFacts } from '../../src/workshop/read-course-facts.ts';
import { counted, csvOf, readEntries, tallyOf } from '../../src/workshop/tally.ts';

const { exercises } = readCourseFacts();
const room = { seed: 4711, version: '0.1.0-abcdef' };
const LETTERS = [...'34679ACDEFGHJKMNPQRTWXY'];

/** Two hundred states, spread over all exercises. */
const states = Array.from({ length: 200 }, (_, i) => {
  const facts = exercises[(i * 7) % exercises.length]!;
  return { facts, passed: facts.checks.filter((__, at) => ((i * 2654435761) >>> (at + 3)) % 2 === 0) };
});
const codes = states.map(({ facts, passed }) => checkCode(facts.id, new Set(passed), exercises, room)!);

describe('check codes', () => {
  test('are what they were yesterday, for the same exercises', () => {
    const two = [
      { id: 'L01-E1', slug: 'a', kind: 'predict', minutes: 6, title: { ja: '', en: '' }, checks: ['a', 'b'] },
      { id: 'L01-E2', slug: 'b', kind: 'write', minutes: 6, title: { ja: '', en: '' }, checks: ['c'] },
    ] as const;
    expect([[], ['a'], ['b'], ['a', 'b']].map((passed) => checkCode('L01-E1', new Set(passed), two, room))).toMatchInlineSnapshot(`
      [
        "NHDGW",
        "X6YHP",
        "7QMJH",
        "FFCK9",
      ]
    `);
  });

  test('are five letters and say what they were made of', () => {
    for (const [i, { facts, passed }] of states.entries()) {
      expect(codes[i]).toMatch(/^[34679ACDEFGHJKMNPQRTWXY]{5}$/u);
      const told = facts.checks.length <= TOLD_CHECKS ? { failing: facts.checks.filter((id) => !passed.includes(id)) } : {};
      expect(readCheckCode(codes[i]!, exercises, room)).toEqual({ exercise: facts.id, passed: passed.length, checks: facts.checks.length, ...told });
      expect(readCheckCode(` ${codes[i]!.toLowerCase().slice(0, 2)}-${codes[i]!.slice(2)}`, exercises, room)).toMatchObject({ exercise: facts.id });
    }
  });

  test('find every single wrong letter in two hundred codes', () => {
    for (const code of codes)
      for (let i = 0; i < 5; i++)
        for (const letter of LETTERS)
          if (letter !== code[i]) expect(readCheckCode(code.slice(0, i) + letter + code.slice(i + 1), exercises, room)).toEqual({ refused: 'slip' });
  });

  test('find every two neighbors that changed places in two hundred codes', () => {
    for (const code of codes)
      for (let i = 0; i < 4; i++)
        if (code[i] !== code[i + 1])
          expect(readCheckCode(code.slice(0, i) + code[i + 1]! + code[i]! + code.slice(i + 2), exercises, room)).toEqual({ refused: 'slip' });
  });

  test('are distinct for distinct states, and there is room for three times as many exercises', () => {
    const all = exercises.flatMap(({ id, checks }) => [new Set(checks), new Set<string>()].map((passed) => checkCode(id, passed, exercises, room)));
    expect(new Set(all).size).toBe(exercises.length * 2);
    expect(allStates(exercises) * 3).toBeLessThan(CODES);
  });

  test('of another room or edition say nothing here, nine times of ten', () => {
    const refused = (other: typeof room): number => codes.filter((code) => 'refused' in readCheckCode(code, exercises, other)).length;
    expect(refused({ ...room, seed: 4712 })).toBeGreaterThan(180);
    expect(refused({ ...room, version: '0.1.0-abcdee' })).toBeGreaterThan(180);
    expect(refused({ ...room, seed: LARGEST_SEED })).toBeGreaterThan(180);
  });

  test('of an exercise that the course does not have do not exist', () => {
    expect(checkCode('L99-E9', new Set(), exercises, room)).toBeUndefined();
  });
});

describe('a tally', () => {
  const [first, second] = exercises;
  const code = (facts: typeof first, ...missing: readonly string[]): string =>
    checkCode(facts!.id, new Set(facts!.checks.filter((id) => !missing.includes(id))), exercises, room)!;

  test('counts thirty codes as they come, in a chat, with names and without', () => {
    const lines = Array.from({ length: 30 }, (_, i) => {
      const own = code(i < 20 ? first : second, ...(i % 3 === 0 ? [(i < 20 ? first : second)!.checks[0]!] : []));
      return i % 2 === 0 ? own : `${['佐藤', 'Mei', '田中, 健'][i % 3]!}${i}: ${own.toLowerCase()}`;
    });
    expect(tallyOf(readEntries(lines.join('\n'), exercises, room), [first!.id, second!.id])).toEqual([
      { exercise: first!.id, learners: 20, complete: 13, failing: { [first!.checks[0]!]: 7 } },
      { exercise: second!.id, learners: 10, complete: 7, failing: { [second!.checks[0]!]: 3 } },
    ]);
  });

  test('takes the newest code of a name, and keeps what it cannot read, with why', () => {
    const slip = `${code(first).slice(0, 4)}${code(first)[4] === '3' ? '4' : '3'}`;
    const entries = readEntries(
      `Mei ${code(first, first!.checks[0]!)}\nMei ${code(first)}\n${slip}\nhello people\n\nMei ${code(second)} ${code(first)}`,
      exercises,
      room,
    );
    expect(entries.flatMap(({ read }) => ('refused' in read ? [read.refused] : []))).toEqual(['slip', 'letter']);
    expect(counted(entries).map(({ name, read }) => [name, read.exercise, read.passed])).toEqual([
      ['Mei', first!.id, first!.checks.length],
      ['Mei', second!.id, second!.checks.length],
    ]);
  });

  test('becomes a table that spreadsheets read and do not run', () => {
    expect(
      csvOf(
        ['name', 'n'],
        [
          ['=1+1', 2],
          ['a "b", c', 3],
        ],
      ),
    ).toBe('\uFEFFname,n\r\n\'=1+1,2\r\n"a ""b"", c",3\r\n');
  });
});
