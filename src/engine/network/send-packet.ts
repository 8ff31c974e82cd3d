import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { Destination } from './connect.ts';
import type { Location, PacketTrace } from './trace.ts';

/** The packet's whole way through the rules and routes of every machine it passes. */
export function sendPacket(draft: ClusterDraft, from: Location, destination: Destination): PacketTrace {
  void draft;
  void from;
  const { protocol, ip, port } = destination;
  const packet = { protocol, source: { ip: '0.0.0.0' }, destination: { ip, ...(port === undefined ? {} : { port }) } };
  return { packet, hops: [], candidates: [], verdict: 'DROP', elapsedMs: 0 };
}
