// Addresses and networks as RFC 4291, 4632 and 5952 write them. Models Go's net/netip ParseAddr, ParsePrefix and
// Addr.String: no leading zeros, no host bits dropped, no zones.
import type { IPFamily } from './core-v1.ts';

/** An address as a number: 32 or 128 bits, network order. */
export interface IPValue {
  readonly family: IPFamily;
  readonly bits: bigint;
}

/** A network: the address as written (host bits kept) and how many leading bits count. */
export interface CIDRValue extends IPValue {
  readonly prefixLength: number;
}

/** Bits of an address of this family. */
export const bitLength = (family: IPFamily): 32 | 128 => (family === 'IPv4' ? 32 : 128);

/** The 32 bits of a dotted address as a number; -1 for other text. */
function ipv4Number(text: string): number {
  let bits = 0;
  let parts = 0;
  let value = -1;
  for (let i = 0; i <= text.length; i += 1) {
    const code = i < text.length ? text.charCodeAt(i) : 46;
    if (code === 46) {
      if (value < 0 || value > 255 || parts > 3) return -1;
      bits = bits * 256 + value;
      parts += 1;
      value = -1;
    } else {
      if (code < 48 || code > 57 || value === 0 || value > 255) return -1;
      value = Math.max(value, 0) * 10 + code - 48;
    }
  }
  return parts === 4 ? bits : -1;
}

function parseIPv4(text: string): bigint | undefined {
  const bits = ipv4Number(text);
  return bits < 0 ? undefined : BigInt(bits);
}

function parseIPv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups: string[][] = [];
  for (const half of halves) {
    const parts = half === '' ? [] : half.split(':');
    const last = parts.at(-1);
    if (last?.includes('.')) {
      const tail = half === halves.at(-1) ? parseIPv4(last) : undefined;
      if (tail === undefined) return undefined;
      parts.splice(-1, 1, (tail >> 16n).toString(16), (tail & 0xffffn).toString(16));
    }
    if (parts.some((part) => !/^[0-9a-fA-F]{1,4}$/.test(part))) return undefined;
    groups.push(parts);
  }
  const [before = [], after = []] = groups;
  const missing = 8 - before.length - after.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array.from({ length: missing }, () => '0'), ...after].reduce((bits, part) => (bits << 16n) | BigInt(`0x${part}`), 0n);
}

/** The address, or `undefined` for any other text. */
export function parseIP(text: string): IPValue | undefined {
  const family: IPFamily = text.includes(':') ? 'IPv6' : 'IPv4';
  const bits = family === 'IPv4' ? parseIPv4(text) : parseIPv6(text);
  return bits === undefined ? undefined : { family, bits };
}

/** The one spelling of an address: RFC 5952 for IPv6. */
export function formatIP({ family, bits }: IPValue): string {
  if (family === 'IPv4') return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => Number((bits >> BigInt(112 - 16 * i)) & 0xffffn));
  if (bits >> 32n === 0xffffn) return `::ffff:${formatIP({ family: 'IPv4', bits: bits & 0xffff_ffffn })}`;
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i += 1) {
    let end = i;
    while (end < 8 && groups[end] === 0) end += 1;
    if (end - i > length) [start, length] = [i, end - i];
    i = Math.max(i, end);
  }
  const words = groups.map((group) => group.toString(16));
  if (start < 0) return words.join(':');
  return `${words.slice(0, start).join(':')}::${words.slice(start + length).join(':')}`;
}

/** The address in its one spelling, or `undefined` when it is none. */
export function canonicalIP(text: string): string | undefined {
  const ip = parseIP(text);
  return ip && formatIP(ip);
}

/** The family a text looks like by its colons; the text need not be valid. */
export const familyOf = (text: string): IPFamily => (text.includes(':') ? 'IPv6' : 'IPv4');

/** The network, or `undefined` for any other text. The prefix length has no leading zero. */
export function parseCIDR(text: string): CIDRValue | undefined {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const ip = match && parseIP(match[1] as string);
  const prefixLength = Number(match?.[2]);
  return ip && prefixLength <= bitLength(ip.family) ? { ...ip, prefixLength } : undefined;
}

/** The first address of a network. */
export function networkAddress({ family, bits, prefixLength }: CIDRValue): IPValue {
  const hostBits = BigInt(bitLength(family) - prefixLength);
  return { family, bits: (bits >> hostBits) << hostBits };
}

/** Whether an address belongs to a network; never across families. */
export function contains(network: CIDRValue, ip: IPValue): boolean {
  const hostBits = BigInt(bitLength(network.family) - network.prefixLength);
  return network.family === ip.family && network.bits >> hostBits === ip.bits >> hostBits;
}

/** `contains` on text: false when either is not valid. */
export function isInCIDR(ipText: string, cidrText: string): boolean {
  // The everyday case, without big numbers: it is asked several times for every packet.
  const slash = cidrText.indexOf('/');
  const network4 = ipv4Number(cidrText.slice(0, slash));
  if (network4 >= 0 && /^(0|[1-9]\d?)$/.test(cidrText.slice(slash + 1))) {
    const ip4 = ipv4Number(ipText);
    const hosts = 2 ** (32 - Number(cidrText.slice(slash + 1)));
    return ip4 >= 0 && hosts >= 1 && Math.floor(ip4 / hosts) === Math.floor(network4 / hosts);
  }
  const ip = parseIP(ipText);
  const network = parseCIDR(cidrText);
  return ip !== undefined && network !== undefined && contains(network, ip);
}

/** The `n`th address after a network's first one. */
export function addressAt(network: CIDRValue, n: bigint | number): IPValue {
  const first = networkAddress(network);
  return { family: first.family, bits: first.bits + BigInt(n) };
}

/** The address as DNS writes it backwards: `1.60.96.10.in-addr.arpa.` or 32 nibbles under `ip6.arpa.` (RFC 1035 3.5, 3596 2.5). */
export function reverseName({ family, bits }: IPValue): string {
  if (family === 'IPv4') return `${[0n, 8n, 16n, 24n].map((shift) => String((bits >> shift) & 255n)).join('.')}.in-addr.arpa.`;
  return `${[...bits.toString(16).padStart(32, '0')].reverse().join('.')}.ip6.arpa.`;
}

/** The address that a reverse name stands for, or `undefined` when it is not a whole one. */
export function addressOfReverseName(name: string): IPValue | undefined {
  const lower = name.toLowerCase().replace(/\.$/, '');
  const v4 = /^([\d.]+)\.in-addr\.arpa$/.exec(lower);
  if (v4) return parseIP((v4[1] as string).split('.').reverse().join('.'));
  const v6 = /^((?:[0-9a-f]\.){31}[0-9a-f])\.ip6\.arpa$/.exec(lower);
  return v6 ? { family: 'IPv6', bits: BigInt(`0x${(v6[1] as string).split('.').reverse().join('')}`) } : undefined;
}

/** Whether a text is an address of either family, in any valid spelling. */
export const isIPAddress = (text: string): boolean => parseIP(text) !== undefined;
