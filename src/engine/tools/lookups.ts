// What host and nslookup of BIND 9.18 have in common (bin/dig/dighost.c), as recorded in case dns/nslookup-and-host.
import type { DNSTrace } from '../api/dns-message.ts';
import type { Process, Wait } from '../machine/process.ts';
import { FAILURES, mistakeInName } from './dig.ts';
import { resolveName } from './resolving.ts';

/** What both say of themselves, as Debian 12 packs them. */
export const VERSION = '9.18.49-1~deb12u3-Debian';
/** A name without the dot at its end. */
export const bare = (name: string): string => name.replace(/\.$/, '');

/** The address of the server that a command names; 1 where it has none. */
export function* serverOf(process: Process, name: string | undefined): Generator<Wait, readonly string[] | undefined | number, void> {
  if (name === undefined) return undefined;
  const { addresses } = yield* resolveName(process, name, 'both');
  if (addresses.length > 0) return addresses.slice(0, 1);
  process.err(`${process.argv[0]}: couldn't get address for '${name}': not found\n`);
  return 1;
}

/** Lines about replies that never came; true where none came at all. */
export function printFailures(process: Process, { exchanges }: DNSTrace, port = 53): boolean {
  for (const { failure, server } of exchanges) {
    if (failure) process.out(`;; communications error to ${server}#${port}: ${FAILURES[failure]}\n`);
  }
  return exchanges.at(-1)?.reply === undefined && !exchanges.some(({ reply }) => reply?.rcode === 'NOERROR');
}

/** Says what is wrong with a name that nobody can ask for. */
export function isIllegal({ argv, err }: Process, name: string): boolean {
  const mistake = mistakeInName(name);
  if (mistake !== undefined) err(`${argv[0]}: '${name}' is not in legal name syntax (${mistake})\n`);
  return mistake !== undefined;
}
