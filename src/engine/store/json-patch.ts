// JSON Patch (RFC 6902) as gopkg.in/evanphx/json-patch.v4 applies it for kube-apiserver v1.37.1. Fetched when somebody first sends one.
import type { Json, JsonObject } from '../api/kubernetes-object.ts';

type MutableObject = { [key: string]: Json };
type Holder = Json[] | MutableObject;

const isObject = (value: Json | undefined): value is MutableObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const copy = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json;

/** A document being patched, and the objects that a pointer led through: Go reads those into maps, whose keys it writes in order. */
interface Patching {
  readonly root: MutableObject;
  readonly entered: Set<MutableObject>;
}

/** The document after all operations; `undefined` when one of them cannot be done (the server does not say which). */
export function applyJsonPatch(document: Json, operations: readonly JsonObject[] | null): Json | undefined {
  const patching: Patching = { root: { '': copy(document) }, entered: new Set() };
  const { root, entered } = patching;
  if (isObject(root[''])) entered.add(root['']);
  return (operations ?? []).every((operation) => applied(patching, operation)) ? written(root[''] as Json, entered) : undefined;
}

/** The value with the keys of entered objects in order; what was never entered stays as it was sent. */
function written(value: Json, entered: Patching['entered']): Json {
  if (Array.isArray(value)) return (value as Json[]).map((one) => written(one, entered));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, inner]): [string, Json] => [name, written(inner, entered)]);
  return Object.fromEntries(entered.has(value) ? members.sort(([a], [b]) => (a < b ? -1 : 1)) : members);
}

/** Where a pointer leads: the holder of its last step, and that step. */
function placeOf({ root, entered }: Patching, pointer: Json | undefined): { readonly holder: Holder; readonly step: string } | undefined {
  if (typeof pointer !== 'string') return undefined;
  const steps = pointer.split('/').map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
  if (steps.length < 2) return undefined;
  // What stands before the first slash is passed over.
  steps[0] = '';
  let value: Json | undefined = root;
  for (const step of steps.slice(0, -1)) {
    if (Array.isArray(value)) value = (value as Json[])[indexOf(step, value.length) ?? -1];
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    if (isObject(value)) entered.add(value);
  }
  return typeof value === 'object' && value !== null ? { holder: value as Holder, step: steps.at(-1) as string } : undefined;
}

/** The index that a step means in a list of this length; negative ones count from the end. */
function indexOf(step: string, length: number): number | undefined {
  const at = /^-?\d+$/.test(step) ? Number(step) + (step.startsWith('-') ? length : 0) : -1;
  return at >= 0 && at < length ? at : undefined;
}

function read(patching: Patching, pointer: Json | undefined): Json | undefined {
  const place = placeOf(patching, pointer);
  if (!place) return undefined;
  const { holder, step } = place;
  if (!Array.isArray(holder)) return Object.hasOwn(holder, step) ? holder[step] : undefined;
  return holder[indexOf(step, holder.length) ?? -1];
}

/** Puts a value at a place, or takes it away (`undefined`). False: there is no such place. */
function write(patching: Patching, pointer: Json | undefined, value: Json | undefined, how: 'insert' | 'existing' | 'replace'): boolean {
  const place = placeOf(patching, pointer);
  if (!place) return false;
  const { holder, step } = place;
  if (Array.isArray(holder)) {
    const insert = how === 'insert';
    const at = insert && step === '-' ? holder.length : indexOf(step, holder.length + (insert ? 1 : 0));
    if (at === undefined) return false;
    holder.splice(at, insert ? 0 : 1, ...(value === undefined ? [] : [value]));
    return true;
  }
  if (how === 'existing' && !Object.hasOwn(holder, step)) return false;
  if (value === undefined) delete holder[step];
  else holder[step] = value;
  return true;
}

function applied(patching: Patching, { op, path, from, value = null }: JsonObject): boolean {
  switch (op) {
    case 'add':
      return write(patching, path, value, 'insert');
    case 'remove':
      return write(patching, path, undefined, 'existing');
    case 'replace':
      // The whole document, by another object or list (patch.go replace).
      if (path === '') {
        if (typeof value !== 'object' || value === null) return false;
        patching.root[''] = copy(value);
        return true;
      }
      // An object need not have the key: version 4 of the library does not look.
      return write(patching, path, value, 'replace');
    case 'move':
    case 'copy': {
      const found = read(patching, from);
      if (found === undefined || (op === 'move' && !write(patching, from, undefined, 'existing'))) return false;
      return write(patching, path, copy(found), 'insert');
    }
    case 'test':
      return JSON.stringify(sorted(read(patching, path) ?? null)) === JSON.stringify(sorted(value));
    default:
      return false;
  }
}

/** The value with keys in order, so that equal values have equal texts. */
export function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as Json[]).map(sorted);
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, inner]) => [name, sorted(inner)]),
      )
    : value;
}
