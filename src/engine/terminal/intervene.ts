import { advanceTo, settleAndWait } from '../controllers/settle.ts';
import { NODE_GRACE_MS } from '../controllers/node-lifecycle.ts';
import type { DurationMs } from '../clock/instant.ts';
import { updateStatus } from '../store/api-server.ts';
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

/**
 * The cluster after something was done to it from outside, once it has noticed: a silent node is NotReady, one that is
 * back is Ready. Unknown names change nothing.
 */
export function intervene(cluster: ClusterState, intervention: Intervention): Stepped {
  const draft = new ClusterDraft(cluster);
  if (intervention.kind === 'load-balancer') balance(draft, intervention.namespace, intervention.service, intervention.ingress);
  else if (draft.get('nodes', '', intervention.node)) switchNode(draft, intervention.node, intervention.kind === 'node-down');
  settleAndWait(draft);
  return { cluster: draft.commit(), transition: draft.transition() };
}

function switchNode(draft: ClusterDraft, node: string, down: boolean): void {
  if (down === (draft.get('facts', 'kubelet', `down/${node}`) !== undefined)) return;
  if (!down) {
    draft.delete('facts', 'kubelet', `down/${node}`, 'outside');
    draft.delete('facts', 'kubelet', `down-since/${node}`, 'outside');
    return;
  }
  draft.set('facts', 'kubelet', `down-since/${node}`, { value: draft.now }, 'outside');
  draft.set('facts', 'kubelet', `down/${node}`, { value: true }, 'outside');
  advanceTo(draft, draft.now + NODE_GRACE_MS);
}

/** What a cloud's controller would report: an address or a host name. */
function balance(draft: ClusterDraft, namespace: string, name: string, ingress: string): void {
  const service = draft.get('services', namespace, name);
  if (service?.spec.type !== 'LoadBalancer') return;
  const isAddress = /^[\d.]+$|:/.test(ingress);
  const entry = isAddress ? { ip: ingress, ipMode: 'VIP' as const } : { hostname: ingress };
  updateStatus(draft, 'services', service, { ...service.status, loadBalancer: { ingress: [entry] } }, 'cloud-controller-manager');
}
