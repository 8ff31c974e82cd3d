import type { Pod } from '../api/core-v1.ts';
import { podCondition } from './pod-state.ts';

export const CHANGE_TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

/**
 * When the earliest of the Pods whose readiness is news became (un)ready; `undefined` where nothing of them is news. Models
 * endpointslice util TriggerTimeTracker (v0.37.1), which remembers each Pod's last time: here every time after the newest
 * one that was written counts.
 */
export function newestReadiness(pods: readonly Pod[], ...written: readonly (string | undefined)[]): string | undefined {
  const seen = written.filter((one) => one !== undefined).sort().at(-1) ?? '';
  const times = pods.map((pod) => podCondition(pod, 'Ready')?.lastTransitionTime ?? '').filter((time) => time !== '' && time >= seen);
  return times.sort()[0];
}
