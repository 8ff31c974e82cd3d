import type { DNSMessage } from '../api/dns-message.ts';
import type { CapturedPacket } from '../store/packet-capture.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { machineKey } from './machines.ts';
import type { Location, Packet, PacketTrace } from './trace.ts';

/** A packet of a trace as one interface sees it. */
interface View {
  readonly machine: string;
  readonly interface: 'eth0' | 'lo';
  readonly direction: 'In' | 'Out';
  readonly source: CapturedPacket['source'];
  readonly destination: CapturedPacket['destination'];
}

/** What of a segment's data is shown. */
type Content = Pick<Partial<CapturedPacket>, 'firstLine' | 'dns'>;

/** What a packet carries. */
export type Payload = Pick<CapturedPacket, 'length'> & Pick<Partial<CapturedPacket>, 'dns' | 'icmp' | 'tcp' | 'firstLine'>;

const isFinal = ({ verdict }: PacketTrace): boolean => verdict === 'delivered' || verdict === 'RST';

/**
 * Where the first packet of a trace was seen, in order: leaving its machine, crossing the nodes, arriving. On a loopback interface
 * all of it comes in: libpcap passes over what goes out there (pcap-linux.c linux_check_direction, 1.10).
 */
function viewsOf({ hops }: PacketTrace): View[] {
  const views: View[] = [];
  const see = (at: Location, direction: 'In' | 'Out', { source, destination }: Packet, looped = false): void => {
    views.push({ machine: machineKey(at), interface: looped ? 'lo' : 'eth0', direction: looped ? 'In' : direction, source, destination });
  };
  const own = hops[1]?.kind === 'arrive';
  for (const hop of hops) {
    if (hop.kind === 'send' && (hop.at.kind !== 'node' || own)) see(hop.at, 'Out', hop.packet, own);
    if (hop.kind === 'forward') {
      if (hop.from.kind === 'node' && hop.to.kind !== 'pod') see(hop.from, 'Out', hop.packet);
      if (hop.from.kind !== 'pod' || hop.to.kind !== 'node') see(hop.to, 'In', hop.packet);
    }
  }
  return views;
}

/** Keeps a packet of the sender's, if anybody captures and it has a route. */
export function logForward(draft: ClusterDraft, trace: PacketTrace, payload: Payload): void {
  if (draft.packets && trace.icmp?.message !== 'network-unreachable')
    for (const view of viewsOf(trace)) draft.packets.push({ at: draft.now, ...view, protocol: protocolOf(trace), ...payload });
}

/** Keeps a packet that the other end sends back: the same way reversed, each machine seeing the addresses it saw before. */
export function logReply(draft: ClusterDraft, trace: PacketTrace, payload: Payload): void {
  if (!draft.packets || !isFinal(trace)) return;
  for (const view of viewsOf(trace).reverse()) draft.packets.push({ at: draft.now, ...reversed(view), protocol: protocolOf(trace), ...payload });
}

/** Bytes of an ICMP error: eight, and the whole packet it is about (a SYN with its options, a datagram, an echo). */
function errorLength({ packet: { protocol, destination } }: PacketTrace, payload: number): number {
  return 8 + (destination.ip.includes(':') ? 40 : 20) + (protocol === 'TCP' ? 40 : 8 + payload);
}

const ECHO_BYTES = 56;

/** Keeps the ICMP error that told the sender of a refusal. `payload`: bytes of the datagram it is about. */
export function logRefusal(draft: ClusterDraft, trace: PacketTrace, payload = ECHO_BYTES): void {
  const { icmp, packet } = trace;
  const [first] = viewsOf(trace);
  if (!draft.packets || !icmp || icmp.message === 'network-unreachable' || !first || icmp.from === packet.source.ip) return;
  draft.packets.push({
    at: draft.now + trace.elapsedMs,
    ...reversed(first),
    source: { ip: icmp.from },
    destination: { ip: packet.source.ip },
    protocol: 'ICMP',
    length: errorLength(trace, payload),
    icmp: { kind: icmp.message, about: { protocol: protocolOf(trace), ip: packet.destination.ip, port: packet.destination.port ?? draft.draw(0x1_0000) } },
  });
}

const protocolOf = ({ packet }: PacketTrace): CapturedPacket['protocol'] => (packet.protocol === 'SCTP' ? 'UDP' : packet.protocol);

const reversed = ({ source, destination, direction, ...view }: View): View => ({
  ...view,
  direction: view.interface === 'lo' || direction === 'Out' ? 'In' : 'Out',
  source: destination,
  destination: source,
});

/** Keeps a DNS datagram and its reply, or what came instead. */
export function logDNS(draft: ClusterDraft, trace: PacketTrace, query: DNSMessage, reply: DNSMessage | undefined): void {
  logForward(draft, trace, { length: query.bytes, dns: query });
  if (reply) logReply(draft, trace, { length: reply.bytes, dns: reply });
  else logRefusal(draft, trace, query.bytes);
}

/** The state of a logged TCP connection: numbers as tcpdump shows them. */
export interface LoggedConnection {
  readonly trace: PacketTrace;
  readonly isn: number;
  readonly peerISN: number;
  sent: number;
  received: number;
  /** Of its SYN, where the program asked for one. */
  readonly mss?: number;
}

const WINDOW = 64240;
const ESTABLISHED_WINDOW = 502;

/** Keeps the opening of a connection: SYN, and the handshake, the reset, or the ICMP error that followed. */
export function logOpening(draft: ClusterDraft, trace: PacketTrace, mss?: number): LoggedConnection {
  const connection: LoggedConnection = {
    trace,
    ...(mss === undefined ? {} : { mss }),
    isn: draft.packets ? draft.draw(0x1_0000_0000) : 0,
    peerISN: draft.packets ? draft.draw(0x1_0000_0000) : 0,
    sent: 1,
    received: 1,
  };
  segment(draft, connection, 'forward', 'S', 0);
  if (trace.verdict === 'RST') segment(draft, connection, 'reply', 'R.', 0);
  else if (trace.verdict === 'delivered') {
    segment(draft, connection, 'reply', 'S.', 0);
    segment(draft, connection, 'forward', '.', 0);
  } else logRefusal(draft, trace);
  return connection;
}

/** Keeps a SYN that is sent again because nothing came back. */
export function logSYNAgain(draft: ClusterDraft, connection: LoggedConnection): void {
  segment(draft, connection, 'forward', 'S', 0);
}

/** Keeps data in one direction and its acknowledgement. */
export function logData(draft: ClusterDraft, connection: LoggedConnection, direction: 'forward' | 'reply', length: number, content: Content = {}): void {
  segment(draft, connection, direction, 'P.', length, content);
  if (direction === 'forward') connection.sent += length;
  else connection.received += length;
  segment(draft, connection, direction === 'forward' ? 'reply' : 'forward', '.', 0);
}

/** Keeps the end of a connection, begun by one side. */
export function logClosing(draft: ClusterDraft, connection: LoggedConnection, by: 'forward' | 'reply' = 'forward'): void {
  for (const side of [by, by === 'forward' ? 'reply' : 'forward'] as const) {
    segment(draft, connection, side, 'F.', 0);
    if (side === 'forward') connection.sent += 1;
    else connection.received += 1;
  }
  segment(draft, connection, by, '.', 0);
}

function segment(
  draft: ClusterDraft,
  { trace, isn, peerISN, sent, received, mss }: LoggedConnection,
  direction: 'forward' | 'reply',
  flags: string,
  length: number,
  content: Content = {},
): void {
  if (!draft.packets) return;
  const opening = flags.startsWith('S');
  const tcp =
    direction === 'forward'
      ? {
          flags,
          seq: opening ? isn : isn + sent,
          ack: opening ? 0 : peerISN + received,
          window: opening ? WINDOW : ESTABLISHED_WINDOW,
          isn,
          peerISN,
          ...(opening && mss !== undefined ? { mss } : {}),
        }
      : {
          flags,
          seq: opening || flags === 'R.' ? (flags === 'R.' ? 0 : peerISN) : peerISN + received,
          ack: isn + sent,
          window: opening ? 65160 : flags === 'R.' ? 0 : 509,
          isn: peerISN,
          peerISN: isn,
        };
  const payload: Payload = { length, tcp, ...content };
  if (direction === 'forward') logForward(draft, trace, payload);
  else logReply(draft, trace, payload);
}
