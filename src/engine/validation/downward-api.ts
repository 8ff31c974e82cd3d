// What containers can be told about their own Pod. Models pkg/apis/core/validation validateObjectFieldSelector and
// validateContainerResourceFieldSelector, and pkg/apis/core/pods ConvertDownwardAPIFieldLabel (v1.37.1).
import { invalid, notSupported, required, type FieldError } from '../api/field-error.ts';
import { child, type FieldPath } from '../api/field-path.ts';
import type { JsonObject } from '../api/kubernetes-object.ts';
import { invalidText, labelKeyProblems } from './text-problems.ts';

/** The fields that an environment variable can hold. */
export const ENV_FIELDS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
const DOWNWARD_RESOURCES = ['limits.cpu', 'limits.ephemeral-storage', 'limits.memory', 'requests.cpu', 'requests.ephemeral-storage', 'requests.memory'];

const textAt = (object: JsonObject, name: string): string => String(object[name] ?? '');

/** Models validateObjectFieldSelector: the fields of a Pod that can be read from inside. */
export function fieldRefProblems(given: JsonObject, field: FieldPath, known: readonly string[]): FieldError[] {
  if (!given.apiVersion) return [required(child(field, 'apiVersion'), 'field-required')];
  const path = textAt(given, 'fieldPath');
  if (!path) return [required(child(field, 'fieldPath'), 'field-required')];
  const [, map, key] = /^(.*)\['(.*)'\]$/.exec(path) ?? [];
  if (map !== undefined && key !== undefined && map !== 'metadata.labels' && map !== 'metadata.annotations') {
    return [invalid(child(field, 'fieldPath'), path, 'downward-field-unknown', { label: path, subscript: true })];
  }
  if (map !== undefined && key !== undefined)
    return invalidText(field, key, map === 'metadata.labels' ? labelKeyProblems : (text) => labelKeyProblems(text.toLowerCase()));
  const convertible = [...ENV_FIELDS, 'metadata.annotations', 'metadata.labels', 'spec.restartPolicy', 'spec.schedulerName', 'status.phase'];
  if (!convertible.includes(path)) return [invalid(child(field, 'fieldPath'), path, 'downward-field-unknown', { label: path })];
  return known.includes(path) ? [] : [notSupported(child(field, 'fieldPath'), path, known)];
}

/** Models validateContainerResourceFieldSelector; of divisors only their words are looked at. */
export function resourceFieldProblems(given: JsonObject, field: FieldPath, volume: boolean): FieldError[] {
  const resource = textAt(given, 'resource');
  const errors: FieldError[] = [];
  if (volume && !given.containerName) errors.push(required(child(field, 'containerName'), 'field-required'));
  else if (!resource) errors.push(required(child(field, 'resource'), 'field-required'));
  else if (!DOWNWARD_RESOURCES.includes(resource) && !/^(limits|requests)\.hugepages-/.test(resource))
    errors.push(notSupported(child(field, 'resource'), resource, DOWNWARD_RESOURCES));
  const divisor = textAt(given, 'divisor');
  if (divisor === '' || divisor === '0') return errors;
  const what = resource.endsWith('.cpu')
    ? 'cpu'
    : resource.endsWith('.memory')
      ? 'memory'
      : resource.endsWith('.ephemeral-storage')
        ? 'local ephemeral storage'
        : undefined;
  const fits = what === 'cpu' ? /^1m?$/.test(divisor) : /^1([kMGTPE]|[KMGTPE]i)?$/.test(divisor);
  return what && !fits ? [...errors, invalid(child(field, 'divisor'), resource, 'divisor-not-supported', { resource: what })] : errors;
}
