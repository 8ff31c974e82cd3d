// Models pkg/apis/discovery/validation ValidateEndpointSlice and pkg/apis/discovery/v1 zz_generated.validations.go (v1.37.1). What is
// validated declaratively since 1.37 comes last, without details.
import type { Endpoint, EndpointSlice, EndpointSlicePort } from '../api/discovery-v1.ts';
import { duplicate, invalid, notSupported, required, tooMany, type FieldError } from '../api/field-error.ts';
import { child, index, type FieldPath } from '../api/field-path.ts';
import type { VersionDifferences } from '../api/version-differences.ts';
import { notAmong, PROTOCOLS } from './field-problems.ts';
import { canonicalIPProblems, endpointIPProblems, ipProblems, isIPv6, parseIPSloppily } from './ip-problems.ts';
import { validateObjectMeta } from './object-meta.ts';
import { dnsLabelProblems, dnsSubdomainProblems, invalidText, labelKeyProblems, labelValueProblems, type TextRule } from './text-problems.ts';

const TYPES = ['FQDN', 'IPv4', 'IPv6'];
const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20000;
const MAX_HINTS = 8;

interface Findings {
  readonly errors: FieldError[];
  /** From declarative validation: printed after all others. */
  readonly declared: FieldError[];
}

function portsProblems(ports: readonly EndpointSlicePort[], field: FieldPath): FieldError[] {
  if (ports.length > MAX_PORTS) return [tooMany(field, ports.length, MAX_PORTS)];
  const names = new Set<string>();
  return ports.flatMap(({ name = '', protocol = 'TCP', appProtocol }, i) => {
    const at = index(field, i);
    const errors = name ? invalidText(child(at, 'name'), name, dnsLabelProblems) : [];
    if (names.has(name)) errors.push(duplicate(child(at, 'name'), name, 'port-name-duplicate'));
    names.add(name);
    errors.push(...notAmong(child(at, 'protocol'), protocol, PROTOCOLS));
    return appProtocol === undefined ? errors : [...errors, ...invalidText(child(at, 'appProtocol'), appProtocol, labelKeyProblems)];
  });
}

function addressProblems(addressType: string, address: string, list: FieldPath, i: number, strict: boolean): FieldError[] {
  const at = index(list, i);
  if (addressType === 'FQDN') {
    if (!address) return [required(at, 'field-required')];
    const name = address.replace(/\.$/, '');
    const malformed = invalidText(at, name, dnsSubdomainProblems);
    if (malformed.length > 0) return malformed;
    if (!name.includes('.')) return [invalid(at, name, 'fqdn-without-dot')];
    return name
      .split('.')
      .flatMap((label) => invalidText(at, label, dnsLabelProblems))
      .slice(0, 1);
  }
  if (addressType !== 'IPv4' && addressType !== 'IPv6') return [];
  const malformed = addressType === 'IPv4' ? ipProblems(at, address, strict) : canonicalIPProblems(at, address);
  if (malformed.length > 0) return malformed;
  const family = isIPv6(address) ? 'IPv6' : 'IPv4';
  // Upstream names the list for a wrong family.
  return [
    ...(parseIPSloppily(address) && family !== addressType ? [invalid(list, address, 'ip-of-other-family', { family: addressType })] : []),
    ...endpointIPProblems(at, address),
  ];
}

function hintsProblems(hints: readonly { readonly name: string }[] | undefined, field: FieldPath, rule: TextRule): FieldError[] {
  const given = hints ?? [];
  if (given.length > MAX_HINTS) return [tooMany(field, given.length, MAX_HINTS)];
  return given.flatMap(({ name = '' }, i) => {
    const at = child(index(field, i), 'name');
    const repeated = given.findIndex((other) => other.name === name) < i;
    return [...(repeated ? [duplicate(at, name)] : []), ...invalidText(at, name, rule)];
  });
}

function endpointProblems(endpoint: Endpoint, addressType: string, at: FieldPath, strict: boolean, detailed: boolean): Findings {
  const { nodeName, hostname, hints } = endpoint;
  const addresses = (endpoint.addresses as Endpoint['addresses'] | null) ?? [];
  const list = child(at, 'addresses');
  const declared =
    addresses.length === 0
      ? [required(list, 'endpoint-without-addresses', detailed ? { detailed } : {})]
      : addresses.length > MAX_ADDRESSES
        ? [tooMany(list, addresses.length, MAX_ADDRESSES)]
        : [];
  const errors = addresses.flatMap((address, i) => addressProblems(addressType, address, list, i, strict));
  if (nodeName !== undefined) errors.push(...invalidText(child(at, 'nodeName'), nodeName, dnsSubdomainProblems));
  if (hostname !== undefined) errors.push(...invalidText(child(at, 'hostname'), hostname, dnsLabelProblems));
  errors.push(...hintsProblems(hints?.forZones, child(at, 'hints', 'forZones'), labelValueProblems));
  errors.push(...hintsProblems(hints?.forNodes, child(at, 'hints', 'forNodes'), dnsSubdomainProblems));
  return { errors, declared };
}

function validateSlice(slice: EndpointSlice, before: EndpointSlice | undefined, { strictIPs, declarativeEndpointSlices }: VersionDifferences): FieldError[] {
  const addressType: string = slice.addressType ?? '';
  const endpoints = slice.endpoints ?? [];
  const errors = validateObjectMeta(slice, true, dnsSubdomainProblems);
  const declared: FieldError[] = [];
  const say = (found: FieldError[]): unknown => (declarativeEndpointSlices ? declared : errors).push(...found);
  if (addressType === '') say([required('addressType', 'field-required')]);
  else if (before && before.addressType !== addressType)
    declared.push(invalid('addressType', declarativeEndpointSlices ? null : addressType, 'field-immutable'));
  else if (!TYPES.includes(addressType)) say([notSupported('addressType', addressType, TYPES)]);
  errors.push(...portsProblems(slice.ports ?? [], 'ports'));
  if (before && JSON.stringify(endpoints) === JSON.stringify(before.endpoints ?? [])) return [...errors, ...declared];
  if (endpoints.length > MAX_ENDPOINTS) errors.push(tooMany('endpoints', endpoints.length, MAX_ENDPOINTS));
  else {
    endpoints.forEach((endpoint, i) => {
      const found = endpointProblems(endpoint, addressType, index('endpoints', i), strictIPs, !declarativeEndpointSlices);
      if (!declarativeEndpointSlices) errors.push(...found.declared);
      errors.push(...found.errors);
      if (declarativeEndpointSlices) declared.push(...found.declared);
    });
  }
  return [...errors, ...declared];
}

export const validateEndpointSliceCreate = (slice: EndpointSlice, differences: VersionDifferences): FieldError[] =>
  validateSlice(slice, undefined, differences);

/** Metadata is validated as for a new object; upstream does not ask what changed in it. */
export const validateEndpointSliceUpdate = (slice: EndpointSlice, before: EndpointSlice, differences: VersionDifferences): FieldError[] =>
  validateSlice(slice, before, differences);
