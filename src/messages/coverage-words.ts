import type { Language } from './language.ts';

/** The words of the page that shows what the course covers. */
export interface CoverageWords {
  readonly title: string;
  readonly lead: (statements: number, lessons: number, exercises: number) => string;
  readonly proof: (right: number, wrong: number) => string;
  readonly statements: (count: number) => string;
  readonly caption: (lesson: string) => string;
  readonly columns: {
    readonly exercise: string;
    readonly kind: string;
    readonly difficulty: string;
    readonly minutes: string;
    readonly right: string;
    readonly wrong: string;
    readonly statements: string;
  };
  readonly all: string;
}

const words: { readonly [One in Language]: CoverageWords } = {
  ja: {
    title: 'このコースが扱うこと',
    lead: (statements, lessons, exercises) =>
      `Serviceについての古い解説から、主張や図、コマンドを${statements}個拾い出しました。${lessons}課と${exercises}の演習のどこで確かめるかを、課ごとに並べます。今も正しいものはそのまま、そうでないものは直して扱います。`,
    proof: (right, wrong) =>
      `どの演習にも、正しい答えと間違った答えが添えてあります。コースに手を入れるたびに、${right}の正しい答えが通り、${wrong}の間違った答えが予定どおりに落ちることを、機械で確かめています。`,
    statements: (count) => `古い解説の${count}個の主張を扱います。今と違うのは、次の点です。`,
    caption: (lesson) => `「${lesson}」の演習`,
    columns: { exercise: '演習', kind: '種類', difficulty: '難しさ', minutes: '分', right: '正解', wrong: '誤答', statements: '主張' },
    all: '合計',
  },
  en: {
    title: 'What the course covers',
    lead: (statements, lessons, exercises) =>
      `${statements} claims, drawings and commands were collected from older guides to Services. This page says, lesson by lesson, where ${lessons} lessons and ${exercises} exercises put them to the test. What is still true is taught as it is, and the rest is corrected.`,
    proof: (right, wrong) =>
      `Right and wrong answers come with every exercise. Whenever the course changes, a machine checks that ${right} right answers pass, and that ${wrong} wrong ones fail as they should.`,
    statements: (count) => `It takes up ${count} claims of older guides. This is where they differ from today:`,
    caption: (lesson) => `Exercises of “${lesson}”`,
    columns: { exercise: 'Exercise', kind: 'Kind', difficulty: 'Difficulty', minutes: 'Minutes', right: 'Right', wrong: 'Wrong', statements: 'Claims' },
    all: 'All',
  },
};

export function coverageWords(language: Language): CoverageWords {
  return words[language];
}
