// Who wrote which field. Models k8s.io/apimachinery pkg/util/managedfields (v0.37.1) for the requests of people's tools; what
// controllers write is not recorded.
import type { APIResource } from '../api/api-resources.ts';
import type { JsonObject, KubernetesObject } from '../api/kubernetes-object.ts';
import { formatTime } from '../clock/instant.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import { fieldsV1, ownableLeaves, pathsOf, type FieldPathKey } from './field-set.ts';
import type { RequestOptions } from './requests.ts';

/** One entry of managedFields, with its fields as a set. */
export interface Manager {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string;
  /** Absent where the manager never changed a value. */
  readonly time?: string;
  readonly fields: ReadonlySet<FieldPathKey>;
}

export function managersOf({ metadata }: KubernetesObject): Manager[] {
  return (metadata.managedFields ?? []).map((entry) => ({
    manager: String(entry.manager),
    operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
    apiVersion: String(entry.apiVersion),
    ...(entry.subresource ? { subresource: String(entry.subresource) } : {}),
    ...(entry.time ? { time: String(entry.time) } : {}),
    fields: pathsOf((entry.fieldsV1 ?? {}) as JsonObject),
  }));
}

/** The object with these managers; those that own nothing any more are left out. Apply comes first, then by time and name. */
export function withManagers<T extends KubernetesObject>(object: T, managers: readonly Manager[]): T {
  const { managedFields: _, ...metadata } = object.metadata;
  const owning = managers.filter(({ fields }) => fields.size > 0);
  if (owning.length === 0) return { ...object, metadata };
  const order = ({ operation, time = '', manager, subresource = '' }: Manager): string => `${operation} ${time} ${manager} ${subresource}`;
  const entries = [...owning]
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .map(({ manager, operation, apiVersion, subresource, time, fields }) => ({
      manager,
      operation,
      apiVersion,
      ...(time ? { time } : {}),
      fieldsType: 'FieldsV1',
      fieldsV1: fieldsV1(fields),
      ...(subresource ? { subresource } : {}),
    }));
  return { ...object, metadata: { ...metadata, managedFields: entries } };
}

/** After a create, update or patch: the writer owns what is new or changed, the others lose what was changed or removed. */
export function recordManager(
  draft: ClusterDraft,
  { kind, apiVersion }: APIResource,
  object: KubernetesObject,
  before: KubernetesObject | undefined,
  { fieldManager = '', subresource }: RequestOptions,
): KubernetesObject {
  // An empty list: somebody has had them forgotten, and until the next apply nobody is recorded (skipnonapplied.go).
  if (before && object.metadata.managedFields?.length === 0) return object;
  const leaves = (given: KubernetesObject): Map<FieldPathKey, string> => ownableLeaves(kind, given as unknown as JsonObject, true, subresource === 'status');
  const after = leaves(object);
  const then = before ? leaves(before) : new Map<FieldPathKey, string>();
  // What was emptied is nobody's (case kubectl-write/patches-at-the-root).
  const emptied = (path: FieldPathKey): boolean => !then.has(path) && [...then.keys()].some((one) => one.startsWith(`${path}\n`));
  const written = new Set([...after].filter(([path, value]) => then.get(path) !== value && !emptied(path)).map(([path]) => path));
  const managers = before ? managersOf(object) : [];
  const own = managers.find((one) => one.manager === fieldManager && one.operation === 'Update' && one.subresource === subresource);
  const others = managers
    .filter((one) => one !== own)
    .map((one) => ({ ...one, fields: new Set([...one.fields].filter((path) => !written.has(path) && (after.has(path) || !then.has(path)))) }));
  // Only what this request removed is given up: what admission took away later stays owned.
  const fields = new Set([...(own?.fields ?? []), ...written].filter((path) => after.has(path) || !then.has(path)));
  const time = written.size > 0 || !own?.time ? formatTime(draft.now) : own.time;
  return withManagers(object, [...others, { manager: fieldManager, operation: 'Update', apiVersion, ...(subresource ? { subresource } : {}), time, fields }]);
}

/** After server-side apply made the object: exactly what was applied is owned. */
export function recordApplied(
  draft: ClusterDraft,
  { kind, apiVersion }: APIResource,
  object: KubernetesObject,
  configuration: JsonObject,
  { fieldManager = 'kubectl' }: RequestOptions,
): KubernetesObject {
  const fields = new Set(ownableLeaves(kind, configuration, false).keys());
  return withManagers(object, [{ manager: fieldManager, operation: 'Apply', apiVersion, time: formatTime(draft.now), fields }]);
}
