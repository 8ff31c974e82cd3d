import type { Deployment, ReplicaSet, StatefulSet } from '../api/apps-v1.ts';
import type { Namespace, Node, Pod } from '../api/core-v1.ts';
import type { KubernetesObject } from '../api/kubernetes-object.ts';
import type { DurationMs, Instant } from '../clock/instant.ts';
import type { Change } from '../store/cluster-state.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { TableName } from '../store/tables.ts';
import { isSame } from './equality.ts';
import { PODS_BY_CONTROLLER, REPLICASETS_BY_CONTROLLER } from './indexes.ts';
import { isPodActive, isPodReady } from './pod-state.ts';

const QUIET_MS = 700;
const STUCK_MS = 3500;
const TIMEOUT_MS = 60_000;

/** What the recorder looks at. The Endpoints, events, leases and nodes' heartbeats are not among it. */
const SEEN: ReadonlySet<TableName> = new Set(['pods', 'replicasets', 'statefulsets', 'deployments', 'namespaces', 'services', 'endpointslices', 'nodes']);

/** Lets time pass, by `pass(until)`, until the cluster is quiet or stuck; gives how long that took. */
export function waitUntilQuiet(draft: ClusterDraft, pass: (until: Instant) => void): DurationMs {
  const start = draft.now;
  const unfinished = new Map<string, string>();
  for (const table of SEEN)
    for (const row of draft.list(table)) judge(draft, keyIn(table, row as KubernetesObject), table, row as KubernetesObject, unfinished);
  let read = draft.changes.length;
  let since = draft.now;
  for (;;) {
    const until = Math.min(since + (unfinished.size > 0 ? STUCK_MS : QUIET_MS), start + TIMEOUT_MS);
    if (draft.now >= until) return draft.now - start;
    pass(until);
    const touched = new Map<string, readonly [table: TableName, namespace: string, name: string]>();
    for (; read < draft.changes.length; read += 1) {
      const change = draft.changes[read] as Change;
      if (!SEEN.has(change.table) || !isVisible(change)) continue;
      since = draft.now;
      touch(touched, change.table, change.namespace, change.name, (change.to ?? change.from) as KubernetesObject);
    }
    for (const [key, [table, namespace, name]] of touched) {
      const row = draft.get(table, namespace, name) as KubernetesObject | undefined;
      if (row) judge(draft, key, table, row, unfinished);
      else unfinished.delete(key);
    }
  }
}

/** A change may finish its object and the owners above it. */
function touch(touched: Map<string, readonly [TableName, string, string]>, table: TableName, namespace: string, name: string, object: KubernetesObject): void {
  touched.set(`${table} ${namespace}/${name}`, [table, namespace, name]);
  for (const { kind, name: owner } of object.metadata.ownerReferences ?? []) {
    const above = `${kind.toLowerCase()}s` as TableName;
    if (SEEN.has(above)) touched.set(`${above} ${namespace}/${owner}`, [above, namespace, owner]);
  }
}

/** Of a node only its labels, taints and readiness count. */
function isVisible({ table, from, to }: Change): boolean {
  if (table !== 'nodes') return true;
  const view = (node: Node | undefined): unknown =>
    node && [node.metadata.labels, node.spec.taints, node.spec.unschedulable, node.status?.conditions?.find(({ type }) => type === 'Ready')?.status];
  return !isSame(view(from as Node | undefined), view(to as Node | undefined));
}

const keyIn = (table: TableName, { metadata }: KubernetesObject): string => `${table} ${metadata.namespace ?? ''}/${metadata.name}`;

function judge(draft: ClusterDraft, key: string, table: TableName, object: KubernetesObject, unfinished: Map<string, string>): void {
  const why = object.metadata.deletionTimestamp !== undefined && table !== 'nodes' ? 'is terminating' : whyUnfinished(draft, table, object);
  if (why === undefined) unfinished.delete(key);
  else unfinished.set(key, why);
}

function whyUnfinished(draft: ClusterDraft, table: TableName, object: KubernetesObject): string | undefined {
  switch (table) {
    case 'pods':
      return podUnfinished(draft, object as Pod);
    case 'replicasets':
    case 'statefulsets':
      return setUnfinished(draft, object as ReplicaSet | StatefulSet) ? 'does not have its Pods' : undefined;
    case 'deployments':
      return deploymentUnfinished(draft, object as Deployment) ? 'is rolling out' : undefined;
    case 'namespaces':
      return (object as Namespace).status?.phase === 'Terminating' ? 'is terminating' : undefined;
    default:
      return undefined;
  }
}

const SETTLED_WAITS = new Set(['ImagePullBackOff', 'InvalidImageName', 'CrashLoopBackOff', 'CreateContainerConfigError', 'ErrImageNeverPull']);

function podUnfinished(draft: ClusterDraft, { spec, status, metadata }: Pod): string | undefined {
  if (!spec.nodeName)
    return status?.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable') ? undefined : 'is not scheduled';
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return undefined;
  if (draft.get('nodes', '', spec.nodeName)?.status?.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True') return undefined;
  if (status?.observedGeneration !== undefined && status.observedGeneration < (metadata.generation ?? 0)) return 'has an update its kubelet has not seen';
  if ((status?.containerStatuses?.length ?? 0) < spec.containers.length) return 'has not been seen by its kubelet';
  for (const { state, ready } of [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]) {
    if (state?.waiting && !SETTLED_WAITS.has(state.waiting.reason ?? '')) return `waits: ${state.waiting.reason}`;
    if (state?.running && !ready) return 'is not ready';
    if (state?.terminated && (spec.restartPolicy ?? 'Always') === 'Always' && state.terminated.exitCode !== 0) return 'is to be restarted';
  }
  return undefined;
}

function setUnfinished(draft: ClusterDraft, { metadata, spec, status }: ReplicaSet | StatefulSet): boolean {
  const pods = draft.find(PODS_BY_CONTROLLER, metadata.namespace ?? '', metadata.uid ?? '').filter(isPodActive);
  const replicas = status?.replicas ?? 0;
  const revisions = status as StatefulSet['status'];
  return (
    (status?.observedGeneration ?? 0) < (metadata.generation ?? 0) ||
    replicas !== (spec.replicas ?? 1) ||
    replicas !== pods.length ||
    (status?.readyReplicas ?? 0) !== pods.filter(isPodReady).length ||
    revisions?.currentRevision !== revisions?.updateRevision
  );
}

function deploymentUnfinished(draft: ClusterDraft, { metadata, spec, status }: Deployment): boolean {
  const sets = draft.find(REPLICASETS_BY_CONTROLLER, metadata.namespace ?? '', metadata.uid ?? '');
  const sum = (field: 'replicas' | 'readyReplicas'): number => sets.reduce((total, set) => total + (set.status?.[field] ?? 0), 0);
  const wanted = spec.replicas ?? 1;
  return (
    (status?.observedGeneration ?? 0) < (metadata.generation ?? 0) ||
    (status?.replicas ?? 0) !== sum('replicas') ||
    (status?.readyReplicas ?? 0) !== sum('readyReplicas') ||
    (spec.paused !== true && ((status?.replicas ?? 0) !== wanted || (status?.updatedReplicas ?? 0) !== wanted)) ||
    sets.length === 0
  );
}
