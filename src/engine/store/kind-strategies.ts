// What the server does to objects of a kind beside validating them. Models PrepareForCreate, PrepareForUpdate and the warnings of
// pkg/registry/*/strategy.go (v1.37.1).
import type { Deployment } from '../api/apps-v1.ts';
import type { Endpoints, Namespace, Pod, PodSpec, Secret, Service } from '../api/core-v1.ts';
import type { EndpointSlice } from '../api/discovery-v1.ts';
import type { KubernetesObject } from '../api/kubernetes-object.ts';
import type { VersionDifferences } from '../api/version-differences.ts';
import { SECRETS_PART } from '../validation/validate.ts';
import { qosClassOf } from './pod-admission.ts';
import { withLabelKeys } from './pod-label-keys.ts';
import { sameJSON } from '../api/same-json.ts';
import { endpointSliceWarnings, endpointsWarnings, nameWarnings, podSpecWarnings, serviceWarnings } from './warnings.ts';

/** One kind's ways; every step gives a new object. */
export interface KindStrategy<T = KubernetesObject> {
  /** What the server's own type makes of what was sent, before anybody is said to have written it. */
  readonly convert?: (object: T) => T;
  /** What a client cannot say about a new object, and what the server says at once. */
  readonly prepareCreate?: (object: T) => T;
  /** What a client cannot change, and the generation. */
  readonly prepareUpdate?: (object: T, before: T) => T;
  readonly warningsOnCreate?: (object: T, differences: VersionDifferences) => string[];
  readonly warningsOnUpdate?: (object: T, before: T, differences: VersionDifferences) => string[];
}

interface Workload extends KubernetesObject {
  readonly spec: { readonly template?: { readonly spec: PodSpec }; readonly revisionHistoryLimit?: number };
  readonly status?: object;
}

const withGeneration = <T extends KubernetesObject>(object: T, generation: number): T => ({ ...object, metadata: { ...object.metadata, generation } });

/** The status as it was: only the status subresource writes it. */
function keepStatus<T extends KubernetesObject>(object: T, before: T): T {
  const { status: _, ...rest } = object as T & { status?: unknown };
  const { status } = before as T & { status?: unknown };
  return (status === undefined ? rest : { ...rest, status }) as T;
}

/** Models pkg/registry/core/pod strategy.go applySchedulingGatedCondition (v1.37.1). */
function gatedStatus({ spec }: Pod): Pick<NonNullable<Pod['status']>, 'conditions'> {
  const { schedulingGates = [] } = spec as { readonly schedulingGates?: readonly unknown[] };
  if (schedulingGates.length === 0) return {};
  const message = 'Scheduling is blocked due to non-empty scheduling gates';
  return { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message }] };
}

const bumped = <T extends KubernetesObject>(object: T, before: T, changed: boolean): T =>
  changed ? withGeneration(object, (before.metadata.generation ?? 0) + 1) : object;

const templateWarnings = ({ spec }: Workload): string[] => (spec.template ? podSpecWarnings(spec.template.spec, 'spec.template') : []);

function historyWarnings({ spec }: Workload): string[] {
  return (spec.revisionHistoryLimit ?? 0) < 0
    ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended']
    : [];
}

/** A workload's status begins as its Go type writes an empty one. */
function workload(status: object, podNames: boolean): KindStrategy<Workload> {
  const changes = (object: Workload, before: Workload): boolean =>
    !sameJSON(object.spec, before.spec) || (object.kind === 'Deployment' && !sameJSON(object.metadata.annotations ?? {}, before.metadata.annotations ?? {}));
  const more = (object: Workload): string[] => (object.kind === 'StatefulSet' ? historyWarnings(object) : []);
  return {
    prepareCreate: (object) => withGeneration({ ...object, status }, 1),
    prepareUpdate: (object, before) => bumped(keepStatus(object, before), before, changes(object, before)),
    warningsOnCreate: (object) => [
      ...(podNames ? nameWarnings(object.metadata.name, 'Pod names and hostnames') : []),
      ...templateWarnings(object),
      ...more(object),
    ],
    warningsOnUpdate: (object, before) => [...(object.metadata.generation === before.metadata.generation ? [] : templateWarnings(object)), ...more(object)],
  };
}

const pods: KindStrategy<Pod> = {
  prepareCreate: (given) => {
    const pod = withLabelKeys(given);
    return withGeneration({ ...pod, status: { phase: 'Pending', qosClass: qosClassOf(pod.spec), ...gatedStatus(pod) } }, 1);
  },
  prepareUpdate: (pod, before) => bumped(keepStatus(pod, before), before, !sameJSON(pod.spec, before.spec)),
  warningsOnCreate: (pod) => [...nameWarnings(pod.metadata.name, "the Pod's hostname"), ...podSpecWarnings(pod.spec, '')],
};

const namespaces: KindStrategy<Namespace> = {
  prepareCreate: (namespace) => {
    const finalizers = namespace.spec?.finalizers ?? [];
    return { ...namespace, spec: { finalizers: finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'] }, status: { phase: 'Active' } };
  },
  prepareUpdate: (namespace, before) => keepStatus({ ...namespace, spec: before.spec ?? {} }, before),
};

const services: KindStrategy<Service> = {
  prepareCreate: (service) => withoutInternalPolicy({ ...service, status: { loadBalancer: {} } }),
  prepareUpdate: (service, before) => {
    const kept = keepStatus(service, before);
    return withoutInternalPolicy(service.spec.type === 'LoadBalancer' ? kept : { ...kept, status: { ...kept.status, loadBalancer: {} } });
  },
  warningsOnCreate: serviceWarnings,
  warningsOnUpdate: (service, _, differences) => serviceWarnings(service, differences),
};

/** Models defaultOnReadInternalTrafficPolicy: an ExternalName Service is never shown with one. */
function withoutInternalPolicy(service: Service): Service {
  if (service.spec.type !== 'ExternalName' || service.spec.internalTrafficPolicy === undefined) return service;
  const { internalTrafficPolicy: _, ...spec } = service.spec;
  return { ...service, spec };
}

/** Models dropTopologyOnV1 (pkg/registry/discovery/endpointslice/strategy.go): v1 writes no topology and does not say so, but the generation counts what was asked. */
function withoutTopology(slice: EndpointSlice): EndpointSlice {
  if (!slice.endpoints?.some(({ deprecatedTopology }) => deprecatedTopology)) return slice;
  return { ...slice, endpoints: slice.endpoints.map(({ deprecatedTopology: _, ...endpoint }) => endpoint) };
}

const endpointslices: KindStrategy<EndpointSlice> = {
  prepareCreate: (slice) => withGeneration(withoutTopology(slice), 1),
  prepareUpdate: (slice, before) => {
    const { metadata: after, ...content } = slice;
    const { metadata: then, ...stored } = before;
    return withoutTopology(bumped(slice, before, !sameJSON(content, stored) || !sameJSON(after.labels ?? {}, then.labels ?? {})));
  },
  warningsOnCreate: (slice) => endpointSliceWarnings(slice, true),
  warningsOnUpdate: (slice) => endpointSliceWarnings(slice, false),
};

const secrets: KindStrategy<Secret> = {
  convert: (secret) => (secret.stringData ? SECRETS_PART.content.foldStringData(secret) : secret),
  prepareUpdate: (secret, before) => ({ ...secret, ...((secret.type ?? before.type) === undefined ? {} : { type: secret.type || before.type || '' }) }),
};

const endpoints: KindStrategy<Endpoints> = { warningsOnCreate: endpointsWarnings, warningsOnUpdate: endpointsWarnings };

const STRATEGIES: { readonly [table: string]: unknown } = {
  deployments: workload({} satisfies Deployment['status'], true),
  replicasets: workload({ replicas: 0 }, true),
  statefulsets: workload({ availableReplicas: 0, replicas: 0 }, false),
  pods,
  namespaces,
  services,
  endpointslices,
  endpoints,
  secrets,
  nodes: { prepareUpdate: keepStatus },
  servicecidrs: { prepareUpdate: keepStatus },
};

/** The strategy of a table; most small kinds need none. */
export function strategyOf(table: string): KindStrategy {
  return (STRATEGIES[table] ?? {}) as KindStrategy;
}
