import type { Pod, PodSpec } from '../api/core-v1.ts';
import { formatTime } from '../clock/instant.ts';
import type { ClusterConfig } from './cluster-config.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import { insertService } from './fresh-service.ts';
import { drawSuffix, insertObject } from './objects.ts';
import { clusterDNS } from './pod-environment.ts';
import { insertRunningPod } from './running-pod.ts';
import type { Listener } from './tables.ts';

const BY = 'kubeadm';
const NAMESPACE = 'kube-system';
/** Recorded: the hash of kubeadm's template of this version. */
const TEMPLATE_HASH = '996f48855';
const LABELS = { 'k8s-app': 'kube-dns' };
const SERVICE_LABELS = { ...LABELS, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' };

/** What plugin/kubernetes (v1.14.7) gives its records where the Corefile has no `ttl`: seconds. */
const UNSAID_TTL = 5;

/** Where CoreDNS's container has its Corefile. */
export const COREFILE_PATH = '/etc/coredns/Corefile';

/** What CoreDNS listens on with that file. */
export const COREDNS_LISTENERS: readonly Listener[] = [
  { protocol: 'UDP', port: 53, server: 'coredns' },
  ...[53, 8080, 8181, 9153].map((port) => ({ protocol: 'TCP' as const, port, server: 'coredns' })),
];

/** The Corefile of a fresh cluster. */
export const stockCorefile = ({ clusterDomain: domain, dnsTTLSeconds: ttl }: ClusterConfig): string => `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes ${domain} in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa${ttl === UNSAID_TTL ? '' : `\n       ttl ${ttl}`}
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success ${domain}
       disable denial ${domain}
    }
    loop
    reload
    loadbalance
}
`;

const probe = (path: string, port: string, failureThreshold: number): object => ({
  failureThreshold,
  httpGet: { path, port, scheme: 'HTTP' },
  periodSeconds: 10,
  successThreshold: 1,
});

const POD_SPEC = {
  affinity: {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          podAffinityTerm: {
            labelSelector: { matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns'] }] },
            topologyKey: 'kubernetes.io/hostname',
          },
          weight: 100,
        },
      ],
    },
  },
  containers: [
    {
      args: ['-conf', COREFILE_PATH],
      image: 'registry.k8s.io/coredns/coredns:v1.14.7',
      imagePullPolicy: 'IfNotPresent',
      livenessProbe: { ...probe('/health', 'liveness-probe', 5), initialDelaySeconds: 60, timeoutSeconds: 5 },
      name: 'coredns',
      ports: [
        { containerPort: 53, name: 'dns', protocol: 'UDP' },
        { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' },
        { containerPort: 9153, name: 'metrics', protocol: 'TCP' },
        { containerPort: 8080, name: 'liveness-probe', protocol: 'TCP' },
        { containerPort: 8181, name: 'readiness-probe', protocol: 'TCP' },
      ],
      readinessProbe: { ...probe('/ready', 'readiness-probe', 3), timeoutSeconds: 1 },
      resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] }, readOnlyRootFilesystem: true },
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      volumeMounts: [{ mountPath: '/etc/coredns', name: 'config-volume', readOnly: true }],
    },
  ],
  dnsPolicy: 'Default',
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  priorityClassName: 'system-cluster-critical',
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  securityContext: {},
  serviceAccount: 'coredns',
  serviceAccountName: 'coredns',
  terminationGracePeriodSeconds: 30,
  tolerations: [
    { key: 'CriticalAddonsOnly', operator: 'Exists' },
    { effect: 'NoSchedule', key: 'node-role.kubernetes.io/control-plane' },
  ],
  volumes: [{ configMap: { defaultMode: 420, items: [{ key: 'Corefile', path: 'Corefile' }], name: 'coredns' }, name: 'config-volume' }],
} as const;

/** CoreDNS as kubeadm installs it (recorded, v1.37.1), with one replica that runs on the first node. */
export function insertAddon(draft: ClusterDraft): void {
  const { config } = draft;
  const meta = { name: 'coredns', namespace: NAMESPACE };
  insertObject(draft, 'serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta }, BY);
  insertObject(draft, 'configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta, data: { Corefile: stockCorefile(config) } }, BY);
  const spec = POD_SPEC as unknown as PodSpec;
  const created = formatTime(draft.now);
  const since = formatTime(draft.now + 3000);
  const replicas = { readyReplicas: 1, replicas: 1, availableReplicas: 1, terminatingReplicas: 0, observedGeneration: 1 };
  const condition = (type: string, reason: string, message: string, lastUpdateTime: string): object => ({
    lastTransitionTime: created,
    lastUpdateTime,
    message,
    reason,
    status: 'True',
    type,
  });
  const deployment = insertObject(
    draft,
    'deployments',
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...meta, generation: 1, labels: LABELS, annotations: { 'deployment.kubernetes.io/revision': '1' } },
      spec: {
        progressDeadlineSeconds: 600,
        replicas: 1,
        revisionHistoryLimit: 10,
        selector: { matchLabels: LABELS },
        strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 }, type: 'RollingUpdate' },
        template: { metadata: { labels: LABELS }, spec },
      },
      status: {
        ...replicas,
        conditions: [
          condition('Available', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', created),
          condition('Progressing', 'NewReplicaSetAvailable', `ReplicaSet "coredns-${TEMPLATE_HASH}" has successfully progressed.`, since),
        ] as never,
        updatedReplicas: 1,
      },
    },
    BY,
  );
  const labels = { ...LABELS, 'pod-template-hash': TEMPLATE_HASH };
  const replicaSetName = `coredns-${TEMPLATE_HASH}`;
  const replicaSet = insertObject(
    draft,
    'replicasets',
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: replicaSetName,
        namespace: NAMESPACE,
        generation: 1,
        labels,
        annotations: {
          'deployment.kubernetes.io/desired-replicas': '1',
          'deployment.kubernetes.io/max-replicas': '2',
          'deployment.kubernetes.io/revision': '1',
        },
        ownerReferences: [
          { apiVersion: 'apps/v1', blockOwnerDeletion: true, controller: true, kind: 'Deployment', name: 'coredns', uid: deployment.metadata.uid as string },
        ],
      },
      spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
      status: { ...replicas, fullyLabeledReplicas: 1 },
    },
    'deployment-controller',
  );
  const [node] = config.nodes;
  if (!node) return;
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${replicaSetName}-${drawSuffix(draft)}`,
      namespace: NAMESPACE,
      generateName: `${replicaSetName}-`,
      labels,
      ownerReferences: [
        { apiVersion: 'apps/v1', blockOwnerDeletion: true, controller: true, kind: 'ReplicaSet', name: replicaSetName, uid: replicaSet.metadata.uid as string },
      ],
    },
    spec: { ...spec, priority: 2_000_000_000 },
  };
  const running = insertRunningPod(draft, pod, node, `kube-api-access-${drawSuffix(draft)}`, {
    coredns: {
      argv: ['/coredns', '-conf', COREFILE_PATH],
      listeners: COREDNS_LISTENERS,
    },
  });
  insertKubeDNS(draft, running);
}

/** The Service `kube-dns`, with what the endpoint controllers made of it. */
function insertKubeDNS(draft: ClusterDraft, pod: Pod): void {
  const [clusterIP = ''] = clusterDNS(draft);
  const isIPv6 = clusterIP.includes(':');
  const ports = [
    { name: 'dns', port: 53, protocol: 'UDP' as const },
    { name: 'dns-tcp', port: 53, protocol: 'TCP' as const },
    { name: 'metrics', port: 9153, protocol: 'TCP' as const },
  ];
  const service = insertService(draft, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns', namespace: NAMESPACE, labels: SERVICE_LABELS, annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' } },
    spec: {
      clusterIP,
      clusterIPs: [clusterIP],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: [isIPv6 ? 'IPv6' : 'IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: ports.map((port) => ({ ...port, targetPort: port.port })),
      selector: LABELS,
      sessionAffinity: 'None',
      type: 'ClusterIP',
    },
    status: { loadBalancer: {} },
  });
  const ip = pod.status?.podIPs?.find((one) => one.ip.includes(':') === isIPv6)?.ip ?? '';
  const { name, uid = '' } = pod.metadata;
  const targetRef = { kind: 'Pod', name, namespace: NAMESPACE, uid };
  const nodeName = pod.spec.nodeName as string;
  const annotations = { 'endpoints.kubernetes.io/last-change-trigger-time': formatTime(draft.now + 3000) };
  insertObject(
    draft,
    'endpoints',
    {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: {
        name: 'kube-dns',
        namespace: NAMESPACE,
        annotations,
        labels: { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller', ...SERVICE_LABELS },
      },
      subsets: [{ addresses: [{ ip, nodeName, targetRef }], ports: [...ports].reverse() }],
    },
    'endpoint-controller',
  );
  insertObject(
    draft,
    'endpointslices',
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `kube-dns-${drawSuffix(draft)}`,
        namespace: NAMESPACE,
        generateName: 'kube-dns-',
        generation: 3,
        annotations,
        labels: { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io', ...SERVICE_LABELS, 'kubernetes.io/service-name': 'kube-dns' },
        ownerReferences: [
          { apiVersion: 'v1', blockOwnerDeletion: true, controller: true, kind: 'Service', name: 'kube-dns', uid: service.metadata.uid as string },
        ],
      },
      addressType: isIPv6 ? 'IPv6' : 'IPv4',
      endpoints: [
        {
          addresses: [ip],
          conditions: { ready: true, serving: true, terminating: false },
          nodeName,
          targetRef,
          zone: draft.get('nodes', '', nodeName)?.metadata.labels?.['topology.kubernetes.io/zone'] ?? '',
        },
      ],
      ports,
    },
    'endpointslice-controller',
  );
}
