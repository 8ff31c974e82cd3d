import type { Coverage, Course } from '../../src/exercise/schema.ts';
import type { Breach } from './breach.ts';

/** What is written so far: lessons and exercises with the rows they say they have. */
export interface Written {
  readonly lessons: readonly { readonly path: string; readonly id: string; readonly seeds: readonly string[] }[];
  readonly exercises: readonly { readonly path: string; readonly id: string; readonly lesson: string; readonly seeds: readonly string[] }[];
}

/**
 * The laws of `coverage.json`: it names only lessons of the course, and every row has what it names wherever that is written. A
 * lesson has a row if it or one of its exercises says so; an exercise has it only by saying so itself, and says no other row.
 */
export function coverageBreaches(coverage: Coverage, course: Course, { lessons, exercises }: Written): readonly Breach[] {
  const breaches: Breach[] = [];
  const order = Object.keys(coverage);
  /** A row stands on a line of its own in coverage.json, after the opening brace. */
  const breach = (file: string, why: string, row?: string): void => void breaches.push({ file, line: row === undefined ? 1 : order.indexOf(row) + 2, why });
  const planned = new Map(course.lessons.map(({ id, exercises }) => [id, exercises]));
  for (const [row, wanted] of Object.entries(coverage)) {
    for (const id of wanted.lessons) {
      if (!planned.has(id)) breach('content/coverage.json', `${row}: content/course.yaml has no lesson ${id}: mend the id here`, row);
      const lesson = lessons.find((one) => one.id === id);
      const has = lesson?.seeds.includes(row) === true || exercises.some((one) => one.lesson === id && one.seeds.includes(row));
      if (lesson && !has) breach(`${lesson.path}/lesson.yaml`, `has nothing of ${row}: add it to \`seeds\` once the text has it, or to those of an exercise`);
    }
    for (const id of wanted.exercises) {
      const exercise = exercises.find((one) => one.id === id);
      if (exercise && !exercise.seeds.includes(row)) breach(`${exercise.path}/exercise.yaml`, `\`seeds\` lack ${row}, which coverage.json says it practises: add it here or take ${id} out there`);
      const [lesson = ''] = id.split('-');
      const whole = exercises.filter((one) => one.lesson === lesson).length === planned.get(lesson);
      if (!exercise && whole) breach('content/coverage.json', `${row}: there is no exercise ${id}, and all of ${lesson} are written: name another`, row);
    }
  }
  for (const { path, seeds } of lessons) for (const row of seeds) if (!coverage[row]) breach(`${path}/lesson.yaml`, `content/coverage.json has no row ${row}: mend \`seeds\``);
  for (const { path, id, seeds } of exercises)
    for (const row of seeds)
      if (!coverage[row]?.exercises.includes(id)) breach('content/coverage.json', `${row} does not name ${id}, but ${path}/exercise.yaml says it practises that row: add it here or take the row out there`, row);
  return breaches;
}
