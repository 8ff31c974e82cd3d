import { assignmentOf, elementOf, unsplit } from './shell-assignment.ts';
import type { AndOr, Assignment, Command, Dialect, List, Pipeline, Redirect, Script, Word, WordPart } from './shell-syntax.ts';
import { Stopped, TokenReader, type Token } from './shell-tokens.ts';

const RESERVED = new Set(['if', 'then', 'elif', 'else', 'fi', 'do', 'done', 'case', 'esac', 'while', 'until', 'for', '{', '}', '!', 'in']);
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const DEEPEST = 60;

/** Reads a script as far as it can be read. */
export function parseScript(text: string, dialect: Dialect): Script {
  return new Parser(text, dialect, 0).script();
}

/** Whether a shell that somebody types this into would ask for more: an open quote, loop or here-document, a pipe's end, a last backslash. */
export function isUnfinished(text: string, dialect: Dialect): boolean {
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text)) return true;
  const parser = new Parser(text, dialect, 0);
  const { problem } = parser.script();
  return problem ? problem.kind === 'end-of-file' || problem.kind === 'unterminated' : parser.endsInHereDocument;
}

/** Whose words may be `name=(…)`. */
const DECLARING: ReadonlySet<string> = new Set(['declare', 'typeset', 'local', 'readonly', 'export']);

/** bash's `$(< file)`, as the cat that it stands for; `undefined` for every other pipeline. */
function fileRead(pipeline: Pipeline): Pipeline | undefined {
  const [command, ...more] = pipeline.commands;
  if (command?.kind !== 'simple' || more.length > 0 || command.words.length > 0 || command.assignments.length > 0) return undefined;
  if (command.redirects.length !== 1 || command.redirects[0]?.operator !== '<') return undefined;
  return { ...pipeline, commands: [{ ...command, words: [[{ kind: 'text', text: 'cat', quoted: false }]] }] };
}

class Parser extends TokenReader {
  /** Whether a here-document's last line never came. */
  get endsInHereDocument(): boolean {
    return this.openDocuments.length > 0;
  }

  script(): Script {
    const { openDocuments } = this;
    const lines: List[] = [];
    try {
      for (;;) {
        while (this.peek().kind === 'newline') this.next();
        if (this.peek().kind === 'end') return { lines, openDocuments };
        const line = this.#list(true);
        const token = this.peek();
        if (token.kind !== 'newline' && token.kind !== 'end') this.#unexpected(token);
        lines.push(line);
      }
    } catch (error) {
      if (error instanceof Stopped) return { lines, openDocuments, problem: error.problem };
      throw error;
    }
  }

  #unexpected(token: Token, expecting?: string): never {
    if (token.kind === 'end') this.#endOfFile(expecting);
    const start = this.text.lastIndexOf('\n', this.tokenEnd - 1) + 1;
    const end = this.text.indexOf('\n', start);
    throw new Stopped({
      kind: 'unexpected',
      token: token.kind === 'newline' ? 'newline' : token.text,
      line: this.line,
      text: this.text.slice(start, end < 0 ? undefined : end),
    });
  }

  #endOfFile(expecting?: string): never {
    throw new Stopped({ kind: 'end-of-file', ...(expecting ? { expecting } : {}), line: this.line, text: this.text.slice(this.text.lastIndexOf('\n') + 1) });
  }

  protected nested(text: string): Parser {
    if (this.depth >= DEEPEST) throw new Stopped({ kind: 'not-simulated', what: 'deep nesting' });
    return new Parser(text, this.dialect, this.depth + 1);
  }

  protected substitution(at: number, line: number): { readonly list: List; readonly at: number; readonly line: number } {
    const inner = this.nested(this.text);
    inner.at = at;
    inner.line = line;
    const list = inner.#substituted();
    return { list, at: inner.at, line: inner.line };
  }

  #substituted(): List {
    const list = this.#compound();
    const token = this.peek();
    if (token.kind === 'end' && this.dialect === 'bash') throw new Stopped({ kind: 'unterminated', opener: '$(', line: this.line + 1 });
    if (token.text !== ')') this.#unexpected(token, ')');
    this.next();
    const [only] = list;
    const read = this.dialect === 'bash' && list.length === 1 && only?.rest.length === 0 ? fileRead(only.first) : undefined;
    return read && only ? [{ ...only, first: read }] : list;
  }

  /** A list on one line (`oneLine`) or over lines, up to something that cannot begin a command. */
  #list(oneLine: boolean): AndOr[] {
    const items: AndOr[] = [];
    for (;;) {
      if (!oneLine) while (this.peek().kind === 'newline') this.next();
      if (items.length > 0 && this.#endsList()) return items;
      const item = this.#andOr();
      const token = this.peek();
      if (token.kind === 'operator' && (token.text === ';' || token.text === '&')) {
        this.next();
        items.push({ ...item, background: token.text === '&' });
      } else {
        items.push(item);
        if (oneLine || token.kind !== 'newline') return items;
      }
      if (oneLine && (this.peek().kind === 'newline' || this.peek().kind === 'end')) return items;
    }
  }

  /** The body of something: a list that must not be empty. */
  #compound(): List {
    while (this.peek().kind === 'newline') this.next();
    const token = this.peek();
    if (token.kind === 'operator' && token.text === ')' && this.depth > 0) return [];
    return this.#list(false);
  }

  #endsList(): boolean {
    const token = this.peek();
    if (token.kind === 'end' || token.kind === 'newline') return true;
    if (token.kind === 'operator') return token.text === ')' || token.text.startsWith(';;') || token.text === ';&';
    return token.kind === 'word' && ['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}'].includes(token.text);
  }

  #andOr(): AndOr {
    this.peek();
    const start = this.peekedFrom;
    const first = this.#pipeline();
    const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
    for (;;) {
      const token = this.peek();
      if (token.kind !== 'operator' || (token.text !== '&&' && token.text !== '||')) break;
      this.next();
      while (this.peek().kind === 'newline') this.next();
      rest.push({ operator: token.text, pipeline: this.#pipeline() });
    }
    this.peek();
    return { first, rest, background: false, source: this.text.slice(start, this.peekedFrom).trim() };
  }

  #pipeline(): Pipeline {
    let negated = false;
    let timed: Pipeline['timed'] = false;
    for (;;) {
      const token = this.peek();
      if (token.kind === 'word' && token.text === '!') {
        this.next();
        negated = !negated;
        if (this.dialect === 'bash' && this.#endsList()) return { negated, timed, commands: [] };
      } else if (token.kind === 'word' && token.text === 'time' && this.dialect === 'bash') {
        this.next();
        timed = 'bash';
        if (this.#reserved() === '-p') {
          this.next();
          timed = 'posix';
        }
        if (this.#endsList()) return { negated, timed, commands: [] };
      } else break;
    }
    const commands = [this.#command()];
    for (;;) {
      const token = this.peek();
      if (token.kind !== 'operator' || (token.text !== '|' && token.text !== '|&')) break;
      this.next();
      while (this.peek().kind === 'newline') this.next();
      const last = commands.pop() as Command;
      commands.push(
        token.text === '|&'
          ? { ...last, redirects: [...last.redirects, { fd: 2, operator: '>&', target: [{ kind: 'text', text: '1', quoted: false }] }] }
          : last,
      );
      commands.push(this.#command());
    }
    return { negated, timed, commands };
  }

  #reserved(): string {
    const token = this.peek();
    return token.kind === 'word' ? token.text : '';
  }

  #expect(word: string): void {
    const token = this.peek();
    if (token.kind !== 'word' || token.text !== word) this.#unexpected(token, word);
    this.next();
  }

  #redirects(): Redirect[] {
    const redirects: Redirect[] = [];
    while (this.peek().kind === 'redirect') redirects.push(this.#redirect());
    return redirects;
  }

  #redirect(): Redirect {
    const token = this.next() as Extract<Token, { kind: 'redirect' }>;
    const target = this.peek();
    if (target.kind !== 'word')
      this.#unexpected(
        target.kind === 'end' && this.dialect === 'bash'
          ? { kind: 'newline', text: '' }
          : target.kind === 'redirect' && this.dialect !== 'bash'
            ? { kind: 'operator', text: 'redirection' }
            : target,
      );
    const fd = token.fd === undefined ? {} : { fd: token.fd };
    if (token.text === '<<' || token.text === '<<-') {
      const parts: WordPart[] = [];
      const delimiter = target.word.map((part) => ('text' in part ? part.text : '')).join('');
      this.pending.push({ delimiter, line: this.line, literal: target.word.some(({ quoted }) => quoted), stripTabs: token.text === '<<-', parts });
      this.next();
      return { ...fd, operator: '<<', target: parts };
    }
    this.next();
    return { ...fd, operator: token.text as Redirect['operator'], target: target.word };
  }

  #command(): Command {
    const token = this.peek();
    if (token.kind === 'operator' && token.text === '(') {
      if (this.dialect === 'bash' && this.text[this.at] === '(') {
        const saved = this.at;
        const line = this.line;
        this.next();
        this.at++;
        try {
          return { kind: 'arithmetic', word: this.quotedParts('))'), redirects: this.#redirects(), line };
        } catch (error) {
          if (!(error instanceof Stopped)) throw error;
          this.at = saved;
          this.line = line;
        }
      } else this.next();
      const body = this.#nestedBody(')');
      if (this.peek().text !== ')' || this.peek().kind !== 'operator') this.#unexpected(this.peek(), ')');
      this.next();
      return { kind: 'subshell', body, redirects: this.#redirects() };
    }
    if (token.kind === 'operator' || token.kind === 'newline' || token.kind === 'end') this.#unexpected(token);
    if (token.kind === 'word') {
      const compound = this.#compoundCommand(token.text);
      if (compound) return compound;
      if (RESERVED.has(token.text) && (token.text !== 'in' || this.dialect === 'bash' || this.dialect === 'dash')) this.#unexpected(token);
    }
    return this.#simple();
  }

  #level = 0;

  /** The list inside something; at the end of the text, what would have closed it is named. */
  #nestedBody(closer: string): List {
    while (this.peek().kind === 'newline') this.next();
    if (this.peek().kind === 'end') this.#endOfFile(closer);
    if (++this.#level > DEEPEST) throw new Stopped({ kind: 'not-simulated', what: 'deep nesting' });
    const body = this.#list(false);
    this.#level--;
    return body;
  }

  #compoundCommand(word: string): Command | undefined {
    const { line } = { line: this.line };
    switch (word) {
      case '{': {
        this.next();
        const body = this.#nestedBody('}');
        this.#expect('}');
        return { kind: 'group', body, redirects: this.#redirects() };
      }
      case 'if': {
        this.next();
        const branches: { condition: List; body: List }[] = [];
        let otherwise: List | undefined;
        for (;;) {
          const condition = this.#nestedBody('then');
          this.#expect('then');
          branches.push({ condition, body: this.#nestedBody('fi') });
          if (this.#reserved() !== 'elif') break;
          this.next();
        }
        if (this.#reserved() === 'else') {
          this.next();
          otherwise = this.#nestedBody('fi');
        }
        this.#expect('fi');
        return { kind: 'if', branches, ...(otherwise ? { otherwise } : {}), redirects: this.#redirects() };
      }
      case 'while':
      case 'until': {
        this.next();
        const condition = this.#nestedBody('do');
        const body = this.#doGroup();
        return { kind: 'loop', until: word === 'until', condition, body, redirects: this.#redirects() };
      }
      case 'select':
      case 'for':
        if (word === 'select' && this.dialect !== 'bash') return undefined;
        return this.#forLoop(line);
      case 'case':
        return this.#caseCommand();
      case 'function': {
        if (this.dialect === 'dash') return undefined;
        this.next();
        const name = this.next();
        if (name.kind !== 'word') this.#unexpected(name);
        if (this.peek().text === '(') {
          this.next();
          if (this.next().text !== ')') this.#unexpected(this.peek());
        }
        return this.#functionBody(name.text);
      }
      case '[[': {
        if (this.dialect === 'dash') return undefined;
        return this.#conditional(line);
      }
      default:
        return undefined;
    }
  }

  /** bash's `[[ … ]]`: `<`, `>`, `(`, `)`, `&&` and `||` are words here. */
  #conditional(line: number): Command {
    this.next();
    const words: Word[] = [];
    for (;;) {
      const token = this.next();
      if (token.kind === 'end') this.#endOfFile(']]');
      if (token.kind === 'newline') continue;
      if (token.kind === 'word' && token.text === ']]') break;
      if (token.kind === 'operator' && (token.text === ';' || token.text === '&')) this.#unexpected(token);
      words.push(token.kind === 'word' ? token.word : [{ kind: 'text', text: token.text, quoted: false }]);
      if (token.kind === 'word' && token.text === '=~') words.push(this.regularExpression());
    }
    return { kind: 'condition', words, redirects: this.#redirects(), line };
  }

  #doGroup(): List {
    while (this.peek().kind === 'newline') this.next();
    this.#expect('do');
    const body = this.#nestedBody('done');
    this.#expect('done');
    return body;
  }

  #forLoop(line: number): Command {
    const isMenu = this.next().text === 'select';
    const open = this.peek();
    if (open.text === '(' && this.dialect === 'bash' && this.text[this.at] === '(') {
      this.next();
      this.at++;
      const text = this.quotedParts('))')
        .map((part) => (part.kind === 'text' ? part.text : part.kind === 'parameter' ? part.source : ''))
        .join('');
      const words = text.split(';').map((expression) => [{ kind: 'text', text: expression, quoted: true }] as const);
      if (words.length !== 3) throw new Stopped({ kind: 'unexpected', token: `((${text}))`, line, text: this.text });
      if (this.peek().text === ';') this.next();
      const body = this.#doGroup();
      return { kind: 'counting-for', expressions: words as unknown as readonly [Word, Word, Word], body, redirects: this.#redirects() };
    }
    if (this.dialect !== 'bash' && !(open.kind === 'word' && NAME.test(open.text))) throw new Stopped({ kind: 'bad-loop-variable', line, text: open.text });
    if (open.kind !== 'word') this.#unexpected(open.kind === 'end' ? { kind: 'newline', text: '' } : open);
    this.next();
    while (this.peek().kind === 'newline') this.next();
    let words: Word[] | undefined;
    if (this.#reserved() === 'in') {
      this.next();
      words = [];
      for (let token = this.peek(); token.kind === 'word'; token = this.peek()) {
        words.push(token.word);
        this.next();
      }
      const token = this.peek();
      if (token.kind !== 'newline' && token.text !== ';') this.#unexpected(token);
      this.next();
    } else if (this.peek().text === ';') this.next();
    else if (this.peek().kind === 'end') this.#endOfFile();
    const body = this.#doGroup();
    return { kind: 'for', name: open.text, ...(words ? { words } : {}), ...(isMenu ? { isMenu } : {}), body, redirects: this.#redirects(), line };
  }

  #caseCommand(): Command {
    this.next();
    const subject = this.next();
    if (subject.kind !== 'word') this.#unexpected(subject);
    while (this.peek().kind === 'newline') this.next();
    this.#expect('in');
    const arms: { patterns: Word[]; body: List; ending: ';;' | ';&' | ';;&' }[] = [];
    for (;;) {
      while (this.peek().kind === 'newline') this.next();
      if (this.#reserved() === 'esac') break;
      if (this.peek().text === '(') this.next();
      const patterns: Word[] = [];
      for (;;) {
        const token = this.peek();
        if (token.kind !== 'word') this.#unexpected(token, ')');
        patterns.push(token.word);
        this.next();
        if (this.peek().text !== '|') break;
        this.next();
      }
      if (this.peek().text !== ')') this.#unexpected(this.peek(), ')');
      this.next();
      while (this.peek().kind === 'newline') this.next();
      const empty = this.#reserved() === 'esac' || (this.peek().kind === 'operator' && this.peek().text.startsWith(';;'));
      const body = empty ? [] : this.#nestedBody('esac');
      const end = this.peek();
      arms.push({ patterns, body, ending: end.text === ';&' || end.text === ';;&' ? end.text : ';;' });
      if (end.kind === 'operator' && (end.text.startsWith(';;') || end.text === ';&')) this.next();
      else if (this.#reserved() !== 'esac') this.#unexpected(end, 'esac');
    }
    this.#expect('esac');
    return { kind: 'case', word: subject.word, arms, redirects: this.#redirects() };
  }

  #functionBody(name: string): Command {
    while (this.peek().kind === 'newline') this.next();
    const token = this.peek();
    if (this.dialect === 'bash' && !(token.text === '(' || ['{', 'if', 'while', 'until', 'for', 'case', '[['].includes(this.#reserved())))
      this.#unexpected(token);
    if (++this.#level > DEEPEST) throw new Stopped({ kind: 'not-simulated', what: 'deep nesting' });
    const start = this.peekedFrom;
    const body = this.#command();
    this.#level--;
    // what a later line of the same terminal reads again
    this.peek();
    return { kind: 'function', name, body, source: `${name}() ${this.text.slice(start, this.peekedFrom).trim()}`, redirects: [] };
  }

  #simple(): Command {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const declared: Assignment[] = [];
    const redirects: Redirect[] = [];
    const line = this.line;
    let declares = false;
    for (;;) {
      const token = this.peek();
      if (token.kind === 'redirect') redirects.push(this.#redirect());
      else if (token.kind === 'word') {
        this.next();
        const assignment = words.length === 0 || declares ? assignmentOf(token.word, this.dialect) : undefined;
        const isArray = assignment?.value.length === 0 && this.dialect === 'bash' && this.text[this.at] === '(';
        if (assignment && isArray) {
          const whole = { ...assignment, elements: this.#elements() };
          if (words.length === 0) assignments.push(whole);
          else {
            declared.push(whole);
            words.push([{ kind: 'text', text: assignment.name, quoted: true }]);
          }
        } else if (assignment && words.length === 0) assignments.push(assignment);
        else if (assignment && this.dialect === 'bash') words.push(unsplit(token.word));
        else {
          words.push(token.word);
          if (words.length === 1) declares = DECLARING.has(token.text);
        }
      } else if (token.text === '(' && words.length === 1 && assignments.length === 0 && redirects.length === 0) {
        this.next();
        const close = this.peek();
        if (close.text !== ')') this.#unexpected(close.kind === 'end' && this.dialect === 'bash' ? { kind: 'newline', text: '' } : close, ')');
        this.next();
        const [name] = words[0] as Word;
        return this.#functionBody(name?.kind === 'text' ? name.text : '');
      } else break;
    }
    return { kind: 'simple', assignments, words, ...(declared.length > 0 ? { declared } : {}), redirects, line };
  }

  /** The elements of `name=(…)`, whose parenthesis is next. */
  #elements(): NonNullable<Assignment['elements']> {
    this.at++;
    const elements: { key?: Word; append?: boolean; value: Word }[] = [];
    for (;;) {
      const token = this.next();
      if (token.kind === 'newline') continue;
      if (token.kind === 'end') throw new Stopped({ kind: 'unterminated', opener: '$(', line: this.line + 1 });
      if (token.text === ')') return elements;
      if (token.kind !== 'word') this.#unexpected(token);
      elements.push(elementOf(token.word));
    }
  }
}
