import type { ReplicaSet } from '../api/apps-v1.ts';
import type { Pod, PodTemplateSpec } from '../api/core-v1.ts';
import type { Condition, KubernetesObject } from '../api/kubernetes-object.ts';
import { matchesLabelSelector, selectsLabels } from '../api/label-selector.ts';
import { formatTime } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { keyOf, splitKey, type Controller } from './controller.ts';
import { recordEvent } from './events.ts';
import { PODS_BY_CONTROLLER, PODS_BY_LABEL, controllerOf, labelKeys } from './indexes.ts';
import { podsToDelete } from './deletion-order.ts';
import { availableAt, isPodActive, isPodReady } from './pod-state.ts';
import { mostReplicas, TOO_MANY_REPLICAS } from './replica-limit.ts';
import { retryIf } from './retry.ts';
import { create, managedBy, remove, update, writeStatus } from './writing.ts';

const NAME = 'replicaset-controller';
const SOURCE = { component: NAME };

/** Every ReplicaSet has the Pods it asks for. Models kubernetes pkg/controller/replicaset (v1.37.1). */
export const replicaset: Controller = {
  name: NAME,
  watches: ['replicasets', 'pods'],
  keysOf(change, draft) {
    if (change.table === 'replicasets') return [`${change.namespace}/${change.name}`];
    const keys: string[] = [];
    const pod = change.to as Pod | undefined;
    const before = change.from === undefined ? undefined : controllerOf(change.from as Pod);
    const owner = pod && controllerOf(pod);
    if (before?.kind === 'ReplicaSet') keys.push(`${change.namespace}/${before.name}`);
    if (owner?.kind === 'ReplicaSet' && owner.uid !== before?.uid) keys.push(`${change.namespace}/${owner.name}`);
    if (pod && !controllerOf(pod)) {
      for (const one of draft.list('replicasets', change.namespace)) if (matchesLabelSelector(one.spec.selector, pod.metadata.labels)) keys.push(keyOf(one));
    }
    return keys;
  },
  reconcile(key, draft) {
    const stored = draft.get('replicasets', ...splitKey(key));
    if (!stored) return;
    const pods = claimPods(draft, stored);
    let failure: string | undefined;
    const active = pods.filter(isPodActive);
    if (stored.metadata.deletionTimestamp === undefined) failure = manageReplicas(draft, stored, active);
    retryIf(draft, failure !== undefined && failure !== TOO_MANY_REPLICAS, NAME, key);
    writeReplicaSetStatus(draft, draft.get('replicasets', ...splitKey(key)) as ReplicaSet, failure);
  },
};

/** The Pods that are this set's: those it owns (released where they do not match any more) and matching orphans, adopted. */
function claimPods(draft: ClusterDraft, set: ReplicaSet): Pod[] {
  const namespace = set.metadata.namespace ?? '';
  const owned = draft.find(PODS_BY_CONTROLLER, namespace, set.metadata.uid ?? '');
  const claimed = owned.filter((pod) => matchesLabelSelector(set.spec.selector, pod.metadata.labels));
  if (set.metadata.deletionTimestamp !== undefined) return claimed;
  if (claimed.length < owned.length) {
    for (const pod of owned) {
      if (claimed.includes(pod)) continue;
      const { ownerReferences = [], ...metadata } = pod.metadata;
      const others = ownerReferences.filter(({ uid }) => uid !== set.metadata.uid);
      update(draft, 'pods', { ...pod, metadata: { ...metadata, ...(others.length > 0 ? { ownerReferences: others } : {}) } }, NAME);
    }
  }
  const [labelKey] = labelKeys(set.spec.selector.matchLabels);
  const orphans = labelKey === undefined ? draft.find(PODS_BY_CONTROLLER, namespace, '') : draft.find(PODS_BY_LABEL, namespace, labelKey);
  for (const pod of orphans) {
    if (controllerOf(pod) || !isPodActive(pod) || !matchesLabelSelector(set.spec.selector, pod.metadata.labels)) continue;
    claimed.push(
      update(draft, 'pods', { ...pod, metadata: { ...pod.metadata, ownerReferences: [...(pod.metadata.ownerReferences ?? []), managedBy(set)] } }, NAME),
    );
  }
  return claimed;
}

/** Creates what is missing, deletes what is too much; gives the API server's refusal, if there was one. */
function manageReplicas(draft: ClusterDraft, set: ReplicaSet, active: readonly Pod[]): string | undefined {
  const wanted = set.spec.replicas ?? 1;
  const pod = podFromTemplate(set, set.spec.template as PodTemplateSpec);
  const most = mostReplicas(wanted);
  for (let i = active.length; i < most; i += 1) {
    const outcome = create(draft, 'pods', pod, NAME);
    if (!outcome.ok) {
      recordEvent(draft, set, SOURCE, 'Warning', 'FailedCreate', `Error creating: ${outcome.status.message}`);
      return outcome.status.message;
    }
    recordEvent(draft, set, SOURCE, 'Normal', 'SuccessfulCreate', `Created pod: ${outcome.object.metadata.name}`);
  }
  if (most < wanted) {
    recordEvent(draft, set, SOURCE, 'Warning', 'FailedCreate', `Error creating: ${TOO_MANY_REPLICAS}`);
    return TOO_MANY_REPLICAS;
  }
  if (active.length > wanted) {
    for (const pod of podsToDelete(draft, set, active, active.length - wanted)) {
      remove(draft, 'pods', pod, NAME);
      recordEvent(draft, set, SOURCE, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
    }
  }
  return undefined;
}

/** A Pod of a workload, to be named by the API server. Models pkg/controller GetPodFromTemplate (v1.37.1). */
function podFromTemplate(owner: KubernetesObject, template: PodTemplateSpec): Omit<Pod, 'metadata'> & { readonly metadata: object } {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${owner.metadata.name}-`,
      namespace: owner.metadata.namespace ?? '',
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [managedBy(owner)],
    },
    spec: template.spec,
  };
}

function writeReplicaSetStatus(draft: ClusterDraft, set: ReplicaSet, failure: string | undefined): void {
  const { namespace = '', name, uid = '', generation } = set.metadata;
  const pods = draft.find(PODS_BY_CONTROLLER, namespace, uid);
  const templateLabels = set.spec.template?.metadata?.labels ?? {};
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  let [replicas, labelled, ready, available, terminating] = [0, 0, 0, 0, 0];
  let nextAvailable = Infinity;
  for (const pod of pods) {
    if (!isPodActive(pod)) {
      if (pod.metadata.deletionTimestamp !== undefined && !['Succeeded', 'Failed'].includes(pod.status?.phase ?? '')) terminating += 1;
      continue;
    }
    replicas += 1;
    if (selectsLabels(templateLabels, pod.metadata.labels)) labelled += 1;
    if (!isPodReady(pod)) continue;
    ready += 1;
    const at = availableAt(pod, minReadySeconds) ?? Infinity;
    if (at <= draft.now) available += 1;
    else nextAvailable = Math.min(nextAvailable, at);
  }
  const wake = `${NAME}/${namespace}/${name}`;
  if (nextAvailable < Infinity) draft.schedule(wake, { dueAt: nextAvailable, owner: NAME, about: `${namespace}/${name}` });
  else draft.unschedule(wake);
  writeStatus(
    draft,
    'replicasets',
    set,
    {
      ...(available > 0 ? { availableReplicas: available } : {}),
      ...conditionsAfter(draft, set, failure),
      ...(labelled > 0 ? { fullyLabeledReplicas: labelled } : {}),
      observedGeneration: generation,
      ...(ready > 0 ? { readyReplicas: ready } : {}),
      replicas,
      terminatingReplicas: terminating,
    },
    NAME,
  );
}

function conditionsAfter(draft: ClusterDraft, set: ReplicaSet, failure: string | undefined): { readonly conditions?: readonly Condition[] } {
  const before = set.status?.conditions ?? [];
  const others = before.filter(({ type }) => type !== 'ReplicaFailure');
  if (failure === undefined) return others.length > 0 ? { conditions: others } : {};
  const known = before.find(({ type }) => type === 'ReplicaFailure');
  if (known?.reason === 'FailedCreate') return { conditions: before };
  return {
    conditions: [...others, { lastTransitionTime: formatTime(draft.now), message: failure, reason: 'FailedCreate', status: 'True', type: 'ReplicaFailure' }],
  };
}
