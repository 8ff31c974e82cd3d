import type { FieldErrorList } from './field-error.ts';

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
