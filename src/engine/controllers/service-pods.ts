import type { Container, Pod, Service, ServicePort } from '../api/core-v1.ts';
import type { Labels } from '../api/kubernetes-object.ts';
import { selectsLabels } from '../api/label-selector.ts';
import type { Change } from '../store/cluster-state.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { isSame } from './equality.ts';
import { PODS_BY_LABEL, SERVICES_BY_SELECTOR, labelKeys } from './indexes.ts';
import { isPodFinished, isPodReady } from './pod-state.ts';

/** Whether a Service's endpoints are the business of the controllers. */
export function hasSelectedEndpoints({ spec }: Service): boolean {
  return spec.selector !== undefined && Object.keys(spec.selector).length > 0 && spec.type !== 'ExternalName';
}

/** `namespace/name` of every Service that a change of a Pod may concern. */
export function servicesOfPodChange({ namespace, from, to }: Change, draft: ClusterDraft): readonly string[] {
  const before = from as Pod | undefined;
  const after = to as Pod | undefined;
  if (before && after && looksSame(before, after)) return NONE;
  const keys = servicesSelecting(draft, namespace, after?.metadata.labels);
  return !before || before.metadata.labels === after?.metadata.labels ? keys : [...servicesSelecting(draft, namespace, before.metadata.labels), ...keys];
}

const NONE: readonly string[] = [];

/** Found once for all Pods that share their labels, until a Service changes. */
function servicesSelecting(draft: ClusterDraft, namespace: string, labels: Labels | undefined): readonly string[] {
  if (labels === undefined) return NONE;
  const known = draft.digest('services', namespace, () => new WeakMap<Labels, readonly string[]>());
  let keys = known.get(labels);
  if (!keys) {
    keys = labelKeys(labels).flatMap((key) =>
      draft
        .find(SERVICES_BY_SELECTOR, namespace, key)
        .filter(({ spec }) => selectsLabels(spec.selector ?? {}, labels))
        .map(({ metadata }) => `${namespace}/${metadata.name}`),
    );
    known.set(labels, keys);
  }
  return keys;
}

/**
 * What of a Pod makes the controllers look again. Models endpointslice util podEndpointsChanged (v0.37.1): the phase is not
 * among it, so a Pod that ends before it was ever ready stays listed until something else happens (case pods-that-end).
 */
function looksSame(a: Pod, b: Pod): boolean {
  return (
    a.metadata.uid === b.metadata.uid &&
    a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
    a.spec.hostname === b.spec.hostname &&
    a.spec.subdomain === b.spec.subdomain &&
    isPodReady(a) === isPodReady(b) &&
    isSame(a.metadata.labels, b.metadata.labels) &&
    isSame(a.status?.podIPs, b.status?.podIPs)
  );
}

/** Addresses that Pods and nodes of our clusters have: endpoints can list them. Others come from a status that somebody wrote. */
export const OF_PODS = /^(?:(?:10|172|192)(?:\.\d{1,3}){3}|fd[0-9a-f:]+)$/;

/** The Pods a Service selects, by name. */
export function selectedPods(draft: ClusterDraft, service: Service): Pod[] {
  const selector = service.spec.selector ?? {};
  const [first] = labelKeys(selector);
  return first === undefined
    ? []
    : draft.find(PODS_BY_LABEL, service.metadata.namespace ?? '', first).filter(({ metadata }) => selectsLabels(selector, metadata.labels));
}

/** Models endpointslice util ShouldPodBeInEndpoints (v0.37.1). */
export function belongsInEndpoints(pod: Pod, includeTerminating: boolean): boolean {
  if (isPodFinished(pod) || (pod.status?.podIPs ?? []).length === 0) return false;
  return includeTerminating || pod.metadata.deletionTimestamp === undefined;
}

/** Models endpointslice util ShouldSetHostname: a Pod that names this Service as its subdomain. */
export function hostnameIn(pod: Pod, service: Service): string | undefined {
  const { hostname, subdomain } = pod.spec;
  return hostname && subdomain === service.metadata.name ? hostname : undefined;
}

/** The number behind a Service's port on one Pod. Models pkg/api/v1/pod FindPort: a name is looked up among its containers. */
export function portOnPod(pod: Pod, { targetPort, port, protocol = 'TCP' }: ServicePort): number | undefined {
  if (targetPort === undefined) return port;
  if (typeof targetPort === 'number') return targetPort;
  const sidecars = (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  for (const container of [...pod.spec.containers, ...sidecars] as Container[]) {
    const found = container.ports?.find((one) => one.name === targetPort && (one.protocol ?? 'TCP') === protocol);
    if (found) return found.containerPort;
  }
  return undefined;
}

export const isHeadless = ({ spec }: Service): boolean => spec.clusterIP === 'None';
