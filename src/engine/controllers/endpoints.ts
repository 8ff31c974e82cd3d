import type { EndpointPort, EndpointSubset, Pod, Service } from '../api/core-v1.ts';
import { splitKey, type Controller } from './controller.ts';
import { packSubsets, subsetOf, type OfferedPorts } from './endpoint-subsets.ts';
import { isSame } from './equality.ts';
import { isPodReady } from './pod-state.ts';
import { OF_PODS, belongsInEndpoints, hasSelectedEndpoints, hostnameIn, isHeadless, portOnPod, selectedPods, servicesOfPodChange } from './service-pods.ts';
import { CHANGE_TRIGGER_TIME, forgetTriggerTimes, triggerTime } from './trigger-time.ts';
import { create, remove, update } from './writing.ts';

const NAME = 'endpoint-controller';
const MOST_ADDRESSES = 1000;
const CONTROLLED = { 'endpoints.kubernetes.io/managed-by': NAME };

/** The older object `Endpoints` of a Service lists its Pods. Models kubernetes pkg/controller/endpoint (v1.37.1). */
export const endpoints: Controller = {
  name: NAME,
  watches: ['services', 'pods', 'endpoints'],
  keysOf(change, draft, key) {
    if (change.table === 'services') return [key];
    // Endpoints that somebody overwrites stay so until something else happens: only their deletion is watched.
    if (change.table === 'endpoints') return change.to === undefined ? [key] : [];
    return servicesOfPodChange(change, draft);
  },
  reconcile(key, draft) {
    const [namespace, name] = splitKey(key);
    const service = draft.get('services', namespace, name);
    const stored = draft.get('endpoints', namespace, name);
    if (!service) {
      forgetTriggerTimes(draft, NAME, key);
      if (stored) remove(draft, 'endpoints', stored, NAME);
      return;
    }
    if (!hasSelectedEndpoints(service) || service.metadata.deletionTimestamp !== undefined) return;
    const pods = selectedPods(draft, service);
    const time = triggerTime(draft, NAME, service, pods);
    const subsets = subsetsOf(service, pods);
    const labels = { ...service.metadata.labels, ...(isHeadless(service) ? { 'service.kubernetes.io/headless': '' } : {}), ...CONTROLLED };
    if (stored && isSame(stored.subsets ?? [], subsets) && isSame(stored.metadata.labels, labels)) return;
    const { [CHANGE_TRIGGER_TIME]: _, ...annotations } = stored?.metadata.annotations ?? {};
    const { annotations: __, ...rest } = stored?.metadata ?? {};
    const metadata = {
      ...rest,
      name,
      namespace,
      labels,
      ...(time === undefined && Object.keys(annotations).length === 0
        ? {}
        : { annotations: { ...annotations, ...(time === undefined ? {} : { [CHANGE_TRIGGER_TIME]: time }) } }),
    };
    const next = { apiVersion: 'v1', kind: 'Endpoints', metadata, ...(subsets.length > 0 ? { subsets } : {}) };
    const proven = pods.every(({ status }) => (status?.podIPs ?? []).every(({ ip }) => OF_PODS.test(ip)));
    if (stored) update(draft, 'endpoints', next, NAME, proven);
    else create(draft, 'endpoints', next, NAME, proven);
  },
};

/** What the Pods offer; a headless Service without ports lists bare addresses. */
function subsetsOf(service: Service, pods: readonly Pod[]): EndpointSubset[] {
  const isIPv6 = service.spec.ipFamilies?.[0] === 'IPv6';
  const published = service.spec.publishNotReadyAddresses === true;
  const offers: OfferedPorts[] = [];
  for (const pod of pods) {
    const ip = pod.status?.podIPs?.find((one) => one.ip.includes(':') === isIPv6)?.ip;
    if (ip === undefined || !belongsInEndpoints(pod, published) || offers.length === MOST_ADDRESSES) continue;
    const hostname = hostnameIn(pod, service);
    const { name, namespace = '', uid = '' } = pod.metadata;
    const address = {
      ip,
      ...(hostname === undefined ? {} : { hostname }),
      nodeName: pod.spec.nodeName as string,
      targetRef: { kind: 'Pod', name, namespace, uid },
    };
    offers.push({ address, ready: published || isPodReady(pod), ports: portsOf(service, pod) });
  }
  const isBare = isHeadless(service) && (service.spec.ports ?? []).length === 0;
  return isBare ? (offers.length > 0 ? [subsetOf(offers, [])] : []) : packSubsets(offers);
}

/** A named port that the Pod does not have is left out. */
function portsOf(service: Service, pod: Pod): EndpointPort[] {
  return (service.spec.ports ?? []).flatMap((port): EndpointPort[] => {
    const number = portOnPod(pod, port);
    if (number === undefined) return [];
    return [
      {
        ...(port.name ? { name: port.name } : {}),
        port: number,
        protocol: port.protocol ?? 'TCP',
        ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
      },
    ];
  });
}
