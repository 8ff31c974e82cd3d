import type { EndpointAddress, Endpoints, EndpointSubset } from '../api/core-v1.ts';
import type { Endpoint, EndpointSlice } from '../api/discovery-v1.ts';
import { splitKey, type Controller } from './controller.ts';
import { SLICES_BY_SERVICE } from './indexes.ts';
import { reconcileSlices, type SliceGroup } from './slice-packing.ts';
import { CHANGE_TRIGGER_TIME } from './trigger-time.ts';
import { remove } from './writing.ts';

const NAME = 'endpointslice-mirroring-controller';
const MANAGED_BY = 'endpointslicemirroring-controller.k8s.io';
const MOST_ENDPOINTS = 1000; // --mirroring-max-endpoints-per-subset
const NOT_COPIED = ['kubectl.kubernetes.io/last-applied-configuration', CHANGE_TRIGGER_TIME, 'endpoints.kubernetes.io/over-capacity'];

const isOurs = ({ metadata }: EndpointSlice): boolean => metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === MANAGED_BY;

/** Endpoints that somebody wrote for a Service without a selector stand in slices too. Models pkg/controller/endpointslicemirroring (v1.37.1). */
export const endpointsliceMirroring: Controller = {
  name: NAME,
  watches: ['endpoints', 'services', 'endpointslices'],
  keysOf(change) {
    if (change.table !== 'endpointslices') return [`${change.namespace}/${change.name}`];
    if (change.by === NAME) return [];
    return ([change.from, change.to] as (EndpointSlice | undefined)[]).flatMap((slice) =>
      slice && isOurs(slice) ? [`${change.namespace}/${slice.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`] : [],
    );
  },
  reconcile(key, draft) {
    const [namespace, name] = splitKey(key);
    const endpoints = draft.get('endpoints', namespace, name);
    const service = draft.get('services', namespace, name);
    const existing = draft.find(SLICES_BY_SERVICE, namespace, name).filter(isOurs);
    const mirrored = endpoints && service && isMirrored(endpoints) && Object.keys(service.spec.selector ?? {}).length === 0;
    for (const addressType of ['IPv4', 'IPv6'] as const) {
      const mine = existing.filter((slice) => slice.addressType === addressType);
      const groups = mirrored ? groupsOf(endpoints, addressType) : [];
      if (groups.length === 0) for (const slice of mine) remove(draft, 'endpointslices', slice, NAME);
      else if (endpoints) {
        const copied = Object.entries(endpoints.metadata.annotations ?? {}).filter(([one]) => !NOT_COPIED.includes(one));
        const labels = { ...endpoints.metadata.labels, 'endpointslice.kubernetes.io/managed-by': MANAGED_BY, 'kubernetes.io/service-name': name };
        const trigger = endpoints.metadata.annotations?.[CHANGE_TRIGGER_TIME];
        reconcileSlices(
          {
            draft,
            owner: endpoints,
            by: NAME,
            managedBy: MANAGED_BY,
            addressType,
            labels,
            annotations: Object.fromEntries(copied),
            trigger,
            most: MOST_ENDPOINTS,
          },
          groups,
          mine,
        );
      }
    }
  },
};

function isMirrored({ metadata }: Endpoints): boolean {
  return (
    metadata.labels?.['endpointslice.kubernetes.io/skip-mirror'] !== 'true' && metadata.annotations?.['control-plane.alpha.kubernetes.io/leader'] === undefined
  );
}

function groupsOf({ subsets = [] }: Endpoints, addressType: 'IPv4' | 'IPv6'): SliceGroup[] {
  const fits = ({ ip }: EndpointAddress): boolean => ip.includes(':') === (addressType === 'IPv6');
  const endpoints = (subset: EndpointSubset): Endpoint[] => [
    ...(subset.addresses ?? []).filter(fits).map((address) => mirror(address, true)),
    ...(subset.notReadyAddresses ?? []).filter(fits).map((address) => mirror(address, false)),
  ];
  return subsets
    .map((subset) => ({
      ports: (subset.ports ?? []).map((port) => ({ ...port, name: port.name ?? '', protocol: port.protocol ?? ('TCP' as const) })),
      endpoints: endpoints(subset),
    }))
    .filter((group) => group.endpoints.length > 0);
}

function mirror({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname ? { hostname } : {}),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(targetRef === undefined ? {} : { targetRef }),
  };
}
