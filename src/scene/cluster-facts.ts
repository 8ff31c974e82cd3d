import type { ClusterState, Location } from '../engine/index.ts';
import type { BerthState } from './scene.ts';

type Row<T extends 'pods' | 'services' | 'endpointslices'> = NonNullable<ClusterState['tables'][T]>[string][string];
export type PodRow = Row<'pods'>;
export type ServiceRow = Row<'services'>;

/** The object of a `namespace/name`, or `undefined`. */
export function podOf(cluster: ClusterState, key: string): PodRow | undefined {
  const slash = key.indexOf('/');
  return cluster.tables.pods?.[key.slice(0, slash)]?.[key.slice(slash + 1)];
}

export function serviceOf(cluster: ClusterState, key: string): ServiceRow | undefined {
  const slash = key.indexOf('/');
  return cluster.tables.services?.[key.slice(0, slash)]?.[key.slice(slash + 1)];
}

/** How a Pod's box is drawn. */
export function stateOfPod(pod: PodRow): BerthState {
  if (pod.metadata.deletionTimestamp !== undefined) return 'gone';
  const failing =
    pod.status?.phase === 'Failed' ||
    pod.status?.containerStatuses?.some(({ state }) => ['CrashLoopBackOff', 'ErrImagePull', 'ImagePullBackOff'].includes(state?.waiting?.reason ?? ''));
  if (failing) return 'broken';
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ? 'ready' : 'wait';
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

/** Every endpoint in a Service's slices: address with port, state, and the Pod behind it. */
export function endpointsOf(
  cluster: ClusterState,
  service: string,
): readonly { readonly address: string; readonly state: BerthState; readonly pod?: string }[] {
  const slash = service.indexOf('/');
  const namespace = service.slice(0, slash);
  const found: { address: string; state: BerthState; pod?: string }[] = [];
  for (const slice of Object.values(cluster.tables.endpointslices?.[namespace] ?? {})) {
    if (slice.metadata.labels?.['kubernetes.io/service-name'] !== service.slice(slash + 1)) continue;
    const ports = (slice.ports ?? []).flatMap(({ port }) => (port === undefined ? [] : [port]));
    for (const { addresses, conditions, targetRef } of slice.endpoints ?? []) {
      const state = conditions?.terminating === true ? 'gone' : conditions?.ready === false ? 'wait' : 'ready';
      const pod = targetRef?.kind === 'Pod' ? `${targetRef.namespace ?? namespace}/${targetRef.name ?? ''}` : undefined;
      for (const address of addresses) {
        const whole = address.includes(':') ? `[${address}]` : address;
        found.push({ address: ports.length === 0 ? address : `${whole}:${ports.join(',')}`, state, ...(pod === undefined ? {} : { pod }) });
      }
    }
  }
  return found.sort((a, b) => a.address.localeCompare(b.address, 'en', { numeric: true }));
}
