// Models kubectl pkg/rawhttp raw.go and the paths of kube-apiserver that a cluster's objects answer (v1.37.1).
import { API_RESOURCES } from '../../api/api-resources.ts';
import { goJSON } from '../../api/go-text.ts';
import type { Json, JsonObject, KubernetesObject } from '../../api/kubernetes-object.ts';
import type { Context } from './command.ts';
import { serverVersion } from './discovery.ts';
import { fail, failStatus } from './failure.ts';
import { indented, objectInStructOrder } from './go-value.ts';
import { getObject, listObjects } from './rest.ts';

const lost = (): never => failStatus({ code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' });

/** `kubectl get --raw PATH`: objects and lists, health and version. */
export function getRaw(context: Context): number {
  const { args, flags, process } = context;
  const raw = flags.text('raw');
  if (args.length > 0 || flags.list('filename').length > 0) fail('arguments may not be passed when --raw is specified');
  if (flags.text('output') !== '') fail('--raw and --output are mutually exclusive');
  if (!raw.startsWith('/')) fail(`--raw must be a valid URL path: parse ${JSON.stringify(raw)}: invalid URI for request`);
  const [path = '', query = ''] = raw.split('?');
  if (/^\/(healthz|livez|readyz)(\/ping)?$/.test(path)) process.out('ok');
  else if (path === '/version') process.out(`${indented(serverVersion(context)).replaceAll('    ', '  ')}\n`);
  else process.out(`${goJSON(answerTo(context, path, new Map(query.split('&').map((pair) => pair.split('=') as [string, string]))))}\n`);
  return 0;
}

function answerTo(context: Context, path: string, query: ReadonlyMap<string, string>): Json {
  const [, group = '', version, namespaced, name, rest] =
    /^\/(?:api|apis\/([^/]+))\/([^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(\/[^/]+)?\/?$/.exec(path) ?? lost();
  const plural = name as string;
  const resource = API_RESOURCES.find((one) => one.name === plural && one.group === group && one.version === version) ?? lost();
  if (namespaced !== undefined && !resource.namespaced) lost();
  if (rest !== undefined) {
    if (resource.namespaced && namespaced === undefined) lost();
    return objectInStructOrder(getObject(context, resource, namespaced ?? '', rest.slice(1)) as unknown as JsonObject);
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
