// The API server: one function per verb. Models the handlers of k8s.io/apiserver pkg/endpoints/handlers and
// pkg/registry/generic/registry store.go (v0.37.1): decode, default, admit, allocate, validate, store, in this order.
import type { APIResource } from '../api/api-resources.ts';
import type { Namespace, Pod, Service } from '../api/core-v1.ts';
import { type Decoded, decodeObject } from '../api/decode.ts';
import { defaultObject } from '../api/defaults.ts';
import type { Json, JsonObject, KubernetesObject } from '../api/kubernetes-object.ts';
import {
  alreadyExistsStatus,
  badRequestStatus,
  conflictStatus,
  forbiddenStatus,
  invalidStatus,
  notFoundStatus,
  type ApiOutcome,
  type Status,
} from '../api/status.ts';
import { differencesOf } from '../api/version-differences.ts';
import { validateServiceStatusUpdate } from '../validation/service.ts';
import { validateObjectMeta } from '../validation/object-meta.ts';
import { dnsSubdomainProblems } from '../validation/text-problems.ts';
import { validateCreate, validateUpdate } from '../validation/validate.ts';
import { commitPlan, emptyPlan, type AllocationPlan } from './address-allocator.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import { removeFromStore } from './deletion.ts';
import { strategyOf } from './kind-strategies.ts';
import { drawSuffix, drawUID, insertObject, replaceObject } from './objects.ts';
import { patchedBody, SERVER_SIDE_APPLY_PART } from './patching.ts';
import { admitPod, admitPodUpdate } from './pod-admission.ts';
import { managersOf, recordApplied, recordManager } from './managed-fields.ts';
import { deprecationWarnings, resourceOfTable, type PatchType, type RequestOptions } from './requests.ts';
import { sameJSON } from '../api/same-json.ts';
import { allocateService, dropTypeDependentFields } from './service-allocation.ts';
import type { ObjectTableName, ObjectTables } from './tables.ts';

export { deleteObject } from './deletion.ts';
export { deprecationWarnings, resourceOfTable, type DeleteOptions, type PatchType, type RequestOptions } from './requests.ts';

/** A namespace that takes new objects, or the refusal. Models the admission plugin NamespaceLifecycle. */
function refuseNamespace(draft: ClusterDraft, resource: APIResource, namespace: string, name: string): Status | undefined {
  if (!resource.namespaced) return undefined;
  const found = draft.get('namespaces', '', namespace);
  if (!found) return notFoundStatus(resourceOfTable('namespaces'), namespace);
  if (found.status?.phase !== 'Terminating') return undefined;
  return forbiddenStatus(resource, name, `unable to create new content in namespace ${namespace} because it is being terminated`);
}

/** Metadata that only the server writes is taken out of what a client sends. */
function newMetadata(draft: ClusterDraft, given: KubernetesObject['metadata'], namespace: string): KubernetesObject['metadata'] {
  const {
    uid: _,
    creationTimestamp: __,
    deletionTimestamp: ___,
    deletionGracePeriodSeconds: ____,
    resourceVersion: _____,
    namespace: ______,
    selfLink: _______,
    ...rest
  } = given ?? {};
  const name = rest.name || (rest.generateName ? `${rest.generateName.slice(0, 58)}${drawSuffix(draft)}` : '');
  return { ...rest, name, ...(namespace ? { namespace } : {}), uid: drawUID(draft), creationTimestamp: draft.timestamp };
}

const readBody = (resource: APIResource, body: Json, { typed, fieldValidation = 'Warn' }: RequestOptions): Decoded =>
  typed ? { ok: true, object: body as JsonObject, warnings: [], problems: [] } : decodeObject(resource, body, fieldValidation);

/**
 * Templates that have given a valid Pod, with the defaults for a Pod in them. The next Pod from the same one differs in its name and in the
 * name of its token's volume, which are made here.
 */
const PROVEN = new WeakMap<object, { readonly version: string; readonly spec: JsonObject }>();

function provenSpec(template: Json | undefined, version: string): JsonObject | undefined {
  const proven = typeof template === 'object' && template !== null ? PROVEN.get(template) : undefined;
  return proven?.version === version ? proven.spec : undefined;
}

/** POST: decodes, admits, defaults, allocates, validates and stores. */
export function createObject<T extends ObjectTableName>(
  draft: ClusterDraft,
  table: T,
  namespace: string,
  body: Json,
  options: RequestOptions,
): ApiOutcome<ObjectTables[T]> {
  return create(draft, table, namespace, body, options, false);
}

function create<T extends ObjectTableName>(
  draft: ClusterDraft,
  table: T,
  namespace: string,
  body: Json,
  options: RequestOptions,
  apply: boolean,
): ApiOutcome<ObjectTables[T]> {
  const resource = resourceOfTable(table);
  const warnings = deprecationWarnings(table);
  const refuse = (status: Status): ApiOutcome<ObjectTables[T]> => ({ ok: false, status, warnings });
  const decoded = readBody(resource, body, options);
  warnings.push(...decoded.warnings);
  if (!decoded.ok) return refuse(decoded.status);
  const differences = differencesOf(draft.config.version);
  const template = options.typed && table === 'pods' ? decoded.object.spec : undefined;
  const proven = provenSpec(template, draft.config.version);
  let object = (proven
    ? { ...decoded.object, spec: proven }
    : options.proven
      ? decoded.object
      : defaultObject(resource, decoded.object, differences)) as unknown as KubernetesObject;
  const { spec: defaulted } = object as unknown as JsonObject;

  const given = object.metadata?.namespace;
  if (resource.namespaced && given && given !== namespace) {
    return refuse(badRequestStatus(OTHER_NAMESPACE));
  }
  if (object.metadata?.resourceVersion) return refuse({ code: 500, reason: 'Unknown', message: 'resourceVersion should not be set on objects to be created' });
  // Before a name is drawn an object is called by what it begins with (apiserver pkg/admission errors.go extractResourceName, v0.37.1).
  const called = object.metadata?.name || object.metadata?.generateName || 'Unknown';
  const lifecycle = refuseNamespace(draft, resource, namespace, called);
  if (lifecycle) return refuse(lifecycle);
  const strategy = strategyOf(table);
  object = { ...(strategy.convert?.(object) ?? object), metadata: newMetadata(draft, object.metadata, resource.namespaced ? namespace : '') };
  const { name } = object.metadata;
  // What admission and allocation fill in is not the writer's.
  if (apply) object = recordApplied(draft, resource, object, body as JsonObject, options);
  else if (options.fieldManager) object = recordManager(draft, resource, object, undefined, options);
  if (table === 'pods') {
    const full = overQuota(draft);
    if (full) return refuse(forbiddenStatus(resource, called, full));
    const admitted = admitPod(draft, object as Pod);
    if ('forbidden' in admitted) return refuse(forbiddenStatus(resource, called, admitted.forbidden));
    object = admitted.pod;
  }
  const plan = emptyPlan();
  if (table === 'services') {
    const allocated = allocate(draft, object as Service, undefined, plan, options);
    if ('status' in allocated) return refuse(allocated.status);
    object = allocated.service;
  }
  object = strategy.prepareCreate?.(object) ?? object;
  // A name that was drawn here is as good as the one before it; a number at its end makes it longer.
  const errors =
    options.proven || (proven && object.metadata.generateName)
      ? []
      : proven
        ? validateObjectMeta(object, true, dnsSubdomainProblems)
        : validateCreate(object, resource.namespaced, differences);
  if (errors.length > 0) return refuse(invalidStatus(resource, name, errors));
  if (typeof template === 'object' && template !== null && !proven) PROVEN.set(template, { version: draft.config.version, spec: defaulted as JsonObject });
  const stored = draft.get<ObjectTableName>(table, resource.namespaced ? namespace : '', name) as KubernetesObject | undefined;
  if (stored) return refuse(alreadyExistsStatus(resource, name, stored.metadata.deletionTimestamp !== undefined));
  // Controllers read no warnings.
  if (!options.typed) warnings.push(...(strategy.warningsOnCreate?.(object, differences) ?? []));
  if (options.dryRun) return { ok: true, object: object as unknown as ObjectTables[T], warnings, changed: true };
  if (table === 'services') commitPlan(draft, object as Service, plan);
  return { ok: true, object: insertObject(draft, table, object as unknown as ObjectTables[T], options.by), warnings, changed: true };
}

type Allocated = { readonly service: Service } | { readonly status: Status };

function allocate(draft: ClusterDraft, service: Service, before: Service | undefined, plan: AllocationPlan, { dryRun = false }: RequestOptions): Allocated {
  const spec = { ...service.spec };
  const status = allocateService({ draft, service, spec, before, plan, dryRun, differences: differencesOf(draft.config.version) });
  if (status) return { status };
  if (before) dropTypeDependentFields(spec, before.spec);
  return { service: { ...service, spec } };
}

/** Models the words of kubernetes staging/src/k8s.io/apiserver plugin resourcequota (v1.37.1) for a quota on Pods that counts every namespace. */
function overQuota(draft: ClusterDraft): string | undefined {
  const { mostPods } = draft.config;
  if (mostPods === undefined) return undefined;
  const used = draft.rows('pods');
  return used < mostPods ? undefined : `exceeded quota: pods-of-this-page, requested: pods=1, used: pods=${used}, limited: pods=${mostPods}`;
}

const OTHER_NAMESPACE = 'the namespace of the provided object does not match the namespace sent on the request';
const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

/** Where etcd keeps what it does not keep by the resource's name. */
const STORED_AS: { readonly [table: string]: string | undefined } = { services: 'services/specs', endpoints: 'services/endpoints', nodes: 'minions' };

/** PUT: the whole object is replaced; `metadata.resourceVersion`, if given, must be the stored one. */
export function updateObject<T extends ObjectTableName>(
  draft: ClusterDraft,
  table: T,
  namespace: string,
  name: string,
  body: Json,
  options: RequestOptions,
): ApiOutcome<ObjectTables[T]> {
  const resource = resourceOfTable(table);
  const warnings = deprecationWarnings(table);
  const decoded = readBody(resource, body, options);
  warnings.push(...decoded.warnings);
  if (!decoded.ok) return { ok: false, status: decoded.status, warnings };
  const object = options.proven ? decoded.object : defaultObject(resource, decoded.object, differencesOf(draft.config.version));
  return storeUpdate(draft, table, namespace, name, object, options, warnings, 'PUT');
}

/** From a decoded and defaulted object on: what PUT and PATCH have in common. */
function storeUpdate<T extends ObjectTableName>(
  draft: ClusterDraft,
  table: T,
  namespace: string,
  name: string,
  decoded: JsonObject,
  options: RequestOptions,
  warnings: string[],
  verb: 'PUT' | 'PATCH' | 'APPLY',
): ApiOutcome<ObjectTables[T]> {
  const resource = resourceOfTable(table);
  const refuse = (status: Status): ApiOutcome<ObjectTables[T]> => ({ ok: false, status, warnings });
  const given = decoded as unknown as KubernetesObject;
  const { name: givenName, namespace: givenNamespace } = given.metadata ?? {};
  if (!givenName) return refuse(badRequestStatus(`the name of the object (${name} based on URL) was undeterminable: name must be provided`));
  if (givenName !== name) return refuse(badRequestStatus(`the name of the object (${givenName}) does not match the name on the URL (${name})`));
  if (resource.namespaced && givenNamespace && givenNamespace !== namespace) {
    return refuse(
      badRequestStatus(
        verb === 'PUT' ? `the namespace of the object (${givenNamespace}) does not match the namespace on the URL (${namespace})` : OTHER_NAMESPACE,
      ),
    );
  }
  const before = draft.get<ObjectTableName>(table, resource.namespaced ? namespace : '', name) as KubernetesObject | undefined;
  if (!before) {
    // Models AllowCreateOnUpdate: PUT makes a Service or Endpoints that is not there.
    if (table !== 'services' && table !== 'endpoints') return refuse(notFoundStatus(resource, name));
    const { resourceVersion: _, ...metadata } = given.metadata;
    return create(draft, table, namespace, { ...decoded, metadata } as unknown as Json, options, false);
  }
  const { resourceVersion, uid } = given.metadata;
  if (verb === 'PUT' && uid && uid !== before.metadata.uid) {
    const key = `${options.dryRun ? '' : '/registry'}/${STORED_AS[table] ?? table}/${resource.namespaced ? `${namespace}/` : ''}${name}`;
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`;
    return refuse(conflictStatus(resource, name, `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`));
  }
  if (resourceVersion && resourceVersion !== before.metadata.resourceVersion) return refuse(conflictStatus(resource, name, MODIFIED));
  const differences = differencesOf(draft.config.version);
  const strategy = strategyOf(table);
  let object: KubernetesObject = {
    ...(strategy.convert?.(given) ?? given),
    metadata: keptMetadata(given.metadata, { ...before.metadata, ...managersOnly(given.metadata) }, resource.namespaced ? namespace : ''),
  };
  // Who wrote what is told by what was sent, before anything is filled in again.
  if (options.fieldManager && verb !== 'APPLY') object = recordManager(draft, resource, object, before, options);
  const plan = emptyPlan();

  if (options.subresource === 'status') {
    object = { ...before, metadata: object.metadata, status: (given as { status?: Json }).status ?? {} } as KubernetesObject;
    const errors = table === 'services' ? validateServiceStatusUpdate(object as Service, before as Service, differences) : [];
    if (errors.length > 0) return refuse(invalidStatus(resource, name, errors));
  } else {
    if (table === 'pods') object = admitPodUpdate(object as Pod, before as Pod);
    const besides = options.subresource === 'ephemeralcontainers';
    if (besides)
      object = {
        ...before,
        metadata: object.metadata,
        spec: { ...(before as Pod).spec, ephemeralContainers: (object as Pod).spec.ephemeralContainers },
      } as Pod;
    if (table === 'services') {
      const allocated = allocate(draft, object as Service, before as Service, plan, options);
      if ('status' in allocated) return refuse(allocated.status);
      object = allocated.service;
    }
    object = strategy.prepareUpdate?.(object, before) ?? object;
    const errors = options.proven ? [] : validateUpdate(object, besides ? ({ ...before, spec: (object as Pod).spec } as Pod) : before, differences);
    if (errors.length > 0) return refuse(invalidStatus(resource, name, errors));
    warnings.push(...(strategy.warningsOnUpdate?.(object, before, differences) ?? []));
  }
  if (sameJSON(withoutTimes(object), withoutTimes(before))) return { ok: true, object: before as unknown as ObjectTables[T], warnings, changed: false };
  if (options.dryRun) return { ok: true, object: object as unknown as ObjectTables[T], warnings, changed: true };
  if (table === 'services') commitPlan(draft, object as Service, plan);
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  // The last finalizer went: the object goes with it.
  if (
    deletionTimestamp &&
    finalizers.length === 0 &&
    deletionGracePeriodSeconds === 0 &&
    !(table === 'namespaces' && (object as Namespace).spec?.finalizers?.length)
  ) {
    removeFromStore(draft, table, before, options.by);
    return { ok: true, object: object as unknown as ObjectTables[T], warnings, changed: true };
  }
  return { ok: true, object: replaceObject(draft, table, object as unknown as ObjectTables[T], options.by), warnings, changed: true };
}

/** What counts as a change: not the version, and of managers not when. Models IgnoreManagedFieldsTimestampsTransformer. */
function withoutTimes(object: KubernetesObject): object {
  const { managedFields: _, resourceVersion: __, ...metadata } = object.metadata;
  return { ...object, metadata, managers: managersOf(object).map(({ time: ___, fields, ...manager }) => ({ ...manager, fields: [...fields].sort() })) };
}

/** Managers as they were sent; one without a name is none. Models managedfields/internal DecodeManagedFields. */
const managersOnly = ({ managedFields }: KubernetesObject['metadata']): Partial<KubernetesObject['metadata']> =>
  managedFields ? { managedFields: managedFields.filter(({ manager }) => manager) } : {};

/** Models rest.BeforeUpdate: what of the metadata a client cannot change. */
function keptMetadata(given: KubernetesObject['metadata'], stored: KubernetesObject['metadata'], namespace: string): KubernetesObject['metadata'] {
  const { deletionTimestamp: _, deletionGracePeriodSeconds: __, generation: ___, managedFields: ____, namespace: _____, selfLink: ______, ...rest } = given;
  const kept = ['deletionTimestamp', 'deletionGracePeriodSeconds', 'generation', 'creationTimestamp', 'resourceVersion', 'managedFields'] as const;
  return {
    ...rest,
    ...(namespace ? { namespace } : {}),
    ...(given.uid || stored.uid ? { uid: given.uid || (stored.uid as string) } : {}),
    ...Object.fromEntries(kept.flatMap((field) => (stored[field] === undefined ? [] : [[field, stored[field]]]))),
  };
}

/** PATCH in any of the four forms. */
export function patchObject<T extends ObjectTableName>(
  draft: ClusterDraft,
  table: T,
  namespace: string,
  name: string,
  patch: Json,
  type: PatchType,
  options: RequestOptions,
): ApiOutcome<ObjectTables[T]> {
  const resource = resourceOfTable(table);
  const warnings = deprecationWarnings(table);
  const current = draft.get<ObjectTableName>(table, resource.namespaced ? namespace : '', name) as KubernetesObject | undefined;
  const applied = type === 'application/apply-patch+yaml';
  const untyped =
    applied && typeof patch === 'object' && patch !== null && !Array.isArray(patch)
      ? SERVER_SIDE_APPLY_PART.content.typedPatchProblem(resource, resource.namespaced ? namespace : '', name, patch as JsonObject)
      : undefined;
  if (untyped) return { ok: false, status: untyped, warnings };
  // Models apiserver pkg/endpoints/handlers/fieldmanager fieldmanager.go Apply (v0.37.1).
  if (applied && (patch as unknown as KubernetesObject).metadata?.managedFields)
    return { ok: false, status: badRequestStatus('metadata.managedFields must be nil'), warnings };
  if (!current) {
    // Apply makes what is not there.
    if (applied) return create(draft, table, namespace, patch, options, true);
    return { ok: false, status: notFoundStatus(resource, name), warnings };
  }
  const patched = patchedBody(draft, resource, current, patch, type, options);
  if (!patched.ok) return { ok: false, status: patched.status, warnings: [...warnings, ...patched.warnings] };
  warnings.push(...patched.warnings);
  // A patch cannot make another kind of it.
  const typed = { ...patched.object, kind: resource.kind, apiVersion: resource.apiVersion };
  const object = defaultObject(resource, typed, differencesOf(draft.config.version));
  return storeUpdate(draft, table, namespace, name, object, options, warnings, applied ? 'APPLY' : 'PATCH');
}

/**
 * PUT on the status subresource: what controllers and the kubelet write. Only `status` (and the version) changes; nothing is
 * validated. An object that has gone meanwhile stays gone.
 */
export function updateStatus<T extends ObjectTableName>(draft: ClusterDraft, table: T, object: ObjectTables[T], status: object, by: string): ObjectTables[T] {
  const { metadata } = object as KubernetesObject;
  const stored = draft.get<ObjectTableName>(table, metadata.namespace ?? '', metadata.name) as KubernetesObject | undefined;
  if (!stored || stored.metadata.uid !== metadata.uid) return { ...object, status };
  return replaceObject(draft, table, stored as unknown as ObjectTables[T], by, status);
}
