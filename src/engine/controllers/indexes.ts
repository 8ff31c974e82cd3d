import type { KubernetesObject, OwnerReference } from '../api/kubernetes-object.ts';
import type { RowIndex } from '../store/cluster-draft.ts';
import { OBJECT_TABLES, type ObjectTableName, type ObjectTables } from '../store/tables.ts';
import type { ObjectReference, Pod, Service } from '../api/core-v1.ts';

/** The owner that manages an object, if one does. */
export function controllerOf(object: KubernetesObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true);
}

const byController = <T extends ObjectTableName>(table: T): RowIndex<T> => ({
  name: `${table}-by-controller`,
  table,
  keysOf: (row) => controllerOf(row as KubernetesObject)?.uid ?? '',
});

/** Key: the uid of the managing owner, '' for objects that nobody manages. */
export const PODS_BY_CONTROLLER = byController('pods');
export const REPLICASETS_BY_CONTROLLER = byController('replicasets');
export const REVISIONS_BY_CONTROLLER = byController('controllerrevisions');
export const SLICES_BY_CONTROLLER = byController('endpointslices');

/** Key: `name=value`, once for every label of a Pod. */
export const PODS_BY_LABEL: RowIndex<'pods'> = { name: 'pods-by-label', table: 'pods', keysOf: (pod: Pod) => labelKeys(pod.metadata.labels) };

/** Key: the name of the node a Pod is bound to, '' where it waits for one. */
export const PODS_BY_NODE: RowIndex<'pods'> = { name: 'pods-by-node', table: 'pods', keysOf: (pod: Pod) => pod.spec.nodeName ?? '' };

/** Key: `<owner>@<node>` for bound Pods that are not on their way out: who counts as a sibling when spreading. */
export const SIBLINGS: RowIndex<'pods'> = {
  name: 'siblings',
  table: 'pods',
  keysOf: (pod: Pod) =>
    pod.spec.nodeName === undefined || pod.metadata.deletionTimestamp !== undefined || isClient(pod)
      ? []
      : `${controllerOf(pod)?.uid ?? ''}@${pod.spec.nodeName}`,
};

function isClient({ metadata }: Pod): boolean {
  return metadata.namespace === 'default' && metadata.name === 'client';
}

/** Key: the first `name=value` of a Service's selector; '' for a Service without one. */
export const SERVICES_BY_SELECTOR: RowIndex<'services'> = {
  name: 'services-by-selector',
  table: 'services',
  keysOf: (service: Service) => labelKeys(service.spec.selector)[0] ?? '',
};

/** Key: the Service that an EndpointSlice says it is of. */
export const SLICES_BY_SERVICE: RowIndex<'endpointslices'> = {
  name: 'endpointslices-by-service',
  table: 'endpointslices',
  keysOf: (slice) => slice.metadata.labels?.['kubernetes.io/service-name'] ?? '',
};

export const EVENTS_ALIKE: RowIndex<'events'> = {
  name: 'events-alike',
  table: 'events',
  keysOf: ({ involvedObject, reason = '', message = '' }) => eventKey(involvedObject, reason, message),
};

/** Short, and shared by few events: those of Pods say the same of a thousand Pods, those of others a thousand things of one object. */
export const eventKey = ({ kind, uid }: ObjectReference, reason: string, message: string): string => (kind === 'Pod' ? `${uid} ${reason}` : message);

/** `name=value` for every label. Pods of one template share their labels, so that they are put together once. */
export function labelKeys(labels: { readonly [name: string]: string } | undefined): readonly string[] {
  if (labels === undefined) return [];
  let keys = KEYS_OF_LABELS.get(labels);
  if (!keys) KEYS_OF_LABELS.set(labels, (keys = Object.entries(labels).map(([name, value]) => `${name}=${value}`)));
  return keys;
}

const KEYS_OF_LABELS = new WeakMap<object, readonly string[]>();

/** Per table: key is the uid of any owner. For collecting garbage. */
export const DEPENDENTS: readonly RowIndex<ObjectTableName>[] = OBJECT_TABLES.map((table) => ({
  name: `${table}-by-owner`,
  table,
  keysOf: (row: ObjectTables[ObjectTableName]) => ((row as KubernetesObject).metadata.ownerReferences ?? []).map(({ uid }) => uid),
}));
