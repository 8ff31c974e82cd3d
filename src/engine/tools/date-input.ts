// The dates that GNU date -d reads most often (gnulib parse-datetime.y), in UTC.
import { civilTime, type Instant } from '../clock/instant.ts';

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');
const UNIT_MS: { readonly [unit: string]: number } = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  fortnight: 1_209_600_000,
};
const DAY_MS = 86_400_000;

/** Days from 1970 to a date of the Gregorian calendar; a day past its month's end is one of the next. */
function daysTo(year: number, month: number, day: number): number {
  const carried = year + Math.floor((month - 1) / 12);
  const m = ((((month - 1) % 12) + 12) % 12) + 1;
  const y = m <= 2 ? carried - 1 : carried;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

/** The instant a text names, seen from `now`; `undefined` where it names none. */
export function parseDateInput(text: string, now: Instant): Instant | undefined {
  let rest = text.trim().toLowerCase();
  const today = civilTime(now);
  let { year, month, day } = today;
  let time: number | undefined;
  let offset = 0;
  let [months, ms] = [0, 0];
  let dated = false;
  const epoch = /^@(-?\d+(?:\.\d+)?)/.exec(rest);
  if (epoch) return epoch[0].length === rest.length ? Math.floor(Number(epoch[1]) * 1000) : undefined;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest);
    if (match) rest = rest.slice(match[0].length).replace(/^[\s,]+/, '');
    return match;
  };
  while (rest !== '') {
    let match: RegExpExecArray | null;
    if (
      (match = take(/^(\d{4})-(\d{1,2})-(\d{1,2})(?:t(?=\d))?/)) ||
      (match = take(/^(\d{4})\/(\d{1,2})\/(\d{1,2})/)) ||
      (match = take(/^(\d{4})(\d{2})(\d{2})(?!\d)(?:t(?=\d))?/))
    ) {
      [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
      dated = true;
    } else if ((match = take(/^(\d{1,2})\/(\d{1,2})\/(\d{4})/))) {
      [month, day, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
      dated = true;
    } else if ((match = take(/^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(am|pm)?/))) {
      const hour = (Number(match[1]) % (match[5] ? 12 : 24)) + (match[5] === 'pm' ? 12 : 0);
      if (Number(match[1]) > 23 || Number(match[2]) > 59 || Number(match[3] ?? 0) > 60) return undefined;
      time = ((hour * 60 + Number(match[2])) * 60 + Number(match[3] ?? 0)) * 1000 + Math.floor(Number(`0.${match[4] ?? 0}`) * 1000);
      const zone = take(/^([+-])(\d{2}):?(\d{2})?/);
      if (zone) offset = (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3] ?? 0)) * 60_000;
    } else if (take(/^(utc|gmt|z)(?![a-z])/)) offset = 0;
    else if (take(/^(now|today)(?![a-z])/)) continue;
    else if (take(/^yesterday/)) ms -= DAY_MS;
    else if (take(/^tomorrow/)) ms += DAY_MS;
    else if (take(/^midnight/)) time = 0;
    else if (take(/^noon/)) time = DAY_MS / 2;
    else if ((match = take(/^(next|last|this|[+-]?\s*\d+|an?)\s*(sec|second|min|minute|hour|day|week|fortnight|month|year)s?(?![a-z])(\s+ago)?/))) {
      const word = (match[1] as string).replace(/\s/g, '');
      const count = (word === 'next' || word.startsWith('a') ? 1 : word === 'last' ? -1 : word === 'this' ? 0 : Number(word)) * (match[3] ? -1 : 1);
      const unit = match[2] as string;
      if (unit === 'month') months += count;
      else if (unit === 'year') months += 12 * count;
      else ms += count * (UNIT_MS[unit] as number);
    } else if ((match = take(/^(?:(next|last)\s+)?(sun|mon|tue|wed|thu|fri|sat)[a-z]*(?![a-z])/))) {
      const ahead = (DAYS.indexOf(match[2] as string) - today.weekday + 7) % 7;
      if (!dated) ms += (ahead + (match[1] === 'next' && ahead === 0 ? 7 : match[1] === 'last' ? -7 : 0)) * DAY_MS;
      time ??= 0;
    } else if ((match = take(/^(\d{1,2})[\s-]*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[\s,-]*(\d{4})(?!:))?/))) {
      [day, month, year] = [Number(match[1]), MONTHS.indexOf(match[2] as string) + 1, Number(match[3] ?? year)];
      dated = true;
    } else if ((match = take(/^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s*(\d{1,2})(?!:)(?:[\s,]+(\d{4})(?!:))?/))) {
      [month, day, year] = [MONTHS.indexOf(match[1] as string) + 1, Number(match[2]), Number(match[3] ?? year)];
      dated = true;
    } else if ((match = take(/^(\d{4})$/)) && dated) year = Number(match[1]);
    else return undefined;
  }
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const ofDay = now - Math.floor(now / DAY_MS) * DAY_MS;
  const at = time ?? (dated || text.trim() === '' ? 0 : ofDay);
  return daysTo(year, month + months, day) * DAY_MS + at - offset + ms;
}
