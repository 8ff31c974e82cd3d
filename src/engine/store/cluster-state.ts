import type { Entropy } from '../clock/entropy.ts';
import type { Instant } from '../clock/instant.ts';
import type { ClusterConfig } from './cluster-config.ts';
import type { TableName, Tables } from './tables.ts';

/** Rows by namespace (or '') and name. */
export type Table<T> = { readonly [namespace: string]: { readonly [name: string]: T } };

/**
 * A whole cluster at one moment: plain data, equal to what JSON.parse(JSON.stringify(it)) gives. Never changed in
 * place: `ClusterDraft` makes the next one and shares what stayed.
 */
export interface ClusterState {
  readonly config: ClusterConfig;
  readonly now: Instant;
  readonly resourceVersion: number;
  readonly entropy: Entropy;
  readonly tables: { readonly [T in TableName]?: Table<Tables[T]> };
}

/** One row that came (`from` absent), went (`to` absent) or changed. Reading from right to left undoes it. */
export interface Change {
  readonly at: Instant;
  /** The actor: `kubectl`, `deployment-controller`, `kubelet`, … */
  readonly by: string;
  readonly table: TableName;
  readonly namespace: string;
  readonly name: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** What one action did, replayable forwards and backwards (`revert`). */
export interface Transition {
  readonly before: Pick<ClusterState, 'now' | 'resourceVersion' | 'entropy'>;
  readonly after: Pick<ClusterState, 'now' | 'resourceVersion' | 'entropy'>;
  readonly changes: readonly Change[];
}
