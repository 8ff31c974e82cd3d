import { Part } from '../parts/part.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { splitKey, type Controller } from './controller.ts';

/** What brings changed files to the Pods that mount them. */
export const MOUNTED_FILES_PART = new Part('mounted-files', async () => (await import('./kubelet/changed-files.ts')).bringFiles);

/** Whether a Pod that runs may already show an object that is new: its volume is `optional` (case faults/settings-that-come-late). */
function isAwaited(draft: ClusterDraft, key: string): boolean {
  const [namespace, name] = splitKey(key);
  return draft.list('pods', namespace).some(({ spec, status }) => status?.phase === 'Running' && JSON.stringify(spec.volumes ?? []).includes(`"${name}"`));
}

/** What is changed in a ConfigMap or a Secret comes into the volumes of running Pods. */
export const mountedFiles: Controller = {
  name: 'mounted-files',
  watches: ['configmaps', 'secrets'],
  keysOf: ({ table, from }, draft, key) => (from || isAwaited(draft, key) ? [`${table}/${key}`] : []),
  reconcile: (key, draft) => MOUNTED_FILES_PART.content(draft, key),
};
