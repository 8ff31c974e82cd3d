// Models the chain loadbalance → cache → kubernetes → forward of the stock Corefile (test/conformance/clusters.md).
import type { DNSMessage, Question, ResourceRecord } from '../api/dns-message.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { answerInZone, soaRecord, zoneOf } from './cluster-zone.ts';
import { bufferSize, fitted, replyTo, type ReplyContent } from './message.ts';
import { fqdn, isBelow } from './name.ts';
import { lookUpOutside } from './outside-zones.ts';

const CACHE_SECONDS = 30;
/** What `cache` gives a reply that has no record to take a TTL from (plugin/pkg/dnsutil MinimalTTL). */
const FALLBACK_SECONDS = 5;

/** How a query came in. */
export interface Arrival {
  /** Address of the CoreDNS Pod that answers; without it the first endpoint of kube-dns is meant. */
  readonly serverIP?: string;
  readonly protocol?: 'UDP' | 'TCP';
}

/** CoreDNS's reply to a query, with outside names completed by the resolver of `config.outside`. Reads and fills the table `dnscache`. */
export function answerQuery(draft: ClusterDraft, query: DNSMessage, { serverIP = kubeDNSEndpoint(draft), protocol = 'UDP' }: Arrival = {}): DNSMessage {
  // A class that no plugin serves (core/dnsserver/server.go ServeDNS); the plugin kubernetes does not look at it.
  if (query.question.qclass && !zoneOf(draft, query.question.qname)) return replyTo(query, { rcode: 'REFUSED' });
  const reply = replyTo(query, shuffled(draft, cached(draft, query.question, serverIP, variantOf(query))));
  return protocol === 'TCP' ? reply : fitted(reply, bufferSize(query));
}

/** The reply of the resolver beyond the cluster (`config.outside.resolver`): recursion available, not authoritative. */
export function answerOutside(draft: ClusterDraft, query: DNSMessage, protocol: 'UDP' | 'TCP' = 'UDP'): DNSMessage {
  const reply = replyTo(query, { ...lookUpOutside(draft, query.question), ra: true });
  return protocol === 'TCP' ? reply : fitted(reply, bufferSize(query));
}

function kubeDNSEndpoint(draft: ClusterDraft): string | undefined {
  for (const slice of draft.list('endpointslices', 'kube-system')) {
    if (slice.metadata.labels?.['kubernetes.io/service-name'] === 'kube-dns') return slice.endpoints?.[0]?.addresses[0];
  }
  return undefined;
}

/** Queries with other DO and CD bits are kept apart. */
const variantOf = ({ edns, flags }: DNSMessage): string => `${edns?.do ? '/do' : ''}${flags.cd ? '/cd' : ''}`;

/**
 * plugin/cache (v1.14.7): every reply leaves with one TTL, its lowest, at most 30; cluster.local itself is never kept.
 * What comes out of the cache says that it is authoritative (cache/item.go toMsg; case dns/nslookup-and-host-more).
 */
function cached(draft: ClusterDraft, question: Question, serverIP: string | undefined, variant: string): ReplyContent {
  const key = `${question.qtype}/${question.qname.toLowerCase()}${variant}`;
  const kept = draft.get('dnscache', serverIP ?? '', key);
  if (kept) {
    const ttl = Math.round((kept.until - kept.storedAt) / 1000) - Math.floor((draft.now - kept.storedAt) / 1000);
    if (ttl > 0) return withTTL({ ...(JSON.parse(kept.answer) as ReplyContent), aa: true }, ttl);
  }
  const fresh = answered(draft, question, serverIP, variant);
  const records = [...(fresh.answer ?? []), ...(fresh.authority ?? []), ...(fresh.additional ?? [])];
  const ttl = records.length === 0 ? FALLBACK_SECONDS : records.reduce((lowest, one) => Math.min(lowest, one.ttl), CACHE_SECONDS);
  if (ttl > 0 && isKeepable(draft, question, fresh)) {
    draft.set('dnscache', serverIP ?? '', key, { storedAt: draft.now, until: draft.now + ttl * 1000, answer: JSON.stringify(fresh) }, 'coredns');
  }
  return withTTL(fresh, ttl);
}

/** Not kept: the cluster's own zone, refusals, and answers that neither end in the asked type nor say for how long. */
function isKeepable(draft: ClusterDraft, { qname, qtype }: Question, { rcode, answer = [], authority = [] }: ReplyContent): boolean {
  if (isBelow(qname, fqdn(draft.config.clusterDomain)) || rcode === 'REFUSED') return false;
  const bounded = authority.some(({ type }) => type === 'SOA');
  return bounded || (rcode === 'NOERROR' && (answer.length === 0 || qtype === 'ANY' || answer.some(({ type }) => type === qtype)));
}

function withTTL(content: ReplyContent, ttl: number): ReplyContent {
  const set = (records: readonly ResourceRecord[] = []): ResourceRecord[] => records.map((one) => ({ ...one, ttl }));
  return { ...content, answer: set(content.answer), authority: set(content.authority), additional: set(content.additional) };
}

function answered(draft: ClusterDraft, question: Question, serverIP: string | undefined, variant: string): ReplyContent {
  const zone = zoneOf(draft, question.qname);
  const upstream = (next: Question): readonly ResourceRecord[] | undefined => shuffled(draft, cached(draft, next, serverIP, variant)).answer;
  if (zone !== undefined) {
    const found = answerInZone(draft, question, zone, upstream, serverIP);
    if (found.kind === 'REFUSED') return { rcode: 'REFUSED' };
    const authority = [soaRecord(draft, zone)];
    if (found.kind === 'NXDOMAIN') return { rcode: 'NXDOMAIN', aa: true, authority };
    if (found.kind === 'records') {
      const { answer, additional } = found;
      return answer.length > 0 ? { rcode: 'NOERROR', aa: true, answer, additional } : { rcode: 'NOERROR', aa: true, authority };
    }
  }
  return { ...lookUpOutside(draft, question), ra: true };
}

/** plugin/loadbalance (v1.14.7): aliases and other records first, then addresses, then MX, these two in a drawn order. */
export function shuffled(draft: ClusterDraft, content: ReplyContent): ReplyContent {
  if (content.rcode !== 'NOERROR') return content;
  const mixed = (records: readonly ResourceRecord[] = []): ResourceRecord[] => {
    const group = (of: (type: string) => boolean): ResourceRecord[] => records.filter(({ type }) => of(type));
    const isAddress = (type: string): boolean => type === 'A' || type === 'AAAA';
    return [
      ...group((type) => type === 'CNAME'),
      ...group((type) => type !== 'CNAME' && type !== 'MX' && !isAddress(type)),
      ...shuffle(draft, group(isAddress)),
      ...shuffle(
        draft,
        group((type) => type === 'MX'),
      ),
    ];
  };
  return { ...content, answer: mixed(content.answer), authority: mixed(content.authority), additional: mixed(content.additional) };
}

function shuffle<T>(draft: ClusterDraft, list: T[]): T[] {
  for (let i = 0; i + 1 < list.length; i += 1) {
    const j = i + draft.draw(list.length - i);
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
  return list;
}
