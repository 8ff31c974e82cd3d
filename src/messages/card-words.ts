import type { Language } from './language.ts';

/** The words of a lesson's summary card, which is made to be printed. */
export interface CardWords {
  readonly link: string;
  readonly title: (lesson: string) => string;
  readonly how: string;
  readonly print: string;
  readonly claims: string;
  readonly example: string;
  readonly older: string;
  readonly terms: string;
  readonly own: string;
  /** Where nothing was written: lines to write on follow on paper. */
  readonly ownNothing: string;
  readonly back: string;
}

const words: { readonly [One in Language]: CardWords } = {
  ja: {
    link: '印刷できる要約カード',
    title: (lesson) => `要約カード: ${lesson}`,
    how: '1枚に収まる大きさです。ここに出ている自分のまとめも、一緒に印刷されます。',
    print: '印刷',
    claims: 'この課の要点',
    example: '例',
    older: '古い解説と違う点',
    terms: '用語',
    own: '自分のまとめ',
    ownNothing: 'まだ書かれていません。課の終わりに書くか、紙に書き込みます。',
    back: 'この課に戻る',
  },
  en: {
    link: 'A summary card to print',
    title: (lesson) => `Summary card: ${lesson}`,
    how: 'It fits on one sheet. Your own summary is printed with it, as you see it here.',
    print: 'Print',
    claims: 'What this lesson says',
    example: 'An example',
    older: 'Where older guides differ',
    terms: 'Terms',
    own: 'In your own words',
    ownNothing: 'Nothing is written yet. Write it at the end of the lesson, or on the paper.',
    back: 'Back to the lesson',
  },
};

export function cardWords(language: Language): CardWords {
  return words[language];
}
