import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawFrom, LARGEST_SEED, readRunCode, runCode } from '../../src/exercise/run-code.ts';

const letters = '34679ACDEFGHJKMNPQRTWXY';
const seeds = fc.integer({ min: 1, max: LARGEST_SEED });
const plain = (seed: number): string => runCode(seed).replace('-', '');

describe('run codes', () => {
  test('are what they were yesterday: codes stand on paper', () => {
    expect([1, 2, 4711, LARGEST_SEED].map(runCode)).toMatchInlineSnapshot(`
      [
        "333-34Q",
        "333-36H",
        "33E-WTD",
        "YYY-YYW",
      ]
    `);
  });

  test('are six letters in two groups, and read back as their seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(runCode(seed)).toMatch(/^[34679ACDEFGHJKMNPQRTWXY]{3}-[34679ACDEFGHJKMNPQRTWXY]{3}$/u);
        expect(readRunCode(runCode(seed))).toEqual({ seed });
      }),
    );
  });

  test.each(['0O', '1IL', '2Z', '5S', '8B', 'UV'])('have none of %s', (alike) => {
    expect([...alike].filter((letter) => letters.includes(letter))).toEqual([]);
  });

  test('any single wrong letter is found', () => {
    for (const seed of [1, 4711, LARGEST_SEED, 123_456, 5_000_000])
      for (let i = 0; i < 6; i++)
        for (const letter of letters) {
          const code = plain(seed);
          if (code[i] !== letter) expect(readRunCode(code.slice(0, i) + letter + code.slice(i + 1))).toEqual({ refused: 'slip' });
        }
  });

  test('any two neighbours that changed places are found', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 4 }), (seed, i) => {
        const code = plain(seed);
        fc.pre(code[i] !== code[i + 1]);
        expect(readRunCode(code.slice(0, i) + code.charAt(i + 1) + code.charAt(i) + code.slice(i + 2))).toEqual({ refused: 'slip' });
      }),
    );
  });

  test.each([
    ['small letters', (code: string) => code.toLowerCase()],
    ['no hyphen', (code: string) => code.replace('-', '')],
    ['spaces', (code: string) => ` ${[...code].join(' ')} `],
    ['wide letters', (code: string) => [...code].map((one) => String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0)).join('')],
    ['a long vowel mark for the hyphen', (code: string) => code.replace('-', 'ー')],
  ])('%s make no difference', (_, typed) => {
    expect(readRunCode(typed(runCode(4711)))).toEqual({ seed: 4711 });
  });

  test.each([
    ['', 'length'],
    ['34', 'length'],
    [`${runCode(4711)}3`, 'length'],
    ['O00-000', 'letter'],
    ['港港港-港港港', 'letter'],
    ['333-333', 'slip'],
  ])('%j is refused: %s', (text, refused) => {
    expect(readRunCode(text)).toEqual({ refused });
  });

  test.each([0, -1, 1.5, NaN, LARGEST_SEED + 1])('%d has no code', (seed) => {
    expect(() => runCode(seed)).toThrow(RangeError);
  });
});

describe('draws', () => {
  test('are what they were yesterday', () => {
    const draw = drawFrom(4711, 'ports');
    expect([draw.integer(100), draw.integer(100), draw.pick(['a', 'b', 'c', 'd']), draw.shuffle([1, 2, 3, 4, 5])]).toMatchInlineSnapshot(`
      [
        1,
        64,
        "c",
        [
          4,
          2,
          3,
          5,
          1,
        ],
      ]
    `);
  });

  test('follow from seed and subject alone', () => {
    const ten = (seed: number, subject?: string): readonly number[] => {
      const draw = drawFrom(seed, subject);
      return Array.from({ length: 10 }, () => draw.integer(1000));
    };
    expect(ten(7, 'a')).toEqual(ten(7, 'a'));
    expect(ten(7, 'a')).not.toEqual(ten(7, 'b'));
    expect(ten(7)).not.toEqual(ten(8));
  });

  test('neighbouring seeds draw every number about equally often', () => {
    const counts = Array.from({ length: 6 }, () => 0);
    for (let seed = 1; seed <= 6000; seed++) counts[drawFrom(seed).integer(6)] = (counts[drawFrom(seed).integer(6)] ?? 0) + 1;
    for (const count of counts) expect(count).toBeGreaterThan(850);
  });

  test('a shuffled list has the same members, and the list stays as it was', () => {
    const list = ['a', 'b', 'c', 'd', 'e'];
    fc.assert(
      fc.property(seeds, (seed) => {
        expect([...drawFrom(seed).shuffle(list)].sort()).toEqual(list);
      }),
    );
    expect(list).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('nothing cannot be picked from', () => {
    expect(() => drawFrom(1).pick([])).toThrow(RangeError);
  });
});
