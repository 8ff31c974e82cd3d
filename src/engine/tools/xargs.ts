// xargs as findutils 4.9 has it, and busybox 1.37.0's where its words differ.
import type { Process, Running } from '../machine/process.ts';
import { unescapeC } from '../machine/shell-tokens.ts';
import { quoteForTrace } from '../machine/shell-words.ts';
import { commandMissing } from './command-missing.ts';
import { readOptions, usesBusybox } from './options.ts';

/** A quote was never closed; what stood before it. */
class Unmatched extends Error {
  readonly before: readonly string[];
  constructor(quote: 'double' | 'single', before: readonly string[]) {
    super(quote);
    this.before = before;
  }
}

/** Words of a text: blanks part them, quotes and backslashes keep them together; each with the number of its line. */
function wordsOf(text: string): { readonly word: string; readonly line: number; readonly goesOn: boolean }[] {
  const words: { word: string; line: number; goesOn: boolean }[] = [];
  let line = 0;
  let word: string | undefined;
  const close = (goesOn: boolean): void => {
    if (word !== undefined) words.push({ word, line, goesOn });
    word = undefined;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char === '"' || char === "'") {
      const end = text.indexOf(char, at + 1);
      const newline = text.indexOf('\n', at);
      if (end < 0 || (newline >= 0 && newline < end))
        throw new Unmatched(
          char === '"' ? 'double' : 'single',
          words.map((one) => one.word),
        );
      word = (word ?? '') + text.slice(at + 1, end);
      at = end;
    } else if (char === '\\') word = (word ?? '') + (text[++at] ?? '');
    else if (char === '\n') {
      close(false);
      if (!(at > 0 && ' \t'.includes(text[at - 1] as string))) line++;
    } else if (char === ' ' || char === '\t') close(true);
    else word = (word ?? '') + char;
  }
  close(false);
  return words;
}

/** `xargs`: the words of standard input as arguments of a command. */
export function* xargs(process: Process): Running {
  // -i, -l and -e take their value only when it is attached.
  const argv = process.argv.flatMap((word, at) =>
    at === 0 ? [word] : /^-i$|^--replace$/.test(word) ? ['-I', '{}'] : /^-l\d*$/.test(word) ? ['-L', word.slice(2) || '1'] : [word],
  );
  const options = readOptions(
    process,
    {
      short: 'n:I:rtP:d:0L:xa:E:s:',
      known: 'p',
      long: {
        'max-args': 'n',
        'no-run-if-empty': 'r',
        replace: 'I',
        null: '0',
        verbose: 't',
        delimiter: 'd',
        'max-procs': 'P',
        'max-lines': 'L',
        'arg-file': 'a',
        exit: 'x',
        'max-chars': 's',
      },
      knownLong: 'interactive show-limits open-tty process-slot-var=',
      posix: true,
    },
    argv,
  );
  if (typeof options === 'number') return options;
  const busybox = usesBusybox(process);
  for (const letter of ['n', 'L'] as const) {
    const value = options.value(letter);
    if (value === undefined || (/^\d+$/.test(value) && Number(value) > 0)) continue;
    process.err(
      /^\d+$/.test(value)
        ? `xargs: value ${value} for -${letter} option should be >= 1\nTry 'xargs --help' for more information.\n`
        : `xargs: invalid number "${value}" for -${letter} option\nTry 'xargs --help' for more information.\n`,
    );
    return 1;
  }
  if (options.has('n') && options.has('I'))
    process.err('xargs: warning: options --max-args and --replace/-I/-i are mutually exclusive, ignoring previous --max-args value\n');
  const command = options.args.length > 0 ? options.args : ['echo'];
  const source = options.value('a');
  const text = source === undefined ? yield* process.input.readAll() : process.files.read(source);
  if (text === undefined) {
    process.err(`xargs: Cannot open input file '${source as string}': No such file or directory\n`);
    return 1;
  }
  // 1. Groups of arguments, each for one call.
  const replace = options.value('I');
  const delimiter = options.has('0') ? '\0' : options.has('d') ? unescapeC(options.value('d') as string) : undefined;
  let groups: string[][];
  let unmatched: string | undefined;
  try {
    if (delimiter !== undefined || replace !== undefined) {
      const pieces = text.split(delimiter ?? '\n');
      if (pieces.at(-1) === '') pieces.pop();
      const items =
        delimiter !== undefined
          ? pieces
          : pieces
              .filter((line) => line.trim() !== '')
              .map((line) =>
                wordsOf(line.trim().replace(/ /g, '\\ '))
                  .map(({ word }) => word)
                  .join(' '),
              );
      groups = replace !== undefined ? items.map((item) => [item]) : chunks(items, Number(options.value('n') ?? Infinity));
    } else {
      const words = wordsOf(text);
      const stop = options.has('E') ? words.findIndex(({ word }) => word === options.value('E')) : -1;
      const used = stop < 0 ? words : words.slice(0, stop);
      const lines = options.value('L');
      if (lines === undefined)
        groups = chunks(
          used.map(({ word }) => word),
          Number(options.value('n') ?? Infinity),
        );
      else {
        const byLine = new Map<number, string[]>();
        for (const { word, line } of used) byLine.set(line, [...(byLine.get(line) ?? []), word]);
        groups = chunks([...byLine.values()], Number(lines)).map((some) => some.flat());
      }
    }
  } catch (error) {
    if (!(error instanceof Unmatched)) throw error;
    unmatched = error.message;
    groups = error.before.length > 0 ? chunks(error.before, Number(options.value('n') ?? Infinity)) : [];
  }
  if (groups.length === 0 && unmatched === undefined && !options.has('r') && replace === undefined && !busybox) groups = [[]];
  if (unmatched !== undefined) {
    process.err(
      busybox
        ? `xargs: unmatched ${unmatched} quote\n`
        : `xargs: unmatched ${unmatched} quote; by default quotes are special to xargs unless you use the -0 option\n`,
    );
  }
  // 2. A call for each.
  let status = unmatched === undefined ? 0 : 1;
  for (const some of groups) {
    const words = replace === undefined ? [...command, ...some] : command.map((word) => word.replaceAll(replace, some[0] ?? ''));
    if (options.has('t')) process.err(`${words.map((word) => quoteForTrace(word)).join(' ')}\n`);
    const { exitCode, unstarted } = yield* process.spawn(words, { inherit: true, input: '' });
    if (unstarted !== undefined) return commandMissing(process, 'xargs', words[0] as string);
    if (exitCode === 255) {
      process.err(`xargs: ${words[0] as string}: exited with status 255; aborting\n`);
      return 124;
    }
    if (exitCode !== 0 && status === 0) status = 123;
  }
  return status;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let at = 0; at < items.length; at += size) {
    result.push(items.slice(at, at + size));
    if (!Number.isFinite(size)) break;
  }
  return result;
}
