import type { Intervention } from '../engine/index.ts';

/** What a learner can do in a lab besides typing. Plain data: a saved lab is the list of what was done, done again. */
export type LabAction =
  /** A run begins: the faults that its code draws are in the cluster and in the files, and what was done before is forgotten. */
  | { readonly kind: 'draw'; readonly run: string }
  /** `kubectl apply -f` of every editable file. `texts` holds the files that changed since the action before. */
  | { readonly kind: 'apply'; readonly texts: Texts }
  /** One command line in a terminal. */
  | { readonly kind: 'run'; readonly terminal: TerminalKey; readonly line: string; readonly texts: Texts }
  /** Ctrl-C in a terminal whose command goes on. */
  | { readonly kind: 'stop'; readonly terminal: TerminalKey }
  /** The text is saved, and the editor closed, that a terminal's command waits for. */
  | { readonly kind: 'save'; readonly terminal: TerminalKey; readonly text: string }
  /** An answer to a structured question, as given: an id, ids parted by spaces, or what was typed. Empty: taken back. */
  | { readonly kind: 'answer'; readonly field: string; readonly choice: string }
  /** The predictions stand as answered: from now on commands run, and the same questions ask what was seen. */
  | { readonly kind: 'commit' }
  /** The hints up to this number are open. */
  | { readonly kind: 'hint'; readonly number: number }
  /** The virtual clock goes on. */
  | { readonly kind: 'advance'; readonly ms: number }
  /** The virtual clock goes on until something happens, or until nothing more does. */
  | { readonly kind: 'wait'; readonly until: 'event' | 'quiet' }
  /** Something is done to the cluster from outside its API: a node fails, a process crashes. */
  | { readonly kind: 'intervene'; readonly intervention: Intervention }
  /** The playground's files are these from now on, in this order; new ones are empty. */
  | { readonly kind: 'files'; readonly files: readonly string[] }
  /** An exam's work is handed in: now it is judged, and stays as judged. */
  | { readonly kind: 'hand-in' }
  /** The solution was asked for before the exercise was passed. */
  | { readonly kind: 'give-up' };

/** File name → text. */
export type Texts = { readonly [file: string]: string };

/** `operator`, another host (`outside`, …), `node:NAME`, or `namespace/pod`. */
export type TerminalKey = string;
