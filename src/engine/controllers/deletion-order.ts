import type { ReplicaSet } from '../api/apps-v1.ts';
import type { Pod } from '../api/core-v1.ts';
import { parseTime, type Instant } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { PODS_BY_CONTROLLER, controllerOf } from './indexes.ts';
import { isPodActive, isPodReady, podCondition } from './pod-state.ts';

const PHASES = ['Pending', 'Unknown', 'Running'];

/**
 * The `count` Pods that a ReplicaSet deletes first. Models kubernetes pkg/controller ActivePodsWithRanks (v1.37.1):
 * unassigned, pending, unready, cheap, crowded, young in readiness, often restarted, young.
 */
export function podsToDelete(draft: ClusterDraft, set: ReplicaSet, pods: readonly Pod[], count: number): Pod[] {
  if (count >= pods.length) return [...pods];
  const ranks = crowding(draft, set, pods);
  return [...pods].sort((a, b) => compare(a, b, ranks, draft.now)).slice(0, count);
}

/** For each node: how many active Pods of all ReplicaSets of the same owner are there. Models getPodsRankedByRelatedPodsOnSameNode. */
function crowding(draft: ClusterDraft, set: ReplicaSet, pods: readonly Pod[]): Map<string, number> {
  const namespace = set.metadata.namespace ?? '';
  const owner = controllerOf(set)?.uid;
  const related =
    owner === undefined
      ? pods
      : draft
          .list('replicasets', namespace)
          .filter((one) => controllerOf(one)?.uid === owner)
          .flatMap((one) => draft.find(PODS_BY_CONTROLLER, namespace, one.metadata.uid ?? ''))
          .filter(isPodActive);
  const ranks = new Map<string, number>();
  for (const { spec } of related) ranks.set(spec.nodeName ?? '', (ranks.get(spec.nodeName ?? '') ?? 0) + 1);
  return ranks;
}

function compare(a: Pod, b: Pod, ranks: Map<string, number>, now: Instant): number {
  const cost = ({ metadata }: Pod): number => Number(metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0);
  const restarts = ({ status }: Pod): number => Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
  const rank = ({ spec }: Pod): number => ranks.get(spec.nodeName ?? '') ?? 0;
  const created = ({ metadata }: Pod): Instant => parseTime(metadata.creationTimestamp ?? '') ?? 0;
  return (
    Number(Boolean(a.spec.nodeName)) - Number(Boolean(b.spec.nodeName)) ||
    PHASES.indexOf(a.status?.phase ?? 'Pending') - PHASES.indexOf(b.status?.phase ?? 'Pending') ||
    Number(isPodReady(a)) - Number(isPodReady(b)) ||
    cost(a) - cost(b) ||
    rank(b) - rank(a) ||
    (isPodReady(a) && isPodReady(b) ? youngerFirst(a, b, readyAt(a), readyAt(b), now) : 0) ||
    restarts(b) - restarts(a) ||
    youngerFirst(a, b, created(a), created(b), now)
  );
}

function readyAt(pod: Pod): Instant {
  return parseTime(podCondition(pod, 'Ready')?.lastTransitionTime ?? '') ?? 0;
}

/** Ages of the same order of magnitude (powers of two) are told apart by uid. Models logarithmicRankDiff. */
function youngerFirst(a: Pod, b: Pod, atA: Instant, atB: Instant, now: Instant): number {
  if (atA === atB) return 0;
  const magnitude = (at: Instant): number => (now - at > 0 ? Math.floor(Math.log2((now - at) * 1e6)) : 0);
  return magnitude(atA) - magnitude(atB) || ((a.metadata.uid ?? '') < (b.metadata.uid ?? '') ? -1 : 1);
}
