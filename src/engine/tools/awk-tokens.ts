import { unescapeC } from '../machine/shell-tokens.ts';

/** The program has something this awk does not know. */
export class Unknown extends Error {}

const TOKEN =
  /\s*(?:(\n|;)|(#[^\n]*)|("(?:[^"\\]|\\.)*")|(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|([A-Za-z_]\w*)|(\+\+|--|&&|\|\||[=!<>+\-*/%^]=|!~|[-+*/%^=<>!~?:,(){}[\]$|]))/y;

/** One word of a program; `spaced` where blanks stand before it. */
export interface Token {
  readonly kind: 'end' | 'text' | 'number' | 'name' | 'operator' | 'pattern' | 'line';
  readonly text: string;
  readonly spaced: boolean;
}

/** The words of a program. Throws `Unknown` at what is none. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (source.slice(at).replace(/^[ \t]+/, '') !== '') {
    const last = tokens.at(-1);
    const pattern = /^\s*\/((?:[^/\\\n]|\\.)*)\//.exec(source.slice(at));
    // A slash is a pattern where a value may stand, else a division.
    if (pattern && (!last || last.kind === 'line' || (last.kind === 'operator' && ![')', ']', '$'].includes(last.text)))) {
      tokens.push({ kind: 'pattern', text: pattern[1] as string, spaced: true });
      at += pattern[0].length;
      continue;
    }
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (!match) throw new Unknown(source.slice(at).trim());
    const [all, line, comment, text, number, name, operator] = match;
    at = TOKEN.lastIndex;
    const spaced = /^\s/.test(all);
    if (comment !== undefined) continue;
    if (line !== undefined) tokens.push({ kind: 'line', text: line, spaced });
    else if (text !== undefined) tokens.push({ kind: 'text', text: unescapeC(text.slice(1, -1)), spaced });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, spaced });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, spaced });
    else tokens.push({ kind: 'operator', text: operator as string, spaced });
  }
  return tokens;
}
