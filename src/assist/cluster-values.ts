import type { ClusterState } from '../engine/index.ts';
import type { YAMLPlace } from './yaml-place.ts';

type Row = { readonly metadata: { readonly name: string; readonly labels?: { readonly [key: string]: string } } };

const rowsOf = <T extends Row>(table: { readonly [namespace: string]: { readonly [name: string]: T } } | undefined, namespace?: string): T[] =>
  Object.entries(table ?? {}).flatMap(([one, rows]) => (namespace === undefined || one === namespace ? Object.values(rows) : []));

const sorted = (values: Iterable<string>): readonly string[] => [...new Set(values)].sort();

/** Labels that the platform itself puts on Pods: never meant by a selector somebody writes. */
const PLATFORM = /^(topology\.kubernetes\.io|pod-template-hash|controller-revision-hash|apps\.kubernetes\.io|statefulset\.kubernetes\.io)/;

/** Keys of the labels that Pods of a namespace carry. */
export function labelKeys({ tables }: ClusterState, namespace: string): readonly string[] {
  return sorted(
    rowsOf(tables.pods, namespace)
      .flatMap(({ metadata }) => Object.keys(metadata.labels ?? {}))
      .filter((key) => !PLATFORM.test(key)),
  );
}

/** Values of one label on Pods of a namespace. */
export function labelValues({ tables }: ClusterState, namespace: string, key: string): readonly string[] {
  return sorted(
    rowsOf(tables.pods, namespace).flatMap(({ metadata }) => (metadata.labels && Object.hasOwn(metadata.labels, key) ? [metadata.labels[key] ?? ''] : [])),
  );
}

/** What exists in the cluster and fits a field: names of objects, ports of Pods. Empty where nothing is known. */
export function clusterValues(cluster: ClusterState, id: string, { namespace }: Pick<YAMLPlace, 'namespace'>): readonly string[] {
  const { tables } = cluster;
  const within = namespace || 'default';
  switch (id) {
    case 'ObjectMeta.namespace':
      return sorted(rowsOf(tables.namespaces).map(({ metadata }) => metadata.name));
    case 'ServicePort.targetPort':
      return sorted(
        rowsOf(tables.pods, within).flatMap(({ spec }) =>
          spec.containers.flatMap(({ ports = [] }) => ports.flatMap((port) => [...(port.name ? [port.name] : []), String(port.containerPort)])),
        ),
      );
    case 'StatefulSetSpec.serviceName':
    case 'PodSpec.subdomain':
      return sorted(rowsOf(tables.services, within).map(({ metadata }) => metadata.name));
    case 'PodSpec.nodeName':
    case 'Endpoint.nodeName':
      return sorted(rowsOf(tables.nodes).map(({ metadata }) => metadata.name));
    default:
      return [];
  }
}
