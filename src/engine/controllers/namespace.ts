import type { Namespace } from '../api/core-v1.ts';
import type { KubernetesObject } from '../api/kubernetes-object.ts';
import { parseTime } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { removeObject } from '../store/objects.ts';
import { resourceOfTable } from '../store/requests.ts';
import { OBJECT_TABLES } from '../store/tables.ts';
import type { Controller } from './controller.ts';
import { remove } from './writing.ts';

const NAME = 'namespace-controller';
const GRACE_MS = 5000; // the controller lets the deletion reach every API server first
const RETRY_MS = 5000;

const NAMESPACED = OBJECT_TABLES.filter((table) => resourceOfTable(table).namespaced);

/** A namespace that is to go is emptied, then goes. Models kubernetes pkg/controller/namespace (v1.37.1), without its conditions. */
export const namespace: Controller = {
  name: NAME,
  watches: ['namespaces'],
  keysOf: ({ name, to }) => ((to as Namespace | undefined)?.metadata.deletionTimestamp === undefined ? [] : [name]),
  reconcile(name, draft) {
    const found = draft.get('namespaces', '', name);
    const since = parseTime(found?.metadata.deletionTimestamp ?? '');
    if (!found || since === undefined) return;
    if (draft.now < since + GRACE_MS) return wakeAt(draft, name, since + GRACE_MS);
    if (empty(draft, name)) {
      removeObject(draft, 'namespaces', '', name, NAME);
      draft.unschedule(`${NAME}/${name}`);
    } else wakeAt(draft, name, draft.now + RETRY_MS);
  },
};

/** Asks for the end of everything; true when nothing is left. */
function empty(draft: ClusterDraft, name: string): boolean {
  let left = 0;
  for (const table of NAMESPACED) {
    for (const object of draft.list(table, name) as KubernetesObject[]) remove(draft, table, object, NAME, { propagationPolicy: 'Background' });
    left += draft.names(table, name).length;
  }
  return left === 0;
}

function wakeAt(draft: ClusterDraft, name: string, dueAt: number): void {
  draft.schedule(`${NAME}/${name}`, { dueAt, owner: NAME, about: name });
}
