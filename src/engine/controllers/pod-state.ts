import type { Pod } from '../api/core-v1.ts';
import type { Condition } from '../api/kubernetes-object.ts';
import { parseTime, type Instant } from '../clock/instant.ts';

/** A condition of a Pod by its type. */
export function podCondition(pod: Pod, type: string): Condition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type);
}

export function isPodReady(pod: Pod): boolean {
  return podCondition(pod, 'Ready')?.status === 'True';
}

/** Succeeded or Failed: its containers will not run again. */
export function isPodFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Models kubernetes pkg/controller IsPodActive (v1.37.1). */
export function isPodActive(pod: Pod): boolean {
  return !isPodFinished(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** When a Pod became, or becomes, available; `undefined` while it is not ready. Models pkg/api/v1/pod IsPodAvailable. */
export function availableAt(pod: Pod, minReadySeconds: number): Instant | undefined {
  const ready = podCondition(pod, 'Ready');
  if (ready?.status !== 'True') return undefined;
  // It became ready before now.
  return minReadySeconds === 0 ? 0 : (parseTime(ready.lastTransitionTime ?? '') ?? 0) + minReadySeconds * 1000;
}
