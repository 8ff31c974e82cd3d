import type { SavedWork } from '../../progress/work.ts';
import { readWork, workKey } from '../../progress/work.ts';
import { mergedRecall, NO_RECALL, RECALL_KEY, readRecall, type Recall } from '../../progress/recall.ts';
import { EXAM_KEY, readExam, type KeptExam } from '../../progress/exam.ts';
import { newerExam, newerWork, type ProgressFile } from '../../progress/progress-file.ts';

const SUMMARY = 'minato:summary:';
/** How the keys of a learner's work begin. */
const FORGOTTEN = ['minato:work:', 'minato:learner:', SUMMARY, RECALL_KEY, EXAM_KEY] as const;

/** Everything that is kept on this device. Nothing where storage is blocked. */
export function keptWork(): { readonly work: readonly SavedWork[]; readonly summaries: ProgressFile['summaries'] } {
  const work: SavedWork[] = [];
  const summaries: { [lesson: string]: string } = {};
  try {
    for (let at = 0; at < localStorage.length; at += 1) {
      const key = localStorage.key(at) ?? '';
      const text = localStorage.getItem(key) ?? '';
      if (key.startsWith(SUMMARY) && text !== '') summaries[key.slice(SUMMARY.length)] = text;
      const [, exercise] = /^minato:work:(L\d\d-(?:E\d|CAP))$/.exec(key) ?? [];
      const one = exercise === undefined ? undefined : readWork(text, exercise);
      if (one) work.push(one);
    }
  } catch {
    // Blocked: there is nothing kept.
  }
  return { work: work.sort((a, b) => a.exercise.localeCompare(b.exercise)), summaries };
}

/** The answers to the questions that come back. Nothing where storage is blocked. */
export function keptRecall(): Recall {
  try {
    return readRecall(JSON.parse(localStorage.getItem(RECALL_KEY) ?? 'null'));
  } catch {
    return NO_RECALL;
  }
}

/** The exam that was begun or handed in last. Nothing where storage is blocked. */
export function keptExam(): KeptExam | undefined {
  try {
    return readExam(localStorage.getItem(EXAM_KEY) ?? '');
  } catch {
    return undefined;
  }
}

/** What became of a file's entries: how many came in, how many were older than what is here, and whether there was room. */
export interface Imported {
  readonly taken: number;
  readonly older: number;
  readonly full: boolean;
}

/** Keeps what a file holds, the newer state of each exercise and question, and of the exam; a summary only where none is written here. */
export function keepProgress({ work, summaries, recall, exam }: ProgressFile): Imported {
  let taken = 0;
  let older = 0;
  try {
    for (const there of work) {
      const here = readWork(localStorage.getItem(workKey(there.exercise)) ?? '', there.exercise);
      if (here && newerWork(here, there) === here) {
        older += 1;
        continue;
      }
      localStorage.setItem(workKey(there.exercise), JSON.stringify(there));
      taken += 1;
    }
    for (const [lesson, text] of Object.entries(summaries)) {
      if ((localStorage.getItem(SUMMARY + lesson) ?? '') !== '') continue;
      localStorage.setItem(SUMMARY + lesson, text);
      taken += 1;
    }
    const answered = keptRecall();
    const both = mergedRecall(answered, recall);
    const newer = Object.entries(both.items).filter(([id, item]) => answered.items[id] !== item).length;
    if (newer > 0) localStorage.setItem(RECALL_KEY, JSON.stringify(both));
    taken += newer;
    if (exam) {
      const here = keptExam();
      const taking = newerExam(here, exam) === exam;
      if (taking) localStorage.setItem(EXAM_KEY, JSON.stringify(exam));
      taken += Number(taking);
      older += Number(!taking);
    }
  } catch {
    return { taken, older, full: true };
  }
  return { taken, older, full: false };
}

/** Forgets every exercise, summary, question and exam of this device, and what its learner told a room; settings stay. */
export function forgetWork(): void {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '');
    for (const key of keys) if (FORGOTTEN.some((begin) => key.startsWith(begin))) localStorage.removeItem(key);
    // Who this tab was on the board of a room.
    sessionStorage.removeItem('minato:board');
  } catch {
    // Blocked: there is nothing to forget.
  }
}
