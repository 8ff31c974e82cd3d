// kube-apiserver as a program in a Pod finds it: who asks, what everybody may know, and a refusal for the rest. Models apiserver
// pkg/authentication/request/bearertoken, pkg/endpoints/handlers/responsewriters Forbidden (v0.37.1), kubernetes pkg/serviceaccount and the
// roles that plugin/pkg/auth/authorizer/rbac/bootstrappolicy gives to everybody (v1.37.1); case traffic/what-a-pod-may-ask-the-api.
import { serverVersion } from '../api/server-version.ts';
import { accountUser, claimsOf, TOKEN_AUDIENCE } from '../api/service-account-token.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { goError, type Written } from './go-http.ts';
import { headerOf, splitPath, type HTTPRequest } from './http-message.ts';

const NO_CACHE = { 'Cache-Control': 'no-cache, private' };
const JSON_TYPE = { ...NO_CACHE, 'Content-Type': 'application/json' };
const VERBS: { readonly [method: string]: string } = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };
const ANONYMOUS = 'system:anonymous';

/** Health and version for everybody, where the API is for accounts; no account has a role of its own. */
export function apiServer(request: HTTPRequest, draft: ClusterDraft): Written {
  const { method } = request;
  const { path: bare } = splitPath(request.path);
  const user = userOf(draft, headerOf(request, 'Authorization') ?? '');
  if (user === undefined) return { status: 401, headers: JSON_TYPE, body: pretty({ ...failure('Unauthorized', 'Unauthorized'), code: 401 }) };
  if (['/healthz', '/livez', '/readyz'].includes(bare))
    return { headers: { ...NO_CACHE, 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' }, body: 'ok' };
  if (/^\/version\/?$/.test(bare)) return { headers: JSON_TYPE, body: pretty(serverVersion(draft.config.version)) };
  if (user !== ANONYMOUS && method === 'GET' && /^\/(?:apis?|openapi)(?:\/|$)/.test(bare)) {
    if (/^\/api\/?$/.test(bare)) return { headers: JSON_TYPE, body: pretty(apiVersions(draft)) };
    if (/^\/openapi|^\/apis(?:\/[^/]+){0,2}\/?$|^\/api\/v1\/?$/.test(bare)) return goError(501, 'not simulated: the lists of what the API server has');
  }
  const match = /^\/api(?:s\/([^/]+))?\/v[^/]+(?:\/namespaces\/([^/]+)(?=\/[^/]))?\/([^/]+)(?:\/([^/]+))?/.exec(bare);
  const [, group = '', namespace, resource = '', name] = match ?? [];
  const who = `User ${JSON.stringify(user)} cannot`;
  const verb = VERBS[method] ?? (match ? (name ? 'get' : 'list') : 'get');
  const scope = namespace ? `in the namespace ${JSON.stringify(namespace)}` : 'at the cluster scope';
  const qualified = group ? `${resource}.${group}` : resource;
  const message = match
    ? `${qualified}${name ? ` ${JSON.stringify(name)}` : ''} is forbidden: ${who} ${verb} resource "${resource}" in API group "${group}" ${scope}`
    : `forbidden: ${who} ${verb} path ${JSON.stringify(bare)}`;
  const details = match ? { ...(name ? { name } : {}), ...(group ? { group } : {}), kind: resource } : {};
  return {
    status: 403,
    headers: { ...JSON_TYPE, 'X-Content-Type-Options': 'nosniff' },
    body: pretty({ ...failure('Forbidden', message), details, code: 403 }),
  };
}

const pretty = (value: object): string => JSON.stringify(value, null, 2);

const failure = (reason: string, message: string): object => ({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason });

/** Where the core API is served. */
function apiVersions({ config }: ClusterDraft): object {
  const serverAddress = `${config.controlPlane.ips[0]}:${config.controlPlane.port}`;
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }] };
}

/** Whose token a header brings; `undefined`: nobody's. Without a token, and with an empty one, it is anonymous. */
function userOf(draft: ClusterDraft, authorization: string): string | undefined {
  const [scheme = '', token = ''] = authorization.trim().split(' ', 2);
  if (scheme.toLowerCase() !== 'bearer' || token === '') return ANONYMOUS;
  const claims = claimsOf(token);
  if (!claims || claims.iss !== TOKEN_AUDIENCE || !claims.aud.includes(TOKEN_AUDIENCE) || claims.exp * 1000 <= draft.now) return undefined;
  const { namespace, pod, serviceaccount } = claims['kubernetes.io'];
  // A token ends with what it is bound to (pkg/serviceaccount claims.go Validate).
  if (draft.get('serviceaccounts', namespace, serviceaccount.name)?.metadata.uid !== serviceaccount.uid) return undefined;
  if (pod && draft.get('pods', namespace, pod.name)?.metadata.uid !== pod.uid) return undefined;
  return accountUser(namespace, serviceaccount.name);
}
