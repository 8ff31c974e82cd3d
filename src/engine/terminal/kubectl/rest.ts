// kubectl's requests: the API server's answers as objects, its refusals as failures, its warnings on standard error.
import { API_RESOURCES, type APIResource } from '../../api/api-resources.ts';
import { byteLength, quote } from '../../api/go-text.ts';
import type { Json, KubernetesObject } from '../../api/kubernetes-object.ts';
import { errorBody } from '../../api/rule-words.ts';
import type { ServerRequest } from '../../api/server-request.ts';
import type { ApiOutcome, Status } from '../../api/status.ts';
import { settle } from '../../controllers/settle.ts';
import { createObject, deleteObject, patchObject, updateObject, type DeleteOptions, type PatchType, type RequestOptions } from '../../store/api-server.ts';
import { OBJECT_TABLES, type ObjectTableName } from '../../store/tables.ts';
import { type Context, notSimulated, warn } from './command.ts';
import { exit, fail, Failure, failStatus } from './failure.ts';
import { parseFieldSelector, parseLabelSelector } from './selectors.ts';
import { noteUnsimulated } from './unsimulated-fields.ts';

/** `deployments.apps`, `services`. */
export const groupResource = ({ name, group }: APIResource): string => (group ? `${name}.${group}` : name);

/** `deployment.apps`, `service`: how kubectl names an object's kind before the slash. */
export const groupKind = ({ kind, group }: APIResource): string => (group ? `${kind.toLowerCase()}.${group}` : kind.toLowerCase());

/** Kinds that are not simulated and of which a real cluster of the course has none until somebody makes one. */
const EMPTY = new Set(
  'limitranges persistentvolumeclaims persistentvolumes podtemplates replicationcontrollers resourcequotas daemonsets horizontalpodautoscalers cronjobs jobs certificatesigningrequests ingressclasses ingresses networkpolicies runtimeclasses poddisruptionbudgets customresourcedefinitions storageclasses csidrivers csistoragecapacities volumeattachments volumeattributesclasses deviceclasses resourceclaims resourceclaimtemplates resourceslices mutatingwebhookconfigurations validatingwebhookconfigurations mutatingadmissionpolicies mutatingadmissionpolicybindings validatingadmissionpolicies validatingadmissionpolicybindings clustertrustbundles podcertificaterequests storageversionmigrations'.split(
    ' ',
  ),
);

/** Whether there is none of a kind in a namespace (undefined: in all): the API server makes roles only in two of its own (bootstrappolicy namespace_policy.go, v1.37.1). */
const noneOf = ({ name }: APIResource, namespace: string | undefined): boolean =>
  EMPTY.has(name) || (/^role(binding)?s$/.test(name) && namespace !== undefined && !/^kube-(public|system)$/.test(namespace));

/** The table of a simulated resource. Of others there are none to be read, or the command ends with "not simulated". */
function tableOf(context: Context, resource: APIResource, reading?: { readonly namespace: string | undefined }): ObjectTableName | undefined {
  const name = resource.name as ObjectTableName;
  if (OBJECT_TABLES.includes(name) && resource.group !== 'events.k8s.io') return name;
  if (reading && noneOf(resource, reading.namespace)) return undefined;
  return exit(notSimulated(context, `the resource ${groupResource(resource)}`));
}

/** Models apierrors.NewNotFound (apimachinery v0.37.1). */
export function notFoundStatus(resource: APIResource, name: string): Status {
  return {
    code: 404,
    reason: 'NotFound',
    message: `${groupResource(resource)} ${quote(name)} not found`,
    details: { name, group: resource.group, kind: resource.name },
  };
}

/** Keeps a request with its answer's code behind the command's output. */
function keep(
  context: Context,
  verb: ServerRequest['verb'],
  resource: APIResource,
  namespace: string | undefined,
  name: string | undefined,
  code: number,
): void {
  const within = resource.namespaced && namespace ? { namespace } : {};
  context.process.trace({ request: { verb, resource: groupResource(resource), ...within, ...(name ? { name } : {}), code } });
}

function warnOfDeprecation(context: Context, { name, group }: APIResource): void {
  if (group !== '') return;
  if (name === 'endpoints') warn(context, 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice');
  if (name === 'componentstatuses') warn(context, 'v1 ComponentStatus is deprecated in v1.19+');
}

/** Whether the request is made as somebody who may do nothing: `--as` names a user that no role is bound to. */
export const mayNothing = ({ flags }: Context): boolean => flags.text('as') !== '' && !flags.list('as-group').includes('system:masters');

/** Models apiserver pkg/endpoints/handlers/responsewriters errors.go ForbiddenStatusError (v0.37.1). */
function authorize(context: Context, verb: string, resource: APIResource, namespace: string | undefined, name = ''): void {
  if (!mayNothing(context)) return;
  const where = resource.namespaced && namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  const what = `${groupResource(resource)}${name ? ` "${name}"` : ''}`;
  const user = JSON.stringify(context.flags.text('as'));
  failStatus({
    code: 403,
    reason: 'Forbidden',
    message: `${what} is forbidden: User ${user} cannot ${verb} resource "${resource.name}" in API group "${resource.group}" ${where}`,
  });
}

/** Models client-go rest request.go Name and apimachinery pkg/api/validation/path IsValidPathSegmentName (v0.37.1). */
function requirePathSegment(name: string): void {
  if (name === '') fail('resource name may not be empty');
  const wrong = pathSegmentProblem(name);
  if (wrong) fail(`invalid resource name ${JSON.stringify(name)}: [${wrong}]`);
}

const pathSegmentProblem = (name: string): string =>
  name === '.' || name === '..' ? `may not be '${name}'` : /[/%]/.exec(name) ? `may not contain '${name.includes('/') ? '/' : '%'}'` : '';

/** GET of one object, or `undefined`: no failure. */
export function findObject(context: Context, resource: APIResource, namespace: string, name: string): KubernetesObject | undefined {
  requirePathSegment(name);
  authorize(context, 'get', resource, namespace, name);
  const table = tableOf(context, resource, { namespace });
  warnOfDeprecation(context, resource);
  const object = table && context.process.draft.get<ObjectTableName>(table, resource.namespaced ? namespace : '', name);
  keep(context, 'GET', resource, namespace, name, object ? 200 : 404);
  return object;
}

const NAMESPACES = API_RESOURCES.find(({ name }) => name === 'namespaces') as APIResource;

/** GET of one object. Models cli-runtime pkg/resource Info.Get (v0.37.1): a namespace that is not there is told instead. */
export function getObject(context: Context, resource: APIResource, namespace: string, name: string): KubernetesObject {
  const object = findObject(context, resource, namespace, name);
  if (object) return object;
  const astray = resource.namespaced && namespace !== '' && namespace !== 'default' && !context.process.draft.get('namespaces', '', namespace);
  return failStatus(astray ? notFoundStatus(NAMESPACES, namespace) : notFoundStatus(resource, name));
}

/** What narrows a list. */
export interface ListOptions {
  readonly selector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** LIST in one namespace, or (undefined) in all. In etcd's order. */
export function listObjects(
  context: Context,
  resource: APIResource,
  namespace: string | undefined,
  { selector = '', fieldSelector = '' }: ListOptions = {},
): KubernetesObject[] {
  const wrong = pathSegmentProblem(namespace ?? '');
  // A list that cannot be asked for is told bare, as recorded (case kubectl-read/asked-in-odd-words).
  if (wrong) throw new Failure(`invalid namespace ${JSON.stringify(namespace)}: [${wrong}]`, undefined, 1, true);
  authorize(context, 'list', resource, namespace);
  const table = tableOf(context, resource, { namespace });
  warnOfDeprecation(context, resource);
  const labels = parseLabelSelector(selector);
  const fields = parseFieldSelector(resource.name, fieldSelector);
  keep(context, 'LIST', resource, namespace, undefined, labels.ok && fields.ok ? 200 : 400);
  if (!labels.ok || !fields.ok) {
    const why = !labels.ok ? labels.error : !fields.ok ? fields.error : '';
    const of = `${resource.group}/${resource.version}, Resource=${resource.name}`;
    failStatus({
      code: 400,
      reason: 'BadRequest',
      message: `Unable to find ${JSON.stringify(of)} that match label selector ${JSON.stringify(selector)}, field selector ${JSON.stringify(fieldSelector)}: ${why}`,
    });
  }
  if (!table) return [];
  const rows: KubernetesObject[] = context.process.draft.list<ObjectTableName>(table, resource.namespaced ? namespace : undefined);
  return rows.filter((object) => labels.matches(object.metadata.labels) && fields.matches(object));
}

/** Keeps a writing request, and the object of its answer; its warnings are printed, a refusal is thrown with its causes in Kubernetes' words. */
function take(
  context: Context,
  [verb, resource, namespace, name]: readonly [ServerRequest['verb'], APIResource, string, string?],
  outcome: ApiOutcome<unknown>,
): { readonly object: KubernetesObject; readonly changed: boolean } {
  keep(context, verb, resource, namespace, name, outcome.ok ? (verb === 'POST' ? 201 : 200) : outcome.status.code);
  for (const text of outcome.warnings) warn(context, text);
  if (outcome.ok) {
    // Controllers see every write before kubectl's next request, as they do in the milliseconds between two requests.
    settle(context.process.draft);
    const object = outcome.object as KubernetesObject;
    if (outcome.changed) noteUnsimulated(context, object);
    return { object, changed: outcome.changed };
  }
  return failStatus(withCauses(outcome.status));
}

/** A status whose field errors also stand among its causes, as the server sends them. */
export function withCauses(status: Status): Status {
  const causes = [...(status.errors ?? []).map((error) => ({ type: error.type, message: errorBody(error), field: error.field })), ...(status.causes ?? [])];
  return { ...status, causes };
}

type Options = Omit<RequestOptions, 'by'>;

const MAX_MANAGER_BYTES = 128;

/** Models apimachinery pkg/apis/meta/v1/validation ValidateFieldManager (v0.37.1); asked before anything else of the request. */
function checkManager(kind: 'CreateOptions' | 'PatchOptions' | 'UpdateOptions', { fieldManager = '' }: Options): void {
  const messages = byteLength(fieldManager) > MAX_MANAGER_BYTES ? [`Too long: may not be more than ${MAX_MANAGER_BYTES} bytes`] : [];
  let position = 0;
  for (const character of fieldManager) {
    if (!/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(character))
      messages.push(`Invalid value: ${quote(fieldManager)}: invalid character U+${hex(character)} (at position ${position})`);
    position += byteLength(character);
  }
  if (messages.length === 0) return;
  const all = messages.map((message) => `fieldManager: ${message}`);
  failStatus({
    code: 422,
    reason: 'Invalid',
    message: `${kind}.meta.k8s.io "" is invalid: ${all.length > 1 ? `[${all.join(', ')}]` : (all[0] as string)}`,
    details: { group: 'meta.k8s.io', kind },
    causes: messages.map((message) => ({ type: message.startsWith('Too') ? 'FieldValueTooLong' : 'FieldValueInvalid', message, field: 'fieldManager' })),
  });
}

/** Go's %U without its prefix. */
const hex = (character: string): string => (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

/** Who kubectl's writes are recorded under. */
const BY = 'kubectl';

export function postObject(context: Context, resource: APIResource, namespace: string, body: Json, options: Options = {}): KubernetesObject {
  checkManager('CreateOptions', options);
  authorize(context, 'create', resource, namespace);
  return take(
    context,
    ['POST', resource, namespace],
    createObject<ObjectTableName>(context.process.draft, tableOf(context, resource) as ObjectTableName, resource.namespaced ? namespace : '', body, {
      by: BY,
      ...options,
    }),
  ).object;
}

export function putObject(context: Context, resource: APIResource, namespace: string, name: string, body: Json, options: Options = {}): KubernetesObject {
  requirePathSegment(name);
  checkManager('UpdateOptions', options);
  authorize(context, 'update', resource, namespace, name);
  const table = tableOf(context, resource) as ObjectTableName;
  return take(
    context,
    ['PUT', resource, namespace, name],
    updateObject<ObjectTableName>(context.process.draft, table, resource.namespaced ? namespace : '', name, body, { by: BY, ...options }),
  ).object;
}

/** PATCH; `changed` is false where the object stayed as it was. */
export function sendPatch(
  context: Context,
  resource: APIResource,
  namespace: string,
  name: string,
  patch: Json,
  type: PatchType,
  options: Options = {},
): { readonly object: KubernetesObject; readonly changed: boolean } {
  requirePathSegment(name);
  checkManager('PatchOptions', options);
  authorize(context, 'patch', resource, namespace, name);
  const table = tableOf(context, resource) as ObjectTableName;
  return take(
    context,
    ['PATCH', resource, namespace, name],
    patchObject<ObjectTableName>(context.process.draft, table, resource.namespaced ? namespace : '', name, patch, type, { by: BY, ...options }),
  );
}

export function removeFromServer(
  context: Context,
  resource: APIResource,
  namespace: string,
  name: string,
  options: Omit<DeleteOptions, 'by'> = {},
): KubernetesObject {
  requirePathSegment(name);
  authorize(context, 'delete', resource, namespace, name);
  const table = tableOf(context, resource) as ObjectTableName;
  return take(
    context,
    ['DELETE', resource, namespace, name],
    deleteObject<ObjectTableName>(context.process.draft, table, resource.namespaced ? namespace : '', name, { by: BY, ...options }),
  ).object;
}
