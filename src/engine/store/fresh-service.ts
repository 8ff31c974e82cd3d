import type { Service } from '../api/core-v1.ts';
import { insertIPAddress } from './address-allocator.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import { insertObject } from './objects.ts';

const BY = 'kube-apiserver';

/** Stores a Service with its allocated addresses: IPAddress objects. */
export function insertService(draft: ClusterDraft, service: Service): Service {
  for (const ip of service.spec.clusterIPs ?? []) insertIPAddress(draft, ip, service.metadata);
  return insertObject(draft, 'services', service, BY);
}
