import type { Service } from '../api/core-v1.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import { insertObject } from './objects.ts';

const BY = 'kube-apiserver';

/** Stores a Service with its allocated addresses: IPAddress objects. */
export function insertService(draft: ClusterDraft, service: Service): Service {
  const { namespace = '', name } = service.metadata;
  for (const ip of service.spec.clusterIPs ?? []) {
    insertObject(
      draft,
      'ipaddresses',
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'IPAddress',
        metadata: {
          name: ip,
          labels: { 'ipaddress.kubernetes.io/ip-family': ip.includes(':') ? 'IPv6' : 'IPv4', 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io' },
        },
        spec: { parentRef: { name, namespace, resource: 'services' } },
      },
      BY,
    );
  }
  return insertObject(draft, 'services', service, BY);
}
