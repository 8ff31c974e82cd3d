/** What can be wrong between a value and a Go type, and what each complaint carries. */
export interface DecodingProblemParams {
  readonly 'kind-not-set': object;
  readonly 'api-version-not-set': object;
  /** The document is a word, a number or a list. */
  readonly 'not-an-object': object;
  /** No such kind in this version; `suggestion` is a kind of nearly that name, `elsewhere` the apiVersion that has the kind. */
  readonly 'unknown-kind': { readonly kind: string; readonly apiVersion: string; readonly suggestion?: string; readonly elsewhere?: string };
  /** A real server has the kind, this simulator does not. */
  readonly 'kind-not-simulated': { readonly kind: string; readonly apiVersion: string };
  /** apply needs a name. */
  readonly 'name-not-set': { readonly kind: string };
  readonly 'generate-name-with-apply': { readonly generateName: string };
  /** No field of that name in `type` (a Go struct's name); `suggestion` is a field of nearly that name. */
  readonly 'unknown-field': { readonly name: string; readonly type: string; readonly suggestion?: string };
  /** A value of another JSON type than the Go type takes. `given` is Go's word for what was written. */
  readonly 'wrong-type': { readonly given: 'string' | 'number' | 'bool' | 'array' | 'object'; readonly expected: string; readonly value?: string };
  readonly 'unreadable-quantity': { readonly value: string };
  readonly 'unreadable-time': { readonly value: string };
  readonly 'unreadable-base64': object;
}

export type DecodingProblemId = keyof DecodingProblemParams;
