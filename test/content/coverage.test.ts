import { describe, expect, test } from 'vitest';
import { readCourse, readCoverage, readExercises, readLessons } from '../../src/exercise/load.ts';
import { describeBreach } from './breach.ts';
import { coverageBreaches, type Written } from './coverage-laws.ts';

const coverage = readCoverage();
const course = readCourse();
const written: Written = {
  lessons: readLessons().map(({ path, lesson: { id, seeds } }) => ({ path, id, seeds })),
  exercises: readExercises().map(({ path, definition: { id, lesson, seeds } }) => ({ path, id, lesson, seeds })),
};
const said = (changed: Partial<Written>, rows = coverage): readonly string[] =>
  coverageBreaches(rows, course, { ...written, ...changed }).map(describeBreach);

test('every row of what the course must contain is there once', () => {
  const rows = Object.keys(coverage);
  const expected = (article: number, last: number): string[] => Array.from({ length: last }, (_, index) => `S${article}-${String(index + 1).padStart(3, '0')}`);
  expect(rows).toEqual([...expected(1, 119), ...expected(2, 58)]);
});

test('every row has its lesson and its exercises wherever they are written', () => {
  expect(said({})).toEqual([]);
});

describe('a gap is named', () => {
  const lesson = written.lessons.find(({ id }) => id === 'L01')!;
  const exercise = written.exercises.find(({ id }) => id === 'L01-E2')!;
  const others = written.exercises.filter(({ id }) => id !== 'L01-E2');

  test('an exercise no longer practises a row', () => {
    expect(said({ exercises: [...others, { ...exercise, seeds: ['S1-003'] }] })).toContainEqual(
      expect.stringContaining(`${exercise.path}/exercise.yaml:1: \`seeds\` lack S1-006, which coverage.json says it practises`),
    );
  });
  test('an exercise practises a row that the table does not give it', () => {
    expect(said({ exercises: [...others, { ...exercise, seeds: [...exercise.seeds, 'S1-119'] }] })).toContainEqual(
      expect.stringMatching(/coverage\.json:120: S1-119 does not name L01-E2/u),
    );
  });
  test('a lesson and its exercises have nothing of a row', () => {
    const without = written.exercises.map((one) => ({ ...one, seeds: one.seeds.filter((row) => row !== 'S1-006') }));
    expect(said({ exercises: without, lessons: [{ ...lesson, seeds: [] }] })).toContainEqual(expect.stringMatching(/lesson\.yaml:1: has nothing of S1-006/u));
  });
  test('a row names an exercise that never came', () => {
    expect(said({}, { ...coverage, 'S1-006': { lessons: ['L01'], exercises: ['L01-E2', 'L01-E9'] } })).toContainEqual(
      expect.stringMatching(/S1-006: there is no exercise L01-E9, and all of L01 are written/u),
    );
  });
  test('a row names a lesson that the course does not have', () => {
    expect(said({}, { ...coverage, 'S1-006': { lessons: ['L01', 'L99'], exercises: ['L01-E2'] } })).toContainEqual(expect.stringMatching(/no lesson L99/u));
  });
});
