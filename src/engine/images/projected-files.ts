// What the kubelet writes into a container's projected volumes. Models kubernetes pkg/volume/projected (v1.37.1).
import type { Pod } from '../api/core-v1.ts';
import { ACCOUNTS_PART } from '../servers/accounts-part.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';

interface Source {
  readonly serviceAccountToken?: { readonly path: string; readonly audience?: string; readonly expirationSeconds?: number };
  readonly configMap?: { readonly name: string; readonly items?: readonly { readonly key: string; readonly path: string }[] };
  readonly downwardAPI?: { readonly items?: readonly { readonly path: string; readonly fieldRef?: { readonly fieldPath: string } }[] };
}

interface Volume {
  readonly name: string;
  readonly projected?: { readonly sources?: readonly Source[] };
}

interface Mount {
  readonly name: string;
  readonly mountPath: string;
}

/** Puts the files of the projected volumes that a container mounts among its others, by absolute path; each is made when it is read. */
export function addProjectedFiles(files: { [path: string]: string }, draft: ClusterDraft, pod: Pod, container: string): void {
  const { volumes = [] } = pod.spec as unknown as { readonly volumes?: readonly Volume[] };
  const { volumeMounts = [] } = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find(({ name }) => name === container) ?? {};
  const { namespace = '', name: podName, uid = '' } = pod.metadata;
  for (const { name, mountPath } of volumeMounts as unknown as readonly Mount[]) {
    const add = (path: string, get: () => string): object => Object.defineProperty(files, `${mountPath}/${path}`, { get, enumerable: true });
    for (const { serviceAccountToken, configMap, downwardAPI } of volumes.find((volume) => volume.name === name)?.projected?.sources ?? []) {
      if (serviceAccountToken) add(serviceAccountToken.path, () => ACCOUNTS_PART.content.podToken(draft, pod, serviceAccountToken));
      const { data = {} } = (draft.get('configmaps', namespace, configMap?.name ?? '') ?? {}) as { readonly data?: { readonly [key: string]: string } };
      for (const { key, path } of configMap?.items ?? []) if (data[key] !== undefined) add(path, () => data[key] as string);
      for (const { path, fieldRef } of downwardAPI?.items ?? []) {
        const value = { 'metadata.namespace': namespace, 'metadata.name': podName, 'metadata.uid': uid }[fieldRef?.fieldPath ?? ''];
        if (value !== undefined) add(path, () => value);
      }
    }
  }
}
