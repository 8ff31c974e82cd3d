import type { ExamFormName } from '../exercise/exam.ts';
import { isSeed } from '../exercise/run-code.ts';
import type { LabAction, Texts } from '../lab/action.ts';
import { isRecord, isTexts, readActions, WORK_LIMIT } from './work.ts';

/** How the time of an exam is told: not at all, or so many times the form's minutes, in sight or not. */
export interface ExamTimer {
  readonly factor: 0 | 1 | 1.5 | 2;
  readonly shown: boolean;
}

/** The work on one task of an exam. */
export interface ExamWork {
  readonly slug: string;
  readonly texts: Texts;
  readonly actions: readonly LabAction[];
}

/** How one task was judged. */
export interface TaskResult {
  readonly slug: string;
  /** 0 to 1. */
  readonly credit: number;
  readonly checks: readonly { readonly id: string; readonly passed: boolean }[];
  /** Ids of misconceptions whose signature was met. */
  readonly ideas: readonly string[];
}

/** An exam as it is kept on the device: begun, or handed in. */
export interface KeptExam {
  readonly format: 1;
  readonly kind: 'minato-exam';
  /** Of what it was drawn from: another version may draw another exam. */
  readonly version: string;
  readonly form: ExamFormName;
  readonly seed: number;
  /** The one kind of task that is practised; absent: a whole exam. */
  readonly only?: string;
  /** Percent from which it is passed: 50 to 90. */
  readonly pass: number;
  readonly timer: ExamTimer;
  /** Real milliseconds since 1970. */
  readonly begunAt: number;
  /** Milliseconds during which its page was open. */
  readonly usedMs: number;
  /** The task that is open, from 0. */
  readonly at: number;
  readonly tasks: readonly ExamWork[];
  /** Absent until it is handed in. */
  readonly result?: { readonly at: number; readonly tasks: readonly TaskResult[] };
}

/** Where a whole exam is kept on the device. */
export const EXAM_KEY = 'minato:exam';

/** Larger exams are neither kept nor read: characters of JSON, and tasks. */
export const EXAM_LIMIT = { characters: WORK_LIMIT.characters, tasks: 40 } as const;

export const PASS_LINE = { least: 50, most: 90, usual: 70 } as const;

/** A pass line as an address or a file gives it; the usual one where it is none. */
export function readPassLine(value: unknown): number {
  const line = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof line === 'number' && Number.isInteger(line) && line >= PASS_LINE.least && line <= PASS_LINE.most ? line : PASS_LINE.usual;
}

/** Reads an exam; `undefined` where a text is none, or of a format to come. Never throws. */
export function readExam(text: string): KeptExam | undefined {
  if (text.length > EXAM_LIMIT.characters) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || value['kind'] !== 'minato-exam' || value['format'] !== 1) return undefined;
  const { version, seed, timer, begunAt, usedMs, at, result, pass, only } = value;
  const form = (['short', 'long'] as const).find((one) => one === value['form']);
  const tasks = readTasks(value['tasks']);
  const clock = readTimer(timer);
  if (typeof version !== 'string' || !form || typeof seed !== 'number' || !isSeed(seed)) return undefined;
  if (!tasks || !clock || !isCount(begunAt) || !isCount(usedMs) || !isCount(at) || at >= tasks.length) return undefined;
  if (only !== undefined && (typeof only !== 'string' || tasks.length !== 1)) return undefined;
  const judged = result === undefined ? undefined : readResult(result);
  if (result !== undefined && !judged) return undefined;
  const alone = only === undefined ? {} : { only };
  const kept: KeptExam = {
    format: 1,
    kind: 'minato-exam',
    version,
    form,
    seed,
    ...alone,
    pass: readPassLine(pass),
    timer: clock,
    begunAt,
    usedMs,
    at,
    tasks,
  };
  return judged ? { ...kept, result: judged } : kept;
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

function readTimer(value: unknown): ExamTimer | undefined {
  if (!isRecord(value) || typeof value['shown'] !== 'boolean') return undefined;
  const factor = ([0, 1, 1.5, 2] as const).find((one) => one === value['factor']);
  return factor === undefined ? undefined : { factor, shown: value['shown'] };
}

function readTasks(value: unknown): readonly ExamWork[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > EXAM_LIMIT.tasks) return undefined;
  const tasks = value.map((one: unknown): ExamWork | undefined => {
    if (!isRecord(one) || typeof one['slug'] !== 'string' || !isTexts(one['texts'])) return undefined;
    const actions = readActions(one['actions']);
    return actions && { slug: one['slug'], texts: one['texts'], actions };
  });
  return tasks.every((one) => one !== undefined) ? tasks : undefined;
}

function readResult(value: unknown): KeptExam['result'] | undefined {
  if (!isRecord(value) || !isCount(value['at']) || !Array.isArray(value['tasks'])) return undefined;
  const tasks = value['tasks'].map((one: unknown): TaskResult | undefined => {
    if (!isRecord(one) || typeof one['slug'] !== 'string' || !isCount(one['credit']) || one['credit'] > 1) return undefined;
    const { checks, ideas } = one;
    if (!Array.isArray(ideas) || !ideas.every((idea): idea is string => typeof idea === 'string') || !Array.isArray(checks)) return undefined;
    const read = checks.map((check: unknown) =>
      isRecord(check) && typeof check['id'] === 'string' && typeof check['passed'] === 'boolean' ? { id: check['id'], passed: check['passed'] } : undefined,
    );
    return read.every((check) => check !== undefined) ? { slug: one['slug'], credit: one['credit'], checks: read, ideas } : undefined;
  });
  return tasks.every((one) => one !== undefined) ? { at: value['at'], tasks } : undefined;
}

/** Percent of an exam that is reached: every task counts the same, and time counts nothing. Rounded down. */
export function percentOf(tasks: readonly Pick<TaskResult, 'credit'>[]): number {
  // A task's credit is a fraction of few checks: what the sum lacks by rounding is no percent.
  return tasks.length === 0 ? 0 : Math.floor((tasks.reduce((sum, { credit }) => sum + credit, 0) / tasks.length) * 100 + 1e-6);
}
