import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContentError } from '../../src/exercise/content-error.ts';
import { examVersion, type ExamTaskFolder } from '../../src/exercise/exam-load.ts';
import type { Misconceptions } from '../../src/exercise/schema.ts';
import type { ValueRule } from '../../src/exercise/variant.ts';
import { readSections } from '../../src/exercise/words.ts';
import { breachesOf, lineWith, type Breach } from './breach.ts';
import { proseBreaches } from './structure-laws.ts';

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
  for (const language of ['ja', 'en'] as const) {
    const file = `${language}.md`;
    const text = files[file];
    if (text === undefined) {
      breach(file, 'is missing: a task stands in both languages; write it');
      continue;
    }
    try {
      const { sections } = readSections(text, `${path}/${file}`);
      for (const id of wanted) if (!sections.some((one) => one.id === id)) breach(file, `has no section {#${id}}: write "## Heading {#${id}}" and the text below it`);
      for (const { id, line } of sections)
        if (!wanted.includes(id)) breaches.push({ file: `${path}/${file}`, line, why: `has the section {#${id}}, which nothing asks for: mend the id, or take it out` });
      for (const [place, name = ''] of text.matchAll(/\{([a-z][a-zA-Z0-9]*(?:\.[a-z]+)?)\}/gu))
        if (!isDrawn(name)) breach(file, `${place} is no drawn name: write one of ${Object.keys(source.values).join(', ')}`, place);
      breaches.push(...proseBreaches(text, `${path}/${file}`, language));
    } catch (problem) {
      if (!(problem instanceof ContentError)) throw problem;
      breaches.push(...breachesOf(problem));
    }
  }
  return breaches;
}
