import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/engine/api/kubernetes-object.ts';
import { complaints, freshDraft, post, tweaked } from '../../support/api-requests.ts';

const POD: JsonObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'x' },
  spec: { containers: [{ name: 'c', image: 'nginx:1.29' }] },
};
const C = 'spec.containers[0]';
const CLAIM = { name: 'data', persistentVolumeClaim: { claimName: 'data' } };

const said = (changes: { readonly [path: string]: Json }): string[] => complaints(post(freshDraft(), 'pods', tweaked(POD, changes)));
const devices = (...given: Json[]): { readonly [path: string]: Json } => ({
  'spec.volumes': [CLAIM, { name: 'v', emptyDir: {} }],
  [`${C}.volumeDevices`]: given,
});

describe('volumes as devices', () => {
  const at = `${C}.volumeDevices`;
  test('a claim may be one', () => {
    expect(said(devices({ name: 'data', devicePath: '/dev/xvda' }))).toEqual(['ok']);
  });
  test('an empty directory, an unknown volume and a path that goes up may not', () => {
    expect(said(devices({ name: 'v', devicePath: '/dev/a' }, { name: 'w', devicePath: '../b' }))).toEqual([
      `setting-needs-another: ${at}[0].name: Invalid value: "v": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode`,
      `value-not-found: ${at}[1].name: Not found: "w"`,
      `path-goes-up: ${at}[1].devicePath: Invalid value: "../b": can not contain backsteps ('..')`,
    ]);
  });
  test('each name and path once, and not mounted besides', () => {
    const twice = { name: 'data', devicePath: '/dev/a' };
    expect(said({ ...devices(twice, twice), [`${C}.volumeMounts`]: [{ name: 'data', mountPath: '/dev/a' }] }).slice(0, 4)).toEqual([
      `settings-contradict: ${at}[0].name: Invalid value: "data": must not already exist in volumeMounts`,
      `settings-contradict: ${at}[0].devicePath: Invalid value: "/dev/a": must not already exist as a path in volumeMounts`,
      `mount-path-duplicate: ${at}[1].name: Invalid value: "data": must be unique`,
      `mount-path-duplicate: ${at}[1].devicePath: Invalid value: "/dev/a": must be unique`,
    ]);
  });
});

describe('resize policies', () => {
  const resize = (restartPolicy: string, ...policies: Json[]): string[] => said({ 'spec.restartPolicy': restartPolicy, [`${C}.resizePolicy`]: policies });
  test('a restart does not go with a Pod that never restarts', () => {
    const policy = { resourceName: 'cpu', restartPolicy: 'RestartContainer' };
    expect(resize('Always', policy)).toEqual(['ok']);
    expect(resize('Never', policy)).toEqual([
      `settings-contradict: ${C}.resizePolicy: Invalid value: "RestartContainer": must be 'NotRequired' when pod \`restartPolicy\` is 'Never'`,
    ]);
  });
});

describe('huge pages', () => {
  const huge = (requests: Json, limits: Json): string[] => said({ [`${C}.resources`]: { requests, limits } });
  test('need cpu or memory, and as many as their limit', () => {
    expect(huge({ 'hugepages-2Mi': '4Mi', cpu: '1' }, { 'hugepages-2Mi': '4Mi' })).toEqual(['ok']);
    expect(huge({ 'hugepages-2Mi': '2Mi' }, { 'hugepages-2Mi': '4Mi' })).toEqual([
      `request-over-limit: ${C}.resources.requests: Invalid value: "2Mi": must be equal to hugepages-2Mi limit of 4Mi`,
      `setting-needs-another: ${C}.resources: Forbidden: HugePages require cpu or memory`,
    ]);
  });
});

describe('the system of a Pod', () => {
  test('options of the other system are refused, of the Pod first', () => {
    expect(
      said({
        'spec.os': { name: 'windows' },
        'spec.hostIPC': true,
        'spec.securityContext': { runAsGroup: 1 },
        'spec.initContainers': [{ name: 'i', image: 'nginx:1.29', securityContext: { capabilities: {} } }],
      }),
    ).toEqual(
      ['spec.securityContext.runAsGroup', 'spec.hostIPC', 'spec.initContainers[0].securityContext.capabilities'].map(
        (field) => `settings-contradict: ${field}: Forbidden: cannot be set for a windows pod`,
      ),
    );
    const windows = { windowsOptions: { runAsUserName: 'a' } };
    expect(said({ 'spec.os': { name: 'linux' }, 'spec.securityContext': windows, [`${C}.securityContext`]: windows })).toEqual(
      ['spec.securityContext', `${C}.securityContext`].map(
        (field) => `settings-contradict: ${field}.windowsOptions: Forbidden: windows options cannot be set for a linux pod`,
      ),
    );
  });
});

describe('what a new Pod cannot have', () => {
  test('a node while gates are closed, and containers that come later', () => {
    expect(said({ 'spec.nodeName': 'node-a', 'spec.schedulingGates': [{ name: 'example.com/a' }] })).toEqual([
      'settings-contradict: spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared',
    ]);
    expect(said({ 'spec.ephemeralContainers': [{ name: 'd', image: 'busybox:1.37', terminationMessagePolicy: 'File', imagePullPolicy: 'Always' }] })).toEqual([
      'setting-needs-another: spec.ephemeralContainers: Forbidden: cannot be set on create',
    ]);
  });
});
