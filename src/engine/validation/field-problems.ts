// Rules for one value, whatever the field.
import { invalid, notSupported, required, type FieldError } from '../api/field-error.ts';
import type { FieldPath } from '../api/field-path.ts';
import type { IntOrString } from '../api/kubernetes-object.ts';
import { invalidText, portNameProblems } from './text-problems.ts';

export const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP'];

/** A number in 1–65535. */
export function portNumberProblems(field: FieldPath, port: number): FieldError[] {
  return port >= 1 && port <= 65535 ? [] : [invalid(field, port, 'port-out-of-range')];
}

/** A port by number, or by the name of a container port. */
export function portOrNameProblems(field: FieldPath, port: IntOrString): FieldError[] {
  return typeof port === 'number' ? portNumberProblems(field, port) : invalidText(field, port, portNameProblems);
}

/** Required, and one of these words. */
export function oneOf(field: FieldPath, value: string | undefined, supported: readonly string[]): FieldError[] {
  if (!value) return [required(field, 'field-required')];
  return supported.includes(value) ? [] : [notSupported(field, value, supported)];
}

/** One of these words; empty is none of them. */
export const notAmong = (field: FieldPath, value: string, supported: readonly string[]): FieldError[] =>
  supported.includes(value) ? [] : [notSupported(field, value, supported)];

export const nonNegative = (field: FieldPath, value: number | undefined): FieldError[] =>
  value !== undefined && value < 0 ? [invalid(field, value, 'number-negative')] : [];

/** A path that must stay inside; `relative: false` allows a leading slash. */
export function localPathProblems(field: FieldPath, path: string, { relative = true, reserved = false } = {}): FieldError[] {
  const errors = relative && path.startsWith('/') ? [invalid(field, path, 'path-not-relative')] : [];
  const goesUp = path.split('/').includes('..');
  if (goesUp) errors.push(invalid(field, path, 'path-goes-up'));
  else if (reserved && path.startsWith('..')) errors.push(invalid(field, path, 'dots-at-start', { how: "must not start with '..'" }));
  return errors;
}
