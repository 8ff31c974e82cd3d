import type { NoRunCode } from '../exercise/run-code.ts';
import type { MOST, RUBRIC } from '../exercise/run-score.ts';
import type { DiagnosticLayer } from '../engine/index.ts';
import type { Happening } from '../lab/timeline.ts';

/** The words of what is fetched after the lab stands: they come with the talk. Total in both languages. */
export interface LabMoreWords {
  /** Leads to the exercise as it stands, free of its task. */
  readonly toPlayground: string;
  readonly giveUp: {
    readonly giveUpSure: string;
    readonly giveUpYes: string;
    readonly giveUpNo: string;
    readonly solution: string;
    readonly gaveUp: string;
    /** After success: what stands beside one's own files. */
    readonly anotherWay: string;
    /** Leads to a task of the same kind. */
    readonly otherNames: string;
    readonly beside: string;
    readonly same: string;
    readonly only: { readonly mine: string; readonly other: string };
    readonly fromLine: (line: number) => string;
    /** Before the commands of a solution. */
    readonly typed: string;
  };
  readonly questions: {
    readonly observed: string;
    readonly asPredicted: (same: number, all: number) => string;
    /** In the place of the terminal, until predictions stand. */
    readonly locked: string;
    readonly toPredictions: string;
    /** Names the mark of a cell that does not fit. */
    readonly wrong: string;
    readonly up: (line: string) => string;
    readonly down: (line: string) => string;
    readonly moved: (line: string, place: number) => string;
    readonly asIs: string;
    /** Beneath a number that is none. */
    readonly digits: string;
  };
  /** Phases of an exercise, and the end of an exam. */
  readonly phases: {
    readonly title: string;
    readonly number: (number: number, of: number) => string;
    readonly states: { readonly passed: string; readonly open: string; readonly closed: string };
    readonly untold: string;
    readonly handIn: string;
    readonly handInNote: string;
    readonly handInSure: string;
    readonly handInYes: string;
    readonly handInNo: string;
    readonly handedIn: (passed: number, all: number) => string;
  };
  /** A run: which one it is, how it ends, and what comes of it. */
  readonly run: {
    readonly code: string;
    readonly other: string;
    readonly otherNote: string;
    readonly type: string;
    readonly begin: string;
    readonly draw: string;
    readonly begun: (code: string) => string;
    readonly refused: { readonly [why in NoRunCode['refused']]: string };
    /** Below the note of an incident. */
    readonly noteKept: string;
    readonly handIn: string;
    readonly handInNote: string;
    readonly handInSure: string;
    readonly handInYes: string;
    readonly handInNo: string;
    readonly report: string;
    readonly passed: string;
    readonly notPassed: string;
    readonly total: (points: number) => string;
    readonly parts: { readonly [part in keyof typeof MOST]: string };
    readonly rubric: string;
    readonly rubricNote: string;
    readonly items: { readonly [item in (typeof RUBRIC)[number]]: string };
    readonly model: string;
    readonly modelNote: (code: string) => string;
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
    /** Read out behind a line. */
    readonly indented: (indent: number) => string;
    readonly moved: (words: string, number: number, indent: number) => string;
    readonly left: (words: string) => string;
  };
  readonly problems: {
    /** What stands before facts about a field, in hover and completion. */
    readonly field: { readonly default: string; readonly values: string; readonly inCluster: string };
    /** Before the list of a file's documents. */
    readonly outline: string;
    readonly outlineChoose: string;
    readonly problems: string;
    /** After a hundred: only so many are shown. */
    readonly moreProblems: string;
    readonly error: string;
    readonly warning: string;
    readonly line: (line: number) => string;
    readonly layers: { readonly [layer in DiagnosticLayer]: string };
    readonly rule: string;
    readonly fix: (text: string) => string;
    readonly fixRemove: string;
    /** What fits at the caret of the plain editor. */
    readonly suggest: string;
    readonly suggested: (count: number) => string;
    readonly nothingFits: string;
  };
  /** The plain editor's bar of keys. */
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
  readonly route: {
    readonly dns: string;
    readonly clock: string;
    readonly controls: string;
    readonly toStart: string;
    readonly back: string;
    readonly play: string;
    readonly pause: string;
    readonly step: string;
    readonly toEnd: string;
    readonly speed: string;
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
    readonly expected: string;
    readonly actual: string;
    readonly nothing: string;
    readonly log: string;
    readonly idea: string;
    readonly explain: string;
    readonly explainNote: string;
  };
  readonly notices: {
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
    readonly tooLarge: (file: string, kilobytes: number, most: number) => string;
    readonly exportText: string;
    /** The exercise was done before, and is due again. */
    readonly review: string;
    readonly reviewStart: string;
  };
}
