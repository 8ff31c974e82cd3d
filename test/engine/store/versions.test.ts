import { describe, expect, test } from 'vitest';
import { SIMULATED_VERSIONS, differencesOf, type VersionDifferences } from '../../../src/engine/api/version-differences.ts';
import { createCluster, openSession, runCommand } from '../../../src/engine/index.ts';

const service = (name: string, spec: string): string => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  ports: [{port: 80}]\n${spec}`;
const statefulSet = (spec: string): string =>
  `apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec:\n  replicas: 0\n  selector: {matchLabels: {app: db}}\n  template:\n    metadata: {labels: {app: db}}\n    spec:\n      containers: [{name: c, image: "postgres:18"}]\n${spec}`;
const slice = 'apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: s\naddressType: IPv4\nendpoints: [{addresses: []}]\n';

/** What command lines print on a cluster of a version, standard error behind standard output. */
function answers(version: string, text: string, ...lines: string[]): string {
  const fresh = createCluster('three-nodes');
  let world = { cluster: { ...fresh, config: { ...fresh.config, version } }, session: openSession({ kind: 'operator' }, { 'f.yaml': text }) };
  let printed = '';
  for (const line of lines) {
    const result = runCommand(world, line);
    world = result.world;
    printed += result.stdout + result.stderr;
  }
  return printed;
}

interface Row {
  readonly difference: keyof VersionDifferences;
  readonly source: string;
  readonly since: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly before: RegExp;
  readonly after: RegExp;
}

const apply = 'kubectl apply -f f.yaml';
const SHORT_ROWS: readonly Row[] = [
  {
    difference: 'relaxedServiceNames',
    source: 'restated: kubernetes pkg/apis/core/validation/validation_test.go v1.35.0 (DNS-1035 label); recorded: api-services/names',
    since: '1.36',
    text: service('1web', ''),
    lines: [apply],
    before: /metadata\.name: Invalid value: "1web": a DNS-1035 label must consist of/,
    after: /^service\/1web created\n$/,
  },
  {
    difference: 'strictIPs',
    source: 'restated: kubernetes pkg/features/kube_features.go StrictIPCIDRValidation v1.35.0 (alpha, off); recorded: api-services/cluster-ips',
    since: '1.36',
    text: service('web', '  externalIPs: [192.0.02.1]\n'),
    lines: [apply],
    before: /^service\/web created/,
    after: /spec\.externalIPs\[0\]: Invalid value: "192\.0\.02\.1": must not have leading 0s/,
  },
  {
    difference: 'externalIPsDeprecated',
    source: 'restated: kubernetes pkg/api/service/warnings.go v1.35.0 (no such warning); recorded: api-services/cluster-ips',
    since: '1.36',
    text: service('web', '  externalIPs: [192.0.2.1]\n'),
    lines: [apply],
    before: /^service\/web created\n$/,
    after: /Warning: spec\.externalIPs is deprecated/,
  },
  {
    difference: 'declarativeEndpointSlices',
    source: 'restated: kubernetes pkg/apis/discovery/validation/validation.go v1.36.0; recorded: api-workloads/endpointslice-edges',
    since: '1.37',
    text: slice,
    lines: [apply],
    before: /endpoints\[0\]\.addresses: Required value: must contain at least 1 address/,
    after: /endpoints\[0\]\.addresses: Required value\n$/,
  },
  {
    difference: 'immutableFieldsOfStatefulSetNamed',
    source: 'restated: kubernetes pkg/apis/apps/validation/validation.go ValidateStatefulSetUpdate v1.36.0; recorded: api-workloads/statefulset-edges',
    since: '1.37',
    text: statefulSet(''),
    lines: [apply, `kubectl patch statefulset db -p '{"spec":{"serviceName":"x"}}'`],
    before: /spec: Forbidden: updates to statefulset spec for fields other than 'replicas'/,
    after: /spec\.serviceName: Invalid value: "x": field is immutable/,
  },
  {
    difference: 'statefulSetMaxUnavailable',
    source: 'restated: kubernetes pkg/features/kube_features.go MaxUnavailableStatefulSet v1.36.0 (alpha, off); recorded: kubectl-read/whole-objects',
    since: '1.37',
    text: statefulSet(''),
    lines: [apply, "kubectl get statefulset db -o jsonpath='{.spec.updateStrategy.rollingUpdate}'"],
    before: /\{"partition":0\}$/,
    after: /\{"maxUnavailable":1,"partition":0\}$/,
  },
];

const pod = (spec: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers: [{name: c, image: nginx}]\n${spec}`;
const ROWS: readonly Row[] = [
  ...SHORT_ROWS,
  {
    difference: 'seLinuxMount',
    source: 'recorded: versions/1.36/api-workloads/pod-specs-to-the-limit',
    since: '1.37',
    text: pod('  securityContext: {seLinuxChangePolicy: MountOption}\n'),
    lines: [apply],
    before: /seLinuxChangePolicy: Unsupported value: "MountOption": supported values: "Recursive"\n$/,
    after: /^pod\/p created\n$/,
  },
  {
    difference: 'shareProcessNamespaceInPlace',
    source: 'recorded: versions/1.36/api-workloads/pod-specs-to-the-limit',
    since: '1.37',
    text: pod('  shareProcessNamespace: true\n  hostPID: true\n'),
    lines: [apply],
    before: /invalid: spec\.securityContext\.shareProcessNamespace: Invalid value: true/,
    after: /invalid: spec\.shareProcessNamespace: Invalid value: true/,
  },
];

test('there is a row for every difference', () => {
  expect(ROWS.map(({ difference }) => difference).sort()).toEqual(Object.keys(differencesOf('1.37')).sort());
});

describe.each(ROWS.map((row) => [row.difference, row] as const))('%s', (_, { difference, since, text, lines, before, after }) => {
  test.each(SIMULATED_VERSIONS.map((version) => [version]))('in %s', (version) => {
    expect(differencesOf(version)[difference]).toBe(SIMULATED_VERSIONS.indexOf(version) >= SIMULATED_VERSIONS.indexOf(since));
    expect(answers(version, text, ...lines)).toMatch(SIMULATED_VERSIONS.indexOf(version) >= SIMULATED_VERSIONS.indexOf(since) ? after : before);
  });
});
