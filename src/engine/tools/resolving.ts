// How programs of a machine turn names into addresses: nsswitch's "files dns" with glibc, musl's own order.
import type { DNSReply } from '../api/dns-message.ts';
import { familyOf, parseIP } from '../api/ip-address.ts';
import type { IPFamily } from '../api/core-v1.ts';
import { glibc } from '../dns/glibc.ts';
import { musl } from '../dns/musl.ts';
import { parseResolvConf } from '../dns/resolv-conf.ts';
import type { Exchange, Families, ResolverContext } from '../dns/resolver.ts';
import type { Process, Wait } from '../machine/process.ts';
import { addressesOf, locationOfPlace } from '../network/machines.ts';
import type { DNSTrace, Location } from '../network/trace.ts';
import { exchangeDNS } from '../servers/exchange-dns.ts';

/** Where a process is on the network. */
export function locationOf(process: Process): Location {
  return locationOfPlace(process.draft, process.place) ?? { kind: 'control-plane' };
}

/** Sends queries of a resolver from this process's machine and waits its timeout where no answer comes. */
export function exchangeOf(process: Process, port = 53, mss?: number): Exchange<Wait> {
  return function* (server, queries, { timeoutMs, protocol }) {
    const from = locationOf(process);
    // An ICMP error that takes longer than the resolver waits comes too late.
    let waitsMs = 0;
    let sourcePort: number | undefined;
    const replies = queries.map((query): DNSReply => {
      const { reply, trace } = process.recall(() => exchangeDNS(process.draft, from, server, query, protocol, port, sourcePort, mss));
      sourcePort ??= trace.packet.source.port;
      process.trace({ packet: trace });
      const late = reply === 'timeout' || trace.elapsedMs > timeoutMs;
      waitsMs = Math.max(waitsMs, late ? timeoutMs : trace.elapsedMs);
      return late ? 'timeout' : reply;
    });
    if (waitsMs > 0) yield { deadline: process.now + waitsMs };
    return replies;
  };
}

/** What D's resolvers need, from the machine's own /etc/resolv.conf. */
export function resolverContext(process: Process, port = 53, more = ''): ResolverContext<Wait> {
  return { entropy: process, conf: parseResolvConf(`${process.files.read('/etc/resolv.conf') ?? ''}${more}`), exchange: exchangeOf(process, port) };
}

/** LOCALDOMAIN stands for the search list, RES_OPTIONS for a last line of options (resolv.conf(5); glibc 2.36 resolv/res_init.c). */
function glibcContext(process: Process): ResolverContext<Wait> {
  const { LOCALDOMAIN: searches, RES_OPTIONS: options = '' } = process.env;
  const context = resolverContext(process, 53, `\noptions ${options}`);
  return searches === undefined ? context : { ...context, conf: { ...context.conf, searches: searches.split(/\s+/).filter(Boolean) } };
}

/** What a name came to. `canonicalName` is where search list and aliases ended. */
export interface Resolved {
  readonly addresses: readonly string[];
  readonly canonicalName: string;
  /** Names that had a CNAME on the way, in its order. */
  readonly aliases: readonly string[];
  readonly outcome: DNSTrace['outcome'];
}

const wants = (families: Families, ip: string): boolean => families === 'both' || (familyOf(ip) === 'IPv6') === (families === 'AAAA');

/** Lines of /etc/hosts that name a host, with the line's first name. */
export function hostsEntries(
  process: Process,
  name: string,
): readonly { readonly ip: string; readonly canonical: string; readonly aliases: readonly string[] }[] {
  const wanted = name.replace(/\.$/, '').toLowerCase();
  return (process.files.read('/etc/hosts') ?? '').split('\n').flatMap((line) => {
    const [ip = '', canonical = '', ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
    return [canonical, ...aliases].some((one) => one.toLowerCase() === wanted) && parseIP(ip) ? [{ ip, canonical, aliases }] : [];
  });
}

/** An IPv4 address as inet_aton(3) reads it where inet_pton(3) does not: with fewer than four numbers, or octal ones (case resolvers/glibc-asked-through-every-door). */
function addressOfNumbers(text: string): string | undefined {
  const parts = /^\d+(\.\d+){0,3}$/.test(text) ? text.split('.').map((part) => parseInt(part, /^0\d/.test(part) ? 8 : 10)) : [];
  const last = parts.pop();
  if (last === undefined || Number.isNaN(last) || parts.some((part) => !(part < 256)) || last >= 256 ** (4 - parts.length)) return undefined;
  const rest = Array.from({ length: 4 - parts.length }, (_, i, { length } = parts) => Math.floor(last / 256 ** (3 - length - i)) % 256);
  return [...parts, ...rest].join('.');
}

/** getaddrinfo: an address is itself, then /etc/hosts, then DNS. IPv6 comes first where the machine has such an address (RFC 6724). */
export function* resolveName(process: Process, name: string, families: Families = 'both', files = true): Generator<Wait, Resolved, void> {
  const bare = name.replace(/^\[(.*)\]$/, '$1');
  const own = parseIP(bare) ? bare : addressOfNumbers(bare);
  if (own !== undefined)
    return wants(families, own)
      ? { addresses: [own], canonicalName: bare, aliases: [], outcome: 'answered' }
      : { addresses: [], canonicalName: bare, aliases: [], outcome: 'NXDOMAIN' };
  const inFile = (files ? hostsEntries(process, name) : []).filter(({ ip }) => wants(families, ip));
  // Without `multi on` in /etc/host.conf, which the images have not, glibc takes the first line; musl takes them all.
  const entries = process.machine.libc === 'musl' ? inFile : inFile.slice(0, 1);
  if (entries.length > 0)
    return {
      addresses: sorted(
        process,
        entries.map(({ ip }) => ip),
      ),
      canonicalName: entries[0]?.canonical ?? name,
      aliases: [],
      outcome: 'answered',
    };
  const trace = yield* process.machine.libc === 'musl' ? musl(resolverContext(process), name, families) : glibc(glibcContext(process), name, families);
  process.trace({ dns: trace });
  const answer = trace.exchanges.findLast(({ reply }) => reply?.rcode === 'NOERROR' && reply.answer.length > 0)?.reply?.answer ?? [];
  const aliases = answer.filter(({ type }) => type === 'CNAME').map((record) => record.name.replace(/\.$/, ''));
  return { addresses: sorted(process, trace.addresses), canonicalName: trace.canonicalName ?? name.replace(/\.$/, ''), aliases, outcome: trace.outcome };
}

/** The machine's addresses of one family, without loopback. */
export function ownAddresses(process: Process, family: IPFamily): readonly string[] {
  return addressesOf(process.draft, locationOf(process)).filter((ip) => familyOf(ip) === family);
}

/** RFC 6724: musl knows that unique local addresses are rarely meant for all (src/network/lookup_name.c policies); glibc does not. */
function sorted(process: Process, addresses: readonly string[]): readonly string[] {
  const isMusl = process.machine.libc === 'musl';
  const local = isMusl && addresses.some((ip) => /^f[cd]/i.test(ip));
  const loopback = isMusl && addresses.includes('::1');
  const first: IPFamily = (ownAddresses(process, 'IPv6').length > 0 && !local) || loopback ? 'IPv6' : 'IPv4';
  return [...addresses.filter((ip) => familyOf(ip) === first), ...addresses.filter((ip) => familyOf(ip) !== first)];
}

/** getaddrinfo's error text (glibc 2.36 gai_strerror; musl 1.2.5). */
export function resolutionError(process: Process, outcome: DNSTrace['outcome']): string {
  const again = outcome === 'timeout' || outcome === 'SERVFAIL' || outcome === 'REFUSED';
  if (process.machine.libc === 'musl') return again ? 'Try again' : outcome === 'NODATA' ? 'Name has no usable address' : 'Name does not resolve';
  return again ? 'Temporary failure in name resolution' : outcome === 'NODATA' ? 'No address associated with hostname' : 'Name or service not known';
}
