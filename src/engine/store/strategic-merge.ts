// Models k8s.io/apimachinery pkg/util/strategicpatch MergeMapWithOptions as the server calls it (v0.37.1): directives are
// carried out, nulls that meet nothing are dropped.
import { formatGoValue } from '../api/go-value.ts';
import type { Json, JsonObject } from '../api/kubernetes-object.ts';
import { structOf, type Struct } from '../api/schema.ts';

type MutableObject = { [key: string]: Json };

/** The merged object, or why the patch cannot be carried out, in the server's words; `badFormat`: a BadRequest. */
export type MergeResult =
  { readonly ok: true; readonly merged: JsonObject; readonly rest: JsonObject } | { readonly ok: false; readonly badFormat: boolean; readonly message: string };

const ORDER = '$setElementOrder/';
const DELETE_FROM = '$deleteFromPrimitiveList/';

/** Ends a merge; never leaves this file. */
class BadPatch extends Error {
  readonly badFormat: boolean;
  constructor(message: string, badFormat = false) {
    super(message);
    this.badFormat = badFormat;
  }
}

const isObject = (value: Json | undefined): value is MutableObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: Json | undefined): value is Json[] => Array.isArray(value);
const copy = <T extends Json>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const equal = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * The object after the patch. `rest` is what the real server still has in its hands of the patch then (lists that came with
 * an order are used up), which it shows when the result does not fit the type.
 */
export function mergeStrategically(kind: string, object: JsonObject, patch: JsonObject): MergeResult {
  const rest = copy(patch) as MutableObject;
  try {
    return { ok: true, merged: mergeMap(copy(object) as MutableObject, rest, structOf(kind), false), rest };
  } catch (error) {
    if (error instanceof BadPatch) return { ok: false, badFormat: error.badFormat, message: error.message };
    throw error;
  }
}

/** Two patches of one object as one: directives and nulls are kept for the server to carry out. `second` is free of deletions. */
export function combinePatches(kind: string, first: JsonObject, second: JsonObject): JsonObject {
  return mergeMap(copy(first) as MutableObject, copy(second) as MutableObject, structOf(kind), true);
}

/** The struct of a field, or of the items of a list. */
function structAt(struct: Struct | undefined, name: string): Struct | undefined {
  const type = struct?.fields.get(name)?.type;
  const inner = type?.kind === 'list' ? type.of : type;
  return inner?.kind === 'struct' ? structOf(inner.name) : undefined;
}

/** `combining`: the original is a patch itself. */
function mergeMap(original: MutableObject, patch: MutableObject, struct: Struct | undefined, combining: boolean): MutableObject {
  if (patch.$patch === 'replace') {
    delete patch.$patch;
    return patch;
  }
  if (patch.$patch === 'delete') return {};
  if (patch.$patch !== undefined) throw new BadPatch(`unknown patch type: ${String(patch.$patch)} in map: ${formatGoValue(patch)}`);
  if (patch.$retainKeys !== undefined && combining) {
    original.$retainKeys ??= patch.$retainKeys;
    delete patch.$retainKeys;
  } else if (patch.$retainKeys !== undefined) {
    const keep = patch.$retainKeys;
    delete patch.$retainKeys;
    if (!isList(keep)) throw new BadPatch('invalid patch format of retainKeys', true);
    for (const [name, value] of Object.entries(patch)) {
      if (value !== null && !name.startsWith('$') && !keep.includes(name)) throw new BadPatch('invalid patch format of retainKeys', true);
    }
    for (const name of Object.keys(original)) if (!keep.includes(name)) delete original[name];
  }
  for (const name of Object.keys(patch)) if (name.startsWith(ORDER)) mergeOrdered(original, patch, name, struct, combining);
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith(DELETE_FROM) && !combining) {
      const list = original[name.slice(DELETE_FROM.length)];
      if (isList(list) && isList(value)) original[name.slice(DELETE_FROM.length)] = list.filter((item) => !value.includes(item));
      continue;
    }
    if (value === null) {
      if (combining) original[name] = null;
      else delete original[name];
      continue;
    }
    const here = original[name];
    if (isObject(here) && isObject(value)) original[name] = mergeMap(here, value, structAt(struct, name), combining);
    else if (isList(here) && isList(value)) original[name] = mergeList(here, value, struct, name, combining);
    else {
      if (!combining) discardNulls(value);
      const kept = withoutDirectives(value);
      if (kept === undefined) delete original[name];
      else original[name] = kept;
    }
  }
  return original;
}

/** A list that came with `$setElementOrder`: merged, brought into that order, and taken out of the patch. */
function mergeOrdered(original: MutableObject, patch: MutableObject, directive: string, struct: Struct | undefined, combining: boolean): void {
  const order = patch[directive];
  delete patch[directive];
  if (combining && order !== undefined) original[directive] = order;
  const name = directive.slice(ORDER.length);
  const key = struct?.fields.get(name)?.mergeKey ?? '';
  const here = original[name];
  const given = patch[name];
  if (!isList(order)) throw new BadPatch('invalid patch format of setElementOrder list', true);
  if ((here !== undefined && !isList(here)) || (given !== undefined && !isList(given)))
    throw new BadPatch('expected a []interface {}, but received something else');
  if (given) checkOrder(given, order, key);
  if (!here && !given) return;
  const before = [...(here ?? [])];
  const merged = here && given ? mergeList(here, given, struct, name, combining) : (here ?? (withoutDirectives(given as Json[]) as Json[]));
  original[name] = ordered(merged, order, serverOrder(before, merged, given ?? [], key), key);
  delete patch[name];
}

/**
 * The order the server goes by, with a quirk of Go: after deletions the list's own memory takes in what is appended, so as many
 * new items as went count as having stood there (case kubectl-write/apply-removes).
 */
function serverOrder(here: readonly Json[], merged: readonly Json[], given: readonly Json[], key: string): Json[] {
  const among = (list: readonly Json[], item: Json): boolean => list.some((other) => equal(identity(other, key), identity(item, key)));
  const kept = here.filter((item) => among(merged, item));
  const added = given.filter((item) => among(merged, item) && !among(here, item));
  return [...kept, ...added].slice(0, here.length);
}

function checkOrder(given: readonly Json[], order: readonly Json[], key: string): void {
  if (order.length === 0 || given.length === 0) return;
  let at = 0;
  const items = key ? given.filter((item) => !(isObject(item) && item.$patch !== undefined)) : given;
  for (const item of order) if (at < items.length && equal(identity(items[at] as Json, key), identity(item, key))) at += 1;
  if (at < items.length) throw new BadPatch("The order in patch list doesn't match $setElementOrder list");
}

/** What tells an item apart: its merge key's value, or itself. */
function identity(item: Json, key: string): Json | undefined {
  return key === '' || !isObject(item) ? item : item[key];
}

function mergeList(here: Json[], given: Json[], struct: Struct | undefined, name: string, combining: boolean): Json[] {
  const key = struct?.fields.get(name)?.mergeKey;
  if (key === undefined) return given;
  if (here.length === 0 && given.length === 0) return here;
  const before = [...here];
  if (!isObject(here[0] ?? given[0])) return ordered([...new Set([...here, ...given])], given, before, '');
  if (key === '') throw new BadPatch(`cannot merge lists without merge key for ${name}`);
  let result = here;
  const plain: MutableObject[] = [];
  let replace = false;
  for (const item of given) {
    if (!isObject(item)) throw new BadPatch('expected a map[string]interface {}, but received something else');
    if (item.$patch === 'delete') {
      const gone = item[key];
      if (gone === undefined) throw new BadPatch(noMergeKey(item, key));
      result = result.filter((other) => !equal(identity(other, key), gone));
    } else if (item.$patch === 'replace') replace = true;
    else if (item.$patch === undefined) plain.push(item);
    else if (item.$patch === 'merge') throw new BadPatch('merging lists cannot yet be specified in the patch');
    else throw new BadPatch(`unknown patch type: ${String(item.$patch)} in map: ${formatGoValue(item)}`);
  }
  if (replace) result = [];
  for (const item of plain) {
    const id = item[key];
    if (id === undefined) throw new BadPatch(noMergeKey(item, key));
    const at = result.findIndex((other) => equal(identity(other, key), id));
    if (at >= 0) result[at] = mergeMap(result[at] as MutableObject, item, structAt(struct, name), combining);
    else result.push(item);
  }
  return ordered(result, given, before, key);
}

const noMergeKey = (item: JsonObject, key: string): string => `map: ${formatGoValue(item)} does not contain declared merge key: ${key}`;

/**
 * Items named by `order` in its order, the others as they stood. Models normalizeElementOrder and mergeSortedSlice: the two
 * runs are merged by where items stood in `before`; what cannot be compared puts the ordered run first.
 */
function ordered(items: readonly Json[], order: readonly Json[], before: readonly Json[], key: string): Json[] {
  const place = (list: readonly Json[], item: Json): number => list.findIndex((other) => equal(identity(other, key), identity(item, key)));
  const bySort =
    (list: readonly Json[]) =>
    (a: Json, b: Json): number =>
      place(list, a) - place(list, b);
  const mine = items.filter((item) => place(order, item) >= 0).sort(bySort(order));
  const others = items.filter((item) => place(order, item) < 0).sort(bySort(before));
  const result: Json[] = [];
  while (mine.length > 0 && others.length > 0) {
    const left = place(before, others[0] as Json);
    const right = place(before, mine[0] as Json);
    result.push((left >= 0 && right >= 0 && left < right ? others : mine).shift() as Json);
  }
  return [...result, ...mine, ...others];
}

function discardNulls(value: Json): void {
  if (isList(value)) value.forEach(discardNulls);
  else if (isObject(value)) {
    const map = value as MutableObject;
    for (const [name, inner] of Object.entries(map)) {
      if (inner === null) delete map[name];
      else discardNulls(inner);
    }
  }
}

/** The value as it is stored when it meets nothing; `undefined` where it was a directive itself. */
function withoutDirectives(value: Json): Json | undefined {
  if (isList(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  if (value.$patch !== undefined) return undefined;
  const kept: MutableObject = {};
  for (const [name, inner] of Object.entries(value)) {
    const keep = withoutDirectives(inner);
    if (keep !== undefined) kept[name] = keep;
  }
  return kept;
}
