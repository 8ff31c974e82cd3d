// A small awk (POSIX awk's everyday part): patterns and ranges, BEGIN and END, print and printf, fields, variables,
// arithmetic, comparison, ~, arrays, if, and a handful of functions. Loops and user functions say they are not simulated.
import type { Process, Program, Running } from '../machine/process.ts';
import { unescapeC } from '../machine/shell-tokens.ts';
import { formatPrintf } from '../machine/shell-printf.ts';
import { notSimulated, readOptions } from './options.ts';
import { compilePattern, PatternError } from './regular-expression.ts';
import { inputsOf } from './text-input.ts';

type Value = string | number;

interface Scope {
  fields: string[];
  readonly variables: Map<string, Value>;
  readonly arrays: Map<string, Map<string, Value>>;
  readonly out: (text: string) => void;
}

type Expression = (scope: Scope) => Value;
type Statement = (scope: Scope) => void;

/** The program has something this awk does not know. */
class Unknown extends Error {}
class NextLine extends Error {}
class Exit extends Error {
  readonly status: number;
  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}

const TOKEN =
  /\s*(?:(\n|;)|(#[^\n]*)|("(?:[^"\\]|\\.)*")|(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)|([A-Za-z_]\w*)|(\+\+|--|&&|\|\||[=!<>+\-*/%^]=|!~|[-+*/%^=<>!~?:,(){}[\]$|]))/y;

interface Token {
  readonly kind: 'end' | 'text' | 'number' | 'name' | 'operator' | 'pattern' | 'line';
  readonly text: string;
  readonly spaced: boolean;
}

function tokenize(source: string): Token[] {
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

const toNumber = (value: Value): number => (typeof value === 'number' ? value : Number(/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(value)?.[0] ?? 0));
const toText = (value: Value): string => (typeof value === 'string' ? value : Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6))));
const looksNumeric = (value: Value): boolean => typeof value === 'number' || /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(value);
const isTrue = (value: Value): boolean => (typeof value === 'number' ? value !== 0 : looksNumeric(value) ? toNumber(value) !== 0 : value !== '');

interface Rule {
  readonly when: 'BEGIN' | 'END' | Expression | undefined;
  readonly to?: Expression;
  readonly body: Statement;
  open: boolean;
}

class Parser {
  readonly #tokens: Token[];
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#tokens = tokenize(source);
  }

  rules(): Rule[] {
    const rules: Rule[] = [];
    for (;;) {
      while (this.#peek().kind === 'line') this.#at++;
      if (this.#peek().kind === 'end') return rules;
      let when: Rule['when'];
      let to: Expression | undefined;
      if (!this.#is('{')) {
        const name = this.#peek();
        if (name.kind === 'name' && (name.text === 'BEGIN' || name.text === 'END')) {
          this.#at++;
          when = name.text;
        } else {
          when = this.#expression();
          if (this.#take(',')) to = this.#expression();
        }
      }
      const body = this.#is('{') ? this.#block() : (scope: Scope): void => scope.out(`${scope.fields[0]}\n`);
      rules.push({ when, ...(to ? { to } : {}), body, open: false });
    }
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '', spaced: true };
  }

  #is(text: string): boolean {
    const token = this.#peek();
    return token.kind === 'operator' && token.text === text;
  }

  #take(...texts: string[]): string | undefined {
    const token = this.#peek();
    if (token.kind !== 'operator' || !texts.includes(token.text)) return undefined;
    this.#at++;
    return token.text;
  }

  #expect(text: string): void {
    if (this.#take(text) === undefined) throw new Unknown(this.#peek().text || 'end of program');
  }

  #block(): Statement {
    this.#expect('{');
    const statements: Statement[] = [];
    for (;;) {
      while (this.#peek().kind === 'line') this.#at++;
      if (this.#take('}')) break;
      if (this.#peek().kind === 'end') throw new Unknown('end of program');
      statements.push(this.#statement());
    }
    return (scope) => statements.forEach((statement) => statement(scope));
  }

  #statement(): Statement {
    if (this.#is('{')) return this.#block();
    const token = this.#peek();
    if (token.kind === 'name') {
      switch (token.text) {
        case 'print':
        case 'printf': {
          this.#at++;
          const values = this.#values();
          if (this.#is('>') || this.#is('|')) throw new Unknown(this.#peek().text);
          if (token.text === 'printf')
            return (scope) =>
              scope.out(
                formatPrintf(
                  toText(values[0]?.(scope) ?? ''),
                  values.slice(1).map((value) => toText(value(scope))),
                  'ash',
                ).text,
              );
          return (scope) =>
            scope.out(
              values.length === 0
                ? `${scope.fields[0]}${toText(scope.variables.get('ORS') ?? '\n')}`
                : values.map((value) => toText(value(scope))).join(toText(scope.variables.get('OFS') ?? ' ')) + toText(scope.variables.get('ORS') ?? '\n'),
            );
        }
        case 'next':
          this.#at++;
          return () => {
            throw new NextLine();
          };
        case 'exit': {
          this.#at++;
          const status = this.#endsStatement() ? undefined : this.#expression();
          return (scope) => {
            throw new Exit(status ? toNumber(status(scope)) : 0);
          };
        }
        case 'if': {
          this.#at++;
          this.#expect('(');
          const condition = this.#expression();
          this.#expect(')');
          while (this.#peek().kind === 'line') this.#at++;
          const yes = this.#statement();
          const mark = this.#at;
          while (this.#peek().kind === 'line') this.#at++;
          const other = this.#peek();
          if (other.kind === 'name' && other.text === 'else') {
            this.#at++;
            while (this.#peek().kind === 'line') this.#at++;
            const no = this.#statement();
            return (scope) => (isTrue(condition(scope)) ? yes(scope) : no(scope));
          }
          this.#at = mark;
          return (scope) => isTrue(condition(scope)) && yes(scope);
        }
        case 'for': {
          const words = this.#tokens.slice(this.#at + 1, this.#at + 6).map(({ text }) => text);
          if (words[0] === '(' && words[2] === 'in' && words[4] === ')') {
            this.#at += 6;
            const body = this.#statement();
            return (scope) => {
              for (const key of [...(scope.arrays.get(words[3] as string)?.keys() ?? [])]) {
                scope.variables.set(words[1] as string, key);
                body(scope);
              }
            };
          }
          throw new Unknown('for');
        }
        case 'while':
        case 'do':
        case 'function':
        case 'getline':
        case 'delete':
          throw new Unknown(token.text);
        default:
      }
    }
    const value = this.#expression();
    return (scope) => void value(scope);
  }

  #endsStatement(): boolean {
    const { kind } = this.#peek();
    return kind === 'line' || kind === 'end' || this.#is('}');
  }

  #values(): Expression[] {
    if (this.#endsStatement()) return [];
    const values = [this.#expression()];
    while (this.#take(',')) values.push(this.#expression());
    return values;
  }

  #expression(): Expression {
    if (++this.#depth > 100) throw new Unknown('deep nesting');
    const value = this.#ternary();
    this.#depth--;
    return value;
  }

  #ternary(): Expression {
    const condition = this.#or();
    if (!this.#take('?')) return condition;
    const yes = this.#ternary();
    this.#expect(':');
    const no = this.#ternary();
    return (scope) => (isTrue(condition(scope)) ? yes(scope) : no(scope));
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#take('||')) {
      const [a, b] = [left, this.#and()];
      left = (scope) => Number(isTrue(a(scope)) || isTrue(b(scope)));
    }
    return left;
  }

  #and(): Expression {
    let left = this.#matching();
    while (this.#take('&&')) {
      const [a, b] = [left, this.#matching()];
      left = (scope) => Number(isTrue(a(scope)) && isTrue(b(scope)));
    }
    return left;
  }

  #matching(): Expression {
    const left = this.#comparison();
    const operator = this.#take('~', '!~');
    if (!operator) {
      const token = this.#peek();
      if (token.kind === 'name' && token.text === 'in') {
        this.#at++;
        const array = this.#tokens[this.#at++]?.text ?? '';
        return (scope) => Number(scope.arrays.get(array)?.has(toText(left(scope))) ?? false);
      }
      return left;
    }
    const token = this.#peek();
    const pattern = token.kind === 'pattern' ? (this.#at++, (): string => token.text) : this.#comparison();
    return (scope) => Number(compilePattern(toText(pattern(scope)), { extended: true }).test(toText(left(scope))) === (operator === '~'));
  }

  #comparison(): Expression {
    const left = this.#concatenation();
    const operator = this.#take('<', '<=', '==', '!=', '>', '>=');
    if (!operator) return left;
    const right = this.#concatenation();
    return (scope) => {
      const [a, b] = [left(scope), right(scope)];
      const order = looksNumeric(a) && looksNumeric(b) ? toNumber(a) - toNumber(b) : toText(a) < toText(b) ? -1 : toText(a) > toText(b) ? 1 : 0;
      return Number({ '<': order < 0, '<=': order <= 0, '==': order === 0, '!=': order !== 0, '>': order > 0, '>=': order >= 0 }[operator as '<']);
    };
  }

  #concatenation(): Expression {
    let left = this.#sum();
    for (;;) {
      const token = this.#peek();
      const starts =
        token.kind === 'text' ||
        token.kind === 'number' ||
        (token.kind === 'name' && token.text !== 'in') ||
        (token.kind === 'operator' && ['$', '('].includes(token.text));
      if (!starts) return left;
      const [a, b] = [left, this.#sum()];
      left = (scope) => toText(a(scope)) + toText(b(scope));
    }
  }

  #sum(): Expression {
    let left = this.#product();
    for (let operator = this.#take('+', '-'); operator; operator = this.#take('+', '-')) {
      const [a, b, sign] = [left, this.#product(), operator === '+' ? 1 : -1];
      left = (scope) => toNumber(a(scope)) + sign * toNumber(b(scope));
    }
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    for (let operator = this.#take('*', '/', '%'); operator; operator = this.#take('*', '/', '%')) {
      const [a, b, how] = [left, this.#unary(), operator];
      left = (scope) => {
        const [x, y] = [toNumber(a(scope)), toNumber(b(scope))];
        return how === '*' ? x * y : y === 0 ? Infinity : how === '/' ? x / y : x % y;
      };
    }
    return left;
  }

  #unary(): Expression {
    const operator = this.#take('!', '-', '+');
    if (!operator) return this.#postfix();
    const value = this.#unary();
    return (scope) => (operator === '!' ? Number(!isTrue(value(scope))) : operator === '-' ? -toNumber(value(scope)) : toNumber(value(scope)));
  }

  #postfix(): Expression {
    const token = this.#peek();
    this.#at++;
    if (token.kind === 'number') return () => Number(token.text);
    if (token.kind === 'text') return () => token.text;
    if (token.kind === 'pattern') return (scope) => Number(compilePattern(token.text, { extended: true }).test(scope.fields[0] as string));
    if (token.kind === 'operator' && token.text === '(') {
      const value = this.#expression();
      this.#expect(')');
      return value;
    }
    if (token.kind === 'operator' && token.text === '$') {
      const index = this.#take('(') ? this.#closed() : this.#postfix();
      return this.#assignable(
        (scope) => scope.fields[toNumber(index(scope))] ?? '',
        (scope, value) => setField(scope, toNumber(index(scope)), toText(value)),
      );
    }
    if (token.kind === 'operator' && (token.text === '++' || token.text === '--')) {
      const name = this.#tokens[this.#at++]?.text ?? '';
      return (scope) => {
        const value = toNumber(scope.variables.get(name) ?? 0) + (token.text === '++' ? 1 : -1);
        scope.variables.set(name, value);
        return value;
      };
    }
    if (token.kind !== 'name') throw new Unknown(token.text || 'end of program');
    if (this.#is('(') && !this.#peek().spaced) return this.#call(token.text);
    if (token.text === 'length') return (scope) => (scope.fields[0] as string).length;
    if (this.#take('[')) {
      const key = this.#expression();
      this.#expect(']');
      return this.#assignable(
        (scope) => scope.arrays.get(token.text)?.get(toText(key(scope))) ?? '',
        (scope, value) => {
          const array = scope.arrays.get(token.text) ?? new Map<string, Value>();
          scope.arrays.set(token.text, array.set(toText(key(scope)), value));
        },
      );
    }
    return this.#assignable(
      (scope) => (token.text === 'NF' ? scope.fields.length - 1 : (scope.variables.get(token.text) ?? '')),
      (scope, value) => void scope.variables.set(token.text, value),
    );
  }

  #closed(): Expression {
    const value = this.#expression();
    this.#expect(')');
    return value;
  }

  #assignable(get: Expression, set: (scope: Scope, value: Value) => void): Expression {
    const step = this.#take('++', '--');
    if (step) {
      return (scope) => {
        const value = toNumber(get(scope));
        set(scope, value + (step === '++' ? 1 : -1));
        return value;
      };
    }
    const operator = this.#take('=', '+=', '-=', '*=', '/=');
    if (!operator) return get;
    const right = this.#ternary();
    return (scope) => {
      const value = right(scope);
      const [a, b] = [operator === '=' ? 0 : toNumber(get(scope)), toNumber(value)];
      const result = operator === '=' ? value : operator === '+=' ? a + b : operator === '-=' ? a - b : operator === '*=' ? a * b : a / b;
      set(scope, result);
      return result;
    };
  }

  #call(name: string): Expression {
    this.#expect('(');
    const args: Expression[] = [];
    while (!this.#take(')')) {
      args.push(this.#expression());
      if (!this.#is(')')) this.#expect(',');
    }
    const text = (scope: Scope, index: number): string => toText(args[index]?.(scope) ?? (index === 0 ? (scope.fields[0] as string) : ''));
    switch (name) {
      case 'length':
        return (scope) => text(scope, 0).length;
      case 'toupper':
        return (scope) => text(scope, 0).toUpperCase();
      case 'tolower':
        return (scope) => text(scope, 0).toLowerCase();
      case 'int':
        return (scope) => Math.trunc(toNumber(text(scope, 0)));
      case 'index':
        return (scope) => text(scope, 0).indexOf(text(scope, 1)) + 1;
      case 'substr':
        return (scope) => {
          const start = toNumber(text(scope, 1));
          return text(scope, 0).slice(Math.max(0, start - 1), args[2] ? Math.max(0, start - 1 + toNumber(text(scope, 2))) : undefined);
        };
      case 'sprintf':
        return (scope) =>
          formatPrintf(
            text(scope, 0),
            args.slice(1).map((arg) => toText(arg(scope))),
            'ash',
          ).text;
      default:
        throw new Unknown(name);
    }
  }
}

function setField(scope: Scope, index: number, text: string): void {
  if (index === 0) scope.fields = splitFields(text, toText(scope.variables.get('FS') ?? ' '));
  else if (index < 1000) {
    while (scope.fields.length <= index) scope.fields.push('');
    scope.fields[index] = text;
    scope.fields[0] = scope.fields.slice(1).join(toText(scope.variables.get('OFS') ?? ' '));
  }
}

function splitFields(line: string, separator: string): string[] {
  if (separator === ' ') return [line, ...line.split(/[ \t\n]+/).filter((field) => field !== '')];
  if (line === '') return [line];
  return [
    line,
    ...(separator.length === 1 && separator !== '|'
      ? line.split(separator)
      : line.split(compilePattern(separator === '|' ? '\\|' : separator, { extended: true }))),
  ];
}

export const awk: Program = function* (process: Process): Running {
  const options = readOptions(process, { short: 'F:v:f:', posix: true, usageExit: 2 });
  if (typeof options === 'number') return options;
  const args = [...options.args];
  const file = options.value('f');
  const source = file === undefined ? args.shift() : process.files.read(file);
  if (source === undefined) {
    process.err(file === undefined ? 'Usage: mawk [Options] [Program] [file ...]\n' : `mawk: cannot open ${file} (No such file or directory)\n`);
    return 2;
  }
  let rules: Rule[];
  const scope: Scope = {
    fields: [''],
    variables: new Map<string, Value>([
      ['FS', ' '],
      ['OFS', ' '],
      ['ORS', '\n'],
      ['NR', 0],
      ['FNR', 0],
      ['SUBSEP', '\x1c'],
    ]),
    arrays: new Map(),
    out: (text) => process.out(text),
  };
  try {
    rules = new Parser(source).rules();
  } catch (error) {
    if (!(error instanceof Unknown)) throw error;
    return notSimulated(process, `awk '${source}' (at ${error.message})`);
  }
  for (const [letter, value] of options.given) {
    if (letter === 'F') scope.variables.set('FS', value === 't' ? '\t' : unescapeC(value));
    else if (letter === 'v' && value.includes('=')) scope.variables.set(value.slice(0, value.indexOf('=')), unescapeC(value.slice(value.indexOf('=') + 1)));
  }
  let status = 0;
  let failed = false;
  try {
    for (const { when, body } of rules) if (when === 'BEGIN') body(scope);
    if (rules.some(({ when }) => when !== 'BEGIN')) {
      const opened = inputsOf(process, args);
      failed = opened.failed;
      let number = 0;
      for (const { input } of opened.inputs) {
        let own = 0;
        for (let raw = yield* input.readRawLine(); raw !== undefined; raw = yield* input.readRawLine()) {
          scope.variables.set('NR', ++number);
          scope.variables.set('FNR', ++own);
          scope.fields = splitFields(raw.replace(/\n$/, ''), toText(scope.variables.get('FS') ?? ' '));
          try {
            for (const rule of rules) if (applies(rule, scope)) rule.body(scope);
          } catch (error) {
            if (!(error instanceof NextLine)) throw error;
          }
        }
      }
      for (const { when, body } of rules) if (when === 'END') body(scope);
    }
  } catch (error) {
    if (error instanceof PatternError) return notSimulated(process, `awk '${source}'`);
    if (!(error instanceof Exit)) throw error;
    status = error.status;
  }
  return failed ? 2 : status;
};

function applies(rule: Rule, scope: Scope): boolean {
  const { when, to } = rule;
  if (when === 'BEGIN' || when === 'END') return false;
  if (when === undefined) return true;
  if (!to) return isTrue(when(scope));
  if (!rule.open && !isTrue(when(scope))) return false;
  rule.open = !isTrue(to(scope));
  return true;
}
