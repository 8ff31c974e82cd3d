// JSON Merge Patch (RFC 7386) as gopkg.in/evanphx/json-patch.v4 applies it for kube-apiserver v1.37.1.
import type { Json } from '../api/kubernetes-object.ts';

type MutableObject = { [key: string]: Json };

const isObject = (value: Json | undefined): value is MutableObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 7386: null takes a key away, objects merge, everything else is replaced. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: MutableObject = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = mergePatch(result[name], value);
  }
  // Go marshals the map that it merged into.
  return Object.fromEntries(Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1)));
}
