// Models mawk 1.3.4's expressions (parse.y) and its words for what it cannot read (error.c).
import { BUILTIN_FUNCTIONS, ProgramError, Scanner, type Token } from './awk-tokens.ts';
import type { Expression, Place } from './awk-syntax.ts';

const COMPARISONS = ['<', '<=', '==', '!=', '>', '>='];
const ASSIGNMENTS = ['=', '+=', '-=', '*=', '/=', '%=', '^='];

/** Reads a program's expressions, from the loosest operator to the tightest. */
export class ExpressionReader {
  protected readonly scanner: Scanner;
  protected token: Token;
  protected parentheses = 0;
  protected braces = 0;
  protected depth = 0;
  /** `>` writes to a file here. */
  protected prints = false;
  protected parameters: readonly string[] | undefined;
  protected readonly called: { readonly name: string; readonly args: number; readonly line: number }[] = [];
  protected readonly uses = new Map<string, 'array' | 'variable'>();

  constructor(source: string) {
    this.scanner = new Scanner(source);
    this.token = this.scanner.next();
  }

  protected next(): Token {
    const token = this.token;
    if (token.kind === 'operator') {
      if (token.text === '(') this.parentheses++;
      else if (token.text === ')') this.parentheses--;
      else if (token.text === '{') this.braces++;
      else if (token.text === '}') this.braces--;
    }
    this.token = this.scanner.next();
    return token;
  }

  /** What error.c says of a word that cannot stand here. */
  protected wrong(token = this.token): never {
    const ends = token.kind === 'end' || token.kind === 'line' || token.text === ';' || token.text === '}';
    const missing =
      this.parentheses > 0 && ends ? ')' : this.braces > 0 && (token.kind === 'end' || token.text === 'BEGIN' || token.text === 'END') ? '}' : undefined;
    throw new ProgramError(
      `line ${token.line}: ${missing ? `missing ${missing}` : 'syntax error at or'} near ${token.kind === 'text' ? token.value : token.text}`,
    );
  }

  protected is(text: string): boolean {
    return this.token.text === text && (this.token.kind === 'operator' || this.token.kind === 'keyword');
  }

  protected take(...texts: readonly string[]): string | undefined {
    const { kind, text } = this.token;
    if ((kind !== 'operator' && kind !== 'keyword') || !texts.includes(text)) return undefined;
    this.next();
    return text;
  }

  protected expect(text: string): void {
    if (this.take(text) === undefined) this.wrong();
  }

  protected skipLines(alsoSemicolons = true): void {
    while (this.token.kind === 'line' || (alsoSemicolons && this.is(';'))) this.next();
  }

  protected name(): string {
    if (this.token.kind !== 'name') this.wrong();
    return this.next().text;
  }

  /** A name is that of an array, or it is not. */
  protected use(name: string, as: 'array' | 'variable', line = this.token.line): string {
    if (this.parameters?.includes(name)) return name;
    const known = this.uses.get(name);
    if (known && known !== as) throw new ProgramError(`line ${line}: illegal reference to ${known} ${name}`);
    this.uses.set(name, as);
    return name;
  }

  protected endsStatement(): boolean {
    return this.token.kind === 'line' || this.token.kind === 'end' || this.is('}') || this.is(';');
  }

  /** Inside parentheses `>` compares. */
  protected within<T>(read: () => T): T {
    const prints = this.prints;
    this.prints = false;
    const result = read();
    this.prints = prints;
    return result;
  }

  protected expression(): Expression {
    if (++this.depth > 100) throw new ProgramError('minato: a program nested this deeply is not simulated');
    const value = this.ternary();
    this.depth--;
    return value;
  }

  /** `(a, b)` may be what is printed, at the beginning of `print`. */
  protected mayBeList = false;

  protected ternary(): Expression {
    const condition = this.or();
    if (!this.take('?')) return condition;
    this.skipLines(false);
    const yes = this.ternary();
    this.skipLines(false);
    this.expect(':');
    this.skipLines(false);
    return { kind: 'choice', condition, yes, no: this.ternary() };
  }

  protected or(): Expression {
    let left = this.and();
    while (this.take('||')) {
      this.skipLines(false);
      left = { kind: 'logic', both: false, left, right: this.and() };
    }
    return left;
  }

  protected and(): Expression {
    let left = this.membership();
    while (this.take('&&')) {
      this.skipLines(false);
      left = { kind: 'logic', both: true, left, right: this.membership() };
    }
    return left;
  }

  protected membership(): Expression {
    let left = this.matching();
    while (this.take('in')) left = { kind: 'in', keys: [left], array: this.use(this.name(), 'array') };
    return left;
  }

  protected matching(): Expression {
    let left = this.comparison();
    for (let operator = this.take('~', '!~'); operator; operator = this.take('~', '!~'))
      left = { kind: 'match', negated: operator === '!~', left, right: this.comparison() };
    return left;
  }

  protected comparison(): Expression {
    const left = this.piped();
    const operator = this.take(...(this.prints ? COMPARISONS.filter((one) => one !== '>') : COMPARISONS));
    return operator ? { kind: 'binary', operator, left, right: this.piped() } : left;
  }

  /** `"command" | getline`. */
  protected piped(): Expression {
    let left = this.concatenation();
    while (this.is('|')) {
      const bar = this.token;
      if (!/^\s*getline\b/.test(this.rest(bar.at + 1))) break;
      this.next();
      this.next();
      const place = this.optionalPlace();
      left = { kind: 'getline', from: 'command', source: left, ...(place ? { place } : {}) };
    }
    return left;
  }

  protected rest(at: number): string {
    return this.scanner.source.slice(at, at + 100);
  }

  protected concatenation(): Expression {
    let left = this.sum();
    for (;;) {
      const { kind, text } = this.token;
      const starts =
        kind === 'text' ||
        kind === 'number' ||
        kind === 'name' ||
        kind === 'builtin' ||
        (kind === 'operator' && ['$', '(', '!', '-', '+', '++', '--'].includes(text));
      if (!starts || (kind === 'operator' && (text === '+' || text === '-' || text === '!'))) return left;
      left = { kind: 'binary', operator: ' ', left, right: this.sum() };
    }
  }

  protected sum(): Expression {
    let left = this.product();
    for (let operator = this.take('+', '-'); operator; operator = this.take('+', '-')) left = { kind: 'binary', operator, left, right: this.product() };
    return left;
  }

  protected product(): Expression {
    let left = this.unary();
    for (let operator = this.take('*', '/', '%'); operator; operator = this.take('*', '/', '%')) left = { kind: 'binary', operator, left, right: this.unary() };
    return left;
  }

  protected unary(): Expression {
    const operator = this.take('!', '-', '+');
    if (!operator) return this.power();
    if (++this.depth > 100) throw new ProgramError('minato: a program nested this deeply is not simulated');
    const value = this.unary();
    this.depth--;
    return { kind: 'unary', operator, value };
  }

  protected power(): Expression {
    const base = this.postfix();
    return this.take('^') ? { kind: 'binary', operator: '^', left: base, right: this.unary() } : base;
  }

  protected postfix(): Expression {
    const value = this.primary();
    if (value.kind !== 'variable' && value.kind !== 'field' && value.kind !== 'element') return value;
    const step = this.take('++', '--');
    if (step) return { kind: 'step', by: step === '++' ? 1 : -1, before: false, place: value };
    const operator = this.take(...ASSIGNMENTS);
    if (!operator) return value;
    this.skipLines(false);
    const right = this.ternary();
    return { kind: 'assign', operator, place: value, value: right };
  }

  protected primary(): Expression {
    const mayBeList = this.mayBeList;
    this.mayBeList = false;
    const token = this.token;
    if (token.kind === 'number') return (this.next(), { kind: 'number', value: Number(token.text) });
    if (token.kind === 'text') return (this.next(), { kind: 'text', value: token.value });
    if (token.kind === 'builtin') return this.builtin();
    if (token.kind === 'name') {
      this.next();
      if (token.calls) return this.call(token);
      if (this.is('[')) return { kind: 'element', array: this.use(token.text, 'array'), keys: this.keys() };
      return { kind: 'variable', name: this.use(token.text, 'variable', token.line) };
    }
    if (this.take('getline')) {
      const place = this.optionalPlace();
      const source = this.take('<') ? this.primary() : undefined;
      return { kind: 'getline', from: source ? 'file' : 'input', ...(source ? { source } : {}), ...(place ? { place } : {}) };
    }
    if (token.kind !== 'operator') this.wrong();
    switch (token.text) {
      case '/':
      case '/=': {
        const source = this.scanner.pattern(token.at);
        this.token = this.scanner.next();
        return { kind: 'pattern', source };
      }
      case '$': {
        this.next();
        const step = this.take('++', '--');
        if (step) {
          const place = this.primary();
          if (place.kind === 'variable' || place.kind === 'field' || place.kind === 'element')
            return { kind: 'field', index: { kind: 'step', by: step === '++' ? 1 : -1, before: true, place } };
          this.wrong(token);
        }
        const sign = this.take('-', '+', '!');
        const index = this.primary();
        return { kind: 'field', index: sign ? { kind: 'unary', operator: sign, value: index } : index };
      }
      case '++':
      case '--': {
        this.next();
        const place = this.primary();
        if (place.kind !== 'variable' && place.kind !== 'field' && place.kind !== 'element') this.wrong();
        return { kind: 'step', by: token.text === '++' ? 1 : -1, before: true, place };
      }
      case '-':
      case '+':
      case '!':
        return this.unary();
      case '(': {
        this.next();
        const values = this.within(() => {
          const list = [this.expression()];
          while (this.take(',')) {
            this.skipLines(false);
            list.push(this.expression());
          }
          return list;
        });
        this.expect(')');
        if (values.length === 1) return values[0] as Expression;
        if (this.take('in')) return { kind: 'in', keys: values, array: this.use(this.name(), 'array') };
        if (mayBeList && (this.endsStatement() || this.is('>') || this.is('>>') || this.is('|'))) return { kind: 'list', values };
        return this.wrong();
      }
      default:
        return this.wrong();
    }
  }

  protected optionalPlace(): Place | undefined {
    const { kind, text } = this.token;
    if (kind !== 'name' && !(kind === 'operator' && text === '$')) return undefined;
    const place = this.primary();
    return place.kind === 'variable' || place.kind === 'field' || place.kind === 'element' ? place : undefined;
  }

  protected keys(): readonly Expression[] {
    this.expect('[');
    const keys = this.within(() => {
      const list = [this.expression()];
      while (this.take(',')) list.push(this.expression());
      return list;
    });
    this.expect(']');
    return keys;
  }

  protected args(): readonly Expression[] {
    this.expect('(');
    const args: Expression[] = [];
    this.within(() => {
      this.skipLines(false);
      while (!this.is(')')) {
        args.push(this.argument());
        this.skipLines(false);
        if (this.is(')')) break;
        this.expect(',');
        this.skipLines(false);
        if (this.is(')')) this.wrong();
      }
    });
    this.expect(')');
    return args;
  }

  /** An argument that is a bare name may be an array. */
  protected argument(): Expression {
    const token = this.token;
    if (token.kind === 'name' && !token.calls && /^\s*[,)]/.test(this.rest(token.at + token.text.length))) {
      this.next();
      return { kind: 'variable', name: token.text };
    }
    return this.expression();
  }

  protected call(token: Token): Expression {
    const args = this.args();
    this.called.push({ name: token.text, args: args.length, line: token.line });
    return { kind: 'call', name: token.text, args };
  }

  protected builtin(): Expression {
    const { text: name, line } = this.next();
    if (name === 'length' && !this.is('(')) return { kind: 'builtin', name, args: [] };
    if (!this.is('(')) this.wrong();
    const args = this.args();
    const [least, most] = BUILTIN_FUNCTIONS[name] as readonly [number, number];
    if (args.length < least || args.length > most) throw new ProgramError(`line ${line}: wrong number of arguments in call to ${name}`);
    return { kind: 'builtin', name, args };
  }
}
