import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'astro/zod';
import type { Language } from '../messages/language.ts';
import type { ExerciseWords } from './exercise.ts';
import { EXAM_FORMS, EXAM_TOPICS, type ExamBundle, type ExamTask } from './exam.ts';
import { contentRoot, foldersOf, readExercises, readFolder, readMisconceptions, readYAML, textIn, within, type FolderTexts } from './load.ts';
import type { ValueRule } from './variant.ts';
import { readSections, renderWords } from './words.ts';

const valueSchema = z.union([z.string(), z.number(), z.record(z.string(), z.union([z.string(), z.number()])).readonly()]);
const textOrNumber = z.union([z.string(), z.number()]);

const ruleSchema: z.ZodType<ValueRule> = z.union([
  z.strictObject({ from: z.string() }),
  z.strictObject({ pick: z.array(valueSchema).min(2).readonly() }),
  z.strictObject({ by: z.string(), of: z.record(z.string(), textOrNumber).readonly() }),
  z.strictObject({ text: z.string() }),
]);

const answers = z.record(z.string(), textOrNumber).readonly();
const workSchema = z.strictObject({
  /** Names whose values the learner's files have otherwise: the starter with these is what is written. */
  values: z.record(z.string(), textOrNumber).readonly().default({}),
  /** What is typed, in the operator's shell. */
  commands: z.array(z.string()).readonly().default([]),
  answers: answers.default({}),
});

const template = z.custom<unknown>((value) => value !== undefined);

/** `content/exam/<slug>/task.yaml`: a kind of task, its one repair, and repairs that are none. What is drawn stands in braces. */
const taskSchema = z.strictObject({
  topic: z.enum(EXAM_TOPICS),
  lesson: z.string().regex(/^L\d\d$/u),
  difficulty: z.int().min(1).max(5),
  minutes: z.int().min(1),
  misconceptions: z.array(z.string().regex(/^M\d\d$/u)).readonly(),
  revisit: z
    .array(z.string().regex(/^L\d\d-E\d$/u))
    .min(1)
    .readonly(),
  guards: z.array(z.string()).readonly(),
  values: z.record(z.string().regex(/^[a-z][a-zA-Z0-9]*$/u), ruleSchema).readonly(),
  cluster: template,
  terminal: z.string(),
  editable: z.array(z.string()).readonly(),
  readOnly: z.array(z.string()).readonly(),
  applyStarter: z.boolean(),
  questions: template,
  checks: template,
  feedback: template,
  /** Checks that hold in the cluster as it is given: what the questions take for true. */
  facts: template.optional(),
  repair: workSchema,
  wrong: z
    .array(
      workSchema.extend({
        id: z.string(),
        /** The learner's files stay as they are given. Otherwise all is repaired but for what stands here. */
        from: z.literal('starter').exactOptional(),
        /** Only where a drawn name has this value. */
        when: z.record(z.string(), textOrNumber).readonly().exactOptional(),
        /** The feedback that is shown for it. */
        feedback: z.string().exactOptional(),
      }),
    )
    .min(2)
    .readonly(),
});
export type TaskSource = z.infer<typeof taskSchema>;

/** A kind of task as it stands on the disk, answers included. */
export interface ExamTaskFolder {
  readonly path: string;
  readonly task: ExamTask;
  readonly source: TaskSource;
  readonly files: FolderTexts;
}

const examSchema = z.strictObject({
  pools: z.record(z.string(), z.array(valueSchema).min(2).readonly()),
  forms: z.record(
    z.enum(EXAM_FORMS),
    z.strictObject({
      minutes: z.int().min(1),
      parts: z
        .array(z.strictObject({ topics: z.array(z.enum(EXAM_TOPICS)).min(1).readonly(), tasks: z.int().min(1) }))
        .min(1)
        .readonly(),
    }),
  ),
});

/** Names what an exam is drawn from, words left out: the same seed gives the same exam as long as this stays. */
export function examVersion(root: string = contentRoot): string {
  const digest = createHash('sha256');
  for (const [path, text] of Object.entries(readFolder(join(root, 'exam')))) if (!path.endsWith('.md')) digest.update(`${path}\n${text}\n`);
  return digest.digest('hex').slice(0, 8);
}

/** `content/exam/exam.yaml`: pools of names and the forms. */
export function readExam(root: string = contentRoot): z.infer<typeof examSchema> {
  return readYAML(readFileSync(join(root, 'exam', 'exam.yaml'), 'utf8'), 'content/exam/exam.yaml', examSchema);
}

/** What all tasks are given stands in `content/exam/given/`. */
export const SHARED_GIVEN = 'given';

/** One kind of task, with what all of them are given; `number` counts them from 1. */
export function readExamTask(folder: string, path: string, shared: FolderTexts, number: number): ExamTaskFolder {
  const files = readFolder(folder);
  const source = readYAML(textIn(files, 'task.yaml', path), `${path}/task.yaml`, taskSchema);
  const { topic, revisit, guards, values, repair: _repair, wrong: _wrong, facts: _facts, ...parts } = source;
  const definition = {
    ...parts,
    id: `X${String(number).padStart(2, '0')}`,
    kind: 'exam',
    scaffold: 'free',
    seeds: [],
    hints: 0,
    // Filled, it is read by the schema of exercises: test/content/exam-laws.ts.
  } as unknown as ExamTask['definition'];
  const task: ExamTask = {
    slug: path.split('/').at(-1) ?? path,
    topic,
    revisit,
    guards,
    values,
    definition,
    given: { ...shared, ...within(files, 'given') },
    starter: within(files, 'starter'),
  };
  return { path, task, source, files };
}

/** Every kind of task, by folder name. */
export function readExamTasks(root: string = contentRoot): readonly ExamTaskFolder[] {
  const shared = readFolder(join(root, 'exam', SHARED_GIVEN));
  return foldersOf('exam', root)
    .filter((slug) => slug !== SHARED_GIVEN)
    .map((slug, index) => readExamTask(join(root, 'exam', slug), `content/exam/${slug}`, shared, index + 1));
}

/** A title stands where there is no markup: in the browser's tab, in lists. */
const withPlainTitle = (words: ExerciseWords): ExerciseWords => ({ ...words, title: words.title.replaceAll('`', '') });

/** What the exam's page fetches in one language. */
export async function bundleExam(language: Language): Promise<ExamBundle> {
  const { pools, forms } = readExam();
  const folders = readExamTasks();
  const tasks = await Promise.all(
    folders.map(async ({ task, files, path }) => ({
      ...task,
      words: withPlainTitle(await renderWords(files[`${language}.md`] ?? '', `${path}/${language}.md`)),
    })),
  );
  const wanted = new Set(folders.flatMap(({ task }) => task.revisit));
  const exercises = readExercises().flatMap(({ slug, definition, files, path }) =>
    wanted.has(definition.id) ? [[definition.id, { slug, title: readSections(files[`${language}.md`] ?? '', path).title }] as const] : [],
  );
  const ideas = new Set(folders.flatMap(({ source }) => source.misconceptions));
  const misconceptions = Object.entries(readMisconceptions()).flatMap(([id, said]) => (ideas.has(id) ? [[id, said[language]] as const] : []));
  return { version: examVersion(), pools, forms, tasks, exercises: Object.fromEntries(exercises), misconceptions: Object.fromEntries(misconceptions) };
}
