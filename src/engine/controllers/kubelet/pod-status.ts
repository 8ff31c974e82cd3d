import type { Container, ContainerStatus, Node, Pod, PodStatus } from '../../api/core-v1.ts';
import type { Condition, JsonObject } from '../../api/kubernetes-object.ts';
import { imagePresence } from '../../images/container-runtime.ts';
import type { ClusterDraft } from '../../store/cluster-draft.ts';
import type { KubeletContainer, KubeletPod } from '../../store/tables.ts';
import { containerOf } from './runtime.ts';

const KUBELET_CONDITIONS = new Set(['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled']);

export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always';

/** The status a kubelet reports for a Pod. Models kubernetes pkg/kubelet/kubelet_pods.go generateAPIPodStatus (v1.37.1). */
export function podStatusOf(draft: ClusterDraft, pod: Pod, record: KubeletPod): PodStatus {
  const { spec, metadata, status: before = {} } = pod;
  const generation = metadata.generation ?? 1;
  const sandboxed = draft.now >= record.sandboxAt;
  const phase = phaseOf(pod, record);
  // A Pod is called finished a moment after its containers have ended; its conditions say so at once.
  const reported = (phase === 'Succeeded' || phase === 'Failed') && !record.ending && (record.finishedAt ?? Infinity) > draft.now ? 'Running' : phase;
  // Models kubernetes pkg/kubelet/prober/prober_manager.go UpdatePodStatus (v1.37.1): an init container is ready when it has done its work.
  const inits = (spec.initContainers ?? []).map((container) => {
    const status = statusOf(draft, container, containerOf(record, container.name), 'PodInitializing');
    return container.restartPolicy === 'Always' ? status : { ...status, ready: status.state?.terminated?.exitCode === 0 };
  });
  const waitingReason = inits.length > 0 ? 'PodInitializing' : 'ContainerCreating';
  const containers = spec.containers.map((container) => statusOf(draft, container, containerOf(record, container.name), waitingReason));
  const ephemeral = (spec.ephemeralContainers ?? []).map((container) => statusOf(draft, container, containerOf(record, container.name), 'ContainerCreating'));
  const hostIPs = draft.digest('nodes', record.node, () => addressesOf(draft.get('nodes', '', record.node)));
  const podIPs = spec.hostNetwork === true ? hostIPs : sandboxed && anyTried(record) ? record.podIPs.map((ip) => ({ ip })) : [];
  const conditions = conditionsOf(draft, pod, record, phase, containers, sandboxed, reported !== phase);
  const totals = totalResources(spec.containers);
  const { reason, message } = record.ending ?? {};
  return {
    ...(before.qosClass === undefined ? {} : { qosClass: before.qosClass }),
    ...totals,
    conditions,
    ...(inits.length > 0 ? { initContainerStatuses: inits } : {}),
    // Models pkg/kubelet/types/types.go SortedContainerStatuses (v1.37.1).
    containerStatuses: containers.length > 1 ? containers.toSorted((a, b) => (a.name < b.name ? -1 : 1)) : containers,
    ...(ephemeral.length > 0 ? { ephemeralContainerStatuses: ephemeral } : {}),
    hostIP: hostIPs[0]?.ip ?? '',
    hostIPs,
    ...(reason === undefined || phase !== 'Failed' ? {} : { reason, message: message ?? '' }),
    observedGeneration: generation,
    phase: reported,
    ...(podIPs[0] ? { podIP: podIPs[0].ip, podIPs } : {}),
    startTime: before.startTime ?? draft.timestamp,
  } as PodStatus;
}

const addressesOf = (node: Node | undefined): readonly { readonly ip: string }[] =>
  (node?.status?.addresses ?? []).filter(({ type }) => type === 'InternalIP').map(({ address }) => ({ ip: address }));

/** A Pod's addresses are first reported with a container that was tried. */
const anyTried = (record: KubeletPod): boolean =>
  Object.values(record.containers).some(({ state, lastState, id }) => id !== '' || state.waiting?.message !== undefined || Object.keys(lastState).length > 0);

function statusOf(draft: ClusterDraft, container: Container, known: KubeletContainer | undefined, waitingReason: string): ContainerStatus {
  const presence = imagePresence(draft.config, container.image ?? '');
  const created = known !== undefined && known.id !== '';
  const resources = (container.resources ?? {}) as { readonly requests?: JsonObject };
  return {
    ...(created && resources.requests ? { allocatedResources: resources.requests } : {}),
    ...(created ? { containerID: `containerd://${known.id}` } : {}),
    image: created && presence.kind === 'present' ? presence.name : (container.image ?? ''),
    imageID: created && presence.kind === 'present' ? presence.imageID : '',
    lastState: known?.lastState ?? {},
    name: container.name,
    ready: known?.ready ?? false,
    ...(created ? { resources } : {}),
    restartCount: known?.attempt ?? 0,
    started: known?.started ?? false,
    state: known?.state ?? { waiting: { reason: waitingReason } },
    ...((container.volumeMounts ?? []).length > 0
      ? { volumeMounts: (container.volumeMounts ?? []).map((mount) => (mount['readOnly'] === true ? { ...mount, recursiveReadOnly: 'Disabled' } : mount)) }
      : {}),
  } as ContainerStatus;
}

/** Sums of all containers, printed as they are written where only one container asks. */
function totalResources(containers: readonly Container[]): object {
  const asking = containers
    .map(({ resources }) => resources as { readonly requests?: JsonObject; readonly limits?: JsonObject } | undefined)
    .filter((one) => one?.requests ?? one?.limits);
  const [first] = asking;
  if (!first) return { resources: {} };
  return {
    ...(first.requests ? { allocatedResources: first.requests } : {}),
    resources: { ...(first.limits ? { limits: first.limits } : {}), ...(first.requests ? { requests: first.requests } : {}) },
  };
}

/** Models kubernetes pkg/kubelet getPhase (v1.37.1), and the end of a Pod that was told to end. */
export function phaseOf({ spec, status }: Pod, record: KubeletPod): NonNullable<PodStatus['phase']> {
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return status.phase;
  const policy = spec.restartPolicy ?? 'Always';
  const states = spec.containers.map(({ name }) => containerOf(record, name));
  const ended = states.filter((known) => known?.state.terminated !== undefined);
  const failed = ended.some((known) => known?.state.terminated?.exitCode !== 0);
  if (record.ending) {
    if (record.ending.endedAt === undefined) return status?.phase ?? 'Pending';
    return record.ending.reason !== undefined || failed || ended.length < states.length ? 'Failed' : 'Succeeded';
  }
  for (const init of spec.initContainers ?? []) {
    const known = containerOf(record, init.name);
    if (isSidecar(init)) {
      if (known?.started !== true) return 'Pending';
      continue;
    }
    if (known?.state.terminated?.exitCode === 0) continue;
    return policy === 'Never' && known?.state.terminated !== undefined ? 'Failed' : 'Pending';
  }
  const untried = states.some((known) => known === undefined || (known.state.waiting !== undefined && known.lastState.terminated === undefined));
  if (untried) return 'Pending';
  if (states.some((known) => known?.state.running !== undefined || known?.state.waiting !== undefined)) return 'Running';
  if (policy === 'Always') return 'Running';
  if (!failed) return 'Succeeded';
  return policy === 'Never' ? 'Failed' : 'Running';
}

// Models kubernetes pkg/kubelet/status/generate.go (v1.37.1).
function conditionsOf(
  draft: ClusterDraft,
  pod: Pod,
  record: KubeletPod,
  phase: string,
  containers: readonly ContainerStatus[],
  sandboxed: boolean,
  finishing: boolean,
): readonly Condition[] {
  const { spec, status } = pod;
  const known = status?.conditions ?? [];
  const observedGeneration = pod.metadata.generation ?? 1;
  const condition = (type: string, [status, reason, message]: Part): Condition => {
    const before = known.find((one) => one.type === type);
    const stays = before?.status === status;
    if (stays && before.reason === reason && before.message === message && before.observedGeneration === observedGeneration) return before;
    const next: { -readonly [K in keyof Condition]: Condition[K] } = {
      lastProbeTime: null,
      lastTransitionTime: stays ? (before.lastTransitionTime ?? null) : draft.timestamp,
      observedGeneration,
      type,
      status,
    };
    if (reason !== undefined) next.reason = reason;
    if (message !== undefined) next.message = message;
    return next;
  };
  const unready = containers.filter(({ ready }) => !ready).map(({ name }) => name);
  const incomplete = (spec.initContainers ?? []).filter((init) => !isInitialized(init, containerOf(record, init.name))).map(({ name }) => name);
  const ended = phase === 'Succeeded' ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : undefined;
  const containersReady: Part =
    ended !== undefined
      ? ['False', ended]
      : unready.length > 0
        ? ['False', 'ContainersNotReady', `containers with unready status: [${unready.join(' ')}]`]
        : TRUE;
  const gates = (spec.readinessGates ?? [])
    .map(({ conditionType }) => [conditionType, known.find(({ type }) => type === conditionType)] as const)
    .filter(([, gate]) => gate?.status !== 'True');
  const ready: Part =
    containersReady !== TRUE || gates.length === 0
      ? containersReady
      : [
          'False',
          'ReadinessGatesNotReady',
          gates
            .map(([type, gate]) =>
              gate
                ? `the status of pod readiness gate "${type}" is not "True", but ${gate.status}`
                : `corresponding condition of pod readiness gate "${type}" does not exist.`,
            )
            .join(', '),
        ];
  const over = record.ending?.endedAt !== undefined || (ended !== undefined && !finishing);
  const isDone = phase === 'Succeeded';
  return [
    ...known.filter(({ type }) => !KUBELET_CONDITIONS.has(type)),
    condition(
      'PodReadyToStartContainers',
      sandboxed && !over ? TRUE : ['False', 'PodSandboxNotReady', sandboxed ? 'pod sandbox is not ready' : 'no pod sandbox exists'],
    ),
    condition(
      'Initialized',
      incomplete.length > 0 && !isDone
        ? ['False', 'ContainersNotInitialized', `containers with incomplete status: [${incomplete.join(' ')}]`]
        : isDone
          ? ['True', 'PodCompleted']
          : TRUE,
    ),
    condition('Ready', ready),
    condition('ContainersReady', containersReady),
    condition('PodScheduled', TRUE),
  ];
}

/** Status, reason and message of a condition. */
type Part = readonly [status: Condition['status'], reason?: string, message?: string];

const TRUE: Part = ['True'];

/** Whether the next container may start, as far as this init container is concerned. */
export function isInitialized(init: Container, known: KubeletContainer | undefined): boolean {
  return isSidecar(init) ? known?.started === true : known?.state.terminated?.exitCode === 0;
}
