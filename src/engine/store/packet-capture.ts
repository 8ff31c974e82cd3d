import type { DNSMessage } from '../api/dns-message.ts';
import type { Instant } from '../clock/instant.ts';

/** One packet as an interface saw it: what tcpdump prints from. */
export interface CapturedPacket {
  readonly at: Instant;
  /** `pod/<namespace>/<name>`, `node/<name>`, `host/<name>` or `control-plane`. */
  readonly machine: string;
  readonly interface: 'eth0' | 'lo';
  readonly direction: 'In' | 'Out';
  readonly protocol: 'TCP' | 'UDP' | 'ICMP';
  readonly source: { readonly ip: string; readonly port?: number };
  readonly destination: { readonly ip: string; readonly port?: number };
  /** Payload bytes. */
  readonly length: number;
  readonly tcp?: {
    readonly flags: string;
    readonly seq: number;
    readonly ack: number;
    readonly window: number;
    readonly isn: number;
    readonly peerISN: number;
    /** Of a SYN, where it is not the interface's own. */
    readonly mss?: number;
  };
  readonly dns?: DNSMessage;
  readonly icmp?: {
    readonly kind: 'echo request' | 'echo reply' | 'port-unreachable' | 'host-unreachable' | 'time-exceeded';
    readonly id?: number;
    readonly seq?: number;
    readonly about?: { readonly protocol: 'TCP' | 'UDP' | 'ICMP'; readonly ip: string; readonly port: number };
  };
  /** The first line of a payload that is text. */
  readonly firstLine?: string;
}
