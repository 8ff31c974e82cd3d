import { expect, test } from 'vitest';
import { readCourse, readExercises, readLessons, readMisconceptions, readObjectives } from '../../src/exercise/load.ts';

test('every misconception that an exercise, its feedback or a lesson names is said in both languages', () => {
  const said = readMisconceptions();
  const named = [
    ...readExercises().flatMap(({ path, definition }) =>
      [...definition.misconceptions, ...definition.feedback.flatMap(({ misconception }) => misconception ?? [])].map((id) => `${path}: ${id}`),
    ),
    ...readLessons().flatMap(({ path, lesson }) => lesson.misconceptions.map((id) => `${path}: ${id}`)),
  ];
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((one) => said[one.slice(-3)] === undefined)).toEqual([]);
  const english = Object.entries(said).filter(([, { en }]) => /[\u3040-\u30ff\u4e00-\u9fff]/u.test(en));
  expect(english).toEqual([]);
});

test('every exercise shows that something can be done, and every objective is shown by exercises that exist', () => {
  const objectives = readObjectives();
  expect(Object.keys(objectives)).toEqual(readCourse().lessons.map(({ id }) => id));
  const shown = new Set(Object.values(objectives).flatMap((own) => own.flatMap((objective) => objective.shown)));
  expect([...shown].sort()).toEqual(readExercises().map(({ definition }) => definition.id).sort());
});
