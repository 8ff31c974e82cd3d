import type { DNSMessage, DNSReply } from '../api/dns-message.ts';
import { answerOutside, answerQuery } from '../dns/answer.ts';
import { connect } from '../network/connect.ts';
import { findListener } from '../network/machines.ts';
import { logClosing, logData, logDNS, logOpening } from '../network/packet-log.ts';
import type { Location, PacketTrace } from '../network/trace.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { Listener } from '../store/tables.ts';
import { COREFILE_PART } from './corefile-part.ts';

export interface ExchangedDNS {
  readonly reply: DNSReply;
  readonly trace: PacketTrace;
}

/**
 * Sends a query from a machine to a server's address, through every rule on the way, and brings back what answered:
 * CoreDNS, the outside resolver, or nobody. No time passes here: after `timeout` the caller waits its own timeout, after
 * `refused` and `unreachable` it waits `trace.elapsedMs`. `sourcePort` is given for queries that share a socket, `mss` where a
 * client does not leave the size of segments to its kernel.
 */
export function exchangeDNS(
  draft: ClusterDraft,
  from: Location,
  server: string,
  query: DNSMessage,
  protocol: 'UDP' | 'TCP' = 'UDP',
  port = 53,
  sourcePort?: number,
  mss?: number,
): ExchangedDNS {
  let trace = connect(draft, from, { protocol, ip: server, port, ...(sourcePort === undefined ? {} : { sourcePort }) });
  const listener = trace.verdict === 'delivered' ? listenerOf(draft, trace, protocol) : undefined;
  let message: DNSMessage | undefined;
  if (listener?.server === 'corefile') {
    const { elapsedMs, ...answer } = COREFILE_PART.content.exchangeWith(draft, trace, listener, query, protocol, exchangeDNS);
    trace = { ...trace, elapsedMs };
    ({ message } = answer);
  } else if (listener) message = answered(draft, listener, trace, query, protocol);
  if (protocol === 'UDP') logDNS(draft, trace, query, message);
  else {
    const connection = logOpening(draft, trace, mss);
    if (message) {
      logData(draft, connection, 'forward', query.bytes + 2, { dns: query });
      logData(draft, connection, 'reply', message.bytes + 2, { dns: message });
      logClosing(draft, connection);
    }
  }
  return { reply: message ?? failureOf(trace), trace };
}

const listenerOf = (draft: ClusterDraft, { endpoint, arrived }: PacketTrace, protocol: 'UDP' | 'TCP'): Listener | undefined =>
  endpoint && arrived?.port !== undefined ? findListener(draft, endpoint, protocol, arrived.ip, arrived.port) : undefined;

function answered(
  draft: ClusterDraft,
  { server, port }: Listener,
  { arrived }: PacketTrace,
  query: DNSMessage,
  protocol: 'UDP' | 'TCP',
): DNSMessage | undefined {
  if (server === 'coredns' && port === 53) return answerQuery(draft, query, { serverIP: arrived?.ip ?? '', protocol });
  return server === 'resolver' ? answerOutside(draft, query, protocol) : undefined;
}

function failureOf({ verdict, icmp }: PacketTrace): 'timeout' | 'refused' | 'unreachable' {
  if (verdict === 'RST') return 'refused';
  if (verdict !== 'REJECT' || !icmp) return 'timeout';
  return icmp.message === 'port-unreachable' ? 'refused' : 'unreachable';
}
