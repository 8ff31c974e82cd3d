import type { Running, Wait } from './process.ts';
import type { Builtin } from './shell-builtins.ts';
import { evaluateCondition } from './shell-condition.ts';
import { Leave, type Context } from './shell-context.ts';
import { arithmeticValue, expandArithmetic, expandPattern, expandRegularExpression, expandText, expandWords } from './shell-expansion.ts';
import { BUILTINS_PART } from './shell-part.ts';
import { matchesPattern } from './shell-pattern.ts';
import type { Command } from './shell-syntax.ts';
import { quoteForTrace, ShellError } from './shell-words.ts';
import type { StandingState } from './shell-state.ts';
import type { Shell } from './shell.ts';
import { Pipe } from './streams.ts';

/** What a question to the cluster costs in such a round, in steps. */
const STEPS_PER_QUESTION = 12;

/** Runs a compound command whose redirections are made. */
export function* runCompound(shell: Shell, command: Exclude<Command, { kind: 'simple' | 'function' }>, context: Context): Running {
  switch (command.kind) {
    case 'group':
      return yield* shell.list(command.body, context);
    case 'subshell':
      return yield* shell.subshell(command.body, context);
    case 'if': {
      for (const { condition, body } of command.branches) if ((yield* shell.condition(condition, context)) === 0) return yield* shell.list(body, context);
      return command.otherwise ? yield* shell.list(command.otherwise, context) : 0;
    }
    case 'loop': {
      let status = 0;
      const { process } = context;
      const remember = remembered(shell, context);
      yield* loop(shell, function* (): Generator<Wait, boolean, void> {
        if (remember) status = yield* remember(status);
        const { now, asked } = process;
        if (((yield* shell.condition(command.condition, context)) === 0) === command.until) return false;
        status = yield* shell.list(command.body, context);
        if (context.fds.get(1)?.output instanceof Pipe) yield {};
        // A loop without a last round, and without a rest, is cut before a person notices.
        if (process.now === now) process.step((process.asked - asked) * STEPS_PER_QUESTION);
        return true;
      });
      return status;
    }
    case 'for': {
      if (!/^[A-Za-z_]\w*$/.test(command.name)) throw new ShellError(`\`${command.name}': not a valid identifier`, 1);
      const values = command.words ? yield* expandWords(shell, command.words) : [...shell.positional];
      const all = shell.flags.has('xtrace') ? values.map((value) => quoteForTrace(value, shell.dialect)).join(' ') : '';
      let status = 0;
      if (command.isMenu) {
        if (values.length === 0) return 0;
        shell.set('REPLY', '');
        yield* loop(shell, function* (): Generator<Wait, boolean, void> {
          const number = yield* (BUILTINS_PART.content['select'] as Builtin)(shell, values, context);
          if (number < 0) status = 1;
          else {
            shell.set(command.name, values[number - 1] ?? '');
            status = yield* shell.list(command.body, context);
          }
          return number >= 0;
        });
        return status;
      }
      yield* loop(shell, function* (): Generator<Wait, boolean, void> {
        const value = values.shift();
        if (value === undefined) return false;
        if (shell.dialect === 'bash') shell.traceLine(context, `for ${command.name} in ${all}`);
        shell.set(command.name, value);
        status = yield* shell.list(command.body, context);
        return true;
      });
      return status;
    }
    case 'counting-for': {
      const [start, condition, next] = command.expressions;
      const blank = (word: typeof start): boolean => word.every((part) => part.kind === 'text' && part.text.trim() === '');
      yield* expandArithmetic(shell, start);
      let status = 0;
      let first = true;
      yield* loop(shell, function* (): Generator<Wait, boolean, void> {
        if (!first) yield* expandArithmetic(shell, next);
        first = false;
        if (!blank(condition) && (yield* expandArithmetic(shell, condition)) === 0n) return false;
        status = yield* shell.list(command.body, context);
        return true;
      });
      return status;
    }
    case 'case': {
      const subject = yield* expandText(shell, command.word);
      let falls = false;
      let status = 0;
      for (const { patterns, body, ending } of command.arms) {
        let matched = falls;
        for (const pattern of patterns) matched ||= matchesPattern(yield* expandPattern(shell, pattern), subject);
        if (!matched) continue;
        status = yield* shell.list(body, context);
        if (ending === ';;') return status;
        falls = ending === ';&';
      }
      return status;
    }
    case 'arithmetic': {
      const text = yield* expandText(shell, command.word);
      shell.traceLine(context, `(( ${text} ))`);
      return Number(arithmeticValue(shell, text, '((: ') === 0n);
    }
    case 'condition': {
      const words: string[] = [];
      for (const [index, word] of command.words.entries()) {
        const before = command.words[index - 1]?.[0];
        const operator = before?.kind === 'text' && !before.quoted ? before.text : '';
        if (operator === '=~') words.push(yield* expandRegularExpression(shell, word));
        else words.push(yield* (['=', '==', '!='].includes(operator) ? expandPattern : expandText)(shell, word));
      }
      if (shell.dialect === 'bash') shell.traceLine(context, `[[ ${words.map((word) => (word === '' ? "''" : word)).join(' ')} ]]`);
      return evaluateCondition(words, {
        files: shell.files,
        get: (name) => shell.get(name),
        setList: (name, values) => shell.setList(name, values),
        value: (text) => arithmeticValue(shell, text, '[[: '),
      });
    }
  }
}

/** What a loop does before every round, where a container's main process runs it: the status of the round before. */
function remembered(shell: Shell, { process, fds }: Context): ((status: number) => Running) | undefined {
  const rounds = process.rounds(fds);
  const saved = rounds && shell.standing();
  return (
    saved &&
    function* (status): Running {
      let last = status;
      yield* rounds(
        () => saved.save(status),
        (state) => void (last = saved.restore(state as StandingState)),
      );
      return last;
    }
  );
}

/** Goes round while the body says so; `break` and `continue` are understood. */
function* loop(shell: Shell, round: () => Generator<Wait, boolean, void>): Generator<Wait, void, void> {
  shell.loops++;
  try {
    for (;;) {
      shell.work(1);
      try {
        if (!(yield* round())) return;
      } catch (error) {
        if (!(error instanceof Leave) || (error.how !== 'break' && error.how !== 'continue')) throw error;
        if (error.count > 1 && shell.loops > 1) throw new Leave(error.how, error.count - 1);
        if (error.how === 'break') return;
      }
    }
  } finally {
    shell.loops--;
  }
}
