import type { Condition } from '../api/kubernetes-object.ts';
import { formatTime } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { PODS_BY_NODE } from './indexes.ts';
import { POD_GARBAGE } from './pod-garbage-collector.ts';
import { remove, writeStatus } from './writing.ts';

const PERIOD_MS = 20_000;
const QUARANTINE_MS = 40_000;

/** Looks at a node that is missing: its Pods fail and go at the first look after forty seconds of it. Models gcOrphaned, every 20 s. */
export function collectOrphans(draft: ClusterDraft, node: string): void {
  const alarm = `${POD_GARBAGE}/${node}`;
  const due = draft.get('facts', POD_GARBAGE, node)?.value as number | undefined;
  if (draft.get('nodes', '', node)) {
    draft.delete('facts', POD_GARBAGE, node, POD_GARBAGE);
    return draft.unschedule(alarm);
  }
  if (due === undefined) {
    const seenAt = draft.now + PERIOD_MS - ((draft.now - draft.config.startAt) % PERIOD_MS);
    const dueAt = seenAt + QUARANTINE_MS + PERIOD_MS;
    draft.set('facts', POD_GARBAGE, node, { value: dueAt }, POD_GARBAGE);
    return draft.schedule(alarm, { dueAt, owner: POD_GARBAGE, about: node, idle: true });
  }
  if (due > draft.now) return;
  draft.delete('facts', POD_GARBAGE, node, POD_GARBAGE);
  for (const namespace of draft.namespacesOf('pods')) {
    for (const pod of draft.find(PODS_BY_NODE, namespace, node)) {
      const { phase, conditions = [] } = pod.status ?? {};
      const orphan: Condition = {
        lastProbeTime: null,
        lastTransitionTime: formatTime(draft.now),
        message: 'PodGC: node no longer exists',
        observedGeneration: pod.metadata.generation ?? 1,
        reason: 'DeletionByPodGC',
        status: 'True',
        type: 'DisruptionTarget',
      };
      const ended = phase === 'Succeeded' || phase === 'Failed';
      const failed = ended ? pod : writeStatus(draft, 'pods', pod, { ...pod.status, phase: 'Failed', conditions: [...conditions, orphan] }, POD_GARBAGE);
      remove(draft, 'pods', failed, POD_GARBAGE, { gracePeriodSeconds: 0 });
    }
  }
}
