/**
 * Makes the folder of a new exercise or lesson, with everything in it that the laws ask for:
 *   npm run new:exercise -- L08-E2 pending-for-good --kind diagnose
 *   npm run new:lesson -- L08
 * What is still to be written is marked with ✎; `npm run check:content -- <folder>` lists it, line by line.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCourse, readCoverage, readExercises, type FolderTexts } from '../src/exercise/load.ts';
import { exerciseKinds } from '../src/exercise/schema.ts';
import { exerciseFiles, lessonFiles } from './scaffold.ts';

class Refused extends Error {}

function write(folder: string, files: FolderTexts): void {
  if (existsSync(folder)) throw new Refused(`${folder} is there already: change it, or choose another name`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  console.log(`made ${folder}/ with ${Object.keys(files).length} files`);
  console.log(`next: npm run check:content -- ${folder}`);
}

/** Rows of coverage.json that name a lesson or an exercise. */
function rowsOf(kind: 'lessons' | 'exercises', id: string): readonly string[] {
  return Object.entries(readCoverage()).flatMap(([row, wanted]) => (wanted[kind].includes(id) ? [row] : []));
}

function lessonPlan(id: string): { readonly slug: string } {
  if (!/^L\d\d$/u.test(id)) throw new Refused('name the id of the lesson, such as L08');
  const plan = readCourse().lessons.find((lesson) => lesson.id === id);
  if (plan === undefined) throw new Refused(`content/course.yaml has no lesson ${id}: plan it there first`);
  return plan;
}

/** The id behind the last exercise of a lesson. */
function nextFree(lesson: string, ids: readonly string[]): string {
  const numbers = ids.map((id) => (id.startsWith(`${lesson}-E`) ? Number(id.slice(lesson.length + 2)) : 0));
  return `${lesson}-E${Math.max(0, ...numbers) + 1}`;
}

function newExercise([id = '', slug = '']: readonly string[], kind: string): void {
  if (!/^L\d\d-(E\d|CAP)$/u.test(id)) throw new Refused('name the id of the exercise, such as L08-E2, and then the name of its folder');
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/u.test(slug))
    throw new Refused(`name its folder behind ${id} in a few lowercase words with hyphens, such as pending-for-good`);
  if (!(exerciseKinds as readonly string[]).includes(kind)) throw new Refused(`--kind is one of ${exerciseKinds.join(', ')}`);
  lessonPlan(id.slice(0, 3));
  const exercises = readExercises();
  const free = nextFree(
    id.slice(0, 3),
    exercises.map(({ definition }) => definition.id),
  );
  const taken = exercises.find(({ definition }) => definition.id === id);
  if (taken) throw new Refused(`${id} is ${taken.path}: ids are permanent, so take the next free one, ${free}`);
  if (!id.endsWith('-CAP') && id !== free) throw new Refused(`${id} leaves out numbers: take the next free one, ${free}`);
  write(`content/exercises/${id.toLowerCase()}-${slug}`, exerciseFiles({ id, kind, seeds: rowsOf('exercises', id) }));
}

function newLesson([lesson = '']: readonly string[]): void {
  const { slug } = lessonPlan(lesson);
  const exercises = readExercises().flatMap(({ definition }) => (definition.lesson === lesson ? [definition.id] : []));
  write(`content/lessons/${slug}`, lessonFiles({ lesson, seeds: rowsOf('lessons', lesson), exercises }));
}

/** What was typed behind `exercise` or `lesson`. Ids may be typed in small letters. */
function typed(): { readonly what: string | undefined; readonly names: readonly string[]; readonly kind: string } {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { kind: { type: 'string', default: 'break-fix' } } });
    const [what, id, ...names] = positionals;
    return { what, names: id === undefined ? [] : [id.toUpperCase(), ...names], kind: values.kind };
  } catch (problem) {
    const said = problem instanceof Error ? problem.message.replace(/\. To specify .*$/u, '') : String(problem);
    throw new Refused(`${said}: write npm run new:exercise -- L08-E2 pending-for-good --kind diagnose, or npm run new:lesson -- L08`);
  }
}

try {
  const { what, names, kind } = typed();
  if (what === 'exercise') newExercise(names, kind);
  else newLesson(names);
} catch (problem) {
  if (!(problem instanceof Refused)) throw problem;
  console.error(problem.message);
  process.exitCode = 2;
}
