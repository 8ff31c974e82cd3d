import type { LabAction, Texts } from '../lab/action.ts';

/** One exercise's work as it is kept on the device or in a file. Its key is the permanent id, so titles and slugs may change. */
export interface SavedWork {
  /** 1 had neither `passes` nor `gaveUpAt` nor `ideas`; it is still read. */
  readonly format: 2;
  /** `L03-E2`. */
  readonly exercise: string;
  /** Real milliseconds since 1970: the newest of two is kept. */
  readonly savedAt: number;
  /** What stands in the editor, applied or not. */
  readonly texts: Texts;
  readonly actions: readonly LabAction[];
  readonly passed: boolean;
  readonly gaveUp: boolean;
  /** The learner's own sentence. */
  readonly explanation: string;
  /** When it was passed, each time from a fresh start: real milliseconds since 1970, oldest first. */
  readonly passes: readonly number[];
  /** When a solution was last seen before passing. */
  readonly gaveUpAt?: number;
  /** Misconceptions whose signature was met, and when last: `M03` → real milliseconds since 1970. */
  readonly ideas: { readonly [misconception: string]: number };
}

/** More than this is not saved and not read: characters of JSON, and actions. */
export const WORK_LIMIT = { characters: 2_000_000, actions: 1_000, passes: 200 } as const;

/** Where an exercise's work is kept. */
export function workKey(exercise: string): string {
  return `minato:work:${exercise}`;
}

/** The work in a text, or `undefined` where it is not such work, too large, or of another exercise. */
export function readWork(text: string, exercise: string): SavedWork | undefined {
  if (text.length > WORK_LIMIT.characters) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const format = isRecord(value) ? value['format'] : undefined;
  if (!isRecord(value) || (format !== 1 && format !== 2) || value['exercise'] !== exercise) return undefined;
  const { savedAt, texts, actions, passed, gaveUp, explanation } = value;
  if (!Number.isFinite(savedAt) || !isTexts(texts) || !Array.isArray(actions) || actions.length > WORK_LIMIT.actions || !actions.every(isAction))
    return undefined;
  if (typeof passed !== 'boolean' || typeof gaveUp !== 'boolean' || typeof explanation !== 'string') return undefined;
  const kept = { format: 2 as const, exercise, savedAt: savedAt as number, texts, actions, passed, gaveUp, explanation };
  // What the first format did not know: that it was passed, or given up, is dated by the newest save.
  if (format === 1) return { ...kept, passes: passed ? [kept.savedAt] : [], ideas: {}, ...(gaveUp ? { gaveUpAt: kept.savedAt } : {}) };
  const { passes, gaveUpAt, ideas } = value;
  if (!Array.isArray(passes) || passes.length > WORK_LIMIT.passes || !passes.every(Number.isFinite)) return undefined;
  if (!isRecord(ideas) || !Object.values(ideas).every(Number.isFinite) || (gaveUpAt !== undefined && !Number.isFinite(gaveUpAt))) return undefined;
  return {
    ...kept,
    passes: passes as readonly number[],
    ideas: ideas as SavedWork['ideas'],
    ...(gaveUpAt === undefined ? {} : { gaveUpAt: gaveUpAt as number }),
  };
}

function isAction(value: unknown): value is LabAction {
  if (!isRecord(value)) return false;
  switch (value['kind']) {
    case 'apply':
      return isTexts(value['texts']);
    case 'run':
      return typeof value['terminal'] === 'string' && typeof value['line'] === 'string' && isTexts(value['texts']);
    case 'answer':
      return typeof value['field'] === 'string' && typeof value['choice'] === 'string';
    case 'stop':
      return typeof value['terminal'] === 'string';
    case 'hint':
      return Number.isInteger(value['number']);
    case 'advance':
      return Number.isFinite(value['ms']);
    case 'wait':
      return value['until'] === 'event' || value['until'] === 'quiet';
    case 'commit':
    case 'give-up':
      return true;
    default:
      return false;
  }
}

function isTexts(value: unknown): value is Texts {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
