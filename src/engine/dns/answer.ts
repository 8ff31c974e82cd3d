import type { DNSMessage } from '../api/dns-message.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';

/** CoreDNS's reply to a query, with outside names completed by the resolver of `config.outside`. Reads and fills the table `dnscache`. */
export function answerQuery(draft: ClusterDraft, query: DNSMessage): DNSMessage {
  void draft;
  return query;
}

/** The reply of the resolver beyond the cluster (`config.outside.resolver`): recursion available, not authoritative. */
export function answerOutside(draft: ClusterDraft, query: DNSMessage): DNSMessage {
  void draft;
  return query;
}
