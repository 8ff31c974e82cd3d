// Models kubernetes pkg/apis/{core,apps,discovery}/v1 defaults.go and zz_generated.defaults.go (v1.37.1).
import type { APIResource } from './api-resources.ts';
import type { Json, JsonObject } from './kubernetes-object.ts';
import { canonicalQuantity } from './quantity.ts';
import { goName, hasSchema, structOf, type GoType } from './schema.ts';
import { differencesOf, type VersionDifferences } from './version-differences.ts';

type Draft = { [name: string]: Json };

/** The object with every default that the type itself gives (not those of REST strategies, admission or allocation). Idempotent. */
export function defaultObject({ kind }: APIResource, object: JsonObject, version: VersionDifferences = differencesOf('1.37')): JsonObject {
  return hasSchema(kind) ? (defaultValue({ kind: 'struct', word: kind, name: kind }, object, version) as JsonObject) : object;
}

/** Outer structs first, as the generated functions call each other. */
function defaultValue(type: GoType, value: Json, version: VersionDifferences): Json {
  if (value === null) return value;
  if (type.kind === 'list') return Array.isArray(value) ? value.map((item: Json) => defaultValue(type.of, item, version)) : value;
  if (type.kind !== 'struct' || typeof value !== 'object') return value;
  const struct = structOf(type.name);
  const draft: Draft = { ...(value as JsonObject) };
  DEFAULTS[struct.name === 'discovery/EndpointPort' ? struct.name : goName(struct)]?.(draft, version);
  for (const name in draft) {
    const field = struct.fields.get(name);
    const value = draft[name];
    if (field && value !== undefined) draft[name] = defaultValue(field.type, value, version);
  }
  return draft;
}

/** Sets what is absent, null or empty. */
function fill(draft: Draft, defaults: JsonObject): void {
  for (const [name, value] of Object.entries(defaults)) if (!draft[name]) draft[name] = value;
}

/** Sets what is absent or null: Go pointers, where an empty value counts. */
function fillPointers(draft: Draft, defaults: JsonObject): void {
  for (const [name, value] of Object.entries(defaults)) draft[name] ??= value;
}

const objectAt = (draft: Draft, name: string): Draft | undefined => {
  const value = draft[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Draft) : undefined;
};

const listAt = (draft: Draft, name: string): readonly Draft[] => (Array.isArray(draft[name]) ? (draft[name] as readonly Draft[]) : []);

function fillContainer(container: Draft): void {
  fill(container, {
    imagePullPolicy: isLatest(String(container.image ?? '')) ? 'Always' : 'IfNotPresent',
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
}

// Models github.com/distribution/reference: what is no image name has no tag either.
const IMAGE =
  /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/|\[[0-9a-fA-F:]+\](?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::(\w[\w.-]{0,127}))?(@[A-Za-z][\w+.-]*:[0-9a-fA-F]{32,})?$/;

/** Whether an image's tag is `latest`, written or implied; a digest without a tag is none. */
function isLatest(image: string): boolean {
  const match = IMAGE.exec(image);
  return match !== null && (match[1] === undefined ? match[2] === undefined : match[1] === 'latest');
}

function fillPod(pod: Draft): void {
  const given = objectAt(pod, 'spec');
  if (!given) return;
  const spec: Draft = { ...given };
  pod.spec = spec;
  if (typeof spec.terminationGracePeriodSeconds === 'number' && spec.terminationGracePeriodSeconds < 0) spec.terminationGracePeriodSeconds = 1;
  fillPointers(spec, { enableServiceLinks: true });
  for (const name of ['containers', 'initContainers']) {
    const containers = listAt(spec, name);
    if (containers.length > 0) spec[name] = containers.map((container) => podContainer(container, spec.hostNetwork === true));
  }
}

/** Requests follow limits, and on the host's network host ports follow container ports: in Pods, not in templates. */
function podContainer(container: Draft, hostNetwork: boolean): Draft {
  const next = { ...container };
  const resources = objectAt(container, 'resources');
  const limits = resources && objectAt(resources, 'limits');
  if (resources && limits) next.resources = { ...resources, requests: { ...limits, ...objectAt(resources, 'requests') } };
  if (hostNetwork)
    next.ports = listAt(container, 'ports').map((port) => (port.hostPort || !port.containerPort ? port : { ...port, hostPort: port.containerPort }));
  if (hostNetwork && listAt(container, 'ports').length === 0) delete next.ports;
  return next;
}

function fillService(service: Draft): void {
  const spec: Draft = { ...objectAt(service, 'spec') };
  service.spec = spec;
  fill(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === 'ClientIP') {
    const clientIP = objectAt(objectAt(spec, 'sessionAffinityConfig') ?? {}, 'clientIP');
    if (typeof clientIP?.timeoutSeconds !== 'number') spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: 10800 } };
  }
  const ports = listAt(spec, 'ports');
  if (ports.length > 0) spec.ports = ports.map((port) => ({ ...port, protocol: port.protocol || 'TCP', targetPort: port.targetPort || (port.port ?? 0) }));
  const external = spec.type === 'LoadBalancer' || spec.type === 'NodePort' || (spec.type === 'ClusterIP' && listAt(spec, 'externalIPs').length > 0);
  if (external) fill(spec, { externalTrafficPolicy: 'Cluster' });
  if (spec.type === 'ClusterIP' || spec.type === 'NodePort' || spec.type === 'LoadBalancer') fillPointers(spec, { internalTrafficPolicy: 'Cluster' });
  if (spec.type !== 'LoadBalancer') return;
  fillPointers(spec, { allocateLoadBalancerNodePorts: true });
  const status = objectAt(service, 'status');
  const balancer = status && objectAt(status, 'loadBalancer');
  const ingress = balancer ? listAt(balancer, 'ingress') : [];
  if (ingress.length > 0)
    service.status = { ...status, loadBalancer: { ...balancer, ingress: ingress.map((one) => (one.ip ? { ...one, ipMode: one.ipMode ?? 'VIP' } : one)) } };
}

function fillDeploymentSpec(spec: Draft): void {
  fillPointers(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
  const strategy: Draft = { ...objectAt(spec, 'strategy') };
  fill(strategy, { type: 'RollingUpdate' });
  if (strategy.type === 'RollingUpdate')
    strategy.rollingUpdate = { maxUnavailable: '25%', maxSurge: '25%', ...withoutNulls(objectAt(strategy, 'rollingUpdate')) };
  spec.strategy = strategy;
}

function fillStatefulSetSpec(spec: Draft, version: VersionDifferences): void {
  fill(spec, { podManagementPolicy: 'OrderedReady' });
  const strategy: Draft = { ...objectAt(spec, 'updateStrategy') };
  if (!strategy.type) {
    strategy.type = 'RollingUpdate';
    strategy.rollingUpdate ??= {};
  }
  const rolling = objectAt(strategy, 'rollingUpdate');
  if (strategy.type === 'RollingUpdate' && rolling) {
    const { maxUnavailable = 1, ...given } = withoutNulls(rolling);
    // Without its gate the field is dropped (pkg/registry/apps/statefulset/strategy.go dropStatefulSetDisabledFields).
    strategy.rollingUpdate = { partition: 0, ...(version.statefulSetMaxUnavailable ? { maxUnavailable } : {}), ...given };
  }
  spec.updateStrategy = strategy;
  const retention: Draft = { ...objectAt(spec, 'persistentVolumeClaimRetentionPolicy') };
  fill(retention, { whenDeleted: 'Retain', whenScaled: 'Retain' });
  spec.persistentVolumeClaimRetentionPolicy = retention;
  fillPointers(spec, { replicas: 1, revisionHistoryLimit: 10 });
  // Models pkg/apis/apps/v1 conversion.go: the claims name their own kind.
  const claims = listAt(spec, 'volumeClaimTemplates');
  if (claims.length > 0) spec.volumeClaimTemplates = claims.map((claim) => ({ ...claim, apiVersion: 'v1', kind: 'PersistentVolumeClaim' }));
}

function withoutNulls(draft: Draft | undefined): JsonObject {
  return Object.fromEntries(Object.entries(draft ?? {}).filter(([, value]) => value !== null));
}

/** Amounts of resources are rounded up to a thousandth. Models SetDefaults_ResourceList. */
function roundUpResources(resources: Draft): void {
  for (const name of ['limits', 'requests']) {
    const amounts = objectAt(resources, name);
    if (amounts) resources[name] = Object.fromEntries(Object.entries(amounts).map(([key, amount]) => [key, roundUpToMilli(String(amount))]));
  }
}

function roundUpToMilli(amount: string): string {
  const [, digits = '', unit = ''] = /^(\d+)([nu])$/.exec(amount) ?? [];
  if (digits === '') return amount;
  const step = unit === 'u' ? 1000n : 1_000_000n;
  const rounded = canonicalQuantity(`${(BigInt(digits) + step - 1n) / step}m`);
  return 'quantity' in rounded ? rounded.quantity : amount;
}

const SOURCES = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'hostPath',
  'image',
  'iscsi',
  'nfs',
  'persistentVolumeClaim',
  'photonPersistentDisk',
  'portworxVolume',
  'projected',
  'quobyte',
  'rbd',
  'scaleIO',
  'secret',
  'storageos',
  'vsphereVolume',
];

/** What each Go struct is given, by its name. */
const DEFAULTS: { readonly [struct: string]: (draft: Draft, version: VersionDifferences) => void } = {
  Service: fillService,
  ServicePort: (port) => fill(port, { protocol: 'TCP' }),
  Pod: fillPod,
  PodSpec(spec) {
    if (!spec.serviceAccountName && spec.serviceAccount) spec.serviceAccountName = spec.serviceAccount;
    if (spec.serviceAccountName) spec.serviceAccount = spec.serviceAccountName;
    fill(spec, { dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', schedulerName: 'default-scheduler' });
    fillPointers(spec, { securityContext: {}, terminationGracePeriodSeconds: 30 });
  },
  PodStatus(status) {
    const first = listAt(status, 'podIPs')[0]?.ip;
    if (!status.podIP && first) status.podIP = first;
    else if (status.podIP && first !== status.podIP) status.podIPs = [{ ip: status.podIP }];
  },
  Container: fillContainer,
  EphemeralContainer: fillContainer,
  ResourceRequirements: roundUpResources,
  VolumeResourceRequirements: roundUpResources,
  ContainerPort: (port) => fill(port, { protocol: 'TCP' }),
  Probe: (probe) => fill(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }),
  HTTPGetAction: (action) => fill(action, { path: '/', scheme: 'HTTP' }),
  GRPCAction: (action) => fillPointers(action, { service: '' }),
  ObjectFieldSelector: (selector) => fill(selector, { apiVersion: 'v1' }),
  Volume(volume) {
    if (SOURCES.every((source) => volume[source] === undefined || volume[source] === null)) volume.emptyDir = {};
  },
  ImageVolumeSource: (image) => fill(image, { pullPolicy: isLatest(String(image.reference ?? '')) ? 'Always' : 'IfNotPresent' }),
  SecretVolumeSource: (source) => fillPointers(source, { defaultMode: 420 }),
  ConfigMapVolumeSource: (source) => fillPointers(source, { defaultMode: 420 }),
  DownwardAPIVolumeSource: (source) => fillPointers(source, { defaultMode: 420 }),
  ProjectedVolumeSource: (source) => fillPointers(source, { defaultMode: 420 }),
  ServiceAccountTokenProjection: (source) => fillPointers(source, { expirationSeconds: 3600 }),
  HostPathVolumeSource: (source) => fillPointers(source, { type: '' }),
  Secret: (secret) => fill(secret, { type: 'Opaque' }),
  EndpointPort: (port) => fill(port, { protocol: 'TCP' }),
  'discovery/EndpointPort': (port) => fillPointers(port, { name: '', protocol: 'TCP' }),
  Namespace(namespace) {
    const metadata = objectAt(namespace, 'metadata');
    if (metadata?.name) namespace.metadata = { ...metadata, labels: { ...objectAt(metadata, 'labels'), 'kubernetes.io/metadata.name': metadata.name } };
  },
  NamespaceStatus: (status) => fill(status, { phase: 'Active' }),
  NodeStatus(status) {
    if (objectAt(status, 'capacity')) fillPointers(status, { allocatable: status.capacity as Json });
  },
  PersistentVolumeClaimSpec: (spec) => fillPointers(spec, { volumeMode: 'Filesystem' }),
  PersistentVolumeClaimStatus: (status) => fill(status, { phase: 'Pending' }),
  DeploymentSpec: fillDeploymentSpec,
  StatefulSetSpec: fillStatefulSetSpec,
  ReplicaSetSpec: (spec) => fillPointers(spec, { replicas: 1 }),
};
