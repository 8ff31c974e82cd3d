import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/engine/api/kubernetes-object.ts';
import type { ObjectTableName } from '../../../src/engine/store/tables.ts';
import { complaints, freshDraft, patch, post, stored, tweaked } from '../../support/api-requests.ts';

const POD: JsonObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', labels: { app: 'a' } },
  spec: { containers: [{ name: 'c', image: 'nginx:1.29' }] },
};
const TEMPLATE = { metadata: { labels: { app: 'a' } }, spec: POD.spec as JsonObject };
const DEPLOYMENT: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: { selector: { matchLabels: { app: 'a' } }, template: TEMPLATE },
};
const SET: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 's' },
  spec: { serviceName: 'db', selector: { matchLabels: { app: 'a' } }, template: TEMPLATE },
};
const ENDPOINTS: JsonObject = {
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: { name: 'e' },
  subsets: [{ addresses: [{ ip: '192.0.2.1' }], ports: [{ port: 80 }] }],
};
const SLICE: JsonObject = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'e' },
  addressType: 'IPv4',
  ports: [{ port: 80 }],
  endpoints: [{ addresses: ['192.0.2.1'] }],
};
const OBJECTS = { pods: POD, deployments: DEPLOYMENT, statefulsets: SET, endpoints: ENDPOINTS, endpointslices: SLICE } as const;

const CONTAINER = 'spec.containers[0]';
const LABEL = expect.stringContaining('a lowercase RFC 1123 label must consist of') as string;
const NOT_MATCHING = '`selector` does not match template `labels`';

type Row = readonly [behaviour: string, table: keyof typeof OBJECTS, changes: { readonly [path: string]: Json | undefined }, ...complaints: string[]];

const ROWS: readonly Row[] = [
  ['a Pod has a container', 'pods', { 'spec.containers': [] }, 'field-required: spec.containers: Required value'],
  ['two containers of one name', 'pods', { 'spec.containers[1]': { name: 'c', image: 'x' } }, 'value-duplicate: spec.containers[1].name: Duplicate value: "c"'],
  [
    'spaces around an image',
    'pods',
    { [`${CONTAINER}.image`]: ' x' },
    'image-with-spaces: spec.containers[0].image: Invalid value: " x": must not have leading or trailing whitespace',
  ],
  [
    'port 0 is no port, 70000 is too much',
    'pods',
    { [`${CONTAINER}.ports`]: [{ containerPort: 0 }, { containerPort: 70000 }] },
    'field-required: spec.containers[0].ports[0].containerPort: Required value',
    'port-out-of-range: spec.containers[0].ports[1].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
  ],
  [
    'one host port twice',
    'pods',
    { [`${CONTAINER}.ports`]: [80, 81].map((containerPort) => ({ containerPort, hostPort: 8080 })) },
    'value-duplicate: spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//8080"',
  ],
  [
    'a variable from nowhere',
    'pods',
    { [`${CONTAINER}.env`]: [{ name: 'A', valueFrom: {} }] },
    'source-missing: spec.containers[0].env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
  ],
  [
    'a variable from a field that cannot be read',
    'pods',
    { [`${CONTAINER}.env`]: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.ip' } } }] },
    'downward-field-unknown: spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "status.ip": error converting fieldPath: field label not supported: status.ip',
  ],
  [
    'a mount of a volume that is not there',
    'pods',
    { [`${CONTAINER}.volumeMounts`]: [{ name: 'v', mountPath: '/v' }] },
    'value-not-found: spec.containers[0].volumeMounts[0].name: Not found: "v"',
  ],
  [
    'a volume of two kinds',
    'pods',
    { 'spec.volumes': [{ name: 'v', emptyDir: {}, configMap: { name: 'c' } }] },
    'several-volume-types: spec.volumes[0].configMap: Forbidden: may not specify more than 1 volume type',
  ],
  [
    'a request over the limit',
    'pods',
    { [`${CONTAINER}.resources`]: { limits: { cpu: '100m' }, requests: { cpu: '1' } } },
    'request-over-limit: spec.containers[0].resources.requests: Invalid value: "1": must be less than or equal to cpu limit of 100m',
  ],
  [
    'a probe without a handler',
    'pods',
    { [`${CONTAINER}.readinessProbe`]: {} },
    'probe-handler-missing: spec.containers[0].readinessProbe: Required value: must specify a handler type',
  ],
  [
    'a liveness probe that must succeed twice',
    'pods',
    { [`${CONTAINER}.livenessProbe`]: { tcpSocket: { port: 80 }, successThreshold: 2 } },
    'success-threshold-not-one: spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1',
  ],
  [
    'a probe of a container that ends',
    'pods',
    { 'spec.initContainers': [{ name: 'i', image: 'x', readinessProbe: { tcpSocket: { port: 80 } } }] },
    'probe-on-init-container: spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
  ],
  [
    'policies in small letters',
    'pods',
    { 'spec.restartPolicy': 'always', 'spec.dnsPolicy': 'default' },
    'value-not-supported: spec.restartPolicy: Unsupported value: "always": supported values: "Always", "OnFailure", "Never"',
    'value-not-supported: spec.dnsPolicy: Unsupported value: "default": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
  ],
  [
    'too many name servers',
    'pods',
    { 'spec.dnsConfig': { nameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'] } },
    'dns-config-too-long: spec.dnsConfig.nameservers: Invalid value: ["1.1.1.1","1.1.1.2","1.1.1.3","1.1.1.4"]: must not have more than 3 nameservers',
  ],
  [
    'search domains may have underscores, not spaces',
    'pods',
    { 'spec.dnsConfig': { searches: ['_a.b', '.', 'a b'] } },
    expect.stringMatching(
      /^not-dns-search-domain: spec\.dnsConfig\.searches\[2\]: Invalid value: "a b": a lowercase RFC 1123 subdomain must consist of .*'_', '-' or '\.'/,
    ) as string,
  ],
  [
    'a toleration of everything must say Exists',
    'pods',
    { 'spec.tolerations': [{ operator: 'Equal' }] },
    'toleration-key-missing: spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
  ],
  [
    'spreading says how, over what, once',
    'pods',
    {
      'spec.topologySpreadConstraints': [
        { maxSkew: 0, topologyKey: 'zone', whenUnsatisfiable: 'Never' },
        { maxSkew: 1, topologyKey: '', whenUnsatisfiable: 'ScheduleAnyway', minDomains: 2, nodeTaintsPolicy: 'Obey' },
        { maxSkew: 1, topologyKey: 'host', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } },
        { maxSkew: 2, topologyKey: 'host', whenUnsatisfiable: 'DoNotSchedule' },
      ],
    },
    'count-not-positive: spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
    'value-not-supported: spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Never": supported values: "DoNotSchedule", "ScheduleAnyway"',
    'must-not-be-empty: spec.topologySpreadConstraints[1].topologyKey: Required value: can not be empty',
    'min-domains-without-do-not-schedule: spec.topologySpreadConstraints[1].minDomains: Invalid value: 2: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway',
    'value-not-supported: spec.topologySpreadConstraints[1].nodeTaintsPolicy: Unsupported value: "Obey": supported values: "Honor", "Ignore"',
    'value-duplicate: spec.topologySpreadConstraints[2].{topologyKey, whenUnsatisfiable}: Duplicate value: "{host, DoNotSchedule}"',
    "selector-values-missing: spec.topologySpreadConstraints[2].labelSelector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
  ],
  [
    'affinity to nodes',
    'pods',
    {
      'spec.affinity': {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: 'zone', operator: 'Gt', values: ['1', '2'] },
                  { key: 'zone', operator: 'Is' },
                ],
              },
            ],
          },
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 101, preference: { matchExpressions: [{ key: 'zone', operator: 'Exists', values: ['a'] }] } },
          ],
        },
      },
    },
    "selector-single-value-missing: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'",
    'selector-operator-unknown: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[1].operator: Invalid value: "Is": not a valid selector operator',
    'weight-out-of-range: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100',
    "selector-values-not-allowed: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
  ],
  [
    'affinity to nodes without a term',
    'pods',
    { 'spec.affinity': { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } },
    'node-selector-terms-missing: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
  ],
  [
    'distance from other Pods',
    'pods',
    {
      'spec.affinity': {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'a b', namespaces: ['X'] }],
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 0, podAffinityTerm: { topologyKey: 'zone' } }],
        },
      },
    },
    "not-dns-label: spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespace: Invalid value: \"X\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    "label-key-malformed: spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    'weight-out-of-range: spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100',
  ],
  [
    'an account that is not there',
    'pods',
    { 'spec.serviceAccountName': 'who' },
    'Forbidden: pods "p" is forbidden: error looking up service account default/who: serviceaccount "who" not found',
  ],
  [
    'a selector that misses the template',
    'deployments',
    { 'spec.selector.matchLabels': { app: 'b' } },
    `selector-not-matching-template: spec.template.metadata.labels: Invalid value: {"app":"a"}: ${NOT_MATCHING}`,
  ],
  [
    'no selector is two mistakes',
    'deployments',
    { 'spec.selector': undefined },
    'field-required: spec.selector: Required value',
    `selector-not-matching-template: spec.template.metadata.labels: Invalid value: {"app":"a"}: ${NOT_MATCHING}`,
  ],
  [
    'a selector of empty parts',
    'deployments',
    { 'spec.selector': { matchLabels: {}, matchExpressions: [] } },
    'selector-empty: spec.selector: Invalid value: {}: empty selector is invalid for deployment',
  ],
  ['an empty selector', 'deployments', { 'spec.selector': {} }, 'selector-empty: spec.selector: Invalid value: {}: empty selector is invalid for deployment'],
  [
    'an operator that needs values',
    'deployments',
    { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'In' }] } },
    "selector-values-missing: spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
    'selector-malformed: spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"In"}]}: invalid label selector',
  ],
  [
    'a rollout that can never move',
    'deployments',
    { 'spec.strategy': { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } },
    'rolling-update-stuck: spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0',
  ],
  [
    'Recreate with numbers',
    'deployments',
    { 'spec.strategy': { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } },
    "rolling-update-with-recreate: spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
  ],
  [
    'a deadline before readiness counts',
    'deployments',
    { 'spec.minReadySeconds': 600 },
    'progress-deadline-too-short: spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds',
  ],
  [
    "a StatefulSet's name is a label",
    'statefulsets',
    { 'metadata.name': 'a.b' },
    'dots-in-dns-label: metadata.name: Invalid value: "a.b": must not contain dots',
  ],
  [
    'claims are volumes of every Pod, and stand before those of the template',
    'statefulsets',
    {
      'spec.volumeClaimTemplates': [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }],
      'spec.template.spec.volumes': [
        { name: 'data', hostPath: {} },
        { name: 'more', emptyDir: {} },
      ],
      'spec.template.spec.containers[0].volumeMounts': ['data', 'more', 'none'].map((name) => ({ name, mountPath: `/${name}` })),
    },
    'value-not-found: spec.template.spec.containers[0].volumeMounts[2].name: Not found: "none"',
  ],
  [
    'an update strategy that does not exist',
    'statefulsets',
    { 'spec.updateStrategy': { type: 'Recreate' } },
    'value-not-one-of: spec.updateStrategy: Invalid value: {"Type":"Recreate","RollingUpdate":null}: must be \'RollingUpdate\' or \'OnDelete\'',
  ],
  [
    'an address that is none is told twice',
    'endpoints',
    { 'subsets[0].addresses[0].ip': 'x' },
    'ip-malformed: subsets[0].addresses[0].ip: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
    'ip-malformed: subsets[0].addresses[0].ip: Invalid value: "x": must be a valid IP address',
  ],
  [
    'a subset without addresses',
    'endpoints',
    { 'subsets[0].addresses': undefined },
    'subset-without-addresses: subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`',
  ],
  [
    'an address of the other family names the list',
    'endpointslices',
    { 'endpoints[0].addresses[0]': '2001:db8::1' },
    'ip-of-other-family: endpoints[0].addresses: Invalid value: "2001:db8::1": must be an IPv4 address',
  ],
  [
    'IPv6 has one spelling',
    'endpointslices',
    { addressType: 'IPv6', 'endpoints[0].addresses[0]': '2001:DB8::1' },
    'ip-not-canonical: endpoints[0].addresses[0]: Invalid value: "2001:DB8::1": must be in canonical form ("2001:db8::1")',
  ],
  [
    'what is declared comes after the rest',
    'endpointslices',
    { addressType: 'ipv4', 'endpoints[0]': { addresses: [], hostname: 'A' } },
    expect.stringContaining('not-dns-label: endpoints[0].hostname: Invalid value: "A"') as string,
    'value-not-supported: addressType: Unsupported value: "ipv4": supported values: "FQDN", "IPv4", "IPv6"',
    'endpoint-without-addresses: endpoints[0].addresses: Required value',
  ],
];

describe('a new object', () => {
  test.each(ROWS.map(([what, table, changes, ...expected]) => ({ what, table, changes, expected })))('$what', ({ table, changes, expected }) => {
    expect(complaints(post(freshDraft(), table, tweaked(OBJECTS[table], changes)))).toEqual(expected);
  });

  test.each(Object.entries(OBJECTS))('%s: the valid one is accepted', (table, object) => {
    expect(complaints(post(freshDraft(), table as ObjectTableName, object))).toEqual(['ok']);
  });

  test('labels and names of containers are DNS labels', () => {
    const outcome = post(freshDraft(), 'pods', tweaked(POD, { [`${CONTAINER}.name`]: 'C_' }));
    expect(complaints(outcome)).toEqual([LABEL]);
  });

  test('the same container port twice is a warning', () => {
    expect(
      post(freshDraft(), 'deployments', tweaked(DEPLOYMENT, { 'spec.template.spec.containers[0].ports': [{ containerPort: 80 }, { containerPort: 80 }] })),
    ).toMatchObject({
      ok: true,
      warnings: ['spec.template.spec.containers[0].ports[1]: duplicate port definition with spec.template.spec.containers[0].ports[0]'],
    });
  });
});

describe('a changed object', () => {
  test('a Pod may get another image, and nothing else', () => {
    const draft = freshDraft();
    post(draft, 'pods', POD);
    expect(complaints(patch(draft, 'pods', 'p', { spec: { containers: [{ name: 'c', image: 'nginx:2' }] } }))).toEqual(['ok']);
    const [text] = complaints(patch(draft, 'pods', 'p', { spec: { subdomain: 'x' } }));
    expect(text).toMatch(/^pod-spec-immutable: spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`,/);
    expect(text).toContain('\n- "Subdomain": "",\n+ "Subdomain": "x",\n');
  });

  test('containers of a Pod stay as many', () => {
    const draft = freshDraft();
    post(draft, 'pods', POD);
    expect(complaints(patch(draft, 'pods', 'p', { spec: { containers: [{ name: 'e', image: 'x' }] } }))).toEqual([
      'pod-containers-immutable: spec.containers: Forbidden: pod updates may not add or remove containers',
    ]);
  });

  test('scheduling gates can be taken away and never added', () => {
    const draft = freshDraft();
    post(draft, 'pods', tweaked(POD, { 'spec.schedulingGates': [{ name: 'a/b' }, { name: 'c/d' }] }));
    const gates = (...names: string[]): string[] =>
      complaints(patch(draft, 'pods', 'p', { spec: { schedulingGates: names.map((name) => ({ name })) } }, 'application/merge-patch+json'));
    expect(gates('a/b', 'e/f')).toEqual(["gate-added: spec.schedulingGates[1].name: Forbidden: only deletion is allowed, but found new scheduling gate 'e/f'"]);
    expect(gates('c/d')).toEqual(['ok']);
    expect(gates()).toEqual(['ok']);
  });

  test('no RuntimeClass is there to run a Pod by', () => {
    expect(complaints(post(freshDraft(), 'pods', tweaked(POD, { 'spec.runtimeClassName': 'gvisor' })))).toEqual([
      'Forbidden: pods "p" is forbidden: pod rejected: RuntimeClass "gvisor" not found',
    ]);
  });

  test.each([
    ['{"auths":', 'unexpected end of JSON input'],
    ['[]', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
    ['1', 'json: cannot unmarshal number into Go value of type map[string]interface {}'],
    ['{} x', "invalid character 'x' after top-level value"],
    ['{a: b}', "invalid character 'a' looking for beginning of object key string"],
    ['{"auths":{}}', undefined],
  ])('a registry login is a JSON object: %s', (content, words) => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      type: 'kubernetes.io/dockerconfigjson',
      stringData: { '.dockerconfigjson': content },
    };
    const told = words && `secret-not-json: data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": ${words}`;
    expect(complaints(post(freshDraft(), 'secrets', secret))).toEqual([told ?? 'ok']);
  });

  test("a Deployment's selector stays", () => {
    const draft = freshDraft();
    post(draft, 'deployments', DEPLOYMENT);
    const labels = { matchLabels: { app: 'a', tier: 'x' } };
    expect(complaints(patch(draft, 'deployments', 'd', { spec: { selector: labels, template: { metadata: { labels: labels.matchLabels } } } }))).toEqual([
      'field-immutable: spec.selector: Invalid value: {"matchLabels":{"app":"a","tier":"x"}}: field is immutable',
    ]);
  });

  test("a StatefulSet's Service is named since 1.37, before it is one of many", () => {
    const words = (version: string): string[] => {
      const draft = freshDraft('three-nodes', version);
      post(draft, 'statefulsets', SET);
      return complaints(patch(draft, 'statefulsets', 's', { spec: { serviceName: 'other' } }));
    };
    expect(words('1.37')).toEqual(['field-immutable: spec.serviceName: Invalid value: "other": field is immutable']);
    expect(words('1.36')).toEqual([
      expect.stringMatching(/^stateful-set-spec-immutable: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals'/),
    ]);
  });

  test("a StatefulSet's claims stay, and are told as the server's own type", () => {
    const draft = freshDraft();
    const claim = (storage: string): JsonObject => ({
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], dataSource: { apiGroup: 'a.example', kind: 'Snapshot', name: 's' }, resources: { requests: { storage } } },
    });
    post(draft, 'statefulsets', tweaked(SET, { 'spec.volumeClaimTemplates': [claim('1Gi')] }));
    const [text = '', ...others] = complaints(patch(draft, 'statefulsets', 's', { spec: { volumeClaimTemplates: [claim('2Gi')] } }));
    expect(others).toEqual([]);
    expect(text).toMatch(/^field-immutable: spec\.volumeClaimTemplates: Invalid value: \[.*\]: field is immutable$/);
    expect(text).toContain('"DataSource":{"APIGroup":"a.example","Kind":"Snapshot","Name":"s"}');
    expect(text).toContain('"Resources":{"Limits":null,"Requests":{"storage":"2Gi"}}');
  });

  test('the generation counts changes of the spec', () => {
    const draft = freshDraft();
    post(draft, 'deployments', DEPLOYMENT);
    const generation = (changes: Json): unknown => stored<{ metadata: { generation: number } }>(patch(draft, 'deployments', 'd', changes)).metadata.generation;
    expect(generation({ metadata: { labels: { x: 'y' } } })).toBe(1);
    expect(generation({ spec: { replicas: 2 } })).toBe(2);
    expect(generation({ metadata: { annotations: { x: 'y' } } })).toBe(3);
  });
});
