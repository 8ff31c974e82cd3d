import type { ClusterState, Location } from '../engine/index.ts';
import type { BerthState, LedgerEntry, StateCounts, ThingId } from './scene.ts';

type Row<T extends 'pods' | 'services' | 'endpointslices'> = NonNullable<ClusterState['tables'][T]>[string][string];
export type PodRow = Row<'pods'>;
export type ServiceRow = Row<'services'>;
export type SliceRow = Row<'endpointslices'>;

/** The object of a `namespace/name`, or `undefined`. */
export function podOf(cluster: ClusterState, key: string): PodRow | undefined {
  const slash = key.indexOf('/');
  return cluster.tables.pods?.[key.slice(0, slash)]?.[key.slice(slash + 1)];
}

export function serviceOf(cluster: ClusterState, key: string): ServiceRow | undefined {
  const slash = key.indexOf('/');
  return cluster.tables.services?.[key.slice(0, slash)]?.[key.slice(slash + 1)];
}

/** `a` of `shop/a`. */
export const nameIn = (key: string): string => key.slice(key.indexOf('/') + 1);

/** What each of these objects is called beside the others: its name, with its namespace where another one has the same, as `cart.shop`. */
export function namesAmong(keys: readonly string[]): (key: string) => string {
  return (key) => {
    const name = nameIn(key);
    return keys.some((other) => other !== key && nameIn(other) === name) ? `${name}.${key.slice(0, key.indexOf('/'))}` : name;
  };
}

/** Why a container waits, where that means it will not be well by waiting. */
const FAILING: ReadonlySet<string> = new Set([
  'CrashLoopBackOff',
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);

/** How a Pod's box is drawn. */
export function stateOfPod(pod: PodRow): BerthState {
  if (pod.metadata.deletionTimestamp !== undefined) return 'gone';
  const failing = pod.status?.phase === 'Failed' || pod.status?.containerStatuses?.some(({ state }) => FAILING.has(state?.waiting?.reason ?? ''));
  if (failing) return 'broken';
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ? 'ready' : 'wait';
}

/** The STATUS that `kubectl get pods` prints, for Pods without init containers. Models kubernetes pkg/printers/internalversion printers.go printPod (v1.37.1). */
export function statusOfPod({ metadata, status }: PodRow): string {
  if (metadata.deletionTimestamp !== undefined) return status?.reason === 'NodeLost' ? 'Unknown' : 'Terminating';
  let reason = status?.reason || status?.phase || 'Pending';
  for (const { state } of [...(status?.containerStatuses ?? [])].reverse()) {
    if (state?.waiting?.reason) reason = state.waiting.reason;
    else if (state?.terminated) reason = state.terminated.reason || `ExitCode:${state.terminated.exitCode}`;
  }
  return reason;
}

/** A Pod's addresses, the first family first. */
export function addressesOfPod({ status }: PodRow): readonly string[] {
  const all = (status?.podIPs ?? []).flatMap(({ ip }) => (ip ? [ip] : []));
  return all.length > 0 ? all : status?.podIP ? [status.podIP] : [];
}

/** `namespace/name` of what made a Pod: a Deployment for those of its ReplicaSets. A Pod that nobody made is its own. */
export function ownerOfPod(cluster: ClusterState, { metadata }: PodRow): string {
  const namespace = metadata.namespace ?? '';
  const [owner] = metadata.ownerReferences ?? [];
  if (!owner) return `${namespace}/${metadata.name}`;
  const above = owner.kind === 'ReplicaSet' ? cluster.tables.replicasets?.[namespace]?.[owner.name]?.metadata.ownerReferences?.[0] : undefined;
  return `${namespace}/${above?.name ?? owner.name}`;
}

/** Ports that processes of a Pod have open for a protocol, ascending, each once. */
export function listeningPorts(cluster: ClusterState, namespace: string, pod: string, protocol: string): readonly number[] {
  const ports = new Set<number>();
  for (const [name, container] of Object.entries(cluster.tables.containers?.[namespace] ?? {})) {
    if (!name.startsWith(`${pod}/`) || container.exited) continue;
    for (const listener of container.listeners) if (listener.protocol === protocol) ports.add(listener.port);
  }
  return [...ports].sort((a, b) => a - b);
}

/** Ports open at a place a packet came to. */
export function portsAt(cluster: ClusterState): (at: Location, protocol: string) => readonly number[] {
  return (at, protocol) => (at.kind === 'pod' ? listeningPorts(cluster, at.namespace, at.pod, protocol) : []);
}

/** The slices of a Service, by name. */
export function slicesOf(cluster: ClusterState, service: string): readonly SliceRow[] {
  const namespace = service.slice(0, service.indexOf('/'));
  return Object.values(cluster.tables.endpointslices?.[namespace] ?? {})
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === nameIn(service))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** `.2` before `.10`. Made once: a comparison that makes its own costs a hundred times more. */
const ADDRESSES = new Intl.Collator('en', { numeric: true });

/** Every address in a Service's slices with its conditions, by address. */
export function endpointsOf(cluster: ClusterState, service: string): readonly LedgerEntry[] {
  const namespace = service.slice(0, service.indexOf('/'));
  const found: LedgerEntry[] = [];
  for (const slice of slicesOf(cluster, service)) {
    const ports = (slice.ports ?? []).flatMap(({ port }) => (port === undefined ? [] : [port]));
    for (const { addresses, conditions, targetRef } of slice.endpoints ?? []) {
      const terminating = conditions?.terminating === true;
      const ready = conditions?.ready !== false;
      const entry = {
        slice: slice.metadata.name,
        state: terminating ? 'gone' : ready ? 'ready' : 'wait',
        ready,
        serving: conditions?.serving ?? ready,
        terminating,
        ...(targetRef?.kind === 'Pod' ? { pod: `${targetRef.namespace ?? namespace}/${targetRef.name ?? ''}` } : {}),
      } as const;
      for (const address of addresses) {
        const whole = address.includes(':') ? `[${address}]` : address;
        found.push({ ...entry, address: ports.length === 0 ? address : `${whole}:${ports.join(',')}` });
      }
    }
  }
  return found.sort((a, b) => ADDRESSES.compare(a.address, b.address));
}

/** No node has rules for it: the DNS alone knows its name. */
export const isNameOnly = ({ spec }: ServiceRow): boolean => spec.type === 'ExternalName' || spec.clusterIP === 'None';

/** How many of these are in each state. */
export function countStates(states: readonly BerthState[]): StateCounts {
  const counts = { ready: 0, wait: 0, gone: 0, broken: 0 };
  for (const state of states) counts[state] += 1;
  return counts;
}

/** The parts of a thing's name after its kind. */
export function partsOfThing(id: ThingId): { readonly kind: string; readonly rest: string } {
  const slash = id.indexOf('/');
  return slash < 0 ? { kind: id, rest: '' } : { kind: id.slice(0, slash), rest: id.slice(slash + 1) };
}
