import { ENDLESS_DEVICES } from './file-tree.ts';
import type { Input, Output, Wait } from './process.ts';
import { NOWHERE, type Context, type Descriptor } from './shell-context.ts';
import { expandText, expandWords, type ExpansionContext } from './shell-expansion.ts';
import type { Redirect } from './shell-syntax.ts';
import { redirectionFailure, ShellError } from './shell-words.ts';
import { textInput } from './streams.ts';

/** The open files after redirections; throws the shell's complaint where one cannot be opened. */
export function* redirect(shell: ExpansionContext, redirects: readonly Redirect[], context: Context): Generator<Wait, Context, void> {
  const fds = new Map(context.fds);
  for (const { fd, operator, target } of redirects) {
    if (operator === '<<' || operator === '<<<') {
      const text = yield* expandText(shell, target);
      fds.set(fd ?? 0, { input: textInput(operator === '<<<' ? `${text}\n` : text) });
      continue;
    }
    const names = shell.dialect === 'bash' ? yield* expandWords(shell, [target]) : [yield* expandText(shell, target)];
    const [path = ''] = names;
    if (names.length !== 1)
      throw redirectionFailure(shell.dialect, target.map((part) => ('source' in part ? part.source : '')).join('') || path, false, 'ambiguous');
    if (operator === '<&' || (operator === '>&' && (/^(\d+|-)$/.test(path) || fd !== undefined))) {
      const number = fd ?? (operator === '<&' ? 0 : 1);
      if (path === '-') fds.delete(number);
      else {
        const source = fds.get(Number(path));
        if (!source) throw redirectionFailure(shell.dialect, path, false, 'descriptor');
        fds.set(number, source);
      }
      continue;
    }
    if (operator === '<') fds.set(fd ?? 0, { input: openInput(shell, path, fds) });
    else {
      const output = { output: openOutput(shell, path, operator, fds) };
      if (operator === '&>' || operator === '&>>' || operator === '>&') fds.set(1, output).set(2, output);
      else fds.set(fd ?? (operator === '<>' ? 0 : 1), output);
    }
  }
  return { ...context, fds };
}

function openInput({ dialect, files }: ExpansionContext, path: string, fds: ReadonlyMap<number, Descriptor>): Input {
  if (path === '/dev/stdin') return fds.get(0)?.input ?? textInput('');
  const kind = files.kind(path);
  if (kind === 'directory' && dialect !== 'bash') return textInput('');
  if (ENDLESS_DEVICES.has(files.resolve(path))) throw new ShellError(`minato: reading ${path} is not simulated`, 1);
  const text = kind === 'file' ? files.read(path) : undefined;
  if (text === undefined && kind !== 'directory') throw redirectionFailure(dialect, path, true, 'missing');
  const input = textInput(text ?? '');
  input.isFile = kind === 'file';
  return input;
}

/** What it costs to change a file: each change is one of the cluster's state, where the machine is a container. */
const STEPS_PER_CHANGE = 2;

function openOutput(shell: ExpansionContext, path: string, operator: Redirect['operator'], fds: ReadonlyMap<number, Descriptor>): Output {
  const { dialect, files, keepsFiles } = shell;
  if (path === '/dev/stdout') return fds.get(1)?.output ?? NOWHERE;
  if (path === '/dev/stderr') return fds.get(2)?.output ?? NOWHERE;
  if (path === '/dev/null') return NOWHERE;
  const kind = files.kind(path);
  if (kind === 'directory') throw redirectionFailure(dialect, path, false, 'directory');
  if (files.isReadOnly(path)) throw redirectionFailure(dialect, path, false, 'read-only');
  if (path === '' || (kind === undefined && files.kind(`${path}/..`) !== 'directory')) throw redirectionFailure(dialect, path, false, 'missing');
  if (keepsFiles && kind === 'file' && operator === '>')
    throw new ShellError(
      dialect === 'bash'
        ? `${path}: cannot overwrite existing file`
        : dialect === 'dash'
          ? `cannot create ${path}: File exists`
          : `can't create ${path}: File exists`,
      dialect === 'dash' ? 2 : 1,
    );
  let text = '';
  const write = (more: string): void => {
    shell.work(STEPS_PER_CHANGE);
    text += more;
    files.write(path, text);
  };
  write(operator.includes('>>') ? (files.read(path) ?? '') : '');
  return { write };
}
