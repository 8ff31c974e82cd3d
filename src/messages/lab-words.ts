import type { CheckResult, DiagnosticLayer } from '../engine/index.ts';
import type { ExerciseDefinition } from '../exercise/exercise.ts';
import type { Happening } from '../lab/timeline.ts';
import { isLanguage, type Language } from './language.ts';

/**
 * The words of the lab's own controls: what stands there before anything happened. What is said about a manifest or a voyage
 * is loaded later (`diagnostics`, `findings`). Total in both languages.
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
    /** Beneath the row, while the next one is closed. */
    readonly locked: (seconds: number) => string;
    readonly lockedLast: (tries: number) => string;
    readonly giveUp: string;
    readonly giveUpSure: string;
    readonly giveUpYes: string;
    readonly giveUpNo: string;
    readonly solution: string;
    readonly gaveUp: string;
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
    readonly observed: string;
    readonly asPredicted: (same: number, all: number) => string;
    /** In the place of the terminal, until predictions stand. */
    readonly locked: string;
    readonly toPredictions: string;
    /** An option that chooses nothing. */
    readonly choose: string;
    /** Names the mark of a cell that does not fit. */
    readonly wrong: string;
    readonly several: string;
    readonly listNote: string;
    readonly up: (line: string) => string;
    readonly down: (line: string) => string;
    readonly moved: (line: string, place: number) => string;
    readonly asIs: string;
  };
  /** Lines to put in order and to indent. */
  readonly parsons: {
    readonly acts: string;
    readonly help: string;
    readonly helpIndent: string;
    readonly up: string;
    readonly down: string;
    readonly in: string;
    readonly out: string;
    readonly leave: string;
    readonly take: string;
    readonly pool: string;
    readonly poolEmpty: string;
    readonly line: (words: string, number: number, indent: number) => string;
    readonly moved: (words: string, number: number, indent: number) => string;
    readonly left: (words: string) => string;
  };
  readonly editor: {
    readonly apply: string;
    /** Describes Apply to those who do not see the shortcut beside it. */
    readonly applyHint: string;
    /** What stands before facts about a field, in hover and completion. */
    readonly field: { readonly default: string; readonly values: string; readonly inCluster: string };
    /** Before the list of a file's documents. */
    readonly outline: string;
    readonly applyAsIType: string;
    readonly reset: string;
    readonly resetUndo: string;
    readonly leaveHint: string;
    readonly label: (file: string, title: string) => string;
    readonly readOnly: string;
    readonly problems: string;
    /** After a hundred: only so many are shown. */
    readonly moreProblems: string;
    readonly noProblems: string;
    readonly problemCount: (errors: number, warnings: number) => string;
    readonly error: string;
    readonly warning: string;
    readonly line: (line: number) => string;
    readonly layers: { readonly [layer in DiagnosticLayer]: string };
    readonly rule: string;
    readonly fix: (text: string) => string;
    readonly fixRemove: string;
    readonly plain: string;
    readonly full: string;
    readonly keys: {
      readonly bar: string;
      readonly indent: string;
      readonly outdent: string;
      readonly dash: string;
      readonly colon: string;
      readonly quote: string;
      readonly comment: string;
      readonly undo: string;
    };
  };
  readonly terminal: {
    readonly tabs: string;
    readonly operator: string;
    readonly input: string;
    /** Read out after a command instead of its whole output. */
    readonly ran: (lines: number, exitCode: number) => string;
    readonly empty: string;
    readonly showRoute: string;
    readonly notSimulated: string;
  };
  readonly chart: {
    readonly views: string;
    readonly chart: string;
    readonly text: string;
    readonly dns: string;
    readonly noRoute: string;
    readonly withoutScript: string;
    readonly clock: string;
    readonly controls: string;
    readonly toStart: string;
    readonly back: string;
    readonly play: string;
    readonly pause: string;
    readonly step: string;
    readonly toEnd: string;
    readonly position: string;
    readonly positionOf: (step: number, steps: number) => string;
    readonly nodeDown: string;
  };
  /** The virtual clock: waiting, and looking back. */
  readonly time: {
    readonly title: string;
    readonly event: string;
    readonly wait: (seconds: number) => string;
    readonly quiet: string;
    readonly nothing: string;
    readonly line: (moments: number) => string;
    readonly position: string;
    readonly begin: string;
    /** A moment in which nothing changed that the drawing shows. */
    readonly inside: string;
    readonly and: string;
    /** One thing that happened to these. */
    readonly happened: (names: readonly string[], happening: Happening) => string;
    readonly past: (clock: string) => string;
    readonly present: string;
  };
  readonly verdict: {
    readonly title: string;
    readonly notYet: string;
    /** On a small screen, on the panes without the verdict. */
    readonly allPassed: string;
    readonly see: string;
    readonly count: (passed: number, all: number) => string;
    readonly following: (number: number) => string;
    readonly passed: { readonly [kind in CheckResult['kind']]: string };
    readonly failed: { readonly [kind in CheckResult['kind']]: string };
    readonly unjudged: string;
    readonly unanswered: string;
    readonly expected: string;
    readonly actual: string;
    readonly nothing: string;
    readonly log: string;
    readonly idea: string;
    readonly question: string;
    readonly done: (checks: number, attempts: number, hints: number) => string;
    readonly next: string;
    readonly backToLesson: string;
    readonly explain: string;
    readonly explainNote: string;
    /** Read out when a verdict arrives. */
    readonly announce: (passed: number, all: number) => string;
  };
  readonly store: {
    readonly saved: string;
    readonly blocked: string;
    readonly full: string;
    readonly tooLong: string;
    readonly exportWork: string;
    readonly otherTab: string;
    readonly takeTheirs: string;
    readonly keepMine: string;
    readonly unreadable: string;
    readonly restarted: string;
    readonly restartedTwice: string;
    readonly ours: string;
    readonly unfetched: string;
    readonly predictFirst: string;
    readonly tooLarge: (file: string, kilobytes: number, most: number) => string;
    readonly exportText: string;
    readonly close: string;
  };
  readonly home: { readonly again: string; readonly arrived: string };
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
