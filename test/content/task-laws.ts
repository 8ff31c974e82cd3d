import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examVersion, type ExamTaskFolder } from '../../src/exercise/exam-load.ts';
import type { Misconceptions } from '../../src/exercise/schema.ts';
import type { ValueRule } from '../../src/exercise/variant.ts';
import { lineWith, type Breach } from './breach.ts';
import { wordsBreaches } from './words-laws.ts';

/** What `npm run exam:prove` has proven, on so many seeds of every task. */
export const PROOF = join(import.meta.dirname, 'exam-proof.json');
export const PROVEN_SEEDS = 200;

/** Whether the tasks of a content stand as they were proven. */
export const isProven = (root: string): boolean => !existsSync(join(root, 'exam')) || (JSON.parse(readFileSync(PROOF, 'utf8')) as { readonly version: string }).version === examVersion(root);

/** What a task's definition has before anything is drawn, as far as its words go by it. */
interface Asked {
  readonly questions?: readonly { readonly field: string; readonly rows?: readonly string[]; readonly choices?: readonly string[] }[];
  readonly checks?: readonly { readonly id: string }[];
  readonly feedback?: readonly { readonly id: string; readonly misconception?: string }[];
}

/** What may stand in braces: `app`, and `app.is` where its values have parts. */
function namesOf(values: { readonly [name: string]: ValueRule }): (name: string) => boolean {
  return (name) => Object.hasOwn(values, name.split('.')[0] ?? '');
}

/** The laws of a task's folder that need no engine: what it names exists, and both languages have its words, with no name in braces that is not drawn. */
export function taskBreaches(
  { path, source, files }: ExamTaskFolder,
  pools: readonly string[],
  exercises: ReadonlySet<string>,
  misconceptions: Misconceptions,
): readonly Breach[] {
  const breaches: Breach[] = [];
  const breach = (file: string, why: string, part?: string | RegExp): void => void breaches.push({ file: `${path}/${file}`, line: lineWith(files[file], part), why });
  for (const file of Object.keys(files))
    if (!/^(task\.yaml|ja\.md|en\.md|(given|starter)\/[a-z0-9][a-z0-9.-]*\.yaml)$/u.test(file)) breach(file, 'no such file is known in a task: move it below given/ or starter/, or delete it');
  const { questions = [], checks = [], feedback = [] } = source as Asked;
  const isDrawn = namesOf(source.values);
  for (const [name, rule] of Object.entries(source.values)) {
    const place = new RegExp(`^  ${name}:`, 'u');
    if ('from' in rule && !pools.includes(rule.from)) breach('task.yaml', `${name} is drawn from ${rule.from}, which is no pool of exam.yaml: write one of ${pools.join(', ')}`, place);
    if ('by' in rule && !isDrawn(rule.by)) breach('task.yaml', `${name} goes by ${rule.by}, which is not drawn: write a name above it`, place);
  }
  for (const id of source.revisit) if (!exercises.has(id)) breach('task.yaml', `there is no exercise ${id}: mend \`revisit\``, /^revisit:/u);
  for (const id of source.guards) if (!checks.some((check) => check.id === id)) breach('task.yaml', `the guard ${id} is no check: the checks are ${checks.map((check) => check.id).join(', ')}`, /^guards:/u);
  for (const id of source.misconceptions) if (!(id in misconceptions)) breach('task.yaml', `there is no misconception ${id}: take one of content/misconceptions.yaml`, /^misconceptions:/u);
  const ideas = [...new Set(feedback.flatMap(({ misconception }) => misconception ?? []))].sort().join(', ');
  if (ideas !== [...source.misconceptions].sort().join(', ')) breach('task.yaml', `names other misconceptions than its feedback (${ideas || 'none'}): make them the same`, /^misconceptions:/u);
  for (const file of source.editable) if (files[`starter/${file}`] === undefined) breach(`starter/${file}`, 'is missing, but task.yaml lets the learner edit it: write it, or take it out of `editable`');

  const wanted = [
    'story',
    'task',
    ...questions.flatMap(({ field, rows = [], choices = [] }) => [`question-${field}`, ...rows.map((row) => `row-${field}-${row}`), ...choices.map((choice) => `choice-${field}-${choice}`)]),
    ...checks.map(({ id }) => `check-${id}`),
    ...feedback.map(({ id }) => `feedback-${id}`),
  ];
  return [
    ...breaches,
    ...wordsBreaches({ path, files, stands: 'a task stands', askedBy: 'task.yaml', wanted }, ({ file, text }) =>
      [...text.matchAll(/\{([a-z][a-zA-Z0-9]*(?:\.[a-z]+)?)\}/gu)]
        .filter(([, name = '']) => !isDrawn(name))
        .map(([place]) => ({ file, line: lineWith(text, place), why: `${place} is no drawn name: write one of ${Object.keys(source.values).join(', ')}` })),
    ),
  ];
}
