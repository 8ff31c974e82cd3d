import type { EndpointPort } from '../api/core-v1.ts';
import type { EndpointSlicePort } from '../api/discovery-v1.ts';

const OFFSET = 0x6c62272e07bb014262b821756295c58dn;
const PRIME = 0x1000000000000000000013bn;
const MASK = (1n << 128n) - 1n;

/** FNV-128a of plain ASCII text. */
function fnv128a(text: string): bigint {
  let hash = OFFSET;
  for (const character of text) hash = ((hash ^ BigInt(character.charCodeAt(0))) * PRIME) & MASK;
  return hash;
}

function inOrder<T>(ports: readonly T[], dump: (port: T) => string): readonly T[] {
  if (ports.length < 2) return ports;
  const hashes = new Map(ports.map((port) => [port, fnv128a(dump(port))]));
  return [...ports].sort((a, b) => ((hashes.get(a) as bigint) < (hashes.get(b) as bigint) ? -1 : 1));
}

/** Ports of Endpoints stand in the order of the hash of Go's dump of each. Models pkg/api/v1/endpoints SortSubsets (v1.37.1). */
export const orderEndpointPorts = (ports: readonly EndpointPort[]): readonly EndpointPort[] =>
  inOrder(
    ports,
    ({ name = '', port, protocol = 'TCP', appProtocol = '<nil>' }) =>
      `(v1.EndpointPort){Name:(string)${name} Port:(int32)${port} Protocol:(v1.Protocol)${protocol} AppProtocol:(*string)${appProtocol}}`,
  );

/** Likewise in EndpointSlices. Models endpointslice util NewPortMapKey (v0.37.1; seen in the case ports-follow-the-service). */
export const orderSlicePorts = (ports: readonly EndpointSlicePort[]): readonly EndpointSlicePort[] =>
  inOrder(
    ports,
    ({ name = '', port = '<nil>', protocol = 'TCP', appProtocol = '<nil>' }) =>
      `(v1.EndpointPort){Name:(*string)${name} Protocol:(*v1.Protocol)${protocol} Port:(*int32)${port} AppProtocol:(*string)${appProtocol}}`,
  );
