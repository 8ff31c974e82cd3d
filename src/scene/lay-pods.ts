import type { ClusterState } from '../engine/index.ts';
import type { Arrangement, Focus } from './arrangement.ts';
import { addressesOfPod, countStates, endpointsOf, listeningPorts, nameIn, ownerOfPod, podOf, stateOfPod, statusOfPod, type PodRow } from './cluster-facts.ts';
import { fitName, type Measures } from './measures.ts';
import type { FlagPattern, SceneDoor, SceneGroup, ScenePod } from './scene.ts';
import type { TraceRow } from './trace-rows.ts';

/** What lies at the berths: everything that laying them out needs to know. */
export interface Berthing {
  readonly cluster: ClusterState;
  readonly arrangement: Arrangement;
  readonly focus: Focus;
  readonly rows: readonly TraceRow[];
  readonly from: string | undefined;
  readonly measures: Measures;
  /** Services whose slices list a Pod, with their flags. */
  readonly listing: Listing;
}

export type Listing = ReadonlyMap<string, readonly { readonly service: string; readonly pattern: FlagPattern }[]>;

/** Which Services list which Pods, read once from the slices. */
export function listingOf(cluster: ClusterState, patterns: ReadonlyMap<string, FlagPattern>): Listing {
  const listing = new Map<string, { service: string; pattern: FlagPattern }[]>();
  for (const [service, pattern] of patterns) {
    for (const pod of new Set(endpointsOf(cluster, service).flatMap((entry) => entry.pod ?? []))) {
      const known = listing.get(pod);
      if (known) known.push({ service, pattern });
      else listing.set(pod, [{ service, pattern }]);
    }
  }
  return listing;
}

/** What lies at one berth: a Pod, or all Pods of an owner. */
export type Berthed = { readonly pod: string } | { readonly owner: string; readonly pods: readonly string[] };

/** What is drawn at a node's berths: each Pod at its own, or, where there are too many, clients, then owners, then Pods of the voyage. */
export function berthedAt({ cluster, arrangement, focus, rows, from }: Berthing, node: string): readonly (Berthed | null)[] {
  const berths = arrangement.berths[node] ?? [];
  if (arrangement.density !== 'groups') return berths.map((pod) => (pod === null ? null : { pod }));
  const here = berths.filter((key) => key !== null);
  const client = (key: string): boolean => key === from || focus.vantages.includes(key);
  const visited = new Set(rows.flatMap((row) => ('at' in row && row.at.kind === 'pod' ? [`${row.at.namespace}/${row.at.pod}`] : [])));
  const owners = new Map<string, string[]>();
  for (const key of here) {
    const pod = podOf(cluster, key);
    if (!pod || client(key) || visited.has(key)) continue;
    const owner = ownerOfPod(cluster, pod);
    owners.set(owner, [...(owners.get(owner) ?? []), key]);
  }
  return [
    ...here.filter(client).map((pod) => ({ pod })),
    ...[...owners].sort(([a], [b]) => (a < b ? -1 : 1)).map(([owner, pods]) => ({ owner, pods })),
    ...here.filter((key) => visited.has(key) && !client(key)).map((pod) => ({ pod })),
  ];
}

/** The boxes at a node's berths, from a first row downwards. */
export function layBerths(
  berthing: Berthing,
  node: string,
  berthed: readonly (Berthed | null)[],
  top: number,
): { readonly pods: readonly ScenePod[]; readonly groups: readonly SceneGroup[] } {
  const { measures: m, cluster, listing } = berthing;
  const pods: ScenePod[] = [];
  const groups: SceneGroup[] = [];
  berthed.forEach((one, berth) => {
    const box = {
      x: m.podsX + (berth % m.columns) * (m.podWidth + m.podGap),
      y: top + Math.floor(berth / m.columns) * m.berthHeight,
      width: m.podWidth,
      height: m.podHeight,
    };
    if (one === null) return;
    if ('owner' in one) {
      const states = one.pods.flatMap((key) => stateOfPod(podOf(cluster, key) as PodRow));
      const flags = new Map(one.pods.flatMap((key) => (listing.get(key) ?? []).map(({ service, pattern }) => [service, pattern] as const)));
      groups.push({
        ...box,
        node,
        owner: one.owner,
        label: fitName(nameIn(one.owner), Math.floor((m.podWidth - 24 - String(one.pods.length).length * 7) / 7)),
        counts: countStates(states),
        flags: [...flags.values()].slice(0, 3),
      });
      return;
    }
    const pod = podOf(cluster, one.pod);
    if (pod) pods.push(layPod(berthing, one.pod, pod, node, box));
  });
  return { pods, groups };
}

function layPod(
  { cluster, rows, from, measures: m, listing, focus }: Berthing,
  key: string,
  pod: PodRow,
  node: string,
  box: Pick<ScenePod, 'x' | 'y' | 'width' | 'height'>,
): ScenePod {
  const listed = listing.get(key) ?? [];
  const broken = rows.find(({ state }) => state === 'broken');
  const open = listeningPorts(cluster, pod.metadata.namespace ?? '', pod.metadata.name, protocolOf(rows));
  const refused = rows.flatMap((row) =>
    row.kind === 'reset' && row.at.kind === 'pod' && `${row.at.namespace}/${row.at.pod}` === key ? [row.packet.destination.port ?? 0] : [],
  );
  const status = statusOfPod(pod);
  return {
    ...box,
    pod: key,
    node,
    label: fitPodName(pod.metadata.name, pod.metadata.generateName, m),
    note: status === 'Running' ? (addressesOfPod(pod)[0] ?? '') : fitName(status, Math.floor((m.podWidth - (m.mode === 'narrow' ? 15 : 30)) / 6.8)),
    state: stateOfPod(pod),
    client: (from === key || focus.vantages.includes(key)) && listed.length === 0,
    doors: m.density === 'small' ? [] : layDoors(open, [...new Set(refused)], box.x, box.y, m),
    flags: listed.slice(0, 3).map(({ pattern }) => pattern),
    selected: broken !== undefined && 'at' in broken && broken.at.kind === 'pod' && `${broken.at.namespace}/${broken.at.pod}` === key && from !== key,
  };
}

/** Doors are those of the voyage's protocol; of TCP where there is none. */
export function protocolOf(rows: readonly TraceRow[]): string {
  return rows.flatMap((row) => (row.kind === 'send' ? [row.packet.protocol] : []))[0] ?? 'TCP';
}

/** Five signs of the smallest letters; px. */
const LEAST_DOOR = 34;
const DOOR_GAP = 4;

/** Open ports from the left, as many as fit; where nobody listens and a packet came, a ghost at the right. */
function layDoors(open: readonly number[], asked: readonly number[], x: number, y: number, m: Measures): SceneDoor[] {
  const top = y + m.podHeight - 1;
  const ghosts = asked.map((port, i) => ({
    port,
    ghost: true,
    x: x + m.podWidth - 10 - m.doorWidth * (i + 1),
    y: top + 1,
    width: m.doorWidth - 4,
    height: 14,
  }));
  const room = m.podWidth - 14 - ghosts.length * m.doorWidth;
  // More doors are narrower, as long as a number fits in one; the last of too many says how many are not shown.
  const width = Math.max(LEAST_DOOR, Math.min(m.doorWidth, Math.floor(room / Math.max(1, open.length)) - DOOR_GAP));
  const fits = Math.max(1, Math.floor((room + DOOR_GAP) / (width + DOOR_GAP)));
  const shown = open.slice(0, fits < open.length ? Math.max(1, fits - 1) : fits);
  const place = (i: number) => ({ ghost: false, x: x + 8 + i * (width + DOOR_GAP), y: top, width, height: 15 });
  const doors = shown.map((port, i) => ({ port, ...place(i) }));
  const more = open.length - shown.length;
  return [...doors, ...(more > 0 && fits > shown.length ? [{ port: open[shown.length] ?? 0, more, ...place(shown.length) }] : []), ...ghosts];
}

function fitPodName(name: string, generateName: string | undefined, m: Measures): string {
  const room = Math.floor((m.podWidth - (m.density === 'small' ? 24 : 27)) / 6.9);
  if (name.length <= room) return name;
  // A Deployment's Pod without the hash of its template: what tells brothers apart is at the end.
  const suffix = generateName !== undefined && name.startsWith(generateName) ? name.slice(generateName.length) : '';
  const owner = generateName?.replace(/-[a-z0-9]{6,10}-$/, '-') ?? '';
  return fitName(suffix !== '' ? `${owner}${suffix}` : name, room);
}
