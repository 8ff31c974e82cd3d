import { formatPrintf } from '../machine/shell-printf.ts';
import { type Token, tokenize, Unknown } from './awk-tokens.ts';
import { isTrue, looksNumeric, type Scope, setField, setFieldCount, splitFields, toNumber, toText, type Value } from './awk-values.ts';
import { compilePattern } from '../machine/regular-expression.ts';

/** Longer texts are not put together; in characters. */
const LONGEST = 1_000_000;

function held(length: number): number {
  if (length > LONGEST) throw new Unknown('a text of more than a million characters');
  return length;
}

/** What is worked out anew for every record. */
export type Expression = (scope: Scope) => Value;

/** Reads a program's expressions, from the loosest operator to the tightest. */
export class ExpressionReader {
  protected readonly tokens: Token[];
  protected at = 0;
  #depth = 0;
  /** The last that could be written. */
  #place: Place | undefined;

  constructor(source: string) {
    this.tokens = tokenize(source);
  }

  protected peek(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '', spaced: true };
  }

  protected is(text: string): boolean {
    const token = this.peek();
    return token.kind === 'operator' && token.text === text;
  }

  protected take(...texts: string[]): string | undefined {
    const token = this.peek();
    if (token.kind !== 'operator' || !texts.includes(token.text)) return undefined;
    this.at++;
    return token.text;
  }

  protected expect(text: string): void {
    if (this.take(text) === undefined) throw new Unknown(this.peek().text || 'end of program');
  }

  protected expression(): Expression {
    if (++this.#depth > 100) throw new Unknown('deep nesting');
    const value = this.#ternary();
    this.#depth--;
    return value;
  }

  #ternary(): Expression {
    const condition = this.#or();
    if (!this.take('?')) return condition;
    const yes = this.#ternary();
    this.expect(':');
    const no = this.#ternary();
    return (scope) => (isTrue(condition(scope)) ? yes(scope) : no(scope));
  }

  #or(): Expression {
    let left = this.#and();
    while (this.take('||')) {
      const [a, b] = [left, this.#and()];
      left = (scope) => Number(isTrue(a(scope)) || isTrue(b(scope)));
    }
    return left;
  }

  #and(): Expression {
    let left = this.#matching();
    while (this.take('&&')) {
      const [a, b] = [left, this.#matching()];
      left = (scope) => Number(isTrue(a(scope)) && isTrue(b(scope)));
    }
    return left;
  }

  #matching(): Expression {
    const left = this.#comparison();
    const operator = this.take('~', '!~');
    if (!operator) {
      const token = this.peek();
      if (token.kind === 'name' && token.text === 'in') {
        this.at++;
        const array = this.tokens[this.at++]?.text ?? '';
        return (scope) => Number(scope.arrays.get(array)?.has(toText(left(scope))) ?? false);
      }
      return left;
    }
    const token = this.peek();
    const pattern = token.kind === 'pattern' ? (this.at++, (): string => token.text) : this.#comparison();
    return (scope) => Number(compilePattern(toText(pattern(scope)), { extended: true }).test(toText(left(scope))) === (operator === '~'));
  }

  #comparison(): Expression {
    const left = this.#concatenation();
    const operator = this.take('<', '<=', '==', '!=', '>', '>=');
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
      const token = this.peek();
      const starts =
        token.kind === 'text' ||
        token.kind === 'number' ||
        (token.kind === 'name' && token.text !== 'in') ||
        (token.kind === 'operator' && ['$', '('].includes(token.text));
      if (!starts) return left;
      const [a, b] = [left, this.#sum()];
      left = (scope) => {
        const [first, second] = [toText(a(scope)), toText(b(scope))];
        held(first.length + second.length);
        return first + second;
      };
    }
  }

  #sum(): Expression {
    let left = this.#product();
    for (let operator = this.take('+', '-'); operator; operator = this.take('+', '-')) {
      const [a, b, sign] = [left, this.#product(), operator === '+' ? 1 : -1];
      left = (scope) => toNumber(a(scope)) + sign * toNumber(b(scope));
    }
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    for (let operator = this.take('*', '/', '%'); operator; operator = this.take('*', '/', '%')) {
      const [a, b, how] = [left, this.#unary(), operator];
      left = (scope) => {
        const [x, y] = [toNumber(a(scope)), toNumber(b(scope))];
        return how === '*' ? x * y : y === 0 ? Infinity : how === '/' ? x / y : x % y;
      };
    }
    return left;
  }

  #unary(): Expression {
    const operator = this.take('!', '-', '+');
    if (!operator) return this.#postfix();
    const value = this.#unary();
    return (scope) => (operator === '!' ? Number(!isTrue(value(scope))) : operator === '-' ? -toNumber(value(scope)) : toNumber(value(scope)));
  }

  #postfix(): Expression {
    const token = this.peek();
    this.at++;
    if (token.kind === 'number') return () => Number(token.text);
    if (token.kind === 'text') return () => token.text;
    if (token.kind === 'pattern') return (scope) => Number(compilePattern(token.text, { extended: true }).test(scope.fields[0] as string));
    if (token.kind === 'operator' && token.text === '(') {
      const value = this.expression();
      this.expect(')');
      return value;
    }
    if (token.kind === 'operator' && token.text === '$') {
      const index = this.take('(') ? this.closed() : this.#postfix();
      return this.#assignable(
        (scope) => scope.fields[toNumber(index(scope))] ?? '',
        (scope, value) => setField(scope, toNumber(index(scope)), toText(value)),
      );
    }
    if (token.kind === 'operator' && (token.text === '++' || token.text === '--')) {
      const name = this.tokens[this.at++]?.text ?? '';
      return (scope) => {
        const value = toNumber(scope.variables.get(name) ?? 0) + (token.text === '++' ? 1 : -1);
        scope.variables.set(name, value);
        return value;
      };
    }
    if (token.kind !== 'name') throw new Unknown(token.text || 'end of program');
    if (this.is('(') && !this.peek().spaced) return this.#call(token.text);
    if (token.text === 'length') return (scope) => (scope.fields[0] as string).length;
    if (this.take('[')) {
      const key = this.subscript();
      return this.#assignable(
        (scope) => elementsOf(scope, token.text).get(key(scope)) ?? '',
        (scope, value) => void elementsOf(scope, token.text).set(key(scope), value),
      );
    }
    return this.#assignable(
      (scope) => (token.text === 'NF' ? scope.fields.length - 1 : (scope.variables.get(token.text) ?? '')),
      (scope, value) => (token.text === 'NF' ? setFieldCount(scope, toNumber(value)) : void scope.variables.set(token.text, value)),
    );
  }

  /** What stands between the brackets of an element: several values are joined by SUBSEP. */
  protected subscript(): (scope: Scope) => string {
    const keys = [this.expression()];
    while (this.take(',')) keys.push(this.expression());
    this.expect(']');
    return (scope) => keys.map((key) => toText(key(scope))).join(toText(scope.variables.get('SUBSEP') ?? ''));
  }

  protected closed(): Expression {
    const value = this.expression();
    this.expect(')');
    return value;
  }

  #assignable(get: Expression, set: (scope: Scope, value: Value) => void): Expression {
    this.#place = { get, set };
    const step = this.take('++', '--');
    if (step) {
      return (scope) => {
        const value = toNumber(get(scope));
        set(scope, value + (step === '++' ? 1 : -1));
        return value;
      };
    }
    const operator = this.take('=', '+=', '-=', '*=', '/=');
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
    this.expect('(');
    if (name === 'split') return this.#split();
    const named = this.peek();
    if (name === 'length' && named.kind === 'name' && this.tokens[this.at + 1]?.text === ')') {
      this.at += 2;
      return (scope) => scope.arrays.get(named.text)?.size ?? toText(scope.variables.get(named.text) ?? '').length;
    }
    if (name === 'sub' || name === 'gsub') return this.#substitute(name === 'gsub');
    const args: Expression[] = [];
    while (!this.take(')')) {
      args.push(this.expression());
      if (!this.is(')')) this.expect(',');
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

  /** A pattern's place: `/…/`, or a value that is read as one. */
  #regex(): (scope: Scope) => string {
    const token = this.peek();
    if (token.kind === 'pattern') {
      this.at++;
      return () => token.text;
    }
    const value = this.expression();
    return (scope) => toText(value(scope));
  }

  /** `split(text, array, separator)`: the number of pieces. */
  #split(): Expression {
    const text = this.expression();
    this.expect(',');
    const array = this.tokens[this.at++]?.text ?? '';
    const separator = this.take(',') ? this.#regex() : undefined;
    this.expect(')');
    return (scope) => {
      const [, ...pieces] = splitFields(toText(text(scope)), separator?.(scope) ?? toText(scope.variables.get('FS') ?? ' '));
      scope.arrays.set(array, new Map(pieces.map((piece, i) => [String(i + 1), piece])));
      return pieces.length;
    };
  }

  /** `sub(pattern, replacement, where)` and `gsub`: how often it was found. The replacement's `&` is what was found. */
  #substitute(everywhere: boolean): Expression {
    const pattern = this.#regex();
    this.expect(',');
    const replacement = this.expression();
    const target = this.take(',') ? this.#postfixPlace() : undefined;
    this.expect(')');
    return (scope) => {
      const before = target ? toText(target.get(scope)) : (scope.fields[0] as string);
      const regex = compilePattern(pattern(scope), { extended: true });
      const by = toText(replacement(scope));
      let count = 0;
      let length = 0;
      const after = before.replace(new RegExp(regex.source, `${regex.flags.replace('g', '')}${everywhere ? 'g' : ''}`), (found) => {
        count++;
        const put = by.replace(/\\&|&/g, (one) => (one === '&' ? found : '&'));
        length = held(put.length + length);
        return put;
      });
      if (count > 0 && target) target.set(scope, after);
      else if (count > 0) setField(scope, 0, after);
      return count;
    };
  }

  /** A variable, a field or an element that can be written. */
  #postfixPlace(): Place {
    this.#place = undefined;
    this.#postfix();
    return this.#place ?? unwritable();
  }
}

/** Where a value stands. */
interface Place {
  readonly get: Expression;
  readonly set: (scope: Scope, value: Value) => void;
}

function unwritable(): never {
  throw new Unknown('a value in the place of a variable');
}

function elementsOf(scope: Scope, name: string): Map<string, Value> {
  let elements = scope.arrays.get(name);
  if (!elements) scope.arrays.set(name, (elements = new Map()));
  return elements;
}
