// Models bash 5.2 builtins/pushd.def. The stack is kept in an array, DIRSTACK, as bash's own is seen; its first place is the working directory, whatever stands there.
import { type Builtin, plain } from './shell-builtins.ts';
import type { Context } from './shell-context.ts';
import { ShellError } from './shell-words.ts';
import type { Shell } from './shell.ts';

const NAME = 'DIRSTACK';
const INDEX = /^[-+]\d{1,6}$/;

const stackOf = (shell: Shell): string[] => [
  shell.files.cwd,
  ...shell
    .entries(NAME)
    .slice(1)
    .map(([, path]) => path),
];
const keep = (shell: Shell, [, ...below]: readonly string[]): void => shell.setList(NAME, [shell.files.cwd, ...below]);

/** `+2` counts from the left, `-0` from the right. */
function placeOf(command: string, word: string, stack: readonly string[]): number {
  const number = Number(word.slice(1));
  const at = word.startsWith('+') ? number : stack.length - 1 - number;
  if (stack.length === 1 && command !== 'dirs') throw new ShellError(`${command}: directory stack empty`, 1);
  if (at < 0 || at >= stack.length) throw new ShellError(`${command}: ${command === 'dirs' ? number : word}: directory stack index out of range`, 1);
  return at;
}

/** Goes to a directory, or says why not in the command's own name. */
function goTo(shell: Shell, command: string, path: string): void {
  const kind = shell.files.kind(path);
  if (kind !== 'directory') throw new ShellError(`${command}: ${path}: ${kind === 'file' ? 'Not a directory' : 'No such file or directory'}`, 1);
  shell.set('OLDPWD', shell.files.cwd);
  shell.files = shell.files.in(shell.files.resolve(path));
}

function show(shell: Shell, context: Context, args: readonly string[] = []): number {
  const flags = args.filter((arg) => /^-[clpv]+$/.test(arg)).join('');
  const odd = args.find((arg) => !/^-[clpv]+$/.test(arg) && !INDEX.test(arg));
  if (odd !== undefined) throw new ShellError(`dirs: ${odd}: invalid ${odd.startsWith('-') ? 'option' : 'argument'}\ndirs: usage: dirs [-clpv] [+N] [-N]`, 2);
  if (flags.includes('c')) {
    keep(shell, [shell.files.cwd]);
    return 0;
  }
  const home = shell.get('HOME') ?? '';
  const stack = stackOf(shell);
  const index = args.find((arg) => INDEX.test(arg));
  const shown = (index === undefined ? stack : [stack[placeOf('dirs', index, stack)] as string]).map((path) =>
    !flags.includes('l') && home !== '' && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path,
  );
  const numbered = flags.includes('v');
  const text = numbered ? shown.map((path, at) => `${String(at).padStart(2)}  ${path}`).join('\n') : shown.join(flags.includes('p') ? '\n' : ' ');
  shell.output(context).write(`${text}\n`);
  return 0;
}

const pushd: Builtin = plain((shell, args, context) => {
  const stays = args[0] === '-n';
  const [word, more] = (stays ? args.slice(1) : args).filter((arg) => arg !== '--');
  if (more !== undefined) throw new ShellError('pushd: too many arguments', 1);
  const stack = stackOf(shell);
  if (word === undefined) {
    if (stack.length < 2) throw new ShellError('pushd: no other directory', 1);
    const [first, second, ...rest] = stack as [string, string, ...string[]];
    if (!stays) goTo(shell, 'pushd', second);
    keep(shell, [second, first, ...rest]);
  } else if (INDEX.test(word)) {
    const at = placeOf('pushd', word, stack);
    const turned = [...stack.slice(at), ...stack.slice(0, at)];
    if (!stays) goTo(shell, 'pushd', turned[0] as string);
    keep(shell, turned);
  } else if (stays) keep(shell, [stack[0] as string, word, ...stack.slice(1)]);
  else {
    goTo(shell, 'pushd', word === '-' ? (shell.get('OLDPWD') ?? stack[0] ?? '/') : word);
    keep(shell, ['', ...stack]);
  }
  return show(shell, context);
});

const popd: Builtin = plain((shell, args, context) => {
  const stays = args[0] === '-n';
  const [word] = (stays ? args.slice(1) : args).filter((arg) => arg !== '--');
  const stack = stackOf(shell);
  if (word !== undefined && !INDEX.test(word)) throw new ShellError(`popd: ${word}: invalid argument\npopd: usage: popd [-n] [+N | -N]`, 2);
  const at = word === undefined ? (stays ? 1 : 0) : placeOf('popd', word, stack);
  if (stack.length < 2) throw new ShellError('popd: directory stack empty', 1);
  if (at === 0) goTo(shell, 'popd', stack[1] as string);
  keep(
    shell,
    stack.filter((_, index) => index !== at),
  );
  return show(shell, context);
});

/** The stack of directories. */
export const DIRECTORY_BUILTINS: { readonly [name: string]: Builtin } = {
  dirs: plain((shell, args, context) => show(shell, context, args)),
  pushd,
  popd,
};
