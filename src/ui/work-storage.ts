import { readWork, WORK_LIMIT, workKey, type SavedWork } from '../progress/work.ts';

export type SaveOutcome = 'saved' | 'blocked' | 'full' | 'too-long';

function keptText(exercise: string): string | null {
  try {
    return localStorage.getItem(workKey(exercise));
  } catch {
    return null;
  }
}

/** The work kept for an exercise: `unreadable` where there is something that is not work. */
export function loadWork(exercise: string): SavedWork | 'unreadable' | undefined {
  const text = keptText(exercise);
  if (text === null) return undefined;
  const work = readWork(text, exercise);
  if (work) return work;
  keepAside(exercise, text);
  return 'unreadable';
}

/** Keeps work on the device. Never throws; what happened is the answer. */
export function saveWork(work: SavedWork): SaveOutcome {
  const text = JSON.stringify(work);
  if (text.length > WORK_LIMIT.characters || work.actions.length > WORK_LIMIT.actions) return 'too-long';
  try {
    localStorage.setItem(workKey(work.exercise), text);
    return 'saved';
  } catch (problem) {
    // A browser that keeps nothing at all says the same of an empty storage.
    return problem instanceof DOMException && problem.name === 'QuotaExceededError' && localStorage.length > 0 ? 'full' : 'blocked';
  }
}

/**
 * Calls back when another tab of this browser saves work on the exercise, as soon as `hear` was called, and then also for what was saved before; `end` ends it.
 * A browser that is to tell of its storage stands still until it has opened all of it (Chromium: 30 ms), which a page that is coming does not wait for.
 */
export function onOtherTab(exercise: string, newer: (work: SavedWork) => void): { readonly hear: () => void; readonly end: () => void } {
  const before = keptText(exercise);
  let hears = false;
  const meet = (text: string | null): void => {
    const work = text === null ? undefined : readWork(text, exercise);
    if (work) newer(work);
  };
  const listen = ({ key, newValue }: StorageEvent): void => {
    if (key === workKey(exercise)) meet(newValue);
  };
  return {
    hear: () => {
      if (hears) return;
      hears = true;
      addEventListener('storage', listen);
      const now = keptText(exercise);
      if (now !== before) meet(now);
    },
    end: () => removeEventListener('storage', listen),
  };
}

/** Puts what is about to be replaced where a person can still find it. */
export function keepAside(exercise: string, text?: string): void {
  try {
    const kept = text ?? localStorage.getItem(workKey(exercise));
    if (kept !== null) localStorage.setItem(`${workKey(exercise)}:before`, kept);
  } catch {
    // There is no room: then the newest work is what counts.
  }
}

/** A small setting of this device, or `undefined`. */
export function readSetting(name: string): string | undefined {
  try {
    return localStorage.getItem(`minato:${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(`minato:${name}`, value);
  } catch {
    // A setting that is not kept holds for this page.
  }
}

/** Hands the work over as a file. */
export function exportWork(work: SavedWork): void {
  saveText(`minato-${work.exercise}.json`, JSON.stringify(work, null, 1));
}

/** Hands a text over as a file of this name. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}
