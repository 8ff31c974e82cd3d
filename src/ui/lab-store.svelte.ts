import { tick } from 'svelte';
import type { Diagnostic } from '../engine/index.ts';
import type { ExerciseBundle } from '../exercise/exercise.ts';
import type { LabAction, TerminalKey, Texts } from '../lab/action.ts';
import type { Look } from '../lab/looking.ts';
import type { Route } from '../lab/drawing.ts';
import { loadLabWords } from '../messages/lab-words.ts';
import type { Language } from '../messages/language.ts';
import type { Talk } from '../messages/talk.ts';
import { fetchBundle } from './exercise-bundle.ts';
import type { ThingId } from '../scene/scene.ts';
import type { CommandCompletions } from '../worker/protocol.ts';
import { LabSaving } from './lab-saving.ts';
import { LabState, TEXT_LIMIT, type LabOptions } from './lab-state.svelte.ts';
import { LabTalk } from './lab-talk.ts';
import { readSetting, saveText, writeSetting } from './work-storage.ts';
import type { Load } from './workshop/room-links.ts';

const APPLY_AFTER_MS = 900;

/** One lab on the page: everything it shows (its state) and everything that can be done in it. */
export class LabStore extends LabState {
  readonly #saving: LabSaving;
  readonly #talk: LabTalk;
  /** Called after everything that is worth keeping, for who keeps it elsewhere. */
  onchange: (() => void) | undefined;
  /** The address of the page asks for a room or a state; a state is taken out of the address as it is given. */
  readonly invited = this.keeps && typeof location === 'object' && /[?&](room|load)=/.test(location.search);
  /** That state, on an exercise's own page. */
  readonly load = this.invited ? (/\/exercises\/.*[?&]load=(starter|middle|final)(?![^&#])/.exec(location.href)?.[1] as Load | undefined) : undefined;
  #applyTimer: ReturnType<typeof setTimeout> | undefined;
  #beginning: Promise<void> | undefined;

  constructor(options: LabOptions) {
    super(options);
    this.#saving = new LabSaving(this);
    this.#talk = new LabTalk(this, () => this.#changed());
  }

  #changed(): void {
    this.#saving.soon();
    this.onchange?.();
  }

  /** Begins on the page: saved work is restored, the worker opened, the words of the language fetched. Returns the end. */
  start(): () => void {
    const leave = [this.#talk.join(), ...(this.keeps ? [this.#saving.start(!this.load)] : [])];
    // Nothing is written over what was kept until the room has put it aside.
    if (this.load) this.keeps = false;
    this.applyAsIType = readSetting('apply-as-i-type') === '1';
    const second = setInterval(() => {
      this.clock = Date.now();
      // A clock that was set back begins the wait for a hint anew, once.
      if (this.clock < this.hintShown.at) this.hintShown = { ...this.hintShown, at: this.clock };
    }, 1000);
    // Whatever comes later says something: its words come first.
    const talk = fetchTalk(this.language).then((told) => (this.talk ??= told));
    void Promise.all([import('./pictures.ts'), talk]).then(([pictures]) => (this.pictures = pictures));
    void Promise.all([import('./later.ts'), talk]).then(([later]) => (this.later = later));
    this.#beginning = this.#begin();
    this.begun = true;
    return () => {
      clearInterval(second);
      for (const end of leave) end();
    };
  }

  /** What is drawn, and its words, are not in the page: they come before the lab opens, and so does the state that a room asks for. */
  async #begin(): Promise<void> {
    const { definition, slug, bank } = this.bundle;
    try {
      if (definition.drawn !== undefined && !bank) {
        const [whole, { beginRun }] = await Promise.all([fetchBundle(this.language, slug), import('./begin-run.ts')]);
        beginRun(this, whole);
        this.#changed();
      }
      const room = this.invited ? import('./workshop/join-room.ts') : undefined;
      // Without the room's strip a lab is as good as alone; without the state that was asked for it would be another.
      if (!this.load) room?.then(({ joinRoom }) => joinRoom(this)).catch(() => undefined);
      else if (await (await room)?.joinRoom(this)) return;
    } catch {
      this.notify('unfetched');
      return;
    }
    await this.#talk.open();
  }

  // ---- writing ----

  /** The file reads so from now on. Returns whether it does: a text over the limit is kept aside instead. */
  edit(file: string, text: string): boolean {
    if (text.length > TEXT_LIMIT) {
      this.refuse(file, text);
      return false;
    }
    if (this.texts[file] === text) return true;
    this.texts = { ...this.texts, [file]: text };
    this.#changed();
    void this.#talk.inspect();
    if (this.applyAsIType && !this.awaitsPredictions) {
      clearTimeout(this.#applyTimer);
      this.#applyTimer = setTimeout(() => void this.#apply(), APPLY_AFTER_MS);
    }
    return true;
  }

  /** Hands a refused text over as a file, or forgets it. */
  exportRefused(): void {
    if (this.refused) saveText(this.refused.file, this.refused.text);
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

  /** Does what only some labs offer, and draws what came of it. */
  async act(action: LabAction): Promise<void> {
    await this.#talk.act(action);
    this.#talk.redraw();
  }

  /** Says that predictions come first, and shows them; `false` where nothing is in the way. */
  #predictsFirst(): boolean {
    if (!this.awaitsPredictions) return false;
    this.notify('predictFirst');
    this.showPredictions();
    return true;
  }

  showPredictions(): void {
    this.pane = this.asksBesideFiles ? 'files' : 'task';
    if (this.asksBesideFiles) this.openFile = '';
  }

  /** As a press of the button: what is refused is brought into sight. */
  async apply(): Promise<void> {
    await this.#apply();
    this.pressed += 1;
  }

  /** Whoever asks before the cluster is there has it done then, once. */
  async #apply(): Promise<void> {
    clearTimeout(this.#applyTimer);
    if (!this.ready && (this.busy || !(await this.#opened()))) return;
    if (this.#predictsFirst()) return;
    await this.#talk.act({ kind: 'apply', texts: this.#talk.unsent() });
    this.#talk.followFirstFailure();
  }

  async #opened(): Promise<boolean> {
    this.busy = true;
    await this.#beginning;
    const opened = await this.#talk.opened();
    this.busy = false;
    return opened;
  }

  /** Types a line into a terminal. The drawing follows what it sent. */
  async run(line: string, terminal = this.terminal): Promise<void> {
    if (this.#predictsFirst()) return;
    await this.#talk.act({ kind: 'run', terminal, line, texts: this.#talk.unsent() });
    const entry = this.history.at(-1);
    if (entry && entry.routes.length > 0) this.follow({ kind: 'command', number: entry.number, index: 0 });
    else this.#talk.redraw();
  }

  /** What fits at the caret of a command line. */
  completeCommand(terminal: TerminalKey, line: string, caret: number): Promise<CommandCompletions | undefined> {
    return this.#talk.completeCommand(terminal, line, caret);
  }

  /** Whether a terminal's shell would ask for another line before it runs these. */
  wantsMore(terminal: TerminalKey, lines: string): Promise<boolean> {
    return this.#talk.wantsMore(terminal, lines);
  }

  async answer(field: string, choice: string): Promise<void> {
    this.answers = { ...this.answers, [field]: choice };
    const action: LabAction = { kind: 'answer', field, choice };
    this.answering = [...this.answering, action];
    await this.#talk.act(action);
    this.answering = this.answering.filter((one) => one !== action);
  }

  /** Lets virtual time pass. Resolves to whether anything came of it. */
  async pass(time: number | 'event' | 'quiet'): Promise<boolean> {
    if (this.#predictsFirst()) return false;
    const before = this.now;
    await this.#talk.act(typeof time === 'number' ? { kind: 'advance', ms: time } : { kind: 'wait', until: time });
    this.#talk.redraw();
    return this.now !== before;
  }

  /** The predictions stand. */
  async commit(): Promise<void> {
    await this.#talk.act({ kind: 'commit' });
    if (!this.awaitsPredictions) this.dismiss('predictFirst');
  }

  async openHint(number: number): Promise<void> {
    if (number > this.hints + 1 || (number === this.hints + 1 && this.hintLock !== undefined)) return;
    this.hintShown = { at: Date.now(), attempts: this.attempts };
    await this.#talk.act({ kind: 'hint', number });
  }

  async giveUp(): Promise<void> {
    await this.#talk.act({ kind: 'give-up' });
  }

  explain(text: string): void {
    this.explanation = text;
    this.#saving.soon();
  }

  /** Text, cluster and answers as the exercise gave them; what is thrown away can be taken back once. */
  async reset(): Promise<void> {
    this.discarded = this.texts;
    this.#saving.keepAside();
    this.ownFiles = undefined;
    this.clear();
    // Which run it is stays.
    await this.begin(this.bundle.starter, this.actions);
  }

  /** A fresh lab with these texts in which these actions were done. */
  async begin(texts: Texts, actions: readonly LabAction[]): Promise<void> {
    this.clear();
    this.texts = texts;
    this.actions = [...actions];
    await this.#talk.open();
    this.#saving.soon();
  }

  undoReset(): void {
    if (!this.discarded) return;
    this.texts = this.discarded;
    this.discarded = undefined;
    void this.#talk.inspect();
    this.#saving.soon();
  }

  // ---- looking ----

  follow(route: Route | undefined): void {
    this.route = this.silent ? undefined : route;
    this.lookingAt = undefined;
    this.playing = false;
    this.step = Number.MAX_SAFE_INTEGER;
    this.#talk.redraw();
  }

  /** Looks back at the cluster after so many moments; from the last one on, at the present. */
  lookAt(moments: number): void {
    this.lookingAt = moments >= this.moments.length ? undefined : Math.max(0, moments);
    this.playing = false;
    this.#talk.redraw();
  }

  /** The drawing's pane has this width. */
  resize(width: number): void {
    if (Math.abs(width - this.width) < 2 || width < 40) return;
    this.width = width;
    this.#talk.redraw();
  }

  /** Shows an object in the drawing, and what is known of it. */
  choose(thing: ThingId): void {
    this.chosen = thing;
    this.pane = 'cluster';
  }

  /** What is known of a thing, in the cluster that is seen. */
  look(thing: ThingId): Promise<Look> {
    return this.#talk.look(thing);
  }

  yaml(resource: string, namespace: string, name: string): Promise<string> {
    return this.#talk.yaml(resource, namespace, name);
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

  // ---- keeping ----

  export(): void {
    this.#saving.export();
  }

  /** Replaces this tab's work by what the other tab saved. */
  async takeTheirs(): Promise<void> {
    if (this.#saving.takeTheirs()) await this.#talk.open();
  }

  keepMine(): void {
    this.#saving.keepMine();
  }
}

async function fetchTalk(language: Language): Promise<Talk> {
  return language === 'ja' ? (await import('../messages/talk.ja.ts')).talkJa : (await import('../messages/talk.en.ts')).talkEn;
}
