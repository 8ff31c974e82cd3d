// coreutils 9.1 and busybox 1.37.0. Apart from the other programs: it is what most containers of a course do.
import type { Process, Running } from '../machine/process.ts';
import { BUSYBOX_BANNER, notSimulated, usesBusybox } from './options.ts';

// Models coreutils 9.1 src/sleep.c and getopt_long's complaints (case faults/sets-whose-pods-end-at-once).
const UNITS: { readonly [unit: string]: number } = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `2`, `0.5s`, `1m`, `infinity`. */
export function duration(text: string): number | undefined {
  if (/^inf(inity)?$/i.test(text)) return Infinity;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  return match ? Math.round(Number(match[1]) * (UNITS[match[2] as string] as number)) : undefined;
}

/** `sleep NUMBER[smhd]…`. */
export function* sleep(process: Process): Running {
  const [called = 'sleep', ...words] = process.argv;
  const end = words.indexOf('--');
  const options = end < 0 ? words : words.slice(0, end);
  const operands = end < 0 ? words : [...options, ...words.slice(end + 1)];
  const bad = operands.filter((word) => duration(word) === undefined);
  if (usesBusybox(process)) {
    const helped = options.includes('--help');
    if (helped || operands.length === 0)
      process.err(
        `${BUSYBOX_BANNER}\n\nUsage: sleep [N]...\n\nPause for a time equal to the total of the args given, where each arg can\nhave an optional suffix of (s)econds, (m)inutes, (h)ours, or (d)ays\n`,
      );
    else if (bad.length > 0) process.err(`sleep: invalid number '${bad[0]}'\n`);
    if (helped) return 0;
    if (bad.length > 0 || operands.length === 0) return 1;
  } else {
    const option = options.find((word) => /^-./.test(word));
    if (option === '--help' || option === '--version') return notSimulated(process, `sleep ${option}`);
    const problems =
      option !== undefined
        ? [option.startsWith('--') ? `unrecognized option '${option}'` : `invalid option -- '${option[1]}'`]
        : words.length === 0
          ? ['missing operand']
          : bad.map((word) => `invalid time interval '${word}'`);
    if (problems.length > 0) {
      process.err(`${problems.map((problem) => `${called}: ${problem}\n`).join('')}Try '${called} --help' for more information.\n`);
      return 1;
    }
  }
  const total = operands.reduce((sum, word) => sum + (duration(word) as number), 0);
  if (total > 0) yield Number.isFinite(total) ? { deadline: process.now + total } : { until: () => false, endless: true };
  return 0;
}
