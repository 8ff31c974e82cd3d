import { findProgram } from './kernel.ts';
import type { Running } from './process.ts';
import { arithmeticValue } from './shell-expansion.ts';
import { evaluateTest } from './shell-condition.ts';
import { unescapeC } from './shell-tokens.ts';
import { formatPrintf } from './shell-printf.ts';
import { BREAK, CONTINUE, Leave, type Context, type Variable } from './shell-context.ts';
import { controlJobs, kill, listJobs, waitFor } from './shell-jobs.ts';
import type { Shell } from './shell.ts';
import { ShellError } from './shell-words.ts';

type Builtin = (shell: Shell, argv: readonly string[], context: Context) => Running;

const NAME = /^[A-Za-z_]\w*$/;

/** Their failures end a shell other than bash (POSIX XCU 2.14). */
export const SPECIAL_BUILTINS: ReadonlySet<string> = new Set([
  ':',
  '.',
  'break',
  'continue',
  'eval',
  'exec',
  'exit',
  'export',
  'readonly',
  'return',
  'set',
  'shift',
  'trap',
  'unset',
]);

const KEYWORDS = new Set(['if', 'then', 'else', 'elif', 'fi', 'case', 'esac', 'for', 'while', 'until', 'do', 'done', 'in', '{', '}', '!']);

/** A builtin that neither waits nor runs anything. */
const plain = (run: (shell: Shell, args: readonly string[], context: Context) => number): Builtin =>
  // eslint-disable-next-line require-yield -- a generator by its type only
  function* (shell, argv, context) {
    return run(shell, argv.slice(1), context);
  };

const identifier = (shell: Shell, command: string, text: string): ShellError =>
  shell.dialect === 'bash'
    ? new ShellError(`${command}: \`${text}': not a valid identifier`, 1)
    : new ShellError(`${command}: ${shell.dialect === 'ash' ? 'line 0: ' : ''}${text.replace(/=.*/s, '')}: bad variable name`, 2);

const status = (shell: Shell, command: string, text: string | undefined): number => {
  if (text === undefined) return shell.lastExit;
  if (/^[-+]?\d+$/.test(text)) return ((Number(text) % 256) + 256) % 256;
  if (shell.dialect === 'bash') throw new Failure(`${command}: ${text}: numeric argument required`, 2);
  throw new ShellError(`${command}: ${shell.dialect === 'ash' ? 'line 0: ' : ''}Illegal number: ${text}`, 2);
};

/** A complaint after which the shell ends with the status. */
class Failure extends ShellError {}

/** Assigns the words of `export`, `readonly`, `local` and `declare`. */
function declare(shell: Shell, command: string, args: readonly string[], change: (known: Variable | undefined, value: string | undefined) => Variable): number {
  for (const arg of args) {
    const [name = '', value] = arg.includes('=') ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg, undefined];
    if (!NAME.test(name)) throw identifier(shell, command, arg);
    if (value !== undefined && shell.variables.get(name)?.readonly) shell.set(name, value);
    shell.variables.set(name, change(shell.variables.get(name), value));
  }
  return 0;
}

function listVariables(shell: Shell, context: Context, prefix: string, which: (variable: Variable) => boolean): number {
  const quote = (text: string): string => (shell.dialect === 'bash' ? `"${text.replace(/["\\$`]/g, '\\$&')}"` : `'${text.replaceAll("'", "'\\''")}'`);
  for (const [name, variable] of [...shell.variables].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (which(variable)) shell.output(context).write(`${prefix}${name}=${quote(variable.value)}\n`);
  return 0;
}

function echo(shell: Shell, args: readonly string[], context: Context): number {
  let newline = true;
  let escapes = shell.dialect === 'dash';
  let at = 0;
  for (; at < args.length; at++) {
    const flag = /^-([neE]+)$/.exec(args[at] as string)?.[1];
    if (!flag || (shell.dialect === 'dash' && flag !== 'n')) break;
    if (flag.includes('n')) newline = false;
    if (flag.includes('e')) escapes = true;
    if (flag.includes('E')) escapes = false;
  }
  let text = args.slice(at).join(' ');
  if (escapes) {
    const cut = /(?:^|[^\\])(?:\\\\)*\\c/.exec(text);
    if (cut) {
      text = text.slice(0, cut.index + cut[0].length - 2);
      newline = false;
    }
    text = unescapeC(text.replace(/\\(['"?])/g, '\\\\$1'));
  }
  shell.output(context).write(newline ? `${text}\n` : text);
  return 0;
}

function setOptions(shell: Shell, args: readonly string[], context: Context): number {
  const LETTERS: { readonly [letter: string]: string } = { e: 'errexit', u: 'nounset', x: 'xtrace', f: 'noglob', a: 'allexport' };
  if (args.length === 0) {
    for (const [name, { value }] of [...shell.variables].sort(([a], [b]) => (a < b ? -1 : 1)))
      shell.output(context).write(`${name}=${/^[\w@%+=:,./-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`}\n`);
    return 0;
  }
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === '--' || !/^[-+]./.test(arg)) {
      shell.positional = args.slice(arg === '--' ? at + 1 : at);
      return 0;
    }
    const on = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      const name = letter === 'o' ? args[++at] : LETTERS[letter];
      if (name === undefined && letter === 'o') continue;
      if (name === undefined) {
        if (!'bhmnvCEHPTk'.includes(letter)) throw new ShellError(shell.dialect === 'bash' ? `set: ${arg}: invalid option` : `set: Illegal option ${arg}`, 2);
      } else if (on) shell.flags.add(name);
      else shell.flags.delete(name);
    }
  }
  return 0;
}

function* read(shell: Shell, argv: readonly string[], context: Context): Running {
  const names: string[] = [];
  let raw = false;
  for (let at = 1; at < argv.length; at++) {
    const arg = argv[at] as string;
    if (/^-[ptnud]/.test(arg) && names.length === 0) at += arg.length === 2 ? 1 : 0;
    else if (/^-[rs]+$/.test(arg) && names.length === 0) raw ||= arg.includes('r');
    else names.push(arg);
  }
  const bad = names.find((name) => !NAME.test(name));
  if (bad !== undefined) throw shell.dialect === 'ash' ? new ShellError(`read: '${bad}': bad variable name`, 1) : identifier(shell, 'read', bad);
  const { input } = shell.streams(context);
  let line = yield* input.readRawLine();
  while (!raw && line !== undefined && /(?:^|[^\\])(?:\\\\)*\\\n$/.test(line)) line = line.slice(0, -2) + ((yield* input.readRawLine()) ?? '');
  const ended = line?.endsWith('\n') ?? false;
  let text = ended ? (line as string).slice(0, -1) : (line ?? '');
  if (!raw) text = text.replace(/\\(.)/g, '$1');
  const ifs = shell.get('IFS') ?? ' \t\n';
  if (names.length === 0) shell.set('REPLY', text);
  const blank = [...ifs].filter((char) => ' \t\n'.includes(char)).join('');
  const isBlank = (char: string | undefined): boolean => char !== undefined && blank.includes(char);
  while (names.length > 0 && isBlank(text[0])) text = text.slice(1);
  for (const [index, name] of names.entries()) {
    if (index === names.length - 1) {
      while (isBlank(text.at(-1))) text = text.slice(0, -1);
      shell.set(name, text);
    } else {
      let end = 0;
      while (end < text.length && !ifs.includes(text[end] as string)) end++;
      shell.set(name, text.slice(0, end));
      while (isBlank(text[end])) end++;
      if (end < text.length && ifs.includes(text[end] as string)) end++;
      text = text.slice(end);
    }
  }
  return ended ? 0 : 1;
}

function describeCommand(
  shell: Shell,
  name: string,
  context: Context,
): { readonly kind: 'keyword' | 'function' | 'builtin' | 'file'; readonly path: string } | undefined {
  if (KEYWORDS.has(name)) return { kind: 'keyword', path: name };
  if (shell.functions.has(name)) return { kind: 'function', path: name };
  if (Object.hasOwn(BUILTINS, name)) return { kind: 'builtin', path: name };
  const { machine } = context.process;
  if (typeof findProgram(machine, name) !== 'function') return undefined;
  return { kind: 'file', path: name.includes('/') || shell.dialect === 'ash' ? name : `/usr/bin/${name}` };
}

const variableWords = (command: string, exported: boolean, readonly: boolean): Builtin =>
  plain((shell, args, context) => {
    const words = args.filter((arg) => !/^-[a-zA-Z]+$/.test(arg));
    const local = command === 'local' || command === 'declare' || command === 'typeset';
    if (words.length === 0)
      return local
        ? 0
        : listVariables(shell, context, shell.dialect === 'bash' ? `declare -${readonly ? 'r' : 'x'} ` : `${command} `, (variable) =>
            readonly ? (variable.readonly ?? false) : variable.exported,
          );
    const locals = shell.calls.at(-1);
    if (command === 'local' && !locals)
      throw new ShellError(
        shell.dialect === 'bash' ? 'local: can only be used in a function' : `local: ${shell.dialect === 'ash' ? 'line 0: ' : ''}not in a function`,
        shell.dialect === 'bash' ? 1 : 2,
      );
    const flags = args.filter((arg) => /^-/.test(arg)).join('');
    if (local && locals)
      for (const word of words) {
        const name = word.replace(/=.*/s, '');
        if (!locals.has(name)) locals.set(name, shell.variables.get(name));
      }
    if (flags.includes('n') && command === 'export')
      return declare(shell, command, words, (known, value) => ({ value: value ?? known?.value ?? '', exported: false }));
    return declare(shell, command, words, (known, value) => ({
      value: value ?? (local && locals && shell.dialect === 'bash' ? '' : (known?.value ?? '')),
      exported: exported || flags.includes('x') || (known?.exported ?? false),
      ...(readonly || flags.includes('r') || known?.readonly ? { readonly: true } : {}),
    }));
  });

const leaveLoop = (how: 'break' | 'continue'): Builtin =>
  plain((shell, [count]) => {
    if (shell.loops > 0) {
      const loops = Math.max(1, Number(count ?? 1) || 1);
      throw loops > 1 ? new Leave(how, loops) : how === 'break' ? BREAK : CONTINUE;
    }
    if (shell.dialect === 'bash') throw new ShellError(`${how}: only meaningful in a \`for', \`while', or \`until' loop`, 0);
    return 0;
  });

const test: Builtin = plain((shell, args, context) => {
  void context;
  try {
    return evaluateTest(args, shell.files, shell.dialect, (name) => shell.get(name) !== undefined);
  } catch (error) {
    if (error instanceof ShellError) throw new ShellError(shell.dialect === 'ash' ? error.words : `test: ${error.words}`, error.status);
    throw error;
  }
});

const leave = (how: 'exit' | 'return'): Builtin =>
  plain((shell, [text], context) => {
    try {
      const code = status(shell, how, text);
      if (how === 'return' && shell.calls.length === 0 && shell.dialect === 'bash')
        throw new ShellError("return: can only `return' from a function or sourced script", 2);
      throw new Leave(how, code);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      shell.complain(context, error.words);
      throw new Leave(how, error.status);
    }
  });

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

/** The commands a shell has in itself. */
export const BUILTINS: { readonly [name: string]: Builtin } = {
  ':': plain(() => 0),
  true: plain(() => 0),
  false: plain(() => 1),
  echo: plain(echo),
  read,
  wait: waitFor,
  kill: plain(kill),
  set: plain(setOptions),
  test,
  export: variableWords('export', true, false),
  readonly: variableWords('readonly', false, true),
  local: variableWords('local', false, false),
  declare: variableWords('declare', false, false),
  typeset: variableWords('typeset', false, false),
  break: leaveLoop('break'),
  continue: leaveLoop('continue'),
  exit: leave('exit'),
  return: leave('return'),
  pwd: plain((shell, _, context) => {
    shell.output(context).write(`${shell.files.cwd}\n`);
    return 0;
  }),
  '[': function* (shell, argv, context) {
    const args = argv.slice(1);
    if (args.pop() !== ']') throw new ShellError(shell.dialect === 'bash' ? "[: missing `]'" : shell.dialect === 'dash' ? '[: missing ]' : 'missing ]', 2);
    try {
      return yield* test(shell, ['[', ...args], context);
    } catch (error) {
      if (error instanceof ShellError) throw new ShellError(error.words.replace(/^test: /, '[: '), error.status);
      throw error;
    }
  },
  cd: plain((shell, [path = shell.get('HOME') ?? '/'], context) => {
    const target = path === '-' ? (shell.get('OLDPWD') ?? shell.files.cwd) : path;
    const kind = shell.files.kind(target);
    if (kind !== 'directory') {
      const why = kind === 'file' ? 'Not a directory' : 'No such file or directory';
      throw shell.dialect === 'bash'
        ? new ShellError(`cd: ${target}: ${why}`, 1)
        : new ShellError(shell.dialect === 'dash' ? `cd: can't cd to ${target}` : `cd: line 0: can't cd to ${target}: ${why}`, 2);
    }
    shell.set('OLDPWD', shell.files.cwd);
    shell.files = shell.files.in(shell.files.resolve(target));
    if (path === '-') shell.output(context).write(`${shell.files.cwd}\n`);
    return 0;
  }),
  shift: plain((shell, [count = '1']) => {
    const number = Number(count);
    if (number > shell.positional.length || Number.isNaN(number)) {
      if (shell.dialect === 'dash') throw new ShellError("shift: can't shift that many", 2);
      return 1;
    }
    shell.positional = shell.positional.slice(number);
    return 0;
  }),
  unset: plain((shell, args) => {
    for (const name of args) {
      if (name === '-v' || name === '-f') continue;
      if (!NAME.test(name) && shell.dialect !== 'bash') throw identifier(shell, 'unset', name);
      if (!args.includes('-f')) shell.variables.delete(name);
      if (!args.includes('-v')) shell.functions.delete(name);
    }
    return 0;
  }),
  printf: plain((shell, args, context) => {
    const words = args[0] === '--' ? args.slice(1) : args;
    if (words[0] === '-v' && shell.dialect === 'bash' && words[1]) {
      shell.set(words[1], formatPrintf(words[2] ?? '', words.slice(3), shell.dialect).text);
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
    const { text, complaints } = formatPrintf(words[0] as string, words.slice(1), shell.dialect);
    for (const complaint of complaints) shell.complain(context, `${shell.dialect === 'ash' ? '' : 'printf: '}${complaint}`);
    shell.output(context).write(text);
    return complaints.length > 0 ? 1 : 0;
  }),
  eval: function* (shell, argv, context) {
    return yield* shell.evaluate(argv.slice(1).join(' '), context, 'eval');
  },
  '.': source,
  source,
  exec: function* (shell, argv, context) {
    if (argv.length === 1) return 0;
    const { process } = context;
    if (typeof findProgram({ ...process.machine, files: shell.files }, argv[1] as string) !== 'function') {
      shell.complain(context, `exec: ${shell.dialect === 'ash' ? 'line 0: ' : ''}${argv[1]}: not found`);
      throw new Leave('exit', 127);
    }
    throw new Leave('exit', yield* shell.execute(argv.slice(1), {}, context));
  },
  command: function* (shell, argv, context) {
    const args = argv.slice(1);
    if (args[0] === '-v' || args[0] === '-V') {
      let found = false;
      for (const name of args.slice(1)) {
        const known = describeCommand(shell, name, context);
        found ||= known !== undefined;
        if (known)
          shell.output(context).write(`${args[0] === '-V' ? `${name} is ${known.kind === 'builtin' ? 'a shell builtin' : known.path}` : known.path}\n`);
      }
      return found ? 0 : shell.dialect === 'bash' ? 1 : 127;
    }
    const words = args[0] === '-p' || args[0] === '--' ? args.slice(1) : args;
    return words.length === 0 ? 0 : yield* shell.execute(words, {}, context);
  },
  type: plain((shell, args, context) => {
    let result = 0;
    for (const name of args) {
      const known = describeCommand(shell, name, context);
      if (known)
        shell
          .output(context)
          .write(`${name} is ${{ keyword: 'a shell keyword', function: 'a function', builtin: 'a shell builtin', file: known.path }[known.kind]}\n`);
      else {
        result = shell.dialect === 'bash' ? 1 : 127;
        if (shell.dialect === 'bash') shell.complain(context, `type: ${name}: not found`);
        else shell.output(context).write(`${name}: not found\n`);
      }
    }
    return result;
  }),
  trap: plain((shell, args) => {
    const [action, ...signals] = args;
    if (action === undefined) return 0;
    for (const signal of signals) {
      const name = signal.replace(/^SIG/, '').replace(/^0$/, 'EXIT').replace(/^15$/, 'TERM').replace(/^2$/, 'INT');
      if (action === '-') shell.traps.delete(name);
      else shell.traps.set(name, action);
    }
    return 0;
  }),
  let: plain((shell, args) => {
    let value = 0n;
    for (const arg of args) value = arithmeticValue(shell, arg, 'let: ');
    return Number(value === 0n);
  }),
  jobs: plain(listJobs),
  fg: plain(controlJobs('fg')),
  bg: plain(controlJobs('bg')),
  disown: plain(controlJobs('disown')),
  umask: plain((shell, _, context) => {
    shell.output(context).write('0022\n');
    return 0;
  }),
  hash: plain(() => 0),
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
  ulimit: plain((shell, _, context) => {
    shell.output(context).write('unlimited\n');
    return 0;
  }),
};

function* source(shell: Shell, argv: readonly string[], context: Context): Running {
  const [, path] = argv;
  if (path === undefined) throw new ShellError(`${argv[0]}: filename argument required`, 2);
  const text = shell.files.read(path);
  if (text === undefined)
    throw shell.dialect === 'bash'
      ? new ShellError(`${path}: No such file or directory`, 1)
      : new ShellError(shell.dialect === 'dash' ? `.: cannot open ${path}: No such file` : `.: line 0: can't open '${path}': No such file or directory`, 2);
  try {
    return yield* shell.evaluate(text, context, '');
  } catch (error) {
    if (error instanceof Leave && error.how === 'return') return error.count;
    throw error;
  }
}
