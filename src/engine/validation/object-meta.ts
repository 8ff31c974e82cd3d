// Models k8s.io/apimachinery pkg/api/validation objectmeta.go (v0.37.1) and what pkg/apis/core/validation adds (v1.37.1).
import { forbidden, invalid, required, tooLong, type FieldError } from '../api/field-error.ts';
import { child, index, type FieldPath } from '../api/field-path.ts';
import { byteLength } from '../api/go-text.ts';
import type { Json, KubernetesObject, Labels, OwnerReference } from '../api/kubernetes-object.ts';
import { nonNegative } from './field-problems.ts';
import { asPrefix, dnsLabelProblems, invalidText, labelKeyProblems, labelValueProblems, type TextRule } from './text-problems.ts';

const ANNOTATIONS_MAX_BYTES = 256 * 1024;
const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** The pairs of a map in the order of their keys; Go's own order is random. */
export const sortedEntries = <T>(map: { readonly [key: string]: T } | undefined): [string, T][] =>
  Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

/** A map with its keys in order, as Go prints it in JSON. */
export const sortedMap = (map: Labels | undefined): Json => (map ? Object.fromEntries(sortedEntries(map)) : null);

/** Labels, plain selectors and node selectors; the path names the map, never the key. */
export function labelsProblems(labels: Labels | undefined, field: FieldPath): FieldError[] {
  return sortedEntries(labels).flatMap(([key, value]) => [...invalidText(field, key, labelKeyProblems), ...invalidText(field, value, labelValueProblems)]);
}

export function annotationsProblems(annotations: Labels | undefined, field: FieldPath): FieldError[] {
  const entries = sortedEntries(annotations);
  // Case does not matter here; the key is shown as written.
  const errors = entries.flatMap(([key]) => invalidText(field, key, (text) => labelKeyProblems(text.toLowerCase())));
  const bytes = entries.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(value), 0);
  return bytes > ANNOTATIONS_MAX_BYTES ? [...errors, tooLong(field, ANNOTATIONS_MAX_BYTES)] : errors;
}

function ownerReferencesProblems(owners: readonly OwnerReference[], field: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  let first: string | undefined;
  owners.forEach((owner, i) => {
    const path = index(field, i);
    if (!owner.apiVersion) errors.push(required(child(path, 'apiVersion'), 'item-without-name'));
    else if (owner.apiVersion.split('/').length > 2 || owner.apiVersion.endsWith('/')) {
      errors.push(invalid(child(path, 'apiVersion'), owner.apiVersion, 'owner-api-version-malformed'));
    }
    for (const name of ['kind', 'name', 'uid'] as const) if (!owner[name]) errors.push(required(child(path, name), 'item-without-name'));
    if (owner.controller) {
      const second = `${owner.kind}/${owner.name}`;
      if (first !== undefined) errors.push(invalid(field, owners as unknown as Json, 'several-controllers', { first, second }));
      else first = second;
    }
  });
  return errors;
}

/** A finalizer is Kubernetes' own or has a domain before it. */
export function standardFinalizerProblems(finalizers: readonly string[], field: FieldPath): FieldError[] {
  return finalizers.flatMap((name, i) =>
    name.includes('/') || STANDARD_FINALIZERS.includes(name) ? [] : [invalid(index(field, i), name, 'finalizer-not-qualified')],
  );
}

const finalizersProblems = (finalizers: readonly string[]): FieldError[] => [
  ...finalizers.flatMap((name) => invalidText('metadata.finalizers', name, labelKeyProblems)),
  ...standardFinalizerProblems(finalizers, 'metadata.finalizers'),
];

/** Metadata of a new object. Names have already been generated. */
export function validateObjectMeta({ metadata }: KubernetesObject, namespaced: boolean, nameRule: TextRule): FieldError[] {
  const { name, generateName, namespace, generation, labels, annotations, ownerReferences = [], finalizers = [] } = metadata;
  const errors: FieldError[] = [];
  if (generateName) errors.push(...invalidText('metadata.generateName', generateName, asPrefix(nameRule)));
  if (name) errors.push(...invalidText('metadata.name', name, nameRule));
  else errors.push(required('metadata.name', 'name-missing'));
  if (namespaced) {
    if (namespace) errors.push(...invalidText('metadata.namespace', namespace, dnsLabelProblems));
    else errors.push(required('metadata.namespace', 'field-required'));
  }
  errors.push(...nonNegative('metadata.generation', generation));
  errors.push(...labelsProblems(labels, 'metadata.labels'), ...annotationsProblems(annotations, 'metadata.annotations'));
  errors.push(...ownerReferencesProblems(ownerReferences, 'metadata.ownerReferences'));
  return [...errors, ...finalizersProblems(finalizers)];
}

/** Metadata of a changed object. The name is the stored one's: the URL has been compared already. */
export function validateObjectMetaUpdate({ metadata: after }: KubernetesObject, { metadata: before }: KubernetesObject): FieldError[] {
  const errors: FieldError[] = [];
  const added = (after.finalizers ?? []).filter((name) => !before.finalizers?.includes(name));
  if (before.deletionTimestamp && added.length > 0) {
    errors.push(forbidden('metadata.finalizers', 'finalizer-added-while-deleting', { added: [...new Set(added)].sort() }));
  }
  if (after.uid !== before.uid) errors.push(invalid('metadata.uid', after.uid ?? '', 'field-immutable'));
  errors.push(...labelsProblems(after.labels, 'metadata.labels'), ...annotationsProblems(after.annotations, 'metadata.annotations'));
  errors.push(...ownerReferencesProblems(after.ownerReferences ?? [], 'metadata.ownerReferences'));
  return [...errors, ...finalizersProblems(after.finalizers ?? [])];
}
