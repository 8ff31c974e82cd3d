// cut, uniq, seq, nl and fold as GNU coreutils 9.1 has them; busybox 1.37.0 answers most of it alike.
import { type Conversion, formatNumber } from '../machine/number-format.ts';
import type { Process, ProgramTable, Running } from '../machine/process.ts';
import { notSimulated, readOptions, WIDEST } from './options.ts';
import { eachLine, inputsOf, linesOf, readAll } from './text-input.ts';

const TRY = (tool: string): string => `Try '${tool} --help' for more information.\n`;

function* cut(process: Process): Running {
  const options = readOptions(process, {
    short: 'd:f:c:b:s1:2n',
    known: 'z',
    long: { delimiter: 'd', fields: 'f', characters: 'c', bytes: 'b', 'only-delimited': 's', 'output-delimiter': '1', complement: '2' },
  });
  if (typeof options === 'number') return options;
  const fail = (words: string): number => {
    process.err(`cut: ${words}\n${TRY('cut')}`);
    return 1;
  };
  if (['f', 'c', 'b'].filter((letter) => options.has(letter)).length > 1) return fail('only one list may be specified');
  const list = options.value('f') ?? options.value('c') ?? options.value('b');
  if (list === undefined) return fail('you must specify a list of bytes, characters, or fields');
  const byFields = options.has('f');
  const delimiter = options.value('d') ?? '\t';
  if (delimiter.length > 1) return fail('the delimiter must be a single character');
  if (!byFields && options.has('d')) return fail('an input delimiter may be specified only when operating on fields');
  const ranges: (readonly [from: number, to: number])[] = [];
  for (const part of list.split(/[, ]/)) {
    const [, from = '', dash = '', to = ''] = /^(\d*)(-?)(\d*)$/.exec(part) ?? [];
    if (from + dash + to === '' || (dash === '-' && from === '' && to === ''))
      return fail(
        part === '-'
          ? 'invalid range with no endpoint: -'
          : part === ''
            ? `${byFields ? 'fields' : 'byte/character positions'} are numbered from 1`
            : `invalid ${byFields ? 'field value' : 'byte/character position'} '${part}'`,
      );
    if (Number(from || 1) === 0) return fail(`${byFields ? 'fields' : 'byte/character positions'} are numbered from 1`);
    const last = dash === '' ? Number(from) : to === '' ? Infinity : Number(to);
    if (last < Number(from || 1)) return fail('invalid decreasing range');
    ranges.push([Number(from || 1), last]);
  }
  const wanted = (place: number): boolean => ranges.some(([from, to]) => place >= from && place <= to) !== options.has('2');
  const between = options.value('1') ?? (byFields ? delimiter : '');
  const { inputs, failed } = inputsOf(process, options.args);
  yield* eachLine(inputs, (raw) => {
    const line = raw.replace(/\n$/, '');
    if (byFields && !line.includes(delimiter)) {
      if (!options.has('s')) process.out(`${line}\n`);
      return;
    }
    const pieces = byFields ? line.split(delimiter) : [...line];
    process.out(`${pieces.filter((_, index) => wanted(index + 1)).join(between)}\n`);
  });
  return failed ? 1 : 0;
}

function* uniq(process: Process): Running {
  const options = readOptions(process, {
    short: 'cduif:s:w:D',
    known: 'z',
    long: { count: 'c', repeated: 'd', unique: 'u', 'ignore-case': 'i', 'skip-fields': 'f', 'skip-chars': 's', 'check-chars': 'w', 'all-repeated': 'D' },
  });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args.slice(0, 1));
  if (failed) return 1;
  const [fields, chars] = [Number(options.value('f') ?? 0), Number(options.value('s') ?? 0)];
  const width = Number(options.value('w') ?? Infinity);
  const keyOf = (line: string): string => {
    const rest = line.replace(new RegExp(`^(?:[ \\t]*[^ \\t]*){${Math.min(fields, 1000)}}`), '');
    const key = rest.slice(chars, chars + width);
    return options.has('i') ? key.toLowerCase() : key;
  };
  let text = '';
  const put = (line: string): void => {
    if (options.args.length > 1) text += `${line}\n`;
    else process.out(`${line}\n`);
  };
  let group: string[] = [];
  const flush = (): void => {
    const [first] = group;
    if (first === undefined || (options.has('d') && group.length < 2) || (options.has('u') && group.length > 1)) return;
    if (options.has('D')) {
      if (group.length > 1) for (const line of group) put(line);
    } else put(options.has('c') ? `${String(group.length).padStart(7)} ${first}` : first);
  };
  yield* eachLine(inputs, (raw) => {
    const line = raw.replace(/\n$/, '');
    if (group[0] !== undefined && keyOf(group[0]) === keyOf(line)) group.push(line);
    else {
      flush();
      group = [line];
    }
  });
  flush();
  if (options.args.length > 1) process.files.write(options.args[1] as string, text);
  return 0;
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

function* seq(process: Process): Running {
  const options = readOptions(
    process,
    { short: 's:wf:', long: { separator: 's', 'equal-width': 'w', format: 'f' }, posix: true },
    process.argv.map((word) => (/^-[\d.]/.test(word) ? `\0${word}` : word)),
  );
  if (typeof options === 'number') return options;
  const words = options.args.map((word) => word.replace('\0', ''));
  const fail = (complaint: string): number => {
    process.err(`seq: ${complaint}\n`);
    return 1;
  };
  if (words.length === 0) return fail(`missing operand\n${TRY('seq').trimEnd()}`);
  if (words.length > 3) return fail(`extra operand '${words[3] as string}'\n${TRY('seq').trimEnd()}`);
  const bad = words.find((word) => !NUMBER.test(word));
  if (bad !== undefined) return fail(`invalid floating point argument: '${bad}'\n${TRY('seq').trimEnd()}`);
  const format = options.value('f');
  const directive = format === undefined ? undefined : /%(?!%)([-+ #0']*)(\d*)(?:\.(\d*))?([a-zA-Z])/.exec(format.replaceAll('%%', '\0\0'));
  if (format !== undefined && !directive) return fail(`format '${format}' has no % directive`);
  if (directive && !'aeEfFgG'.includes(directive[4] as string)) return fail(`format '${format as string}' has unknown %${directive[4] as string} directive`);
  // the last number does not decide how exact the others are
  const digits = Math.max(0, ...words.slice(0, -1).map((word) => (/e/i.test(word) ? 0 : (word.split('.')[1] ?? '').length)));
  const first = words.length > 1 ? Number(words[0]) : 1;
  const step = words.length > 2 ? Number(words[1]) : 1;
  const last = Number(words.at(-1));
  if (step === 0) return fail(`invalid Zero increment value: '${words[1] as string}'\n${TRY('seq').trimEnd()}`);
  const width = options.has('w') ? Math.max(first.toFixed(digits).length, last.toFixed(digits).length) : 0;
  const conversion: Conversion | undefined = directive
    ? {
        flags: directive[1] ?? '',
        width: Math.min(1000, Number(directive[2] ?? 0)),
        precision: directive[3] === undefined ? undefined : Number(directive[3]),
        verb: directive[4] as string,
      }
    : undefined;
  const written = (value: number): string => {
    if (conversion && directive && format !== undefined)
      return (format.slice(0, directive.index) + formatNumber(conversion, value) + format.slice(directive.index + directive[0].length)).replaceAll('%%', '%');
    const text = value.toFixed(digits);
    return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
  };
  const separator = options.value('s') ?? '\n';
  const count = Math.floor((last - first) / step + 1e-9) + 1;
  let text = '';
  for (let index = 0; index < count; index++) {
    text += (index > 0 ? separator : '') + written(first + index * step);
    if (index % 1000 < 999) continue;
    process.out(text);
    text = '';
    yield {};
  }
  if (count > 0) process.out(`${text}\n`);
  return 0;
}

function* nl(process: Process): Running {
  const options = readOptions(process, {
    short: 'b:w:s:v:i:n:',
    known: 'pd:f:h:l:',
    long: { 'body-numbering': 'b', 'number-width': 'w', 'number-separator': 's', 'starting-line-number': 'v', 'line-increment': 'i', 'number-format': 'n' },
  });
  if (typeof options === 'number') return options;
  const { inputs, failed } = inputsOf(process, options.args);
  const [width, separator, how] = [Number(options.value('w') ?? 6), options.value('s') ?? '\t', options.value('n') ?? 'rn'];
  if (width > WIDEST) return notSimulated(process, `nl -w ${width}`);
  let number = Number(options.value('v') ?? 1);
  for (const line of linesOf(yield* readAll(inputs))) {
    const counted = options.value('b') === 'a' || (options.value('b') !== 'n' && line !== '');
    const text = String(number);
    const shown = how === 'ln' ? text.padEnd(width) : how === 'rz' ? text.padStart(width, '0') : text.padStart(width);
    process.out(counted ? `${shown}${separator}${line}\n` : `${' '.repeat(width + separator.length)}${line}\n`);
    if (counted) number += Number(options.value('i') ?? 1);
  }
  return failed ? 1 : 0;
}

function* fold(process: Process): Running {
  const options = readOptions(
    process,
    { short: 'w:sb', long: { width: 'w', spaces: 's', bytes: 'b' } },
    process.argv.map((word) => (/^-\d+$/.test(word) ? `-w${word.slice(1)}` : word)),
  );
  if (typeof options === 'number') return options;
  const width = Number(options.value('w') ?? 80);
  if (!(width >= 1)) {
    process.err(`fold: invalid number of columns: '${options.value('w') as string}'\n`);
    return 1;
  }
  const { inputs, failed } = inputsOf(process, options.args);
  yield* eachLine(inputs, (raw) => {
    const newline = raw.endsWith('\n') ? '\n' : '';
    let line = newline ? raw.slice(0, -1) : raw;
    while (line.length > width) {
      const blank = options.has('s') ? line.lastIndexOf(' ', width - 1) : -1;
      const cutAt = blank >= 0 ? blank + 1 : width;
      process.out(`${line.slice(0, cutAt)}\n`);
      line = line.slice(cutAt);
    }
    process.out(line + newline);
  });
  return failed ? 1 : 0;
}

/** Tools that look at lines one by one. */
export const LINE_TOOLS = { cut, uniq, seq, nl, fold } satisfies ProgramTable;
