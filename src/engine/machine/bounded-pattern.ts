import { CUTS } from './cut.ts';

/** A sign repeated without end, and the plain text that must follow it ('' where that may be anything). */
interface Repetition {
  readonly of: string;
  readonly next: string;
}

/** One alternative: what it must begin with, and its repetitions in order. */
interface Alternative {
  readonly starts: string;
  readonly isAnchored: boolean;
  readonly repetitions: readonly Repetition[];
}

const PIECE = /(\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<?[=!:]|[^\\[])([*+]|\{\d*,?\d*\})?\??/gs;
/** Shorter texts are tried in no time, whatever the pattern. */
const SHORT = 256;
/** Looks at a character, as many as a tenth of a second has. */
const MOST_LOOKS = 2e7;

/** The pieces of a pattern between its alternatives; what stands in groups is read as if it stood in a row. */
function alternativesOf(source: string): readonly Alternative[] {
  const found: Alternative[] = [];
  let depth = 0;
  let starts = '';
  let isAnchored = false;
  let atStart = true;
  let repetitions: { of: string; next: string }[] = [];
  const close = (): void => {
    found.push({ starts, isAnchored, repetitions });
    [starts, isAnchored, atStart, repetitions] = ['', false, true, []];
  };
  for (const [, piece = '', count] of source.matchAll(PIECE)) {
    if (piece === '|' && depth === 0) {
      close();
      continue;
    }
    if (piece.startsWith('(')) depth++;
    if (piece === ')') depth--;
    if (/^[()]/.test(piece) && count === undefined) continue;
    if (piece === '^' && atStart && depth === 0) isAnchored = true;
    const last = repetitions.at(-1);
    const letter = /^[^\\[.^$()|?]$/.test(piece) ? piece : /^\\[^\w]$/.test(piece) ? piece.slice(1) : undefined;
    if (count !== undefined && !/^\{\d+\}$/.test(count)) {
      repetitions.push({ of: piece === ')' ? '[^]' : piece, next: '' });
      atStart = false;
    } else if (letter === undefined || count !== undefined) {
      // What may be anything ends the plain text before it.
      if (last) repetitions.push({ of: '', next: '' });
      else if (piece !== '^') atStart = false;
    } else if (last) last.next += letter;
    else if (atStart && depth === 0) starts += letter;
  }
  close();
  return found;
}

const occurrences = (text: string, part: string): number => text.split(part).length - 1;

/** The longest run of a sign in a text. */
function longestRun(text: string, sign: string): number {
  if (sign === '.' || sign === '[^]') return text.length;
  let longest = 0;
  for (const [run] of text.matchAll(new RegExp(`(?:${sign})+`, 'gi'))) longest = Math.max(longest, run.length);
  return longest;
}

/** How often a text's characters are looked at, at most: what follows a repetition is tried wherever it may stand. */
function looksAt(text: string, { starts, isAnchored, repetitions }: Alternative): number {
  let looks = 1;
  for (const { of, next } of [...repetitions].reverse()) {
    if (of === '') continue;
    const run = longestRun(text, of);
    const ways = next === '' ? run : new RegExp(`^(?:${of})`, 'i').test(next) ? Math.min(run, occurrences(text, next)) : 1;
    looks = run + ways * looks;
  }
  return looks * (isAnchored ? 1 : starts === '' ? text.length : occurrences(text, starts));
}

/** A regular expression that ends the run instead of going over a long text in far too many ways. */
class BoundedPattern extends RegExp {
  readonly #alternatives: readonly Alternative[];
  readonly #fromStart: RegExp | undefined;
  #judged = '';

  constructor(pattern: string | RegExp, flags: string) {
    super(pattern, flags);
    const { source } = this;
    this.#alternatives = alternativesOf(source);
    // Whatever begins with anything is found at the first place or nowhere; split asks for one that is `y` already.
    if (this.#alternatives.length === 1 && !this.sticky && /^\.[*]/.test(source)) this.#fromStart = new RegExp(source, `${flags.replace('g', '')}y`);
  }

  override exec(text: string): RegExpExecArray | null {
    if (text.length <= SHORT) return super.exec(text);
    const first = text.includes('\n') ? undefined : this.#fromStart;
    if (text !== this.#judged) {
      for (const one of this.#alternatives) if (looksAt(text, first ? { ...one, isAnchored: true } : one) > MOST_LOOKS) throw CUTS.steps;
      this.#judged = text;
    }
    if (!first) return super.exec(text);
    first.lastIndex = this.global ? this.lastIndex : 0;
    const match = first.exec(text);
    if (this.global) this.lastIndex = first.lastIndex;
    return match;
  }
}

/** A regular expression that a run may be cut at, where it repeats anything. */
export const boundedPattern = (source: string, flags: string): RegExp => new (/[*+]|,\}/.test(source) ? BoundedPattern : RegExp)(source, flags);
