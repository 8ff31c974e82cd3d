import type { ClusterState } from '../engine/index.ts';

/** What the drawing is about: one namespace, and the places that speak to it. */
export interface Focus {
  readonly namespace: string;
  /** `namespace/pod`, `outside`, `operator`, `node:NAME`. */
  readonly vantages: readonly string[];
}

/**
 * Who lies where, kept from one moment to the next so that nothing jumps when something else comes or goes: a Pod keeps its
 * berth for life, a Service its flag.
 */
export interface Arrangement {
  /** `namespace/name` in the order of appearance: the index is the flag. Gone ones keep their place. */
  readonly services: readonly string[];
  /** By node (`''`: not scheduled): Pods by berth; null is a free berth. */
  readonly berths: { readonly [node: string]: readonly (string | null)[] };
  readonly density: Density;
}

/** How Pods are drawn: each with address and doors; each with its name and mark; or counted by node and owner. */
export type Density = 'boxes' | 'small' | 'groups';

export const NO_ARRANGEMENT: Arrangement = { services: [], berths: {}, density: 'boxes' };

/** The way back to a roomier drawing lies lower than the way to a denser one, so that one Pod more or less does not turn it over. */
const DENSITIES: readonly { readonly density: Density; readonly from: number; readonly until: number }[] = [
  { density: 'groups', from: 61, until: 54 },
  { density: 'small', from: 16, until: 12 },
];

function densityFor(before: Density, pods: number): Density {
  const rank: readonly Density[] = ['boxes', 'small', 'groups'];
  return DENSITIES.find(({ density, from, until }) => pods >= (rank.indexOf(before) >= rank.indexOf(density) ? until : from))?.density ?? 'boxes';
}

/** The next arrangement: who left makes room, who came takes the first free berth. */
export function arrange(before: Arrangement, cluster: ClusterState, focus: Focus): Arrangement {
  const services = [...before.services];
  for (const key of shownServices(cluster, focus)) if (!services.includes(key)) services.push(key);

  const present = shownPods(cluster, focus);
  const berths: { [node: string]: (string | null)[] } = {};
  for (const node of ['', ...cluster.config.nodes.map(({ name }) => name)]) {
    const here = present.filter((pod) => pod.node === node).map(({ key }) => key);
    const kept = (before.berths[node] ?? []).map((key) => (key !== null && here.includes(key) ? key : null));
    for (const key of here) {
      if (kept.includes(key)) continue;
      const free = kept.indexOf(null);
      if (free < 0) kept.push(key);
      else kept[free] = key;
    }
    while (kept.length > 0 && kept.at(-1) === null) kept.pop();
    berths[node] = kept;
  }
  return { services, berths, density: densityFor(before.density, present.length) };
}

/** Services that fly a flag, oldest first. */
export function shownServices(cluster: ClusterState, focus: Focus): readonly string[] {
  const found: { readonly key: string; readonly born: string }[] = [];
  for (const [namespace, rows] of Object.entries(cluster.tables.services ?? {})) {
    if (namespace === 'kube-system' || (namespace === 'default' && focus.namespace !== 'default')) continue;
    for (const [name, service] of Object.entries(rows)) {
      if (namespace === 'default' && name === 'kubernetes') continue;
      found.push({ key: `${namespace}/${name}`, born: service.metadata.creationTimestamp ?? '' });
    }
  }
  return found.sort((a, b) => compare(a.born, b.born) || compare(a.key, b.key)).map(({ key }) => key);
}

/** Pods that lie at a quay: clients first, then by name. */
function shownPods(cluster: ClusterState, focus: Focus): readonly { readonly key: string; readonly node: string }[] {
  const found: { readonly key: string; readonly node: string; readonly client: boolean }[] = [];
  for (const [namespace, rows] of Object.entries(cluster.tables.pods ?? {})) {
    if (namespace === 'kube-system') continue;
    for (const [name, pod] of Object.entries(rows)) {
      const key = `${namespace}/${name}`;
      const client = focus.vantages.includes(key);
      if (client || namespace !== 'default' || focus.namespace === 'default') found.push({ key, node: pod.spec.nodeName ?? '', client });
    }
  }
  return found.sort((a, b) => Number(b.client) - Number(a.client) || compare(a.key, b.key));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
