import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/engine/api/kubernetes-object.ts';
import { complaints, freshDraft, post, tweaked } from '../../support/api-requests.ts';

const VALID: JsonObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
};
const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const KEY =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

type Row = readonly [behaviour: string, changes: { readonly [path: string]: Json | undefined }, ...complaints: string[]];

const ROWS: readonly Row[] = [
  ['the valid one is accepted', {}, 'ok'],
  ['a capital in the name', { 'metadata.name': 'Web' }, `not-dns-label: metadata.name: Invalid value: "Web": ${LABEL}`],
  ['dots in the name', { 'metadata.name': 'a.b' }, 'dots-in-dns-label: metadata.name: Invalid value: "a.b": must not contain dots'],
  [
    'a name of 64 letters',
    { 'metadata.name': 'a'.repeat(64) },
    `text-too-long: metadata.name: Invalid value: "${'a'.repeat(64)}": must be no more than 63 characters`,
  ],
  [
    'a label key with two slashes',
    { 'metadata|labels|a/b/c': 'x' },
    expect.stringContaining('label-key-several-slashes: metadata.labels: Invalid value: "a/b/c": a valid label key must consist') as string,
  ],
  [
    'an annotation key with an empty prefix',
    { 'metadata|annotations|/x': '' },
    'label-key-part-empty: metadata.annotations: Invalid value: "/x": prefix part must be non-empty',
  ],
  [
    'two controlling owners',
    { 'metadata.ownerReferences': ['a', 'b'].map((name) => ({ apiVersion: 'v1', kind: 'Pod', name, uid: name, controller: true })) },
    expect.stringMatching(/^several-controllers: metadata.ownerReferences: .*Found "true" in references for Pod\/a and Pod\/b$/) as string,
  ],
  [
    'a finalizer without a domain',
    { 'metadata.finalizers': ['mine'] },
    'finalizer-not-qualified: metadata.finalizers[0]: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified',
  ],
  ['no ports', { 'spec.ports': undefined }, 'ports-missing: spec.ports: Required value'],
  [
    'port 0 is also the target',
    { 'spec.ports[0]': { port: 0 } },
    'port-out-of-range: spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
    'port-out-of-range: spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive',
  ],
  [
    'a protocol of another layer',
    { 'spec.ports[0].protocol': 'HTTP' },
    'value-not-supported: spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
  ],
  [
    'every rule of port names',
    { 'spec.ports[0].targetPort': '-1--_' },
    ...(['characters', 'no letter', 'two dashes', 'dash at the edge'] as const).map(
      (_, i) =>
        `port-name-malformed: spec.ports[0].targetPort: Invalid value: "-1--_": ${['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)', 'must contain at least one letter (a-z)', 'must not contain consecutive hyphens', 'must not begin or end with a hyphen'][i] as string}`,
    ),
  ],
  [
    'the same port for the same protocol',
    { 'spec.ports[1]': { name: 'again', port: 80 } },
    'port-duplicate: spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
  ],
  ['the same port for another protocol', { 'spec.ports[1]': { name: 'again', port: 80, protocol: 'UDP' } }, 'ok'],
  [
    'an application protocol with a space',
    { 'spec.ports[0].appProtocol': 'a b' },
    `label-key-malformed: spec.ports[0].appProtocol: Invalid value: "a b": ${KEY}`,
  ],
  [
    'an affinity of more than a day',
    { 'spec.sessionAffinity': 'ClientIP', 'spec.sessionAffinityConfig': { clientIP: { timeoutSeconds: 86401 } } },
    'affinity-timeout-out-of-range: spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400',
  ],
  [
    'an address of no network',
    { 'spec.clusterIP': '10.97.0.1' },
    'cluster-ip-out-of-range: spec.clusterIPs: Invalid value: ["10.97.0.1"]: failed to allocate IP 10.97.0.1: the provided network does not match the current range',
  ],
  [
    "the network's own address",
    { 'spec.clusterIP': '10.96.0.0' },
    'cluster-ip-out-of-range: spec.clusterIPs: Invalid value: ["10.96.0.0"]: failed to allocate IP 10.96.0.0: the provided network does not match the current range',
  ],
  [
    "the API server's address",
    { 'spec.clusterIP': '10.96.0.1' },
    'cluster-ip-taken: spec.clusterIPs: Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: provided IP is already allocated',
  ],
  [
    'clusterIPs alone',
    { 'spec.clusterIPs': ['10.96.7.7'] },
    'cluster-ips-without-cluster-ip: spec.clusterIPs: Invalid value: ["10.96.7.7"]: must be empty when `clusterIP` is not specified',
  ],
  [
    'an IPv4 address in IPv6',
    { 'spec.clusterIP': '::ffff:10.96.7.7' },
    'ip-v4-mapped: spec.clusterIPs[0]: Invalid value: "::ffff:10.96.7.7": must not be an IPv4-mapped IPv6 address',
  ],
  [
    'an external address of no host',
    { 'spec.externalIPs': ['0.0.0.0'] },
    'ip-in-special-range: spec.externalIPs[0]: Invalid value: "0.0.0.0": may not be unspecified (0.0.0.0)',
  ],
  [
    'headless with a node port',
    { 'spec.clusterIP': 'None', 'spec.type': 'NodePort' },
    `headless-of-other-type: spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services`,
  ],
  [
    'a node port below the range hides a bad name',
    { 'metadata.name': 'A_', 'spec.type': 'NodePort', 'spec.ports[0].nodePort': 80 },
    'node-port-out-of-range: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767',
  ],
  [
    'a node port without the type',
    { 'spec.ports[0].nodePort': 30000 },
    "node-port-on-cluster-ip: spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
  ],
  [
    'a health check port out of range is an internal error',
    { 'spec.type': 'LoadBalancer', 'spec.externalTrafficPolicy': 'Local', 'spec.healthCheckNodePort': 80 },
    'InternalError: Internal error occurred: failed to allocate requested HealthCheck NodePort 80: provided port is not in the valid range. The range of valid ports is 30000-32767',
  ],
  [
    'source ranges are spelled with a capital L',
    { 'spec.loadBalancerSourceRanges': ['10.0.0.0/8'] },
    "only-for-load-balancer: spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'",
  ],
  [
    'ranges with leading zeros and host bits',
    { 'spec.type': 'LoadBalancer', 'spec.loadBalancerSourceRanges': ['010.0.0.0/8', ' 10.0.0.1/8 ', '10.0.0.0/08'] },
    'ip-with-leading-zeros: spec.LoadBalancerSourceRanges[0]: Invalid value: "010.0.0.0/8": must not have leading 0s in IP or prefix length',
    'cidr-with-host-bits: spec.LoadBalancerSourceRanges[1]: Invalid value: "10.0.0.1/8": must not have bits set beyond the prefix length',
    'ip-with-leading-zeros: spec.LoadBalancerSourceRanges[2]: Invalid value: "10.0.0.0/08": must not have leading 0s in IP or prefix length',
  ],
  ['an ExternalName Service without a name', { 'spec.type': 'ExternalName' }, 'external-name-missing: spec.externalName: Required value'],
  [
    'an ExternalName Service with a policy of families',
    { 'spec.type': 'ExternalName', 'spec.externalName': 'a.b', 'spec.ipFamilyPolicy': 'SingleStack' },
    'not-for-external-name: spec.ipFamilyPolicy: Forbidden: may not be set for ExternalName services',
  ],
  [
    'two families on a cluster with one',
    { 'spec.ipFamilies': ['IPv4', 'IPv6'] },
    "two-with-single-stack: spec.ipFamilyPolicy: Invalid value: \"SingleStack\": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified",
  ],
  ['one family twice', { 'spec.ipFamilies': ['IPv4', 'IPv4'] }, 'value-duplicate: spec.ipFamilies[1]: Duplicate value: "IPv4"'],
];

describe('a new Service', () => {
  test.each(ROWS.map(([what, changes, ...expected]) => ({ what, changes, expected })))('$what', ({ changes, expected }) => {
    expect(complaints(post(freshDraft(), 'services', tweaked(VALID, changes)))).toEqual(expected);
  });

  test('names began with a letter before 1.36', () => {
    const digit = tweaked(VALID, { 'metadata.name': '1web' });
    expect(complaints(post(freshDraft('three-nodes', '1.36'), 'services', digit))).toEqual(['ok']);
    expect(complaints(post(freshDraft('three-nodes', '1.35'), 'services', digit))).toEqual([
      "not-dns-1035-label: metadata.name: Invalid value: \"1web\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
    ]);
  });

  test('leading zeros were accepted, with a warning, before 1.36', () => {
    const zeros = tweaked(VALID, { 'spec.externalIPs': ['192.0.02.1'] });
    expect(complaints(post(freshDraft('three-nodes', '1.36'), 'services', zeros))).toEqual([
      'ip-with-leading-zeros: spec.externalIPs[0]: Invalid value: "192.0.02.1": must not have leading 0s',
    ]);
    expect(post(freshDraft('three-nodes', '1.35'), 'services', zeros)).toMatchObject({
      ok: true,
      warnings: ['spec.externalIPs[0]: non-standard IP address "192.0.02.1" is invalid: use "192.0.2.1"'],
    });
  });

  test.each([
    [
      'a headless Service ignores what needs an address',
      { 'spec.clusterIP': 'None', 'spec.sessionAffinity': 'ClientIP', 'spec.loadBalancerIP': '192.0.2.1' },
      ['spec.loadBalancerIP is ignored for headless services', 'spec.SessionAffinity is ignored for headless services'],
    ],
    [
      'the older word for a zone',
      { 'spec.trafficDistribution': 'PreferClose' },
      ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"'],
    ],
    ['a name that only ExternalName Services use', { 'spec.externalName': 'a.b' }, ['spec.externalName is ignored when spec.type is not "ExternalName"']],
    [
      'an address that nobody may announce',
      { 'spec.externalIPs': ['192.0.2.1'] },
      ['spec.externalIPs is deprecated and may no longer be implemented in some clusters'],
    ],
  ])('is accepted with a warning: %s', (_, changes, warnings) => {
    expect(post(freshDraft(), 'services', tweaked(VALID, changes))).toMatchObject({ ok: true, warnings });
  });
});
