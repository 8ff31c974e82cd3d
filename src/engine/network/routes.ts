// The wiring of test/conformance/clusters.md, "Machines": nodes route each other's Pod networks, everything else meets in
// one router that knows the machines' networks and the balancer's, and loses the rest without an answer.
import { familyOf, formatIP, isInCIDR, networkAddress, parseCIDR } from '../api/ip-address.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { addressOf, isSameMachine, locationOfAddress, nodeOfPodAddress, podAt } from './machines.ts';
import { proxiedServices } from './service-rules.ts';
import type { DropRule, Location } from './trace.ts';

/** Where a machine sends a packet for an address that is not its own. `routers`: how many take one from its TTL between the two. */
export type Route =
  | { readonly kind: 'machine'; readonly to: Location; readonly routers: number }
  /** The last router's network is there, but nobody on it answers for the address. `router`: who says so. */
  | { readonly kind: 'unanswered'; readonly router: string }
  /** A balancer's address at the node it leads to, which only sends it back to the router. */
  | { readonly kind: 'circle' }
  | { readonly kind: 'lost'; readonly rule: DropRule };

/** The next machine on the way. Rules of Services are not routes: an address they translate is asked for after that. */
export function routeFrom(draft: ClusterDraft, at: Location, ip: string): Route {
  const { config } = draft;
  if (at.kind === 'pod') return { kind: 'machine', to: { kind: 'node', node: at.node }, routers: 0 };
  const owner = nodeOfPodAddress(draft, ip);
  if (owner) {
    if (at.kind !== 'node') return { kind: 'lost', rule: 'not-routed-from-here' };
    if (owner.name !== at.node) return { kind: 'machine', to: { kind: 'node', node: owner.name }, routers: 0 };
    const pod = podAt(draft, ip);
    return pod
      ? { kind: 'machine', to: { kind: 'pod', namespace: pod.metadata.namespace ?? '', pod: pod.metadata.name, node: at.node }, routers: 0 }
      : { kind: 'lost', rule: 'nobody-has-this-address' };
  }
  const family = familyOf(ip);
  const own = addressOf(draft, at, family);
  if (own === undefined) return { kind: 'lost', rule: 'not-routed-from-here' };
  const direct = isSameNetwork(own, ip);
  const to = locationOfAddress(draft, ip);
  if (to && to.kind !== 'pod') return { kind: 'machine', to, routers: direct ? 0 : 1 };
  const [first] = config.nodes;
  if (first && isBalancerAddress(draft, ip)) {
    const toFirst: Location = { kind: 'node', node: first.name };
    return isSameMachine(at, toFirst) ? { kind: 'circle' } : { kind: 'machine', to: toFirst, routers: 1 };
  }
  if (direct) return { kind: 'unanswered', router: own };
  const machines = [...config.nodes.flatMap(({ ips }) => ips), ...config.controlPlane.ips, ...config.outside.hosts.flatMap(({ ips }) => ips)];
  if (machines.some((one) => familyOf(one) === family && isSameNetwork(one, ip))) return { kind: 'unanswered', router: routerOf(own) };
  const service = config.serviceCIDRs.some((cidr) => isInCIDR(ip, cidr));
  return { kind: 'lost', rule: service ? 'not-routed-from-here' : 'nobody-has-this-address' };
}

/** Whether the router beyond the nodes leads an address to the first node: a balancer's network, or a balancer's address. */
function isBalancerAddress(draft: ClusterDraft, ip: string): boolean {
  return (
    draft.config.outside.balancerCIDRs.some((cidr) => isInCIDR(ip, cidr)) ||
    proxiedServices(draft, ip).some(({ status }) => status?.loadBalancer?.ingress?.some((one) => one.ip === ip) ?? false)
  );
}

const prefixOf = (ip: string): string => (familyOf(ip) === 'IPv4' ? `${ip}/24` : `${ip}/64`);

const isSameNetwork = (a: string, b: string): boolean => isInCIDR(b, prefixOf(a));

/** The router's address on a machine's network: the first one. */
function routerOf(ip: string): string {
  const network = parseCIDR(prefixOf(ip));
  if (!network) return ip;
  const { family, bits } = networkAddress(network);
  return formatIP({ family, bits: bits + 1n });
}
