// Models kubectl pkg/cmd/apiresources, pkg/cmd/version, pkg/cmd/clusterinfo and pkg/cmd/auth (v0.37.1).
import { API_RESOURCES, type APIResource } from '../../api/api-resources.ts';
import type { Service } from '../../api/core-v1.ts';
import type { Json, KubernetesObject } from '../../api/kubernetes-object.ts';
import { BUILD, serverVersion } from '../../api/server-version.ts';
import { formatTime } from '../../clock/instant.ts';
import { type Context, failUsage, warn } from './command.ts';
import { fail, failStatus } from './failure.ts';
import { indented } from './go-value.ts';
import { toKYAML } from './kyaml-text.ts';
import { serverURL } from './kubeconfig.ts';
import { printerFor } from './print.ts';
import { FURTHER_TEXTS_PART } from './reference-parts.ts';
import { findResource } from './resource-builder.ts';
import { groupResource, mayNothing } from './rest.ts';
import { alignTable } from './tabwriter.ts';
import { toYAML } from './yaml-text.ts';

/** `kubectl api-resources`. */
export function apiResources(context: Context): number {
  const { args, flags, process } = context;
  if (args.length > 0) failUsage(context, `unexpected arguments: [${args.join(' ')}]`);
  const sortBy = flags.text('sort-by');
  const output = flags.text('output');
  if (!['', 'wide', 'name', 'json', 'yaml', 'kyaml'].includes(output))
    fail(`unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: json,kyaml,name,wide,yaml`);
  if (!['', 'name', 'kind'].includes(sortBy)) fail('--sort-by accepts only name or kind');
  const wanted = (resource: APIResource): boolean =>
    (!flags.changed('api-group') || resource.group === flags.text('api-group')) &&
    (!flags.changed('namespaced') || resource.namespaced === flags.on('namespaced')) &&
    flags.list('verbs').every((verb) => resource.verbs.includes(verb)) &&
    flags.list('categories').every((category) => resource.categories.includes(category));
  const key = ({ group, name, kind }: APIResource): string => (sortBy === 'name' ? name : sortBy === 'kind' ? kind : `${group}\n${name}`);
  const rows = API_RESOURCES.filter(wanted).sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  if (output === 'name') {
    for (const resource of rows) process.out(`${groupResource(resource)}\n`);
    return 0;
  }
  if (output !== '' && output !== 'wide') {
    const resources = rows.map(({ name, singularName, namespaced, kind, group, version: of, verbs, shortNames, categories }) => ({
      name,
      singularName,
      namespaced,
      ...(group ? { group } : {}),
      ...(of ? { version: of } : {}),
      kind,
      verbs,
      ...(shortNames.length > 0 ? { shortNames } : {}),
      ...(categories.length > 0 ? { categories } : {}),
    }));
    const list = { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: '', resources } as unknown as Json;
    process.out(output === 'json' ? `${indented(list)}\n` : output === 'yaml' ? toYAML(list) : toKYAML(list));
    return 0;
  }
  const wide = output === 'wide';
  const lines = rows.map(({ name, shortNames, apiVersion, namespaced, kind, verbs, categories }) =>
    [name, shortNames.join(','), apiVersion, namespaced, kind, ...(wide ? [verbs.join(','), categories.join(',')] : [])].join('\t'),
  );
  const header = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])].join('\t');
  process.out(alignTable([...(flags.on('no-headers') ? [] : [header]), ...lines].map((line) => `${line}\n`).join('')));
  return 0;
}

/** `kubectl api-versions`. */
export function apiVersions(context: Context): number {
  if (context.args.length > 0) failUsage(context, `unexpected arguments: [${context.args.join(' ')}]`);
  for (const version of [...new Set([...API_RESOURCES.map(({ apiVersion }) => apiVersion), 'autoscaling/v1'])].sort()) context.process.out(`${version}\n`);
  return 0;
}

const KUSTOMIZE = 'v5.8.1';

/** `kubectl version`. */
export function version(context: Context): number {
  const { args, flags, process } = context;
  if (args.length > 0) fail(`extra arguments: [${args.join(' ')}]`);
  const output = flags.text('output');
  if (!['', 'yaml', 'json'].includes(output)) fail(`--output must be 'yaml' or 'json'`);
  const number = { major: '1', minor: '37' };
  const minor = Number(process.draft.config.version.slice(2));
  const server = serverVersion(process.draft.config.version);
  const all: Json = { clientVersion: { ...number, ...BUILD }, kustomizeVersion: KUSTOMIZE, ...(flags.on('client') ? {} : { serverVersion: server }) };
  if (output === '')
    process.out(
      `Client Version: ${BUILD.gitVersion}\nKustomize Version: ${KUSTOMIZE}\n${flags.on('client') ? '' : `Server Version: ${String(server['gitVersion'])}\n`}`,
    );
  else process.out(output === 'yaml' ? `${toYAML(all)}\n` : `${indented(all).replaceAll('    ', '  ')}\n`);
  if (!flags.on('client') && Math.abs(minor - Number(number.minor)) > 1)
    warn(context, `version difference between client (1.${number.minor}) and server (1.${minor}) exceeds the supported minor version skew of +/-1`);
  return 0;
}

/** `kubectl cluster-info`. */
export function clusterInfo(context: Context): number {
  const { process, flags } = context;
  const host = serverURL(context);
  const show = (name: string, link: string): void => process.out(`${name} is running at ${link}\n`);
  show('Kubernetes control plane', host);
  const services: Service[] = process.draft
    .list('services', flags.text('namespace') || 'kube-system')
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/cluster-service'] === 'true');
  for (const { metadata, spec, status } of services) {
    const [ingress] = status?.loadBalancer?.ingress ?? [];
    const [port] = spec.ports ?? [];
    const scheme = port && (port.name === 'https' || port.port === 443) ? 'https:' : '';
    const name = port && (scheme || port.name) ? `${scheme}${metadata.name}:${port.name ?? ''}` : metadata.name;
    const link = ingress
      ? (spec.ports ?? []).map((one) => `http://${ingress.ip ?? ingress.hostname ?? ''}:${one.port} `).join('')
      : `${host}/api/v1/namespaces/${metadata.namespace ?? ''}/services/${name}/proxy`;
    show(metadata.labels?.['kubernetes.io/name'] || metadata.name, link);
  }
  process.out("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
  return 0;
}

const VERBS = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'use',
  'bind',
  'impersonate',
  'attest',
  'sign',
  '*',
  'approve',
  'escalate',
];

// Models plugin/pkg/auth/authorizer/rbac/bootstrappolicy: system:discovery and system:public-info-viewer (v1.37.1).
const PUBLIC_PATHS = /^\/(api|apis|openapi|healthz|livez|readyz|version)(\/|$)/;

/** Who is not known may not even ask: only `system:authenticated` may. Models bootstrappolicy's system:basic-user (v1.37.1). */
function refuseStrangers({ flags }: Context, resource: string, group: string): void {
  const user = flags.text('as');
  if (user !== 'system:anonymous') return;
  const message = `${resource}.${group} is forbidden: User ${JSON.stringify(user)} cannot create resource ${JSON.stringify(resource)} in API group ${JSON.stringify(group)} at the cluster scope`;
  failStatus({ code: 403, reason: 'Forbidden', message });
}

/** `kubectl auth can-i --list`: what the operator, or somebody who is nobody, may do. */
function listRules(context: Context): number {
  const { flags, process } = context;
  refuseStrangers(context, 'selfsubjectrulesreviews', 'authorization.k8s.io');
  const nobody = mayNothing(context);
  const reviews = ['selfsubjectreviews.authentication.k8s.io', 'selfsubjectaccessreviews.authorization.k8s.io', 'selfsubjectrulesreviews.authorization.k8s.io'];
  // What both system:discovery and system:public-info-viewer allow is told twice.
  const twice = ['/healthz', '/livez', '/readyz', '/version/', '/version'];
  const paths = ['/api/*', '/api', '/apis/*', '/apis', '/healthz', '/livez', '/openapi/*', '/openapi', '/readyz', '/version/', '/version'].flatMap((path) =>
    twice.includes(path) ? [path, path] : [path],
  );
  const rows = [
    ...(nobody ? [] : ['*.*\t[]\t[]\t[*]', '\t[*]\t[]\t[*]']),
    ...reviews.map((name) => `${name}\t[]\t[]\t[create]`),
    ...paths.map((path) => `\t[${path}]\t[]\t[get]`),
  ];
  process.out(
    alignTable([...(flags.on('no-headers') ? [] : ['Resources\tNon-Resource URLs\tResource Names\tVerbs']), ...rows].map((row) => `${row}\n`).join('')),
  );
  return 0;
}

/** `kubectl auth can-i`: the operator may do everything. */
export function canI(context: Context): number {
  const { args, flags, process } = context;
  if (flags.on('list')) return args.length > 0 ? fail('list option must be specified with no arguments') : listRules(context);
  const [verb = '', what = ''] = args;
  if (args.length !== 2)
    fail("you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.");
  if (!what.startsWith('/') && what !== '*') {
    const word = what.split('/')[0] as string;
    const resource = findResource(word);
    const dot = word.indexOf('.');
    if (!resource)
      warn(
        context,
        dot < 0
          ? `the server doesn't have a resource type '${word}'\n`
          : `the server doesn't have a resource type '${word.slice(0, dot)}' in group '${word.slice(dot + 1)}'\n`,
      );
    else if (!resource.namespaced && !flags.on('all-namespaces'))
      warn(context, `resource '${resource.name}' is not namespace scoped${resource.group ? ` in group '${resource.group}'` : ''}\n`);
    if (!VERBS.includes(verb)) warn(context, `verb '${verb}' is not a known verb\n`);
  }
  if (flags.on('no-headers')) fail('--no-headers cannot be set without --list specified');
  refuseStrangers(context, 'selfsubjectaccessreviews', 'authorization.k8s.io');
  const allowed = !mayNothing(context) || (verb === 'get' && PUBLIC_PATHS.test(what));
  if (!flags.on('quiet')) process.out(allowed ? 'yes\n' : 'no\n');
  return allowed ? 0 : 1;
}

/** `kubectl completion`. */
export function completion(context: Context): number {
  const { args } = context;
  if (args.length === 0) failUsage(context, 'Shell not specified.');
  if (args.length > 1) failUsage(context, 'Too many arguments. Expected only the shell type.');
  const shell = args[0] as string;
  if (!['bash', 'zsh', 'fish', 'powershell'].includes(shell)) failUsage(context, `Unsupported shell type ${JSON.stringify(shell)}.`);
  context.process.out(FURTHER_TEXTS_PART.content.COMPLETION_SCRIPTS[shell] ?? '');
  return 0;
}

/** `kubectl auth whoami`. */
export function whoAmI(context: Context): number {
  const printer = printerFor(context);
  const { flags } = context;
  const as = flags.text('as');
  const account = /^system:serviceaccount:([^:]+):/.exec(as)?.[1];
  const own = account === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${account}`];
  const userInfo: { readonly username: string; readonly uid?: string; readonly groups: readonly string[] } =
    as === ''
      ? { username: 'kubernetes-admin', uid: 'operator', groups: ['system:masters', 'system:authenticated'] }
      : { username: as, groups: [...(flags.list('as-group').length > 0 ? flags.list('as-group') : own), 'system:authenticated'] };
  const review = {
    kind: 'SelfSubjectReview',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { creationTimestamp: formatTime(context.process.draft.now) },
    status: { userInfo },
  };
  const { username, uid = '', groups } = userInfo;
  context.process.out(
    printer
      ? printer(review as unknown as KubernetesObject)
      : alignTable(`ATTRIBUTE\tVALUE\nUsername\t${username}\n${uid ? `UID\t${uid}\n` : ''}Groups\t[${groups.join(' ')}]\n`),
  );
  return 0;
}
