import { seedEntropy } from '../clock/entropy.ts';
import type { ClusterConfig } from './cluster-config.ts';
import type { ClusterState } from './cluster-state.ts';

/** The recorded kinds of FORMAT.md. */
export type ClusterKind = 'three-nodes' | 'dual-stack' | 'iptables';

/** A fresh cluster: test/conformance/clusters.md, "Objects of a fresh cluster". */
export function createCluster(config: ClusterConfig | ClusterKind, seed = 1): ClusterState {
  if (typeof config === 'string') throw new Error(`no such kind of cluster yet: ${config}`);
  return { config, now: config.startAt, resourceVersion: 0, entropy: seedEntropy(config.seed ^ seed), tables: {} };
}
