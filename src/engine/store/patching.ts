// From a stored object and a patch to the object that the patch asks for. Models k8s.io/apiserver
// pkg/endpoints/handlers/patch.go (v0.37.1).
import { resourceOfKind, type APIResource } from '../api/api-resources.ts';
import { decodeObject, restoreObject, type FieldValidation } from '../api/decode.ts';
import type { Json, JsonObject, KubernetesObject } from '../api/kubernetes-object.ts';
import { badRequestStatus, type Status } from '../api/status.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import { Part } from '../parts/part.ts';
import { mergePatch } from './merge-patch.ts';
import type { PatchType, RequestOptions } from './requests.ts';
import { mergeStrategically } from './strategic-merge.ts';

/** JSON Patch: what nobody sends before a command line does. */
export const JSON_PATCH_PART = new Part('json-patch', async () => (await import('./json-patch.ts')).applyJsonPatch);

/** Server-side apply, likewise. */
export const SERVER_SIDE_APPLY_PART = new Part('server-side-apply', () => import('./server-side-apply.ts'));

export type Patched =
  | { readonly ok: true; readonly object: JsonObject; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly status: Status; readonly warnings: readonly string[] };

const refuse = (status: Status): Patched => ({ ok: false, status, warnings: [] });

/** What the server says when a patch is well formed but cannot be carried out. */
const UNPROCESSABLE: Status = { code: 422, reason: 'Invalid', message: 'the server rejected our request due to an error in our request' };

const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

const goKind = (value: Json): string =>
  Array.isArray(value) ? 'array' : typeof value === 'object' ? 'object' : typeof value === 'boolean' ? 'bool' : typeof value;

/** The patched object, decoded but not yet defaulted. */
export function patchedBody(
  draft: ClusterDraft,
  resource: APIResource,
  current: KubernetesObject,
  patch: Json,
  type: PatchType,
  options: RequestOptions,
): Patched {
  const validation = options.fieldValidation ?? 'Warn';
  const stored = current as unknown as JsonObject;
  if (type === 'application/json-patch+json') {
    if (patch !== null && !Array.isArray(patch))
      return refuse(badRequestStatus(`error decoding patch: json: cannot unmarshal ${goKind(patch)} into Go value of type []handlers.jsonPatchOp`));
    const patched = JSON_PATCH_PART.content(stored, patch);
    return 'words' in patched ? refuse(UNPROCESSABLE) : decoded(resource, patched.value, validation);
  }
  // null is read as an empty map, which the library of merge patches takes for no patch (case kubectl-write/patches-at-the-root).
  if (patch === null)
    return type === 'application/merge-patch+json' ? refuse(badRequestStatus('Invalid JSON Patch')) : patchedBody(draft, resource, current, {}, type, options);
  if (!isObject(patch))
    return refuse(
      badRequestStatus(
        `${type === 'application/merge-patch+json' ? 'error decoding patch: ' : ''}json: cannot unmarshal ${goKind(patch)} into Go value of type map[string]interface {}`,
      ),
    );
  switch (type) {
    case 'application/merge-patch+json':
      return decoded(resource, mergePatch(stored, patch), validation);
    case 'application/strategic-merge-patch+json': {
      const merge = mergeStrategically(resource.kind, stored, patch);
      if (!merge.ok) return refuse(merge.badFormat ? badRequestStatus(merge.message) : { code: 500, reason: 'Unknown', message: merge.message });
      return restoreObject(resource, merge.merged, merge.rest, validation);
    }
    case 'application/apply-patch+yaml':
      return SERVER_SIDE_APPLY_PART.content.applyConfiguration(draft, resource, current, patch, options);
  }
}

/** A refusal to decode a patched object speaks of the patch, and shows the whole object. */
function decoded(resource: APIResource, patched: Json, validation: FieldValidation): Patched {
  const { kind, apiVersion } = patched as { readonly kind?: string; readonly apiVersion?: string };
  const given = resourceOfKind(apiVersion ?? '', kind ?? '') ?? resource;
  const result = decodeObject(given, patched, validation);
  if (result.ok && given.kind === resource.kind) {
    const { object, warnings } = result;
    // An empty list of managers is not omitted: it asks that they be forgotten (fieldmanager.go isResetManagedFields).
    const forget = (patched as unknown as KubernetesObject).metadata?.managedFields?.length === 0;
    return { ok: true, object: forget ? { ...object, metadata: { ...(object.metadata as JsonObject), managedFields: [] } } : object, warnings };
  }
  const message = result.ok
    ? `converting (${given.version}.${given.kind}) to (${resource.group.split('.')[0] || 'core'}.${resource.kind}): unknown conversion`
    : // The handler drops the decoder's prefix: `Service in version "v1" cannot be handled as a Service: `.
      result.status.message.replace(/^.*? cannot be handled as an? \w+: /, '');
  const cause = `Invalid value: ${JSON.stringify(JSON.stringify(patched))}: ${message}`;
  return {
    ok: false,
    warnings: result.ok ? [] : result.warnings,
    status: {
      code: 422,
      reason: 'Invalid',
      message: ` "" is invalid: patch: ${cause}`,
      details: {},
      causes: [{ type: 'FieldValueInvalid', field: 'patch', message: cause }],
    },
  };
}
