import { Part } from '../parts/part.ts';
import type { Controller } from './controller.ts';

/** What brings changed files to the Pods that mount them. */
export const MOUNTED_FILES_PART = new Part('mounted-files', async () => (await import('./kubelet/changed-files.ts')).bringFiles);

/** What is changed in a ConfigMap or a Secret comes into the volumes of running Pods. */
export const mountedFiles: Controller = {
  name: 'mounted-files',
  watches: ['configmaps', 'secrets'],
  keysOf: ({ table, from }, _, key) => (from ? [`${table}/${key}`] : []),
  reconcile: (key, draft) => MOUNTED_FILES_PART.content(draft, key),
};
