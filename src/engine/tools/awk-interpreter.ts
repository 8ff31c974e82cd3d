// Runs rules and statements as mawk 1.3.4 20200120 does.
import { AwkEvaluator, FormatError, LeavesFunction } from './awk-evaluator.ts';
import { type Leaving, RunError, type Steps } from './awk-state.ts';
import type { Expression, Rule, Statement } from './awk-syntax.ts';
import { inHashOrder, isTrue, Outside, toNumber, toText } from './awk-values.ts';

/** Records are many and cheap. */
const RECORDS_PER_STEP = 2;

/** A program at work: `run` does all of it, and `status` is how it ended. */
export class AwkRun extends AwkEvaluator {
  *run(): Steps<void> {
    const { begin, rules, end } = this.program;
    let leaving: Leaving | undefined;
    let taken = 0;
    for (const body of begin) if ((leaving = yield* this.execute(body)) === 'exit') break;
    if (leaving !== 'exit' && rules.length + end.length > 0) {
      while (leaving !== 'exit') {
        const text = yield* this.nextRecord();
        if (text === undefined) break;
        this.setRecord(text);
        if (++taken % RECORDS_PER_STEP === 0) this.process.step();
        leaving = yield* this.applyRules(rules);
        if (leaving === 'nextfile') this.main = undefined;
      }
    }
    for (const body of end) if ((yield* this.execute(body)) === 'exit') break;
    for (const command of [...this.pipes.keys()]) yield* this.closePipe(command);
  }

  protected *applyRules(rules: readonly Rule[]): Steps<Leaving | undefined> {
    for (const rule of rules) {
      if (rule.open) rule.open = !isTrue(yield* this.evaluate(rule.to as Expression));
      else {
        if (rule.when && !isTrue(yield* this.evaluate(rule.when))) continue;
        if (rule.to) rule.open = !isTrue(yield* this.evaluate(rule.to));
      }
      if (!rule.body) this.process.out(this.record.text + this.text('ORS'));
      else {
        const leaving = yield* this.execute(rule.body);
        if (leaving) return leaving;
      }
    }
    return undefined;
  }

  protected *execute(statement: Statement): Steps<Leaving | undefined> {
    switch (statement.kind) {
      case 'expression':
        try {
          yield* this.evaluate(statement.value);
        } catch (error) {
          if (error instanceof LeavesFunction) return error.how;
          throw error;
        }
        return undefined;
      case 'block':
        for (const one of statement.body) {
          const leaving = yield* this.execute(one);
          if (leaving) return leaving;
        }
        return undefined;
      case 'print':
        yield* this.print(statement);
        return undefined;
      case 'if':
        if (isTrue(yield* this.evaluate(statement.condition))) return yield* this.execute(statement.yes);
        return statement.no && (yield* this.execute(statement.no));
      case 'loop':
        for (let round = 0; ; round++) {
          if ((round > 0 || !statement.first) && statement.condition && !isTrue(yield* this.evaluate(statement.condition))) return undefined;
          this.process.step();
          const leaving = yield* this.execute(statement.body);
          if (leaving === 'break') return undefined;
          if (leaving && leaving !== 'continue') return leaving;
          if (statement.step) yield* this.execute(statement.step);
        }
      case 'each':
        for (const key of this.busybox ? [...this.elements(statement.array).keys()] : inHashOrder(this.elements(statement.array).keys())) {
          this.process.step();
          this.setVariable(statement.key, new Outside(key));
          const leaving = yield* this.execute(statement.body);
          if (leaving === 'break') return undefined;
          if (leaving && leaving !== 'continue') return leaving;
        }
        return undefined;
      case 'leave':
        return statement.how;
      case 'exit':
        if (statement.value) this.status = Math.trunc(toNumber(yield* this.evaluate(statement.value))) & 255;
        return 'exit';
      case 'return':
        this.returned = statement.value && (yield* this.evaluate(statement.value));
        return 'return';
      case 'delete':
        if (statement.keys) this.elements(statement.array).delete(yield* this.key(statement.keys));
        else this.elements(statement.array).clear();
        return undefined;
    }
  }

  protected *print({ formatted, values, to }: Extract<Statement, { kind: 'print' }>): Steps<void> {
    let text: string;
    let stopped: FormatError | undefined;
    if (formatted) {
      try {
        text = yield* this.formatted(values);
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        stopped = error;
        text = error.done;
      }
    } else if (values.length === 0) text = this.record.text + this.text('ORS');
    else {
      const format = this.text('OFMT');
      const parts: string[] = [];
      for (const value of values) parts.push(toText(yield* this.evaluate(value), format));
      text = parts.join(this.text('OFS')) + this.text('ORS');
    }
    if (to && !stopped) this.write(to.how, toText(yield* this.evaluate(to.where)), text);
    else this.process.out(text);
    if (stopped) throw new RunError(stopped.message.replace('%', 'printf'));
  }
}
