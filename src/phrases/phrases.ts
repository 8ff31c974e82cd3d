import { loadDefaultJapaneseParser } from 'budoux';

const parser = loadDefaultJapaneseParser();

/** A text up to this long stays whole: the narrowest column has room for it. */
const STAYS_WHOLE = 6;

/** Where a line may end without being told: at spaces, and behind what closes a clause. */
const ENDS_BY_ITSELF = /[\s、。，．」』）】！？：；・]/u;

/** Finds any of these words in a text, the longest first. */
export const wordPattern = (words: readonly string[]): RegExp =>
  new RegExp(
    [...words]
      .sort((a, b) => b.length - a.length)
      .map((word) => word.replace(/[$()*+./?[\\\]^{|}-]/gu, '\\$&'))
      .join('|'),
    'gu',
  );

/**
 * Where a line of Japanese may end: offsets into `text`, rising, each between two phrases (文節) and in none of the words that `whole` (global) finds; not where a
 * line may end anyway. Source: BudouX's model of Japanese.
 */
export function phraseBreaks(text: string, whole: RegExp): readonly number[] {
  if (text.trim().length <= STAYS_WHOLE) return [];
  const kept = [...text.matchAll(whole)].map(({ index, 0: word }) => [index, index + word.length] as const);
  let end = 0;
  return parser
    .parse(text)
    .slice(0, -1)
    .map((phrase) => (end += phrase.length))
    .filter((at) => !ENDS_BY_ITSELF.test(text.slice(at - 1, at + 1)) && kept.every(([from, to]) => at <= from || at >= to));
}

/** A text of Japanese in its phrases: joined, they are the text. Arguments as of `phraseBreaks`. */
export function phrasesOf(text: string, whole: RegExp): readonly string[] {
  const ends = [...phraseBreaks(text, whole), text.length];
  return ends.map((end, i) => text.slice(ends[i - 1] ?? 0, end));
}
