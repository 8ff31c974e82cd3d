// Addresses of Services and ports of nodes: what is free, what is given next. Models
// pkg/registry/core/service/{ipallocator,portallocator} (v1.37.1): every address is an IPAddress object, the lower band of a
// range is for those who ask by number and is used for others only when the rest is full.
import type { IPFamily, Service } from '../api/core-v1.ts';
import { addressAt, bitLength, contains, formatIP, networkAddress, parseCIDR, type CIDRValue } from '../api/ip-address.ts';
import { parseIPSloppily } from '../validation/ip-problems.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import { insertObject, removeObject } from './objects.ts';

const BY = 'kube-apiserver';

/** What a request would take and give back; nothing is written before `commitPlan`, so a refused request leaves no trace. */
export interface AllocationPlan {
  readonly addresses: string[];
  readonly releasedAddresses: string[];
  readonly ports: number[];
  readonly releasedPorts: number[];
}

export const emptyPlan = (): AllocationPlan => ({ addresses: [], releasedAddresses: [], ports: [], releasedPorts: [] });

/** Stores that a Service holds an address. */
export function insertIPAddress(draft: ClusterDraft, ip: string, { namespace = '', name }: Service['metadata']): void {
  insertObject(
    draft,
    'ipaddresses',
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IPAddress',
      metadata: {
        name: ip,
        labels: { 'ipaddress.kubernetes.io/ip-family': ip.includes(':') ? 'IPv6' : 'IPv4', 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io' },
      },
      spec: { parentRef: { name, namespace, resource: 'services' } },
    },
    BY,
  );
}

/** Writes what was planned: IPAddress objects and allocation rows of the Service. */
export function commitPlan(draft: ClusterDraft, { metadata }: Pick<Service, 'metadata'>, plan: AllocationPlan): void {
  const { namespace = '', name } = metadata;
  for (const ip of plan.addresses) insertIPAddress(draft, ip, metadata);
  for (const ip of plan.releasedAddresses) if (draft.get('ipaddresses', '', ip)) removeObject(draft, 'ipaddresses', '', ip, BY);
  for (const port of plan.ports) draft.set('allocations', '', `port/${port}`, { holder: `${namespace}/${name}` }, BY);
  for (const port of plan.releasedPorts) draft.delete('allocations', '', `port/${port}`, BY);
}

/** Everything that a Service holds. */
export function holdingsOf({ spec }: Service): AllocationPlan {
  const ports = (spec.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [nodePort] : []));
  return {
    ...emptyPlan(),
    releasedAddresses: spec.type === 'ExternalName' ? [] : (spec.clusterIPs ?? []).filter((ip) => ip !== 'None'),
    releasedPorts: spec.healthCheckNodePort ? [...ports, spec.healthCheckNodePort] : ports,
  };
}

/** The families of the cluster's Service networks, the primary one first. */
export function clusterFamilies(draft: ClusterDraft): IPFamily[] {
  return draft.config.serviceCIDRs.map((cidr) => (cidr.includes(':') ? 'IPv6' : 'IPv4'));
}

/** The bounds of a range of `size` numbers: how many at its start are kept for those who ask by number. */
const staticBand = (size: number, step: number, max: number): number => (size <= 16 ? 0 : Math.min(Math.max(16, Math.floor(size / step)), max));

function serviceNetworks(draft: ClusterDraft): CIDRValue[] {
  return draft.config.serviceCIDRs.flatMap((cidr) => parseCIDR(cidr) ?? []);
}

/** How many addresses of a network can be given out: not the first, and of IPv4 not the last. A huge network counts as 2^48. */
function usableCount(network: CIDRValue): number {
  const bits = Math.min(bitLength(network.family) - network.prefixLength, 48);
  return 2 ** bits - (network.family === 'IPv4' ? 2 : 1);
}

/** Reserves the address asked for. A dry run looks at the range only. */
export function takeAddress(draft: ClusterDraft, plan: AllocationPlan, text: string, dryRun: boolean): 'ok' | 'taken' | 'out of range' {
  const ip = parseIPSloppily(text);
  const network = serviceNetworks(draft).find((one) => ip && contains(one, ip));
  if (!ip || !network) return 'out of range';
  const offset = ip.bits - networkAddress(network).bits;
  if (offset < 1n || offset > BigInt(usableCount(network))) return 'out of range';
  if (dryRun) return 'ok';
  const name = formatIP(ip);
  if (plan.addresses.includes(name) || draft.get('ipaddresses', '', name)) return 'taken';
  plan.addresses.push(name);
  return 'ok';
}

/** Reserves an address of this family by chance; `undefined`: the network is full. A dry run gets the network's own address. */
export function takeAnyAddress(draft: ClusterDraft, plan: AllocationPlan, family: IPFamily, dryRun: boolean): string | undefined {
  const network = serviceNetworks(draft).find((one) => one.family === family);
  if (!network) return undefined;
  if (dryRun) return formatIP(networkAddress(network));
  const count = usableCount(network);
  const band = staticBand(2 ** Math.min(bitLength(family) - network.prefixLength, 48), 16, 256);
  const free = (n: number): string | undefined => {
    const name = formatIP(addressAt(network, n + 1));
    return plan.addresses.includes(name) || draft.get('ipaddresses', '', name) ? undefined : name;
  };
  const found = firstFree(draft, band, count, free) ?? firstFree(draft, 0, Math.min(band, count), free);
  if (found !== undefined) plan.addresses.push(found);
  return found;
}

/** The first free one of [from, to), beginning at a drawn place and going round. */
function firstFree<T>(draft: ClusterDraft, from: number, to: number, free: (n: number) => T | undefined): T | undefined {
  const size = to - from;
  if (size <= 0) return undefined;
  const start = draft.draw(size);
  for (let i = 0; i < size; i += 1) {
    const found = free(from + ((start + i) % size));
    if (found !== undefined) return found;
  }
  return undefined;
}

const isPortTaken = (draft: ClusterDraft, plan: AllocationPlan, port: number): boolean =>
  plan.ports.includes(port) || draft.get('allocations', '', `port/${port}`) !== undefined;

/** Reserves the node port asked for. A dry run does not look at the range. */
export function takePort(draft: ClusterDraft, plan: AllocationPlan, port: number, dryRun: boolean): 'ok' | 'taken' | 'out of range' {
  const [first, last] = draft.config.nodePortRange;
  if (!dryRun && (port < first || port > last)) return 'out of range';
  if (isPortTaken(draft, plan, port)) return 'taken';
  plan.ports.push(port);
  return 'ok';
}

/** Reserves a node port by chance; `undefined`: all are taken. A dry run guesses the next number. */
export function takeAnyPort(draft: ClusterDraft, plan: AllocationPlan, dryRun: boolean): number | undefined {
  const [first, last] = draft.config.nodePortRange;
  const band = staticBand(last - first + 1, 32, 128);
  const free = (n: number): number | undefined => (isPortTaken(draft, plan, n) ? undefined : n);
  const found = dryRun
    ? (plan.ports.length > 0 ? Math.max(...plan.ports) : 32768) + 1
    : (firstFree(draft, first + band, last + 1, free) ?? firstFree(draft, first, first + band, free));
  if (found !== undefined) plan.ports.push(found);
  return found;
}
