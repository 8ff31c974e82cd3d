import { WORK_LIMIT, readWork, workKey, type SavedWork } from '../../progress/work.ts';
import { loadWork } from '../work-storage.ts';

/** Where a learner's own work waits while a state of the room is in its lab. */
const asideKey = (exercise: string): string => `${workKey(exercise)}:own`;

/** Puts the work that is kept now aside, unless something waits there already: that is older, and the learner's own. */
export function putAside(exercise: string): boolean {
  try {
    const kept = localStorage.getItem(workKey(exercise));
    if (kept === null || localStorage.getItem(asideKey(exercise)) !== null) return localStorage.getItem(asideKey(exercise)) !== null;
    localStorage.setItem(asideKey(exercise), kept);
    return true;
  } catch {
    return false;
  }
}

/** The work that waits, and whether there is any. */
export function workAside(exercise: string): SavedWork | undefined {
  try {
    return readWork((localStorage.getItem(asideKey(exercise)) ?? '').slice(0, WORK_LIMIT.characters + 1), exercise);
  } catch {
    return undefined;
  }
}

export function forgetAside(exercise: string): void {
  try {
    localStorage.removeItem(asideKey(exercise));
  } catch {
    // Blocked: nothing waits.
  }
}

/** Everything of these exercises that was saved since a moment. */
export function workSince(exercises: readonly string[], since: number): readonly SavedWork[] {
  return exercises.flatMap((id) => {
    const work = loadWork(id);
    return work === undefined || work === 'unreadable' || work.savedAt < since ? [] : [work];
  });
}
