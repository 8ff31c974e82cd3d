// cat, head, tail, wc, sort, uniq, cut, tr, tee, tac, rev, nl and seq as GNU coreutils 9.1 and busybox 1.37.0 have them.
import type { Process, Program, ProgramTable, Running, Wait } from '../machine/process.ts';
import { unescapeC } from '../machine/shell-tokens.ts';
import { utf8 } from '../machine/shell-words.ts';
import { LINE_TOOLS } from './line-tools.ts';
import { readOptions, type OptionSpec } from './options.ts';
import { eachLine, inputsOf, linesOf, readAll } from './text-input.ts';

/** What `cat -v` shows of what is invisible. */
const visible = (text: string): string =>
  text.replace(/[^\t\n -~]/g, (char) =>
    utf8(char)
      .map(
        (byte) =>
          (byte >= 128 ? 'M-' : '') +
          (byte % 128 < 32 ? `^${String.fromCharCode((byte % 128) + 64)}` : byte % 128 === 127 ? '^?' : String.fromCharCode(byte % 128)),
      )
      .join(''),
  );

function* cat(process: Process): Running {
  const options = readOptions(process, {
    short: 'nbsEAuvTet',
    long: { number: 'n', 'number-nonblank': 'b', 'show-ends': 'E', 'show-all': 'A', 'show-tabs': 'T', 'show-nonprinting': 'v', 'squeeze-blank': 's' },
  });
  if (typeof options === 'number') return options;
  const any = (letters: string): boolean => [...letters].some((letter) => options.has(letter));
  const { inputs, failed } = inputsOf(process, options.args);
  if (options.given.length === 0) {
    // What is all there comes in one piece; a pipe's lines come as they come.
    for (const { name, input } of inputs)
      if (name === '-') yield* eachLine([{ input }], (line) => void process.out(line));
      else process.out(yield* input.readAll());
    return failed ? 1 : 0;
  }
  let number = 0;
  let blank = false;
  yield* eachLine(inputs, (line) => {
    const isBlank = line === '\n';
    if (options.has('s') && isBlank && blank) return;
    blank = isBlank;
    const counted = options.has('b') ? !isBlank : options.has('n');
    let shown = any('vAet') ? visible(line) : line;
    if (any('TAt')) shown = shown.replaceAll('\t', '^I');
    if (any('EAe')) shown = shown.replace(/\n$/, '$\n');
    process.out(counted ? `${String(++number).padStart(6)}\t${shown}` : shown);
  });
  return failed ? 1 : 0;
}

/** `-5` as `-n 5`, as head and tail still take it. */
const oldStyle = (argv: readonly string[]): readonly string[] =>
  argv.flatMap((word, index) => (index > 0 && /^[-+]\d+$/.test(word) && !/^-[nc]$/.test(argv[index - 1] ?? '') ? ['-n', word.replace(/^-/, '')] : [word]));

const ENDS: OptionSpec = {
  short: 'n:c:qvfFs:',
  known: 'z',
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
      if ((options.args.length > 1 || options.has('v')) && !options.has('q'))
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
      }
    }
    const waits = options.has('F');
    const followed = options.args.filter((name) => name !== '-' && (waits || process.files.kind(name) === 'file'));
    if (fromEnd && (waits || options.has('f')) && options.args.length > 0) {
      if (followed.length > 0) yield* follow(process, followed, options.has('q'));
      process.err('tail: no files remaining\n');
      return 1;
    }
    return failed ? 1 : 0;
  };

/** What is written into files from now on, for ever. Models GNU coreutils 9.1 tail.c tail_forever. */
function* follow(process: Process, names: readonly string[], isQuiet: boolean): Generator<Wait, void, void> {
  const known = new Map(names.map((name) => [name, process.files.read(name)]));
  let shown = names.at(-1);
  for (;;) {
    yield { world: () => names.some((name) => process.files.read(name) !== known.get(name)), endless: true };
    for (const name of names) {
      const [before, now] = [known.get(name), process.files.read(name)];
      if (now === before) continue;
      known.set(name, now);
      if (now === undefined) process.err(`tail: '${name}' has become inaccessible: No such file or directory\n`);
      else if (before === undefined) process.err(`tail: '${name}' has appeared;  following new file\n`);
      else if (now.length < before.length) process.err(`tail: ${name}: file truncated\n`);
      const added = now?.startsWith(before ?? '') ? now.slice(before?.length ?? 0) : (now ?? '');
      if (added !== '' && names.length > 1 && !isQuiet && shown !== name) process.out(`\n==> ${name} <==\n`);
      shown = name;
      process.out(added);
    }
  }
}

function* wc(process: Process): Running {
  const options = readOptions(process, { short: 'lwcmL', long: { lines: 'l', words: 'w', bytes: 'c', chars: 'm' } });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args);
  const every = !options.has('l') && !options.has('w') && !options.has('c') && !options.has('m') && !options.has('L');
  const rows: { counts: number[]; name: string }[] = [];
  let bytes = 0;
  let isPiped = false;
  for (const { name, input } of inputs) {
    isPiped ||= name === '-' && input.isFile !== true;
    const text = yield* input.readAll();
    bytes += name === '-' && isPiped ? 0 : utf8(text).length;
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
  const single = options.args.length < 2 && rows[0]?.counts.length === 1;
  const isBusybox = process.machine.sh === 'ash';
  // Models coreutils 9.1 wc.c compute_number_width: as wide as the size of all files, and 7 with anything that is none.
  const width = single ? 1 : isBusybox ? 9 : Math.max(String(bytes).length, isPiped ? 7 : 1);
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
    short: 'unrk:t:bfhVsco:gMdRmCi',
    known: 'zT:S:',
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
      'general-numeric-sort': 'g',
      'month-sort': 'M',
      'random-sort': 'R',
      'dictionary-order': 'd',
      merge: 'm',
      output: 'o',
      check: 'c',
      'ignore-leading-blanks': 'b',
    },
    usageExit: 2,
  });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args);
  const lines = linesOf(yield* readAll(inputs));
  const separator = options.value('t')?.replace('\\0', '\0');
  if (separator !== undefined && separator.length !== 1) {
    process.err(separator === '' ? 'sort: empty tab\n' : `sort: multi-character tab '${separator}'\n`);
    return 2;
  }
  process.step(lines.length >> (options.has('R') ? 1 : 3));
  const order = new Map<string, number>();
  if (options.has('R')) for (const line of new Set(lines)) order.set(line, process.draw(1_000_000));
  const flags = ['n', 'r', 'b', 'f', 'h', 'V', 'g', 'M', 'd'].filter((letter) => options.has(letter)).join('');
  const keys: SortKey[] = [];
  for (const [letter, text] of options.given) {
    if (letter !== 'k') continue;
    const match = /^(\d+)(?:\.\d+)?([bfnrhVgMd]*)(?:,(\d+)(?:\.\d+)?([bfnrhVgMd]*))?$/.exec(text);
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
    if (how.includes('g')) return (parseFloat(a) || 0) - (parseFloat(b) || 0);
    if (how.includes('M')) return monthOf(a) - monthOf(b);
    if (how.includes('n') || how.includes('h')) return leading(a, how) - leading(b, how);
    if (how.includes('V')) return compareVersions(a, b);
    if (how.includes('d')) return compareText(a.replace(/[^\w\s]|_/g, ''), b.replace(/[^\w\s]|_/g, ''), how.replace('d', ''));
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
    (options.has('R') ? (order.get(a) ?? 0) - (order.get(b) ?? 0) : byKeys(a, b)) ||
    (options.has('u') || options.has('s') ? 0 : (a < b ? -1 : a > b ? 1 : 0) * (flags.includes('r') ? -1 : 1));
  if (options.has('c') || options.has('C')) {
    const at = lines.findIndex((line, index) => index > 0 && compare(lines[index - 1] as string, line) > 0);
    if (at < 0) return 0;
    if (!options.has('C')) process.err(`sort: ${options.args[0] ?? '-'}:${at + 1}: disorder: ${lines[at]}\n`);
    return 1;
  }
  const sorted = options.has('m') ? lines : lines.sort(compare);
  const result = options.has('u') ? sorted.filter((line, index) => index === 0 || byKeys(sorted[index - 1] as string, line) !== 0) : sorted;
  const text = result.map((line) => `${line}\n`).join('');
  const target = options.value('o');
  if (target === undefined) process.out(text);
  else process.files.write(target, text);
  return failed ? 2 : 0;
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
/** 1 to 12, or 0 where a text begins with no month's name. */
const monthOf = (text: string): number => MONTHS.indexOf(text.trim().slice(0, 3).toUpperCase()) + 1;

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
  const [first, second, third] = options.args;
  if (third !== undefined) {
    process.err(`tr: extra operand '${third}'\nTry 'tr --help' for more information.\n`);
    return 1;
  }
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
  const options = readOptions(process, { short: 'aip', long: { append: 'a', 'ignore-interrupts': 'i' } });
  if (typeof options === 'number') return options;
  const { files } = process;
  let status = 0;
  const names = options.args.filter((name) => {
    const why =
      files.kind(name) === 'directory'
        ? 'Is a directory'
        : files.kind(name) === 'file' || files.kind(`${files.resolve(name)}/..`) === 'directory'
          ? undefined
          : 'No such file or directory';
    if (why !== undefined) {
      process.err(`tee: ${name}: ${why}\n`);
      status = 1;
    }
    return why === undefined;
  });
  const texts = names.map((name) => {
    const text = options.has('a') ? (files.read(name) ?? '') : '';
    files.write(name, text);
    return text;
  });
  let written = 0;
  for (let line = yield* process.input.readRawLine(); line !== undefined; line = yield* process.input.readRawLine()) {
    process.out(line);
    for (const [index, name] of names.entries()) {
      if (/^\/dev\/(stdout|stderr|fd\/[12])$/.test(name)) (name === '/dev/stderr' || name.endsWith('2') ? process.err : process.out)(line);
      else files.write(name, (texts[index] += line));
      if (++written % 4 === 0) process.step();
    }
  }
  return status;
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

export const TEXT_TOOLS = {
  ...LINE_TOOLS,
  cat,
  wc,
  sort,
  tr,
  tee,
  head: ends(false),
  tail: ends(true),
  tac: function* (process): Running {
    const options = readOptions(process, { short: '', known: 'brs:' });
    if (typeof options === 'number') return options;
    const { inputs, failed } = inputsOf(process, options.args);
    // each line with its own end, or without one
    for (const input of inputs) process.out(((yield* input.input.readAll()).match(/[^\n]*\n|[^\n]+$/g) ?? []).reverse().join(''));
    return failed ? 1 : 0;
  },
  rev: lineTool((lines) => lines.map((line) => [...line].reverse().join(''))),
} satisfies ProgramTable;
