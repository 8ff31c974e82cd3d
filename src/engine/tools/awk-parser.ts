// Models mawk 1.3.4's statements and rules (parse.y).
import { ExpressionReader } from './awk-expression-parser.ts';
import { ProgramError } from './awk-tokens.ts';
import type { AwkFunction, AwkProgram, Expression, Rule, Statement } from './awk-syntax.ts';

/** Reads a program. Throws `ProgramError`. */
export function parseAwk(source: string): AwkProgram {
  return new Parser(source).program();
}

class Parser extends ExpressionReader {
  protected loops = 0;
  /** BEGIN and END know no next record. */
  protected isOnce = false;
  protected readonly functions = new Map<string, AwkFunction>();

  program(): AwkProgram {
    const begin: Statement[] = [];
    const end: Statement[] = [];
    const rules: Rule[] = [];
    for (;;) {
      this.skipLines();
      const token = this.token;
      if (token.kind === 'end') break;
      if (token.text === 'BEGIN' || token.text === 'END') {
        this.next();
        if (!this.is('{')) this.wrong();
        this.isOnce = true;
        (token.text === 'BEGIN' ? begin : end).push(this.block());
        this.isOnce = false;
      } else if (token.text === 'function' || token.text === 'func') this.function();
      else {
        if (token.text === '}') throw new ProgramError(`line ${token.line}: extra '}'\nawk: line ${token.line}: syntax error at or near end of line`);
        const when = this.is('{') ? undefined : this.expression();
        const to = when && this.take(',') ? (this.skipLines(), this.expression()) : undefined;
        const body = this.is('{') ? this.block() : undefined;
        if (!body && !this.endsStatement()) this.wrong();
        rules.push({ ...(when ? { when } : {}), ...(to ? { to } : {}), ...(body ? { body } : {}), open: false });
      }
    }
    for (const { name, args } of this.called) {
      const known = this.functions.get(name);
      if (!known) throw new ProgramError(`line ${this.token.line}: function ${name} never defined`);
      if (args > known.parameters.length) throw new ProgramError(`line ${this.token.line - 1}: too many arguments in call to ${name}`);
    }
    return { begin, rules, end, functions: this.functions };
  }

  protected function(): void {
    this.next();
    if (this.token.kind !== 'name') this.wrong();
    const name = this.next().text;
    this.expect('(');
    const parameters: string[] = [];
    while (!this.is(')')) {
      parameters.push(this.name());
      if (!this.is(')')) this.expect(',');
    }
    this.next();
    this.skipLines(false);
    if (!this.is('{')) this.wrong();
    const made: AwkFunction = { parameters, body: { kind: 'block', body: [] } };
    this.functions.set(name, made);
    this.parameters = parameters;
    made.body = this.block();
    this.parameters = undefined;
  }

  protected block(): Statement {
    this.expect('{');
    const body: Statement[] = [];
    for (;;) {
      this.skipLines();
      if (this.take('}')) return { kind: 'block', body };
      if (this.token.kind === 'end') this.wrong();
      body.push(this.statement());
    }
  }

  protected finish<T extends Statement>(statement: T): T {
    if (!this.endsStatement() || this.token.kind === 'end') this.wrong();
    if (!this.is('}')) this.next();
    return statement;
  }

  protected statement(): Statement {
    if (++this.depth > 100) throw new ProgramError('minato: a program nested this deeply is not simulated');
    try {
      return this.anyStatement();
    } finally {
      this.depth--;
    }
  }

  protected anyStatement(): Statement {
    if (this.is('{')) return this.block();
    const token = this.token;
    switch (token.kind === 'keyword' ? token.text : '') {
      case 'print':
      case 'printf':
        this.next();
        return this.finish(this.print(token.text === 'printf'));
      case 'next':
      case 'nextfile':
        this.next();
        if (!this.parameters && this.isOnce) throw new ProgramError(`line ${token.line}: improper use of next`);
        return this.finish({ kind: 'leave', how: token.text as 'next' });
      case 'break':
      case 'continue':
        this.next();
        if (this.loops === 0) throw new ProgramError(`line ${token.line}: ${token.text} statement outside of loop`);
        return this.finish({ kind: 'leave', how: token.text as 'break' });
      case 'exit':
      case 'return': {
        this.next();
        if (token.text === 'return' && !this.parameters) throw new ProgramError(`line ${token.line}: return outside function body`);
        const value = this.endsStatement() ? undefined : this.expression();
        return this.finish({ kind: token.text as 'exit', ...(value ? { value } : {}) });
      }
      case 'delete': {
        this.next();
        const array = this.use(this.name(), 'array');
        const keys = this.is('[') ? this.keys() : undefined;
        return this.finish({ kind: 'delete', array, ...(keys ? { keys } : {}) });
      }
      case 'if': {
        this.next();
        const condition = this.condition();
        const yes = this.body();
        // an `else` may stand after ends of lines, which nothing else minds
        this.skipLines();
        if (!this.take('else')) return { kind: 'if', condition, yes };
        return { kind: 'if', condition, yes, no: this.body() };
      }
      case 'while': {
        this.next();
        const condition = this.condition();
        return { kind: 'loop', first: false, condition, body: this.loopBody() };
      }
      case 'do': {
        this.next();
        const body = this.loopBody();
        this.skipLines();
        this.expect('while');
        return this.finish({ kind: 'loop', first: true, condition: this.condition(), body });
      }
      case 'for':
        this.next();
        return this.for();
      default:
        return this.finish({ kind: 'expression', value: this.expression() });
    }
  }

  protected condition(): Expression {
    this.expect('(');
    const condition = this.within(() => this.expression());
    this.expect(')');
    return condition;
  }

  protected body(): Statement {
    if (this.take(';')) return { kind: 'block', body: [] };
    this.skipLines(false);
    return this.statement();
  }

  protected loopBody(): Statement {
    this.loops++;
    const body = this.body();
    this.loops--;
    return body;
  }

  protected for(): Statement {
    this.expect('(');
    if (this.token.kind === 'name') {
      const value = this.is(';') ? undefined : this.within(() => this.expression());
      if (value?.kind === 'in' && this.is(')') && value.keys.length === 1 && value.keys[0]?.kind === 'variable') {
        this.next();
        return { kind: 'each', key: value.keys[0].name, array: value.array, body: this.loopBody() };
      }
      return this.counting(value && { kind: 'expression', value });
    }
    return this.counting(this.is(';') ? undefined : { kind: 'expression', value: this.within(() => this.expression()) });
  }

  protected counting(start: Statement | undefined): Statement {
    this.expect(';');
    const condition = this.is(';') ? undefined : this.within(() => this.expression());
    this.expect(';');
    const step: Statement | undefined = this.is(')') ? undefined : { kind: 'expression', value: this.within(() => this.expression()) };
    this.expect(')');
    const loop: Statement = { kind: 'loop', first: false, ...(condition ? { condition } : {}), ...(step ? { step } : {}), body: this.loopBody() };
    return { kind: 'block', body: start ? [start, loop] : [loop] };
  }

  protected print(formatted: boolean): Statement {
    const values: Expression[] = [];
    this.prints = true;
    if (!this.endsStatement() && !this.is('>') && !this.is('>>') && !this.is('|')) {
      this.mayBeList = true;
      const first = this.expression();
      if (first.kind === 'list') values.push(...first.values);
      else {
        values.push(first);
        while (this.take(',')) {
          this.skipLines(false);
          values.push(this.expression());
        }
      }
    }
    if (formatted && values.length === 0) this.wrong();
    const how = this.take('>', '>>', '|');
    const where = how ? this.ternary() : undefined;
    this.prints = false;
    return { kind: 'print', formatted, values, ...(how && where ? { to: { how, where } } : {}) };
  }
}
