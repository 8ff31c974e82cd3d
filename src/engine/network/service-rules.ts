// Models the rules that kube-proxy writes on a node: kubernetes pkg/proxy/nftables/proxier.go and
// pkg/proxy/iptables/proxier.go syncProxyRules (v1.37.1). Nothing is written here: each packet asks what would match.
import type { IPFamily, Service, ServicePort } from '../api/core-v1.ts';
import { familyOf, isInCIDR, parseCIDR } from '../api/ip-address.ts';
import { isExternallyAccessible } from '../api/service-traits.ts';
import type { NodeConfig } from '../store/cluster-config.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { servicesByAddress, servicesByNodePort } from '../store/service-indexes.ts';
import { addressesOf, isLoopback } from './machines.ts';
import { endpointSets } from './service-endpoints.ts';
import type { Candidate, DropRule, Packet, RefusalRule } from './trace.ts';

export type Via = 'clusterIP' | 'nodePort' | 'externalIP' | 'loadBalancer';

/** A port of a Service as a packet met it. */
export interface MatchedPort {
  readonly service: Service;
  readonly port: ServicePort;
  readonly via: Via;
}

/** What a node's rules do with the first packet of a conversation. */
export type RuleOutcome =
  | { readonly kind: 'none' }
  | (MatchedPort & {
      readonly kind: 'translate';
      readonly candidates: readonly Candidate[];
      readonly policy: 'Cluster' | 'Local';
      readonly masquerade: boolean;
    })
  | { readonly kind: 'refuse'; readonly rule: RefusalRule }
  | { readonly kind: 'drop'; readonly rule: DropRule };

const NONE: RuleOutcome = { kind: 'none' };

/** The rules of one node. `origin`: a process of the node sent the packet, or it came in. */
export function matchRules(draft: ClusterDraft, node: NodeConfig, packet: Packet, origin: 'local' | 'arriving'): RuleOutcome {
  const { proxyMode, serviceCIDRs } = draft.config;
  const { ip } = packet.destination;
  const matched = packet.protocol === 'ICMP' ? undefined : (matchAddress(draft, packet) ?? matchNodePort(draft, node, packet));
  if (matched) {
    const outcome = throughService(draft, node, packet, matched);
    // iptablesJumpChains: what refuses addresses from outside stands in INPUT and FORWARD, what asks for source ranges in OUTPUT as well.
    if (
      proxyMode === 'iptables' &&
      origin === 'local' &&
      'rule' in outcome &&
      outcome.rule !== 'source-range' &&
      (matched.via === 'externalIP' || matched.via === 'loadBalancer') &&
      !addressesOf(draft, { kind: 'node', node: node.name }).includes(ip)
    )
      return NONE;
    return outcome;
  }
  if (proxyMode === 'nftables') {
    if (proxiedServices(draft, ip).some(({ spec }) => clusterIPsOf(spec).includes(ip)))
      return { kind: 'refuse', rule: packet.protocol === 'ICMP' ? 'icmp-unanswered' : 'port-not-listed' };
    if (serviceCIDRs.some((cidr) => isInCIDR(ip, cidr))) return { kind: 'drop', rule: 'nobody-has-this-address' };
  }
  return NONE;
}

const clusterIPsOf = (spec: Service['spec']): readonly string[] => spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : []);

/** Services of an address that kube-proxy handles: not headless, not ExternalName, not left to another proxy. */
export function proxiedServices(draft: ClusterDraft, ip: string): Service[] {
  return draft.namespacesOf('services').flatMap((namespace) => draft.find(servicesByAddress, namespace, ip).filter(isProxied));
}

function isProxied({ spec, metadata }: Service): boolean {
  const first = clusterIPsOf(spec)[0] ?? '';
  return first !== '' && first !== 'None' && spec.type !== 'ExternalName' && metadata.labels?.['service.kubernetes.io/service-proxy-name'] === undefined;
}

const portOf = ({ spec }: Service, protocol: string, matches: (port: ServicePort) => boolean): ServicePort | undefined =>
  spec.ports?.find((port) => (port.protocol ?? 'TCP') === protocol && matches(port));

function matchAddress(draft: ClusterDraft, { protocol, destination }: Packet): MatchedPort | undefined {
  for (const service of proxiedServices(draft, destination.ip)) {
    const port = portOf(service, protocol, (one) => one.port === destination.port);
    const via = viaOf(service, destination.ip);
    if (port && via && hasClusterIP(service, familyOf(destination.ip))) return { service, port, via };
  }
  return undefined;
}

/** A Service has rules of a family only where it has a cluster IP of it. */
const hasClusterIP = ({ spec }: Service, family: IPFamily): boolean => clusterIPsOf(spec).some((ip) => familyOf(ip) === family);

function viaOf({ spec, status }: Service, ip: string): Via | undefined {
  if (clusterIPsOf(spec).includes(ip)) return 'clusterIP';
  if (spec.externalIPs?.includes(ip)) return 'externalIP';
  // A balancer that only passes connections on (ipMode Proxy) gets no rules.
  return status?.loadBalancer?.ingress?.some((one) => one.ip === ip && one.ipMode !== 'Proxy') ? 'loadBalancer' : undefined;
}

/** nftables mode: the node's primary addresses. iptables mode: every local address, 127.0.0.0/8 too, but never ::1. */
function matchNodePort(draft: ClusterDraft, node: NodeConfig, { protocol, destination: { ip, port: number } }: Packet): MatchedPort | undefined {
  const opened =
    draft.config.proxyMode === 'nftables'
      ? node.ips.includes(ip)
      : addressesOf(draft, { kind: 'node', node: node.name }).includes(ip) || (isLoopback(ip) && familyOf(ip) === 'IPv4');
  if (!opened || number === undefined) return undefined;
  for (const namespace of draft.namespacesOf('services')) {
    for (const service of draft.find(servicesByNodePort, namespace, String(number))) {
      const port = isProxied(service) && hasClusterIP(service, familyOf(ip)) ? portOf(service, protocol, (one) => one.nodePort === number) : undefined;
      if (port) return { service, port, via: 'nodePort' };
    }
  }
  return undefined;
}

function throughService(draft: ClusterDraft, node: NodeConfig, packet: Packet, matched: MatchedPort): RuleOutcome {
  const { service, port, via } = matched;
  const { spec } = service;
  const source = packet.source.ip;
  const family = familyOf(packet.destination.ip);
  const sets = endpointSets(draft, service, port, family, node.name);
  const refused: RuleOutcome = { kind: 'refuse', rule: 'service-without-endpoints' };
  const nobodyHere: RuleOutcome = { kind: 'drop', rule: 'no-local-endpoint' };
  const choose = (policy: 'Cluster' | 'Local', masquerade: boolean): RuleOutcome => {
    const candidates = policy === 'Cluster' ? sets.cluster : sets.local;
    return candidates.length > 0 ? { kind: 'translate', ...matched, candidates, policy, masquerade } : nobodyHere;
  };
  const fromPod = draft.config.podCIDRs.some((cidr) => isInCIDR(source, cidr));
  if (via === 'clusterIP') return sets.any ? choose(spec.internalTrafficPolicy ?? 'Cluster', !fromPod) : refused;
  const filtered = via === 'loadBalancer' && !isAllowedSource(service, node, source, family);
  // nftables filters before it looks at endpoints; iptables has no firewall chain without any.
  if (filtered && (sets.any || draft.config.proxyMode === 'nftables')) return { kind: 'drop', rule: 'source-range' };
  if (!sets.any) return refused;
  if (!isExternallyAccessible(spec) || spec.externalTrafficPolicy !== 'Local') return choose('Cluster', true);
  // Traffic that begins on this node does not have to go out and come back: the policy is passed over.
  if (fromPod) return choose('Cluster', false);
  if (isLoopback(source) || addressesOf(draft, { kind: 'node', node: node.name }).includes(source)) return choose('Cluster', true);
  return choose('Local', false);
}

function isAllowedSource({ spec, status }: Service, node: NodeConfig, source: string, family: IPFamily): boolean {
  const ranges = (spec.loadBalancerSourceRanges ?? []).map((range) => range.trim()).filter((range) => parseCIDR(range)?.family === family);
  if (ranges.length === 0 || ranges.some((range) => parseCIDR(range)?.prefixLength === 0)) return true;
  if (ranges.some((range) => isInCIDR(source, range))) return true;
  const nodeAllowed = ranges.some((range) => node.ips.some((ip) => isInCIDR(ip, range)));
  return nodeAllowed && (status?.loadBalancer?.ingress ?? []).some(({ ip }) => ip === source);
}

const DEFAULT_AFFINITY_SECONDS = 10800;

/**
 * The endpoint for a new conversation: the one that ClientIP affinity remembers on this node for the client's address and
 * this port, while it is younger than the timeout and still among the candidates; otherwise a drawn one. Remembers it.
 */
export function pickEndpoint(
  draft: ClusterDraft,
  node: NodeConfig,
  { service, port }: MatchedPort,
  client: string,
  candidates: readonly Candidate[],
): { readonly picked: Candidate; readonly affinity: boolean } {
  const draw = (): Candidate => candidates[candidates.length === 1 ? 0 : draft.draw(candidates.length)] as Candidate;
  if (service.spec.sessionAffinity !== 'ClientIP') return { picked: draw(), affinity: false };
  const timeoutMs = (service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS) * 1000;
  const key = `${service.metadata.namespace ?? ''}/${service.metadata.name}:${port.name || port.port}/${client}`;
  const known = draft.get('affinity', node.name, key);
  const kept = known && draft.now - known.usedAt < timeoutMs ? candidates.find(({ ip, port: number }) => `${ip}:${number}` === known.endpoint) : undefined;
  const picked = kept ?? draw();
  draft.set('affinity', node.name, key, { endpoint: `${picked.ip}:${picked.port}`, usedAt: draft.now }, 'kube-proxy');
  return { picked, affinity: kept !== undefined };
}
