// JSON Patch (RFC 6902) as gopkg.in/evanphx/json-patch.v4 applies it for kube-apiserver v1.37.1. Fetched when somebody first sends one.
import { quote } from '../api/go-text.ts';
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

/** The document after all operations, or the library's words of the one that cannot be done (the server keeps them to itself, kubectl tells them). */
export function applyJsonPatch(document: Json, operations: Json): { readonly value: Json } | { readonly words: string } {
  if (operations !== null && !Array.isArray(operations))
    return { words: `json: cannot unmarshal ${typeof operations === 'boolean' ? 'bool' : typeof operations} into Go value of type jsonpatch.Patch` };
  const patching: Patching = { root: { '': copy(document) }, entered: new Set() };
  const { root, entered } = patching;
  if (isObject(root[''])) entered.add(root['']);
  for (const operation of (operations ?? []) as readonly JsonObject[]) {
    const words = refusal(patching, operation);
    if (words !== undefined) return { words };
  }
  return { value: written(root[''] as Json, entered) };
}

/** The value with the keys of entered objects in order; what was never entered stays as it was sent. */
function written(value: Json, entered: Patching['entered']): Json {
  if (Array.isArray(value)) return (value as Json[]).map((one) => written(one, entered));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, inner]): [string, Json] => [name, written(inner, entered)]);
  return Object.fromEntries(entered.has(value) ? members.sort(([a], [b]) => (a < b ? -1 : 1)) : members);
}

interface Place {
  readonly holder: Holder;
  readonly step: string;
}

/** Where a pointer leads: the holder of its last step, and that step. */
function placeOf({ root, entered }: Patching, pointer: string): Place | undefined {
  const steps = pointer.split('/').map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
  if (steps.length < 2) return undefined;
  // What stands before the first slash is passed over.
  steps[0] = '';
  let value: Json | undefined = root;
  for (const step of steps.slice(0, -1)) {
    if (Array.isArray(value)) value = (value as Json[])[indexOf(step, value.length) as number];
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    if (isObject(value)) entered.add(value);
  }
  return typeof value === 'object' && value !== null ? { holder: value as Holder, step: steps.at(-1) as string } : undefined;
}

const MISSING = ': missing value';

/** The index that a step means in a list of this length, negative ones counted from the end; or why it means none. */
function indexOf(step: string, length: number): number | string {
  if (!/^[+-]?\d+$/.test(step)) return `strconv.Atoi: parsing ${quote(step)}: invalid syntax`;
  const at = Number(step);
  return at < length && at >= -length ? (at < 0 ? at + length : at) : `Unable to access invalid index: ${at}: invalid index referenced`;
}

/** What stands at a place; nothing where an object has no such key, and why a list has none. */
function read({ holder, step }: Place): { readonly value: Json | undefined } | { readonly words: string } {
  if (!Array.isArray(holder)) return { value: Object.hasOwn(holder, step) ? holder[step] : undefined };
  const at = indexOf(step, holder.length);
  return typeof at === 'string' ? { words: at } : { value: holder[at] };
}

function add({ holder, step }: Place, value: Json): string | undefined {
  if (!Array.isArray(holder)) {
    holder[step] = value;
    return undefined;
  }
  const at = step === '-' ? holder.length : indexOf(step, holder.length + 1);
  if (typeof at === 'string') return at.startsWith('strconv') ? `value was not a proper array index: '${step}': ${at}` : at;
  holder.splice(at, 0, value);
  return undefined;
}

function remove({ holder, step }: Place): string | undefined {
  if (!Array.isArray(holder)) {
    if (!Object.hasOwn(holder, step)) return `Unable to remove nonexistent key: ${step}${MISSING}`;
    delete holder[step];
    return undefined;
  }
  const at = indexOf(step, holder.length);
  if (typeof at === 'string') return at;
  holder.splice(at, 1);
  return undefined;
}

/** Carries one operation out; the words with which it is refused. */
function refusal(patching: Patching, operation: JsonObject): string | undefined {
  const { op, path, from, value = null } = operation;
  const place = typeof path === 'string' ? placeOf(patching, path) : undefined;
  const undecoded = (verb: string, why = `operation missing path field${MISSING}`): string => `${verb} operation failed to decode path: ${why}`;
  const inFor = (verb: string, where: string, words: string | undefined): string | undefined => words && `error in ${verb} for path: '${where}': ${words}`;
  switch (op) {
    case 'add':
    case 'remove':
      if (typeof path !== 'string') return undecoded(op, 'missing value');
      if (!place) return `${op} operation does not apply: doc is missing path: "${path}"${MISSING}`;
      return inFor(op, path, op === 'add' ? add(place, value) : remove(place));
    case 'replace': {
      if (typeof path !== 'string') return undecoded(op);
      // The whole document, by another object or list (patch.go replace).
      if (path === '') {
        if (typeof value !== 'object' || value === null) return 'replace operation value must be object or array: %!w(<nil>)';
        patching.root[''] = copy(value);
        return undefined;
      }
      if (!place) return `replace operation does not apply: doc is missing path: ${path}${MISSING}`;
      // An object need not have the key: version 4 of the library does not look.
      if ('words' in read(place)) return `replace operation does not apply: doc is missing key: ${path}${MISSING}`;
      const { holder, step } = place;
      if (Array.isArray(holder)) holder[indexOf(step, holder.length) as number] = value;
      else holder[step] = value;
      return undefined;
    }
    case 'move':
    case 'copy': {
      if (typeof from !== 'string') return `${op} operation failed to decode from: operation, missing from field${MISSING}`;
      const source = placeOf(patching, from);
      if (!source) return `${op} operation does not apply: doc is missing from path: ${from}${MISSING}`;
      const found = read(source);
      if ('words' in found) return op === 'move' ? inFor('move', source.step, found.words) : `error in copy for from: '${from}': ${found.words}`;
      const gone = op === 'move' ? inFor('move', source.step, remove(source)) : undefined;
      if (gone) return gone;
      if (typeof path !== 'string') return undecoded(op, op === 'move' ? undefined : 'missing value');
      const target = placeOf(patching, path);
      if (!target) return `${op} operation does not apply: doc is missing destination path: ${path}${MISSING}`;
      const words = add(target, copy(found.value ?? null));
      return op === 'move' ? inFor('move', path, words) : words && `error while adding value during copy: ${words}`;
    }
    case 'test': {
      if (typeof path !== 'string') return undecoded(op);
      if (path === '') return isEqual(patching.root[''], value) ? undefined : `testing value  failed: test failed`;
      if (!place) return `test operation does not apply: is missing path: ${path}${MISSING}`;
      const found = read(place);
      if ('words' in found) return inFor('test', path, found.words);
      return isEqual(found.value, value) ? undefined : `testing value ${path} failed: test failed`;
    }
    default:
      return `Unexpected kind: ${typeof op === 'string' ? op : 'unknown'}`;
  }
}

const isEqual = (value: Json = null, other: Json): boolean => JSON.stringify(sorted(value)) === JSON.stringify(sorted(other));

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
