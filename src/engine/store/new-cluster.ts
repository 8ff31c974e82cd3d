import type { Pod, PodSpec } from '../api/core-v1.ts';
import type { KubernetesObject, Labels } from '../api/kubernetes-object.ts';
import { releaseOf } from '../api/version-differences.ts';
import { seedEntropy } from '../clock/entropy.ts';
import { formatMicroTime, formatTime } from '../clock/instant.ts';
import { insertAddon } from './coredns-addon.ts';
import type { ClusterConfig, NodeConfig } from './cluster-config.ts';
import { ClusterDraft } from './cluster-draft.ts';
import { CLUSTER_KINDS, type ClusterKind } from './cluster-kinds.ts';
import type { ClusterState } from './cluster-state.ts';
import { imageID, nodeImages } from './node-images.ts';
import { insertService } from './fresh-service.ts';
import { namespaceContents } from './namespace-contents.ts';
import { drawSuffix, drawUID, insertObject } from './objects.ts';
import { insertRunningPod } from './running-pod.ts';
import type { ObjectTableName, ObjectTables } from './tables.ts';

export type { ClusterKind } from './cluster-kinds.ts';

const BOOTED_MS_AGO = 600_000;
const HEARTBEAT_MS_AGO = 4_000;
const BY = 'kube-apiserver';

/**
 * A fresh, settled cluster: test/conformance/clusters.md, "Objects of a fresh cluster", some minutes after it was set up.
 * The objects are those of `kubectl get … -o yaml` on a fresh recorded cluster, without events (`@ reset` removes them).
 */
export function createCluster(config: ClusterConfig | ClusterKind, seed = 1): ClusterState {
  const chosen = typeof config === 'string' ? CLUSTER_KINDS[config] : config;
  const draft = new ClusterDraft({
    config: chosen,
    now: chosen.startAt - BOOTED_MS_AGO,
    resourceVersion: 0,
    entropy: seedEntropy(chosen.seed ^ seed),
    tables: {},
  });
  for (const name of ['kube-system', 'kube-public', 'default', 'kube-node-lease']) insertNamespace(draft, name);
  insertServiceNetwork(draft);
  for (const node of chosen.nodes) insertNode(draft, node);
  draft.now += 1000;
  for (const name of ['default', 'kube-node-lease', 'kube-public', 'kube-system']) insertNamespaceContents(draft, name);
  draft.now += 1000;
  insertAddon(draft);
  draft.now += 4000;
  insertClient(draft);
  draft.now = chosen.startAt;
  return draft.commit();
}

function insert<T extends ObjectTableName>(draft: ClusterDraft, table: T, object: KubernetesObject & object): ObjectTables[T] {
  return insertObject(draft, table, object as unknown as ObjectTables[T], BY);
}

function insertNamespace(draft: ClusterDraft, name: string): void {
  insert(draft, 'namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    ...{ spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } },
  });
}

// The kubernetes Service, what it is served by, and the network its address is from. Models kubernetes
// pkg/controlplane/controller/kubernetesservice and pkg/controlplane/reconcilers (v1.37.1): slices of the primary family.
function insertServiceNetwork(draft: ClusterDraft): void {
  const { config } = draft;
  insert(draft, 'servicecidrs', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: { name: 'kubernetes', finalizers: ['networking.k8s.io/service-cidr-finalizer'] },
    ...{
      spec: { cidrs: config.serviceCIDRs },
      status: {
        conditions: [{ lastTransitionTime: formatTime(draft.now), message: 'Kubernetes Service CIDR is ready', reason: '', status: 'True', type: 'Ready' }],
      },
    },
  });
  insertAPIService(draft);
}

/** The Service `kubernetes` and what it is served by, where they are not there. Models pkg/controlplane/controller/kubernetesservice and reconcilers (v1.37.1). */
export function insertAPIService(draft: ClusterDraft): void {
  const { config } = draft;
  const clusterIP = firstAddress(config.serviceCIDRs[0] ?? '');
  const isIPv6 = clusterIP.includes(':');
  const isThere = (table: 'services' | 'endpoints' | 'endpointslices'): boolean => draft.get(table, 'default', 'kubernetes') !== undefined;
  if (!isThere('services'))
    insertService(draft, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
      spec: {
        clusterIP,
        clusterIPs: [clusterIP],
        internalTrafficPolicy: 'Cluster',
        ipFamilies: [isIPv6 ? 'IPv6' : 'IPv4'],
        ipFamilyPolicy: 'SingleStack',
        ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: config.controlPlane.port }],
        sessionAffinity: 'None',
        type: 'ClusterIP',
      },
      status: { loadBalancer: {} },
    });
  const ip = config.controlPlane.ips.find((one) => one.includes(':') === isIPv6) ?? '';
  const ports = [{ name: 'https', port: config.controlPlane.port, protocol: 'TCP' }];
  if (!isThere('endpoints'))
    insert(draft, 'endpoints', {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'kubernetes', namespace: 'default', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      ...{ subsets: [{ addresses: [{ ip }], ports }] },
    });
  if (!isThere('endpointslices'))
    insert(draft, 'endpointslices', {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'kubernetes', namespace: 'default', generation: 1, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      ...{ addressType: isIPv6 ? 'IPv6' : 'IPv4', endpoints: [{ addresses: [ip], conditions: { ready: true } }], ports },
    });
}

function firstAddress(cidr: string): string {
  const network = cidr.split('/')[0] ?? '';
  return network.includes(':') ? `${network}1` : network.replace(/\d+$/, (last) => String(Number(last) + 1));
}

// What a machine of the recorded clusters has; none of it is acted upon.
const CAPACITY: Labels = { cpu: '2', 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', memory: '8151396Ki', pods: '110' };
const HEALTHY: readonly (readonly [type: string, status: string, reason: string, message: string])[] = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
];

function insertNode(draft: ClusterDraft, { name, zone, region, ips, podCIDRs }: NodeConfig): void {
  const { config } = draft;
  const since = formatTime(draft.now);
  const machineID = drawUID(draft).replaceAll('-', '');
  const stored = insert(draft, 'nodes', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/region': region,
        'topology.kubernetes.io/zone': zone,
      },
    },
    ...{
      spec: { podCIDR: podCIDRs[0], podCIDRs },
      status: {
        addresses: [...ips.map((address) => ({ address, type: 'InternalIP' })), { address: name, type: 'Hostname' }],
        allocatable: CAPACITY,
        capacity: CAPACITY,
        conditions: HEALTHY.map(([type, status, reason, message]) => ({
          lastHeartbeatTime: formatTime(config.startAt - HEARTBEAT_MS_AGO),
          lastTransitionTime: since,
          message,
          reason,
          status,
          type,
        })),
        daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
        declaredFeatures: [
          'ExtendWebSocketsToKubelet',
          'InPlacePodLevelResourcesVerticalScaling',
          'InPlacePodVerticalScalingInitContainers',
          'RestartAllContainersOnContainerExits',
        ],
        images: nodeImages(config).map((image) => ({ names: [imageID(image), image.name], sizeBytes: 1 })),
        nodeInfo: {
          architecture: 'amd64',
          bootID: drawUID(draft),
          containerRuntimeVersion: 'containerd://2.2.0',
          kernelVersion: '6.12.48',
          kubeProxyVersion: '',
          kubeletVersion: releaseOf(config.version),
          machineID,
          operatingSystem: 'linux',
          osImage: 'Debian GNU/Linux 12 (bookworm)',
          runningInUserNamespace: false,
          systemUUID: machineID,
        },
      },
    },
  });
  insert(draft, 'leases', {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: 'kube-node-lease', ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid: stored.metadata.uid as string }] },
    ...{ spec: { holderIdentity: name, leaseDurationSeconds: 12, renewTime: formatMicroTime(config.startAt - HEARTBEAT_MS_AGO) } },
  });
}

function insertNamespaceContents(draft: ClusterDraft, namespace: string): void {
  const { serviceaccounts, configmaps } = namespaceContents(namespace);
  insert(draft, 'serviceaccounts', serviceaccounts);
  insert(draft, 'configmaps', configmaps);
}

/** The Pod `client`, from which the recorded sessions look around: on the first node. */
function insertClient(draft: ClusterDraft): void {
  const [node] = draft.config.nodes;
  if (!node) return;
  const spec: PodSpec = {
    containers: [
      {
        image: 'debug-tools:1',
        imagePullPolicy: 'IfNotPresent',
        name: 'client',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
    dnsPolicy: 'ClusterFirst',
    nodeSelector: { 'kubernetes.io/hostname': node.name },
    restartPolicy: 'Always',
    priority: 0,
    serviceAccount: 'default',
    serviceAccountName: 'default',
  };
  const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'client', namespace: 'default', labels: { run: 'client' } }, spec };
  insertRunningPod(draft, pod, node, `kube-api-access-${drawSuffix(draft)}`, { client: { argv: ['sleep', 'infinity'], listeners: [] } });
}
