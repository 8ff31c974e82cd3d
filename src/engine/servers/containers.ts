import type { Pod } from '../api/core-v1.ts';
import { civilTime } from '../clock/instant.ts';
import type { Location } from '../network/trace.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { podsByNode } from '../store/service-indexes.ts';
import type { ContainerRecord, Listener } from '../store/tables.ts';
import { twoDigits } from './http-message.ts';

/** The container that holds a socket, with its row's key. */
export interface Holder {
  readonly pod: Pod;
  readonly namespace: string;
  /** `<pod>/<container>`. */
  readonly key: string;
  readonly record: ContainerRecord;
}

/** Lines of a container's log that are kept. */
const LOG_LINES = 1000;

/** The running container behind a socket of a machine; `undefined` for what runs in no container. */
export function holderOf(draft: ClusterDraft, at: Location, listener: Listener): Holder | undefined {
  for (const pod of podsOn(draft, at)) {
    const namespace = pod.metadata.namespace ?? '';
    for (const { name } of [...pod.spec.containers, ...(pod.spec.initContainers ?? []), ...(pod.spec.ephemeralContainers ?? [])]) {
      const key = `${pod.metadata.name}/${name}`;
      const record = draft.get('containers', namespace, key);
      if (record && !record.exited && record.listeners.some((one) => one.protocol === listener.protocol && one.port === listener.port))
        return { pod, namespace, key, record };
    }
  }
  return undefined;
}

/** Where that container is, by its names. */
export function containerOf(
  draft: ClusterDraft,
  at: Location,
  listener: Listener,
): { readonly namespace: string; readonly pod: string; readonly container: string } | undefined {
  const holder = holderOf(draft, at, listener);
  const [pod = '', container = ''] = holder?.key.split('/') ?? [];
  return holder && { namespace: holder.namespace, pod, container };
}

function podsOn(draft: ClusterDraft, at: Location): readonly Pod[] {
  if (at.kind === 'pod') return [draft.get('pods', at.namespace, at.pod)].filter((pod) => pod !== undefined);
  if (at.kind !== 'node') return [];
  return draft.namespacesOf('pods').flatMap((namespace) => draft.find(podsByNode, namespace, at.node).filter(({ spec }) => spec.hostNetwork));
}

/** Adds a line to a container's log. */
export function writeLog(draft: ClusterDraft, { namespace, key }: Holder, stream: 'stdout' | 'stderr', line: string): void {
  const record = draft.get('containers', namespace, key);
  if (!record) return;
  draft.set('containers', namespace, key, { ...record, log: [...record.log.slice(1 - LOG_LINES), { at: draft.now, stream, text: `${line}\n` }] }, 'process');
}

/** Adds a line as agnhost writes what Go's log package says: through klog, to standard error (case traffic/what-servers-say). */
export function writeGoLog(draft: ClusterDraft, holder: Holder, text: string): void {
  const t = civilTime(draft.now);
  const time = [t.hour, t.minute, t.second].map(twoDigits).join(':');
  writeLog(
    draft,
    holder,
    'stderr',
    `I${twoDigits(t.month)}${twoDigits(t.day)} ${time}.${String(t.millisecond).padStart(3, '0')}000       1 log.go:244] ${text}`,
  );
}

/** Ends a container's main process with a status: its sockets are closed. The kubelet finds out when it looks. */
export function exitContainer(draft: ClusterDraft, { namespace, key }: Holder, code: number): void {
  const record = draft.get('containers', namespace, key);
  if (record) draft.set('containers', namespace, key, { ...record, listeners: [], exited: { at: draft.now, code: code & 255 } }, 'process');
}
