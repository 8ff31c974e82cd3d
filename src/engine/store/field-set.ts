// Which fields of an object somebody wrote. Models sigs.k8s.io/structured-merge-diff v6 (fieldpath, typed): lists that are maps go
// by their keys, sets by their values, atomic lists and maps as a whole.
import { goJSON } from '../api/go-text.ts';
import type { Json, JsonObject } from '../api/kubernetes-object.ts';
import { structOf, type Field, type GoType } from '../api/schema.ts';

/** Elements as FieldsV1 writes them (`f:spec`, `k:{"port":80}`, `v:"x"`), joined by newlines: no element holds one. */
export type FieldPathKey = string;
export type FieldSet = ReadonlySet<FieldPathKey>;

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const isEmpty = (value: JsonObject): boolean => Object.keys(value).length === 0;

/** What identifies an item of a list that is a map; absent keys take their defaults (`protocol: TCP`). */
export function itemKey(item: Json, keys: readonly string[]): string {
  const named = keys.map((key) => [key, isObject(item) ? (item[key] ?? (key === 'protocol' ? 'TCP' : '')) : ''] as const);
  return `k:${goJSON(Object.fromEntries([...named].sort(([a], [b]) => (a < b ? -1 : 1))))}`;
}

/**
 * Every path that can be owned: scalars, atomic values, items of lists, empty maps. `holders`: also maps and lists themselves that
 * may be absent, which belong to who made them (apply owns only what stands in them); within items of lists, which are new as a whole,
 * `all` of them.
 */
function walk(
  type: GoType | undefined,
  field: Field | undefined,
  value: Json,
  path: string,
  holders: boolean | 'all',
  leaf: (path: string, value: Json) => void,
): void {
  const step = (element: string): string => (path ? `${path}\n${element}` : element);
  const atomic = field?.atomic ?? (type?.kind === 'struct' && structOf(type.name).atomic);
  if (atomic || type === undefined) return leaf(path, value);
  if (holders && field && (holders === 'all' || field.omitted || field.pointer) && typeof value === 'object') leaf(path, null);
  if (isObject(value) && (type.kind === 'struct' || type.kind === 'map')) {
    if (isEmpty(value) && path !== '') leaf(path, null);
    const fields = type.kind === 'struct' ? structOf(type.name).fields : undefined;
    for (const [name, inner] of Object.entries(value)) {
      const innerField = fields?.get(name);
      walk(type.kind === 'map' ? type.of : innerField?.type, innerField, inner, step(`f:${name}`), holders, leaf);
    }
    return;
  }
  if (Array.isArray(value) && type.kind === 'list' && (field?.listKeys || field?.set)) {
    for (const item of value as Json[]) {
      const element = field.listKeys ? itemKey(item, field.listKeys) : `v:${goJSON(item)}`;
      leaf(step(element), null);
      if (field.listKeys) walk(type.of, undefined, item, step(element), holders && 'all', leaf);
    }
    return;
  }
  leaf(path, value);
}

const NOT_OWNED =
  /^f:(apiVersion|kind|status)(\n|$)|^f:metadata(\nf:(name|namespace|creationTimestamp|selfLink|uid|clusterName|generation|managedFields|resourceVersion|deletionTimestamp|deletionGracePeriodSeconds)(\n|$)|$)/;

/** The same value, whatever order its keys came in. */
const inKeyOrder = (value: Json): Json =>
  Array.isArray(value)
    ? value.map(inKeyOrder)
    : isObject(value)
      ? Object.fromEntries(
          Object.keys(value)
            .sort()
            .map((key) => [key, inKeyOrder(value[key] as Json)]),
        )
      : value;

/**
 * The paths of an object that managers own, with their values as text. Server-written metadata are no one's, and the status is owned
 * only by who writes it alone (`statusOnly`).
 */
export function ownableLeaves(kind: string, object: JsonObject, holders: boolean, statusOnly = false): Map<FieldPathKey, string> {
  const leaves = new Map<FieldPathKey, string>();
  walk({ kind: 'struct', word: kind, name: kind }, undefined, object, '', holders, (path, value) => {
    if (statusOnly ? path.startsWith('f:status\n') : !NOT_OWNED.test(path)) leaves.set(path, goJSON(inKeyOrder(value)));
  });
  return leaves;
}

/** The order in which a field set is told: at each level what ends there comes before what goes on, then by name. */
export function inSetOrder(a: FieldPathKey, b: FieldPathKey): number {
  const [left, right] = [a.split('\n'), b.split('\n')];
  for (let i = 0; ; i += 1) {
    const [x, y] = [left[i], right[i]];
    if (x === undefined || y === undefined) return (x === undefined ? 0 : 1) - (y === undefined ? 0 : 1);
    if (x === y) continue;
    const [endsLeft, endsRight] = [i === left.length - 1, i === right.length - 1];
    return endsLeft === endsRight ? (x < y ? -1 : 1) : endsLeft ? -1 : 1;
  }
}

/** The nested form of managedFields. */
export function fieldsV1(paths: Iterable<FieldPathKey>): JsonObject {
  const root: { [key: string]: Json } = {};
  for (const path of [...paths].sort()) {
    let at = root;
    for (const element of path.split('\n')) {
      at[element] ??= {};
      at = at[element] as { [key: string]: Json };
    }
  }
  const dotted = new Set(paths);
  const withDots = (node: { [key: string]: Json }, path: string): void => {
    for (const [element, inner] of Object.entries(node)) {
      const here = path ? `${path}\n${element}` : element;
      withDots(inner as { [key: string]: Json }, here);
      if (dotted.has(here) && Object.keys(inner as JsonObject).length > 0) node[element] = { '.': {}, ...(inner as JsonObject) };
    }
  };
  withDots(root, '');
  return root;
}

/** The paths of the nested form. */
export function pathsOf(fields: JsonObject): Set<FieldPathKey> {
  const paths = new Set<FieldPathKey>();
  const read = (node: JsonObject, path: string): void => {
    if (Object.keys(node).length === 0 && path) paths.add(path);
    for (const [element, inner] of Object.entries(node)) {
      if (element === '.') paths.add(path);
      else read(inner as JsonObject, path ? `${path}\n${element}` : element);
    }
  };
  read(fields, '');
  return paths;
}

/** `.spec.ports[port=80,protocol="TCP"].targetPort`, as conflicts name a field. */
export function printPath(path: FieldPathKey): string {
  return path
    .split('\n')
    .map((element) => {
      const text = element.slice(2);
      if (element.startsWith('f:')) return `.${text}`;
      if (element.startsWith('v:')) return `[=${text}]`;
      return `[${Object.entries(JSON.parse(text) as JsonObject)
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(',')}]`;
    })
    .join('');
}
