import { fieldAt, goName, hasSchema, type GoType, type Span } from '../engine/index.ts';
import { FIELD_DEFAULTS } from './field-defaults.ts';
import { placeAt } from './yaml-place.ts';

/** What is known of the field at a place; its sentence is found by `id` in `src/messages`. */
export interface FieldFacts {
  /** Struct and field: `ServicePort.targetPort`. The same field has the same id in every kind. */
  readonly id: string;
  /** `spec.ports[0].targetPort`. */
  readonly path: string;
  readonly type: string;
  /** What the server fills in where nothing is written. */
  readonly default?: string;
  readonly values?: readonly string[];
  readonly span: Span;
}

/** A type in the words of the API reference: `string`, `integer`, `list of ServicePort`. */
export function typeWords(type: GoType): string {
  switch (type.kind) {
    case 'int32':
    case 'int64':
      return 'integer';
    case 'bool':
      return 'boolean';
    case 'intOrString':
      return 'integer or string';
    case 'list':
      return `list of ${typeWords(type.of)}`;
    case 'map':
      return `map of ${typeWords(type.of)}`;
    case 'struct':
      return type.word.replace(/^v1\./, '');
    case 'float64':
      return 'number';
    case 'bytes':
      return 'string (base64)';
    case 'quantity':
      return 'quantity';
    case 'time':
      return 'time';
    default:
      return 'string';
  }
}

const pathOf = (steps: readonly (string | number)[]): string =>
  steps
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');

/** The field whose key or value is at an offset of a manifest; `undefined` where the schema knows none. */
export function describeField(text: string, offset: number): FieldFacts | undefined {
  const { kind, parents, key, wordStart, wordEnd } = placeAt(text, offset);
  if (key === undefined || !hasSchema(kind)) return undefined;
  const steps = [...parents, key];
  const found = fieldAt(kind, steps);
  if (!found) return undefined;
  const id = `${goName(found.struct)}.${found.field.name}`;
  const usual = FIELD_DEFAULTS[id];
  return {
    id,
    path: pathOf(steps),
    type: typeWords(found.field.type),
    ...(usual === undefined ? {} : { default: usual }),
    ...(found.field.values ? { values: found.field.values } : {}),
    span: { start: wordStart, end: wordEnd },
  };
}
