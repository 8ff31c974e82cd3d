// cat, head, tail, wc, sort, uniq, cut, tr, tee, tac, rev, nl and seq as GNU coreutils 9.1 and busybox 1.37.0 have them.
import type { Process, Program, ProgramTable, Running } from '../machine/process.ts';
import { unescapeC } from '../machine/shell-tokens.ts';
import { utf8 } from '../machine/shell-words.ts';
import { readOptions, type OptionSpec } from './options.ts';
import { eachLine, inputsOf, linesOf, readAll } from './text-input.ts';

function* cat(process: Process): Running {
  const options = readOptions(process, { short: 'nbsEAuv', known: 'eTt', long: { number: 'n', 'show-ends': 'E', 'show-all': 'A', 'squeeze-blank': 's' } });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args);
  let number = 0;
  let blank = false;
  yield* eachLine(inputs, (line) => {
    const isBlank = line === '\n';
    if (options.has('s') && isBlank && blank) return;
    blank = isBlank;
    const counted = options.has('b') ? !isBlank : options.has('n');
    const ended = options.has('E') || options.has('A') ? line.replace(/\n$/, '$\n') : line;
    process.out(counted ? `${String(++number).padStart(6)}\t${ended}` : ended);
  });
  return failed ? 1 : 0;
}

/** `-5` as `-n 5`, as head and tail still take it. */
const oldStyle = (argv: readonly string[]): readonly string[] =>
  argv.flatMap((word, index) => (index > 0 && /^[-+]\d+$/.test(word) && !/^-[nc]$/.test(argv[index - 1] ?? '') ? ['-n', word.replace(/^-/, '')] : [word]));

const ENDS: OptionSpec = {
  short: 'n:c:qvf',
  known: 'zFs:',
  long: { lines: 'n', bytes: 'c', quiet: 'q', silent: 'q', verbose: 'v', follow: 'f' },
  busyboxUsage: '[OPTIONS] [FILE]...',
};

const ends = (fromEnd: boolean): Program =>
  function* (process): Running {
    const options = readOptions(process, { ...ENDS, busyboxUsage: `${process.argv[0]} [OPTIONS] [FILE]...` }, oldStyle(process.argv));
    if (typeof options === 'number') return options;
    const text = options.value('c') ?? options.value('n') ?? '10';
    const match = /^([-+]?)(\d+)([kKmMb]?)B?$/.exec(text);
    if (!match) {
      process.err(`${process.argv[0]}: invalid number of ${options.has('c') ? 'bytes' : 'lines'}: '${text}'\n`);
      return 1;
    }
    const [, sign] = match;
    const count = Number(match[2]) * ({ k: 1024, K: 1024, m: 1_048_576, M: 1_048_576, b: 512 }[match[3] as 'k'] ?? 1);
    const { inputs, failed } = inputsOf(process, options.args);
    if (fromEnd && inputs.length === 0 && process.machine.sh === 'ash') process.err('tail: no files\n');
    for (const [index, { name, input }] of inputs.entries()) {
      if ((inputs.length > 1 || options.has('v')) && !options.has('q'))
        process.out(`${index > 0 ? '\n' : ''}==> ${name === '-' ? 'standard input' : name} <==\n`);
      if (options.has('c')) {
        const all = yield* input.readAll();
        process.out(
          fromEnd
            ? sign === '+'
              ? all.slice(Math.max(0, count - 1))
              : count === 0
                ? ''
                : all.slice(-count)
            : sign === '-'
              ? all.slice(0, Math.max(0, all.length - count))
              : all.slice(0, count),
        );
      } else if (!fromEnd && sign !== '-') {
        for (let left = count; left > 0; left--) {
          const line = yield* input.readRawLine();
          if (line === undefined) break;
          process.out(line);
        }
      } else {
        const lines = ((yield* input.readAll()).match(/[^\n]*\n|[^\n]+$/g) ?? []) as string[];
        process.out(
          (fromEnd
            ? sign === '+'
              ? lines.slice(Math.max(0, count - 1))
              : count === 0
                ? []
                : lines.slice(-count)
            : lines.slice(0, Math.max(0, lines.length - count))
          ).join(''),
        );
        if (fromEnd && options.has('f')) {
          for (let line = yield* input.readRawLine(); line !== undefined; line = yield* input.readRawLine()) process.out(line);
          if (options.args.length > 0) yield { until: () => false };
        }
      }
    }
    return failed ? 1 : 0;
  };

function* wc(process: Process): Running {
  const options = readOptions(process, { short: 'lwcmL', long: { lines: 'l', words: 'w', bytes: 'c', chars: 'm' } });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args);
  const every = !options.has('l') && !options.has('w') && !options.has('c') && !options.has('m') && !options.has('L');
  const rows: { counts: number[]; name: string }[] = [];
  for (const { name, input } of inputs) {
    const text = yield* input.readAll();
    const counts = [
      ...(every || options.has('l') ? [text.split('\n').length - 1] : []),
      ...(every || options.has('w') ? [text.split(/\s+/).filter((word) => word !== '').length] : []),
      ...(options.has('m') ? [[...text].length] : []),
      ...(every || options.has('c') ? [utf8(text).length] : []),
      ...(options.has('L') ? [Math.max(0, ...linesOf(text).map((line) => line.length))] : []),
    ];
    rows.push({ counts, name: options.args.length === 0 ? '' : name });
  }
  if (options.args.length > 1)
    rows.push({ counts: rows[0]?.counts.map((_, i) => rows.reduce((sum, { counts }) => sum + (counts[i] ?? 0), 0)) ?? [], name: 'total' });
  const fromPipe = options.args.length === 0;
  const single = rows.length === 1 && rows[0]?.counts.length === 1;
  const isBusybox = process.machine.sh === 'ash';
  const width = single ? 1 : isBusybox ? 9 : fromPipe ? 7 : Math.max(1, ...rows.flatMap(({ counts }) => counts.map((count) => String(count).length)));
  for (const { counts, name } of rows) process.out(`${counts.map((count) => String(count).padStart(width)).join(' ')}${name ? ` ${name}` : ''}\n`);
  return failed ? 1 : 0;
}

interface SortKey {
  readonly from: number;
  readonly to: number;
  readonly flags: string;
}

function* sort(process: Process): Running {
  const options = readOptions(process, {
    short: 'unrk:t:bfhVsco:',
    known: 'dgiMRzmT:S:',
    long: {
      unique: 'u',
      'numeric-sort': 'n',
      reverse: 'r',
      key: 'k',
      'field-separator': 't',
      'human-numeric-sort': 'h',
      'version-sort': 'V',
      'ignore-case': 'f',
      stable: 's',
    },
    usageExit: 2,
  });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args);
  const lines = linesOf(yield* readAll(inputs));
  const separator = options.value('t');
  const flags = ['n', 'r', 'b', 'f', 'h', 'V'].filter((letter) => options.has(letter)).join('');
  const keys: SortKey[] = [];
  for (const [letter, text] of options.given) {
    if (letter !== 'k') continue;
    const match = /^(\d+)(?:\.\d+)?([bfnrhV]*)(?:,(\d+)(?:\.\d+)?([bfnrhV]*))?$/.exec(text);
    if (!match || match[1] === '0') {
      process.err(
        match
          ? `sort: field number is zero: invalid field specification '${text}'\n`
          : `sort: invalid number at field start: invalid count at start of '${text}'\n`,
      );
      return 2;
    }
    keys.push({ from: Number(match[1]), to: Number(match[3] ?? Infinity), flags: `${match[2]}${match[4] ?? ''}` || flags });
  }
  const fieldsOf = (line: string, { from, to }: SortKey): string => {
    const fields = separator === undefined ? (line.match(/\s*\S+/g) ?? []) : line.split(separator);
    return fields.slice(from - 1, to).join(separator ?? '');
  };
  const compareText = (a: string, b: string, how: string): number => {
    if (how.includes('n') || how.includes('h')) return leading(a, how) - leading(b, how);
    if (how.includes('V')) return compareVersions(a, b);
    const [x, y] = how.includes('f') ? [a.toUpperCase(), b.toUpperCase()] : [a, b];
    const [p, q] = how.includes('b') ? [x.trimStart(), y.trimStart()] : [x, y];
    return p < q ? -1 : p > q ? 1 : 0;
  };
  const byKeys = (a: string, b: string): number => {
    for (const key of keys.length > 0 ? keys : [undefined]) {
      const how = key?.flags ?? flags;
      const order = key ? compareText(fieldsOf(a, key), fieldsOf(b, key), how) : compareText(a, b, how);
      if (order !== 0) return how.includes('r') ? -order : order;
    }
    return 0;
  };
  const compare = (a: string, b: string): number =>
    byKeys(a, b) || (options.has('u') || options.has('s') ? 0 : (a < b ? -1 : a > b ? 1 : 0) * (flags.includes('r') ? -1 : 1));
  if (options.has('c')) {
    const at = lines.findIndex((line, index) => index > 0 && compare(lines[index - 1] as string, line) > 0);
    if (at < 0) return 0;
    process.err(`sort: ${options.args[0] ?? '-'}:${at + 1}: disorder: ${lines[at]}\n`);
    return 1;
  }
  const sorted = lines.sort(compare);
  const result = options.has('u') ? sorted.filter((line, index) => index === 0 || byKeys(sorted[index - 1] as string, line) !== 0) : sorted;
  const text = result.map((line) => `${line}\n`).join('');
  const target = options.value('o');
  if (target === undefined) process.out(text);
  else process.files.write(target, text);
  return failed ? 2 : 0;
}

const leading = (text: string, how: string): number => {
  const match = /^\s*(-?\d*\.?\d*)([kKMGT]?)/.exec(text);
  return (Number(match?.[1] || 0) || 0) * (how.includes('h') ? 1024 ** ' KMGT'.indexOf((match?.[2] ?? '').toUpperCase() || ' ') : 1);
};

function compareVersions(a: string, b: string): number {
  const split = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];
  const [x, y] = [split(a), split(b)];
  for (let at = 0; at < Math.max(x.length, y.length); at++) {
    const [p = '', q = ''] = [x[at], y[at]];
    const order = /^\d+$/.test(p) && /^\d+$/.test(q) ? Number(p) - Number(q) : p < q ? -1 : p > q ? 1 : 0;
    if (order !== 0) return order;
  }
  return 0;
}

function* uniq(process: Process): Running {
  const options = readOptions(process, { short: 'cdui', known: 'f:s:w:zD', long: { count: 'c', repeated: 'd', unique: 'u', 'ignore-case': 'i' } });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args.slice(0, 1));
  if (failed) return 1;
  let current: string | undefined;
  let count = 0;
  const fold = (line: string): string => (options.has('i') ? line.toLowerCase() : line);
  const flush = (): void => {
    if (current === undefined || (options.has('d') && count < 2) || (options.has('u') && count > 1)) return;
    process.out(options.has('c') ? `${String(count).padStart(7)} ${current}\n` : `${current}\n`);
  };
  yield* eachLine(inputs, (raw) => {
    const line = raw.replace(/\n$/, '');
    if (current !== undefined && fold(line) === fold(current)) count++;
    else {
      flush();
      current = line;
      count = 1;
    }
  });
  flush();
  return 0;
}

function* cut(process: Process): Running {
  const options = readOptions(process, {
    short: 'd:f:c:b:s',
    known: 'nz',
    long: { delimiter: 'd', fields: 'f', characters: 'c', bytes: 'b', 'only-delimited': 's' },
  });
  if (typeof options === 'number') return options;
  const list = options.value('f') ?? options.value('c') ?? options.value('b');
  if (list === undefined) {
    process.err(`cut: you must specify a list of bytes, characters, or fields\nTry 'cut --help' for more information.\n`);
    return 1;
  }
  const ranges = list.split(',').map((part) => /^(\d*)(-?)(\d*)$/.exec(part));
  if (ranges.some((match) => !match || match[0] === '' || match[0] === '-' || match[1] === '0')) {
    process.err(
      options.has('f')
        ? `cut: fields are numbered from 1\nTry 'cut --help' for more information.\n`
        : `cut: byte/character positions are numbered from 1\nTry 'cut --help' for more information.\n`,
    );
    return 1;
  }
  const wanted = (place: number): boolean =>
    ranges.some((match) => {
      const [, from = '', dash = '', to = ''] = match as RegExpExecArray;
      return dash ? place >= Number(from || 1) && place <= (to ? Number(to) : Infinity) : place === Number(from);
    });
  const delimiter = options.value('d') ?? '\t';
  if (options.has('d') && delimiter.length !== 1) {
    process.err(`cut: the delimiter must be a single character\nTry 'cut --help' for more information.\n`);
    return 1;
  }
  const { inputs, failed } = inputsOf(process, options.args);
  yield* eachLine(inputs, (raw) => {
    const line = raw.replace(/\n$/, '');
    if (!options.has('f')) process.out(`${[...line].filter((_, index) => wanted(index + 1)).join('')}\n`);
    else if (line.includes(delimiter))
      process.out(
        `${line
          .split(delimiter)
          .filter((_, index) => wanted(index + 1))
          .join(delimiter)}\n`,
      );
    else if (!options.has('s')) process.out(`${line}\n`);
  });
  return failed ? 1 : 0;
}

const TR_CLASSES: { readonly [name: string]: string } = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digit: '0123456789',
  space: ' \t\n\v\f\r',
  blank: ' \t',
  punct: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
};

/** The characters of tr's set. */
function trSet(text: string): string[] {
  const plain = unescapeC(text).replace(/\[:(\w+):\]/g, (all, name: string) =>
    name === 'alpha'
      ? `${TR_CLASSES['upper']}${TR_CLASSES['lower']}`
      : name === 'alnum'
        ? `${TR_CLASSES['digit']}${TR_CLASSES['upper']}${TR_CLASSES['lower']}`
        : (TR_CLASSES[name] ?? all),
  );
  const chars = [...plain];
  const set: string[] = [];
  for (let at = 0; at < chars.length; at++) {
    const from = (chars[at] as string).codePointAt(0) as number;
    const to = chars[at + 1] === '-' ? chars[at + 2]?.codePointAt(0) : undefined;
    if (to === undefined || to < from || to - from > 1000) set.push(chars[at] as string);
    else {
      for (let code = from; code <= to; code++) set.push(String.fromCodePoint(code));
      at += 2;
    }
  }
  return set;
}

function* tr(process: Process): Running {
  const options = readOptions(process, { short: 'dscC', known: 't', long: { delete: 'd', 'squeeze-repeats': 's', complement: 'c' } });
  if (typeof options === 'number') return options;
  const [first, second] = options.args;
  if (first === undefined) {
    process.err(`tr: missing operand\nTry 'tr --help' for more information.\n`);
    return 1;
  }
  if (second === undefined && !options.has('d') && !options.has('s')) {
    process.err(`tr: missing operand after '${first}'\nTwo strings must be given when translating.\nTry 'tr --help' for more information.\n`);
    return 1;
  }
  const from = trSet(first);
  const to = second === undefined ? [] : trSet(second);
  const complement = options.has('c') || options.has('C');
  const places = new Map(from.map((char, index) => [char, index]));
  const inFrom = (char: string): boolean => places.has(char) !== complement;
  const squeezed = new Set(options.has('s') ? (second === undefined ? from : to) : []);
  let last = '';
  for (let line = yield* process.input.readRawLine(); line !== undefined; line = yield* process.input.readRawLine()) {
    let text = '';
    for (const char of line) {
      if (options.has('d') && inFrom(char)) continue;
      const mapped =
        !options.has('d') && second !== undefined && inFrom(char)
          ? (to[Math.min(complement ? to.length - 1 : (places.get(char) as number), to.length - 1)] ?? char)
          : char;
      if (options.has('s') && mapped === last && (second === undefined ? inFrom(mapped) : squeezed.has(mapped))) continue;
      last = mapped;
      text += mapped;
    }
    if (text) process.out(text);
  }
  return 0;
}

function* tee(process: Process): Running {
  const options = readOptions(process, { short: 'ai', long: { append: 'a' } });
  if (typeof options === 'number') return options;
  const texts = options.args.map((name) => {
    const text = options.has('a') ? (process.files.read(name) ?? '') : '';
    process.files.write(name, text);
    return text;
  });
  for (let line = yield* process.input.readRawLine(); line !== undefined; line = yield* process.input.readRawLine()) {
    process.out(line);
    for (const [index, name] of options.args.entries()) process.files.write(name, (texts[index] += line));
  }
  return 0;
}

/** A tool that turns the lines of its inputs into others. */
const lineTool = (change: (lines: string[]) => string[]): Program =>
  function* (process): Running {
    const options = readOptions(process, { short: '', known: 'bawvisr' });
    if (typeof options === 'number') return options;
    const { inputs, failed } = inputsOf(process, options.args);
    process.out(
      change(linesOf(yield* readAll(inputs)))
        .map((line) => `${line}\n`)
        .join(''),
    );
    return failed ? 1 : 0;
  };

function* seq(process: Process): Running {
  const options = readOptions(
    process,
    { short: 's:wf:', long: { separator: 's', 'equal-width': 'w', format: 'f' }, posix: true },
    process.argv.map((word) => (/^-[\d.]/.test(word) ? `\0${word}` : word)),
  );
  if (typeof options === 'number') return options;
  const words = options.args.map((word) => word.replace('\0', ''));
  if (words.length === 0 || words.length > 3) {
    process.err(
      words.length === 0
        ? `seq: missing operand\nTry 'seq --help' for more information.\n`
        : `seq: extra operand '${words[3]}'\nTry 'seq --help' for more information.\n`,
    );
    return 1;
  }
  const bad = words.find((word) => !/^[-+]?(\d+\.?\d*|\.\d+)$/.test(word));
  if (bad !== undefined) {
    process.err(`seq: invalid floating point argument: '${bad}'\nTry 'seq --help' for more information.\n`);
    return 1;
  }
  const digits = Math.max(...words.map((word) => (word.split('.')[1] ?? '').length));
  const first = words.length > 1 ? Number(words[0]) : 1;
  const step = words.length > 2 ? Number(words[1]) : 1;
  const last = Number(words.at(-1));
  if (step === 0) {
    process.err(`seq: invalid Zero increment value: '${words[1]}'\nTry 'seq --help' for more information.\n`);
    return 1;
  }
  const width = options.has('w') ? Math.max(first.toFixed(digits).length, last.toFixed(digits).length) : 0;
  const separator = options.value('s') ?? '\n';
  const count = Math.floor((last - first) / step + 1e-9) + 1;
  for (let index = 0; index < count; index++) {
    process.out(`${index > 0 ? separator : ''}${(first + index * step).toFixed(digits).padStart(width, '0')}`);
    if (index % 1000 === 999) yield {};
  }
  if (count > 0) process.out('\n');
  return 0;
}

export const TEXT_TOOLS = {
  cat,
  wc,
  sort,
  uniq,
  cut,
  tr,
  tee,
  seq,
  head: ends(false),
  tail: ends(true),
  tac: lineTool((lines) => lines.reverse()),
  rev: lineTool((lines) => lines.map((line) => [...line].reverse().join(''))),
  nl: lineTool((lines) => lines.map((line, index) => `${String(index + 1).padStart(6)}\t${line}`)),
} satisfies ProgramTable;
