import { type Instant, parseTime } from '../../clock/instant.ts';

/** Models apimachinery pkg/util/duration HumanDuration (v0.37.1): `3m20s`, `5d`. */
export function humanDuration(ms: number): string {
  const total = Math.trunc(ms / 1000);
  if (total < -1) return '<invalid>';
  if (total < 0) return '0s';
  if (total < 120) return `${total}s`;
  const minutes = Math.floor(total / 60);
  const hours = Math.floor(total / 3600);
  const both = (big: number, unit: string, small: number, part: string): string => `${big}${unit}${small === 0 ? '' : `${small}${part}`}`;
  if (minutes < 10) return both(minutes, 'm', total % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  if (hours < 8) return both(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return both(days, 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.floor(days / 365);
  return hours < 24 * 365 * 8 ? both(years, 'y', days % 365, 'd') : `${years}y`;
}

/** How long ago a time of an object is. */
export function since(now: Instant, time: string | null | undefined): string {
  const at = time ? parseTime(time) : undefined;
  return at === undefined ? '<unknown>' : humanDuration(now - at);
}
