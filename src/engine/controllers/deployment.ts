import type { Deployment, ReplicaSet } from '../api/apps-v1.ts';
import type { Pod } from '../api/core-v1.ts';
import { matchesLabelSelector } from '../api/label-selector.ts';
import { parseTime } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { keyOf, splitKey, type Controller } from './controller.ts';
import { NAME, findNewReplicaSet, getNewReplicaSet, markPaused, type Rollout } from './deployment-replicasets.ts';
import { cleanUp, recreate, rollOut, scaleAll } from './deployment-rollout.ts';
import { writeDeploymentStatus } from './deployment-status.ts';
import { REPLICASETS_BY_CONTROLLER, controllerOf } from './indexes.ts';
import { managedBy, update } from './writing.ts';

/** Every Deployment's ReplicaSets follow its template, at its pace. Models kubernetes pkg/controller/deployment (v1.37.1). */
export const deployment: Controller = {
  name: NAME,
  watches: ['deployments', 'replicasets', 'pods'],
  keysOf(change, draft) {
    if (change.table === 'deployments') return [`${change.namespace}/${change.name}`];
    // Only the end of a Pod concerns a Deployment directly: Recreate waits for it.
    if (change.table === 'pods') return change.to === undefined ? deploymentOfPod(draft, change.from as Pod) : [];
    const set = (change.to ?? change.from) as ReplicaSet;
    const owner = controllerOf(set);
    if (owner) return owner.kind === 'Deployment' ? [`${change.namespace}/${owner.name}`] : [];
    return draft
      .list('deployments', change.namespace)
      .filter(({ spec }) => matchesLabelSelector(spec.selector, set.metadata.labels))
      .map(keyOf);
  },
  reconcile(key, draft) {
    const stored = draft.get('deployments', ...splitKey(key));
    if (!stored) return;
    const rollout: Rollout = { draft, deployment: stored, sets: claimSets(draft, stored) };
    if (stored.metadata.deletionTimestamp !== undefined) {
      writeDeploymentStatus(rollout, findNewReplicaSet(rollout));
      return;
    }
    markPaused(rollout);
    if (rollout.deployment.spec.paused === true || isScaled(rollout)) {
      scaleAll(rollout, getNewReplicaSet(rollout, false));
      if (rollout.deployment.spec.paused === true) cleanUp(rollout, findNewReplicaSet(rollout));
      writeDeploymentStatus(rollout, findNewReplicaSet(rollout));
      return;
    }
    if (rollout.deployment.spec.strategy?.type === 'Recreate') recreate(rollout);
    else rollOut(rollout);
  },
};

function deploymentOfPod(draft: ClusterDraft, pod: Pod): string[] {
  const owner = controllerOf(pod);
  if (owner?.kind !== 'ReplicaSet') return [];
  const set = draft.get('replicasets', pod.metadata.namespace ?? '', owner.name);
  const above = set && controllerOf(set);
  const one = above && draft.get('deployments', pod.metadata.namespace ?? '', above.name);
  return one?.spec.strategy?.type === 'Recreate' ? [keyOf(one)] : [];
}

/** ReplicaSets of this Deployment, the oldest first; matching ones without an owner are adopted. */
function claimSets(draft: ClusterDraft, { metadata, spec, apiVersion, kind }: Deployment): ReplicaSet[] {
  const namespace = metadata.namespace ?? '';
  const sets = [...draft.find(REPLICASETS_BY_CONTROLLER, namespace, metadata.uid ?? '')];
  if (metadata.deletionTimestamp === undefined) {
    for (const set of draft.find(REPLICASETS_BY_CONTROLLER, namespace, '')) {
      if (set.metadata.deletionTimestamp !== undefined || !matchesLabelSelector(spec.selector, set.metadata.labels)) continue;
      const ownerReferences = [...(set.metadata.ownerReferences ?? []), managedBy({ apiVersion, kind, metadata })];
      sets.push(update(draft, 'replicasets', { ...set, metadata: { ...set.metadata, ownerReferences } }, NAME));
    }
  }
  const created = (set: ReplicaSet): number => parseTime(set.metadata.creationTimestamp ?? '') ?? 0;
  return sets.sort((a, b) => created(a) - created(b) || (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** Whether `spec.replicas` was changed since the ReplicaSets were sized. Models isScalingEvent. */
function isScaled({ deployment: { spec }, sets }: Rollout): boolean {
  return sets.some(
    (set) =>
      (set.spec.replicas ?? 1) > 0 &&
      Number(set.metadata.annotations?.['deployment.kubernetes.io/desired-replicas'] ?? spec.replicas ?? 1) !== (spec.replicas ?? 1),
  );
}
