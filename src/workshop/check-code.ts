import { codesOf, drawFrom, readCode, writeCode, type NoRunCode } from '../exercise/run-code.ts';
import type { ExerciseFacts } from './course-facts.ts';

/** Letters that carry something; one more checks them. */
const CARRYING = 4;
/** So many states have a code. */
export const CODES = codesOf(CARRYING);
/** With more checks than this, a code says how many passed, not which. */
export const TOLD_CHECKS = 10;

/** Which room, and which edition of the course: a code of another one reads as another number. */
export interface RoomKey {
  /** Of the room; see `runCode`. */
  readonly seed: number;
  readonly version: string;
}

/** What a check code says. */
export interface RoomState {
  readonly exercise: string;
  /** How many checks passed. */
  readonly passed: number;
  /** Of so many. */
  readonly checks: number;
  /** Which checks did not pass; absent where the exercise has more than a code can tell. */
  readonly failing?: readonly string[];
}

/** `other`: no state of this room and edition. */
export type NoCheckCode = NoRunCode | { readonly refused: 'other' };

const statesOf = ({ checks }: Pick<ExerciseFacts, 'checks'>): number => (checks.length <= TOLD_CHECKS ? 2 ** checks.length : checks.length + 1);

/** How many states all exercises have together. */
export const allStates = (exercises: readonly Pick<ExerciseFacts, 'checks'>[]): number => exercises.reduce((sum, one) => sum + statesOf(one), 0);

/** A room spreads its states over all codes by `factor × state + shift`; the factor shares no divisor with their number. */
function spreadOf({ seed, version }: RoomKey): { readonly factor: number; readonly shift: number } {
  const { integer } = drawFrom(seed, version);
  const factor = 1 + integer(CODES - 1);
  // A multiple of the number of letters has no inverse; its neighbour is none.
  return { factor: greatestDivisor(factor, CODES) === 1 ? factor : factor + 1, shift: integer(CODES) };
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/** The number that `factor` times it leaves 1, among so many. */
function inverse(factor: number, among: number): number {
  let [before, now, old, rest] = [0, 1, among, factor];
  while (rest !== 0) {
    const times = Math.floor(old / rest);
    [before, now] = [now, before - times * now];
    [old, rest] = [rest, old - times * rest];
  }
  return ((before % among) + among) % among;
}

/** The check code of an exercise whose checks of these ids passed; `undefined` where the course has no such exercise. */
export function checkCode(exercise: string, passed: ReadonlySet<string>, exercises: readonly ExerciseFacts[], room: RoomKey): string | undefined {
  const at = exercises.findIndex(({ id }) => id === exercise);
  const facts = exercises[at];
  if (!facts) return undefined;
  const { checks } = facts;
  const own =
    checks.length <= TOLD_CHECKS ? checks.reduce((mask, id, i) => mask + (passed.has(id) ? 2 ** i : 0), 0) : checks.filter((id) => passed.has(id)).length;
  const { factor, shift } = spreadOf(room);
  return writeCode((factor * (allStates(exercises.slice(0, at)) + own) + shift) % CODES, CARRYING);
}

/** What a code of this room says, as somebody typed it; or why it says nothing. */
export function readCheckCode(text: string, exercises: readonly ExerciseFacts[], room: RoomKey): RoomState | NoCheckCode {
  const read = readCode(text, CARRYING);
  if ('refused' in read) return read;
  const { factor, shift } = spreadOf(room);
  let state = ((read.number - shift + CODES) * inverse(factor, CODES)) % CODES;
  for (const facts of exercises) {
    const own = statesOf(facts);
    if (state >= own) {
      state -= own;
      continue;
    }
    const { id, checks } = facts;
    if (checks.length > TOLD_CHECKS) return { exercise: id, passed: state, checks: checks.length };
    const failing = checks.filter((_, i) => Math.floor(state / 2 ** i) % 2 === 0);
    return { exercise: id, passed: checks.length - failing.length, checks: checks.length, failing };
  }
  return { refused: 'other' };
}
