import type { Node, Pod, Taint } from '../api/core-v1.ts';
import type { Condition, JsonObject, KubernetesObject } from '../api/kubernetes-object.ts';
import { matchesLabelSelector, selectsLabels } from '../api/label-selector.ts';
import { formatTime } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { replaceObject } from '../store/objects.ts';
import { withTopologyLabels } from '../store/pod-admission.ts';
import { splitKey, type Controller } from './controller.ts';
import { recordEvent } from './events.ts';
import { PODS_BY_NODE, SIBLINGS, controllerOf } from './indexes.ts';
import { isPodFinished, podCondition } from './pod-state.ts';
import { writeStatus } from './writing.ts';

const NAME = 'default-scheduler';
const SOURCE = { component: NAME };

const waits = (pod: Pod | undefined): pod is Pod =>
  pod !== undefined && !pod.spec.nodeName && pod.metadata.deletionTimestamp === undefined && (pod.spec.schedulerName ?? NAME) === NAME;

const waitingKeys = (draft: ClusterDraft): string[] =>
  draft.namespacesOf('pods').flatMap((namespace) => draft.find(PODS_BY_NODE, namespace, '').map(({ metadata }) => `${namespace}/${metadata.name}`));

/**
 * Every Pod that can have a node has one. The choice is that of test/conformance/clusters.md: the node with the fewest
 * Pods of the same owner (or of the namespace, for Pods without an owner), the first by name among equals.
 */
export const scheduler: Controller = {
  name: NAME,
  watches: ['pods', 'nodes'],
  keysOf(change, draft, key) {
    if (change.table === 'nodes') return waitingKeys(draft);
    const { from, to } = change as { readonly from?: Pod; readonly to?: Pod };
    if (waits(to)) return [key];
    return from && hostPortsOf(from).length > 0 && (!to || isPodFinished(to)) ? waitingKeys(draft) : [];
  },
  reconcile(key, draft) {
    const pod = draft.get('pods', ...splitKey(key));
    if (!waits(pod) || ((pod.spec as { readonly schedulingGates?: readonly unknown[] }).schedulingGates ?? []).length > 0) return;
    const chosen = chooseNode(draft, pod);
    if (typeof chosen === 'string') refuse(draft, pod, chosen);
    else bind(draft, pod, chosen);
  },
};

function bind(draft: ClusterDraft, pod: Pod, node: Node): void {
  const { metadata, spec, status } = pod;
  const scheduled: Condition = { lastProbeTime: null, lastTransitionTime: draft.timestamp, status: 'True', type: 'PodScheduled' };
  const others = (status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  const bound = replaceObject(
    draft,
    'pods',
    {
      ...pod,
      // Models the PodTopologyLabels admission of pods/binding (plugin/pkg/admission/podtopologylabels, v1.37.1).
      metadata: withTopologyLabels(metadata, node),
      spec: { ...spec, nodeName: node.metadata.name },
      status: { ...status, conditions: [...others, scheduled] },
    },
    NAME,
  );
  recordEvent(draft, bound, SOURCE, 'Normal', 'Scheduled', `Successfully assigned ${metadata.namespace}/${metadata.name} to ${node.metadata.name}`);
}

function refuse(draft: ClusterDraft, pod: Pod, message: string): void {
  if (podCondition(pod, 'PodScheduled')?.message === message) return;
  const condition = {
    lastProbeTime: null,
    lastTransitionTime: formatTime(draft.now),
    message,
    observedGeneration: pod.metadata.generation ?? 1,
    reason: 'Unschedulable',
    status: 'False',
    type: 'PodScheduled',
  };
  const stored = writeStatus(draft, 'pods', pod, { ...pod.status, conditions: [condition] }, NAME);
  recordEvent(draft, stored, SOURCE, 'Warning', 'FailedScheduling', message);
}

/** The node, or why there is none, in kube-scheduler's words. */
function chooseNode(draft: ClusterDraft, pod: Pod): Node | string {
  const owner = controllerOf(pod as KubernetesObject)?.uid ?? '';
  const namespace = pod.metadata.namespace ?? '';
  const nodes = draft.list('nodes');
  const refusals = new Map<string, number>();
  let chosen: Node | undefined;
  let fewest = Infinity;
  for (const node of nodes) {
    const refusal = refusalOf(node, pod) ?? (hasFreePorts(draft, pod, node.metadata.name) ? undefined : NO_FREE_PORTS);
    if (refusal !== undefined) {
      refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
      continue;
    }
    const siblings = draft.count(SIBLINGS, namespace, `${owner}@${node.metadata.name}`);
    if (siblings < fewest) {
      chosen = node;
      fewest = siblings;
    }
  }
  if (chosen) return chosen;
  const told = (counts: readonly (readonly [string, number])[]): string =>
    counts
      .filter(([, count]) => count > 0)
      .map(([reason, count]) => `${count} ${reason}`)
      .sort()
      .join(', ');
  const all = `0/${nodes.length} nodes are available`;
  const busy = refusals.get(NO_FREE_PORTS) ?? 0;
  const preemption = told([
    ['No preemption victims found for incoming pod', busy],
    ['Preemption is not helpful for scheduling', nodes.length - busy],
  ]);
  return `${all}: ${told([...refusals])}. preemption: ${all}: ${preemption}.`;
}

export const NO_FREE_PORTS = "node(s) didn't have free ports for the requested pod ports";

const hostPortsOf = ({ spec }: Pod): string[] =>
  spec.containers.flatMap(({ ports = [] }) => ports.flatMap(({ hostPort, protocol }) => (hostPort ? [`${protocol}/${hostPort}`] : [])));

/** Models kubernetes pkg/scheduler/framework/plugins/nodeports (v1.37.1), every port on all of a node's addresses. @param counts which Pods of the node hold their ports */
export function hasFreePorts(draft: ClusterDraft, pod: Pod, node: string, counts: (other: Pod) => boolean = () => true): boolean {
  const wanted = hostPortsOf(pod);
  if (wanted.length === 0) return true;
  const others = draft.namespacesOf('pods').flatMap((namespace) => draft.find(PODS_BY_NODE, namespace, node));
  return !others.some(
    (other) => other.metadata.uid !== pod.metadata.uid && !isPodFinished(other) && counts(other) && hostPortsOf(other).some((port) => wanted.includes(port)),
  );
}

function refusalOf(node: Node, pod: Pod): string | undefined {
  const tolerations = pod.spec.tolerations ?? [];
  const tolerated = (taint: Taint): boolean => tolerations.some((toleration) => tolerates(toleration, taint));
  if (node.spec.unschedulable === true && !tolerated({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' })) return 'node(s) were unschedulable';
  if ((node.spec.taints ?? []).some((taint) => taint.effect !== 'PreferNoSchedule' && !tolerated(taint))) return 'node(s) had untolerated taint(s)';
  if (!matchesNode(pod, node)) return "node(s) didn't match Pod's node affinity/selector";
  return undefined;
}

/** Models k8s.io/api core/v1 Toleration.ToleratesTaint (v0.37.1). */
export function tolerates(toleration: NonNullable<Pod['spec']['tolerations']>[number], taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  return toleration.operator === 'Exists' || (toleration.value ?? '') === (taint.value ?? '');
}

interface NodeSelectorTerm {
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
  readonly matchFields?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

/** Models k8s.io/component-helpers scheduling/corev1/nodeaffinity GetRequiredNodeAffinity (v0.37.1). */
export function matchesNode(pod: Pod, node: Node): boolean {
  if (!selectsLabels(pod.spec.nodeSelector ?? {}, node.metadata.labels)) return false;
  const nodeAffinity = (pod.spec.affinity as JsonObject | undefined)?.['nodeAffinity'] as JsonObject | undefined;
  const required = nodeAffinity?.['requiredDuringSchedulingIgnoredDuringExecution'] as { readonly nodeSelectorTerms?: readonly NodeSelectorTerm[] } | undefined;
  if (!required) return true;
  return (required.nodeSelectorTerms ?? []).some(
    ({ matchExpressions = [], matchFields = [] }) =>
      matchExpressions.length + matchFields.length > 0 &&
      matchExpressions.every((one) => matchesExpression(one, node.metadata.labels ?? {})) &&
      matchFields.every((one) => matchesExpression(one, { 'metadata.name': node.metadata.name })),
  );
}

function matchesExpression(
  { key, operator, values = [] }: { readonly key: string; readonly operator: string; readonly values?: readonly string[] },
  labels: { readonly [name: string]: string },
): boolean {
  if (operator === 'Gt' || operator === 'Lt') {
    const value = Number(labels[key]);
    return operator === 'Gt' ? value > Number(values[0]) : value < Number(values[0]);
  }
  return matchesLabelSelector({ matchExpressions: [{ key, operator: operator as 'In', values }] }, labels);
}
