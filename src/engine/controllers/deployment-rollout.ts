import type { ReplicaSet } from '../api/apps-v1.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { NAME, fenceposts, findNewReplicaSet, getNewReplicaSet, scale, sizeOf, sizeOfNew, totalReplicas, type Rollout } from './deployment-replicasets.ts';
import { isComplete, writeDeploymentStatus } from './deployment-status.ts';
import { PODS_BY_CONTROLLER } from './indexes.ts';
import { remove } from './writing.ts';

/** Every ReplicaSet but the one of the present template, the oldest first. */
const oldOf = (rollout: Rollout): ReplicaSet[] => {
  const current = findNewReplicaSet(rollout);
  return rollout.sets.filter((set) => set !== current);
};

/** One step of a rolling update. Models kubernetes pkg/controller/deployment/rolling.go (v1.37.1). */
export function rollOut(rollout: Rollout): void {
  const set = getNewReplicaSet(rollout, true);
  if (set && !growNew(rollout, set) && !shrinkOld(rollout, set) && isComplete(rollout.deployment)) cleanUp(rollout, set);
  writeDeploymentStatus(rollout, findNewReplicaSet(rollout));
}

function growNew(rollout: Rollout, set: ReplicaSet): boolean {
  const replicas = rollout.deployment.spec.replicas ?? 1;
  const size = sizeOf(set) > replicas ? replicas : sizeOfNew(rollout, sizeOf(set));
  if (size === sizeOf(set)) return false;
  scale(rollout, set, size);
  return true;
}

/** Takes away old Pods: broken ones first, then as many as stay available enough. */
function shrinkOld(rollout: Rollout, newSet: ReplicaSet): boolean {
  if (totalReplicas(oldOf(rollout).map(sizeOf)) === 0) return false;
  const minAvailable = (rollout.deployment.spec.replicas ?? 1) - fenceposts(rollout.deployment).maxUnavailable;
  const unavailable = sizeOf(newSet) - (newSet.status?.availableReplicas ?? 0);
  const most = totalReplicas(rollout.sets.map(sizeOf)) - minAvailable - unavailable;
  if (most <= 0) return false;
  let broken = 0;
  for (const set of oldOf(rollout)) {
    const count = Math.min(most - broken, sizeOf(set) - (set.status?.availableReplicas ?? 0));
    if (sizeOf(set) === 0 || count <= 0) continue;
    scale(rollout, set, sizeOf(set) - count);
    broken += count;
  }
  let spare = totalReplicas(rollout.sets.map(({ status }) => status?.availableReplicas ?? 0)) - minAvailable;
  const before = spare;
  for (const set of oldOf(rollout)) {
    const count = Math.min(sizeOf(set), spare);
    if (count <= 0) continue;
    scale(rollout, set, sizeOf(set) - count);
    spare -= count;
  }
  return broken > 0 || spare < before;
}

/** One step of Recreate: the old Pods end before the first new one is made. Models recreate.go. */
export function recreate(rollout: Rollout): void {
  const { draft } = rollout;
  const existing = getNewReplicaSet(rollout, false);
  const old = oldOf(rollout).filter((set) => sizeOf(set) > 0);
  for (const set of old) scale(rollout, set, 0);
  if (
    old.length === 0 &&
    !podsRunning(
      draft,
      rollout.sets.filter((set) => set !== existing),
    )
  ) {
    const set = getNewReplicaSet(rollout, true);
    const replicas = rollout.deployment.spec.replicas ?? 1;
    if (set && sizeOf(set) !== replicas) scale(rollout, set, replicas);
    if (set && isComplete(rollout.deployment)) cleanUp(rollout, set);
  }
  writeDeploymentStatus(rollout, findNewReplicaSet(rollout));
}

/** Whether any Pod of these ReplicaSets may still run. Models oldPodsRunning. */
function podsRunning(draft: ClusterDraft, sets: readonly ReplicaSet[]): boolean {
  return sets.some(
    ({ metadata, status }) =>
      (status?.replicas ?? 0) > 0 ||
      draft
        .find(PODS_BY_CONTROLLER, metadata.namespace ?? '', metadata.uid ?? '')
        .some((pod) => pod.status?.phase !== 'Failed' && pod.status?.phase !== 'Succeeded'),
  );
}

/**
 * Brings the sizes in line with a changed `spec.replicas`: the one active set takes it; in the middle of a rolling
 * update all grow or shrink in proportion. Models sync.go scale.
 */
export function scaleAll(rollout: Rollout, newSet: ReplicaSet | undefined): void {
  const replicas = rollout.deployment.spec.replicas ?? 1;
  const active = rollout.sets.filter((set) => sizeOf(set) > 0);
  const only = active.length > 1 ? undefined : (active[0] ?? newSet ?? rollout.sets.at(-1));
  if (only) {
    if (sizeOf(only) !== replicas) scale(rollout, only, replicas);
    return;
  }
  if (newSet && isSaturated(newSet, replicas)) {
    for (const set of active) if (set !== newSet) scale(rollout, set, 0);
    return;
  }
  if (rollout.deployment.spec.strategy?.type !== 'Recreate') scaleInProportion(rollout, active, replicas);
}

function isSaturated(set: ReplicaSet, replicas: number): boolean {
  return (
    sizeOf(set) === replicas &&
    Number(set.metadata.annotations?.['deployment.kubernetes.io/desired-replicas']) === replicas &&
    set.status?.availableReplicas === replicas
  );
}

function scaleInProportion(rollout: Rollout, active: readonly ReplicaSet[], replicas: number): void {
  const total = totalReplicas(active.map(sizeOf));
  const toAdd = (replicas > 0 ? replicas + fenceposts(rollout.deployment).maxSurge : 0) - total;
  // The biggest first; among equals the newest when growing, the oldest when shrinking.
  const order = [...active].sort(
    (a, b) => sizeOf(b) - sizeOf(a) || (toAdd > 0 ? active.indexOf(b) - active.indexOf(a) : active.indexOf(a) - active.indexOf(b)),
  );
  let added = 0;
  const sizes = order.map((set) => {
    if (toAdd === 0) return sizeOf(set);
    const maxBefore = Number(set.metadata.annotations?.['deployment.kubernetes.io/max-replicas'] ?? rollout.deployment.status?.replicas ?? 0);
    const share = Math.round((sizeOf(set) * (replicas + fenceposts(rollout.deployment).maxSurge)) / Math.max(1, maxBefore)) - sizeOf(set);
    const left = toAdd - added;
    const change = toAdd > 0 ? Math.min(share, left) : Math.max(share, left);
    added += change;
    return sizeOf(set) + change;
  });
  if (sizes[0] !== undefined) sizes[0] = Math.max(0, sizes[0] + toAdd - added);
  order.forEach((set, i) => scale(rollout, set, sizes[i] as number));
}

/** Old, empty ReplicaSets beyond `revisionHistoryLimit` go, the lowest revision first. Models cleanupDeployment. */
export function cleanUp(rollout: Rollout, newSet: ReplicaSet | undefined): void {
  const limit = rollout.deployment.spec.revisionHistoryLimit ?? 10;
  const old = rollout.sets.filter((set) => set !== newSet && set.metadata.deletionTimestamp === undefined);
  const revision = (set: ReplicaSet): number => Number(set.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
  for (const set of old.sort((a, b) => revision(a) - revision(b)).slice(0, Math.max(0, old.length - limit))) {
    if ((set.status?.replicas ?? 0) > 0 || sizeOf(set) > 0 || (set.metadata.generation ?? 0) > (set.status?.observedGeneration ?? 0)) continue;
    remove(rollout.draft, 'replicasets', set, NAME);
    rollout.sets = rollout.sets.filter((one) => one !== set);
  }
}
