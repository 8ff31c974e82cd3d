// Models kubectl pkg/rawhttp raw.go and the paths of kube-apiserver that a cluster's objects answer (v1.37.1).
import { API_RESOURCES } from '../../api/api-resources.ts';
import { serverVersion } from '../../api/server-version.ts';
import { goJSON } from '../../api/go-text.ts';
import type { Json, JsonObject, KubernetesObject, LabelSelector } from '../../api/kubernetes-object.ts';
import { type Context, notSimulated } from './command.ts';
import { exit, fail, failStatus } from './failure.ts';
import { indented, objectInStructOrder, sorted } from './go-value.ts';
import { serverURL } from './kubeconfig.ts';
import { selectorText } from './label-text.ts';
import type { Part } from './resource-builder.ts';
import { getObject, listObjects } from './rest.ts';

/** What has a scale of its own. */
const SCALED = ['deployments', 'replicasets', 'statefulsets'];

const lost = (): never => failStatus({ code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' });

/** `kubectl get --raw PATH`: objects and lists, health and version. */
export function getRaw(context: Context): number {
  const { args, flags, process } = context;
  const raw = flags.text('raw');
  if (args.length > 0 || flags.list('filename').length > 0) fail('arguments may not be passed when --raw is specified');
  if (flags.text('output') !== '') fail('--raw and --output are mutually exclusive');
  if (!raw.startsWith('/')) fail(`--raw must be a valid URL path: parse ${JSON.stringify(raw)}: invalid URI for request`);
  const [path = '', query = ''] = raw.split('?');
  const [, health, check] = /^\/(healthz|livez|readyz)(\/.+)?$/.exec(path) ?? [];
  const [, asked] = /^\/apis\/([^/]+)\/?$/.exec(path) ?? [];
  const group = asked === undefined ? undefined : groupNamed(asked);
  if (!group && /^\/($|(metrics|openapi|apis|api\/v1|apis\/[^/]+\/v\d+|debug|\.well-known\/openid-configuration|openid)(\/v\d(\/jwks)?)?\/?$)/.test(path))
    return notSimulated(context, `get --raw ${raw}`);
  if (health !== undefined) process.out(healthOf(health, check?.slice(1), query));
  else if (/^\/api\/?$/.test(path)) process.out(`${goJSON(apiVersions(context))}\n`);
  else if (group) process.out(`${goJSON(group)}\n`);
  else if (/^\/version\/?$/.test(path)) process.out(indented(serverVersion(process.draft.config.version)).replaceAll('    ', '  '));
  else process.out(`${goJSON(answerTo(context, path, new Map(query.split('&').map((pair) => pair.split('=') as [string, string]))))}\n`);
  return 0;
}

const HOOKS =
  'start-apiserver-admission-initializer generic-apiserver-start-informers priority-and-fairness-config-consumer priority-and-fairness-filter storage-object-count-tracker-hook start-apiextensions-informers start-apiextensions-controllers crd-informer-synced start-system-namespaces-controller peer-endpoint-reconciler-controller start-cluster-authentication-info-controller start-kube-apiserver-identity-lease-controller start-kube-apiserver-identity-lease-garbage-collector storage-readiness start-legacy-token-tracking-controller start-service-ip-repair-controllers rbac/bootstrap-roles scheduling/bootstrap-system-priority-classes priority-and-fairness-config-producer bootstrap-controller start-kubernetes-service-cidr-controller start-kube-aggregator-informers apiservice-status-local-available-controller apiservice-status-remote-available-controller apiservice-registration-controller apiservice-discovery-controller kube-apiserver-autoregistration autoregister-completion apiservice-openapi-controller apiservice-openapiv3-controller'
    .split(' ')
    .map((name) => (name === 'autoregister-completion' ? name : `poststarthook/${name}`));

/** What a healthy server of 1.37.1 says of itself, as recorded. Models apiserver pkg/server/healthz healthz.go (v0.37.1). */
function healthOf(endpoint: string, check: string | undefined, query: string): string {
  const isReady = endpoint === 'readyz';
  const checks = ['ping', 'log', ...(isReady ? ['etcd', 'etcd-readiness', 'informer-sync'] : ['loopback-serving-certificate', 'etcd']), ...HOOKS];
  if (isReady) checks.push('shutdown');
  if (check !== undefined) return checks.includes(check) ? 'ok' : lost();
  const asked = query.split('&').map((pair) => pair.split('='));
  if (!asked.some(([name]) => name === 'verbose')) return 'ok';
  const excluded = asked.filter(([name]) => name === 'exclude').map(([, value = '']) => value);
  const unknown = excluded.filter((name) => !checks.includes(name));
  return [
    ...checks.map((name) => `[+]${name} ${excluded.includes(name) ? 'excluded: ok' : 'ok'}\n`),
    ...(unknown.length > 0 ? [`warn: some health checks cannot be excluded: no matches for ${unknown.map((name) => JSON.stringify(name)).join(', ')}\n`] : []),
    `${endpoint} check passed\n`,
  ].join('');
}

/** Where the core API is served. */
function apiVersions(context: Context): Json {
  const serverAddress = serverURL(context).replace('https://', '');
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }] };
}

/** A group of kinds and its versions, the preferred one first; `undefined`: there is none. Models apiserver pkg/endpoints/discovery group.go (v0.37.1). */
function groupNamed(name: string): Json | undefined {
  const served = [...new Set(API_RESOURCES.filter(({ group }) => group === name).map(({ version }) => version))];
  const versions = (name === 'autoscaling' ? [...served, 'v1'] : served).map((version) => ({ groupVersion: `${name}/${version}`, version }));
  const [preferredVersion] = versions;
  return preferredVersion && { kind: 'APIGroup', apiVersion: 'v1', name, versions, preferredVersion };
}

/** Models pkg/registry/apps/deployment/storage scaleFromDeployment (v1.37.1) and its like. */
function scaleOf({ metadata, ...object }: JsonObject): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata as JsonObject;
  const { replicas = 0, selector } = object['spec'] as { readonly replicas?: number; readonly selector?: LabelSelector };
  const status = (object['status'] ?? {}) as { readonly replicas?: number };
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas },
    status: { replicas: status.replicas ?? 0, selector: selectorText(selector) },
  } as unknown as JsonObject;
}

/** Objects as a subresource other than `status` shows them: workloads have a scale, Pods are resized, nothing else has one. */
export function partsOf(subresource: string, parts: readonly Part[]): readonly Part[] {
  if (subresource === 'resize' && parts.every(({ resource }) => resource.name === 'pods')) return parts;
  if (subresource !== 'scale' || parts.some(({ resource }) => !SCALED.includes(resource.name))) lost();
  const [first] = parts;
  if (!first) return parts;
  const resource = { ...first.resource, kind: 'Scale', group: 'autoscaling', name: 'scales' };
  return parts.map((part) => ({
    ...part,
    resource,
    items: part.items.map((info) => ({ ...info, resource, object: sorted(scaleOf(info.object as unknown as JsonObject)) as unknown as KubernetesObject })),
  }));
}

function answerTo(context: Context, path: string, query: ReadonlyMap<string, string>): Json {
  const [, group = '', version, namespaced, name, rest, subresource] =
    /^\/(?:api|apis\/([^/]+))\/([^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(\/[^/]+)?(\/.+)?\/?$/.exec(path) ?? lost();
  const plural = name as string;
  const resource = API_RESOURCES.find((one) => one.name === plural && one.group === group && one.version === version) ?? lost();
  if (namespaced !== undefined && !resource.namespaced) lost();
  if (rest !== undefined) {
    if (resource.namespaced && namespaced === undefined) lost();
    // The name of a Service may have a scheme and a port there.
    if (/^\/proxy(\/|$)/.test(subresource ?? '')) exit(notSimulated(context, `get --raw of ${plural}/proxy`));
    const object = getObject(context, resource, namespaced ?? '', rest.slice(1)) as unknown as JsonObject;
    if (subresource === '/scale' && SCALED.includes(plural)) return scaleOf(object);
    if (subresource !== undefined && subresource !== '/status') exit(notSimulated(context, `get --raw of ${plural}${subresource}`));
    return objectInStructOrder(object);
  }
  const selector = decodeURIComponent(query.get('labelSelector') ?? '');
  const fieldSelector = decodeURIComponent(query.get('fieldSelector') ?? '');
  const items = listObjects(context, resource, namespaced, { selector, fieldSelector }).map((object: KubernetesObject) => {
    const { kind: _, apiVersion: __, ...body } = objectInStructOrder(object as unknown as JsonObject);
    return body;
  });
  const { resourceVersion } = context.process.draft;
  return { kind: `${resource.kind}List`, apiVersion: resource.apiVersion, metadata: { resourceVersion: String(resourceVersion) }, items } as unknown as Json;
}
