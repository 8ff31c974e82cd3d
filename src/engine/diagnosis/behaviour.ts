// What accepted objects would not do, by the behaviour modelled in controllers, dns and network: Service selectors (pkg/controller/
// endpointslice), named ports (pkg/api/v1/pod FindPort), StatefulSet and subdomain names (CoreDNS plugin/kubernetes).
import type { APIResource } from '../api/api-resources.ts';
import type { ReplicaSet } from '../api/apps-v1.ts';
import type { Container, Pod, PodSpec, PodTemplateSpec, Service } from '../api/core-v1.ts';
import type { EndpointSlice } from '../api/discovery-v1.ts';
import type { FieldPath } from '../api/field-path.ts';
import type { KubernetesObject, Labels } from '../api/kubernetes-object.ts';
import { selectsLabels } from '../api/label-selector.ts';
import { nearestWord } from '../api/nearest-word.ts';
import { outsideRecords } from '../store/balancers.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { memberPath } from '../yaml/spans.ts';
import type { BehaviourRuleId, BehaviourRuleParams } from './behaviour-rules.ts';

/** One warning about an object: where, and the one text that would mend it, if one is certain. */
export type Finding = {
  [Id in BehaviourRuleId]: {
    readonly id: Id;
    readonly field: FieldPath;
    readonly params: BehaviourRuleParams[Id];
    readonly replacement?: string;
    readonly part?: 'key' | 'value';
  };
}[BehaviourRuleId];

/** What runs, or would run: a Pod, or the template of a workload whose Pods are not there yet. */
interface Candidate {
  readonly labels: Labels;
  readonly spec: PodSpec;
  /** `deployment/web`, or the Pod's own name. */
  readonly workload: string;
  readonly pod?: Pod;
}

const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';

/** The warnings about one object that the draft holds, in the order of its fields. */
export function behaviourOf(draft: ClusterDraft, resource: APIResource, object: KubernetesObject): Finding[] {
  switch (resource.name) {
    case 'services':
      return aboutService(draft, object as Service);
    case 'pods':
      return aboutPod(draft, (object as Pod).spec, object.metadata.namespace ?? '', 'spec');
    case 'deployments':
    case 'replicasets':
    case 'statefulsets': {
      const { template, serviceName } = (object as unknown as { readonly spec: { readonly template?: PodTemplateSpec; readonly serviceName?: string } }).spec;
      const namespace = object.metadata.namespace ?? '';
      const findings: Finding[] = [];
      if (serviceName && !draft.get('services', namespace, serviceName))
        findings.push({ id: 'governing-service-missing', field: 'spec.serviceName', params: { serviceName, namespace } });
      return template ? [...findings, ...aboutPod(draft, template.spec, namespace, 'spec.template.spec')] : findings;
    }
    case 'endpointslices':
      return aboutSlice(draft, object as EndpointSlice);
    default:
      return [];
  }
}

function aboutSlice(draft: ClusterDraft, { metadata }: EndpointSlice): Finding[] {
  const service = metadata.labels?.[SERVICE_NAME_LABEL];
  if (service !== undefined && draft.get('services', metadata.namespace ?? '', service)) return [];
  const field = service === undefined ? 'metadata' : memberPath('metadata.labels', SERVICE_NAME_LABEL);
  return [{ id: 'slice-without-service', field, params: service === undefined ? {} : { service }, ...(service === undefined ? { part: 'key' as const } : {}) }];
}

function aboutPod(draft: ClusterDraft, { subdomain, containers }: PodSpec, namespace: string, at: FieldPath): Finding[] {
  const findings: Finding[] = [];
  if (subdomain) {
    const service = draft.get('services', namespace, subdomain);
    if (service?.spec.clusterIP !== 'None') findings.push({ id: 'subdomain-without-service', field: `${at}.subdomain`, params: { subdomain, namespace } });
  }
  containers.forEach((container, i) => {
    const names = (container.ports ?? []).flatMap(({ name }) => (name ? [name] : []));
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'] as const) {
      for (const handler of ['httpGet', 'tcpSocket'] as const) {
        const port = container[probe]?.[handler]?.port;
        if (typeof port !== 'string' || names.includes(port)) continue;
        const nearest = nearestWord(port, names);
        findings.push({
          id: 'probe-port-name-missing',
          field: `${at}.containers[${i}].${probe}.${handler}.port`,
          params: { name: port, container: container.name },
          ...(nearest ? { replacement: nearest } : {}),
        });
      }
    }
  });
  return findings;
}

function aboutService(draft: ClusterDraft, service: Service): Finding[] {
  const { metadata, spec } = service;
  const namespace = metadata.namespace ?? '';
  const findings: Finding[] = [];
  const domain = `${metadata.name}.${namespace}`;
  if (outsideRecords(draft).some(({ name }) => name.replace(/\.$/, '').toLowerCase() === domain))
    findings.push({ id: 'name-shadows-outside-domain', field: 'metadata.name', params: { name: metadata.name, domain } });
  if (spec.type === 'ExternalName') return [...findings, ...aboutExternalName(draft, service)];
  if (spec.type === 'LoadBalancer' && draft.config.loadBalancer === 'none' && !service.status?.loadBalancer?.ingress?.length)
    findings.push({ id: 'load-balancer-without-provider', field: 'spec.type', params: {} });
  if (spec.selector && Object.keys(spec.selector).length > 0) findings.push(...aboutSelector(draft, service, spec.selector, namespace));
  return findings;
}

function aboutExternalName(draft: ClusterDraft, { metadata, spec }: Service): Finding[] {
  const externalName = spec.externalName ?? '';
  const field = 'spec.externalName';
  const findings: Finding[] = [];
  if (Object.keys(spec.selector ?? {}).length > 0) findings.push({ id: 'selector-unused', field: 'spec.selector', params: {}, part: 'key' });
  if (/^\d+\.\d+\.\d+\.\d+\.?$/.test(externalName)) return [...findings, { id: 'external-name-is-address', field, params: { externalName } }];
  const target = serviceNamed(draft, externalName);
  if (!target) return findings;
  if (!draft.get('services', target.namespace, target.service))
    return [...findings, { id: 'external-name-target-missing', field, params: { externalName, ...target } }];
  // Follows aliases inside the cluster until one leads out, ends, or comes back.
  const seen = new Set([`${metadata.namespace ?? ''}/${metadata.name}`]);
  for (let next: typeof target | undefined = target; next;) {
    const key = `${next.namespace}/${next.service}`;
    if (seen.has(key)) return [...findings, { id: 'external-name-loops', field, params: { externalName } }];
    seen.add(key);
    const alias: Service | undefined = draft.get('services', next.namespace, next.service);
    next = alias?.spec.type === 'ExternalName' ? serviceNamed(draft, alias.spec.externalName ?? '') : undefined;
  }
  return findings;
}

/** `web.shop.svc.cluster.local` → Service and namespace; `undefined` for names beyond the cluster's domain. */
function serviceNamed({ config }: ClusterDraft, name: string): { readonly service: string; readonly namespace: string } | undefined {
  const suffix = `.svc.${config.clusterDomain}`;
  const bare = name.toLowerCase().replace(/\.$/, '');
  if (!bare.endsWith(suffix)) return undefined;
  const [service = '', namespace = '', ...rest] = bare.slice(0, -suffix.length).split('.');
  return rest.length === 0 && service && namespace ? { service, namespace } : undefined;
}

function aboutSelector(draft: ClusterDraft, service: Service, selector: Labels, namespace: string): Finding[] {
  const candidates = candidatesIn(draft, namespace);
  const selected = candidates.filter(({ labels }) => selectsLabels(selector, labels));
  if (selected.length === 0)
    return [
      nearlySelected(selector, candidates) ?? {
        id: 'selector-matches-no-pod',
        field: 'spec.selector',
        params: { selector: formatLabels(selector), namespace },
        part: 'key',
      },
    ];
  const pods = selected.flatMap(({ pod }) => (pod ? [pod] : []));
  const findings: Finding[] = [];
  if (pods.length > 0 && !service.spec.publishNotReadyAddresses && pods.every((pod) => !isReady(pod)))
    findings.push({ id: 'selected-pods-not-ready', field: 'spec.selector', params: { pods: pods.length }, part: 'key' });
  (service.spec.ports ?? []).forEach((port, i) => {
    const field = `spec.ports[${i}].targetPort`;
    const protocol = port.protocol ?? 'TCP';
    const { targetPort } = port;
    if (typeof targetPort === 'string') {
      const known = [...new Set(selected.flatMap(({ spec }) => portsOf(spec, protocol).flatMap(({ name }) => (name ? [name] : []))))];
      if (known.includes(targetPort)) return;
      const nearest = nearestWord(targetPort, known);
      findings.push({
        id: 'named-target-port-missing',
        field,
        params: { name: targetPort, pods: selected.length, known },
        ...(nearest ? { replacement: nearest } : {}),
      });
    } else if (targetPort !== undefined) findings.push(...aboutNumber(draft, namespace, selected, pods, field, targetPort, protocol));
  });
  return findings;
}

/** A number that nothing selected listens on, or only some of several workloads. */
function aboutNumber(
  draft: ClusterDraft,
  namespace: string,
  selected: readonly Candidate[],
  pods: readonly Pod[],
  field: FieldPath,
  port: number,
  protocol: 'TCP' | 'UDP' | 'SCTP',
): Finding[] {
  const listening = new Set<number>();
  for (const pod of pods) for (const number of listeningPorts(draft, namespace, pod, protocol)) listening.add(number);
  if (listening.size > 0 && !listening.has(port))
    return [{ id: 'target-port-not-listened', field, params: { port, protocol, pods: pods.length, listening: [...listening].sort((a, b) => a - b) } }];
  const workloads = new Map<string, boolean>();
  for (const { workload, spec } of selected)
    workloads.set(workload, (workloads.get(workload) ?? false) || portsOf(spec, protocol).some(({ containerPort }) => containerPort === port));
  const declaring = [...workloads.values()].filter(Boolean).length;
  if (workloads.size < 2 || declaring === 0 || declaring === workloads.size) return [];
  return [{ id: 'selector-matches-several-workloads', field: 'spec.selector', params: { workloads: [...workloads.keys()].sort() }, part: 'key' }];
}

function portsOf({ containers, initContainers = [] }: PodSpec, protocol: string): NonNullable<Container['ports']>[number][] {
  return [...containers, ...initContainers].flatMap(({ ports = [] }) => ports.filter((port) => (port.protocol ?? 'TCP') === protocol));
}

/** Ports that processes of a running Pod have open; none where nothing is known of it. */
function listeningPorts(draft: ClusterDraft, namespace: string, { metadata, spec }: Pod, protocol: string): number[] {
  return spec.containers
    .flatMap(({ name }) => draft.get('containers', namespace, `${metadata.name}/${name}`)?.listeners ?? [])
    .flatMap((listener) => (listener.protocol === protocol ? [listener.port] : []));
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
}

/** Pods that have not ended, and templates of workloads. */
function candidatesIn(draft: ClusterDraft, namespace: string): Candidate[] {
  const candidates: Candidate[] = [];
  for (const pod of draft.list('pods', namespace)) {
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed' || pod.metadata.deletionTimestamp) continue;
    candidates.push({ labels: pod.metadata.labels ?? {}, spec: pod.spec, workload: workloadOf(draft, pod), pod });
  }
  for (const table of ['deployments', 'statefulsets', 'replicasets'] as const) {
    for (const { metadata, spec } of draft.list(table, namespace)) {
      if (table === 'replicasets' && metadata.ownerReferences?.length) continue;
      if (spec.template)
        candidates.push({ labels: spec.template.metadata?.labels ?? {}, spec: spec.template.spec, workload: `${table.slice(0, -1)}/${metadata.name}` });
    }
  }
  return candidates;
}

function workloadOf(draft: ClusterDraft, { metadata }: Pod): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  if (!owner) return `pod/${metadata.name}`;
  const replicaSet: ReplicaSet | undefined = owner.kind === 'ReplicaSet' ? draft.get('replicasets', metadata.namespace ?? '', owner.name) : undefined;
  const top = replicaSet?.metadata.ownerReferences?.find(({ controller }) => controller) ?? owner;
  return `${top.kind.toLowerCase()}/${top.name}`;
}

/** The one pair of a selector that keeps it from matching, where a label that nearly reads so exists. */
function nearlySelected(selector: Labels, candidates: readonly Candidate[]): Finding | undefined {
  const wrong = Object.entries(selector).filter(([name, value]) => !candidates.some(({ labels }) => labels[name] === value));
  const [pair] = wrong;
  if (wrong.length !== 1 || !pair) return undefined;
  const [key, value] = pair;
  const rest = Object.fromEntries(Object.entries(selector).filter(([name]) => name !== key));
  const close = candidates.filter(({ labels }) => selectsLabels(rest, labels));
  const field = memberPath('spec.selector', key);
  const values = new Set(close.flatMap(({ labels }) => (labels[key] === undefined ? [] : [labels[key]])));
  const nearestValue = nearestWord(value, values);
  if (nearestValue !== undefined)
    return { id: 'selector-nearly-matches', field, params: { key, value, existingKey: key, existingValue: nearestValue }, replacement: nearestValue };
  if (values.size > 0) return undefined;
  const keys = new Set(close.flatMap(({ labels }) => Object.keys(labels).filter((name) => labels[name] === value)));
  const nearestKey = nearestWord(key, keys);
  return nearestKey === undefined
    ? undefined
    : { id: 'selector-nearly-matches', field, params: { key, value, existingKey: nearestKey, existingValue: value }, replacement: nearestKey, part: 'key' };
}

const formatLabels = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(',');
