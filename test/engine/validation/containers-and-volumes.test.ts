import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/engine/api/kubernetes-object.ts';
import type { ObjectTableName } from '../../../src/engine/store/tables.ts';
import { complaints, freshDraft, post, tweaked } from '../../support/api-requests.ts';

const metadata = { name: 'x' };
const OBJECTS: { readonly [table: string]: JsonObject } = {
  pods: { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'c', image: 'nginx:1.29' }] } },
  configmaps: { apiVersion: 'v1', kind: 'ConfigMap', metadata },
  secrets: { apiVersion: 'v1', kind: 'Secret', metadata },
  nodes: { apiVersion: 'v1', kind: 'Node', metadata },
};
const C = 'spec.containers[0]';
const V = { 'spec.volumes': [{ name: 'v', emptyDir: {} }] };

/** What the API server says of a new object of this kind with these fields. */
const said = (table: string, changes: { readonly [path: string]: Json }): string[] =>
  complaints(post(freshDraft(), table as ObjectTableName, tweaked(OBJECTS[table] as JsonObject, changes)));

type Row = readonly [what: string, changes: { readonly [path: string]: Json }, ...complaints: string[]];
const table = (name: string, rows: readonly Row[]): void => {
  test.each(rows.map(([what, changes, ...expected]) => ({ what, changes, expected: expected.length > 0 ? expected : ['ok'] })))(
    '$what',
    ({ changes, expected }) => {
      expect(said(name, changes)).toEqual(expected);
    },
  );
};
const variable = (valueFrom: Json, more: object = {}): { readonly [path: string]: Json } => ({ [`${C}.env`]: [{ name: 'A', valueFrom, ...more }] });
const mount = (...mounts: Json[]): { readonly [path: string]: Json } => ({ ...V, [`${C}.volumeMounts`]: mounts });
const volume = (...volumes: Json[]): { readonly [path: string]: Json } => ({ 'spec.volumes': volumes });
const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const KEY =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const CONFIG_KEY =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const MODE = 'must be a number between 0 and 0777 (octal), both inclusive';

describe('where a variable comes from', () => {
  const at = `${C}.env[0].valueFrom`;
  table('pods', [
    [
      'a file says which key of which file in which volume',
      variable({ fileKeyRef: {} }),
      ...['key', 'volumeName', 'path'].map((name) => `field-required: ${at}.fileKeyRef.${name}: Required value`),
    ],
    [
      'each is well formed',
      variable({ fileKeyRef: { key: 'a=b', volumeName: 'V_', path: '../x' } }),
      `env-name-malformed: ${at}.fileKeyRef.key: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than '='`,
      `not-dns-label: ${at}.fileKeyRef.volumeName: Invalid value: "V_": ${LABEL}`,
      `path-goes-up: ${at}.fileKeyRef.path: Invalid value: "../x": must not contain '..'`,
    ],
    ['the path in the volume may begin with a slash', variable({ fileKeyRef: { key: 'a', volumeName: 'v', path: '/x' } })],
    [
      'a key of a ConfigMap or Secret is named',
      { [`${C}.env`]: ['configMapKeyRef', 'secretKeyRef'].map((source) => ({ name: 'A', valueFrom: { [source]: { name: 'C_' } } })) },
      ...['configMapKeyRef', 'secretKeyRef'].flatMap((source, i) => [
        `not-dns-subdomain: ${C}.env[${i}].valueFrom.${source}.name: Invalid value: "C_": ${SUBDOMAIN}`,
        `field-required: ${C}.env[${i}].valueFrom.${source}.key: Required value`,
      ]),
    ],
    [
      'or malformed',
      variable({ secretKeyRef: { name: 'c', key: 'a b' } }),
      `config-key-malformed: ${at}.secretKeyRef.key: Invalid value: "a b": ${CONFIG_KEY}`,
    ],
    [
      'not from two sources',
      variable({ configMapKeyRef: { name: 'c', key: 'a' }, fieldRef: { fieldPath: 'metadata.name' } }),
      `several-sources: ${at}: Invalid value: "": may not have more than one field specified at a time`,
    ],
    [
      'not beside a value, which is told first',
      variable({ configMapKeyRef: { name: 'c', key: 'a' }, fieldRef: { fieldPath: 'metadata.name' } }, { value: 'x' }),
      `env-value-and-source: ${at}: Invalid value: "": may not be specified when \`value\` is not empty`,
    ],
    [
      'all keys come from a ConfigMap or a Secret, one of them',
      { [`${C}.envFrom`]: [{}, { configMapRef: { name: 'a' }, secretRef: {} }, { prefix: 'a=', secretRef: { name: 'S_' } }] },
      `source-missing: ${C}.envFrom: Invalid value: "": must specify one of: \`configMapRef\` or \`secretRef\``,
      `field-required: ${C}.envFrom[1].secretRef.name: Required value`,
      `several-sources: ${C}.envFrom: Invalid value: "": may not have more than one field specified at a time`,
      `env-name-malformed: ${C}.envFrom[2].prefix: Invalid value: "a=": a valid environment variable name must consist only of printable ASCII characters other than '='`,
      `not-dns-subdomain: ${C}.envFrom[2].secretRef.name: Invalid value: "S_": ${SUBDOMAIN}`,
    ],
  ]);
});

describe('mounts', () => {
  const at = `${C}.volumeMounts`;
  table('pods', [
    [
      'have a name, a path, each path once',
      mount({ mountPath: '/v' }, { name: 'v' }, { name: 'v', mountPath: '/v' }),
      `field-required: ${at}[0].name: Required value`,
      `value-not-found: ${at}[0].name: Not found: ""`,
      `field-required: ${at}[1].mountPath: Required value`,
      `mount-path-duplicate: ${at}[2].mountPath: Invalid value: "/v": must be unique`,
    ],
    [
      'show a part of the volume, said one way',
      mount({ name: 'v', mountPath: '/v', subPath: '/a', subPathExpr: 'b/..' }),
      `path-not-relative: ${at}.subPath: Invalid value: "/a": must be a relative path`,
      `sub-paths-contradict: ${at}[0].subPathExpr: Invalid value: "b/..": subPathExpr and subPath are mutually exclusive`,
      `path-goes-up: ${at}.subPathExpr: Invalid value: "b/..": must not contain '..'`,
    ],
    ['are read-only all the way down', mount({ name: 'v', mountPath: '/v', readOnly: true, recursiveReadOnly: 'Enabled', mountPropagation: 'None' })],
    [
      'only where they are read-only',
      mount({ name: 'v', mountPath: '/v', recursiveReadOnly: 'IfPossible' }),
      `setting-needs-another: ${at}.recursiveReadOnly: Forbidden: may only be specified when readOnly is true`,
    ],
    [
      'and not shared',
      mount({ name: 'v', mountPath: '/v', readOnly: true, recursiveReadOnly: 'IfPossible', mountPropagation: 'HostToContainer' }),
      `settings-contradict: ${at}.recursiveReadOnly: Forbidden: may only be specified when mountPropagation is None or not specified`,
    ],
    ['need not be', mount({ name: 'v', mountPath: '/v', recursiveReadOnly: 'Disabled', mountPropagation: 'HostToContainer' })],
    [
      'say so in known words',
      mount({ name: 'v', mountPath: '/v', recursiveReadOnly: 'Maybe', mountPropagation: 'Up' }),
      `value-not-supported: ${at}.mountPropagation: Unsupported value: "Up": supported values: "Bidirectional", "HostToContainer", "None"`,
      `value-not-supported: ${at}.recursiveReadOnly: Unsupported value: "Maybe": supported values: "Disabled", "Enabled", "IfPossible"`,
    ],
    [
      'are shared both ways by privileged containers alone',
      mount({ name: 'v', mountPath: '/v', mountPropagation: 'Bidirectional' }),
      `setting-needs-another: ${at}.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers`,
    ],
    ['which these are', { ...mount({ name: 'v', mountPath: '/v', mountPropagation: 'Bidirectional' }), [`${C}.securityContext`]: { privileged: true } }],
  ]);
});

/** In the order in which the server looks for them. */
const SOURCES =
  'emptyDir hostPath gitRepo gcePersistentDisk awsElasticBlockStore secret nfs iscsi glusterfs flocker persistentVolumeClaim rbd cinder cephfs quobyte downwardAPI fc flexVolume configMap azureFile vsphereVolume azureDisk storageos photonPersistentDisk projected portworxVolume scaleIO csi ephemeral image';
describe('volumes', () => {
  const at = 'spec.volumes[0]';
  table('pods', [
    [
      'have one source: every other one is too many',
      volume({
        name: 'v',
        ...Object.fromEntries(
          SOURCES.split(' ')
            .map((source) => [source, {}] as const)
            .reverse(),
        ),
      }),
      ...SOURCES.split(' ')
        .slice(1)
        .map((source) => `several-volume-types: ${at}.${source}: Forbidden: may not specify more than 1 volume type`),
    ],
    ['that say no source are empty directories', volume({ name: 'v' })],
    ...(
      [
        ['hostPath', 'path'],
        ['gitRepo', 'repository'],
        ['secret', 'secretName'],
        ['iscsi', 'targetPortal', 'iqn'],
        ['persistentVolumeClaim', 'claimName'],
        ['configMap', 'name'],
        ['csi', 'driver'],
        ['ephemeral', 'volumeClaimTemplate'],
        ['image', 'reference'],
      ] as const
    ).map(([source, ...names]): Row => [
      `of a ${source} say which`,
      volume({ name: 'v', [source]: {} }),
      ...names.map((name) => `field-required: ${at}.${source}.${name}: Required value`),
    ]),
    ...['emptyDir', 'downwardAPI', 'projected', 'glusterfs'].map((source): Row => [`of a ${source} need say no more`, volume({ name: 'v', [source]: {} })]),
    [
      'of the node stay where they are, and are of a known type',
      volume({ name: 'v', hostPath: { path: '/a/../b', type: 'Dir' } }),
      `path-goes-up: ${at}.hostPath.path: Invalid value: "/a/../b": must not contain '..'`,
      `value-not-supported: ${at}.hostPath.type: Unsupported value: "Dir": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"`,
    ],
    [
      'of another machine have a whole path',
      volume({ name: 'v', nfs: { server: 's', path: 'a' } }, { name: 'w', nfs: {} }, { name: 'x', nfs: { server: 's', path: '/a' } }),
      `path-not-absolute: ${at}.nfs.path: Invalid value: "a": must be an absolute path`,
      'field-required: spec.volumes[1].nfs.server: Required value',
      'field-required: spec.volumes[1].nfs.path: Required value',
      'path-not-absolute: spec.volumes[1].nfs.path: Invalid value: "": must be an absolute path',
    ],
    [
      'of an image are pulled as containers are',
      volume({ name: 'v', image: { reference: 'r', pullPolicy: 'Sometimes' } }),
      `value-not-supported: ${at}.image.pullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"`,
    ],
    [
      'have a name that is a label, once',
      volume({ name: 'v', emptyDir: {} }, { name: 'v', emptyDir: {} }),
      'value-duplicate: spec.volumes[1].name: Duplicate value: "v"',
    ],
    [
      'put keys into files below them, with modes of nine bits',
      volume({
        name: 'v',
        secret: { secretName: 's', defaultMode: 512, items: [{}, { key: 'a', path: '/b', mode: -1 }, { key: 'a', path: '..b', mode: 511 }] },
      }),
      `file-mode-out-of-range: ${at}.secret.defaultMode: Invalid value: 512: ${MODE}`,
      `field-required: ${at}.secret.items[0].key: Required value`,
      `field-required: ${at}.secret.items[0].path: Required value`,
      `path-not-relative: ${at}.secret.items[1].path: Invalid value: "/b": must be a relative path`,
      `file-mode-out-of-range: ${at}.secret.items[1].mode: Invalid value: -1: ${MODE}`,
      `dots-at-start: ${at}.secret.items[2].path: Invalid value: "..b": must not start with '..'`,
    ],
    [
      'tell of the Pod what a file can hold, one thing a file',
      volume({
        name: 'v',
        downwardAPI: {
          defaultMode: -1,
          items: [
            { path: 'a', fieldRef: { fieldPath: 'spec.nodeName' }, resourceFieldRef: { resource: 'cpu' } },
            { path: '', resourceFieldRef: { resource: 'limits.cpu' } },
            { path: 'x', mode: 512 },
          ],
        },
      }),
      `file-mode-out-of-range: ${at}.downwardAPI.defaultMode: Invalid value: -1: ${MODE}`,
      `value-not-supported: ${at}.downwardAPI.fieldRef.fieldPath: Unsupported value: "spec.nodeName": supported values: "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"`,
      `settings-contradict: ${at}.downwardAPI: Invalid value: "resource": fieldRef and resourceFieldRef can not be specified simultaneously`,
      `field-required: ${at}.downwardAPI.path: Required value`,
      `field-required: ${at}.downwardAPI.resourceFieldRef.containerName: Required value`,
      `setting-needs-another: ${at}.downwardAPI: Required value: one of fieldRef and resourceFieldRef is required`,
      `file-mode-out-of-range: ${at}.downwardAPI.mode: Invalid value: 512: ${MODE}`,
    ],
    [
      'put together what is different, each from one source',
      volume({
        name: 'v',
        projected: {
          defaultMode: 512,
          sources: [
            { serviceAccountToken: { expirationSeconds: 599 } },
            { serviceAccountToken: { path: 't', expirationSeconds: 4294967297 } },
            { secret: { items: [{}] }, configMap: { name: 'c', items: [{ key: 'k', path: 'x' }] } },
            { downwardAPI: { items: [{ path: 'x', fieldRef: { fieldPath: 'metadata.name' } }] } },
            { serviceAccountToken: { path: 'u', expirationSeconds: 600 } },
          ],
        },
      }),
      `file-mode-out-of-range: ${at}.projected.defaultMode: Invalid value: 512: ${MODE}`,
      `token-lifetime-out-of-range: ${at}.projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes`,
      `field-required: ${at}.projected.path: Required value`,
      `token-lifetime-out-of-range: ${at}.projected.sources[1].serviceAccountToken.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds`,
      `field-required: ${at}.projected.sources[2].secret.name: Required value`,
      `field-required: ${at}.projected.sources[2].secret.items[0].key: Required value`,
      `field-required: ${at}.projected.sources[2].secret.items[0].path: Required value`,
      `several-projections: ${at}.projected.sources[2]: Forbidden: may not specify more than 1 volume type per source`,
      `paths-duplicate: ${at}.projected: Invalid value: "x": conflicting duplicate paths`,
    ],
  ]);
});

describe('what a container asks for and may do', () => {
  const at = `${C}.resources`;
  table('pods', [
    ['huge pages', { [at]: { limits: { 'hugepages-2Mi': '2Mi', memory: '1Gi' } } }],
    [
      'names are a container’s own, or have a domain before them',
      { [at]: { limits: { storage: '1', gpu: '1', 'requests.example.com/x': '1', 'a b': '1', 'kubernetes.io/x': '1' }, requests: { storage: '1' } } },
      `label-key-malformed: ${at}.limits[a b]: Invalid value: "a b": ${KEY}`,
      `resource-name-unknown: ${at}.limits[a b]: Invalid value: "a b": must be a standard resource for containers`,
      `resource-name-unknown: ${at}.limits[gpu]: Invalid value: "gpu": must be a standard resource type or fully qualified`,
      `resource-name-unknown: ${at}.limits[gpu]: Invalid value: "gpu": must be a standard resource for containers`,
      `resource-name-unknown: ${at}.limits[requests.example.com/x]: Invalid value: "requests.example.com/x": doesn't follow extended resource name standard`,
      `resource-name-unknown: ${at}.limits[storage]: Invalid value: "storage": must be a standard resource for containers`,
      ...['a b', 'gpu', 'requests.example.com/x', 'storage'].flatMap((name) =>
        name === 'a b'
          ? [
              `label-key-malformed: ${at}.requests[a b]: Invalid value: "a b": ${KEY}`,
              `resource-name-unknown: ${at}.requests[a b]: Invalid value: "a b": must be a standard resource for containers`,
            ]
          : name === 'gpu'
            ? [
                `resource-name-unknown: ${at}.requests[gpu]: Invalid value: "gpu": must be a standard resource type or fully qualified`,
                `resource-name-unknown: ${at}.requests[gpu]: Invalid value: "gpu": must be a standard resource for containers`,
              ]
            : name === 'storage'
              ? [`resource-name-unknown: ${at}.requests[storage]: Invalid value: "storage": must be a standard resource for containers`]
              : [`resource-name-unknown: ${at}.requests[${name}]: Invalid value: "${name}": doesn't follow extended resource name standard`],
      ),
    ],
    [
      'what a cluster does not count itself is asked for exactly',
      { [at]: { limits: { 'example.com/gpu': '2' }, requests: { 'example.com/gpu': '1', 'example.com/other': '1', cpu: '-1' } } },
      `number-negative: ${at}.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0`,
      `request-over-limit: ${at}.requests: Invalid value: "1": must be equal to example.com/gpu limit of 2`,
      `limit-missing: ${at}.limits: Required value: Limit must be set for non overcommitable resources`,
    ],
    [
      'who may not have more rights has not all of them',
      {
        [`${C}.securityContext`]: {
          allowPrivilegeEscalation: false,
          privileged: true,
          procMount: 'Default',
          runAsUser: 1,
          runAsGroup: 2,
          runAsNonRoot: true,
          readOnlyRootFilesystem: true,
          capabilities: { add: ['CAP_SYS_ADMIN', 'NET_RAW'], drop: ['ALL'] },
          seLinuxOptions: { level: 's0', role: 'r', type: 't', user: 'u' },
          seccompProfile: { type: 'Localhost', localhostProfile: 'a' },
          appArmorProfile: { type: 'RuntimeDefault' },
        },
      },
      ...['`privileged` to true', '`capabilities.Add` CAP_SYS_ADMIN'].map(
        (what) =>
          `settings-contradict: ${C}.securityContext: Invalid value: {"Capabilities":{"Add":["CAP_SYS_ADMIN","NET_RAW"],"Drop":["ALL"]},"Privileged":true,"SELinuxOptions":{"User":"u","Role":"r","Type":"t","Level":"s0"},"WindowsOptions":null,"RunAsUser":1,"RunAsGroup":2,"RunAsNonRoot":true,"ReadOnlyRootFilesystem":true,"AllowPrivilegeEscalation":false,"ProcMount":"Default","SeccompProfile":{"Type":"Localhost","LocalhostProfile":"a"},"AppArmorProfile":{"Type":"RuntimeDefault","LocalhostProfile":null}}: cannot set \`allowPrivilegeEscalation\` to false and ${what}`,
      ),
    ],
    [
      'what is not said of rights is null, or empty',
      { [`${C}.securityContext`]: { allowPrivilegeEscalation: false, privileged: true, seLinuxOptions: {}, capabilities: {} } },
      `settings-contradict: ${C}.securityContext: Invalid value: {"Capabilities":{"Add":null,"Drop":null},"Privileged":true,"SELinuxOptions":{"User":"","Role":"","Type":"","Level":""},"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set \`allowPrivilegeEscalation\` to false and \`privileged\` to true`,
    ],
  ]);
});

describe('ConfigMaps', () => {
  const tooLong = 'content-too-large: []: Too long: may not be more than 1048576 bytes';
  const x = (count: number): string => 'x'.repeat(count);
  table('configmaps', [
    ['hold a mebibyte', { data: { a: x(1048573) }, binaryData: { b: 'AAAA' } }],
    ['no more', { data: { a: x(1048574) }, binaryData: { b: 'AAAA' } }, tooLong],
    ['counted in bytes', { data: { a: `${x(1048573)}éé` } }, tooLong],
    ['of what base64 stands for', { data: { a: x(1048574) }, binaryData: { b: 'AAA=' } }],
    [
      'have keys that can be file names, each once',
      { data: { '..': '', 'a b': '', x: '1' }, binaryData: { x: 'AA==', 'y z': '' } },
      `dots-at-start: data[..]: Invalid value: "..": must not be '..'`,
      `config-key-malformed: data[a b]: Invalid value: "a b": ${CONFIG_KEY}`,
      'key-in-data-and-binary-data: data[x]: Invalid value: "x": duplicate of key present in binaryData',
      `config-key-malformed: binaryData[y z]: Invalid value: "y z": ${CONFIG_KEY}`,
    ],
  ]);
});

describe('Secrets', () => {
  const needs = (...keys: string[]): string[] => keys.map((key) => `field-required: data[${key}]: Required value`);
  table('secrets', [
    ['of any type hold anything', { type: 'example.com/own', data: { a: '' } }],
    ['for TLS hold a key and a certificate', { type: 'kubernetes.io/tls', data: {} }, ...needs('tls.crt', 'tls.key')],
    ['which may be empty', { type: 'kubernetes.io/tls', data: { 'tls.crt': '', 'tls.key': '' } }],
    ['for ssh hold a key that is not empty', { type: 'kubernetes.io/ssh-auth', data: { 'ssh-privatekey': '' } }, ...needs('ssh-privatekey')],
    ['with a name or a password need one of the two', { type: 'kubernetes.io/basic-auth', data: {} }, ...needs('username', 'password')],
    ['which is enough', { type: 'kubernetes.io/basic-auth', data: { password: 'YQ==' } }],
    ['for registries hold their file', { type: 'kubernetes.io/dockerconfigjson', data: {} }, ...needs('.dockerconfigjson')],
    ['or the older one', { type: 'kubernetes.io/dockercfg', data: {} }, ...needs('.dockercfg')],
    [
      'for an account name it',
      { type: 'kubernetes.io/service-account-token' },
      'field-required: metadata.annotations[kubernetes.io/service-account.name]: Required value',
    ],
    ['have keys that can be file names', { data: { 'a b': '' } }, `config-key-malformed: data[a b]: Invalid value: "a b": ${CONFIG_KEY}`],
  ]);
});

describe('Nodes', () => {
  table('nodes', [
    [
      'have taints with a key and an effect, each pair once',
      {
        spec: {
          taints: [
            { effect: 'NoSchedule' },
            { key: 'a', value: 'b c', effect: 'Never' },
            { key: 'a' },
            { key: 'a', value: 'x', effect: 'NoSchedule' },
            { key: 'a', value: 'x', effect: 'NoExecute' },
            { key: 'a', value: 'y', effect: 'NoSchedule' },
          ],
        },
      },
      'label-key-part-empty: metadata.taints[0].key: Invalid value: "": name part must be non-empty',
      `label-key-malformed: metadata.taints[0].key: Invalid value: "": ${KEY}`,
      `label-value-malformed: metadata.taints[1].value: Invalid value: "b c": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
      'value-not-supported: metadata.taints[1].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      'field-required: metadata.taints[2].effect: Required value',
      'taint-duplicate: metadata.taints[5]: Duplicate value: {"Key":"a","Value":"y","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair',
    ],
  ]);
});
