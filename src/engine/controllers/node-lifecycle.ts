import type { Node, Pod, Taint } from '../api/core-v1.ts';
import type { Condition } from '../api/kubernetes-object.ts';
import { formatTime, parseTime, type DurationMs } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { replaceObject } from '../store/objects.ts';
import { splitKey, type Controller } from './controller.ts';
import { isSame } from './equality.ts';
import { recordEvent } from './events.ts';
import { PODS_BY_NODE } from './indexes.ts';
import { isNodeDown } from './kubelet/kubelet.ts';
import { podCondition } from './pod-state.ts';
import { tolerates } from './scheduler.ts';
import { remove, writeStatus } from './writing.ts';

const NAME = 'node-lifecycle-controller';
const SOURCE = { component: 'node-controller' };
/** `--node-monitor-grace-period` of the recorded clusters (40 s by default there, 50 s elsewhere). */
export const NODE_GRACE_MS: DurationMs = 16_000;

const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';
const HEALTHY: { readonly [type: string]: readonly [status: string, reason: string, message: string, event: string] } = {
  MemoryPressure: ['False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available', 'NodeHasSufficientMemory'],
  DiskPressure: ['False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure', 'NodeHasNoDiskPressure'],
  PIDPressure: ['False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available', 'NodeHasSufficientPID'],
  Ready: ['True', 'KubeletReady', 'kubelet is posting ready status', 'NodeReady'],
};

/** A node whose kubelet is silent is not ready, and says so by taints. Models kubernetes pkg/controller/nodelifecycle (v1.37.1). */
export const nodeLifecycle: Controller = {
  name: NAME,
  watches: ['facts', 'nodes'],
  keysOf({ table, name }) {
    if (table === 'nodes') return [name];
    return name.startsWith('down/') ? [name.slice('down/'.length)] : [];
  },
  reconcile(name, draft) {
    const node = draft.get('nodes', '', name);
    if (!node) return;
    const alarm = `${NAME}/${name}`;
    const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
    if (!isNodeDown(draft, name)) {
      draft.unschedule(alarm);
      if (ready !== 'True') recover(draft, node);
    } else if (ready === 'True') {
      const since = draft.get('facts', 'kubelet', `down-since/${name}`)?.value as number;
      if (draft.now >= since + NODE_GRACE_MS) giveUp(draft, node);
      else if (!draft.get('scheduled', '', alarm)) draft.schedule(alarm, { dueAt: since + NODE_GRACE_MS, owner: NAME, about: name });
    }
    taint(draft, draft.get('nodes', '', name) as Node);
  },
};

function withConditions(node: Node, change: (condition: Condition) => Condition): object {
  return { ...node.status, conditions: (node.status?.conditions ?? []).map((condition) => change(condition)) };
}

function giveUp(draft: ClusterDraft, node: Node): void {
  const at = formatTime(draft.now);
  const unknown = (condition: Condition): Condition => ({
    ...condition,
    lastTransitionTime: at,
    message: 'Kubelet stopped posting node status.',
    reason: 'NodeStatusUnknown',
    status: 'Unknown',
  });
  const stored = writeStatus(draft, 'nodes', node, withConditions(node, unknown), NAME);
  recordEvent(draft, stored, SOURCE, 'Normal', 'NodeNotReady', `Node ${node.metadata.name} status is now: NodeNotReady`);
  for (const namespace of draft.namespacesOf('pods')) {
    for (const pod of draft.find(PODS_BY_NODE, namespace, node.metadata.name)) {
      if (podCondition(pod, 'Ready')?.status !== 'True') continue;
      const conditions = (pod.status?.conditions ?? []).map((condition) =>
        condition.type === 'Ready' ? { ...condition, status: 'False' as const, lastTransitionTime: at } : condition,
      );
      const marked = writeStatus(draft, 'pods', pod, { ...pod.status, conditions }, NAME);
      recordEvent(draft, marked, SOURCE, 'Warning', 'NodeNotReady', 'Node is not ready');
    }
  }
}

function recover(draft: ClusterDraft, node: Node): void {
  const at = formatTime(draft.now);
  const healthy = (condition: Condition): Condition => {
    const [status, reason, message] = HEALTHY[condition.type] ?? [condition.status, condition.reason ?? '', condition.message ?? ''];
    return { ...condition, ...{ lastHeartbeatTime: at }, lastTransitionTime: at, message, reason, status: status as Condition['status'] };
  };
  const stored = writeStatus(draft, 'nodes', node, withConditions(node, healthy), 'kubelet');
  const host = node.metadata.name;
  for (const [, , , event] of Object.values(HEALTHY))
    recordEvent(draft, stored, { component: 'kubelet', host }, 'Normal', event, `Node ${host} status is now: ${event}`);
}

/** Taints that follow from what the node is; others stay. */
function taint(draft: ClusterDraft, node: Node): void {
  const timeAdded = formatTime(draft.now);
  const lost = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'Unknown';
  const wanted: readonly (readonly [key: string, effect: Taint['effect'], due: boolean])[] = [
    [UNSCHEDULABLE, 'NoSchedule', node.spec.unschedulable === true],
    [UNREACHABLE, 'NoSchedule', lost],
    [UNREACHABLE, 'NoExecute', lost],
  ];
  let taints = [...(node.spec.taints ?? [])];
  for (const [key, effect, due] of wanted) {
    const has = taints.some((one) => one.key === key && one.effect === effect);
    if (due && !has) taints.push({ effect, key, timeAdded });
    else if (!due && has) taints = taints.filter((one) => one.key !== key || one.effect !== effect);
  }
  if (isSame(taints, node.spec.taints ?? [])) return;
  const { taints: _, ...spec } = node.spec;
  replaceObject(draft, 'nodes', { ...node, spec: taints.length > 0 ? { ...spec, taints } : spec }, NAME);
}

const EVICTION = 'taint-eviction-controller';

/** Pods that a NoExecute taint drives away go when their toleration runs out. Models pkg/controller/tainteviction (v1.37.1). */
export const taintEviction: Controller = {
  name: EVICTION,
  watches: ['nodes', 'pods'],
  keysOf({ table, name, from, to }, draft, key) {
    if (table === 'pods') {
      const [before, after] = [from, to] as (Pod | undefined)[];
      if (after?.spec.nodeName === before?.spec.nodeName) return [];
      // A Pod that comes to a node without taints has nothing to fear.
      return after && !draft.get('nodes', '', after.spec.nodeName ?? '')?.spec.taints ? [] : [key];
    }
    const taintsOf = (node: Node | undefined): unknown => node?.spec.taints ?? [];
    if (isSame(taintsOf(from as Node | undefined), taintsOf(to as Node | undefined))) return [];
    return draft.namespacesOf('pods').flatMap((space) => draft.find(PODS_BY_NODE, space, name).map(({ metadata }) => `${space}/${metadata.name}`));
  },
  reconcile(key, draft) {
    const pod = draft.get('pods', ...splitKey(key));
    const alarm = `${EVICTION}/${key}`;
    const planned = draft.get('facts', EVICTION, key)?.value as number | undefined;
    const at = pod && pod.metadata.deletionTimestamp === undefined ? evictionTime(draft, pod) : undefined;
    if (at === undefined) {
      if (planned !== undefined) {
        draft.delete('facts', EVICTION, key, EVICTION);
        draft.unschedule(alarm);
        if (pod && pod.metadata.deletionTimestamp === undefined)
          recordEvent(draft, pod, { component: EVICTION }, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${key}`);
      }
    } else if (at <= draft.now && pod) {
      recordEvent(draft, pod, { component: EVICTION }, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${key}`);
      draft.delete('facts', EVICTION, key, EVICTION);
      remove(draft, 'pods', pod, EVICTION);
    } else if (planned !== at) {
      draft.set('facts', EVICTION, key, { value: at }, EVICTION);
      draft.schedule(alarm, { dueAt: at, owner: EVICTION, about: key, idle: true });
    }
  },
};

/** When the taints of its node end a Pod; `undefined`: never. */
function evictionTime(draft: ClusterDraft, pod: Pod): number | undefined {
  const { taints: all } = draft.get('nodes', '', pod.spec.nodeName ?? '')?.spec ?? {};
  if (!all) return undefined;
  const taints = all.filter(({ effect }) => effect === 'NoExecute');
  const times = taints.map((one) => {
    const tolerations = (pod.spec.tolerations ?? []).filter((toleration) => tolerates(toleration, one));
    if (tolerations.length === 0) return draft.now;
    const seconds = Math.min(...tolerations.map(({ tolerationSeconds = Infinity }) => tolerationSeconds));
    return (parseTime(one.timeAdded ?? '') ?? draft.now) + Math.max(0, seconds) * 1000;
  });
  const first = Math.min(Infinity, ...times);
  return first === Infinity ? undefined : first;
}
