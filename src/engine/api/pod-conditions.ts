import type { Pod } from './core-v1.ts';

/** Whether the Pod's condition Ready is True. Models kubernetes pkg/api/v1/pod IsPodReady (v1.37.1). */
export function isPodReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
}
