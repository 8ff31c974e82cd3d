// Models kubernetes pkg/printers/internalversion/printers.go (v1.37.1): the tables that the API server makes for kubectl get.
import type { ControllerRevision, Deployment, ReplicaSet, StatefulSet } from '../../api/apps-v1.ts';
import type { IPAddress, Lease, ServiceCIDR } from '../../api/cluster-kinds.ts';
import type { ConfigMap, Container, Endpoints, Event, Namespace, Node, Pod, Secret, Service } from '../../api/core-v1.ts';
import type { EndpointSlice } from '../../api/discovery-v1.ts';
import type { KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Instant } from '../../clock/instant.ts';
import { since } from './durations.ts';
import { labelsText, selectorText } from './label-text.ts';

/** A column that only `-o wide` shows begins with `+`. */
interface KindTable {
  readonly columns: readonly string[];
  readonly row: (object: never, now: Instant) => readonly (string | number)[];
}

const names = (containers: readonly Container[] = []): string => containers.map(({ name }) => name).join(',');
const images = (containers: readonly Container[] = []): string => containers.map(({ image }) => image ?? '').join(',');

function listOfThree(items: readonly string[], empty: string): string {
  return items.length > 3 ? `${items.slice(0, 3).join(',')} + ${items.length - 3} more...` : items.join(',') || empty;
}

/** `10.244.0.5:8080`, `[fd00::5]:8080`. */
export const hostPort = (ip: string, port: number): string => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`);

/** The addresses of an Endpoints object, three at most. */
export function endpointsText({ subsets = [] }: Endpoints): string {
  if (subsets.length === 0) return '<none>';
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0 ? addresses.map(({ ip }) => ip) : ports.flatMap(({ port }) => addresses.map(({ ip }) => hostPort(ip, port))),
  );
  return listOfThree(all, '');
}

function externalIP({ spec, status }: Service): string {
  const external = spec.externalIPs ?? [];
  if (spec.type === 'ExternalName') return spec.externalName ?? '';
  if (spec.type !== 'LoadBalancer') return external.join(',') || '<none>';
  const ingress = [...new Set((status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || ''))].filter((one) => one !== '').sort();
  return [...ingress, ...external].join(',') || '<pending>';
}

const isTrue = (pod: Pod, type: string): boolean => (pod.status?.conditions ?? []).some((one) => one.type === type && one.status === 'True');

/** What `kubectl get pods` says in STATUS, READY and RESTARTS. */
export function podSummary(pod: Pod, now: Instant): { readonly ready: string; readonly status: string; readonly restarts: string } {
  const { spec, status = {} } = pod;
  const gated = (status.conditions ?? []).some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated');
  let reason = gated ? 'SchedulingGated' : status.reason || status.phase || '';
  const sidecars = new Set((spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name));
  let readyCount = 0;
  let restarts = 0;
  let sidecarRestarts = 0;
  let lastEnd = '';
  let sidecarEnd = '';
  let initializing = false;
  const all = status.initContainerStatuses ?? [];
  for (const [i, one] of all.entries()) {
    const { terminated, waiting } = one.state ?? {};
    const ended = one.lastState?.terminated?.finishedAt ?? '';
    restarts += one.restartCount;
    if (ended > lastEnd) lastEnd = ended;
    if (sidecars.has(one.name)) {
      sidecarRestarts += one.restartCount;
      if (ended > sidecarEnd) sidecarEnd = ended;
    }
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(one.name) && one.started) {
      if (one.ready) readyCount += 1;
      continue;
    }
    if (terminated) reason = `Init:${terminated.reason || (terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`)}`;
    else reason = waiting?.reason && waiting.reason !== 'PodInitializing' ? `Init:${waiting.reason}` : `Init:${i}/${spec.initContainers?.length ?? 0}`;
    initializing = true;
    break;
  }
  if (!initializing || isTrue(pod, 'Initialized')) {
    restarts = sidecarRestarts;
    lastEnd = sidecarEnd;
    let running = false;
    let failure = '';
    for (const one of [...(status.containerStatuses ?? [])].reverse()) {
      const { terminated, waiting, running: runs } = one.state ?? {};
      restarts += one.restartCount;
      const ended = one.lastState?.terminated?.finishedAt ?? '';
      if (ended > lastEnd) lastEnd = ended;
      if (waiting?.reason) reason = waiting.reason;
      else if (terminated) {
        reason = terminated.reason || (terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`);
        if (terminated.exitCode !== 0) failure = reason;
      } else if (one.ready && runs) {
        running = true;
        readyCount += 1;
      }
    }
    if (reason === 'Completed') reason = running && isTrue(pod, 'Ready') ? 'Running' : failure || (running ? 'NotReady' : reason);
  }
  if (pod.metadata.deletionTimestamp && status.reason === 'NodeLost') reason = 'Unknown';
  else if (pod.metadata.deletionTimestamp && status.phase !== 'Succeeded' && status.phase !== 'Failed') reason = 'Terminating';
  return {
    ready: `${readyCount}/${spec.containers.length + sidecars.size}`,
    status: reason,
    restarts: restarts !== 0 && lastEnd !== '' ? `${restarts} (${since(now, lastEnd)} ago)` : String(restarts),
  };
}

/** Roles of a node, from its labels. */
export function nodeRoles({ metadata }: Node): string {
  const roles = Object.entries(metadata.labels ?? {})
    .flatMap(([key, value]) => (key.startsWith('node-role.kubernetes.io/') ? [key.slice(24)] : key === 'kubernetes.io/role' ? [value] : []))
    .filter((role) => role !== '');
  return [...new Set(roles)].sort().join(',') || '<none>';
}

/** `kubelet, node-a`: who an event comes from. */
export function eventSource({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source?.component || reportingComponent || '';
  const host = source?.host || reportingInstance || '';
  return host === '' ? component : `${component}, ${host}`;
}

/** First and last moment and count of an event, as both tables of events show them. */
export function eventTimes(event: Event, now: Instant): { readonly first: string; readonly last: string; readonly count: number } {
  const series = event.series as { readonly count?: number; readonly lastObservedTime?: string } | undefined;
  const first = since(now, event.firstTimestamp ?? event.eventTime);
  return {
    first,
    last: series ? since(now, series.lastObservedTime) : event.lastTimestamp ? since(now, event.lastTimestamp) : first,
    count: series?.count ?? (event.count || 1),
  };
}

const age = ({ metadata }: KubernetesObject, now: Instant): string => since(now, metadata.creationTimestamp);

const WORKLOAD = ['+Containers', '+Images', '+Selector'];
const PLAIN: KindTable = { columns: ['Name', 'Age'], row: (object: KubernetesObject, now) => [object.metadata.name, age(object, now)] };

const TABLES: { readonly [resource: string]: KindTable } = {
  pods: {
    columns: ['Name', 'Ready', 'Status', 'Restarts', 'Age', '+IP', '+Node', '+Nominated Node', '+Readiness Gates'],
    row: (pod: Pod, now) => {
      const { ready, status, restarts } = podSummary(pod, now);
      const gates = (pod.spec as unknown as { readonly readinessGates?: readonly { readonly conditionType: string }[] }).readinessGates ?? [];
      const nominated = (pod.status as { readonly nominatedNodeName?: string } | undefined)?.nominatedNodeName;
      return [
        pod.metadata.name,
        ready,
        status,
        restarts,
        age(pod, now),
        pod.status?.podIPs?.[0]?.ip || '<none>',
        pod.spec.nodeName || '<none>',
        nominated || '<none>',
        gates.length === 0 ? '<none>' : `${gates.filter(({ conditionType }) => isTrue(pod, conditionType)).length}/${gates.length}`,
      ];
    },
  },
  services: {
    columns: ['Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age', '+Selector'],
    row: (service: Service, now) => [
      service.metadata.name,
      service.spec.type ?? '',
      service.spec.clusterIPs?.[0] ?? '<none>',
      externalIP(service),
      (service.spec.ports ?? []).map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol ?? ''}`).join(',') || '<none>',
      age(service, now),
      labelsText(service.spec.selector),
    ],
  },
  deployments: {
    columns: ['Name', 'Ready', 'Up-to-date', 'Available', 'Age', ...WORKLOAD],
    row: (one: Deployment, now) => [
      one.metadata.name,
      `${one.status?.readyReplicas ?? 0}/${one.spec.replicas ?? 0}`,
      one.status?.updatedReplicas ?? 0,
      one.status?.availableReplicas ?? 0,
      age(one, now),
      names(one.spec.template.spec?.containers),
      images(one.spec.template.spec?.containers),
      selectorText(one.spec.selector),
    ],
  },
  replicasets: {
    columns: ['Name', 'Desired', 'Current', 'Ready', 'Age', ...WORKLOAD],
    row: (one: ReplicaSet, now) => [
      one.metadata.name,
      one.spec.replicas ?? 0,
      one.status?.replicas ?? 0,
      one.status?.readyReplicas ?? 0,
      age(one, now),
      names(one.spec.template?.spec?.containers),
      images(one.spec.template?.spec?.containers),
      selectorText(one.spec.selector) || '<none>',
    ],
  },
  scales: {
    columns: ['Name', 'Desired', 'Available', 'Age'],
    row: (one: StatefulSet, now) => [one.metadata.name, one.spec.replicas ?? 0, one.status?.replicas ?? 0, age(one, now)],
  },
  statefulsets: {
    columns: ['Name', 'Ready', 'Age', '+Containers', '+Images'],
    row: (one: StatefulSet, now) => [
      one.metadata.name,
      `${one.status?.readyReplicas ?? 0}/${one.spec.replicas ?? 0}`,
      age(one, now),
      names(one.spec.template.spec?.containers),
      images(one.spec.template.spec?.containers),
    ],
  },
  endpoints: { columns: ['Name', 'Endpoints', 'Age'], row: (one: Endpoints, now) => [one.metadata.name, endpointsText(one), age(one, now)] },
  endpointslices: {
    columns: ['Name', 'AddressType', 'Ports', 'Endpoints', 'Age'],
    row: (one: EndpointSlice, now) => [
      one.metadata.name,
      one.addressType,
      listOfThree(
        (one.ports ?? []).map(({ port, name }) => (port === undefined ? (name ?? '*') : String(port))),
        '<unset>',
      ),
      listOfThree(
        (one.endpoints ?? []).flatMap(({ addresses }) => addresses),
        '<unset>',
      ),
      age(one, now),
    ],
  },
  nodes: {
    columns: ['Name', 'Status', 'Roles', 'Age', 'Version', '+Internal-IP', '+External-IP', '+OS-Image', '+Kernel-Version', '+Container-Runtime'],
    row: (node: Node, now) => {
      const ready = (node.status?.conditions ?? []).find(({ type }) => type === 'Ready');
      const told = (node.status?.nodeInfo ?? {}) as { readonly [key: string]: string | undefined };
      const address = (type: string): string => (node.status?.addresses ?? []).find((one) => one.type === type)?.address ?? '<none>';
      const state = [!ready ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady', ...(node.spec?.unschedulable ? ['SchedulingDisabled'] : [])];
      return [
        node.metadata.name,
        state.join(','),
        nodeRoles(node),
        age(node, now),
        told['kubeletVersion'] ?? '',
        address('InternalIP'),
        address('ExternalIP'),
        told['osImage'] || '<unknown>',
        `${told['kernelVersion'] || '<unknown>'}${told['architecture'] ? ` (${told['architecture']})` : ''}`,
        told['containerRuntimeVersion'] || '<unknown>',
      ];
    },
  },
  events: {
    columns: ['Last Seen', 'Type', 'Reason', 'Object', '+Subobject', '+Source', 'Message', '+First Seen', '+Count', '+Name'],
    row: (event: Event, now) => {
      const { first, last, count } = eventTimes(event, now);
      const { kind = '', name = '', fieldPath = '' } = event.involvedObject;
      return [
        last,
        event.type ?? '',
        event.reason ?? '',
        name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase(),
        fieldPath,
        eventSource(event),
        (event.message ?? '').trim(),
        first,
        count,
        event.metadata.name,
      ];
    },
  },
  namespaces: { columns: ['Name', 'Status', 'Age'], row: (one: Namespace, now) => [one.metadata.name, one.status?.phase ?? '', age(one, now)] },
  secrets: {
    columns: ['Name', 'Type', 'Data', 'Age'],
    row: (one: Secret, now) => [one.metadata.name, one.type ?? '', Object.keys(one.data ?? {}).length, age(one, now)],
  },
  configmaps: {
    columns: ['Name', 'Data', 'Age'],
    row: (one: ConfigMap, now) => [one.metadata.name, Object.keys(one.data ?? {}).length + Object.keys(one.binaryData ?? {}).length, age(one, now)],
  },
  leases: { columns: ['Name', 'Holder', 'Age'], row: (one: Lease, now) => [one.metadata.name, one.spec?.holderIdentity ?? '', age(one, now)] },
  controllerrevisions: {
    columns: ['Name', 'Controller', 'Revision', 'Age'],
    row: (one: ControllerRevision, now) => {
      const owner = one.metadata.ownerReferences?.find(({ controller }) => controller);
      const group = owner?.apiVersion.includes('/') ? `.${owner.apiVersion.slice(0, owner.apiVersion.indexOf('/'))}` : '';
      return [one.metadata.name, owner ? `${owner.kind.toLowerCase()}${group}/${owner.name}` : '<none>', one.revision, age(one, now)];
    },
  },
  servicecidrs: { columns: ['Name', 'CIDRs', 'Age'], row: (one: ServiceCIDR, now) => [one.metadata.name, (one.spec.cidrs ?? []).join(','), age(one, now)] },
  ipaddresses: {
    columns: ['Name', 'ParentRef'],
    row: ({ metadata, spec: { parentRef } }: IPAddress) => {
      if (!parentRef) return [metadata.name, '<none>'];
      const { group, resource = '', namespace, name = '' } = parentRef;
      return [metadata.name, `${(group ? `${resource}.${group}` : resource).toLowerCase()}${namespace ? `/${namespace}` : ''}/${name}`];
    },
  },
};

/** A resource's table: column names without their marks, which are wide, and a row's cells. */
export function tableOfKind(resource: string): {
  readonly names: readonly string[];
  readonly wide: readonly boolean[];
  readonly row: (object: KubernetesObject, now: Instant) => string[];
} {
  const { columns, row } = Object.hasOwn(TABLES, resource) ? (TABLES[resource] as KindTable) : PLAIN;
  return {
    names: columns.map((column) => column.replace('+', '')),
    wide: columns.map((column) => column.startsWith('+')),
    row: (object, now) =>
      row(object as never, now)
        .slice(0, columns.length)
        .map(String),
  };
}
