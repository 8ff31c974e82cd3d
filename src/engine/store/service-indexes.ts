import type { EndpointSlice } from '../api/discovery-v1.ts';
import type { RowIndex } from './cluster-draft.ts';

export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';

/** EndpointSlices of one Service, by its name. */
export const slicesByService: RowIndex<'endpointslices'> = {
  name: 'endpointslices by service',
  table: 'endpointslices',
  keysOf: ({ metadata }) => metadata.labels?.[SERVICE_NAME_LABEL] || [],
};

/** EndpointSlices that list an address. */
export const slicesByAddress: RowIndex<'endpointslices'> = {
  name: 'endpointslices by address',
  table: 'endpointslices',
  keysOf: (slice: EndpointSlice) => [...new Set((slice.endpoints ?? []).flatMap(({ addresses }) => addresses))],
};

/** Services by any address that kube-proxy may have a rule for: cluster IPs, external IPs, balancer addresses. */
export const servicesByAddress: RowIndex<'services'> = {
  name: 'services by address',
  table: 'services',
  keysOf: ({ spec, status }) => [
    ...new Set([
      ...(spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : [])),
      ...(spec.externalIPs ?? []),
      ...(status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : [])),
    ]),
  ],
};

/** Services by the ports they open on nodes, `30080`; the health check port is one of them. */
export const servicesByNodePort: RowIndex<'services'> = {
  name: 'services by node port',
  table: 'services',
  keysOf: ({ spec }) => [
    ...new Set([
      ...(spec.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [String(nodePort)] : [])),
      ...(spec.healthCheckNodePort ? [String(spec.healthCheckNodePort)] : []),
    ]),
  ],
};

/** Pods on the Pod network by their addresses, as long as they have a network: not once they succeeded or failed. */
export const podsByIP: RowIndex<'pods'> = {
  name: 'pods by ip',
  table: 'pods',
  keysOf: ({ spec, status }) =>
    spec.hostNetwork || status?.phase === 'Succeeded' || status?.phase === 'Failed'
      ? []
      : (status?.podIPs ?? (status?.podIP ? [{ ip: status.podIP }] : [])).map(({ ip }) => ip),
};

/** Pods of one node, by its name. */
export const podsByNode: RowIndex<'pods'> = {
  name: 'pods by node',
  table: 'pods',
  keysOf: ({ spec }) => spec.nodeName || [],
};
