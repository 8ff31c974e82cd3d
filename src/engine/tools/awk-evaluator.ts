// Works out expressions as mawk 1.3.4 20200120 does, and busybox 1.37.0 where its answers differ.
import { boundedPattern } from '../machine/bounded-pattern.ts';
import { formatDate } from '../machine/date-format.ts';
import { formatNumber, padded } from '../machine/number-format.ts';
import { compilePattern, PatternError, withoutEscapes } from '../machine/regular-expression.ts';
import { textInput } from '../machine/streams.ts';
import { piecesOf, Records } from './awk-records.ts';
import { AwkState, type Cell, type Leaving, RunError, type Steps } from './awk-state.ts';
import type { Expression, Place, Statement } from './awk-syntax.ts';
import { compareValues, isTrue, Outside, toNumber, toText, type Value } from './awk-values.ts';
import { stepsOf } from './text-input.ts';

/** The values of expressions. */
export abstract class AwkEvaluator extends AwkState {
  protected abstract execute(statement: Statement): Steps<Leaving | undefined>;
  protected readonly patterns = new Map<string, RegExp>();
  protected returned: Value;
  protected seed: Value = 0;

  protected *key(keys: readonly Expression[]): Steps<string> {
    const parts: string[] = [];
    for (const key of keys) parts.push(toText(yield* this.evaluate(key), this.text('CONVFMT')));
    return parts.join(this.text('SUBSEP'));
  }

  /** How a place is read and written, its index worked out once. */
  protected *place(place: Place): Steps<{ readonly get: () => Value; readonly set: (value: Value) => void }> {
    if (place.kind === 'variable') return { get: () => this.variable(place.name), set: (value) => this.setVariable(place.name, value) };
    if (place.kind === 'element') {
      const key = yield* this.key(place.keys);
      const elements = this.elements(place.array);
      return { get: () => elements.get(key), set: (value) => void elements.set(key, value) };
    }
    const index = this.index(toNumber(yield* this.evaluate(place.index)));
    return {
      get: () => this.record.get(index),
      set: (value) => {
        if (index === 0) this.setRecord(toText(value, this.text('CONVFMT')));
        else this.record.setField(index, value, this.join);
      },
    };
  }

  protected *evaluate(expression: Expression): Steps<Value> {
    switch (expression.kind) {
      case 'number':
      case 'text':
        return expression.value;
      case 'variable':
        return this.variable(expression.name);
      case 'field':
        return this.record.get(expression.index.kind === 'number' ? expression.index.value : this.index(toNumber(yield* this.evaluate(expression.index))));
      case 'element': {
        const key = yield* this.key(expression.keys);
        const elements = this.elements(expression.array);
        // to look at an element is to make it
        if (!elements.has(key)) elements.set(key, undefined);
        return elements.get(key);
      }
      case 'pattern':
        return Number(this.pattern(expression.source).test(this.record.text));
      case 'assign': {
        const value = expression.operator === '=' ? yield* this.evaluate(expression.value) : undefined;
        const place = yield* this.place(expression.place);
        const result =
          expression.operator === '='
            ? value
            : this.calculated(expression.operator[0] as string, toNumber(place.get()), toNumber(yield* this.evaluate(expression.value)));
        place.set(result);
        return result;
      }
      case 'step': {
        const place = yield* this.place(expression.place);
        const before = toNumber(place.get());
        place.set(before + expression.by);
        return expression.before ? before + expression.by : before;
      }
      case 'choice':
        return yield* this.evaluate(isTrue(yield* this.evaluate(expression.condition)) ? expression.yes : expression.no);
      case 'logic': {
        const left = isTrue(yield* this.evaluate(expression.left));
        return Number(left === expression.both ? isTrue(yield* this.evaluate(expression.right)) : left);
      }
      case 'in': {
        const key = yield* this.key(expression.keys);
        return Number(this.elements(expression.array).has(key));
      }
      case 'match': {
        const text = toText(yield* this.evaluate(expression.left), this.text('CONVFMT'));
        return Number(this.pattern(yield* this.patternSource(expression.right)).test(text) !== expression.negated);
      }
      case 'binary':
        return yield* this.binary(expression);
      case 'unary': {
        const value = yield* this.evaluate(expression.value);
        return expression.operator === '!' ? Number(!isTrue(value)) : expression.operator === '-' ? -toNumber(value) : toNumber(value);
      }
      case 'call':
        return yield* this.call(expression);
      case 'builtin':
        return yield* this.builtin(expression);
      case 'getline':
        return yield* this.getline(expression);
      case 'list':
        return undefined;
    }
  }

  protected *binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Steps<Value> {
    const a = yield* this.evaluate(left);
    const b = yield* this.evaluate(right);
    if (operator === ' ') {
      const format = this.text('CONVFMT');
      return this.held(toText(a, format) + toText(b, format));
    }
    if (typeof a === 'string') this.process.step(stepsOf(a));
    switch (operator) {
      case '<':
        return Number(compareValues(a, b) < 0);
      case '<=':
        return Number(compareValues(a, b) <= 0);
      case '==':
        return Number(compareValues(a, b) === 0);
      case '!=':
        return Number(compareValues(a, b) !== 0);
      case '>':
        return Number(compareValues(a, b) > 0);
      case '>=':
        return Number(compareValues(a, b) >= 0);
      default:
        return this.calculated(operator, toNumber(a), toNumber(b));
    }
  }

  protected calculated(operator: string, a: number, b: number): number {
    if (this.busybox && operator === '^') throw new RunError('cmd. line:1: Math support is not compiled in');
    if (this.busybox && b === 0 && (operator === '/' || operator === '%')) throw new RunError('cmd. line:1: Division by zero');
    return arithmetic(operator, a, b);
  }

  protected pattern(source: string): RegExp {
    let pattern = this.patterns.get(source);
    if (!pattern) {
      try {
        pattern = compilePattern(withoutEscapes(source), { extended: true, plainBraces: !this.busybox });
      } catch (error) {
        if (!(error instanceof PatternError)) throw error;
        throw new RunError(
          error.message === 'minato'
            ? `minato: the pattern /${source}/ is not simulated`
            : `line 1: regular expression compile failed (${mawkReason(error.message)})
${source}`,
        );
      }
      this.patterns.set(source, pattern);
    }
    return pattern;
  }

  protected *patternSource(expression: Expression): Steps<string> {
    return expression.kind === 'pattern' ? expression.source : toText(yield* this.evaluate(expression), this.text('CONVFMT'));
  }

  protected *call({ name, args }: Extract<Expression, { kind: 'call' }>): Steps<Value> {
    const { parameters, body } = this.program.functions.get(name) as { readonly parameters: readonly string[]; readonly body: Statement };
    const locals = new Map<string, Cell>();
    for (const [index, parameter] of parameters.entries()) {
      const arg = args[index];
      if (arg?.kind === 'variable' && arg.name !== 'NF') {
        const cell = this.cell(arg.name);
        locals.set(parameter, cell.elements ? { value: undefined, elements: cell.elements } : { value: cell.value, link: cell });
      } else locals.set(parameter, { value: arg && (yield* this.evaluate(arg)) });
    }
    const before = this.locals;
    this.locals = locals;
    this.process.step();
    this.process.enter();
    this.returned = undefined;
    const leaving = yield* this.execute(body);
    this.process.leave();
    this.locals = before;
    const returned = this.returned;
    this.returned = undefined;
    if (leaving === 'exit' || leaving === 'next') throw new LeavesFunction(leaving);
    return returned;
  }

  protected *getline({ from, source, place }: Extract<Expression, { kind: 'getline' }>): Steps<Value> {
    let text: string | undefined;
    if (from === 'input') text = yield* this.nextRecord();
    else {
      const name = toText(yield* this.evaluate(source as Expression));
      let records = this.inputs.get(name);
      if (!records) {
        if (from === 'file') records = this.open(name);
        else {
          const { stdout, stderr } = yield* this.process.spawn(['sh', '-c', name]);
          if (stderr) this.process.err(stderr);
          records = new Records(textInput(stdout));
        }
        if (!records) return -1;
        this.inputs.set(name, records);
      }
      // mawk 1.3.4 20200120 leaves NR alone here, whatever POSIX says (case traffic/a-script-in-twenty-lines).
      text = yield* records.next(this.text('RS'));
    }
    if (text === undefined) return 0;
    if (place) (yield* this.place(place)).set(new Outside(text));
    else this.setRecord(text);
    return 1;
  }

  protected *builtin({ name, args }: Extract<Expression, { kind: 'builtin' }>): Steps<Value> {
    const format = this.text('CONVFMT');
    const text = function* (this: AwkEvaluator, index: number): Steps<string> {
      const value = toText(args[index] ? yield* this.evaluate(args[index]) : undefined, format);
      this.process.step(stepsOf(value));
      return value;
    }.bind(this);
    const number = function* (this: AwkEvaluator, index: number): Steps<number> {
      return toNumber(args[index] ? yield* this.evaluate(args[index]) : undefined);
    }.bind(this);
    const [first] = args;
    switch (name) {
      case 'length': {
        if (!first) return this.record.text.length;
        const cell = first.kind === 'variable' ? this.cell(first.name) : undefined;
        return cell?.elements?.size ?? (yield* text(0)).length;
      }
      case 'substr': {
        const whole = yield* text(0);
        const start = Math.trunc(yield* number(1));
        if (!args[2]) return whole.slice(Math.max(0, start - 1));
        const length = Math.trunc(yield* number(2));
        // mawk 1.3.4 20200120 counts what stands before the beginning as there
        if (this.busybox) return whole.slice(Math.max(0, start - 1), Math.max(0, start - 1) + Math.max(0, length));
        return start < 1 ? whole.slice(0, Math.max(0, start < 0 ? length - start : length)) : whole.slice(start - 1, Math.max(start - 1, start - 1 + length));
      }
      case 'index':
        return (yield* text(0)).indexOf(yield* text(1)) + 1;
      case 'toupper':
        return (yield* text(0)).replace(/[a-z]+/g, (letters) => letters.toUpperCase());
      case 'tolower':
        return (yield* text(0)).replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
      case 'split': {
        const whole = yield* text(0);
        const separator = args[2];
        const by = separator ? yield* this.patternSource(separator) : this.text('FS');
        const pieces = piecesOf(whole, by, separator?.kind === 'pattern');
        const elements = this.elements(args[1]?.kind === 'variable' ? args[1].name : '');
        elements.clear();
        this.process.step(pieces.length >> 3);
        for (const [index, piece] of pieces.entries()) elements.set(String(index + 1), new Outside(piece));
        return pieces.length;
      }
      case 'match': {
        const match = this.pattern(yield* this.patternSource(args[1] as Expression)).exec(yield* text(0));
        this.setVariable('RSTART', match ? match.index + 1 : 0);
        this.setVariable('RLENGTH', match ? match[0].length : -1);
        return match ? match.index + 1 : 0;
      }
      case 'sub':
      case 'gsub':
        return yield* this.substitute(name === 'gsub', args);
      case 'sprintf':
        return yield* this.formatted(args);
      case 'system': {
        const { exitCode } = yield* this.process.spawn(['sh', '-c', yield* text(0)], { inherit: true });
        return exitCode;
      }
      case 'close':
        return yield* this.close(yield* text(0));
      case 'fflush':
        this.process.flush?.();
        return 0;
      case 'rand':
        return this.process.draw(1_000_000) / 1_000_000;
      case 'srand': {
        const before = this.seed;
        this.seed = first ? yield* number(0) : Math.floor(this.process.now / 1000);
        return before;
      }
      case 'systime':
        return Math.floor(this.process.now / 1000);
      case 'strftime':
        return formatDate(first ? yield* text(0) : '%c', args[1] ? (yield* number(1)) * 1000 : this.process.now);
      case 'atan2':
        return Math.atan2(yield* number(0), yield* number(1));
      default:
        if (this.busybox && name !== 'int') throw new RunError('cmd. line:1: Math support is not compiled in');
        return MATHS[name]?.(yield* number(0));
    }
  }

  /** `sub` and `gsub`: how often a pattern was found and replaced. The replacement's `&` is what was found. */
  protected *substitute(everywhere: boolean, [pattern, by, target]: readonly Expression[]): Steps<number> {
    const source = yield* this.patternSource(pattern as Expression);
    const replacement = toText(yield* this.evaluate(by as Expression), this.text('CONVFMT'));
    const isPlace = target?.kind === 'variable' || target?.kind === 'field' || target?.kind === 'element';
    const place = yield* this.place(isPlace ? target : { kind: 'field', index: { kind: 'number', value: 0 } });
    const text = target && !isPlace ? toText(yield* this.evaluate(target)) : toText(place.get(), this.text('CONVFMT'));
    const compiled = this.pattern(source);
    const regex = boundedPattern(compiled.source, `${compiled.flags}g`);
    const isPlain = !/[\\&]/.test(replacement);
    let result = '';
    let copied = 0;
    let count = 0;
    let previous = -1;
    this.process.step(stepsOf(text));
    while (regex.lastIndex <= text.length) {
      const match = regex.exec(text);
      if (!match) break;
      if (match[0] === '') {
        regex.lastIndex++;
        if (match.index === previous) continue;
      }
      previous = match.index + match[0].length;
      result += text.slice(copied, match.index);
      result += isPlain ? replacement : replacement.replace(/\\([\\&])|&/g, (_, escaped: string | undefined) => escaped ?? match[0]);
      this.held(result);
      copied = previous;
      if ((++count & 31) === 0) this.process.step();
      if (!everywhere) break;
    }
    if (count > 0 && (!target || isPlace)) place.set(result + text.slice(copied));
    return count;
  }

  protected *formatted(args: readonly Expression[]): Steps<string> {
    const values: Value[] = [];
    for (const arg of args) values.push(yield* this.evaluate(arg));
    const format = toText(values[0], this.text('CONVFMT'));
    let at = 1;
    const next = (): Value => {
      if (at >= values.length && !this.busybox) throw new NotEnough();
      return values[at++];
    };
    let done = '';
    let copied = 0;
    try {
      for (const match of format.matchAll(/%(%|([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]*([a-zA-Z])?)/g)) {
        const [all, spec, flags = '', width, precision, verb] = match;
        done += format.slice(copied, match.index);
        copied = match.index + all.length;
        if (spec === '%') {
          done += '%';
          continue;
        }
        const wide = width === '*' ? toNumber(next()) : Number(width ?? 0);
        const exact = precision === undefined ? undefined : precision === '*' ? toNumber(next()) : Number(precision);
        const conversion = {
          flags: wide < 0 ? `${flags}-` : flags,
          width: Math.min(10_000, Math.abs(wide)),
          precision: exact === undefined ? undefined : Math.min(100, exact),
          verb: verb ?? '',
        };
        if (verb === 'c') {
          const value = next();
          done += padded(conversion, typeof value === 'number' ? String.fromCharCode(Math.trunc(value) & 255) : toText(value).slice(0, 1) || '\0');
        } else if (verb === 's') done += padded(conversion, toText(next(), this.text('CONVFMT')).slice(0, exact));
        else if (verb && 'diouxXeEfFgG'.includes(verb)) done += formatNumber(conversion, toNumber(next()));
        else throw new RunError(`run time error: bad conversion\n${this.whereabouts}`);
      }
    } catch (error) {
      if (!(error instanceof NotEnough)) throw error;
      throw new FormatError(`run time error: not enough arguments passed to ${'%'}("${format}")\n${this.whereabouts}`, done);
    }
    return this.held(done + format.slice(copied));
  }
}

const MATHS: { readonly [name: string]: (x: number) => number } = {
  int: Math.trunc,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  sin: Math.sin,
  cos: Math.cos,
};

class NotEnough extends Error {}

/** A format that wants more: what it made so far. */
export class FormatError extends RunError {
  readonly done: string;
  constructor(words: string, done: string) {
    super(words);
    this.done = done;
  }
}

/** `exit` or `next` inside a function. */
export class LeavesFunction extends Error {
  readonly how: 'exit' | 'next';
  constructor(how: 'exit' | 'next') {
    super(how);
    this.how = how;
  }
}

function arithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    default:
      return a ** b;
  }
}

const mawkReason = (words: string): string =>
  words.startsWith('Unmatched [') || words === 'Invalid regular expression'
    ? 'bad class -- [], [^] or ['
    : words.startsWith('Unmatched')
      ? "missing ')'"
      : words === 'Trailing backslash'
        ? 'missing operand'
        : words.toLowerCase();
