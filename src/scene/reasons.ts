import type { Candidate, ClusterState, DNSTrace, Packet, PacketTrace } from '../engine/index.ts';
import { isNameOnly, podOf, serviceOf, slicesOf, type ServiceRow } from './cluster-facts.ts';
import type { TraceRow } from './trace-rows.ts';

/** Why a step went as it did. Facts only; the words are made outside. */
export type Reason =
  /** Fewer dots than `ndots`: suffixes come first; this is one of them. */
  | { readonly kind: 'suffix'; readonly suffix: string; readonly dots?: number }
  /** The name before gave nothing, so the list goes on. */
  | { readonly kind: 'next'; readonly before: string; readonly outcome: string }
  | { readonly kind: 'as-typed'; readonly dots: number }
  | { readonly kind: 'last-as-typed' }
  | { readonly kind: 'absolute' }
  /** What an answer was made from. */
  | { readonly kind: 'record-of-service'; readonly service: string; readonly record: 'clusterIP' | 'headless' | 'externalName' }
  | { readonly kind: 'no-such-service'; readonly service: string; readonly namespace: string; readonly namespaceKnown: boolean }
  | { readonly kind: 'single-family'; readonly family: 'IPv4' | 'IPv6' }
  | { readonly kind: 'asked-outside' }
  | { readonly kind: 'virtual'; readonly ip: string }
  | {
      readonly kind: 'rule';
      readonly service: string;
      readonly port: string;
      readonly via: 'clusterIP' | 'nodePort' | 'externalIP' | 'loadBalancer';
      readonly candidates: number;
    }
  | { readonly kind: 'policy-local'; readonly node: string }
  | { readonly kind: 'affinity' }
  | { readonly kind: 'target-port'; readonly service: string; readonly port: number; readonly target: string }
  | { readonly kind: 'masquerade'; readonly because: 'itself' | 'from-outside' | 'leaves' }
  | { readonly kind: 'selected'; readonly service: string; readonly selector: string; readonly listed: number }
  | { readonly kind: 'offers'; readonly service: string; readonly ports: readonly string[] }
  | { readonly kind: 'ranges'; readonly service: string; readonly ranges: readonly string[] }
  | { readonly kind: 'restored'; readonly ip: string }
  /** Whose the address is that a packet goes to, where no rule rewrites it. */
  | { readonly kind: 'owner'; readonly ip: string; readonly owner: 'pod' | 'node' | 'outside'; readonly name?: string; readonly node?: string }
  /** The client asked for this port itself. */
  | { readonly kind: 'direct'; readonly port: number }
  /** What a balancer of the cloud hands its connections to. */
  | { readonly kind: 'balanced'; readonly to: 'node' | 'pod' }
  /** Nothing was rewritten on the way. */
  | { readonly kind: 'unchanged' }
  /** The node that wrote its own address into a packet knows whose the reply is. */
  | { readonly kind: 'remembered' };

/** An address of the slices, and whether the rule may choose it. */
export interface CandidateFact {
  readonly address: string;
  readonly pod?: string;
  readonly node?: string;
  readonly picked: boolean;
  /** In percent; absent where it is no candidate. */
  readonly share?: number;
  readonly not?: 'not-ready' | 'ends' | 'not-serving' | 'other-node' | 'hints' | 'other-family' | 'other-port';
}

/** What is known about one step beyond what happened. */
export interface RowReasons {
  readonly reasons: readonly Reason[];
  readonly candidates: readonly CandidateFact[];
}

const NONE: RowReasons = { reasons: [], candidates: [] };

/** The reasons of every row, in the same order. `cluster` is the one the voyage was made in. */
export function reasonsOf(
  cluster: ClusterState,
  rows: readonly TraceRow[],
  { dns, packet }: { readonly dns?: DNSTrace | undefined; readonly packet?: PacketTrace | undefined },
): readonly RowReasons[] {
  return rows.map((row): RowReasons => {
    switch (row.kind) {
      case 'dns':
        return { reasons: reasonsOfQuestion(cluster, row, rows, dns), candidates: [] };
      case 'send': {
        const service = serviceAt(cluster, row.packet);
        const { ip } = row.packet.destination;
        return { reasons: service && isVirtual(service, ip) ? [{ kind: 'virtual', ip }] : ownerOf(cluster, row.packet), candidates: [] };
      }
      case 'forward':
        return { reasons: row.balancer ? [balanced(cluster, row.packet)] : ownerOf(cluster, row.packet), candidates: [] };
      case 'translate': {
        const key = `${row.service.namespace}/${row.service.name}`;
        const candidates = candidatesOf(cluster, key, row, packet);
        const reasons: Reason[] = [
          { kind: 'rule', service: row.service.name, port: row.service.port, via: row.via, candidates: packet?.candidates.length ?? 0 },
        ];
        if (row.policy === 'Local' && row.at.kind === 'node') reasons.push({ kind: 'policy-local', node: row.at.node });
        if (row.affinity) reasons.push({ kind: 'affinity' });
        return { reasons, candidates };
      }
      case 'masquerade': {
        const translated = rows.find((one) => one.kind === 'translate');
        const because =
          row.before.destination.ip === row.before.source.ip
            ? 'itself'
            : translated?.kind === 'translate' && translated.masqueraded
              ? 'from-outside'
              : 'leaves';
        return { reasons: [{ kind: 'masquerade', because }], candidates: [] };
      }
      case 'arrive':
      case 'reset':
        return { reasons: targetPort(cluster, rows, row.packet), candidates: [] };
      case 'refuse':
      case 'drop':
        return reasonsOfEnd(cluster, row, packet);
      case 'reply': {
        const translated = rows.find((one) => one.kind === 'translate');
        const hidden = rows.some((one) => one.kind === 'masquerade');
        const reason: Reason =
          translated?.kind === 'translate' ? { kind: 'restored', ip: translated.before.destination.ip } : { kind: hidden ? 'remembered' : 'unchanged' };
        return { reasons: [reason], candidates: [] };
      }
      default:
        return NONE;
    }
  });
}

function reasonsOfQuestion(
  cluster: ClusterState,
  row: Extract<TraceRow, { kind: 'dns' }>,
  rows: readonly TraceRow[],
  dns: DNSTrace | undefined,
): readonly Reason[] {
  const name = dns?.name ?? row.qname;
  const dots = name.replace(/\.$/, '').split('.').length - 1;
  const reasons: Reason[] = [];
  const before = rows.find(({ number }) => number === row.number - 1);
  const first = rows.find((one) => one.kind === 'dns');
  // How glibc and musl decide; the tools have ways of their own.
  const byDots = dns?.resolver === 'glibc' || dns?.resolver === 'musl';
  if (before?.kind === 'dns') reasons.push({ kind: 'next', before: before.qname, outcome: before.answers.map(({ outcome }) => outcome)[0] ?? 'timeout' });
  if (row.search !== undefined)
    reasons.push({ kind: 'suffix', suffix: row.search, ...(byDots && first?.kind === 'dns' && first.search !== undefined ? { dots } : {}) });
  else if (name.endsWith('.')) reasons.push({ kind: 'absolute' });
  else if (before?.kind === 'dns') reasons.push({ kind: 'last-as-typed' });
  else if (byDots) reasons.push({ kind: 'as-typed', dots });

  const domain = `.svc.${cluster.config.clusterDomain}.`;
  if (!row.qname.endsWith(domain)) {
    if (row.answers.some(({ outcome }) => outcome !== 'timeout')) reasons.push({ kind: 'asked-outside' });
    return reasons;
  }
  // Labels before the Service are of an endpoint or of a port: the Service is what decides.
  const [namespace = '', serviceName = ''] = row.qname.slice(0, -domain.length).split('.').reverse();
  if (serviceName === '') return reasons;
  const service = serviceOf(cluster, `${namespace}/${serviceName}`);
  if (!service) {
    const namespaceKnown = cluster.tables.namespaces?.['']?.[namespace] !== undefined;
    if (row.answers.some(({ outcome }) => outcome === 'NXDOMAIN')) reasons.push({ kind: 'no-such-service', service: serviceName, namespace, namespaceKnown });
    return reasons;
  }
  const record = service.spec.type === 'ExternalName' ? 'externalName' : service.spec.clusterIP === 'None' ? 'headless' : 'clusterIP';
  reasons.push({ kind: 'record-of-service', service: serviceName, record });
  const families = service.spec.ipFamilies ?? [];
  const [only] = families;
  if (
    record !== 'externalName' &&
    families.length === 1 &&
    only &&
    row.answers.some(({ outcome, qtype }) => outcome === 'NODATA' && (qtype === 'AAAA' ? only === 'IPv4' : only === 'IPv6'))
  )
    reasons.push({ kind: 'single-family', family: only });
  return reasons;
}

const isVirtual = ({ spec }: ServiceRow, ip: string): boolean => (spec.clusterIPs ?? [spec.clusterIP]).includes(ip);

/** The Service whose rule a packet meets, or would meet if it offered the port. */
function serviceAt(cluster: ClusterState, { destination }: Packet): ServiceRow | undefined {
  const nodes = cluster.config.nodes.some(({ ips }) => ips.includes(destination.ip));
  for (const rows of Object.values(cluster.tables.services ?? {})) {
    for (const service of Object.values(rows)) {
      if (isNameOnly(service)) continue;
      const { spec, status } = service;
      if (
        isVirtual(service, destination.ip) ||
        spec.externalIPs?.includes(destination.ip) ||
        status?.loadBalancer?.ingress?.some(({ ip }) => ip === destination.ip)
      )
        return service;
      if (nodes && spec.ports?.some(({ nodePort }) => nodePort === destination.port)) return service;
    }
  }
  return undefined;
}

/** Whose the address is that a packet goes to: a Pod's, a node's, or nobody's here. Nothing is said where it is a Service's. */
function ownerOf(cluster: ClusterState, packet: Packet): readonly Reason[] {
  const { ip } = packet.destination;
  for (const pods of Object.values(cluster.tables.pods ?? {}))
    for (const { metadata, spec, status } of Object.values(pods))
      if (status?.podIP === ip && spec.hostNetwork !== true)
        return [{ kind: 'owner', ip, owner: 'pod', name: metadata.name, ...(spec.nodeName === undefined ? {} : { node: spec.nodeName }) }];
  const node = cluster.config.nodes.find(({ ips }) => ips.includes(ip));
  if (node) return [{ kind: 'owner', ip, owner: 'node', name: node.name }];
  return serviceAt(cluster, packet) ? [] : [{ kind: 'owner', ip, owner: 'outside' }];
}

/** The balancer of the cloud that a packet went through. */
const throughBalancer = (rows: readonly TraceRow[]) => rows.flatMap((row) => (row.kind === 'forward' ? (row.balancer ?? []) : []))[0];

/** A balancer's targets are nodes, or Pods themselves; the packet is rewritten to its target. */
function balanced(cluster: ClusterState, packet: Packet): Reason {
  const [owner] = ownerOf(cluster, packet);
  return { kind: 'balanced', to: owner?.kind === 'owner' && owner.owner === 'pod' ? 'pod' : 'node' };
}

function targetPort(cluster: ClusterState, rows: readonly TraceRow[], { destination }: Packet): readonly Reason[] {
  const translated = rows.find((row) => row.kind === 'translate');
  if (destination.port === undefined) return [];
  if (translated?.kind !== 'translate') {
    const through = throughBalancer(rows);
    if (!through) return [{ kind: 'direct', port: destination.port }];
    const { metadata, spec } = serviceOf(cluster, through.service) ?? {};
    const asked = spec?.ports?.find(({ port }) => port === through.before.destination.port);
    return metadata && asked ? [{ kind: 'target-port', service: metadata.name, port: asked.port, target: String(asked.targetPort ?? asked.port) }] : [];
  }
  const { namespace, name, port } = translated.service;
  const found = serviceOf(cluster, `${namespace}/${name}`)?.spec.ports?.find((one) => (one.name || String(one.port)) === port);
  return found ? [{ kind: 'target-port', service: name, port: found.port, target: String(found.targetPort ?? found.port) }] : [];
}

function reasonsOfEnd(cluster: ClusterState, row: Extract<TraceRow, { kind: 'refuse' | 'drop' }>, packet: PacketTrace | undefined): RowReasons {
  const service = serviceAt(cluster, row.packet);
  if (!service) return NONE;
  const { name, namespace = '' } = service.metadata;
  const key = `${namespace}/${name}`;
  switch (row.rule) {
    case 'service-without-endpoints':
    case 'no-local-endpoint': {
      const selector = Object.entries(service.spec.selector ?? {}).map(([label, value]) => `${label}=${value}`);
      const candidates = candidatesOf(cluster, key, row, packet);
      const reasons: Reason[] = [{ kind: 'selected', service: name, selector: selector.join(','), listed: candidates.length }];
      if (row.rule === 'no-local-endpoint' && row.at.kind === 'node') reasons.push({ kind: 'policy-local', node: row.at.node });
      return { reasons, candidates };
    }
    case 'port-not-listed':
      return {
        reasons: [{ kind: 'offers', service: name, ports: (service.spec.ports ?? []).map(({ port, protocol = 'TCP' }) => `${port}/${protocol}`) }],
        candidates: [],
      };
    case 'source-range':
      return { reasons: [{ kind: 'ranges', service: name, ranges: service.spec.loadBalancerSourceRanges ?? [] }], candidates: [] };
    default:
      return NONE;
  }
}

/** Every address in a Service's slices, candidates first: what the rule chose among, and why it did not choose among the others. */
function candidatesOf(
  cluster: ClusterState,
  key: string,
  row: Extract<TraceRow, { kind: 'translate' | 'refuse' | 'drop' }>,
  packet: PacketTrace | undefined,
): readonly CandidateFact[] {
  const before = row.kind === 'translate' ? row.before : row.packet;
  const family = before.destination.ip.includes(':') ? 'IPv6' : 'IPv4';
  const port = row.kind === 'translate' ? row.service.port : undefined;
  const spec = serviceOf(cluster, key)?.spec;
  const portName =
    spec?.ports?.find((one) =>
      port === undefined ? one.port === before.destination.port || one.nodePort === before.destination.port : (one.name || String(one.port)) === port,
    )?.name ?? '';
  const chosen: readonly Candidate[] = row.kind === 'translate' ? (packet?.candidates ?? []) : [];
  const found: CandidateFact[] = [];
  // What several entries list is one candidate.
  const listed = new Set<string>();
  for (const slice of slicesOf(cluster, key)) {
    const number = slice.ports?.find(({ name = '' }) => name === portName)?.port;
    for (const { addresses, conditions, targetRef, nodeName } of slice.endpoints ?? []) {
      const [ip = ''] = addresses;
      const candidate = chosen.find((one) => one.ip === ip && one.port === number);
      const whole = ip.includes(':') ? `[${ip}]` : ip;
      const fact = {
        address: number === undefined ? ip : `${whole}:${number}`,
        ...(targetRef?.kind === 'Pod' && podOf(cluster, `${targetRef.namespace ?? ''}/${targetRef.name ?? ''}`) ? { pod: targetRef.name ?? '' } : {}),
        ...(nodeName ? { node: nodeName } : {}),
      };
      const entry = `${fact.address} ${fact.pod ?? ''}`;
      if (listed.has(entry)) continue;
      listed.add(entry);
      if (candidate) {
        found.push({ ...fact, picked: packet?.picked?.ip === ip && packet.picked.port === number, share: 100 / chosen.length });
        continue;
      }
      const terminating = conditions?.terminating === true;
      const not =
        slice.addressType !== family
          ? 'other-family'
          : number === undefined
            ? 'other-port'
            : terminating
              ? conditions?.serving === false
                ? 'not-serving'
                : 'ends'
              : conditions?.ready === false
                ? 'not-ready'
                : row.kind !== 'translate' || row.policy === 'Local'
                  ? 'other-node'
                  : 'hints';
      found.push({ ...fact, picked: false, not });
    }
  }
  return found.sort(
    (a, b) => Number(b.picked) - Number(a.picked) || Number(a.share === undefined) - Number(b.share === undefined) || (a.address < b.address ? -1 : 1),
  );
}
