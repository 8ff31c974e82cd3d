// Models coredns plugin/kubernetes (handler.go, kubernetes.go, parse.go, reverse.go, ns.go) and plugin/backend_lookup.go
// (v1.14.7) with the Corefile of test/conformance/clusters.md: `pods insecure`, fallthrough for the reverse zones.
import type { Question, ResourceRecord } from '../api/dns-message.ts';
import { addressOfReverseName, formatIP, parseIP } from '../api/ip-address.ts';
import type { Service } from '../api/core-v1.ts';
import type { Endpoint, EndpointSlice } from '../api/discovery-v1.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { SERVICE_NAME_LABEL, servicesByAddress, slicesByAddress, slicesByService } from '../store/service-indexes.ts';
import { dashedIP, fqdn, isBelow, labelsOf } from './name.ts';

/** The plugin's answer. NODATA is `records` without any. `fallthrough`: the next plugin (forward) shall answer. */
export type ZoneAnswer =
  | { readonly kind: 'records'; readonly answer: readonly ResourceRecord[]; readonly additional: readonly ResourceRecord[] }
  | { readonly kind: 'NXDOMAIN' | 'REFUSED' | 'fallthrough' };

/** Completes a CNAME that leads out of the zone: the answer section of a lookup through the server itself. */
export type Upstream = (question: Question) => readonly ResourceRecord[] | undefined;

/** One thing behind a name: an address (or, for ExternalName, another name) with a port. -1: no port at all. */
interface Target {
  readonly host: string;
  readonly port: number;
  /** The name that SRV and NS records point at. */
  readonly owner: string;
}

/** `undefined`: no such name. An empty list: the name exists. */
type Found = readonly Target[] | undefined;

/** What the plugin reads of a cluster. */
export type ClusterView = Pick<ClusterDraft, 'config' | 'get' | 'find' | 'namespacesOf'>;

interface View {
  readonly draft: ClusterView;
  /** The zone in the case of the query. */
  readonly zone: string;
  readonly ttl: number;
  readonly upstream: Upstream;
  /** Address of the CoreDNS Pod that answers. */
  readonly serverIP: string | undefined;
}

const MAX_CNAME_CHAIN = 10;
const REVERSE_ZONES = ['in-addr.arpa.', 'ip6.arpa.'];

/** The zone of the plugin that a name belongs to, in the name's own case; `undefined`: none. */
export function zoneOf(draft: ClusterDraft, qname: string): string | undefined {
  const zone = [fqdn(draft.config.clusterDomain), ...REVERSE_ZONES].find((one) => isBelow(qname, one));
  return zone && qname.slice(qname.length - zone.length);
}

/** What the plugin says to a question within one of its zones. */
export function answerInZone(draft: ClusterView, { qname, qtype }: Question, zone: string, upstream: Upstream, serverIP: string | undefined): ZoneAnswer {
  const view: View = { draft, zone, ttl: draft.config.dnsTTLSeconds, upstream, serverIP };
  const apex = qname.toLowerCase() === zone.toLowerCase();
  let records: readonly ResourceRecord[] | undefined;
  let additional: readonly ResourceRecord[] = [];
  switch (qtype) {
    case 'A':
    case 'AAAA':
      records = addressRecords(view, qname, qtype, []);
      break;
    case 'TXT':
      records = textRecords(view, qname);
      break;
    case 'CNAME':
      records = targetsOf(view, qname, qtype)
        ?.slice(0, 1)
        .flatMap(({ host }) => (parseIP(host) ? [] : [record(view, qname, 'CNAME', fqdn(host))]));
      break;
    case 'PTR':
      records = reverseRecords(view, qname);
      break;
    case 'SRV':
      ({ records, additional } = serviceRecords(view, qname));
      break;
    case 'SOA':
      records = apex ? [soaRecord(draft, zone)] : [];
      break;
    case 'AXFR':
    case 'IXFR':
      return { kind: 'REFUSED' };
    case 'NS':
      if (apex) ({ records, additional } = nameServerRecords(view));
      else records = exists(view, qname);
      break;
    default:
      records = qtype === 'MX' ? targetsOf(view, qname, qtype) && [] : exists(view, qname);
  }
  if (records) return { kind: 'records', answer: records, additional };
  return { kind: REVERSE_ZONES.includes(zone.toLowerCase()) ? 'fallthrough' : 'NXDOMAIN' };
}

/** The SOA record of a zone: of an SOA answer, and of the authority section of negative ones. */
export function soaRecord(draft: ClusterView, zone: string): ResourceRecord {
  const ttl = draft.config.dnsTTLSeconds;
  const serial = Math.floor(draft.config.startAt / 1000);
  return { name: zone, type: 'SOA', ttl: Math.min(ttl, 300), rdata: `ns.dns.${zone} hostmaster.${zone} ${serial} 7200 1800 86400 ${ttl}` };
}

const record = ({ ttl }: View, name: string, type: string, rdata: string): ResourceRecord => ({ name, type, ttl, rdata });

const hostType = (host: string): 'A' | 'AAAA' | 'CNAME' => {
  const ip = parseIP(host);
  return !ip ? 'CNAME' : ip.family === 'IPv4' || ip.bits >> 32n === 0xffffn ? 'A' : 'AAAA';
};

// NODATA, if a made-up question for an address would not be NXDOMAIN.
const exists = (view: View, qname: string): readonly ResourceRecord[] | undefined => addressRecords(view, qname, 'A', []) && [];

function addressRecords(view: View, qname: string, qtype: 'A' | 'AAAA', before: readonly ResourceRecord[]): readonly ResourceRecord[] | undefined {
  const targets = targetsOf(view, qname, qtype);
  if (!targets) return undefined;
  const records: ResourceRecord[] = [];
  const seen = new Set<string>();
  for (const { host } of targets) {
    const type = hostType(host);
    if (type === 'CNAME') records.push(...aliasRecords(view, qname, qtype, fqdn(host), before));
    else if (type === qtype && !seen.has(host)) {
      seen.add(host);
      records.push(record(view, qname, qtype, host));
    }
  }
  return records;
}

/** An alias and what it leads to. Inside the zone an alias that leads to nothing is not told at all. */
function aliasRecords(view: View, qname: string, qtype: 'A' | 'AAAA', target: string, before: readonly ResourceRecord[]): readonly ResourceRecord[] {
  if (qname.toLowerCase() === target.toLowerCase() || before.length > MAX_CNAME_CHAIN) return [];
  const alias = record(view, qname, 'CNAME', target);
  if (before.some(({ name, rdata }) => name === alias.name && rdata === alias.rdata)) return [];
  if (isBelow(target, view.zone)) {
    const rest = addressRecords(view, target, qtype, [...before, alias]) ?? [];
    return rest.length > 0 ? [alias, ...rest] : [];
  }
  const answer = view.upstream({ qname: target, qtype });
  return answer ? [alias, ...answer] : [];
}

function textRecords(view: View, qname: string): readonly ResourceRecord[] | undefined {
  const base = labelsBelow(view, qname);
  if (base.length === 1 && base[0]?.toLowerCase() === 'dns-version') return [{ name: qname, type: 'TXT', ttl: 28800, rdata: '"1.1.0"' }];
  return lookUp(view, qname)?.length ? [] : undefined;
}

function reverseRecords(view: View, qname: string): readonly ResourceRecord[] | undefined {
  const ip = addressOfReverseName(qname);
  if (!ip) return targetsOf(view, qname, 'PTR') && [];
  const names = [...new Set(namesOfAddress(view, formatIP(ip)))];
  return names.length > 0 ? names.map((name) => record(view, qname, 'PTR', name)) : undefined;
}

function namesOfAddress({ draft }: View, ip: string): string[] {
  const domain = fqdn(draft.config.clusterDomain);
  for (const namespace of draft.namespacesOf('services')) {
    const service = draft.find(servicesByAddress, namespace, ip).find(({ spec }) => spec.clusterIPs?.includes(ip));
    if (service) return [`${service.metadata.name}.${namespace}.svc.${domain}`];
  }
  return draft.namespacesOf('endpointslices').flatMap((namespace) =>
    draft.find(slicesByAddress, namespace, ip).flatMap((slice) =>
      readyAddresses(slice)
        .filter((one) => one.ip === ip)
        .map(({ hostname }) => `${hostname}.${slice.metadata.labels?.[SERVICE_NAME_LABEL] ?? ''}.${namespace}.svc.${domain}`),
    ),
  );
}

function serviceRecords(
  view: View,
  qname: string,
): { readonly records: readonly ResourceRecord[] | undefined; readonly additional: readonly ResourceRecord[] } {
  const targets = targetsOf(view, qname, 'SRV')?.filter(({ host }) => hostType(host) !== 'CNAME');
  if (!targets) return { records: undefined, additional: [] };
  const weight = Math.max(1, Math.floor(100 / targets.length));
  const records = new Map<string, ResourceRecord>();
  const additional = new Map<string, ResourceRecord>();
  for (const { host, port, owner } of targets.filter((target) => target.port !== -1)) {
    const rdata = `0 ${weight} ${port} ${owner}`;
    records.set(`${owner} ${port}`, records.get(`${owner} ${port}`) ?? record(view, qname, 'SRV', rdata));
    additional.set(`${owner} ${host}`, record(view, owner, hostType(host), host));
  }
  return { records: [...records.values()], additional: [...additional.values()] };
}

function nameServerRecords(view: View): { readonly records: readonly ResourceRecord[]; readonly additional: readonly ResourceRecord[] } {
  const targets = nameServers(view);
  return {
    records: [...new Set(targets.map(({ owner }) => owner))].map((owner) => record(view, view.zone, 'NS', owner)),
    additional: targets.map(({ host, owner }) => record(view, owner, hostType(host), host)),
  };
}

/** The Services that the answering Pod stands behind; without one, the Pod itself under `ns.dns`. */
function nameServers({ draft, zone, serverIP }: View): Target[] {
  if (serverIP === undefined) return [];
  const found: Target[] = [];
  let foundEndpoint = false;
  for (const namespace of draft.namespacesOf('endpointslices')) {
    for (const slice of draft.find(slicesByAddress, namespace, serverIP)) {
      const addresses = readyAddresses(slice);
      if (!addresses.some(({ ip }) => ip === serverIP)) continue;
      foundEndpoint = true;
      const service = draft.get('services', namespace, slice.metadata.labels?.[SERVICE_NAME_LABEL] ?? '');
      if (!service) continue;
      const owner = `${service.metadata.name}.${namespace}.svc.${zone}`;
      if (isHeadless(service)) found.push(...addresses.map(({ ip, hostname }) => ({ host: ip, port: 0, owner: `${hostname}.${owner}` })));
      else found.push(...(service.spec.clusterIPs ?? []).map((host) => ({ host, port: 0, owner })));
    }
  }
  return foundEndpoint ? found : [{ host: serverIP, port: 0, owner: `ns.dns.${zone}` }];
}

function targetsOf(view: View, qname: string, qtype: string): Found {
  const base = labelsBelow(view, qname);
  if (base.length === 2 && base.join('.').toLowerCase() === 'ns.dns') return nameServers(view).filter(({ host }) => hostType(host) === qtype);
  return lookUp(view, qname);
}

const labelsBelow = ({ zone }: View, qname: string): string[] => labelsOf(qname.slice(0, qname.length - zone.length));

/** What stands behind a name: the shapes are listed at `parseRequest` of plugin/kubernetes/parse.go. */
function lookUp(view: View, qname: string): Found {
  const labels = labelsBelow(view, qname).map((label) => label.toLowerCase());
  const kind = labels.pop();
  if (kind === undefined) return [];
  if (kind !== 'svc' && kind !== 'pod') return undefined;
  const namespace = labels.pop();
  if (namespace === undefined) return [];
  const name = labels.pop();
  if (labels.length > 2) return undefined;
  if (!view.draft.get('namespaces', '', namespace)) return undefined;
  if (name === undefined) return [];
  if (kind === 'pod') return podTargets(view, namespace, name);
  const service = view.draft.get('services', namespace, name);
  if (!service) return undefined;
  const [endpoint] = labels.length === 1 ? labels : [];
  const [port = '', protocol = ''] = labels.length === 2 ? labels.map((label) => label.replace(/^_/, '')) : [];
  const found = serviceTargets(view, service, endpoint, port, protocol);
  return found.length > 0 ? found : undefined;
}

/** `pods insecure`: any address written with dashes. */
function podTargets({ zone }: View, namespace: string, name: string): Found {
  const v4 = name.split('-').length === 4 && !name.includes('--');
  const ip = parseIP(name.replaceAll('-', v4 ? '.' : ':'));
  return ip && [{ host: formatIP(ip), port: 0, owner: `${name}.${namespace}.pod.${zone}` }];
}

function serviceTargets({ draft, zone }: View, service: Service, endpoint: string | undefined, port: string, protocol: string): Target[] {
  const { spec, metadata } = service;
  const namespace = metadata.namespace ?? '';
  const owner = `${metadata.name}.${namespace}.svc.${zone}`;
  const wanted = (portName: string | undefined, portProtocol: string | undefined): boolean =>
    (port === '' || port === (portName ?? '').toLowerCase()) && (protocol === '' || protocol === (portProtocol ?? '').toLowerCase());
  if (spec.type === 'ExternalName') {
    const host = spec.externalName ?? '';
    return endpoint !== undefined || port !== '' || protocol !== '' || hostType(host) !== 'CNAME' ? [] : [{ host, port: 0, owner }];
  }
  if (isHeadless(service) || endpoint !== undefined) {
    return draft.find(slicesByService, namespace, metadata.name).flatMap((slice) => {
      const ports = (slice.ports?.length ? slice.ports : [{ port: -1, name: '', protocol: '' }]).filter((one) => wanted(one.name, one.protocol));
      return readyAddresses(slice)
        .filter(({ hostname }) => endpoint === undefined || endpoint === hostname.toLowerCase())
        .flatMap(({ ip, hostname }) => ports.map((one) => ({ host: ip, port: one.port ?? -1, owner: `${hostname}.${owner}` })));
    });
  }
  return (spec.ports ?? [])
    .filter((one) => wanted(one.name, one.protocol ?? 'TCP'))
    .flatMap((one) => (spec.clusterIPs ?? []).map((host) => ({ host, port: one.port, owner })));
}

const isHeadless = ({ spec }: Service): boolean => spec.clusterIP === 'None';

/** Addresses that DNS tells: of ready endpoints only, where unknown counts as ready. */
function readyAddresses(slice: EndpointSlice): { readonly ip: string; readonly hostname: string }[] {
  return (slice.endpoints ?? [])
    .filter(({ conditions }: Endpoint) => conditions?.ready !== false)
    .flatMap(({ addresses, hostname }) => addresses.map((ip) => ({ ip, hostname: hostname || dashedIP(ip) })));
}
