// Models kubectl pkg/cmd/apiresources, pkg/cmd/version, pkg/cmd/clusterinfo and pkg/cmd/auth (v0.37.1).
import { API_RESOURCES, type APIResource } from '../../api/api-resources.ts';
import type { Service } from '../../api/core-v1.ts';
import type { Json, KubernetesObject } from '../../api/kubernetes-object.ts';
import { releaseOf } from '../../api/version-differences.ts';
import { formatTime } from '../../clock/instant.ts';
import { type Context, failUsage, notSimulated, warn } from './command.ts';
import { fail } from './failure.ts';
import { indented } from './go-value.ts';
import { printerFor } from './print.ts';
import { findResource } from './resource-builder.ts';
import { groupResource } from './rest.ts';
import { alignTable } from './tabwriter.ts';
import { toYAML } from './yaml-text.ts';

/** `kubectl api-resources`. */
export function apiResources(context: Context): number {
  const { args, flags, process } = context;
  if (args.length > 0) failUsage(context, `unexpected arguments: [${args.join(' ')}]`);
  const sortBy = flags.text('sort-by');
  const output = flags.text('output');
  if (!['', 'wide', 'name'].includes(output))
    return output === 'json' || output === 'yaml'
      ? notSimulated(context, `the output format ${output} of api-resources`)
      : fail(`unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: json,name,wide,yaml`);
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

const GIT_VERSION = 'v1.37.1';
const KUSTOMIZE = 'v5.8.1';

/** `kubectl version`. */
export function version(context: Context): number {
  const { args, flags, process } = context;
  if (args.length > 0) fail(`extra arguments: [${args.join(' ')}]`);
  const output = flags.text('output');
  if (!['', 'yaml', 'json'].includes(output)) fail(`--output must be 'yaml' or 'json'`);
  const number = { major: '1', minor: '37' };
  const build = {
    gitVersion: GIT_VERSION,
    gitCommit: '$Format:%H$',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: 'go1.26.8',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
  const minor = Number(process.draft.config.version.slice(2));
  const serverVersion = releaseOf(process.draft.config.version);
  const server = {
    major: '1',
    minor: `${minor}`,
    emulationMajor: '1',
    emulationMinor: `${minor}`,
    minCompatibilityMajor: '1',
    minCompatibilityMinor: `${minor - 1}`,
    ...build,
    gitVersion: serverVersion,
  };
  const all: Json = { clientVersion: { ...number, ...build }, kustomizeVersion: KUSTOMIZE, ...(flags.on('client') ? {} : { serverVersion: server }) };
  if (output === '')
    process.out(`Client Version: ${GIT_VERSION}\nKustomize Version: ${KUSTOMIZE}\n${flags.on('client') ? '' : `Server Version: ${serverVersion}\n`}`);
  else process.out(output === 'yaml' ? `${toYAML(all)}\n` : `${indented(all).replaceAll('    ', '  ')}\n`);
  if (!flags.on('client') && Math.abs(minor - Number(number.minor)) > 1)
    warn(context, `version difference between client (1.${number.minor}) and server (1.${minor}) exceeds the supported minor version skew of +/-1`);
  return 0;
}

/** The API server's address as the operator's kubeconfig has it. */
export function serverURL({ process }: Context): string {
  const { ips, port } = process.draft.config.controlPlane;
  const ip = ips[0] ?? '';
  return `https://${ip.includes(':') ? `[${ip}]` : ip}:${port}`;
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

/** `kubectl auth can-i`: the operator may do everything. */
export function canI(context: Context): number {
  const { args, flags, process } = context;
  if (flags.on('list')) return args.length > 0 ? fail('list option must be specified with no arguments') : notSimulated(context, 'the flag --list');
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
  if (!flags.on('quiet')) process.out('yes\n');
  return 0;
}

/** `kubectl auth whoami`. */
export function whoAmI(context: Context): number {
  const printer = printerFor(context);
  const review = {
    kind: 'SelfSubjectReview',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { creationTimestamp: formatTime(context.process.draft.now) },
    status: { userInfo: { username: 'kubernetes-admin', uid: 'operator', groups: ['system:masters', 'system:authenticated'] } },
  };
  context.process.out(
    printer
      ? printer(review as unknown as KubernetesObject)
      : alignTable('ATTRIBUTE\tVALUE\nUsername\tkubernetes-admin\nUID\toperator\nGroups\t[system:masters system:authenticated]\n'),
  );
  return 0;
}
