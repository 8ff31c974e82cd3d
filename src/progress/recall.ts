import { isDue, reviewOf, type Review } from './review.ts';
import { isRecord, WORK_LIMIT } from './work.ts';

/** How one question was answered so far. */
export interface Recalled {
  /** When it was answered rightly: real milliseconds since 1970, oldest first. */
  readonly passes: readonly number[];
  /** When it was last answered otherwise. */
  readonly missedAt?: number;
}

/** What is kept of the questions that come back, by their ids. */
export interface Recall {
  readonly format: 1;
  readonly items: { readonly [id: string]: Recalled };
}

export const RECALL_KEY = 'minato:recall';
export const NO_RECALL: Recall = { format: 1, items: {} };

/** Ids as this site has them; others are of an edition to come, and are kept all the same. */
const ID = /^L\d\d-[a-z][a-z-]{0,60}$/u;

/** What a value of JSON says of the questions; what cannot be read of it is left out. Never throws. */
export function readRecall(value: unknown): Recall {
  if (!isRecord(value) || value['format'] !== 1 || !isRecord(value['items'])) return NO_RECALL;
  const items = Object.entries(value['items']).flatMap(([id, item]): [string, Recalled][] => {
    if (!ID.test(id) || !isRecord(item)) return [];
    const { passes, missedAt } = item;
    if (!Array.isArray(passes) || passes.length > WORK_LIMIT.passes || !passes.every((at): at is number => Number.isFinite(at))) return [];
    if (missedAt !== undefined && !Number.isFinite(missedAt)) return [];
    return [[id, { passes, ...(missedAt === undefined ? {} : { missedAt: missedAt as number }) }]];
  });
  return { format: 1, items: Object.fromEntries(items) };
}

const asPractised = ({ passes, missedAt }: Recalled): { passes: readonly number[]; gaveUpAt?: number } => ({
  passes,
  ...(missedAt === undefined ? {} : { gaveUpAt: missedAt }),
});

/** When a question comes back; one that was never answered has no day. */
export function recallReview({ items }: Recall, id: string, now: number): Review | undefined {
  const item = items[id];
  return item && reviewOf(asPractised(item), now);
}

/** Ids of the questions that are due. */
export function dueRecall({ items }: Recall, now: number): readonly string[] {
  return Object.entries(items).flatMap(([id, item]) => (isDue(asPractised(item), now) ? [id] : []));
}

/** What is kept after an answer. */
export function recallAfter({ items }: Recall, id: string, isRight: boolean, now: number): Recall {
  const before = items[id] ?? { passes: [] };
  // What was missed a moment ago and is right now counts from now on.
  const after = isRight ? { ...before, passes: [...before.passes, now].slice(-WORK_LIMIT.passes) } : { ...before, missedAt: now };
  return { format: 1, items: { ...items, [id]: after } };
}

const newest = ({ passes, missedAt = 0 }: Recalled): number => Math.max(missedAt, ...passes.slice(-1), 0);

/** Both together: of each question the state that is newer; where they are equally new, the one that is here. */
export function mergedRecall(here: Recall, there: Recall): Recall {
  const items = { ...here.items };
  for (const [id, item] of Object.entries(there.items)) {
    const mine = items[id];
    if (!mine || newest(item) > newest(mine)) items[id] = item;
  }
  return { format: 1, items };
}
