import type { Pod } from '../../api/core-v1.ts';
import type { ClusterDraft, RowIndex } from '../../store/cluster-draft.ts';
import type { ContainerRecord, KubeletContainer, KubeletPod } from '../../store/tables.ts';

/** Key: the uid of a Pod. */
const CONTAINERS_BY_POD: RowIndex<'containers'> = { name: 'containers-by-pod', table: 'containers', keysOf: ({ podUID }) => podUID };

/** Every container of a Pod that was ever started, running or not. */
export function containersOf(draft: ClusterDraft, pod: Pod): readonly ContainerRecord[] {
  return draft.find(CONTAINERS_BY_POD, pod.metadata.namespace ?? '', pod.metadata.uid ?? '');
}

/** What the kubelet knows of a container; `undefined` before it was looked at. A container may be called `constructor`. */
export function containerOf({ containers }: Pick<KubeletPod, 'containers'>, name: string): KubeletContainer | undefined {
  return Object.hasOwn(containers, name) ? containers[name] : undefined;
}

/** What runs, or ran, in one container of this very Pod. */
export function containerRow(draft: ClusterDraft, pod: Pod, container: string): ContainerRecord | undefined {
  const row = draft.get('containers', pod.metadata.namespace ?? '', `${pod.metadata.name}/${container}`);
  return row?.podUID === pod.metadata.uid ? row : undefined;
}
