import { describe, expect, test } from 'vitest';
import { percentOf, readExam, readPassLine, type KeptExam } from '../../src/progress/exam.ts';

const exam: KeptExam = {
  format: 1,
  kind: 'minato-exam',
  version: 'abcd1234',
  form: 'short',
  seed: 4711,
  pass: 80,
  timer: { factor: 1.5, shown: false },
  begunAt: 1_700_000_000_000,
  usedMs: 61_000,
  at: 1,
  tasks: [
    { slug: 'a', texts: {}, actions: [] },
    { slug: 'b', texts: { 'service.yaml': 'kind: Service' }, actions: [{ kind: 'apply', texts: {} }] },
  ],
};
const judged: KeptExam = {
  ...exam,
  result: { at: 1_700_000_900_000, tasks: [{ slug: 'a', credit: 0.5, checks: [{ id: 'answers', passed: true }], ideas: ['M03'] }] },
};

describe('an exam that is kept', () => {
  test.each([
    ['begun', exam],
    ['handed in', judged],
    ['one task alone', { ...exam, only: 'a', at: 0, tasks: exam.tasks.slice(0, 1) }],
  ])('is read as it was: %s', (_, kept) => {
    expect(readExam(JSON.stringify(kept))).toEqual(kept);
  });

  test.each([
    ['no JSON', '{'],
    ['nothing', 'null'],
    ['another kind', JSON.stringify({ ...exam, kind: 'minato-progress' })],
    ['a format to come', JSON.stringify({ ...exam, format: 2 })],
    ['an unknown form', JSON.stringify({ ...exam, form: 'endless' })],
    ['no seed', JSON.stringify({ ...exam, seed: 0 })],
    ['a clock that runs backwards', JSON.stringify({ ...exam, usedMs: -1 })],
    ['a timer that nobody offers', JSON.stringify({ ...exam, timer: { factor: 3, shown: true } })],
    ['a task that is not there', JSON.stringify({ ...exam, at: 2 })],
    ['an action that is none', JSON.stringify({ ...exam, tasks: [{ slug: 'a', texts: {}, actions: [{ kind: 'cheat' }] }], at: 0 })],
    ['a text that is none', JSON.stringify({ ...exam, tasks: [{ slug: 'a', texts: { x: 1 }, actions: [] }], at: 0 })],
    ['more than all', JSON.stringify({ ...judged, result: { at: 1, tasks: [{ slug: 'a', credit: 2, checks: [], ideas: [] }] } })],
    ['one task alone that is two', JSON.stringify({ ...exam, only: 'a' })],
    ['too much', JSON.stringify({ ...exam, version: 'x'.repeat(2_000_001) })],
  ])('is not read: %s', (_, text) => {
    expect(readExam(text)).toBeUndefined();
  });
});

test.each([
  ['80', 80],
  [55, 55],
  ['49', 70],
  ['91', 70],
  ['', 70],
  ['x', 70],
  ['72.5', 70],
  [undefined, 70],
])('the pass line %j is %d', (given, line) => {
  expect(readPassLine(given)).toBe(line);
});

test.each([
  [[1, 1, 1], 100],
  [[1, 0.5, 0], 50],
  [[2 / 3, 2 / 3, 2 / 3], 66],
  [[1 / 3, 1 / 3, 1 / 3, 1, 1, 1], 66],
  [[0.7, 0.7, 0.7], 70],
  [[], 0],
])('tasks of %j reach %d percent', (credits, percent) => {
  expect(percentOf(credits.map((credit) => ({ credit })))).toBe(percent);
});
