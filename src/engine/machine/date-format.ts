import { civilTime } from '../clock/instant.ts';

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
