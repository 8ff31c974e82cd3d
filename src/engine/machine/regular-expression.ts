import { isSlowPattern } from './slow-pattern.ts';

/** A pattern that the tool's own library would not compile. */
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
};

/**
 * A POSIX pattern (GNU's basic or extended syntax, regex(7)) as a JavaScript expression. Leftmost, though not longest
 * among alternatives (tools/README.md). A pattern that could take for ever is refused.
 */
export function compilePattern(pattern: string, { extended = false, ignoreCase = false, fixed = false, perl = false, flags = '' } = {}): RegExp {
  const source = fixed ? pattern.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&') : perl ? pattern : translate(pattern, extended);
  if (source.length > 5000 || isSlowPattern(source)) throw new PatternError('minato');
  try {
    return new RegExp(source, `${flags}${ignoreCase ? 'i' : ''}`);
  } catch {
    throw new PatternError(/\[[^\]]*$/.test(pattern) ? 'Unmatched [, [^, [:, [., or [=' : extended ? 'Unmatched ( or \\(' : 'Invalid regular expression');
  }
}

function translate(pattern: string, extended: boolean): string {
  let result = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string;
    if (char === '\\') {
      const next = pattern[++at];
      if (next === undefined) throw new PatternError('Trailing backslash');
      if (!extended && '(){}|+?'.includes(next)) result += next;
      else if (next === '<' || next === '>') result += '\\b';
      else if ('bBwWsS123456789'.includes(next)) result += `\\${next}`;
      else if (next === 'n' || next === 't') result += `\\${next}`;
      else result += /[\w]/.test(next) ? next : `\\${next}`;
    } else if (char === '[') {
      const set = /^\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/.exec(pattern.slice(at));
      if (!set) throw new PatternError('Unmatched [, [^, [:, [., or [=');
      const negated = set[0][1] === '^';
      const inside = set[0]
        .slice(negated ? 2 : 1, -1)
        .replace(/\[:(\w+):\]|[\\\]^[]/g, (all, name: string | undefined) => (name ? (CLASSES[name] ?? '') : `\\${all}`));
      result += `[${negated ? '^' : ''}${inside}]`;
      at += set[0].length - 1;
    } else if (!extended && '(){}|+?'.includes(char)) result += `\\${char}`;
    else if (char === '*' && (result === '' || result.endsWith('(') || result.endsWith('|') || (!extended && result === '^'))) result += '\\*';
    else if (!extended && char === '^' && result !== '' && !result.endsWith('(') && !result.endsWith('|')) result += '\\^';
    else if (!extended && char === '$' && at < pattern.length - 1 && !/^\\[)|]/.test(pattern.slice(at + 1))) result += '\\$';
    else if (char === '/') result += '\\/';
    else if (extended && char === '{' && !/^\{\d*,?\d*\}/.test(pattern.slice(at))) result += '\\{';
    else result += char;
  }
  return result;
}
