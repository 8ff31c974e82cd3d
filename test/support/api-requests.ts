// Requests to the API server of a fresh simulated cluster, for tests of what it answers.
import type { Json, JsonObject } from '../../src/engine/api/kubernetes-object.ts';
import { errorText } from '../../src/engine/api/rule-words.ts';
import type { ApiOutcome } from '../../src/engine/api/status.ts';
import { createObject, patchObject, updateObject, type PatchType } from '../../src/engine/store/api-server.ts';
import { ClusterDraft } from '../../src/engine/store/cluster-draft.ts';
import { CLUSTER_KINDS, type ClusterKind } from '../../src/engine/store/cluster-kinds.ts';
import { createCluster } from '../../src/engine/store/new-cluster.ts';
import type { ObjectTableName } from '../../src/engine/store/tables.ts';

type Mutable = { [key: string]: unknown };

/** A draft of a fresh cluster; another version than the newest on request. */
export function freshDraft(kind: ClusterKind = 'three-nodes', version?: string): ClusterDraft {
  return new ClusterDraft(createCluster(version ? { ...CLUSTER_KINDS[kind], version } : kind));
}

/** `spec.ports[0].port` set to a value (`undefined` removes it), in a copy. */
export function tweaked(object: JsonObject, changes: { readonly [path: string]: Json | undefined }): JsonObject {
  const copy = JSON.parse(JSON.stringify(object)) as Mutable;
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split('|').length > 1 ? path.split('|') : path.split(/[.[\]]+/).filter(Boolean);
    let at = copy;
    for (const step of steps.slice(0, -1)) {
      at[step] ??= {};
      at = at[step] as Mutable;
    }
    if (value === undefined) delete at[steps.at(-1) as string];
    else at[steps.at(-1) as string] = value;
  }
  return copy as JsonObject;
}

const BY = { by: 'kubectl', fieldValidation: 'Strict' } as const;

export function post(draft: ClusterDraft, table: ObjectTableName, body: JsonObject, namespace = 'default'): ApiOutcome<unknown> {
  return createObject(draft, table, namespace, body, BY);
}

export function put(draft: ClusterDraft, table: ObjectTableName, name: string, body: JsonObject, namespace = 'default'): ApiOutcome<unknown> {
  return updateObject(draft, table, namespace, name, body, BY);
}

export function patch(
  draft: ClusterDraft,
  table: ObjectTableName,
  name: string,
  body: Json,
  type: PatchType = 'application/strategic-merge-patch+json',
  options: object = {},
): ApiOutcome<unknown> {
  return patchObject(draft, table, 'default', name, body, type, { ...BY, ...options });
}

/** What a refusal says, field by field: `rule: FIELD: BODY`; other refusals as `REASON: MESSAGE`; `ok` for none. */
export function complaints(outcome: ApiOutcome<unknown>): string[] {
  if (outcome.ok) return ['ok'];
  const { errors, reason, message } = outcome.status;
  return errors ? errors.map((error) => `${error.rule}: ${errorText(error)}`) : [`${reason}: ${message}`];
}

/** The stored object of an accepted request. */
export function stored<T>(outcome: ApiOutcome<unknown>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.status.message}`);
  return outcome.object as T;
}
