import { predictionFields } from '../exercise/answers.ts';
import type { Diagnostic, Verdict } from '../engine/index.ts';
import type { ExerciseBundle } from '../exercise/exercise.ts';
import type { LabAction, TerminalKey, Texts } from '../lab/action.ts';
import type { Route } from '../lab/drawing.ts';
import type { HistoryEntry } from '../lab/history.ts';
import { labWords } from '../messages/lab-words.ts';
import type { Language } from '../messages/language.ts';
import type { Talk } from '../messages/talk.ts';
import { brokenNumber } from '../scene/trace-rows.ts';
import type { ThingId } from '../scene/scene.ts';
import type { Drawing, LabView } from '../worker/protocol.ts';
import type * as Later from './later.ts';
import type * as Pictures from './pictures.ts';
import type { SaveOutcome } from './work-storage.ts';

/** A longer text does not come into a file: 256 Ki characters. */
export const TEXT_LIMIT = 256 * 1024;

/** A hint opens after another try, or after this long. */
const HINT_WAIT_MS = 60_000;
/** The last hint asks for tries, not for patience. */
const TRIES_BEFORE_LAST_HINT = 2;

/** Kinds of exercise in which the cause is what the learner looks for. */
const FINDING: ReadonlySet<string> = new Set(['break-fix', 'diagnose', 'predict', 'terminal']);

export type Pane = 'task' | 'files' | 'terminal' | 'cluster';
export type Notice = 'unreadable' | 'restarted' | 'restartedTwice' | 'ours' | 'unfetched' | 'otherTab' | 'blocked' | 'full' | 'tooLong' | 'predictFirst';

export interface LabOptions {
  readonly key: string;
  readonly language: Language;
  readonly bundle: ExerciseBundle;
  readonly level?: number;
  readonly judge?: boolean;
  readonly keeps?: boolean;
}

/** What one lab shows on the page, and what follows from it. The cluster itself lives in the worker. */
export class LabState {
  /** Distinguishes this lab on its page, in the worker and in element ids. */
  readonly id: string;
  /** Of the panes' headings. */
  readonly level: number;
  /** Begins with a verdict on what is given. */
  readonly judge: boolean;

  /** Off: this lab is not kept (the home page's, and what is only shown). */
  keeps = $state(true);
  language = $state<Language>('ja');
  bundle = $state.raw<ExerciseBundle>() as ExerciseBundle;
  words = $derived(labWords(this.language));
  talk = $state.raw<Talk | undefined>();
  /** For what is fetched with the talk or after it. */
  more = $derived((this.talk as Talk).lab);

  texts = $state.raw<Texts>({});
  /** The files of a playground, once they are others than it began with. */
  ownFiles = $state.raw<readonly string[] | undefined>();
  /** The file whose tab is open; empty: what is asked. */
  openFile = $state('');
  diagnostics = $state.raw<readonly Diagnostic[]>([]);
  /** A place in the open file the editor should go to; counts up so that the same place can be asked for again. */
  goTo = $state.raw<{ readonly offset: number; readonly asked: number } | undefined>();
  applyAsIType = $state(false);
  /** Counts what was applied by a press. */
  pressed = $state(0);
  /** As the learner has it; see `shortcuts.ts`. */
  applyKey = $state('Ctrl+Enter');
  /** Thrown away by going back to the start; can be taken back once. */
  discarded = $state.raw<Texts | undefined>();
  /** A text that was too long for its file: the file is as it was, the text is kept here. */
  refused = $state.raw<{ readonly file: string; readonly text: string } | undefined>();

  /** What was kept is taken up: files can be edited, and Apply is heard. Off again where the worker is given up. */
  begun = $state(false);
  /** The cluster is there. */
  ready = $state(false);
  busy = $state(false);
  history = $state.raw<readonly HistoryEntry[]>([]);
  terminals = $state.raw<readonly TerminalKey[]>([]);
  terminal = $state<TerminalKey>('operator');
  answers = $state.raw<{ readonly [field: string]: string }>({});
  /** Answers on their way to the worker: until they are taken, what comes back knows less than is shown. They are kept with what was done. */
  answering: readonly LabAction[] = [];
  predictions = $state.raw<{ readonly [field: string]: string } | undefined>();
  hints = $state(0);
  attempts = $state(0);
  gaveUp = $state(false);
  phase = $state(0);
  handedIn = $state(false);
  /** The code of the run, where faults are drawn. */
  runCode = $state('');
  verdict = $state.raw<Verdict | undefined>();
  missed = $state.raw<Verdict['feedback']>([]);
  now = $state(0);
  began = $state(0);
  explanation = $state('');
  /** Passed once: it stays done even if the cluster is broken again. */
  passedOnce = $state(false);
  /** Passed since the last fresh start. */
  #passedNow = false;
  /** What a review goes by: see SavedWork. */
  passes = $state.raw<readonly number[]>([]);
  gaveUpAt: number | undefined;
  ideas: { readonly [misconception: string]: number } = {};

  /** What is looked at in the drawing. */
  chosen = $state<ThingId | undefined>();
  route = $state.raw<Route | undefined>();
  drawing = $state.raw<Drawing | undefined>();
  width = $state(0);
  /** What draws, once it is fetched. */
  pictures = $state.raw<typeof Pictures | undefined>();
  /** The terminal and the rarer answers, once they are fetched. */
  later = $state.raw<typeof Later | undefined>();
  /** How many steps of the route are shown. */
  step = $state(0);
  playing = $state(false);
  /** How fast a route is played; 1: a step in 0.9 s. */
  speed = $state(1);

  moments = $state.raw<LabView['moments']>([]);
  /** Looking back: the cluster as it was after so many moments. */
  lookingAt = $state<number | undefined>();

  pane = $state<Pane>('task');
  notices = $state.raw<readonly Notice[]>([]);
  saved = $state<SaveOutcome | undefined>();
  /** Counts verdicts on what happens here, so that each one can be announced; one that was restored is no news. */
  judged = $state(0);

  /** What was done, oldest first: saved, and done again after a reload. */
  actions: LabAction[] = [];
  /** When the newest hint was opened. */
  hintShown = $state({ at: 0, attempts: 0 });
  /** Real time, once a second. */
  clock = $state(0);

  constructor({ key, language, bundle, level = 2, judge = false, keeps = true }: LabOptions) {
    const { definition } = bundle;
    this.id = key;
    this.level = level;
    this.judge = judge;
    this.keeps = keeps;
    this.language = language;
    // Props arrive as proxies; what goes to the worker must be plain.
    this.bundle = $state.snapshot(bundle) as ExerciseBundle;
    this.texts = this.bundle.starter;
    this.openFile = this.asksBesideFiles ? '' : (definition.editable[0] ?? definition.readOnly[0] ?? '');
    this.terminal = definition.terminal;
    this.terminals = definition.terminal === 'operator' ? ['operator'] : [definition.terminal, 'operator'];
  }

  get editable(): readonly string[] {
    return this.ownFiles ?? this.bundle.definition.editable;
  }

  /** In the order of their tabs. */
  get files(): readonly string[] {
    return [...this.editable, ...this.bundle.definition.readOnly];
  }

  /** With nothing to edit, what is asked stands where files do: it has the room there. */
  get asksBesideFiles(): boolean {
    const { editable, questions } = this.bundle.definition;
    return editable.length === 0 && questions.length > 0;
  }

  /** Whether a check or question is of a phase that is open, or of none. */
  isOpen(what: 'checks' | 'questions', id: string): boolean {
    const at = this.bundle.definition.phases?.findIndex((phase) => phase[what]?.includes(id)) ?? -1;
    return at <= this.phase;
  }

  get passed(): boolean {
    return this.verdict?.passed === true;
  }

  /** Nothing can be run before what is asked for is predicted. */
  get awaitsPredictions(): boolean {
    return this.predictions === undefined && predictionFields(this.bundle.definition).length > 0;
  }

  /** An exam shows no routes, and says nothing of behaviour, before it is handed in. */
  get silent(): boolean {
    return this.bundle.definition.kind === 'exam' && !this.handedIn;
  }

  textOf(file: string): string {
    return this.texts[file] ?? this.bundle.starter[file] ?? this.bundle.given[file] ?? '';
  }

  /** What an exercise asks the learner to find out is not said before it is over. */
  get problems(): readonly Diagnostic[] {
    const finding = !this.judge && FINDING.has(this.bundle.definition.kind) && !this.passed && !this.gaveUp;
    return finding || this.silent ? this.diagnostics.filter(({ layer }) => layer !== 'behaviour') : this.diagnostics;
  }

  problemsIn(file: string): readonly Diagnostic[] {
    return this.problems.filter((diagnostic) => diagnostic.file === file);
  }

  /** Why the next hint is closed: seconds to wait or tries to make; `undefined` where it is open. */
  get hintLock(): { readonly seconds?: number; readonly tries?: number } | undefined {
    if (this.hints === 0 || this.passed || this.gaveUp) return undefined;
    const tries = this.attempts - this.hintShown.attempts;
    if (this.hints + 1 === this.bundle.definition.hints) {
      return tries >= TRIES_BEFORE_LAST_HINT ? undefined : { tries: TRIES_BEFORE_LAST_HINT - tries };
    }
    const seconds = Math.ceil((this.hintShown.at + HINT_WAIT_MS - Math.max(this.clock, this.hintShown.at)) / 1000);
    return tries > 0 || seconds <= 0 ? undefined : { seconds };
  }

  get steps(): number {
    return this.drawing?.rows.filter(({ state }) => state !== 'never').length ?? 0;
  }

  get shownStep(): number {
    return Math.min(this.step, this.steps);
  }

  /** The number of the first broken step of the route that is shown. */
  get broken(): number | undefined {
    return brokenNumber(this.drawing?.rows ?? []);
  }

  goToStep(step: number): void {
    this.step = Math.max(0, Math.min(step, this.steps));
  }

  /** Takes over what the worker says of the session; `at`: what is new in it happened now. */
  see(view: LabView, at?: number): void {
    const passed = view.verdict?.passed === true;
    if (at !== undefined) {
      if (passed && !this.#passedNow) this.passes = [...this.passes, at];
      if (view.gaveUp && !this.gaveUp && !passed) this.gaveUpAt = at;
      const met = [...(view.verdict?.feedback ?? []), ...(view.missed ?? [])];
      for (const { misconception } of met) if (misconception) this.ideas = { ...this.ideas, [misconception]: at };
    }
    this.#passedNow ||= passed;
    this.history = [...this.history.slice(0, view.historyFrom), ...view.history];
    this.terminals = view.terminals;
    if (this.answering.length === 0) this.answers = view.answers;
    this.predictions = view.predictions;
    this.hints = view.hints;
    this.attempts = view.attempts;
    this.gaveUp = view.gaveUp;
    this.phase = view.phase;
    this.handedIn = view.handedIn;
    if (view.run) {
      if (this.runCode !== view.run.code) this.bundle = { ...this.bundle, starter: view.run.starter };
      this.runCode = view.run.code;
    }
    this.verdict = view.verdict;
    this.missed = view.missed ?? [];
    this.now = view.now;
    this.began = view.began;
    this.moments = view.moments;
    this.lookingAt = undefined;
    if (view.verdict) {
      if (at !== undefined) this.judged += 1;
      if (passed) this.passedOnce = true;
    }
  }

  /** Everything done is forgotten but which run it is; texts stay. */
  clear(): void {
    this.#passedNow = false;
    this.actions = this.actions.filter(({ kind }) => kind === 'draw');
    this.history = [];
    this.answers = {};
    this.predictions = undefined;
    this.hints = 0;
    this.attempts = 0;
    this.gaveUp = false;
    this.phase = 0;
    this.handedIn = false;
    this.verdict = undefined;
    this.missed = [];
    this.route = undefined;
    this.moments = [];
    this.lookingAt = undefined;
    this.explanation = '';
  }

  /** The text does not come into the file; it is kept, and the page says so. */
  refuse(file: string, text: string): void {
    this.refused = { file, text };
  }

  notify(notice: Notice): void {
    if (!this.notices.includes(notice)) this.notices = [...this.notices, notice];
  }

  dismiss(notice: Notice): void {
    this.notices = this.notices.filter((one) => one !== notice);
  }
}
