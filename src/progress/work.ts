import type { Intervention } from '../engine/index.ts';
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
  const done = readActions(actions);
  if (!Number.isFinite(savedAt) || !isTexts(texts) || !done) return undefined;
  if (typeof passed !== 'boolean' || typeof gaveUp !== 'boolean' || typeof explanation !== 'string') return undefined;
  const kept = { format: 2 as const, exercise, savedAt: savedAt as number, texts, actions: done, passed, gaveUp, explanation };
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

/** A list of actions that a lab can do again; `undefined` where it is none, or too long. */
export function readActions(value: unknown): readonly LabAction[] | undefined {
  return Array.isArray(value) && value.length <= WORK_LIMIT.actions && value.every(isAction) ? value : undefined;
}

function isAction(value: unknown): value is LabAction {
  if (!isRecord(value)) return false;
  switch (value['kind']) {
    case 'apply':
      return isTexts(value['texts']);
    case 'run':
      return typeof value['terminal'] === 'string' && typeof value['line'] === 'string' && isTexts(value['texts']);
    case 'draw':
      return typeof value['run'] === 'string';
    case 'answer':
      return typeof value['field'] === 'string' && typeof value['choice'] === 'string';
    case 'stop':
      return typeof value['terminal'] === 'string';
    case 'save':
      return typeof value['terminal'] === 'string' && typeof value['text'] === 'string';
    case 'hint':
      return Number.isInteger(value['number']);
    case 'advance':
      return Number.isFinite(value['ms']);
    case 'wait':
      return value['until'] === 'event' || value['until'] === 'quiet';
    case 'files':
      return Array.isArray(value['files']) && value['files'].every((file) => typeof file === 'string');
    case 'intervene':
      return isIntervention(value['intervention']);
    case 'commit':
    case 'hand-in':
    case 'give-up':
      return true;
    default:
      return false;
  }
}

const INTERVENTIONS: { readonly [K in Intervention['kind']]: readonly string[] } = {
  'node-down': ['node'],
  'node-up': ['node'],
  'zone-down': ['zone'],
  'zone-up': ['zone'],
  crash: ['namespace', 'pod'],
  unready: ['namespace', 'pod'],
  'ready-again': ['namespace', 'pod'],
  'load-balancer': ['namespace', 'service', 'ingress'],
};

function isIntervention(value: unknown): value is Intervention {
  if (!isRecord(value) || typeof value['kind'] !== 'string' || !Object.hasOwn(INTERVENTIONS, value['kind'])) return false;
  return INTERVENTIONS[value['kind'] as Intervention['kind']].every((field) => typeof value[field] === 'string');
}

/** Whether a value is texts by file name. */
export function isTexts(value: unknown): value is Texts {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}

/** Whether a value of JSON is an object with names. */
export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
