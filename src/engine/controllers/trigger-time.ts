import type { Pod, Service } from '../api/core-v1.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { splitKey } from './controller.ts';
import { podCondition } from './pod-state.ts';

export const CHANGE_TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

/** A room for each namespace: a write costs what its room holds. */
const roomOf = (namespace: string): string => `trigger-times/${namespace}`;

/**
 * When the earliest of what is news became true: a Pod's readiness or the Service itself. `undefined` where nothing is, and
 * the annotation goes. Models endpointslice util TriggerTimeTracker (v0.37.1); what it remembers is a fact per controller.
 */
export function triggerTime(draft: ClusterDraft, by: string, { metadata }: Service, pods: readonly Pod[]): string | undefined {
  const room = roomOf(metadata.namespace ?? '');
  const fact = `${by}/${metadata.name}`;
  const before = draft.get('facts', room, fact)?.value as string | undefined;
  const created = metadata.creationTimestamp ?? '';
  // The first line, without a name, is the Service's own.
  const times = [` ${created}`, ...pods.map((pod) => `${pod.metadata.name} ${podCondition(pod, 'Ready')?.lastTransitionTime ?? ''}`)];
  const after = times.join('\n');
  if (after === before) return undefined;
  draft.set('facts', room, fact, { value: after }, by);
  if (before === undefined) return created;
  const known = new Set(before.split('\n'));
  const old = new Map<string, string>();
  for (const line of known) old.set(...parted(line));
  let first: string | undefined;
  for (const line of times) {
    if (known.has(line)) continue;
    const [name, time] = parted(line);
    if (time > (old.get(name) ?? '') && (first === undefined || time < first)) first = time;
  }
  return first;
}

function parted(line: string): [name: string, time: string] {
  const space = line.indexOf(' ');
  return [line.slice(0, space), line.slice(space + 1)];
}

/** A Service that is gone is forgotten: one of its name is new. */
export function forgetTriggerTimes(draft: ClusterDraft, by: string, key: string): void {
  const [namespace, name] = splitKey(key);
  draft.delete('facts', roomOf(namespace), `${by}/${name}`, by);
}
