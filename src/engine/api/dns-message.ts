// Words of RFC 1035, 2308, 2782 and 6891 as data, shared by the rooms that ask, answer, carry and print them.

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
  /** Absolute, with its dot. */
  readonly qname: string;
  readonly qtype: string;
  /** Absent: IN. */
  readonly qclass?: string;
}

export interface DNSMessage {
  readonly id: number;
  readonly rcode: Rcode;
  readonly flags: {
    readonly qr: boolean;
    readonly aa: boolean;
    readonly tc: boolean;
    readonly rd: boolean;
    readonly ra: boolean;
    readonly ad: boolean;
    readonly cd: boolean;
  };
  readonly question: Question;
  readonly answer: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
  /** `cookie`: 16 hex digits of the client, which CoreDNS echoes as they are. */
  readonly edns?: { readonly udpSize: number; readonly cookie?: string; readonly do?: boolean };
  /** Length on the wire, names uncompressed as CoreDNS leaves them in small answers. */
  readonly bytes: number;
}

/** What came back for a query: a message, nothing in time, or an ICMP error. */
export type DNSReply = DNSMessage | 'timeout' | 'refused' | 'unreachable';

/** One question to one server, and what came back: nothing means it timed out. */
export interface DNSExchange {
  readonly server: string;
  readonly query: DNSMessage;
  readonly reply?: DNSMessage;
  /** Why there is no reply. */
  readonly failure?: 'timeout' | 'refused' | 'unreachable';
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
  /** The owner of the addresses, without its last dot, where a CNAME chain or the search list led elsewhere than to `name`. */
  readonly canonicalName?: string;
  /** Names on the way to the canonical one, first asked first; without last dots. */
  readonly aliases?: readonly string[];
}
