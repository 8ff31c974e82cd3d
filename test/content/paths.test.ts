import { describe, expect, test } from 'vitest';
import { readCourse, readCoverage, readExercises, readLessons } from '../../src/exercise/load.ts';
import { minutesOf, openPath, readPaths, shareOfText } from '../../src/exercise/learning-path.ts';

const paths = readPaths();
const coverage = readCoverage();
const course = readCourse().lessons;
/** Ids that exist or are planned: rows of what the course must contain name exercises before they are written. */
const planned = new Set(Object.values(coverage).flatMap(({ exercises }) => exercises));
const hours = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

test('the five ways through the course are there', () => {
  expect(paths.map(({ id }) => id)).toEqual(['full', 'essentials', 'service-overview', 'external-name', 'certification']);
});

describe.each(paths.map((path) => [path.id, path] as const))('%s', (_, path) => {
  const stops = path.parts.flatMap((part) => part.stops);

  test('names lessons and exercises of the course, each once in a part and in order', () => {
    for (const { stops } of path.parts) {
      const numbers = stops.map(({ lesson }) => course.findIndex(({ id }) => id === lesson));
      expect(numbers.every((at, index) => at > (numbers[index - 1] ?? -1))).toBe(true);
    }
    for (const { lesson, exercises = [] } of stops)
      for (const id of exercises) {
        expect(planned, `${id} is no exercise of the course`).toContain(id);
        expect(id.startsWith(`${lesson}-`), `${id} is none of ${lesson}`).toBe(true);
      }
  });

  test('reads sections that its lessons have, and its minutes are the sum of what is there', () => {
    const open = openPath(path).flat();
    const ids = new Set(open.flatMap(({ exercises }) => exercises.map(({ definition }) => definition.id)));
    const practice = readExercises().reduce((sum, { definition }) => sum + (ids.has(definition.id) ? definition.minutes : 0), 0);
    const total = minutesOf(open);
    expect(total).toBeGreaterThan(practice);
    expect(total).toBeLessThanOrEqual(practice + open.reduce((sum, { reading }) => sum + reading, 0));
    if (path.most !== undefined) expect(total, `takes ${hours(total)}`).toBeLessThanOrEqual(path.most);
  });

  test('practises every row of its subject', () => {
    const { covers } = path;
    if (covers === undefined) return;
    const done = new Set(
      stops.flatMap(({ lesson, exercises }) => exercises ?? [...planned].filter((id) => id.startsWith(`${lesson}-`))),
    );
    const rows = Object.entries(coverage).filter(([row]) => row.startsWith(`${covers}-`));
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter(([, { exercises }]) => !exercises.some((id) => done.has(id))).map(([row]) => row)).toEqual([]);
  });
});

test('the whole course is all lessons and all exercises', () => {
  const [full] = paths;
  if (!full) throw new Error('there is no path');
  const open = openPath(full).flat();
  expect(open.flatMap(({ exercises }) => exercises.map(({ definition }) => definition.id)).sort()).toEqual(
    readExercises()
      .map(({ definition }) => definition.id)
      .sort(),
  );
  expect(open.filter(({ lesson }) => lesson).length).toBe(readLessons().length);
});

test('the share of all sections is nearly the text, and an unknown section is refused', () => {
  const [lesson] = readLessons();
  if (!lesson) throw new Error('there is no lesson');
  expect(shareOfText(lesson, ['addresses'])).toBeGreaterThan(0.05);
  expect(shareOfText(lesson, ['addresses', 'entry'])).toBeGreaterThan(shareOfText(lesson, ['addresses']));
  expect(() => shareOfText(lesson, ['no-such-section'])).toThrow('has not all of the sections no-such-section');
});
