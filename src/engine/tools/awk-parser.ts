import { formatPrintf } from '../machine/shell-printf.ts';
import { type Expression, ExpressionReader } from './awk-expressions.ts';
import { Unknown } from './awk-tokens.ts';
import { isTrue, type Scope, toNumber, toText, type Value } from './awk-values.ts';

type Statement = (scope: Scope) => void;

/** `next` was met: the rules after it are not asked about this record. */
export class NextLine extends Error {}

/** `exit` was met, with its status. */
export class Exit extends Error {
  readonly status: number;
  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}

/** `break` or `continue` was met. */
class LeaveLoop extends Error {
  readonly again: boolean;
  constructor(again: boolean) {
    super('loop');
    this.again = again;
  }
}

/** A pattern (none: every record; two: a range, which is `open` between them) and what is done where it holds. */
export interface Rule {
  readonly when: 'BEGIN' | 'END' | Expression | undefined;
  readonly to?: Expression;
  readonly body: Statement;
  open: boolean;
}

/** Reads a program into rules. Throws `Unknown` at what is not simulated. */
export class Parser extends ExpressionReader {
  rules(): Rule[] {
    const rules: Rule[] = [];
    for (;;) {
      while (this.peek().kind === 'line') this.at++;
      if (this.peek().kind === 'end') return rules;
      let when: Rule['when'];
      let to: Expression | undefined;
      if (!this.is('{')) {
        const name = this.peek();
        if (name.kind === 'name' && (name.text === 'BEGIN' || name.text === 'END')) {
          this.at++;
          when = name.text;
        } else {
          when = this.expression();
          if (this.take(',')) to = this.expression();
        }
      }
      const body = this.is('{') ? this.#block() : (scope: Scope): void => scope.out(`${scope.fields[0]}\n`);
      rules.push({ when, ...(to ? { to } : {}), body, open: false });
    }
  }

  #block(): Statement {
    this.expect('{');
    const statements: Statement[] = [];
    for (;;) {
      while (this.peek().kind === 'line') this.at++;
      if (this.take('}')) break;
      if (this.peek().kind === 'end') throw new Unknown('end of program');
      statements.push(this.#statement());
    }
    return (scope) => statements.forEach((statement) => statement(scope));
  }

  #statement(): Statement {
    if (this.is('{')) return this.#block();
    const token = this.peek();
    if (token.kind === 'name') {
      switch (token.text) {
        case 'print':
        case 'printf': {
          this.at++;
          const values = this.#values();
          if (this.is('>') || this.is('|')) throw new Unknown(this.peek().text);
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
          this.at++;
          return () => {
            throw new NextLine();
          };
        case 'exit': {
          this.at++;
          const status = this.#endsStatement() ? undefined : this.expression();
          return (scope) => {
            throw new Exit(status ? toNumber(status(scope)) : 0);
          };
        }
        case 'if': {
          this.at++;
          const condition = this.#condition();
          const yes = this.#body();
          const mark = this.at;
          this.#skipLines();
          const other = this.peek();
          if (other.kind === 'name' && other.text === 'else') {
            this.at++;
            const no = this.#body();
            return (scope) => (isTrue(condition(scope)) ? yes(scope) : no(scope));
          }
          this.at = mark;
          return (scope) => isTrue(condition(scope)) && yes(scope);
        }
        case 'for':
          return this.#for();
        case 'while': {
          this.at++;
          const condition = this.#condition();
          return loop(condition, this.#body());
        }
        case 'do': {
          this.at++;
          const body = this.#body();
          this.#skipLines();
          if (this.peek().text !== 'while') throw new Unknown('do');
          this.at++;
          const condition = this.#condition();
          let first = true;
          const again = loop((scope) => (first ? ((first = false), 1) : condition(scope)), body);
          return (scope) => {
            first = true;
            again(scope);
          };
        }
        case 'break':
        case 'continue':
          this.at++;
          return () => {
            throw new LeaveLoop(token.text === 'continue');
          };
        case 'delete': {
          const name = this.tokens[this.at + 1]?.text ?? '';
          this.at += 2;
          const key = this.take('[') ? this.subscript() : undefined;
          return (scope) => (key ? scope.arrays.get(name)?.delete(key(scope)) : scope.arrays.delete(name));
        }
        case 'function':
        case 'getline':
          throw new Unknown(token.text);
        default:
      }
    }
    const value = this.expression();
    return (scope) => void value(scope);
  }

  #skipLines(): void {
    while (this.peek().kind === 'line') this.at++;
  }

  #condition(): Expression {
    this.expect('(');
    return this.closed();
  }

  #body(): Statement {
    // An empty statement: `while (…) ;`.
    if (this.peek().text === ';') {
      this.at++;
      return () => undefined;
    }
    this.#skipLines();
    return this.#statement();
  }

  /** `for (key in array)` and `for (start; condition; step)`. */
  #for(): Statement {
    const words = this.tokens.slice(this.at + 1, this.at + 6).map(({ text }) => text);
    if (words[0] === '(' && words[2] === 'in' && words[4] === ')') {
      this.at += 6;
      const [, key = '', , array = ''] = words;
      const body = this.#body();
      return (scope) => {
        const keys = [...(scope.arrays.get(array)?.keys() ?? [])];
        loop(() => {
          const next = keys.shift();
          if (next !== undefined) scope.variables.set(key, next);
          return Number(next !== undefined);
        }, body)(scope);
      };
    }
    this.at++;
    this.expect('(');
    const semicolon = (): void => {
      if (this.peek().text !== ';') throw new Unknown('for');
      this.at++;
    };
    const start = this.peek().text === ';' ? undefined : this.expression();
    semicolon();
    const condition = this.peek().text === ';' ? (): Value => 1 : this.expression();
    semicolon();
    const step = this.is(')') ? undefined : this.expression();
    this.expect(')');
    const again = loop(condition, this.#body(), step);
    return (scope) => {
      start?.(scope);
      again(scope);
    };
  }

  #endsStatement(): boolean {
    const { kind } = this.peek();
    return kind === 'line' || kind === 'end' || this.is('}');
  }

  #values(): Expression[] {
    if (this.#endsStatement()) return [];
    const values = [this.expression()];
    while (this.take(',')) values.push(this.expression());
    return values;
  }
}

/** Goes round while the condition holds; every round is counted, so that none can go on for ever. */
function loop(condition: Expression, body: Statement, step?: Expression): Statement {
  return (scope) => {
    while (isTrue(condition(scope))) {
      scope.step();
      try {
        body(scope);
      } catch (error) {
        if (!(error instanceof LeaveLoop)) throw error;
        if (!error.again) return;
      }
      step?.(scope);
    }
  };
}
