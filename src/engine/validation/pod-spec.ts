// A Pod's spec, alone or in a template. Models pkg/apis/core/validation ValidatePodSpec (v1.37.1), in upstream's order. Not
// modelled: resource claims.
import type { Container, PodSpec } from '../api/core-v1.ts';
import { duplicate, forbidden, invalid, notFound, notSupported, required, tooLong, type FieldError } from '../api/field-error.ts';
import { child, index, type FieldPath } from '../api/field-path.ts';
import type { JsonObject } from '../api/kubernetes-object.ts';
import type { VersionDifferences } from '../api/version-differences.ts';
import { containerProblems, RARE_POD_FIELDS_PART } from './container.ts';
import { notAmong } from './field-problems.ts';
import { ipProblems } from './ip-problems.ts';
import { labelsProblems } from './object-meta.ts';
import { healthProblems } from './probe.ts';
import { resourcesProblems } from './resource-requirements.ts';
import { podContextProblems } from './security-context.ts';
import { affinityProblems, topologySpreadProblems } from './scheduling.ts';
import { dnsLabelProblems, dnsSubdomainProblems, invalidText, labelKeyProblems, searchDomainProblems } from './text-problems.ts';
import { tolerationsProblems } from './toleration.ts';
import { volumesProblems } from './volume.ts';

const MAX_INT32 = 2147483647;
const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARACTERS = 2048;

/** What may be told apart between a Pod and a template. */
export interface PodSpecOptions {
  readonly isPod: boolean;
  readonly version: VersionDifferences;
}

export function podSpecProblems(spec: PodSpec, field: FieldPath, { isPod, version }: PodSpecOptions): FieldError[] {
  const { strictIPs } = version;
  const at = (...names: string[]): FieldPath => child(field, ...names);
  const more = spec as unknown as JsonObject;
  const errors: FieldError[] = [];
  if (spec.terminationGracePeriodSeconds === undefined) errors.push(required(at('terminationGracePeriodSeconds'), 'field-required'));
  const volumes = volumesProblems(spec.volumes ?? [], at('volumes'));
  errors.push(...volumes.errors, ...allContainersProblems(spec, field, volumes.named));
  if (spec.hostNetwork) errors.push(...hostPortProblems(spec, at('containers'), isPod));
  errors.push(...policyProblems(at('restartPolicy'), spec.restartPolicy, ['Always', 'OnFailure', 'Never']));
  errors.push(...policyProblems(at('dnsPolicy'), spec.dnsPolicy, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']));
  errors.push(...labelsProblems(spec.nodeSelector, at('nodeSelector')));
  errors.push(...podContextProblems(spec.securityContext, more, at('securityContext'), version));
  if (more['shareProcessNamespace'] === true && more['hostPID'] === true)
    errors.push(
      invalid(at(...(version.shareProcessNamespaceInPlace ? [] : ['securityContext']), 'shareProcessNamespace'), true, 'settings-contradict', {
        how: 'process-namespaces',
      }),
    );
  errors.push(...affinityProblems(more['affinity'], at('affinity')));
  errors.push(...dnsConfigProblems(spec, at('dnsConfig'), strictIPs));
  spec.readinessGates?.forEach(({ conditionType }, i) =>
    errors.push(...invalidText(child(index(at('readinessGates'), i), 'conditionType'), conditionType, labelKeyProblems)),
  );
  if (more['schedulingGates']) errors.push(...RARE_POD_FIELDS_PART.content.gatesProblems(more['schedulingGates'], at('schedulingGates')));
  errors.push(...topologySpreadProblems(more['topologySpreadConstraints'], at('topologySpreadConstraints')));
  errors.push(...hostUsersProblems(more, field));
  errors.push(...hostnameOverrideProblems(spec, at('hostnameOverride')));
  if (spec.serviceAccountName) errors.push(...invalidText(at('serviceAccountName'), spec.serviceAccountName, dnsSubdomainProblems));
  if ((spec.serviceAccount ?? '') !== (spec.serviceAccountName ?? '')) {
    errors.push(invalid(at('deprecatedServiceAccount'), spec.serviceAccount ?? '', 'service-account-names-differ', { name: spec.serviceAccountName ?? '' }));
  }
  if (spec.nodeName) errors.push(...invalidText(at('nodeName'), spec.nodeName, dnsSubdomainProblems));
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && (deadline < 1 || deadline > MAX_INT32))
    errors.push(invalid(at('activeDeadlineSeconds'), deadline, 'number-out-of-range', { min: 1, max: MAX_INT32 }));
  if (spec.hostname) errors.push(...invalidText(at('hostname'), spec.hostname, dnsLabelProblems));
  if (spec.subdomain) errors.push(...invalidText(at('subdomain'), spec.subdomain, dnsLabelProblems));
  errors.push(...tolerationsProblems(spec.tolerations ?? [], at('tolerations')));
  spec.hostAliases?.forEach(({ ip, hostnames = [] }, i) => {
    const path = index(at('hostAliases'), i);
    errors.push(...ipProblems(child(path, 'ip'), ip ?? '', strictIPs));
    hostnames.forEach((name, j) => errors.push(...invalidText(index(child(path, 'hostnames'), j), name, dnsSubdomainProblems)));
  });
  for (const name of ['priorityClassName', 'runtimeClassName']) if (more[name]) errors.push(...invalidText(at(name), String(more[name]), dnsSubdomainProblems));
  if (spec.preemptionPolicy !== undefined) errors.push(...policyProblems(at('preemptionPolicy'), spec.preemptionPolicy, ['PreemptLowerPriority', 'Never']));
  if (more['overhead']) errors.push(...resourcesProblems({ limits: more['overhead'] }, at('overhead')));
  if (more['os']) errors.push(...RARE_POD_FIELDS_PART.content.systemProblems(spec, field));
  return errors;
}

/** Models validateHostUsers: users of one's own do not go with namespaces of the node. */
function hostUsersProblems(spec: JsonObject, field: FieldPath): FieldError[] {
  if (spec['hostUsers'] !== false) return [];
  return (['hostNetwork', 'hostPID', 'hostIPC'] as const).flatMap((name) =>
    spec[name] === true
      ? [forbidden(child(field, name.replace('hostP', 'HostP').replace('hostI', 'HostI')), 'settings-contradict', { how: 'host-users' })]
      : [],
  );
}

/** Required, and one of these words, which upstream prints in this order. */
function policyProblems(field: FieldPath, value: string | undefined, supported: readonly string[]): FieldError[] {
  return value ? notAmong(field, value, supported) : [required(field, 'field-required')];
}

function allContainersProblems(spec: PodSpec, field: FieldPath, volumes: ReadonlyMap<string, JsonObject>): FieldError[] {
  const { initContainers = [], ephemeralContainers = [], terminationGracePeriodSeconds: grace } = spec;
  // Go writes an absent list as null.
  const containers = (spec.containers as PodSpec['containers'] | null) ?? [];
  const errors: FieldError[] = [];
  const hostUsers = (spec as unknown as JsonObject)['hostUsers'] !== false;
  const names = new Set<string>();
  const named = (container: Container, path: FieldPath): void => {
    if (names.has(container.name ?? '')) errors.push(duplicate(child(path, 'name'), container.name ?? ''));
    names.add(container.name ?? '');
  };
  if (containers.length === 0) errors.push(required(child(field, 'containers'), 'field-required'));
  containers.forEach((container, i) => {
    const path = index(child(field, 'containers'), i);
    errors.push(...containerProblems(container, path, volumes, hostUsers, spec.restartPolicy));
    named(container, path);
    errors.push(...healthProblems(container, grace, path));
    if (container.restartPolicy !== undefined)
      errors.push(...notAmong(child(path, 'restartPolicy'), container.restartPolicy, ['Always', 'Never', 'OnFailure']));
  });
  errors.push(...sharedHostPorts(containers, child(field, 'containers')));
  initContainers.forEach((container, i) => {
    const path = index(child(field, 'initContainers'), i);
    errors.push(...containerProblems(container, path, volumes, hostUsers, spec.restartPolicy));
    if (container.restartPolicy !== undefined)
      errors.push(...notAmong(child(path, 'restartPolicy'), container.restartPolicy, ['Always', 'Never', 'OnFailure']));
    named(container, path);
    errors.push(...sharedHostPorts([container], child(field, 'initContainers')));
    if (container.restartPolicy === 'Always') errors.push(...healthProblems(container, grace, path));
    else {
      for (const name of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
        if (container[name]) errors.push(forbidden(child(path, name), 'probe-on-init-container'));
      }
    }
  });
  const lasting = new Set([...containers, ...initContainers].map(({ name }) => name));
  ephemeralContainers.forEach((container, i) => {
    const path = index(child(field, 'ephemeralContainers'), i);
    errors.push(...containerProblems(container, path, volumes, hostUsers, spec.restartPolicy));
    named(container, path);
    const target = (container as unknown as JsonObject).targetContainerName;
    if (target && !lasting.has(String(target))) errors.push(notFound(child(path, 'targetContainerName'), String(target)));
  });
  return errors;
}

/** Two containers cannot have one port of the node. */
function sharedHostPorts(containers: readonly Container[], field: FieldPath): FieldError[] {
  const seen = new Set<string>();
  return containers.flatMap(({ ports = [] }, i) =>
    ports.flatMap(({ protocol = '', hostIP = '', hostPort = 0 }, j) => {
      if (hostPort === 0) return [];
      const text = `${protocol}/${hostIP}/${hostPort}`;
      if (seen.has(text)) return [duplicate(child(index(child(index(field, i), 'ports'), j), 'hostPort'), text)];
      seen.add(text);
      return [];
    }),
  );
}

/** On the node's network a port has one number; templates may leave it to the Pod's defaults. */
function hostPortProblems(spec: PodSpec, field: FieldPath, isPod: boolean): FieldError[] {
  return ((spec.containers as PodSpec['containers'] | null) ?? []).flatMap(({ ports = [] }, i) =>
    ports.flatMap(({ hostPort = 0, containerPort = 0 }, j) =>
      (isPod || hostPort !== 0) && hostPort !== containerPort
        ? [invalid(child(index(child(index(field, i), 'ports'), j), 'hostPort'), hostPort, 'host-port-differs')]
        : [],
    ),
  );
}

/** Models validatePodDNSConfig. */
function dnsConfigProblems({ dnsPolicy, dnsConfig }: PodSpec, field: FieldPath, strictIPs: boolean): FieldError[] {
  const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {};
  if (dnsPolicy === 'None') {
    if (!dnsConfig) return [required(field, 'dns-config-missing')];
    if (nameservers.length === 0) return [required(child(field, 'nameservers'), 'nameservers-missing')];
  }
  const errors: FieldError[] = [];
  const tooLong = (
    name: string,
    list: readonly string[],
    what: 'nameservers' | 'search paths' | 'characters (including spaces) in the search list',
    max: number,
  ): void => {
    errors.push(invalid(child(field, name), list, 'dns-config-too-long', { what, max }));
  };
  if (nameservers.length > MAX_NAMESERVERS) tooLong('nameservers', nameservers, 'nameservers', MAX_NAMESERVERS);
  nameservers.forEach((ip, i) => errors.push(...ipProblems(index(child(field, 'nameservers'), i), ip, strictIPs)));
  if (searches.length > MAX_SEARCHES) tooLong('searches', searches, 'search paths', MAX_SEARCHES);
  if (searches.join(' ').length > MAX_SEARCH_CHARACTERS)
    tooLong('searches', searches, 'characters (including spaces) in the search list', MAX_SEARCH_CHARACTERS);
  searches.forEach((search, i) => {
    if (search !== '.') errors.push(...invalidText(index(child(field, 'searches'), i), search.replace(/\.$/, ''), searchDomainProblems));
  });
  options.forEach(({ name }, i) => {
    if (!name) errors.push(required(index(child(field, 'options'), i), 'item-without-name'));
  });
  return errors;
}

function hostnameOverrideProblems({ hostnameOverride, setHostnameAsFQDN, hostNetwork }: PodSpec, field: FieldPath): FieldError[] {
  if (hostnameOverride === undefined) return [];
  const errors: FieldError[] = [];
  if (setHostnameAsFQDN) errors.push(forbidden(field, 'hostname-override-contradicts', { field: 'setHostnameAsFQDN' }));
  if (hostNetwork) errors.push(forbidden(field, 'hostname-override-contradicts', { field: 'hostNetwork' }));
  if (hostnameOverride.length > 64) errors.push(tooLong(field, 64));
  return [...errors, ...invalidText(field, hostnameOverride, dnsSubdomainProblems)];
}

/** A template's Pods restart always; asked after the spec itself. */
export function alwaysRestarts({ restartPolicy, activeDeadlineSeconds }: PodSpec, field: FieldPath, kind: 'ReplicaSet' | 'StatefulSet'): FieldError[] {
  return [
    ...(restartPolicy === 'Always' ? [] : [notSupported(child(field, 'restartPolicy'), restartPolicy ?? '', ['Always'])]),
    ...(activeDeadlineSeconds === undefined ? [] : [forbidden(child(field, 'activeDeadlineSeconds'), 'active-deadline-in-template', { kind })]),
  ];
}
