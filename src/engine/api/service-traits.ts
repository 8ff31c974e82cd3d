// What a Service is, by its spec alone. Models pkg/api/service util.go and pkg/registry/core/service storage.go (v1.37.1).
import type { ServiceSpec } from './core-v1.ts';

/** `clusterIP: None`: names, but no address of its own. */
export const isHeadless = ({ clusterIPs }: ServiceSpec): boolean => clusterIPs?.length === 1 && clusterIPs[0] === 'None';

/** Whether traffic from outside the cluster can have this Service as its destination. */
export const isExternallyAccessible = ({ type, externalIPs }: ServiceSpec): boolean =>
  type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && (externalIPs?.length ?? 0) > 0);

/** A balancer with the policy Local asks every node whether it has endpoints. */
export const needsHealthCheck = ({ type, externalTrafficPolicy }: ServiceSpec): boolean => type === 'LoadBalancer' && externalTrafficPolicy === 'Local';

/** Every type but ExternalName has an address, or says None. */
export const needsClusterIP = ({ type }: ServiceSpec): boolean => type !== 'ExternalName';
