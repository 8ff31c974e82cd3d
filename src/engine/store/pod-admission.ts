// What admission does to a new Pod. Models kubernetes plugin/pkg/admission/{serviceaccount,priority,defaulttolerationseconds,runtimeclass}
// (v1.37.1), in the order in which kube-apiserver calls them.
import type { Container, Node, Pod, PodSpec } from '../api/core-v1.ts';
import type { JsonObject, Labels } from '../api/kubernetes-object.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import { drawSuffix } from './objects.ts';
import { tokenVolumeOf } from './running-pod.ts';

const TOKEN_VOLUME = 'kube-api-access-';
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const SYSTEM_PRIORITIES: { readonly [className: string]: number | undefined } = { 'system-cluster-critical': 2000000000, 'system-node-critical': 2000001000 };

/** The Pod with what admission adds, or why it is forbidden. */
export type PodAdmission = { readonly pod: Pod } | { readonly forbidden: string };

export function admitPod(draft: ClusterDraft, pod: Pod): PodAdmission {
  const namespace = pod.metadata.namespace ?? '';
  const serviceAccountName = pod.spec.serviceAccountName || 'default';
  const account = draft.get('serviceaccounts', namespace, serviceAccountName);
  if (!account) {
    return { forbidden: `error looking up service account ${namespace}/${serviceAccountName}: serviceaccount "${serviceAccountName}" not found` };
  }
  let spec: PodSpec = { ...pod.spec, serviceAccountName, serviceAccount: serviceAccountName };
  if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) spec = mountToken(draft, spec);
  const pullSecrets = account.imagePullSecrets ?? [];
  if (pullSecrets.length > 0 && !(spec as unknown as JsonObject).imagePullSecrets) {
    spec = { ...spec, imagePullSecrets: pullSecrets.map(({ name = '' }) => ({ name })) } as PodSpec;
  }

  const className = String((spec as unknown as JsonObject).priorityClassName ?? '');
  const priority = className === '' ? 0 : SYSTEM_PRIORITIES[className];
  if (priority === undefined) return { forbidden: `no PriorityClass with name ${className} was found` };
  if (spec.priority !== undefined && spec.priority !== priority) {
    return {
      forbidden: `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${priority} from the given PriorityClass name`,
    };
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== 'PreemptLowerPriority') {
    return {
      forbidden: `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name`,
    };
  }
  // No cluster of the course has a RuntimeClass. Models plugin/pkg/admission/runtimeclass.
  const { runtimeClassName } = spec as { readonly runtimeClassName?: string };
  if (runtimeClassName !== undefined) return { forbidden: `pod rejected: RuntimeClass "${runtimeClassName}" not found` };
  const metadata = withTopology(draft, pod);
  return { pod: { ...pod, metadata, spec: tolerateShortOutages({ ...spec, priority, preemptionPolicy: spec.preemptionPolicy ?? 'PreemptLowerPriority' }) } };
}

/** A Pod that names its node has the node's region and zone among its labels. Models plugin/pkg/admission/podtopologylabels. */
function withTopology(draft: ClusterDraft, { metadata, spec }: Pod): Pod['metadata'] {
  return withTopologyLabels(metadata, spec.nodeName ? draft.get('nodes', '', spec.nodeName) : undefined);
}

const TOPOLOGY_LABELS = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'];

/** A Pod's metadata with the region and zone of its node. Pods of one template on one node share their labels. */
export function withTopologyLabels(metadata: Pod['metadata'], node: Node | undefined): Pod['metadata'] {
  const { labels: given = NO_LABELS } = metadata;
  const all = node?.metadata.labels;
  if (!all || !TOPOLOGY_LABELS.some((name) => name in all)) return metadata;
  let joined = JOINED.get(given);
  if (!joined) JOINED.set(given, (joined = new WeakMap()));
  let labels = joined.get(all);
  if (!labels) {
    const added = TOPOLOGY_LABELS.flatMap((name): [string, string][] => (all[name] === undefined ? [] : [[name, all[name]]]));
    joined.set(all, (labels = { ...given, ...Object.fromEntries(added) }));
  }
  return { ...metadata, labels };
}

const NO_LABELS: Labels = {};
const JOINED = new WeakMap<Labels, WeakMap<Labels, Labels>>();

/** What admission keeps when a Pod is changed: fields that an older manifest does not have. */
export function admitPodUpdate(pod: Pod, before: Pod): Pod {
  const { priority = before.spec.priority, preemptionPolicy = before.spec.preemptionPolicy } = pod.spec;
  return {
    ...pod,
    spec: tolerateShortOutages({
      ...pod.spec,
      ...(priority === undefined ? {} : { priority }),
      ...(preemptionPolicy === undefined ? {} : { preemptionPolicy }),
    }),
  };
}

function mountToken(draft: ClusterDraft, spec: PodSpec): PodSpec {
  const volumes = spec.volumes ?? [];
  const known = volumes.find(({ name }) => String(name).startsWith(TOKEN_VOLUME));
  const name = known ? String(known.name) : `${TOKEN_VOLUME}${drawSuffix(draft)}`;
  let needed = false;
  const mounted = (container: Container): Container => {
    const mounts = container.volumeMounts ?? [];
    if (mounts.some(({ mountPath }) => mountPath === TOKEN_PATH)) return container;
    needed = true;
    return { ...container, volumeMounts: [...mounts, { mountPath: TOKEN_PATH, name, readOnly: true }] };
  };
  const initContainers = spec.initContainers?.map(mounted);
  const containers = (spec.containers ?? []).map(mounted);
  return {
    ...spec,
    ...(initContainers ? { initContainers } : {}),
    containers,
    ...(needed && !known ? { volumes: [...volumes, tokenVolumeOf(name)] } : {}),
  };
}

/** Five minutes on a node that is not ready or not reachable. */
function tolerateShortOutages(spec: PodSpec): PodSpec {
  const { tolerations: given } = spec;
  if (!given) return { ...spec, tolerations: SHORT_OUTAGES };
  const added = SHORT_OUTAGES.filter(({ key }) => !given.some((one) => (one.key === key || !one.key) && (one.effect === 'NoExecute' || !one.effect)));
  return added.length > 0 ? { ...spec, tolerations: [...given, ...added] } : spec;
}

const SHORT_OUTAGES = ['not-ready', 'unreachable'].map((taint) => ({
  effect: 'NoExecute',
  key: `node.kubernetes.io/${taint}`,
  operator: 'Exists',
  tolerationSeconds: 300,
}));

/** Models pkg/apis/core/v1/helper/qos ComputePodQOS: by the requests and limits of all containers. */
export function qosClassOf(spec: PodSpec): 'BestEffort' | 'Burstable' | 'Guaranteed' {
  let any = false;
  let guaranteed = true;
  for (const { resources = {} } of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
    const { requests = {}, limits = {} } = resources as { readonly requests?: JsonObject; readonly limits?: JsonObject };
    for (const name of ['cpu', 'memory']) {
      if (requests[name] !== undefined || limits[name] !== undefined) any = true;
      if (limits[name] === undefined || (requests[name] ?? limits[name]) !== limits[name]) guaranteed = false;
    }
  }
  return !any ? 'BestEffort' : guaranteed ? 'Guaranteed' : 'Burstable';
}
