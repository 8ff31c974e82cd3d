import { readExam, type KeptExam } from './exam.ts';
import { NO_RECALL, readRecall, type Recall } from './recall.ts';
import { readWork, WORK_LIMIT, type SavedWork } from './work.ts';

/** Everything of a learner in one file: ids are permanent, so it is read years later and on another device. */
export interface ProgressFile {
  readonly format: 1;
  readonly kind: 'minato-progress';
  /** Real milliseconds since 1970. */
  readonly exportedAt: number;
  readonly work: readonly SavedWork[];
  /** Lesson id → the summary in the learner's own words. */
  readonly summaries: { readonly [lesson: string]: string };
  /** Answers to the questions that come back; files from before there were any have none. */
  readonly recall: Recall;
  /** The exam that was begun or handed in last; absent: none. */
  readonly exam?: KeptExam;
}

/** Larger files are not read: characters. */
export const FILE_LIMIT = 20_000_000;
const SUMMARY_LIMIT = 100_000;

export type Standing = 'passed' | 'gave-up' | 'begun';

/** How far an exercise is: giving up stays visible until it is passed. */
export function standingOf({ passed, gaveUp }: Pick<SavedWork, 'passed' | 'gaveUp'>): Standing {
  return passed ? 'passed' : gaveUp ? 'gave-up' : 'begun';
}

/** What a file holds, and how many of its entries could not be read; or why it is no progress. */
export type ReadProgress = { readonly file: ProgressFile; readonly unreadable: number } | { readonly refused: 'too-large' | 'not-progress' };

/** Reads a progress file, or the file of one exercise. Any text gives an answer, never an exception. */
export function readProgress(text: string): ReadProgress {
  if (text.length > FILE_LIMIT) return { refused: 'too-large' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { refused: 'not-progress' };
  }
  if (typeof value !== 'object' || value === null) return { refused: 'not-progress' };
  const { format, kind, work, summaries, exercise, exportedAt, recall, exam } = value as { readonly [key: string]: unknown };
  if (kind === undefined && typeof exercise === 'string') {
    const one = readWork(text, exercise);
    return one ? { file: progressFile([one], {}, one.savedAt), unreadable: 0 } : { refused: 'not-progress' };
  }
  if (kind !== 'minato-progress' || format !== 1 || !Array.isArray(work)) return { refused: 'not-progress' };
  const read = work.map(readEntry);
  const kept = read.filter((entry) => entry !== undefined);
  const words = typeof summaries === 'object' && summaries !== null ? Object.entries(summaries) : [];
  const known = words.filter(
    (entry): entry is [string, string] => /^L\d\d$/.test(entry[0]) && typeof entry[1] === 'string' && entry[1].length <= SUMMARY_LIMIT,
  );
  const sat = exam === undefined ? undefined : readWholeExam(exam);
  const at = typeof exportedAt === 'number' && Number.isFinite(exportedAt) ? exportedAt : 0;
  return {
    file: progressFile(kept, Object.fromEntries(known), at, readRecall(recall), sat),
    unreadable: read.length - kept.length + words.length - known.length + Number(exam !== undefined && sat === undefined),
  };
}

/** A task that is practised alone is no exam: where exams are kept, none may take the place of one. */
function readWholeExam(value: unknown): KeptExam | undefined {
  const read = readExam(JSON.stringify(value));
  return read?.only === undefined ? read : undefined;
}

function readEntry(entry: unknown): SavedWork | undefined {
  const { exercise } = (entry ?? {}) as { readonly exercise?: unknown };
  if (typeof exercise !== 'string' || !/^L\d\d-(E\d|CAP)$/.test(exercise)) return undefined;
  const text = JSON.stringify(entry);
  return text.length > WORK_LIMIT.characters ? undefined : readWork(text, exercise);
}

/** A file of this work. */
export function progressFile(
  work: readonly SavedWork[],
  summaries: ProgressFile['summaries'],
  exportedAt: number,
  recall: Recall = NO_RECALL,
  exam?: KeptExam,
): ProgressFile {
  return { format: 1, kind: 'minato-progress', exportedAt, work, summaries, recall, ...(exam ? { exam } : {}) };
}

/** Which of two exams is kept: the one begun later; where they began together, the one that was handed in, or went on longer. */
export function newerExam(here: KeptExam | undefined, there: KeptExam): KeptExam {
  if (!here) return there;
  const ahead = (exam: KeptExam): readonly number[] => [exam.begunAt, Number(exam.result !== undefined), exam.usedMs];
  const other = ahead(here);
  const first = ahead(there).findIndex((value, i) => value !== other[i]);
  return first >= 0 && (ahead(there)[first] ?? 0) > (other[first] ?? 0) ? there : here;
}

/** Which of two states of an exercise is kept: the newer one; where they are equally old, the one that is here. */
export function newerWork(here: SavedWork | undefined, there: SavedWork): SavedWork {
  return here && here.savedAt >= there.savedAt ? here : there;
}
