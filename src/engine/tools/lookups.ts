// What host and nslookup of BIND 9.18 have in common (bin/dig/dighost.c), as recorded in case dns/nslookup-and-host.
import type { DNSExchange, DNSTrace } from '../api/dns-message.ts';
import type { ResolverContext } from '../dns/resolver.ts';
import type { Process, Wait } from '../machine/process.ts';
import { exchangeOf, resolveName, resolverContext } from './resolving.ts';

/** Why a server did not answer, in BIND's words. */
export const FAILURES = { timeout: 'timed out', refused: 'connection refused', unreachable: 'host unreachable' } as const;

/** What both say of themselves, as Debian 12 packs them. */
export const VERSION = '9.18.49-1~deb12u3-Debian';
/** A name without the dot at its end; the root keeps its own. */
export const bare = (name: string): string => name.replace(/(?<=.)\.$/, '');

/** The address of the server that a command names; 1 where it has none. */
export function* serverOf(process: Process, name: string | undefined): Generator<Wait, readonly string[] | undefined | number, void> {
  if (name === undefined) return undefined;
  const { addresses } = yield* resolveName(process, name, 'both');
  if (addresses.length > 0) return addresses.slice(0, 1);
  process.err(`${process.argv[0]}: couldn't get address for '${name}': not found\n`);
  return 1;
}

/** The line about a reply that never came; none where one came. */
export const failureText = ({ failure, server }: DNSExchange, port = 53): string =>
  failure ? `;; communications error to ${server}#${port}: ${FAILURES[failure]}\n` : '';

/** Whether nobody answered in the end: the lines about it are printed. */
export function printSilence(process: Process, { exchanges }: DNSTrace, port?: number): boolean {
  if (exchanges.at(-1)?.reply !== undefined || exchanges.some(({ reply }) => reply?.rcode === 'NOERROR')) return false;
  process.out(`${exchanges.map((one) => failureText(one, port)).join('')};; no servers could be reached\n`);
  return true;
}

/** What BIND's tools read in resolv.conf: 3 tries of 5 seconds, and this machine itself where no server stands there (lib/irs/resconf.c). */
export function bindConf(process: Process): { readonly nameservers: readonly string[]; readonly tries: number; readonly timeoutSeconds: number } {
  const text = process.files.read('/etc/resolv.conf') ?? '';
  const option = (name: string): number => Number(new RegExp(`^options\\s(?:.*\\s)?${name}:(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return {
    nameservers: /^nameserver\s+\S/m.test(text) ? resolverContext(process).conf.nameservers : ['::1', '127.0.0.1'],
    tries: option('attempts') || 3,
    timeoutSeconds: option('timeout') || 5,
  };
}

/** BIND's tools ask for segments that fit everywhere (lib/isc/netmgr NM_MAXSEG). */
const BIND_MSS = 1220;

/** A resolver's means, with the servers that BIND's tools see. */
export function bindContext(process: Process, port?: number): ResolverContext<Wait> {
  const context = resolverContext(process, port);
  return { ...context, exchange: exchangeOf(process, port, BIND_MSS), conf: { ...context.conf, nameservers: bindConf(process).nameservers } };
}

/** A name with its escapes read (lib/dns/name.c dns_name_fromtext); a dot within a label stays escaped. */
export const wireName = (name: string): string =>
  name.replace(/\\(?:(\d{3})|([^.\d]))/g, (_, digits: string | undefined, char: string | undefined) => char ?? String.fromCharCode(Number(digits)));

/** Why nobody can ask for a name, in BIND's words (lib/dns/name.c dns_name_fromtext; case dns/a-phone-book-read-aloud). */
function mistakeInName(name: string): string | undefined {
  if (name === '') return 'unexpected end of input';
  const labels = name.replace(/\.$/, '').split('.');
  if (labels.some((label) => label.length > 63)) return 'label too long';
  if (name !== '.' && labels.includes('')) return 'empty label';
  return name.length > 254 ? 'ran out of space' : undefined;
}

/** Whether somebody can ask for a name; what is wrong with it is said otherwise. */
export function isLegal(
  { argv, err }: Process,
  name: string,
  words = (mistake: string): string => `${argv[0]}: '${name}' is not in legal name syntax (${mistake})\n`,
): boolean {
  const mistake = mistakeInName(name);
  if (mistake !== undefined) err(words(mistake));
  return mistake === undefined;
}
