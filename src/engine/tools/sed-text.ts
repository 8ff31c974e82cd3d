// What sed's `s` and `l` make of a text.
import { LETTER_ESCAPES } from '../api/go-text.ts';
import { utf8 } from '../machine/shell-words.ts';
import type { ReplacementPiece } from './sed-script.ts';

/** Longer pattern spaces are not held. */
export const LONGEST_SPACE = 1_000_000;

/** A text after `s`, or `undefined` where nothing was found. A match of nothing does not follow another match. */
export function substituted(text: string, pattern: RegExp, replacement: readonly ReplacementPiece[], flags: string): string | undefined {
  const nth = Number(/\d+/.exec(flags)?.[0] ?? 1);
  const all = flags.includes('g');
  let result = '';
  let copied = 0;
  let seen = 0;
  let previous = -1;
  for (pattern.lastIndex = 0; pattern.lastIndex <= text.length;) {
    const match = pattern.exec(text);
    if (!match) break;
    const endsAt = match.index + match[0].length;
    if (match[0] === '') {
      pattern.lastIndex++;
      if (match.index === previous) continue;
    }
    previous = endsAt;
    if (++seen < nth) continue;
    result += text.slice(copied, match.index) + filled(replacement, match);
    copied = endsAt;
    if (!all || result.length > LONGEST_SPACE) break;
  }
  return seen < nth ? undefined : result + text.slice(copied);
}

/** A replacement with its groups, in the case it asks for. */
function filled(pieces: readonly ReplacementPiece[], groups: readonly (string | undefined)[]): string {
  let result = '';
  let every: 'U' | 'L' | 'E' = 'E';
  let next: 'u' | 'l' | undefined;
  for (const piece of pieces) {
    if (typeof piece === 'object') {
      if (piece.turns === 'u' || piece.turns === 'l') next = piece.turns;
      else {
        every = piece.turns;
        if (every === 'E') next = undefined;
      }
      continue;
    }
    let text = typeof piece === 'number' ? (groups[piece] ?? '') : piece;
    if (every !== 'E') text = every === 'U' ? text.toUpperCase() : text.toLowerCase();
    if (next && text !== '') {
      text = (next === 'u' ? text.slice(0, 1).toUpperCase() : text.slice(0, 1).toLowerCase()) + text.slice(1);
      next = undefined;
    }
    result += text;
  }
  return result;
}

/** What `l` shows: nothing invisible, folded to a width, with its end marked. */
export function unambiguous(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const char of text) {
    const shown =
      LETTER_ESCAPES[char] ??
      (/[ -~]/.test(char)
        ? char
        : utf8(char)
            .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
            .join(''));
    if (width > 1 && line.length + shown.length > width - 1) {
      lines.push(`${line}\\`);
      line = '';
    }
    line += shown;
  }
  return [...lines, `${line}$`];
}
