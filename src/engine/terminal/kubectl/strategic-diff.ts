// Models apimachinery pkg/util/strategicpatch patch.go diffMaps, diffLists and CreateThreeWayMergePatch (v0.37.1): the patch
// kubectl sends. Merge keys are those of OpenAPI: a Service's ports are told apart by `port` alone, whatever their protocol.
import { formatGoValue } from '../../api/go-value.ts';
import type { Json, JsonObject } from '../../api/kubernetes-object.ts';
import { structOf, type Field, type GoType } from '../../api/schema.ts';
import { combinePatches } from '../../store/strategic-merge.ts';
import { compactJSON, isObject } from './go-value.ts';

/** What one difference looks at: additions and changes, deletions, or both. */
interface Looking {
  readonly changes: boolean;
  readonly deletions: boolean;
}

type Patch = { [name: string]: Json };

const equal = (a: Json | undefined, b: Json | undefined): boolean => a === b || (a !== undefined && b !== undefined && compactJSON(a) === compactJSON(b));
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const kindOf = (value: Json): string => (value === null ? 'null' : isList(value) ? 'list' : typeof value);

/** No patch can be made of these: an item lacks the key that tells it apart, or a list mixes kinds. The message is Go's. */
export class NoPatch extends Error {}

/** The patch from `original` to `modified`; `{}` where they are alike. */
export function twoWayPatch(kind: string, original: JsonObject, modified: JsonObject): JsonObject {
  return diffMaps(original, modified, rootType(kind), { changes: true, deletions: true }, false);
}

/** The patch that brings `current` to `modified` and removes what only `original`, the last applied, had. */
export function threeWayPatch(kind: string, original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject {
  const type = rootType(kind);
  const delta = diffMaps(current, modified, type, { changes: true, deletions: false }, false);
  const deletions = diffMaps(original, modified, type, { changes: false, deletions: true }, false);
  try {
    return combinePatches(kind, deletions, delta);
  } catch (error) {
    throw new NoPatch((error as Error).message);
  }
}

const rootType = (kind: string): GoType => ({ kind: 'struct', word: kind, name: kind });

function memberOf(type: GoType | undefined, name: string): { readonly type?: GoType; readonly field?: Field } {
  if (type?.kind === 'map') return { type: type.of };
  const field = type?.kind === 'struct' ? structOf(type.name).fields.get(name) : undefined;
  return field ? { type: field.type, field } : {};
}

function diffMaps(original: JsonObject, modified: JsonObject, type: GoType | undefined, looking: Looking, retainKeys: boolean): Patch {
  const patch: Patch = {};
  const kept: string[] = [];
  for (const [name, value] of Object.entries(modified)) {
    if (retainKeys && value !== null) kept.push(name);
    const before = original[name];
    if (before === undefined || kindOf(before) !== kindOf(value)) {
      if (looking.changes) patch[name] = value;
      continue;
    }
    const { type: inner, field } = memberOf(type, name);
    if (isObject(before) && isObject(value)) {
      const found = diffMaps(before, value, inner, looking, field?.retainKeys ?? false);
      if (Object.keys(found).length > 0) patch[name] = found;
    } else if (isList(before) && isList(value) && field?.mergeKey !== undefined) {
      const { items, deleted, order } = diffLists(
        before,
        value,
        inner?.kind === 'list' ? inner.of : undefined,
        field.mergeKey,
        looking,
        field.retainKeys ?? false,
      );
      if (items.length > 0) patch[name] = items;
      if (deleted.length > 0) patch[`$deleteFromPrimitiveList/${name}`] = deleted;
      if (order.length > 0) patch[`$setElementOrder/${name}`] = order;
    } else if (looking.changes && !equal(before, value)) patch[name] = value;
  }
  if (looking.deletions) for (const name of Object.keys(original)) if (!Object.hasOwn(modified, name)) patch[name] = null;
  const added = Object.keys(modified).some((name) => !Object.hasOwn(original, name));
  if (kept.length > 0 && (Object.keys(patch).length > 0 || added)) patch.$retainKeys = kept.sort();
  return patch;
}

interface ListDifference {
  readonly items: readonly Json[];
  readonly deleted: readonly Json[];
  readonly order: readonly Json[];
}

function diffLists(
  original: readonly Json[],
  modified: readonly Json[],
  type: GoType | undefined,
  key: string,
  looking: Looking,
  retainKeys: boolean,
): ListDifference {
  if (original.length === 0) return { items: looking.changes ? modified : [], deleted: [], order: [] };
  const kinds = new Set([...original, ...modified].map((item) => (typeof item === 'number' ? (Number.isInteger(item) ? 'int64' : 'float64') : kindOf(item))));
  if (kinds.size > 1) throw new NoPatch(`list element types are not identical: ${formatGoValue([original as Json, modified as Json])}`);
  if (kinds.has('list')) throw new NoPatch('lists of lists are not supported');
  if (!isObject(original[0] ?? null)) return diffScalars(original, modified, looking);
  const items: Json[] = [];
  const deleted: Json[] = [];
  const before = sortedByKey(original, key);
  const after = sortedByKey(modified, key);
  for (let i = 0, j = 0; i < before.length || j < after.length;) {
    const [left, right] = [before[i], after[j]];
    if (left && right && left.text === right.text) {
      const found = diffMaps(left.item, right.item, type, looking, retainKeys);
      if (Object.keys(found).length > 0) items.push({ ...found, [key]: right.item[key] as Json });
      i += 1;
      j += 1;
    } else if (right && (!left || left.text > right.text)) {
      if (looking.changes) items.push(right.item);
      j += 1;
    } else if (left) {
      if (looking.deletions) deleted.push({ $patch: 'delete', [key]: left.item[key] as Json });
      i += 1;
    }
  }
  const place = (item: Json): number => modified.findIndex((other) => equal((other as JsonObject)[key], (item as JsonObject)[key]));
  const all = [...items.sort((a, b) => place(a) - place(b)), ...deleted];
  const sameOrder = original.length === modified.length && modified.every((item, i) => equal((item as JsonObject)[key], (original[i] as JsonObject)[key]));
  const ordering = (looking.changes && (all.length > 0 || !sameOrder)) || (looking.deletions && all.length > 0);
  return { items: all, deleted: [], order: ordering ? modified.map((item) => ({ [key]: (item as JsonObject)[key] as Json })) : [] };
}

/**
 * Items in the order of their keys. Models SortableSliceOfMaps, whose Less holds for equal keys too: items of one key (a port in TCP
 * and in UDP) come out in reverse.
 */
function sortedByKey(list: readonly Json[], key: string): { readonly item: JsonObject; readonly text: string }[] {
  const sorted: { readonly item: JsonObject; readonly text: string }[] = [];
  for (const item of list) {
    if (!isObject(item) || item[key] === undefined) throw new NoPatch(`map: ${formatGoValue(item)} does not contain declared merge key: ${key}`);
    const text = formatGoValue(item[key]);
    let at = sorted.length;
    while (at > 0 && text <= (sorted[at - 1] as { text: string }).text) at -= 1;
    sorted.splice(at, 0, { item, text });
  }
  return sorted;
}

function diffScalars(original: readonly Json[], modified: readonly Json[], looking: Looking): ListDifference {
  const added = modified.filter((item) => !original.includes(item));
  const deleted = [...new Set(original.filter((item) => !modified.includes(item)))].sort();
  const changed = (looking.deletions && deleted.length > 0) || (looking.changes && !equal(original as Json, modified as Json));
  return { items: looking.changes ? added : [], deleted: looking.deletions ? deleted : [], order: changed ? modified : [] };
}
