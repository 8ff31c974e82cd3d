import { index, stepsOf, type FieldPath } from '../api/field-path.ts';
import type { Json, JsonObject } from '../api/kubernetes-object.ts';
import type { ManifestDocument, Position, Span } from '../yaml/manifest-document.ts';
import { memberPath } from '../yaml/spans.ts';

/** Where a field stands that the server fills from another: the one the learner may have written. */
const WRITTEN_AS: { readonly [name: string]: string } = { clusterIPs: 'clusterIP', targetPort: 'port', clusterIP: 'clusterIPs' };

/** A place in a document: the deepest part of a path that is written there. */
export interface Located {
  readonly position: Position;
  /** Whether the whole path is there. */
  readonly exact: boolean;
  /** What is written there. */
  readonly value: Json | undefined;
}

/**
 * Finds a field by the server's path. One that is not written is looked for under the name it is filled from; else the
 * nearest ancestor that is written stands for it.
 * @param within where the object begins in the document: '' or, in a List, `items[2]`
 */
export function locate(document: ManifestDocument, field: FieldPath, within: FieldPath = ''): Located {
  let path = within;
  let value = valueAt(document.value, stepsOf(within));
  let exact = true;
  for (const step of stepsOf(field)) {
    const found = stepInto(value, step);
    if (found === undefined) {
      exact = false;
      break;
    }
    path = typeof found === 'number' ? index(path, found) : memberPath(path, found);
    value = (value as JsonObject)[found as string];
  }
  const fallback: Position = { value: { start: document.span.start, end: document.span.end } };
  return { position: document.positions.get(path) ?? document.positions.get('') ?? fallback, exact, value };
}

/** The key or index under which a step's value is written: as it is, in other capitals, or by another name. */
function stepInto(value: Json | undefined, step: string | number): string | number | undefined {
  if (Array.isArray(value)) return typeof step === 'number' && step < value.length ? step : undefined;
  // `clusterIPs[0]` of one who wrote `clusterIP`.
  if (typeof value !== 'object' || value === null) return undefined;
  const name = String(step);
  if (Object.hasOwn(value, name)) return name;
  const other = WRITTEN_AS[name];
  if (other !== undefined && Object.hasOwn(value, other)) return other;
  return Object.keys(value).find((key) => key.toLowerCase() === name.toLowerCase());
}

/** The value at some steps of a document; `undefined` where there is none. */
export function valueAt(value: Json | undefined, steps: readonly (string | number)[]): Json | undefined {
  let at = value;
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as JsonObject)[step as string];
  }
  return at;
}

/** What to underline: a value that is there, the key of one that is missing or long; never nothing. */
export function spanOf({ position, exact }: Located, text: string, part: 'key' | 'value' = 'value'): Span {
  const { key, value } = position;
  const oneLine = value.end > value.start && !text.slice(value.start, value.end).includes('\n');
  if (key && (part === 'key' || !exact || !oneLine)) return key;
  if (oneLine) return value;
  const start = Math.min(value.start, Math.max(0, text.length - 1));
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline;
  return { start, end: Math.max(end, Math.min(start + 1, text.length)) };
}

/** Narrows a map's place to the member whose key or value is the one complained about. */
export function memberLocated(document: ManifestDocument, field: FieldPath, culprit: Json | undefined, within: FieldPath): FieldPath {
  const { value, exact } = locate(document, field, within);
  if (!exact || typeof culprit !== 'string' || typeof value !== 'object' || value === null || Array.isArray(value)) return field;
  const member = Object.entries(value).find(([name, inner]) => name === culprit || inner === culprit);
  return member ? memberPath(field, member[0]) : field;
}
