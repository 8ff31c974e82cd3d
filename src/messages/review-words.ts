import type { Language } from './language.ts';
import { reviewEn } from './review.en.ts';
import { reviewJa } from './review.ja.ts';

/** The words of the page with the questions that come back. */
export interface ReviewPageWords {
  readonly title: string;
  readonly lead: string;
  readonly coming: string;
  readonly failed: string;
  readonly withoutScript: string;
  readonly waiting: (due: number, fresh: number) => string;
  readonly nothing: string;
  readonly next: (date: string) => string;
  readonly from: string;
  readonly begun: string;
  readonly all: string;
  readonly start: string;
  readonly number: (number: number, of: number) => string;
  readonly several: string;
  readonly answer: string;
  readonly check: string;
  /** Answers nothing: a guess would say more than is known. */
  readonly unknown: string;
  readonly right: string;
  readonly other: (right: string) => string;
  readonly readAgain: string;
  readonly onwards: string;
  readonly done: (right: number, of: number) => string;
  readonly again: string;
  readonly exercises: string;
  readonly notKept: string;
  /** Leads there from other pages. `{count}`: the page writes it in. */
  readonly toReview: string;
  readonly due: string;
}

/** The words of the review in one language. */
export function reviewWords(language: Language): ReviewPageWords {
  return language === 'ja' ? reviewJa : reviewEn;
}
