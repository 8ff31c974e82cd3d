import type { KubernetesObject } from '../api/kubernetes-object.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import type { ObjectTableName, ObjectTables } from './tables.ts';

const BYTES = Array.from({ length: 256 }, (_, byte) => (0x100 + byte).toString(16).slice(1));

const fourDigits = (value: number): string => `${BYTES[value >> 8]}${BYTES[value & 255]}`;

const threeDigits = (value: number): string => `${((value >> 8) & 15).toString(16)}${BYTES[value & 255]}`;

/** A version 4 uuid from the state's entropy. */
export function drawUID(draft: ClusterDraft): string {
  const time = fourDigits(draft.draw(0x10000)) + fourDigits(draft.draw(0x10000));
  const middle = fourDigits(draft.draw(0x10000));
  const version = threeDigits(draft.draw(0x10000));
  const clock = threeDigits(draft.draw(0x10000));
  const node = fourDigits(draft.draw(0x10000)) + fourDigits(draft.draw(0x10000)) + fourDigits(draft.draw(0x10000));
  return `${time}-${middle}-4${version}-${'89ab'[draft.draw(4)]}${clock}-${node}`;
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
