import type { ExamFormName, ExamTopic } from '../exercise/exam.ts';
import type { NoRunCode } from '../exercise/run-code.ts';
import { examEn } from './exam.en.ts';
import { examJa } from './exam.ja.ts';
import type { Language } from './language.ts';

/** The words of the exam: before it, during it, and of its report. */
export interface ExamWords {
  readonly title: string;
  readonly lead: string;
  /** Leads there from other pages. */
  readonly toExam: string;
  readonly coming: string;
  readonly failed: string;
  readonly rules: readonly string[];
  readonly form: string;
  readonly forms: { readonly [form in ExamFormName]: string };
  /** One task alone. */
  readonly single: string;
  readonly formNote: (tasks: number, minutes: number) => string;
  readonly code: string;
  readonly codeNote: string;
  readonly draw: string;
  readonly refused: { readonly [why in NoRunCode['refused']]: string };
  readonly time: string;
  readonly times: { readonly '1': string; readonly '1.5': string; readonly '2': string; readonly '0': string };
  readonly hideTime: string;
  readonly passLine: (percent: number) => string;
  readonly start: string;
  readonly link: string;
  readonly copied: (address: string) => string;
  readonly begun: {
    readonly title: string;
    readonly words: (form: string, code: string, minutes: number) => string;
    readonly goOn: string;
    readonly report: string;
    readonly other: string;
    readonly changed: string;
    readonly save: string;
  };
  readonly run: {
    readonly tasks: string;
    readonly task: (number: number, of: number) => string;
    readonly touched: string;
    readonly left: (minutes: number, seconds: number) => string;
    readonly over: (minutes: number) => string;
    readonly show: string;
    readonly hide: string;
    readonly warning: (minutes: number) => string;
    readonly timeUp: string;
    readonly previous: string;
    readonly next: string;
    readonly pause: string;
    readonly lessons: string;
    readonly handIn: string;
    readonly sure: (untouched: number) => string;
    readonly handInYes: string;
    readonly handInNo: string;
    readonly judging: string;
    readonly notJudged: string;
    readonly notKept: string;
  };
  readonly report: {
    readonly title: string;
    /** What it is, and what it is not. */
    readonly label: string;
    readonly trust: string;
    readonly passed: (percent: number, line: number) => string;
    readonly notPassed: (percent: number, line: number) => string;
    readonly facts: (form: string, code: string, tasks: string, site: string) => string;
    readonly used: (minutes: number, given: number) => string;
    readonly date: (at: Date) => string;
    readonly byTopic: string;
    readonly byIdea: string;
    readonly noIdea: string;
    readonly revisit: string;
    readonly nothingToRevisit: string;
    readonly tasks: string;
    readonly reached: (passed: number, of: number) => string;
    readonly untouched: string;
    readonly checkPassed: string;
    readonly checkFailed: string;
    readonly look: (title: string) => string;
    readonly back: string;
    readonly unlocked: string;
    readonly again: string;
    readonly otherNames: string;
    readonly save: string;
    readonly print: string;
  };
  readonly topics: { readonly [topic in ExamTopic]: string };
}

/** The words of the exam in one language. */
export function examWords(language: Language): ExamWords {
  return language === 'ja' ? examJa : examEn;
}
