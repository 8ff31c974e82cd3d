import type { Language } from '../messages/language.ts';

const segmenters = new Map<Language, Intl.Segmenter>();

function segmenter(language: Language): Intl.Segmenter {
  const known = segmenters.get(language) ?? new Intl.Segmenter(language, { granularity: 'word' });
  segmenters.set(language, known);
  return known;
}

/** One spelling for all: full-width and half-width forms alike, small letters, katakana as hiragana. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/gu, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) - 0x60));
}

/** Particles and endings that stand in every sentence. */
const HOLLOW = new Set(
  'a an and are as at by for from in is it of on or that the this to with は が を に の と で も へ や から まで より です ます する した して いる ある ない こと もの'.split(
    ' ',
  ),
);

/**
 * The words of a text as they are looked for. Names of the API are found whole and by their parts (`targetPort`: targetport, target,
 * port), with dots and hyphens or without.
 */
export function termsOf(text: string, language: Language): readonly string[] {
  const terms: string[] = [];
  const add = (term: string): void => {
    if (term !== '' && !HOLLOW.has(term)) terms.push(term);
  };
  for (const [word] of text.normalize('NFKC').matchAll(/[A-Za-z0-9][A-Za-z0-9._:/-]*[A-Za-z0-9]|[A-Za-z0-9]|[^\sA-Za-z0-9]+/gu)) {
    if (!/^[A-Za-z0-9]/u.test(word)) {
      for (const { segment, isWordLike } of segmenter(language).segment(fold(word))) if (isWordLike) add(segment);
      continue;
    }
    add(fold(word));
    const parts = word.split(/[._:/-]+|(?<=[a-z0-9])(?=[A-Z])/u);
    if (parts.length > 1) for (const part of parts) add(fold(part));
  }
  return terms;
}
