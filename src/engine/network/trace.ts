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
  /** From one machine to the next. */
  | { readonly kind: 'forward'; readonly from: Location; readonly to: Location; readonly packet: Packet }
  | { readonly kind: 'masquerade'; readonly at: Location; readonly before: Packet; readonly after: Packet }
  | { readonly kind: 'arrive'; readonly at: Location; readonly packet: Packet; readonly listening: boolean }
  | { readonly kind: 'refuse'; readonly at: Location; readonly packet: Packet; readonly rule: RefusalRule }
  | { readonly kind: 'drop'; readonly at: Location; readonly packet: Packet; readonly rule: DropRule }
  | { readonly kind: 'reply'; readonly from: Location; readonly to: Location; readonly packet: Packet };

export type RefusalRule = 'service-without-endpoints' | 'port-not-listed' | 'nothing-listens' | 'icmp-unanswered';
export type DropRule =
  | 'no-local-endpoint'
  | 'source-range'
  | 'nobody-has-this-address'
  | 'port-not-listed'
  | 'not-routed-from-here'
  | 'icmp-unanswered'
  | 'node-down';

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
  /** The machine whose socket answered. */
  readonly endpoint?: Location;
  /** The address the endpoint sees as its client. */
  readonly sourceSeen?: string;
  /** Index in `hops` of the first broken one. */
  readonly brokenAt?: number;
}

export type Rcode = 'NOERROR' | 'FORMERR' | 'SERVFAIL' | 'NXDOMAIN' | 'NOTIMP' | 'REFUSED';

export interface ResourceRecord {
  /** Absolute, with its dot, in the case it was asked. */
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  /** As a zone file writes it. */
  readonly rdata: string;
}

export interface Question {
  readonly qname: string;
  readonly qtype: string;
}

export interface DNSMessage {
  readonly id: number;
  readonly rcode: Rcode;
  readonly flags: { readonly qr: boolean; readonly aa: boolean; readonly tc: boolean; readonly rd: boolean; readonly ra: boolean; readonly ad: boolean; readonly cd: boolean };
  readonly question: Question;
  readonly answer: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
  readonly edns?: { readonly udpSize: number; readonly cookie?: string; readonly do?: boolean };
  /** Length on the wire, names uncompressed as CoreDNS leaves them in small answers. */
  readonly bytes: number;
}

/** One question to one server, and what came back: nothing means it timed out. */
export interface DNSExchange {
  readonly server: string;
  readonly query: DNSMessage;
  readonly reply?: DNSMessage;
  /** Why this name was asked: as typed, or with which suffix of the search list. */
  readonly search?: string;
}

/** A resolver's whole conversation for one name. */
export interface DNSTrace {
  readonly name: string;
  readonly resolver: 'glibc' | 'musl' | 'busybox' | 'dig' | 'host' | 'nslookup';
  readonly exchanges: readonly DNSExchange[];
  readonly outcome: 'answered' | 'NODATA' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'timeout';
  readonly addresses: readonly string[];
}
