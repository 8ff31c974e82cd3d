// date of coreutils 9.1 and busybox 1.37.0; the clock is in UTC.
import { civilTime, parseTime } from '../clock/instant.ts';
import type { Program } from '../machine/process.ts';
import { notSimulated, plain, readOptions, usesBusybox } from './options.ts';

const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** An instant in UTC as date(1) writes it after `+`. */
export function formatDate(format: string, at: number): string {
  const t = civilTime(at);
  const two = (value: number, filler = '0'): string => String(value).padStart(2, filler);
  const values: { readonly [letter: string]: string } = {
    Y: String(t.year),
    m: two(t.month),
    d: two(t.day),
    H: two(t.hour),
    M: two(t.minute),
    S: two(t.second),
    s: String(Math.floor(at / 1000)),
    N: `${String(t.millisecond).padStart(3, '0')}000000`,
    y: two(t.year % 100),
    e: two(t.day, ' '),
    I: two(t.hour % 12 || 12),
    p: t.hour < 12 ? 'AM' : 'PM',
    Z: 'UTC',
    z: '+0000',
    n: '\n',
    t: '\t',
    '%': '%',
    A: DAYS[t.weekday] as string,
    a: (DAYS[t.weekday] as string).slice(0, 3),
    B: MONTHS[t.month - 1] as string,
    b: (MONTHS[t.month - 1] as string).slice(0, 3),
    h: (MONTHS[t.month - 1] as string).slice(0, 3),
    u: String(t.weekday || 7),
    w: String(t.weekday),
  };
  const whole: { readonly [letter: string]: string } = { F: '%Y-%m-%d', T: '%H:%M:%S', D: '%m/%d/%y', R: '%H:%M', c: '%a %b %e %T %Y', r: '%I:%M:%S %p' };
  return format
    .replace(/%([FTDRcr])/g, (_, letter: string) => whole[letter] as string)
    .replace(/%([FTD])/g, (_, letter: string) => whole[letter] as string)
    .replace(/%-?([a-zA-Z%])/g, (all, letter: string) => (all.startsWith('%-') ? (values[letter] ?? all).replace(/^[0 ]/, '') : (values[letter] ?? all)));
}

export const date: Program = plain((process) => {
  const options = readOptions(
    process,
    { short: 'uRI:d:', known: 's:r:f:', long: { utc: 'u', date: 'd', universal: 'u', rfc3339: 'I', 'rfc-3339': 'I', 'iso-8601': 'I', 'rfc-email': 'R' } },
    process.argv.map((word) => (word === '-I' || word === '--iso-8601' ? '-Idate' : /^-I./.test(word) ? word : word)),
  );
  if (typeof options === 'number') return options;
  const given = options.value('d');
  const at = given === undefined || given === 'now' ? process.now : /^@\d+$/.test(given) ? Number(given.slice(1)) * 1000 : parseTime(given);
  if (at === undefined) {
    if (/^[\w\s+:-]+$/.test(given as string)) return notSimulated(process, `date -d '${given}'`);
    process.err(`date: invalid date '${given}'\n`);
    return 1;
  }
  const [format] = options.args;
  if (format !== undefined && !format.startsWith('+')) {
    process.err(usesBusybox(process) ? `date: invalid date '${format}'\n` : `date: invalid date '${format}'\n`);
    return 1;
  }
  const iso: { readonly [how: string]: string } = {
    date: '%Y-%m-%d',
    seconds: '%Y-%m-%dT%H:%M:%S+00:00',
    minutes: '%Y-%m-%dT%H:%M+00:00',
    hours: '%Y-%m-%dT%H+00:00',
  };
  process.out(
    `${formatDate(format?.slice(1) ?? (options.has('I') ? (iso[options.value('I') || 'date'] ?? '%Y-%m-%d') : options.has('R') ? '%a, %d %b %Y %H:%M:%S +0000' : '%a %b %e %H:%M:%S %Z %Y'), at)}\n`,
  );
  return 0;
});
