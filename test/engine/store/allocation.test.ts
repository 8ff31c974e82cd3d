import { describe, expect, test } from 'vitest';
import type { Service } from '../../../src/engine/api/core-v1.ts';
import type { Json, JsonObject } from '../../../src/engine/api/kubernetes-object.ts';
import { deleteObject } from '../../../src/engine/store/api-server.ts';
import { ClusterDraft } from '../../../src/engine/store/cluster-draft.ts';
import { CLUSTER_KINDS } from '../../../src/engine/store/cluster-kinds.ts';
import { createCluster } from '../../../src/engine/store/new-cluster.ts';
import { complaints, freshDraft, patch, post, stored } from '../../support/api-requests.ts';

const service = (name: string, spec: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec },
});
const specOf = (outcome: Parameters<typeof stored>[0]): Service['spec'] => stored<Service>(outcome).spec;
const retype = (draft: ClusterDraft, spec: Json): Service['spec'] => specOf(patch(draft, 'services', 'web', { spec }));
/** All that allocation has written, as text. */
const written = (draft: ClusterDraft): string => JSON.stringify([draft.names('ipaddresses', ''), draft.names('allocations', '')]);

describe('addresses', () => {
  test('are IPAddress objects, picked above the band for those who ask by number', () => {
    const draft = freshDraft();
    for (let i = 0; i < 50; i += 1) {
      const { clusterIP = '' } = specOf(post(draft, 'services', service(`s${i}`)));
      const [, , high, low] = clusterIP.split('.').map(Number) as [number, number, number, number];
      expect(high * 256 + low).toBeGreaterThan(256);
      expect(draft.get('ipaddresses', '', clusterIP)?.spec.parentRef).toEqual({ resource: 'services', namespace: 'default', name: `s${i}` });
    }
  });

  test('of the lower band are used when the rest is full, then there are none', () => {
    const draft = new ClusterDraft(createCluster({ ...CLUSTER_KINDS['three-nodes'], serviceCIDRs: ['10.96.0.0/27'] }));
    // 30 addresses, two of them taken by the fresh cluster's own Services.
    const taken = Array.from({ length: 28 }, (_, i) => specOf(post(draft, 'services', service(`s${i}`))).clusterIP);
    expect(new Set(taken).size).toBe(28);
    expect(complaints(post(draft, 'services', service('one-more')))).toEqual([
      'InternalError: Internal error occurred: failed to allocate a serviceIP for Service "one-more": range is full',
    ]);
    deleteObject(draft, 'services', 'default', 's3', { by: 'kubectl' });
    expect(specOf(post(draft, 'services', service('one-more'))).clusterIP).toBe(taken[3]);
  });

  test('and ports of a refused request are free again', () => {
    const draft = freshDraft();
    const before = written(draft);
    for (const bad of [
      service('A', { type: 'NodePort' }),
      service('x', {
        type: 'NodePort',
        ports: [
          { port: 80, nodePort: 30001 },
          { port: 81, name: 'a' },
        ],
      }),
      service('kubernetes', { clusterIP: '10.96.7.7' }),
    ]) {
      expect(post(draft, 'services', bad).ok).toBe(false);
    }
    expect(written(draft)).toBe(before);
  });

  test('come in pairs on a cluster with two families, and the second goes with SingleStack', () => {
    const draft = freshDraft('dual-stack');
    const { clusterIPs, ipFamilies } = specOf(post(draft, 'services', service('web', { ipFamilyPolicy: 'PreferDualStack' })));
    expect(ipFamilies).toEqual(['IPv4', 'IPv6']);
    expect(clusterIPs?.[1]).toMatch(/^fd00:10:96::/);
    expect(retype(draft, { ipFamilyPolicy: 'SingleStack' }).clusterIPs).toEqual([clusterIPs?.[0]]);
    expect(draft.get('ipaddresses', '', clusterIPs?.[1] as string)).toBeUndefined();
  });

  test('a dry run takes nothing and shows where it would look', () => {
    const draft = freshDraft();
    const before = written(draft);
    const spec = specOf(patch(draft, 'services', 'kubernetes', { spec: { type: 'NodePort' } }, undefined, { dryRun: true }));
    expect(spec.ports?.[0]?.nodePort).toBe(32769);
    expect(written(draft)).toBe(before);
  });
});

describe('node ports', () => {
  test('of one number and two protocols are one', () => {
    const { ports = [] } = specOf(
      post(
        freshDraft(),
        'services',
        service('dns', {
          type: 'NodePort',
          ports: [
            { name: 'u', port: 53, protocol: 'UDP' },
            { name: 't', port: 53 },
          ],
        }),
      ),
    );
    expect(ports[0]?.nodePort).toBe(ports[1]?.nodePort);
    expect(ports[0]?.nodePort).toBeGreaterThanOrEqual(30086);
  });

  test('are taken once in the whole cluster, and the health check port is one of them', () => {
    const draft = freshDraft();
    const { healthCheckNodePort = 0 } = specOf(post(draft, 'services', service('lb', { type: 'LoadBalancer', externalTrafficPolicy: 'Local' })));
    expect(complaints(post(draft, 'services', service('web', { type: 'NodePort', ports: [{ port: 80, nodePort: healthCheckNodePort }] })))).toEqual([
      `node-port-taken: spec.ports[0].nodePort: Invalid value: ${healthCheckNodePort}: provided port is already allocated`,
    ]);
  });

  test('run out', () => {
    const draft = new ClusterDraft(createCluster({ ...CLUSTER_KINDS['three-nodes'], nodePortRange: [30000, 30002] }));
    for (let i = 0; i < 3; i += 1) expect(post(draft, 'services', service(`s${i}`, { type: 'NodePort' })).ok).toBe(true);
    expect(complaints(post(draft, 'services', service('one-more', { type: 'NodePort' })))).toEqual([
      'InternalError: Internal error occurred: failed to allocate a nodePort: range is full',
    ]);
  });
});

describe('a Service that changes its type', () => {
  test('keeps what still applies and loses the rest', () => {
    const draft = freshDraft();
    const { clusterIP } = specOf(post(draft, 'services', service('web')));
    const asNodePort = retype(draft, { type: 'NodePort' });
    expect(asNodePort).toMatchObject({ clusterIP, externalTrafficPolicy: 'Cluster' });
    const nodePort = asNodePort.ports?.[0]?.nodePort as number;
    const asBalancer = retype(draft, { type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
    expect(asBalancer).toMatchObject({ clusterIP, allocateLoadBalancerNodePorts: true, ports: [{ nodePort }] });
    expect(asBalancer.healthCheckNodePort).toBeGreaterThanOrEqual(30000);
    const back = retype(draft, { type: 'ClusterIP' });
    expect(back.ports).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }]);
    for (const gone of ['externalTrafficPolicy', 'allocateLoadBalancerNodePorts', 'healthCheckNodePort']) expect(back).not.toHaveProperty(gone);
    expect(draft.names('allocations', '')).toEqual([]);
  });

  test('gives its address up for a name, and gets another one later', () => {
    const draft = freshDraft();
    const { clusterIP = '' } = specOf(post(draft, 'services', service('web')));
    const external = retype(draft, { type: 'ExternalName', externalName: 'a.example' });
    expect(Object.keys(external).sort()).toEqual(['externalName', 'ports', 'selector', 'sessionAffinity', 'type']);
    expect(draft.get('ipaddresses', '', clusterIP)).toBeUndefined();
    expect(retype(draft, { type: 'ClusterIP' })).toMatchObject({ externalName: 'a.example', clusterIPs: [expect.any(String)] });
  });

  test.each([
    ['to headless', {}, { clusterIP: 'None' }, 'cluster-ip-immutable: spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set'],
    [
      'from headless',
      { clusterIP: 'None' },
      { clusterIP: '10.96.7.7' },
      'cluster-ip-immutable: spec.clusterIPs[0]: Invalid value: ["10.96.7.7"]: may not change once set',
    ],
    [
      'another class of balancer',
      { type: 'LoadBalancer' },
      { loadBalancerClass: 'a/b' },
      'load-balancer-class-immutable: spec.loadBalancerClass: Invalid value: "a/b": may not change once set',
    ],
  ])('cannot go %s', (_, first, change, complaint) => {
    const draft = freshDraft();
    post(draft, 'services', service('web', first));
    expect(complaints(patch(draft, 'services', 'web', { spec: change }))).toEqual([complaint]);
  });
});
