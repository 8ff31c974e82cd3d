// Models kubectl pkg/describe describe.go for every simulated kind but Pods and nodes (v0.37.1).
import type { Deployment, ReplicaSet, StatefulSet } from '../../api/apps-v1.ts';
import type { IPAddress, ServiceCIDR } from '../../api/cluster-kinds.ts';
import type { ConfigMap, Endpoints, Event, Namespace, Secret, Service, ServiceAccount } from '../../api/core-v1.ts';
import type { EndpointSlice } from '../../api/discovery-v1.ts';
import type { Json, JsonObject, KubernetesObject } from '../../api/kubernetes-object.ts';
import { matchesLabelSelector } from '../../api/label-selector.ts';
import type { ClusterDraft } from '../../store/cluster-draft.ts';
import { hostPort } from './columns.ts';
import { longTime, type Page } from './describe-page.ts';
import { controllerOf, describePodTemplate } from './describe-pod.ts';
import { compactJSON, isObject, printed } from './go-value.ts';
import { labelsText, selectorText } from './label-text.ts';

type Events = readonly Event[] | undefined;

/** Name, namespace, labels and annotations. */
function head(page: Page, { metadata }: KubernetesObject): void {
  page.fields(0, [
    ['Name', metadata.name],
    ['Namespace', metadata.namespace],
  ]);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
}

function sliceAddresses(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const all = slices.flatMap(({ ports, endpoints }) => {
    const ready = (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).map(({ addresses }) => addresses[0] as string);
    return !ports?.length ? ready : ports.filter(({ name }) => (name ?? '') === portName).flatMap(({ port }) => ready.map((ip) => hostPort(ip, port ?? 0)));
  });
  return all.length > 3 ? `${all.slice(0, 3).join(',')} + ${all.length - 3} more...` : all.join(',');
}

export function describeService(page: Page, service: Service, events: Events, slices: readonly EndpointSlice[]): void {
  const { spec, status } = service;
  head(page, service);
  const ingress = status?.loadBalancer?.ingress ?? [];
  page.fields(0, [
    ['Selector', labelsText(spec.selector)],
    ['Type', spec.type ?? ''],
    ['IP Family Policy', spec.ipFamilyPolicy],
    ['IP Families', spec.ipFamilies?.join(',') || '<none>'],
    ['IP', spec.clusterIP ?? ''],
    ['IPs', spec.clusterIPs?.join(',') || '<none>'],
    ['External IPs', spec.externalIPs?.join(',') || undefined],
    ['Desired LoadBalancer IP', spec.loadBalancerIP || undefined],
    ['External Name', spec.externalName || undefined],
    [
      'LoadBalancer Ingress',
      ingress.map(({ ip, ipMode, hostname }) => (ip ? `${ip}${ipMode ? ` (${ipMode})` : ''}` : (hostname ?? ''))).join(', ') || undefined,
    ],
  ]);
  for (const { name, port, protocol, targetPort, appProtocol, nodePort } of spec.ports ?? []) {
    const shown = name || '<unset>';
    page.fields(0, [
      ['Port', `${shown}\t${port}/${protocol ?? ''}`],
      ['TargetPort', `${targetPort ?? ''}/${protocol ?? ''}`],
      ['AppProtocol', appProtocol],
      ['NodePort', nodePort ? `${shown}\t${nodePort}/${protocol ?? ''}` : undefined],
      ['Endpoints', sliceAddresses(slices, name ?? '')],
    ]);
  }
  page.fields(0, [
    ['Session Affinity', spec.sessionAffinity ?? ''],
    ['External Traffic Policy', spec.externalTrafficPolicy || undefined],
    ['Internal Traffic Policy', spec.internalTrafficPolicy],
    ['HealthCheck NodePort', spec.healthCheckNodePort || undefined],
    ['LoadBalancer Source Ranges', spec.loadBalancerSourceRanges?.join(',') || undefined],
    ['Traffic Distribution', spec.trafficDistribution],
  ]);
  page.events(events);
}

export function describeEndpoints(page: Page, endpoints: Endpoints, events: Events): void {
  head(page, endpoints);
  page.line(0, 'Subsets:');
  const list = (addresses: readonly { readonly ip: string }[] | undefined): string => addresses?.map(({ ip }) => ip).join(',') || '<none>';
  for (const { addresses, notReadyAddresses, ports = [] } of endpoints.subsets ?? []) {
    page.fields(1, [
      ['Addresses', list(addresses)],
      ['NotReadyAddresses', list(notReadyAddresses)],
    ]);
    if (ports.length > 0) page.line(1, 'Ports:\n    Name\tPort\tProtocol\n    ----\t----\t--------');
    for (const { name, port, protocol } of ports) page.line(2, `${name || '<unset>'}\t${port}\t${protocol ?? ''}`);
    page.line(0, '');
  }
  page.events(events);
}

export function describeEndpointSlice(page: Page, slice: EndpointSlice, events: Events): void {
  head(page, slice);
  page.line(0, `AddressType:\t${slice.addressType}`);
  if (!slice.ports?.length) page.line(0, 'Ports: <unset>');
  else {
    page.line(0, 'Ports:\n  Name\tPort\tProtocol\n  ----\t----\t--------');
    for (const { name, port, protocol } of slice.ports) page.line(1, `${name || '<unset>'}\t${port ?? '<unset>'}\t${protocol ?? ''}`);
  }
  page.line(0, `Endpoints:${slice.endpoints?.length ? '' : ' <none>'}`);
  for (const { addresses, conditions, hostname, targetRef, nodeName, zone } of slice.endpoints ?? []) {
    page.line(1, `- Addresses:\t${addresses.join(', ') || '<none>'}`);
    page.line(2, 'Conditions:');
    page.line(3, `Ready:\t${conditions?.ready ?? '<unset>'}`);
    page.fields(2, [
      ['Hostname', hostname ?? '<unset>'],
      ['TargetRef', targetRef && `${targetRef.kind ?? ''}/${targetRef.name ?? ''}`],
      ['NodeName', nodeName ?? '<unset>'],
      ['Zone', zone ?? '<unset>'],
    ]);
  }
  page.events(events);
}

export function describeNamespace(page: Page, namespace: Namespace): void {
  head(page, namespace);
  page.line(0, `Status:\t${namespace.status?.phase ?? ''}`);
  const conditions = namespace.status?.conditions ?? [];
  if (conditions.length > 0) {
    page.line(0, 'Conditions:');
    page.timedConditions(conditions);
  }
  page.line(0, '\nNo resource quota.\n\nNo LimitRange resource.');
}

export function describeConfigMap(page: Page, configMap: ConfigMap, events: Events): void {
  head(page, configMap);
  page.line(0, '\nData\n====');
  for (const key of Object.keys(configMap.data ?? {}).sort()) page.line(0, `${key}:\n----\n${configMap.data?.[key] as string}\n`);
  page.line(0, '\nBinaryData\n====');
  for (const key of Object.keys(configMap.binaryData ?? {}).sort()) page.line(0, `${key}: ${decodedLength(configMap.binaryData?.[key] as string)} bytes`);
  page.line(0, '');
  page.events(events);
}

/** How many bytes base64 stands for. */
const decodedLength = (text: string): number => Math.floor((text.replace(/=+$/, '').length * 3) / 4);

export function describeSecret(page: Page, secret: Secret): void {
  head(page, secret);
  page.line(0, `\nType:\t${secret.type ?? ''}\n\nData\n====`);
  for (const key of Object.keys(secret.data ?? {}).sort()) page.line(0, `${key}:\t${decodedLength(secret.data?.[key] as string)} bytes`);
}

export function describeServiceAccount(page: Page, account: ServiceAccount, events: Events): void {
  head(page, account);
  page.lines(
    'Image pull secrets',
    (account.imagePullSecrets ?? []).map(({ name }) => name ?? ''),
  );
  page.events(events);
}

/** Counts the Pods of a controller by phase. */
function podsStatus(draft: ClusterDraft, owner: ReplicaSet | StatefulSet): string {
  const pods = draft
    .list('pods', owner.metadata.namespace)
    .filter(
      ({ metadata }) =>
        matchesLabelSelector(owner.spec.selector, metadata.labels) &&
        metadata.ownerReferences?.some(({ controller, uid }) => controller && uid === owner.metadata.uid),
    );
  const count = (phase: string): number => pods.filter(({ status }) => status?.phase === phase).length;
  return `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`;
}

/** ReplicaSets of a Deployment: the one whose template is the Deployment's own, and the others. Models pkg/util/deployment. */
export function replicaSetsOf(draft: ClusterDraft, deployment: Deployment): { readonly all: readonly ReplicaSet[]; readonly current: ReplicaSet | undefined } {
  const all = draft
    .list('replicasets', deployment.metadata.namespace)
    .filter(({ metadata }) => metadata.ownerReferences?.some(({ controller, uid }) => controller && uid === deployment.metadata.uid));
  const wanted = templateText(deployment.spec.template as unknown as JsonObject);
  const current = [...all]
    .sort((a, b) => ((a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? -1 : 1))
    .find(({ spec }) => templateText(spec.template as unknown as JsonObject) === wanted);
  return { all, current };
}

/** A Pod template without the hash label, for comparing. */
function templateText(template: JsonObject): string {
  const metadata = (template['metadata'] ?? {}) as { readonly labels?: { readonly [key: string]: string } };
  const { 'pod-template-hash': _, ...labels } = metadata.labels ?? {};
  return compactJSON({ ...template, metadata: { ...metadata, labels } } as Json);
}

export function describeDeployment(page: Page, deployment: Deployment, events: Events, draft: ClusterDraft): void {
  const { metadata, spec, status = {} } = deployment;
  page.fields(0, [
    ['Name', metadata.name],
    ['Namespace', metadata.namespace],
    ['CreationTimestamp', longTime(metadata.creationTimestamp)],
  ]);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  const rolling = spec.strategy?.rollingUpdate;
  page.fields(0, [
    ['Selector', selectorText(spec.selector)],
    [
      'Replicas',
      `${spec.replicas ?? 0} desired | ${status.updatedReplicas ?? 0} updated | ${status.replicas ?? 0} total | ${status.availableReplicas ?? 0} available | ${status.unavailableReplicas ?? 0} unavailable`,
    ],
    ['StrategyType', spec.strategy?.type ?? ''],
    ['MinReadySeconds', spec.minReadySeconds ?? 0],
    ['RollingUpdateStrategy', rolling && `${rolling.maxUnavailable ?? ''} max unavailable, ${rolling.maxSurge ?? ''} max surge`],
  ]);
  describePodTemplate(page, spec.template);
  page.conditions(status.conditions);
  const { all, current } = replicaSetsOf(draft, deployment);
  const list = (sets: readonly ReplicaSet[]): string =>
    sets.map((one) => `${one.metadata.name} (${one.status?.replicas ?? 0}/${one.spec.replicas ?? 0} replicas created)`).join(', ') || '<none>';
  if (all.length > 0)
    page.fields(0, [
      ['OldReplicaSets', list(all.filter((one) => one !== current))],
      ['NewReplicaSet', list(current ? [current] : [])],
    ]);
  page.events(events);
}

export function describeReplicaSet(page: Page, set: ReplicaSet, events: Events, draft: ClusterDraft): void {
  const { metadata, spec, status } = set;
  page.fields(0, [
    ['Name', metadata.name],
    ['Namespace', metadata.namespace],
    ['Selector', selectorText(spec.selector) || '<none>'],
  ]);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.fields(0, [
    ['Controlled By', controllerOf(set)],
    ['Replicas', `${status?.replicas ?? 0} current / ${spec.replicas ?? 0} desired`],
    ['Pods Status', podsStatus(draft, set)],
  ]);
  describePodTemplate(page, spec.template);
  page.conditions(status?.conditions);
  page.events(events);
}

export function describeStatefulSet(page: Page, set: StatefulSet, events: Events, draft: ClusterDraft): void {
  const { metadata, spec, status } = set;
  page.fields(0, [
    ['Name', metadata.name],
    ['Namespace', metadata.namespace],
    ['CreationTimestamp', longTime(metadata.creationTimestamp)],
    ['Selector', selectorText(spec.selector)],
  ]);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  const rolling = spec.updateStrategy?.rollingUpdate;
  page.fields(0, [
    ['Service Name', spec.serviceName || undefined],
    ['Pod Management Policy', spec.podManagementPolicy || undefined],
    ['Replicas', `${spec.replicas ?? 0} desired | ${status?.replicas ?? 0} total`],
    ['Update Strategy', spec.updateStrategy?.type ?? ''],
  ]);
  if (rolling?.partition !== undefined)
    page.fields(1, [
      ['Partition', rolling.partition],
      ['MaxUnavailable', rolling.maxUnavailable],
    ]);
  const kept = spec.persistentVolumeClaimRetentionPolicy;
  if (kept) {
    page.line(0, 'Persistent Volume Claim Retention Policy:');
    page.fields(1, [
      ['WhenDeleted', kept.whenDeleted ?? ''],
      ['WhenScaled', kept.whenScaled ?? ''],
    ]);
  }
  page.line(0, `Pods Status:\t${podsStatus(draft, set)}`);
  describePodTemplate(page, spec.template);
  page.line(0, `Volume Claims:${spec.volumeClaimTemplates?.length ? '' : '\t<none>'}`);
  for (const claim of spec.volumeClaimTemplates ?? []) {
    const { metadata: own, spec: of } = claim as unknown as {
      readonly metadata: KubernetesObject['metadata'];
      readonly spec?: {
        readonly storageClassName?: string;
        readonly accessModes?: readonly string[];
        readonly resources?: { readonly requests?: { readonly storage?: string } };
      };
    };
    page.fields(1, [
      ['Name', own.name],
      ['StorageClass', of?.storageClassName ?? ''],
    ]);
    page.labels('  Labels', own.labels);
    page.labels('  Annotations', own.annotations);
    page.fields(1, [
      ['Capacity', of?.resources?.requests?.storage ?? '<default>'],
      ['Access Modes', `[${(of?.accessModes ?? []).join(' ')}]`],
    ]);
  }
  page.events(events);
}

export function describeIPAddress(page: Page, address: IPAddress, events: Events): void {
  head(page, address);
  const { parentRef } = address.spec;
  if (parentRef) {
    page.line(0, 'Parent Reference:');
    page.fields(1, [
      ['Group', parentRef.group ?? ''],
      ['Resource', parentRef.resource ?? ''],
      ['Namespace', parentRef.namespace ?? ''],
      ['Name', parentRef.name ?? ''],
    ]);
  }
  page.events(events);
}

export function describeServiceCIDR(page: Page, cidr: ServiceCIDR, events: Events): void {
  head(page, cidr);
  page.line(0, `CIDRs:\t${(cidr.spec.cidrs ?? []).join(', ')}`);
  if (cidr.status?.conditions?.length) {
    page.line(0, 'Status:\nConditions:');
    page.timedConditions(cidr.status.conditions);
  }
  page.events(events);
}

/** `lastTransitionTime` → `Last Transition Time`. */
function smartLabel(field: string): string {
  if (/[^\p{L}-]/u.test(field)) return field;
  const parts = field.match(/[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|./g) ?? [];
  for (let i = 0; i < parts.length - 1; i++)
    if (/^[A-Z]{2,}$/.test(parts[i] as string) && /^[A-Z]/.test(parts[i + 1] as string)) parts.splice(i, 2, `${parts[i] as string}${parts[i + 1] as string}`);
  return parts
    .map((part) =>
      ['API', 'URL', 'UID', 'GUID'].includes(part.toUpperCase())
        ? part.toUpperCase()
        : part === part.toLowerCase()
          ? part.charAt(0).toUpperCase() + part.slice(1)
          : part,
    )
    .join(' ');
}

const SKIPPED = ['.metadata.managedFields', '.metadata.name', '.metadata.namespace', '.metadata.labels', '.metadata.annotations'];

function describeContent(page: Page, level: number, content: JsonObject, prefix: string): void {
  for (const field of Object.keys(content).sort()) {
    const value = content[field] as Json;
    const path = `${prefix}.${field}`;
    if (SKIPPED.includes(path)) continue;
    if (typeof value !== 'object' || value === null) {
      page.line(level, `${smartLabel(field)}:\t${printed(value)}`);
      continue;
    }
    page.line(level, `${smartLabel(field)}:`);
    if (isObject(value)) describeContent(page, level + 1, value, path);
    else
      for (const child of value as readonly Json[]) {
        if (isObject(child)) describeContent(page, level + 1, child, path);
        else page.line(level + 1, printed(child));
      }
  }
}

/** What kinds without a description of their own get: every field. */
export function describeAnything(page: Page, object: KubernetesObject, events: Events): void {
  page.fields(0, [
    ['Name', object.metadata.name],
    ['Namespace', object.metadata.namespace ?? ''],
  ]);
  page.labels('Labels', object.metadata.labels);
  page.annotations('Annotations', object.metadata.annotations);
  describeContent(page, 0, object as unknown as JsonObject, '');
  page.events(events);
}
