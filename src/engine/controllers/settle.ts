import type { DurationMs, Instant } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';

/** Runs every controller until none has anything left to do at this moment. No time passes. */
export function settle(draft: ClusterDraft): void {
  void draft;
}

/** Moves the virtual clock to a moment, stopping at every scheduled event on the way, and settles after each. */
export function advanceTo(draft: ClusterDraft, at: Instant): void {
  draft.now = Math.max(draft.now, at);
  settle(draft);
}

/**
 * Waits as the recorder's `settle` waits (shared oracle, RECORDING.md): until nothing has changed for 0.7 s, or,
 * where something is unfinished but does not move, for 3.5 s. Returns how much virtual time went by.
 */
export function settleAndWait(draft: ClusterDraft): DurationMs {
  settle(draft);
  return 0;
}
