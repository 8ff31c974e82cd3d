import { canonicalIP, familyOf, isInCIDR } from '../api/ip-address.ts';
import type { NamedBalancer } from '../store/balancers.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { balancerAt, isOutOfReach, throughBalancer } from './balancer.ts';
import type { Destination } from './connect.ts';
import { addressesOf, addressOf, findListener, gatewayOf, isLoopback, isSameMachine, machineKey, nodeConfig, nodeOfPodAddress } from './machines.ts';
import { routeFrom } from './routes.ts';
import { matchRules, pickEndpoint, proxiedServices, type RuleOutcome } from './service-rules.ts';
import type { Candidate, DropRule, Hop, Location, Packet, PacketTrace, RefusalRule } from './trace.ts';

/** Linux: 32768–60999. */
const FIRST_EPHEMERAL_PORT = 32768;
const EPHEMERAL_PORTS = 28232;
const INITIAL_TTL = 64;
/** A packet that goes round in a circle is given up after so many machines. */
const MAX_MACHINES = 8;
/** Three questions for the neighbour, one second apart; a little less, so that a limit of whole seconds is met after it. */
const NEIGHBOUR_FAILS_MS = 2995;
const ICMP_BURST = 6;
const ICMP_EVERY_MS = 1000;
/** A SYN without an answer is sent again after a second (RFC 6298 2.1). */
const SYN_AGAIN_MS = 1000;

/** A packet on its way: everything that changes while it goes. */
interface Walk {
  readonly draft: ClusterDraft;
  readonly from: Location;
  readonly sent: Packet;
  packet: Packet;
  readonly hops: Hop[];
  routers: number;
  machines: number;
  candidates: readonly Candidate[];
  picked: Candidate | undefined;
}

/** The packet's whole way through the rules and routes of every machine it passes. */
export function sendPacket(draft: ClusterDraft, from: Location, { protocol, ip, port, sourceIP, sourcePort }: Destination): PacketTrace {
  // What is addressed to no machine in particular is for this one (Linux ip_route_output_key_hash_rcu).
  const to = ip === '0.0.0.0' ? '127.0.0.1' : ip === '::' ? '::1' : (canonicalIP(ip) ?? ip);
  const source = sourceIP ?? sourceFor(draft, from, to);
  const withPorts = protocol !== 'ICMP';
  const packet: Packet = {
    protocol,
    source: { ip: source ?? unspecified(to), ...(withPorts ? { port: sourcePort ?? FIRST_EPHEMERAL_PORT + draft.draw(EPHEMERAL_PORTS) } : {}) },
    destination: { ip: to, ...(withPorts && port !== undefined ? { port } : {}) },
  };
  const walk: Walk = {
    draft,
    from,
    sent: packet,
    packet,
    hops: [{ kind: 'send', at: from, packet }],
    routers: 0,
    machines: 0,
    candidates: [],
    picked: undefined,
  };
  if (source === undefined) return refused(walk, from, 'not-routed-from-here', { from: unspecified(to), message: 'network-unreachable' }, 0);
  if (from.kind === 'node') return atNode(walk, from, 'local');
  if (isOwn(draft, from, to)) return arrived(walk, from);
  return onward(walk, from);
}

const unspecified = (ip: string): string => (familyOf(ip) === 'IPv4' ? '0.0.0.0' : '::');

const isOwn = (draft: ClusterDraft, at: Location, ip: string): boolean => isLoopback(ip) || addressesOf(draft, at).includes(ip);

/** The source address a machine chooses: its own for itself, a node's end of the cable for its own Pods, else its first. */
function sourceFor(draft: ClusterDraft, from: Location, to: string): string | undefined {
  if (isOwn(draft, from, to)) return to;
  const family = familyOf(to);
  if (from.kind === 'node') {
    const owner = nodeOfPodAddress(draft, to);
    if (owner?.name === from.node) return gatewayOf(owner, family);
  }
  return addressOf(draft, from, family);
}

/**
 * Sends the packet to the next machine, and goes on there. What goes round between a node and the router ends when its TTL
 * does, which is told beyond the nodes only (cases traffic/external-addresses, ranges-and-no-endpoints).
 */
function onward(walk: Walk, at: Location): PacketTrace {
  const { draft } = walk;
  const { ip } = walk.packet.destination;
  const balancer = at.kind === 'pod' ? undefined : balancerAt(draft, ip);
  if (isOutOfReach(draft, at, ip)) return dropped(walk, at, 'not-routed-from-here');
  walk.machines += 1;
  if (walk.machines > MAX_MACHINES) return dropped(walk, at, 'nobody-has-this-address');
  if (balancer) return balanced(walk, at, balancer);
  const route = routeFrom(draft, at, ip);
  if (route.kind === 'lost') return dropped(walk, at, at.kind === 'node' ? (lostServiceRule(walk, ip) ?? route.rule) : route.rule);
  if (route.kind === 'unanswered') return unanswered(walk, at, route.router);
  if (route.kind === 'circle') {
    if (walk.from.kind !== 'host') return dropped(walk, at, 'nobody-has-this-address');
    return refused(walk, at, 'nobody-has-this-address', { from: addressOf(draft, at, familyOf(ip)) ?? ip, message: 'time-exceeded' }, 0);
  }
  walk.routers += route.routers;
  walk.hops.push({ kind: 'forward', from: at, to: route.to, packet: walk.packet });
  if (route.to.kind === 'node') return atNode(walk, route.to, 'arriving');
  return arrived(walk, route.to);
}

/** Through a balancer at the router, on to the node of its target. */
function balanced(walk: Walk, at: Location, balancer: NamedBalancer): PacketTrace {
  const before = walk.packet;
  const outcome = throughBalancer(walk.draft, balancer, before);
  if (outcome.kind === 'lost') return dropped(walk, at, outcome.rule);
  const { packet, node, candidates, picked } = outcome;
  const to = { kind: 'node', node } as const;
  walk.packet = packet;
  walk.candidates = candidates;
  walk.picked = picked;
  walk.routers += 1;
  const { hostname, service } = balancer;
  walk.hops.push({ kind: 'forward', from: at, to, packet, balancer: { hostname, service: service.join('/'), before } });
  return atNode(walk, to, 'arriving');
}

/** Why a node knew nothing to do for a Service address: iptables mode has rules for listed ports only. */
function lostServiceRule({ draft, packet: { protocol } }: Walk, ip: string): DropRule | undefined {
  if (!draft.config.serviceCIDRs.some((cidr) => isInCIDR(ip, cidr))) return undefined;
  if (proxiedServices(draft, ip).length === 0) return 'nobody-has-this-address';
  return protocol === 'ICMP' ? 'icmp-unanswered' : 'port-not-listed';
}

/** A node: rules of Services, then its own sockets or the way on, with its own address where it must stand in. */
function atNode(walk: Walk, at: Location & { readonly kind: 'node' }, origin: 'local' | 'arriving'): PacketTrace {
  const { draft } = walk;
  const node = nodeConfig(draft, at.node);
  if (!node) return dropped(walk, at, 'nobody-has-this-address');
  const before = walk.packet;
  const family = familyOf(before.destination.ip);
  const outcome = matchRules(draft, node, before, origin);
  if (outcome.kind === 'drop') return dropped(walk, at, outcome.rule);
  if (outcome.kind === 'refuse') {
    // A node that only passes on what came from its own network does not get to tell (case traffic/iptables-external-addresses).
    if (walk.from.kind === 'node' && origin === 'arriving' && !isOwn(draft, at, before.destination.ip)) return dropped(walk, at, 'nobody-has-this-address');
    const teller = origin === 'local' ? before.source.ip : isInPodNetwork(draft, before.source.ip) ? gatewayOf(node, family) : addressOf(draft, at, family);
    return refused(walk, at, outcome.rule, { from: teller ?? before.destination.ip, message: 'port-unreachable' }, 0);
  }
  const marked = outcome.kind === 'translate' && translate(walk, at, outcome);
  const { ip } = walk.packet.destination;
  if (isOwn(draft, at, ip)) {
    if (marked && origin === 'local') masquerade(walk, at, ip);
    return arrived(walk, at);
  }
  if (draft.config.hairpin === false && ip === before.source.ip) return dropped(walk, at, 'hairpin-off');
  const toPod = nodeOfPodAddress(draft, ip);
  const leavesPodNetwork = isInPodNetwork(draft, walk.packet.source.ip) && !isInPodNetwork(draft, ip);
  if (marked || leavesPodNetwork) masquerade(walk, at, toPod?.name === node.name ? gatewayOf(node, family) : addressOf(draft, at, family));
  if (origin === 'arriving') walk.routers += 1;
  return onward(walk, at);
}

const isInPodNetwork = (draft: ClusterDraft, ip: string): boolean => draft.config.podCIDRs.some((cidr) => isInCIDR(ip, cidr));

/** Picks an endpoint and makes it the destination. True when the source must be rewritten as well: by policy, or a Pod meets itself. */
function translate(walk: Walk, at: Location & { readonly kind: 'node' }, outcome: RuleOutcome & { readonly kind: 'translate' }): boolean {
  const { service, port, via, policy, candidates } = outcome;
  const { draft, packet: before } = walk;
  const node = nodeConfig(draft, at.node);
  if (!node) return false;
  const { picked, affinity } = pickEndpoint(draft, node, outcome, before.source.ip, candidates);
  const after: Packet = { ...before, destination: { ip: picked.ip, port: picked.port } };
  const masqueraded = outcome.masquerade || picked.ip === before.source.ip;
  walk.packet = after;
  walk.candidates = candidates;
  walk.picked = picked;
  walk.hops.push({
    kind: 'translate',
    at,
    before,
    after,
    service: { namespace: service.metadata.namespace ?? '', name: service.metadata.name, port: port.name || String(port.port) },
    via,
    policy,
    masqueraded,
    affinity,
  });
  return masqueraded;
}

function masquerade(walk: Walk, at: Location, ip: string | undefined): void {
  const before = walk.packet;
  if (ip === undefined || ip === before.source.ip) return;
  const port = before.source.port === undefined ? {} : { port: FIRST_EPHEMERAL_PORT + walk.draft.draw(EPHEMERAL_PORTS) };
  walk.packet = { ...before, source: { ip, ...port } };
  walk.hops.push({ kind: 'masquerade', at, before, after: walk.packet });
}

/** The machine whose address it is has the packet: somebody listens, or the kernel refuses. */
function arrived(walk: Walk, at: Location): PacketTrace {
  const { draft, packet, hops } = walk;
  const { protocol, source, destination } = packet;
  const listening = protocol === 'ICMP' || (protocol !== 'SCTP' && findListener(draft, at, protocol, destination.ip, destination.port ?? 0) !== undefined);
  hops.push({ kind: 'arrive', at, packet, listening });
  const seen = { endpoint: at, sourceSeen: source.ip, ...(source.port === undefined ? {} : { sourcePortSeen: source.port }), arrived: destination };
  if (!listening) {
    if (protocol === 'TCP') {
      hops.push({ kind: 'refuse', at, packet, rule: 'nothing-listens' });
      return { ...ended(walk, 'RST', 0), ...seen, brokenAt: hops.length - 1 };
    }
    return { ...refused(walk, at, 'nothing-listens', { from: walk.sent.destination.ip, message: 'port-unreachable' }, 0), ...seen };
  }
  const back: Packet = { protocol, source: walk.sent.destination, destination: walk.sent.source };
  hops.push({ kind: 'reply', from: at, to: walk.from, packet: back });
  return { ...ended(walk, 'delivered', 0), ...seen, replyTTL: INITIAL_TTL - walk.routers };
}

function ended({ sent, hops, candidates, picked }: Walk, verdict: PacketTrace['verdict'], elapsedMs: number): PacketTrace {
  return { packet: sent, hops, candidates, ...(picked ? { picked } : {}), verdict, elapsedMs };
}

function dropped(walk: Walk, at: Location, rule: DropRule): PacketTrace {
  walk.hops.push({ kind: 'drop', at, packet: walk.packet, rule });
  return { ...ended(walk, 'DROP', 0), brokenAt: walk.hops.length - 1 };
}

/** A refusal, and how long until the sender hears of it: a datagram's sender never, where the machine has told it too often. */
function refused(walk: Walk, at: Location, rule: RefusalRule, icmp: NonNullable<PacketTrace['icmp']>, elapsedMs: number): PacketTrace {
  walk.hops.push({ kind: 'refuse', at, packet: walk.packet, rule });
  const told = isSameMachine(at, walk.from) || mayTell(walk, at, walk.draft.now + elapsedMs);
  if (told) return { ...ended(walk, 'REJECT', elapsedMs), icmp, brokenAt: walk.hops.length - 1 };
  if (walk.sent.protocol !== 'TCP') return { ...ended(walk, 'REJECT', 0), brokenAt: walk.hops.length - 1 };
  mayTell(walk, at, walk.draft.now + elapsedMs + SYN_AGAIN_MS);
  return { ...ended(walk, 'REJECT', elapsedMs + SYN_AGAIN_MS), icmp, brokenAt: walk.hops.length - 1 };
}

// Models Linux net/ipv4/icmp.c icmpv4_xrlim_allow: each machine tells each address six times at once, then once a second.
// The row holds when the bucket would be full again.
function mayTell({ draft, packet }: Walk, at: Location, now: number): boolean {
  const name = `${machineKey(at)}/${packet.source.ip}`;
  const fullAt = Math.max(now, (draft.get('facts', 'icmp', name)?.value as number | undefined) ?? 0);
  if (fullAt - now > (ICMP_BURST - 1) * ICMP_EVERY_MS) return false;
  draft.set('facts', 'icmp', name, { value: fullAt + ICMP_EVERY_MS }, 'kernel');
  return true;
}

/** Nobody answers for the address on the last network: whoever asks meanwhile waits for the same three questions. */
function unanswered(walk: Walk, at: Location, router: string): PacketTrace {
  const { draft } = walk;
  const name = `${router}/${walk.packet.destination.ip}`;
  const asked = draft.get('facts', 'neighbours', name)?.value as number | undefined;
  const since = asked !== undefined && draft.now < asked + NEIGHBOUR_FAILS_MS ? asked : draft.now;
  if (since !== asked) draft.set('facts', 'neighbours', name, { value: since }, 'kernel');
  return refused(walk, at, 'nobody-has-this-address', { from: router, message: 'host-unreachable' }, since + NEIGHBOUR_FAILS_MS - draft.now);
}
