import type { Json, KubernetesObject, OwnerReference } from '../api/kubernetes-object.ts';
import type { ApiOutcome } from '../api/status.ts';
import { createObject, deleteObject, updateObject, updateStatus, type DeleteOptions } from '../store/api-server.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { ObjectTableName, ObjectTables } from '../store/tables.ts';
import { isSame } from './equality.ts';

/** Creates an object as a controller does, `proven` where it can only be valid; a refusal is for the caller to report. */
export function create<T extends ObjectTableName>(draft: ClusterDraft, table: T, object: object, by: string, proven = false): ApiOutcome<ObjectTables[T]> {
  return createObject(draft, table, (object as KubernetesObject).metadata.namespace ?? '', object as unknown as Json, { by, typed: true, proven });
}

/** Replaces an object where it differs, and gives what is stored then. */
export function update<T extends ObjectTableName>(draft: ClusterDraft, table: T, object: ObjectTables[T], by: string, proven = false): ObjectTables[T] {
  const { namespace = '', name } = (object as KubernetesObject).metadata;
  const stored = draft.get(table, namespace, name) as ObjectTables[T] | undefined;
  if (stored === undefined || isSame(stored, object)) return object;
  const outcome = updateObject(draft, table, namespace, name, object as unknown as Json, { by, typed: true, proven });
  return outcome.ok ? outcome.object : stored;
}

/** Replaces the status of an object where it differs, and gives what is stored then. */
export function writeStatus<T extends ObjectTableName>(draft: ClusterDraft, table: T, object: ObjectTables[T], status: object, by: string): ObjectTables[T] {
  if (isSame((object as { readonly status?: object }).status, status)) return object;
  return updateStatus(draft, table, object, status, by);
}

/** Asks for an object's deletion; one that is gone already stays gone. */
export function remove(draft: ClusterDraft, table: ObjectTableName, object: KubernetesObject, by: string, options: Omit<DeleteOptions, 'by'> = {}): void {
  const { namespace = '', name } = object.metadata;
  if (draft.get(table, namespace, name)) deleteObject(draft, table, namespace, name, { ...options, by });
}

/** The reference that makes `owner` the managing owner of what it creates. */
export function managedBy(owner: KubernetesObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    blockOwnerDeletion: true,
    controller: true,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? '',
  };
}
