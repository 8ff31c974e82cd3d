// Models GNU diffutils 3.8 diff: normal, unified and side by side; files and directories.
import { formatTime } from '../clock/instant.ts';
import type { Process, Running, Wait } from '../machine/process.ts';
import { type Options, readOptions, usesBusybox } from './options.ts';
import { type Difference, differences, type Key, unifiedHunks } from './unified-diff.ts';

/** A line range as diff's normal form writes it. */
const lineRange = (first: number, count: number): string => (count <= 1 ? String(first) : `${first},${first + count - 1}`);

/** A file's time: files have none here, so it is the moment. */
const stamp = ({ now }: Process): string => `${formatTime(now).replace('T', ' ').replace('Z', '')}.000000000 +0000`;

const TAB = 8;

/** Tabs and blanks from one column to another. Models side.c tab_from_to. */
function fill(from: number, to: number): string {
  let text = '';
  let at = from;
  for (let tab = at + TAB - (at % TAB); tab <= to; tab += TAB) {
    text += '\t';
    at = tab;
  }
  return text + ' '.repeat(Math.max(0, to - at));
}

/** Both texts beside each other. Models side.c print_sdiff_script. */
function sideBySide(from: string, to: string, width: number, found: readonly Difference[]): string {
  const offset = Math.floor((width + TAB + 3) / (2 * TAB)) * TAB;
  const half = Math.max(0, Math.min(offset - 3, width - offset));
  const second = half > 0 ? offset : width;
  let text = '';
  const row = (left: string | undefined, sign: string, right: string | undefined): void => {
    const before = (left ?? '').slice(0, half);
    let column = before.length;
    text += before;
    if (sign !== ' ') {
      const at = Math.floor((half + second - 1) / 2);
      text += fill(column, at) + sign;
      column = Math.max(column, at) + 1;
    }
    if (right !== undefined) text += right === '' ? '' : fill(column, second) + right.slice(0, half);
    text += '\n';
  };
  const [lines, others] = [from, to].map((one) => one.split('\n').slice(0, one.endsWith('\n') ? -1 : undefined)) as [string[], string[]];
  let [old, now] = [0, 0];
  const alike = (until: number): void => {
    for (; old < until; old++, now++) row(lines[old], ' ', others[now]);
  };
  for (const { oldAt, removed, added } of found) {
    alike(oldAt - 1);
    for (let at = 0; at < Math.max(removed.length, added.length); at++)
      row(removed[at], removed[at] === undefined ? '>' : added[at] === undefined ? '<' : '|', added[at]);
    old += removed.length;
    now += added.length;
  }
  alike(lines.length);
  return text;
}

/** What of a line counts. */
const keyOf =
  (options: Options): Key =>
  (line) => {
    const blanks = options.has('w') ? line.replace(/\s+/g, '') : options.has('b') ? line.replace(/\s+/g, ' ').replace(/ $/, '') : line;
    return options.has('i') ? blanks.toLowerCase() : blanks;
  };

/** How two texts differ, with what stands before it; whether they do. */
function* compare(process: Process, options: Options, names: readonly [string, string], header: string): Generator<Wait, number, void> {
  const texts: string[] = [];
  let failed = false;
  for (const name of names) {
    const text = name === '-' ? yield* process.input.readAll() : process.files.read(name);
    if (text === undefined && !options.has('N')) {
      process.err(`diff: ${name}: No such file or directory\n`);
      failed = true;
    }
    texts.push(text ?? '');
  }
  if (failed) return 2;
  const [first, second] = names;
  const [from = '', to = ''] = texts;
  const key = keyOf(options);
  const side = options.has('y');
  const busybox = usesBusybox(process);
  const unified = !side && (busybox || options.has('u') || options.has('U'));
  const hunks = unified && from !== to ? unifiedHunks(from, to, process.step, key, Number(options.value('U') ?? 3)) : '';
  const found = unified || from === to ? [] : differences(from, to, process.step, key);
  const differ = hunks !== '' || found.length > 0;
  if (!differ && !side) {
    if (options.has('s')) process.out(`Files ${first} and ${second} are identical\n`);
    return 0;
  }
  const at = busybox ? '' : `\t${stamp(process)}`;
  if (options.has('q')) process.out(differ ? `Files ${first} and ${second} differ\n` : '');
  else {
    if (differ) process.out(header);
    if (side) process.out(sideBySide(from, to, Number(options.value('W') ?? 130), found));
    else if (unified) process.out(`--- ${first}${at}\n+++ ${second}${at}\n${hunks}`);
    else
      for (const { oldAt, removed, newAt, added } of found) {
        const letter = removed.length === 0 ? 'a' : added.length === 0 ? 'd' : 'c';
        const left = removed.length === 0 ? String(oldAt - 1) : lineRange(oldAt, removed.length);
        const right = added.length === 0 ? String(newAt - 1) : lineRange(newAt, added.length);
        process.out(
          `${left}${letter}${right}\n${removed.map((line) => `< ${line}\n`).join('')}${letter === 'c' ? '---\n' : ''}${added.map((line) => `> ${line}\n`).join('')}`,
        );
      }
  }
  return differ ? 1 : 0;
}

/** Two directories, name by name. */
function* compareDirectories(process: Process, options: Options, [a, b]: readonly [string, string], words: string): Generator<Wait, number, void> {
  const { files } = process;
  const join = (directory: string, name: string): string => `${directory.replace(/\/$/, '')}/${name}`;
  let status = 0;
  for (const name of [...new Set([...files.list(a), ...files.list(b)])].sort()) {
    process.step();
    const pair = [join(a, name), join(b, name)] as const;
    const [left, right] = pair.map((path) => files.kind(path));
    if ((left === undefined || right === undefined) && !(options.has('N') && (left ?? right) === 'file')) {
      process.out(`Only in ${left === undefined ? b : a}: ${name}\n`);
      status = Math.max(status, 1);
    } else if (left === 'directory' && right === 'directory') {
      if (options.has('r')) status = Math.max(status, yield* compareDirectories(process, options, pair, words));
      else process.out(`Common subdirectories: ${pair[0]} and ${pair[1]}\n`);
    } else if (left !== undefined && right !== undefined && left !== right) {
      const kind = { directory: 'a directory', file: 'a regular file' } as const;
      process.out(`File ${pair[0]} is ${kind[left]} while file ${pair[1]} is ${kind[right]}\n`);
      status = Math.max(status, 1);
    } else status = Math.max(status, yield* compare(process, options, pair, `diff ${words}${pair[0]} ${pair[1]}\n`));
  }
  return status;
}

/** `diff`. */
export function* diff(process: Process): Running {
  const options = readOptions(process, {
    short: 'uqNsrwbiyW:U:',
    known: 'Bcaet',
    long: {
      unified: 'u',
      brief: 'q',
      'new-file': 'N',
      'report-identical-files': 's',
      recursive: 'r',
      'ignore-all-space': 'w',
      'ignore-space-change': 'b',
      'ignore-case': 'i',
      'side-by-side': 'y',
      width: 'W',
    },
  });
  if (typeof options === 'number') return options;
  const [first, second] = options.args;
  if (first === undefined || second === undefined || options.args.length > 2) {
    const word = options.args.at(-1);
    process.err(
      `diff: ${options.args.length > 2 ? `extra operand '${options.args[2] as string}'` : word === undefined ? 'missing operand' : `missing operand after '${word}'`}\n`,
    );
    process.err("diff: Try 'diff --help' for more information.\n");
    return 2;
  }
  const kind = (path: string): 'file' | 'directory' | undefined => (path === '-' ? 'file' : process.files.kind(path));
  const words = process.argv
    .slice(1)
    .filter((word) => word.startsWith('-') && word !== '-')
    .map((word) => `${word} `)
    .join('');
  if (kind(first) === 'directory' && kind(second) === 'directory') return yield* compareDirectories(process, options, [first, second], words);
  // A directory beside a file stands for the file of that name in it.
  const within = (directory: string, file: string): string => `${directory.replace(/\/$/, '')}/${file.slice(file.lastIndexOf('/') + 1)}`;
  const pair =
    kind(first) === 'directory' && kind(second) === 'file'
      ? ([within(first, second), second] as const)
      : kind(second) === 'directory' && kind(first) === 'file'
        ? ([first, within(second, first)] as const)
        : ([first, second] as const);
  return yield* compare(process, options, pair, '');
}
