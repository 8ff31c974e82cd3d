// Models iputils ping 20221126 and busybox ping: what an echo to Pods, nodes and Service addresses comes to (case traffic/ping).
import { familyOf, isIPAddress, parseIP, reverseName, type IPValue } from '../api/ip-address.ts';
import { host } from '../dns/lookup.ts';
import type { Process, Program, Running, Wait } from '../machine/process.ts';
import { gatewayOf } from '../network/machines.ts';
import type { PacketTrace } from '../network/trace.ts';
import { sendFirst } from './connection.ts';
import { BUSYBOX_BANNER, notSimulated, readOptions } from './options.ts';
import { locationOf, ownAddresses, resolutionError, resolveName, resolverContext } from './resolving.ts';

const TIME = '0.050';
/** What an echo costs: a packet is followed there and back. */
const STEPS_PER_ECHO = 10;
/** What fits into a packet. */
const LARGEST = 65_507;
const UNREACHABLE = {
  IPv4: {
    'port-unreachable': 'Destination Port Unreachable',
    'host-unreachable': 'Destination Host Unreachable',
    'network-unreachable': 'Destination Net Unreachable',
    'time-exceeded': 'Time to live exceeded',
  },
  IPv6: {
    'port-unreachable': 'Destination unreachable: Port unreachable',
    'host-unreachable': 'Destination unreachable: Address unreachable',
    'network-unreachable': 'Destination unreachable: No route',
    'time-exceeded': 'Time exceeded: Hop limit',
  },
};

const USAGE = `
Usage
  ping [options] <destination>

Options:
  <destination>      dns name or ip address
  -a                 use audible ping
  -A                 use adaptive ping
  -B                 sticky source address
  -c <count>         stop after <count> replies
  -C                 call connect() syscall on socket creation
  -D                 print timestamps
  -d                 use SO_DEBUG socket option
  -e <identifier>    define identifier for ping session, default is random for
                     SOCK_RAW and kernel defined for SOCK_DGRAM
                     Imply using SOCK_RAW (for IPv4 only for identifier 0)
  -f                 flood ping
  -h                 print help and exit
  -I <interface>     either interface name or address
  -i <interval>      seconds between sending each packet
  -L                 suppress loopback of multicast packets
  -l <preload>       send <preload> number of packages while waiting replies
  -m <mark>          tag the packets going out
  -M <pmtud opt>     define mtu discovery, can be one of <do|dont|want>
  -n                 no dns name resolution
  -O                 report outstanding replies
  -p <pattern>       contents of padding byte
  -q                 quiet output
  -Q <tclass>        use quality of service <tclass> bits
  -s <size>          use <size> as number of data bytes to be sent
  -S <size>          use <size> as SO_SNDBUF socket option value
  -t <ttl>           define time to live
  -U                 print user-to-user latency
  -v                 verbose output
  -V                 print version and exit
  -w <deadline>      reply wait <deadline> in seconds
  -W <timeout>       time to wait for response

IPv4 options:
  -4                 use IPv4
  -b                 allow pinging broadcast
  -R                 record route
  -T <timestamp>     define timestamp, can be one of <tsonly|tsandaddr|tsprespec>

IPv6 options:
  -6                 use IPv6
  -F <flowlabel>     define flow label, default is random
  -N <nodeinfo opt>  use icmp6 node info query, try <help> as argument

For more details see ping(8).`;

const BUSYBOX_USAGE = `ping [OPTIONS] HOST

Send ICMP ECHO_REQUESTs to HOST

	-4,-6		Force IP or IPv6 name resolution
	-c CNT		Send only CNT pings
	-s SIZE		Send SIZE data bytes in packets (default 56)
	-i SECS		Interval
	-A		Ping as soon as reply is received
	-t TTL		Set TTL
	-I IFACE/IP	Source interface or IP address
	-W SEC		Seconds to wait for the first response (default 10)
			(after all -c CNT packets are sent)
	-w SEC		Seconds until ping exits (default:infinite)
			(can exit earlier with -c CNT)
	-q		Quiet, only display output at start/finish
	-p HEXBYTE	Payload pattern`;

/** The name an address has backwards, as ping shows it beside addresses when it was given a name. */
function* nameOf(process: Process, ip: string): Generator<Wait, string | undefined, void> {
  const inFile = (process.files.read('/etc/hosts') ?? '')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
    .find(([first]) => first === ip);
  if (inFile) return inFile[1];
  const trace = yield* host(resolverContext(process), reverseName(parseIP(ip) as IPValue), 'PTR', { search: false, tries: 1 });
  process.trace({ dns: { ...trace, resolver: 'glibc' } });
  return trace.exchanges
    .at(-1)
    ?.reply?.answer.find(({ type }) => type === 'PTR')
    ?.rdata.replace(/\.$/, '');
}

/** The machine's own filter turned the echo away: sendmsg(2) says so besides (case traffic/echoes). */
function isRefusedAtHome({ hops }: PacketTrace): boolean {
  const [sent] = hops;
  const last = hops.at(-1);
  return sent?.kind === 'send' && last?.kind === 'refuse' && last.rule === 'icmp-unanswered' && JSON.stringify(sent.at) === JSON.stringify(last.at);
}

/** The least and the most of options that are whole numbers. */
const RANGES: { readonly [letter: string]: readonly [number, bigint] } = {
  c: [1, 9_223_372_036_854_775_807n],
  s: [0, 2_147_483_647n],
  t: [0, 255n],
  w: [0, 2_147_483_647n],
};

/** Who sends word of an echo whose time to live is too short: the sender's node, then that of the Pod. */
function expiredAt(process: Process, ip: string, ttl: number, { endpoint, replyTTL = 64 }: PacketTrace): string | undefined {
  if (ttl > 64 - replyTTL) return undefined;
  const at = locationOf(process);
  const named = (name: string | undefined) => process.draft.config.nodes.find((one) => one.name === name);
  const near = at.kind === 'pod' ? named(at.node) : undefined;
  const far = endpoint?.kind === 'pod' ? named(endpoint.node) : undefined;
  return ttl === 1 && near ? gatewayOf(near, familyOf(ip)) : far?.ips.find((own) => familyOf(own) === familyOf(ip));
}

export const ping: Program = function* (process): Running {
  const options = readOptions(process, {
    short: '46aBc:I:M:W:w:i:nqs:t:OVh',
    known: 'AbCdDfLrRUve:l:m:p:Q:S:T:F:N:',
    usageExit: 2,
    usage: USAGE,
  });
  if (typeof options === 'number') return options;
  if (options.has('V')) {
    process.out('ping from iputils 20221126\nlibcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending(): yes\n');
    return 0;
  }
  if (options.has('h')) {
    process.err(`${USAGE}\n`);
    return 2;
  }
  for (const [letter, value] of options.given) {
    const range = RANGES[letter];
    if (range && /^-?\d+$/.test(value) && (Number(value) < range[0] || BigInt(value) > range[1])) {
      process.err(`ping: invalid argument: '${value}': out of range: ${range[0]} <= value <= ${range[1]}\n`);
      return 1;
    }
    if ('cWwist'.includes(letter) && !/^\d+$/.test(value) && !('Wwi'.includes(letter) && /^\d*\.?\d+$/.test(value))) {
      process.err(
        letter === 'i' || letter === 'W'
          ? `ping: option argument contains garbage: ${value}\nping: this will become fatal error in the future\n`
          : `ping: invalid argument: '${value}'\n`,
      );
      return 1;
    }
  }
  if (options.value('t') === '0') {
    process.err('ping: cannot set unicast time-to-live: Invalid argument\n');
    return 2;
  }
  const [target] = options.args;
  if (target === undefined) {
    process.err('ping: usage error: Destination address required\n');
    return 1;
  }
  const discovery = options.value('M');
  if (discovery !== undefined && !['do', 'dont', 'want'].includes(discovery)) {
    process.err(`ping: invalid -M argument: ${discovery}\n`);
    return 2;
  }
  if (discovery === 'do' && Number(options.value('s') ?? 56) > 1472) return notSimulated(process, 'ping -M do of what is too large');
  const from = options.value('I');
  const own = ownAddresses(process, 'IPv4');
  if (from !== undefined && (isIPAddress(from) ? !own.includes(from) : from !== 'eth0')) {
    if (from === 'lo') return notSimulated(process, 'ping -I lo');
    process.err(isIPAddress(from) ? 'ping: bind: Cannot assign requested address\n' : `ping: SO_BINDTODEVICE ${from}: No such device\n`);
    return 2;
  }
  const via = from === undefined ? '' : `from ${isIPAddress(from) ? `${from} ` : `${own[0]} ${from}`}: `;
  const { addresses, canonicalName, outcome } = yield* resolveName(process, target, options.has('4') ? 'A' : options.has('6') ? 'AAAA' : 'both');
  // It asks the kernel from where it would send: what is nobody's address is its own.
  const ip = addresses[0] === '0.0.0.0' ? '127.0.0.1' : addresses[0];
  if (ip === undefined) {
    process.err(
      `ping: ${target}: ${isIPAddress(target) || (outcome === 'NODATA' && (options.has('4') || options.has('6'))) ? 'Address family for hostname not supported' : resolutionError(process, outcome)}\n`,
    );
    return 2;
  }
  const family = familyOf(ip);
  // What inet_aton(3) reads is no name.
  const named = !isIPAddress(target) && /[^\d.]/.test(target);
  const size = Number(options.value('s') ?? 56);
  // The time of sending is in the echo itself: sixteen bytes.
  const isTimed = size >= 16;
  // iputils shows the name that DNS gave for IPv4, and what was typed for IPv6.
  const shown = named && family === 'IPv6' ? target : canonicalName;
  const first = sendFirst(process, { protocol: 'ICMP', ip });
  if (first.failure === 'network-unreachable') {
    process.err('ping: connect: Network is unreachable\n');
    return 2;
  }
  const source = function* (address: string): Generator<Wait, string, void> {
    if (!named || options.has('n')) return address;
    return `${(yield* nameOf(process, address)) ?? address} (${address})`;
  };
  process.out(
    `PING ${shown}${family === 'IPv6' ? `(${yield* source(ip)})` : ` (${ip})`} ${family === 'IPv6' ? `${size} data` : `${via}${size}(${size + 28})`} bytes${family === 'IPv6' ? '' : ' of data.'}\n`,
  );
  const count = Number(options.value('c') ?? Infinity);
  const intervalMs = Number(options.value('i') ?? 1) * 1000;
  const timeoutMs = Number(options.value('W') ?? 10) * 1000;
  const endsAt = options.value('w') === undefined ? Infinity : process.now + Number(options.value('w')) * 1000;
  const startedAt = process.now;
  const seen = { sent: 0, received: 0, errors: 0, lastSentAt: startedAt };
  // What comes back later than the next echo goes out: in the order in which it was sent.
  const late: { readonly at: number; readonly seq: number; readonly icmp: NonNullable<PacketTrace['icmp']> }[] = [];
  const complain = function* (seq: number, { from: teller, message }: NonNullable<PacketTrace['icmp']>): Generator<Wait, void, void> {
    seen.errors++;
    if (!options.has('q')) process.out(`From ${yield* source(teller)} icmp_seq=${seq} ${UNREACHABLE[family][message]}\n`);
  };
  const waitUntil = function* (deadline: number): Generator<Wait, void, void> {
    for (let next = late[0]; next && next.at <= deadline && !process.interrupted; next = late[0]) {
      yield { deadline: next.at, interruptible: true };
      if (process.interrupted) return;
      late.shift();
      yield* complain(next.seq, next.icmp);
    }
    if (!isLast || late.length > 0 || !isAnswered) yield { deadline, interruptible: true };
  };
  let [isLast, isAnswered] = [false, false];
  let attempt: { readonly trace: PacketTrace } = first;
  for (let seq = 1; seq <= count; seq++) {
    if (seq > 1) attempt = sendFirst(process, { protocol: 'ICMP', ip }, { seq });
    seen.sent++;
    process.step(STEPS_PER_ECHO);
    seen.lastSentAt = process.now;
    const { trace } = attempt;
    isLast = seq === count;
    isAnswered = (trace.verdict === 'delivered' && size <= LARGEST) || trace.icmp !== undefined;
    if (isRefusedAtHome(trace)) process.err('ping: sendmsg: Operation not permitted\n');
    const expired = trace.verdict === 'delivered' && options.has('t') ? expiredAt(process, ip, Number(options.value('t')), trace) : undefined;
    if (expired !== undefined) yield* complain(seq, { from: expired, message: 'time-exceeded' });
    else if (trace.verdict === 'delivered' && size <= LARGEST) {
      seen.received++;
      if (!options.has('q'))
        process.out(`${size + 8} bytes from ${yield* source(ip)}: icmp_seq=${seq} ttl=${trace.replyTTL ?? 64}${isTimed ? ` time=${TIME} ms` : ''}\n`);
    } else if (trace.icmp && trace.elapsedMs > 0) late.push({ at: process.now + trace.elapsedMs, seq, icmp: trace.icmp });
    else if (trace.icmp) yield* complain(seq, trace.icmp);
    if (process.now >= endsAt) break;
    yield* waitUntil(Math.min(endsAt, process.now + (isLast ? timeoutMs : intervalMs)));
    if (process.interrupted || process.now >= endsAt) break;
  }
  const lost = Math.round(((seen.sent - seen.received) / seen.sent) * 1000) / 10;
  process.out(
    `\n--- ${shown} ping statistics ---\n${seen.sent} packets transmitted, ${seen.received} received, ${seen.errors > 0 ? `+${seen.errors} errors, ` : ''}${String(lost)}% packet loss, time ${seen.lastSentAt - startedAt}ms\n`,
  );
  process.out(seen.received > 0 && isTimed ? `rtt min/avg/max/mdev = ${TIME}/${TIME}/${TIME}/0.000 ms\n` : '\n');
  return seen.received > 0 && (count === Infinity || seen.received >= Math.min(count, seen.sent)) ? 0 : 1;
};

export const busyboxPing: Program = function* (process): Running {
  const options = readOptions(process, { short: '46c:W:w:i:qs:', known: 't:I:Ap:', busyboxUsage: BUSYBOX_USAGE });
  if (typeof options === 'number') return options;
  const [target] = options.args;
  if (target === undefined) {
    process.err(`${BUSYBOX_BANNER}\n\nUsage: ${BUSYBOX_USAGE}\n`);
    return 1;
  }
  const wrong = options.given.find(([letter, value]) => 'cWwis'.includes(letter) && !/^\d+$/.test(value));
  if (wrong) {
    process.err(`ping: invalid number '${wrong[1]}'\n`);
    return 1;
  }
  const size = Number(options.value('s') ?? 56);
  const { addresses } = yield* resolveName(process, target, options.has('4') ? 'A' : options.has('6') ? 'AAAA' : 'both');
  const [ip] = addresses;
  if (ip === undefined) {
    process.err(`ping: bad address '${target}'\n`);
    return 1;
  }
  process.out(`PING ${target} (${ip}): ${size} data bytes\n`);
  // No count, or none at all, is for ever.
  const count = Number(options.value('c') ?? 0) || Infinity;
  let sent = 0;
  let received = 0;
  for (let seq = 0; seq < count; seq++) {
    const { trace } = sendFirst(process, { protocol: 'ICMP', ip });
    sent++;
    if (trace.verdict === 'delivered') {
      received++;
      if (!options.has('q')) process.out(`${size + 8} bytes from ${ip}: seq=${seq} ttl=${trace.replyTTL ?? 64}${size < 4 ? '' : ` time=${TIME} ms`}\n`);
    }
    const last = seq === count - 1;
    if (!last || trace.verdict !== 'delivered') yield { deadline: process.now + (last ? Number(options.value('W') ?? 10) * 1000 : 1000), interruptible: true };
    if (process.interrupted) break;
  }
  process.out(
    `\n--- ${target} ping statistics ---\n${sent} packets transmitted, ${received} packets received, ${Math.floor(((sent - received) / sent) * 100)}% packet loss\n`,
  );
  if (received > 0) process.out(`round-trip min/avg/max = ${TIME}/${TIME}/${TIME} ms\n`);
  return received > 0 ? 0 : 1;
};
