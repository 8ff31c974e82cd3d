import { expect, test } from 'vitest';
import type { Json } from '../../../../src/engine/api/kubernetes-object.ts';
import { toYAML } from '../../../../src/engine/terminal/kubectl/yaml-text.ts';

// Every right side was printed by sigs.k8s.io/yaml v1.6.0 (JSONToYAML).
test.each<[what: string, value: string, written: string]>([
  ['a word stays bare', 'web', 'web'],
  ['y would be a boolean', 'y', '"y"'],
  ['so would off', 'off', '"off"'],
  ['a name that begins like one is not', 'yellow', 'yellow'],
  ['a number is quoted', '8080', '"8080"'],
  ['so is a version', '1.0', '"1.0"'],
  ['a release with two dots is not a number', '1.2.3', '1.2.3'],
  ['hexadecimal is a number', '0x1f', '"0x1f"'],
  ['underscores do not hide a number', '1_000', '"1_000"'],
  ['a time is quoted', '2026-11-21T08:00:00Z', '"2026-11-21T08:00:00Z"'],
  ['a day alone too', '2026-11-21', '"2026-11-21"'],
  ['minutes and seconds are a number in base 60', '22:30', '"22:30"'],
  ['a port mapping is not', '80:30080', '80:30080'],
  ['nothing is quoted', '', '""'],
  ['null and its sign are quoted', '~', '"~"'],
  ['a colon with a space needs single quotes', 'a: b', "'a: b'"],
  ['a colon alone does not', 'a:b', 'a:b'],
  ['a comment sign after a space does', 'a #b', "'a #b'"],
  ['a star in front does', '*', "'*'"],
  ['a dash alone does', '-', "'-'"],
  ['a dash in front of a word does not', '-a', '-a'],
  ['a single quote inside stays', "it's", "it's"],
  ['a quote in front is doubled', "'x", "'''x'"],
  ['a tab needs double quotes', 'a\tb', '"a\\tb"'],
  ['a trailing space needs quotes', 'x ', "'x '"],
  ['other alphabets stay bare', '日本', '日本'],
  ['an emoji is escaped', '😀', '"\\U0001F600"'],
  ['lines become a block', 'a\nb\n', '|\n  a\n  b'],
  ['a block without a last newline says so', 'a\nb', '|-\n  a\n  b'],
  ['and one with two', 'a\n\n', '|+\n  a'],
  ['a space before a newline forbids the block', 'a \nb', '"a \\nb"'],
])('%s', (_, value, written) => {
  expect(toYAML({ k: value })).toBe(value === 'a\n\n' ? `k: ${written}\n\n` : `k: ${written}\n`);
});

test('long text is folded at the first space beyond column 80', () => {
  const words = Array.from({ length: 30 }, (_, i) => `word${i}`).join(' ');
  expect(toYAML({ message: words })).toBe(
    'message: word0 word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11\n  word12 word13 word14 word15 word16 word17 word18 word19 word20 word21 word22 word23\n  word24 word25 word26 word27 word28 word29\n',
  );
});

test('keys stand in the order of the encoder: letters last, digits by value; lists are not indented under a key', () => {
  const value: Json = { spec: { b: [{ x: 1, a: [] }, ['p', 'q']], k10: 1, k9: {}, 'k-a': null, ka: true } };
  expect(toYAML(value)).toBe('spec:\n  b:\n  - a: []\n    x: 1\n  - - p\n    - q\n  k-a: null\n  k9: {}\n  k10: 1\n  ka: true\n');
});
