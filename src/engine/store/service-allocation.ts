// Families, addresses and node ports of a Service, before it is validated. Models pkg/registry/core/service/storage
// alloc.go and storage.go (v1.37.1).
import type { IPFamily, Service, ServicePort, ServiceSpec } from '../api/core-v1.ts';
import { invalid, type FieldError } from '../api/field-error.ts';
import { child, index } from '../api/field-path.ts';
import { needsClusterIP, needsHealthCheck } from '../api/service-traits.ts';
import { internalErrorStatus, invalidStatus, type Status } from '../api/status.ts';
import type { VersionDifferences } from '../api/version-differences.ts';
import { isIPv6 } from '../validation/ip-problems.ts';
import { clusterIPsProblems } from '../validation/service-cluster-ips.ts';
import { clusterFamilies, takeAddress, takeAnyAddress, takeAnyPort, takePort, type AllocationPlan } from './address-allocator.ts';
import type { ClusterDraft } from './cluster-draft.ts';

type MutableSpec = { -readonly [F in keyof ServiceSpec]: ServiceSpec[F] };
type MutablePort = { -readonly [F in keyof ServicePort]: ServicePort[F] };

/** One request as the steps below see it: `spec` is changed in place. */
export interface Allocation {
  readonly draft: ClusterDraft;
  readonly service: Service;
  readonly spec: MutableSpec;
  readonly before: Service | undefined;
  readonly plan: AllocationPlan;
  readonly dryRun: boolean;
  readonly differences: VersionDifferences;
}

const SERVICE = { kind: 'Service', group: '' };
const refuse = ({ service }: Allocation, ...errors: FieldError[]): Status => invalidStatus(SERVICE, service.metadata.name ?? '', errors);
const sameList = (a: readonly string[] = [], b: readonly string[] = []): boolean => a.length === b.length && a.every((item, i) => item === b[i]);
const otherFamily = (family: IPFamily | undefined): IPFamily => (family === 'IPv4' ? 'IPv6' : 'IPv4');

/** Plans everything, or says why it cannot be. */
export function allocateService(request: Allocation): Status | undefined {
  const { spec, before } = request;
  if (before) patchAllocatedValues(spec, before.spec);
  normalizeClusterIPs(spec, before?.spec);
  return initIPFamilies(request) ?? allocateClusterIPs(request) ?? allocateNodePorts(request);
}

/** Models patchAllocatedValues: what the server gave once and the client left out is kept. */
function patchAllocatedValues(spec: MutableSpec, before: ServiceSpec): void {
  if (needsClusterIP(before) && needsClusterIP(spec)) {
    if (!spec.clusterIP && before.clusterIP) spec.clusterIP = before.clusterIP;
    if (!spec.clusterIPs?.length && before.clusterIPs?.length) spec.clusterIPs = before.clusterIPs;
  }
  if (mayNeedNodePorts(before) && mayNeedNodePorts(spec)) {
    const used = new Set(
      (before.ports ?? []).flatMap(({ nodePort }) => (nodePort && spec.ports?.some((port) => port.nodePort === nodePort) ? [nodePort] : [])),
    );
    const byName = new Map((before.ports ?? []).map(({ name = '', nodePort }) => [name, nodePort]));
    spec.ports = (spec.ports ?? []).map((port) => {
      const stored = port.nodePort ? undefined : byName.get(port.name ?? '');
      return stored && !used.has(stored) ? { ...port, nodePort: stored } : port;
    });
  }
  if (needsHealthCheck(before) && needsHealthCheck(spec) && !spec.healthCheckNodePort && before.healthCheckNodePort) {
    spec.healthCheckNodePort = before.healthCheckNodePort;
  }
}

const mayNeedNodePorts = ({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean =>
  type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);

/** Models normalizeClusterIPs: a client that knows only `clusterIP` is understood. */
function normalizeClusterIPs(spec: MutableSpec, before: ServiceSpec | undefined): void {
  if (!before) {
    if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
    return;
  }
  if (before.clusterIPs?.length && !spec.clusterIPs?.length && before.clusterIP === spec.clusterIP) spec.clusterIPs = before.clusterIPs;
  const given = spec.clusterIP ?? '';
  if ((before.clusterIP ?? '') === given || !sameList(before.clusterIPs, spec.clusterIPs)) return;
  if (given === '') delete spec.clusterIPs;
  else spec.clusterIPs = [given];
}

/** Both asked for both families if possible, and nothing about it changed: a change of the cluster must not touch them. */
function isSamePreferDualStack(spec: ServiceSpec, before: ServiceSpec | undefined): boolean {
  return (
    before !== undefined &&
    before.type === spec.type &&
    ['ClusterIP', 'NodePort', 'LoadBalancer'].includes(spec.type ?? '') &&
    spec.ipFamilyPolicy === 'PreferDualStack' &&
    (before.ipFamilyPolicy ?? 'PreferDualStack') === 'PreferDualStack' &&
    sameList(before.clusterIPs, spec.clusterIPs) &&
    sameList(before.ipFamilies, spec.ipFamilies)
  );
}

/** Models initIPFamilyFields: policy and families from what was said, from the addresses, from the cluster. */
function initIPFamilies(request: Allocation): Status | undefined {
  const { draft, spec, before: beforeService, differences } = request;
  const before = beforeService?.spec;
  if (spec.type === 'ExternalName' || isSamePreferDualStack(spec, before)) return undefined;
  const families = clusterFamilies(draft);
  const headlessWithoutSelector = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  spec.ipFamilyPolicy ??= before?.ipFamilyPolicy ?? (headlessWithoutSelector ? 'RequireDualStack' : 'SingleStack');

  const loose = clusterIPsProblems({ ...request.service, spec }, beforeService, differences.strictIPs);
  if (loose.length > 0) return refuse(request, ...loose);

  const policy = spec.ipFamilyPolicy;
  const errors: FieldError[] = [];
  const aboutPolicy = (rule: 'second-released-without-single-stack' | 'two-with-single-stack', what: 'cluster IP' | 'IP family'): void => {
    errors.push(invalid('spec.ipFamilyPolicy', policy, rule, { what }));
  };
  if (before) {
    if (policy === 'SingleStack') {
      if (sameList(before.clusterIPs, spec.clusterIPs)) spec.clusterIPs = (spec.clusterIPs ?? []).slice(0, 1);
      if (sameList(before.ipFamilies, spec.ipFamilies)) spec.ipFamilies = (spec.ipFamilies ?? []).slice(0, 1);
    } else {
      const reduced = (given: readonly string[] = [], stored: readonly string[] = []): boolean => given.length > 0 && given.length < stored.length;
      if (reduced(spec.clusterIPs, before.clusterIPs)) aboutPolicy('second-released-without-single-stack', 'cluster IP');
      if (reduced(spec.ipFamilies, before.ipFamilies)) aboutPolicy('second-released-without-single-stack', 'IP family');
    }
  }
  if (policy === 'SingleStack') {
    if (spec.clusterIPs?.length === 2) aboutPolicy('two-with-single-stack', 'cluster IP');
    if (spec.ipFamilies?.length === 2) aboutPolicy('two-with-single-stack', 'IP family');
  }
  const chosen = [...(spec.ipFamilies ?? [])];
  (spec.clusterIPs ?? []).forEach((ip, i) => {
    if (ip === 'None' || i < chosen.length) return;
    const family = isIPv6(ip) ? 'IPv6' : 'IPv4';
    if (families.includes(family)) chosen.push(family);
    else errors.push(invalid(index('spec.clusterIPs', i), spec.clusterIPs ?? null, 'ip-family-not-in-cluster', { family }));
  });
  if (errors.length > 0) return refuse(request, ...errors);

  const primary = families[0] ?? 'IPv4';
  if (headlessWithoutSelector) {
    if (chosen.length === 0) chosen.push(primary);
    if (chosen.length < 2 && policy !== 'SingleStack') chosen.push(otherFamily(chosen[0]));
    spec.ipFamilies = chosen;
    return undefined;
  }
  if (policy === 'RequireDualStack' && families.length < 2) errors.push(invalid('spec.ipFamilyPolicy', policy, 'cluster-not-dual-stack'));
  chosen.forEach((family, i) => {
    if (!families.includes(family)) errors.push(invalid(index('spec.ipFamilies', i), family, 'ip-family-not-in-cluster', {}));
  });
  if (errors.length > 0) return refuse(request, ...errors);
  if (chosen.length === 0) chosen.push(primary);
  if (policy !== 'SingleStack' && chosen.length === 1 && families.length === 2) chosen.push(otherFamily(chosen[0]));
  spec.ipFamilies = chosen;
  return undefined;
}

/** Models allocClusterIPs and updateClusterIPs: all, none, or the second one. */
function allocateClusterIPs(request: Allocation): Status | undefined {
  const { spec, before: beforeService, plan } = request;
  const before = beforeService?.spec;
  if (isSamePreferDualStack(spec, before)) return undefined;
  if (!before || (before.type === 'ExternalName' && spec.type !== 'ExternalName')) {
    if (spec.type === 'ExternalName' || isNone(spec)) return undefined;
    return takeAddresses(request, 0);
  }
  if (isNone(before)) return undefined;
  if (before.type !== 'ExternalName' && spec.type === 'ExternalName') {
    plan.releasedAddresses.push(...(before.clusterIPs ?? []));
    return undefined;
  }
  const [stored, given] = [before.ipFamilies?.length ?? 0, spec.ipFamilies?.length ?? 0];
  if (stored === 1 && given === 2) return takeAddresses(request, 1);
  const second = before.clusterIPs?.[1];
  if (stored === 2 && given === 1 && second !== undefined) plan.releasedAddresses.push(second);
  return undefined;
}

const isNone = ({ clusterIPs }: ServiceSpec): boolean => clusterIPs?.[0] === 'None';

/** Fills `clusterIPs` from position `from` on, one per family. */
function takeAddresses(request: Allocation, from: number): Status | undefined {
  const { draft, service, spec, plan, dryRun } = request;
  const families = spec.ipFamilies ?? [];
  const ips = [...(spec.clusterIPs ?? [])];
  while (ips.length < families.length) ips.push('');
  const asked = [...ips];
  const bad = (rule: 'cluster-ip-taken' | 'cluster-ip-out-of-range' | 'cluster-ip-for-nameless', ip: string): Status => {
    // A dry run asks one network's allocator, which names its range.
    const range = draft.config.serviceCIDRs.find((cidr) => cidr.includes(':') === isIPv6(ip));
    const params = rule === 'cluster-ip-out-of-range' && dryRun && range ? { ip, range } : { ip };
    return refuse(request, invalid('spec.clusterIPs', asked, rule, params));
  };
  for (let i = from; i < families.length; i += 1) {
    const ip = asked[i] as string;
    if (ip) {
      const taken = takeAddress(draft, plan, ip, dryRun);
      if (taken !== 'ok') return bad(taken === 'taken' ? 'cluster-ip-taken' : 'cluster-ip-out-of-range', ip);
      continue;
    }
    const next = takeAnyAddress(draft, plan, families[i] as IPFamily, dryRun);
    if (next === undefined)
      return internalErrorStatus(`failed to allocate a serviceIP for Service ${JSON.stringify(service.metadata.name ?? '')}: range is full`);
    if (!service.metadata.name && !dryRun) return bad('cluster-ip-for-nameless', next);
    ips[i] = next;
  }
  spec.clusterIPs = ips;
  const first = ips[0];
  if (first !== undefined) spec.clusterIP = first;
  return undefined;
}

const needsNodePorts = ({ type }: ServiceSpec): boolean => type === 'NodePort' || type === 'LoadBalancer';
const allocatesNodePorts = ({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean =>
  type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts === true);

function allocateNodePorts(request: Allocation): Status | undefined {
  const { spec, before: beforeService, plan } = request;
  const before = beforeService?.spec;
  const stored = (before?.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [nodePort] : []));
  if (needsNodePorts(spec)) {
    const refusal = before ? updateNodePorts(request, stored) : initNodePorts(request);
    if (refusal) return refusal;
  }
  if (before) {
    const kept = needsNodePorts(spec) ? (spec.ports ?? []).map(({ nodePort }) => nodePort) : [];
    if (needsNodePorts(before)) plan.releasedPorts.push(...new Set(stored.filter((port) => !kept.includes(port))));
  }
  return allocateHealthCheckNodePort(request);
}

/** Why a node port could not be taken, as a field error. */
function portRefusal({ draft }: Allocation, i: number, port: number, why: 'taken' | 'out of range'): FieldError {
  const field = child(index('spec.ports', i), 'nodePort');
  const [first, last] = draft.config.nodePortRange;
  return why === 'taken' ? invalid(field, port, 'node-port-taken') : invalid(field, port, 'node-port-out-of-range', { first, last });
}

const PORTS_FULL = internalErrorStatus('failed to allocate a nodePort: range is full');

/** Models initNodePorts: ports with one number and two protocols share one node port. */
function initNodePorts(request: Allocation): Status | undefined {
  const { draft, spec, plan, dryRun } = request;
  const ports: MutablePort[] = (spec.ports ?? []).map((port) => ({ ...port }));
  const given = new Map<number, number>();
  for (const [i, port] of ports.entries()) {
    if (!port.nodePort && !allocatesNodePorts(spec)) continue;
    const shared = given.get(port.port);
    if (shared === undefined) {
      const asked = ports.find((other) => other.port === port.port && other.nodePort)?.nodePort;
      if (asked) {
        const taken = takePort(draft, plan, asked, dryRun);
        if (taken !== 'ok') return refuse(request, portRefusal(request, i, asked, taken));
      }
      const next = asked ?? takeAnyPort(draft, plan, dryRun);
      if (next === undefined) return PORTS_FULL;
      port.nodePort = next;
      given.set(port.port, next);
    } else if (!port.nodePort) port.nodePort = shared;
    else if (port.nodePort !== shared) {
      const taken = takePort(draft, plan, port.nodePort, dryRun);
      if (taken !== 'ok') return refuse(request, portRefusal(request, i, port.nodePort, taken));
    }
  }
  spec.ports = ports;
  return undefined;
}

/** Models updateNodePorts: numbers the Service has already are not asked for again. */
function updateNodePorts(request: Allocation, stored: readonly number[]): Status | undefined {
  const { draft, spec, plan, dryRun } = request;
  const ports: MutablePort[] = (spec.ports ?? []).map((port) => ({ ...port }));
  const seen = new Set<string>();
  const asked = new Set<number>();
  for (const [i, port] of ports.entries()) {
    if (!port.nodePort && !allocatesNodePorts(spec)) continue;
    if (port.nodePort) {
      if (!stored.includes(port.nodePort) && !asked.has(port.nodePort)) {
        const taken = takePort(draft, plan, port.nodePort, dryRun);
        if (taken !== 'ok') return refuse(request, portRefusal(request, i, port.nodePort, taken));
        asked.add(port.nodePort);
      }
    } else {
      const next = takeAnyPort(draft, plan, dryRun);
      if (next === undefined) return PORTS_FULL;
      port.nodePort = next;
    }
    const pair = `${port.protocol}/${port.nodePort}`;
    // A plain Go error: the server answers 500 with its text.
    if (seen.has(pair)) return { code: 500, reason: 'Unknown', message: `duplicate nodePort: {${port.protocol} ${port.nodePort}}` };
    seen.add(pair);
  }
  spec.ports = ports;
  return undefined;
}

/** Models allocHealthCheckNodePort and updateHealthCheckNodePort; all its failures are internal errors. */
function allocateHealthCheckNodePort(request: Allocation): Status | undefined {
  const { draft, spec, before: beforeService, plan, dryRun } = request;
  const needed = beforeService !== undefined && needsHealthCheck(beforeService.spec);
  const needs = needsHealthCheck(spec);
  if (needed && !needs && beforeService.spec.healthCheckNodePort) plan.releasedPorts.push(beforeService.spec.healthCheckNodePort);
  if (needed || !needs) return undefined;
  const asked = spec.healthCheckNodePort;
  if (!asked) {
    const next = takeAnyPort(draft, plan, dryRun);
    if (next === undefined) return internalErrorStatus('failed to allocate a HealthCheck NodePort 0: range is full');
    spec.healthCheckNodePort = next;
    return undefined;
  }
  const taken = takePort(draft, plan, asked, dryRun);
  if (taken === 'ok') return undefined;
  const [first, last] = draft.config.nodePortRange;
  const why =
    taken === 'taken' ? 'provided port is already allocated' : `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
  return internalErrorStatus(`failed to allocate requested HealthCheck NodePort ${asked}: ${why}`);
}

/**
 * Models dropTypeDependentFields: what the new type has no use for goes, unless the request changed it as well (then
 * validation will complain). Runs after allocation.
 */
export function dropTypeDependentFields(spec: MutableSpec, before: ServiceSpec): void {
  if (needsClusterIP(before) && !needsClusterIP(spec)) {
    if (before.clusterIP === spec.clusterIP && sameList(before.clusterIPs, spec.clusterIPs)) {
      delete spec.clusterIP;
      delete spec.clusterIPs;
    }
    if (sameList(before.ipFamilies, spec.ipFamilies)) delete spec.ipFamilies;
    if (before.ipFamilyPolicy === spec.ipFamilyPolicy) delete spec.ipFamilyPolicy;
  }
  if (needsNodePorts(before) && !needsNodePorts(spec)) {
    const stored = new Set((before.ports ?? []).map(({ nodePort }) => nodePort ?? 0));
    if ((spec.ports ?? []).every(({ nodePort }) => !nodePort || stored.has(nodePort)) && spec.ports) {
      spec.ports = spec.ports.map(({ nodePort: _, ...port }) => port);
    }
  }
  const drop = <F extends keyof ServiceSpec>(field: F, was: boolean, is: boolean): void => {
    if (was && !is && before[field] === spec[field]) delete spec[field];
  };
  const isLB = ({ type }: ServiceSpec): boolean => type === 'LoadBalancer';
  const accessible = ({ type, externalIPs }: ServiceSpec): boolean =>
    needsNodePorts({ type } as ServiceSpec) || (type === 'ClusterIP' && (externalIPs?.length ?? 0) > 0);
  drop('healthCheckNodePort', needsHealthCheck(before), needsHealthCheck(spec));
  drop('allocateLoadBalancerNodePorts', isLB(before), isLB(spec));
  drop('loadBalancerClass', isLB(before), isLB(spec));
  drop('externalTrafficPolicy', accessible(before), accessible(spec));
}
