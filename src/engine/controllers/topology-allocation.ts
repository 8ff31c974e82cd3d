// The annotation topology-mode: Auto. Models k8s.io/endpointslice topologycache (v0.37.1). Fetched when a Service first has it.
import type { Node } from '../api/core-v1.ts';
import type { Endpoint } from '../api/discovery-v1.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { isReady, NO_HINTS, type Hinting } from './topology-hints.ts';

const OVERLOAD = 0.2;

interface Share {
  readonly minimum: number;
  maximum: number;
  readonly desired: number;
}

/** Shares ready endpoints out by the processors of each zone's ready nodes, or gives up and says why. */
export function allocate(draft: ClusterDraft, fact: string, wasHinted: boolean, family: string, endpoints: readonly Endpoint[]): Hinting {
  const ready = endpoints.filter(isReady);
  const shares = sharesOf(draft.list('nodes'), ready.length);
  const giveUp = (why: string): Hinting => {
    draft.delete('facts', 'topology-hints', fact, 'endpointslice-controller');
    return { ...NO_HINTS, event: ['Warning', 'TopologyAwareHintsDisabled', `${why}, addressType: ${family}`] };
  };
  if (typeof shares === 'string') return giveUp(shares);
  if (ready.some(({ zone }) => !zone)) return giveUp('One or more endpoints do not have a zone specified');
  const zoneOf = new Map(ready.map((endpoint) => [endpoint.addresses[0], endpoint.zone as string]));
  const count = (zone: string): number => [...zoneOf.values()].filter((one) => one === zone).length;
  for (const zone of new Set(zoneOf.values())) if (!shares.has(zone)) shares.set(zone, { minimum: 0, maximum: 0, desired: 0 });
  // Zones with more than their most give to zones with less than their least, one endpoint at a time.
  for (const [receiver, { minimum }] of shares) {
    while (count(receiver) < minimum) {
      const giver = [...shares]
        .filter(([zone, share]) => count(zone) > share.minimum && zone !== receiver)
        .sort(([a, x], [b, y]) => count(b) - y.desired - (count(a) - x.desired))[0]?.[0];
      const moved = [...zoneOf].find(([, zone]) => zone === giver)?.[0];
      if (giver === undefined || moved === undefined) break;
      zoneOf.set(moved, receiver);
    }
  }
  draft.set(
    'facts',
    'topology-hints',
    fact,
    wasHinted ? (draft.get('facts', 'topology-hints', fact) as { value: boolean }) : { value: true },
    'endpointslice-controller',
  );
  const hinted = (endpoint: Endpoint): Endpoint =>
    isReady(endpoint) ? { ...endpoint, hints: { forZones: [{ name: zoneOf.get(endpoint.addresses[0] as string) as string }] } } : endpoint;
  return wasHinted
    ? { of: hinted }
    : { of: hinted, event: ['Normal', 'TopologyAwareHintsEnabled', `Topology Aware Hints has been enabled, addressType: ${family}`] };
}

/** The share of each zone, or why there is none. Models TopologyCache SetNodes and getAllocations. */
function sharesOf(nodes: readonly Node[], count: number): Map<string, Share> | string {
  const processors = new Map<string, number>();
  let total = 0;
  for (const { metadata, status } of nodes) {
    if (metadata.labels?.['node-role.kubernetes.io/control-plane'] !== undefined || status?.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True')
      continue;
    const zone = metadata.labels?.['topology.kubernetes.io/zone'];
    const cpu = status?.allocatable?.['cpu'] ?? '0';
    const amount = cpu.endsWith('m') ? Number(cpu.slice(0, -1)) / 1000 : Number(cpu);
    if (!zone || amount === 0) return 'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes';
    processors.set(zone, (processors.get(zone) ?? 0) + amount);
    total += amount;
  }
  if (processors.size < 2) return 'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes';
  const numbers = `(${count} endpoints, ${processors.size} zones)`;
  if (processors.size > count) return `Insufficient number of endpoints ${numbers}`;
  const shares = new Map<string, Share>();
  let rest = count;
  for (const [zone, amount] of processors) {
    const desired = (amount / total) * count;
    const minimum = Math.ceil(desired / (1 + OVERLOAD));
    shares.set(zone, { minimum, maximum: 0, desired: Math.max(desired, minimum) });
    rest -= minimum;
    if (rest < 0) return `Unable to allocate minimum required endpoints to each zone without exceeding overload threshold ${numbers}`;
  }
  for (const share of shares.values()) share.maximum = share.minimum + rest;
  return shares;
}
