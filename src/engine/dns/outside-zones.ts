// Models the resolver of a provider as test/conformance/clusters.md describes it: coredns plugin/file (lookup.go, v1.14.7)
// over the zones of `config.outside.records` and the names of balancers, recursion available, not authoritative, nothing but the answer.
import type { Question, Rcode, ResourceRecord } from '../api/dns-message.ts';
import { outsideRecords } from '../store/balancers.ts';
import type { OutsideRecord } from '../store/cluster-config.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { isBelow } from './name.ts';

/** An answer as it is on its way to whoever asked. */
export interface OutsideAnswer {
  readonly rcode: Rcode;
  readonly answer: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
}

const MAX_CNAME_CHAIN = 8;

/** What the outside resolver answers. A CNAME is followed, through other zones as well. */
export function lookUpOutside(draft: ClusterDraft, { qname, qtype }: Question): OutsideAnswer {
  const records = outsideRecords(draft);
  const answer: ResourceRecord[] = [];
  let name = qname;
  for (;;) {
    const lower = name.toLowerCase();
    const here = records.filter((one) => one.name.toLowerCase() === lower);
    const own = here.filter(({ type }) => type === qtype);
    const found = own.length > 0 ? own : here.filter(({ type }) => type === 'CNAME');
    answer.push(...found.map((one) => ({ name: one.name, type: one.type, ttl: one.ttl, rdata: one.data })));
    const alias = own.length > 0 ? undefined : found[0];
    if (alias && answer.length <= MAX_CNAME_CHAIN) {
      name = alias.data;
      continue;
    }
    if (answer.length > 0) return { rcode: 'NOERROR', answer, authority: [] };
    const below = records.some((one) => isBelow(one.name, name));
    return { rcode: here.length > 0 || below ? 'NOERROR' : 'NXDOMAIN', answer, authority: authorityOf(records, name) };
  }
}

/** The SOA record of the closest zone above a name; none where the world has no such zone. */
function authorityOf(records: readonly OutsideRecord[], name: string): ResourceRecord[] {
  const zones = records.filter(({ type, name: zone }) => type === 'SOA' && isBelow(name, zone));
  const closest = zones.sort((a, b) => b.name.length - a.name.length)[0];
  return closest ? [{ name: closest.name, type: 'SOA', ttl: closest.ttl, rdata: closest.data }] : [];
}
