// What shows, compares and cuts bytes: od, split and expand of coreutils 9.1 (and join, of join.ts), cmp and diff of diffutils 3.8, hexdump of util-linux 2.38, xxd.
import type { Process, ProgramTable, Running } from '../machine/process.ts';
import { utf8 } from '../machine/shell-words.ts';
import { diff } from './diff.ts';
import { join } from './join.ts';
import { notSimulated, readOptions, WIDEST } from './options.ts';
import { SUM_TOOLS } from './sum-tools.ts';
import { inputsOf, linesOf, readAll } from './text-input.ts';

const ROW = 16;
/** Rows that cost one step. */
const ROWS_PER_STEP = 8;

const NAMED: { readonly [code: number]: string } = { 0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' };
const printable = (byte: number): string => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.');
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** How od writes one unit: of so many bytes, so wide. */
interface Form {
  readonly size: number;
  readonly width: number;
  readonly write: (value: number) => string;
}

const RADIX = { x: 16, o: 8, u: 10, d: 10 } as const;
const WIDTHS: { readonly [form: string]: number } = { x1: 2, x2: 4, x4: 8, o1: 3, o2: 6, o4: 11, u1: 3, u2: 5, u4: 10, d1: 4, d2: 6, d4: 11 };

function formOf(type: string): Form | undefined {
  if (type === 'c') {
    const write = (byte: number): string => NAMED[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'));
    return { size: 1, width: 3, write };
  }
  const [, letter, digit] = /^([xoud])([124])?$/.exec(type) ?? [];
  if (letter === undefined) return undefined;
  const size = Number(digit ?? 4);
  const width = WIDTHS[`${letter}${size}`] as number;
  const signed = (value: number): number => (letter === 'd' && value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value);
  return {
    size,
    width,
    write: (value) =>
      signed(value)
        .toString(RADIX[letter as 'x'])
        .padStart(width, letter === 'x' || letter === 'o' ? '0' : ' '),
  };
}

/** Rows of bytes; one that is like the one before is told as `*`, once. */
function rowsOf(process: Process, bytes: readonly number[], width: number, all: boolean, write: (row: readonly number[], at: number) => string): void {
  let before = '';
  let starred = false;
  for (let at = 0; at < bytes.length; at += width) {
    if ((at / width) % ROWS_PER_STEP === 0) process.step();
    const row = bytes.slice(at, at + width);
    const same = !all && row.length === width && row.join() === before;
    if (!same) process.out(write(row, at));
    else if (!starred) process.out('*\n');
    starred = same;
    before = row.join();
  }
}

const OLD_TYPES: { readonly [letter: string]: string } = { a: 'a', b: 'o1', c: 'c', d: 'u2', o: 'o2', x: 'x2', s: 'd2', i: 'd4' };

function* od(process: Process): Running {
  const options = readOptions(process, {
    short: 'A:t:N:j:w:vabcdoxsi',
    long: { format: 't', 'address-radix': 'A', 'read-bytes': 'N', 'skip-bytes': 'j', width: 'w' },
  });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args);
  if (inputs.length === 0) return 1;
  const types = options.given.flatMap(([letter, value]) => (letter === 't' ? [value] : OLD_TYPES[letter] ? [OLD_TYPES[letter]] : []));
  const [type = 'o2', more] = types;
  const shows = type.endsWith('z');
  const form = formOf(shows ? type.slice(0, -1) : type);
  if (!form || more !== undefined) return notSimulated(process, `od -t ${types.join(' -t ')}`);
  const radix = options.value('A') ?? 'o';
  const address = (at: number): string => (radix === 'n' ? '' : radix === 'x' ? hex(at, 6) : at.toString(radix === 'd' ? 10 : 8).padStart(7, '0'));
  const skipped = Number(options.value('j') ?? 0);
  const bytes = utf8(yield* readAll(inputs)).slice(skipped, skipped + Number(options.value('N') ?? Infinity));
  const width = Number(options.value('w') ?? ROW) || 32;
  rowsOf(process, bytes, width, options.has('v'), (row, at) => {
    let text = '';
    for (let i = 0; i < row.length; i += form.size) {
      let value = 0;
      for (let part = form.size - 1; part >= 0; part--) value = value * 256 + (row[i + part] ?? 0);
      text += ` ${form.write(value).padStart(form.width)}`;
    }
    const full = (width / form.size) * (form.width + 1);
    return `${address(at + skipped)}${shows ? `${text.padEnd(full)}  >${row.map(printable).join('')}<` : text}\n`;
  });
  if (radix !== 'n') process.out(`${address(skipped + bytes.length)}\n`);
  return failed ? 1 : 0;
}

function* hexdump(process: Process): Running {
  const options = readOptions(process, { short: 'Cn:s:v', known: 'bcdoxe:f:', long: { canonical: 'C', length: 'n', skip: 's', 'no-squeezing': 'v' } });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args);
  if (inputs.length === 0) return 1;
  const skipped = Number(options.value('s') ?? 0);
  const bytes = utf8(yield* readAll(inputs)).slice(skipped, skipped + Number(options.value('n') ?? Infinity));
  const whole = options.has('C');
  rowsOf(process, bytes, ROW, options.has('v'), (row, at) => {
    if (!whole) {
      const words = Array.from({ length: Math.ceil(row.length / 2) }, (_, i) => hex((row[2 * i] ?? 0) + 256 * (row[2 * i + 1] ?? 0), 4));
      return `${hex(at + skipped, 7)} ${words.join(' ').padEnd(39)}\n`;
    }
    const half = (from: number): string =>
      row
        .slice(from, from + 8)
        .map((byte) => hex(byte, 2))
        .join(' ')
        .padEnd(23);
    return `${hex(at + skipped, 8)}  ${half(0)}  ${half(8)}  |${row.map(printable).join('')}|\n`;
  });
  if (bytes.length > 0) process.out(`${hex(bytes.length + skipped, whole ? 8 : 7)}\n`);
  return failed ? 1 : 0;
}

function* xxd(process: Process): Running {
  const options = readOptions(process, { short: 'pl:s:', known: 'abeirEuc:g:', long: {} });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args);
  if (failed || inputs.length === 0) return 2;
  const skipped = Number(options.value('s') ?? 0);
  const bytes = utf8(yield* readAll(inputs)).slice(skipped, skipped + Number(options.value('l') ?? Infinity));
  const plain = options.has('p');
  rowsOf(process, bytes, plain ? 30 : ROW, true, (row, at) => {
    const digits = row.map((byte) => hex(byte, 2)).join('');
    if (plain) return `${digits}\n`;
    return `${hex(at + skipped, 8)}: ${(digits.match(/.{1,4}/g) ?? []).join(' ').padEnd(39)}  ${row.map(printable).join('')}\n`;
  });
  return 0;
}

function* cmp(process: Process): Running {
  const options = readOptions(process, { short: 'sl', known: 'bi:n:', long: { silent: 's', quiet: 's', verbose: 'l' }, usageExit: 2 });
  if (typeof options === 'number') return options;
  const [first, second = '-'] = options.args;
  if (first === undefined) {
    process.err("cmp: missing operand after 'cmp'\ncmp: Try 'cmp --help' for more information.\n");
    return 2;
  }
  const texts: number[][] = [];
  for (const name of [first, second]) {
    const text = name === '-' ? yield* process.input.readAll() : process.files.read(name);
    if (text === undefined) {
      if (!options.has('s')) process.err(`cmp: ${name}: No such file or directory\n`);
      return 2;
    }
    texts.push(utf8(text));
  }
  const [a = [], b = []] = texts;
  const both = Math.min(a.length, b.length);
  let line = 1;
  let differ = false;
  for (let at = 0; at < both; at++) {
    if (at % 1024 === 0) process.step();
    if (a[at] !== b[at]) {
      differ = true;
      if (options.has('s')) return 1;
      if (!options.has('l')) {
        // `char` in the C locale, `byte` in others.
        process.out(`${first} ${second} differ: char ${at + 1}, line ${line}\n`);
        return 1;
      }
      const octal = (byte: number | undefined): string => (byte ?? 0).toString(8).padStart(3);
      process.out(`${String(at + 1).padStart(String(both).length)} ${octal(a[at])} ${octal(b[at])}\n`);
    }
    if (a[at] === 10) line++;
  }
  if (a.length === b.length) return differ ? 1 : 0;
  const shorter = a.length < b.length ? first : second;
  const where = a[both - 1] === 10 && b[both - 1] === 10 ? `line ${line - 1}` : `in line ${line}`;
  if (!options.has('s'))
    process.err(`cmp: EOF on ${shorter}${both === 0 ? ' which is empty' : ` after byte ${both}${options.has('l') ? '' : `, ${where}`}`}\n`);
  return 1;
}

/** Characters in the name of a file (limits.h NAME_MAX). */
const LONGEST_NAME = 255;

/** `aa`, `ab` … or `00`, `01` …: what split puts behind a name. */
function suffix(number: number, length: number, digits: boolean): string {
  const base = digits ? 10 : 26;
  let text = '';
  for (let [rest, at] = [number, 0]; at < length; rest = Math.floor(rest / base), at++)
    text = (digits ? String(rest % base) : String.fromCharCode(97 + (rest % base))) + text;
  return text;
}

function* split(process: Process): Running {
  const options = readOptions(process, {
    short: 'l:b:da:',
    known: 'C:n:ext:u',
    long: { lines: 'l', bytes: 'b', 'numeric-suffixes': 'd', 'suffix-length': 'a' },
  });
  if (typeof options === 'number') return options;
  const [name = '-', prefix = 'x'] = options.args;
  const text = name === '-' ? yield* process.input.readAll() : process.files.read(name);
  if (text === undefined) {
    process.err(`split: cannot open '${name}' for reading: No such file or directory\n`);
    return 1;
  }
  const [, size = '', unit = ''] = /^(\d+)([kKmM]?)$/.exec(options.value('b') ?? options.value('l') ?? '1000') ?? [];
  const most = Number(size) * ({ k: 1024, m: 1024 * 1024 }[unit.toLowerCase()] ?? 1);
  if (!(most > 0)) {
    process.err(`split: invalid number of ${options.has('b') ? 'bytes' : 'lines'}: '${options.value('b') ?? options.value('l') ?? ''}'\n`);
    return 1;
  }
  const units = options.has('b') ? [...text] : text.split(/(?<=\n)/);
  const length = Number(options.value('a') ?? 2);
  if (length > LONGEST_NAME) return notSimulated(process, `split -a ${length}`);
  for (let at = 0, number = 0; at < units.length; at += most, number++) {
    process.step();
    if (number >= (options.has('d') ? 10 : 26) ** length) {
      process.err('split: output file suffixes exhausted\n');
      return 1;
    }
    process.files.write(`${prefix}${suffix(number, length, options.has('d'))}`, units.slice(at, at + most).join(''));
  }
  return 0;
}

function* expand(process: Process): Running {
  const options = readOptions(process, { short: 't:i', long: { tabs: 't', initial: 'i' } });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args);
  const width = Number(options.value('t') ?? 8) || 8;
  if (!(width > 0 && width <= WIDEST)) return notSimulated(process, `expand -t ${width}`);
  for (const line of linesOf(yield* readAll(inputs))) {
    let text = '';
    let leading = true;
    for (const char of line) {
      leading &&= char === ' ' || char === '\t';
      text += char === '\t' && (leading || !options.has('i')) ? ' '.repeat(width - (text.length % width)) : char;
    }
    process.out(`${text}\n`);
  }
  return failed ? 1 : 0;
}

/** Programs that look at bytes, sum them, or hold two texts against each other. */
export const BYTE_TOOLS = { ...SUM_TOOLS, cmp, diff, expand, hexdump, join, od, split, xxd } satisfies ProgramTable;
