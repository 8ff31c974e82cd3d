// Models sigs.k8s.io/structured-merge-diff v6.4.2 typed/validate.go as apimachinery pkg/util/managedfields calls it (v0.37.1): what
// server-side apply says of a body that does not fit the schema.
import type { APIResource } from './api-resources.ts';
import { quote } from './go-text.ts';
import { formatGoNumber, formatGoValue } from './go-value.ts';
import type { Json, JsonObject } from './kubernetes-object.ts';
import { hasSchema, structOf, type Field, type GoType } from './schema.ts';
import type { Status } from './status.ts';

/** The refusal of an apply patch whose fields or types are not the schema's, or `undefined`. */
export function typedPatchProblem({ kind, group, version }: APIResource, namespace: string, name: string, body: JsonObject): Status | undefined {
  if (!hasSchema(kind)) return undefined;
  const errors: string[] = [];
  walk({ kind: 'struct', word: kind, name: kind }, undefined, body, '', errors);
  if (errors.length === 0) return undefined;
  const list = errors.length === 1 ? errors[0] : `errors:\n${errors.map((error) => `  ${error}`).join('\n')}`;
  return {
    code: 500,
    reason: 'Unknown',
    message: `failed to create typed patch object (${namespace ? `${namespace}/` : ''}${name}; ${group}/${version}, Kind=${kind}): ${list}`,
  };
}

function walk(type: GoType, field: Field | undefined, value: Json, path: string, errors: string[]): void {
  if (value === null) return;
  const wrong = (expected: string, got: string): void => void errors.push(`${path ? `${path}: ` : ''}expected ${expected}, got ${got}`);
  const isMap = typeof value === 'object' && !Array.isArray(value);
  switch (type.kind) {
    case 'int32':
    case 'int64':
    case 'float64':
      if (typeof value !== 'number') wrong('numeric (int or float)', goType(value));
      break;
    case 'string':
    case 'bytes':
      if (typeof value !== 'string') wrong('string', `&value.valueUnstructured{Value:${goSyntax(value)}}`);
      break;
    case 'bool':
      if (typeof value !== 'boolean') wrong('boolean', `&{${formatGoValue(value)}}`);
      break;
    case 'struct':
    case 'map':
      if (!isMap) wrong('map', `&{${formatGoValue(value)}}`);
      else members(type, value as JsonObject, path, errors);
      break;
    case 'list':
      if (!Array.isArray(value)) wrong('list', `&{${formatGoValue(value)}}`);
      else items(type.of, field, value, path, errors);
      break;
    case 'raw':
      break;
    default:
      if (typeof value === 'object') wrong('any scalar', `&{${formatGoValue(value)}}`);
  }
}

function members(type: Extract<GoType, { kind: 'struct' | 'map' | 'list' }>, value: JsonObject, path: string, errors: string[]): void {
  for (const name of Object.keys(value).sort()) {
    const inner = `${path}.${name}`;
    const field = type.kind === 'struct' ? structOf(type.name).fields.get(name) : undefined;
    const of = type.kind === 'struct' ? field?.type : type.of;
    if (of) walk(of, field, value[name] as Json, inner, errors);
    else errors.push(`${inner}: field not declared in schema`);
  }
}

/** Items go by their keys, by themselves in a set, else by their index. */
function items(type: GoType, field: Field | undefined, list: readonly Json[], path: string, errors: string[]): void {
  const seen = new Set<string>();
  for (const [i, item] of list.entries()) {
    let element = `[${i}]`;
    if (field?.listKeys) {
      const keys: string[] = [];
      for (const key of field.listKeys) {
        // Every key has a default in the schema: TCP, or its type's zero.
        const given = (item as JsonObject | null)?.[key] ?? (key === 'protocol' ? 'TCP' : /port$/i.test(key) ? 0 : '');
        keys.push(`${key}=${typeof given === 'string' ? quote(given) : formatGoValue(given)}`);
      }
      element = `[${keys.join(',')}]`;
    } else if (field?.set) element = `[=${typeof item === 'string' ? quote(item) : formatGoValue(item)}]`;
    if ((field?.listKeys || field?.set) && seen.has(element)) errors.push(`${path}: duplicate entries for key ${element}`);
    seen.add(element);
    walk(type, undefined, item, path + element, errors);
  }
}

/** fmt's `%T`. */
function goType(value: Json): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : Number.isInteger(value) ? 'int64' : 'float64';
}

/** fmt's `%#v`. */
function goSyntax(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return formatGoNumber(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  const object = value as JsonObject;
  return `map[string]interface {}{${Object.keys(object)
    .sort()
    .map((name) => `${quote(name)}:${goSyntax(object[name] as Json)}`)
    .join(', ')}}`;
}
