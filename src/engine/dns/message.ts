import type { DNSMessage, Question, Rcode, ResourceRecord } from '../api/dns-message.ts';
import type { EntropySource } from '../clock/entropy.ts';
import { fqdn, labelsOf, nameLength } from './name.ts';

const NO_FLAGS = { qr: false, aa: false, tc: false, rd: false, ra: false, ad: false, cd: false };

export interface QueryOptions {
  /** Recursion desired; true where nothing is said. */
  readonly rd?: boolean;
  readonly ad?: boolean;
  readonly cd?: boolean;
  readonly qclass?: string;
  /** Absent: no OPT record. */
  readonly edns?: { readonly udpSize: number; readonly cookie?: boolean; readonly do?: boolean };
}

/** A query with a drawn id (and cookie). `qname` is made absolute. */
export function makeQuery(
  entropy: EntropySource,
  qname: string,
  qtype: string,
  { rd = true, ad = false, cd = false, qclass, edns }: QueryOptions = {},
): DNSMessage {
  const cookie = edns?.cookie ? { cookie: Array.from({ length: 2 }, () => entropy.draw(0x1_0000_0000).toString(16).padStart(8, '0')).join('') } : {};
  return sized({
    id: entropy.draw(0x1_0000),
    rcode: 'NOERROR',
    flags: { ...NO_FLAGS, rd, ad, cd },
    question: { qname: fqdn(qname), qtype, ...(qclass ? { qclass } : {}) },
    answer: [],
    authority: [],
    additional: [],
    ...(edns ? { edns: { udpSize: edns.udpSize, ...cookie, ...(edns.do ? { do: true } : {}) } } : {}),
  });
}

/** What a server puts into a reply; everything else comes from the query (miekg/dns SetReply, CoreDNS Request.SizeAndDo). */
export interface ReplyContent {
  readonly rcode: Rcode;
  readonly aa?: boolean;
  readonly ra?: boolean;
  readonly answer?: readonly ResourceRecord[];
  readonly authority?: readonly ResourceRecord[];
  readonly additional?: readonly ResourceRecord[];
}

/** The reply to a query, with its question, id, RD, CD and OPT record. */
export function replyTo(query: DNSMessage, { rcode, aa = false, ra = false, answer = [], authority = [], additional = [] }: ReplyContent): DNSMessage {
  return sized({
    id: query.id,
    rcode,
    flags: { ...NO_FLAGS, qr: true, aa, ra, rd: query.flags.rd, cd: query.flags.cd },
    question: query.question,
    answer,
    authority,
    additional,
    ...(query.edns ? { edns: query.edns } : {}),
  });
}

/**
 * The reply as it fits into the client's buffer. Models miekg/dns Msg.Truncate and CoreDNS Request.Scrub (v1.14.7):
 * too large → names are compressed; still too large → records are left out from the end and TC is set.
 */
export function fitted(reply: DNSMessage, limit: number): DNSMessage {
  if (reply.bytes <= Math.min(limit, 1480)) return reply;
  const compressed = { ...reply, bytes: wireLength(reply, true) };
  if (compressed.bytes <= limit) return compressed;
  const sections = ['additional', 'authority', 'answer'] as const;
  let cut = compressed;
  for (const section of sections) {
    while (cut[section].length > 0 && cut.bytes > limit) {
      const shorter = { ...cut, [section]: cut[section].slice(0, -1), flags: { ...cut.flags, tc: true } };
      cut = { ...shorter, bytes: wireLength(shorter, true) };
    }
  }
  return cut;
}

/** The message with its length on the wire, uncompressed. */
export function sized(message: Omit<DNSMessage, 'bytes'>): DNSMessage {
  return { ...message, bytes: wireLength(message, false) };
}

/** The largest UDP reply a query's sender takes (RFC 6891 6.2.5; 512 without EDNS). */
export const bufferSize = (query: DNSMessage): number => Math.max(512, query.edns?.udpSize ?? 512);

/** Names inside rdata that may be compressed (RFC 3597 4), and where they stand among the words of the zone file form. */
const RDATA_NAMES: { readonly [type: string]: { readonly names: readonly number[]; readonly fixed: number; readonly compressible: boolean } } = {
  CNAME: { names: [0], fixed: 0, compressible: true },
  NS: { names: [0], fixed: 0, compressible: true },
  PTR: { names: [0], fixed: 0, compressible: true },
  MX: { names: [1], fixed: 2, compressible: true },
  SRV: { names: [3], fixed: 6, compressible: false },
  SOA: { names: [0, 1], fixed: 20, compressible: true },
};

const OPT_BYTES = 11;
const COOKIE_BYTES = 12;

/** Bytes on the wire (RFC 1035 4.1, 4.1.4; RFC 6891 6.1.2; RFC 7873 4). Nothing is encoded for it. */
export function wireLength(message: Omit<DNSMessage, 'bytes'>, compress: boolean): number {
  const seen = new Set<string>();
  let bytes = 12;
  const name = (text: string, compressible = true): number => {
    if (!compress) return nameLength(text);
    const labels = labelsOf(text);
    let length = 0;
    for (let i = 0; i < labels.length; i += 1) {
      const suffix = labels.slice(i).join('.').toLowerCase();
      if (compressible && seen.has(suffix)) return length + 2;
      if (bytes + length < 0x4000) seen.add(suffix);
      length += 1 + (labels[i] as string).length;
    }
    return length + 1;
  };
  const question = (one: Question): number => name(one.qname) + 4;
  const record = ({ name: owner, type, rdata }: ResourceRecord): number => {
    const length = name(owner) + 10;
    if (type === 'A') return length + 4;
    if (type === 'AAAA') return length + 16;
    if (type === 'TXT')
      return length + [...rdata.matchAll(/"((?:[^"\\]|\\.)*)"/g)].reduce((sum, [, text = '']) => sum + 1 + text.replaceAll(/\\(.)/g, '$1').length, 0);
    const shape = RDATA_NAMES[type];
    if (!shape) return length + rdata.length;
    const words = rdata.split(' ');
    return length + shape.fixed + shape.names.reduce((sum, i) => sum + name(words[i] ?? '', shape.compressible), 0);
  };
  bytes += question(message.question);
  for (const one of [...message.answer, ...message.authority, ...message.additional]) bytes += record(one);
  if (message.edns) bytes += OPT_BYTES + (message.edns.cookie ? COOKIE_BYTES : 0);
  return bytes;
}
