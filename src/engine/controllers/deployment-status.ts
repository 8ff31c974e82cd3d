import type { Deployment, ReplicaSet } from '../api/apps-v1.ts';
import type { Condition } from '../api/kubernetes-object.ts';
import { parseTime } from '../clock/instant.ts';
import { NAME, fenceposts, hasProgressDeadline, newCondition, setCondition, sizeOf, totalReplicas, type Rollout } from './deployment-replicasets.ts';
import { writeStatus } from './writing.ts';

type Status = NonNullable<Deployment['status']>;

/** The status tells how far the rollout is. Models deployment/progress.go syncRolloutStatus and sync.go calculateStatus (v1.37.1). */
export function writeDeploymentStatus(rollout: Rollout, newSet: ReplicaSet | undefined): void {
  const { draft, deployment, sets } = rollout;
  const { spec, metadata } = deployment;
  const before = deployment.status ?? {};
  const sum = (field: 'replicas' | 'readyReplicas' | 'availableReplicas' | 'terminatingReplicas'): number =>
    totalReplicas(sets.map(({ status }) => status?.[field] ?? 0));
  const available = sum('availableReplicas');
  const enough = available >= (spec.replicas ?? 1) - fenceposts(deployment).maxUnavailable;
  const counts = {
    availableReplicas: available,
    readyReplicas: sum('readyReplicas'),
    replicas: sum('replicas'),
    unavailableReplicas: Math.max(0, totalReplicas(sets.map(sizeOf)) - available),
    updatedReplicas: newSet?.status?.replicas ?? 0,
  };
  const status: Status = {
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    observedGeneration: metadata.generation ?? 1,
    terminatingReplicas: sum('terminatingReplicas'),
    ...(before.collisionCount === undefined ? {} : { collisionCount: before.collisionCount }),
  };
  let conditions = setCondition(
    before.conditions ?? [],
    enough
      ? newCondition(draft, 'Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
      : newCondition(draft, 'Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.'),
  );
  conditions = judgeProgress(rollout, { ...status, conditions }, newSet, conditions);
  conditions = moveFailures(rollout, newSet, conditions);
  rollout.deployment = writeStatus(draft, 'deployments', deployment, { ...status, conditions }, NAME);
  watchDeadline(rollout);
}

function judgeProgress({ draft, deployment }: Rollout, status: Status, newSet: ReplicaSet | undefined, conditions: readonly Condition[]): readonly Condition[] {
  const others = conditions.filter(({ type }) => type !== 'Progressing');
  if (!hasProgressDeadline(deployment)) return others;
  const current = conditions.find(({ type }) => type === 'Progressing');
  if (deployment.metadata.deletionTimestamp !== undefined || deployment.spec.paused === true) return conditions;
  if ((status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable') return conditions;
  const subject = newSet ? `ReplicaSet "${newSet.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  if (isComplete({ ...deployment, status }))
    return setCondition(conditions, newCondition(draft, 'Progressing', 'True', 'NewReplicaSetAvailable', `${subject} has successfully progressed.`));
  if (hasProgressed(deployment.status ?? {}, status)) {
    const condition = newCondition(draft, 'Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`);
    return [...others, current?.status === 'True' ? { ...condition, lastTransitionTime: current.lastTransitionTime ?? null } : condition];
  }
  if (isTimedOut(deployment, current, draft.now))
    return setCondition(conditions, newCondition(draft, 'Progressing', 'False', 'ProgressDeadlineExceeded', `${subject} has timed out progressing.`));
  return conditions;
}

/** Models deployment/util DeploymentComplete. */
export function isComplete({ metadata, spec, status }: Deployment): boolean {
  const replicas = spec.replicas ?? 1;
  return (
    (status?.updatedReplicas ?? 0) === replicas &&
    (status?.replicas ?? 0) === replicas &&
    (status?.availableReplicas ?? 0) === replicas &&
    (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

function hasProgressed(before: Status, after: Status): boolean {
  const old = ({ replicas = 0, updatedReplicas = 0 }: Status): number => replicas - updatedReplicas;
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

const deadlineOf = ({ spec }: Deployment, condition: Condition): number =>
  (parseTime(condition.lastUpdateTime ?? '') ?? 0) + (spec.progressDeadlineSeconds ?? 600) * 1000;

function isTimedOut(deployment: Deployment, condition: Condition | undefined, now: number): boolean {
  if (!condition || condition.reason === 'NewReplicaSetAvailable') return false;
  if (condition.reason === 'ProgressDeadlineExceeded') return true;
  return deadlineOf(deployment, condition) < now;
}

/** A rollout that is under way is looked at again a second after its deadline. Models requeueStuckDeployment. */
function watchDeadline({ draft, deployment }: Rollout): void {
  const { namespace = '', name } = deployment.metadata;
  const wake = `${NAME}/${namespace}/${name}`;
  const condition = deployment.status?.conditions?.find(({ type }) => type === 'Progressing');
  const waits =
    condition &&
    !isComplete(deployment) &&
    deployment.spec.paused !== true &&
    hasProgressDeadline(deployment) &&
    !['NewReplicaSetAvailable', 'ProgressDeadlineExceeded'].includes(condition.reason ?? '');
  if (!waits) {
    draft.unschedule(wake);
    return;
  }
  const dueAt = Math.max(draft.now, deadlineOf(deployment, condition)) + 1000;
  if (draft.get('scheduled', '', wake)?.dueAt !== dueAt) draft.schedule(wake, { dueAt, owner: NAME, about: `${namespace}/${name}` });
}

function moveFailures({ sets }: Rollout, newSet: ReplicaSet | undefined, conditions: readonly Condition[]): readonly Condition[] {
  const failureOf = (set: ReplicaSet | undefined): Condition | undefined => set?.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
  const failure = failureOf(newSet) ?? sets.map(failureOf).find((one) => one !== undefined);
  if (!failure) return conditions.filter(({ type }) => type !== 'ReplicaFailure');
  return setCondition(conditions, { ...failure, lastUpdateTime: failure.lastTransitionTime ?? null });
}
