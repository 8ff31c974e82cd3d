import { expect, test } from 'vitest';
import { unifiedDiff } from '../../../src/engine/validation/unified-diff.ts';

// What difflib.unified_diff of Python 3 prints with n=3 and no line ends, without the file names: the original that go-difflib follows. A letter is a line; `|` ends one.
test.each([
  ['equal texts', 'abc', 'abc', ''],
  ['a line put in at the beginning', 'bcdefgh', 'abcdefgh', '@@ -1,3 +1,4 @@|+a| b| c| d|'],
  ['a line taken from the end', 'abcdefgh', 'abcdefg', '@@ -5,4 +5,3 @@| e| f| g|-h|'],
  ['a line changed in the middle', 'abcdefghi', 'abcdXfghi', '@@ -2,7 +2,7 @@| b| c| d|-e|+X| f| g| h|'],
  ['two changes near one another', 'abcdefghijkl', 'abXdefghYjkl', '@@ -1,12 +1,12 @@| a| b|-c|+X| d| e| f| g| h|-i|+Y| j| k| l|'],
  ['two changes far from one another', 'abcdefghijklmn', 'aXcdefghijklYn', '@@ -1,5 +1,5 @@| a|-b|+X| c| d| e|@@ -10,5 +10,5 @@| j| k| l|-m|+Y| n|'],
  ['six equal lines between: one part', 'aXbcdefgYh', 'abcdefgh', '@@ -1,10 +1,8 @@| a|-X| b| c| d| e| f| g|-Y| h|'],
  ['seven equal lines between: two parts', 'aXbcdefghYi', 'abcdefghi', '@@ -1,5 +1,4 @@| a|-X| b| c| d|@@ -7,5 +6,4 @@| f| g| h|-Y| i|'],
  ['everything', 'abc', 'xyz', '@@ -1,3 +1,3 @@|-a|-b|-c|+x|+y|+z|'],
  ['from nothing', '', 'ab', '@@ -0,0 +1,2 @@|+a|+b|'],
  ['to nothing', 'ab', '', '@@ -1,2 +0,0 @@|-a|-b|'],
  ['lines that repeat', 'abababcabab', 'babacababab', '@@ -1,11 +1,11 @@|+b|+a|+b|+a|+c| a| b| a| b| a| b|-c|-a|-b|-a|-b|'],
  ['a block moved', 'abcdefghij', 'fghijabcde', '@@ -1,10 +1,10 @@|+f|+g|+h|+i|+j| a| b| c| d| e|-f|-g|-h|-i|-j|'],
  ['the first of the longest matches', 'xabyabz', 'ababxy', '@@ -1,7 +1,6 @@|-x| a| b|-y| a| b|-z|+x|+y|'],
  ['braces that repeat', '{a}{b}{c}', '{a}{c}{b}{d}', '@@ -1,9 +1,12 @@| {| a|+}|+{|+c| }| {| b| }| {|-c|+d| }|'],
  [
    'several changes among letters that repeat',
    'deddeebbedfebadcbaeffaed',
    'deadeebbbedfebadcbaeafaed',
    '@@ -1,9 +1,10 @@| d| e|-d|+a| d| e| e|+b| b| b| e|@@ -17,7 +18,7 @@| b| a| e|-f|+a| f| a| e|',
  ],
  [
    'several changes among letters that repeat',
    'abbaddfddaefbfccaccadabb',
    'abbaddfddaefbfedccaccaebdabb',
    '@@ -12,12 +12,16 @@| f| b| f|+e|+d| c| c| a| c| c| a|+e|+b| d| a| b|',
  ],
  [
    'several changes among letters that repeat',
    'dfdaddbacecabbdefeaabbdc',
    'edfadaddbacecabdefefacabbdc',
    '@@ -1,5 +1,7 @@|+e| d| f|+a| d| a| d|@@ -11,12 +13,13 @@| c| a| b|-b| d| e| f| e|+f| a|+c| a| b| b|',
  ],
  [
    'several changes among letters that repeat',
    'ccedbedebdbfbcbebfbbffeb',
    'ccdadbedebdbfdcbcebfbbfffeb',
    '@@ -1,6 +1,7 @@| c| c|-e|+d|+a| d| b| e|@@ -10,9 +11,10 @@| d| b| f|+d|+c| b| c|-b| e| b| f|@@ -20,5 +22,6 @@| b| f| f|+f| e| b|',
  ],
])('%s', (_, before, after, expected) => {
  expect(unifiedDiff([...before], [...after]).replaceAll('\n', '|')).toBe(expected);
});

test('in a text of two hundred lines, lines that occur often do not anchor a match, and are matched beside those that do', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const before = Array.from({ length: 204 }, (_, i) => (i % 2 ? letters.charAt(i % 52) : 'x'));
  const after = before.toSpliced(65, 2, 'x', 'x', 'n').toSpliced(69, 1);
  expect(unifiedDiff(before, after).replaceAll('\n', '|')).toBe('@@ -63,10 +63,10 @@| x| l| x|-n|-x|-p|-x|+x|+x|+n|+p| r| x| t|');
});
