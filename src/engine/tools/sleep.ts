// coreutils 9.1 and busybox 1.37.0. Apart from the other programs: it is what most containers of a course do.
import type { Process, Running } from '../machine/process.ts';
import { BUSYBOX_BANNER, usesBusybox } from './options.ts';

const UNITS: { readonly [unit: string]: number } = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `2`, `0.5s`, `1m`, `infinity`. */
export function duration(text: string): number | undefined {
  if (/^inf(inity)?$/i.test(text)) return Infinity;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  return match ? Math.round(Number(match[1]) * (UNITS[match[2] as string] as number)) : undefined;
}

/** `sleep NUMBER[smhd]…`. */
export function* sleep(process: Process): Running {
  const words = process.argv.slice(1);
  const [called = 'sleep'] = process.argv;
  const bad = words.filter((word) => duration(word) === undefined);
  if (words.length === 0 || bad.length > 0) {
    if (usesBusybox(process))
      process.err(
        words.length === 0
          ? `${BUSYBOX_BANNER}\n\nUsage: sleep [N]...\n\nPause for a time equal to the total of the args given, where each arg can\nhave an optional suffix of (s)econds, (m)inutes, (h)ours, or (d)ays\n`
          : `sleep: invalid number '${bad[0]}'\n`,
      );
    else
      process.err(
        `${words.length === 0 ? `${called}: missing operand\n` : bad.map((word) => (word.startsWith('-') && word.length > 1 ? `${called}: invalid option -- '${word[1]}'\n` : `${called}: invalid time interval '${word}'\n`)).join('')}Try '${called} --help' for more information.\n`,
      );
    return 1;
  }
  const total = words.reduce((sum, word) => sum + (duration(word) as number), 0);
  if (total > 0) yield Number.isFinite(total) ? { deadline: process.now + total } : { until: () => false, endless: true };
  return 0;
}
