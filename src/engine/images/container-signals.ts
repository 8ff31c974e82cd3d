import type { Instant } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { ContainerRecord } from '../store/tables.ts';

/** The row of a container that runs now, or `undefined`. */
export function runningContainer(draft: ClusterDraft, namespace: string, pod: string, container: string): ContainerRecord | undefined {
  const record = draft.get('containers', namespace, `${pod}/${container}`);
  return record && !record.exited ? record : undefined;
}

/** A main process is over. */
export function endContainer(draft: ClusterDraft, namespace: string, pod: string, container: string, code: number, signal?: number): void {
  const { continuation: _, ...record } = runningContainer(draft, namespace, pod, container) as ContainerRecord;
  draft.unschedule(`process/${namespace}/${pod}/${container}`);
  draft.set(
    'containers',
    namespace,
    `${pod}/${container}`,
    { ...record, listeners: [], exited: { at: draft.now, code, ...(signal === undefined ? {} : { signal }) } },
    'process',
  );
}

/** How a server answers SIGTERM as pid 1: its exit status, and how much later it ends (measured with the real programs). */
function answerToTerm({ became, argv: started, listeners }: ContainerRecord): { readonly code: number; readonly delayMs: number } | undefined {
  const argv = became ?? started;
  switch (argv[0]?.replace(/^.*\//, '')) {
    case 'agnhost':
      // serve-hostname waits to be deleted; netexec --delay-shutdown=N serves on for N seconds (case traffic/terminating-fallback).
      if (argv[1] === 'serve-hostname') return { code: 0, delayMs: 60_000 };
      if (argv[1] === 'netexec')
        return { code: 0, delayMs: Number(listeners.find(({ options }) => options?.['delayShutdown'])?.options?.['delayShutdown'] ?? 0) * 1000 };
      return { code: 2, delayMs: 0 };
    case 'silent':
      return { code: 2, delayMs: 0 };
    case 'coredns':
      // kubeadm's Corefile: `health { lameduck 5s }`.
      return { code: 0, delayMs: Number(listeners[0]?.options?.['lameduck'] ?? 5000) };
    case 'pause':
    case 'nginx':
    case 'docker-entrypoint.sh':
      return { code: 0, delayMs: 0 };
    default:
      return undefined;
  }
}

/**
 * Sends a signal to a container's main process. `exited`: its row says so now. `exiting`: it will end by itself at a
 * moment that is scheduled. `ignored`: pid 1 without a handler never gets SIGTERM. `gone`: nothing was running.
 */
export function signalContainer(
  draft: ClusterDraft,
  namespace: string,
  pod: string,
  container: string,
  signal: 'TERM' | 'KILL',
): { readonly kind: 'exited' | 'ignored' | 'gone' } | { readonly kind: 'exiting'; readonly at: Instant } {
  const record = runningContainer(draft, namespace, pod, container);
  if (!record) return { kind: 'gone' };
  if (signal === 'KILL') {
    endContainer(draft, namespace, pod, container, 137, 9);
    return { kind: 'exited' };
  }
  const answer = answerToTerm(record);
  if (!answer) return { kind: 'ignored' };
  if (record.stopping) return { kind: 'exiting', at: record.stopping.at };
  const { code, delayMs } = answer;
  if (delayMs > 0) {
    const at = draft.now + delayMs;
    draft.set('containers', namespace, `${pod}/${container}`, { ...record, stopping: { at, code } }, 'process');
    draft.schedule(`process/${namespace}/${pod}/${container}`, { dueAt: at, owner: 'process', about: `${namespace}/${pod}/${container}` });
    return { kind: 'exiting', at };
  }
  endContainer(draft, namespace, pod, container, code);
  return { kind: 'exited' };
}
