// A balancer of the cloud that has a name: Elastic Load Balancing (docs.aws.amazon.com, Network Load Balancers: target groups, client IP
// preservation; Classic Load Balancers: listeners). It stands at the router beyond the nodes; its health checks are those of
// kube-proxy: every ready node, or with `externalTrafficPolicy: Local` the nodes that have an endpoint.
import { familyOf, isInCIDR } from '../api/ip-address.ts';
import { namedBalancers, type NamedBalancer } from '../store/balancers.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { addressOf } from './machines.ts';
import { endpointSets } from './service-endpoints.ts';
import type { Candidate, DropRule, Location, Packet } from './trace.ts';

/** Where a balancer sends a packet on, or why it does not. */
export type Balanced =
  | { readonly kind: 'target'; readonly node: string; readonly packet: Packet; readonly candidates: readonly Candidate[]; readonly picked?: Candidate }
  | { readonly kind: 'lost'; readonly rule: DropRule };

/** The balancer that has an address. */
export const balancerAt = (draft: ClusterDraft, ip: string): NamedBalancer | undefined => namedBalancers(draft).find((one) => one.ip === ip);

/** Whether a machine beyond the nodes is outside the private network that an address belongs to. */
export function isOutOfReach(draft: ClusterDraft, at: Location, ip: string): boolean {
  const { privateNetwork } = draft.config.outside;
  return at.kind === 'host' && privateNetwork !== undefined && isInCIDR(ip, privateNetwork.cidr) && !privateNetwork.hosts.includes(at.host);
}

/** Listener, source ranges, healthy targets: what a balancer asks of a packet's Service. The target is drawn. */
export function throughBalancer(draft: ClusterDraft, balancer: NamedBalancer, packet: Packet): Balanced {
  const [namespace, name] = balancer.service;
  const service = draft.get('services', namespace, name);
  const { protocol, source, destination } = packet;
  if (protocol === 'ICMP') return { kind: 'lost', rule: 'icmp-unanswered' };
  const port = service?.spec.ports?.find((one) => one.port === destination.port && (one.protocol ?? 'TCP') === protocol);
  if (!service || !port) return { kind: 'lost', rule: 'port-not-listed' };
  const { loadBalancerSourceRanges: ranges = [], externalTrafficPolicy } = service.spec;
  if (ranges.length > 0 && !ranges.some((range) => isInCIDR(source.ip, range.trim()))) return { kind: 'lost', rule: 'source-range' };
  const family = familyOf(destination.ip);
  const sets = (node: string): ReturnType<typeof endpointSets> => endpointSets(draft, service, port, family, node);
  const from = { ...source, ...(balancer.sourceIP ? { ip: balancer.sourceIP } : {}) };
  if (balancer.targets === 'pods') {
    // Seen from no node: what hints say is for kube-proxy alone.
    const candidates = sets('').cluster;
    const picked = candidates[draft.draw(candidates.length)];
    return picked?.node
      ? { kind: 'target', node: picked.node, packet: { protocol, source: from, destination: { ip: picked.ip, port: picked.port } }, candidates, picked }
      : { kind: 'lost', rule: 'no-local-endpoint' };
  }
  const ready = draft.list('nodes').filter(({ status }) => status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'));
  const names = ready.map(({ metadata }) => metadata.name);
  const healthy = externalTrafficPolicy === 'Local' ? names.filter((node) => sets(node).local.length > 0) : names;
  // With no healthy target at all, every target is tried.
  const targets = healthy.length > 0 ? healthy : names;
  const node = targets[draft.draw(targets.length)];
  const ip = node && addressOf(draft, { kind: 'node', node }, family);
  if (!node || !ip || port.nodePort === undefined) return { kind: 'lost', rule: 'nobody-has-this-address' };
  return { kind: 'target', node, packet: { protocol, source: from, destination: { ip, port: port.nodePort } }, candidates: [] };
}
