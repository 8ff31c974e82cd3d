import type { Json, KubernetesObject } from '../api/kubernetes-object.ts';
import { ClusterDraft } from '../store/cluster-draft.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import type { ObjectTableName } from '../store/tables.ts';

/** Names of a guard's objects: `*` stands for all that the given cluster has in that namespace. */
export function guardedNames(given: ClusterState, table: ObjectTableName, namespace: string, names: readonly string[]): readonly string[] {
  return names.includes('*') ? new ClusterDraft(given).names(table, namespace) : names;
}

/** What of an object a guard compares: its identity, or its identity, labels and specification. */
export function guardedPart(object: KubernetesObject | undefined, fields: 'uid' | 'spec'): Json {
  if (!object) return null;
  const { uid = '', labels = {} } = object.metadata;
  if (fields === 'uid') return uid;
  const spec = (object as { readonly spec?: Json }).spec ?? null;
  return { uid, labels, spec };
}

/** Deep equality of JSON, whatever the order of keys. */
export function equalJSON(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((name) => Object.hasOwn(b, name) && equalJSON((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]))
  );
}

/** Whether the number at a path of names and positions lies in a range, ends included. */
export function isBetween(value: unknown, path: string, least: number, most: number): boolean {
  const found = path
    .split('.')
    .reduce<unknown>((part, name) => (typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[name] : undefined), value);
  return typeof found === 'number' && found >= least && found <= most;
}

/** Whether `has` stands within a value: every key of an object, every item of a list at its place. */
export function containsJSON(value: unknown, has: unknown): boolean {
  if (typeof has !== 'object' || has === null) return value === has;
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== Array.isArray(has)) return false;
  return Object.entries(has).every(([name, part]) => Object.hasOwn(value, name) && containsJSON((value as Record<string, unknown>)[name], part));
}
