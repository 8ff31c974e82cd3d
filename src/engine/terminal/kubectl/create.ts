// Models kubectl pkg/cmd/create (v0.37.1): the generators.
import { API_RESOURCES, type APIResource } from '../../api/api-resources.ts';
import { encodeBase64 } from '../../api/base64.ts';
import { goJSON } from '../../api/go-text.ts';
import type { Json, JsonObject, KubernetesObject, Labels } from '../../api/kubernetes-object.ts';
import { sha256 } from '../../api/sha256.ts';
import { drawSuffix } from '../../store/objects.ts';
import { type Context, dryRunOf, failUsage, type Verb } from './command.ts';
import { fail, Failure } from './failure.ts';
import { sorted } from './go-value.ts';
import { LAST_APPLIED } from './last-applied.ts';
import { validationOf } from './manifest-files.ts';
import { resultPrinter } from './print.ts';
import { postObject } from './rest.ts';

/** A resource by its plural name and group. */
export function knownResource(name: string, group = ''): APIResource {
  return API_RESOURCES.find((one) => one.name === name && one.group === group) as APIResource;
}

/** An object with the annotation that `apply` needs, where `--save-config` asks for it. Its keys are in the order of its Go type. */
export function saveConfig({ flags }: Context, object: KubernetesObject): KubernetesObject {
  if (!flags.on('save-config')) return object;
  const { apiVersion, kind, ...rest } = object;
  const text = `${goJSON({ kind, apiVersion, ...rest } as unknown as Json)}\n`;
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [LAST_APPLIED]: text } } };
}

/** What a generator made, and how its refusal is told. */
export interface Generated {
  readonly resource: APIResource;
  readonly object: KubernetesObject;
  /** What stands before the server's refusal; absent where it is shown as it is. */
  readonly failed?: string;
  readonly fieldManager?: string;
}

/** Stores what a generator made (unless it is only tried) and gives what became of it. */
export function storeGenerated(context: Context, { resource, object, failed, fieldManager }: Generated): KubernetesObject {
  const { flags, namespace, explicitNamespace } = context;
  const dryRun = dryRunOf(context);
  const placed = resource.namespaced && explicitNamespace ? { ...object, metadata: { ...object.metadata, namespace } } : object;
  const saved = saveConfig(context, placed);
  if (dryRun === 'client') return saved;
  try {
    return postObject(context, resource, namespace, saved as unknown as Json, {
      dryRun: dryRun === 'server',
      fieldManager: flags.text('field-manager') || fieldManager || 'kubectl-create',
      fieldValidation: flags.changed('validate') || flags.text('validate') ? validationOf(context) : 'Warn',
    });
  } catch (error) {
    if (!(error instanceof Failure) || failed === undefined || !error.status) throw error;
    return fail(`${failed} ${error.text}`);
  }
}

function nameOf(context: Context): string {
  const count = context.flags.dash < 0 ? context.args.length : context.flags.dash;
  if (count !== 1) failUsage(context, `exactly one NAME is required, got ${count}`);
  return context.args[0] as string;
}

/** A generator's verb: everything is checked before anything is stored. */
export function generator(make: (context: Context, name: string) => Generated): Verb {
  return (context) => {
    const name = nameOf(context);
    const dryRun = dryRunOf(context);
    const print = resultPrinter(context, dryRun);
    validationOf(context);
    print(storeGenerated(context, make(context, name)), 'created');
    return 0;
  };
}

const PORT_NUMBER = 'must be between 1 and 65535, inclusive';

function portNameMistakes(name: string): string[] {
  return [
    ...(name.length > 15 ? ['must be no more than 15 characters'] : []),
    ...(/^[-a-z0-9]+$/.test(name) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(name) ? [] : ['must contain at least one letter (a-z)']),
    ...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(name.startsWith('-') || name.endsWith('-') ? ['must not begin or end with a hyphen'] : []),
  ];
}

/** `80`, `80:8080`, `80:http`. */
function parsePort(text: string): { readonly port: number; readonly targetPort: number | string } {
  const [first = '', target] = text.split(':');
  if (!/^\d+$/.test(first)) fail(`strconv.ParseUint: parsing ${JSON.stringify(first)}: invalid syntax`);
  const port = Number(first);
  if (port > 65535) fail(`strconv.ParseUint: parsing ${JSON.stringify(first)}: value out of range`);
  if (target === undefined) return { port, targetPort: port };
  if (!/^[+-]?\d+$/.test(target)) {
    const mistakes = portNameMistakes(target);
    return mistakes.length > 0 ? fail(mistakes.join(',')) : { port, targetPort: target };
  }
  const number = Number(target);
  return number < 1 || number > 65535 ? fail(PORT_NUMBER) : { port, targetPort: number };
}

const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function service(type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'): Verb {
  return generator(({ flags }, name) => {
    const clusterIP = flags.text('clusterip');
    const externalName = flags.text('external-name');
    const tcp = flags.list('tcp');
    if (clusterIP !== 'None' && tcp.length === 0 && type !== 'ExternalName') fail('at least one tcp port specifier must be provided');
    if (type === 'ExternalName' && !(DNS_SUBDOMAIN.test(externalName) && externalName.length <= 253)) fail(`invalid service external name ${externalName}`);
    const nodePort = flags.integer('node-port');
    const ports = tcp.map((text) => ({ name: text.replaceAll(':', '-'), protocol: 'TCP', ...parsePort(text), ...(nodePort ? { nodePort } : {}) }));
    const spec = {
      ...(ports.length > 0 ? { ports } : {}),
      selector: { app: name },
      ...(clusterIP ? { clusterIP } : {}),
      type,
      ...(externalName ? { externalName } : {}),
    };
    return {
      resource: knownResource('services'),
      object: {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, labels: { app: name } },
        spec,
        status: { loadBalancer: {} },
      } as unknown as KubernetesObject,
      failed: `failed to create ${type} service:`,
    };
  });
}

/** `registry/path/name:tag` → `name`; a name that no container may have gets random letters. */
function containerName(context: Context, image: string): string {
  const name = (image.split('/').at(-1) as string).split(':')[0]?.split('@')[0] ?? '';
  return /[_.]/.test(name) ? `${name.replace(/[_.]/g, '-')}-${drawSuffix(context.process.draft)}` : name;
}

const deployment = generator((context, name) => {
  const { flags, args } = context;
  const images = flags.list('image');
  const command = args.slice(1);
  if (images.length > 1 && command.length > 0) fail('cannot specify multiple --image options and command');
  const port = flags.integer('port');
  const containers = images.map((image, i) => ({
    name: containerName(context, image),
    image,
    ...(command.length > 0 ? { command } : {}),
    ...(port >= 0 && i === 0 ? { ports: [{ containerPort: port }] } : {}),
    resources: {},
  }));
  const labels = { app: name };
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: { replicas: flags.integer('replicas'), selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } }, strategy: {} },
    status: {},
  };
  return { resource: knownResource('deployments', 'apps'), object: object as unknown as KubernetesObject, failed: 'failed to create deployment:' };
});

const namespace = generator((_, name) => ({
  resource: knownResource('namespaces'),
  object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {}, status: {} } as unknown as KubernetesObject,
}));

const serviceAccount = generator((_, name) => ({
  resource: knownResource('serviceaccounts'),
  object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } },
  failed: 'failed to create serviceaccount:',
}));

const KEY_WORDS =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/** What is wrong with a variable's name. Models apimachinery pkg/util/validation IsEnvVarName (v0.37.1). */
export function envNameMistakes(name: string): string[] {
  return [
    ...(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)
      ? []
      : [
          "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')",
        ]),
    ...(name === '.' ? ["must not be '.'"] : name === '..' ? ["must not be '..'"] : name.startsWith('..') ? ["must not start with '..'"] : []),
  ];
}

/** Key → text from `--from-literal`, `--from-file` and `--from-env-file`. */
function dataOf({ flags, process }: Context, kind: 'ConfigMap' | 'Secret', name: string): { [key: string]: string } {
  const data: { [key: string]: string } = {};
  const { files } = process;
  if (flags.list('from-env-file').length > 0 && (flags.list('from-file').length > 0 || flags.list('from-literal').length > 0))
    fail('from-env-file cannot be combined with from-file or from-literal');
  const add = (key: string, value: string): void => {
    if (!/^[-._a-zA-Z0-9]+$/.test(key) || key === '.' || key === '..')
      fail(`${JSON.stringify(key)} is not a valid key name for a ${kind}: ${key === '.' ? "must not be '.'" : key === '..' ? "must not be '..'" : KEY_WORDS}`);
    if (Object.hasOwn(data, key))
      fail(
        kind === 'ConfigMap'
          ? `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(name)}`
          : `cannot add key ${key}, another key by that name already exists`,
      );
    data[key] = value;
  };
  const read = (path: string): string => files.read(path) ?? fail(`error reading ${path}: no such file or directory`);
  const fromFiles = (): void => {
    for (const source of flags.list('from-file')) {
      const parts = source.split('=');
      if (parts.length > 2) fail("key names or file paths cannot contain '='");
      if (parts.length === 2 && parts[0] === '') fail(`key name for file path ${parts[1] as string} missing`);
      if (parts.length === 2 && parts[1] === '') fail(`file path for key name ${parts[0] as string} missing`);
      const path = parts.at(-1) as string;
      const inside = files.read(path) === undefined ? files.list(path) : [];
      if (inside.length === 0) add(parts.length === 2 ? (parts[0] as string) : (path.split('/').at(-1) as string), read(path));
      else if (parts.length === 2) fail('cannot give a key name for a directory path');
      else for (const name of inside) if (files.read(`${path}/${name}`) !== undefined) add(name, read(`${path}/${name}`));
    }
  };
  const fromLiterals = (): void => {
    for (const source of flags.list('from-literal')) {
      const at = source.indexOf('=');
      if (at <= 0) fail(`invalid literal source ${source}, expected key=value`);
      add(source.slice(0, at), source.slice(at + 1));
    }
  };
  for (const step of kind === 'ConfigMap' ? [fromFiles, fromLiterals] : [fromLiterals, fromFiles]) step();
  for (const source of flags.list('from-env-file')) {
    for (const line of read(source).split(/\r?\n/)) {
      const trimmed = line.replace(/^\s+/, '');
      if (trimmed === '' || trimmed.startsWith('#')) continue;
      const at = trimmed.indexOf('=');
      const mistakes = envNameMistakes(at < 0 ? trimmed : trimmed.slice(0, at));
      if (mistakes.length > 0) fail(`${JSON.stringify(at < 0 ? trimmed : trimmed.slice(0, at))} is not a valid key name: ${mistakes.join(';')}`);
      add(at < 0 ? trimmed : trimmed.slice(0, at), at < 0 ? '' : trimmed.slice(at + 1));
    }
  }
  return data;
}

// Models kubectl pkg/util/hash hash.go (v0.37.1): digits and letters that could read as a word are replaced.
const HASH_LETTERS: { readonly [digit: string]: string } = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' };

/** The name with `--append-hash` behind it: ten letters of what the object holds. */
export function hashedName({ flags }: Context, kind: string, name: string, body: JsonObject): string {
  if (!flags.on('append-hash')) return name;
  const { data = {}, type } = body;
  const text = goJSON({ data: sorted(data), kind, name, ...(kind === 'Secret' ? { type: type ?? '' } : {}) });
  return `${name}-${[...sha256(text).slice(0, 10)].map((digit) => HASH_LETTERS[digit] ?? digit).join('')}`;
}

const configMap = generator((context, name) => {
  const data = dataOf(context, 'ConfigMap', name);
  const body: JsonObject = Object.keys(data).length > 0 ? { data } : {};
  return {
    resource: knownResource('configmaps'),
    object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: hashedName(context, 'ConfigMap', name, body) }, ...body } as KubernetesObject,
    failed: 'failed to create configmap:',
  };
});

const secret = generator((context, name) => {
  const data: Labels = Object.fromEntries(Object.entries(dataOf(context, 'Secret', name)).map(([key, value]) => [key, encodeBase64(value)]));
  const type = context.flags.text('type');
  const body: JsonObject = { ...(Object.keys(data).length > 0 ? { data } : {}), ...(type ? { type } : {}) };
  return {
    resource: knownResource('secrets'),
    object: { apiVersion: 'v1', kind: 'Secret', metadata: { name: hashedName(context, 'Secret', name, body) }, ...body } as KubernetesObject,
    failed: 'failed to create secret',
  };
});

/** The generators by their paths. */
export const GENERATORS: { readonly [path: string]: Verb } = {
  'create configmap': configMap,
  'create deployment': deployment,
  'create namespace': namespace,
  'create secret generic': secret,
  'create service clusterip': service('ClusterIP'),
  'create service externalname': service('ExternalName'),
  'create service loadbalancer': service('LoadBalancer'),
  'create service nodeport': service('NodePort'),
  'create serviceaccount': serviceAccount,
};
