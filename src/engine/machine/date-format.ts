import { civilTime } from '../clock/instant.ts';

const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** How many digits a number has at least. */
const DIGITS = { C: 2, G: 4, H: 2, I: 2, M: 2, N: 9, S: 2, U: 2, V: 2, W: 2, Y: 4, d: 2, e: 2, j: 3, k: 2, l: 2, m: 2, y: 2 };
const WHOLE: { readonly [letter: string]: string } = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  D: '%m/%d/%y',
  R: '%H:%M',
  c: '%a %b %e %H:%M:%S %Y',
  r: '%I:%M:%S %p',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
  '+': '%a %b %e %H:%M:%S %Z %Y',
};

/** An instant in UTC as date(1) writes it after `+` (strftime(3), LC_ALL=C). */
export function formatDate(format: string, at: number): string {
  const t = civilTime(at);
  const ofYear = Math.floor((at - yearStart(t.year)) / 86_400_000);
  const monday = (t.weekday + 6) % 7;
  const iso = isoWeek(t.year, ofYear, monday);
  const numbers: { readonly [letter: string]: number } = {
    C: Math.floor(t.year / 100),
    G: iso.year,
    H: t.hour,
    I: t.hour % 12 || 12,
    M: t.minute,
    S: t.second,
    U: Math.floor((ofYear + 7 - t.weekday) / 7),
    V: iso.week,
    W: Math.floor((ofYear + 7 - monday) / 7),
    Y: t.year,
    d: t.day,
    e: t.day,
    g: iso.year % 100,
    j: ofYear + 1,
    k: t.hour,
    l: t.hour % 12 || 12,
    m: t.month,
    q: Math.floor((t.month + 2) / 3),
    s: Math.floor(at / 1000),
    u: t.weekday || 7,
    w: t.weekday,
    y: t.year % 100,
  };
  const day = DAYS[t.weekday] as string;
  const month = MONTHS[t.month - 1] as string;
  const half = t.hour < 12 ? 'AM' : 'PM';
  const texts: { readonly [letter: string]: string } = {
    A: day,
    a: day.slice(0, 3),
    B: month,
    b: month.slice(0, 3),
    h: month.slice(0, 3),
    p: half,
    P: half.toLowerCase(),
    Z: 'UTC',
    z: '+0000',
    n: '\n',
    t: '\t',
    '%': '%',
  };
  return format.replace(/%([-_0^#]*)(\d*)(:{0,3})([a-zA-Z%+])/g, (all, flags: string, width: string, colons: string, letter: string): string => {
    const field = (text: string, filler: string): string => {
      const wide = text.padStart(Math.min(100, Number(width)), flags.includes('_') ? ' ' : filler);
      return flags.includes('^') ? wide.toUpperCase() : wide;
    };
    if (letter === 'z' && colons) return colons.length === 3 ? '+00' : `+00:00${':00'.repeat(colons.length - 1)}`;
    if (letter === 'N') return `${String(t.millisecond).padStart(3, '0')}000000`.slice(0, width === '' ? 9 : Number(width));
    const number = Object.hasOwn(numbers, letter) ? numbers[letter] : undefined;
    if (number !== undefined) {
      const digits = Object.hasOwn(DIGITS, letter) ? DIGITS[letter as 'd'] : 1;
      const filler = flags.includes('_') || ('ekl'.includes(letter) && !flags.includes('0')) ? ' ' : '0';
      return flags.includes('-') ? String(number) : field(String(number).padStart(digits, filler), filler);
    }
    const text = Object.hasOwn(WHOLE, letter) ? formatDate(WHOLE[letter] as string, at) : Object.hasOwn(texts, letter) ? texts[letter] : undefined;
    return text === undefined ? all : field(text, ' ');
  });
}

/** The first moment of a year. */
function yearStart(year: number): number {
  const y = year - 1;
  return (y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) - 719_162) * 86_400_000;
}

/** ISO 8601's week, and the year it belongs to. */
function isoWeek(year: number, ofYear: number, monday: number): { readonly year: number; readonly week: number } {
  const week = Math.floor((ofYear - monday + 10) / 7);
  const lengthOf = (one: number): number => Math.round((yearStart(one + 1) - yearStart(one)) / 86_400_000);
  if (week < 1) return isoWeek(year - 1, ofYear + lengthOf(year - 1), monday);
  const daysLeft = lengthOf(year) - ofYear - 1;
  return week === 53 && daysLeft < 3 - monday ? { year: year + 1, week: 1 } : { year, week };
}
