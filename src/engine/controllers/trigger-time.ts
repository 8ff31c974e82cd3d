import type { Pod, Service } from '../api/core-v1.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { podCondition } from './pod-state.ts';

export const CHANGE_TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

const ROOM = 'trigger-times';

/**
 * When the earliest of what is news became true: a Pod's readiness or the Service itself. `undefined` where nothing is, and
 * the annotation goes. Models endpointslice util TriggerTimeTracker (v0.37.1); what it remembers is a fact per controller.
 */
export function triggerTime(draft: ClusterDraft, by: string, { metadata }: Service, pods: readonly Pod[]): string | undefined {
  const fact = `${by}/${metadata.namespace}/${metadata.name}`;
  const before = draft.get('facts', ROOM, fact)?.value as string | undefined;
  const known = new Map(before?.split('\n').map((line) => line.split(' ') as [string, string]));
  const created = metadata.creationTimestamp ?? '';
  // The first line, without a name, is the Service's own.
  const times = [['', created], ...pods.map((pod) => [pod.metadata.name, podCondition(pod, 'Ready')?.lastTransitionTime ?? ''])] as [string, string][];
  const after = times.map((line) => line.join(' ')).join('\n');
  if (after !== before) draft.set('facts', ROOM, fact, { value: after }, by);
  if (before === undefined) return created;
  return times
    .filter(([name, time]) => time > (known.get(name) ?? ''))
    .map(([, time]) => time)
    .sort()[0];
}

/** A Service that is gone is forgotten: one of its name is new. */
export function forgetTriggerTimes(draft: ClusterDraft, by: string, key: string): void {
  draft.delete('facts', ROOM, `${by}/${key}`, by);
}
