// date of coreutils 9.1 and busybox 1.37.0; the clock is in UTC.
import { parseTime } from '../clock/instant.ts';
import { formatDate } from '../machine/date-format.ts';
import type { Program } from '../machine/process.ts';
import { notSimulated, plain, readOptions, usesBusybox } from './options.ts';

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
