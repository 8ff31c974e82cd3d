import type { ControllerRevision, StatefulSet } from '../api/apps-v1.ts';
import type { Pod, PodSpec } from '../api/core-v1.ts';
import type { KubernetesObject } from '../api/kubernetes-object.ts';
import { matchesLabelSelector } from '../api/label-selector.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { keyOf, splitKey, type Controller } from './controller.ts';
import { recordEvent } from './events.ts';
import { PODS_BY_CONTROLLER, controllerOf } from './indexes.ts';
import { availableAt, isPodFinished, isPodReady } from './pod-state.ts';
import { HASH_LABEL, revisionsOf, templateOf, trimHistory } from './statefulset-revisions.ts';
import { mostReplicas, TOO_MANY_REPLICAS } from './replica-limit.ts';
import { retryIf } from './retry.ts';
import { create, managedBy, remove, update, writeStatus } from './writing.ts';

const NAME = 'statefulset-controller';
const SOURCE = { component: NAME };

/** Every StatefulSet has its numbered Pods, in order. Models kubernetes pkg/controller/statefulset (v1.37.1), without volume claims. */
export const statefulset: Controller = {
  name: NAME,
  watches: ['statefulsets', 'pods'],
  keysOf(change, draft) {
    if (change.table === 'statefulsets') return [`${change.namespace}/${change.name}`];
    const keys: string[] = [];
    for (const pod of [change.from, change.to] as (Pod | undefined)[]) {
      const owner = pod && controllerOf(pod);
      if (owner?.kind === 'StatefulSet') keys.push(`${change.namespace}/${owner.name}`);
    }
    const pod = change.to as Pod | undefined;
    if (pod && !controllerOf(pod))
      for (const set of draft.list('statefulsets', change.namespace))
        if (ordinalIn(set, pod) !== undefined && matchesLabelSelector(set.spec.selector, pod.metadata.labels)) keys.push(keyOf(set));
    return keys;
  },
  reconcile(key, draft) {
    const set = draft.get('statefulsets', ...splitKey(key));
    if (!set) return;
    const revisions = revisionsOf(draft, set);
    const look: Look = { draft, set, ...revisions };
    const pods = claimPods(look);
    retryIf(draft, set.metadata.deletionTimestamp === undefined && !movePods(look, pods), NAME, key);
    writeStatefulSetStatus(look);
    trimHistory(draft, set, revisions);
  },
};

interface Look {
  readonly draft: ClusterDraft;
  readonly set: StatefulSet;
  readonly current: ControllerRevision;
  readonly updated: ControllerRevision;
}

const startOf = ({ spec }: StatefulSet): number => spec.ordinals?.start ?? 0;
const isTerminating = ({ metadata }: Pod): boolean => metadata.deletionTimestamp !== undefined;
const revisionOf = ({ metadata }: Pod): string | undefined => metadata.labels?.[HASH_LABEL];

/** The number behind `db-`, for a Pod of that set's name. */
function ordinalIn({ metadata }: StatefulSet, pod: Pod): number | undefined {
  const match = /^(.*)-(\d+)$/.exec(pod.metadata.name);
  return match?.[1] === metadata.name ? Number(match[2]) : undefined;
}

function claimPods({ draft, set }: Look): Pod[] {
  const namespace = set.metadata.namespace ?? '';
  const claimed = draft.find(PODS_BY_CONTROLLER, namespace, set.metadata.uid ?? '').filter((pod) => {
    if (matchesLabelSelector(set.spec.selector, pod.metadata.labels)) return true;
    const { ownerReferences = [], ...metadata } = pod.metadata;
    const others = ownerReferences.filter(({ uid }) => uid !== set.metadata.uid);
    update(draft, 'pods', { ...pod, metadata: { ...metadata, ...(others.length > 0 ? { ownerReferences: others } : {}) } }, NAME);
    return false;
  });
  if (set.metadata.deletionTimestamp !== undefined) return claimed;
  for (const pod of draft.find(PODS_BY_CONTROLLER, namespace, '')) {
    if (ordinalIn(set, pod) === undefined || isTerminating(pod) || !matchesLabelSelector(set.spec.selector, pod.metadata.labels)) continue;
    claimed.push(
      update(draft, 'pods', { ...pod, metadata: { ...pod.metadata, ownerReferences: [...(pod.metadata.ownerReferences ?? []), managedBy(set)] } }, NAME),
    );
  }
  return claimed;
}

/**
 * One pass: living Pods from the first to the last, then superfluous ones from the last to the first, then Pods of an old
 * revision from the last to the first. OrderedReady stops at the first that is not as it should be.
 * Models stateful_set_control.go updateStatefulSet. False: a Pod could not be created.
 */
function movePods(look: Look, pods: readonly Pod[]): boolean {
  const { draft, set } = look;
  const ordered = set.spec.podManagementPolicy !== 'Parallel';
  const start = startOf(set);
  const wanted = set.spec.replicas ?? 1;
  const end = start + wanted;
  const most = start + mostReplicas(wanted);
  const byOrdinal = new Map(pods.map((pod) => [ordinalIn(set, pod) as number, pod]));
  for (let ordinal = start; ordinal < most; ordinal += 1) {
    const pod = byOrdinal.get(ordinal);
    if (pod && isPodFinished(pod) && !isTerminating(pod)) {
      remove(draft, 'pods', pod, NAME);
      recordEvent(draft, set, SOURCE, 'Normal', 'SuccessfulDelete', `Delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`);
      if (ordered) return true;
      continue;
    }
    if (!pod) {
      if (!createPod(look, ordinal)) return false;
      if (ordered) return true;
      continue;
    }
    if (ordered && (isTerminating(pod) || !isAvailable(look, pod))) return true;
  }
  if (most < end) tellFailure(look, most, TOO_MANY_REPLICAS);
  const superfluous = [...byOrdinal].filter(([ordinal]) => ordinal < start || ordinal >= end).sort(([a], [b]) => b - a);
  for (const [, pod] of superfluous) {
    if (isTerminating(pod)) {
      if (ordered) return true;
      continue;
    }
    deletePod(look, pod);
    if (ordered) return true;
  }
  replaceOldPods(look, byOrdinal, start, end);
  return true;
}

/** Takes away Pods of an old revision, one (or `maxUnavailable`) at a time, none below the partition. */
function replaceOldPods(look: Look, byOrdinal: ReadonlyMap<number, Pod>, start: number, end: number): void {
  const { set, updated } = look;
  const { type = 'RollingUpdate', rollingUpdate } = set.spec.updateStrategy ?? {};
  if (type === 'OnDelete') return;
  const most = typeof rollingUpdate?.maxUnavailable === 'number' ? rollingUpdate.maxUnavailable : 1;
  let unavailable = [...byOrdinal].filter(([ordinal, pod]) => ordinal >= start && ordinal < end && (isTerminating(pod) || !isAvailable(look, pod))).length;
  for (let ordinal = end - 1; ordinal >= start + (rollingUpdate?.partition ?? 0); ordinal -= 1) {
    const pod = byOrdinal.get(ordinal);
    if (!pod) return;
    if (revisionOf(pod) !== updated.metadata.name && !isTerminating(pod)) {
      if (unavailable >= most && isAvailable(look, pod)) return;
      deletePod(look, pod);
      unavailable += 1;
    }
    if (unavailable >= most) return;
  }
}

function deletePod({ draft, set }: Look, pod: Pod): void {
  remove(draft, 'pods', pod, NAME);
  recordEvent(draft, set, SOURCE, 'Normal', 'SuccessfulDelete', `Delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`);
}

function isAvailable({ draft, set }: Look, pod: Pod): boolean {
  if (pod.status?.phase !== 'Running' || !isPodReady(pod)) return false;
  return (availableAt(pod, set.spec.minReadySeconds ?? 0) ?? Infinity) <= draft.now;
}

/**
 * With a Pod's own claims before its other volumes: they are not simulated, the Pod runs as if they were bound. Models
 * stateful_set_utils.go updateStorage (v1.37.1).
 */
function withClaims({ spec }: StatefulSet, template: PodSpec, pod: string): PodSpec {
  const claims = (spec.volumeClaimTemplates ?? []).map((claim) => (claim as unknown as KubernetesObject).metadata.name);
  if (claims.length === 0) return template;
  const own = claims.map((name) => ({ name, persistentVolumeClaim: { claimName: `${name}-${pod}` } }));
  return { ...template, volumes: [...own, ...(template.volumes ?? []).filter(({ name }) => !claims.includes(String(name)))] };
}

/** Whether the API server took it. */
function createPod(look: Look, ordinal: number): boolean {
  const { draft, set, current, updated } = look;
  const partition = set.spec.updateStrategy?.rollingUpdate?.partition;
  const rolls = (set.spec.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate';
  const isOld = rolls && (partition === undefined ? ordinal < startOf(set) + (set.status?.currentReplicas ?? 0) : ordinal < startOf(set) + partition);
  const revision = isOld ? current : updated;
  const template = templateOf(revision, set);
  const name = `${set.metadata.name}-${ordinal}`;
  const outcome = create(
    draft,
    'pods',
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        namespace: set.metadata.namespace,
        generateName: `${set.metadata.name}-`,
        labels: {
          ...template.metadata?.labels,
          'apps.kubernetes.io/pod-index': String(ordinal),
          [HASH_LABEL]: revision.metadata.name,
          'statefulset.kubernetes.io/pod-name': name,
        },
        ...(template.metadata?.annotations ? { annotations: template.metadata.annotations } : {}),
        ownerReferences: [managedBy(set)],
      },
      spec: { ...withClaims(set, template.spec, name), hostname: name, ...(set.spec.serviceName ? { subdomain: set.spec.serviceName } : {}) },
    },
    NAME,
  );
  if (outcome.ok) recordEvent(draft, set, SOURCE, 'Normal', 'SuccessfulCreate', `Create Pod ${name} in StatefulSet ${set.metadata.name} successful`);
  // stateful_pod_control.go CreateStatefulPod: a Pod that is there already, somebody else's, is no event (case endpoints/the-ring-of-lists).
  else if (outcome.status.reason !== 'AlreadyExists') tellFailure(look, ordinal, outcome.status.message);
  return outcome.ok;
}

function tellFailure({ draft, set }: Look, ordinal: number, why: string): void {
  const { name } = set.metadata;
  recordEvent(draft, set, SOURCE, 'Warning', 'FailedCreate', `Create Pod ${name}-${ordinal} in StatefulSet ${name} failed error: ${why}`);
}

function writeStatefulSetStatus(look: Look): void {
  const { draft, current, updated } = look;
  const namespace = look.set.metadata.namespace ?? '';
  const set = draft.get('statefulsets', namespace, look.set.metadata.name);
  if (!set) return;
  const pods = draft
    .find(PODS_BY_CONTROLLER, namespace, set.metadata.uid ?? '')
    .filter((pod) => matchesLabelSelector(set.spec.selector, pod.metadata.labels) && (isTerminating(pod) || !isPodFinished(pod)));
  const living = pods.filter((pod) => !isTerminating(pod));
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  const ready = pods.filter((pod) => pod.status?.phase === 'Running' && isPodReady(pod));
  const times = ready.map((pod) => availableAt(pod, minReadySeconds) ?? Infinity);
  const nextAvailable = Math.min(Infinity, ...times.filter((at) => at > draft.now));
  const alarm = `${NAME}/${namespace}/${set.metadata.name}`;
  if (nextAvailable < Infinity) draft.schedule(alarm, { dueAt: nextAvailable, owner: NAME, about: `${namespace}/${set.metadata.name}` });
  else draft.unschedule(alarm);

  const ofUpdated = living.filter((pod) => revisionOf(pod) === updated.metadata.name).length;
  const complete =
    (set.spec.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate' &&
    ofUpdated === pods.length &&
    ready.length === pods.length &&
    pods.length === (set.spec.replicas ?? 1);
  const ofCurrent = living.filter((pod) => revisionOf(pod) === current.metadata.name).length;
  const counts = { currentReplicas: complete ? ofUpdated : ofCurrent, readyReplicas: ready.length, updatedReplicas: ofUpdated };
  writeStatus(
    draft,
    'statefulsets',
    set,
    {
      availableReplicas: times.filter((at) => at <= draft.now).length,
      collisionCount: set.status?.collisionCount ?? 0,
      ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
      currentRevision: complete ? updated.metadata.name : current.metadata.name,
      observedGeneration: set.metadata.generation ?? 1,
      replicas: pods.length,
      updateRevision: updated.metadata.name,
    },
    NAME,
  );
}
