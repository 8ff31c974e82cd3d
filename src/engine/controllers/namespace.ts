import type { Namespace } from '../api/core-v1.ts';
import type { KubernetesObject } from '../api/kubernetes-object.ts';
import { parseTime, type Instant } from '../clock/instant.ts';
import { Part } from '../parts/part.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { removeObject, replaceObject } from '../store/objects.ts';
import { resourceOfTable } from '../store/requests.ts';
import { OBJECT_TABLES, type ObjectTableName } from '../store/tables.ts';
import type { Controller } from './controller.ts';
import { remove } from './writing.ts';

/** What a namespace that goes says of itself: needed only where one goes. */
export const CONDITIONS_PART = new Part('namespace-conditions', async () => (await import('./namespace-conditions.ts')).writeConditions);

/** Who empties namespaces, as what it writes says. */
export const NAMESPACE_CONTROLLER = 'namespace-controller';
const GRACE_MS = 5000; // the controller lets the deletion reach every API server first
const FINALIZER_SECONDS = 15; // what it reckons with where finalizers are left
const FAILED_MS = 1000; // upstream a back-off from 5 ms on

const NAMESPACED = OBJECT_TABLES.filter((table) => resourceOfTable(table).namespaced);

/** Of one kind: how many are left, their finalizers, and how long that will take in seconds; 0 where nobody knows. */
export interface Left {
  readonly table: ObjectTableName;
  readonly count: number;
  readonly finalizers: readonly string[];
  readonly seconds: number;
}

/** A namespace that is to go is emptied, Pods first, then goes; its conditions say what is left. Models kubernetes pkg/controller/namespace (v1.37.1). */
export const namespace: Controller = {
  name: NAMESPACE_CONTROLLER,
  watches: ['namespaces'],
  keysOf: ({ name, to }) => ((to as Namespace | undefined)?.metadata.deletionTimestamp === undefined ? [] : [name]),
  reconcile(name, draft) {
    const found = draft.get('namespaces', '', name);
    const since = parseTime(found?.metadata.deletionTimestamp ?? '');
    if (!found || since === undefined) return;
    const due = draft.get('scheduled', '', `${NAMESPACE_CONTROLLER}/${name}`)?.dueAt ?? since + GRACE_MS;
    if (draft.now < since + GRACE_MS || due > draft.now) return wakeAt(draft, name, Math.max(due, since + GRACE_MS));
    const pods = empty(draft, name, 'pods', since);
    const left = pods ? [pods] : NAMESPACED.flatMap((table) => empty(draft, name, table, since) ?? []);
    const changed = CONDITIONS_PART.content(draft, name, left, pods !== undefined);
    if (left.length === 0) {
      draft.unschedule(`${NAMESPACE_CONTROLLER}/${name}`);
      if ((found.metadata.finalizers ?? []).length === 0) return removeObject(draft, 'namespaces', '', name, NAMESPACE_CONTROLLER);
      // Its content is gone: whoever takes the last finalizer away ends it.
      const { spec, ...emptied } = draft.get('namespaces', '', name) as Namespace;
      if (spec?.finalizers?.length) replaceObject(draft, 'namespaces', { ...emptied, spec: { ...spec, finalizers: [] } }, NAMESPACE_CONTROLLER);
      return;
    }
    const known = Math.max(...left.map(({ seconds }) => seconds));
    const again = left.some(({ seconds }) => seconds === 0) ? FAILED_MS : (Math.floor(known / 2) + 1) * 1000;
    // A changed namespace is looked at again as a new one is.
    wakeAt(draft, name, draft.now + (changed ? Math.min(again, GRACE_MS) : again));
  },
};

/** Asks for the end of everything of a kind; what is left then. */
function empty(draft: ClusterDraft, name: string, table: ObjectTableName, since: Instant): Left | undefined {
  const graces = table === 'pods' ? draft.list('pods', name) : [];
  const grace = Math.max(
    0,
    ...graces.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed').map(({ spec }) => spec.terminationGracePeriodSeconds ?? 0),
  );
  for (const object of draft.list(table, name) as KubernetesObject[]) remove(draft, table, object, NAMESPACE_CONTROLLER, { propagationPolicy: 'Background' });
  const objects = draft.list(table, name) as KubernetesObject[];
  if (objects.length === 0) return undefined;
  const finalizers = objects.flatMap(({ metadata }) => metadata.finalizers ?? []);
  const seconds = draft.now - since < grace * 1000 ? grace : finalizers.length > 0 ? FINALIZER_SECONDS : 0;
  return { table, count: objects.length, finalizers, seconds };
}

function wakeAt(draft: ClusterDraft, name: string, dueAt: number): void {
  draft.schedule(`${NAMESPACE_CONTROLLER}/${name}`, { dueAt, owner: NAMESPACE_CONTROLLER, about: name });
}
