import { creditOf, type ExamBundle } from '../exercise/exam.ts';
import type { ExerciseBundle } from '../exercise/exercise.ts';
import { pageHref } from '../layouts/href.ts';
import type { Language } from '../messages/language.ts';
import { EXAM_KEY, EXAM_LIMIT, readExam, type ExamWork, type KeptExam, type TaskResult } from '../progress/exam.ts';
import { labHost } from './lab-host.ts';

/** Where a whole exam is kept, and where a task that is practised alone: neither is written over the other. */
export const EXAM_KEYS = { exam: EXAM_KEY, task: 'minato:exam:task' } as const;
const keyOf = ({ only }: Pick<KeptExam, 'only'>): string => (only === undefined ? EXAM_KEYS.exam : EXAM_KEYS.task);

/** The tasks of every exam, in one language. */
export async function fetchExam(language: Language): Promise<ExamBundle> {
  const response = await fetch(pageHref(language, 'exam/exam.json'));
  if (!response.ok) throw new Error(`no tasks: ${String(response.status)}`);
  return (await response.json()) as ExamBundle;
}

/** The exam of this device, or the task that is practised on it. */
export function keptExam(which: keyof typeof EXAM_KEYS): KeptExam | undefined {
  try {
    return readExam(localStorage.getItem(EXAM_KEYS[which]) ?? '');
  } catch {
    return undefined;
  }
}

/** Keeps an exam on the device; `false` where there is no room, or it is too much. */
export function keepExam(exam: KeptExam): boolean {
  try {
    const text = JSON.stringify(exam);
    if (text.length > EXAM_LIMIT.characters) return false;
    localStorage.setItem(keyOf(exam), text);
    return true;
  } catch {
    return false;
  }
}

/** What is kept stays findable when another exam is begun. */
export function putExamAside(): void {
  try {
    const text = localStorage.getItem(EXAM_KEYS.exam);
    if (text !== null) localStorage.setItem(`${EXAM_KEYS.exam}:before`, text);
  } catch {
    // There is no room: then the newest exam is what counts.
  }
}

/** Judges the work on one task: does it again, and hands it in. Throws where the worker gives no answer. */
export async function judgeTask({ slug, definition, given, starter }: ExerciseBundle, work: ExamWork, guards: readonly string[]): Promise<TaskResult> {
  const nothing = definition.checks.map(({ id }) => ({ id, passed: false }));
  if (work.actions.length === 0) return { slug: work.slug, credit: 0, checks: nothing, ideas: [] };
  const lab = `${slug}-judged`;
  const exercise = { slug, definition, given, starter };
  const actions = [...work.actions, { kind: 'hand-in' as const }];
  const leave = labHost().join(lab, () => undefined);
  const { done, verdict, attempts } = await labHost().ask(lab, { type: 'open', exercise, actions, judge: false }).finally(leave);
  if (done < actions.length) throw new Error(`${slug}: only ${String(done)} actions were done again`);
  const checks = verdict?.checks.map(({ id, passed }) => ({ id, passed })) ?? nothing;
  // What stands as it was given is nobody's idea: whoever only looked has shown none.
  const ideas = new Set(attempts === 0 ? [] : verdict?.feedback.flatMap(({ misconception }) => misconception ?? []));
  return { slug: work.slug, credit: creditOf(guards, checks), checks, ideas: [...ideas] };
}
