/** One request that kubectl made of the API server, and the answer's code: what `-v=6` would tell. */
export interface ServerRequest {
  readonly verb: 'GET' | 'LIST' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Plural, with its group where it has one: `deployments.apps`. */
  readonly resource: string;
  /** Absent: not namespaced, or every namespace. */
  readonly namespace?: string;
  /** Absent: a list. */
  readonly name?: string;
  readonly code: number;
}
