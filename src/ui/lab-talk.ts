import type { LabAction, TerminalKey, Texts } from '../lab/action.ts';
import type { Look } from '../lab/looking.ts';
import type { ThingId } from '../scene/scene.ts';
import type { CommandCompletions, Seen } from '../worker/protocol.ts';
import { labHost, Unanswered } from './lab-host.ts';
import { TEXT_LIMIT, type LabState } from './lab-state.svelte.ts';
import { worstProblems } from './worst-problems.ts';

/** One lab's talk with the worker: what is asked, what becomes of the answer, and what to do when there is none. */
export class LabTalk {
  readonly #lab: LabState;
  readonly #changed: () => void;
  /** The texts that the worker knows. */
  #sent: Texts = {};
  #restarts = 0;
  #opening: Promise<void> = Promise.resolve();
  #leave = (): void => undefined;

  /** `changed` is called after everything that is worth keeping. */
  constructor(lab: LabState, changed: () => void) {
    this.#lab = lab;
    this.#changed = changed;
  }

  /** Returns how to leave. */
  join(): () => void {
    this.#leave = labHost().join(this.#lab.id, () => void this.#reopen());
    return this.#leave;
  }

  /** A fresh lab, with everything that was done, done again. */
  open(): Promise<void> {
    this.#opening = this.#open();
    return this.#opening;
  }

  /** Once there is a cluster, also after the worker was replaced meanwhile; `false` where there is none. */
  async opened(): Promise<boolean> {
    let opening: Promise<void>;
    do {
      opening = this.#opening;
      await opening;
    } while (opening !== this.#opening);
    return this.#lab.ready;
  }

  async #open(): Promise<void> {
    const lab = this.#lab;
    const { slug, definition, given, starter, bank } = lab.bundle;
    this.#sent = starter;
    const typed = lab.texts;
    try {
      const exercise = { slug, definition, given, starter, ...(bank ? { bank } : {}) };
      const view = await labHost().ask(lab.id, { type: 'open', exercise, actions: lab.actions, judge: lab.judge });
      // Replaying stops where an action no longer works; what was typed since is never lost.
      lab.actions = lab.actions.slice(0, view.done);
      lab.see(view);
      this.#sent = view.texts;
      lab.texts = lab.texts === typed ? { ...view.texts, ...typed } : lab.texts;
      lab.hintShown = { at: Date.now(), attempts: lab.attempts };
      lab.ready = true;
      this.#restarts = 0;
      if (lab.verdict) this.followFirstFailure();
      else this.redraw();
      await this.inspect();
    } catch (problem) {
      this.#excuse(problem);
    }
  }

  async act(action: LabAction): Promise<void> {
    const lab = this.#lab;
    lab.busy = true;
    const texts = lab.texts;
    const known = { ...this.#sent, ...('texts' in action && action.texts) };
    try {
      const view = await labHost().ask(lab.id, { type: 'act', action });
      lab.actions.push(action);
      lab.see(view, Date.now());
      this.#sent = view.texts;
      // A tool may have written a file; what was typed meanwhile, or not applied yet, wins.
      for (const file of lab.editable) {
        const written = view.texts[file];
        if (written === undefined || written === known[file] || lab.texts[file] !== texts[file]) continue;
        if (written.length > TEXT_LIMIT) lab.refuse(file, written);
        else lab.texts = { ...lab.texts, [file]: written };
      }
      this.#changed();
      if (action.kind === 'apply' || action.kind === 'run' || action.kind === 'draw') void this.inspect();
    } catch (problem) {
      this.#excuse(problem);
    } finally {
      lab.busy = false;
    }
  }

  /** The editable files that the worker does not have as they are now. */
  unsent(): Texts {
    const lab = this.#lab;
    return Object.fromEntries(lab.editable.filter((file) => lab.texts[file] !== this.#sent[file]).map((file) => [file, lab.textOf(file)]));
  }

  async inspect(): Promise<void> {
    const lab = this.#lab;
    if (!lab.ready) return;
    const files = Object.fromEntries(lab.editable.map((file) => [file, lab.textOf(file)]));
    try {
      const { diagnostics, files: judged } = await labHost().ask(lab.id, { type: 'inspect', files });
      if (Object.entries(judged).every(([file, text]) => lab.texts[file] === text)) lab.diagnostics = worstProblems(diagnostics);
    } catch (problem) {
      this.#excuse(problem);
    }
  }

  /** Which cluster is seen. */
  #seen(): Seen {
    const { lookingAt: moments, route } = this.#lab;
    return { ...(route && { route }), ...(moments !== undefined && { moments }) };
  }

  redraw(): void {
    const lab = this.#lab;
    if (!lab.ready || lab.width === 0) return;
    const { route, width, lookingAt } = lab;
    labHost()
      .ask(lab.id, { type: 'draw', width, ...this.#seen() })
      .then((drawing) => {
        if (lab.route === route && lab.width === width && lab.lookingAt === lookingAt) lab.drawing = drawing;
      })
      .catch((problem: unknown) => this.#excuse(problem));
  }

  /** The drawing follows the first check that failed on the way, or the last one that travelled; none where a phase says only that some fail. */
  followFirstFailure(): void {
    const lab = this.#lab;
    const checks = lab.verdict?.checks ?? [];
    const shows = checks.filter(({ evidence, within }) => evidence.packet ?? evidence.dns ?? within?.some((one) => one.evidence.packet ?? one.evidence.dns));
    const untold = lab.bundle.definition.phases && checks.some(({ passed }) => !passed);
    const check = shows.find(({ passed }) => !passed) ?? (untold ? undefined : shows.at(-1));
    lab.route = check ? { kind: 'check', id: check.id } : undefined;
    lab.playing = false;
    lab.step = Number.MAX_SAFE_INTEGER;
    this.redraw();
  }

  /** Nothing where the worker could not say. */
  async completeCommand(terminal: TerminalKey, line: string, caret: number): Promise<CommandCompletions | undefined> {
    try {
      return await labHost().ask(this.#lab.id, { type: 'complete-command', terminal, line, caret });
    } catch (problem) {
      this.#excuse(problem);
      return undefined;
    }
  }

  async wantsMore(terminal: TerminalKey, lines: string): Promise<boolean> {
    try {
      return (await labHost().ask(this.#lab.id, { type: 'wants-more', terminal, lines })).wants;
    } catch (problem) {
      this.#excuse(problem);
      return false;
    }
  }

  look(thing: ThingId): Promise<Look> {
    return labHost().ask(this.#lab.id, { type: 'look', thing, ...this.#seen() });
  }

  /** How an object reads: `kubectl get -o yaml`. */
  async yaml(resource: string, namespace: string, name: string): Promise<string> {
    return (await labHost().ask(this.#lab.id, { type: 'show', resource, namespace, name, ...this.#seen() })).text;
  }

  /** After the worker was replaced. What it was asked last is not asked again: it may be what it choked on. */
  async #reopen(): Promise<void> {
    const lab = this.#lab;
    lab.busy = false;
    this.#restarts += 1;
    if (this.#restarts > 2) {
      // Nothing is asked any more: a worker that does not know this lab would call it a bug.
      lab.ready = false;
      lab.begun = false;
      this.#leave();
      lab.notify('restartedTwice');
      return;
    }
    // Restoring itself did not end: the newest action is the likeliest cause.
    if (this.#restarts === 2) lab.actions.pop();
    lab.notify('restarted');
    await this.open();
  }

  #excuse(problem: unknown): void {
    if (!(problem instanceof Unanswered)) throw problem;
    if (problem.reason === 'failed') {
      console.error(problem.message);
      this.#lab.notify('ours');
    } else if (problem.reason === 'unfetched') this.#lab.notify('unfetched');
  }
}
