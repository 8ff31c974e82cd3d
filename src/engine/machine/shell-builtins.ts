import { atOnce } from './at-once.ts';
import { findProgram } from './kernel.ts';
import type { Running } from './process.ts';
import { arithmeticValue } from './shell-expansion.ts';
import { evaluateTest } from './shell-condition.ts';
import { unescapeC } from './shell-tokens.ts';
import { BREAK, CONTINUE, Leave, type Context } from './shell-context.ts';
import type { Dialect } from './shell-syntax.ts';
import { BUILTINS_PART } from './shell-part.ts';
import type { Shell } from './shell.ts';
import { ShellError } from './shell-words.ts';

export type Builtin = (shell: Shell, argv: readonly string[], context: Context) => Running;

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
  'local',
  'readonly',
  'return',
  'set',
  'shift',
  'trap',
  'unset',
]);

const KEYWORDS = new Set(['select', 'if', 'then', 'else', 'elif', 'fi', 'case', 'esac', 'for', 'while', 'until', 'do', 'done', 'in', '{', '}', '!']);

/** Builtins that neither dash nor ash has. */
const BASH_ALONE = 'declare typeset mapfile readarray shopt builtin enable bind caller compgen coproc complete compopt dirs fc help logout popd pushd suspend';
/** Builtins that a shell does not have. */
export const ABSENT_BUILTINS: { readonly [dialect in Dialect]: readonly string[] } = {
  bash: [],
  dash: `let source disown history ${BASH_ALONE}`.split(' '),
  ash: `disown ${BASH_ALONE}`.split(' '),
};

/** Builtins about variables, options and jobs, and rarer ones, which come when one is first called. */
const FETCHED =
  'export readonly local declare typeset unset read mapfile readarray getopts set shopt trap wait kill jobs fg bg disown printf alias unalias umask ulimit times enable history help dirs popd pushd'.split(
    ' ',
  );
const fetched: Builtin = (shell, argv, context) => (BUILTINS_PART.content[argv[0] as string] as Builtin)(shell, argv, context);

/** A builtin that neither waits nor runs anything. */
export const plain =
  (run: (shell: Shell, args: readonly string[], context: Context) => number): Builtin =>
  (shell, argv, context) =>
    atOnce(() => run(shell, argv.slice(1), context));

const status = (shell: Shell, command: string, text: string | undefined): number => {
  if (text === undefined) return shell.lastExit;
  if (shell.dialect === 'dash' ? /^\d+$/.test(text) : /^[-+]?\d+$/.test(text)) return ((Number(text) % 256) + 256) % 256;
  if (shell.dialect === 'bash') throw new Failure(`${command}: ${text}: numeric argument required`, 2);
  throw new ShellError(`${command}: ${shell.dialect === 'ash' ? 'line 0: ' : ''}Illegal number: ${text}`, 2);
};

/** A complaint after which the shell ends with the status. */
class Failure extends ShellError {}

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
    text = unescapeC(text.replace(shell.dialect === 'dash' ? /\\(['"?xueE])/g : /\\(['"?])/g, '\\\\$1'));
  }
  shell.output(context).write(newline ? `${text}\n` : text);
  return 0;
}

function describeCommand(
  shell: Shell,
  name: string,
  context: Context,
): { readonly kind: 'keyword' | 'function' | 'builtin' | 'file'; readonly path: string } | undefined {
  if (KEYWORDS.has(name) && (name !== 'select' || shell.dialect === 'bash')) return { kind: 'keyword', path: name };
  if (shell.functions.has(name)) return { kind: 'function', path: name };
  if (Object.hasOwn(BUILTINS, name) && !ABSENT_BUILTINS[shell.dialect].includes(name)) return { kind: 'builtin', path: name };
  const { machine } = context.process;
  if (typeof findProgram(machine, name) !== 'function') return undefined;
  return { kind: 'file', path: name.includes('/') || shell.dialect === 'ash' ? name : `/usr/bin/${name}` };
}

/** `type`: what a name would run. */
function type(shell: Shell, args: readonly string[], context: Context): number {
  const bash = shell.dialect === 'bash';
  const flags = bash ? args.filter((arg) => /^-[tapPf]+$/.test(arg)).join('') : '';
  let result = 0;
  for (const name of flags === '' ? args : args.filter((arg) => !arg.startsWith('-'))) {
    const aliased = shell.isTyped || !bash ? shell.aliases.get(name) : undefined;
    const known = aliased === undefined ? describeCommand(shell, name, context) : ({ kind: 'alias', path: aliased } as const);
    const out = (text: string): void => shell.output(context).write(text);
    if (!known) {
      result = bash ? 1 : 127;
      if (bash && flags === '') shell.complain(context, `type: ${name}: not found`);
      else if (!bash) out(`${name}: not found\n`);
    } else if (flags.includes('t')) out(`${known.kind}\n`);
    else if (flags.includes('p') || flags.includes('P')) out(known.kind === 'file' ? `${known.path}\n` : '');
    else {
      const quoted = bash ? `aliased to \`${known.path}'` : `an alias for ${known.path}`;
      const body = known.kind === 'function' && bash ? `\nminato: the body of ${name} is not shown` : '';
      out(
        `${name} is ${{ alias: quoted, keyword: 'a shell keyword', function: `a ${shell.dialect === 'dash' ? 'shell ' : ''}function${body}`, builtin: `a ${isSpecial(shell, name) ? 'special ' : ''}shell builtin`, file: known.path }[known.kind]}\n`,
      );
    }
  }
  return result;
}

/** dash and ash tell POSIX's special builtins from the others. */
const isSpecial = (shell: Shell, name: string): boolean => shell.dialect !== 'bash' && SPECIAL_BUILTINS.has(name);

const leaveLoop = (how: 'break' | 'continue'): Builtin =>
  plain((shell, [count]) => {
    if (shell.dialect === 'dash' && count !== undefined && !/^0*[1-9]\d*$/.test(count)) throw new ShellError(`${how}: Illegal number: ${count}`, 2);
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

/** The commands a shell has in itself. */
export const BUILTINS: { readonly [name: string]: Builtin } = {
  ':': plain(() => 0),
  true: plain(() => 0),
  false: plain(() => 1),
  echo: plain(echo),
  test,
  ...Object.fromEntries(FETCHED.map((name) => [name, fetched])),
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
  cd: plain((shell, words, context) => {
    const [path = shell.get('HOME') ?? '/', more] = words.filter((word) => word !== '--' && word !== '-L' && word !== '-P');
    if (more !== undefined && shell.dialect === 'bash') throw new ShellError('cd: too many arguments', 1);
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
    process.become(argv.slice(1));
    throw new Leave('exit', yield* shell.execute(argv.slice(1), {}, context));
  },
  command: function* (shell, argv, context) {
    const args = argv.slice(1);
    if (args[0] === '-v' || args[0] === '-V') {
      let found = false;
      // dash looks at the first name only.
      for (const name of args.slice(1, shell.dialect === 'dash' ? 2 : undefined)) {
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
  type: plain(type),
  let: plain((shell, args) => {
    if (args.length === 0) throw new ShellError('let: expression expected', 1);
    let value = 0n;
    for (const arg of args) value = arithmeticValue(shell, arg, 'let: ');
    return Number(value === 0n);
  }),
  hash: plain((shell, args, context) => {
    if (args.length === 0 && shell.dialect === 'bash') shell.output(context).write('hash: hash table empty\n');
    return 0;
  }),
  builtin: function* (shell, argv, context) {
    const [, name] = argv;
    if (name === undefined) return 0;
    const found = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
    if (!found) throw new ShellError(`builtin: ${name}: not a shell builtin`, 1);
    return yield* found(shell, argv.slice(1), context);
  },
  ...Object.fromEntries(
    'bind caller compgen coproc complete compopt fc logout suspend'.split(' ').map((name) => [
      name,
      plain((_, args, context) => {
        // Tab completes as the page does, whatever a script says about it.
        if (name === 'complete' && args.length > 0 && !args.includes('-p')) return 0;
        context.process.notSimulated('shell-feature', { feature: name }, '');
        throw new ShellError(`minato: ${name} is not simulated`, 1);
      }),
    ]),
  ),
};

function* source(shell: Shell, argv: readonly string[], context: Context): Running {
  const [, path] = argv;
  if (path === undefined) throw new ShellError(`${argv[0]}: filename argument required`, 2);
  const text = shell.files.read(path);
  if (text === undefined)
    throw shell.dialect === 'bash'
      ? new ShellError(`${path}: No such file or directory`, 1)
      : new ShellError(
          shell.dialect === 'dash'
            ? path.includes('/')
              ? `.: cannot open ${path}: No such file`
              : `.: ${path}: not found`
            : `.: line 0: can't open '${path}': No such file or directory`,
          2,
        );
  try {
    return yield* shell.evaluate(text, context, '');
  } catch (error) {
    if (error instanceof Leave && error.how === 'return') return error.count;
    throw error;
  }
}
