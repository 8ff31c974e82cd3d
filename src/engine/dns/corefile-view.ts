import type { EndpointSlice } from '../api/discovery-v1.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { ClusterView } from './cluster-zone.ts';
import type { KubernetesSettings } from './corefile-settings.ts';

/** A cluster as the plugin's settings let it be seen: another domain and TTL, some namespaces, no endpoints, or endpoints called as their Pods. */
export function kubernetesView(draft: ClusterDraft, { primary, ttl, namespaces, endpoints, podNames }: KubernetesSettings): ClusterView {
  const isSeen = (namespace: string): boolean => namespaces.length === 0 || namespaces.includes(namespace);
  const named = (row: EndpointSlice): EndpointSlice =>
    podNames
      ? {
          ...row,
          endpoints: (row.endpoints ?? []).map((one) => (one.hostname || !one.targetRef?.name ? one : { ...one, hostname: one.targetRef.name })),
        }
      : row;
  const view: { readonly [method in 'get' | 'find' | 'namespacesOf']: (...args: never[]) => unknown } = {
    get: (table: 'namespaces', namespace: string, name: string) =>
      isSeen(table === 'namespaces' ? name : namespace) ? draft.get(table, namespace, name) : undefined,
    find(index: Parameters<ClusterDraft['find']>[0], namespace: string, key: string) {
      const rows = draft.find(index, namespace, key);
      return index.table !== 'endpointslices' ? rows : endpoints ? (rows as readonly EndpointSlice[]).map(named) : [];
    },
    namespacesOf: (table: 'services') => draft.namespacesOf(table).filter(isSeen),
  };
  // A draft's methods are generic over its tables: these are the same ones, and leave rows out.
  return { ...(view as unknown as ClusterView), config: { ...draft.config, clusterDomain: primary.replace(/\.$/, ''), dnsTTLSeconds: ttl } };
}
