import { describe, expect, it } from 'vitest';
import { isDue, reviewOf } from '../../src/progress/review.ts';

/** A time of day in May 2027, on this machine's calendar. */
const at = (day: number, hour = 10): number => new Date(2027, 4, day, hour).getTime();
const dueDay = (passes: readonly number[], now: number, gaveUpAt?: number): string => {
  const { dueAt } = reviewOf({ passes, ...(gaveUpAt === undefined ? {} : { gaveUpAt }) }, now);
  return dueAt === undefined ? 'never' : new Date(dueAt).toDateString();
};
const day = (date: number): string => new Date(2027, 4, date).toDateString();

describe('reviews', () => {
  it.each([
    ['nothing passed', [], 'never', 0],
    ['the first pass', [at(1)], day(2), 0],
    ['the review a day later', [at(1), at(2)], day(5), 1],
    ['three days after that', [at(1), at(2), at(5)], day(12), 2],
    ['a week after that', [at(1), at(2), at(5), at(12)], new Date(2027, 5, 2).toDateString(), 3],
    ['the last one', [at(1), at(2), at(5), at(12), new Date(2027, 5, 2, 9).getTime()], 'never', 4],
    ['a second pass on the same day', [at(1), at(1, 18)], day(2), 0],
    ['a pass before the day', [at(1), at(2), at(4)], day(5), 1],
    ['a pass long after the day', [at(1), at(20)], day(23), 1],
  ] as const)('after %s', (_, passes, due, done) => {
    const now = new Date(2027, 6, 1).getTime();
    expect(dueDay(passes, now)).toBe(due);
    expect(reviewOf({ passes }, now).done).toBe(done);
  });

  it('begin with the day, late in the evening as early in the morning', () => {
    expect(dueDay([at(1, 23)], at(1, 23))).toBe(day(2));
    expect(isDue({ passes: [at(1, 23)] }, at(1, 23) + 3_600_000 - 1)).toBe(false);
    expect(isDue({ passes: [at(1, 23)] }, at(2, 0))).toBe(true);
  });

  it('begin again a day after a solution was seen', () => {
    expect(dueDay([], at(3), at(3))).toBe(day(4));
    expect(dueDay([at(1), at(2)], at(5), at(4))).toBe(day(5));
    expect(dueDay([at(1), at(2), at(5)], at(5), at(4))).toBe(day(6));
  });

  it('count a pass of a clock that was set back as one of today', () => {
    expect(dueDay([at(9)], at(1))).toBe(day(2));
    expect(isDue({ passes: [at(9)] }, at(2))).toBe(false);
  });
});
