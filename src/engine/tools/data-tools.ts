// shuf, comm, column, expr and find as coreutils 9.1, util-linux 2.38 and findutils 4.9 have them.
import type { Process, ProgramTable, Running } from '../machine/process.ts';
import { notSimulated, plain, readOptions } from './options.ts';
import { PATTERNS_PART } from '../machine/shell-part.ts';
import { find } from './find.ts';
import { inputsOf, linesOf, readAll } from './text-input.ts';

function* shuf(process: Process): Running {
  const options = readOptions(process, { short: 'n:ei:', known: 'rzo:', long: { 'head-count': 'n', echo: 'e', 'input-range': 'i' } });
  if (typeof options === 'number') return options;
  const range = /^(\d+)-(\d+)$/.exec(options.value('i') ?? '');
  const { inputs, failed } = options.has('e') || range ? { inputs: [], failed: false } : inputsOf(process, options.args);
  const [from, to] = [Number(range?.[1] ?? 1), Math.min(Number(range?.[2] ?? 0), Number(range?.[1] ?? 1) + 10_000)];
  const lines = options.has('e')
    ? [...options.args]
    : range
      ? Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => String(from + at))
      : linesOf(yield* readAll(inputs));
  for (let left = Math.min(lines.length, Number(options.value('n') ?? lines.length)); left > 0; left--) {
    const at = process.draw(lines.length);
    process.out(`${lines.splice(at, 1)[0] as string}\n`);
  }
  return failed ? 1 : 0;
}

function* comm(process: Process): Running {
  const options = readOptions(process, { short: '123' });
  if (typeof options === 'number') return options;
  if (options.args.length < 2) {
    const [word] = options.args;
    process.err(`comm: missing operand${word === undefined ? '' : ` after '${word}'`}\nTry 'comm --help' for more information.\n`);
    return 1;
  }
  const { inputs, failed } = inputsOf(process, options.args);
  if (failed) return 1;
  const [left = [], right = []] = [linesOf(yield* readAll(inputs.slice(0, 1))), linesOf(yield* readAll(inputs.slice(1, 2)))];
  const indent = (column: 1 | 2 | 3): string => '\t'.repeat([1, 2].filter((one) => one < column && !options.has(String(one))).length);
  const show = (column: 1 | 2 | 3, line: string): void => {
    if (!options.has(String(column))) process.out(`${indent(column)}${line}\n`);
  };
  // Models check_order: a file out of order is told once, after a line that is in one file only (case traffic/a-script-in-twenty-lines).
  let unpaired = false;
  const misplaced = new Set<number>();
  const look = (file: number, before = '', next = before): void => {
    if (!unpaired || misplaced.has(file) || before <= next) return;
    misplaced.add(file);
    process.err(`comm: file ${file} is not in sorted order\n`);
  };
  for (let [i, j] = [0, 0]; i < left.length || j < right.length;) {
    const [a, b] = [left[i], right[j]];
    unpaired ||= a !== b;
    if (b === undefined || (a !== undefined && a < b)) {
      show(1, a as string);
      i += 1;
    } else if (a === undefined || b < a) {
      show(2, b);
      j += 1;
    } else {
      show(3, a);
      i += 1;
      j += 1;
    }
    for (const [file, lines, at] of [
      [1, left, i],
      [2, right, j],
    ] as const)
      if (at < lines.length) look(file, lines[at - 1], lines[at]);
      else look(file, lines.at(-2), lines.at(-1));
  }
  if (misplaced.size === 0) return 0;
  process.err('comm: input is not in sorted order\n');
  return 1;
}

function* column(process: Process): Running {
  const options = readOptions(process, { short: 'ts:o:', known: 'xc:nN:', long: { table: 't', separator: 's', 'output-separator': 'o' } });
  if (typeof options === 'number') return options;
  if (!options.has('t')) return notSimulated(process, 'column without -t');
  const { inputs, failed } = inputsOf(process, options.args);
  if (failed) return 1;
  const separator = options.value('s');
  const rows = linesOf(yield* readAll(inputs))
    .filter((line) => line.trim() !== '')
    .map((line) => (separator === undefined ? line.trim().split(/\s+/) : line.split(new RegExp(`[${separator.replace(/[\]\\^-]/g, '\\$&')}]`))));
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  const gap = options.value('o') ?? '  ';
  for (const row of rows) process.out(`${widths.map((width, i) => (i < widths.length - 1 ? (row[i] ?? '').padEnd(width) : (row[i] ?? ''))).join(gap)}\n`);
  return 0;
}

/** What `expr` makes of its words: `undefined` where they make no expression. */
function evaluated(words: readonly string[]): string | undefined {
  let at = 0;
  const number = (text: string): number | undefined => (/^-?\d+$/.test(text) ? Number(text) : undefined);
  const truth = (text: string): boolean => text !== '' && !/^-?0+$/.test(text);
  const match = (text: string, pattern: string): string => {
    const found = PATTERNS_PART.content.compilePattern(pattern.startsWith('^') ? pattern : `^${pattern}`).exec(text);
    return /\\\(/.test(pattern) ? (found?.[1] ?? '') : String(found?.[0].length ?? 0);
  };
  const primary = (): string | undefined => {
    const word = words[at++];
    if (word === '(') {
      const inner = either();
      return words[at++] === ')' ? inner : undefined;
    }
    const [one, two, three] = [words[at], words[at + 1], words[at + 2]];
    if (word === 'length' && one !== undefined) return ((at += 1), String([...one].length));
    if (word === 'match' && two !== undefined) return ((at += 2), match(one as string, two));
    if (word === 'index' && two !== undefined) return ((at += 2), String([...(one as string)].findIndex((letter) => two.includes(letter)) + 1));
    if (word === 'substr' && three !== undefined) return ((at += 3), (one as string).substr(Number(two) - 1, Number(three)));
    return word;
  };
  const level =
    (next: () => string | undefined, operators: readonly string[], apply: (operator: string, a: string, b: string) => string | undefined) =>
    (): string | undefined => {
      let left = next();
      while (left !== undefined && operators.includes(words[at] ?? '')) {
        const operator = words[at++] as string;
        const right = next();
        left = right === undefined ? undefined : apply(operator, left, right);
      }
      return left;
    };
  const arithmetic = (operator: string, a: string, b: string): string | undefined => {
    const [x, y] = [number(a), number(b)];
    if (x === undefined || y === undefined || (y === 0 && (operator === '/' || operator === '%'))) return undefined;
    return String(operator === '+' ? x + y : operator === '-' ? x - y : operator === '*' ? x * y : operator === '/' ? Math.trunc(x / y) : x % y);
  };
  const compare = (operator: string, a: string, b: string): string => {
    const [x, y] = [number(a), number(b)];
    const order = x !== undefined && y !== undefined ? x - y : a < b ? -1 : a > b ? 1 : 0;
    const holds = { '<': order < 0, '<=': order <= 0, '=': order === 0, '==': order === 0, '!=': order !== 0, '>=': order >= 0, '>': order > 0 }[operator];
    return holds ? '1' : '0';
  };
  const matching = level(primary, [':'], (_, a, b) => match(a, b));
  const product = level(matching, ['*', '/', '%'], arithmetic);
  const sum = level(product, ['+', '-'], arithmetic);
  const comparison = level(sum, ['<', '<=', '=', '==', '!=', '>=', '>'], compare);
  const both = level(comparison, ['&'], (_, a, b) => (truth(a) && truth(b) ? a : '0'));
  const either: () => string | undefined = level(both, ['|'], (_, a, b) => (truth(a) ? a : truth(b) ? b : '0'));
  const value = either();
  return at === words.length ? value : undefined;
}

const expr = plain((process) => {
  const words = process.argv.slice(1);
  if (words.length === 0) {
    process.err("expr: missing operand\nTry 'expr --help' for more information.\n");
    return 2;
  }
  const value = evaluated(words);
  if (value === undefined) {
    const zero = words.some((word, i) => (word === '/' || word === '%') && /^0+$/.test(words[i + 1] ?? ''));
    process.err(zero ? 'expr: division by zero\n' : words.some((word) => /^[a-z]/i.test(word)) ? 'expr: non-integer argument\n' : 'expr: syntax error\n');
    return 2;
  }
  process.out(`${value}\n`);
  return value === '' || value === '0' ? 1 : 0;
});

/** Tools about data: order, differences, columns, expressions, places of files. */
export const DATA_TOOLS = { shuf, comm, column, expr, find } satisfies ProgramTable;
