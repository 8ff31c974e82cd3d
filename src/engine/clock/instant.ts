/** A moment of the virtual clock: whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A length of virtual time in milliseconds. */
export type DurationMs = number;

const DAYS_BEFORE_EPOCH = 719468; // 0000-03-01 to 1970-01-01 in the proleptic Gregorian calendar

export interface CivilTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

/** The UTC calendar reading of an instant (no `Date`: the engine has no clock of its own). */
export function civilTime(at: Instant): CivilTime {
  const days = Math.floor(at / 86_400_000);
  let rest = at - days * 86_400_000;
  const shifted = days + DAYS_BEFORE_EPOCH;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const hour = Math.floor(rest / 3_600_000);
  rest -= hour * 3_600_000;
  const minute = Math.floor(rest / 60_000);
  rest -= minute * 60_000;
  const second = Math.floor(rest / 1000);
  return { year, month, day, hour, minute, second, millisecond: rest - second * 1000, weekday: (((days + 4) % 7) + 7) % 7 };
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const TWO_DIGITS = Array.from({ length: 61 }, (_, value) => pad(value, 2));
const two = (value: number): string => TWO_DIGITS[value] as string;

/** `2026-11-21T08:00:00Z`: metav1.Time's JSON, whole seconds. */
export function formatTime(at: Instant): string {
  const t = civilTime(at);
  return `${pad(t.year, 4)}-${two(t.month)}-${two(t.day)}T${two(t.hour)}:${two(t.minute)}:${two(t.second)}Z`;
}

/** `2026-11-21T08:00:00.000000Z`: metav1.MicroTime's JSON. */
export function formatMicroTime(at: Instant): string {
  return formatTime(at).replace('Z', `.${pad(civilTime(at).millisecond, 3)}000Z`);
}

/** The instant written by `formatTime`, `formatMicroTime` or RFC 3339 with an offset; `undefined` for other text. */
export function parseTime(text: string): Instant | undefined {
  if (text === '') return undefined;
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return undefined;
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const days = era * 146_097 + dayOfEra - DAYS_BEFORE_EPOCH;
  const offset = match[8] ? (match[8] === '-' ? 1 : -1) * (Number(match[9]) * 60 + Number(match[10])) * 60_000 : 0;
  const fraction = match[7] ? Math.floor(Number(`0.${match[7]}`) * 1000) : 0;
  return days * 86_400_000 + hour * 3_600_000 + minute * 60_000 + second * 1000 + fraction + offset;
}
