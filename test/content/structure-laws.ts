import { within, entriesOf, type ExerciseFolder, type FolderTexts, type LessonFolder } from '../../src/exercise/load.ts';
import { ContentError } from '../../src/exercise/content-error.ts';
import { readSections } from '../../src/exercise/words.ts';
import { definitionFaults, parsonsTextFaults, sectionsOf, type DefinitionFault } from '../../src/exercise/definition-laws.ts';
import { faultQuestion } from '../../src/exercise/faults.ts';
import { lineAt, lineWith, type Breach } from './breach.ts';

const languages = ['ja', 'en'] as const;

function describeIds(ids: readonly string[]): string {
  return ids.length === 0 ? 'nothing' : ids.map((id) => `{#${id}}`).join(', ');
}

/**
 * The laws of an exercise's folder that need no engine: folder = slug = id, no unknown files, everything that is named is
 * there, and both languages say the same things in the same order, none of them empty.
 */
export function structureBreaches(folder: ExerciseFolder): readonly Breach[] {
  const breaches: Breach[] = [];
  const { definition, files, path, slug } = folder;
  const breach = (file: string, why: string, part?: string | RegExp): void => void breaches.push({ file: `${path}/${file}`, line: lineWith(files[file], part), why });

  if (!slug.startsWith(`${definition.id.toLowerCase()}-`))
    breach('exercise.yaml', `the folder ${slug} must begin with the id ${definition.id} in small letters: rename it, or mend the id`, /^id:/u);
  if (!definition.id.startsWith(definition.lesson)) breach('exercise.yaml', `the id ${definition.id} belongs to another lesson than ${definition.lesson}: mend one of them`, /^lesson:/u);

  const manifest = '[a-z0-9][a-z0-9.-]*\\.yaml';
  const known = new RegExp(
    `^(exercise\\.yaml|walk\\.yaml|ja\\.md|en\\.md|design\\.md|given/${manifest}|starter/${manifest}|faults/${manifest}|(solution|wrong)/([a-z0-9-]+/)?(${manifest}|session\\.txt))$`,
    'u',
  );
  for (const file of Object.keys(files)) if (!known.test(file)) breach(file, 'no such file is known in an exercise: move it below given/, starter/, solution/ or wrong/, or delete it');
  for (const file of ['design.md', 'ja.md', 'en.md']) if (files[file] === undefined) breach(file, 'is missing: write it');

  for (const file of definition.editable)
    if (files[`starter/${file}`] === undefined) breach(`starter/${file}`, 'is missing, but exercise.yaml lets the learner edit it: write it, or take it out of `editable`');
  for (const file of Object.keys(within(files, 'starter')))
    if (!definition.editable.includes(file)) breach(`starter/${file}`, 'is not in `editable` of exercise.yaml: name it there, or move it to given/');
  for (const file of definition.readOnly) if (files[`given/${file}`] === undefined) breach(`given/${file}`, 'is missing, but exercise.yaml shows it read-only: write it, or take it out of `readOnly`');

  const parsonsFiles = Object.entries(files).filter(([file]) => /^(starter|solution)\//u.test(file) && file.endsWith(`/${definition.parsons?.file ?? ''}`));
  for (const fault of [...definitionFaults(definition), ...parsonsFiles.flatMap(([file, text]) => parsonsTextFaults(definition, file, text))]) {
    const { why, part } = saidOf(fault);
    breach('exercise.yaml', why, part);
  }

  breaches.push(...bankBreaches(folder));

  const design = files['design.md'] ?? '';
  for (const entry of entriesOf(files, 'wrong')) {
    const name = entry.replace(/\.yaml$/u, '');
    if (!design.includes(`\`${name}\``)) breach('design.md', `does not say which misconception wrong/${entry} shows: write \`${name}\` into the table`);
  }
  for (const id of definition.misconceptions) if (!design.includes(id)) breach('design.md', `does not name the misconception ${id}: write it into the table`);

  breaches.push(...wordsBreaches(folder));
  return breaches;
}

/** Faults name what there is: their place stands once in the healthy files, their phase and those they are kept apart from exist, and they are what is asked for. */
function bankBreaches({ bank, definition, path }: ExerciseFolder): readonly Breach[] {
  if (!bank) return [];
  const ids = bank.faults.map(({ id }) => id);
  const breaches = bank.faults.flatMap(({ id, phase, edits, apart = [] }) =>
    [
      ...edits
        .filter(({ file, healthy }) => bank.healthy[file]?.split(healthy).length !== 2)
        .map(({ file }) => `edits a place that does not stand exactly once in solution/*/${file}: mend \`healthy\``),
      ...(definition.phases?.some((one) => one.id === phase) ? [] : [`breaks the phase ${phase}, which there is not: the phases are ${definition.phases?.map((one) => one.id).join(', ') ?? 'none'}`]),
      ...apart.filter((other) => !ids.includes(other)).map((other) => `is kept apart from ${other}, which is no fault: mend the id`),
    ].map((why) => ({ file: `${path}/faults/${id}.yaml`, line: 1, why })),
  );
  const asked = definition.questions.find(({ field }) => field === faultQuestion(definition));
  if (asked && [...(asked.choices ?? [])].sort().join() !== ids.join())
    breaches.push({ file: `${path}/exercise.yaml`, line: 1, why: `the choices of ${asked.field} are not the faults: ${ids.join(', ')}` });
  return breaches;
}

/** What is wrong in exercise.yaml, and a part of the line where it stands. */
interface Fault {
  readonly why: string;
  readonly part: string | RegExp;
}

/** A fault as the author of an exercise reads it. */
function saidOf({ rule, params }: DefinitionFault): Fault {
  switch (rule) {
    case 'repeated-check':
      return { why: 'two checks have the same id: give one of them another', part: 'checks:' };
    case 'phase-without-check':
      return { why: `a phase waits for ${params.check}, which is no check: the checks are ${params.checks}`, part: 'phases:' };
    case 'check-not-in-one-phase':
      return { why: `the check ${params.check} belongs to no phase, or to several: name it in one`, part: 'phases:' };
    case 'phase-without-question':
      return { why: `a phase asks ${params.field}, which is no question`, part: 'phases:' };
    case 'explains-no-check':
      return { why: `the feedback ${params.feedback} explains ${params.check}, which is no check: the checks are ${params.checks}`, part: new RegExp(`explains: ${params.check}\\b`, 'u') };
    case 'repeated-question':
      return { why: 'two questions have the same field: rename one', part: 'questions:' };
    case 'repeated-choice':
      return { why: `the question ${params.field} has ${params.choice} twice: leave one out`, part: `field: ${params.field}` };
    case 'unread-question':
      return { why: `no check reads the answer to ${params.field}: write one of kind answer, or take the question out`, part: `field: ${params.field}` };
    case 'reads-no-field':
      return { why: `the check ${params.check} reads ${params.field}, which no question asks for: the fields are ${params.fields || 'none'}`, part: `id: ${params.check}` };
    case 'accepts-no-choice':
      return { why: `the check ${params.check} accepts ${params.accepted}, which is no choice of ${params.field}: the choices are ${params.choices}`, part: `id: ${params.check}` };
    case 'accepts-what-never-comes':
      return { why: `the check ${params.check} accepts "${params.accepted}", which never comes: what is typed is compared as "${params.becomes}"; write that`, part: `id: ${params.check}` };
    case 'parsons-not-editable':
      return { why: `parsons builds ${params.file}, which is not in \`editable\`: add it there`, part: 'parsons:' };
    case 'parsons-indented':
      return { why: 'the lines of parsons stand without their indentation: take it away', part: 'parsons:' };
    case 'parsons-lacks-line':
      return { why: `${params.file} has the line "${params.line}", which parsons does not offer${params.offered ? ' so often' : ''}: add it to \`lines\``, part: 'parsons:' };
  }
}

function wordsBreaches(folder: ExerciseFolder): readonly Breach[] {
  const breaches: Breach[] = [];
  const { needed, usual } = sectionsOf(folder.definition);
  const faults = folder.bank?.faults ?? [];
  // What is asked about faults has the words of the faults.
  const ofFaults = `choice-${faultQuestion(folder.definition) ?? ''}-`;
  const own = faults.length === 0 ? needed : needed.filter((id) => !id.startsWith(ofFaults));
  const required = new Set([...own, ...usual, ...faults.flatMap(({ id, phase }) => [`fault-${id}`, `impact-${phase}`])]);
  const orders: string[][] = [];
  for (const language of languages) {
    const file = `${folder.path}/${language}.md`;
    const text = folder.files[`${language}.md`];
    if (text === undefined) continue;
    try {
      const { sections } = readSections(text, file);
      const ids = sections.map(({ id }) => id);
      orders.push(ids);
      const missing = [...required].filter((id) => !ids.includes(id));
      const strange = ids.filter((id) => !required.has(id));
      const empty = sections.filter(({ body, id }) => body === '' && !/^(question|choice|row|column)-/u.test(id)).map(({ id }) => id);
      if (missing.length > 0) breaches.push({ file, line: 1, why: `has no section ${describeIds(missing)}: write "## Heading {#id}" and the text below it` });
      const lineOf = (id: string | undefined): number => sections.find((section) => section.id === id)?.line ?? 1;
      if (strange.length > 0)
        breaches.push({ file, line: lineOf(strange[0]), why: `has the section ${describeIds(strange)}, which nothing asks for: mend the id, or take it out` });
      if (empty.length > 0) breaches.push({ file, line: lineOf(empty[0]), why: `the section ${describeIds(empty)} is empty: write its text` });
      breaches.push(...plainFrontBreaches(text, file), ...proseBreaches(text, file, language));
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      breaches.push({ file: error.file, line: error.line, why: error.why });
    }
  }
  const [ja, en] = orders;
  if (ja && en && ja.join() !== en.join() && breaches.length === 0)
    breaches.push({ file: `${folder.path}/en.md`, line: 1, why: `has the sections of ja.md in another order: ${en.find((id, index) => id !== ja[index]) ?? ''} comes too early` });
  return breaches;
}

const japanese = /[\u3040-\u30ff\u3400-\u9fff]/u;

/** Style that a machine can see: no space between Latin and Japanese, no Japanese in English text. */
export function proseBreaches(text: string, file: string, language: 'ja' | 'en'): readonly Breach[] {
  const prose = text.replace(/```[\s\S]*?```/gu, (code) => code.replace(/[^\n]/gu, '')).replace(/^---\n[\s\S]*?\n---/u, (front) => front.replaceAll(': ', ':'));
  const breaches: Breach[] = [];
  if (language === 'en') {
    const found = japanese.exec(prose);
    if (found) breaches.push({ file, line: lineAt(prose, found.index), why: `Japanese in the English text: ${found[0]}: write it in English` });
    return breaches;
  }
  const spaced = /(?<=[\u3040-\u30ff\u3400-\u9fff、。」]) (?=[A-Za-z0-9`])|(?<=[A-Za-z0-9`]) (?=[\u3040-\u30ff\u3400-\u9fff])/gu;
  for (const { index } of prose.matchAll(spaced)) {
    const line = prose.split('\n')[lineAt(prose, index) - 1] ?? '';
    // A heading's id, a list's number and a component's own syntax are no prose.
    if (/^#|^\d+\. |^<\w|^\s*- /u.test(line)) continue;
    breaches.push({
      file,
      line: lineAt(prose, index),
      why: `a space between Latin and Japanese: ${prose.slice(Math.max(0, index - 8), index + 9).replaceAll('\n', ' ')}: take it away`,
    });
  }
  return breaches;
}

/** Titles, summaries and descriptions stand in lists, cards and the heads of pages, where no Markdown is read. */
export function plainFrontBreaches(text: string, file: string): readonly Breach[] {
  const [front = ''] = /^---\n[\s\S]*?\n---/u.exec(text) ?? [];
  return front.split('\n').flatMap((line, index) => {
    const [mark] = /`|\*\*|\]\(/u.exec(line) ?? [];
    return mark === undefined ? [] : [{ file, line: index + 1, why: `is shown as it is written, with ${mark}: say it in plain words` }];
  });
}

/** What of an MDX text must be the same in both languages: headings' ids, components with their properties, fenced code, links. */
export function lessonSkeleton(mdx: string): readonly string[] {
  const found: string[] = [];
  const pattern =
    /^#{2,4} .*?\[#(?<heading>[a-z0-9-]+)\]\s*$|^(?<badHeading>#{2,4} .*)$|<(?<component>[A-Z]\w*)(?<props>[^>]*?)\/?>|^```(?<fence>[\s\S]*?)^```|\]\((?<link>[^)]+)\)/gmu;
  for (const { groups } of mdx.matchAll(pattern)) {
    if (groups?.['heading']) found.push(`heading ${groups['heading']}`);
    else if (groups?.['badHeading']) found.push(`a heading without an id: ${groups['badHeading']}`);
    else if (groups?.['component']) found.push(`<${groups['component']}${(groups['props'] ?? '').replace(/\s+/gu, ' ').trimEnd()}>`);
    else if (groups?.['fence']) found.push(`code ${groups['fence']}`);
    else if (groups?.['link']) found.push(`link ${groups['link']}`);
  }
  return found;
}

/** The laws of a lesson's folder: both languages with one skeleton, and everything it names exists. */
export function lessonBreaches(
  folder: LessonFolder,
  exerciseIds: ReadonlySet<string>,
  rules: ReadonlySet<string>,
  terms: ReadonlySet<string>,
): readonly Breach[] {
  const breaches: Breach[] = [];
  const breach = (file: string, why: string, part?: string): void => void breaches.push({ file: `${folder.path}/${file}`, line: lineWith(folder.files[file], part), why });
  for (const file of Object.keys(folder.files))
    if (!/^(lesson\.yaml|ja\.mdx|en\.mdx|manifests\/[a-z0-9][a-z0-9.-]*\.yaml)$/u.test(file)) breach(file, 'no such file is known in a lesson: move it below manifests/, or delete it');
  const texts: FolderTexts = folder.files;
  const skeletons = languages.map((language) => {
    const text = texts[`${language}.mdx`];
    if (text === undefined) {
      breach(`${language}.mdx`, 'is missing: a lesson stands in both languages; write it');
      return undefined;
    }
    breaches.push(...plainFrontBreaches(text, `${folder.path}/${language}.mdx`), ...proseBreaches(text, `${folder.path}/${language}.mdx`, language));
    return lessonSkeleton(text);
  });
  const [ja, en] = skeletons;
  if (ja && en) {
    const differs = ja.findIndex((part, index) => part !== en[index]);
    if (differs >= 0 || ja.length !== en.length) {
      const index = differs >= 0 ? differs : ja.length;
      breach('en.mdx', `differs from ja.mdx at part ${index + 1}: ja has ${ja[index] ?? 'nothing'}, en has ${en[index] ?? 'nothing'}`, partStart(en[index]));
    }
    for (const part of ja) if (part.startsWith('a heading without')) breach('ja.mdx', `${part}: end it with [#id]`, part.replace('a heading without an id: ', ''));
    const named = (component: string, property: string): readonly string[] =>
      ja.flatMap((part) => new RegExp(`^<${component} (?:.* )?${property}="([^"]+)"`, 'u').exec(part)?.[1] ?? []);
    for (const id of named('Exercise', 'id')) if (!exerciseIds.has(id)) breach('ja.mdx', `there is no exercise ${id}: mend the id, or make it with npm run new:exercise`, `id="${id}"`);
    for (const id of named('Rule', 'id')) if (!rules.has(id)) breach('ja.mdx', `content/reference has no rule ${id}: mend the id`, `id="${id}"`);
    for (const id of named('Term', 'id')) if (!terms.has(id)) breach('ja.mdx', `content/glossary.yaml has no term ${id}: mend the id, or add the term`, `id="${id}"`);
    for (const file of [...named('Manifest', 'file'), ...named('Steps', 'file')])
      if (texts[`manifests/${file}`] === undefined) breach(`manifests/${file}`, 'is missing, but the text shows it: write it, or mend `file` in ja.mdx and en.mdx');
    for (const session of named('Terminal', 'session')) if (folder.lesson.sessions[session] === undefined) breach('lesson.yaml', `has no session ${session}, but the text shows it: write it below \`sessions\``, 'sessions:');
    for (const session of Object.keys(folder.lesson.sessions))
      if (!named('Terminal', 'session').includes(session)) breach('lesson.yaml', `the session ${session} is shown nowhere: write <Terminal session="${session}"> into the text, or take it out`, `${session}:`);
    if (named('Exercise', 'id').join() !== folder.lesson.exercises.join())
      breach('lesson.yaml', `names the exercises ${folder.lesson.exercises.join(', ')}, but the text has ${named('Exercise', 'id').join(', ')}: name the same ones, in the order of the text`, 'exercises:');
    const made: Readonly<Record<string, string>> = { Recall: 'recall', Predict: 'predict', OlderGuides: 'older-guides', Summary: 'summary' };
    const sections = ja.flatMap((part) => /^heading (.+)/u.exec(part)?.[1] ?? made[/^<(\w+)>$/u.exec(part)?.[1] ?? ''] ?? []);
    if (sections.join() !== folder.lesson.sections.join())
      breach('lesson.yaml', `sections are ${folder.lesson.sections.join(', ')}, but the text has ${sections.join(', ')}: make them the same`, 'sections:');
  }
  return breaches;
}

/** What of a part of the skeleton stands on its line as it is. */
function partStart(part: string | undefined): string | undefined {
  return part?.replace(/^heading (.*)$/u, '[#$1]').replace(/^link /u, '](').replace(/^code /u, '```').split('\n')[0];
}
