// Models kubectl pkg/cmd/create (v0.37.1): generators of kinds that kubectl can print though this cluster does not run them.
import { encodeBase64 } from '../../api/base64.ts';
import { goJSON } from '../../api/go-text.ts';
import type { Json, JsonObject, KubernetesObject } from '../../api/kubernetes-object.ts';
import { canonicalQuantity } from '../../api/quantity.ts';
import { type Context, type Verb } from './command.ts';
import { createToken } from './create-token.ts';
import { type Generated, generator, hashedName, knownResource } from './create.ts';
import { fail, Failure } from './failure.ts';
import { findResource, resourceNamed } from './resource-builder.ts';
import { getObject } from './rest.ts';
import { parseLabelSelector } from './selectors.ts';

const RBAC = 'rbac.authorization.k8s.io';

/** An object of a kind with what stands beside its metadata. */
function made(apiVersion: string, kind: string, plural: string, name: string, rest: object, metadata: object = {}): Generated {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const object = { apiVersion, kind, metadata: { name, ...metadata }, ...rest } as unknown as KubernetesObject;
  return { resource: knownResource(plural, group), object, failed: `failed to create ${kind.toLowerCase()}:` };
}

const VERBS = new Set('get delete list create update patch watch proxy redirect use bind impersonate deletecollection * escalate sign attest'.split(' '));

/** Each verb once; `*` is all of them. */
const verbsOf = (words: readonly string[]): string[] => (words.includes('*') ? ['*'] : [...new Set(words)]);

/** What `--verb`, `--resource` and `--resource-name` allow: one rule a group. Models create_role.go. */
function rulesOf({ flags, process }: Context): JsonObject[] {
  const unique = (words: readonly string[]): string[] => [...new Set(words)];
  const verbs = verbsOf(flags.list('verb'));
  const names = unique(flags.list('resource-name'));
  const asked = flags.list('resource');
  if (verbs.length === 0) fail('at least one verb must be specified');
  const groups = new Map<string, string[]>();
  for (const word of unique(asked)) {
    const [resource = '', subresource = ''] = word.split('/');
    const found = resource === '*' ? { name: '*', group: word.includes('.') ? '' : '' } : findResource(resource);
    if (!found) throw new Failure(`the server doesn't have a resource type ${JSON.stringify(resource)}`, undefined, 1, true);
    const { name, group } = found as { readonly name: string; readonly group: string };
    const known = groups.get(group) ?? [];
    groups.set(group, [...known, subresource ? `${name}/${subresource}` : name]);
  }
  for (const verb of verbs) if (!VERBS.has(verb)) process.err(`Warning: '${verb}' is not a standard resource verb\n`);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, resources]) => ({ apiGroups: [group], ...(names.length > 0 ? { resourceNames: names } : {}), resources, verbs }));
}

const role = generator((context, name) => {
  if (context.flags.list('verb').length === 0) fail('at least one verb must be specified');
  if (context.flags.list('resource').length === 0) fail('at least one resource must be specified');
  return made(`${RBAC}/v1`, 'Role', 'roles', name, { rules: rulesOf(context) });
});

/** Verbs of requests for paths. Models create_clusterrole.go validNonResourceVerbs. */
const PATH_VERBS = new Set('* get post put delete patch head options'.split(' '));

const clusterRole = generator((context, name) => {
  const { flags } = context;
  const urls = flags.list('non-resource-url');
  const aggregation = flags.text('aggregation-rule');
  if (aggregation !== '') {
    if (urls.length > 0 || ['verb', 'resource', 'resource-name'].some((flag) => flags.list(flag).length > 0))
      fail('aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames');
    const matchLabels = Object.fromEntries(aggregation.split(',').map((pair) => pair.split('=') as [string, string]));
    return made(`${RBAC}/v1`, 'ClusterRole', 'clusterroles', name, { aggregationRule: { clusterRoleSelectors: [{ matchLabels }] }, rules: null });
  }
  if (flags.list('verb').length === 0) fail('at least one verb must be specified');
  if (flags.list('resource').length === 0 && urls.length === 0) fail('one of resource or nonResourceURL must be specified');
  const verbs = verbsOf(flags.list('verb'));
  const rules = flags.list('resource').length > 0 ? rulesOf(context) : [];
  if (urls.length > 0) {
    for (const verb of verbs) if (!PATH_VERBS.has(verb)) fail(`invalid verb: '${verb}' for nonResourceURL`);
    for (const url of urls) {
      if (url !== '*' && !url.startsWith('/')) fail('nonResourceURL should start with /');
      if (url.slice(0, -1).includes('*')) fail("nonResourceURL only supports wildcard matches when '*' is at the end");
    }
    rules.push({ nonResourceURLs: [...new Set(urls)], verbs });
  }
  return made(`${RBAC}/v1`, 'ClusterRole', 'clusterroles', name, { rules });
});

function subjectsOf({ flags }: Context): JsonObject[] {
  const named = (kind: string) => (name: string) => ({ apiGroup: RBAC, kind, name });
  return [
    ...flags.list('user').map(named('User')),
    ...flags.list('group').map(named('Group')),
    ...flags.list('serviceaccount').map((text) => {
      const [namespace, name, ...rest] = text.split(':');
      if (!namespace || !name || rest.length > 0) fail('serviceaccount must be <namespace>:<name>');
      return { kind: 'ServiceAccount', name, namespace } as JsonObject;
    }),
  ];
}

const binding = (kind: 'RoleBinding' | 'ClusterRoleBinding'): Verb =>
  generator((context, name) => {
    const { flags } = context;
    const [clusterRoleName, roleName] = [flags.text('clusterrole'), flags.text('role')];
    if (kind === 'RoleBinding' && (clusterRoleName === '') === (roleName === '')) fail('exactly one of clusterrole or role must be specified');
    if (kind === 'ClusterRoleBinding' && clusterRoleName === '') fail('clusterrole must be specified');
    const roleRef = roleName ? { apiGroup: RBAC, kind: 'Role', name: roleName } : { apiGroup: RBAC, kind: 'ClusterRole', name: clusterRoleName };
    const subjects = subjectsOf(context);
    return made(`${RBAC}/v1`, kind, `${kind.toLowerCase()}s`, name, { roleRef, ...(subjects.length > 0 ? { subjects } : {}) });
  });

const podTemplate = (name: string, image: string, command: readonly string[], restartPolicy: string): object => ({
  metadata: {},
  spec: { containers: [{ ...(command.length > 0 ? { command } : {}), image, name, resources: {} }], restartPolicy },
});

const job = generator((context, name) => {
  const { flags, args } = context;
  const [image, from] = [flags.text('image'), flags.text('from')];
  if ((image === '') === (from === '')) fail('either --image or --from must be specified');
  const command = args.slice(1);
  if (from !== '' && command.length > 0) fail('cannot specify --from and command');
  if (from !== '') {
    const [kind = '', target] = from.split('/');
    const resource = resourceNamed(kind);
    if (target === undefined) fail('from must be an existing cronjob');
    getObject(context, resource, context.namespace, target);
    fail(`unknown object type *v1.${resource.kind}`);
  }
  return made('batch/v1', 'Job', 'jobs', name, { spec: { template: podTemplate(name, image, command, 'Never') }, status: {} });
});

const cronJob = generator(({ flags, args }, name) => {
  const [image, schedule] = [flags.text('image'), flags.text('schedule')];
  if (image === '') fail('--image must be specified');
  if (schedule === '') fail('--schedule must be specified');
  const template = podTemplate(name, image, args.slice(1), flags.text('restart') || 'OnFailure');
  return made('batch/v1', 'CronJob', 'cronjobs', name, { spec: { jobTemplate: { metadata: { name }, spec: { template } }, schedule }, status: {} });
});

const portOf = (text: string): object => ({ port: /^\d+$/.test(text) ? { number: Number(text) } : { name: text } });

// Models create_ingress.go: host/path=service:port[,tls[=secret]].
const RULE = /^([\w*\-.]*)(\/.*)=([\w-]+):([\w-]+)(?:,tls=?[\w-]*)?/;

const ingress = generator(({ flags }, name) => {
  const rules = flags.list('rule');
  const fallback = flags.text('default-backend');
  if (rules.length === 0 && fallback === '')
    fail(
      'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
    );
  for (const rule of rules) if (!RULE.test(rule)) fail(`rule ${rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  for (const pair of flags.list('annotation')) if (!pair.includes('=')) fail(`annotation ${pair} is invalid and should be in format key=[value]`);
  const hosts = new Map<string, object[]>();
  const tls: { readonly hosts: string[]; readonly secretName: string }[] = [];
  const secured = new Set<string>();
  for (const rule of rules) {
    const [plain = '', secure, ...more] = rule.split(',');
    const [, host = '', path = '', service = '', port = ''] = RULE.exec(plain) as RegExpExecArray;
    const pathType = path.endsWith('*') ? 'Prefix' : 'Exact';
    const paths = hosts.get(host) ?? [];
    paths.push({ backend: { service: { name: service, ...portOf(port) } }, path: path.replace(/\*$/, ''), pathType });
    hosts.set(host, paths);
    // Models buildTLSRules: a host has the first secret that a rule names for it.
    if (secure === undefined || more.length > 0 || secured.has(host)) continue;
    secured.add(host);
    const secretName = secure.split('=')[1] ?? '';
    const same = tls.find((one) => one.secretName === secretName);
    if (same) same.hosts.push(host);
    else if (host || secretName) tls.push({ hosts: host ? [host] : [], secretName });
  }
  const annotations = Object.fromEntries(flags.list('annotation').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
  const [service = '', port] = fallback.split(':');
  if (fallback !== '' && !port) fail('default-backend should be in format servicename:serviceport');
  const spec = {
    ...(flags.text('class') ? { ingressClassName: flags.text('class') } : {}),
    ...(fallback ? { defaultBackend: { service: { name: service, ...portOf(port as string) } } } : {}),
    ...(tls.length > 0
      ? { tls: tls.map(({ hosts: of, secretName }) => ({ ...(of.length > 0 ? { hosts: of } : {}), ...(secretName ? { secretName } : {}) })) }
      : {}),
    ...(hosts.size > 0 ? { rules: [...hosts].map(([host, paths]) => ({ ...(host ? { host } : {}), http: { paths } })) } : {}),
  };
  const status = { loadBalancer: {} };
  return made('networking.k8s.io/v1', 'Ingress', 'ingresses', name, { spec, status }, Object.keys(annotations).length > 0 ? { annotations } : {});
});

const numberOrPercent = (text: string): Json => (/^\d+$/.test(text) ? Number(text) : text);

const EXPRESSIONS: { readonly [operator: string]: string } = { in: 'In', notin: 'NotIn', exists: 'Exists', '!': 'DoesNotExist' };

/** Models apimachinery pkg/apis/meta/v1 helpers.go ParseToLabelSelector (v0.37.1). */
function labelSelectorOf(text: string): JsonObject {
  const parsed = parseLabelSelector(text);
  if (!parsed.ok) return fail(`couldn't parse the selector string ${JSON.stringify(text)}: ${parsed.error}`);
  const matchLabels: { [key: string]: string } = {};
  const matchExpressions: JsonObject[] = [];
  for (const { key, operator, values } of parsed.requirements.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    const word = EXPRESSIONS[operator];
    if (operator === '=' || operator === '==') matchLabels[key] = values[0] ?? '';
    else if (word) matchExpressions.push({ key, operator: word, ...(values.length > 0 ? { values: [...values] } : {}) });
    else fail(`"${operator}" ${operator === '!=' ? 'is not a valid label selector operator' : "isn't supported in label selectors"}`);
  }
  return { ...(matchExpressions.length > 0 ? { matchExpressions } : {}), ...(Object.keys(matchLabels).length > 0 ? { matchLabels } : {}) };
}

const disruptionBudget = generator(({ flags }, name) => {
  const [selector, min, max] = [flags.text('selector'), flags.text('min-available'), flags.text('max-unavailable')];
  if (selector === '') fail('a selector must be specified');
  if (min === '' && max === '') fail('one of min-available or max-unavailable must be specified');
  if (min !== '' && max !== '') fail('min-available and max-unavailable cannot be both specified');
  for (const [flag, value] of [
    ['min-available', min],
    ['max-unavailable', max],
  ] as const)
    if (value !== '' && !/^\d+%?$/.test(value)) fail(`invalid format specified for ${flag}`);
  const spec = {
    ...(max ? { maxUnavailable: numberOrPercent(max) } : { minAvailable: numberOrPercent(min) }),
    selector: labelSelectorOf(selector),
  };
  const status = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
  return made('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', name, { spec, status });
});

const quota = generator(({ flags }, name) => {
  const hard = Object.fromEntries(
    (flags.text('hard') === '' ? [] : flags.text('hard').split(',')).map((pair) => {
      const parts = pair.split('=');
      if (parts.length !== 2) fail(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
      const read = canonicalQuantity(parts[1] as string);
      return [parts[0] as string, 'quantity' in read ? read.quantity : fail(read.error)];
    }),
  );
  const scopes = flags.text('scopes') === '' ? [] : flags.text('scopes').split(',');
  const spec = { ...(Object.keys(hard).length > 0 ? { hard } : {}), ...(scopes.length > 0 ? { scopes } : {}) };
  return made('v1', 'ResourceQuota', 'resourcequotas', name, { spec, status: {} });
});

const priorityClass = generator(({ flags }, name) => ({
  ...made('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', name, {
    ...(flags.text('description') ? { description: flags.text('description') } : {}),
    ...(flags.on('global-default') ? { globalDefault: true } : {}),
    preemptionPolicy: flags.text('preemption-policy'),
    value: flags.integer('value'),
  }),
}));

const dockerRegistry = generator((context, name) => {
  const { flags, process } = context;
  const files = flags.list('from-file');
  const [username, password, email, server] = ['docker-username', 'docker-password', 'docker-email', 'docker-server'].map((flag) => flags.text(flag));
  if (files.length === 0 && (!username || !password || !server))
    fail('either --from-file or the combination of --docker-username, --docker-password and --docker-server is required');
  const [file] = files;
  const path = file?.slice(file.indexOf('=') + 1) ?? '';
  const config = file
    ? (process.files.read(path) ?? fail(`error reading ${path}: no such file or directory`))
    : goJSON({
        auths: {
          [server as string]: {
            username: username as string,
            password: password as string,
            ...(email ? { email } : {}),
            auth: encodeBase64(`${username}:${password}`),
          },
        },
      });
  const rest = { data: { '.dockerconfigjson': encodeBase64(config) }, type: 'kubernetes.io/dockerconfigjson' };
  return { ...made('v1', 'Secret', 'secrets', hashedName(context, 'Secret', name, rest), rest), failed: 'failed to create secret' };
});

const PEM = /-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/;

const tls = generator((context, name) => {
  const { flags, process } = context;
  const [cert, key] = [flags.text('cert'), flags.text('key')];
  if (cert === '' || key === '') fail('key and cert must be specified');
  const read = (path: string): string => process.files.read(path) ?? fail(`Cannot read file ${path}, open ${path}: no such file or directory`);
  const [certificate, secret] = [read(cert), read(key)];
  if (!PEM.test(certificate)) fail('tls: failed to find any PEM data in certificate input');
  if (!PEM.test(secret)) fail('tls: failed to find any PEM data in key input');
  const rest = { data: { 'tls.crt': encodeBase64(certificate), 'tls.key': encodeBase64(secret) }, type: 'kubernetes.io/tls' };
  return { ...made('v1', 'Secret', 'secrets', hashedName(context, 'Secret', name, rest), rest), failed: 'failed to create secret' };
});

/** Generators beside those of `create.ts`, by their paths. */
export const MORE_GENERATORS: { readonly [path: string]: Verb } = {
  'create clusterrole': clusterRole,
  'create clusterrolebinding': binding('ClusterRoleBinding'),
  'create cronjob': cronJob,
  'create ingress': ingress,
  'create job': job,
  'create poddisruptionbudget': disruptionBudget,
  'create priorityclass': priorityClass,
  'create quota': quota,
  'create role': role,
  'create rolebinding': binding('RoleBinding'),
  'create secret docker-registry': dockerRegistry,
  'create secret tls': tls,
  'create token': createToken,
};
