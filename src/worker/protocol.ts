import type { Completions } from '../assist/complete.ts';
import type { CommandCompletions } from '../assist/complete-command.ts';
import type { FieldFacts } from '../assist/describe-field.ts';
import type { OutlineItem } from '../assist/outline.ts';
import type { Diagnostic, Verdict } from '../engine/index.ts';
import type { LabAction, TerminalKey, Texts } from '../lab/action.ts';
import type { Drawing, Route } from '../lab/drawing.ts';
import type { Faults } from '../lab/faults.ts';
import type { HistoryEntry } from '../lab/history.ts';
import type { Look } from '../lab/looking.ts';
import type { Beside } from '../lab/nearest-solution.ts';
import type { Moment } from '../lab/timeline.ts';
import type { LabExercise } from '../lab/session.ts';
import type { ThingId } from '../scene/scene.ts';

export type { CommandCompletions, Completions, FieldFacts, OutlineItem };

/** What the page asks. Every message carries a number of its own; ids and parameters cross, words do not. */
export type WorkerRequest =
  /** Starts (or, with actions, restores) a lab. */
  | { readonly type: 'open'; readonly exercise: LabExercise; readonly actions: readonly LabAction[]; readonly judge: boolean }
  | { readonly type: 'act'; readonly action: LabAction }
  /** The lab is left: nothing of it is kept. */
  | { readonly type: 'close' }
  /** What is wrong with these files. Only the newest question of a lab is answered. */
  | { readonly type: 'inspect'; readonly files: Texts }
  /** What fits at an offset of a file, and what is known of the field there. */
  | { readonly type: 'complete'; readonly text: string; readonly offset: number }
  | { readonly type: 'describe'; readonly text: string; readonly offset: number }
  /** What fits at the caret of a command line. */
  | { readonly type: 'complete-command'; readonly terminal: TerminalKey; readonly line: string; readonly caret: number }
  /** Whether a shell would ask for another line before it runs these. */
  | { readonly type: 'wants-more'; readonly terminal: TerminalKey; readonly lines: string }
  /** The documents of a file. */
  | { readonly type: 'outline'; readonly text: string }
  /** What is known of something in the drawing. */
  | ({ readonly type: 'look'; readonly thing: ThingId } & Seen)
  | ({ readonly type: 'draw'; readonly width: number } & Seen)
  /** The learner's files beside the solution that is nearest to them. */
  | { readonly type: 'compare'; readonly texts: Texts; readonly solutions: readonly Texts[] }
  /** What of the cluster can be broken, and what is. */
  | { readonly type: 'faults' }
  /** How an object reads: `kubectl get -o yaml`. */
  | ({ readonly type: 'show'; readonly resource: string; readonly namespace: string; readonly name: string } & Seen);

/** Which cluster is seen: as it was after so many moments, without a route, or else the one that the route's drawing shows. */
export interface Seen {
  readonly route?: Route;
  readonly moments?: number;
}

export type WorkerQuestion = WorkerRequest & { readonly request: number; readonly lab: string };

/** What a page needs to show of a session. */
export interface LabView {
  /** Entries the page does not have yet, and how many it must have before them. */
  readonly history: readonly HistoryEntry[];
  readonly historyFrom: number;
  readonly terminals: readonly TerminalKey[];
  readonly texts: Texts;
  readonly answers: { readonly [field: string]: string };
  /** Present once they stand. */
  readonly predictions?: { readonly [field: string]: string };
  readonly hints: number;
  readonly attempts: number;
  readonly gaveUp: boolean;
  /** See `PhaseStanding` and `LabSession`. */
  readonly phase: number;
  readonly handedIn: boolean;
  /** Of an exercise whose faults are drawn: the code of the run, and the files that it began with. */
  readonly run?: { readonly code: string; readonly starter: Texts };
  readonly verdict?: Verdict;
  /** See `LabSession`. */
  readonly missed?: Verdict['feedback'];
  /** What happened since the lab was given, oldest first. */
  readonly moments: readonly Pick<Moment, 'at' | 'happenings'>[];
  /** Done so far: what is saved. Only the part after what the page has. */
  readonly done: number;
  /** Virtual milliseconds since 1970. */
  readonly now: number;
  /** The virtual clock when the lab was given. */
  readonly began: number;
}

export type { Drawing };

export interface WorkerAnswers {
  readonly open: LabView;
  readonly act: LabView;
  readonly close: { readonly closed: boolean };
  readonly inspect: { readonly diagnostics: readonly Diagnostic[]; readonly files: Texts };
  readonly complete: Completions;
  readonly 'complete-command': CommandCompletions;
  readonly 'wants-more': { readonly wants: boolean };
  readonly describe: { readonly facts?: FieldFacts };
  readonly outline: { readonly items: readonly OutlineItem[] };
  readonly draw: Drawing;
  readonly look: Look;
  readonly compare: { readonly beside?: Beside };
  readonly faults: Faults;
  readonly show: { readonly text: string };
}

export type WorkerReply =
  | { readonly request: number; readonly answer: WorkerAnswers[keyof WorkerAnswers] }
  /** Dropped for a newer question of the same kind. */
  | { readonly request: number; readonly dropped: true }
  /** Code for this could not be fetched: asking again may help. The session is as it was before. */
  | { readonly request: number; readonly unfetched: string }
  /** A bug of ours: the session is as it was before. */
  | { readonly request: number; readonly failed: string };

/** What the worker sends: that it can answer, that it waits for code it fetches, or a reply. */
export type WorkerMessage = 'awake' | 'fetching' | WorkerReply;
