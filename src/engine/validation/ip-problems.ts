// Addresses and networks as fields hold them. Models k8s.io/apimachinery pkg/util/validation ip.go (v0.37.1) and
// pkg/apis/core/validation ValidateEndpointIP (v1.37.1).
import { invalid, type FieldError } from '../api/field-error.ts';
import type { FieldPath } from '../api/field-path.ts';
import { quote } from '../api/go-text.ts';
import { bitLength, formatIP, networkAddress, parseCIDR, parseIP, type CIDRValue, type IPValue } from '../api/ip-address.ts';
import type { RuleParams } from '../api/rules.ts';

/** An IPv6 address that wraps an IPv4 one, unwrapped; any other address as it is. Go's net.IP makes no difference between the two. */
function unmapped(ip: IPValue): IPValue {
  return ip.family === 'IPv6' && ip.bits >> 32n === 0xffffn ? { family: 'IPv4', bits: ip.bits & 0xffff_ffffn } : ip;
}

const withoutLeadingZeros = (text: string): string => text.replace(/(^|[.:])0+(?=\d+(\.|$))/g, '$1');

/** As Go's net.ParseIP once read addresses: zeros before the numbers of an IPv4 address do not matter. */
export function parseIPSloppily(text: string): IPValue | undefined {
  const ip = parseIP(text.includes('.') ? withoutLeadingZeros(text) : text);
  return ip && unmapped(ip);
}

function parseCIDRSloppily(text: string): CIDRValue | undefined {
  const [, address = '', length = ''] = /^([^/]*)\/0*(\d+)$/.exec(text) ?? [];
  return parseCIDR(`${address.includes('.') ? withoutLeadingZeros(address) : address}/${length}`);
}

/** Whether a text that may be no address at all is an IPv6 one. */
export const isIPv6 = (text: string): boolean => parseIPSloppily(text)?.family === 'IPv6';

/**
 * An address of a field older than strict validation: any spelling of IPv6, no leading zeros, no wrapped IPv4.
 * What the stored object already holds (`known`) passes. `strict` is false before 1.36.
 */
export function ipProblems(field: FieldPath, text: string, strict: boolean, known: readonly string[] = []): FieldError[] {
  if (known.includes(text)) return [];
  if (!parseIPSloppily(text)) return [invalid(field, text, 'ip-malformed', {})];
  if (!strict) return [];
  const ip = parseIP(text);
  if (!ip) return [invalid(field, text, 'ip-with-leading-zeros', {})];
  return unmapped(ip) === ip ? [] : [invalid(field, text, 'ip-v4-mapped', {})];
}

/** An address of a newer field: its one canonical spelling. */
export function canonicalIPProblems(field: FieldPath, text: string): FieldError[] {
  const errors = ipProblems(field, text, true);
  if (errors.length > 0) return errors;
  const canonical = formatIP(parseIP(text) as IPValue);
  return canonical === text ? [] : [invalid(field, text, 'ip-not-canonical', { canonical })];
}

export function cidrProblems(field: FieldPath, text: string, strict: boolean, known: readonly string[] = []): FieldError[] {
  if (known.includes(text)) return [];
  if (!parseCIDRSloppily(text)) return [invalid(field, text, 'cidr-malformed')];
  if (!strict) return [];
  const cidr = parseCIDR(text);
  if (!cidr) return [invalid(field, text, 'ip-with-leading-zeros', { network: true })];
  if (cidr.family === 'IPv6' && cidr.bits >> 32n === 0xffffn) return [invalid(field, text, 'ip-v4-mapped', { network: true })];
  return networkAddress(cidr).bits === cidr.bits ? [] : [invalid(field, text, 'cidr-with-host-bits')];
}

type SpecialRange = RuleParams['ip-in-special-range']['range'];

/** First bits of the ranges that endpoints cannot be in: prefix length and prefix, by family. */
const SPECIAL: readonly (readonly [SpecialRange, IPValue['family'], number, bigint])[] = [
  ['unspecified', 'IPv4', 32, 0n],
  ['unspecified', 'IPv6', 128, 0n],
  ['loopback', 'IPv4', 8, 127n],
  ['loopback', 'IPv6', 128, 1n],
  ['link-local', 'IPv4', 16, 0xa9fen],
  ['link-local', 'IPv6', 10, 0xfe80n >> 6n],
  ['link-local multicast', 'IPv4', 24, 0xe00000n],
  ['link-local multicast', 'IPv6', 16, 0xff02n],
];

/** Addresses that no endpoint can have; a text that is no address is complained about as well. */
export function endpointIPProblems(field: FieldPath, text: string): FieldError[] {
  const ip = parseIPSloppily(text);
  if (!ip) return [invalid(field, text, 'ip-malformed', { twice: true })];
  return SPECIAL.filter(([, family, length, prefix]) => family === ip.family && ip.bits >> BigInt(bitLength(family) - length) === prefix).map(([range]) =>
    invalid(field, text, 'ip-in-special-range', { range, ip: text }),
  );
}

/** Warnings about an unusual spelling of a valid address. */
export function ipWarnings(field: FieldPath, text: string): string[] {
  const sloppy = parseIPSloppily(text);
  if (!sloppy) return [];
  const ip = parseIP(text);
  if (!ip || unmapped(ip) !== ip) return [`${field}: non-standard IP address ${quote(text)} is invalid: use ${quote(formatIP(sloppy))}`];
  const canonical = formatIP(ip);
  return ip.family === 'IPv6' && canonical !== text
    ? [`${field}: IPv6 address ${quote(text)} should be in RFC 5952 canonical format (${quote(canonical)})`]
    : [];
}

/** Warnings about an unusual spelling of a valid network. */
export function cidrWarnings(field: FieldPath, text: string): string[] {
  const sloppy = parseCIDRSloppily(text);
  if (!sloppy) return [];
  const { family, prefixLength } = sloppy;
  const network = networkAddress(sloppy);
  const canonical = `${formatIP(network)}/${prefixLength}`;
  const warnings: string[] = [];
  if (network.bits !== sloppy.bits) {
    const single = `${formatIP(sloppy)}/${bitLength(family)}`;
    warnings.push(`${field}: CIDR value ${quote(text)} is ambiguous in this context (should be ${quote(canonical)} or ${quote(single)}?)`);
  }
  if (!parseCIDR(text)) warnings.push(`${field}: non-standard CIDR value ${quote(text)} is invalid: use ${quote(canonical)}`);
  if (warnings.length === 0 && family === 'IPv6' && canonical !== text) {
    warnings.push(`${field}: IPv6 CIDR value ${quote(text)} should be in RFC 5952 canonical format (${quote(canonical)})`);
  }
  return warnings;
}
