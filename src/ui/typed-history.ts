import type { TerminalKey } from '../lab/action.ts';
import { readSetting, writeSetting } from './work-storage.ts';

/** One line that was typed, and where. */
interface TypedLine {
  readonly terminal: TerminalKey;
  readonly line: string;
}

/** More lines, or more characters in all, are not kept: the oldest go first. */
const MOST = { lines: 300, characters: 30_000 } as const;

/** Lines typed in an exercise, oldest first. They stay on the device, also when the exercise goes back to its start. */
export class TypedHistory {
  readonly #setting: string | undefined;
  #lines: readonly TypedLine[];

  /** @param exercise its permanent id; without one nothing is kept */
  constructor(exercise: string | undefined) {
    this.#setting = exercise === undefined ? undefined : `typed:${exercise}`;
    this.#lines = this.#setting === undefined ? [] : readLines(readSetting(this.#setting));
  }

  /** Lines of one terminal, newest first, each once. */
  of(terminal: TerminalKey): readonly string[] {
    return [...new Set(this.#lines.flatMap((one) => (one.terminal === terminal ? [one.line] : [])).reverse())];
  }

  add(terminal: TerminalKey, line: string): void {
    const last = this.#lines.at(-1);
    if (line.trim() === '' || (last?.terminal === terminal && last.line === line)) return;
    let lines = [...this.#lines, { terminal, line }].slice(-MOST.lines);
    while (lines.length > 1 && lines.reduce((sum, one) => sum + one.line.length, 0) > MOST.characters) lines = lines.slice(1);
    this.#lines = lines;
    if (this.#setting !== undefined) writeSetting(this.#setting, JSON.stringify(lines.map((one) => [one.terminal, one.line])));
  }
}

/** What was kept; nothing where it is not such a list. */
export function readLines(text: string | undefined): readonly TypedLine[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept.flatMap((one: unknown) =>
      Array.isArray(one) && typeof one[0] === 'string' && typeof one[1] === 'string' ? [{ terminal: one[0], line: one[1] }] : [],
    );
  } catch {
    return [];
  }
}
