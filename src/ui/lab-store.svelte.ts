import { tick } from 'svelte';
import type { Diagnostic, Verdict } from '../engine/index.ts';
import type { ExerciseBundle } from '../exercise/exercise.ts';
import { pageHref } from '../layouts/href.ts';
import type { LabAction, TerminalKey, Texts } from '../lab/action.ts';
import type { Route } from '../lab/drawing.ts';
import type { HistoryEntry } from '../lab/session.ts';
import { labWords, loadLabWords } from '../messages/lab-words.ts';
import type { Language } from '../messages/language.ts';
import type { Talk } from '../messages/talk.ts';
import { WORK_LIMIT, type SavedWork } from '../progress/work.ts';
import { brokenNumber } from '../scene/trace-rows.ts';
import type { Drawing, LabView } from '../worker/protocol.ts';
import { labHost, Unanswered } from './lab-host.ts';
import type * as Pictures from './pictures.ts';
import { exportWork, keepAside, loadWork, onOtherTab, readSetting, saveWork, writeSetting, type SaveOutcome } from './work-storage.ts';

/** Files beyond this are kept and saved, and not read by the engine: 256 KB. */
export const TEXT_LIMIT = 256 * 1024;

/** A hint opens after another try, or after this long. */
const HINT_WAIT_MS = 60_000;
/** The last hint asks for tries, not for patience. */
const TRIES_BEFORE_LAST_HINT = 2;
const SAVE_AFTER_MS = 200;
const APPLY_AFTER_MS = 900;

/** Kinds of exercise in which the cause is what the learner looks for. */
const FINDING: ReadonlySet<string> = new Set(['break-fix', 'diagnose', 'predict', 'terminal']);

export type Pane = 'task' | 'files' | 'terminal' | 'cluster';
export type Notice = 'unreadable' | 'restarted' | 'restartedTwice' | 'ours' | 'unfetched' | 'otherTab' | 'blocked' | 'full' | 'tooLong';

/** Everything one lab shows and does on the page. The cluster itself lives in the worker. */
export class LabStore {
  /** Distinguishes this lab on its page, in the worker and in element ids. */
  readonly id: string;
  /** Of the panes' headings. */
  readonly level: number;
  readonly #judge: boolean;
  /** Absent: this lab is not kept (the home page's). */
  readonly #keeps: boolean;

  language = $state<Language>('ja');
  bundle = $state.raw<ExerciseBundle>() as ExerciseBundle;
  words = $derived(labWords(this.language));
  talk = $state.raw<Talk | undefined>();

  texts = $state.raw<Texts>({});
  openFile = $state('');
  diagnostics = $state.raw<readonly Diagnostic[]>([]);
  /** A place in the open file the editor should go to; counts up so that the same place can be asked for again. */
  goTo = $state.raw<{ readonly offset: number; readonly asked: number } | undefined>();
  applyAsIType = $state(false);
  discarded = $state.raw<Texts | undefined>();

  ready = $state(false);
  busy = $state(false);
  history = $state.raw<readonly HistoryEntry[]>([]);
  terminals = $state.raw<readonly TerminalKey[]>([]);
  terminal = $state<TerminalKey>('operator');
  answers = $state.raw<{ readonly [field: string]: string }>({});
  hints = $state(0);
  attempts = $state(0);
  gaveUp = $state(false);
  verdict = $state.raw<Verdict | undefined>();
  now = $state(0);
  began = $state(0);
  explanation = $state('');
  /** Passed once: it stays done even if the cluster is broken again. */
  passedOnce = $state(false);

  route = $state.raw<Route | undefined>();
  drawing = $state.raw<Drawing | undefined>();
  width = $state(0);
  /** How many steps of the route are shown. */
  /** What draws, once it is fetched. */
  pictures = $state.raw<typeof Pictures | undefined>();
  step = $state(0);
  playing = $state(false);

  pane = $state<Pane>('task');
  notices = $state.raw<readonly Notice[]>([]);
  saved = $state<SaveOutcome | undefined>();
  /** Counts verdicts, so that each one can be announced. */
  judged = $state(0);

  #actions: LabAction[] = [];
  /** The texts that the worker knows. */
  #sent: Texts = {};
  #theirs: SavedWork | undefined;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #applyTimer: ReturnType<typeof setTimeout> | undefined;
  #hintShown = $state({ at: 0, attempts: 0 });
  #restarts = 0;
  #clock = $state(0);
  #leave: (() => void)[] = [];

  constructor(options: {
    readonly key: string;
    readonly language: Language;
    readonly bundle: ExerciseBundle;
    readonly level?: number;
    readonly judge?: boolean;
    readonly keeps?: boolean;
  }) {
    this.id = options.key;
    this.level = options.level ?? 2;
    this.#judge = options.judge ?? false;
    this.#keeps = options.keeps ?? true;
    this.language = options.language;
    // Props arrive as proxies; what goes to the worker must be plain.
    this.bundle = $state.snapshot(options.bundle) as ExerciseBundle;
    this.texts = this.bundle.starter;
    this.openFile = options.bundle.definition.editable[0] ?? options.bundle.definition.readOnly[0] ?? '';
    this.terminal = options.bundle.definition.terminal;
    this.terminals = options.bundle.definition.terminal === 'operator' ? ['operator'] : [options.bundle.definition.terminal, 'operator'];
  }

  /** Begins on the page: saved work is restored, the worker opened, the words of the language fetched. Returns the end. */
  start(): () => void {
    const { id } = this.bundle.definition;
    if (this.#keeps) {
      const work = loadWork(id);
      if (work === 'unreadable') this.#notify('unreadable');
      else if (work) this.#take(work);
      this.#leave.push(onOtherTab(id, (theirs) => this.#meet(theirs)));
      const flush = (): void => this.#save();
      addEventListener('pagehide', flush);
      this.#leave.push(() => removeEventListener('pagehide', flush));
    }
    this.applyAsIType = readSetting('apply-as-i-type') === '1';
    const second = setInterval(() => {
      this.#clock = Date.now();
    }, 1000);
    this.#leave.push(() => clearInterval(second));
    this.#leave.push(labHost().join(this.id, () => void this.#reopen()));
    void fetchTalk(this.language).then((talk) => (this.talk ??= talk));
    void import('./pictures.ts').then((pictures) => (this.pictures = pictures));
    void this.#open();
    return () => {
      this.#save();
      for (const leave of this.#leave) leave();
    };
  }

  get editable(): readonly string[] {
    return this.bundle.definition.editable;
  }

  get passed(): boolean {
    return this.verdict?.passed === true;
  }

  textOf(file: string): string {
    return this.texts[file] ?? this.bundle.starter[file] ?? this.bundle.given[file] ?? '';
  }

  /** What an exercise asks the learner to find out is not said before it is over. */
  get problems(): readonly Diagnostic[] {
    const { kind } = this.bundle.definition;
    const finding = this.#keeps && FINDING.has(kind) && !this.passed && !this.gaveUp;
    return finding ? this.diagnostics.filter(({ layer }) => layer !== 'behaviour') : this.diagnostics;
  }

  problemsIn(file: string): readonly Diagnostic[] {
    return this.problems.filter((diagnostic) => diagnostic.file === file);
  }

  isTooLarge(file: string): boolean {
    return this.textOf(file).length > TEXT_LIMIT;
  }

  // ---- writing ----

  edit(file: string, text: string): void {
    if (this.texts[file] === text) return;
    this.texts = { ...this.texts, [file]: text };
    this.#saveSoon();
    void this.#inspect();
    if (this.applyAsIType) {
      clearTimeout(this.#applyTimer);
      this.#applyTimer = setTimeout(() => void this.apply(), APPLY_AFTER_MS);
    }
  }

  setApplyAsIType(on: boolean): void {
    this.applyAsIType = on;
    writeSetting('apply-as-i-type', on ? '1' : '0');
  }

  /** Shows a file at a place. */
  async show(file: string, offset: number): Promise<void> {
    this.openFile = file;
    this.pane = 'files';
    await tick();
    this.goTo = { offset, asked: (this.goTo?.asked ?? 0) + 1 };
  }

  fix(diagnostic: Diagnostic): void {
    const { fix, file } = diagnostic;
    if (!fix) return;
    const text = this.textOf(file);
    this.edit(file, text.slice(0, fix.span.start) + fix.text + text.slice(fix.span.end));
    void this.show(file, fix.span.start + fix.text.length);
  }

  // ---- doing ----

  async apply(): Promise<void> {
    clearTimeout(this.#applyTimer);
    await this.#act({ kind: 'apply', texts: this.#changedTexts() });
    this.#followFirstFailure();
  }

  async run(line: string): Promise<void> {
    await this.#act({ kind: 'run', terminal: this.terminal, line, texts: this.#changedTexts() });
    const entry = this.history.at(-1);
    if (entry && entry.routes.length > 0) this.follow({ kind: 'command', number: entry.number, index: 0 });
    else this.#redraw();
  }

  async answer(field: string, choice: string): Promise<void> {
    await this.#act({ kind: 'answer', field, choice });
  }

  async openHint(number: number): Promise<void> {
    if (number > this.hints + 1 || (number === this.hints + 1 && this.hintLock !== undefined)) return;
    this.#hintShown = { at: Date.now(), attempts: this.attempts };
    await this.#act({ kind: 'hint', number });
  }

  /** Why the next hint is closed: seconds to wait or tries to make; `undefined` where it is open. */
  get hintLock(): { readonly seconds?: number; readonly tries?: number } | undefined {
    if (this.hints === 0 || this.passed || this.gaveUp) return undefined;
    const tries = this.attempts - this.#hintShown.attempts;
    if (this.hints + 1 === this.bundle.definition.hints) {
      return tries >= TRIES_BEFORE_LAST_HINT ? undefined : { tries: TRIES_BEFORE_LAST_HINT - tries };
    }
    const seconds = Math.ceil((this.#hintShown.at + HINT_WAIT_MS - Math.max(this.#clock, this.#hintShown.at)) / 1000);
    return tries > 0 || seconds <= 0 ? undefined : { seconds };
  }

  async giveUp(): Promise<void> {
    await this.#act({ kind: 'give-up' });
  }

  explain(text: string): void {
    this.explanation = text;
    this.#saveSoon();
  }

  /** Text, cluster and answers as the exercise gave them; what is thrown away can be taken back once. */
  async reset(): Promise<void> {
    this.discarded = this.texts;
    keepAside(this.bundle.definition.id);
    this.#actions = [];
    this.#clear();
    this.texts = this.bundle.starter;
    await this.#open();
    this.#saveSoon();
  }

  undoReset(): void {
    if (!this.discarded) return;
    this.texts = this.discarded;
    this.discarded = undefined;
    void this.#inspect();
    this.#saveSoon();
  }

  // ---- looking ----

  follow(route: Route | undefined): void {
    this.route = route;
    this.playing = false;
    this.step = Number.MAX_SAFE_INTEGER;
    this.#redraw();
  }

  /** The drawing's pane has this width. */
  resize(width: number): void {
    if (Math.abs(width - this.width) < 2 || width < 40) return;
    this.width = width;
    this.#redraw();
  }

  get steps(): number {
    return this.drawing?.rows.filter(({ state }) => state !== 'never').length ?? 0;
  }

  get shownStep(): number {
    return Math.min(this.step, this.steps);
  }

  goToStep(step: number): void {
    this.step = Math.max(0, Math.min(step, this.steps));
  }

  async yaml(resource: string, namespace: string, name: string): Promise<string> {
    return (await labHost().ask(this.id, { type: 'show', resource, namespace, name })).text;
  }

  // ---- languages ----

  /** The same lab in another language: words change, nothing else. Rejects where the words cannot be fetched. */
  async prepareLanguage(language: Language): Promise<() => void> {
    const [bundle, talk] = await Promise.all([fetchBundle(language, this.bundle.slug), fetchTalk(language), loadLabWords(language)]);
    return () => {
      this.bundle = { ...this.bundle, words: bundle.words };
      this.talk = talk;
      this.language = language;
    };
  }

  /** For a lab whose words are not an exercise's. */
  async prepareOwnWords(language: Language, bundle: ExerciseBundle): Promise<() => void> {
    const [talk] = await Promise.all([fetchTalk(language), loadLabWords(language)]);
    return () => {
      this.bundle = bundle;
      this.talk = talk;
      this.language = language;
    };
  }

  // ---- notices ----

  dismiss(notice: Notice): void {
    this.notices = this.notices.filter((one) => one !== notice);
  }

  export(): void {
    exportWork(this.#work());
  }

  /** Replaces this tab's work by what the other tab saved. */
  async takeTheirs(): Promise<void> {
    const theirs = this.#theirs;
    this.dismiss('otherTab');
    if (!theirs) return;
    this.#clear();
    this.#take(theirs);
    await this.#open();
  }

  keepMine(): void {
    keepAside(this.bundle.definition.id);
    this.dismiss('otherTab');
    this.#save();
  }

  // ---- within ----

  #changedTexts(): Texts {
    return Object.fromEntries(
      this.editable.filter((file) => this.texts[file] !== this.#sent[file] && !this.isTooLarge(file)).map((file) => [file, this.textOf(file)]),
    );
  }

  #clear(): void {
    this.history = [];
    this.answers = {};
    this.hints = 0;
    this.attempts = 0;
    this.gaveUp = false;
    this.verdict = undefined;
    this.route = undefined;
    this.explanation = '';
  }

  #take(work: SavedWork): void {
    this.texts = { ...this.bundle.starter, ...work.texts };
    this.#actions = [...work.actions];
    this.explanation = work.explanation;
    this.passedOnce = work.passed;
    this.gaveUp = work.gaveUp;
  }

  async #open(): Promise<void> {
    const { slug, definition, given, starter } = this.bundle;
    this.#sent = starter;
    const typed = this.texts;
    try {
      const view = await labHost().ask(this.id, { type: 'open', exercise: { slug, definition, given, starter }, actions: this.#actions, judge: this.#judge });
      // Replaying stops where an action no longer works; what was typed since is never lost.
      this.#actions = this.#actions.slice(0, view.done);
      this.#see(view);
      this.texts = this.texts === typed ? { ...view.texts, ...typed } : this.texts;
      this.#hintShown = { at: Date.now(), attempts: this.attempts };
      this.ready = true;
      this.#restarts = 0;
      if (this.verdict) this.#followFirstFailure();
      else this.#redraw();
      await this.#inspect();
    } catch (problem) {
      this.#excuse(problem);
    }
  }

  /** After the worker was replaced. What it was asked last is not asked again: it may be what it choked on. */
  async #reopen(): Promise<void> {
    this.busy = false;
    this.#restarts += 1;
    if (this.#restarts > 2) {
      this.#notify('restartedTwice');
      return;
    }
    // Restoring itself did not end: the newest action is the likeliest cause.
    if (this.#restarts === 2) this.#actions.pop();
    this.#notify('restarted');
    await this.#open();
  }

  async #act(action: LabAction): Promise<void> {
    this.busy = true;
    const texts = this.texts;
    try {
      const view = await labHost().ask(this.id, { type: 'act', action });
      this.#actions.push(action);
      this.#see(view);
      // A tool may have written a file; what was typed meanwhile wins.
      for (const file of this.editable) {
        const written = view.texts[file];
        if (written !== undefined && written !== texts[file] && !this.isTooLarge(file) && this.texts[file] === texts[file])
          this.texts = { ...this.texts, [file]: written };
      }
      this.#saveSoon();
      if (action.kind === 'apply' || action.kind === 'run') void this.#inspect();
    } catch (problem) {
      this.#excuse(problem);
    } finally {
      this.busy = false;
    }
  }

  #see(view: LabView): void {
    this.history = [...this.history.slice(0, view.historyFrom), ...view.history];
    this.terminals = view.terminals;
    this.#sent = view.texts;
    this.answers = view.answers;
    this.hints = view.hints;
    this.attempts = view.attempts;
    this.gaveUp = view.gaveUp;
    this.verdict = view.verdict;
    this.now = view.now;
    this.began = view.began;
    if (view.verdict) {
      this.judged += 1;
      if (view.verdict.passed) this.passedOnce = true;
    }
  }

  #followFirstFailure(): void {
    const checks = this.verdict?.checks ?? [];
    const shows = checks.filter(({ evidence, within }) => evidence.packet ?? evidence.dns ?? within?.some((one) => one.evidence.packet ?? one.evidence.dns));
    const check = shows.find(({ passed }) => !passed) ?? shows.at(-1);
    this.follow(check ? { kind: 'check', id: check.id } : undefined);
  }

  async #inspect(): Promise<void> {
    if (!this.ready) return;
    const files = Object.fromEntries(this.editable.filter((file) => !this.isTooLarge(file)).map((file) => [file, this.textOf(file)]));
    try {
      const { diagnostics, files: judged } = await labHost().ask(this.id, { type: 'inspect', files });
      if (Object.entries(judged).every(([file, text]) => this.texts[file] === text)) this.diagnostics = diagnostics;
    } catch (problem) {
      this.#excuse(problem);
    }
  }

  #redraw(): void {
    if (!this.ready || this.width === 0) return;
    const { route, width } = this;
    labHost()
      .ask(this.id, { type: 'draw', width, route })
      .then((drawing) => {
        if (this.route === route && this.width === width) this.drawing = drawing;
      })
      .catch((problem: unknown) => this.#excuse(problem));
  }

  /** The number of the first broken step of the route that is shown. */
  get broken(): number | undefined {
    return brokenNumber(this.drawing?.rows ?? []);
  }

  #excuse(problem: unknown): void {
    if (!(problem instanceof Unanswered)) throw problem;
    if (problem.reason === 'failed') {
      console.error(problem.message);
      this.#notify('ours');
    } else if (problem.reason === 'unfetched') this.#notify('unfetched');
  }

  #notify(notice: Notice): void {
    if (!this.notices.includes(notice)) this.notices = [...this.notices, notice];
  }

  #meet(theirs: SavedWork): void {
    if (
      theirs.savedAt <= this.#work().savedAt - 60_000 ||
      JSON.stringify(theirs.actions) + JSON.stringify(theirs.texts) === JSON.stringify(this.#actions) + JSON.stringify(this.texts)
    )
      return;
    clearTimeout(this.#saveTimer);
    this.#theirs = theirs;
    this.#notify('otherTab');
  }

  #saveSoon(): void {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => this.#save(), SAVE_AFTER_MS);
  }

  #save(): void {
    clearTimeout(this.#saveTimer);
    const touched = this.#actions.length > 0 || this.explanation !== '' || this.editable.some((file) => this.texts[file] !== this.bundle.starter[file]);
    // While the other tab's newer work waits for a decision, nothing is written over it.
    if (!this.#keeps || this.notices.includes('otherTab') || (!touched && this.saved === undefined)) return;
    const outcome = saveWork(this.#work());
    this.saved = outcome;
    for (const notice of ['blocked', 'full', 'tooLong'] as const) {
      const wanted = notice === (outcome === 'too-long' ? 'tooLong' : outcome);
      if (wanted) this.#notify(notice);
      else this.dismiss(notice);
    }
  }

  #work(): SavedWork {
    const texts = Object.fromEntries(this.editable.map((file) => [file, this.textOf(file)]));
    return {
      format: 1,
      exercise: this.bundle.definition.id,
      savedAt: Date.now(),
      texts,
      actions: this.#actions.slice(0, WORK_LIMIT.actions + 1),
      passed: this.passedOnce,
      gaveUp: this.gaveUp,
      explanation: this.explanation,
    };
  }
}

async function fetchBundle(language: Language, slug: string): Promise<ExerciseBundle> {
  const response = await fetch(pageHref(language, `exercises/${slug}/exercise.json`));
  if (!response.ok) throw new Error(`no words: ${response.status}`);
  return (await response.json()) as ExerciseBundle;
}

async function fetchTalk(language: Language): Promise<Talk> {
  return language === 'ja' ? (await import('../messages/talk.ja.ts')).talkJa : (await import('../messages/talk.en.ts')).talkEn;
}
