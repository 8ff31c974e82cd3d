import type { EndpointAddress, EndpointPort, EndpointSubset, Pod, Service } from '../api/core-v1.ts';
import { splitKey, type Controller } from './controller.ts';
import { isSame } from './equality.ts';
import { isPodReady } from './pod-state.ts';
import { belongsInEndpoints, hasSelectedEndpoints, hostnameIn, isHeadless, portOnPod, selectedPods, servicesOfPodChange } from './service-pods.ts';
import { CHANGE_TRIGGER_TIME, newestReadiness } from './trigger-time.ts';
import { create, remove, update } from './writing.ts';

const NAME = 'endpoint-controller';
const MOST_ADDRESSES = 1000;
const CONTROLLED = { 'endpoints.kubernetes.io/managed-by': NAME };

/** The older object `Endpoints` of a Service lists its Pods. Models kubernetes pkg/controller/endpoint (v1.37.1). */
export const endpoints: Controller = {
  name: NAME,
  watches: ['services', 'pods', 'endpoints'],
  keysOf(change, draft) {
    if (change.table === 'services') return [`${change.namespace}/${change.name}`];
    // Endpoints that somebody overwrites stay so until something else happens: only their deletion is watched.
    if (change.table === 'endpoints') return change.to === undefined ? [`${change.namespace}/${change.name}`] : [];
    return servicesOfPodChange(change, draft);
  },
  reconcile(key, draft) {
    const [namespace, name] = splitKey(key);
    const service = draft.get('services', namespace, name);
    const stored = draft.get('endpoints', namespace, name);
    if (!service) {
      if (stored) remove(draft, 'endpoints', stored, NAME);
      return;
    }
    if (!hasSelectedEndpoints(service) || service.metadata.deletionTimestamp !== undefined) return;
    const pods = selectedPods(draft, service);
    const subsets = subsetsOf(service, pods);
    const labels = { ...service.metadata.labels, ...(isHeadless(service) ? { 'service.kubernetes.io/headless': '' } : {}), ...CONTROLLED };
    if (stored && isSame(stored.subsets ?? [], subsets) && isSame(stored.metadata.labels, labels)) return;
    const { [CHANGE_TRIGGER_TIME]: before, ...annotations } = stored?.metadata.annotations ?? {};
    const time = newestReadiness(stored ? pods : [], stored?.metadata.creationTimestamp, before) ?? (stored ? undefined : service.metadata.creationTimestamp);
    const metadata = { ...stored?.metadata, name, namespace, labels, annotations: { ...annotations, ...(time === undefined ? {} : { [CHANGE_TRIGGER_TIME]: time }) } };
    const next = { apiVersion: 'v1', kind: 'Endpoints', ...stored, metadata, ...(subsets.length > 0 ? { subsets } : { subsets: undefined }) };
    if (stored) update(draft, 'endpoints', next as typeof stored, NAME);
    else create(draft, 'endpoints', JSON.parse(JSON.stringify(next)) as object, NAME);
  },
};

/** Addresses by the set of ports they share. Models pkg/api/v1/endpoints RepackSubsets; the order of ports is the Service's. */
function subsetsOf(service: Service, pods: readonly Pod[]): EndpointSubset[] {
  const family = service.spec.ipFamilies?.[0] ?? 'IPv4';
  const groups = new Map<string, { ports: EndpointPort[]; ready: EndpointAddress[]; unready: EndpointAddress[] }>();
  let count = 0;
  for (const pod of pods) {
    if (!belongsInEndpoints(pod, service.spec.publishNotReadyAddresses === true)) continue;
    const ip = pod.status?.podIPs?.find((one) => one.ip.includes(':') === (family === 'IPv6'))?.ip;
    if (ip === undefined || (count += 1) > MOST_ADDRESSES) continue;
    const hostname = hostnameIn(pod, service);
    const { name, namespace = '', uid = '' } = pod.metadata;
    const address: EndpointAddress = { ip, ...(hostname === undefined ? {} : { hostname }), nodeName: pod.spec.nodeName as string, targetRef: { kind: 'Pod', name, namespace, uid } };
    const ports = portsOf(service, pod);
    if (!ports) continue;
    const key = JSON.stringify(ports);
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { ports, ready: [], unready: [] }));
    (service.spec.publishNotReadyAddresses === true || isPodReady(pod) ? group.ready : group.unready).push(address);
  }
  const byIP = (list: EndpointAddress[]): EndpointAddress[] => list.sort((a, b) => (a.ip < b.ip ? -1 : 1));
  return [...groups.values()].map(({ ports, ready, unready }) => ({
    ...(ready.length > 0 ? { addresses: byIP(ready) } : {}),
    ...(unready.length > 0 ? { notReadyAddresses: byIP(unready) } : {}),
    ...(ports.length > 0 ? { ports } : {}),
  }));
}

/** `undefined` where the Pod has none of the Service's ports. */
function portsOf(service: Service, pod: Pod): EndpointPort[] | undefined {
  const wanted = service.spec.ports ?? [];
  if (wanted.length === 0) return isHeadless(service) ? [] : undefined;
  const ports = wanted.flatMap((port): EndpointPort[] => {
    const number = portOnPod(pod, port);
    if (number === undefined) return [];
    return [{ ...(port.name ? { name: port.name } : {}), port: number, protocol: port.protocol ?? 'TCP', ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }) }];
  });
  return ports.length > 0 ? ports : undefined;
}

