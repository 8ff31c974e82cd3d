import type { ClusterDraft } from '../store/cluster-draft.ts';
import { sendPacket } from './send-packet.ts';
import type { Location, PacketTrace } from './trace.ts';

/** Where a program wants to go. Addresses in any valid spelling; `port` is absent for ICMP only. */
export interface Destination {
  readonly protocol: 'TCP' | 'UDP' | 'ICMP';
  readonly ip: string;
  readonly port?: number;
  /** Chosen by the program; otherwise the machine's own choice. */
  readonly sourceIP?: string;
  readonly sourcePort?: number;
}

/**
 * Sends the first packet of a conversation (a SYN, a datagram, an echo) and follows it to its end. A new source port is
 * drawn where none is given; the pick among several endpoints is drawn, or kept by affinity.
 */
export function connect(draft: ClusterDraft, from: Location, destination: Destination): PacketTrace {
  return sendPacket(draft, from, destination);
}
