import { API_KINDS, fieldAt, goName, hasSchema, structOf, type ClusterState, type Field, type Span } from '../engine/index.ts';
import { clusterValues, labelKeys, labelValues } from './cluster-values.ts';
import { typeWords } from './describe-field.ts';
import { placeAt, type YAMLPlace } from './yaml-place.ts';

/** One thing that could stand at the caret. */
export interface Completion {
  readonly label: string;
  /** What replaces `span`; `\n` with the caret's own indentation where it opens a block. */
  readonly insert: string;
  /** A field of the schema, a value it allows, or something that exists in the cluster. */
  readonly kind: 'field' | 'value' | 'cluster';
  readonly detail: string;
  /** Leads to the field's sentence in `src/messages`. */
  readonly fieldId?: string;
}

export interface Completions {
  readonly span: Span;
  readonly items: readonly Completion[];
}

const TOP_LEVEL_VALUES: { readonly [key: string]: (place: YAMLPlace) => readonly string[] } = {
  kind: ({ apiVersion }) => [...new Set(API_KINDS.filter((one) => apiVersion === '' || one.apiVersion === apiVersion).map(({ kind }) => kind))],
  apiVersion: ({ kind }) => [...new Set(API_KINDS.filter((one) => kind === '' || one.kind === kind).map(({ apiVersion }) => apiVersion))],
};

/** What fits at an offset of a manifest: fields not written yet, allowed values, and what the cluster has. */
export function complete(text: string, offset: number, cluster: ClusterState): Completions {
  const place = placeAt(text, offset);
  const span = { start: place.wordStart, end: place.part === 'value' ? place.wordEnd : offset };
  return { span, items: place.part === 'value' ? valuesAt(place, cluster) : fieldsAt(place, cluster) };
}

function fieldsAt(place: YAMLPlace, cluster: ClusterState): readonly Completion[] {
  const written = new Set(place.siblings.filter((key) => key !== place.key));
  const { kind, parents, namespace } = place;
  if (parents.length === 0 && !hasSchema(kind))
    return ['apiVersion', 'kind', 'metadata', 'spec']
      .filter((name) => !written.has(name))
      .map((name) => ({ label: name, insert: `${name}: `, kind: 'field', detail: '' }));
  const found = parents.length === 0 ? undefined : fieldAt(kind, parents);
  const type = found?.field.type;
  let inner = type;
  while (inner && (inner.kind === 'list' || (inner.kind === 'map' && typeof parents.at(-1) === 'number'))) inner = inner.of;
  if (found && inner?.kind === 'map') return selectorKeys(found.field, goName(found.struct), namespace, cluster, written);
  const struct = parents.length === 0 ? structOf(kind) : inner?.kind === 'struct' ? structOf(inner.name) : undefined;
  if (!struct) return [];
  return [...struct.fields.values()]
    .filter(({ name }) => !written.has(name) && !(parents.length === 0 && name === 'status'))
    .map((field) => ({ label: field.name, insert: insertOf(field), kind: 'field', detail: typeWords(field.type), fieldId: `${goName(struct)}.${field.name}` }));
}

const insertOf = ({ name, type }: Field): string =>
  type.kind === 'list' ? `${name}:\n  - ` : type.kind === 'map' || type.kind === 'struct' ? `${name}:\n  ` : `${name}: `;

const SELECTORS: ReadonlySet<string> = new Set(['ServiceSpec.selector', 'LabelSelector.matchLabels']);

function selectorKeys(field: Field, struct: string, namespace: string, cluster: ClusterState, written: ReadonlySet<string>): readonly Completion[] {
  if (!SELECTORS.has(`${struct}.${field.name}`)) return [];
  return labelKeys(cluster, namespace || 'default')
    .filter((key) => !written.has(key))
    .map((key) => ({ label: key, insert: `${key}: `, kind: 'cluster', detail: labelValues(cluster, namespace || 'default', key).join(', ') }));
}

function valuesAt(place: YAMLPlace, cluster: ClusterState): readonly Completion[] {
  const { key, kind, parents, namespace } = place;
  if (key === undefined) return [];
  const top = parents.length === 0 ? TOP_LEVEL_VALUES[key] : undefined;
  if (top) return top(place).map((label) => ({ label, insert: label, kind: 'value', detail: '' }));
  if (!hasSchema(kind)) return [];
  const map = parents.length > 0 ? fieldAt(kind, parents) : undefined;
  if (map?.field.type.kind === 'map') {
    if (!SELECTORS.has(`${goName(map.struct)}.${map.field.name}`)) return [];
    return labelValues(cluster, namespace || 'default', key).map((label) => ({ label, insert: quoteIfNeeded(label), kind: 'cluster', detail: '' }));
  }
  const found = fieldAt(kind, [...parents, key]);
  if (!found) return [];
  const { field, struct } = found;
  const id = `${goName(struct)}.${field.name}`;
  const allowed = field.type.kind === 'bool' ? ['true', 'false'] : (field.values ?? []);
  return [
    ...allowed.map((label): Completion => ({ label, insert: label, kind: 'value', detail: typeWords(field.type), fieldId: id })),
    ...clusterValues(cluster, id, place).map((label): Completion => ({
      label,
      insert: field.type.kind === 'intOrString' ? label : quoteIfNeeded(label),
      kind: 'cluster',
      detail: '',
      fieldId: id,
    })),
  ];
}

/** A value that YAML 1.1 would not read as a string is quoted. */
const quoteIfNeeded = (value: string): string => (/^(?:[\d.+-].*|true|false|yes|no|on|off|y|n|null|~|)$/i.test(value) ? `"${value}"` : value);
