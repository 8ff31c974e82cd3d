import { API_RESOURCES, fieldAt, hasSchema, KUBECTL_COMMANDS, structOf, type APIResource, type ClusterState, type CommandNode } from '../engine/index.ts';
import { labelKeys, labelValues } from './cluster-values.ts';
import type { CommandCandidate } from './complete-command.ts';

// Models kubectl pkg/cmd/util completion (v0.37.1): which kinds and names follow which command (asked with `kubectl __complete`).

/** What stands before the word being typed, as cobra reads it. */
interface Read {
  readonly node: CommandNode;
  readonly args: readonly string[];
  /** Values of flags by long name. */
  readonly flags: ReadonlyMap<string, string>;
  /** The flag whose value is being typed. */
  readonly wanting: string | undefined;
  readonly dash: boolean;
}

type Maker = (kind: CommandCandidate['kind'], texts: readonly string[], space?: boolean) => readonly CommandCandidate[];

export interface KubectlPlace {
  readonly cluster: ClusterState;
  readonly namespace: string;
  readonly make: Maker;
  readonly files: (typed: string) => readonly CommandCandidate[];
  /** Completes a command of the Pod behind `exec … --`. */
  readonly within: (
    pod: { readonly namespace: string; readonly pod: string; readonly container?: string },
    words: readonly string[],
  ) => readonly CommandCandidate[];
}

function read(words: readonly string[]): Read {
  let node = KUBECTL_COMMANDS;
  const args: string[] = [];
  const flags = new Map<string, string>();
  let dash = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (dash || !word.startsWith('-') || word === '-') {
      const child = args.length === 0 && !dash ? node.children.find(({ name, aliases }) => name === word || aliases.includes(word)) : undefined;
      if (child) node = child;
      else args.push(word);
      continue;
    }
    if (word === '--') {
      dash = true;
      continue;
    }
    const equals = word.indexOf('=');
    const known = [...node.flags().values()];
    const flag = word.startsWith('--')
      ? known.find(({ name }) => name === word.slice(2, equals < 0 ? undefined : equals))
      : known.find(({ short }) => short === word.at(equals < 0 ? -1 : equals - 1));
    if (!flag) continue;
    if (equals >= 0) flags.set(flag.name, word.slice(equals + 1));
    else if (flag.bare) flags.set(flag.name, flag.bare);
    else if (at === words.length - 1) return { node, args, flags, wanting: flag.name, dash };
    else flags.set(flag.name, words[++at] as string);
  }
  return { node, args, flags, wanting: undefined, dash };
}

const qualified = ({ name, group }: APIResource): string => (group ? `${name}.${group}` : name);

function resourceOf(typed: string): APIResource | undefined {
  const word = typed.toLowerCase();
  return API_RESOURCES.find(
    (one) =>
      one.name === word ||
      one.singularName === word ||
      one.shortNames.includes(word) ||
      `${one.name}.${one.group}` === word ||
      `${one.singularName}.${one.group}` === word,
  );
}

/** Commands whose first argument is any kind, and whose next ones are names of it. */
const ANY_KIND = new Set(['get', 'describe', 'delete', 'edit', 'label', 'annotate', 'patch', 'debug', 'wait', 'auth can-i']);
/** Commands that take some kinds only, in the words kubectl offers. */
const SOME_KINDS: { readonly [path: string]: string } = {
  expose: 'pod service replicationcontroller deployment replicaset',
  scale: 'deployment replicaset replicationcontroller statefulset',
  'set image': 'daemonsets deployments pods cronjobs replicasets replicationcontrollers statefulsets',
  'set env': 'daemonsets deployments pods cronjobs replicasets replicationcontrollers statefulsets',
  'set resources': 'daemonsets deployments pods cronjobs replicasets replicationcontrollers statefulsets',
  'set selector': 'services',
  taint: 'node',
};
const ROLLOUT_KINDS = 'deployment daemonset statefulset';
/** Commands about one Pod, or about what owns Pods. */
const OF_A_POD = new Set(['logs', 'exec', 'attach', 'port-forward']);
const POD_OWNERS = ['daemonsets', 'deployments', 'pods', 'jobs', 'replicasets', 'replicationcontrollers', 'services', 'statefulsets'];
const NODE_NAMES = new Set(['cordon', 'uncordon', 'drain', 'top node']);

const PRINTERS = 'json yaml kyaml name go-template go-template-file template templatefile jsonpath jsonpath-as-json jsonpath-file'.split(' ');
/** Values that a flag takes, whatever the command. */
const FLAG_VALUES: { readonly [flag: string]: string } = {
  'dry-run': 'none server client',
  cascade: 'background orphan foreground',
  restart: 'Always OnFailure Never',
  context: 'minato',
  cluster: 'minato',
  'image-pull-policy': 'Always IfNotPresent Never',
  protocol: 'TCP UDP SCTP',
  'session-affinity': 'None ClientIP',
  for: 'condition=Ready condition=Available delete create jsonpath=',
};
/** Values that a flag of one command takes. */
const OWN_FLAG_VALUES: { readonly [flag: string]: string } = {
  'expose type': 'ClusterIP NodePort LoadBalancer ExternalName',
  'patch type': 'json merge strategic',
  'explain output': 'plaintext plaintext-openapiv2',
  'version output': 'json yaml',
  'config view output': PRINTERS.join(' '),
  'config get-contexts output': 'name',
  'api-resources output': 'json yaml name wide',
  'events types': 'Normal Warning',
};

/** Names of the objects of a resource. */
function namesOf({ cluster, namespace }: KubectlPlace, resource: APIResource | undefined, within = namespace): readonly string[] {
  if (!resource) return [];
  const tables = cluster.tables as { readonly [table: string]: { readonly [namespace: string]: { readonly [name: string]: unknown } } | undefined };
  return Object.keys(tables[resource.name]?.[resource.namespaced ? within : ''] ?? {}).sort();
}

/** What fits as the last of the words after `kubectl`. */
export function completeKubectl(words: readonly string[], place: KubectlPlace): readonly CommandCandidate[] {
  const typed = words.at(-1) ?? '';
  const { node, args, flags, wanting, dash } = read(words.slice(0, -1));
  const { make } = place;
  const namespace = flags.get('namespace') ?? place.namespace;
  const here = { ...place, namespace };
  if (dash) {
    const [pod = ''] = args;
    return node.path === 'exec'
      ? place.within({ namespace, pod: pod.replace(/^pods?\//, ''), ...(flags.has('container') ? { container: flags.get('container') ?? '' } : {}) }, [
          ...args.slice(1),
          typed,
        ])
      : [];
  }
  if (wanting !== undefined) return valuesOf(here, node, wanting, typed, args);
  const equals = /^--([\w-]+)=(.*)$/s.exec(typed);
  if (equals) return valuesOf(here, node, equals[1] ?? '', equals[2] ?? '', args).map((one) => ({ ...one, text: `--${equals[1]}=${one.text}` }));
  if (typed.startsWith('-')) {
    const known = [...node.flags().values()].filter(({ name, deprecated }) => !deprecated && !(flags.has(name) && name !== 'filename'));
    return make('flag', known.flatMap(({ name, short }) => (short && !typed.startsWith('--') ? [`--${name}`, `-${short}`] : [`--${name}`])).sort());
  }
  const required =
    typed === ''
      ? make(
          'flag',
          [...node.flags().values()].filter((flag) => flag.required && !flags.has(flag.name)).map(({ name }) => `--${name}`),
        )
      : [];
  const children = args.length === 0 ? node.children.filter(({ name }) => name !== 'alpha').map(({ name }) => name) : [];
  return [
    ...required,
    ...(children.length > 0 ? make('verb', node === KUBECTL_COMMANDS ? [...children, 'help'].sort() : children.sort()) : argumentsOf(here, node, args, typed)),
  ];
}

function argumentsOf(place: KubectlPlace, { path }: CommandNode, args: readonly string[], typed: string): readonly CommandCandidate[] {
  const { make, cluster } = place;
  const slash = typed.indexOf('/');
  const known = SOME_KINDS[path] ?? (path.startsWith('rollout ') ? ROLLOUT_KINDS : undefined);
  if (slash > 0 && (known !== undefined || ANY_KIND.has(path) || OF_A_POD.has(path))) {
    const kind = typed.slice(0, slash);
    return make(
      'object',
      namesOf(place, resourceOf(kind)).map((name) => `${kind}/${name}`),
    );
  }
  if (OF_A_POD.has(path)) {
    if (args.length > 0) return path === 'port-forward' ? make('value', portsOf(place, args[0] ?? '')) : [];
    return [
      ...make('object', namesOf(place, resourceOf('pods'))),
      ...make(
        'resource',
        POD_OWNERS.map((kind) => `${kind}/`),
        false,
      ),
    ];
  }
  if (NODE_NAMES.has(path))
    return make(
      'object',
      namesOf(place, resourceOf('nodes')).filter((name) => !args.includes(name)),
    );
  if (path === 'top pod') return make('object', namesOf(place, resourceOf('pods')));
  if (path === 'config use-context') return args.length === 0 ? make('value', ['minato']) : [];
  if (path === 'explain') return explained(place, typed);
  if (known === undefined && !ANY_KIND.has(path)) return [];
  const first = path === 'auth can-i' ? 1 : 0;
  if (args.length === first) {
    const comma = typed.lastIndexOf(',') + 1;
    const kinds =
      known?.split(' ') ??
      API_RESOURCES.filter(({ verbs }) => verbs.includes('get'))
        .map(qualified)
        .sort();
    return make(
      'resource',
      [...new Set(kinds)].map((kind) => typed.slice(0, comma) + kind),
    );
  }
  if (args.length < first) return make('value', 'create delete get list patch update watch'.split(' '));
  const resource = resourceOf(args[first] ?? '');
  const label = path === 'label' && args.length > 1 ? labelKeys(cluster, place.namespace).map((key) => `${key}=`) : [];
  return [
    ...make(
      'object',
      namesOf(place, resource).filter((name) => !args.includes(name)),
    ),
    ...make('label', label, false),
  ];
}

/** `explain service.spec.ports`: fields below what is typed. */
function explained({ make }: KubectlPlace, typed: string): readonly CommandCandidate[] {
  const steps = typed.split('.');
  if (steps.length === 1) return make('resource', [...new Set(API_RESOURCES.map(({ name }) => name))].sort());
  const [kind = '', ...path] = steps.slice(0, -1);
  const resource = resourceOf(kind);
  if (!resource || !hasSchema(resource.kind)) return [];
  let type = path.length > 0 ? fieldAt(resource.kind, path)?.field.type : undefined;
  while (type && (type.kind === 'list' || type.kind === 'map')) type = type.of;
  const struct = path.length === 0 ? structOf(resource.kind) : type?.kind === 'struct' ? structOf(type.name) : undefined;
  return make(
    'value',
    [...(struct?.fields.values() ?? [])].map(({ name }) => [kind, ...path, name].join('.')),
  );
}

/** Ports of what `port-forward` is given, each as `port:`. */
function portsOf({ cluster, namespace }: KubectlPlace, target: string): readonly string[] {
  const [kind = '', name = ''] = target.includes('/') ? target.split('/') : ['pods', target];
  if (resourceOf(kind)?.name === 'services') return (cluster.tables.services?.[namespace]?.[name]?.spec.ports ?? []).map(({ port }) => String(port));
  const pod = cluster.tables.pods?.[namespace]?.[name];
  return (pod?.spec.containers ?? []).flatMap(({ ports = [] }) => ports.map(({ containerPort }) => String(containerPort)));
}

function valuesOf(place: KubectlPlace, node: CommandNode, flag: string, typed: string, args: readonly string[]): readonly CommandCandidate[] {
  const { make, cluster, namespace } = place;
  const own = OWN_FLAG_VALUES[`${node.path} ${flag}`] ?? FLAG_VALUES[flag];
  if (own !== undefined) return make('value', own.split(' '));
  switch (flag) {
    case 'output':
      return make('value', ['get', 'events'].includes(node.path) ? [...PRINTERS, 'custom-columns', 'custom-columns-file', 'wide'] : PRINTERS);
    case 'namespace':
      return make('namespace', namesOf(place, resourceOf('namespaces')));
    case 'filename':
    case 'patch-file':
    case 'from-file':
    case 'from-env-file':
      return place.files(typed);
    case 'container': {
      const [pod = ''] = args;
      const { containers = [], initContainers = [] } = cluster.tables.pods?.[namespace]?.[pod.replace(/^pods?\//, '')]?.spec ?? {};
      return make(
        'container',
        [...initContainers, ...containers].map(({ name }) => name),
      );
    }
    case 'image':
      return make(
        'value',
        [...new Set(Object.values(cluster.tables.pods?.[namespace] ?? {}).flatMap(({ spec }) => spec.containers.map(({ image }) => image ?? '')))].sort(),
      );
    case 'selector': {
      const [, key] = /(?:^|,)([^=,!]+)=+[^,=]*$/.exec(typed) ?? [];
      const comma = typed.lastIndexOf(',') + 1;
      if (key === undefined)
        return make(
          'label',
          labelKeys(cluster, namespace).map((one) => `${typed.slice(0, comma)}${one}=`),
          false,
        );
      return make(
        'label',
        labelValues(cluster, namespace, key).map((value) => `${typed.slice(0, typed.lastIndexOf('=') + 1)}${value}`),
      );
    }
    default:
      return [];
  }
}
