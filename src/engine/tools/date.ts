// date of coreutils 9.1 and busybox 1.37.0; the clock is in UTC.
import { formatDate } from '../machine/date-format.ts';
import type { Program } from '../machine/process.ts';
import { parseDateInput } from './date-input.ts';
import { plain, readOptions, usesBusybox } from './options.ts';

export const date: Program = plain((process) => {
  const options = readOptions(
    process,
    { short: 'uRI:d:3:', known: 's:r:f:', long: { utc: 'u', date: 'd', universal: 'u', rfc3339: 'I', 'rfc-3339': '3', 'iso-8601': 'I', 'rfc-email': 'R' } },
    process.argv.map((word) => (word === '-I' || word === '--iso-8601' ? '-Idate' : /^-I./.test(word) ? word : word)),
  );
  if (typeof options === 'number') return options;
  const given = options.value('d');
  const at = given === undefined ? process.now : parseDateInput(given, process.now);
  if (at === undefined) {
    process.err(`date: invalid date '${given as string}'\n`);
    return 1;
  }
  const more = options.args[1];
  if (more !== undefined) {
    process.err(`date: extra operand '${more}'\nTry 'date --help' for more information.\n`);
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
    `${formatDate(format?.slice(1) ?? (options.has('3') ? ({ date: '%Y-%m-%d', seconds: '%Y-%m-%d %H:%M:%S+00:00', ns: '%Y-%m-%d %H:%M:%S.%N+00:00' }[options.value('3') as 'date'] ?? '%Y-%m-%d') : options.has('I') ? (iso[options.value('I') || 'date'] ?? '%Y-%m-%d') : options.has('R') ? '%a, %d %b %Y %H:%M:%S +0000' : '%a %b %e %H:%M:%S %Z %Y'), at)}\n`,
  );
  return 0;
});
