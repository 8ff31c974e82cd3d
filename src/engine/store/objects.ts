import type { KubernetesObject } from '../api/kubernetes-object.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import type { ObjectTableName, ObjectTables } from './tables.ts';

/** The code of the last hexadecimal digit of a number. */
const hex = (value: number): number => ((value &= 15) > 9 ? 87 : 48) + value;

/** The lower half of a number of sixteen hexadecimal digits. */
export const eightDigits = (value: number): string =>
  String.fromCharCode(hex(value >> 28), hex(value >> 24), hex(value >> 20), hex(value >> 16), hex(value >> 12), hex(value >> 8), hex(value >> 4), hex(value));

/** A version 4 uuid from the state's entropy. In one piece: a text of joined pieces takes seven times the room, and every object has one. */
export function drawUID(draft: ClusterDraft): string {
  const draw = (): number => draft.draw(0x10000);
  const a = draw();
  const b = draw();
  const c = draw();
  const d = draw();
  const e = draw();
  const f = draw();
  const g = draw();
  const h = draw();
  // prettier-ignore
  return String.fromCharCode(
    hex(a >> 12), hex(a >> 8), hex(a >> 4), hex(a), hex(b >> 12), hex(b >> 8), hex(b >> 4), hex(b), 45,
    hex(c >> 12), hex(c >> 8), hex(c >> 4), hex(c), 45,
    52, hex(d >> 8), hex(d >> 4), hex(d), 45,
    hex(8 + draft.draw(4)), hex(e >> 8), hex(e >> 4), hex(e), 45,
    hex(f >> 12), hex(f >> 8), hex(f >> 4), hex(f), hex(g >> 12), hex(g >> 8), hex(g >> 4), hex(g), hex(h >> 12), hex(h >> 8), hex(h >> 4), hex(h),
  );
}

const NAME_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** The five letters of a generated name. Models apimachinery pkg/util/rand String (v0.37.1). */
export function drawSuffix(draft: ClusterDraft, length = 5): string {
  let suffix = '';
  while (suffix.length < length) suffix += NAME_LETTERS[draft.draw(NAME_LETTERS.length)];
  return suffix;
}

/** Stores a new object as etcd would, with uid, creation time, version and (where the kind counts it) generation. */
export function insertObject<T extends ObjectTableName>(draft: ClusterDraft, table: T, object: ObjectTables[T], by: string): ObjectTables[T] {
  const { metadata } = object as KubernetesObject;
  const stored = {
    ...object,
    metadata: {
      ...metadata,
      uid: metadata.uid ?? drawUID(draft),
      creationTimestamp: metadata.creationTimestamp ?? draft.timestamp,
      resourceVersion: draft.nextResourceVersion(),
    },
  } as ObjectTables[T];
  draft.set<ObjectTableName>(table, metadata.namespace ?? '', metadata.name, stored, by);
  return stored;
}

/** Stores a changed object, or an object with this status, under a new version. The caller has decided that it differs. */
export function replaceObject<T extends ObjectTableName>(draft: ClusterDraft, table: T, object: ObjectTables[T], by: string, status?: object): ObjectTables[T] {
  const metadata = { ...(object as KubernetesObject).metadata, resourceVersion: draft.nextResourceVersion() };
  const stored = (status === undefined ? { ...object, metadata } : { ...object, metadata, status }) as ObjectTables[T];
  draft.set<ObjectTableName>(table, metadata.namespace ?? '', metadata.name, stored, by);
  return stored;
}

/** Takes an object out of the store, at once: no finalizer, no grace. */
export function removeObject(draft: ClusterDraft, table: ObjectTableName, namespace: string, name: string, by: string): void {
  draft.nextResourceVersion();
  draft.delete(table, namespace, name, by);
}
