import type { AndOr, Assignment, Command, Dialect, List, Pipeline, Redirect, Script, SyntaxProblem, Word, WordPart } from './shell-syntax.ts';

const OPERATORS = ['&>>', '<<-', '<<<', ';;&', '&&', '||', ';;', ';&', '<<', '>>', '<&', '>&', '<>', '>|', '&>', '|&', '|', '&', ';', '(', ')', '<', '>'];
const BASH_ONLY = new Set(['&>>', '&>', '<<<', '|&', ';;&', ';&']);
const RESERVED = new Set(['if', 'then', 'elif', 'else', 'fi', 'do', 'done', 'case', 'esac', 'while', 'until', 'for', '{', '}', '!', 'in']);
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const DEEPEST = 60;

type Token =
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'redirect'; readonly fd?: number; readonly text: string }
  | { readonly kind: 'word'; readonly word: Word; readonly text: string }
  | { readonly kind: 'newline' | 'end'; readonly text: string };

class Stopped extends Error {
  readonly problem: SyntaxProblem;
  constructor(problem: SyntaxProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

/** Reads a script as far as it can be read. */
export function parseScript(text: string, dialect: Dialect): Script {
  return new Parser(text, dialect, 0).script();
}

/** A text with expansions but no quoting of its own, as the body of a here-document is. */
export function parseHereDocument(text: string, dialect: Dialect): Word {
  return new Parser(text, dialect, 0).hereDocument();
}

class Parser {
  readonly #text: string;
  readonly #dialect: Dialect;
  readonly #depth: number;
  #at = 0;
  #line = 1;
  #peeked: Token | undefined;
  #peekedFrom = 0;
  #tokenEnd = 0;
  #pending: { readonly delimiter: string; readonly literal: boolean; readonly stripTabs: boolean; readonly parts: WordPart[] }[] = [];

  constructor(text: string, dialect: Dialect, depth: number) {
    this.#text = text;
    this.#dialect = dialect;
    this.#depth = depth;
  }

  script(): Script {
    const lines: List[] = [];
    try {
      for (;;) {
        while (this.#peek().kind === 'newline') this.#next();
        if (this.#peek().kind === 'end') return { lines };
        const line = this.#list(true);
        const token = this.#peek();
        if (token.kind !== 'newline' && token.kind !== 'end') this.#unexpected(token);
        lines.push(line);
      }
    } catch (error) {
      if (error instanceof Stopped) return { lines, problem: error.problem };
      throw error;
    }
  }

  hereDocument(): Word {
    const parts: WordPart[] = [];
    this.#quotedParts(parts, '');
    return parts;
  }

  #unexpected(token: Token, expecting?: string): never {
    if (token.kind === 'end') this.#endOfFile(expecting);
    const start = this.#text.lastIndexOf('\n', this.#tokenEnd - 1) + 1;
    const end = this.#text.indexOf('\n', start);
    throw new Stopped({ kind: 'unexpected', token: token.kind === 'newline' ? 'newline' : token.text, line: this.#line, text: this.#text.slice(start, end < 0 ? undefined : end) });
  }

  #endOfFile(expecting?: string, incomplete = false): never {
    throw new Stopped({ kind: 'end-of-file', ...(expecting ? { expecting } : {}), line: this.#line, incomplete, text: this.#text.slice(this.#text.lastIndexOf('\n') + 1) });
  }

  // Tokens

  #peek(): Token {
    if (!this.#peeked) {
      this.#peekedFrom = this.#at;
      this.#peeked = this.#read();
      this.#tokenEnd = this.#at;
    }
    return this.#peeked;
  }

  #next(): Token {
    const token = this.#peek();
    this.#peeked = undefined;
    return token;
  }

  #read(): Token {
    for (;;) {
      const char = this.#text[this.#at];
      if (char === ' ' || char === '\t') this.#at++;
      else if (char === '\\' && this.#text[this.#at + 1] === '\n') {
        this.#at += 2;
        this.#line++;
      } else if (char === '#') while (this.#at < this.#text.length && this.#text[this.#at] !== '\n') this.#at++;
      else break;
    }
    if (this.#at >= this.#text.length) {
      this.#readHereDocuments();
      return { kind: 'end', text: '' };
    }
    if (this.#text[this.#at] === '\n') {
      this.#at++;
      this.#line++;
      this.#readHereDocuments();
      return { kind: 'newline', text: '\n' };
    }
    const operator = this.#operatorAt(this.#at);
    if (operator) {
      this.#at += operator.length;
      return /^(&>|[<>])/.test(operator) ? { kind: 'redirect', text: operator } : { kind: 'operator', text: operator };
    }
    const fd = /^\d+(?=[<>])/.exec(this.#text.slice(this.#at, this.#at + 6));
    if (fd) {
      const redirect = this.#operatorAt(this.#at + fd[0].length) as string;
      this.#at += fd[0].length + redirect.length;
      return { kind: 'redirect', fd: Number(fd[0]), text: redirect };
    }
    const start = this.#at;
    const word = this.#word();
    return { kind: 'word', word, text: this.#text.slice(start, this.#at) };
  }

  #operatorAt(at: number): string | undefined {
    return OPERATORS.find((operator) => this.#text.startsWith(operator, at) && (this.#dialect === 'bash' || !BASH_ONLY.has(operator) || (this.#dialect === 'ash' && operator.startsWith('&>'))));
  }

  #readHereDocuments(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const { delimiter, literal, stripTabs, parts } of pending) {
      const lines: string[] = [];
      while (this.#at < this.#text.length) {
        const end = this.#text.indexOf('\n', this.#at);
        let line = this.#text.slice(this.#at, end < 0 ? undefined : end);
        this.#at = end < 0 ? this.#text.length : end + 1;
        this.#line++;
        if (stripTabs) line = line.replace(/^\t+/, '');
        if (line === delimiter) break;
        lines.push(`${line}\n`);
      }
      const text = lines.join('');
      parts.push(...(literal ? [{ kind: 'text', text, quoted: true } as const] : new Parser(text, this.#dialect, this.#depth + 1).hereDocument()));
    }
  }

  // Words

  #word(): Word {
    const parts: WordPart[] = [];
    let text = '';
    const flush = (): void => {
      if (text) parts.push({ kind: 'text', text, quoted: false });
      text = '';
    };
    const quote = (quoted: string): void => {
      flush();
      parts.push({ kind: 'text', text: quoted, quoted: true });
    };
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] as string;
      if (' \t\n;&|<>()'.includes(char)) break;
      if (char === '\\') {
        this.#at++;
        const next = this.#text[this.#at++];
        if (next === '\n') this.#line++;
        else quote(next ?? '\\');
      } else if (char === "'") quote(this.#singleQuoted());
      else if (char === '"') {
        flush();
        this.#at++;
        this.#quotedParts(parts, '"');
      } else if (char === '$' && this.#text[this.#at + 1] === "'" && this.#dialect !== 'dash') {
        this.#at++;
        quote(unescapeC(this.#ansiQuoted()));
      } else if (char === '$' || char === '`') {
        const part = this.#dollar(false);
        if (typeof part === 'string') text += part;
        else {
          flush();
          parts.push(part);
        }
      } else {
        text += char;
        this.#at++;
      }
    }
    flush();
    return parts;
  }

  #singleQuoted(): string {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0) throw new Stopped({ kind: 'unterminated', opener: "'", line: this.#line });
    const text = this.#text.slice(this.#at + 1, end);
    this.#line += text.split('\n').length - 1;
    this.#at = end + 1;
    return text;
  }

  #ansiQuoted(): string {
    const start = ++this.#at;
    while (this.#at < this.#text.length && this.#text[this.#at] !== "'") this.#at += this.#text[this.#at] === '\\' ? 2 : 1;
    if (this.#at >= this.#text.length) throw new Stopped({ kind: 'unterminated', opener: "'", line: this.#line });
    return this.#text.slice(start, this.#at++);
  }

  /** Parts up to a closing `"`, `}` or `))`, or to the end of the text; the closer is eaten. */
  #quotedParts(parts: WordPart[], closer: '"' | '' | '))'): void {
    const line = this.#line;
    const before = parts.length;
    let text = '';
    let depth = 0;
    const flush = (): void => {
      if (text) parts.push({ kind: 'text', text, quoted: true });
      text = '';
    };
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined) {
        if (closer) throw new Stopped({ kind: 'unterminated', opener: closer === '"' ? '"' : '$((', line });
        break;
      }
      if (closer === '"' && char === '"') {
        this.#at++;
        break;
      }
      if (closer === '))') {
        if (char === '(') depth++;
        else if (char === ')' && depth > 0) depth--;
        else if (char === ')') {
          if (this.#text[this.#at + 1] !== ')') throw new Stopped({ kind: 'unterminated', opener: '$((', line });
          this.#at += 2;
          break;
        }
      }
      if (char === '\\' && closer !== '))') {
        const next = this.#text[this.#at + 1];
        this.#at += 2;
        if (next === '\n') this.#line++;
        else if (next !== undefined && (next === '$' || next === '`' || next === '\\' || next === closer)) text += next;
        else text += `\\${next ?? ''}`;
      } else if (char === '$' || char === '`') {
        const part = this.#dollar(true);
        if (typeof part === 'string') text += part;
        else {
          flush();
          parts.push(part);
        }
      } else {
        if (char === '\n') this.#line++;
        text += char;
        this.#at++;
      }
    }
    flush();
    if (parts.length === before) parts.push({ kind: 'text', text: '', quoted: true });
  }

  /** What follows `$` or a backtick: an expansion, or the character itself. */
  #dollar(quoted: boolean): WordPart | string {
    const start = this.#at;
    const line = this.#line;
    if (this.#text[start] === '`') {
      let inner = '';
      let at = start + 1;
      for (; this.#text[at] !== '`'; at++) {
        if (at >= this.#text.length) throw new Stopped({ kind: 'unterminated', opener: '`', line });
        if (this.#text[at] === '\\' && '$`\\'.includes(this.#text[at + 1] ?? ' ')) at++;
        inner += this.#text[at] ?? '';
      }
      this.#at = at + 1;
      return { kind: 'command', script: this.#nested(inner).script(), quoted };
    }
    this.#at++;
    const next = this.#text[this.#at] ?? '';
    if (next === '(' && this.#text[this.#at + 1] === '(') {
      // `$((…))`, unless it only looks so: `$((a); b)` is a subshell in a substitution
      this.#at += 2;
      const parts: WordPart[] = [];
      try {
        this.#quotedParts(parts, '))');
        return { kind: 'arithmetic', word: parts, quoted };
      } catch (error) {
        if (!(error instanceof Stopped) || !this.#text.includes(')', start)) throw error;
        this.#line = line;
        this.#at = start + 1;
      }
    }
    if (this.#text[this.#at] === '(') {
      const inner = this.#nested(this.#text);
      inner.#at = this.#at + 1;
      inner.#line = line;
      const list = inner.#substituted();
      this.#at = inner.#at;
      this.#line = inner.#line;
      return { kind: 'command', script: { lines: [list] }, quoted };
    }
    if (next === '{') return this.#braced(quoted);
    const name = /^([A-Za-z_][A-Za-z0-9_]*|[0-9?$!#@*-])/.exec(this.#text.slice(this.#at, this.#at + 256))?.[0];
    if (!name) return '$';
    this.#at += name.length;
    return { kind: 'parameter', name, quoted, source: `$${name}` };
  }

  #nested(text: string): Parser {
    if (this.#depth >= DEEPEST) throw new Stopped({ kind: 'not-simulated', what: 'deep nesting' });
    return new Parser(text, this.#dialect, this.#depth + 1);
  }

  #substituted(): List {
    const list = this.#compound();
    const token = this.#peek();
    if (token.kind === 'end' && this.#dialect === 'bash') throw new Stopped({ kind: 'unterminated', opener: '$(', line: this.#line + 1 });
    if (token.text !== ')') this.#unexpected(token, ')');
    this.#next();
    return list;
  }

  #braced(quoted: boolean): WordPart {
    const start = this.#at - 1;
    const line = this.#line;
    this.#at++;
    const rest = (): string => this.#text.slice(this.#at, this.#at + 256);
    const close = (name: string, more: object = {}): WordPart => {
      if (this.#text[this.#at] !== '}') {
        // Not a form the grammar knows: eaten up to the brace, refused when it is expanded.
        const end = this.#text.indexOf('}', this.#at);
        if (end < 0) throw new Stopped({ kind: 'unterminated', opener: '${', line });
        this.#at = end + 1;
        return { kind: 'parameter', name: '', operator: 'bad', quoted, source: this.#text.slice(start, this.#at) };
      }
      this.#at++;
      return { kind: 'parameter', name, quoted, source: this.#text.slice(start, this.#at), ...more };
    };
    const lengthOf = /^#([A-Za-z_][A-Za-z0-9_]*|\d+|[?$!@*-])(?=\})/.exec(rest());
    if (lengthOf) {
      this.#at += lengthOf[0].length;
      return close(lengthOf[1] as string, { length: true });
    }
    const name = /^([A-Za-z_][A-Za-z0-9_]*|\d+|[?$!#@*-])/.exec(rest())?.[0] ?? '';
    this.#at += name.length;
    const operator = (this.#dialect === 'dash' ? /^(:?[-=?+]|%%?|##?)/ : /^(:?[-=?+]|%%?|##?|\/[/#%]?|\^\^?|,,?|:)/).exec(rest())?.[0];
    if (!name || !operator) return close(name);
    this.#at += operator.length;
    const word = this.#braceWord(quoted, operator.startsWith('/') ? '/' : operator === ':' ? ':' : '');
    const second = operator.startsWith('/') || operator === ':' ? (this.#text[this.#at] !== '}' && this.#at++, this.#braceWord(quoted, '')) : undefined;
    return close(name, { operator, word, ...(second?.length ? { second } : {}) });
  }

  /** A word inside `${…}`, up to `}` or the separator. */
  #braceWord(quoted: boolean, separator: string): Word {
    const parts: WordPart[] = [];
    let text = '';
    const flush = (): void => {
      if (text) parts.push({ kind: 'text', text, quoted });
      text = '';
    };
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined) throw new Stopped({ kind: 'unterminated', opener: '${', line: this.#line });
      if (char === '}' || char === separator) break;
      if (char === '\\') {
        const next = this.#text[this.#at + 1] ?? '';
        flush();
        parts.push({ kind: 'text', text: quoted && !'$`"\\}'.includes(next) ? `\\${next}` : next, quoted: true });
        this.#at += 2;
      } else if (char === "'" && !quoted) {
        flush();
        parts.push({ kind: 'text', text: this.#singleQuoted(), quoted: true });
      } else if (char === '"') {
        flush();
        this.#at++;
        this.#quotedParts(parts, '"');
      } else if (char === '$' || char === '`') {
        const part = this.#dollar(quoted);
        if (typeof part === 'string') text += part;
        else {
          flush();
          parts.push(part);
        }
      } else {
        if (char === '\n') this.#line++;
        text += char;
        this.#at++;
      }
    }
    flush();
    return parts;
  }

  // Grammar

  /** A list on one line (`oneLine`) or over lines, up to something that cannot begin a command. */
  #list(oneLine: boolean): AndOr[] {
    const items: AndOr[] = [];
    for (;;) {
      if (!oneLine) while (this.#peek().kind === 'newline') this.#next();
      if (items.length > 0 && this.#endsList()) return items;
      const item = this.#andOr();
      const token = this.#peek();
      if (token.kind === 'operator' && (token.text === ';' || token.text === '&')) {
        this.#next();
        items.push({ ...item, background: token.text === '&' });
      } else {
        items.push(item);
        if (oneLine || token.kind !== 'newline') return items;
      }
      if (oneLine && (this.#peek().kind === 'newline' || this.#peek().kind === 'end')) return items;
    }
  }

  /** The body of something: a list that must not be empty. */
  #compound(): List {
    while (this.#peek().kind === 'newline') this.#next();
    const token = this.#peek();
    if (token.kind === 'operator' && token.text === ')' && this.#depth > 0) return [];
    return this.#list(false);
  }

  #endsList(): boolean {
    const token = this.#peek();
    if (token.kind === 'end' || token.kind === 'newline') return true;
    if (token.kind === 'operator') return token.text === ')' || token.text.startsWith(';;') || token.text === ';&';
    return token.kind === 'word' && ['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}'].includes(token.text);
  }

  #andOr(): AndOr {
    this.#peek();
    const start = this.#peekedFrom;
    const first = this.#pipeline();
    const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
    for (;;) {
      const token = this.#peek();
      if (token.kind !== 'operator' || (token.text !== '&&' && token.text !== '||')) break;
      this.#next();
      while (this.#peek().kind === 'newline') this.#next();
      rest.push({ operator: token.text, pipeline: this.#pipeline() });
    }
    this.#peek();
    return { first, rest, background: false, source: this.#text.slice(start, this.#peekedFrom).trim() };
  }

  #pipeline(): Pipeline {
    let negated = false;
    let timed = false;
    for (;;) {
      const token = this.#peek();
      if (token.kind === 'word' && token.text === '!') {
        this.#next();
        negated = !negated;
        if (this.#dialect === 'bash' && this.#endsList()) return { negated, timed, commands: [] };
      } else if (token.kind === 'word' && token.text === 'time' && this.#dialect === 'bash') {
        this.#next();
        timed = true;
        if (this.#endsList()) return { negated, timed, commands: [] };
      } else break;
    }
    const commands = [this.#command()];
    for (;;) {
      const token = this.#peek();
      if (token.kind !== 'operator' || (token.text !== '|' && token.text !== '|&')) break;
      this.#next();
      while (this.#peek().kind === 'newline') this.#next();
      const last = commands.pop() as Command;
      commands.push(token.text === '|&' ? { ...last, redirects: [...last.redirects, { fd: 2, operator: '>&', target: [{ kind: 'text', text: '1', quoted: false }] }] } : last);
      commands.push(this.#command());
    }
    return { negated, timed, commands };
  }

  #reserved(): string {
    const token = this.#peek();
    return token.kind === 'word' ? token.text : '';
  }

  #expect(word: string): void {
    const token = this.#peek();
    if (token.kind !== 'word' || token.text !== word) this.#unexpected(token, word);
    this.#next();
  }

  #redirects(): Redirect[] {
    const redirects: Redirect[] = [];
    while (this.#peek().kind === 'redirect') redirects.push(this.#redirect());
    return redirects;
  }

  #redirect(): Redirect {
    const token = this.#next() as Extract<Token, { kind: 'redirect' }>;
    const target = this.#peek();
    if (target.kind !== 'word') this.#unexpected(target.kind === 'end' && this.#dialect === 'bash' ? { kind: 'newline', text: '' } : target.kind === 'redirect' && this.#dialect !== 'bash' ? { kind: 'operator', text: 'redirection' } : target);
    const fd = token.fd === undefined ? {} : { fd: token.fd };
    if (token.text === '<<' || token.text === '<<-') {
      const parts: WordPart[] = [];
      const delimiter = target.word.map((part) => ('text' in part ? part.text : '')).join('');
      this.#pending.push({ delimiter, literal: target.word.some(({ quoted }) => quoted), stripTabs: token.text === '<<-', parts });
      this.#next();
      return { ...fd, operator: '<<', target: parts };
    }
    this.#next();
    return { ...fd, operator: token.text as Redirect['operator'], target: target.word };
  }

  #command(): Command {
    const token = this.#peek();
    if (token.kind === 'operator' && token.text === '(') {
      if (this.#dialect === 'bash' && this.#text[this.#at] === '(') {
        const saved = this.#at;
        const line = this.#line;
        this.#next();
        this.#at++;
        const parts: WordPart[] = [];
        try {
          this.#quotedParts(parts, '))');
          return { kind: 'arithmetic', word: parts, redirects: this.#redirects(), line };
        } catch (error) {
          if (!(error instanceof Stopped)) throw error;
          this.#at = saved;
          this.#line = line;
        }
      } else this.#next();
      const body = this.#nestedBody();
      if (this.#peek().text !== ')' || this.#peek().kind !== 'operator') this.#unexpected(this.#peek(), ')');
      this.#next();
      return { kind: 'subshell', body, redirects: this.#redirects() };
    }
    if (token.kind === 'operator' || token.kind === 'newline' || token.kind === 'end') this.#unexpected(token);
    if (token.kind === 'word') {
      const compound = this.#compoundCommand(token.text);
      if (compound) return compound;
      if (RESERVED.has(token.text) && (token.text !== 'in' || this.#dialect === 'bash' || this.#dialect === 'dash')) this.#unexpected(token);
    }
    return this.#simple();
  }

  #level = 0;

  #nestedBody(): List {
    if (++this.#level > DEEPEST) throw new Stopped({ kind: 'not-simulated', what: 'deep nesting' });
    const body = this.#list(false);
    this.#level--;
    return body;
  }

  #compoundCommand(word: string): Command | undefined {
    const { line } = { line: this.#line };
    switch (word) {
      case '{': {
        this.#next();
        const body = this.#nestedBody();
        this.#expect('}');
        return { kind: 'group', body, redirects: this.#redirects() };
      }
      case 'if': {
        this.#next();
        const branches: { condition: List; body: List }[] = [];
        let otherwise: List | undefined;
        for (;;) {
          const condition = this.#nestedBody();
          this.#expect('then');
          branches.push({ condition, body: this.#nestedBody() });
          if (this.#reserved() !== 'elif') break;
          this.#next();
        }
        if (this.#reserved() === 'else') {
          this.#next();
          otherwise = this.#nestedBody();
        }
        this.#expect('fi');
        return { kind: 'if', branches, ...(otherwise ? { otherwise } : {}), redirects: this.#redirects() };
      }
      case 'while':
      case 'until': {
        this.#next();
        const condition = this.#nestedBody();
        const body = this.#doGroup();
        return { kind: 'loop', until: word === 'until', condition, body, redirects: this.#redirects() };
      }
      case 'for':
        return this.#forLoop(line);
      case 'case':
        return this.#caseCommand();
      case 'function': {
        if (this.#dialect === 'dash') return undefined;
        this.#next();
        const name = this.#next();
        if (name.kind !== 'word') this.#unexpected(name);
        if (this.#peek().text === '(') {
          this.#next();
          if (this.#next().text !== ')') this.#unexpected(this.#peek());
        }
        return this.#functionBody(name.text);
      }
      case '[[': {
        if (this.#dialect !== 'bash') return undefined;
        return this.#conditional(line);
      }
      default:
        return undefined;
    }
  }

  /** bash's `[[ … ]]`: `<`, `>`, `(`, `)`, `&&` and `||` are words here. */
  #conditional(line: number): Command {
    this.#next();
    const words: Word[] = [];
    for (;;) {
      const token = this.#next();
      if (token.kind === 'end') this.#endOfFile(']]');
      if (token.kind === 'newline') continue;
      if (token.kind === 'word' && token.text === ']]') break;
      if (token.kind === 'operator' && (token.text === ';' || token.text === '&')) this.#unexpected(token);
      words.push(token.kind === 'word' ? token.word : [{ kind: 'text', text: token.text, quoted: false }]);
    }
    return { kind: 'condition', words, redirects: this.#redirects(), line };
  }

  #doGroup(): List {
    while (this.#peek().kind === 'newline') this.#next();
    this.#expect('do');
    const body = this.#nestedBody();
    this.#expect('done');
    return body;
  }

  #forLoop(line: number): Command {
    this.#next();
    const open = this.#peek();
    if (open.text === '(' && this.#dialect === 'bash' && this.#text[this.#at] === '(') {
      this.#next();
      this.#at++;
      const parts: WordPart[] = [];
      this.#quotedParts(parts, '))');
      const text = parts.map((part) => (part.kind === 'text' ? part.text : part.kind === 'parameter' ? part.source : '')).join('');
      const words = text.split(';').map((expression) => [{ kind: 'text', text: expression, quoted: true }] as const);
      if (words.length !== 3) throw new Stopped({ kind: 'unexpected', token: `((${text}))`, line, text: this.#text });
      if (this.#peek().text === ';') this.#next();
      const body = this.#doGroup();
      return { kind: 'counting-for', expressions: words as unknown as readonly [Word, Word, Word], body, redirects: this.#redirects() };
    }
    if (this.#dialect !== 'bash' && !(open.kind === 'word' && NAME.test(open.text))) throw new Stopped({ kind: 'bad-loop-variable', line, text: open.text });
    if (open.kind !== 'word') this.#unexpected(open.kind === 'end' ? { kind: 'newline', text: '' } : open);
    this.#next();
    while (this.#peek().kind === 'newline') this.#next();
    let words: Word[] | undefined;
    if (this.#reserved() === 'in') {
      this.#next();
      words = [];
      for (let token = this.#peek(); token.kind === 'word'; token = this.#peek()) {
        words.push(token.word);
        this.#next();
      }
      const token = this.#peek();
      if (token.kind !== 'newline' && token.text !== ';') this.#unexpected(token);
      this.#next();
    } else if (this.#peek().text === ';') this.#next();
    else if (this.#peek().kind === 'end') this.#endOfFile();
    const body = this.#doGroup();
    return { kind: 'for', name: open.text, ...(words ? { words } : {}), body, redirects: this.#redirects(), line };
  }

  #caseCommand(): Command {
    this.#next();
    const subject = this.#next();
    if (subject.kind !== 'word') this.#unexpected(subject);
    while (this.#peek().kind === 'newline') this.#next();
    this.#expect('in');
    const arms: { patterns: Word[]; body: List; fallsThrough: boolean }[] = [];
    for (;;) {
      while (this.#peek().kind === 'newline') this.#next();
      if (this.#reserved() === 'esac') break;
      if (this.#peek().text === '(') this.#next();
      const patterns: Word[] = [];
      for (;;) {
        const token = this.#peek();
        if (token.kind !== 'word') this.#unexpected(token, ')');
        patterns.push(token.word);
        this.#next();
        if (this.#peek().text !== '|') break;
        this.#next();
      }
      if (this.#peek().text !== ')') this.#unexpected(this.#peek(), ')');
      this.#next();
      while (this.#peek().kind === 'newline') this.#next();
      const empty = this.#reserved() === 'esac' || (this.#peek().kind === 'operator' && this.#peek().text.startsWith(';;'));
      const body = empty ? [] : this.#nestedBody();
      const end = this.#peek();
      arms.push({ patterns, body, fallsThrough: end.text === ';&' });
      if (end.kind === 'operator' && (end.text.startsWith(';;') || end.text === ';&')) this.#next();
      else if (this.#reserved() !== 'esac') this.#unexpected(end, 'esac');
    }
    this.#expect('esac');
    return { kind: 'case', word: subject.word, arms, redirects: this.#redirects() };
  }

  #functionBody(name: string): Command {
    while (this.#peek().kind === 'newline') this.#next();
    const token = this.#peek();
    if (this.#dialect === 'bash' && !(token.text === '(' || ['{', 'if', 'while', 'until', 'for', 'case', '[['].includes(this.#reserved()))) this.#unexpected(token);
    if (++this.#level > DEEPEST) throw new Stopped({ kind: 'not-simulated', what: 'deep nesting' });
    const body = this.#command();
    this.#level--;
    return { kind: 'function', name, body, redirects: [] };
  }

  #simple(): Command {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    const line = this.#line;
    for (;;) {
      const token = this.#peek();
      if (token.kind === 'redirect') redirects.push(this.#redirect());
      else if (token.kind === 'word') {
        this.#next();
        const assignment = words.length === 0 ? assignmentOf(token.word) : undefined;
        if (assignment) {
          if (this.#dialect === 'bash' && assignment.value.length === 0 && this.#text[this.#at] === '(') throw new Stopped({ kind: 'not-simulated', what: 'bash arrays' });
          assignments.push(assignment);
        } else words.push(token.word);
      } else if (token.text === '(' && words.length === 1 && assignments.length === 0 && redirects.length === 0) {
        this.#next();
        const close = this.#peek();
        if (close.text !== ')') this.#unexpected(close.kind === 'end' && this.#dialect === 'bash' ? { kind: 'newline', text: '' } : close, ')');
        this.#next();
        const [name] = words[0] as Word;
        return this.#functionBody(name?.kind === 'text' ? name.text : '');
      } else break;
    }
    return { kind: 'simple', assignments, words, redirects, line };
  }
}

/** `NAME=value` and bash's `NAME+=value`. */
function assignmentOf(word: Word): Assignment | undefined {
  const [first, ...rest] = word;
  if (first?.kind !== 'text' || first.quoted) return undefined;
  const match = /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=/.exec(first.text);
  if (!match) return undefined;
  const text = first.text.slice(match[0].length);
  return { name: match[1] as string, append: match[2] === '+', value: text ? [{ ...first, text }, ...rest] : rest };
}

const C_ESCAPES: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', e: '\x1b', E: '\x1b', '\\': '\\', "'": "'", '"': '"', '?': '?' };

/** The escapes of `$'…'`, of `echo -e` and of printf's format. */
export function unescapeC(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|(0?[0-7]{1,3})|(.))/gs, (all, hex: string | undefined, unicode: string | undefined, octal: string | undefined, letter: string | undefined) => {
    if (hex ?? unicode) return String.fromCharCode(parseInt((hex ?? unicode) as string, 16));
    if (octal) return String.fromCharCode(parseInt(octal, 8) & 255);
    return C_ESCAPES[letter as string] ?? all;
  });
}
