import type { Pod } from '../api/core-v1.ts';
import { Part } from '../parts/part.ts';
import { PODS_BY_NODE } from './indexes.ts';
import type { Controller } from './controller.ts';

/** What becomes of Pods whose node is gone: needed only where one is. */
export const ORPHANS_PART = new Part('orphaned-pods', async () => (await import('./pod-garbage.ts')).collectOrphans);

/** Who ends Pods of missing nodes, as what it writes says. */
export const POD_GARBAGE = 'pod-garbage-collector-controller';

/** Pods of a node that does not exist do not stay. Models kubernetes pkg/controller/podgc (v1.37.1). */
export const podGarbageCollector: Controller = {
  name: POD_GARBAGE,
  watches: ['nodes', 'pods'],
  keysOf({ table, name, to }, draft) {
    if (table === 'nodes') return [name];
    const node = (to as Pod | undefined)?.spec.nodeName;
    return node && !draft.get('nodes', '', node) ? [node] : [];
  },
  reconcile(name, draft) {
    const orphans = (space: string): boolean => draft.find(PODS_BY_NODE, space, name).length > 0;
    const missing = name !== '' && !draft.get('nodes', '', name) && draft.namespacesOf('pods').some(orphans);
    if (missing || draft.get('facts', POD_GARBAGE, name)) ORPHANS_PART.content(draft, name);
  },
};
