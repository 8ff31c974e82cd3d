import type { SavedWork } from './work.ts';

/** Days from one pass that counts to the next review; after the last one an exercise rests. */
export const REVIEW_DAYS = [1, 3, 7, 21] as const;
const DAY_MS = 86_400_000;

export type Practised = Pick<SavedWork, 'passes' | 'gaveUpAt'>;

/** Where an exercise stands between its first pass and its rest. */
export interface Review {
  /** Reviews passed so far: 0 to 4. */
  readonly done: number;
  /** Real milliseconds since 1970 from which it is to be done again; absent: never, or not yet begun. */
  readonly dueAt?: number;
}

/** The beginning of a day of this device's calendar, some days later. */
function dayAfter(at: number, days: number): number {
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  // Noon, so that an hour more or less in a year's two odd days changes no day.
  const noon = new Date(day.getTime() + days * DAY_MS + DAY_MS / 2);
  return noon.setHours(0, 0, 0, 0);
}

/**
 * When an exercise is due: 1, 3, 7 and 21 days after the pass before. A pass before that day counts for nothing; whoever saw a
 * solution since begins again, a day later. Times later than now come from a clock that was set back: they count as now.
 */
export function reviewOf({ passes, gaveUpAt = 0 }: Practised, now: number): Review {
  const gaveUp = Math.min(gaveUpAt, now);
  let done = -1;
  let last = 0;
  for (const at of passes.map((pass) => Math.min(pass, now)).filter((pass) => pass >= gaveUp)) {
    if (done >= 0 && at < dayAfter(last, REVIEW_DAYS[done] ?? Infinity)) continue;
    done += 1;
    last = at;
    if (done === REVIEW_DAYS.length) break;
  }
  const days = REVIEW_DAYS[Math.max(0, done)];
  const from = done < 0 ? gaveUp : last;
  return { done: Math.max(0, done), ...(from > 0 && days !== undefined ? { dueAt: dayAfter(from, days) } : {}) };
}

/** Whether a review is to be done today or was to be done earlier. */
export function isDue(work: Practised, now: number): boolean {
  const { dueAt } = reviewOf(work, now);
  return dueAt !== undefined && dueAt <= now;
}
