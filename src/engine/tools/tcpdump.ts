// Models tcpdump 4.99.3 (print-tcp.c, print-domain.c, print-icmp.c) on what interfaces saw during this command line.
import { civilTime } from '../clock/instant.ts';
import type { DNSMessage, ResourceRecord } from '../api/dns-message.ts';
import { isInCIDR, parseCIDR, parseIP } from '../api/ip-address.ts';
import type { Process, Program, Running } from '../machine/process.ts';
import { machineKey } from '../network/machines.ts';
import type { CapturedPacket } from '../store/packet-capture.ts';
import { readOptions } from './options.ts';
import { locationOf, resolveName } from './resolving.ts';

type Filter = (packet: CapturedPacket) => boolean;

/** A filter expression that does not parse (pcap-filter(7)). */
class FilterError extends Error {}

const PORTS: { readonly [name: string]: number } = { domain: 53, http: 80, https: 443, ssh: 22 };

const FLAG_LETTERS: { readonly [name: string]: string } = { fin: 'F', syn: 'S', rst: 'R', push: 'P', ack: '.', urg: 'U' };
const FLAGS = String.raw`\(?\s*((?:tcp-\w+\s*\|?\s*)+|\d+)\s*\)?`;
const EVERY_FLAG = '63';
const FLAG_TEST = new RegExp(String.raw`tcp\s*\[\s*(?:tcpflags|13)\s*\]\s*(?:&\s*${FLAGS}\s*)?(!=|==?)\s*${FLAGS}`, 'g');

/** Names of flags from `tcp-syn|tcp-ack` or their bits. */
function flagNames(text: string): string {
  const names = Object.keys(FLAG_LETTERS);
  return /^\s*\d/.test(text)
    ? names.filter((_, bit) => Number(text) & (1 << bit)).join(',')
    : [...text.matchAll(/tcp-(\w+)/g)].map(([, name]) => name).join(',');
}

const flagWord = (mask: string, relation: string, value: string): string => `tcp-flags:${flagNames(mask)}:${relation === '!=' ? '!=' : '='}${flagNames(value)}`;

function hasFlags(flags: string, mask: string, relation: string, value: string): boolean {
  const letters = (names: string): string[] => names.split(',').flatMap((name) => FLAG_LETTERS[name] ?? []);
  const set = letters(mask).filter((letter) => flags.includes(letter));
  return (set.sort().join('') === letters(value).sort().join('')) === (relation === '=');
}

function parseFilter(words: readonly string[]): Filter {
  let at = 0;
  const next = (): string => {
    const word = words[at++];
    if (word === undefined) throw new FilterError('syntax error');
    return word;
  };
  const or = (): Filter => {
    let left = and();
    while (words[at] === 'or' || words[at] === '||') {
      at++;
      const [a, b] = [left, and()];
      left = (packet) => a(packet) || b(packet);
    }
    return left;
  };
  const and = (): Filter => {
    let left = not();
    while (words[at] === 'and' || words[at] === '&&') {
      at++;
      const [a, b] = [left, not()];
      left = (packet) => a(packet) && b(packet);
    }
    return left;
  };
  const not = (): Filter => {
    if (words[at] === 'not' || words[at] === '!') {
      at++;
      const inner = not();
      return (packet) => !inner(packet);
    }
    if (words[at] === '(') {
      at++;
      const inner = or();
      if (next() !== ')') throw new FilterError('syntax error');
      return inner;
    }
    return primitive();
  };
  const ends = ({ source, destination }: CapturedPacket, direction: string): readonly CapturedPacket['source'][] =>
    direction === 'src' ? [source] : direction === 'dst' ? [destination] : [source, destination];
  const primitive = (): Filter => {
    let protocol: Filter = () => true;
    let direction = '';
    let seen = false;
    for (;;) {
      const word = words[at];
      if (word === 'tcp' || word === 'udp' || word === 'icmp' || word === 'icmp6')
        protocol = ({ protocol: one }) => one === word.replace('6', '').toUpperCase();
      else if (word === 'ip') protocol = ({ source }) => !source.ip.includes(':');
      else if (word === 'ip6') protocol = ({ source }) => source.ip.includes(':');
      else if (word === 'arp') protocol = () => false;
      else if (word === 'src' || word === 'dst') direction = word;
      else break;
      seen = true;
      at++;
    }
    const kind = words[at];
    const both = (test: Filter): Filter => {
      const first = protocol;
      return (packet) => first(packet) && test(packet);
    };
    if (kind === 'port' || kind === 'portrange') {
      at++;
      const text = next();
      const [from = NaN, to = from] = (PORTS[text] === undefined ? text.split('-').map(Number) : [PORTS[text]]) as number[];
      if (Math.max(from, to) > 65_535) throw new FilterError(`illegal port number ${Math.max(from, to)} > 65535`);
      if (Number.isNaN(from) || Number.isNaN(to)) throw new FilterError(`unknown port '${text}'`);
      return both((packet) => packet.protocol !== 'ICMP' && ends(packet, direction).some(({ port = -1 }) => port >= from && port <= to));
    }
    if (kind === 'net') {
      at++;
      const text = next();
      if (!parseCIDR(text)) throw new FilterError('syntax error');
      return both((packet) => ends(packet, direction).some(({ ip }) => isInCIDR(ip, text)));
    }
    if (kind === 'host' || (direction !== '' && kind !== undefined && kind.split('|').every(parseIP))) {
      if (kind === 'host') at++;
      const text = next();
      if (KEYWORDS.has(text)) throw new FilterError('syntax error');
      // A name stands here as the addresses that it was found to have.
      const addresses = text.split('|');
      if (!addresses.every(parseIP)) throw new FilterError(`unknown host '${text}'`);
      return both((packet) => ends(packet, direction).some(({ ip }) => addresses.includes(ip)));
    }
    if (!seen && (kind === 'greater' || kind === 'less')) {
      at++;
      const limit = Number(next());
      if (Number.isNaN(limit)) throw new FilterError('syntax error');
      return (packet) => (kind === 'greater' ? frameLength(packet) >= limit : frameLength(packet) <= limit);
    }
    const flags = /^tcp-flags:([a-z,]*):(!?=)([a-z,0]*)$/.exec(kind ?? '');
    if (flags) {
      at++;
      return ({ tcp }) => tcp !== undefined && hasFlags(tcp.flags, flags[1] as string, flags[2] as string, flags[3] as string);
    }
    if (!seen || direction !== '') throw new FilterError('syntax error');
    return protocol;
  };
  if (words.length === 0) return () => true;
  const filter = or();
  if (at < words.length) throw new FilterError('syntax error');
  return filter;
}

/** What may follow `src` and `dst` besides an address. */
const KEYWORDS = new Set(['host', 'net', 'port', 'portrange', 'or', 'and', '||', '&&', 'not', '!', '(', ')']);

/** Bytes of an Ethernet frame. */
function frameLength({ protocol, source, length, tcp }: CapturedPacket): number {
  const header = tcp ? (tcp.flags.startsWith('S') ? 40 : tcp.flags.startsWith('R') ? 20 : 32) : protocol === 'UDP' ? 8 : 0;
  return 14 + (source.ip.includes(':') ? 40 : 20) + header + length;
}

/** What a Pod can be listened to at. */
const DEVICES = [
  'eth0 [Up, Running, Connected]',
  'any (Pseudo-device that captures on all interfaces) [Up, Running]',
  'lo [Up, Running, Loopback]',
  'bluetooth-monitor (Bluetooth Linux Monitor) [Wireless]',
  'nflog (Linux netfilter log (NFLOG) interface) [none]',
  'nfqueue (Linux netfilter queue (NFQUEUE) interface) [none]',
  'dbus-system (D-Bus system bus) [none]',
  'dbus-session (D-Bus session bus) [none]',
];

export const tcpdump: Program = function* (process): Running {
  const options = readOptions(process, {
    short: 'i:nltc:vqUpeSr:Q:D\x01',
    long: { interface: 'i', 'absolute-tcp-sequence-numbers': 'S', version: '\x01', direction: 'Q', 'list-interfaces': 'D' },
    knownLong:
      'buffer-size= count dont-verify-checksums help immediate-mode linktype= list-data-link-types list-time-stamp-types micro monitor-mode nano no-optimize no-promiscuous-mode number packet-buffered print relinquish-privileges= snapshot-length= time-stamp-precision= time-stamp-type= debug',
    known: 'AbdfhHIJKLNOuxXB:C:E:F:G:j:m:M:s:T:V:w:W:y:z:Z:',
    usage: 'Usage: tcpdump [-AbdDefhHIJKlLnNOpqStuUvxX#] [ -B size ] [ -c count ] [--count]',
  });
  if (typeof options === 'number') return options;
  if (options.has('\x01')) {
    process.out('tcpdump version 4.99.3\nlibpcap version 1.10.3 (with TPACKET_V3)\nOpenSSL 3.0.19 27 Jan 2026\n');
    return 0;
  }
  if (options.has('D')) {
    // A node's cables to its Pods have random names.
    if (locationOf(process).kind !== 'pod') return unmodelled(process, 'tcpdump -D');
    process.out(DEVICES.map((device, at) => `${at + 1}.${device}\n`).join(''));
    return 0;
  }
  const way = options.value('Q') ?? 'inout';
  if (!['in', 'out', 'inout'].includes(way)) {
    process.err(`tcpdump: unknown capture direction \`${way}'\n`);
    return 1;
  }
  const wanted = options.value('c');
  if (wanted !== undefined && !(Number(wanted) > 0)) {
    process.err(`tcpdump: invalid packet count ${wanted}\n`);
    return 1;
  }
  const saved = options.value('r');
  if (saved !== undefined) {
    if (process.files.read(saved) !== undefined) return unmodelled(process, 'tcpdump -r');
    process.err(`tcpdump: ${saved}: No such file or directory\n`);
    return 1;
  }
  if (options.given.some(([letter]) => letter === 'e')) return unmodelled(process, 'tcpdump -e');
  const device = options.value('i') ?? 'eth0';
  if (!hasRawSockets(process)) {
    process.err(
      `tcpdump: ${device}: You don't have permission to perform this capture on that device\n(Attempt to create packet socket failed - CAP_NET_RAW may be required)\n`,
    );
    return 1;
  }
  if (!['eth0', 'lo', 'any'].includes(device)) {
    process.err(`tcpdump: ${device}: No such device exists\n(No such device exists)\n`);
    return 1;
  }
  const text = options.args.join(' ');
  // Tests of TCP's flags become one word each, `tcp-flags:syn,ack:!=0`; tests of other bytes are not simulated.
  const worded = text.replace(
    FLAG_TEST,
    (_, mask: string | undefined, relation: string, value: string) => ` ${flagWord(mask ?? EVERY_FLAG, relation, value)} `,
  );
  if (/[[\]&]/.test(worded.replace(/&&/g, ''))) return unmodelled(process, `tcpdump filter '${text}'`);
  const words = worded
    .replace(/([()]|!(?!=))/g, ' $1 ')
    .split(/\s+/)
    .filter((word) => word !== '');
  for (const [at, word] of words.entries()) {
    const isName = words[at - 1] === 'host' || (/^(src|dst)$/.test(words[at - 1] ?? '') && !KEYWORDS.has(word));
    if (!isName || parseIP(word)) continue;
    const { addresses } = yield* resolveName(process, word);
    if (addresses.length > 0) words[at] = addresses.join('|');
  }
  const any = device === 'any';
  if (any) process.err('tcpdump: data link type LINUX_SLL2\n');
  let filter: Filter;
  try {
    filter = parseFilter(words);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    process.err(`tcpdump: ${error.message === 'syntax error' ? "can't parse filter expression: " : ''}${error.message}\n`);
    return 1;
  }
  const verbose = options.has('v');
  if (!verbose) process.err(`tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\n`);
  process.err(
    `${verbose ? 'tcpdump: ' : ''}listening on ${device}, link-type ${any ? 'LINUX_SLL2 (Linux cooked v2)' : 'EN10MB (Ethernet)'}, snapshot length 262144 bytes\n`,
  );
  const { draft } = process;
  const packets = (draft.packets ??= []);
  const machine = machineKey(locationOf(process));
  let at = packets.length;
  let captured = 0;
  const limit = Number(options.value('c') ?? Infinity);
  const flows: Flows | undefined = options.has('S') ? undefined : new Map();
  while (captured < limit) {
    const packet = packets[at++];
    if (!packet) {
      at--;
      yield { until: () => at < packets.length, interruptible: true, endless: true };
      if (process.interrupted) break;
      continue;
    }
    if (
      packet.machine !== machine ||
      (!any && packet.interface !== device) ||
      !filter(packet) ||
      (way !== 'inout' && (packet.direction === 'Out') !== (way === 'out'))
    )
      continue;
    captured++;
    process.out(
      `${options.has('t') ? '' : `${timestamp(packet)} `}${any ? `${packet.interface.padEnd(5)} ${packet.direction.padEnd(3)} ` : ''}${describe(packet, options.has('q'), flows)}\n`,
    );
  }
  if (process.interrupted) process.out('\n');
  process.err(
    `${captured} packet${captured === 1 ? '' : 's'} captured\n${captured} packet${captured === 1 ? '' : 's'} received by filter\n0 packets dropped by kernel\n`,
  );
  return 0;
};

/**
 * Whether this process may open a packet socket: containerd gives NET_RAW to root unless the container drops it, and the words
 * without it are libpcap 1.10.3's (pcap-linux.c setup_socket). Models containerd pkg/oci WithCapabilities and runc: who is not root
 * has no capability in effect, whatever the container adds.
 */
function hasRawSockets({ draft, place }: Process): boolean {
  const pod = place.kind === 'pod' ? draft.get('pods', place.namespace, place.pod) : undefined;
  if (!pod || place.kind !== 'pod') return true;
  const own = (pod.spec.containers.find(({ name }) => name === place.container) ?? pod.spec.containers[0])?.securityContext ?? {};
  if ((own['runAsUser'] ?? pod.spec.securityContext?.['runAsUser'] ?? 0) !== 0) return false;
  const { add = [], drop = [] } = (own['capabilities'] ?? {}) as { readonly [list: string]: readonly string[] };
  const names = (list: readonly string[]): boolean => list.some((name) => ['ALL', 'NET_RAW', 'CAP_NET_RAW'].includes(name.toUpperCase()));
  return own['privileged'] === true || names(add) || !names(drop);
}

function unmodelled(process: Process, what: string): number {
  process.notSimulated('tool-option', { option: what }, `minato: ${what} is not simulated`);
  return 1;
}

function timestamp({ at }: CapturedPacket): string {
  const { hour, minute, second, millisecond } = civilTime(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(hour)}:${two(minute)}:${two(second)}.${String(millisecond).padStart(3, '0')}000`;
}

function describe(packet: CapturedPacket, quiet: boolean, flows: Flows | undefined): string {
  const { source, destination } = packet;
  const six = source.ip.includes(':');
  const end = ({ ip, port }: CapturedPacket['source']): string => (port === undefined ? ip : `${ip}.${port}`);
  return `${six ? 'IP6' : 'IP'} ${end(source)} > ${end(destination)}: ${payload(packet, six, quiet, flows)}`;
}

function payload(packet: CapturedPacket, six: boolean, quiet: boolean, flows: Flows | undefined): string {
  const { dns, tcp, icmp, length } = packet;
  if (quiet && packet.protocol !== 'ICMP') return packet.protocol === 'TCP' ? `tcp ${length}` : `UDP, length ${length}`;
  if (dns && packet.protocol === 'UDP') return dnsText(dns);
  if (tcp) return `${tcpText(packet, tcp, flows)}${dns ? ` ${dnsText(dns)}` : ''}`;
  if (icmp) return `${icmpText(icmp, six)}, length ${length}`;
  return `${packet.protocol}, length ${length}`;
}

function icmpText({ kind, id = 1, seq = 1, about }: NonNullable<CapturedPacket['icmp']>, six: boolean): string {
  if (kind === 'echo request' || kind === 'echo reply') return `${six ? 'ICMP6,' : 'ICMP'} ${kind}, id ${id}, seq ${seq}`;
  const { ip = '', port = 0, protocol = 'TCP' } = about ?? {};
  const end = `${protocol === 'ICMP' ? 'protocol 1' : protocol.toLowerCase()} port ${port}`;
  if (kind === 'time-exceeded') return six ? `ICMP6, time exceeded in-transit for ${ip}` : 'ICMP time exceeded in-transit';
  if (kind === 'host-unreachable') return six ? `ICMP6, destination unreachable, unreachable address ${ip}` : `ICMP host ${ip} unreachable`;
  return six ? `ICMP6, destination unreachable, unreachable port, ${ip} ${end}` : `ICMP ${ip} ${end} unreachable`;
}

/** What conversations began with: by both ends, the first end seen and the numbers that others are counted from. */
type Flows = Map<string, { readonly from: string; seq: number; ack: number }>;

const wrapped = (value: number): number => ((value % 0x1_0000_0000) + 0x1_0000_0000) % 0x1_0000_0000;

/** Numbers as they are shown. Models tcpdump print-tcp.c: counted from the first segment with an ACK that was seen, which is shown as it is. */
function shownNumbers(
  { source, destination }: CapturedPacket,
  { flags, seq, ack }: NonNullable<CapturedPacket['tcp']>,
  flows: Flows | undefined,
): readonly [seq: number, ack: number] {
  if (!flows || !flags.includes('.')) return [wrapped(seq), wrapped(ack)];
  const ends = [source, destination].map(({ ip, port }) => `${ip}.${port}`);
  const [from = ''] = ends;
  const key = [...ends].sort().join(' ');
  const known = flows.get(key);
  if (!known || flags.startsWith('S')) {
    flows.set(key, { from, seq, ack: ack - 1 });
    return [wrapped(seq), wrapped(ack)];
  }
  return known.from === from ? [wrapped(seq - known.seq), wrapped(ack - known.ack)] : [wrapped(seq - known.ack), wrapped(ack - known.seq)];
}

function tcpText(packet: CapturedPacket, tcp: NonNullable<CapturedPacket['tcp']>, flows: Flows | undefined): string {
  const { length, firstLine, destination, source, interface: device } = packet;
  const { flags, window, isn, peerISN, mss } = tcp;
  const [seq, ack] = shownNumbers(packet, tcp, flows);
  const opening = flags.startsWith('S');
  const parts = [`Flags [${flags}]`];
  if (length > 0) parts.push(`seq ${seq}:${wrapped(seq + length)}`);
  else if (/[SFR]/.test(flags)) parts.push(`seq ${seq}`);
  if (flags.includes('.')) parts.push(`ack ${ack}`);
  parts.push(`win ${window}`);
  const stamp = wrapped(isn >>> 1);
  if (opening)
    parts.push(
      `options [mss ${(mss ?? (device === 'lo' ? 65_495 : 1460)) - (source.ip.includes(':') && mss === undefined ? 20 : 0)},sackOK,TS val ${stamp} ecr ${flags === 'S' ? 0 : wrapped(peerISN >>> 1)},nop,wscale 10]`,
    );
  else if (!flags.startsWith('R')) parts.push(`options [nop,nop,TS val ${stamp} ecr ${wrapped(peerISN >>> 1)}]`);
  parts.push(`length ${length}`);
  const isHTTP = [source.port, destination.port].some((port) => port === 80 || port === 8080);
  return `${parts.join(', ')}${isHTTP && firstLine !== undefined && length > 0 ? `: HTTP: ${firstLine}` : ''}`;
}

/** `27315+ [1au] A? web. (44)`, `27315*- 1/0/1 A 10.96.60.1 (115)`. */
function dnsText({ id, flags, rcode, question, answer, authority, additional, edns, bytes }: DNSMessage): string {
  const counts = [answer.length, authority.length, additional.length + (edns ? 1 : 0)];
  if (!flags.qr) {
    return `${id}${flags.rd ? '+' : ''}${flags.cd ? '%' : ''}${counts[2] ? ` [${counts[2]}au]` : ''} ${typeText(question.qtype)}? ${question.qname} (${bytes})`;
  }
  const code = rcode === 'NOERROR' ? '' : ` ${{ NXDOMAIN: 'NXDomain', SERVFAIL: 'ServFail', REFUSED: 'Refused', FORMERR: 'FormErr', NOTIMP: 'NotImp' }[rcode]}`;
  const marks = `${flags.aa ? '*' : ''}${flags.ra ? '' : '-'}${flags.tc ? '|' : ''}${flags.ad ? '$' : ''}`;
  return `${id}${code}${marks} ${counts.join('/')}${answer.length > 0 ? ` ${answer.map(recordText).join(', ')}` : ''} (${bytes})`;
}

/** Types that are younger than tcpdump 4.99.3 knows (print-domain.c ns_type2str). */
const YOUNG_TYPES: { readonly [type: string]: number } = { TLSA: 52, CDS: 59, CDNSKEY: 60, SVCB: 64, HTTPS: 65, URI: 256, CAA: 257 };
const typeText = (type: string): string => (type in YOUNG_TYPES ? `Type${YOUNG_TYPES[type]}` : type);

/** Models tcpdump 4.99 print-domain.c ns_rprint: of an SOA the numbers are for `-v`, a host stands before its numbers. */
function recordText({ type, rdata }: ResourceRecord): string {
  const [first, second, port, target] = rdata.split(' ');
  if (type === 'SOA') return type;
  if (type === 'MX') return `MX ${second} ${first}`;
  return type === 'SRV' ? `SRV ${target}:${port} ${first} ${second}` : `${type} ${rdata}`;
}
