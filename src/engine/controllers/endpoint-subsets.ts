import type { EndpointAddress, EndpointPort, EndpointSubset } from '../api/core-v1.ts';
import { orderEndpointPorts } from './port-order.ts';

/** One Pod's address with the ports it offers. */
export interface OfferedPorts {
  readonly address: EndpointAddress;
  readonly ready: boolean;
  readonly ports: readonly EndpointPort[];
}

/**
 * The canonical layout: ports that the very same addresses offer, in the same state, stand together. Models kubernetes
 * pkg/api/v1/endpoints RepackSubsets (v1.37.1); the order of subsets, a hash of uids there, is that of their first port here.
 */
export function packSubsets(offers: readonly OfferedPorts[]): EndpointSubset[] {
  const offeredBy = new Map<string, { readonly port: EndpointPort; readonly offers: OfferedPorts[] }>();
  for (const offer of offers) {
    for (const port of offer.ports) {
      const key = JSON.stringify(port);
      const known = offeredBy.get(key);
      if (known) known.offers.push(offer);
      else offeredBy.set(key, { port, offers: [offer] });
    }
  }
  const subsets = new Map<string, { readonly ports: EndpointPort[]; readonly offers: readonly OfferedPorts[] }>();
  for (const { port, offers: same } of offeredBy.values()) {
    const key = same.map(({ address, ready }) => `${address.ip} ${address.targetRef?.uid} ${ready}`).join();
    const known = subsets.get(key);
    if (known) known.ports.push(port);
    else subsets.set(key, { ports: [port], offers: same });
  }
  return [...subsets.values()].map(({ ports, offers: same }) => subsetOf(same, orderEndpointPorts(ports)));
}

/** Addresses in the order of their text. */
export function subsetOf(offers: readonly OfferedPorts[], ports: readonly EndpointPort[]): EndpointSubset {
  const of = (wanted: boolean): EndpointAddress[] =>
    offers
      .filter(({ ready }) => ready === wanted)
      .map(({ address }) => address)
      .sort((a, b) => (a.ip < b.ip ? -1 : 1));
  const [addresses, notReadyAddresses] = [of(true), of(false)];
  return {
    ...(addresses.length > 0 ? { addresses } : {}),
    ...(notReadyAddresses.length > 0 ? { notReadyAddresses } : {}),
    ...(ports.length > 0 ? { ports } : {}),
  };
}
