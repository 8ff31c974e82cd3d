// What checks let happen to a cluster before they look again: events, each until it is quiet.
import type { JsonObject } from '../api/kubernetes-object.ts';
import { selectsLabels } from '../api/label-selector.ts';
import { advanceTo, settleAndWait } from '../controllers/settle.ts';
import { createObject, deleteObject, patchObject } from '../store/api-server.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import type { ObjectTableName } from '../store/tables.ts';
import type { ClusterEvent, PodSet } from './check.ts';

/** The Pods of a set that nobody has asked to go. */
export const podsOf = (draft: ClusterDraft, { namespace, labels }: PodSet) =>
  draft.list('pods', namespace).filter(({ metadata }) => metadata.deletionTimestamp === undefined && selectsLabels(labels, metadata.labels));

/** The cluster after an event, once it is quiet; `seen` is called at every moment on the way. */
export function happen(draft: ClusterDraft, event: ClusterEvent, seen?: () => void): ClusterState {
  const by = { by: 'grader' };
  const patch = (table: ObjectTableName, namespace: string, name: string, change: JsonObject): void =>
    void patchObject(draft, table, namespace, name, change, 'application/merge-patch+json', by);
  switch (event.kind) {
    case 'delete-each-pod':
      for (const { metadata } of podsOf(draft, event.pods)) {
        deleteObject(draft, 'pods', metadata.namespace ?? '', metadata.name, by);
        settleAndWait(draft, seen);
      }
      break;
    case 'scale':
      patch('deployments', event.namespace, event.deployment, { spec: { replicas: event.replicas } });
      break;
    case 'patch':
      patch(event.table, event.namespace, event.name, event.patch);
      break;
    case 'recreate-service':
      recreateService(draft, event.namespace, event.name, seen);
      break;
    case 'drain':
      drain(draft, event.node);
      break;
    case 'remove-file':
      removeFile(draft, event.pods, event.path);
      break;
    case 'advance':
      advanceTo(draft, draft.now + event.seconds * 1000, seen);
      break;
  }
  settleAndWait(draft, seen);
  return draft.commit();
}

/** A Service is deleted, and made again from what was asked for. */
export function recreateService(draft: ClusterDraft, namespace: string, name: string, seen?: () => void): void {
  const service = draft.get('services', namespace, name);
  if (!service) return;
  const by = { by: 'grader' };
  const { clusterIP, clusterIPs: _, ...spec } = service.spec;
  deleteObject(draft, 'services', namespace, name, by);
  settleAndWait(draft, seen);
  const { labels, annotations } = service.metadata;
  const metadata = { name, namespace, ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) };
  const body = { apiVersion: 'v1', kind: 'Service', metadata, spec: clusterIP === 'None' ? { ...spec, clusterIP } : spec };
  createObject(draft, 'services', namespace, body as unknown as JsonObject, by);
}

function drain(draft: ClusterDraft, node: string): void {
  patchObject(draft, 'nodes', '', node, { spec: { unschedulable: true } }, 'application/merge-patch+json', { by: 'grader' });
  const leaving = draft.namespacesOf('pods').flatMap((namespace) => draft.list('pods', namespace).filter(({ spec }) => spec.nodeName === node));
  for (const { metadata } of leaving)
    if (metadata.ownerReferences?.some(({ controller }) => controller === true))
      deleteObject(draft, 'pods', metadata.namespace ?? '', metadata.name, { by: 'grader' });
}

function removeFile(draft: ClusterDraft, pods: PodSet, path: string): void {
  const [pod] = podsOf(draft, pods);
  const row = `${pod?.metadata.name ?? ''}/${pod?.spec.containers[0]?.name ?? ''}`;
  const container = draft.get('containers', pods.namespace, row);
  if (container) draft.set('containers', pods.namespace, row, { ...container, files: { ...container.files, [path]: null } }, 'grader');
}
