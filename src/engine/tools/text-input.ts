import { ENDLESS_DEVICES } from '../machine/file-tree.ts';
import type { Input, Process, Wait } from '../machine/process.ts';
import { textInput } from '../machine/streams.ts';
import { notSimulated } from './options.ts';

/** The files named, or standard input, one after another; what cannot be read is complained about. */
export function inputsOf(
  process: Process,
  names: readonly string[],
): { readonly inputs: readonly { readonly name: string; readonly input: Input }[]; readonly failed: boolean } {
  if (names.length === 0) return { inputs: [{ name: '-', input: process.input }], failed: false };
  let failed = false;
  const inputs = names.flatMap((name) => {
    if (name === '-') return [{ name, input: process.input }];
    if (ENDLESS_DEVICES.has(process.files.resolve(name))) {
      failed = true;
      notSimulated(process, `reading ${name}`);
      return [];
    }
    const kind = process.files.kind(name);
    const text = kind === 'file' ? process.files.read(name) : undefined;
    if (text !== undefined) return [{ name, input: textInput(text) }];
    failed = true;
    process.err(`${process.argv[0]}: ${cannotOpen(process, name)}\n`);
    return [];
  });
  return { inputs, failed };
}

/** The kubelet mounts its hosts file over the container's: it can be written, not taken away or put in another's place (EBUSY). */
export const isMounted = (process: Process, path: string): boolean => process.place.kind === 'pod' && process.files.resolve(path) === '/etc/hosts';
export const BUSY = 'Device or resource busy';

/** Why a file cannot be opened or read, in the tool's own words (recorded: coreutils 9.1, grep 3.8, busybox 1.37.0). */
function cannotOpen(process: Process, name: string): string {
  const [tool = ''] = process.argv;
  const isDirectory = process.files.kind(name) === 'directory';
  const why = isDirectory ? 'Is a directory' : 'No such file or directory';
  if (process.machine.sh === 'ash')
    return ['cat', 'tail', 'md5sum', 'sha1sum', 'sha256sum'].includes(tool)
      ? isDirectory
        ? `read error: ${why}`
        : `can't open '${name}': ${why}`
      : `${name}: ${why}`;
  switch (tool) {
    case 'sort':
      return `${isDirectory ? 'read failed' : 'cannot read'}: ${name}: ${why}`;
    case 'head':
    case 'tail':
      return isDirectory ? `error reading '${name}': ${why}` : `cannot open '${name}' for reading: ${why}`;
    case 'sed':
      if (!isDirectory) return `can't read ${name}: ${why}`;
      return process.argv.some((word) => /^(-\w*i|--in-place)/.test(word)) ? `couldn't edit ${name}: not a regular file` : `read error on ${name}: ${why}`;
    case 'awk':
      return `warning: command line argument \`${name}': ${why}`;
    default:
      return `${name}: ${why}`;
  }
}

/** Lines with their newlines, of several inputs; `false` from the action stops. */
export function* eachLine(inputs: readonly { readonly input: Input }[], act: (line: string) => boolean | undefined): Generator<Wait, void, void> {
  for (const { input } of inputs) {
    for (let line = yield* input.readRawLine(); line !== undefined; line = yield* input.readRawLine()) if (act(line) === false) return;
  }
}

/** All lines without their newlines. */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

/** Everything of several inputs as one text. */
export function* readAll(inputs: readonly { readonly input: Input }[]): Generator<Wait, string, void> {
  let text = '';
  for (const { input } of inputs) text += yield* input.readAll();
  return text;
}

/** What it costs to go through a text once, in steps: none where it is no longer than a line. */
export const stepsOf = (text: string): number => text.length >> 9;
