// Models kubectl pkg/cmd/config (v0.37.1).

import type { KubernetesObject } from '../../api/kubernetes-object.ts';
import { type Context, failUsage, notSimulated } from './command.ts';
import { exit, fail, Failure, Failures } from './failure.ts';
import { CONTEXT, type ConfigContext, configOf, FILE, save } from './kubeconfig.ts';
import { printerFor } from './print.ts';
import { helpOf } from './reference-parts.ts';
import { alignTable } from './tabwriter.ts';

/** `kubectl config view`. */
export function configView(context: Context): number {
  if (context.args.length > 0) failUsage(context, `unexpected arguments: [${context.args.join(' ')}]`);
  const { contexts, current, clusters, users, tokens = {} } = configOf(context);
  const chosen = context.flags.text('context') || current;
  const minify = context.flags.on('minify');
  if (minify && !Object.hasOwn(contexts, chosen)) fail(chosen === '' ? 'current-context must exist in order to minify' : `cannot locate context ${chosen}`);
  const wanted = (name: string, field: 'cluster' | 'user'): boolean => !minify || contexts[chosen]?.[field] === name;
  const sortedNames = (names: readonly string[]): string[] => [...names].sort();
  const view = {
    kind: 'Config',
    apiVersion: 'v1',
    clusters: sortedNames(Object.keys(clusters))
      .filter((name) => wanted(name, 'cluster'))
      .map((name) => ({
        name,
        cluster: { server: clusters[name] as string, ...(name === CONTEXT ? { 'certificate-authority': '/etc/kubernetes/pki/ca.crt' } : {}) },
      })),
    users: sortedNames(users)
      .filter((name) => wanted(name, 'user'))
      .map((name) => ({ name, user: tokens[name] === undefined ? {} : { token: context.flags.on('raw') ? tokens[name] : 'REDACTED' } })),
    contexts: sortedNames(Object.keys(contexts))
      .filter((name) => !minify || name === chosen)
      .map((name) => {
        const { cluster, user, namespace } = contexts[name] as ConfigContext;
        return { name, context: { cluster, user, ...(namespace ? { namespace } : {}) } };
      }),
    'current-context': minify ? chosen : current,
  };
  const printer = printerFor(context) ?? exit(notSimulated(context, 'this form of config view'));
  context.process.out(printer(view as unknown as KubernetesObject));
  return 0;
}

/** `kubectl config current-context`. */
export function currentContext(context: Context): number {
  const { current } = configOf(context);
  if (current === '') fail('current-context is not set');
  context.process.out(`${current}\n`);
  return 0;
}

/** `kubectl config get-contexts`. */
export function getContexts(context: Context): number {
  const { args, flags, process } = context;
  const { contexts, current } = configOf(context);
  const output = flags.text('output');
  if (output !== '' && output !== 'name') fail(`--output ${output} is not available in kubectl config get-contexts; resetting to default output format`);
  const names = (args.length > 0 ? args : Object.keys(contexts).sort()).filter((name) => Object.hasOwn(contexts, name));
  const missing = args.filter((name) => !Object.hasOwn(contexts, name));
  if (output === 'name') for (const name of names) process.out(`${name}\n`);
  else {
    const rows = names.map((name) => {
      const { cluster, user, namespace } = contexts[name] as ConfigContext;
      return `${name === current ? '*' : ''}\t${name}\t${cluster}\t${user}\t${namespace}\n`;
    });
    process.out(alignTable([...(flags.on('no-headers') ? [] : ['CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n']), ...rows].join('')));
  }
  if (missing.length > 0) throw new Failures(missing.map((name) => new Failure(`context ${name} not found`)));
  return 0;
}

/** `kubectl config get-clusters`. */
export function getClusters(context: Context): number {
  context.process.out(['NAME', ...Object.keys(configOf(context).clusters).sort()].map((name) => `${name}\n`).join(''));
  return 0;
}

/** `kubectl config get-users`. */
export function getUsers(context: Context): number {
  context.process.out(['NAME', ...[...configOf(context).users].sort()].map((name) => `${name}\n`).join(''));
  return 0;
}

/** Models helpErrorf: the whole help stands before the mistake. */
function oneName(context: Context): string {
  requireCount(context, 1);
  return context.args[0] as string;
}

/** Models kubectl pkg/cmd/config helpErrorf (v0.37.1). */
function requireCount({ args, path, process }: Context, count: number): void {
  if (args.length === count) return;
  process.out(helpOf(path));
  fail(`Unexpected args: [${args.join(' ')}]`);
}

/** `kubectl config use-context`. */
export function useContext(context: Context): number {
  const name = oneName(context);
  const config = configOf(context);
  if (!Object.hasOwn(config.contexts, name)) fail(`no context exists with the name: ${JSON.stringify(name)}`);
  if (name !== config.current) save(context, { ...config, current: name });
  context.process.out(`Switched to context ${JSON.stringify(name)}.\n`);
  return 0;
}

/** `kubectl config set-context`. */
export function setContext(context: Context): number {
  const { args, flags, process } = context;
  const config = configOf(context);
  if (args.length > 1) failUsage(context, `Unexpected args: [${args.join(' ')}]`);
  if (args.length === 0 && !flags.on('current')) fail('you must specify a non-empty context name or --current');
  if (args.length === 1 && flags.on('current')) fail('you cannot specify both a context name and --current');
  const name = args[0] ?? config.current;
  const before = config.contexts[name];
  if (args.length === 0 && name === '') fail('no current context is set');
  const field = (flag: 'cluster' | 'user' | 'namespace'): string => (flags.changed(flag) ? flags.text(flag) : (before?.[flag] ?? ''));
  const after = { cluster: field('cluster'), user: field('user'), namespace: field('namespace') };
  const plain = !process.session.kubeconfig && before && after.cluster === before.cluster && after.user === before.user;
  if (plain) process.session.namespace = after.namespace || 'default';
  else save(context, { ...config, contexts: { ...config.contexts, [name]: after } });
  process.out(`Context ${JSON.stringify(name)} ${before ? 'modified' : 'created'}.\n`);
  return 0;
}

const without = <T>(map: { readonly [name: string]: T }, name: string): { readonly [name: string]: T } =>
  Object.fromEntries(Object.entries(map).filter(([one]) => one !== name));

/** `kubectl config rename-context`. */
export function renameContext(context: Context): number {
  const { args, process } = context;
  if (args.length !== 2) failUsage(context, `Unexpected args: [${args.join(' ')}]`);
  const [from = '', to = ''] = args;
  const config = configOf(context);
  const renamed = config.contexts[from];
  if (!renamed) return fail(`cannot rename the context ${JSON.stringify(from)}, it's not in ${FILE}`);
  if (Object.hasOwn(config.contexts, to))
    fail(`cannot rename the context ${JSON.stringify(from)}, the context ${JSON.stringify(to)} already exists in ${FILE}`);
  save(context, { ...config, current: config.current === from ? to : config.current, contexts: { ...without(config.contexts, from), [to]: renamed } });
  process.out(`Context ${JSON.stringify(from)} renamed to ${JSON.stringify(to)}.\n`);
  return 0;
}

/** `kubectl config delete-context`, `delete-cluster` and `delete-user`. */
export const deleteEntry =
  (what: 'context' | 'cluster' | 'user') =>
  (context: Context): number => {
    const { process } = context;
    const name = oneName(context);
    const config = configOf(context);
    const known = what === 'user' ? config.users : Object.keys(what === 'context' ? config.contexts : config.clusters);
    if (!known.includes(name)) fail(`cannot delete ${what} ${name}, not in ${FILE}`);
    if (what === 'context' && name === config.current)
      process.err('warning: this removed your active context, use "kubectl config use-context" to select a different one\n');
    save(context, {
      ...config,
      ...(what === 'context' ? { contexts: without(config.contexts, name) } : {}),
      ...(what === 'cluster' ? { clusters: without(config.clusters, name) } : {}),
      ...(what === 'user' ? { users: config.users.filter((one) => one !== name) } : {}),
    });
    process.out(`deleted ${what} ${name} from ${FILE}\n`);
    return 0;
  };

/** `kubectl config set-cluster`. */
export function setCluster(context: Context): number {
  const name = oneName(context);
  const config = configOf(context);
  save(context, { ...config, clusters: { ...config.clusters, [name]: context.flags.text('server') || config.clusters[name] || '' } });
  context.process.out(`Cluster ${JSON.stringify(name)} set.\n`);
  return 0;
}

/** `kubectl config set-credentials`. */
export function setCredentials(context: Context): number {
  const name = oneName(context);
  const config = configOf(context);
  const token = context.flags.text('token');
  save(context, { ...config, users: [...new Set([...config.users, name])], ...(token ? { tokens: { ...config.tokens, [name]: token } } : {}) });
  context.process.out(`User ${JSON.stringify(name)} set.\n`);
  return 0;
}

/** The fields that a kubeconfig has. */
const ROOTS = ['kind', 'apiVersion', 'preferences', 'clusters', 'users', 'contexts', 'current-context', 'extensions'];

/** `kubectl config set` and `unset`, for the fields that are kept here. */
export const setProperty =
  (setting: boolean) =>
  (context: Context): number => {
    const { args } = context;
    const [property = '', value = ''] = args;
    requireCount(context, setting ? 2 : 1);
    const config = configOf(context);
    const [root = ''] = property.split('.');
    if (!ROOTS.includes(root)) fail(`unable to parse ${property} after [] at api.Config`);
    const [, server] = /^clusters\.(.+)\.server$/.exec(property) ?? [];
    const [, bearer] = /^users\.(.+)\.token$/.exec(property) ?? [];
    const entry = setting ? undefined : /^(clusters|users)\.([^.]+)$/.exec(property);
    const [, name = '', field = ''] = /^contexts\.(.+)\.(cluster|user|namespace)$/.exec(property) ?? [];
    if (property === 'current-context') save(context, { ...config, current: setting ? value : '' });
    else if (server !== undefined) save(context, { ...config, clusters: { ...config.clusters, [server]: setting ? value : '' } });
    else if (bearer !== undefined)
      save(context, {
        ...config,
        users: [...new Set([...config.users, bearer])],
        tokens: { ...without(config.tokens ?? {}, bearer), ...(setting ? { [bearer]: value } : {}) },
      });
    else if (entry?.[1] === 'clusters') save(context, { ...config, clusters: without(config.clusters, entry[2] as string) });
    else if (entry) save(context, { ...config, users: config.users.filter((one) => one !== entry[2]) });
    else if (name) {
      const before = config.contexts[name] ?? (setting ? { cluster: '', user: '', namespace: '' } : fail(`current map key ${JSON.stringify(name)} is invalid`));
      save(context, { ...config, contexts: { ...config.contexts, [name]: { ...before, [field]: setting ? value : '' } } });
    } else if (!setting && /^contexts\.[^.]+$/.test(property))
      save(context, { ...config, contexts: without(config.contexts, property.slice('contexts.'.length)) });
    else return notSimulated(context, `config ${setting ? 'set' : 'unset'} ${property}`);
    context.process.out(`Property ${JSON.stringify(property)} ${setting ? 'set' : 'unset'}.\n`);
    return 0;
  };
