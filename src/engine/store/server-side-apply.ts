// Server-side apply onto an object that exists. Models k8s.io/apimachinery pkg/util/managedfields/internal (v0.37.1): merge what is
// applied, refuse what others own with another value, remove what this manager applied before and no one else owns.
import type { APIResource } from '../api/api-resources.ts';
import { decodeObject } from '../api/decode.ts';
import type { Json, JsonObject, KubernetesObject } from '../api/kubernetes-object.ts';
import { structOf, type Field, type GoType } from '../api/schema.ts';
import type { Status } from '../api/status.ts';
import { goJSON } from '../api/go-text.ts';
import { formatTime } from '../clock/instant.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import { inSetOrder, itemKey, ownableLeaves, printPath, type FieldPathKey } from './field-set.ts';
import { managersOf, withManagers, type Manager } from './managed-fields.ts';
import type { Patched } from './patching.ts';
import type { RequestOptions } from './requests.ts';
import { sameJSON } from '../api/same-json.ts';

export { typedPatchProblem } from '../api/typed-patch.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object after apply, its managers recorded, or the conflicts. */
export function applyConfiguration(
  draft: ClusterDraft,
  resource: APIResource,
  current: KubernetesObject,
  configuration: JsonObject,
  options: RequestOptions,
): Patched {
  const decoded = decodeObject(resource, configuration, options.fieldValidation ?? 'Warn');
  if (!decoded.ok) return decoded;
  const { kind, apiVersion } = resource;
  const live = current as unknown as JsonObject;
  const manager = options.fieldManager ?? 'kubectl';
  const applied = ownableLeaves(kind, configuration, false);
  const stored = ownableLeaves(kind, live, false);
  const merged = merge(structType(kind), undefined, live, configuration) as JsonObject;
  const result = ownableLeaves(kind, merged, false);
  const changed = new Set([...applied.keys()].filter((path) => result.get(path) !== stored.get(path)));

  const managers = managersOf(current);
  const own = managers.find((one) => one.manager === manager && one.operation === 'Apply' && !one.subresource);
  const others = managers.filter((one) => one !== own);
  const conflicts = others
    .map((one) => ({ one, paths: [...one.fields].filter((path) => changed.has(path)).sort(inSetOrder) }))
    .filter(({ paths }) => paths.length > 0);
  const waived = manager === 'kubectl' ? lastApplied(kind, current, stored) : new Set<FieldPathKey>();
  const standing = conflicts.map(({ one, paths }) => ({ one, paths: paths.filter((path) => !waived.has(path)) })).filter(({ paths }) => paths.length > 0);
  if (!options.force && standing.length > 0) return { ok: false, status: conflictsStatus(standing), warnings: decoded.warnings };

  // What holds something that stays, stays as well (structured-merge-diff fieldpath EnsureNamedFieldsAreMembers).
  const owned = [...applied.keys(), ...others.flatMap(({ fields }) => [...fields])];
  const abandoned = [...(own?.fields ?? [])].filter((path) => !owned.some((one) => one === path || one.startsWith(`${path}\n`)));
  const pruned = prune(structType(kind), undefined, merged, '', new Set(abandoned), new Set(applied.keys())) as unknown as KubernetesObject;
  // An apply that changes no value is nobody's work: a new manager has no time then.
  const time = sameJSON(pruned, current) ? own?.time : formatTime(draft.now);
  const next: Manager[] = [
    ...others.map((one) => ({ ...one, fields: new Set([...one.fields].filter((path) => !changed.has(path))) })),
    { manager, operation: 'Apply', apiVersion, ...(time ? { time } : {}), fields: new Set(applied.keys()) },
  ];
  return { ok: true, object: withManagers(annotated(pruned, configuration, manager), next) as unknown as JsonObject, warnings: decoded.warnings };
}

const structType = (kind: string): GoType => ({ kind: 'struct', word: kind, name: kind });

/** What kubectl applies goes into the note of client-side apply where there is one. Models managedfields/internal lastappliedupdater.go. */
function annotated(object: KubernetesObject, configuration: JsonObject, manager: string): KubernetesObject {
  const { annotations } = object.metadata;
  if (manager !== 'kubectl' || annotations?.[LAST_APPLIED] === undefined) return object;
  const { annotations: given, ...metadata } = configuration.metadata as { readonly annotations?: JsonObject };
  const { [LAST_APPLIED]: _, ...others } = given ?? {};
  const note = goJSON(sortedKeys({ ...configuration, metadata: { ...metadata, ...(given ? { annotations: others } : {}) } }));
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [LAST_APPLIED]: `${note}\n` } } };
}

function sortedKeys(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sortedKeys);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sortedKeys(inner)]),
  );
}

/** What client-side apply once wrote and nobody changed since may be taken over without a conflict. */
function lastApplied(kind: string, { metadata }: KubernetesObject, stored: ReadonlyMap<FieldPathKey, string>): Set<FieldPathKey> {
  const note = metadata.annotations?.[LAST_APPLIED];
  if (!note) return new Set();
  let value: Json;
  try {
    value = JSON.parse(note) as Json;
  } catch {
    return new Set(); // Somebody wrote something else into the annotation.
  }
  if (!isObject(value)) return new Set();
  return new Set([...ownableLeaves(kind, value, false)].filter(([path, text]) => stored.get(path) === text).map(([path]) => path));
}

/** Models NewConflictError: one conflict in one line, several by manager. */
function conflictsStatus(conflicts: readonly { readonly one: Manager; readonly paths: readonly string[] }[]): Status {
  const printed = ({ manager, operation, apiVersion, subresource, time }: Manager, timed: boolean): string =>
    `${JSON.stringify(manager)}${subresource ? ` with subresource ${JSON.stringify(subresource)}` : ''}${operation === 'Update' ? ` using ${apiVersion}${timed ? ` at ${time}` : ''}` : ''}`;
  const all = conflicts.flatMap(({ one, paths }) => paths.map((path) => ({ one, path })));
  const sorted = [...conflicts].sort((a, b) => (a.one.manager < b.one.manager ? -1 : 1));
  const [first] = all;
  const message =
    all.length === 1 && first
      ? `Apply failed with 1 conflict: conflict with ${printed(first.one, false)}: ${printPath(first.path)}`
      : `Apply failed with ${all.length} conflicts: ${sorted.map(({ one, paths }) => [`conflicts with ${printed(one, false)}:`, ...paths.map((path) => `- ${printPath(path)}`)].join('\n')).join('\n')}`;
  return {
    code: 409,
    reason: 'Conflict',
    message,
    causes: all.map(({ one, path }) => ({ type: 'FieldManagerConflict', message: `conflict with ${printed(one, false)}`, field: printPath(path) })),
  };
}

/** What is applied laid over what is stored. */
function merge(type: GoType | undefined, field: Field | undefined, live: Json | undefined, given: Json): Json {
  if (live === undefined || field?.atomic || type === undefined || (type.kind === 'struct' && structOf(type.name).atomic)) return given;
  if (isObject(live) && isObject(given) && (type.kind === 'struct' || type.kind === 'map')) {
    const fields = type.kind === 'struct' ? structOf(type.name).fields : undefined;
    const result: { [name: string]: Json } = { ...live };
    for (const [name, value] of Object.entries(given)) {
      result[name] = merge(type.kind === 'map' ? type.of : fields?.get(name)?.type, fields?.get(name), live[name], value);
    }
    return result;
  }
  if (Array.isArray(live) && Array.isArray(given) && type.kind === 'list' && (field?.listKeys || field?.set)) {
    const id = (item: Json): string => (field.listKeys ? itemKey(item, field.listKeys) : JSON.stringify(item));
    return mergeItems(live as Json[], given as Json[], id, (stored, item) => merge(type.of, undefined, stored, item));
  }
  return given;
}

/**
 * Two lists as one: applied items in their own order, those of others where they stood between them. Models structured-merge-diff
 * v6.4.2 typed/merge.go visitListItems.
 */
function mergeItems(
  stored: readonly Json[],
  applied: readonly Json[],
  id: (item: Json) => string,
  mergeItem: (stored: Json | undefined, item: Json) => Json,
): Json[] {
  const asked = new Set(applied.map(id));
  const byId = new Map(stored.map((item) => [id(item), item]));
  const shared = applied.map(id).filter((key) => byId.has(key));
  let next = shared.shift();
  const done = new Set<string>();
  const out: Json[] = [];
  const take = (item: Json): void => {
    const key = id(item);
    done.add(key);
    out.push(mergeItem(byId.get(key), item));
    if (next === key) next = shared.shift();
  };
  for (let l = 0, r = 0; l < stored.length || r < applied.length;) {
    const [here, there] = [stored[l], applied[r]];
    const key = here === undefined ? undefined : id(here);
    if (here !== undefined && there !== undefined && key === id(there)) {
      take(there);
      l += 1;
      r += 1;
    } else if (here !== undefined && there !== undefined && asked.has(key as string) && next !== undefined && next !== key) l += 1;
    else if (here !== undefined && !asked.has(key as string)) {
      out.push(here);
      l += 1;
    } else {
      if (here !== undefined && done.has(key as string)) l += 1;
      if (there !== undefined) {
        take(there);
        r += 1;
      }
    }
  }
  return out;
}

/** The object without the paths that no one owns any more; an item or map goes when it was abandoned and nothing in it is applied. */
function prune(
  type: GoType | undefined,
  field: Field | undefined,
  value: Json,
  path: string,
  abandoned: ReadonlySet<string>,
  applied: ReadonlySet<string>,
): Json | undefined {
  if (abandoned.has(path)) return undefined;
  const atomic = field?.atomic ?? (type?.kind === 'struct' && structOf(type.name).atomic);
  if (atomic || type === undefined) return value;
  const step = (element: string): string => (path ? `${path}\n${element}` : element);
  if (isObject(value) && (type.kind === 'struct' || type.kind === 'map')) {
    const fields = type.kind === 'struct' ? structOf(type.name).fields : undefined;
    const result: { [name: string]: Json } = {};
    for (const [name, inner] of Object.entries(value)) {
      const kept = prune(type.kind === 'map' ? type.of : fields?.get(name)?.type, fields?.get(name), inner, step(`f:${name}`), abandoned, applied);
      if (kept !== undefined) result[name] = kept;
    }
    return Object.keys(result).length === 0 && Object.keys(value).length > 0 && path !== '' ? undefined : result;
  }
  if (Array.isArray(value) && type.kind === 'list' && (field?.listKeys || field?.set)) {
    const items = (value as Json[]).flatMap((item) => {
      const kept = prune(type.of, undefined, item, step(field.listKeys ? itemKey(item, field.listKeys) : `v:${JSON.stringify(item)}`), abandoned, applied);
      return kept === undefined ? [] : [kept];
    });
    return items.length === 0 && field.omitted ? undefined : items;
  }
  return value;
}
