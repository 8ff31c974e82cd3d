/**
 * A run code stands for one way of drawing: the same code gives the same names, ports and faults in every language and on every
 * device. It is short enough to be read out in a room, and no letter looks like another.
 */

/** Twenty-three letters, a prime: neither 0 O, 1 I L, 2 Z, 5 S, 8 B, nor U V. */
const LETTERS = '34679ACDEFGHJKMNPQRTWXY';
const BASE = LETTERS.length;
/** Letters that carry the seed; one more checks them. */
const CARRYING = 5;
/** A number and the letters that carry it: so many numbers have a code. */
export const codesOf = (carrying: number): number => BASE ** carrying;

/**
 * What each letter counts in the check. Sums that are multiples of a prime, and factors that differ and are no multiple of it: one
 * wrong letter, or two letters that changed places, make another sum.
 */
const sumOf = (digits: readonly number[], carrying: number): number => digits.reduce((sum, digit, i) => sum + digit * (i < carrying ? i + 2 : 1), 0);

/** A whole number from 0 up to, and not including, `codesOf(carrying)`, as letters, with one more that checks them. */
export function writeCode(number: number, carrying: number): string {
  const digits = Array.from({ length: carrying }, (_, i) => Math.floor(number / BASE ** (carrying - 1 - i)) % BASE);
  return [...digits, (BASE - (sumOf(digits, carrying) % BASE)) % BASE].map((digit) => LETTERS.charAt(digit)).join('');
}

/** The number of a code as somebody typed it: small letters, wide ones, spaces and hyphens make no difference. */
export function readCode(text: string, carrying: number): { readonly number: number } | NoRunCode {
  const typed = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\u30FC\u2212]+/gu, '');
  const digits = [...typed].map((letter) => LETTERS.indexOf(letter));
  if (digits.includes(-1)) return { refused: 'letter' };
  if (digits.length !== carrying + 1) return { refused: 'length' };
  return sumOf(digits, carrying) % BASE === 0 ? { number: digits.slice(0, carrying).reduce((sum, digit) => sum * BASE + digit, 0) } : { refused: 'slip' };
}

/** Seeds are whole numbers from 1 up to this one. */
export const LARGEST_SEED = codesOf(CARRYING) - 1;

/** Whether a number is a seed that has a run code. */
export const isSeed = (seed: number): boolean => Number.isInteger(seed) && seed >= 1 && seed <= LARGEST_SEED;

/** The run code of a seed: two groups of three letters, `K7M-4QX`. */
export function runCode(seed: number): string {
  if (!isSeed(seed)) throw new RangeError(`${String(seed)} is no seed from 1 to ${String(LARGEST_SEED)}`);
  const letters = writeCode(seed, CARRYING);
  return `${letters.slice(0, 3)}-${letters.slice(3)}`;
}

/** Why a text is no run code: it has a letter that none has, too few or too many letters, or a slip of the pen. */
export type NoRunCode = { readonly refused: 'letter' | 'length' | 'slip' };

/** The seed of a run code as somebody typed it. */
export function readRunCode(text: string): { readonly seed: number } | NoRunCode {
  const read = readCode(text, CARRYING);
  return 'refused' in read ? read : isSeed(read.number) ? { seed: read.number } : { refused: 'slip' };
}

/** Draws that follow from a seed alone. Each call is the next draw. */
export interface Draw {
  /** A whole number from 0 up to, and not including, this many. */
  readonly integer: (many: number) => number;
  /** One of a list that is not empty. */
  readonly pick: <T>(list: readonly T[]) => T;
  /** The list in another order; the list itself stays as it is. */
  readonly shuffle: <T>(list: readonly T[]) => readonly T[];
}

/** The draws of a seed for one subject: what is drawn for one says nothing about what is drawn for another. */
export function drawFrom(seed: number, subject = ''): Draw {
  // FNV-1a over the subject, then xorshift32: it has no state 0.
  let state =
    [...subject].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193), 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)) >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state;
  };
  // Neighbouring seeds part only after some steps.
  for (let i = 0; i < 8; i++) next();
  const integer = (many: number): number => Math.floor((next() / 2 ** 32) * many);
  const shuffle = <T>(list: readonly T[]): readonly T[] => {
    const order = [...list];
    for (let i = order.length - 1; i > 0; i--) {
      const j = integer(i + 1);
      [order[i], order[j]] = [order[j] as T, order[i] as T];
    }
    return order;
  };
  return {
    integer,
    pick: (list) => {
      if (list.length === 0) throw new RangeError('nothing to pick from');
      return list[integer(list.length)] as (typeof list)[number];
    },
    shuffle,
  };
}
