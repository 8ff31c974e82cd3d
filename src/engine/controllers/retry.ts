import type { Instant } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';

const FIRST_MS = 5;
const LONGEST_MS = 1_000_000;

/** The next try of what has failed since a moment: each pause is twice the one before. Models client-go util/workqueue ItemExponentialFailureRateLimiter (v0.37.1). */
export function nextTry(since: Instant, now: Instant): Instant {
  let at = since;
  for (let pause = FIRST_MS; at <= now; pause = Math.min(pause * 2, LONGEST_MS)) at += pause;
  return at;
}

/** After a controller's look at a key: what failed is looked at again by itself, what went well is forgotten. */
export function retryIf(draft: ClusterDraft, failed: boolean, controller: string, key: string): void {
  const since = draft.get('facts', controller, key)?.value as Instant | undefined;
  if (!failed) {
    if (since !== undefined) draft.delete('facts', controller, key, controller);
    return;
  }
  if (since === undefined) draft.set('facts', controller, key, { value: draft.now }, controller);
  draft.schedule(`${controller}/retry/${key}`, { dueAt: nextTry(since ?? draft.now, draft.now), owner: controller, about: key, idle: true });
}
