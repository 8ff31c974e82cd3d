import { grade, type Verdict } from '../../src/engine/index.ts';
import { fillTask, valuesOf } from '../../src/exercise/exam.ts';
import type { ExamTaskFolder, TaskSource } from '../../src/exercise/exam-load.ts';
import type { ExerciseBundle } from '../../src/exercise/exercise.ts';
import { exerciseSchema } from '../../src/exercise/schema.ts';
import { fill, fillTexts, type Pools, type Value, type Values } from '../../src/exercise/variant.ts';
import type { LabAction } from '../../src/lab/action.ts';
import { openLab, takeAction, type LabSession } from '../../src/lab/session.ts';
import { lineWith, type Breach } from './breach.ts';

/** A task as a seed draws it, with what is needed to answer it. */
export interface DrawnTask {
  readonly folder: ExamTaskFolder;
  readonly seed: number;
  readonly pools: Pools;
  readonly values: Values;
  readonly bundle: ExerciseBundle;
}

type Work = Pick<TaskSource['repair'], 'values' | 'commands' | 'answers'>;

export function drawTask(folder: ExamTaskFolder, pools: Pools, seed: number): DrawnTask {
  const values = valuesOf(folder.task, pools, seed);
  const words = { title: '', summary: '', headings: {}, sections: {} };
  return { folder, seed, pools, values, bundle: fillTask(folder.task, words, values, seed) };
}

/** The files as they are when these names have other values. */
function textsWith({ folder, pools, seed, values }: DrawnTask, instead: Work['values']): { readonly [file: string]: string } {
  return fillTexts(folder.task.starter, valuesOf(folder.task, pools, seed, fill(instead, values)));
}

/** What a learner does who writes, types and answers so, up to handing it in. */
export function actionsOf(drawn: DrawnTask, { values: instead, commands, answers }: Work): readonly LabAction[] {
  const texts = textsWith(drawn, instead);
  const edited = Object.keys(texts).some((file) => texts[file] !== drawn.bundle.starter[file]);
  return [
    ...(edited ? [{ kind: 'apply' as const, texts }] : []),
    ...fill(commands, drawn.values).map((line) => ({ kind: 'run' as const, terminal: 'operator', line, texts: {} })),
    ...Object.entries(fill(answers, drawn.values)).map(([field, choice]) => ({ kind: 'answer' as const, field, choice: String(choice) })),
    { kind: 'hand-in' },
  ];
}

const failedOf = (verdict: Verdict | undefined): readonly string[] => verdict?.checks.filter(({ passed }) => !passed).map(({ id }) => id) ?? ['nothing was judged'];

/** Every proper part of what is done, the empty one left out: one of the steps at a time, and all but it. */
function partsOf(drawn: DrawnTask, repair: Work): readonly (readonly [left: string, work: Work])[] {
  const base = textsWith(drawn, {});
  // A value that leaves the files as they are is no part of the repair.
  const names = Object.keys(repair.values).filter((name) => JSON.stringify(textsWith(drawn, { [name]: repair.values[name] ?? '' })) !== JSON.stringify(base));
  const without = <T>(all: { readonly [name: string]: T }, name: string): { readonly [name: string]: T } => Object.fromEntries(Object.entries(all).filter(([other]) => other !== name));
  return [
    ...names.map((name) => [name, { ...repair, values: without(repair.values, name) }] as const),
    ...repair.commands.map((command) => [command, { ...repair, commands: repair.commands.filter((other) => other !== command) }] as const),
    ...Object.keys(repair.answers).map((field) => [field, { ...repair, answers: without(repair.answers, field) }] as const),
  ];
}

const wordsOf = (value: Value): readonly (string | number)[] => (typeof value === 'object' ? Object.values(value) : [value]);

/** Everything drawn from one pool is different, and nothing is left in braces. */
function namingBreaches({ folder, values, bundle }: DrawnTask): readonly string[] {
  const drawn = Object.entries(folder.task.values).flatMap(([name, rule]) => ('from' in rule ? wordsOf(values[name] ?? '') : []));
  const twice = drawn.filter((one, i) => drawn.indexOf(one) !== i);
  const left = [...JSON.stringify([bundle.definition, bundle.given, bundle.starter]).matchAll(/\{[a-z][a-zA-Z]*(?:\.[a-z]+)?\}/gu)].map(([found]) => found);
  return [...twice.map((one) => `${String(one)} is drawn twice`), ...left.map((found) => `${found} is left in braces`)];
}

/** What is wrong with a task as a seed draws it; nothing where it has exactly one repair, and every part of that is needed. */
export function examBreaches(drawn: DrawnTask): readonly string[] {
  const { folder, bundle, values } = drawn;
  const { repair, wrong, guards, facts } = folder.source;
  const breaches = [...namingBreaches(drawn)];
  // Ids of exercises are of lessons.
  const read = exerciseSchema.safeParse({ ...bundle.definition, id: 'L00-E0' });
  if (!read.success) return [...breaches, ...read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)];

  const open = openLab(bundle);
  const perform = (work: Work): LabSession => actionsOf(drawn, work).reduce(takeAction, open);
  const judged = (session: LabSession): Verdict => grade(bundle.definition.checks, bundle.definition.feedback, { given: open.given, cluster: session.cluster, record: { answers: {}, commands: [] }, diagnostics: () => [] });

  if (facts !== undefined) {
    const { checks } = grade(fill(facts, values) as typeof bundle.definition.checks, [], { given: open.given, cluster: open.cluster, record: { answers: {}, commands: [] }, diagnostics: () => [] });
    breaches.push(...failedOf({ checks, feedback: [], passed: false }).map((id) => `the fact ${id} does not hold`));
  }
  const held = judged(open).checks.filter(({ passed }) => passed).map(({ id }) => id);
  if (held.join() !== bundle.definition.checks.filter(({ id }) => guards.includes(id)).map(({ id }) => id).join()) breaches.push(`from the start ${held.join(', ')} hold; the guards are ${guards.join(', ')}`);

  const solved = perform(repair).verdict;
  if (!solved?.passed) breaches.push(`the repair fails ${failedOf(solved).join(', ')}`);
  for (const [left, work] of partsOf(drawn, repair)) if (perform(work).verdict?.passed) breaches.push(`the repair passes without ${left}`);
  for (const { id, when = {}, from, feedback, ...work } of wrong) {
    if (Object.entries(when).some(([name, value]) => values[name] !== value)) continue;
    const done = { ...work, values: { ...(from ? {} : repair.values), ...work.values }, answers: { ...repair.answers, ...work.answers } };
    // Where the files are given so, nothing is done.
    if (actionsOf(drawn, done).length === 1) continue;
    const { verdict } = perform(done);
    if (verdict?.passed) breaches.push(`the wrong repair ${id} passes`);
    const said = verdict?.feedback.map((one) => one.id) ?? [];
    if (feedback !== undefined && !said.includes(feedback)) breaches.push(`${id} gets the feedback ${said.join(', ') || 'nothing'}, not ${feedback}`);
  }
  return breaches;
}

/** Seeds that are tried of a task that is not proven. */
const TRIED_SEEDS = [1, 2, 3];

/** What is wrong with a task as some seeds draw it, each thing once. */
export function drawnBreaches(folder: ExamTaskFolder, pools: Pools): readonly Breach[] {
  const found = TRIED_SEEDS.flatMap((seed) => {
    try {
      return examBreaches(drawTask(folder, pools, seed));
    } catch (problem) {
      // A pool that is not there or is too small, a value without its rule.
      if (problem instanceof RangeError) return [problem.message];
      throw problem;
    }
  });
  return [...new Set(found)].map((why) => ({ file: `${folder.path}/task.yaml`, line: lineOfTask(folder, why), why: `${why}: mend the task` }));
}

/** The line of the first name in a complaint that task.yaml has as an id. */
function lineOfTask({ files, source }: ExamTaskFolder, why: string): number {
  const text = files['task.yaml'];
  const [, list = '', at = ''] = /^(checks|feedback)\.(\d+)\b/u.exec(why) ?? [];
  const own = (source as { readonly [list: string]: unknown })[list] as readonly { readonly id?: string }[] | undefined;
  if (own) return lineWith(text, `id: ${own[Number(at)]?.id ?? ''}`);
  const id = why.split(/[\s,:]+/u).find((word) => text?.includes(`id: ${word}`));
  return lineWith(text, id === undefined ? undefined : `id: ${id}`);
}
