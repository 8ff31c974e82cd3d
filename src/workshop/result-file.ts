import { isRecord, readWork, WORK_LIMIT, type SavedWork } from '../progress/work.ts';

/** What a learner hands in: the work itself, so that it can be graded again. */
export interface ResultFile {
  readonly kind: 'minato-result';
  readonly format: 1;
  /** The room's code. */
  readonly room: string;
  /** Of the course in which the work was done. */
  readonly version: string;
  /** As the learner wrote it; may be empty. */
  readonly name: string;
  /** Real milliseconds since 1970. */
  readonly exportedAt: number;
  readonly work: readonly SavedWork[];
}

/** Larger files are not read: characters. Longer names are cut, and more exercises are not taken. */
export const RESULT_LIMIT = { characters: 8_000_000, name: 60, work: 100 } as const;

export type NoResult = { readonly refused: 'too-large' | 'not-json' | 'not-result' | 'newer' };

/** A result file from anybody. Any text gives an answer; work that cannot be read is counted and left out. */
export function readResult(text: string): { readonly file: ResultFile; readonly unreadable: number } | NoResult {
  if (text.length > RESULT_LIMIT.characters) return { refused: 'too-large' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { refused: 'not-json' };
  }
  if (!isRecord(value) || value['kind'] !== 'minato-result') return { refused: 'not-result' };
  const { format, room, version, name, exportedAt, work } = value;
  if (typeof format === 'number' && format > 1) return { refused: 'newer' };
  if (format !== 1 || typeof room !== 'string' || typeof version !== 'string' || typeof name !== 'string' || !Array.isArray(work))
    return { refused: 'not-result' };
  const read = work.slice(0, RESULT_LIMIT.work).map(readEntry);
  const kept = read.filter((one) => one !== undefined);
  const file: ResultFile = {
    kind: 'minato-result',
    format: 1,
    room: room.slice(0, 20),
    version: version.slice(0, 60),
    name: name.slice(0, RESULT_LIMIT.name),
    exportedAt: typeof exportedAt === 'number' && Number.isFinite(exportedAt) ? exportedAt : 0,
    work: kept,
  };
  return { file, unreadable: work.length - kept.length };
}

function readEntry(entry: unknown): SavedWork | undefined {
  const exercise = isRecord(entry) ? entry['exercise'] : undefined;
  if (typeof exercise !== 'string' || !/^L\d\d-(E\d|CAP)$/u.test(exercise)) return undefined;
  try {
    const text = JSON.stringify(entry);
    return text.length > WORK_LIMIT.characters ? undefined : readWork(text, exercise);
  } catch {
    // Nested too deeply to be written.
    return undefined;
  }
}
