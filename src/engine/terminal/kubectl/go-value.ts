import { goJSON, quote } from '../../api/go-text.ts';
import type { Json, JsonObject } from '../../api/kubernetes-object.ts';
import { type GoType, hasSchema, structOf } from '../../api/schema.ts';

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy whose keys are in order, as Go marshals maps. */
export function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] as Json)]),
  );
}

/** json.Marshal of a map: keys in order, no spaces. */
export const compactJSON = (value: Json): string => goJSON(sorted(value));

/** The value with its fields as encoding/json writes a Go struct's: in the order of their declaration; the keys of maps sorted. */
export function inStructOrder(value: Json, type: GoType | undefined): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => inStructOrder(item, type?.kind === 'list' ? type.of : undefined));
  if (!isObject(value)) return value;
  if (type?.kind === 'map' || type?.kind === 'raw') return sorted(value);
  const fields = type?.kind === 'struct' ? structOf(type.name).fields : undefined;
  const keys = Object.keys(value);
  const names = fields ? [...[...fields.keys()].filter((name) => Object.hasOwn(value, name)), ...keys.filter((name) => !fields.has(name))] : keys;
  return Object.fromEntries(names.map((name) => [name, inStructOrder(value[name] as Json, fields?.get(name)?.type)]));
}

/** A whole API object, or a list of them, in its struct's order. */
export function objectInStructOrder(object: JsonObject): JsonObject {
  const { kind, apiVersion, metadata, items, ...rest } = object;
  if (Array.isArray(items))
    return {
      kind,
      apiVersion,
      ...(metadata === undefined ? {} : { metadata }),
      items: (items as readonly JsonObject[]).map(objectInStructOrder),
    } as JsonObject;
  if (typeof kind !== 'string' || !hasSchema(kind)) return { kind, apiVersion, ...(metadata === undefined ? {} : { metadata }), ...rest } as JsonObject;
  return inStructOrder(object, { kind: 'struct', word: kind, name: kind }) as JsonObject;
}

/** json.MarshalIndent with kubectl's four spaces, of a map: keys in order. */
export const indentedJSON = (value: Json): string => indented(sorted(value));

/** The same where the value's own order stands. */
export function indented(value: Json): string {
  return JSON.stringify(value, null, 4).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** fmt's `%v`: `map[app:web tier:front]`, `[80 443]`, `<nil>`. */
export function printed(value: Json | undefined): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(printed).join(' ')}]`;
  if (isObject(value))
    return `map[${Object.keys(value)
      .sort()
      .map((key) => `${key}:${printed(value[key])}`)
      .join(' ')}]`;
  return String(value);
}

/** fmt's `%#v`: the value as Go source. */
export function goSyntax(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${(value as readonly Json[]).map(goSyntax).join(', ')}}`;
  if (isObject(value))
    return `map[string]interface {}{${Object.keys(value)
      .sort()
      .map((key) => `${quote(key)}:${goSyntax(value[key] as Json)}`)
      .join(', ')}}`;
  return typeof value === 'string' ? quote(value) : String(value);
}
