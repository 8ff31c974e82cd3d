import { textOfBase64 } from '../../api/base64.ts';
import type { Container, EnvVar, Pod } from '../../api/core-v1.ts';
import type { Json, JsonObject } from '../../api/kubernetes-object.ts';
import { quantityValue } from '../../api/quantity.ts';
import type { ContainerSetup } from '../../images/container-runtime.ts';
import type { ClusterDraft } from '../../store/cluster-draft.ts';
import { hostsFileOf, kernelHostname, serviceEnvironment } from '../../store/pod-environment.ts';
import { TOKEN_SOURCES } from '../../store/running-pod.ts';

/** Why a container cannot be made as its Pod asks: the kubelet's CreateContainerConfigError. */
export class ConfigError extends Error {}

type Ref = { readonly name?: string; readonly key?: string; readonly optional?: boolean };
type Values = { readonly [key: string]: string };

/** What a container is given: variables in the kubelet's order, and files. Throws `ConfigError` for what is missing. */
export function containerSetup(draft: ClusterDraft, pod: Pod, container: Container): ContainerSetup {
  return { env: containerEnv(draft, pod, container), files: containerFiles(draft, pod, container) };
}

// Models kubernetes pkg/kubelet/kubelet_pods.go makeEnvironmentVariables (v1.37.1): envFrom, env (which may refer to what
// stands before it and to Services), then the Services that nothing above has named.
function containerEnv(draft: ClusterDraft, pod: Pod, container: Container): Values {
  const services = serviceEnvironment(draft, pod);
  if (!container.env && !container.envFrom) return services;
  const env: { [name: string]: string } = {};
  for (const source of (container.envFrom ?? []) as { readonly prefix?: string; readonly configMapRef?: Ref; readonly secretRef?: Ref }[]) {
    const values = source.configMapRef ? configMapData(draft, pod, source.configMapRef) : source.secretRef ? secretData(draft, pod, source.secretRef) : {};
    for (const [key, value] of Object.entries(values)) env[`${source.prefix ?? ''}${key}`] = value;
  }
  for (const variable of container.env ?? []) {
    const value = variable.valueFrom ? valueFrom(draft, pod, container, variable) : expand(variable.value ?? '', { ...services, ...env });
    if (value !== undefined) env[variable.name] = value;
  }
  for (const [name, value] of Object.entries(services)) env[name] ??= value;
  return env;
}

/** The container with the variables put into its command and arguments. Models pkg/kubelet/container ExpandContainerCommandAndArgs. */
export function withVariables(container: Container, env: Values): Container {
  const { command, args } = container;
  const expanded = (words: readonly string[]): readonly string[] => words.map((word) => expand(word, env));
  return { ...container, ...(command ? { command: expanded(command) } : {}), ...(args ? { args: expanded(args) } : {}) };
}

/** `$(NAME)` becomes the variable's value, `$$(NAME)` stays `$(NAME)`, an unknown name stays as it is. */
function expand(text: string, values: Values): string {
  if (!text.includes('$')) return text;
  return text.replace(/\$\$|\$\(([^()]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : Object.hasOwn(values, name) ? (values[name] as string) : whole,
  );
}

function valueFrom(draft: ClusterDraft, pod: Pod, container: Container, { valueFrom: source }: EnvVar): string | undefined {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source as {
    readonly fieldRef?: { readonly fieldPath: string };
    readonly resourceFieldRef?: ResourceFieldRef;
    readonly configMapKeyRef?: Ref;
    readonly secretKeyRef?: Ref;
  };
  if (fieldRef) return podField(pod, fieldRef.fieldPath);
  if (resourceFieldRef) return resourceValue(draft, pod, container, resourceFieldRef);
  const [ref, values, kind] = configMapKeyRef
    ? [configMapKeyRef, configMapData(draft, pod, configMapKeyRef), 'ConfigMap']
    : secretKeyRef
      ? [secretKeyRef, secretData(draft, pod, secretKeyRef), 'Secret']
      : [{}, {}, ''];
  const value = (values as Values)[ref.key ?? ''];
  if (value === undefined && ref.optional !== true) throw new ConfigError(`couldn't find key ${ref.key} in ${kind} ${pod.metadata.namespace}/${ref.name}`);
  return value;
}

/** A field of the downward API. Models pkg/fieldpath ExtractFieldPathAsString and podFieldSelectorRuntimeValue. */
export function podField(pod: Pod, path: string): string {
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript) return pod.metadata[subscript[1] as 'labels' | 'annotations']?.[subscript[2] as string] ?? '';
  const value = path.split('.').reduce<Json | undefined>((at, step) => (at as JsonObject | undefined)?.[step], pod as unknown as Json);
  if (Array.isArray(value)) return value.map((address) => (address as { readonly ip: string }).ip).join(',');
  if (typeof value !== 'object') return String(value ?? '');
  return Object.entries(value ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `${name}=${JSON.stringify(text)}`)
    .join('\n');
}

interface ResourceFieldRef {
  readonly resource: string;
  readonly containerName?: string;
  readonly divisor?: string;
}

// Whole divisors, the last one begun. What a container may have without a limit is all of its node's.
// Models kubernetes pkg/api/v1/resource ExtractContainerResourceValue and MergeContainerResourceLimits (v1.37.1).
function resourceValue(draft: ClusterDraft, pod: Pod, container: Container, { resource, containerName, divisor }: ResourceFieldRef): string {
  const [kind = '', name = ''] = resource.split('.');
  const { resources } = pod.spec.containers.find((one) => one.name === containerName) ?? container;
  const given = thousandths(((resources as JsonObject | undefined)?.[kind] as Values | undefined)?.[name]);
  const most = draft.get('nodes', '', pod.spec.nodeName ?? '')?.status?.allocatable?.[name];
  return String(Math.ceil((kind === 'limits' && !given ? thousandths(most) : given) / (thousandths(divisor) || 1000)));
}

const thousandths = (quantity = ''): number => Math.round((quantityValue(String(quantity)) ?? 0) * 1000);

function configMapData(draft: ClusterDraft, pod: Pod, { name = '', optional }: Ref): Values {
  const map = draft.get('configmaps', pod.metadata.namespace ?? '', name);
  if (!map && optional !== true) throw new ConfigError(`configmap "${name}" not found`);
  return map?.data ?? {};
}

function secretData(draft: ClusterDraft, pod: Pod, { name = '', optional }: Ref): Values {
  const secret = draft.get('secrets', pod.metadata.namespace ?? '', name);
  if (!secret && optional !== true) throw new ConfigError(`secret "${name}" not found`);
  return Object.fromEntries(Object.entries(secret?.data ?? {}).map(([key, value]) => [key, textOfBase64(value)]));
}

type Items = readonly { readonly key: string; readonly path: string }[];

interface Volume {
  readonly name: string;
  readonly configMap?: Ref & { readonly items?: Items };
  readonly secret?: { readonly secretName?: string; readonly optional?: boolean; readonly items?: Items };
  readonly downwardAPI?: { readonly items?: readonly { readonly path: string; readonly fieldRef?: { readonly fieldPath: string } }[] };
  readonly emptyDir?: object;
  readonly projected?: {
    readonly sources?: readonly (Omit<Volume, 'name' | 'projected' | 'secret'> & {
      readonly secret?: Ref;
      readonly serviceAccountToken?: { readonly path: string };
    })[];
  };
}

/** Paths within a volume and what stands there. Throws `ConfigError` where something it needs does not exist. */
function volumeFiles(draft: ClusterDraft, pod: Pod, volume: Volume): Values {
  if (volume.projected !== (TOKEN_SOURCES as unknown)) return filesIn(draft, pod, volume);
  return draft.digest('configmaps', `token ${pod.metadata.namespace}/${pod.spec.serviceAccountName}`, () => filesIn(draft, pod, volume));
}

function filesIn(draft: ClusterDraft, pod: Pod, { configMap, secret, downwardAPI, projected }: Volume): Values {
  const pick = (values: Values, { items, optional }: { readonly items?: Items; readonly optional?: boolean }, missing: string): Values => {
    const lost = items?.find(({ key }) => !Object.hasOwn(values, key));
    if (lost && optional !== true) throw new ConfigError(`${missing} key: ${lost.key}`);
    return items ? Object.fromEntries(items.filter(({ key }) => Object.hasOwn(values, key)).map(({ key, path }) => [path, values[key] as string])) : values;
  };
  if (configMap) return pick(configMapData(draft, pod, configMap), configMap, 'configmap references non-existent config');
  if (secret) return pick(secretData(draft, pod, { ...secret, name: secret.secretName ?? '' }), secret, 'references non-existent secret');
  if (downwardAPI) return Object.fromEntries((downwardAPI.items ?? []).map(({ path, fieldRef }) => [path, fieldRef ? podField(pod, fieldRef.fieldPath) : '']));
  const files: { [path: string]: string } = {};
  for (const { secret: named, serviceAccountToken, ...source } of projected?.sources ?? []) {
    if (serviceAccountToken) files[serviceAccountToken.path] = `token-of-${pod.spec.serviceAccountName ?? 'default'}`;
    else Object.assign(files, volumeFiles(draft, pod, { name: '', ...source, ...(named ? { secret: { ...named, secretName: named.name ?? '' } } : {}) }));
  }
  return files;
}

/** What keeps a Pod's volumes from being mounted: volume and reason, or nothing. */
export function unmountable(draft: ClusterDraft, pod: Pod): { readonly volume: string; readonly message: string } | undefined {
  for (const volume of (pod.spec.volumes ?? []) as unknown as Volume[]) {
    try {
      volumeFiles(draft, pod, volume);
    } catch (error) {
      if (error instanceof ConfigError) return { volume: volume.name, message: error.message };
      throw error;
    }
  }
  return undefined;
}

/** What the Pod's containers wrote into a volume until now, below the place where it is mounted. */
function filesLeftIn(draft: ClusterDraft, pod: Pod, volume: string, at: string): Values {
  const files: { [path: string]: string } = {};
  for (const { name, volumeMounts = [] } of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    const written = draft.get('containers', pod.metadata.namespace ?? '', `${pod.metadata.name}/${name}`)?.files ?? {};
    for (const mount of volumeMounts as readonly { readonly name?: string; readonly mountPath?: string; readonly subPath?: string }[]) {
      const below = `${(mount.mountPath ?? '').replace(/\/$/, '')}/`;
      if (mount.name !== volume || mount.subPath !== undefined) continue;
      for (const [path, text] of Object.entries(written)) if (text !== null && path.startsWith(below)) files[`${at}/${path.slice(below.length)}`] = text;
    }
  }
  return files;
}

/** The files that a container mounts, as they are now. Throws `ConfigError` for what is missing. */
export function containerFiles(draft: ClusterDraft, pod: Pod, container: Container): Values {
  const files: { [path: string]: string } = {
    '/etc/hosts': hostsFileOf(draft, pod),
    '/etc/hostname': `${kernelHostname(draft, pod)}\n`,
  };
  for (const mount of (container.volumeMounts ?? []) as { readonly name?: string; readonly mountPath?: string; readonly subPath?: string }[]) {
    const volume = ((pod.spec.volumes ?? []) as unknown as Volume[]).find(({ name }) => name === mount.name);
    if (!volume) continue;
    const at = (mount.mountPath ?? '').replace(/\/$/, '');
    if (mount.subPath === undefined) files[`${at}/`] = '';
    if (volume.emptyDir) Object.assign(files, filesLeftIn(draft, pod, volume.name, at));
    for (const [path, text] of Object.entries(volumeFiles(draft, pod, volume))) {
      if (mount.subPath === undefined) files[`${at}/${path}`] = text;
      else if (mount.subPath === path) files[at] = text;
    }
  }
  return files;
}
