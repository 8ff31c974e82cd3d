// Models kubectl pkg/validation validation.go and kube-openapi pkg/util/proto/validation types.go (v0.37.1): what kubectl itself
// checks of a `kind: List`, whose type no server validates.
import { resourceOfKind } from '../../api/api-resources.ts';
import type { Json, JsonObject } from '../../api/kubernetes-object.ts';
import { hasSchema, structOf, type GoType } from '../../api/schema.ts';
import { isObject } from './go-value.ts';

/** The complaints about the items, in kubectl's words and order. */
export function listProblems(list: JsonObject, typeProblems: (item: Json) => readonly string[]): string[] {
  if (!Array.isArray(list.items)) return ['invalid object to validate'];
  return (list.items as readonly Json[]).flatMap((item) => {
    const unnamed = typeProblems(item);
    if (unnamed.length > 0 || !isObject(item)) return unnamed;
    const kind = item.kind as string;
    if (!resourceOfKind(item.apiVersion as string, kind) || !hasSchema(kind)) return [];
    const problems: string[] = [];
    visit({ kind: 'struct', word: kind, name: kind }, item, kind, '', problems);
    return problems;
  });
}

const PRIMITIVES: { readonly [kind: string]: string | undefined } = { bool: 'boolean', int32: 'integer', int64: 'integer', float64: 'number' };

/** @param of where the schema stands: `io.k8s.api.core.v1.ServicePort.port` */
function visit(type: GoType, value: Json, path: string, of: string, problems: string[]): void {
  const complain = (words: string): void => void problems.push(`ValidationError(${path}): ${words}`);
  const given = Array.isArray(value)
    ? 'array'
    : isObject(value)
      ? 'map'
      : typeof value === 'boolean'
        ? 'boolean'
        : typeof value === 'number'
          ? Number.isInteger(value)
            ? 'integer'
            : 'number'
          : 'string';
  const wrong = (expected: string): void => complain(`invalid type for ${of}: got "${given}", expected "${expected}"`);
  if (type.kind === 'raw') return;
  if (type.kind === 'list') {
    if (!Array.isArray(value)) wrong('array');
    else
      (value as readonly Json[]).forEach((item, i) =>
        item === null ? complain(`unknown object type "nil" in ${path}[${i}]`) : visit(type.of, item, `${path}[${i}]`, of, problems),
      );
  } else if (type.kind === 'map') {
    if (!isObject(value)) wrong('map');
    else for (const name of Object.keys(value).sort()) visit(type.of, value[name] as Json, `${path}.${name}`, of, problems);
  } else if (type.kind === 'struct') {
    const { fields, openAPIName } = structOf(type.name);
    if (!isObject(value)) {
      complain(`invalid type for ${openAPIName}: got "${given}", expected "map"`);
      return;
    }
    for (const name of Object.keys(value).sort()) {
      const field = fields.get(name);
      const inner = value[name] as Json;
      if (inner === null) continue;
      if (field) visit(field.type, inner, `${path}.${name}`, `${openAPIName}.${name}`, problems);
      else complain(`unknown field ${JSON.stringify(name)} in ${openAPIName}`);
    }
    for (const { name, required } of fields.values())
      if (required && (value[name] ?? null) === null) complain(`missing required field ${JSON.stringify(name)} in ${openAPIName}`);
  } else {
    const expected = PRIMITIVES[type.kind] ?? 'string';
    const fits =
      expected === 'string'
        ? given !== 'map' && given !== 'array'
        : expected === given || (expected !== 'boolean' && (given === 'integer' || given === 'number'));
    if (!fits) wrong(expected);
  }
}
