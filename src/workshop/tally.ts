import { readCheckCode, type NoCheckCode, type RoomKey, type RoomState } from './check-code.ts';
import type { ExerciseFacts } from './course-facts.ts';

/** A line that somebody handed in: a code, and in front of it or behind it, if they like, a name. */
export interface Entry {
  readonly line: string;
  readonly code: string;
  /** Empty: nobody's. */
  readonly name: string;
  readonly read: RoomState | NoCheckCode;
}

/** How far a room is with one exercise. */
export interface Tally {
  readonly exercise: string;
  /** Learners who handed in something. */
  readonly learners: number;
  /** Of them, those whose every check passed. */
  readonly complete: number;
  /** Check id → learners for whom it did not pass. */
  readonly failing: { readonly [check: string]: number };
}

/** More lines, and longer ones, are not read. */
export const CODES_LIMIT = { lines: 2_000, line: 200 } as const;

/** Lines as they stand in a chat or a list: `K7M4Q`, `Sato K7M4Q`, `K7M-4Q, Mei`. Several codes in a line are several entries. */
export function readEntries(text: string, exercises: readonly ExerciseFacts[], room: RoomKey): readonly Entry[] {
  const lines = text.split(/[\n;]/u).slice(0, CODES_LIMIT.lines);
  return lines.flatMap((whole): readonly Entry[] => {
    const line = whole.slice(0, CODES_LIMIT.line).trim();
    if (line === '') return [];
    const words = line
      .normalize('NFKC')
      .split(/[\s,:\t、，：|]+/u)
      .filter((word) => word !== '');
    const read = words.map((word) => ({ word, read: readCheckCode(word, exercises, room) }));
    const codes = read.filter((one) => 'exercise' in one.read);
    if (codes.length > 0) {
      const name = read.flatMap((one) => ('exercise' in one.read ? [] : [one.word])).join(' ');
      return codes.map((one) => ({ line, code: one.word.toUpperCase(), name, read: one.read }));
    }
    // The word that is nearest to a code says why there is none.
    const nearest = (['slip', 'other', 'letter', 'length'] as const).flatMap((why) =>
      read.filter((one) => 'refused' in one.read && one.read.refused === why),
    )[0];
    return nearest ? [{ line, code: nearest.word.toUpperCase(), name: '', read: nearest.read }] : [];
  });
}

/** What counts: every entry without a name, and of each name the newest entry for each exercise. */
export function counted(entries: readonly Entry[]): readonly (Entry & { readonly read: RoomState })[] {
  const valid = entries.filter((entry): entry is Entry & { readonly read: RoomState } => 'exercise' in entry.read);
  const newest = new Map(valid.map((entry, index) => [entry.name === '' ? `#${index}` : `${entry.read.exercise} ${entry.name}`, entry]));
  return [...newest.values()];
}

/** The room's standing, exercise by exercise, in the order given. */
export function tallyOf(entries: readonly Entry[], order: readonly string[]): readonly Tally[] {
  const states = counted(entries).map(({ read }) => read);
  const met = [...new Set([...order, ...states.map(({ exercise }) => exercise)])];
  return met.map((exercise) => {
    const own = states.filter((state) => state.exercise === exercise);
    const failing: { [check: string]: number } = {};
    for (const check of own.flatMap((state) => state.failing ?? [])) failing[check] = (failing[check] ?? 0) + 1;
    return { exercise, learners: own.length, complete: own.filter(({ passed, checks }) => passed === checks).length, failing };
  });
}

/** One line of a table for spreadsheets. A cell never begins like a formula. */
const csvLine = (cells: readonly (string | number)[]): string =>
  cells
    .map((cell) => (typeof cell === 'number' ? String(cell) : /^[=+\-@\t\r]/u.test(cell) ? `'${cell}` : cell))
    .map((cell) => (/[",\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');

/** A table of what was handed in: header, then a line for each entry that counts. Lines end as RFC 4180 has it. */
export function csvOf(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  // A mark of the byte order, so that spreadsheets read Japanese names.
  return `\uFEFF${[header, ...rows].map((row) => `${csvLine(row)}\r\n`).join('')}`;
}
