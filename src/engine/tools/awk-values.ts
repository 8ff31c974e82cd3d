import { formatNumber } from '../machine/number-format.ts';

/** A text that came from outside: it compares as a number where it reads as one. */
export class Outside {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What a variable holds; nothing is both 0 and ''. */
export type Value = string | number | Outside | undefined;

const LEADING = /^\s*[-+]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/;
const WHOLE = /^\s*[-+]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*$/;
/** Numbers at least this large are not written as integers. */
const MOST_INTEGER = 2 ** 31;

/** The number a value begins with, or 0. */
export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  const text = LEADING.exec(typeof value === 'string' ? value : value.text)?.[0].trim() ?? '';
  if (text === '') return 0;
  return /^-0x/i.test(text) ? -Number(text.slice(1)) : Number(text.replace(/^\+/, ''));
}

/** A value as a text; what is no integer by `format` (CONVFMT, or OFMT where it is printed). */
export function toText(value: Value, format = '%.6g'): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value !== 'number') return value.text;
  if (Number.isInteger(value) && Math.abs(value) < MOST_INTEGER) return String(value === 0 ? 0 : value);
  if (Number.isNaN(value)) return '-nan';
  const match = /^%(?:([-+ #0]*)(\d*)(?:\.(\d*))?)([eEfFgGd])$/.exec(format);
  if (!match) return formatNumber({ flags: '', width: 0, precision: 6, verb: 'g' }, value);
  const [, flags = '', width = '', precision, verb = 'g'] = match;
  return formatNumber({ flags, width: Number(width), precision: precision === undefined ? undefined : Number(precision), verb }, value);
}

/** Whether a comparison with it is one of numbers. */
const isNumeric = (value: Value): boolean => value === undefined || typeof value === 'number' || (typeof value !== 'string' && WHOLE.test(value.text));

/** Whether a condition holds. */
export function isTrue(value: Value): boolean {
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  return value !== undefined && (isNumeric(value) ? toNumber(value) !== 0 : value.text !== '');
}

/** Less than 0, 0 or more: as numbers where both are, else as texts. */
export function compareValues(a: Value, b: Value): number {
  if (isNumeric(a) && isNumeric(b)) return toNumber(a) - toNumber(b);
  const [x, y] = [toText(a), toText(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

const BUCKETS = 64;

/** Keys as `for (key in array)` goes through them. Models mawk 1.3.4 20200120 array.c: a table of buckets by FNV-1a, the newest first in each. */
export function inHashOrder(keys: Iterable<string>): string[] {
  return [...keys]
    .map((key) => [bucketOf(key), key] as const)
    .reverse()
    .sort(([a], [b]) => a - b)
    .map(([, key]) => key);
}

function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % BUCKETS;
}
