import type { ExerciseBundle, ExerciseDefinition, ExerciseWords } from './exercise.ts';
import { drawFrom } from './run-code.ts';
import { drawValues, fill, fillText, fillTexts, type Pools, type ValueRule, type Values } from './variant.ts';

/** What the tasks of an exam are about, in the order of reports. */
export const EXAM_TOPICS = ['membership', 'dns', 'readiness', 'node-port', 'policy', 'headless', 'external', 'mixed'] as const;
export type ExamTopic = (typeof EXAM_TOPICS)[number];

export const EXAM_FORMS = ['short', 'long'] as const;
export type ExamFormName = (typeof EXAM_FORMS)[number];

/** How an exam is put together. */
export interface ExamForm {
  readonly minutes: number;
  /** So many tasks of these topics. */
  readonly parts: readonly { readonly topics: readonly ExamTopic[]; readonly tasks: number }[];
}

/** One kind of task with everything that is drawn still in braces. It has no answers. */
export interface ExamTask {
  readonly slug: string;
  readonly topic: ExamTopic;
  /** Ids of exercises that practise the same. */
  readonly revisit: readonly string[];
  /** Checks that hold from the beginning and must go on holding. */
  readonly guards: readonly string[];
  readonly values: { readonly [name: string]: ValueRule };
  /** An `ExerciseDefinition` once it is filled; its seed is drawn. */
  readonly definition: Omit<ExerciseDefinition, 'seed'>;
  readonly given: { readonly [file: string]: string };
  readonly starter: { readonly [file: string]: string };
}

/** What the exam's page fetches in one language. */
export interface ExamBundle {
  /** The version of the course, as records name it. */
  readonly version: string;
  readonly forms: { readonly [form in ExamFormName]: ExamForm };
  readonly pools: Pools;
  readonly tasks: readonly (ExamTask & { readonly words: ExerciseWords })[];
  /** Where to read again: the titles of exercises and misconceptions in this language. */
  readonly exercises: { readonly [id: string]: { readonly slug: string; readonly title: string } };
  readonly misconceptions: { readonly [id: string]: string };
}

/** The kinds of tasks that a seed draws for a form, in the order in which they are asked; `only`: this one alone. */
export function tasksOf<T extends Pick<ExamTask, 'slug' | 'topic'>>(form: ExamForm, tasks: readonly T[], seed: number, only?: string): readonly T[] {
  if (only !== undefined) return tasks.filter(({ slug }) => slug === only);
  const draw = drawFrom(seed, 'exam');
  const drawn: T[] = [];
  for (const part of form.parts) {
    const open = tasks.filter((task) => part.topics.includes(task.topic) && !drawn.includes(task));
    if (open.length < part.tasks) throw new RangeError(`there are only ${String(open.length)} tasks on ${part.topics.join(', ')}`);
    drawn.push(...draw.shuffle(open).slice(0, part.tasks));
  }
  return draw.shuffle(drawn);
}

/** What a seed draws for one kind of task; `instead`: see `drawValues`. */
export function valuesOf({ values, slug }: Pick<ExamTask, 'values' | 'slug'>, pools: Pools, seed: number, instead: Values = {}): Values {
  return drawValues(values, pools, drawFrom(seed, slug), instead);
}

/** A task with these values, as a lab takes it. */
export function fillTask({ slug, definition, given, starter }: ExamTask, words: ExerciseWords, values: Values, seed: number): ExerciseBundle {
  return {
    slug: `exam-${slug}`,
    definition: { ...fill(definition, values), seed: 1 + drawFrom(seed, `${slug} cluster`).integer(2 ** 31 - 2) },
    words: fillWords(words, values),
    given: fillTexts(given, values),
    starter: fillTexts(starter, values),
    solutions: [],
  };
}

/** The words of a task or of a variant with what was drawn. Values are names and numbers of the course: they need no escaping. */
export function fillWords(words: ExerciseWords, values: Values): ExerciseWords {
  return {
    title: fillText(words.title, values),
    summary: fillText(words.summary, values),
    headings: fillTexts(words.headings, values),
    sections: fillTexts(words.sections, values),
  };
}

/** What decides which exam it is. */
export interface ExamChoice {
  readonly form: ExamFormName;
  readonly seed: number;
  /** The slug of a kind of task that is asked alone. */
  readonly only?: string;
}

/** Every task of an exam as a seed draws it, in order. */
export function drawExam({ forms, pools, tasks }: Pick<ExamBundle, 'forms' | 'pools' | 'tasks'>, { form, seed, only }: ExamChoice): readonly ExerciseBundle[] {
  return tasksOf(forms[form], tasks, seed, only).map((task) => fillTask(task, task.words, valuesOf(task, pools, seed), seed));
}

/**
 * What a task counts, 0 to 1: the share of what was to be reached that is reached; whatever held before and does not hold any
 * more takes as much away again. A task that was not touched counts nothing.
 */
export function creditOf(guards: readonly string[], checks: readonly { readonly id: string; readonly passed: boolean }[]): number {
  const wanted = checks.filter(({ id }) => !guards.includes(id));
  const reached = wanted.filter(({ passed }) => passed).length;
  const spoiled = checks.filter(({ id, passed }) => guards.includes(id) && !passed).length;
  return wanted.length === 0 ? 0 : Math.max(0, reached - spoiled) / wanted.length;
}
