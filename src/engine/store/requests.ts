import { API_RESOURCES, type APIResource } from '../api/api-resources.ts';
import type { FieldValidation } from '../api/decode.ts';
import type { ObjectTableName } from './tables.ts';

/** What every writing request carries. */
export interface RequestOptions {
  /** The user agent that the change is recorded under: `kubectl`, `replicaset-controller`, … */
  readonly by: string;
  readonly dryRun?: boolean;
  /** Who owns the written fields from now on; absent: managed fields are not recorded. */
  readonly fieldManager?: string;
  /** How unknown and duplicate fields are treated; the server's default is `Warn`, kubectl asks for `Strict`. */
  readonly fieldValidation?: FieldValidation;
  /** The part of the object that is written; absent: all but the status. */
  readonly subresource?: 'status' | 'scale' | 'ephemeralcontainers';
  /** The body is of its Go type already, as what controllers write is: it is not read again. */
  readonly typed?: boolean;
  /** Everything in the body was validated where it comes from, as what is listed of Pods, and nothing is left out: neither validated nor defaulted. */
  readonly proven?: boolean;
  /** Apply only: takes fields over that others own. */
  readonly force?: boolean;
}

export interface DeleteOptions extends RequestOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
  readonly preconditionUID?: string;
}

export type PatchType =
  'application/json-patch+json' | 'application/merge-patch+json' | 'application/strategic-merge-patch+json' | 'application/apply-patch+yaml';

const RESOURCES = new Map(API_RESOURCES.map((resource) => [`${resource.group === 'events.k8s.io' ? 'events.k8s.io/' : ''}${resource.name}`, resource]));

/** The discovery row of a simulated table. */
export const resourceOfTable = (table: ObjectTableName): APIResource => RESOURCES.get(table) as APIResource;

/** Warnings that every access to a resource brings, reads as well. */
export function deprecationWarnings(table: string): string[] {
  return table === 'endpoints' ? ['v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice'] : [];
}
