import type { Pod, Service } from '../api/core-v1.ts';
import type { Endpoint, EndpointSlice, EndpointSlicePort } from '../api/discovery-v1.ts';
import type { Change } from '../store/cluster-state.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { Node } from '../api/core-v1.ts';
import { splitKey, type Controller } from './controller.ts';
import { isSame } from './equality.ts';
import { recordEvent } from './events.ts';
import { SLICES_BY_CONTROLLER, SLICES_BY_SERVICE } from './indexes.ts';
import { isPodReady } from './pod-state.ts';
import { OF_PODS, belongsInEndpoints, hasSelectedEndpoints, hostnameIn, isHeadless, portOnPod, selectedPods, servicesOfPodChange } from './service-pods.ts';
import { reconcileSlices, type SliceGroup } from './slice-packing.ts';
import { topologyHints } from './topology-hints.ts';
import { forgetTriggerTimes, triggerTime } from './trigger-time.ts';
import { remove } from './writing.ts';

const NAME = 'endpointslice-controller';
const MANAGED_BY = 'endpointslice-controller.k8s.io';

const isOurs = ({ metadata }: EndpointSlice): boolean => metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === MANAGED_BY;

/** Every Service with a selector has EndpointSlices that list its Pods. Models k8s.io/endpointslice (v0.37.1). */
export const endpointslice: Controller = {
  name: NAME,
  watches: ['services', 'pods', 'endpointslices', 'nodes'],
  keysOf(change, draft, key) {
    if (change.table === 'services') return [key];
    if (change.table === 'pods') return servicesOfPodChange(change, draft);
    if (change.table === 'nodes') return servicesOfNodeChange(change, draft);
    if (change.by === NAME) return [];
    return ([change.from, change.to] as (EndpointSlice | undefined)[]).flatMap((slice) => {
      const service = slice && isOurs(slice) ? slice.metadata.labels?.['kubernetes.io/service-name'] : undefined;
      return service === undefined ? [] : [`${change.namespace}/${service}`];
    });
  },
  reconcile(key, draft) {
    const [namespace, name] = splitKey(key);
    const service = draft.get('services', namespace, name);
    // Slices of a Service that is gone are garbage: the collector takes them.
    if (!service) return forgetTriggerTimes(draft, NAME, key);
    if (!hasSelectedEndpoints(service) || service.metadata.deletionTimestamp !== undefined) return;
    const existing = draft.find(SLICES_BY_SERVICE, namespace, name).filter((slice) => isOurs(slice) && slice.metadata.deletionTimestamp === undefined);
    // A slice of its own that it does not find any more holds it up: k8s.io/endpointslice util EndpointSliceTracker.StaleSlices
    // (v0.37.1; case endpoints/slices-know-their-service).
    const made = draft.find(SLICES_BY_CONTROLLER, namespace, service.metadata.uid ?? '');
    if (made.some((slice) => slice.metadata.deletionTimestamp === undefined && !existing.includes(slice))) return;
    const pods = selectedPods(draft, service);
    const families = service.spec.ipFamilies ?? ['IPv4'];
    for (const slice of existing) if (!families.includes(slice.addressType as 'IPv4')) remove(draft, 'endpointslices', slice, NAME);
    const trigger = triggerTime(draft, NAME, service, pods);
    for (const family of families) {
      const groups = groupEndpoints(draft, service, pods, family);
      const mine = existing.filter(({ addressType }) => addressType === family);
      const hints = topologyHints(
        draft,
        service,
        family,
        groups.flatMap(({ endpoints }) => endpoints),
      );
      if (hints.event) reportHints(draft, service, hints.event);
      const hinted = groups.map((group) => ({ ...group, endpoints: group.endpoints.map(hints.of) }));
      const proven = groups.every(({ endpoints }) => endpoints.every(({ addresses }) => addresses.every((ip) => OF_PODS.test(ip))));
      reconcileSlices(
        { draft, owner: service, by: NAME, proven, managedBy: MANAGED_BY, addressType: family, labels: labelsOf(service), trigger },
        hinted,
        mine,
      );
    }
  },
};

/** Nodes count where hints are asked for by the older annotation; other Services see them at their next change. Models checkNodeTopologyDistribution. */
function servicesOfNodeChange({ from, to }: Change, draft: ClusterDraft): string[] {
  const view = (node: Node | undefined): unknown =>
    node && [node.metadata.labels?.['topology.kubernetes.io/zone'], node.status?.conditions?.find(({ type }) => type === 'Ready')?.status];
  if (isSame(view(from as Node | undefined), view(to as Node | undefined))) return [];
  return draft
    .list('services')
    .filter(({ metadata }) => metadata.annotations?.['service.kubernetes.io/topology-mode'] !== undefined)
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

/** Endpoints of one address family, by the ports they have: named ports may differ from Pod to Pod. */
function groupEndpoints(draft: ClusterDraft, service: Service, pods: readonly Pod[], family: 'IPv4' | 'IPv6'): SliceGroup[] {
  const groups = new Map<string, { ports: EndpointSlicePort[]; endpoints: Endpoint[] }>();
  const isNamed = (service.spec.ports ?? []).some(({ targetPort }) => typeof targetPort === 'string');
  let group: { ports: EndpointSlicePort[]; endpoints: Endpoint[] } | undefined;
  for (const pod of pods) {
    if (!belongsInEndpoints(pod, true)) continue;
    if (service.spec.publishNotReadyAddresses !== true && !draft.get('nodes', '', pod.spec.nodeName ?? '')) continue;
    const addresses = (pod.status?.podIPs ?? []).map(({ ip }) => ip).filter((ip) => ip.includes(':') === (family === 'IPv6'));
    if (addresses.length === 0) continue;
    // Numbers are the same on every Pod; names are looked up on each.
    if (isNamed || !group) {
      const ports = portsOn(pod, service);
      const key = JSON.stringify(ports);
      group = groups.get(key);
      if (!group) groups.set(key, (group = { ports, endpoints: [] }));
    }
    group.endpoints.push(endpointOf(draft, service, pod, addresses.slice(0, 1)));
  }
  return [...groups.values()];
}

function portsOn(pod: Pod, { spec }: Service): EndpointSlicePort[] {
  return (spec.ports ?? []).flatMap((port): EndpointSlicePort[] => {
    const number = portOnPod(pod, port);
    if (number === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = port;
    return [{ name, port: number, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

/** Models endpointslice podToEndpoint (v0.37.1). */
function endpointOf(draft: ClusterDraft, service: Service, pod: Pod, addresses: readonly string[]): Endpoint {
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const nodeName = pod.spec.nodeName as string;
  const zone = draft.get('nodes', '', nodeName)?.metadata.labels?.['topology.kubernetes.io/zone'];
  const hostname = hostnameIn(pod, service);
  const { name, namespace = '', uid = '' } = pod.metadata;
  return {
    addresses,
    conditions: { ready: service.spec.publishNotReadyAddresses === true || (serving && !terminating), serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    nodeName,
    targetRef: { kind: 'Pod', name, namespace, uid },
    ...(zone === undefined ? {} : { zone }),
  };
}

/** Models endpointslice setEndpointSliceLabels (v0.37.1): the Service's labels but for the reserved ones. */
function labelsOf(service: Service): { readonly [name: string]: string } {
  const reserved = ['endpointslice.kubernetes.io/managed-by', 'kubernetes.io/service-name', 'service.kubernetes.io/headless'];
  const copied = Object.entries(service.metadata.labels ?? {}).filter(([name]) => !reserved.includes(name));
  return {
    'endpointslice.kubernetes.io/managed-by': MANAGED_BY,
    ...Object.fromEntries(copied),
    'kubernetes.io/service-name': service.metadata.name,
    ...(isHeadless(service) ? { 'service.kubernetes.io/headless': '' } : {}),
  };
}

function reportHints(draft: ClusterDraft, service: Service, [type, reason, message]: readonly ['Normal' | 'Warning', string, string]): void {
  recordEvent(draft, service, { component: 'endpoint-slice-controller' }, type, reason, message);
}
