// Models GNU coreutils 9.1 join.
import type { Process, Running } from '../machine/process.ts';
import { readOptions } from './options.ts';
import { inputsOf, linesOf, readAll } from './text-input.ts';

/** `join`: lines of two sorted files that have a field in common. */
export function* join(process: Process): Running {
  const options = readOptions(process, { short: 'a:v:t:1:2:j:o:e:i', known: 'z', long: { 'ignore-case': 'i' } });
  if (typeof options === 'number') return options;
  const [first, second] = options.args;
  if (first === undefined || second === undefined) {
    process.err(`join: missing operand${first === undefined ? '' : ` after '${first}'`}\nTry 'join --help' for more information.\n`);
    return 1;
  }
  const { inputs, failed } = inputsOf(process, [first, second]);
  if (failed) return 1;
  const separator = options.value('t');
  const fieldsOf = (line: string): string[] => (separator === undefined ? line.trim().split(/[ \t]+/) : line.split(separator));
  const keyAt = [Number(options.value('1') ?? options.value('j') ?? 1) - 1, Number(options.value('2') ?? options.value('j') ?? 1) - 1] as const;
  const lines = [linesOf(yield* readAll(inputs.slice(0, 1))), linesOf(yield* readAll(inputs.slice(1, 2)))] as const;
  const rows = [lines[0].map(fieldsOf), lines[1].map(fieldsOf)] as const;
  const shows = (letter: string, side: string): boolean => options.given.some(([one, value]) => one === letter && value === side);
  const fold = (key: string): string => (options.has('i') ? key.toLowerCase() : key);
  const keyOf = (side: 0 | 1, row: readonly string[]): string => fold(row[keyAt[side]] ?? '');
  const rest = (side: 0 | 1, row: readonly string[]): readonly string[] => row.filter((_, at) => at !== keyAt[side]);
  const wanted = options.value('o')?.split(/[, ]/);
  const put = (key: string, left: readonly string[] | undefined, right: readonly string[] | undefined): void => {
    const picked = (place: string): string => {
      const [, side, field] = /^([12])\.(\d+)$/.exec(place) ?? [];
      return place === '0' ? key : (((side === '1' ? left : right) ?? [])[Number(field) - 1] ?? options.value('e') ?? '');
    };
    const cells = wanted ? wanted.map(picked) : [key, ...(left ? rest(0, left) : []), ...(right ? rest(1, right) : [])];
    process.out(`${cells.join(separator ?? ' ')}\n`);
  };
  const pairs = !options.has('v');
  let [i, j] = [0, 0];
  const [left, right] = rows;
  // Models check_order: what is read out of order is told, once for each file and only after a line without a partner.
  let unpaired = false;
  const read: [number, number] = [0, 0];
  const misplaced = [false, false];
  const readTo = (side: 0 | 1, to: number): void => {
    for (; read[side] <= Math.min(to, rows[side].length - 1); read[side]++) {
      const at = read[side];
      if (at === 0 || !unpaired || misplaced[side] || keyOf(side, rows[side][at] as string[]) >= keyOf(side, rows[side][at - 1] as string[])) continue;
      misplaced[side] = true;
      process.err(`join: ${options.args[side]}:${at + 1}: is not sorted: ${lines[side][at]}\n`);
    }
  };
  readTo(0, 0);
  readTo(1, 0);
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    const [x, y] = [a && keyOf(0, a), b && keyOf(1, b)];
    if (a !== undefined && b !== undefined && x !== y) unpaired = true;
    if (b === undefined || (a !== undefined && (x as string) < (y as string))) {
      if (shows('a', '1') || shows('v', '1')) put((a as string[])[keyAt[0]] ?? '', a, undefined);
      readTo(0, ++i);
    } else if (a === undefined || (y as string) < (x as string)) {
      if (shows('a', '2') || shows('v', '2')) put(b[keyAt[1]] ?? '', undefined, b);
      readTo(1, ++j);
    } else {
      let [iEnd, jEnd] = [i, j];
      while (iEnd < left.length && keyOf(0, left[iEnd] as string[]) === x) iEnd++;
      while (jEnd < right.length && keyOf(1, right[jEnd] as string[]) === x) jEnd++;
      if (pairs) for (const one of left.slice(i, iEnd)) for (const other of right.slice(j, jEnd)) put(one[keyAt[0]] ?? '', one, other);
      [i, j] = [iEnd, jEnd];
      readTo(0, i);
      readTo(1, j);
    }
    process.step();
  }
  if (!misplaced.includes(true)) return 0;
  process.err('join: input is not in sorted order\n');
  return 1;
}
