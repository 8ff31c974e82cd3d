import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ContentError } from '../../src/exercise/content-error.ts';
import {
  readCourse,
  readCoverage,
  readExercise,
  readFolder,
  readGlossary,
  readLesson,
  readMisconceptions,
  readObjectives,
  type ExerciseFolder,
  type FolderTexts,
  type LessonFolder,
} from '../../src/exercise/load.ts';
import { readRecordedRuns, type RecordedRuns } from '../../src/exercise/recorded-runs.ts';
import type { Misconceptions, Objectives } from '../../src/exercise/schema.ts';
import { breachesOf, lineWith, type Breach } from './breach.ts';
import { coverageBreaches } from './coverage-laws.ts';
import { hintBreaches } from './hint-laws.ts';
import { languageOf } from './language-laws.ts';
import { linkBreaches, type Places } from './link-laws.ts';
import type { DoPieces, Piece } from './pieces.ts';
import { referenceBreaches } from './reference-laws.ts';
import { lessonBreaches, structureBreaches } from './structure-laws.ts';
import { unwrittenBreaches } from './unwritten-laws.ts';
import { walkBreaches } from './walk.ts';

/** Reads every folder of a kind; one that cannot be read is a breach, and the others are read all the same. */
function readEach<T>(root: string, kind: string, read: (folder: string, path: string) => T): { readonly read: readonly T[]; readonly breaches: readonly Breach[] } {
  const found: T[] = [];
  const breaches: Breach[] = [];
  const names = readdirSync(join(root, kind), { withFileTypes: true }).filter((entry) => entry.isDirectory());
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
  const glossary = readGlossary(root);
  const course = readCourse(root);
  const coverage = readCoverage(root);
  const said: Said = { lessons: lessons.read, misconceptions: readMisconceptions(root), objectives: readObjectives(root), recorded: readRecordedRuns(root) };

  const ids = new Set(exercises.read.map(({ definition }) => definition.id));
  const rules = new Set(pages.read.map(({ rule }) => rule));
  const terms = new Set(Object.keys(glossary));
  const places: Places = {
    lessons: Object.fromEntries(lessons.read.map(({ slug, lesson }) => [slug, lesson.sections])),
    exercises: new Set(exercises.read.map(({ slug }) => slug)),
  };

  const breaches: Breach[] = [...exercises.breaches, ...lessons.breaches].filter(({ file }) => wants(file));
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
    breaches.push(...structureBreaches(folder), ...hintBreaches(folder), ...walkBreaches(folder), ...placeBreaches(folder, said));
    pieces.push({ kind: 'answers', path: folder.path, files: folder.files });
    read(folder.path, folder.files, []);
  }
  for (const folder of lessons.read) {
    if (!wants(folder.path)) continue;
    breaches.push(...lessonBreaches(folder, ids, rules, terms));
    pieces.push({ kind: 'terminals', path: folder.path, files: folder.files });
    if (course.lessons.find(({ slug }) => slug === folder.slug)?.id !== folder.lesson.id)
      breaches.push({ file: `${folder.path}/lesson.yaml`, line: 1, why: `content/course.yaml has no lesson ${folder.lesson.id} with the slug ${folder.slug}: make them the same` });
    read(folder.path, folder.files, folder.lesson.sections);
  }
  for (const page of pages.read) {
    if (!wants(page.path)) continue;
    breaches.push(...referenceBreaches(page));
    read(page.path, page.files, []);
  }
  const written = {
    lessons: lessons.read.map(({ path, lesson: { id, seeds } }) => ({ path, id, seeds })),
    exercises: exercises.read.map(({ path, definition: { id, lesson, seeds } }) => ({ path, id, lesson, seeds })),
  };
  breaches.push(...coverageBreaches(coverage, course, written).filter(({ file }) => wants(file)));
  return [...breaches, ...(await doPieces(root, pieces)).flat()];
}
