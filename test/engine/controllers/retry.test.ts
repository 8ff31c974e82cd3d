import { expect, test } from 'vitest';
import { nextTry } from '../../../src/engine/controllers/retry.ts';

test('what failed is tried again after pauses that double, from 5 ms to 1,000 s', () => {
  expect([0, 5, 15, 35].map((now) => nextTry(0, now))).toEqual([5, 15, 35, 75]);
  expect(nextTry(1_000, 11_000)).toBe(1_000 + 5 * (2 ** 11 - 1));
  // 18 doublings make 1,310 s: the nineteenth pause is the longest, and all after it.
  const before = 5 * (2 ** 18 - 1);
  expect(nextTry(0, before)).toBe(before + 1_000_000);
  expect(nextTry(0, before + 1_000_000)).toBe(before + 2_000_000);
});
