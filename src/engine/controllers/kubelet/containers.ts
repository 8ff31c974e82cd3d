import type { Container, ContainerState, Pod } from '../../api/core-v1.ts';
import { formatTime, type DurationMs, type Instant } from '../../clock/instant.ts';
import { execInContainer, imagePresence, startContainer } from '../../images/container-runtime.ts';
import { signalContainer } from '../../images/container-signals.ts';
import type { ClusterDraft } from '../../store/cluster-draft.ts';
import { drawUID } from '../../store/objects.ts';
import type { ContainerRecord, KubeletContainer, KubeletPod } from '../../store/tables.ts';
import { recordEvent } from '../events.ts';
import { isSidecar } from './pod-status.ts';
import { fieldPathOf, runProbes } from './probes.ts';
import { containerRow } from './runtime.ts';
import { ConfigError, containerSetup, withVariables } from './setup.ts';

const START_MS: DurationMs = 200; // from the end of a container that was killed to its new start
const RESTART_MS: DurationMs = 400; // until the kubelet has seen that a container ended
const NOTICE_MS: DurationMs = 1500; // until a failed start is called a back-off
const RETRY_MS: DurationMs = 2000; // a container whose configuration is missing is tried at every sync
const FIRST_BACK_OFF_MS: DurationMs = 10_000;
const MAX_BACK_OFF_MS: DurationMs = 300_000;

export const UNTRIED: KubeletContainer = { id: '', attempt: 0, state: {}, lastState: {}, started: false, ready: false, probes: {} };

/** One container of a Pod while a kubelet looks at it. */
interface Look {
  readonly draft: ClusterDraft;
  readonly pod: Pod;
  readonly record: KubeletPod;
  readonly container: Container;
}

/**
 * A container after everything that is due for it at this moment: start, pull, probes, end, restart. `undefined` state is
 * what the status calls ContainerCreating. Models kubernetes pkg/kubelet/kuberuntime SyncPod (v1.37.1).
 */
export function advanceContainer(look: Look, from: KubeletContainer | undefined): KubeletContainer {
  const { draft, pod, container } = look;
  let known = from ?? { ...UNTRIED, tryAt: draft.now };
  // Another image is tried at once: the pause is that of the one before.
  if (known.pullBackOff && known.pullBackOff.image !== container.image) {
    const { pullBackOff: _, ...rest } = known;
    known = { ...rest, tryAt: draft.now };
  }
  if (known.state.running) known = watchRunning(look, known);
  if (known.tryAt !== undefined && known.tryAt <= draft.now) known = tryStart(look, known);
  // A container that ended at once is noticed like any other.
  if (known.state.running && containerRow(draft, pod, container.name)?.exited) known = watchRunning(look, known);
  return known;
}

/** A container that was running when last seen: it may have ended, failed a probe or be defined anew. */
function watchRunning(look: Look, known: KubeletContainer): KubeletContainer {
  const { draft, pod, record, container } = look;
  const row = containerRow(draft, pod, container.name);
  if (!row || row.exited) return ended(look, known, row);
  if (row.image !== (container.image ?? '')) return killAndRestart(look, known, `Container ${container.name} definition changed, will be restarted`);
  const { known: probed, kill } = runProbes(draft, pod, record, container, known, row.startedAt);
  if (kill) return killAndRestart(look, probed, `Container ${container.name} failed ${kill} probe, will be restarted`);
  return probed;
}

function ended(look: Look, known: KubeletContainer, row: ContainerRecord | undefined): KubeletContainer {
  const { draft } = look;
  const state = terminatedState(look.container, known, row, draft.now);
  const over: KubeletContainer = { ...known, state, endedAt: row?.exited?.at ?? draft.now, started: false, ready: false, probes: {} };
  return restarts(look, state) ? planRestart(look, over) : over;
}

/** Whether a container that ended so is started again. */
function restarts({ pod, container }: Look, { terminated }: ContainerState): boolean {
  if (pod.spec.ephemeralContainers?.some(({ name }) => name === container.name)) return false;
  const policy = pod.spec.restartPolicy ?? 'Always';
  if (isSidecar(container)) return true;
  if (pod.spec.initContainers?.some(({ name }) => name === container.name)) return terminated?.exitCode !== 0 && policy !== 'Never';
  return policy === 'Always' || (policy === 'OnFailure' && terminated?.exitCode !== 0);
}

// Models kuberuntime doBackOff (v1.37.1): the first restart is free; then 10 s, 20 s, … 5 min since the container's end.
function planRestart({ draft }: Look, known: KubeletContainer): KubeletContainer {
  const { backOff, endedAt = draft.now } = known;
  return { ...known, tryAt: backOff && endedAt + backOff.ms > draft.now ? draft.now + NOTICE_MS : draft.now + RESTART_MS };
}

function terminatedState(container: Container, known: KubeletContainer, row: ContainerRecord | undefined, now: Instant): ContainerState {
  const { at = now, code = 137 } = row?.exited ?? {};
  const message = row && terminationMessage(container, row, code);
  return {
    terminated: {
      containerID: `containerd://${known.id}`,
      exitCode: code,
      finishedAt: formatTime(at),
      ...(message ? { message } : {}),
      reason: code === 0 ? 'Completed' : 'Error',
      startedAt: formatTime(row?.startedAt ?? at),
    },
  };
}

const MOST_MESSAGE = 4096;
const MOST_LOG_MESSAGE = 2048;
const MOST_LOG_LINES = 80;

/** What a container left behind for people to read. Models kuberuntime getTerminationMessage (v1.37.1). */
function terminationMessage(container: Container, row: ContainerRecord, code: number): string {
  const written = row.files[container.terminationMessagePath ?? '/dev/termination-log'] ?? '';
  if (written !== '' || code === 0 || container.terminationMessagePolicy !== 'FallbackToLogsOnError') return written.slice(0, MOST_MESSAGE);
  const log = row.log.slice(-MOST_LOG_LINES).map(({ text }) => (text.endsWith('\n') ? text : `${text}\n`));
  return log.join('').slice(-MOST_LOG_MESSAGE);
}

/** Ends a container now, as a failed probe or a new image asks, and starts it again unless it did so too often. */
function killAndRestart(look: Look, known: KubeletContainer, message: string): KubeletContainer {
  const { draft, pod, record, container } = look;
  recordEvent(draft, pod, { component: 'kubelet', host: record.node }, 'Normal', 'Killing', message, fieldPathOf(pod, container));
  stopNow(draft, pod, container.name);
  const state = terminatedState(container, known, containerRow(draft, pod, container.name), draft.now);
  const over: KubeletContainer = { ...known, state, endedAt: draft.now, started: false, ready: false, probes: {} };
  if (!restarts(look, state)) return over;
  // The kubelet counts from the end of the container before this one: it has not seen this end yet.
  const { endedAt, backOff } = known;
  if (endedAt === undefined) return { ...over, free: true, tryAt: draft.now + START_MS };
  if (backOff && endedAt + backOff.ms > draft.now) return { ...over, tryAt: draft.now + NOTICE_MS };
  return { ...over, backOff: prolonged(backOff, draft.now), free: true, tryAt: draft.now + START_MS };
}

/** The next pause: the first, twice the last, or the first again after a long time without a crash. */
function prolonged(backOff: KubeletContainer['backOff'], now: Instant): NonNullable<KubeletContainer['backOff']> {
  const fresh = !backOff || now - backOff.since > 2 * MAX_BACK_OFF_MS;
  return { ms: fresh ? FIRST_BACK_OFF_MS : Math.min(MAX_BACK_OFF_MS, backOff.ms * 2), since: now };
}

/** SIGTERM, and SIGKILL at once where the process does not end by itself. */
function stopNow(draft: ClusterDraft, pod: Pod, container: string): void {
  const namespace = pod.metadata.namespace ?? '';
  if (signalContainer(draft, namespace, pod.metadata.name, container, 'TERM').kind !== 'exited')
    signalContainer(draft, namespace, pod.metadata.name, container, 'KILL');
}

/** One attempt to start: back-off, image, configuration, process. */
function tryStart(look: Look, known: KubeletContainer): KubeletContainer {
  const { draft, pod, record, container } = look;
  const source = { component: 'kubelet', host: record.node };
  const fieldPath = fieldPathOf(pod, container);
  const report = (type: 'Normal' | 'Warning', reason: string, message: string): void => recordEvent(draft, pod, source, type, reason, message, fieldPath);
  const { tryAt: _, ...rest } = known;

  const lastEnd = known.state.terminated ?? known.lastState.terminated;
  const finishedAt = known.endedAt;
  let backOff = known.backOff;
  if (finishedAt !== undefined && known.free !== true) {
    if (backOff && finishedAt + backOff.ms > draft.now) {
      const podName = `${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
      if (known.state.waiting?.reason !== 'CrashLoopBackOff')
        report('Warning', 'BackOff', `Back-off restarting failed container ${container.name} in pod ${podName}`);
      const message = `back-off ${formatBackOff(backOff.ms)} restarting failed container=${container.name} pod=${podName}`;
      const lastState = known.state.terminated ? { terminated: known.state.terminated } : known.lastState;
      return { ...known, state: { waiting: { message, reason: 'CrashLoopBackOff' } }, lastState, tryAt: finishedAt + backOff.ms };
    }
    backOff = prolonged(backOff, draft.now);
  }

  const pulled = pullImage(look, rest, report);
  if (pulled) return pulled;

  const addressed = { ...pod, status: { ...pod.status, podIP: record.podIPs[0] ?? '', podIPs: record.podIPs.map((ip) => ({ ip })) } };
  let setup;
  try {
    setup = containerSetup(draft, addressed, container);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    report('Warning', 'Failed', `Error: ${error.message}`);
    return { ...rest, state: { waiting: { message: error.message, reason: 'CreateContainerConfigError' } }, tryAt: draft.now + RETRY_MS };
  }

  const attempt = lastEnd ? known.attempt + 1 : known.attempt;
  const id = `${drawUID(draft)}${drawUID(draft)}`.replaceAll('-', '');
  const lastState = known.state.terminated ? { terminated: known.state.terminated } : known.lastState;
  const log = known.id === '' ? undefined : containerRow(draft, pod, container.name)?.log;
  const base: KubeletContainer = {
    id,
    attempt,
    lastState,
    state: {},
    started: false,
    ready: false,
    probes: {},
    ...(backOff ? { backOff } : {}),
    ...(finishedAt === undefined ? {} : { endedAt: finishedAt }),
    ...(log ? { previousLog: log } : {}),
  };
  report('Normal', 'Created', 'Container created');
  const outcome = startContainer(draft, addressed, withVariables(container, setup.env), setup);
  if (outcome.kind === 'failed') {
    report('Warning', 'Failed', `Error: ${outcome.message}`);
    const terminated = {
      containerID: `containerd://${id}`,
      exitCode: 128,
      finishedAt: formatTime(draft.now),
      message: outcome.message,
      reason: 'StartError',
      startedAt: formatTime(0),
    };
    if (!restarts(look, { terminated })) return { ...base, endedAt: draft.now, state: { terminated } };
    return {
      ...base,
      endedAt: draft.now,
      lastState: { terminated },
      state: { waiting: { message: outcome.message, reason: 'RunContainerError' } },
      tryAt: draft.now + NOTICE_MS,
    };
  }
  report('Normal', 'Started', 'Container started');
  runPostStart(look, report);
  const running: KubeletContainer = {
    ...base,
    state: { running: { startedAt: draft.timestamp } },
    started: !container.startupProbe,
    ready: !container.startupProbe && !container.readinessProbe,
  };
  return containerRow(draft, pod, container.name)?.exited ? running : runProbes(draft, pod, record, container, running, draft.now).known;
}

/** A hook that fails ends the container it should have prepared. Models kuberuntime startContainer, step 4 (v1.37.1); `exec` only. */
function runPostStart({ draft, pod, container }: Look, report: Report): void {
  const lifecycle = container.lifecycle as { readonly postStart?: { readonly exec?: { readonly command?: readonly string[] } } } | undefined;
  const command = lifecycle?.postStart?.exec?.command;
  if (!command) return;
  const outcome = execInContainer(draft, pod.metadata.namespace ?? '', pod.metadata.name, container.name, command);
  if (outcome.kind === 'exited' && outcome.exitCode === 0) return;
  report('Warning', 'FailedPostStartHook', 'PostStartHook failed');
  report('Normal', 'Killing', 'FailedPostStartHook');
  stopNow(draft, pod, container.name);
}

const formatBackOff = (ms: DurationMs): string => (ms < 60_000 ? `${ms / 1000}s` : `${Math.floor(ms / 60_000)}m${(ms % 60_000) / 1000}s`);

type Report = (type: 'Normal' | 'Warning', reason: string, message: string) => void;

/** What keeps a container waiting for its image, or nothing. Models pkg/kubelet/images EnsureImageExists (v1.37.1). */
function pullImage({ draft, container }: Look, known: KubeletContainer, report: Report): KubeletContainer | undefined {
  const image = container.image ?? '';
  const presence = imagePresence(draft.config, image);
  const waiting = (reason: string, message: string): KubeletContainer['state'] => ({ waiting: { message, reason } });
  if (presence.kind === 'invalid') {
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${presence.reason}`;
    report('Warning', 'InspectFailed', message);
    report('Warning', 'Failed', 'Error: InvalidImageName');
    return { ...known, state: waiting('InvalidImageName', message), tryAt: draft.now + FIRST_BACK_OFF_MS };
  }
  if (presence.kind === 'present') {
    if (container.imagePullPolicy !== 'Always')
      report('Normal', 'Pulled', `Container image "${image}" already present on machine and can be accessed by the pod`);
    else {
      report('Normal', 'Pulling', `Pulling image "${image}"`);
      report('Normal', 'Pulled', `Successfully pulled image "${image}" in 1ms (1ms including waiting). Image size: 1 bytes.`);
    }
    return undefined;
  }
  if (container.imagePullPolicy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    report('Warning', 'ErrImageNeverPull', message);
    report('Warning', 'Failed', 'Error: ErrImageNeverPull');
    return { ...known, state: waiting('ErrImageNeverPull', message), tryAt: draft.now + FIRST_BACK_OFF_MS };
  }
  const { pullBackOff } = known;
  if (pullBackOff && pullBackOff.until > draft.now) {
    report('Normal', 'BackOff', `Back-off pulling image "${image}"`);
    report('Warning', 'Failed', 'Error: ImagePullBackOff');
    return {
      ...known,
      state: waiting('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${pullBackOff.message}`),
      tryAt: pullBackOff.until,
    };
  }
  // The kubelet leaves out what gRPC adds to an unknown error, and keeps it for a known one.
  const message = presence.code === 'Unknown' ? presence.desc : `rpc error: code = ${presence.code} desc = ${presence.desc}`;
  report('Normal', 'Pulling', `Pulling image "${image}"`);
  report('Warning', 'Failed', `Failed to pull image "${image}": ${message}`);
  report('Warning', 'Failed', 'Error: ErrImagePull');
  const ms = pullBackOff ? Math.min(MAX_BACK_OFF_MS, pullBackOff.ms * 2) : FIRST_BACK_OFF_MS;
  return { ...known, state: waiting('ErrImagePull', message), pullBackOff: { image, ms, until: draft.now + ms, message }, tryAt: draft.now + NOTICE_MS };
}
