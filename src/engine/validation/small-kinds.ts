// ConfigMaps, Namespaces and Nodes. Models their functions in pkg/apis/core/validation (v1.37.1).
import type { ConfigMap, Namespace, Node, Secret } from '../api/core-v1.ts';
import { duplicate, forbidden, invalid, required, tooLong, type FieldError } from '../api/field-error.ts';
import { child, index, key, type FieldPath } from '../api/field-path.ts';
import { byteLength } from '../api/go-text.ts';
import type { Labels } from '../api/kubernetes-object.ts';
import { notAmong } from './field-problems.ts';
import { sortedEntries, validateObjectMeta, validateObjectMetaUpdate, standardFinalizerProblems } from './object-meta.ts';
import { configKeyProblems, dnsLabelProblems, dnsSubdomainProblems, invalidText, labelKeyProblems, labelValueProblems } from './text-problems.ts';

export const MAX_BYTES = 1024 * 1024;

export const keysProblems = (data: Labels | undefined, field: FieldPath): FieldError[] =>
  sortedEntries(data).flatMap(([name]) => invalidText(key(field, name), name, configKeyProblems));

/** Bytes of plain texts, or of base64. */
export const size = (data: Labels | undefined, base64: boolean): number =>
  Object.values(data ?? {}).reduce((sum, text) => sum + (base64 ? Math.floor((text.replace(/=+$/, '').length * 3) / 4) : byteLength(text)), 0);

/** `immutable: true` can be set, and then neither it nor the data can change. */
export function frozenProblems(object: ConfigMap | Secret, before: ConfigMap | Secret, fields: readonly ('data' | 'binaryData')[]): FieldError[] {
  if (!before.immutable) return [];
  const part = (one: ConfigMap | Secret, field: 'data' | 'binaryData'): string => JSON.stringify(sortedEntries((one as ConfigMap)[field]));
  return [
    ...(object.immutable ? [] : [forbidden('immutable', 'immutable-object-changed')]),
    ...fields.filter((field) => part(object, field) !== part(before, field)).map((field) => forbidden(field, 'immutable-object-changed')),
  ];
}

export function validateConfigMapCreate(map: ConfigMap): FieldError[] {
  const errors = validateObjectMeta(map, true, dnsSubdomainProblems);
  for (const [name] of sortedEntries(map.data)) {
    errors.push(...invalidText(key('data', name), name, configKeyProblems));
    if (map.binaryData?.[name] !== undefined) errors.push(invalid(key('data', name), name, 'key-in-data-and-binary-data'));
  }
  errors.push(...keysProblems(map.binaryData, 'binaryData'));
  return size(map.data, false) + size(map.binaryData, true) > MAX_BYTES ? [...errors, tooLong('[]', MAX_BYTES)] : errors;
}

export const validateConfigMapUpdate = (map: ConfigMap, before: ConfigMap): FieldError[] => [
  ...validateObjectMetaUpdate(map, before),
  ...frozenProblems(map, before, ['data', 'binaryData']),
  ...validateConfigMapCreate(map),
];

export const validateNamespaceCreate = (namespace: Namespace): FieldError[] => [
  ...validateObjectMeta(namespace, false, dnsLabelProblems),
  ...(namespace.spec?.finalizers ?? []).flatMap((name) => [
    ...invalidText('spec.finalizers', name, labelKeyProblems),
    ...standardFinalizerProblems([name], '').map((error) => ({ ...error, field: 'spec.finalizers' })),
  ]),
];

/** Taints of a Node: keys, effects, each once. Models validateNodeTaints, whose paths begin with metadata. */
function taintsProblems({ spec }: Node): FieldError[] {
  const seen = new Set<string>();
  return (spec?.taints ?? []).flatMap(({ key: name = '', value = '', effect }, i) => {
    const at = index('metadata.taints', i);
    const errors = [...invalidText(child(at, 'key'), name, labelKeyProblems), ...invalidText(child(at, 'value'), value, labelValueProblems)];
    errors.push(
      ...(effect ? notAmong(child(at, 'effect'), effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']) : [required(child(at, 'effect'), 'field-required')]),
    );
    const id = `${effect}/${name}`;
    if (seen.has(id)) errors.push(duplicate(at, { Key: name, Value: value, Effect: effect, TimeAdded: null }, 'taint-duplicate'));
    seen.add(id);
    return errors;
  });
}

export const validateNodeCreate = (node: Node): FieldError[] => [...validateObjectMeta(node, false, dnsSubdomainProblems), ...taintsProblems(node)];
export const validateNodeUpdate = (node: Node, before: Node): FieldError[] => [...validateObjectMetaUpdate(node, before), ...taintsProblems(node)];
