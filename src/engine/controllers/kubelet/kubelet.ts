import type { Container, Node, Pod } from '../../api/core-v1.ts';
import { formatTime, parseTime, type Instant } from '../../clock/instant.ts';
import type { ClusterDraft } from '../../store/cluster-draft.ts';
import { takePodAddresses } from '../../store/pod-address.ts';
import type { ContainerRecord, KubeletContainer, KubeletPod } from '../../store/tables.ts';
import { containerOf } from './runtime.ts';
import { splitKey, type Controller } from '../controller.ts';
import { isSame } from '../equality.ts';
import { recordEvent } from '../events.ts';
import { PODS_BY_CONTROLLER, PODS_BY_NODE, controllerOf } from '../indexes.ts';
import { isPodFinished } from '../pod-state.ts';
import { NO_FREE_PORTS, hasFreePorts, matchesNode } from '../scheduler.ts';
import { writeStatus } from '../writing.ts';
import { UNTRIED, advanceContainer } from './containers.ts';
import { FINAL_MS, endPod, forgetPod } from './ending.ts';
import { isInitialized, isSidecar, phaseOf, podStatusOf } from './pod-status.ts';
import { hasProbes, nextProbeAt } from './probes.ts';
import { unmountable } from './setup.ts';

const NAME = 'kubelet';
const SANDBOX_MS = 1000; // a Pod's first container starts so long after the kubelet heard of it,
const SLOW_START_MS = 100; // agnhost a little later than smaller programs, as on the recorded clusters
const MOUNT_RETRY_MS = 500; // then twice as long each time, to two minutes: pkg/util/goroutinemap/exponentialbackoff (v1.37.1)
const LONGEST_MOUNT_RETRY_MS = 122_000;
// A workload whose Pods are turned away waits a second more for each that was, up to a minute; really there are hundreds a minute (README).
const REJECTION_MS = 1000;
const FINISH_MS = 50; // between the end of the last container and the Pod's phase

/** Whether a node's kubelet reports; a silent one does nothing, and its containers run on. */
export function isNodeDown(draft: ClusterDraft, node: string): boolean {
  return draft.get('facts', NAME, `down/${node}`)?.value === true;
}

/** Every Pod that is bound to a node runs there as its specification says, and its status says how. */
export const kubelet: Controller = {
  name: NAME,
  watches: ['pods', 'containers', 'facts'],
  keysOf(change, draft, key) {
    if (change.table === 'pods') {
      // What the kubelet itself reported needs no second look, unless it was about another Pod of that name.
      return change.by === NAME && change.to !== undefined && change.from !== undefined ? [] : [key];
    }
    if (change.table === 'containers') {
      // What it started it has seen, and what a program writes is nothing to it: only its end is.
      const { from, to } = change as { readonly from?: ContainerRecord; readonly to?: ContainerRecord };
      return to && (change.by === NAME || from?.exited === to.exited) ? [] : [key.slice(0, key.lastIndexOf('/'))];
    }
    if (!change.name.startsWith('down/')) return [];
    const node = change.name.slice('down/'.length);
    return draft.namespacesOf('pods').flatMap((namespace) => draft.find(PODS_BY_NODE, namespace, node).map(({ metadata }) => `${namespace}/${metadata.name}`));
  },
  reconcile(key, draft) {
    const [namespace, name] = splitKey(key);
    const pod = draft.get('pods', namespace, name);
    const record = draft.get('kubelet', namespace, name);
    if (record && record.podUID !== pod?.metadata.uid) forgetPod(draft, namespace, name);
    if (!pod?.spec.nodeName || !draft.get('nodes', '', pod.spec.nodeName) || isNodeDown(draft, pod.spec.nodeName)) return;
    syncPod(draft, pod, record?.podUID === pod.metadata.uid ? record : undefined);
  },
};

/**
 * One look at a Pod: 1. remember it, with its addresses; 2. end it, if it is to end; 3. wait for its volumes and network;
 * 4. bring its containers forward; 5. report; 6. set the alarm for the next look.
 */
function syncPod(draft: ClusterDraft, pod: Pod, known: KubeletPod | undefined): void {
  const { namespace = '', name } = pod.metadata;
  if (!known && isPodFinished(pod)) return; // rejected, or from another time
  const before = known ?? remember(draft, pod);
  if (!before) return;
  let record = before;
  const deadline = activeDeadline(pod);
  if (pod.metadata.deletionTimestamp !== undefined) record = endPod(draft, pod, record);
  else if (isPodFinished(pod)) return;
  else if (record.ending || (deadline !== undefined && deadline <= draft.now)) {
    const message = 'Pod was active on the node longer than the specified deadline';
    if (!record.ending) recordEvent(draft, pod, { component: NAME, host: record.node }, 'Normal', 'DeadlineExceeded', message);
    record = endPod(draft, pod, record, { reason: 'DeadlineExceeded', message });
  } else if (record.sandboxAt <= draft.now) record = noticeEnd(draft, pod, advanceContainers(draft, pod, record));
  const current = draft.get('pods', namespace, name);
  if (!current || current.metadata.uid !== pod.metadata.uid) {
    forgetPod(draft, namespace, name);
    return;
  }
  if (known !== record && !isSame(known, record)) draft.set('kubelet', namespace, name, record, NAME);
  let reported = current;
  const probed = hasProbes(pod);
  // From what each status was made: it is not made again for every probe that passes, as long as the nodes and their addresses stay.
  const madeFrom = draft.digest('nodes', 'statuses of Pods', () => new WeakMap<Pod, unknown>());
  if (!probed || !isSame(madeFrom.get(current), inStatus(draft, record))) {
    reported = writeStatus(draft, 'pods', current, podStatusOf(draft, current, record), NAME);
    if (probed) madeFrom.set(reported, inStatus(draft, record));
  }
  setAlarm(draft, reported, record, deadline, probed);
}

/** What of a kubelet's memory a Pod's status depends on: not how often probes have passed. */
const inStatus = (draft: ClusterDraft, { sandboxAt, finishedAt = Infinity, ending, containers }: KubeletPod): unknown => [
  sandboxAt <= draft.now,
  finishedAt > draft.now,
  ending,
  Object.values(containers).map(({ probes: _, ...known }) => known),
];

function activeDeadline({ spec, status }: Pod): Instant | undefined {
  if (spec.activeDeadlineSeconds === undefined) return undefined;
  const started = parseTime(status?.startTime ?? '');
  return started === undefined ? undefined : started + spec.activeDeadlineSeconds * 1000;
}

/** A Pod that this node hears of for the first time. Addresses are taken in the order in which Pods come. */
function remember(draft: ClusterDraft, pod: Pod): KubeletPod | undefined {
  const { namespace = '', name, uid = '' } = pod.metadata;
  const node = draft.config.nodes.find((one) => one.name === pod.spec.nodeName);
  if (!node) return undefined;
  const running = pod.status?.phase === 'Running' && pod.status.podIPs !== undefined;
  const rejection = running ? undefined : rejectionOf(draft, pod, node.name);
  if (rejection) {
    const dueAt = (parseTime(pod.metadata.creationTimestamp ?? '') ?? draft.now) + Math.min(60, turnedAwayBefore(draft, pod)) * REJECTION_MS;
    if (dueAt <= draft.now) return reject(draft, pod, node.name, rejection);
    draft.schedule(`${NAME}/${namespace}/${name}`, { dueAt, owner: NAME, about: `${namespace}/${name}`, idle: true });
    return undefined;
  }
  const missing = running || pod.metadata.deletionTimestamp !== undefined ? undefined : unmountable(draft, pod);
  if (missing) {
    recordEvent(
      draft,
      pod,
      { component: NAME, host: node.name },
      'Warning',
      'FailedMount',
      `MountVolume.SetUp failed for volume "${missing.volume}" : ${missing.message}`,
    );
    // Attempts after 0.5 s, 1.5 s, 3.5 s … : each pause is as long as it took to come here, and the first one.
    const since = parseTime(pod.status?.startTime ?? '') ?? draft.now;
    const dueAt = draft.now + Math.min(LONGEST_MOUNT_RETRY_MS, draft.now - since + MOUNT_RETRY_MS);
    draft.schedule(`${NAME}/${namespace}/${name}`, { dueAt, owner: NAME, about: `${namespace}/${name}`, idle: true });
    const record: KubeletPod = { podUID: uid, node: node.name, sandboxAt: Infinity, podIPs: [], containers: {} };
    writeStatus(draft, 'pods', pod, podStatusOf(draft, pod, record), NAME);
    return undefined;
  }
  const podIPs = running ? (pod.status?.podIPs ?? []).map(({ ip }) => ip) : pod.spec.hostNetwork === true ? node.ips : takePodAddresses(draft, node, NAME);
  return {
    podUID: uid,
    node: node.name,
    sandboxAt: running ? draft.now : draft.now + SANDBOX_MS + (isSlow(pod) ? SLOW_START_MS : 0),
    podIPs,
    containers: running ? recalled(pod) : {},
  };
}

const isSlow = ({ spec }: Pod): boolean => spec.containers.some(({ image = '' }) => image.includes('/agnhost:'));

interface Rejection {
  readonly reason: string;
  readonly why: string;
}

/** Why a node does not take a Pod that names it: labels that it does not want, or taken ports. Models kubernetes pkg/kubelet/lifecycle predicate.go (v1.37.1). */
function rejectionOf(draft: ClusterDraft, pod: Pod, host: string): Rejection | undefined {
  if (!matchesNode(pod, draft.get('nodes', '', host) as Node)) return { reason: 'NodeAffinity', why: "node(s) didn't match Pod's node affinity/selector" };
  const isHere = ({ metadata }: Pod): boolean => draft.get('kubelet', metadata.namespace ?? '', metadata.name) !== undefined;
  return hasFreePorts(draft, pod, host, isHere) ? undefined : { reason: 'NodePorts', why: NO_FREE_PORTS };
}

/** How many Pods of the same owner ended before this one, or one: a StatefulSet's are gone before the next comes. */
function turnedAwayBefore(draft: ClusterDraft, pod: Pod): number {
  const owner = controllerOf(pod);
  return owner ? Math.max(1, draft.find(PODS_BY_CONTROLLER, pod.metadata.namespace ?? '', owner.uid).filter(isPodFinished).length) : 0;
}

function reject(draft: ClusterDraft, pod: Pod, host: string, { reason, why }: Rejection): undefined {
  const message = `Predicate ${reason} failed: ${why}`;
  recordEvent(draft, pod, { component: NAME, host }, 'Warning', reason, message);
  const { qosClass } = pod.status ?? {};
  writeStatus(
    draft,
    'pods',
    pod,
    {
      ...(qosClass === undefined ? {} : { qosClass }),
      message: `Pod was rejected: ${message}`,
      observedGeneration: pod.metadata.generation ?? 1,
      phase: 'Failed',
      reason,
      startTime: formatTime(draft.now),
    },
    NAME,
  );
}

/** What the status of a Pod that runs already (in a fresh cluster) tells about its containers. */
function recalled({ spec, status }: Pod): KubeletPod['containers'] {
  const isProbed = (name: string): boolean => spec.containers.some((container) => container.name === name && container.readinessProbe !== undefined);
  return Object.fromEntries(
    (status?.containerStatuses ?? []).map(
      ({ name, containerID = '', state = {}, lastState = {}, ready, restartCount, started = false }): [string, KubeletContainer] => [
        name,
        {
          ...UNTRIED,
          id: containerID.replace('containerd://', ''),
          attempt: restartCount,
          state,
          lastState,
          ready,
          started,
          probes: ready && isProbed(name) ? { readinessProbe: { passed: true, run: 1, lastPassed: true, dueAt: 0 } } : {},
        },
      ],
    ),
  );
}

/** Init containers one after the other, each when the one before is done; then the others, all at once. */
function advanceContainers(draft: ClusterDraft, pod: Pod, record: KubeletPod): KubeletPod {
  const containers: { [name: string]: KubeletContainer } = { ...record.containers };
  const known = ({ name }: Container): KubeletContainer | undefined => containerOf({ containers }, name);
  const advance = (container: Container): void => {
    containers[container.name] = advanceContainer({ draft, pod, record, container }, known(container));
  };
  let initialized = true;
  for (const init of pod.spec.initContainers ?? []) {
    if (initialized || isSidecar(init)) if (initialized || known(init)) if (isSidecar(init) || !isInitialized(init, known(init))) advance(init);
    initialized &&= isInitialized(init, known(init));
  }
  if (initialized) pod.spec.containers.forEach(advance);
  pod.spec.ephemeralContainers?.forEach(advance);
  return isSame(containers, record.containers) ? record : { ...record, containers };
}

/** Remembers when a Pod none of whose containers will run again is to be called finished. */
function noticeEnd(draft: ClusterDraft, pod: Pod, record: KubeletPod): KubeletPod {
  const phase = phaseOf(pod, record);
  return record.finishedAt === undefined && (phase === 'Succeeded' || phase === 'Failed') ? { ...record, finishedAt: draft.now + FINISH_MS } : record;
}

/** The next moment at which this Pod changes by itself; what only repeats a probe has an alarm of its own. */
function setAlarm(draft: ClusterDraft, pod: Pod, record: KubeletPod, deadline: Instant | undefined, probed: boolean): void {
  const { namespace = '', name } = pod.metadata;
  const about = `${namespace}/${name}`;
  const over = isPodFinished(pod);
  let acts = record.ending
    ? record.ending.endedAt === undefined
      ? record.ending.killAt
      : removalOf(record.ending.endedAt, draft.now)
    : Math.min(
        record.sandboxAt > draft.now ? record.sandboxAt : Infinity,
        deadline ?? Infinity,
        (record.finishedAt ?? -1) > draft.now ? (record.finishedAt as Instant) : Infinity,
      );
  let probes = Infinity;
  for (const known of Object.values(record.containers)) {
    if (!record.ending) acts = Math.min(acts, known.tryAt ?? Infinity);
    probes = Math.min(probes, nextProbeAt(pod, known));
  }
  alarm(draft, `${NAME}/${about}`, over && !record.ending ? Infinity : acts, about, false);
  if (probed) alarm(draft, `probe/${about}`, over || record.ending?.endedAt !== undefined ? Infinity : probes, about, true);
}

const removalOf = (endedAt: Instant, now: Instant): Instant => (endedAt + FINAL_MS > now ? endedAt + FINAL_MS : Infinity);

function alarm(draft: ClusterDraft, name: string, dueAt: Instant, about: string, idle: boolean): void {
  const set = draft.get('scheduled', '', name);
  if (dueAt === Infinity) {
    if (set) draft.unschedule(name);
  } else if (set?.dueAt !== dueAt) draft.schedule(name, { dueAt: Math.max(dueAt, draft.now), owner: NAME, about, ...(idle ? { idle: true } : {}) });
}
