import type { Texts } from '../lab/action.ts';
import { WORK_LIMIT, type SavedWork } from '../progress/work.ts';
import { TEXT_LIMIT, type LabState } from './lab-state.svelte.ts';
import { exportWork, keepAside, loadWork, onOtherTab, saveWork } from './work-storage.ts';

const SAVE_AFTER_MS = 200;
/** By then at the latest other tabs are heard; what the learner changes before that has them heard at once. */
const HEAR_AFTER_MS = 1000;
/** Another tab's work is not offered where it is that much older. */
const OLDER_BY_MS = 60_000;

/** Keeps one lab's work on the device, on every change, and meets other tabs that do the same. */
export class LabSaving {
  readonly #lab: LabState;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #theirs: SavedWork | undefined;
  #others: ReturnType<typeof onOtherTab> | undefined;

  constructor(lab: LabState) {
    this.#lab = lab;
  }

  /** Takes up what was kept, as a `whole` or only what was reached, and watches. Returns the end. */
  start(whole: boolean): () => void {
    const lab = this.#lab;
    const { id } = lab.bundle.definition;
    const work = loadWork(id);
    if (work === 'unreadable') lab.notify('unreadable');
    else if (work) this.#take(whole ? work : { ...work, texts: {}, actions: [], explanation: '' });
    const others = (this.#others = onOtherTab(id, (theirs) => this.#meet(theirs)));
    const timer = setTimeout(others.hear, HEAR_AFTER_MS);
    const flush = (): void => this.save();
    addEventListener('pagehide', flush);
    return () => {
      this.save();
      clearTimeout(timer);
      others.end();
      removeEventListener('pagehide', flush);
    };
  }

  soon(): void {
    this.#others?.hear();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), SAVE_AFTER_MS);
  }

  save(): void {
    const lab = this.#lab;
    clearTimeout(this.#timer);
    const touched =
      lab.actions.length + lab.answering.length > 0 || lab.explanation !== '' || lab.editable.some((file) => lab.texts[file] !== lab.bundle.starter[file]);
    // While the other tab's newer work waits for a decision, nothing is written over it.
    if (!lab.keeps || lab.notices.includes('otherTab') || (!touched && lab.saved === undefined)) return;
    const outcome = saveWork(this.#work());
    lab.saved = outcome;
    for (const notice of ['blocked', 'full', 'tooLong'] as const) {
      if (notice === (outcome === 'too-long' ? 'tooLong' : outcome)) lab.notify(notice);
      else lab.dismiss(notice);
    }
  }

  /** What is kept now stays findable after it is written over. */
  keepAside(): void {
    keepAside(this.#lab.bundle.definition.id);
  }

  /** This tab's work becomes what the other tab saved; `false` where there is none. */
  takeTheirs(): boolean {
    const theirs = this.#theirs;
    this.#lab.dismiss('otherTab');
    if (!theirs) return false;
    this.#lab.clear();
    this.#take(theirs);
    return true;
  }

  keepMine(): void {
    this.keepAside();
    this.#lab.dismiss('otherTab');
    this.save();
  }

  export(): void {
    exportWork(this.#work());
  }

  #take(work: SavedWork): void {
    const lab = this.#lab;
    const texts: { [file: string]: string } = { ...lab.bundle.starter };
    for (const [file, text] of Object.entries(work.texts)) {
      if (text.length <= TEXT_LIMIT) texts[file] = text;
      else {
        this.keepAside();
        lab.refuse(file, text);
      }
    }
    lab.texts = texts satisfies Texts;
    lab.actions = [...work.actions];
    lab.explanation = work.explanation;
    lab.passedOnce = work.passed;
    lab.gaveUp = work.gaveUp;
    lab.passes = work.passes;
    lab.gaveUpAt = work.gaveUpAt;
    lab.ideas = work.ideas;
  }

  #meet(theirs: SavedWork): void {
    const { actions, texts } = this.#lab;
    const same = JSON.stringify([theirs.actions, theirs.texts]) === JSON.stringify([actions, texts]);
    if (same || theirs.savedAt <= Date.now() - OLDER_BY_MS) return;
    clearTimeout(this.#timer);
    this.#theirs = theirs;
    this.#lab.notify('otherTab');
  }

  #work(): SavedWork {
    const lab = this.#lab;
    return {
      format: 2,
      exercise: lab.bundle.definition.id,
      savedAt: Date.now(),
      texts: Object.fromEntries(lab.editable.map((file) => [file, lab.textOf(file)])),
      actions: [...lab.actions, ...lab.answering].slice(0, WORK_LIMIT.actions + 1),
      passed: lab.passedOnce,
      gaveUp: lab.gaveUp,
      explanation: lab.explanation,
      passes: lab.passes.slice(-WORK_LIMIT.passes),
      ideas: lab.ideas,
      ...(lab.gaveUpAt === undefined ? {} : { gaveUpAt: lab.gaveUpAt }),
    };
  }
}
