import { type Builtin, BUILTINS, plain } from './shell-builtins.ts';
import type { Context } from './shell-context.ts';
import { formatPrintf } from './shell-printf.ts';
import type { Shell } from './shell.ts';
import { ShellError } from './shell-words.ts';

/** Defines aliases, and prints those that are asked for (all, where none is named). */
function alias(shell: Shell, args: readonly string[], context: Context): number {
  const show = (name: string, value: string): void =>
    shell.output(context).write(`${shell.dialect === 'bash' ? 'alias ' : ''}${name}='${value.replaceAll("'", "'\\''")}'\n`);
  let result = 0;
  const names = args.filter((arg) => arg !== '-p');
  if (names.length === 0) for (const [name, value] of [...shell.aliases].sort(([a], [b]) => (a < b ? -1 : 1))) show(name, value);
  for (const arg of names) {
    const equals = arg.indexOf('=');
    const value = shell.aliases.get(arg);
    if (equals > 0) shell.aliases.set(arg.slice(0, equals), arg.slice(equals + 1));
    else if (value !== undefined) show(arg, value);
    else {
      if (shell.dialect === 'bash') shell.complain(context, `alias: ${arg}: not found`);
      else shell.errors(context).write(`alias: ${arg} not found\n`);
      result = 1;
    }
  }
  return result;
}

/** `history`: what was typed before, where somebody types. */
const history: Builtin = plain((shell, [count], context) => {
  const lines = shell.isTyped ? (context.process.session.history ?? []) : [];
  if (count !== undefined && !/^\d+$/.test(count)) {
    if (/^-[cdanrwps]$/.test(count)) {
      if (shell.isTyped) throw new ShellError(`minato: history ${count} is not simulated`, 1);
      return 0;
    }
    throw new ShellError(
      `history: ${count}: ${count.startsWith('-') ? 'invalid option\nhistory: usage: history [-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]' : 'numeric argument required'}`,
      count.startsWith('-') ? 2 : 1,
    );
  }
  const from = count === undefined ? 0 : Math.max(0, lines.length - Number(count));
  for (const [index, line] of lines.entries()) if (index >= from) shell.output(context).write(`${String(index + 1).padStart(5)}  ${line}\n`);
  return 0;
});

/** What bash's help knows besides builtins. */
const TOPICS = /^(if|case|for|while|until|select|function|time|coproc|variables|job_spec|%|\{|\[\[|\(\()$/;

/** `help`: who teaches is the page; here it is only noted that somebody asked. */
const help: Builtin = plain((_, args, context) => {
  const [name] = args.filter((arg) => !/^-[dms]+$/.test(arg));
  context.process.notSimulated('help', {}, '');
  if (name === undefined) return 0;
  if (!Object.hasOwn(BUILTINS, name) && !TOPICS.test(name))
    throw new ShellError(`help: no help topics match \`${name}'.  Try \`help help' or \`man -k ${name}' or \`info ${name}'.`, 1);
  throw new ShellError(`minato: help ${name} is not simulated`, 1);
});

/** Builtins that many a session never calls. */
export const RARER_BUILTINS: { readonly [name: string]: Builtin } = {
  printf: plain((shell, args, context) => {
    const words = args[0] === '--' ? args.slice(1) : args;
    if (words[0] === '-v' && shell.dialect === 'bash' && words[1]) {
      shell.set(words[1], formatPrintf(words[2] ?? '', words.slice(3), shell.dialect, context.process.now).text);
      return 0;
    }
    if (words.length === 0)
      throw new ShellError(
        shell.dialect === 'bash'
          ? 'printf: usage: printf [-v var] format [arguments]'
          : shell.dialect === 'ash'
            ? 'usage: printf FORMAT [ARGUMENT...]'
            : 'printf: usage: printf format [arg ...]',
        2,
      );
    const { text, complaints, status } = formatPrintf(words[0] as string, words.slice(1), shell.dialect, context.process.now);
    for (const complaint of complaints) shell.complain(context, `${shell.dialect === 'ash' ? '' : 'printf: '}${complaint}`);
    shell.output(context).write(text);
    return status;
  }),
  umask: plain((shell, _, context) => {
    shell.output(context).write('0022\n');
    return 0;
  }),
  history,
  help,
  alias: plain(alias),
  unalias: plain((shell, args, context) => {
    let result = 0;
    for (const name of args) {
      if (name === '-a') shell.aliases.clear();
      else if (!shell.aliases.delete(name)) {
        if (shell.dialect === 'bash') shell.complain(context, `unalias: ${name}: not found`);
        else shell.errors(context).write(`unalias: ${name} not found\n`);
        result = 1;
      }
    }
    return result;
  }),
  times: plain((shell, _, context) => {
    const time = shell.dialect === 'dash' ? '0m0.000000s' : '0m0.000s';
    shell.output(context).write(`${time} ${time}\n${time} ${time}\n`);
    return 0;
  }),
  enable: plain((_, args) => {
    const names = args.filter((arg) => !arg.startsWith('-'));
    const odd = names.find((name) => !Object.hasOwn(BUILTINS, name));
    if (odd !== undefined) throw new ShellError(`enable: ${odd}: not a shell builtin`, 1);
    if (names.length > 0 && args.includes('-n')) throw new ShellError('minato: enable -n is not simulated', 1);
    return 0;
  }),
  ulimit: plain((shell, [flag], context) => {
    shell.output(context).write(flag === '-c' ? '0\n' : 'unlimited\n');
    return 0;
  }),
};
