import type { Pod } from '../../../src/engine/api/core-v1.ts';
import type { Json } from '../../../src/engine/api/kubernetes-object.ts';
import { CONTROLLERS, settle } from '../../../src/engine/controllers/settle.ts';
import { createObject, patchObject, type PatchType } from '../../../src/engine/store/api-server.ts';
import { ClusterDraft } from '../../../src/engine/store/cluster-draft.ts';
import { createCluster, type ClusterKind } from '../../../src/engine/store/new-cluster.ts';
import { OBJECT_TABLES, type ObjectTableName } from '../../../src/engine/store/tables.ts';
import { resourceOfTable } from '../../../src/engine/store/requests.ts';

export const AGNHOST = 'registry.k8s.io/e2e-test-images/agnhost:2.53';

/** A fresh cluster to act upon. */
export function draftOf(kind: ClusterKind = 'three-nodes', seed = 1): ClusterDraft {
  return new ClusterDraft(createCluster(kind, seed));
}

/** Creates objects as kubectl would, one request after the other, and lets controllers see each. */
export function apply(
  draft: ClusterDraft,
  ...objects: { readonly kind: string; readonly metadata: { readonly name?: string; readonly namespace?: string; readonly finalizers?: readonly string[] } }[]
): void {
  for (const object of objects) {
    const table = OBJECT_TABLES.find((one) => resourceOfTable(one).kind === object.kind) as ObjectTableName;
    const namespace = resourceOfTable(table).namespaced ? (object.metadata.namespace ?? 'default') : '';
    const outcome = createObject(draft, table, namespace, object as unknown as Json, { by: 'kubectl' });
    if (!outcome.ok) throw new Error(outcome.status.message);
    settle(draft);
  }
}

export function patch(
  draft: ClusterDraft,
  table: ObjectTableName,
  name: string,
  body: Json,
  namespace = 'default',
  type: PatchType = 'application/merge-patch+json',
): void {
  const outcome = patchObject(draft, table, namespace, name, body, type, { by: 'kubectl' });
  if (!outcome.ok) throw new Error(outcome.status.message);
  settle(draft);
}

type Fields = { readonly [field: string]: unknown };

export const container = (fields: Fields = {}): Fields => ({
  name: 'web',
  image: AGNHOST,
  args: ['netexec', '--http-port=8080'],
  ports: [{ containerPort: 8080 }],
  ...fields,
});

export const pod = (name: string, labels: { readonly [name: string]: string }, spec: Fields = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: { containers: [container()], ...spec },
});

export const deployment = (replicas: number, spec: Fields = {}, containers: Fields[] = [container()]) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers } }, ...spec },
});

export const service = (name: string, spec: Fields = {}, metadata: Fields = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, ...metadata },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
});

/** `Reason: message`, in the order of the store, of one object's events. */
export function eventsOf(draft: ClusterDraft, kind: string, name: string, namespace = 'default'): string[] {
  return draft
    .list('events', namespace)
    .filter(({ involvedObject }) => involvedObject.kind === kind && involvedObject.name === name)
    .map(({ reason, message, count }) => `${reason}: ${message}${count === 1 ? '' : ` x${count}`}`);
}

export const condition = (object: { readonly status?: unknown } | undefined, type: string): string => {
  const conditions = (
    object?.status as
      { readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string }[] } | undefined
  )?.conditions;
  const found = conditions?.find((one) => one.type === type);
  return [found?.status, found?.reason, found?.message].filter((part) => part !== undefined).join(' | ');
};

/** Pods of a label, without those of a fresh cluster. */
export function podsOf(draft: ClusterDraft, app = 'web', namespace = 'default'): Pod[] {
  return draft.list('pods', namespace).filter(({ metadata }) => metadata.labels?.['app'] === app);
}

/** Everything is looked at by everyone; gives what that changed, but for what controllers remember for themselves. */
export function reconcileAll(draft: ClusterDraft): string[] {
  const before = draft.changes.length;
  for (const controller of CONTROLLERS) {
    for (const table of controller.watches) {
      for (const namespace of draft.namespacesOf(table)) {
        for (const name of draft.names(table, namespace)) {
          for (const key of controller.keysOf(
            { at: draft.now, by: 'test', table, namespace, name, to: draft.get(table, namespace, name) },
            draft,
            `${namespace}/${name}`,
          ))
            controller.reconcile(key, draft);
        }
      }
    }
  }
  return draft.changes
    .slice(before)
    .flatMap(({ table, namespace, name }) => (table === 'kubelet' || table === 'scheduled' || table === 'facts' ? [] : [`${table} ${namespace}/${name}`]));
}
