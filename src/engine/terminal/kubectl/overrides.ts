// Models kubectl pkg/cmd/util override_options.go and helpers.go Merge, JSONPatch, StrategicMerge (v0.37.1).
import type { APIResource } from '../../api/api-resources.ts';
import { decodeObject } from '../../api/decode.ts';
import type { Json, JsonObject, KubernetesObject } from '../../api/kubernetes-object.ts';
import { mergePatch } from '../../store/merge-patch.ts';
import { JSON_PATCH_PART } from '../../store/patching.ts';
import { mergeStrategically } from '../../store/strategic-merge.ts';
import { yamlToJSON } from '../../yaml/parse-manifests.ts';
import type { Context } from './command.ts';
import { fail } from './failure.ts';
import { isObject } from './go-value.ts';

/** A generated object with what `--overrides` says of it. */
export function withOverrides({ flags }: Context, resource: APIResource, object: KubernetesObject): KubernetesObject {
  const text = flags.text('overrides');
  if (text === '') return object;
  const type = flags.text('override-type') || 'merge';
  if (!['json', 'merge', 'strategic'].includes(type)) fail(`invalid override type: ${type}`);
  const read = yamlToJSON(text);
  const patch = 'value' in read ? read.value : fail('Invalid JSON Patch');
  const before = object as unknown as JsonObject;
  let after: Json | undefined;
  if (type === 'json') {
    const patched = JSON_PATCH_PART.content(before, patch);
    after = 'words' in patched ? fail(patched.words) : patched.value;
  } else if (type === 'merge' && isObject(patch)) after = mergePatch(before, patch);
  else if (isObject(patch)) {
    const merged = mergeStrategically(object.kind, before, patch);
    after = merged.ok ? merged.merged : fail(merged.message);
  }
  const decoded = decodeObject(resource, after ?? fail('Invalid JSON Patch'), 'Ignore');
  return decoded.ok ? (decoded.object as unknown as KubernetesObject) : fail(decoded.status.message.replace(/^.*? cannot be handled as a \w+: /, ''));
}
