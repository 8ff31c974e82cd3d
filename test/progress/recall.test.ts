import { describe, expect, test } from 'vitest';
import { dueRecall, mergedRecall, NO_RECALL, readRecall, recallAfter, recallReview, type Recall } from '../../src/progress/recall.ts';

const DAY = 86_400_000;
const noon = new Date(2026, 10, 10, 12).getTime();
const after = (...answers: readonly [right: boolean, days: number][]): Recall =>
  answers.reduce((recall, [right, days]) => recallAfter(recall, 'L01-kept', right, noon + days * DAY), NO_RECALL);

describe('a question comes back', () => {
  test.each([
    ['the day after it was right', after([true, 0]), [0, 1]],
    ['three days after the second time', after([true, 0], [true, 1]), [1, 4]],
    ['seven days after the third', after([true, 0], [true, 1], [true, 4]), [2, 11]],
    ['twenty-one days after the fourth', after([true, 0], [true, 1], [true, 4], [true, 11]), [3, 32]],
    ['the day after it was missed, however often it was right before', after([true, 0], [true, 1], [false, 4]), [0, 5]],
  ] as const)('%s', (_, recall, [done, days]) => {
    const review = recallReview(recall, 'L01-kept', noon + 40 * DAY);
    expect(review?.done).toBe(done);
    expect(new Date(review?.dueAt ?? 0).toDateString()).toBe(new Date(noon + days * DAY).toDateString());
    expect(dueRecall(recall, noon + days * DAY)).toEqual(['L01-kept']);
    expect(dueRecall(recall, noon + (days - 1) * DAY)).toEqual([]);
  });

  test('no more after the last time, and never where it was not answered', () => {
    const recall = after([true, 0], [true, 1], [true, 4], [true, 11], [true, 32]);
    expect(recallReview(recall, 'L01-kept', noon + 400 * DAY)).toEqual({ done: 4 });
    expect(recallReview(recall, 'L01-outside', noon)).toBeUndefined();
  });
});

describe('what is kept', () => {
  test('is read as it was', () => {
    const recall = after([true, 0], [false, 1]);
    expect(readRecall(JSON.parse(JSON.stringify(recall)))).toEqual(recall);
  });
  test.each([[null], ['x'], [{ format: 2, items: {} }], [{ format: 1 }], [[]]])('is nothing where it is %j', (value) => {
    expect(readRecall(value)).toEqual(NO_RECALL);
  });
  test('loses only what cannot be read', () => {
    const items = {
      'L01-kept': { passes: [1] },
      'L01-bad': { passes: ['x'] },
      l1: { passes: [] },
      'L02-later': { passes: [], missedAt: 'x' },
      __proto__: { passes: [1] },
    };
    expect(readRecall({ format: 1, items })).toEqual({ format: 1, items: { 'L01-kept': { passes: [1] } } });
  });
  test('of two devices is the newer state of each question', () => {
    const here: Recall = { format: 1, items: { 'L01-kept': { passes: [5] }, 'L02-nobody': { passes: [1], missedAt: 9 } } };
    const there: Recall = { format: 1, items: { 'L01-kept': { passes: [5], missedAt: 6 }, 'L02-nobody': { passes: [8] }, 'L03-called': { passes: [2] } } };
    expect(mergedRecall(here, there).items).toEqual({
      'L01-kept': { passes: [5], missedAt: 6 },
      'L02-nobody': { passes: [1], missedAt: 9 },
      'L03-called': { passes: [2] },
    });
  });
});
