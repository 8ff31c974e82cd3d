import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContentError } from '../../src/exercise/content-error.ts';
import {
  readCourse,
  readCoverage,
  readCustomTexts,
  readExercise,
  readFolder,
  readGlossary,
  readLesson,
  readMisconceptions,
  readObjectives,
  readWording,
  type ExerciseFolder,
  type FolderTexts,
  type LessonFolder,
} from '../../src/exercise/load.ts';
import { readExam, readExamTask, SHARED_GIVEN, type ExamTaskFolder } from '../../src/exercise/exam-load.ts';
import { readPaths } from '../../src/exercise/learning-path.ts';
import { readRecordedRuns, type RecordedRuns } from '../../src/exercise/recorded-runs.ts';
import { readReviewFolder } from '../../src/exercise/review-load.ts';
import type { Course, Misconceptions, Objectives } from '../../src/exercise/schema.ts';
import { readSheet } from '../../src/exercise/sheet.ts';
import { breachesOf, describeBreach, lineWith, type Breach } from './breach.ts';
import { choiceBreaches } from './choice-laws.ts';
import { coverageBreaches } from './coverage-laws.ts';
import { agendaBreaches, namedExerciseBreaches, stopBreaches } from './data-laws.ts';
import { componentBreaches } from './component-laws.ts';
import { hintBreaches, quoteBreaches } from './hint-laws.ts';
import { linkBreaches, type Places } from './link-laws.ts';
import { FAULTS, type DoPieces, type Piece } from './pieces.ts';
import { languageOf } from './prose.ts';
import { questionBreaches } from './question-laws.ts';
import { pageBreaches } from './reference-laws.ts';
import { reviewBreaches } from './review-laws.ts';
import { sheetBreaches } from './sheet-laws.ts';
import { lessonBreaches, structureBreaches } from './structure-laws.ts';
import { isProven, taskBreaches } from './task-laws.ts';
import { unwrittenBreaches } from './unwritten-laws.ts';
import { walkBreaches } from './walk.ts';

/** Reads every folder of a kind; one that cannot be read is a breach, and the others are read all the same. */
function readEach<T>(root: string, kind: string, read: (folder: string, path: string) => T): { readonly read: readonly T[]; readonly breaches: readonly Breach[] } {
  const found: T[] = [];
  const breaches: Breach[] = [];
  const names = existsSync(join(root, kind)) ? readdirSync(join(root, kind), { withFileTypes: true }).filter((entry) => entry.isDirectory()) : [];
  for (const name of names.map((entry) => entry.name).sort())
    try {
      found.push(read(join(root, kind, name), `content/${kind}/${name}`));
    } catch (problem) {
      if (!(problem instanceof ContentError)) throw problem;
      breaches.push(...breachesOf(problem));
    }
  return { read: found, breaches };
}

/** What the whole of the content says of its exercises. */
interface Said {
  readonly lessons: readonly LessonFolder[];
  readonly misconceptions: Misconceptions;
  readonly objectives: Objectives;
  readonly recorded: RecordedRuns;
}

/** A lesson that is written shows every exercise that is; an objective counts it; and a real cluster has run it, or the reason stands there. */
function placeBreaches({ path, definition, files }: ExerciseFolder, { lessons, misconceptions, objectives, recorded }: Said): readonly Breach[] {
  const { id } = definition;
  const breach = (why: string, part?: string | RegExp): Breach => ({ file: `${path}/exercise.yaml`, line: lineWith(files['exercise.yaml'], part), why });
  const lesson = lessons.find((one) => one.lesson.id === definition.lesson);
  const named = new Set([...definition.misconceptions, ...definition.feedback.flatMap(({ misconception }) => misconception ?? [])]);
  return [
    ...(lesson === undefined || lesson.lesson.exercises.includes(id)
      ? []
      : [breach(`stands in no lesson: write <Exercise id="${id}" /> into ${lesson.path}/ja.mdx and en.mdx, and the id into lesson.yaml`)]),
    ...(Object.values(objectives).some((own) => own.some(({ shown }) => shown.includes(id)))
      ? []
      : [breach(`shows nothing that somebody can do: write ${id} behind an objective of ${definition.lesson} in content/objectives.yaml`)]),
    ...(id in recorded.runs || id in recorded.without
      ? []
      : [breach(`was not run on a real cluster: write "${id}" and the reason, in both languages, below "without" in content/real-cluster.json`)]),
    ...[...named]
      .filter((idea) => !(idea in misconceptions))
      .map((idea) => breach(`there is no misconception ${idea}: take one of content/misconceptions.yaml, or write it there in both languages`, new RegExp(`misconceptions?:.*\\b${idea}\\b`, 'u'))),
  ];
}

/** Every law, for the folders and files of content that `wants` selects by path. What is not selected is read for its names only. */
export async function courseBreaches(root: string, wants: (path: string) => boolean, doPieces: DoPieces): Promise<readonly Breach[]> {
  const exercises = readEach(root, 'exercises', readExercise);
  const lessons = readEach(root, 'lessons', readLesson);
  const pages = readEach(root, 'reference', (folder, path) => ({ rule: path.split('/').at(-1) ?? path, path, files: readFolder(folder) }));
  const questions = readEach(root, 'review', readReviewFolder);
  const sheets = readEach(root, 'sheets', readSheet);
  const tasks = readTasks(root);
  const glossary = readGlossary(root);
  readWording(root);
  if (!existsSync(join(root, 'words.txt'))) throw new ContentError('content/words.txt', 'is missing: write it, a word of the field on each line');
  const course = readCourse(root);
  const coverage = readCoverage(root);
  const said: Said = { lessons: lessons.read, misconceptions: readMisconceptions(root), objectives: readObjectives(root), recorded: readRecordedRuns(root) };

  // What cannot be read is there all the same: nothing that names it is wrong.
  const ids = new Set([...exercises.read.map(({ definition }) => definition.id), ...exercises.breaches.flatMap(({ file }) => /\/(l\d\d-(?:e\d|cap))-/u.exec(file)?.[1]?.toUpperCase() ?? [])]);
  const rules = new Set(pages.read.map(({ rule }) => rule));
  const terms = new Set(Object.keys(glossary));
  const places: Places = {
    lessons: Object.fromEntries(lessons.read.map(({ slug, lesson }) => [slug, lesson.sections])),
    exercises: new Set(exercises.read.map(({ slug }) => slug)),
  };

  const unread = [exercises, lessons, pages, questions, sheets, tasks].flatMap((kind) => kind.breaches);
  const breaches: Breach[] = unread.filter(({ file }) => wants(file));
  const pieces: Piece[] = [];
  /** Language and links wait until nothing is left to be written. */
  const read = (path: string, files: FolderTexts, sections: readonly string[]): void => {
    const unwritten = unwrittenBreaches(path, files);
    breaches.push(...unwritten);
    if (unwritten.length > 0) return;
    for (const [file, text] of Object.entries(files)) {
      if (languageOf(file) !== undefined) pieces.push({ kind: 'language', path: `${path}/${file}`, files: { [`${path}/${file}`]: text } });
      if (/\.mdx?$/u.test(file) && file !== 'design.md') breaches.push(...linkBreaches(text, `${path}/${file}`, sections, places));
    }
  };

  for (const folder of exercises.read) {
    if (!wants(folder.path)) continue;
    const twin = exercises.read.find((other) => other !== folder && other.definition.id === folder.definition.id);
    if (twin) breaches.push({ file: `${folder.path}/exercise.yaml`, line: lineWith(folder.files['exercise.yaml'], /^id:/u), why: `${twin.path} has the id ${folder.definition.id}, too: give one of them the next free id` });
    const chosen = choiceBreaches(folder);
    breaches.push(...chosen, ...structureBreaches(folder), ...told(() => hintBreaches(folder)), ...told(() => quoteBreaches(folder)), ...told(() => walkBreaches(folder)), ...placeBreaches(folder, said));
    if (chosen.length === 0) pieces.push({ kind: 'answers', path: folder.path, files: folder.files });
    for (const { id } of folder.bank?.faults ?? []) pieces.push({ kind: 'fault', path: `${folder.path}${FAULTS}${id}.yaml`, files: folder.files });
    read(folder.path, folder.files, []);
  }
  for (const folder of lessons.read) {
    if (!wants(folder.path)) continue;
    breaches.push(...lessonBreaches(folder, ids, rules, terms), ...componentBreaches(folder), ...questionBreaches(folder));
    pieces.push({ kind: 'terminals', path: folder.path, files: folder.files });
    if (course.lessons.find(({ slug }) => slug === folder.slug)?.id !== folder.lesson.id)
      breaches.push({ file: `${folder.path}/lesson.yaml`, line: 1, why: `content/course.yaml has no lesson ${folder.lesson.id} with the slug ${folder.slug}: make them the same` });
    breaches.push(...besideBreaches(folder, root, course, said.objectives));
    read(folder.path, folder.files, folder.lesson.sections);
  }
  for (const page of pages.read) {
    if (!wants(page.path)) continue;
    breaches.push(...pageBreaches(page));
    pieces.push({ kind: 'examples', path: page.path, files: page.files });
    read(page.path, page.files, []);
  }
  for (const folder of questions.read) {
    if (!wants(folder.path)) continue;
    breaches.push(...reviewBreaches(folder, lessons.read));
    read(folder.path, folder.files, []);
  }
  for (const folder of sheets.read) {
    if (!wants(folder.path)) continue;
    breaches.push(...sheetBreaches(folder));
    pieces.push({ kind: 'sheet', path: folder.path, files: folder.files });
    read(folder.path, folder.files, []);
  }
  const proven = isProven(root);
  for (const folder of tasks.read) {
    if (!wants(folder.path)) continue;
    breaches.push(...taskBreaches(folder, tasks.pools, ids, said.misconceptions));
    if (!proven) pieces.push({ kind: 'task', path: folder.path, files: { ...tasks.shared, ...folder.files } });
    read(folder.path, folder.files, []);
  }
  if (!proven && wants(EXAM)) breaches.push({ file: EXAM, line: 1, why: 'the tasks have changed since they were proven: run npm run exam:prove, which writes down what it has proven' });

  const data = readData(root);
  const known = { exercises: new Set([...ids, ...Object.values(coverage).flatMap((row) => row.exercises)]), lessons: new Set(course.lessons.map(({ id }) => id)) };
  for (const [file, text] of Object.entries(data)) {
    if (!wants(file)) continue;
    pieces.push({ kind: 'language', path: file, files: { [file]: text } });
    if (file === 'content/paths.yaml') breaches.push(...stopBreaches(file, text, lessons.read));
    if (/\/(objectives\.yaml|paths\.yaml|real-cluster\.json)$/u.test(file)) breaches.push(...namedExerciseBreaches(file, text, known.exercises));
    if (file.startsWith('content/agendas/')) breaches.push(...agendaBreaches(file, text, known));
    if (file.startsWith('content/custom/')) pieces.push({ kind: 'custom', path: file, files: { [file]: text } });
  }
  if (wants('content/paths.yaml')) readPaths(root);
  breaches.push(...strangeFiles(root).filter(({ file }) => wants(file)));

  const written = {
    lessons: lessons.read.map(({ path, lesson: { id, seeds } }) => ({ path, id, seeds })),
    exercises: exercises.read.map(({ path, definition: { id, lesson, seeds } }) => ({ path, id, lesson, seeds })),
  };
  breaches.push(...coverageBreaches(coverage, course, written).filter(({ file }) => wants(file)));
  const found = [...breaches, ...(await doPieces(root, pieces)).flat()];
  return [...new Map(found.map((breach) => [describeBreach(breach), breach])).values()];
}

/** What else a lesson has: its number of exercises in the plan, objectives, and questions that come back. */
function besideBreaches({ lesson: { id, exercises } }: LessonFolder, root: string, course: Course, objectives: Objectives): readonly Breach[] {
  const plan = course.lessons.find((one) => one.id === id);
  const line = lineWith(readFileSync(join(root, 'course.yaml'), 'utf8'), `id: ${id},`);
  const questions = `review/${id.toLowerCase()}/items.yaml`;
  return [
    ...(plan && plan.exercises < exercises.length
      ? [{ file: 'content/course.yaml', line, why: `${id} has ${exercises.length} exercises, and ${plan.exercises} are planned: write the number, and the minutes of all of them` }]
      : []),
    ...(objectives[id] ? [] : [{ file: 'content/objectives.yaml', line: 1, why: `says nothing of ${id}: write what somebody can do after it, and by which exercise it is shown` }]),
    ...(existsSync(join(root, questions)) ? [] : [{ file: `content/${questions}`, line: 1, why: `is missing: write three questions or more about ${id}, and their words in ja.md and en.md` }]),
  ];
}

const EXAM = 'content/exam/exam.yaml';

/** The breaches that a law finds; none where a text cannot be read, which another law has told. */
function told(law: () => readonly Breach[]): readonly Breach[] {
  try {
    return law();
  } catch (problem) {
    if (problem instanceof ContentError) return [];
    throw problem;
  }
}

/** The tasks of the exam, with what all of them are given and are drawn from. */
function readTasks(root: string): ReturnType<typeof readEach<ExamTaskFolder>> & { readonly pools: readonly string[]; readonly shared: FolderTexts } {
  if (!existsSync(join(root, 'exam', 'exam.yaml'))) return { read: [], breaches: [], pools: [], shared: {} };
  const shared = readFolder(join(root, 'exam', SHARED_GIVEN));
  let number = 0;
  const { read, breaches } = readEach(root, 'exam', (folder, path) => (path.endsWith(`/${SHARED_GIVEN}`) ? undefined : readExamTask(folder, path, shared, ++number)));
  return { read: read.filter((folder) => folder !== undefined), breaches, pools: Object.keys(readExam(root).pools), shared };
}

/** Files beside agendas and custom exercises that nobody reads. */
function strangeFiles(root: string): readonly Breach[] {
  const kinds = [
    ['agendas', /^[a-z0-9][a-z0-9-]*\.yaml$/u, '.yaml'],
    ['custom', /^[a-z0-9][a-z0-9.-]*\.(ya?ml|json)$/u, '.yaml or .json'],
  ] as const;
  return kinds.flatMap(([folder, known, ends]) =>
    (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [])
      .filter((file) => !file.startsWith('.') && !known.test(file))
      .map((file) => ({ file: `content/${folder}/${file}`, line: 1, why: `is not read: a name here has small letters, digits and hyphens, and ends with ${ends}; rename it, or delete it` })),
  );
}

/** Files of data with words for readers, by path. */
function readData(root: string): FolderTexts {
  const named = ['course.yaml', 'glossary.yaml', 'misconceptions.yaml', 'objectives.yaml', 'paths.yaml', 'real-cluster.json'];
  const agendas = existsSync(join(root, 'agendas')) ? readdirSync(join(root, 'agendas')).filter((file) => file.endsWith('.yaml')).map((file) => `agendas/${file}`) : [];
  const custom = Object.entries(readCustomTexts(root)).map(([file, text]) => [`content/custom/${file}`, text] as const);
  return Object.fromEntries([...[...named, ...agendas].map((file) => [`content/${file}`, readFileSync(join(root, file), 'utf8')] as const), ...custom]);
}
