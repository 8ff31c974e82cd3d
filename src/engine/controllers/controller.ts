import type { Change } from '../store/cluster-state.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { TableName } from '../store/tables.ts';

/** Keeps one thing true. What it reads of the past is in the state alone, so reconciling twice changes nothing more. */
export interface Controller {
  /** As it signs its changes and events: `replicaset-controller`. */
  readonly name: string;
  /** The tables whose changes concern it. */
  readonly watches: readonly TableName[];
  /** What has to be looked at again after a change: keys of its own, mostly the `key` of what changed, `namespace/name`. */
  keysOf(change: Change, draft: ClusterDraft, key: string): readonly string[];
  /** Does what is to be done for a key at this moment, or writes nothing. */
  reconcile(key: string, draft: ClusterDraft): void;
}

/** `shop/web` → [`shop`, `web`]; without a slash the namespace is ''. */
export function splitKey(key: string): [namespace: string, name: string] {
  const slash = key.indexOf('/');
  return slash < 0 ? ['', key] : [key.slice(0, slash), key.slice(slash + 1)];
}

export function keyOf(object: { readonly metadata: { readonly namespace?: string; readonly name: string } }): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** An error of ours: the state cannot be as it is. */
export class Impossible extends Error {
  override readonly name = 'Impossible';
}
