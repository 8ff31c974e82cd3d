import type { TerminalKey } from '../lab/action.ts';
import { vantageOf } from '../lab/exercise-place.ts';
import type { LabStore } from './lab-store.svelte.ts';
import { TypedHistory } from './typed-history.ts';
import { readSetting, writeSetting } from './work-storage.ts';

/** Text sizes, in rem; the second is the usual one. */
export const SIZES = [0.75, 0.8125, 0.9375, 1.125, 1.375] as const;

/** The shells of one lab's terminal pane: which are open, which are shown, and how they look. */
export class ShellStore {
  readonly #lab: LabStore;
  readonly typed: TypedHistory;
  /** Opened by the learner, beside those the exercise opens. */
  #opened = $state.raw<readonly TerminalKey[]>([]);
  #closed = $state.raw<readonly TerminalKey[]>([]);
  /** Shown beside the first; absent: one pane. */
  second = $state<TerminalKey | undefined>();
  /** The pane that tabs and settings are about. */
  active = $state<0 | 1>(0);
  size = $state(1);
  wrap = $state(true);
  /** What is older than this is out of sight (Ctrl+L), by terminal. */
  cleared = $state.raw<{ readonly [key: TerminalKey]: number }>({});
  /** Lines begun and not entered, by terminal. */
  drafts: { readonly [key: TerminalKey]: string } = {};

  constructor(lab: LabStore) {
    this.#lab = lab;
    this.typed = new TypedHistory(lab.keeps ? lab.bundle.definition.id : undefined);
  }

  /** Takes over this device's settings; only on the page. */
  start(): void {
    const size = Number(readSetting('shell-size') ?? 1);
    this.size = SIZES[size] === undefined ? 1 : size;
    this.wrap = readSetting('shell-wrap') !== '0';
  }

  get keys(): readonly TerminalKey[] {
    return [...this.#lab.terminals, ...this.#opened].filter((key, at, all) => all.indexOf(key) === at && !this.#closed.includes(key));
  }

  /** The terminals that are shown: one or two. */
  get shown(): readonly TerminalKey[] {
    return this.second === undefined ? [this.#lab.terminal] : [this.#lab.terminal, this.second];
  }

  get activeKey(): TerminalKey {
    return this.shown[this.active] ?? this.#lab.terminal;
  }

  /** Shows a terminal in the active pane; one that the other pane shows changes places with it. */
  show(key: TerminalKey): void {
    const other = this.shown[1 - this.active];
    const before = this.activeKey;
    this.#put(this.active, key);
    if (other === key) this.#put(this.active === 0 ? 1 : 0, before);
  }

  #put(pane: 0 | 1, key: TerminalKey): void {
    if (pane === 0) this.#lab.terminal = key;
    else this.second = key;
  }

  /** Another shell at a place, with a session of its own. */
  open(place: TerminalKey): TerminalKey {
    let key = place;
    for (let number = 2; this.keys.includes(key); number++) key = `${place}#${number}`;
    this.#opened = [...this.#opened.filter((one) => one !== key), key];
    this.#closed = this.#closed.filter((one) => one !== key);
    this.show(key);
    return key;
  }

  /** Only what was opened beside the exercise's own can be closed. */
  canClose(key: TerminalKey): boolean {
    return key.includes('#') || this.#opened.includes(key);
  }

  close(key: TerminalKey): void {
    if (!this.canClose(key)) return;
    this.#closed = [...this.#closed, key];
    const left = this.keys.find((one) => !this.shown.includes(one)) ?? 'operator';
    if (this.second === key) {
      this.second = undefined;
      this.active = 0;
    } else if (this.#lab.terminal === key) this.#put(0, this.second ?? left);
    if (this.second === this.#lab.terminal) this.second = undefined;
  }

  /** A second pane beside the first: the next terminal, or another shell at the same place. */
  split(): void {
    if (this.second !== undefined) {
      this.second = undefined;
      this.active = 0;
      return;
    }
    const next = this.keys.find((key) => key !== this.#lab.terminal);
    if (next !== undefined) this.second = next;
    else {
      const [first] = this.shown;
      this.open(vantageOf(this.#lab.terminal));
      [this.#lab.terminal, this.second] = [first as TerminalKey, this.#lab.terminal];
    }
  }

  clear(key: TerminalKey): void {
    this.cleared = { ...this.cleared, [key]: this.#lab.history.at(-1)?.number ?? 0 };
  }

  setSize(size: number): void {
    this.size = Math.max(0, Math.min(SIZES.length - 1, size));
    writeSetting('shell-size', String(this.size));
  }

  setWrap(wrap: boolean): void {
    this.wrap = wrap;
    writeSetting('shell-wrap', wrap ? '1' : '0');
  }
}
