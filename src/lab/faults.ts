import type { ClusterState } from '../engine/index.ts';

/** What can be broken in a cluster, and what is broken now. */
export interface Faults {
  readonly nodes: readonly { readonly name: string; readonly zone: string; readonly down: boolean }[];
  readonly pods: readonly {
    readonly namespace: string;
    readonly name: string;
    /** It has a readiness probe: without one, a running Pod is always ready. */
    readonly probed: boolean;
    /** Its probes are made to fail. */
    readonly unready: boolean;
  }[];
  /** How many Pods of the cluster's DNS are asked for, now and at the beginning; absent where it has none. */
  readonly dns?: { readonly replicas: number; readonly given: number };
}

/** The DNS of the recorded clusters. */
const DNS = { namespace: 'kube-system', deployment: 'coredns' } as const;

/** What of a cluster can be broken. Pods of the system are not offered; those that end are gone already. */
export function faultsOf({ tables, config }: ClusterState, given: ClusterState): Faults {
  const facts = tables.facts?.['kubelet'] ?? {};
  const replicasOf = ({ tables: { deployments } }: Pick<ClusterState, 'tables'>): number | undefined =>
    deployments?.[DNS.namespace]?.[DNS.deployment]?.spec.replicas;
  const [replicas, before] = [replicasOf({ tables }), replicasOf(given)];
  return {
    nodes: config.nodes.map(({ name, zone }) => ({ name, zone, down: facts[`down/${name}`] !== undefined })),
    pods: Object.entries(tables.pods ?? {}).flatMap(([namespace, pods]) =>
      namespace === DNS.namespace
        ? []
        : Object.values(pods)
            .filter(({ metadata, status }) => !metadata.deletionTimestamp && status?.phase !== 'Succeeded' && status?.phase !== 'Failed')
            .map(({ metadata, spec }) => ({
              namespace,
              name: metadata.name,
              probed: spec.containers.some(({ readinessProbe }) => readinessProbe),
              unready: facts[`unready/${metadata.uid ?? ''}`] !== undefined,
            })),
    ),
    ...(replicas === undefined || before === undefined ? {} : { dns: { replicas, given: before } }),
  };
}
