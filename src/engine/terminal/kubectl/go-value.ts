import { goJSON, quote } from '../../api/go-text.ts';
import type { Json, JsonObject } from '../../api/kubernetes-object.ts';

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy whose keys are in order, as Go marshals maps. */
export function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key] as Json)]));
}

/** json.Marshal of a map: keys in order, no spaces. */
export const compactJSON = (value: Json): string => goJSON(sorted(value));

/** json.MarshalIndent of a map, with kubectl's four spaces. */
export function indentedJSON(value: Json): string {
  return JSON.stringify(sorted(value), null, 4).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** fmt's `%v`: `map[app:web tier:front]`, `[80 443]`, `<nil>`. */
export function printed(value: Json | undefined): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(printed).join(' ')}]`;
  if (isObject(value)) return `map[${Object.keys(value).sort().map((key) => `${key}:${printed(value[key])}`).join(' ')}]`;
  return String(value);
}

/** fmt's `%#v`: the value as Go source. */
export function goSyntax(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${(value as readonly Json[]).map(goSyntax).join(', ')}}`;
  if (isObject(value)) return `map[string]interface {}{${Object.keys(value).sort().map((key) => `${quote(key)}:${goSyntax(value[key] as Json)}`).join(', ')}}`;
  return typeof value === 'string' ? quote(value) : String(value);
}
