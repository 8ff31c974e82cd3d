// Models iputils ping 20221126 and busybox ping: what an echo to Pods, nodes and Service addresses comes to (case traffic/ping).
import { familyOf, isIPAddress, parseIP, reverseName, type IPValue } from '../api/ip-address.ts';
import { host } from '../dns/lookup.ts';
import type { Process, Program, Running, Wait } from '../machine/process.ts';
import type { PacketTrace } from '../network/trace.ts';
import { sendFirst } from './connection.ts';
import { readOptions } from './options.ts';
import { resolutionError, resolveName, resolverContext } from './resolving.ts';

const TIME = '0.050';
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

export const ping: Program = function* (process): Running {
  const options = readOptions(process, {
    short: '46c:W:w:i:nqs:t:O',
    known: 'aAbBdDfhLrRUvVe:I:l:m:M:p:Q:S:T:F:N:',
    usageExit: 2,
    usage: '\nUsage\n  ping [options] <destination>',
  });
  if (typeof options === 'number') return options;
  for (const [letter, value] of options.given)
    if ('cWwist'.includes(letter) && !/^\d+$/.test(value) && !('Wwi'.includes(letter) && /^\d*\.?\d+$/.test(value))) {
      process.err(
        letter === 'i'
          ? `ping: option argument contains garbage: ${value}\nping: this will become fatal error in the future\n`
          : `ping: invalid argument: '${value}'\n`,
      );
      return 1;
    }
  const [target] = options.args;
  if (target === undefined) {
    process.err('ping: usage error: Destination address required\n');
    return 1;
  }
  const { addresses, canonicalName, outcome } = yield* resolveName(process, target, options.has('4') ? 'A' : options.has('6') ? 'AAAA' : 'both');
  const [ip] = addresses;
  if (ip === undefined) {
    process.err(
      `ping: ${target}: ${isIPAddress(target) || (outcome === 'NODATA' && (options.has('4') || options.has('6'))) ? 'Address family for hostname not supported' : resolutionError(process, outcome)}\n`,
    );
    return 2;
  }
  const family = familyOf(ip);
  const named = !isIPAddress(target);
  const size = Number(options.value('s') ?? 56);
  // iputils shows the name that DNS gave for IPv4, and what was typed for IPv6.
  const shown = named ? (family === 'IPv6' ? target : canonicalName) : ip;
  const first = sendFirst(process, { protocol: 'ICMP', ip });
  if (first.failure === 'network-unreachable') {
    process.err('ping: connect: Network is unreachable\n');
    return 2;
  }
  process.out(
    `PING ${shown}${family === 'IPv6' ? `(${named ? `${canonicalName} (${ip})` : ip})` : ` (${ip})`} ${family === 'IPv6' ? `${size} data` : `${size}(${size + 28})`} bytes${family === 'IPv6' ? '' : ' of data.'}\n`,
  );
  const count = Number(options.value('c') ?? Infinity);
  const intervalMs = Number(options.value('i') ?? 1) * 1000;
  const timeoutMs = Number(options.value('W') ?? 10) * 1000;
  const endsAt = options.value('w') === undefined ? Infinity : process.now + Number(options.value('w')) * 1000;
  const startedAt = process.now;
  const seen = { sent: 0, received: 0, errors: 0, lastSentAt: startedAt };
  const source = function* (address: string): Generator<Wait, string, void> {
    if (!named || options.has('n')) return address;
    return `${(yield* nameOf(process, address)) ?? address} (${address})`;
  };
  let attempt: { readonly trace: PacketTrace } = first;
  for (let seq = 1; seq <= count; seq++) {
    if (seq > 1) attempt = sendFirst(process, { protocol: 'ICMP', ip }, { seq });
    seen.sent++;
    seen.lastSentAt = process.now;
    const { trace } = attempt;
    const last = seq === count;
    if (isRefusedAtHome(trace)) process.err('ping: sendmsg: Operation not permitted\n');
    if (trace.verdict === 'delivered') {
      seen.received++;
      if (!options.has('q'))
        process.out(
          `64 bytes from ${yield* source(ip)}: icmp_seq=${seq} ttl=${trace.replyTTL ?? 64} time=${TIME} ms\n`.replace('64 bytes', `${size + 8} bytes`),
        );
    } else if (trace.icmp) {
      seen.errors++;
      if (trace.elapsedMs > 0) yield { deadline: process.now + trace.elapsedMs, interruptible: true };
      if (!options.has('q') && !process.interrupted)
        process.out(`From ${yield* source(trace.icmp.from)} icmp_seq=${seq} ${UNREACHABLE[family][trace.icmp.message]}\n`);
    }
    if (process.now >= endsAt) break;
    if (!last || (trace.verdict !== 'delivered' && !trace.icmp))
      yield { deadline: Math.min(endsAt, process.now + (last ? timeoutMs : intervalMs)), interruptible: true };
    if (process.interrupted) break;
  }
  const lost = Math.round(((seen.sent - seen.received) / seen.sent) * 1000) / 10;
  process.out(
    `\n--- ${shown} ping statistics ---\n${seen.sent} packets transmitted, ${seen.received} received, ${seen.errors > 0 ? `+${seen.errors} errors, ` : ''}${String(lost)}% packet loss, time ${seen.lastSentAt - startedAt}ms\n`,
  );
  process.out(seen.received > 0 ? `rtt min/avg/max/mdev = ${TIME}/${TIME}/${TIME}/0.000 ms\n` : '\n');
  return seen.received > 0 && (count === Infinity || seen.received >= Math.min(count, seen.sent)) ? 0 : 1;
};

export const busyboxPing: Program = function* (process): Running {
  const options = readOptions(process, { short: '46c:W:w:i:qs:', known: 't:I:A', busyboxUsage: 'ping [OPTIONS] HOST' });
  if (typeof options === 'number') return options;
  const [target] = options.args;
  if (target === undefined) {
    process.err('ping: missing operand\n');
    return 1;
  }
  const { addresses } = yield* resolveName(process, target, options.has('4') ? 'A' : options.has('6') ? 'AAAA' : 'both');
  const [ip] = addresses;
  if (ip === undefined) {
    process.err(`ping: bad address '${target}'\n`);
    return 1;
  }
  process.out(`PING ${target} (${ip}): 56 data bytes\n`);
  const count = Number(options.value('c') ?? Infinity);
  let sent = 0;
  let received = 0;
  for (let seq = 0; seq < count; seq++) {
    const { trace } = sendFirst(process, { protocol: 'ICMP', ip });
    sent++;
    if (trace.verdict === 'delivered') {
      received++;
      if (!options.has('q')) process.out(`64 bytes from ${ip}: seq=${seq} ttl=${trace.replyTTL ?? 64} time=${TIME} ms\n`);
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
