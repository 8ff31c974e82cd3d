import type { Protocol } from '../api/core-v1.ts';

/** Where a packet can be or a socket can live. */
export type Location =
  | { readonly kind: 'pod'; readonly namespace: string; readonly pod: string; readonly node: string }
  | { readonly kind: 'node'; readonly node: string }
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'control-plane' };

export interface Packet {
  readonly protocol: Protocol | 'ICMP';
  readonly source: { readonly ip: string; readonly port?: number };
  readonly destination: { readonly ip: string; readonly port?: number };
}

/** One step of a packet's way. `rule` says in a word why it went on as it did; words for people are made outside. */
export type Hop =
  | { readonly kind: 'send'; readonly at: Location; readonly packet: Packet }
  /** A Service's rule on this node matched: the destination becomes one of the candidates. */
  | {
      readonly kind: 'translate';
      readonly at: Location;
      readonly before: Packet;
      readonly after: Packet;
      readonly service: { readonly namespace: string; readonly name: string; readonly port: string };
      readonly via: 'clusterIP' | 'nodePort' | 'externalIP' | 'loadBalancer';
      readonly policy: 'Cluster' | 'Local';
      readonly masqueraded: boolean;
      readonly affinity: boolean;
    }
  /** From one machine to the next; through a balancer with a name, whose target is then the packet's destination. */
  | {
      readonly kind: 'forward';
      readonly from: Location;
      readonly to: Location;
      readonly packet: Packet;
      readonly balancer?: { readonly hostname: string; readonly service: string; readonly before: Packet };
    }
  | { readonly kind: 'masquerade'; readonly at: Location; readonly before: Packet; readonly after: Packet }
  | { readonly kind: 'arrive'; readonly at: Location; readonly packet: Packet; readonly listening: boolean }
  | { readonly kind: 'refuse'; readonly at: Location; readonly packet: Packet; readonly rule: RefusalRule }
  | { readonly kind: 'drop'; readonly at: Location; readonly packet: Packet; readonly rule: DropRule }
  | { readonly kind: 'reply'; readonly from: Location; readonly to: Location; readonly packet: Packet };

export type RefusalRule =
  | 'service-without-endpoints'
  | 'port-not-listed'
  | 'nothing-listens'
  | 'icmp-unanswered'
  /** Nobody on that network answers ARP (or neighbour discovery): "No route to host", after three seconds. */
  | 'nobody-has-this-address'
  /** The machine has no address or route of that family. */
  | 'not-routed-from-here';
export type DropRule =
  | 'no-local-endpoint'
  | 'source-range'
  | 'nobody-has-this-address'
  | 'port-not-listed'
  | 'not-routed-from-here'
  | 'icmp-unanswered'
  /** The packet would have to go back over the cable it came from, and the node does not do that. */
  | 'hairpin-off';

/** One endpoint that a Service's rule may choose. */
export interface Candidate {
  readonly ip: string;
  readonly port: number;
  readonly pod?: { readonly namespace: string; readonly name: string };
  readonly node?: string;
}

/** A connection attempt (or a datagram, or an echo) and everything that happened to it. */
export interface PacketTrace {
  readonly packet: Packet;
  readonly hops: readonly Hop[];
  /** Every endpoint that could have been chosen; grade and explain on these. Empty where no Service's rule matched. */
  readonly candidates: readonly Candidate[];
  /** The one that was, by the state's entropy or by affinity. */
  readonly picked?: Candidate;
  readonly verdict: 'delivered' | 'REJECT' | 'DROP' | 'RST';
  /** What the sender's kernel is told by ICMP with a REJECT; absent where it is not told (ICMP is rate limited): for it, a timeout. */
  readonly icmp?: { readonly from: string; readonly message: 'port-unreachable' | 'host-unreachable' | 'network-unreachable' | 'time-exceeded' };
  /** Virtual milliseconds until the sender knows a verdict other than DROP. */
  readonly elapsedMs: number;
  /** What an echo's reply still carries as TTL at the sender. */
  readonly replyTTL?: number;
  /** The machine whose socket answered. */
  readonly endpoint?: Location;
  /** The address and port the endpoint sees as its client. */
  readonly sourceSeen?: string;
  readonly sourcePortSeen?: number;
  /** The destination as the endpoint sees it. */
  readonly arrived?: { readonly ip: string; readonly port?: number };
  /** Index in `hops` of the first broken one. */
  readonly brokenAt?: number;
}

export type { DNSExchange, DNSMessage, DNSReply, DNSTrace, Question, Rcode, ResourceRecord } from '../api/dns-message.ts';
