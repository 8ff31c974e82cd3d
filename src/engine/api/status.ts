import type { APIResource } from './api-resources.ts';
import type { FieldErrorList } from './field-error.ts';
import { quote } from './go-text.ts';
import { errorListText, errorText } from './rule-words.ts';

/** metav1.StatusReason, the ones this server gives. */
export type StatusReason =
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Invalid'
  | 'BadRequest'
  | 'Forbidden'
  | 'InternalError'
  | 'MethodNotAllowed'
  | 'UnsupportedMediaType'
  | 'Timeout'
  | 'Unknown';

/** metav1.Status of a refused request. `message` is the server's exact English. */
export interface Status {
  readonly code: number;
  readonly reason: StatusReason;
  readonly message: string;
  readonly details?: { readonly name?: string; readonly group?: string; readonly kind?: string };
  /** The causes of an `Invalid`, in the server's order, duplicates removed. */
  readonly errors?: FieldErrorList;
  /** Causes that are not field errors of ours: decoding, conflicts of managers. */
  readonly causes?: readonly { readonly type: string; readonly message: string; readonly field?: string }[];
}

/** The answer to a request: an object, or a refusal; `warnings` are the texts of the Warning headers, in order. */
export type ApiOutcome<T> =
  | { readonly ok: true; readonly object: T; readonly warnings: readonly string[]; readonly changed: boolean }
  | { readonly ok: false; readonly status: Status; readonly warnings: readonly string[] };

/** `services`, `deployments.apps`: how the server names a resource. */
export const qualifiedResource = ({ name, group }: APIResource): string => (group ? `${name}.${group}` : name);

/** What a refusal's words say of its subject. */
const subject = (resource: APIResource, name: string): string => `${qualifiedResource(resource)} ${quote(name)}`;

const details = ({ name: kind, group }: APIResource, name: string): NonNullable<Status['details']> => ({ name, ...(group ? { group } : {}), kind });

// Models k8s.io/apimachinery pkg/api/errors (v0.37.1).

export const notFoundStatus = (resource: APIResource, name: string): Status => ({
  code: 404,
  reason: 'NotFound',
  message: `${subject(resource, name)} not found`,
  details: details(resource, name),
});

export const alreadyExistsStatus = (resource: APIResource, name: string, deleting: boolean): Status => ({
  code: 409,
  reason: 'AlreadyExists',
  message: `${deleting ? 'object is being deleted: ' : ''}${subject(resource, name)} already exists`,
  details: details(resource, name),
});

export const conflictStatus = (resource: APIResource, name: string, why: string): Status => ({
  code: 409,
  reason: 'Conflict',
  message: `Operation cannot be fulfilled on ${subject(resource, name)}: ${why}`,
  details: details(resource, name),
});

export const forbiddenStatus = (resource: APIResource, name: string, why: string): Status => ({
  code: 403,
  reason: 'Forbidden',
  message: name ? `${subject(resource, name)} is forbidden: ${why}` : `${qualifiedResource(resource)} is forbidden: ${why}`,
  details: details(resource, name),
});

export const badRequestStatus = (message: string): Status => ({ code: 400, reason: 'BadRequest', message });

export const internalErrorStatus = (why: string): Status => ({ code: 500, reason: 'InternalError', message: `Internal error occurred: ${why}` });

export const methodNotAllowedStatus = (resource: APIResource, verb: string): Status => ({
  code: 405,
  reason: 'MethodNotAllowed',
  message: `${verb} is not supported on resources of kind ${quote(qualifiedResource(resource))}`,
  details: details(resource, ''),
});

/** 422: equal complaints once, in the server's order. `details.kind` is the kind, not the resource. */
export function invalidStatus({ kind, group }: Pick<APIResource, 'kind' | 'group'>, name: string, errors: FieldErrorList): Status {
  const seen = new Set<string>();
  return {
    code: 422,
    reason: 'Invalid',
    message: `${group ? `${kind}.${group}` : kind} ${quote(name)} is invalid: ${errorListText(errors)}`,
    details: { name, ...(group ? { group } : {}), kind },
    errors: errors.filter((error) => {
      const text = errorText(error);
      return !seen.has(text) && seen.add(text);
    }),
  };
}
