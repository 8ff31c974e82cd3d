import type { Deployment, ReplicaSet } from '../api/apps-v1.ts';
import type { Condition, IntOrString, Labels } from '../api/kubernetes-object.ts';
import { formatTime } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { replaceObject } from '../store/objects.ts';
import { isSame } from './equality.ts';
import { recordEvent } from './events.ts';
import { templateHash } from './template-hash.ts';
import { create, managedBy, update, writeStatus } from './writing.ts';

export const NAME = 'deployment-controller';
export const SOURCE = { component: NAME };

const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
const NOT_COPIED = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  'deprecated.deployment.rollback.to',
]);
const HASH_LABEL = 'pod-template-hash';

/** One look at a Deployment. `deployment` and `sets` are replaced as they are written; sets are the oldest first. */
export interface Rollout {
  readonly draft: ClusterDraft;
  deployment: Deployment;
  sets: ReplicaSet[];
}

export const sizeOf = (set: ReplicaSet): number => set.spec.replicas ?? 1;
export const totalReplicas = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** Models intstr.GetScaledValueFromIntOrPercent (apimachinery v0.37.1). */
function scaledValue(value: IntOrString, total: number, round: 'up' | 'down'): number {
  if (typeof value === 'number') return value;
  const share = (Number(value.replace('%', '')) * total) / 100;
  return round === 'up' ? Math.ceil(share) : Math.floor(share);
}

/** How many Pods a rollout may have too many, and how many too few. Models deployment/util ResolveFenceposts. */
export function fenceposts({ spec }: Deployment): { readonly maxSurge: number; readonly maxUnavailable: number } {
  const replicas = spec.replicas ?? 1;
  if (spec.strategy?.type === 'Recreate') return { maxSurge: 0, maxUnavailable: 0 };
  const maxSurge = scaledValue(spec.strategy?.rollingUpdate?.maxSurge ?? '25%', replicas, 'up');
  const maxUnavailable = scaledValue(spec.strategy?.rollingUpdate?.maxUnavailable ?? '25%', replicas, 'down');
  return { maxSurge, maxUnavailable: Math.min(replicas, maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable) };
}

/** The ReplicaSet whose template is the Deployment's, the oldest if there are several. */
export function findNewReplicaSet({ deployment: { spec }, sets }: Rollout): ReplicaSet | undefined {
  return sets.find(({ spec: { template } }) => {
    const { [HASH_LABEL]: _, ...labels } = template?.metadata?.labels ?? {};
    return isSame(
      { ...template, metadata: { ...template?.metadata, labels } },
      { ...spec.template, metadata: { ...spec.template.metadata, labels: { ...spec.template.metadata?.labels } } },
    );
  });
}

/** The ReplicaSet of the present template with its annotations up to date; made where it may be and does not exist. */
export function getNewReplicaSet(rollout: Rollout, mayCreate: boolean): ReplicaSet | undefined {
  const existing = findNewReplicaSet(rollout);
  const old = rollout.sets.filter((set) => set !== existing);
  const revision = Math.max(0, ...old.map(revisionOf)) + 1;
  if (existing) {
    const changed = { ...existing, metadata: { ...existing.metadata, annotations: annotationsOf(rollout, existing, revision, false) } };
    const minReadySeconds = rollout.deployment.spec.minReadySeconds ?? 0;
    const set = replaceSet(
      rollout,
      existing,
      minReadySeconds === (existing.spec.minReadySeconds ?? 0) ? changed : { ...changed, spec: { ...changed.spec, minReadySeconds } },
    );
    const known = rollout.deployment.status?.conditions?.some(({ type }) => type === 'Progressing');
    noteRevision(
      rollout,
      set,
      hasProgressDeadline(rollout.deployment) && !known ? ['FoundNewReplicaSet', `Found new replica set "${set.metadata.name}"`] : undefined,
    );
    return set;
  }
  return mayCreate ? createReplicaSet(rollout, revision) : undefined;
}

function createReplicaSet(rollout: Rollout, revision: number): ReplicaSet | undefined {
  const { draft, deployment } = rollout;
  const { metadata, spec, status } = deployment;
  const hash = templateHash(spec.template, status?.collisionCount);
  const labels = { ...spec.template.metadata?.labels, [HASH_LABEL]: hash };
  const replicas = sizeOfNew(rollout, 0);
  const outcome = create(
    draft,
    'replicasets',
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${metadata.name}-${hash}`,
        namespace: metadata.namespace,
        labels,
        annotations: annotationsOf(rollout, undefined, revision, true),
        ownerReferences: [managedBy(deployment)],
      },
      spec: {
        ...(spec.minReadySeconds ? { minReadySeconds: spec.minReadySeconds } : {}),
        replicas,
        selector: { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, [HASH_LABEL]: hash } },
        template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
      },
    },
    NAME,
  );
  if (!outcome.ok) return undefined;
  const set = outcome.object;
  rollout.sets = [...rollout.sets, set];
  if (replicas > 0) recordEvent(draft, deployment, SOURCE, 'Normal', 'ScalingReplicaSet', `Scaled up replica set ${set.metadata.name} from 0 to ${replicas}`);
  noteRevision(rollout, set, hasProgressDeadline(deployment) ? ['NewReplicaSetCreated', `Created new replica set "${set.metadata.name}"`] : undefined);
  return set;
}

/** The size that a new ReplicaSet may have now, given the others. Models deployment/util NewRSNewReplicas. */
export function sizeOfNew({ deployment, sets }: Rollout, size: number): number {
  const replicas = deployment.spec.replicas ?? 1;
  if (deployment.spec.strategy?.type === 'Recreate') return replicas;
  const room = replicas + fenceposts(deployment).maxSurge - totalReplicas(sets.map(sizeOf));
  return room <= 0 ? size : size + Math.min(room, replicas - size);
}

/** Gives a ReplicaSet another size, with an event that says so. */
export function scale(rollout: Rollout, set: ReplicaSet, size: number): ReplicaSet {
  const { draft, deployment } = rollout;
  const from = sizeOf(set);
  const annotations = { ...set.metadata.annotations, ...sizeAnnotations(deployment) };
  const scaled = replaceSet(rollout, set, { ...set, metadata: { ...set.metadata, annotations }, spec: { ...set.spec, replicas: size } });
  if (from !== size)
    recordEvent(
      draft,
      deployment,
      SOURCE,
      'Normal',
      'ScalingReplicaSet',
      `Scaled ${size > from ? 'up' : 'down'} replica set ${set.metadata.name} from ${from} to ${size}`,
    );
  return scaled;
}

function replaceSet(rollout: Rollout, from: ReplicaSet, to: ReplicaSet): ReplicaSet {
  const stored = update(rollout.draft, 'replicasets', to, NAME);
  rollout.sets = rollout.sets.map((set) => (set === from ? stored : set));
  return stored;
}

const revisionOf = (set: ReplicaSet): number => Number(set.metadata.annotations?.[REVISION] ?? 0);
export const hasProgressDeadline = ({ spec }: Deployment): boolean => (spec.progressDeadlineSeconds ?? 600) !== 2_147_483_647;

function sizeAnnotations(deployment: Deployment): Labels {
  const replicas = deployment.spec.replicas ?? 1;
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + fenceposts(deployment).maxSurge) };
}

/** Models deployment/util SetNewReplicaSetAnnotations: a revision that comes back remembers its earlier numbers. */
function annotationsOf({ deployment }: Rollout, set: ReplicaSet | undefined, revision: number, sized: boolean): Labels {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([name]) => !NOT_COPIED.has(name));
  const before = set?.metadata.annotations ?? {};
  const old = Number(before[REVISION] ?? 0);
  const history = old > 0 && old < revision ? { [REVISION_HISTORY]: [...(before[REVISION_HISTORY]?.split(',') ?? []), String(old)].join(',') } : {};
  return {
    ...before,
    ...Object.fromEntries(copied),
    ...(old < revision ? { [REVISION]: String(revision), ...history } : {}),
    ...(sized ? sizeAnnotations(deployment) : {}),
  };
}

/** The Deployment carries the number of its present revision, and a note about its ReplicaSet where there is one. */
function noteRevision(rollout: Rollout, set: ReplicaSet, note: readonly [reason: string, message: string] | undefined): void {
  const { draft, deployment } = rollout;
  const revision = set.metadata.annotations?.[REVISION] ?? '';
  const conditions = note
    ? setCondition(deployment.status?.conditions ?? [], newCondition(draft, 'Progressing', 'True', ...note))
    : deployment.status?.conditions;
  if (deployment.metadata.annotations?.[REVISION] === revision && conditions === deployment.status?.conditions) return;
  // Written as the status subresource does, which lets annotations through: the generation stays.
  const metadata = { ...deployment.metadata, annotations: { ...deployment.metadata.annotations, [REVISION]: revision } };
  rollout.deployment = replaceObject(
    draft,
    'deployments',
    { ...deployment, metadata, status: { ...deployment.status, ...(conditions ? { conditions } : {}) } },
    NAME,
  );
}

/** A paused rollout says so, and one that goes on again too. Models checkPausedConditions. */
export function markPaused(rollout: Rollout): void {
  const { draft, deployment } = rollout;
  if (!hasProgressDeadline(deployment)) return;
  const current = deployment.status?.conditions?.find(({ type }) => type === 'Progressing');
  if (current?.reason === 'ProgressDeadlineExceeded') return;
  const saysPaused = current?.reason === 'DeploymentPaused';
  const paused = deployment.spec.paused === true;
  if (paused === saysPaused) return;
  const [reason, message] = paused ? ['DeploymentPaused', 'Deployment is paused'] : ['DeploymentResumed', 'Deployment is resumed'];
  const conditions = setCondition(deployment.status?.conditions ?? [], newCondition(draft, 'Progressing', 'Unknown', reason, message));
  rollout.deployment = writeStatus(draft, 'deployments', deployment, { ...deployment.status, conditions }, NAME);
}

export function newCondition(draft: ClusterDraft, type: string, status: Condition['status'], reason: string, message: string): Condition {
  const at = formatTime(draft.now);
  return { lastTransitionTime: at, lastUpdateTime: at, message, reason, status, type };
}

/** Models deployment/util SetDeploymentCondition: the same status and reason changes nothing, anything else goes to the end. */
export function setCondition(conditions: readonly Condition[], condition: Condition): readonly Condition[] {
  const current = conditions.find(({ type }) => type === condition.type);
  if (current?.status === condition.status && current.reason === condition.reason) return conditions;
  const others = conditions.filter(({ type }) => type !== condition.type);
  const since = current?.status === condition.status ? { lastTransitionTime: current.lastTransitionTime ?? null } : {};
  return [...others, { ...condition, ...since }];
}
