import type { Container, Pod } from '../../api/core-v1.ts';
import { formatTime, type Instant } from '../../clock/instant.ts';
import { execInContainer } from '../../images/container-runtime.ts';
import { signalContainer } from '../../images/container-signals.ts';
import { deleteObject } from '../../store/api-server.ts';
import type { ClusterDraft } from '../../store/cluster-draft.ts';
import type { KubeletContainer, KubeletPod } from '../../store/tables.ts';
import { recordEvent } from '../events.ts';
import { fieldPathOf, runProbes } from './probes.ts';
import { containerOf, containerRow } from './runtime.ts';

const NAME = 'kubelet';
export const FINAL_MS = 300; // between the end of a Pod's last container and its removal

/**
 * One step of a Pod's end: containers are told to end (SIGTERM after preStop), killed when their time is up, and once all
 * have ended the API server is told to let the Pod go. Models kubernetes pkg/kubelet SyncTerminatingPod (v1.37.1).
 *
 * A main process that ignores SIGTERM is killed at once, as the recorded clusters' runtime does (not after the grace period).
 */
export function endPod(draft: ClusterDraft, pod: Pod, from: KubeletPod, why: { readonly reason?: string; readonly message?: string } = {}): KubeletPod {
  const { namespace = '', name, uid } = pod.metadata;
  const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
  const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers, ...(pod.spec.ephemeralContainers ?? [])];
  let record = from;
  if (!record.ending) {
    const killAt = all.some((container) => containerOf(record, container.name)?.state.running) ? draft.now + graceMs : draft.now;
    record = { ...record, ending: { killAt, ...why } };
    for (const container of all) if (containerOf(record, container.name)?.state.running) tellToEnd(draft, pod, record, container, killAt);
  }
  const ending = record.ending as NonNullable<KubeletPod['ending']>;
  if (ending.endedAt !== undefined) {
    const { deletionTimestamp, deletionGracePeriodSeconds, finalizers = [] } = pod.metadata;
    // Told once: what finalizers hold goes when the last of them is taken away.
    const isTold = deletionGracePeriodSeconds === 0 && finalizers.length > 0;
    if (deletionTimestamp !== undefined && !isTold && ending.endedAt + FINAL_MS <= draft.now) {
      deleteObject(draft, 'pods', namespace, name, { by: NAME, gracePeriodSeconds: 0, ...(uid === undefined ? {} : { preconditionUID: uid }) });
    }
    return record;
  }
  const killAt = Math.min(ending.killAt, pod.metadata.deletionGracePeriodSeconds === undefined ? Infinity : draft.now + graceMs);
  const containers: { [name: string]: KubeletContainer } = {};
  let running = false;
  for (const container of all) {
    const known = containerOf(record, container.name);
    if (!known) continue;
    const next = stepToEnd(draft, pod, record, container, known, killAt);
    running ||= next.state.running !== undefined;
    containers[container.name] = next;
  }
  return { ...record, containers, ending: { ...ending, killAt, ...(running ? {} : { endedAt: draft.now }) } };
}

function tellToEnd(draft: ClusterDraft, pod: Pod, record: KubeletPod, container: Container, killAt: Instant): void {
  const { namespace = '', name } = pod.metadata;
  recordEvent(draft, pod, { component: NAME, host: record.node }, 'Normal', 'Killing', `Stopping container ${container.name}`, fieldPathOf(pod, container));
  const preStop = (
    container.lifecycle as
      { readonly preStop?: { readonly exec?: { readonly command?: readonly string[] }; readonly sleep?: { readonly seconds: number } } } | undefined
  )?.preStop;
  const outcome = preStop?.exec && execInContainer(draft, namespace, name, container.name, preStop.exec.command ?? []);
  if (outcome && (outcome.kind !== 'exited' || outcome.exitCode !== 0))
    recordEvent(draft, pod, { component: NAME, host: record.node }, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', fieldPathOf(pod, container));
  const hookMs = outcome?.kind === 'exited' ? outcome.elapsedMs : (preStop?.sleep?.seconds ?? 0) * 1000;
  if (hookMs > 0) {
    // The hook holds SIGTERM back; the alarm of the Pod rings then.
    draft.set('facts', NAME, `term-at/${namespace}/${name}/${container.name}`, { value: Math.min(killAt, draft.now + hookMs) }, NAME);
    draft.schedule(`${NAME}/term/${namespace}/${name}/${container.name}`, {
      dueAt: Math.min(killAt, draft.now + hookMs),
      owner: NAME,
      about: `${namespace}/${name}`,
    });
  } else terminate(draft, pod, container);
}

function terminate(draft: ClusterDraft, pod: Pod, container: Container): void {
  const { namespace = '', name } = pod.metadata;
  if (signalContainer(draft, namespace, name, container.name, 'TERM').kind === 'ignored') signalContainer(draft, namespace, name, container.name, 'KILL');
}

function stepToEnd(draft: ClusterDraft, pod: Pod, record: KubeletPod, container: Container, known: KubeletContainer, killAt: Instant): KubeletContainer {
  const { tryAt: _, ...still } = known;
  if (!known.state.running) return still;
  const { namespace = '', name } = pod.metadata;
  const fact = `term-at/${namespace}/${name}/${container.name}`;
  const termAt = draft.get('facts', NAME, fact)?.value as number | undefined;
  if (termAt !== undefined && termAt <= draft.now) {
    draft.delete('facts', NAME, fact, NAME);
    draft.unschedule(`${NAME}/term/${namespace}/${name}/${container.name}`);
    terminate(draft, pod, container);
  }
  if (killAt <= draft.now && containerRow(draft, pod, container.name)?.exited === undefined) signalContainer(draft, namespace, name, container.name, 'KILL');
  const row = containerRow(draft, pod, container.name);
  if (row && !row.exited) return runProbes(draft, pod, record, container, still, row.startedAt).known;
  const { at = draft.now, code = 137 } = row?.exited ?? {};
  const terminated = {
    containerID: `containerd://${known.id}`,
    exitCode: code,
    finishedAt: formatTime(at),
    reason: code === 0 ? 'Completed' : 'Error',
    startedAt: formatTime(row?.startedAt ?? at),
  };
  return { ...still, state: { terminated }, started: false, ready: false, probes: {} };
}

/** Nothing of a Pod that is gone stays on its node. */
export function forgetPod(draft: ClusterDraft, namespace: string, name: string): void {
  const record = draft.get('kubelet', namespace, name);
  for (const container of Object.keys(record?.containers ?? {})) {
    if (draft.get('containers', namespace, `${name}/${container}`)?.podUID === record?.podUID) {
      signalContainer(draft, namespace, name, container, 'KILL');
      draft.delete('containers', namespace, `${name}/${container}`, NAME);
    }
  }
  draft.delete('kubelet', namespace, name, NAME);
  for (const alarm of [`${NAME}/${namespace}/${name}`, `probe/${namespace}/${name}`]) draft.unschedule(alarm);
}
