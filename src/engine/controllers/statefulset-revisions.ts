import type { ControllerRevision, StatefulSet } from '../api/apps-v1.ts';
import type { PodTemplateSpec } from '../api/core-v1.ts';
import type { JsonObject } from '../api/kubernetes-object.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { isSame } from './equality.ts';
import { PODS_BY_CONTROLLER, REVISIONS_BY_CONTROLLER } from './indexes.ts';
import { templateHash } from './template-hash.ts';
import { create, managedBy, remove, update } from './writing.ts';

const NAME = 'statefulset-controller';
export const HASH_LABEL = 'controller-revision-hash';

/** Where a StatefulSet comes from and where it goes to. */
export interface Revisions {
  readonly current: ControllerRevision;
  readonly updated: ControllerRevision;
}

/** The set's template as a ControllerRevision, made or renumbered where needed. Models getStatefulSetRevisions. */
export function revisionsOf(draft: ClusterDraft, set: StatefulSet): Revisions {
  const namespace = set.metadata.namespace ?? '';
  const known = draft.find(REVISIONS_BY_CONTROLLER, namespace, set.metadata.uid ?? '').toSorted((a, b) => a.revision - b.revision);
  const data: JsonObject = { spec: { template: { $patch: 'replace', ...(set.spec.template as unknown as JsonObject) } } };
  const last = known.at(-1);
  let updated = known.find((one) => isSame(one.data, data));
  if (updated && updated !== last) updated = update(draft, 'controllerrevisions', { ...updated, revision: (last?.revision ?? 0) + 1 }, NAME);
  updated ??= createRevision(draft, set, data, (last?.revision ?? 0) + 1);
  return { current: known.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? updated, updated };
}

function createRevision(draft: ClusterDraft, set: StatefulSet, data: JsonObject, revision: number): ControllerRevision {
  const hash = templateHash(data, set.status?.collisionCount);
  const { annotations, labels } = { annotations: set.metadata.annotations, labels: set.spec.template.metadata?.labels };
  const body = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${set.metadata.name}-${hash}`,
      namespace: set.metadata.namespace,
      ...(annotations ? { annotations } : {}),
      labels: { ...labels, 'controller.kubernetes.io/hash': hash },
      ownerReferences: [managedBy(set)],
    },
    data,
    revision,
  };
  const outcome = create(draft, 'controllerrevisions', body, NAME);
  return outcome.ok ? outcome.object : (body as unknown as ControllerRevision);
}

/** The template that a revision holds. */
export function templateOf({ data }: ControllerRevision, set: StatefulSet): PodTemplateSpec {
  const { $patch: _, ...template } = ((data?.['spec'] as JsonObject | undefined)?.['template'] ?? {}) as JsonObject;
  return Object.keys(template).length > 0 ? (template as unknown as PodTemplateSpec) : set.spec.template;
}

/** Revisions that no Pod has go, the oldest first, beyond `revisionHistoryLimit`. Models truncateHistory. */
export function trimHistory(draft: ClusterDraft, set: StatefulSet, { current, updated }: Revisions): void {
  const namespace = set.metadata.namespace ?? '';
  const known = draft.find(REVISIONS_BY_CONTROLLER, namespace, set.metadata.uid ?? '');
  const limit = set.spec.revisionHistoryLimit ?? 10;
  if (known.length <= limit) return;
  const live = new Set([
    current.metadata.name,
    updated.metadata.name,
    ...draft.find(PODS_BY_CONTROLLER, namespace, set.metadata.uid ?? '').map(({ metadata }) => metadata.labels?.[HASH_LABEL] ?? ''),
  ]);
  const idle = known.filter(({ metadata }) => !live.has(metadata.name)).sort((a, b) => a.revision - b.revision);
  for (const one of idle.slice(0, Math.max(0, idle.length - limit))) remove(draft, 'controllerrevisions', one, NAME);
}
