// Models sigs.k8s.io/json (its fork of encoding/json) for POST, PUT and merged JSON patches, and apimachinery pkg/runtime converter.go
// FromUnstructuredWithValidation for strategic merge patches (v0.37.1).
import { resourceOfKind, type APIResource } from './api-resources.ts';
import type { DecodingProblemId, DecodingProblemParams } from './decoding-problems.ts';
import { child, index, type FieldPath } from './field-path.ts';
import { quote } from './go-text.ts';
import { formatGoNumber, formatGoValue } from './go-value.ts';
import type { Json, JsonObject } from './kubernetes-object.ts';
import { nearestWord } from './nearest-word.ts';
import { canonicalQuantity } from './quantity.ts';
import { goName, hasSchema, structOf, type Field, type GoType, type Struct } from './schema.ts';
import type { Status } from './status.ts';

/** How a server treats what its types do not know. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** One thing a Go type could not take, with the server's own words for it. */
export type DecodingProblem = {
  [Id in DecodingProblemId]: { readonly id: Id; readonly field: FieldPath; readonly params: DecodingProblemParams[Id]; readonly words: string };
}[DecodingProblemId];

/**
 * An object as the Go type of its kind holds it, or the refusal. Unknown fields are gone, nulls and what the type omits when
 * empty are absent, what the type always writes is present (`port: 0`, `status.loadBalancer: {}`); nothing is defaulted.
 */
export type Decoded =
  | { readonly ok: true; readonly object: JsonObject; readonly warnings: readonly string[]; readonly problems: readonly DecodingProblem[] }
  | { readonly ok: false; readonly status: Status; readonly warnings: readonly string[]; readonly problems: readonly DecodingProblem[] };

/** Decodes the body of a POST, PUT or (merged) PATCH of JSON as a 1.37.1 server does. Keys are read in sorted order, as kubectl sends them. */
export function decodeObject(resource: APIResource, body: Json, fieldValidation: FieldValidation): Decoded {
  const { kind, version } = resource;
  if (!hasSchema(kind)) return { ok: true, object: body as JsonObject, warnings: [], problems: [] };
  const cannot = (given: string, in_: string, words: string): Status => ({
    code: 400,
    reason: 'BadRequest',
    message: `${given} in version "${in_}" cannot be handled as a ${kind}: ${words}`,
  });
  const { kind: givenKind, apiVersion } = (jsonType(body ?? {}) === 'object' ? (body ?? {}) : {}) as { readonly kind?: Json; readonly apiVersion?: Json };
  if (typeof givenKind === 'string' && typeof apiVersion === 'string' && !resourceOfKind(apiVersion, givenKind)) {
    const words = `no kind "${givenKind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`;
    return { ok: false, status: cannot(givenKind, apiVersion.slice(apiVersion.indexOf('/') + 1), words), warnings: [], problems: [] };
  }
  const reader = new JSONReader();
  const object = (reader.read({ kind: 'struct', word: kind, name: kind }, body, { path: '', fields: [], struct: undefined }) ?? {}) as JsonObject;
  const { errors, fatal, unknown } = reader;
  const words =
    (fatal ?? errors[0])?.words ??
    (fieldValidation === 'Strict' && unknown.length > 0 ? `strict decoding error: ${unknown.map((one) => one.words).join(', ')}` : undefined);
  const problems = [...errors, ...unknown];
  if (words !== undefined) return { ok: false, status: cannot(kind, version, words), warnings: [], problems };
  return { ok: true, object, warnings: fieldValidation === 'Warn' ? unknown.map((one) => one.words) : [], problems };
}

/**
 * Reads a strategic-merge-patched object back into its Go type, which has words of its own: `unrecognized type: int32`. A whole
 * number too large for the type wraps around.
 * @param patch what is left of the patch after merging, as the server prints it in its refusal
 */
export function restoreObject(resource: APIResource, merged: Json, patch: Json, fieldValidation: FieldValidation): Decoded {
  const { kind } = resource;
  if (!hasSchema(kind)) return decodeObject(resource, merged, fieldValidation);
  const reader = new UnstructuredReader();
  let words: string | undefined;
  let object: JsonObject = {};
  try {
    object = reader.read({ kind: 'struct', word: kind, name: kind }, merged, '') as JsonObject;
  } catch (error) {
    if (!(error instanceof Unrestorable)) throw error;
    words = error.message;
  }
  const unknown = [...new Set(reader.unknown)].sort().map((path) => `unknown field "${path}"`);
  if (words === undefined && fieldValidation === 'Strict' && unknown.length > 0) words = `strict decoding error: ${unknown.join(', ')}`;
  if (words === undefined) return { ok: true, object, warnings: fieldValidation === 'Warn' ? unknown : [], problems: [] };
  const message = `Invalid value: ${quote(formatGoValue(patch))}: ${words}`;
  const status: Status = {
    code: 422,
    reason: 'Invalid',
    message: ` "" is invalid: patch: ${message}`,
    details: { name: '', group: '', kind: '' },
    causes: [{ type: 'FieldValueInvalid', field: 'patch', message }],
  };
  return { ok: false, status, warnings: [], problems: [] };
}

/** kubectl's own look at `metadata`, before anything is sent: Go's words, or `undefined`. Models cli-runtime pkg/resource/metadata_decoder.go (v0.37.1). */
export function metadataProblem(body: JsonObject): DecodingProblem | undefined {
  const reader = new JSONReader();
  const where = { path: '', fields: [], struct: 'metadataOnlyObject' };
  for (const [name, type] of [
    ['apiVersion', STRING],
    ['kind', STRING],
    ['metadata', { kind: 'struct', word: 'v1.ObjectMeta', name: 'ObjectMeta' }],
  ] as const) {
    if (body[name] !== undefined) reader.read(type, body[name], { ...where, path: name, fields: [name] });
  }
  return reader.fatal ?? reader.errors[0];
}

const STRING: GoType = { kind: 'string', word: 'string' };

/** Where the decoder stands: the real path, and what Go's error will say of it. */
interface Place {
  readonly path: FieldPath;
  readonly fields: readonly string[];
  readonly struct: string | undefined;
}

class JSONReader {
  readonly errors: DecodingProblem[] = [];
  /** The first error of a type that reads itself (IntOrString, Quantity, Time): Go stops there and tells it before all others. */
  fatal: DecodingProblem | undefined;
  readonly unknown: DecodingProblem[] = [];

  /** The value as its type holds it; `undefined` where it is Go's zero value. */
  read(type: GoType, value: Json, place: Place): Json | undefined {
    if (value === null) return undefined;
    const given = jsonType(value);
    switch (type.kind) {
      case 'raw':
        return value;
      case 'quantity':
        return this.#stopping(() => this.#quantity(value, place));
      case 'struct':
        if (given !== 'object') return this.#wrongType(type, value, place);
        return this.#struct(structOf(type.name), value as JsonObject, place);
      case 'list':
        if (given !== 'array') return this.#wrongType(type, value, place);
        return (value as readonly Json[]).map((item, i) => this.read(type.of, item, { ...place, path: index(place.path, i) }) ?? zeroOf(type.of));
      case 'map': {
        if (given !== 'object') return this.#wrongType(type, value, place);
        const entries = Object.entries(value as JsonObject).sort(byKey);
        return Object.fromEntries(
          entries.map(([name, inner]) => [name, this.read(type.of, inner, { ...place, path: child(place.path, name) }) ?? zeroOf(type.of)]),
        );
      }
      case 'bool':
        return given === 'bool' ? value : this.#wrongType(type, value, place);
      case 'string':
        return given === 'string' ? value : this.#wrongType(type, value, place);
      case 'float64':
        return given === 'number' ? value : this.#wrongType(type, value, place);
      case 'int32':
      case 'int64':
        return this.#integer(type, value, place);
      case 'intOrString':
        return given === 'string' ? value : this.#stopping(() => this.#integer({ kind: 'int32', word: 'int32' }, value, place));
      case 'time':
        return this.#stopping(() => this.#time(value, place));
      case 'bytes':
        return this.#bytes(type, value, place);
    }
  }

  #stopping(read: () => Json | undefined): Json | undefined {
    const before = this.errors.length;
    const value = read();
    this.fatal ??= this.errors[before];
    return value;
  }

  #struct(struct: Struct, value: JsonObject, place: Place): JsonObject {
    const found = new Map<string, Json>();
    for (const [name, inner] of Object.entries(value).sort(byKey)) {
      const path = child(place.path, name);
      const field = struct.fields.get(name);
      if (!field) {
        this.#unknownField(struct, name, path, value);
        continue;
      }
      const read = this.read(field.type, inner, { path, fields: [...place.fields, ...(field.embedded ? [field.embedded] : []), name], struct: goName(struct) });
      if (read !== undefined) found.set(name, read);
    }
    return written(struct, found);
  }

  #unknownField(struct: Struct, name: string, field: FieldPath, value: JsonObject): void {
    const free = [...struct.fields.keys()].filter((one) => !Object.hasOwn(value, one));
    const suggestion = nearestWord(name, free);
    this.unknown.push({
      id: 'unknown-field',
      field,
      params: { name, type: goName(struct), ...(suggestion ? { suggestion } : {}) },
      words: `unknown field ${JSON.stringify(field)}`,
    });
  }

  #wrongType(type: GoType, value: Json, place: Place, literal = ''): undefined {
    const given = jsonType(value);
    const where = place.struct ? `Go struct field ${place.struct}.${place.fields.join('.')}` : 'Go value';
    this.errors.push({
      id: 'wrong-type',
      field: place.path,
      params: { given, expected: type.word, ...(typeof value === 'object' ? {} : { value: String(value) }) },
      words: `json: cannot unmarshal ${given}${literal} into ${where} of type ${type.word}`,
    });
    return undefined;
  }

  #integer(type: GoType, value: Json, place: Place): Json | undefined {
    if (typeof value !== 'number') return this.#wrongType(type, value, place);
    const limit = type.kind === 'int32' ? 2 ** 31 : 2 ** 63;
    if (!Number.isInteger(value) || value < -limit || value >= limit) return this.#wrongType(type, value, place, ` ${formatGoNumber(value)}`);
    return value;
  }

  #quantity(value: Json, place: Place): Json | undefined {
    const text = typeof value === 'string' ? value.trim() : JSON.stringify(value);
    const parsed = canonicalQuantity(text);
    if ('quantity' in parsed) return parsed.quantity;
    this.errors.push({ id: 'unreadable-quantity', field: place.path, params: { value: text }, words: parsed.error });
    return undefined;
  }

  #time(value: Json, place: Place): Json | undefined {
    if (typeof value !== 'string') return this.#wrongType(STRING, value, place);
    const words = timeProblem(value);
    if (words === undefined) return value;
    this.errors.push({ id: 'unreadable-time', field: place.path, params: { value }, words });
    return undefined;
  }

  #bytes(type: GoType, value: Json, place: Place): Json | undefined {
    if (typeof value !== 'string') return this.#wrongType(type, value, place);
    const at = base64Problem(value);
    if (at === undefined) return value.replaceAll(/[\r\n]/g, '');
    this.errors.push({ id: 'unreadable-base64', field: place.path, params: {}, words: `illegal base64 data at input byte ${at}` });
    return undefined;
  }
}

/** Go's converter gave up; the message is its words. */
class Unrestorable extends Error {}

class UnstructuredReader {
  readonly unknown: string[] = [];

  /** The value as its type holds it; `undefined` where it is Go's zero value. Stops at the first that does not fit. */
  read(type: GoType, value: Json, path: string): Json | undefined {
    if (value === null) return undefined;
    const given = goKind(value);
    switch (type.kind) {
      case 'struct': {
        if (given !== 'map') throw new Unrestorable(`cannot restore struct from: ${given}`);
        const struct = structOf(type.name);
        const found = new Map<string, Json>();
        for (const [name, field] of struct.fields) {
          const inner = (value as JsonObject)[name];
          const read = inner === undefined ? undefined : this.read(field.type, inner, path ? `${path}.${name}` : name);
          if (read !== undefined) found.set(name, read);
        }
        for (const name of Object.keys(value as JsonObject)) if (!struct.fields.has(name)) this.unknown.push(path ? `${path}.${name}` : name);
        return written(struct, found);
      }
      case 'list':
        if (given !== 'slice') throw new Unrestorable(`cannot restore slice from ${given}`);
        return (value as readonly Json[]).map((item, i) => this.read(type.of, item, `${path}[${i}]`) ?? zeroOf(type.of));
      case 'map':
        if (given !== 'map') throw new Unrestorable(`cannot restore map from ${given}`);
        return Object.fromEntries(
          Object.entries(value as JsonObject)
            .sort(byKey)
            .map(([name, inner]) => [name, this.read(type.of, inner, path) ?? zeroOf(type.of)]),
        );
      case 'string':
        if (given === 'string') return value;
        // Go can make a string of a whole number (a letter), so its converter is asked and refuses.
        throw new Unrestorable(given === 'int64' ? `cannot convert int64 to ${type.word}` : 'unrecognized type: string');
      case 'bool':
        if (given === 'bool') return value;
        throw new Unrestorable('unrecognized type: bool');
      case 'int32':
      case 'int64':
      case 'float64':
        if (typeof value !== 'number') throw new Unrestorable(`unrecognized type: ${type.kind}`);
        if (type.kind === 'float64') return value;
        if (!Number.isInteger(value)) throw new Unrestorable(`cannot convert float64 to ${type.word}`);
        return type.kind === 'int32' ? wrap(value) : value;
      default: {
        // Types with an UnmarshalJSON of their own are read from JSON, without a place.
        if (type.kind === 'bytes' && given !== 'string') throw new Unrestorable(`cannot restore slice from ${given}`);
        const reader = new JSONReader();
        const read = reader.read(type, value, { path: '', fields: [], struct: undefined });
        if (reader.errors[0]) throw new Unrestorable(`${type.kind === 'bytes' ? 'error decoding from json: ' : ''}${reader.errors[0].words}`);
        return read;
      }
    }
  }
}

/** What a Go int64 becomes as an int32. */
function wrap(value: number): number {
  return Number(BigInt.asIntN(32, BigInt(value)));
}

/** A struct's JSON: what was read, what is always written, without what is left out when empty. */
function written(struct: Struct, found: ReadonlyMap<string, Json>): JsonObject {
  const out: { [name: string]: Json } = {};
  for (const [name, field] of struct.fields) {
    const value = found.get(name);
    if (value === undefined) {
      if (!field.omitted) out[name] = field.pointer ? null : zeroOf(field.type);
    } else if (field.pointer || !field.omitted || !isEmpty(value, field)) out[name] = value;
  }
  return out;
}

function isEmpty(value: Json, { type }: Field): boolean {
  if (value === '' || value === 0 || value === false) return true;
  if (type.kind === 'struct') return false;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Go's zero value of a type, as JSON writes it. */
function zeroOf(type: GoType): Json {
  switch (type.kind) {
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'quantity':
      return '0';
    case 'int32':
    case 'int64':
    case 'float64':
    case 'intOrString':
      return 0;
    case 'struct':
      return written(structOf(type.name), new Map());
    default:
      return null;
  }
}

/** encoding/json's word for a value. */
function jsonType(value: Json): 'string' | 'number' | 'bool' | 'array' | 'object' {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : (typeof value as 'string' | 'number' | 'object');
}

/** reflect's word for a decoded value. */
function goKind(value: Json): string {
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'object' ? 'map' : 'string';
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// time.Parse(RFC3339, …): the first part that does not fit is named.
function timeProblem(text: string): string | undefined {
  if (/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/.test(text)) return undefined;
  let rest = text;
  for (const [layout, form] of [
    ['2006', /^\d{4}/],
    ['-', /^-/],
    ['01', /^\d\d/],
    ['-', /^-/],
    ['02', /^\d\d/],
    ['T', /^T/],
    ['15', /^\d\d/],
    [':', /^:/],
    ['04', /^\d\d/],
    [':', /^:/],
    ['05', /^\d\d(\.\d+)?/],
    ['Z07:00', /^(Z|[-+]\d\d:\d\d)/],
  ] as const) {
    const match = form.exec(rest);
    if (!match) return `parsing time ${quote(text)} as "2006-01-02T15:04:05Z07:00": cannot parse ${quote(rest)} as ${quote(layout)}`;
    rest = rest.slice(match[0].length);
  }
  return rest === ''
    ? `parsing time ${quote(text)}: ${/^\d{4}-(0[1-9]|1[0-2])/.test(text) ? 'day' : 'month'} out of range`
    : `parsing time ${quote(text)}: extra text: ${quote(rest)}`;
}

// base64.StdEncoding's CorruptInputError, line breaks passed over: the byte where it goes wrong.
function base64Problem(text: string): number | undefined {
  let letters = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c === '\n' || c === '\r') continue;
    if (c === '=') {
      const padding = text.slice(i).replaceAll(/[\r\n]/g, '');
      return (letters % 4 === 2 && padding === '==') || (letters % 4 === 3 && padding === '=') ? undefined : i;
    }
    if (!/[A-Za-z0-9+/]/.test(c)) return i;
    letters += 1;
  }
  return letters % 4 === 0 ? undefined : text.length - (letters % 4);
}
