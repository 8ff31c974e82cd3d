import { describe, expect, it } from 'vitest';
import { advanceTo, settleAndWait } from '../../../src/engine/controllers/settle.ts';
import { ClusterDraft } from '../../../src/engine/store/cluster-draft.ts';
import { clusterConfig, type ClusterProfile } from '../../../src/engine/store/cluster-profiles.ts';
import { createCluster } from '../../../src/engine/store/new-cluster.ts';
import { deleteObject } from '../../../src/engine/store/api-server.ts';
import { intervene } from '../../../src/engine/terminal/intervene.ts';
import { apply, draftOf, eventsOf, patch, service } from './world.ts';

const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';

const cloud = (loadBalancer: NonNullable<ClusterProfile['loadBalancer']>): ClusterDraft => new ClusterDraft(createCluster(clusterConfig({ loadBalancer })));

const pass = (draft: ClusterDraft, seconds: number): void => advanceTo(draft, draft.now + seconds * 1000);

const web = (draft: ClusterDraft) => draft.get('services', 'default', 'web');

const ingress = (draft: ClusterDraft) => web(draft)?.status?.loadBalancer?.ingress;

/** A cluster of this cloud in which the Service `web` has its balancer. */
function balanced(loadBalancer: NonNullable<ClusterProfile['loadBalancer']>, spec = {}): ClusterDraft {
  const draft = cloud(loadBalancer);
  apply(draft, service('web', { type: 'LoadBalancer', ...spec }));
  pass(draft, 150);
  return draft;
}

const MADE = ['EnsuringLoadBalancer: Ensuring load balancer', 'EnsuredLoadBalancer: Ensured load balancer'];

describe('a Service of type LoadBalancer', () => {
  it('without a cloud stays as it was sent', () => {
    const draft = draftOf();
    apply(draft, service('web', { type: 'LoadBalancer' }));
    pass(draft, 600);
    expect([web(draft)?.metadata.finalizers, web(draft)?.status, eventsOf(draft, 'Service', 'web')]).toEqual([undefined, { loadBalancer: {} }, []]);
  });

  it.each([
    ['gcp', 39, 1],
    ['azure', 14, 1],
    ['delayed', 119, 1],
  ] as const)('gets an address from %s, not before its time', (kind, before, after) => {
    const draft = cloud(kind);
    apply(draft, service('web', { type: 'LoadBalancer' }));
    pass(draft, before);
    expect([web(draft)?.metadata.finalizers, ingress(draft), eventsOf(draft, 'Service', 'web')]).toEqual([[FINALIZER], undefined, MADE.slice(0, 1)]);
    pass(draft, after);
    expect([ingress(draft), eventsOf(draft, 'Service', 'web')]).toEqual([[{ ip: '192.0.2.1', ipMode: 'VIP' }], MADE]);
    const sources = draft.list('events', 'default').map(({ source }) => source);
    expect(sources).toEqual(MADE.map(() => ({ component: 'service-controller' })));
  });

  it('gets a name from aws, made of its uid', () => {
    const draft = balanced('aws');
    const name = `a${web(draft)?.metadata.uid?.replaceAll('-', '')}`.slice(0, 32);
    expect(ingress(draft)).toEqual([{ hostname: expect.stringMatching(new RegExp(`^${name}-\\d{10}\\.us-east-2\\.elb\\.amazonaws\\.com$`)) }]);
  });

  it.each([
    ['a protocol that a Classic balancer has not', { ports: [{ port: 53, protocol: 'UDP' }] }, {}, 'Protocol UDP not supported by LoadBalancer'],
    [
      'two protocols',
      {
        ports: [
          { name: 'a', port: 53 },
          { name: 'b', port: 53, protocol: 'UDP' },
        ],
      },
      {},
      'mixed protocol is not supported for LoadBalancer',
    ],
    ['affinity', { sessionAffinity: 'ClientIP' }, {}, 'unsupported load balancer affinity: ClientIP'],
    ['SCTP', { ports: [{ port: 53, protocol: 'SCTP' }] }, { type: 'nlb' }, 'Protocol SCTP not supported by LoadBalancer'],
    [
      'no node ports',
      { allocateLoadBalancerNodePorts: false, loadBalancerClass: 'service.k8s.aws/nlb' },
      {},
      'Failed build model due to unable to support instance target type with an unallocated NodePort',
    ],
    [
      'one port with a node port',
      {
        allocateLoadBalancerNodePorts: false,
        ports: [
          { name: 'a', port: 80, nodePort: 30080 },
          { name: 'b', port: 81 },
        ],
      },
      {},
      undefined,
    ],
    [
      'no node ports, by the older code',
      { allocateLoadBalancerNodePorts: false },
      {},
      "minato: Amazon's words about a balancer without a listener are not simulated",
    ],
    ['no node ports, by Pods', { allocateLoadBalancerNodePorts: false, loadBalancerClass: 'service.k8s.aws/nlb' }, { 'nlb-target-type': 'ip' }, undefined],
    ['UDP by a network balancer', { ports: [{ port: 53, protocol: 'UDP' }] }, { type: 'nlb' }, undefined],
  ] as const)('of Amazon with %s', (_, spec, annotations, refusal) => {
    const draft = cloud('aws');
    const named = Object.fromEntries(Object.entries(annotations).map(([name, value]) => [`service.beta.kubernetes.io/aws-load-balancer-${name}`, value]));
    apply(draft, service('web', { type: 'LoadBalancer', ...spec }, { annotations: named }));
    pass(draft, 4);
    const told = eventsOf(draft, 'Service', 'web').filter((event) => /^\w*Failed/u.test(event));
    expect([ingress(draft) === undefined, told.map((event) => refusal !== undefined && event.endsWith(refusal)).includes(true), told.length > 0]).toEqual(
      Array(3).fill(refusal !== undefined),
    );
  });

  it('never gets an address that somebody has', () => {
    const draft = cloud('azure');
    for (let number = 0; number < 24; number += 1) apply(draft, service(`web-${number}`, { type: 'LoadBalancer' }));
    pass(draft, 60);
    const given = draft.list('services').flatMap(({ status }) => status?.loadBalancer?.ingress?.map(({ ip }) => ip) ?? []);
    expect([given.length, new Set(given).size, given.includes('192.0.2.21'), given.includes('192.0.2.22')]).toEqual([24, 24, false, false]);
  });

  it('keeps asking a cloud that fails, each time after a longer while', () => {
    const draft = cloud('failing');
    apply(draft, service('web', { type: 'LoadBalancer' }));
    const failed =
      'SyncLoadBalancerFailed: Error syncing load balancer: failed to ensure load balancer: could not find any suitable subnets for creating the ELB';
    const seen = [1, 5, 1, 10, 1].map((seconds) => {
      pass(draft, seconds);
      return eventsOf(draft, 'Service', 'web').map((event) => event.replace(failed, 'failed'));
    });
    const ensuring = MADE[0] as string;
    expect(seen).toEqual([
      [ensuring, 'failed'],
      [`${ensuring} x2`, 'failed'],
      [`${ensuring} x2`, 'failed x2'],
      [`${ensuring} x3`, 'failed x2'],
      [`${ensuring} x3`, 'failed x3'],
    ]);
    expect(ingress(draft)).toBeUndefined();
  });

  it('with a class is left to somebody else', () => {
    const draft = balanced('gcp', { loadBalancerClass: 'example.com/other' });
    expect([web(draft)?.metadata.finalizers, ingress(draft), eventsOf(draft, 'Service', 'web')]).toEqual([undefined, undefined, []]);
  });

  it('is gone only after its balancer is', () => {
    const draft = balanced('gcp');
    deleteObject(draft, 'services', 'default', 'web', { by: 'kubectl' });
    pass(draft, 0.5);
    expect([web(draft)?.metadata.deletionTimestamp !== undefined, eventsOf(draft, 'Service', 'web').slice(2)]).toEqual([
      true,
      ['DeletingLoadBalancer: Deleting load balancer'],
    ]);
    pass(draft, 0.5);
    expect([web(draft), eventsOf(draft, 'Service', 'web').slice(3)]).toEqual([undefined, ['DeletedLoadBalancer: Deleted load balancer']]);
    expect([draft.names('facts', 'load-balancer'), draft.get('scheduled', '', 'service-controller/default/web')]).toEqual([[], undefined]);
  });

  it('loses its balancer with its type, and gets one with it', () => {
    const draft = balanced('gcp');
    patch(draft, 'services', 'web', { spec: { type: 'ClusterIP' } });
    pass(draft, 1);
    const released = ['Type: LoadBalancer -> ClusterIP', 'DeletingLoadBalancer: Deleting load balancer', 'DeletedLoadBalancer: Deleted load balancer'];
    expect([web(draft)?.metadata.finalizers, ingress(draft), eventsOf(draft, 'Service', 'web')]).toEqual([undefined, undefined, [...MADE, ...released]]);
    patch(draft, 'services', 'web', { spec: { type: 'LoadBalancer' } });
    pass(draft, 60);
    expect([ingress(draft)?.length, eventsOf(draft, 'Service', 'web')]).toEqual([
      1,
      [...MADE.map((event) => `${event} x2`), ...released, 'Type: ClusterIP -> LoadBalancer'],
    ]);
  });

  it('keeps its address when something of it changes', () => {
    const draft = balanced('gcp');
    patch(draft, 'services', 'web', { spec: { loadBalancerSourceRanges: ['203.0.113.40/32'] } });
    pass(draft, 1);
    expect(ingress(draft)).toEqual([{ ip: '192.0.2.1', ipMode: 'VIP' }]);
    expect(eventsOf(draft, 'Service', 'web')).toEqual([...MADE.map((event) => `${event} x2`), 'LoadBalancerSourceRanges: [] -> [203.0.113.40/32]']);
  });

  it('is told that nodes come and go', () => {
    const { cluster } = intervene(balanced('gcp').commit(), { kind: 'node-down', node: 'node-c' });
    expect(eventsOf(new ClusterDraft(cluster), 'Service', 'web').slice(2)).toEqual(['UpdatedLoadBalancer: Updated load balancer with new hosts']);
    const draft = new ClusterDraft(cluster);
    const events = draft.changes.length;
    settleAndWait(draft);
    expect(draft.changes.length).toBe(events);
  });

  it('is told that no node is there for it', () => {
    const draft = cloud('azure');
    for (const name of draft.names('nodes', ''))
      patch(draft, 'nodes', name, { metadata: { labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': '' } } }, '');
    apply(draft, service('web', { type: 'LoadBalancer' }));
    expect(eventsOf(draft, 'Service', 'web')).toEqual([MADE[0], 'UnAvailableLoadBalancer: There are no available nodes for LoadBalancer']);
  });
});
