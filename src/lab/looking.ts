import type { ClusterState } from '../engine/index.ts';
import { nameIn, ownerOfPod, partsOfThing, podOf, serviceOf, slicesOf, type PodRow } from '../scene/cluster-facts.ts';
import type { ThingId } from '../scene/scene.ts';
import type { LabSession } from './session.ts';

/** How a thing stands to others. `selects` and `selected-by` are about labels, `lists` and `listed-by` about slices. */
export type RelationKind = 'selects' | 'selected-by' | 'lists' | 'listed-by' | 'runs' | 'on' | 'made-by' | 'members' | 'answers' | 'leads-to' | 'named-by';

export interface Relation {
  readonly kind: RelationKind;
  /** `app=a,tier=web`; of `selects` and `selected-by`. */
  readonly labels?: string;
  readonly things: readonly ThingId[];
}

export interface LookSlice {
  readonly name: string;
  readonly family: string;
  /** `http 8080/TCP`. */
  readonly ports: readonly string[];
  readonly endpoints: readonly {
    readonly address: string;
    /** As the slice says; absent where it says nothing. */
    readonly ready: boolean | undefined;
    readonly serving: boolean | undefined;
    readonly terminating: boolean | undefined;
    readonly thing?: ThingId;
    readonly node?: string;
    readonly zone?: string;
    /** Zones and nodes it is for. */
    readonly hints: readonly string[];
  }[];
}

export interface LookEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** Virtual milliseconds since it was last seen. */
  readonly ago: number;
}

/** What is known of a thing besides its manifest. */
export interface Look {
  readonly id: ThingId;
  /** What `kubectl get … -o yaml` would be asked for; absent where there is no object. */
  readonly object?: { readonly resource: string; readonly namespace: string; readonly name: string };
  readonly relations: readonly Relation[];
  readonly slices: readonly LookSlice[];
  readonly events: readonly LookEvent[];
}

/** Who selects, lists, makes and carries a thing, its slices, and its Events, newest first. A thing that is gone has none of these. */
export function lookAt({ cluster, arrangement }: LabSession, id: ThingId): Look {
  const { kind, rest } = partsOfThing(id);
  switch (kind) {
    case 'pod':
      return lookAtPod(cluster, id, rest);
    case 'service':
    case 'balancer':
      return lookAtService(cluster, id, rest);
    case 'dns':
      return lookAtService(cluster, id, 'kube-system/kube-dns');
    case 'node': {
      const pods = (arrangement.berths[rest] ?? []).flatMap((key) => (key === null ? [] : [`pod/${key}`]));
      const object = { resource: 'node', namespace: '', name: rest };
      return { id, object, relations: known([{ kind: 'runs', things: pods }]), slices: [], events: eventsOf(cluster, 'Node', '', rest) };
    }
    case 'group': {
      const [node = '', namespace = '', name = ''] = rest.split('/');
      const pods = (arrangement.berths[node] ?? []).filter((key) => {
        const pod = key === null ? undefined : podOf(cluster, key);
        return pod && ownerOfPod(cluster, pod) === `${namespace}/${name}`;
      });
      return {
        id,
        relations: known([{ kind: 'members', things: pods.map((key) => `pod/${key ?? ''}`) }]),
        slices: [],
        events: eventsOf(cluster, 'Deployment', namespace, name),
      };
    }
    default: {
      const things = allServices(cluster).filter((key) => serviceOf(cluster, key)?.spec.externalName === rest);
      return { id, relations: known([{ kind: 'named-by', things: things.map((key) => `service/${key}`) }]), slices: [], events: [] };
    }
  }
}

const known = (relations: readonly Relation[]): readonly Relation[] => relations.filter(({ things, labels }) => things.length > 0 || labels !== undefined);
const words = (labels: { readonly [name: string]: string } | undefined): string =>
  Object.entries(labels ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join(',');

const allServices = (cluster: ClusterState): readonly string[] =>
  Object.entries(cluster.tables.services ?? {}).flatMap(([namespace, rows]) => Object.keys(rows).map((name) => `${namespace}/${name}`));

/** A Service without a selector selects nobody; kubernetes pkg/controller (endpointslice) leaves its slices to others. */
function selects(cluster: ClusterState, service: string, { metadata }: PodRow): boolean {
  const { selector, type } = serviceOf(cluster, service)?.spec ?? {};
  const pairs = Object.entries(selector ?? {});
  return (
    type !== 'ExternalName' &&
    pairs.length > 0 &&
    service.slice(0, service.indexOf('/')) === metadata.namespace &&
    pairs.every(([name, value]) => metadata.labels?.[name] === value)
  );
}

function lookAtPod(cluster: ClusterState, id: ThingId, key: string): Look {
  const pod = podOf(cluster, key);
  if (!pod) return { id, relations: [], slices: [], events: [] };
  const { name, namespace = '', labels } = pod.metadata;
  const services = allServices(cluster);
  const owner = ownerOfPod(cluster, pod);
  const slices = services.flatMap((service) => slicesWithin(cluster, service, (thing) => thing === id).map((slice) => ({ service, slice })));
  return {
    id,
    object: { resource: 'pod', namespace, name },
    relations: known([
      {
        kind: 'selected-by',
        labels: words(labels),
        things: services.filter((service) => selects(cluster, service, pod)).map((service) => `service/${service}`),
      },
      { kind: 'listed-by', things: [...new Set(slices.map(({ service }) => `service/${service}`))] },
      { kind: 'on', things: pod.spec.nodeName ? [`node/${pod.spec.nodeName}`] : [] },
      { kind: 'made-by', things: owner === key ? [] : [`owner/${owner}`] },
    ]),
    slices: slices.map(({ slice }) => slice),
    events: eventsOf(cluster, 'Pod', namespace, name),
  };
}

function lookAtService(cluster: ClusterState, id: ThingId, key: string): Look {
  const service = serviceOf(cluster, key);
  if (!service) return { id, relations: [], slices: [], events: [] };
  const namespace = service.metadata.namespace ?? '';
  const { selector, type, externalName } = service.spec;
  const slices = slicesWithin(cluster, key, () => true);
  const chosen = Object.entries(cluster.tables.pods?.[namespace] ?? {}).filter(([, pod]) => selects(cluster, key, pod));
  const selected = chosen.map(([name]) => `pod/${namespace}/${name}`);
  const listed = [...new Set(slices.flatMap(({ endpoints }) => endpoints.flatMap(({ thing }) => thing ?? [])))];
  return {
    id,
    object: { resource: 'service', namespace, name: nameIn(key) },
    relations: known(
      id === 'dns'
        ? [{ kind: 'answers', things: listed }]
        : [
            { kind: 'selects', ...(type === 'ExternalName' ? {} : { labels: words(selector) }), things: selected },
            { kind: 'lists', things: listed },
            { kind: 'leads-to', things: type === 'ExternalName' && externalName ? [`host/${externalName}`] : [] },
          ],
    ),
    slices,
    events: eventsOf(cluster, 'Service', namespace, nameIn(key)),
  };
}

function slicesWithin(cluster: ClusterState, service: string, wanted: (thing: ThingId | undefined) => boolean): readonly LookSlice[] {
  const namespace = service.slice(0, service.indexOf('/'));
  return slicesOf(cluster, service).flatMap((slice) => {
    const endpoints = (slice.endpoints ?? []).flatMap(({ addresses, conditions, targetRef, nodeName, zone, hints }) => {
      const thing = targetRef?.kind === 'Pod' ? `pod/${targetRef.namespace ?? namespace}/${targetRef.name ?? ''}` : undefined;
      if (!wanted(thing)) return [];
      const { ready, serving, terminating } = conditions ?? {};
      return addresses.map((address) => ({
        address,
        ready,
        serving,
        terminating,
        ...(thing === undefined ? {} : { thing }),
        ...(nodeName ? { node: nodeName } : {}),
        ...(zone ? { zone } : {}),
        hints: [...(hints?.forZones ?? []), ...(hints?.forNodes ?? [])].map(({ name }) => name),
      }));
    });
    if (endpoints.length === 0 && !wanted(undefined)) return [];
    const ports = (slice.ports ?? []).map(({ name, port, protocol = 'TCP' }) => `${name ? `${name} ` : ''}${port ?? '*'}/${protocol}`);
    return [{ name: slice.metadata.name, family: slice.addressType, ports, endpoints }];
  });
}

function eventsOf(cluster: ClusterState, kind: string, namespace: string, name: string): readonly LookEvent[] {
  const rows = Object.values(cluster.tables.events?.[namespace || 'default'] ?? {});
  return rows
    .filter(({ involvedObject: about }) => about.kind === kind && about.name === name)
    .map(({ type = 'Normal', reason = '', message = '', count, lastTimestamp, eventTime, metadata }) => {
      const at = Date.parse(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '');
      return { type, reason, message, count: count ?? 1, ago: Number.isNaN(at) ? 0 : Math.max(0, cluster.now - at) };
    })
    .sort((a, b) => a.ago - b.ago);
}
