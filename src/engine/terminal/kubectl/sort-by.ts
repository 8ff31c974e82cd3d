// Models kubectl pkg/cmd/get sorter.go (v0.37.1).
import type { Json, KubernetesObject } from '../../api/kubernetes-object.ts';
import { fail, Failure } from './failure.ts';
import { findResults, JSONPathError, parseJSONPath, relaxedJSONPath } from './jsonpath.ts';
import { quantityValue } from '../../api/quantity.ts';

/** A value of a type that has no order. */
class Unsortable {
  readonly type: string;
  constructor(type: string) {
    this.type = type;
  }
}

function isLess(a: Json, b: Json): boolean {
  if (a === null || b === null) return a === null && b !== null;
  if (typeof a === 'string' && typeof b === 'string') {
    const [x, y] = [quantityValue(a), quantityValue(b)];
    return x !== undefined && y !== undefined ? x < y : a < b;
  }
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  throw new Unsortable(Array.isArray(a) ? '[]interface {}' : typeof a === 'object' ? 'map[string]interface {}' : typeof a);
}

/** Objects in the order of a field (as rows of a table, or as they are); those without it first. Ends the command where none has it. */
export function sortObjects(objects: readonly KubernetesObject[], field: string, asRows = true): KubernetesObject[] {
  try {
    const relaxed = relaxedJSONPath(field);
    const path = parseJSONPath(relaxed);
    const rows = objects.map((object) => ({ object, value: findResults(path, object as unknown as Json)[0]?.[0] }));
    if (rows.every(({ value }) => value === undefined)) fail(`couldn't find any field with path "${relaxed}" in the list of objects`);
    // Go's sort.Sort of up to a dozen elements: insertion, with a comparison that calls the absent less than everything.
    for (let i = 1; i < rows.length; i++) {
      for (let j = i; j > 0; j--) {
        const [here, before] = [rows[j] as (typeof rows)[0], rows[j - 1] as (typeof rows)[0]];
        if (!(here.value === undefined || (before.value !== undefined && isLess(here.value, before.value)))) break;
        [rows[j - 1], rows[j]] = [here, before];
      }
    }
    return rows.map(({ object }) => object);
  } catch (error) {
    if (error instanceof JSONPathError) return fail(error.text);
    if (error instanceof Unsortable)
      throw new Failure(
        `F0101 00:00:00.000000       1 sorter.go:${asRows ? 375 : 329}] Field {${field.startsWith('{') ? field.slice(1, -1) : field}} in ${asRows ? '[][][]reflect.Value' : '*unstructured.Unstructured'} is an unsortable type: interface, err: unsortable type: ${error.type}`,
        undefined,
        1,
        true,
      );
    throw error;
  }
}
