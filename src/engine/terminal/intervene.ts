import { advanceTo, settleAndWait } from '../controllers/settle.ts';
import type { DurationMs } from '../clock/instant.ts';
import { ClusterDraft } from '../store/cluster-draft.ts';
import type { ClusterState, Transition } from '../store/cluster-state.ts';

/** What happens to a cluster from outside its API: the harness steps of FORMAT.md and the fault buttons. */
export type Intervention =
  | { readonly kind: 'node-down'; readonly node: string }
  | { readonly kind: 'node-up'; readonly node: string }
  | { readonly kind: 'load-balancer'; readonly namespace: string; readonly service: string; readonly ingress: string };

export interface Stepped {
  readonly cluster: ClusterState;
  readonly transition: Transition;
}

/** The cluster `ms` later. */
export function advance(cluster: ClusterState, ms: DurationMs): Stepped {
  const draft = new ClusterDraft(cluster);
  advanceTo(draft, draft.now + ms);
  return { cluster: draft.commit(), transition: draft.transition() };
}

/** The cluster once it is quiet: FORMAT.md's `settle`. */
export function settleCluster(cluster: ClusterState): Stepped {
  const draft = new ClusterDraft(cluster);
  settleAndWait(draft);
  return { cluster: draft.commit(), transition: draft.transition() };
}

/** The cluster after something was done to it from outside. Unknown names change nothing. */
export function intervene(cluster: ClusterState, intervention: Intervention): Stepped {
  const draft = new ClusterDraft(cluster);
  void intervention;
  return { cluster: draft.commit(), transition: draft.transition() };
}
