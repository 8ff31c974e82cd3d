import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isNode, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'astro/zod';
import type { Language } from '../messages/language.ts';
import { ContentError, type SchemaFinding } from './content-error.ts';
import type { ExerciseBundle, ExerciseDefinition } from './exercise.ts';
import { SYNTAX } from './custom/custom-text.ts';
import { objectionsTo } from './custom/schema-objections.ts';
import { drawExercise, faultQuestion, type FaultBank } from './faults.ts';
import {
  courseSchema,
  coverageSchema,
  exerciseSchema,
  faultSchema,
  glossarySchema,
  lessonSchema,
  misconceptionsSchema,
  objectivesSchema,
  wordingSchema,
  type Course,
  type Coverage,
  type Glossary,
  type Lesson,
  type Misconceptions,
  type Objectives,
  type Wording,
} from './schema.ts';
import { renderWords } from './words.ts';
import { readWrittenAnswer } from './written-answer.ts';

/** Path within a folder, with `/`, → text. */
export type FolderTexts = { readonly [path: string]: string };

/** An exercise's folder as it stands on the disk, with its definition read. */
export interface ExerciseFolder {
  readonly slug: string;
  /** Its path from the project's root, for messages. */
  readonly path: string;
  readonly definition: ExerciseDefinition;
  /** Where faults are drawn. */
  readonly bank?: FaultBank;
  readonly files: FolderTexts;
}

export interface LessonFolder {
  readonly slug: string;
  readonly path: string;
  readonly lesson: Lesson;
  readonly files: FolderTexts;
}

/** The long page behind one diagnostic: words in both languages, an example that shows it and one that does not. */
export interface ReferenceFolder {
  readonly rule: string;
  readonly path: string;
  readonly files: FolderTexts;
}

/** Where `content/` is: the site is always built, and the tests always run, from the project's root. */
export const contentRoot = join(process.cwd(), 'content');

/** Folder → its texts, while a site is built: no author writes then. */
const foldersOfBuild = new Map<string, FolderTexts>();

/** Every file below a folder, in the order of names. */
export function readFolder(folder: string): FolderTexts {
  // Node alone, as in tests and scripts, has no such `env`.
  const isBuild = (import.meta as Partial<ImportMeta>).env?.PROD === true;
  const found = (isBuild ? foldersOfBuild.get(folder) : undefined) ?? readFilesBelow(folder);
  if (isBuild) foldersOfBuild.set(folder, found);
  return found;
}

/** Files that editors and systems leave behind begin with a dot; Windows ends lines with two characters and may begin with a mark. */
function readFilesBelow(folder: string): FolderTexts {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  const paths = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/')).sort();
  return Object.fromEntries(
    paths.map((path) => [
      path,
      readFileSync(join(folder, path), 'utf8')
        .replace(/^\uFEFF/u, '')
        .replaceAll('\r\n', '\n'),
    ]),
  );
}

/** Schema → text → its value: the pages of a site read the same exercises hundreds of times. */
const known = new WeakMap<z.ZodType, Map<string, unknown>>();

/** What several readers share changes in none of them. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

/** A YAML file's value under a schema, or a ContentError that says which file and line, which field and why. */
export function readYAML<T>(text: string, file: string, schema: z.ZodType<T>): T {
  const values = known.get(schema) ?? new Map<string, unknown>();
  known.set(schema, values);
  if (!values.has(text)) values.set(text, frozen(parseYAML(text, file, schema)));
  return values.get(text) as T;
}

function parseYAML<T>(text: string, file: string, schema: z.ZodType<T>): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
  const syntax = [...document.errors.map(({ code, message, pos }) => ({ kind: SYNTAX[code], message, at: pos[0] })), ...lostAliases(document)].map(
    ({ kind, message, at }): SchemaFinding => ({ line: lines.linePos(at).line, field: '', objection: { id: 'syntax', params: { kind }, path: [] }, message }),
  );
  const [problem] = syntax;
  if (problem) throw new ContentError(file, problem.message, problem.line, syntax);
  const read = schema.safeParse(document.toJS());
  if (read.success) return read.data;
  /** Where the field stands, or the nearest thing around it that is written. */
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const [first] = read.error.issues;
  const why = read.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`).join('; ');
  const value: unknown = document.toJS();
  const findings = read.error.issues.flatMap((issue) =>
    objectionsTo(value, [issue]).map((objection) => ({
      line: lineOf(objection.path),
      field: fieldName(value, objection.path),
      objection,
      message: issue.message,
    })),
  );
  throw new ContentError(file, why, lineOf(first?.path ?? []), findings);
}

/** Aliases of what stands nowhere before them: the library throws when it meets one. */
function lostAliases(document: Document): readonly { readonly kind: 'anchor'; readonly message: string; readonly at: number }[] {
  const found: { readonly kind: 'anchor'; readonly message: string; readonly at: number }[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined) found.push({ kind: 'anchor', message: `there is no anchor ${alias.source}`, at: alias.range?.[0] ?? 0 });
    },
  });
  return found;
}

/** A path as an author finds it: what stands in a list goes by its id, and otherwise by its number from 1. */
function fieldName(value: unknown, path: readonly PropertyKey[]): string {
  let inside = value;
  const names = path.map((key) => {
    inside = typeof inside === 'object' && inside !== null ? (inside as { readonly [key: PropertyKey]: unknown })[key] : undefined;
    if (typeof key !== 'number') return String(key);
    const { id, field } = (inside ?? {}) as { readonly id?: unknown; readonly field?: unknown };
    return [id, field].find((name) => typeof name === 'string') ?? String(key + 1);
  });
  return names.join('.');
}

/** A file that a folder must have. */
export function textIn(files: FolderTexts, path: string, folder: string): string {
  const found = files[path];
  if (found === undefined) throw new ContentError(`${folder}/${path}`, 'is missing: write it');
  return found;
}

/** The files of one sub-folder, without its name: `given/10-a.yaml` → `10-a.yaml`. */
export function within(files: FolderTexts, folder: string): FolderTexts {
  const prefix = `${folder}/`;
  return Object.fromEntries(Object.entries(files).flatMap(([path, content]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), content]] : [])));
}

/** The names directly below a sub-folder, files and folders, in order. */
export function entriesOf(files: FolderTexts, folder: string): readonly string[] {
  return [...new Set(Object.keys(within(files, folder)).map((path) => path.split('/')[0] ?? path))];
}

export function readExercise(folder: string, path: string): ExerciseFolder {
  const files = readFolder(folder);
  const slug = path.split('/').at(-1) ?? path;
  const definition = readYAML(textIn(files, 'exercise.yaml', path), `${path}/exercise.yaml`, exerciseSchema);
  const bank = readBank(files, definition, path);
  if (!bank) return { slug, path, definition, files };
  // The starter of an exercise whose faults are drawn stands nowhere: it is what its own seed draws.
  const drawn = drawExercise({ definition, starter: {}, bank }, definition.seed);
  const starter = Object.entries(drawn.starter).map(([file, content]) => [`starter/${file}`, content]);
  return { slug, path, definition: drawn.definition, bank, files: { ...files, ...Object.fromEntries(starter) } };
}

/** The faults in `faults/`, and the first solution, which has none of them. */
function readBank(files: FolderTexts, { drawn }: ExerciseDefinition, path: string): FaultBank | undefined {
  if (drawn === undefined) return undefined;
  const healthy = Object.entries(within(files, `solution/${entriesOf(files, 'solution')[0] ?? ''}`)).filter(([file]) => file.endsWith('.yaml'));
  return {
    drawn,
    healthy: Object.fromEntries(healthy.filter(([file]) => file !== 'answers.yaml')),
    faults: Object.entries(within(files, 'faults')).map(([file, content]) => ({
      id: file.replace(/\.yaml$/u, ''),
      ...readYAML(content, `${path}/faults/${file}`, faultSchema),
    })),
  };
}

export function readLesson(folder: string, path: string): LessonFolder {
  const files = readFolder(folder);
  return { slug: path.split('/').at(-1) ?? path, path, lesson: readYAML(textIn(files, 'lesson.yaml', path), `${path}/lesson.yaml`, lessonSchema), files };
}

/** The folders of a kind, by name. */
export function foldersOf(kind: string, root: string): readonly string[] {
  return readdirSync(join(root, kind), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Every exercise of the course, by folder name. */
export function readExercises(root: string = contentRoot): readonly ExerciseFolder[] {
  return foldersOf('exercises', root).map((slug) => readExercise(join(root, 'exercises', slug), `content/exercises/${slug}`));
}

/** Every written lesson, by folder name. */
export function readLessons(root: string = contentRoot): readonly LessonFolder[] {
  return foldersOf('lessons', root).map((slug) => readLesson(join(root, 'lessons', slug), `content/lessons/${slug}`));
}

/** The plan of the whole course. */
export function readCourse(root: string = contentRoot): Course {
  return readYAML(readFileSync(join(root, 'course.yaml'), 'utf8'), 'content/course.yaml', courseSchema);
}

/** Which lessons and exercises have each row of what the course must contain. */
export function readCoverage(root: string = contentRoot): Coverage {
  return readYAML(readFileSync(join(root, 'coverage.json'), 'utf8'), 'content/coverage.json', coverageSchema);
}

/** Ids of exercises that tasks of the exam practise once more, with other names. */
export function practisedAgain(root: string = contentRoot): ReadonlySet<string> {
  const kinds = readdirSync(join(root, 'exam'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const texts = kinds.flatMap(({ name }) => readFolder(join(root, 'exam', name))['task.yaml'] ?? []);
  return new Set(texts.flatMap((task) => /^revisit: \[(.+)\]$/mu.exec(task)?.[1]?.split(', ') ?? []));
}

/** A title in Japanese, by its phrases. What parts it is only loaded where pages are made. */
async function inPhrases(title: string): Promise<readonly string[]> {
  const { phrasesOf, wordPattern } = await import('../phrases/phrases.ts');
  return phrasesOf(title, wordPattern(Object.values(readGlossary()).map(({ ja }) => ja)));
}

/** What the lab loads for one exercise in one language. */
export async function bundleExercise(folder: ExerciseFolder, language: Language): Promise<ExerciseBundle> {
  const file = `${language}.md`;
  const words = await renderWords(textIn(folder.files, file, folder.path), `${folder.path}/${file}`);
  const { bank, definition } = folder;
  const causes = (bank?.faults ?? []).map(({ id }) => [`choice-${faultQuestion(definition) ?? ''}-${id}`, words.headings[`fault-${id}`] ?? id]);
  return {
    slug: folder.slug,
    definition,
    words: {
      ...words,
      ...(language === 'ja' ? { titlePhrases: await inPhrases(words.title) } : {}),
      headings: { ...words.headings, ...Object.fromEntries(causes) },
    },
    given: within(folder.files, 'given'),
    starter: within(folder.files, 'starter'),
    ...(practisedAgain().has(folder.definition.id) ? { again: true as const } : {}),
    ...(bank ? { bank } : {}),
    solutions: entriesOf(folder.files, 'solution').map((entry) => readWrittenAnswer(within(folder.files, `solution/${entry}`))),
  };
}

/** The files of `content/custom/`, which a site may have or not: name → text, in the order of names. */
export function readCustomTexts(root: string = contentRoot): FolderTexts {
  const folder = join(root, 'custom');
  return Object.fromEntries(Object.entries(existsSync(folder) ? readFolder(folder) : {}).filter(([file]) => /^[a-z0-9][a-z0-9.-]*\.(ya?ml|json)$/u.test(file)));
}

/** What of a bundle stands in a page: of an exercise whose faults are drawn only what is read before the lab opens, which fetches the rest first. */
export function bundleInPage({ bank, ...bundle }: ExerciseBundle): ExerciseBundle {
  if (!bank) return bundle;
  const { headings, sections } = bundle.words;
  const asked = `choice-${faultQuestion(bundle.definition) ?? ''}-`;
  const kept = (words: ExerciseBundle['words']['sections']): ExerciseBundle['words']['sections'] =>
    Object.fromEntries(Object.entries(words).filter(([id]) => !/^(fault|impact|ask|feedback|hint)-/u.test(id) && !id.startsWith(asked)));
  return {
    ...bundle,
    given: {},
    starter: {},
    solutions: [],
    words: { ...bundle.words, headings: kept(headings), sections: kept(sections) },
  };
}

/** Words of the course by id: the term in both languages. */
export function readGlossary(root: string = contentRoot): Glossary {
  return readYAML(readFileSync(join(root, 'glossary.yaml'), 'utf8'), 'content/glossary.yaml', glossarySchema);
}

/** What people often believe, by id. */
export function readMisconceptions(root: string = contentRoot): Misconceptions {
  return readYAML(readFileSync(join(root, 'misconceptions.yaml'), 'utf8'), 'content/misconceptions.yaml', misconceptionsSchema);
}

/** What somebody can do after each lesson. */
export function readObjectives(root: string = contentRoot): Objectives {
  return readYAML(readFileSync(join(root, 'objectives.yaml'), 'utf8'), 'content/objectives.yaml', objectivesSchema);
}

/** One way to write each word of the course. */
export function readWording(root: string = contentRoot): Wording {
  return readYAML(readFileSync(join(root, 'wording.yaml'), 'utf8'), 'content/wording.yaml', wordingSchema);
}

/** The pages of rules, by rule id: `content/reference/<rule-id>/`. */
export function readReference(root: string = contentRoot): readonly ReferenceFolder[] {
  return foldersOf('reference', root).map((rule) => ({ rule, path: `content/reference/${rule}`, files: readFolder(join(root, 'reference', rule)) }));
}
