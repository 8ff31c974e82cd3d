import { ROOT_HOME, SEARCH_PATH } from '../api/machine-environment.ts';
import type { Container, Pod } from '../api/core-v1.ts';
import type { JsonObject } from '../api/kubernetes-object.ts';
import { formatTime } from '../clock/instant.ts';
import type { NodeConfig } from './cluster-config.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import { imageID, nodeImage } from './node-images.ts';
import { drawUID, insertObject } from './objects.ts';
import { hostnameOf, serviceEnvironment } from './pod-environment.ts';
import { takePodAddresses } from './pod-address.ts';
import type { Listener } from './tables.ts';

/** What of a container of a fresh cluster is not written in its Pod: its process and what that listens on. */
export interface RunningContainer {
  readonly argv: readonly string[];
  readonly listeners: readonly Listener[];
}

const BY = 'kubelet';
const TOKEN_MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Stores a Pod that runs and is ready, as admission, scheduler and kubelet leave it, and its containers. Only for fresh
 * clusters: everything later is done by the controllers.
 */
export function insertRunningPod(
  draft: ClusterDraft,
  pod: Pod,
  node: NodeConfig,
  tokenVolume: string,
  running: { readonly [container: string]: RunningContainer },
): Pod {
  const at = formatTime(draft.now);
  const tokenMount = { mountPath: TOKEN_MOUNT, name: tokenVolume, readOnly: true };
  const containers = pod.spec.containers.map((container): Container => ({ ...container, volumeMounts: [...(container.volumeMounts ?? []), tokenMount] }));
  const podIPs = takePodAddresses(draft, node, BY).map((ip) => ({ ip }));
  const resources = (pod.spec.containers[0]?.resources ?? {}) as { readonly requests?: JsonObject };
  const allocated = resources.requests ? { allocatedResources: resources.requests } : {};
  const ready = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
    lastProbeTime: null,
    lastTransitionTime: at,
    observedGeneration: 1,
    status: 'True' as const,
    type,
  }));
  const stored = insertObject(
    draft,
    'pods',
    {
      ...pod,
      metadata: {
        ...pod.metadata,
        generation: 1,
        labels: { ...pod.metadata.labels, 'topology.kubernetes.io/region': node.region, 'topology.kubernetes.io/zone': node.zone },
      },
      spec: {
        ...pod.spec,
        containers,
        enableServiceLinks: true,
        nodeName: node.name,
        preemptionPolicy: 'PreemptLowerPriority',
        schedulerName: 'default-scheduler',
        securityContext: {},
        terminationGracePeriodSeconds: 30,
        tolerations: [
          ...(pod.spec.tolerations ?? []),
          { effect: 'NoExecute', key: 'node.kubernetes.io/not-ready', operator: 'Exists', tolerationSeconds: 300 },
          { effect: 'NoExecute', key: 'node.kubernetes.io/unreachable', operator: 'Exists', tolerationSeconds: 300 },
        ],
        volumes: [...(pod.spec.volumes ?? []), tokenVolumeOf(tokenVolume)],
      },
      status: {
        ...allocated,
        conditions: ready,
        containerStatuses: containers.map((container) => {
          const image = nodeImage(draft.config, container.image ?? '');
          return {
            ...allocated,
            containerID: `containerd://${drawUID(draft).replaceAll('-', '')}${drawUID(draft).replaceAll('-', '')}`,
            image: image?.name ?? '',
            imageID: image ? imageID(image) : '',
            lastState: {},
            name: container.name,
            ready: true,
            resources: container.resources ?? {},
            restartCount: 0,
            started: true,
            state: { running: { startedAt: at } },
            volumeMounts: (container.volumeMounts ?? []).map((mount) => ({ ...mount, recursiveReadOnly: 'Disabled' })),
          };
        }),
        hostIP: node.ips[0] ?? '',
        hostIPs: node.ips.map((ip) => ({ ip })),
        observedGeneration: 1,
        phase: 'Running',
        podIP: podIPs[0]?.ip ?? '',
        podIPs,
        qosClass: resources.requests ? 'Burstable' : 'BestEffort',
        ...{ resources },
        startTime: at,
      },
    },
    BY,
  );
  const { namespace = '', name, uid = '' } = stored.metadata;
  for (const container of containers) {
    const { argv, listeners } = running[container.name] as RunningContainer;
    draft.set(
      'containers',
      namespace,
      `${name}/${container.name}`,
      {
        podUID: uid,
        image: container.image ?? '',
        argv,
        env: {
          PATH: SEARCH_PATH,
          HOSTNAME: hostnameOf(stored),
          ...serviceEnvironment(draft, stored),
          HOME: ROOT_HOME,
        },
        startedAt: draft.now,
        listeners,
        files: {},
        log: [],
      },
      BY,
    );
  }
  return stored;
}

/** The projected volume that ServiceAccount admission adds. Models kubernetes plugin/pkg/admission/serviceaccount (v1.37.1). */
export const tokenVolumeOf = (name: string): JsonObject => ({ name, projected: TOKEN_SOURCES });

/** What every such volume holds: the same object in all of them. */
export const TOKEN_SOURCES: JsonObject = {
  defaultMode: 420,
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
    { downwardAPI: { items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }] } },
  ],
};
