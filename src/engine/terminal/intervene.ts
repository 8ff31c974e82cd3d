import { advanceTo, settleAndWait } from '../controllers/settle.ts';
import { NODE_GRACE_MS } from '../controllers/node-lifecycle.ts';
import { readinessFails, unreadyFact } from '../controllers/kubelet/probes.ts';
import { signalContainer } from '../images/container-signals.ts';
import type { DurationMs } from '../clock/instant.ts';
import { updateStatus } from '../store/api-server.ts';
import { ClusterDraft } from '../store/cluster-draft.ts';
import type { ClusterState, Transition } from '../store/cluster-state.ts';

/** What happens to a cluster from outside its API: the harness steps of FORMAT.md and the fault buttons. */
export type Intervention =
  | { readonly kind: 'node-down'; readonly node: string }
  | { readonly kind: 'node-up'; readonly node: string }
  /** Every node of a zone at the same moment. */
  | { readonly kind: 'zone-down'; readonly zone: string }
  | { readonly kind: 'zone-up'; readonly zone: string }
  /** The main process of every container of a Pod is killed (SIGKILL, exit code 137), as when a node runs out of memory. */
  | { readonly kind: 'crash'; readonly namespace: string; readonly pod: string }
  /** Whatever a Pod's readiness probes ask is answered as by a program that is not ready, until `ready-again`. */
  | { readonly kind: 'unready'; readonly namespace: string; readonly pod: string }
  | { readonly kind: 'ready-again'; readonly namespace: string; readonly pod: string }
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
  switch (intervention.kind) {
    case 'load-balancer':
      balance(draft, intervention.namespace, intervention.service, intervention.ingress);
      break;
    case 'node-down':
    case 'node-up':
      switchNodes(draft, [intervention.node], intervention.kind === 'node-down');
      break;
    case 'zone-down':
    case 'zone-up': {
      const nodes = cluster.config.nodes.filter(({ zone }) => zone === intervention.zone).map(({ name }) => name);
      switchNodes(draft, nodes, intervention.kind === 'zone-down');
      break;
    }
    case 'crash':
      crash(draft, intervention.namespace, intervention.pod);
      break;
    case 'unready':
    case 'ready-again':
      switchReadiness(draft, intervention.namespace, intervention.pod, intervention.kind === 'unready');
  }
  settleAndWait(draft);
  return { cluster: draft.commit(), transition: draft.transition() };
}

function switchNodes(draft: ClusterDraft, names: readonly string[], down: boolean): void {
  const nodes = names.filter((node) => draft.get('nodes', '', node) && down !== (draft.get('facts', 'kubelet', `down/${node}`) !== undefined));
  for (const node of nodes) {
    if (down) {
      draft.set('facts', 'kubelet', `down-since/${node}`, { value: draft.now }, 'outside');
      draft.set('facts', 'kubelet', `down/${node}`, { value: true }, 'outside');
    } else {
      draft.delete('facts', 'kubelet', `down/${node}`, 'outside');
      draft.delete('facts', 'kubelet', `down-since/${node}`, 'outside');
    }
  }
  if (down && nodes.length > 0) advanceTo(draft, draft.now + NODE_GRACE_MS);
}

function crash(draft: ClusterDraft, namespace: string, name: string): void {
  const pod = draft.get('pods', namespace, name);
  for (const container of pod?.spec.containers ?? []) signalContainer(draft, namespace, name, container.name, 'KILL');
}

/** The probes notice within their own periods: so long is waited. */
function switchReadiness(draft: ClusterDraft, namespace: string, name: string, failing: boolean): void {
  const pod = draft.get('pods', namespace, name);
  const probes = (pod?.spec.containers ?? []).flatMap(({ readinessProbe }) => readinessProbe ?? []);
  if (!pod || probes.length === 0 || failing === readinessFails(draft, pod)) return;
  if (failing) draft.set('facts', 'kubelet', unreadyFact(pod), { value: true }, 'outside');
  else draft.delete('facts', 'kubelet', unreadyFact(pod), 'outside');
  const seconds = probes.map(
    ({ periodSeconds = 10, failureThreshold = 3, successThreshold = 1 }) => periodSeconds * (failing ? failureThreshold : successThreshold),
  );
  advanceTo(draft, draft.now + Math.max(...seconds) * 1000);
}

/** What a cloud's controller would report: an address or a host name. */
function balance(draft: ClusterDraft, namespace: string, name: string, ingress: string): void {
  const service = draft.get('services', namespace, name);
  if (service?.spec.type !== 'LoadBalancer') return;
  const isAddress = /^[\d.]+$|:/.test(ingress);
  const entry = isAddress ? { ip: ingress, ipMode: 'VIP' as const } : { hostname: ingress };
  updateStatus(draft, 'services', service, { ...service.status, loadBalancer: { ingress: [entry] } }, 'cloud-controller-manager');
}
