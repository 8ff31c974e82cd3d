import type { Language } from '../../messages/language.ts';
import type { CourseFacts } from '../../workshop/course-facts.ts';
import { readResult, RESULT_LIMIT, type NoResult } from '../../workshop/result-file.ts';
import { fetchBundle } from '../exercise-bundle.ts';
import { gradeAgain } from './grade-again.ts';

/** One exercise of a result file as it was graded here. */
export interface RegradedWork {
  readonly exercise: string;
  /** `earlier`: all checks passed on the way, and no longer at the end. */
  readonly verdict: 'passed' | 'earlier' | 'open' | 'unrepeatable' | 'unknown';
  readonly passed: number;
  readonly checks: number;
  readonly failing: readonly string[];
}

/** A result file after everything in it was done again. What it says of itself beside that is who and from where. */
export interface RegradedFile {
  readonly name: string;
  readonly room: string;
  readonly version: string;
  /** Pieces of work that could not be read. */
  readonly unreadable: number;
  readonly work: readonly RegradedWork[];
}

/** Reads a file and grades its work again, one exercise after the other. */
export async function regradeFile(
  file: File,
  language: Language,
  facts: CourseFacts,
  tell: (done: number, of: number) => void,
): Promise<RegradedFile | NoResult> {
  if (file.size > RESULT_LIMIT.characters * 4) return { refused: 'too-large' };
  const read = readResult(await file.text());
  if ('refused' in read) return read;
  const { name, room, version, work } = read.file;
  const graded: RegradedWork[] = [];
  for (const { exercise, actions } of work) {
    tell(graded.length, work.length);
    const slug = facts.exercises.find(({ id }) => id === exercise)?.slug;
    const bundle = slug === undefined ? undefined : await fetchBundle(language, slug).catch(() => undefined);
    const again = bundle && (await gradeAgain(bundle, actions));
    const checks = again?.verdict?.checks ?? [];
    const failing = checks.flatMap(({ id, passed }) => (passed ? [] : [id]));
    const verdict = !bundle ? 'unknown' : !again ? 'unrepeatable' : again.verdict?.passed ? 'passed' : again.passedOnce ? 'earlier' : 'open';
    graded.push({ exercise, verdict, passed: checks.length - failing.length, checks: bundle?.definition.checks.length ?? 0, failing });
  }
  tell(work.length, work.length);
  return { name, room, version, unreadable: read.unreadable, work: graded };
}
