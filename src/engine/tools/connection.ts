// A TCP connection, a datagram or an echo of a program, through every rule of the network to what answers.
import { byteLength } from '../api/go-text.ts';
import type { DurationMs } from '../clock/instant.ts';
import type { Process, Wait } from '../machine/process.ts';
import { connect, type Destination } from '../network/connect.ts';
import { findListener, machineKey } from '../network/machines.ts';
import { logClosing, logData, logForward, logOpening, logRefusal, logReply, type LoggedConnection, logSYNAgain } from '../network/packet-log.ts';
import type { Location, PacketTrace } from '../network/trace.ts';
import type { Listener } from '../store/tables.ts';
import { locationOf } from './resolving.ts';

/** An open connection: both ends, and what answers at the other. */
export interface Connection {
  readonly trace: PacketTrace;
  readonly at: Location;
  readonly listener: Listener;
  /** Address and port of the client as the server sees them. */
  readonly client: { readonly ip: string; readonly port: number };
  /** This end's own. */
  readonly local: { readonly ip: string; readonly port: number };
  /** What tcpdump follows; TCP only. */
  readonly log?: LoggedConnection;
}

export type ConnectFailure = 'refused' | 'timeout' | 'no-route' | 'network-unreachable';

export interface Attempt {
  readonly connection?: Connection;
  readonly failure?: ConnectFailure;
  readonly elapsedMs: DurationMs;
  readonly trace: PacketTrace;
  /** What a caller that did not wait so long would have heard, and when. */
  readonly comes?: { readonly failure: ConnectFailure; readonly afterMs: DurationMs };
  /** What the wire saw of a TCP connection that failed. */
  readonly opening?: LoggedConnection;
}

/** Linux gives up on a SYN after about this long (tcp_syn_retries 6). */
const SYN_TIMEOUT_MS = 134_000;
/** When a SYN without an answer is sent again (tcp_syn_linear_timeouts 4, then twice as long each time). */
const SYN_AGAIN_MS = [1000, 2000, 3000, 4000, 5000, 7000, 11_000, 19_000, 35_000, 67_000];

/** Opens a TCP connection; waits until it is accepted, refused, or the limit is over. Over IPv6 every program hears a rule's refusal late (case traffic/six-with-every-tool). */
export function* openTCP(process: Process, ip: string, port: number, limitMs: DurationMs = SYN_TIMEOUT_MS): Generator<Wait, Attempt, void> {
  return yield* ip.includes(':') ? openBlockingTCP(process, ip, port, limitMs) : attemptTCP(process, ip, port, limitMs);
}

function* attemptTCP(process: Process, ip: string, port: number, limitMs: DurationMs): Generator<Wait, Attempt, void> {
  const startedAt = process.now;
  const attempt = sendFirst(process, { protocol: 'TCP', ip, port });
  const { trace } = attempt;
  const waitsMs = attempt.failure === 'timeout' ? limitMs : Math.min(limitMs, trace.elapsedMs);
  if (attempt.opening && process.recall(() => process.draft.packets !== undefined)) {
    for (const at of SYN_AGAIN_MS) {
      if (at >= waitsMs) break;
      yield { deadline: startedAt + at };
      const { opening } = attempt;
      process.recall(() => logSYNAgain(process.draft, opening));
    }
  }
  if (waitsMs > 0) yield { deadline: startedAt + waitsMs };
  // kubectl port-forward says that it has a connection before anything comes back through it.
  if (attempt.connection && attempt.connection.at !== trace.endpoint) yield {};
  const elapsedMs = process.now - startedAt;
  if (attempt.failure === 'timeout' || trace.elapsedMs <= limitMs) return { ...attempt, elapsedMs };
  return { failure: 'timeout', elapsedMs, trace, ...(attempt.failure && { comes: { failure: attempt.failure, afterMs: trace.elapsedMs } }) };
}

/**
 * The same for a program that blocks in connect(2), as wget and busybox do, not curl and nc: an ICMP error that comes back while the
 * SYN is still on its way is not heard, the one of the SYN that goes out again after a second is (case traffic/refusals-heard-late).
 */
export function* openBlockingTCP(process: Process, ip: string, port: number, limitMs: DurationMs = SYN_TIMEOUT_MS): Generator<Wait, Attempt, void> {
  const startedAt = process.now;
  const attempt = yield* attemptTCP(process, ip, port, limitMs);
  const [again = 0] = SYN_AGAIN_MS;
  if (attempt.failure !== 'refused' || attempt.trace.icmp === undefined || attempt.elapsedMs >= again) return attempt;
  yield { deadline: startedAt + Math.min(limitMs, again) };
  const elapsedMs = process.now - startedAt;
  if (limitMs <= again) return { failure: 'timeout', elapsedMs, trace: attempt.trace, comes: { failure: 'refused', afterMs: again } };
  if (attempt.opening && process.recall(() => process.draft.packets !== undefined)) {
    const { opening, trace } = attempt;
    process.recall(() => {
      logSYNAgain(process.draft, opening);
      logRefusal(process.draft, trace);
    });
  }
  return { ...attempt, elapsedMs };
}

/** Sends the first packet of a conversation and says what became of it, without waiting. */
export function sendFirst(process: Process, destination: Destination, sent: FirstSent = {}): Omit<Attempt, 'elapsedMs'> {
  return process.recall(() => sendNow(process, destination, sent));
}

interface FirstSent {
  readonly length?: number;
  readonly seq?: number;
}

function sendNow(process: Process, destination: Destination, { length, seq = 1 }: FirstSent): Omit<Attempt, 'elapsedMs'> {
  const from = locationOf(process);
  const trace = connect(process.draft, from, destination);
  process.trace({ packet: trace });
  const log = destination.protocol === 'TCP' ? { log: logOpening(process.draft, trace) } : {};
  if (destination.protocol === 'ICMP') logEcho(process, trace, seq);
  if (destination.protocol === 'UDP' && length !== undefined) {
    logForward(process.draft, trace, { length });
    logRefusal(process.draft, trace, length);
  }
  const failure = failureOf(trace);
  if (failure) return { failure, trace, ...(log.log ? { opening: log.log } : {}) };
  const { ip, port = 0 } = trace.arrived ?? trace.packet.destination;
  const at = trace.endpoint ?? from;
  const protocol = destination.protocol === 'UDP' ? 'UDP' : 'TCP';
  const found = findListener(process.draft, at, protocol, ip, port);
  const local = { ip: trace.packet.source.ip, port: trace.packet.source.port ?? 0 };
  const client = { ip: trace.sourceSeen ?? local.ip, port: trace.sourcePortSeen ?? local.port };
  const forwarded = found?.server === 'port-forward' ? forwardedListener(process, at, found) : undefined;
  if (forwarded) return { connection: { trace, local, client: { ip: '127.0.0.1', port: client.port }, ...forwarded, ...log }, trace };
  return { connection: { trace, at, listener: found ?? { protocol, port, server: 'silent' }, client, local, ...log }, trace };
}

function logEcho({ draft }: Process, trace: PacketTrace, seq: number): void {
  logForward(draft, trace, { length: 64, icmp: { kind: 'echo request', id: 1, seq } });
  if (trace.verdict === 'delivered') logReply(draft, trace, { length: 64, icmp: { kind: 'echo reply', id: 1, seq } });
  else logRefusal(draft, trace);
}

/** Where kubectl port-forward leads: the Pod's own loopback. */
function forwardedListener({ draft }: Process, from: Location, own: Listener): Pick<Connection, 'at' | 'listener'> {
  const { options } = own;
  // kubectl says "Handling connection for …" of every one it counts
  const namespace = String(options?.['namespace'] ?? '');
  const name = String(options?.['pod'] ?? '');
  const port = Number(options?.['port'] ?? 0);
  const pod = draft.get('pods', namespace, name);
  const at: Location = { kind: 'pod', namespace, pod: name, node: pod?.spec.nodeName ?? '' };
  const isGone = pod?.metadata.uid !== options?.['uid'];
  const listener = isGone ? undefined : findListener(draft, at, 'TCP', '127.0.0.1', port);
  // kubectl says "Handling connection for …" of every one it counts, and ends when one leads nowhere.
  const connections = Number(options?.['connections'] ?? 0) + 1;
  const failed = listener ? {} : { failed: isGone ? 'gone' : 'refused' };
  draft.set('sockets', machineKey(from), `TCP/${own.port}`, { ...own, options: { ...options, connections, ...failed } }, 'process');
  return { at, listener: listener ?? { protocol: 'TCP', port, server: 'closed' } };
}

function failureOf({ verdict, icmp }: PacketTrace): ConnectFailure | undefined {
  if (verdict === 'delivered') return undefined;
  if (verdict === 'DROP' || (verdict === 'REJECT' && !icmp)) return 'timeout'; // without ICMP the sender hears nothing
  if (verdict === 'RST') return 'refused';
  if (icmp?.message === 'host-unreachable' || icmp?.message === 'time-exceeded') return 'no-route';
  if (icmp?.message === 'network-unreachable') return 'network-unreachable';
  return 'refused';
}

/** strerror(3) of what connect(2) gives. */
export const CONNECT_ERRORS: { readonly [failure in ConnectFailure]: string } = {
  refused: 'Connection refused',
  timeout: 'Connection timed out',
  'no-route': 'No route to host',
  'network-unreachable': 'Network is unreachable',
};

/** How busybox tells that nothing listens: it names only an IPv4 address. Models libbb/xconnect.c xconnect (1.37.0). */
export const cannotConnect = (ip: string, failure: ConnectFailure = 'timeout'): string =>
  `can't connect to remote host${ip.includes(':') ? '' : ` (${ip})`}: ${CONNECT_ERRORS[failure]}`;

/** Keeps what went over an open connection, for tcpdump: a request, its answer, and the end. */
export function logExchange({ draft, recall }: Process, { log }: Connection, request: string, answer: string, closes = true): void {
  const firstLine = (text: string): string => text.slice(0, 200).split('\r\n')[0] as string;
  recall(() => {
    if (!draft.packets || !log) return;
    if (request !== '') logData(draft, log, 'forward', byteLength(request), { firstLine: firstLine(request) });
    if (answer !== '') logData(draft, log, 'reply', byteLength(answer), { firstLine: firstLine(answer) });
    if (closes) logClosing(draft, log);
  });
}
