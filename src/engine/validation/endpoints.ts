// Models pkg/apis/core/validation ValidateEndpoints (v1.37.1).
import type { EndpointAddress, EndpointPort, Endpoints } from '../api/core-v1.ts';
import { required, type FieldError } from '../api/field-error.ts';
import { child, index, type FieldPath } from '../api/field-path.ts';
import type { VersionDifferences } from '../api/version-differences.ts';
import { oneOf, portNumberProblems, PROTOCOLS } from './field-problems.ts';
import { endpointIPProblems, ipProblems } from './ip-problems.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts';
import { dnsLabelProblems, dnsSubdomainProblems, invalidText, labelKeyProblems } from './text-problems.ts';

function addressProblems({ ip = '', hostname, nodeName }: EndpointAddress, field: FieldPath, strict: boolean): FieldError[] {
  return [
    ...ipProblems(child(field, 'ip'), ip, strict),
    ...(hostname ? invalidText(child(field, 'hostname'), hostname, dnsLabelProblems) : []),
    ...(nodeName === undefined ? [] : invalidText(child(field, 'nodeName'), nodeName, dnsSubdomainProblems)),
    ...endpointIPProblems(child(field, 'ip'), ip),
  ];
}

function portProblems({ name, port, protocol, appProtocol }: EndpointPort, field: FieldPath, several: boolean): FieldError[] {
  return [
    ...(name ? invalidText(child(field, 'name'), name, dnsLabelProblems) : several ? [required(child(field, 'name'), 'port-name-missing')] : []),
    ...portNumberProblems(child(field, 'port'), port ?? 0),
    ...oneOf(child(field, 'protocol'), protocol, PROTOCOLS),
    ...(appProtocol === undefined ? [] : invalidText(child(field, 'appProtocol'), appProtocol, labelKeyProblems)),
  ];
}

function subsetsProblems({ subsets = [] }: Endpoints, strict: boolean): FieldError[] {
  return subsets.flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }, i) => {
    const at = index('subsets', i);
    return [
      ...(addresses.length + notReadyAddresses.length === 0 ? [required(at, 'subset-without-addresses')] : []),
      ...addresses.flatMap((address, j) => addressProblems(address, index(child(at, 'addresses'), j), strict)),
      ...notReadyAddresses.flatMap((address, j) => addressProblems(address, index(child(at, 'notReadyAddresses'), j), strict)),
      ...ports.flatMap((port, j) => portProblems(port, index(child(at, 'ports'), j), ports.length > 1)),
    ];
  });
}

export function validateEndpointsCreate(endpoints: Endpoints, { strictIPs }: VersionDifferences): FieldError[] {
  return [...validateObjectMeta(endpoints, true, dnsSubdomainProblems), ...subsetsProblems(endpoints, strictIPs)];
}

/** Subsets that stay as they were are not looked at again. */
export function validateEndpointsUpdate(endpoints: Endpoints, before: Endpoints, { strictIPs }: VersionDifferences): FieldError[] {
  const changed = JSON.stringify(endpoints.subsets ?? []) !== JSON.stringify(before.subsets ?? []);
  return [
    ...validateObjectMetaUpdate(endpoints, before),
    ...validateObjectMeta(endpoints, true, dnsSubdomainProblems),
    ...(changed ? subsetsProblems(endpoints, strictIPs) : []),
  ];
}
