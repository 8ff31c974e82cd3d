import type { KubernetesObject, OwnerReference } from '../api/kubernetes-object.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { OBJECT_TABLES, type ObjectTableName, type ObjectTables } from '../store/tables.ts';
import { resourceOfTable } from '../store/requests.ts';
import type { Controller } from './controller.ts';
import { DEPENDENTS } from './indexes.ts';
import { remove, update } from './writing.ts';

const NAME = 'garbage-collector-controller';
const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

interface Dependent {
  readonly table: ObjectTableName;
  readonly object: KubernetesObject;
}

/**
 * What belonged to an object goes with it, is set free, or goes before it. Models kubernetes pkg/controller/garbagecollector
 * (v1.37.1). Keys: `gone|namespace|uid` after an end, `look|table|namespace|name` for what is to end or may have lost its owner.
 */
export const garbageCollector: Controller = {
  name: NAME,
  // Events belong to nobody.
  watches: OBJECT_TABLES.filter((table) => table !== 'events'),
  keysOf({ table, namespace, name, from, to }, draft) {
    const [before, after] = [from, to] as (KubernetesObject | undefined)[];
    if (!after) {
      const owners =
        before?.metadata.ownerReferences?.filter(({ blockOwnerDeletion }) => blockOwnerDeletion).flatMap((owner) => lookAt(owner, namespace)) ?? [];
      return [`gone|${namespace}|${before?.metadata.uid ?? ''}`, ...owners];
    }
    const { finalizers = [], ownerReferences = [], deletionTimestamp } = after.metadata;
    if (deletionTimestamp !== undefined && (finalizers.includes(ORPHAN) || finalizers.includes(FOREGROUND))) return [`look|${table}|${namespace}|${name}`];
    return before || ownerReferences.every((owner) => ownerExists(draft, owner, namespace)) ? [] : [`look|${table}|${namespace}|${name}`];
  },
  reconcile(key, draft) {
    const [what, ...rest] = key.split('|') as [string, string, string, string];
    if (what === 'gone') {
      const [namespace, uid] = rest;
      for (const dependent of dependentsOf(draft, namespace, uid)) dropIfAbandoned(draft, dependent);
      return;
    }
    const [table, namespace, name] = rest as [ObjectTableName, string, string];
    const object = draft.get(table, namespace, name) as KubernetesObject | undefined;
    if (!object) return;
    if (object.metadata.deletionTimestamp === undefined) dropIfAbandoned(draft, { table, object });
    else if (object.metadata.finalizers?.includes(ORPHAN)) setFree(draft, table, object);
    else if (object.metadata.finalizers?.includes(FOREGROUND)) endFromBelow(draft, table, object);
  },
};

const TABLES_OF_KIND = new Map(OBJECT_TABLES.map((table) => [resourceOfTable(table).kind, table]));

function tableOf({ apiVersion, kind }: OwnerReference): ObjectTableName | undefined {
  const table = TABLES_OF_KIND.get(kind);
  return table && resourceOfTable(table).apiVersion === apiVersion ? table : undefined;
}

function lookAt(owner: OwnerReference, namespace: string): string[] {
  const table = tableOf(owner);
  return table ? [`look|${table}|${resourceOfTable(table).namespaced ? namespace : ''}|${owner.name}`] : [];
}

function dependentsOf(draft: ClusterDraft, namespace: string, uid: string): Dependent[] {
  return DEPENDENTS.flatMap((index) => {
    const spaces = namespace === '' ? draft.namespacesOf(index.table) : [namespace];
    return spaces.flatMap((space) =>
      draft.count(index, space, uid) === 0
        ? []
        : draft.find(index, space, uid).map((row): Dependent => ({ table: index.table, object: row as KubernetesObject })),
    );
  });
}

function ownerExists(draft: ClusterDraft, owner: OwnerReference, namespace: string): boolean {
  const table = tableOf(owner);
  if (!table) return true; // a kind that is not simulated: nobody can say that it is gone
  const found = draft.get(table, resourceOfTable(table).namespaced ? namespace : '', owner.name) as KubernetesObject | undefined;
  return found?.metadata.uid === owner.uid;
}

/** An object none of whose owners exist goes; references to owners that are gone go in any case. */
function dropIfAbandoned(draft: ClusterDraft, { table, object }: Dependent): void {
  const { ownerReferences = [], namespace = '', name } = object.metadata;
  const current = draft.get(table, namespace, name) as KubernetesObject | undefined;
  if (current?.metadata.uid !== object.metadata.uid || ownerReferences.length === 0) return;
  const left = ownerReferences.filter((owner) => ownerExists(draft, owner, namespace));
  if (left.length === ownerReferences.length) return;
  if (left.length === 0) remove(draft, table, object, NAME, { propagationPolicy: object.metadata.finalizers?.includes(ORPHAN) ? 'Orphan' : 'Background' });
  else update(draft, table, { ...object, metadata: { ...object.metadata, ownerReferences: left } } as unknown as ObjectTables[ObjectTableName], NAME);
}

/** Dependents lose their reference, then the object goes. */
function setFree(draft: ClusterDraft, table: ObjectTableName, object: KubernetesObject): void {
  for (const dependent of dependentsOf(draft, object.metadata.namespace ?? '', object.metadata.uid ?? '')) {
    const { ownerReferences = [], ...metadata } = dependent.object.metadata;
    const left = ownerReferences.filter(({ uid }) => uid !== object.metadata.uid);
    update(
      draft,
      dependent.table,
      { ...dependent.object, metadata: { ...metadata, ...(left.length > 0 ? { ownerReferences: left } : {}) } } as unknown as ObjectTables[ObjectTableName],
      NAME,
    );
  }
  dropFinalizer(draft, table, object, ORPHAN);
}

/** Dependents end first, in the same way; the object goes when none that blocks is left. */
function endFromBelow(draft: ClusterDraft, table: ObjectTableName, object: KubernetesObject): void {
  const uid = object.metadata.uid ?? '';
  const dependents = dependentsOf(draft, object.metadata.namespace ?? '', uid);
  for (const dependent of dependents)
    if (dependent.object.metadata.deletionTimestamp === undefined) remove(draft, dependent.table, dependent.object, NAME, { propagationPolicy: 'Foreground' });
  const blocking = dependentsOf(draft, object.metadata.namespace ?? '', uid).some(({ object: { metadata } }) =>
    metadata.ownerReferences?.some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true),
  );
  if (!blocking) dropFinalizer(draft, table, object, FOREGROUND);
}

function dropFinalizer(draft: ClusterDraft, table: ObjectTableName, { metadata }: KubernetesObject, finalizer: string): void {
  const current = draft.get(table, metadata.namespace ?? '', metadata.name) as KubernetesObject | undefined;
  if (!current) return;
  const { finalizers = [], ...others } = current.metadata;
  const left = finalizers.filter((one) => one !== finalizer);
  update(
    draft,
    table,
    { ...current, metadata: { ...others, ...(left.length > 0 ? { finalizers: left } : {}) } } as unknown as ObjectTables[ObjectTableName],
    NAME,
  );
}
