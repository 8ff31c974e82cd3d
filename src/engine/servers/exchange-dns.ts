import type { DNSMessage, DNSReply } from '../api/dns-message.ts';
import type { Location, PacketTrace } from '../network/trace.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';

/**
 * Sends a query from a machine to a server's address, through every rule on the way, and brings back what answered:
 * CoreDNS, the outside resolver, or nobody. No time passes here; after `timeout` the caller waits its own timeout.
 */
export function exchangeDNS(draft: ClusterDraft, from: Location, server: string, query: DNSMessage, protocol: 'UDP' | 'TCP' = 'UDP', port = 53): { readonly reply: DNSReply; readonly trace: PacketTrace } {
  void draft;
  void from;
  void server;
  void query;
  void protocol;
  void port;
  throw new Error('not yet');
}
