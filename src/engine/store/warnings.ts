// Warnings that come with a successful write. Models pkg/api/service warnings.go, pkg/api/pod warnings.go and the strategies'
// WarningsOnCreate and WarningsOnUpdate (v1.37.1).
import type { Container, ContainerPort, Endpoints, PodSpec, Service } from '../api/core-v1.ts';
import type { EndpointSlice } from '../api/discovery-v1.ts';
import { detailOf } from '../api/rule-words.ts';
import { child, index, type FieldPath } from '../api/field-path.ts';
import { quote } from '../api/go-text.ts';
import type { VersionDifferences } from '../api/version-differences.ts';
import { cidrWarnings, ipWarnings } from '../validation/ip-problems.ts';
import { dnsLabelProblems, invalidText } from '../validation/text-problems.ts';

const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';

export function serviceWarnings({ metadata, spec }: Service, { externalIPsDeprecated }: VersionDifferences): string[] {
  const { externalIPs = [], clusterIP, clusterIPs = [], type } = spec;
  const isExternalName = type === 'ExternalName';
  const headless = type === 'ClusterIP' && clusterIP === 'None';
  const warnings: string[] = [];
  if (metadata.annotations?.[TOPOLOGY_HINTS] !== undefined) {
    warnings.push(`annotation ${TOPOLOGY_HINTS} is deprecated, please use service.kubernetes.io/topology-mode instead`);
  }
  if (clusterIP && clusterIP !== 'None') clusterIPs.forEach((ip, i) => warnings.push(...ipWarnings(index('spec.clusterIPs', i), ip)));
  if (headless) {
    if (spec.loadBalancerIP) warnings.push('spec.loadBalancerIP is ignored for headless services');
    if (externalIPs.length > 0) warnings.push('spec.externalIPs is ignored for headless services');
    if (spec.sessionAffinity !== 'None') warnings.push('spec.SessionAffinity is ignored for headless services');
  }
  externalIPs.forEach((ip, i) => warnings.push(...ipWarnings(index('spec.externalIPs', i), ip)));
  if (externalIPsDeprecated && externalIPs.length > 0 && !headless && !isExternalName) {
    warnings.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters');
  }
  if (spec.loadBalancerIP) warnings.push(...ipWarnings('spec.loadBalancerIP', spec.loadBalancerIP));
  spec.loadBalancerSourceRanges?.forEach((cidr, i) => warnings.push(...cidrWarnings(index('spec.loadBalancerSourceRanges', i), cidr)));
  if (isExternalName && externalIPs.length > 0) warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (!isExternalName && spec.externalName) warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  if (spec.trafficDistribution === 'PreferClose') warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  return warnings;
}

/** Unusual spellings of addresses; what the controllers write is not looked at. */
export function endpointSliceWarnings(slice: EndpointSlice, creating: boolean): string[] {
  const managedBy = slice.metadata.labels?.[MANAGED_BY] ?? '';
  const addresses =
    managedBy === 'endpointslice-controller.k8s.io' || managedBy === 'endpointslicemirroring-controller.k8s.io'
      ? []
      : (slice.endpoints ?? []).flatMap(({ addresses: ips }, i) => (ips ?? []).flatMap((ip, j) => ipWarnings(`endpoints[${i}].addresses[${j}]`, ip)));
  return creating && slice.addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated', ...addresses] : addresses;
}

export function endpointsWarnings({ metadata, subsets = [] }: Endpoints): string[] {
  if (metadata.labels?.['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller') return [];
  return subsets.flatMap(({ addresses = [], notReadyAddresses = [] }, i) => [
    ...addresses.flatMap(({ ip }, j) => ipWarnings(`subsets[${i}].addresses[${j}].ip`, ip)),
    ...notReadyAddresses.flatMap(({ ip }, j) => ipWarnings(`subsets[${i}].notReadyAddresses[${j}].ip`, ip)),
  ]);
}

/** A name that is no DNS label makes odd Pod names; `what` says which. */
export function nameWarnings(name: string, what: 'Pod names and hostnames' | "the Pod's hostname"): string[] {
  const problems = invalidText('metadata.name', name, dnsLabelProblems);
  if (problems.length === 0) return [];
  return [`metadata.name: this is used in ${what}, which can result in surprising behavior; a DNS label is recommended: [${problems.map(detailOf).join(' ')}]`];
}

/** Of a Pod (`field` is '') or of a template (`spec.template`). */
export function podSpecWarnings(spec: PodSpec, field: FieldPath): string[] {
  const at = child(field, 'spec');
  const warnings: string[] = [];
  const repeated = <T>(items: readonly T[] | undefined, path: FieldPath, name: 'ip' | 'name', of: (item: T) => string): void => {
    items?.forEach((item, i) => {
      if (items.findIndex((other) => of(other) === of(item)) < i) warnings.push(`${child(index(path, i), name)}: duplicate ${name} ${quote(of(item))}`);
    });
  };
  const pullSecrets = (spec as unknown as { readonly imagePullSecrets?: readonly { readonly name?: string }[] }).imagePullSecrets;
  pullSecrets?.forEach(({ name }, i) => {
    if (!name) warnings.push(`${child(index(child(at, 'imagePullSecrets'), i), 'name')}: invalid empty name ""`);
  });
  repeated(spec.hostAliases, child(at, 'hostAliases'), 'ip', ({ ip }) => ip);
  const containers: (readonly [Container, FieldPath])[] = (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, i) => [container, index(child(at, list), i)] as const),
  );
  for (const [{ env = [] }, path] of containers) warnings.push(...hiddenVariables(env, child(path, 'env')));
  const ports = containers.flatMap(([container, path]) => (container.ports ?? []).map((port, i) => ({ port, path: index(child(path, 'ports'), i) })));
  warnings.push(...portWarnings(ports));
  const firstOf = new Map<string, FieldPath>();
  for (const { port, path } of ports) {
    if (!port.name) continue;
    const first = firstOf.get(port.name);
    if (first) warnings.push(`${path}: duplicate port name ${quote(port.name)} with ${first}, services and probes that select ports by name will use ${first}`);
    else firstOf.set(port.name, path);
  }
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0)
    warnings.push(`${child(at, 'terminationGracePeriodSeconds')}: must be >= 0; negative values are invalid and will be treated as 1`);
  spec.dnsConfig?.nameservers?.forEach((ip, i) => warnings.push(...ipWarnings(index(child(at, 'dnsConfig', 'nameservers'), i), ip)));
  spec.hostAliases?.forEach(({ ip }, i) => warnings.push(...ipWarnings(child(index(child(at, 'hostAliases'), i), 'ip'), ip)));
  return warnings;
}

/** A variable set again, unless its new value is made from the old one. */
function hiddenVariables(env: NonNullable<Container['env']>, path: FieldPath): string[] {
  return env.flatMap(({ name, value = '', valueFrom }, i) => {
    if (env.findIndex((other) => other.name === name) === i) return [];
    const reference = `$(${name})`;
    const usesOld = valueFrom === undefined && value !== reference && value.includes(reference);
    return usesOld ? [] : [`${index(path, i)}: hides previous definition of ${quote(name)}, which may be dropped when using apply`];
  });
}

function portWarnings(ports: readonly { readonly port: ContainerPort; readonly path: FieldPath }[]): string[] {
  return ports.flatMap(({ port, path }, i) =>
    ports.slice(0, i).flatMap(({ port: other, path: first }) => {
      if (other.containerPort !== port.containerPort || other.protocol !== port.protocol) return [];
      const [host = 0, otherHost = 0] = [port.hostPort, other.hostPort];
      const [ip = '', otherIP = ''] = [port.hostIP, other.hostIP];
      if (host === otherHost && ip === otherIP) return [`${path}: duplicate port definition with ${first}`];
      if (host === 0 || otherHost === 0) return [`${path}: overlapping port definition with ${first}`];
      return host === otherHost && (ip === '') !== (otherIP === '') ? [`${path}: dangerously ambiguous port definition with ${first}`] : [];
    }),
  );
}
