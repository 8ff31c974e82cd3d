import { ShellError } from './shell-words.ts';
import { matchesPattern } from './shell-pattern.ts';
import { unescapeC } from './shell-tokens.ts';
import { quoteForBash } from './shell-words.ts';

/** A text without the shortest or longest piece that a pattern matches, from its beginning (`#`, `##`) or end (`%`, `%%`). */
export function trim(text: string, pattern: string, operator: string): string {
  const suffix = operator.startsWith('%');
  const longest = operator.length === 2;
  if (text.length > 20_000) return text;
  for (let step = 0; step <= text.length; step++) {
    const length = longest ? text.length - step : step;
    const piece = suffix ? text.slice(text.length - length) : text.slice(0, length);
    if (matchesPattern(pattern, piece)) return suffix ? text.slice(0, text.length - length) : text.slice(length);
  }
  return text;
}

/** `${V/pattern/replacement}`: once, everywhere (`//`), at the beginning (`/#`) or the end (`/%`). */
export function substitutePattern(text: string, pattern: string, replacement: string, operator: string): string {
  if (pattern === '') return text;
  const literal = !/[*?[\\]/.test(pattern);
  const longest = (at: number): number => {
    if (literal) return text.startsWith(pattern, at) ? pattern.length : -1;
    for (let end = text.length; end >= at; end--) if (matchesPattern(pattern, text.slice(at, end))) return end - at;
    return -1;
  };
  if (!literal && text.length > 2000) throw new ShellError('minato: a pattern in a text of more than 2000 characters is not simulated', 1);
  let result = '';
  for (let at = 0; at <= text.length;) {
    let length = -1;
    if (operator === '/%') length = matchesPattern(pattern, text.slice(at)) ? text.length - at : -1;
    else length = longest(at);
    if (length > 0 || (length === 0 && operator === '/%')) {
      result += replacement.replaceAll('\0&', () => text.slice(at, at + length));
      at += length;
      if (operator !== '//') return result + text.slice(at);
    } else {
      if (operator === '/#') break;
      result += text[at++] ?? '';
      continue;
    }
  }
  return operator === '/#' ? text : result;
}

/** `${V^}`, `${V^^}`, `${V,}`, `${V,,}`, of the letters that match a pattern where one is given. */
export function changeCase(text: string, operator: string, pattern: string): string {
  const change = (letter: string): string =>
    pattern !== '' && !matchesPattern(pattern, letter) ? letter : operator.startsWith('^') ? letter.toUpperCase() : letter.toLowerCase();
  return operator.length === 2 ? [...text].map(change).join('') : change(text.slice(0, 1)) + text.slice(1);
}

/** `${V@Q}` and its like; `undefined` for those that are not simulated. */
export function transformed(text: string, letter: string): string | undefined {
  switch (letter) {
    case 'Q':
      return quoted(text);
    case 'U':
      return text.toUpperCase();
    case 'u':
      return text.slice(0, 1).toUpperCase() + text.slice(1);
    case 'L':
      return text.toLowerCase();
    case 'E':
      return unescapeC(text);
    default:
      return undefined;
  }
}

/** A value in single quotes, as `${V@Q}` and `set` write it. */
export function quoted(text: string): string {
  return /[\x00-\x1f\x7f-\uffff]/.test(text) ? quoteForBash(text) : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A value in double quotes, as `declare -p` writes it. */
export function doubleQuoted(text: string): string {
  return /[\x00-\x1f\x7f-\uffff]/.test(text) ? quoteForBash(text) : `"${text.replace(/["\\$`]/g, '\\$&')}"`;
}
