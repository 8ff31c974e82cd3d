import { boundedPattern } from './bounded-pattern.ts';
import { isSlowPattern } from '../api/slow-pattern.ts';

/** A pattern that the tool's own library would not compile, in its words; `minato` where it would and this simulator does not. */
export class PatternError extends Error {}

const CLASSES: { readonly [name: string]: string } = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  word: '\\w',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\x00-\\x1f\\x7f',
};

const ESCAPES: { readonly [letter: string]: string } = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** A pattern with the letters and numbers of sed's and awk's own escapes as the characters they stand for. */
export const withoutEscapes = (pattern: string): string =>
  pattern.replace(/\\([afnrtv])|\\x([\da-fA-F]{1,2})|\\[^]/g, (all, letter: string | undefined, hex: string | undefined) =>
    letter ? (ESCAPES[letter] as string) : hex ? String.fromCharCode(parseInt(hex, 16)).replace(/[.*^$[\]\\]/, '\\$&') : all,
  );

/** How a pattern is read. */
export interface PatternSettings {
  readonly extended?: boolean;
  readonly ignoreCase?: boolean;
  readonly fixed?: boolean;
  readonly perl?: boolean;
  /** A repetition of nothing is a mistake (sed -E), not itself (grep -E). */
  readonly strict?: boolean;
  /** Braces stand for themselves (mawk). */
  readonly plainBraces?: boolean;
  readonly flags?: string;
}

/**
 * A POSIX pattern (GNU's basic or extended syntax, regex(7)) as a JavaScript expression. Leftmost, though not longest
 * among alternatives (tools/README.md). A pattern that could take for ever is refused.
 */
export function compilePattern(
  pattern: string,
  { extended = false, ignoreCase = false, fixed = false, perl = false, strict = false, plainBraces = false, flags = '' }: PatternSettings = {},
): RegExp {
  const source = fixed
    ? pattern.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    : perl
      ? pattern
      : translate(
          plainBraces ? pattern.replace(/\\[\s\S]|\[\^?\]?[^\]]*\]|[{}]/g, (all) => (all === '{' || all === '}' ? `\\${all}` : all)) : pattern,
          extended,
          strict,
        );
  if (isSlowPattern(source)) throw new PatternError('minato');
  try {
    return boundedPattern(source, `${flags}${ignoreCase ? 'i' : ''}${perl ? '' : 's'}`);
  } catch {
    throw new PatternError(perl ? 'minato' : 'Invalid regular expression');
  }
}

function translate(pattern: string, extended: boolean, strict: boolean): string {
  let result = '';
  let open = 0;
  let groups = 0;
  const atStart = (): boolean => result === '' || result.endsWith('(') || result.endsWith('|') || (!extended && result === '^');
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string;
    if (char === '[') {
      const set = /^\[\^?\]?(?:\[:\w*:\]|\[\.[^]*?\.\]|\[=[^]*?=\]|[^\]])*\]/.exec(pattern.slice(at))?.[0];
      if (set === undefined) throw new PatternError(/^\[\^?$/.test(pattern.slice(at)) ? 'Invalid regular expression' : 'Unmatched [, [^, [:, [., or [=');
      result += bracket(set);
      at += set.length - 1;
      continue;
    }
    const next = pattern[at + 1];
    const escaped = char === '\\';
    if (escaped && next === undefined) throw new PatternError('Trailing backslash');
    // 1. What is special with a backslash in one syntax is so without it in the other.
    const special = escaped !== extended && '(){}|+?'.includes(escaped ? (next as string) : char) ? (escaped ? next : char) : undefined;
    if (special !== undefined) {
      if (escaped) at++;
      if (special === '(') {
        open++;
        groups++;
      } else if (special === ')') {
        if (open === 0) throw new PatternError('Unmatched ) or \\)');
        open--;
      } else if (special === '{') {
        const bounds = /^(\d*)(,?)(\d*)/.exec(pattern.slice(at + 1)) as RegExpExecArray;
        const closer = pattern.slice(at + 1 + bounds[0].length).startsWith(extended ? '}' : '\\}');
        if (!closer || bounds[0] === '') {
          if (!extended || strict) throw new PatternError(pattern.includes(extended ? '}' : '\\}', at) ? 'Invalid content of \\{\\}' : 'Unmatched \\{');
          result += '\\{';
          continue;
        }
        if (bounds[2] && bounds[3] && Number(bounds[1]) > Number(bounds[3])) throw new PatternError('Invalid content of \\{\\}');
        if (Number(bounds[1]) > 32_767 || Number(bounds[3]) > 32_767) throw new PatternError('Regular expression too big');
        result += `{${bounds[1] || '0'}${bounds[2]}${bounds[3]}}`;
        at += bounds[0].length + (extended ? 1 : 2);
        continue;
      } else if ((special === '+' || special === '?') && atStart()) {
        if (strict && extended) throw new PatternError('Invalid preceding regular expression');
        if (!extended) result += '\\';
        else continue;
      } else if (special === '}') {
        result += '\\}';
        continue;
      }
      result += special;
      continue;
    }
    if (escaped) {
      at++;
      const letter = next as string;
      if (letter === '<') result += '\\b(?=\\w)';
      else if (letter === '>') result += '\\b(?<=\\w)';
      else if (letter === '`') result += '^';
      else if (letter === "'") result += '$';
      else if (/[1-9]/.test(letter)) {
        if (Number(letter) > groups) throw new PatternError('Invalid back reference');
        result += `\\${letter}(?:)`;
      } else if ('bBwWsS'.includes(letter)) result += `\\${letter}`;
      else result += /\w/.test(letter) ? letter : `\\${letter}`;
    } else if (!extended && '(){}|+?'.includes(char)) result += `\\${char}`;
    else if (char === '*' && atStart()) {
      if (strict && extended) throw new PatternError('Invalid preceding regular expression');
      if (!extended) result += '\\*';
    } else if (char === '*' && /(?<!\\)[*+?]$/.test(result)) continue;
    else if (!extended && char === '^' && result !== '' && !result.endsWith('(') && !result.endsWith('|')) result += '\\^';
    else if (!extended && char === '$' && at < pattern.length - 1 && !/^\\[)|]/.test(pattern.slice(at + 1))) result += '\\$';
    else if (char === '/' || char === '}' || char === ']') result += `\\${char}`;
    else result += char;
  }
  if (open > 0) throw new PatternError('Unmatched ( or \\(');
  return result;
}

/** A bracket expression: a backslash is itself in it. */
function bracket(set: string): string {
  const negated = set[1] === '^';
  const from = negated ? 2 : 1;
  const inside = set.slice(from, -1).replace(/\[:(\w*):\]|\[[.=]([^]*?)[.=]\]|[\\\]^[]/g, (all, name: string | undefined, collated: string | undefined) => {
    if (name !== undefined && !Object.hasOwn(CLASSES, name)) throw new PatternError('Invalid character class name');
    return name !== undefined ? (CLASSES[name] as string) : `\\${collated ?? all}`;
  });
  for (const [, low, high] of set
    .slice(from, -1)
    .replace(/\[:\w*:\]/g, '')
    .matchAll(/([^])-(?!$)([^])/g))
    if ((low as string) > (high as string)) throw new PatternError('Invalid range end');
  return `[${negated ? '^' : ''}${inside.replace(/^\\]-/, '\\]\\-')}]`;
}
