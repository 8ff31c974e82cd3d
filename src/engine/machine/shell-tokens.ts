import type { Dialect, List, Script, SyntaxProblem, Word, WordPart } from './shell-syntax.ts';

const OPERATORS = ['&>>', '<<-', '<<<', ';;&', '&&', '||', ';;', ';&', '<<', '>>', '<&', '>&', '<>', '>|', '&>', '|&', '|', '&', ';', '(', ')', '<', '>'];
const BASH_ONLY = new Set(['&>>', '&>', '<<<', '|&', ';;&', ';&']);

const NAME = /^[A-Za-z_]\w*$/;
const SUBSCRIPT = /^\[[^\]\n"'$`]*\](?=\+?=)/;

export type Token =
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'redirect'; readonly fd?: number; readonly text: string }
  | { readonly kind: 'word'; readonly word: Word; readonly text: string }
  | { readonly kind: 'newline' | 'end'; readonly text: string };

/** The reading of a script stopped here. */
export class Stopped extends Error {
  readonly problem: SyntaxProblem;
  constructor(problem: SyntaxProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

/** A word that is being read: its parts so far, and behind them a text that may go on. */
class WordInReading {
  readonly parts: WordPart[] = [];
  readonly quoted: boolean;
  text = '';

  constructor(quoted: boolean) {
    this.quoted = quoted;
  }

  write(text: string): void {
    this.text += text;
  }

  add(...parts: Word): void {
    if (this.text) this.parts.push({ kind: 'text', text: this.text, quoted: this.quoted });
    this.text = '';
    this.parts.push(...parts);
  }

  end(): Word {
    this.add();
    return this.parts;
  }
}

/** Reads a script's tokens, and the parts of its words (POSIX XCU 2.3). What stands in `$(…)` is the grammar's to read. */
export abstract class TokenReader {
  protected readonly text: string;
  protected readonly dialect: Dialect;
  protected readonly depth: number;
  protected at = 0;
  protected line = 1;
  /** Here-documents whose last line never came. */
  protected readonly openDocuments: { readonly delimiter: string; readonly from: number; readonly line: number }[] = [];
  #peeked: Token | undefined;
  protected peekedFrom = 0;
  protected tokenEnd = 0;
  protected pending: {
    readonly delimiter: string;
    readonly line: number;
    readonly literal: boolean;
    readonly stripTabs: boolean;
    readonly parts: WordPart[];
  }[] = [];

  constructor(text: string, dialect: Dialect, depth: number) {
    this.text = text;
    this.dialect = dialect;
    this.depth = depth;
  }

  /** What another text says, as a script or as a here-document's body. */
  protected abstract nested(text: string): TokenReader;
  abstract script(): Script;
  /** The commands from a place of this text up to the closing parenthesis, and where they end. */
  protected abstract substitution(at: number, line: number): { readonly list: List; readonly at: number; readonly line: number };

  hereDocument(): Word {
    return this.quotedParts('');
  }

  // Tokens

  protected peek(): Token {
    if (!this.#peeked) {
      this.peekedFrom = this.at;
      this.#peeked = this.#read();
      this.tokenEnd = this.at;
    }
    return this.#peeked;
  }

  protected next(): Token {
    const token = this.peek();
    this.#peeked = undefined;
    return token;
  }

  #read(): Token {
    for (;;) {
      const char = this.text[this.at];
      if (char === ' ' || char === '\t') this.at++;
      else if (char === '\\' && this.text[this.at + 1] === '\n') {
        this.at += 2;
        this.line++;
      } else if (char === '#') while (this.at < this.text.length && this.text[this.at] !== '\n') this.at++;
      else break;
    }
    if (this.at >= this.text.length) {
      this.#readHereDocuments();
      return { kind: 'end', text: '' };
    }
    if (this.text[this.at] === '\n') {
      this.at++;
      this.line++;
      this.#readHereDocuments();
      return { kind: 'newline', text: '\n' };
    }
    const operator = this.#isProcess(this.at) ? undefined : this.#operatorAt(this.at);
    if (operator) {
      this.at += operator.length;
      return /^(&>|[<>])/.test(operator) ? { kind: 'redirect', text: operator } : { kind: 'operator', text: operator };
    }
    const fd = /^\d+(?=[<>])/.exec(this.text.slice(this.at, this.at + 6));
    if (fd) {
      const redirect = this.#operatorAt(this.at + fd[0].length) as string;
      this.at += fd[0].length + redirect.length;
      return { kind: 'redirect', fd: Number(fd[0]), text: redirect };
    }
    const start = this.at;
    const word = this.#word();
    return { kind: 'word', word, text: this.text.slice(start, this.at) };
  }

  #operatorAt(at: number): string | undefined {
    return OPERATORS.find(
      (operator) =>
        this.text.startsWith(operator, at) && (this.dialect === 'bash' || !BASH_ONLY.has(operator) || (this.dialect === 'ash' && operator.startsWith('&>'))),
    );
  }

  #readHereDocuments(): void {
    const pending = this.pending;
    this.pending = [];
    for (const { delimiter, line: from, literal, stripTabs, parts } of pending) {
      const lines: string[] = [];
      let ended = false;
      while (!ended && this.at < this.text.length) {
        const end = this.text.indexOf('\n', this.at);
        let line = this.text.slice(this.at, end < 0 ? undefined : end);
        this.at = end < 0 ? this.text.length : end + 1;
        this.line++;
        if (stripTabs) line = line.replace(/^\t+/, '');
        ended = line === delimiter;
        if (!ended) lines.push(`${line}\n`);
      }
      if (!ended) this.openDocuments.push({ delimiter, from, line: Math.max(from, this.line - 1) });
      const text = lines.join('');
      parts.push(...(literal ? [{ kind: 'text', text, quoted: true } as const] : this.nested(text).hereDocument()));
    }
  }

  // Words

  /** What stands right of `=~`: up to a blank outside parentheses. */
  protected regularExpression(): Word {
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at++;
    return this.#word(true);
  }

  #word(asExpression = false): Word {
    let depth = 0;
    const word = new WordInReading(false);
    const quote = (text: string): void => word.add({ kind: 'text', text, quoted: true });
    while (this.at < this.text.length) {
      const char = this.text[this.at] as string;
      if (asExpression && '();|&<>'.includes(char) && (char !== ')' || depth > 0)) {
        depth += char === '(' ? 1 : char === ')' ? -1 : 0;
        word.write(char);
        this.at++;
        continue;
      }
      if (this.#isProcess(this.at)) {
        const inner = this.substitution(this.at + 2, this.line);
        word.add({ kind: 'process', script: { lines: [inner.list] }, into: char === '>', quoted: false });
        this.at = inner.at;
        this.line = inner.line;
        continue;
      }
      if (' \t\n;&|<>()'.includes(char) && !(depth > 0 && char === ' ')) break;
      if (char === '[' && this.dialect === 'bash' && word.parts.length === 0 && NAME.test(word.text)) {
        const index = SUBSCRIPT.exec(this.text.slice(this.at, this.at + 200))?.[0];
        // blanks in the index of an assignment part no words
        if (index?.includes(' ')) {
          word.write(index);
          this.at += index.length;
          continue;
        }
      }
      if (char === '\\') {
        this.at++;
        const next = this.text[this.at++];
        if (next === '\n') this.line++;
        else quote(next ?? '\\');
      } else if (char === "'") quote(this.#singleQuoted());
      else if (char === '"') {
        this.at++;
        word.add(...this.quotedParts('"'));
      } else if (char === '$' && this.text[this.at + 1] === "'" && this.dialect !== 'dash') {
        this.at++;
        quote(unescapeC(this.#ansiQuoted()));
      } else this.#plain(word, char);
    }
    return word.end();
  }

  /** An expansion, or one character that stands for itself. */
  #plain(word: WordInReading, char: string): void {
    if (char === '$' || char === '`') {
      const part = this.#dollar(word.quoted);
      if (typeof part === 'string') word.write(part);
      else word.add(part);
    } else {
      if (char === '\n') this.line++;
      word.write(char);
      this.at++;
    }
  }

  #isProcess(at: number): boolean {
    return this.dialect !== 'dash' && this.text[at + 1] === '(' && (this.text[at] === '<' || this.text[at] === '>');
  }

  #singleQuoted(): string {
    const end = this.text.indexOf("'", this.at + 1);
    if (end < 0) throw new Stopped({ kind: 'unterminated', opener: "'", line: this.line });
    const text = this.text.slice(this.at + 1, end);
    this.line += text.split('\n').length - 1;
    this.at = end + 1;
    return text;
  }

  #ansiQuoted(): string {
    const start = ++this.at;
    while (this.at < this.text.length && this.text[this.at] !== "'") this.at += this.text[this.at] === '\\' ? 2 : 1;
    if (this.at >= this.text.length) throw new Stopped({ kind: 'unterminated', opener: "'", line: this.line });
    return this.text.slice(start, this.at++);
  }

  /** Parts up to a closing `"`, `}` or `))`, or to the end of the text; the closer is eaten. */
  protected quotedParts(closer: '"' | '' | '))'): Word {
    const line = this.line;
    const word = new WordInReading(true);
    let depth = 0;
    for (;;) {
      const char = this.text[this.at];
      if (char === undefined) {
        if (closer) throw new Stopped({ kind: 'unterminated', opener: closer === '"' ? '"' : '$((', line });
        break;
      }
      if (closer === '"' && char === '"') {
        this.at++;
        break;
      }
      if (closer === '))') {
        if (char === '(') depth++;
        else if (char === ')' && depth > 0) depth--;
        else if (char === ')') {
          if (this.text[this.at + 1] !== ')') throw new Stopped({ kind: 'unterminated', opener: '$((', line });
          this.at += 2;
          break;
        }
      }
      if (char === '\\' && closer !== '))') {
        const next = this.text[this.at + 1];
        this.at += 2;
        if (next === '\n') this.line++;
        else if (next !== undefined && (next === '$' || next === '`' || next === '\\' || next === closer)) word.write(next);
        else word.write(`\\${next ?? ''}`);
      } else this.#plain(word, char);
    }
    const parts = word.end();
    return parts.length > 0 ? parts : [{ kind: 'text', text: '', quoted: true }];
  }

  /** What follows `$` or a backtick: an expansion, or the character itself. */
  #dollar(quoted: boolean): WordPart | string {
    const start = this.at;
    const line = this.line;
    if (this.text[start] === '`') {
      let inner = '';
      let at = start + 1;
      for (; this.text[at] !== '`'; at++) {
        if (at >= this.text.length) throw new Stopped({ kind: 'unterminated', opener: '`', line });
        if (this.text[at] === '\\' && '$`\\'.includes(this.text[at + 1] ?? ' ')) at++;
        inner += this.text[at] ?? '';
      }
      this.at = at + 1;
      return { kind: 'command', script: this.nested(inner).script(), quoted };
    }
    this.at++;
    const next = this.text[this.at] ?? '';
    if (next === '(' && this.text[this.at + 1] === '(') {
      // `$((…))`, unless it only looks so: `$((a); b)` is a subshell in a substitution
      this.at += 2;
      try {
        return { kind: 'arithmetic', word: this.quotedParts('))'), quoted };
      } catch (error) {
        if (!(error instanceof Stopped) || !this.text.includes(')', start)) throw error;
        this.line = line;
        this.at = start + 1;
      }
    }
    if (this.text[this.at] === '(') {
      const inner = this.substitution(this.at + 1, line);
      this.at = inner.at;
      this.line = inner.line;
      return { kind: 'command', script: { lines: [inner.list] }, quoted };
    }
    if (next === '{') return this.#braced(quoted);
    const name = /^([A-Za-z_][A-Za-z0-9_]*|[0-9?$!#@*-])/.exec(this.text.slice(this.at, this.at + 256))?.[0];
    if (!name) return '$';
    this.at += name.length;
    return { kind: 'parameter', name, quoted, source: `$${name}` };
  }

  #braced(quoted: boolean): WordPart {
    const start = this.at - 1;
    const line = this.line;
    this.at++;
    const rest = (): string => this.text.slice(this.at, this.at + 256);
    const close = (name: string, more: object = {}): WordPart => {
      if (this.text[this.at] !== '}') {
        // Not a form the grammar knows: eaten up to the brace, refused when it is expanded.
        const end = this.text.indexOf('}', this.at);
        if (end < 0) throw new Stopped({ kind: 'unterminated', opener: '${', line });
        this.at = end + 1;
        return { kind: 'parameter', name: '', operator: 'bad', quoted, source: this.text.slice(start, this.at) };
      }
      this.at++;
      return { kind: 'parameter', name, quoted, source: this.text.slice(start, this.at), ...more };
    };
    const bash = this.dialect === 'bash';
    const length = /^#([A-Za-z_][A-Za-z0-9_]*|\d+|[?$!@*-])[}[]/.test(rest()) && (bash || !rest().includes('['));
    const indirect = bash && /^!([A-Za-z_]\w*|\d+|[#?@*])/.test(rest());
    if (length || indirect) this.at++;
    const name = /^([A-Za-z_][A-Za-z0-9_]*|\d+|[?$!#@*-])/.exec(rest())?.[0] ?? '';
    this.at += name.length;
    let index: '@' | '*' | Word | undefined;
    if (bash && this.text[this.at] === '[' && NAME.test(name)) {
      const every = /^\[([@*])\]/.exec(rest())?.[1] as '@' | '*' | undefined;
      this.at += every ? 3 : 1;
      if (every) index = every;
      else {
        index = this.#braceWord(false, ']');
        if (this.text[this.at] === ']') this.at++;
      }
    }
    const more = { ...(index ? { index } : {}), ...(indirect ? { indirect } : {}) };
    if (length) return close(name, { ...more, length });
    const prefix = indirect && !index ? /^[@*](?=\})/.exec(rest())?.[0] : undefined;
    if (prefix) {
      this.at++;
      return close(name, { operator: `prefix${prefix}` });
    }
    const form = bash
      ? /^(:?[-=?+]|%%?|##?|\/[/#%]?|\^\^?|,,?|:|@[QEPAKaUuLk](?=\}))/
      : this.dialect === 'ash'
        ? /^(:?[-=?+]|%%?|##?|\/[/#%]?|:)/
        : /^(:?[-=?+]|%%?|##?)/;
    const operator = form.exec(rest())?.[0];
    if (!name || !operator) return close(name, more);
    this.at += operator.length;
    // quotes around the whole leave a pattern a pattern
    const word = this.#braceWord(quoted && !/^[%#/^,]/.test(operator), operator.startsWith('/') ? '/' : operator === ':' ? ':' : '');
    const second = operator.startsWith('/') || operator === ':' ? (this.text[this.at] !== '}' && this.at++, this.#braceWord(quoted, '')) : undefined;
    return close(name, { ...more, operator, word, ...(second?.length ? { second } : {}) });
  }

  /** A word inside `${…}`, up to `}` or the separator. */
  #braceWord(quoted: boolean, separator: string): Word {
    const word = new WordInReading(quoted);
    for (;;) {
      const char = this.text[this.at];
      if (char === undefined) throw new Stopped({ kind: 'unterminated', opener: '${', line: this.line });
      if (char === '}' || char === separator) break;
      if (char === '\\') {
        const next = this.text[this.at + 1] ?? '';
        word.add({ kind: 'text', text: quoted && !'$`"\\}'.includes(next) ? `\\${next}` : next, quoted: true });
        this.at += 2;
      } else if (char === "'" && !quoted) word.add({ kind: 'text', text: this.#singleQuoted(), quoted: true });
      else if (char === '"') {
        this.at++;
        word.add(...this.quotedParts('"'));
      } else this.#plain(word, char);
    }
    return word.end();
  }
}

const C_ESCAPES: { readonly [letter: string]: string } = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  E: '\x1b',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/** The escapes of `$'…'`, of `echo -e` and of printf's format. */
export function unescapeC(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|(0?[0-7]{1,3})|(.))/gs,
    (all, hex: string | undefined, unicode: string | undefined, octal: string | undefined, letter: string | undefined) => {
      if (hex ?? unicode) return String.fromCharCode(parseInt((hex ?? unicode) as string, 16));
      if (octal) return String.fromCharCode(parseInt(octal, 8) & 255);
      return C_ESCAPES[letter as string] ?? all;
    },
  );
}
