import type { CheckFinding, CheckResult } from '../engine/index.ts';
import type { ExerciseDefinition } from '../exercise/exercise.ts';
import { isLanguage, type Language } from './language.ts';

/**
 * The words of the lab's own controls: what stands there before anything happened. The rest comes with
 * the talk (`LabMoreWords`). Total in both languages.
 */
export interface LabWords {
  readonly panes: { readonly task: string; readonly files: string; readonly terminal: string; readonly cluster: string };
  /** Name of the bar that changes panes on a small screen. */
  readonly dock: string;
  readonly resizeWidth: string;
  readonly resizeHeight: string;
  /** Names the button that gives the lab the whole window. */
  readonly whole: string;
  readonly loading: string;
  readonly withoutScript: string;
  readonly kinds: { readonly [kind in ExerciseDefinition['kind']]: string };
  readonly minutes: (minutes: number) => string;
  readonly difficulty: (of5: number) => string;
  readonly hints: {
    readonly title: string;
    readonly number: (number: number) => string;
    /** Beneath the row: why one that does not come next is closed; why the next one is. */
    readonly inTurn: string;
    readonly locked: (seconds: number) => string;
    readonly lockedLast: (tries: number) => string;
    readonly giveUp: string;
  };
  readonly questions: {
    readonly title: string;
    /** Of the tab beside read-only files, and of the small screen's bar. */
    readonly tab: string;
    /** Before predictions stand: what they are, what the button does, how many are open. */
    readonly predictions: string;
    readonly predictionsNote: string;
    readonly commit: string;
    readonly commitNote: string;
    readonly left: (fields: number) => string;
    /** Afterwards. */
    readonly seen: string;
    readonly seenNote: string;
    readonly predicted: string;
    /** An option that chooses nothing. */
    readonly choose: string;
    readonly several: string;
    readonly listNote: string;
  };
  readonly editor: {
    readonly apply: string;
    /** Describes Apply to those who do not see the shortcut beside it. */
    readonly applyHint: (key: string) => string;
    readonly applyAsIType: string;
    readonly reset: string;
    readonly resetUndo: string;
    readonly leaveHint: string;
    readonly label: (file: string, title: string) => string;
    readonly readOnly: string;
    readonly problemCount: (errors: number, warnings: number) => string;
    readonly plain: string;
    readonly full: string;
  };
  readonly chart: {
    readonly views: string;
    readonly chart: string;
    readonly text: string;
    readonly noRoute: string;
    readonly withoutScript: string;
  };
  readonly verdict: {
    readonly title: string;
    /** Of an exam, before. */
    readonly notHandedIn: string;
    readonly notYet: string;
    /** On a small screen, on the panes without the verdict. */
    readonly see: string;
    readonly count: (passed: number, all: number) => string;
    readonly following: (number: number) => string;
    readonly passed: { readonly [kind in CheckResult['kind']]: string };
    readonly failed: { readonly [kind in CheckResult['kind']]: string };
    readonly unjudged: string;
    readonly unanswered: string;
    /** Predicted, and nothing was run yet. */
    readonly unseen: string;
    /** The object is not there. */
    readonly missing: string;
    /** The object was given, and is not there any more. */
    readonly gone: string;
    /** What was found says more than that it failed. */
    readonly found: { readonly [finding in CheckFinding]?: string };
    /** Of TCP that is to open, and does not. */
    readonly notConnected: string;
    /** What is given is still as it was, and is to change. */
    readonly notDone: string;
    readonly question: string;
    /** Where a phase counts beyond passing, fewer checks passed than there are. */
    readonly done: (passed: number, checks: number, attempts: number, hints: number) => string;
    readonly next: string;
    readonly backToLesson: string;
    /** Read out when a verdict arrives. */
    readonly announce: (passed: number, all: number) => string;
  };
  readonly store: {
    readonly saved: string;
    readonly predictFirst: string;
    readonly close: string;
  };
  readonly home: { readonly again: string };
}

const load: { readonly [language in Language]: () => Promise<LabWords> } = {
  ja: async () => (await import('./lab.ja.ts')).labJa,
  en: async () => (await import('./lab.en.ts')).labEn,
};
const loaded: { [language in Language]?: LabWords } = {};

/** Fetches the lab's words of a language, once. */
export async function loadLabWords(language: Language): Promise<void> {
  loaded[language] ??= await load[language]();
}

/** The lab's words in a language that was loaded. */
export function labWords(language: Language): LabWords {
  const words = loaded[language];
  if (!words) throw new Error(`the words of ${language} are not loaded`);
  return words;
}

// A page needs the words of its own language before its labs can be woken, and only those; pages are made with both.
if (import.meta.env.SSR) await Promise.all([loadLabWords('ja'), loadLabWords('en')]);
else await loadLabWords(isLanguage(document.documentElement.lang) ? document.documentElement.lang : 'ja');
