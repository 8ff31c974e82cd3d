// Models pkg/apis/core/validation ValidateServiceCreate, ValidateServiceUpdate and ValidateServiceStatusUpdate (v1.37.1),
// in upstream's order.
import type { Service, ServicePort } from '../api/core-v1.ts';
import { duplicate, forbidden, invalid, required, type FieldError } from '../api/field-error.ts';
import { child, index, key, type FieldPath } from '../api/field-path.ts';
import { isExternallyAccessible, isHeadless, needsHealthCheck } from '../api/service-traits.ts';
import type { VersionDifferences } from '../api/version-differences.ts';
import { notAmong, oneOf, portNumberProblems, portOrNameProblems, PROTOCOLS } from './field-problems.ts';
import { cidrProblems, endpointIPProblems, ipProblems, parseIPSloppily } from './ip-problems.ts';
import { labelsProblems, validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts';
import { clusterIPUpdateProblems, clusterIPsProblems, ipFamilyUpdateProblems } from './service-cluster-ips.ts';
import { dns1035LabelProblems, dnsLabelProblems, dnsSubdomainProblems, invalidText, labelKeyProblems } from './text-problems.ts';

const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

function servicePortProblems(port: ServicePort, field: FieldPath, several: boolean, names: Set<string>): FieldError[] {
  const errors: FieldError[] = [];
  const name = port.name ?? '';
  if (name === '') {
    if (several) errors.push(required(child(field, 'name'), 'port-name-missing'));
  } else {
    errors.push(...invalidText(child(field, 'name'), name, dnsLabelProblems));
    if (names.has(name)) errors.push(duplicate(child(field, 'name'), name, 'port-name-duplicate'));
    names.add(name);
  }
  errors.push(...portNumberProblems(child(field, 'port'), port.port ?? 0));
  errors.push(...oneOf(child(field, 'protocol'), port.protocol, PROTOCOLS));
  errors.push(...portOrNameProblems(child(field, 'targetPort'), port.targetPort ?? 0));
  if (port.appProtocol !== undefined) errors.push(...invalidText(child(field, 'appProtocol'), port.appProtocol, labelKeyProblems));
  return errors;
}

function typeProblems({ spec }: Service): FieldError[] {
  switch (spec.type) {
    case 'LoadBalancer':
    case 'NodePort':
      return isHeadless(spec) ? [invalid('spec.clusterIPs[0]', 'None', 'headless-of-other-type', { type: spec.type })] : [];
    case 'ExternalName': {
      const errors = [
        ...(spec.clusterIPs?.length ? [forbidden('spec.clusterIPs', 'not-for-external-name')] : []),
        ...(spec.ipFamilies?.length ? [forbidden('spec.ipFamilies', 'not-for-external-name')] : []),
        ...(spec.ipFamilyPolicy !== undefined ? [forbidden('spec.ipFamilyPolicy', 'not-for-external-name')] : []),
      ];
      const target = (spec.externalName ?? '').replace(/\.$/, '');
      errors.push(...(target ? invalidText('spec.externalName', target, dnsSubdomainProblems) : [required('spec.externalName', 'external-name-missing')]));
      return errors;
    }
    default:
      return [];
  }
}

function affinityProblems({ spec }: Service): FieldError[] {
  const errors = oneOf('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None']);
  const field = 'spec.sessionAffinityConfig';
  const config = spec.sessionAffinityConfig;
  if (spec.sessionAffinity === 'None') {
    if (config) errors.push(forbidden(field, 'affinity-config-without-affinity'));
  } else if (spec.sessionAffinity === 'ClientIP') {
    const timeout = config?.clientIP?.timeoutSeconds;
    if (timeout === undefined) {
      const missing = !config ? field : !config.clientIP ? child(field, 'clientIP') : child(field, 'clientIP', 'timeoutSeconds');
      errors.push(required(missing, 'affinity-config-missing'));
    } else if (timeout <= 0 || timeout > 86400) {
      errors.push(invalid(child(field, 'clientIP', 'timeoutSeconds'), timeout, 'affinity-timeout-out-of-range'));
    }
  }
  return errors;
}

function portConflicts({ spec }: Service): FieldError[] {
  const errors: FieldError[] = [];
  const ports = spec.ports ?? [];
  const repeated = (what: (port: ServicePort) => number | undefined, found: (port: ServicePort, field: FieldPath) => FieldError): void => {
    const seen = new Set<string>();
    ports.forEach((port, i) => {
      if (!what(port)) return;
      const pair = `${port.protocol}/${what(port)}`;
      if (seen.has(pair)) errors.push(found(port, index('spec.ports', i)));
      seen.add(pair);
    });
  };
  if (spec.type === 'ClusterIP') {
    ports.forEach(({ nodePort }, i) => {
      if (nodePort) errors.push(forbidden(child(index('spec.ports', i), 'nodePort'), 'node-port-on-cluster-ip'));
    });
  }
  repeated(
    ({ nodePort }) => nodePort,
    ({ nodePort = 0 }, field) => duplicate(child(field, 'nodePort'), nodePort, 'node-port-duplicate'),
  );
  const seen = new Set<string>();
  ports.forEach(({ protocol = 'TCP', port = 0 }, i) => {
    const pair = `${protocol}/${port}`;
    // The key of upstream's map is an internal ServicePort with only these two set.
    if (seen.has(pair)) {
      errors.push(
        duplicate(index('spec.ports', i), { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 }, 'port-duplicate'),
      );
    }
    seen.add(pair);
  });
  return errors;
}

/** The field's path has a capital letter upstream. Models the source range part of validateService. */
function sourceRangeProblems({ metadata, spec }: Service, before: Service | undefined, strict: boolean): FieldError[] {
  const onlyLB = (field: FieldPath): FieldError[] => (spec.type === 'LoadBalancer' ? [] : [forbidden(field, 'only-for-load-balancer', {})]);
  const ranges = spec.loadBalancerSourceRanges ?? [];
  if (ranges.length > 0) {
    const field = 'spec.LoadBalancerSourceRanges';
    const known = (before?.spec.loadBalancerSourceRanges ?? []).map((range) => range.trim());
    return [...onlyLB(field), ...ranges.flatMap((range, i) => cidrProblems(index(field, i), range.trim(), strict, known))];
  }
  const annotation = metadata.annotations?.[SOURCE_RANGES];
  if (annotation === undefined) return [];
  const field = key('metadata.annotations', SOURCE_RANGES);
  const text = before?.metadata.annotations?.[SOURCE_RANGES] === annotation ? '' : annotation.trim();
  return [...onlyLB(field), ...(text === '' ? [] : text.split(',').flatMap((range) => cidrProblems(field, range.trim(), strict)))];
}

function loadBalancerClassProblems({ spec }: Service, before?: Service): FieldError[] {
  const field = 'spec.loadBalancerClass';
  const errors: FieldError[] = [];
  const given = spec.loadBalancerClass;
  if (before?.spec.type === 'LoadBalancer' && spec.type === 'LoadBalancer' && before.spec.loadBalancerClass !== given) {
    errors.push(invalid(field, given ?? null, 'load-balancer-class-immutable'));
  }
  if (given === undefined) return errors;
  if (spec.type !== 'LoadBalancer') return [...errors, forbidden(field, 'only-for-load-balancer', {})];
  return [...errors, ...invalidText(field, given, labelKeyProblems)];
}

function trafficPolicyProblems({ spec }: Service): FieldError[] {
  const errors: FieldError[] = [];
  const external = 'spec.externalTrafficPolicy';
  if (isExternallyAccessible(spec)) errors.push(...oneOf(external, spec.externalTrafficPolicy, ['Cluster', 'Local']));
  else if (spec.externalTrafficPolicy) errors.push(invalid(external, spec.externalTrafficPolicy, 'external-policy-without-way-in'));
  const health = spec.healthCheckNodePort ?? 0;
  if (needsHealthCheck(spec)) {
    if (health === 0) errors.push(required('spec.healthCheckNodePort', 'field-required'));
    else errors.push(...portNumberProblems('spec.healthCheckNodePort', health));
  } else if (health !== 0) errors.push(invalid('spec.healthCheckNodePort', health, 'health-check-port-not-needed'));
  const internal = spec.internalTrafficPolicy;
  if (internal !== undefined || ['ClusterIP', 'NodePort', 'LoadBalancer'].includes(spec.type ?? '')) {
    errors.push(
      ...(internal === undefined
        ? [required('spec.internalTrafficPolicy', 'field-required')]
        : notAmong('spec.internalTrafficPolicy', internal, ['Cluster', 'Local'])),
    );
  }
  if (spec.trafficDistribution !== undefined) {
    errors.push(...notAmong('spec.trafficDistribution', spec.trafficDistribution, ['PreferClose', 'PreferSameZone', 'PreferSameNode']));
  }
  return errors;
}

function validateService(service: Service, before: Service | undefined, { strictIPs }: VersionDifferences): FieldError[] {
  const { metadata, spec } = service;
  const errors: FieldError[] = [];
  const hints = metadata.annotations?.[TOPOLOGY_HINTS];
  const mode = metadata.annotations?.[TOPOLOGY_MODE];
  if (hints !== undefined && mode !== undefined && hints !== mode) {
    errors.push(invalid(key('metadata.annotations', TOPOLOGY_MODE), mode, 'topology-annotations-differ', { other: TOPOLOGY_HINTS }));
  }
  const ports = spec.ports ?? [];
  if (ports.length === 0 && !isHeadless(spec) && spec.type !== 'ExternalName') errors.push(required('spec.ports', 'ports-missing'));
  errors.push(...typeProblems(service));
  const names = new Set<string>();
  ports.forEach((port, i) => errors.push(...servicePortProblems(port, index('spec.ports', i), ports.length > 1, names)));
  errors.push(...labelsProblems(spec.selector, 'spec.selector'), ...affinityProblems(service));
  errors.push(...clusterIPsProblems(service, before, strictIPs));
  spec.externalIPs?.forEach((ip, i) => {
    const field = index('spec.externalIPs', i);
    const malformed = ipProblems(field, ip, strictIPs, before?.spec.externalIPs);
    errors.push(...(malformed.length > 0 ? malformed : endpointIPProblems(field, ip)));
  });
  errors.push(...oneOf('spec.type', spec.type, ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']));
  errors.push(...portConflicts(service), ...sourceRangeProblems(service, before, strictIPs));
  if (spec.allocateLoadBalancerNodePorts !== undefined && spec.type !== 'LoadBalancer') {
    errors.push(forbidden('spec.allocateLoadBalancerNodePorts', 'only-for-load-balancer', {}));
  }
  return [...errors, ...loadBalancerClassProblems(service), ...trafficPolicyProblems(service)];
}

export function validateServiceCreate(service: Service, differences: VersionDifferences): FieldError[] {
  const nameRule = differences.relaxedServiceNames ? dnsLabelProblems : dns1035LabelProblems;
  return [...validateObjectMeta(service, true, nameRule), ...validateService(service, undefined, differences)];
}

export function validateServiceUpdate(service: Service, before: Service, differences: VersionDifferences): FieldError[] {
  const errors = [
    ...validateObjectMetaUpdate(service, before),
    ...clusterIPUpdateProblems(service, before),
    ...ipFamilyUpdateProblems(service, before),
    ...loadBalancerClassProblems(service, before),
  ];
  if (needsHealthCheck(before.spec) && needsHealthCheck(service.spec) && before.spec.healthCheckNodePort !== service.spec.healthCheckNodePort) {
    errors.push(forbidden('spec.healthCheckNodePort', 'field-immutable'));
  }
  return [...errors, ...validateService(service, before, differences)];
}

/** Models ValidateLoadBalancerStatus: what a cloud may write. */
export function validateServiceStatusUpdate(service: Service, before: Service, { strictIPs }: VersionDifferences): FieldError[] {
  const errors = validateObjectMetaUpdate(service, before);
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  const field = 'status.loadBalancer.ingress';
  if (service.spec.type !== 'LoadBalancer') return ingress.length > 0 ? [...errors, forbidden(field, 'only-for-load-balancer', { status: true })] : errors;
  const known = (before.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : []));
  ingress.forEach(({ ip = '', ipMode, hostname = '' }, i) => {
    const path = index(field, i);
    if (ip) errors.push(...ipProblems(child(path, 'ip'), ip, strictIPs, known));
    if (ipMode === undefined) {
      if (ip) errors.push(required(child(path, 'ipMode'), 'ip-mode-missing'));
    } else if (!ip) errors.push(forbidden(child(path, 'ipMode'), 'ip-mode-without-ip'));
    else errors.push(...notAmong(child(path, 'ipMode'), ipMode, ['Proxy', 'VIP']));
    if (hostname) {
      errors.push(...invalidText(child(path, 'hostname'), hostname, dnsSubdomainProblems));
      if (parseIPSloppily(hostname)) errors.push(invalid(child(path, 'hostname'), hostname, 'ip-as-hostname'));
    }
  });
  return errors;
}
