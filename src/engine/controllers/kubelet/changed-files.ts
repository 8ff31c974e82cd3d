// Models kubernetes pkg/volume/configmap, secret and projected (v1.37.1) after a Pod has started: whole volumes are renewed, `subPath` mounts never.
import type { Pod } from '../../api/core-v1.ts';
import { COREFILE_PART } from '../../servers/corefile-part.ts';
import { COREFILE_PATH } from '../../store/coredns-addon.ts';
import type { ClusterDraft } from '../../store/cluster-draft.ts';
import { isNodeDown } from './kubelet.ts';
import { ConfigError, containerFiles } from './setup.ts';

const NAME = 'mounted-files';
/** The recorded clusters' kubelets look at every Pod each second; by default it is once a minute. */
const SYNC_MS = 1000;
/** A volume whose object is gone is tried again until there is one. */
const RETRY_MS = 2000;

interface Source {
  readonly configMap?: { readonly name?: string };
  readonly secret?: { readonly name?: string; readonly secretName?: string };
}

interface Volume extends Source {
  readonly name: string;
  readonly projected?: { readonly sources?: readonly Source[] };
}

/** `configmaps/<namespace>/<name>` has changed; `due/…` is the kubelets' next look at it; `look/<namespace>/<pod>/<container>` is CoreDNS's at its file. */
export function bringFiles(draft: ClusterDraft, key: string): void {
  const [kind = '', ...rest] = key.split('/');
  if (kind === 'look') {
    const [namespace = '', pod = '', container = ''] = rest;
    const where = { namespace, key: `${pod}/${container}` };
    if (COREFILE_PART.content.look(draft, where)) COREFILE_PART.content.awaitLook(draft, where, NAME, key);
  } else if (kind === 'due') renew(draft, rest);
  else lookAgain(draft, key, SYNC_MS);
}

function lookAgain(draft: ClusterDraft, object: string, afterMs: number): void {
  draft.schedule(`${NAME}/${object}`, { dueAt: draft.now + afterMs, owner: NAME, about: `due/${object}`, idle: true });
}

function renew(draft: ClusterDraft, [table = '', namespace = '', name = '']: readonly string[]): void {
  const mounted = draft.list('pods', namespace).filter((pod) => volumesWith(pod, table, name).length > 0 && !isNodeDown(draft, pod.spec.nodeName ?? ''));
  for (const pod of mounted) renewPod(draft, pod, volumesWith(pod, table, name));
  if (mounted.length > 0 && !draft.get(table as 'configmaps' | 'secrets', namespace, name)) lookAgain(draft, `${table}/${namespace}/${name}`, RETRY_MS);
}

/** The names of a Pod's volumes that show an object. */
function volumesWith({ spec }: Pod, table: string, name: string): readonly string[] {
  const shows = ({ configMap, secret }: Source): boolean =>
    table === 'configmaps' ? configMap?.name === name : secret !== undefined && (secret.secretName ?? secret.name) === name;
  return ((spec.volumes ?? []) as unknown as readonly Volume[])
    .filter((volume) => shows(volume) || volume.projected?.sources?.some(shows))
    .map((one) => one.name);
}

function renewPod(draft: ClusterDraft, pod: Pod, volumes: readonly string[]): void {
  const { namespace = '', name: podName } = pod.metadata;
  for (const container of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    const key = `${podName}/${container.name}`;
    const record = draft.get('containers', namespace, key);
    const mounts = ((container.volumeMounts ?? []) as readonly { readonly name?: string; readonly mountPath?: string; readonly subPath?: string }[]).filter(
      (mount) => volumes.includes(mount.name ?? '') && mount.subPath === undefined,
    );
    if (!record || record.exited || record.podUID !== pod.metadata.uid || mounts.length === 0) continue;
    const isBelow = (path: string): boolean => mounts.some(({ mountPath = '' }) => path.startsWith(`${mountPath.replace(/\/$/, '')}/`));
    const below = (files: typeof record.files): [string, string | null][] => Object.entries(files).filter(([path]) => isBelow(path));
    try {
      const [before, now] = [below(record.files), below(containerFiles(draft, pod, container))];
      if (JSON.stringify(before.sort()) === JSON.stringify(now.sort())) continue;
      const files = Object.fromEntries([...Object.entries(record.files).filter(([path]) => !isBelow(path)), ...now]);
      draft.set('containers', namespace, key, { ...record, files }, 'kubelet');
      const isCoreDNS = record.listeners.some(({ server }) => server === 'coredns' || server === 'corefile');
      const isOther = files[COREFILE_PATH] !== (record.files[COREFILE_PATH] ?? files[COREFILE_PATH]);
      if (isCoreDNS && (isOther || record.files[COREFILE_PATH] === undefined))
        COREFILE_PART.content.awaitLook(draft, { namespace, key }, NAME, `look/${namespace}/${key}`);
    } catch (error) {
      // The object, or a key that a volume names, is gone: the files stay as they were.
      if (!(error instanceof ConfigError)) throw error;
    }
  }
}
