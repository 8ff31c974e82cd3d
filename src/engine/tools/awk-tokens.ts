// Models mawk 1.3.4's scanner (scan.c): what Debian's awk is.
import { unescapeC } from '../machine/shell-tokens.ts';

/** A program that awk would not run: its words after `awk: `. */
export class ProgramError extends Error {}

/** One word of a program. */
export interface Token {
  readonly kind: 'end' | 'text' | 'number' | 'name' | 'keyword' | 'builtin' | 'operator' | 'line';
  readonly text: string;
  /** What a text stands for. */
  readonly value: string;
  /** The line it stands on, from 1. */
  readonly line: number;
  /** Where it begins in the program. */
  readonly at: number;
  /** A parenthesis follows at once: a function's name. */
  readonly calls: boolean;
}

const KEYWORDS = new Set('BEGIN END break continue delete do else exit for function func getline if in next nextfile print printf return while'.split(' '));
/** Functions, with how many arguments they take: least and most. */
export const BUILTIN_FUNCTIONS: { readonly [name: string]: readonly [least: number, most: number] } = {
  length: [0, 1],
  substr: [2, 3],
  index: [2, 2],
  split: [2, 3],
  sub: [2, 3],
  gsub: [2, 3],
  match: [2, 2],
  sprintf: [1, 255],
  toupper: [1, 1],
  tolower: [1, 1],
  int: [1, 1],
  sqrt: [1, 1],
  exp: [1, 1],
  log: [1, 1],
  sin: [1, 1],
  cos: [1, 1],
  atan2: [2, 2],
  rand: [0, 0],
  srand: [0, 1],
  system: [1, 1],
  close: [1, 1],
  fflush: [0, 1],
  systime: [0, 0],
  strftime: [0, 3],
};

const WORD = /(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|([A-Za-z_]\w*)|(\+\+|--|&&|\|\||>>|[=!<>+\-*/%^]=|!~|[-+*/%^=<>!~?:,;(){}[\]$|&])/y;

/** Reads a program word by word; a slash is a division until somebody asks for a pattern. */
export class Scanner {
  readonly source: string;
  #at = 0;
  #line = 1;

  constructor(source: string) {
    this.source = source;
  }

  next(): Token {
    const source = this.source;
    for (;;) {
      const char = source[this.#at];
      if (char === ' ' || char === '\t' || char === '\r') this.#at++;
      else if (char === '\\' && source[this.#at + 1] === '\n') {
        this.#at += 2;
        this.#line++;
      } else if (char === '#') while (this.#at < source.length && source[this.#at] !== '\n') this.#at++;
      else break;
    }
    const at = this.#at;
    const token = (kind: Token['kind'], text: string, value = text): Token => ({
      kind,
      text,
      value,
      line: kind === 'end' ? this.#line + 1 : this.#line,
      at,
      calls: source[at + text.length] === '(',
    });
    if (at >= source.length) return token('end', 'end of file');
    if (source[at] === '\n') {
      this.#at++;
      const line = token('line', 'end of line');
      this.#line++;
      return line;
    }
    if (source[at] === '"') return this.#text(token);
    WORD.lastIndex = at;
    const match = WORD.exec(source);
    if (!match) throw new ProgramError(`${this.#line}: unexpected character '${source[at] as string}'`);
    this.#at = WORD.lastIndex;
    const [all, number, name] = match;
    if (number !== undefined) return token('number', number);
    if (name === undefined) return token('operator', all);
    return token(KEYWORDS.has(name) ? 'keyword' : Object.hasOwn(BUILTIN_FUNCTIONS, name) ? 'builtin' : 'name', name);
  }

  #text(token: (kind: Token['kind'], text: string, value?: string) => Token): Token {
    const from = this.#at;
    let at = from + 1;
    while (at < this.source.length && this.source[at] !== '"' && this.source[at] !== '\n') at += this.source[at] === '\\' ? 2 : 1;
    if (this.source[at] !== '"') throw new ProgramError(`line ${this.#line}: runaway string constant ${this.source.slice(from, from + 10)} ...`);
    const inside = this.source.slice(from + 1, at);
    this.#line += inside.split('\n').length - 1;
    this.#at = at + 1;
    return token('text', this.source.slice(from, at + 1), unescapeAwk(inside));
  }

  /** The pattern that begins with the slash at a place; reading goes on after it. */
  pattern(from: number): string {
    let at = from + 1;
    let inSet = false;
    for (; at < this.source.length && this.source[at] !== '\n'; at++) {
      const char = this.source[at];
      if (char === '\\') at++;
      else if (char === '[') inSet = true;
      else if (char === ']') inSet = false;
      else if (char === '/' && (!inSet || !this.source.slice(at, this.source.indexOf('\n', at) + 1 || undefined).includes(']'))) break;
    }
    if (this.source[at] !== '/') throw new ProgramError(`line ${this.#line}: runaway regular expression ${this.source.slice(from, from + 10)} ...`);
    this.#at = at + 1;
    return this.source.slice(from + 1, at).replaceAll('\\/', '/');
  }
}

/** The escapes of awk's texts; one that awk does not know keeps its backslash. */
export const unescapeAwk = (text: string): string =>
  unescapeC(text.replace(/\\([\s\S])/g, (all, letter: string) => (letter === '\n' ? '' : 'abfnrtv"\\01234567'.includes(letter) ? all : `\\\\${letter}`)));
