// Models kubernetes pkg/controller/namespace/deletion status_condition_utils.go and namespaced_resources_deleter.go (v1.37.1).
import type { Namespace } from '../api/core-v1.ts';
import type { Condition } from '../api/kubernetes-object.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { resourceOfTable } from '../store/requests.ts';
import { NAMESPACE_CONTROLLER, type Left } from './namespace.ts';
import { writeStatus } from './writing.ts';

/** Writes the conditions; true where they changed. What is left of Pods is not told, only that it fails: nothing else was looked at. */
export function writeConditions(draft: ClusterDraft, name: string, left: readonly Left[], isPods: boolean): boolean {
  const found = draft.get('namespaces', '', name) as Namespace;
  const failed = left
    .filter(({ seconds }) => seconds === 0)
    .map(({ table }) => {
      const { apiVersion, name: resource } = resourceOfTable(table);
      return `unexpected items still remain in namespace: ${name} for gvr: ${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Resource=${resource}`;
    });
  const told = isPods ? [] : left;
  const remaining = told.map(({ table, count }) => `${resourceOfTable(table).name}.${resourceOfTable(table).group} has ${count} resource instances`).sort();
  const finalizers = told.flatMap((one) => one.finalizers);
  const held = [...new Set(finalizers)].map((one) => `${one} in ${finalizers.filter((other) => other === one).length} resource instances`).sort();
  const condition = (type: string, well: readonly [reason: string, message: string], ill?: readonly [reason: string, message: string]): Condition => {
    const before = found.status?.conditions?.find((one) => one.type === type);
    const status = ill ? 'True' : 'False';
    const [reason, message] = ill ?? well;
    return { lastTransitionTime: before?.status === status ? before.lastTransitionTime : draft.timestamp, message, reason, status, type } as Condition;
  };
  const conditions = [
    condition('NamespaceDeletionDiscoveryFailure', ['ResourcesDiscovered', 'All resources successfully discovered']),
    condition('NamespaceDeletionGroupVersionParsingFailure', ['ParsedGroupVersions', 'All legacy kube types successfully parsed']),
    condition(
      'NamespaceDeletionContentFailure',
      ['ContentDeleted', 'All content successfully deleted, may be waiting on finalization'],
      failed.length > 0 ? ['ContentDeletionFailed', `Failed to delete all resource types, ${failed.length} remaining: ${failed.sort().join(', ')}`] : undefined,
    ),
    condition(
      'NamespaceContentRemaining',
      ['ContentRemoved', 'All content successfully removed'],
      remaining.length > 0 ? ['SomeResourcesRemain', `Some resources are remaining: ${remaining.join(', ')}`] : undefined,
    ),
    condition(
      'NamespaceFinalizersRemaining',
      ['ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
      held.length > 0 ? ['SomeFinalizersRemain', `Some content in the namespace has finalizers remaining: ${held.join(', ')}`] : undefined,
    ),
  ];
  return writeStatus(draft, 'namespaces', found, { ...found.status, conditions }, NAMESPACE_CONTROLLER) !== found;
}
