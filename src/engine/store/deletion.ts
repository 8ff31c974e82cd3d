// DELETE. Models pkg/registry/generic/registry store.go Delete, rest.BeforeDelete, and the ways of Pods and Namespaces (v1.37.1).
import type { Namespace, Pod, Service } from '../api/core-v1.ts';
import type { KubernetesObject } from '../api/kubernetes-object.ts';
import { conflictStatus, forbiddenStatus, notFoundStatus, type ApiOutcome, type Status } from '../api/status.ts';
import { formatTime, parseTime } from '../clock/instant.ts';
import { commitPlan, holdingsOf } from './address-allocator.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import { removeObject, replaceObject } from './objects.ts';
import { deprecationWarnings, resourceOfTable, type DeleteOptions } from './requests.ts';
import type { ObjectTableName, ObjectTables } from './tables.ts';

const IMMORTAL_NAMESPACES = ['default', 'kube-system', 'kube-public'];
const GARBAGE_COLLECTION = ['orphan', 'foregroundDeletion'];

/** Takes an object out of the store and gives back what it held. */
export function removeFromStore(draft: ClusterDraft, table: ObjectTableName, object: KubernetesObject, by: string): void {
  removeObject(draft, table, object.metadata.namespace ?? '', object.metadata.name, by);
  if (table === 'services') commitPlan(draft, object, holdingsOf(object as Service));
}

/** DELETE: gone at once, or marked with a deletionTimestamp while a grace period or a finalizer holds it. */
export function deleteObject<T extends ObjectTableName>(
  draft: ClusterDraft,
  table: T,
  namespace: string,
  name: string,
  options: DeleteOptions,
): ApiOutcome<ObjectTables[T]> {
  const resource = resourceOfTable(table);
  const warnings = deprecationWarnings(table);
  const refuse = (status: Status): ApiOutcome<ObjectTables[T]> => ({ ok: false, status, warnings });
  const answer = (object: KubernetesObject): ApiOutcome<ObjectTables[T]> => ({
    ok: true,
    object: object as unknown as ObjectTables[T],
    warnings,
    changed: true,
  });
  if (table === 'namespaces' && IMMORTAL_NAMESPACES.includes(name)) return refuse(forbiddenStatus(resource, name, 'this namespace may not be deleted'));
  const object = draft.get<ObjectTableName>(table, resource.namespaced ? namespace : '', name) as KubernetesObject | undefined;
  if (!object) return refuse(notFoundStatus(resource, name));
  const { preconditionUID } = options;
  if (preconditionUID !== undefined && preconditionUID !== object.metadata.uid) {
    const why = `the UID in the precondition (${preconditionUID}) does not match the UID in record (${object.metadata.uid ?? ''}). The object might have been deleted and then recreated`;
    return refuse(conflictStatus({ ...resource, name: resource.kind }, name, why));
  }
  const write = (changed: KubernetesObject): ApiOutcome<ObjectTables[T]> =>
    answer(options.dryRun ? changed : (replaceObject<ObjectTableName>(draft, table, changed as ObjectTables[ObjectTableName], options.by) as KubernetesObject));

  if (table === 'namespaces') {
    const terminating = terminatingNamespace(draft, object as Namespace);
    if (terminating !== object) return write(terminating);
    if (((object as Namespace).spec?.finalizers ?? []).length > 0) return answer(object);
  }
  const finalizers = finalizersAfter(object, options);
  const graceful = table === 'pods' ? gracefully(draft, object as Pod, options) : undefined;
  if (graceful === 'pending') return answer(object);
  const marked = graceful ?? (finalizers.length > 0 ? markedAsDeleting(draft, object) : undefined);
  const lasting = finalizers.length > 0 || (graceful?.metadata.deletionGracePeriodSeconds ?? 0) > 0;
  if (marked && lasting) return write({ ...marked, metadata: withFinalizers(marked.metadata, finalizers) });
  const last = marked ?? object;
  if (!options.dryRun) removeFromStore(draft, table, object, options.by);
  return answer(last);
}

/** The first request turns a Namespace's phase; emptying it is a controller's work. */
function terminatingNamespace(draft: ClusterDraft, namespace: Namespace): Namespace {
  if (namespace.metadata.deletionTimestamp) return namespace;
  return { ...namespace, metadata: { ...namespace.metadata, deletionTimestamp: formatTime(draft.now) }, status: { ...namespace.status, phase: 'Terminating' } };
}

function withFinalizers(metadata: KubernetesObject['metadata'], finalizers: readonly string[]): KubernetesObject['metadata'] {
  const { finalizers: _, ...rest } = metadata;
  return finalizers.length > 0 ? { ...rest, finalizers } : rest;
}

/** Models deletionFinalizersForGarbageCollection: what is to happen to dependents is written as a finalizer. */
function finalizersAfter({ metadata }: KubernetesObject, { propagationPolicy }: DeleteOptions): readonly string[] {
  const given = metadata.finalizers ?? [];
  const others = given.filter((name) => !GARBAGE_COLLECTION.includes(name));
  if (propagationPolicy === 'Orphan') return [...others, 'orphan'];
  if (propagationPolicy === 'Foreground') return [...others, 'foregroundDeletion'];
  return propagationPolicy === 'Background' ? others : given;
}

function markedAsDeleting(draft: ClusterDraft, object: KubernetesObject): KubernetesObject {
  const { generation = 0, deletionTimestamp } = object.metadata;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...(generation > 0 && !deletionTimestamp ? { generation: generation + 1 } : {}),
      deletionTimestamp: deletionTimestamp ?? formatTime(draft.now),
      deletionGracePeriodSeconds: 0,
    },
  };
}

/**
 * The Pod with its grace period set, or `pending` when a deletion under way is not to be hurried. A period of 0 is no grace:
 * nobody runs the Pod, it has ended, or force was asked for.
 */
function gracefully(draft: ClusterDraft, pod: Pod, { gracePeriodSeconds }: DeleteOptions): Pod | 'pending' | undefined {
  const asked = gracePeriodSeconds !== undefined && gracePeriodSeconds < 0 ? 1 : gracePeriodSeconds;
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, generation = 0 } = pod.metadata;
  if (deletionTimestamp) {
    if (deletionGracePeriodSeconds === 0) return undefined;
    if (asked === undefined || asked >= deletionGracePeriodSeconds) return 'pending';
    const moved = (parseTime(deletionTimestamp) ?? draft.now) + (asked - deletionGracePeriodSeconds) * 1000;
    const late = moved < draft.now;
    return marked(pod, late ? draft.now : moved, late && asked !== 0 ? 1 : asked, generation);
  }
  const ended = pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
  const period = !pod.spec.nodeName || ended ? 0 : (asked ?? pod.spec.terminationGracePeriodSeconds ?? 0);
  return marked(pod, draft.now + Math.max(period, period < 0 ? 1 : 0) * 1000, period < 0 ? 1 : period, generation > 0 ? generation + 1 : 0);
}

function marked(pod: Pod, deletionAt: number, seconds: number, generation: number): Pod {
  return {
    ...pod,
    metadata: { ...pod.metadata, ...(generation > 0 ? { generation } : {}), deletionTimestamp: formatTime(deletionAt), deletionGracePeriodSeconds: seconds },
  };
}
