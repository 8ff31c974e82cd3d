import { describe, expect, test } from 'vitest';
import type { Endpoint, EndpointSlice } from '../../../src/engine/api/discovery-v1.ts';
import type { Service } from '../../../src/engine/api/core-v1.ts';
import { connect, type Destination } from '../../../src/engine/network/connect.ts';
import { followSlice } from '../../../src/engine/network/proxy-memory.ts';
import { localReadyEndpoints } from '../../../src/engine/network/service-endpoints.ts';
import type { Location, PacketTrace } from '../../../src/engine/network/trace.ts';
import { putBalancer, type NamedBalancer } from '../../../src/engine/store/balancers.ts';
import { locationIn, netexec, SmallCluster } from '../../support/small-cluster.ts';

const ADDRESS = '10.96.70.1';
const PORTS = [{ name: '', port: 8080, protocol: 'TCP' as const }];

/** Pods a, b and c, each on the node of its letter; nothing behind the Service `web` yet. */
const world = (more: Partial<Service['spec']> = {}, kind: 'three-nodes' | 'iptables' | 'dual-stack' = 'three-nodes'): SmallCluster =>
  new SmallCluster(kind)
    .pod('a', 'node-a', '10.244.0.10', netexec(8080, 8080))
    .pod('b', 'node-b', '10.244.1.10')
    .pod('c', 'node-c', '10.244.2.10')
    .service('web', { type: 'NodePort', clusterIP: ADDRESS, ports: [{ port: 80, nodePort: 30080 }], ...more }, [{ ip: '198.51.100.10' }]);

const send = (cluster: SmallCluster, from: string | Location, to: Partial<Destination> = {}): PacketTrace =>
  connect(cluster.draft, typeof from === 'string' ? locationIn(cluster, from) : from, { protocol: 'TCP', ip: ADDRESS, port: 80, ...to });

/** The candidates, or why there are none. */
function told({ candidates, hops, brokenAt, verdict }: PacketTrace): string {
  const broken = hops[brokenAt ?? -1];
  return candidates.length > 0 ? candidates.map(({ ip, port }) => `${ip}:${port}`).join(' ') : broken && 'rule' in broken ? broken.rule : verdict;
}

const ready = (ip: string, more: Partial<Endpoint> = {}): Endpoint => ({ addresses: [ip], conditions: { ready: true }, ...more });

describe('the slices of a Service', () => {
  type Slices = readonly (readonly [ports: EndpointSlice['ports'], endpoints: readonly (string | Endpoint)[], more?: Partial<EndpointSlice>])[];
  test.each<[string, Partial<Service['spec']>, Slices, string]>([
    [
      'are put together, in the order of addresses',
      {},
      [
        [PORTS, ['c', 'a']],
        [[{ ...PORTS[0], port: 9090 }], ['b']],
      ],
      '10.244.0.10:8080 10.244.1.10:9090 10.244.2.10:8080',
    ],
    [
      'count for the port of the same name',
      { ports: [{ name: 'http', port: 80 }] },
      [
        [[{ ...PORTS[0], name: 'http' }], ['a']],
        [[{ ...PORTS[0], name: 'https' }], ['b']],
        [PORTS, ['c']],
      ],
      '10.244.0.10:8080',
    ],
    [
      'count for the same protocol, TCP where none is said',
      {},
      [
        [[{ name: '', port: 8080 }], ['a']],
        [[{ ...PORTS[0], protocol: 'UDP' }], ['b']],
        [[{ port: 8080 }], ['c']],
      ],
      '10.244.0.10:8080 10.244.2.10:8080',
    ],
    ['count for nothing without a number', {}, [[[{ name: '', protocol: 'TCP' }], ['a', 'b']]], 'service-without-endpoints'],
    ['count for nothing without ports', {}, [[null, ['a', 'b']]], 'service-without-endpoints'],
    ['count for one family', {}, [[PORTS, ['a'], { addressType: 'IPv6' }]], 'service-without-endpoints'],
    ['may have no endpoints', {}, [[PORTS, [], { endpoints: null }]], 'service-without-endpoints'],
    [
      'say an address once, with what is said of it as not ending',
      {},
      [
        [PORTS, ['a', { ...ready('10.244.1.10'), conditions: { ready: false, serving: true, terminating: true } }]],
        [PORTS, [ready('10.244.1.10'), { ...ready('10.244.0.10'), conditions: { ready: false, serving: true, terminating: true } }]],
      ],
      '10.244.0.10:8080 10.244.1.10:8080',
    ],
    ['may hold what is no address', {}, [[PORTS, [ready('nonsense'), { ...ready(''), addresses: [] }, ready('10.244.0.10')]]], '10.244.0.10:8080'],
    [
      'of which nothing is said are ready',
      {},
      [[PORTS, [{ addresses: ['10.244.0.10'] }, { addresses: ['10.244.1.10'], conditions: {} }]]],
      '10.244.0.10:8080 10.244.1.10:8080',
    ],
    [
      'that end count only while they serve, and serve where nothing is said',
      {},
      [
        [
          PORTS,
          [
            { ...ready('10.244.0.10'), conditions: { ready: false, terminating: true } },
            { ...ready('10.244.1.10'), conditions: { ready: false, serving: false, terminating: true } },
            { ...ready('10.244.2.10'), conditions: { ready: false, serving: true } },
          ],
        ],
      ],
      '10.244.0.10:8080',
    ],
    ['that are on no node are nobody’s own', { internalTrafficPolicy: 'Local' }, [[PORTS, [ready('10.244.0.10')]]], 'no-local-endpoint'],
    [
      'of this node may end while others are ready elsewhere',
      { internalTrafficPolicy: 'Local' },
      [[PORTS, ['b', { ...ready('10.244.0.10', { nodeName: 'node-a' }), conditions: { ready: false, serving: true, terminating: true } }]]],
      '10.244.0.10:8080',
    ],
  ])('%s', (_, spec, slices, expected) => {
    const cluster = world(spec);
    for (const slice of slices) cluster.slice('web', ...slice);
    expect(told(send(cluster, 'client'))).toBe(expected);
  });

  test('name the Pod and the node of a candidate, as far as they are told', () => {
    const cluster = world().slice('web', PORTS, ['a', ready('10.244.1.10', { targetRef: { kind: 'Node', name: 'b' } })]);
    expect(send(cluster, 'client').candidates).toStrictEqual([
      { ip: '10.244.0.10', port: 8080, pod: { namespace: 'default', name: 'a' }, node: 'node-a' },
      { ip: '10.244.1.10', port: 8080 },
    ]);
  });

  const hint = (ip: string, zone: string | null, node?: string): Endpoint =>
    ready(ip, { hints: { ...(zone === null ? {} : { forZones: [{ name: zone }] }), ...(node ? { forNodes: [{ name: node }] } : {}) } });
  test.each<[string, Endpoint[], string, string]>([
    ['of its zone', [hint('10.244.0.10', 'zone-a'), hint('10.244.2.10', 'zone-b')], 'node-b', '10.244.0.10:8080'],
    ['of its zone, once each has one', [hint('10.244.0.10', 'zone-a'), hint('10.244.2.10', null)], 'node-b', '10.244.0.10:8080 10.244.2.10:8080'],
    ['of all, where its zone has none', [hint('10.244.0.10', 'zone-a'), hint('10.244.1.10', 'zone-a')], 'node-c', '10.244.0.10:8080 10.244.1.10:8080'],
    ['of its own before its zone', [hint('10.244.0.10', 'zone-a', 'node-a'), hint('10.244.1.10', 'zone-a', 'node-b')], 'node-b', '10.244.1.10:8080'],
    ['of its zone, where it has none itself', [hint('10.244.0.10', 'zone-a', 'node-a'), hint('10.244.2.10', 'zone-b', 'node-c')], 'node-b', '10.244.0.10:8080'],
  ])('are chosen by a node %s', (_, endpoints, from, expected) => {
    expect(told(send(world().slice('web', PORTS, endpoints), from))).toBe(expected);
  });

  test('of a node are counted by address for its health check, whatever their ports', () => {
    const cluster = world()
      .slice('web', PORTS, ['a', 'b', { addresses: ['10.244.0.77'], nodeName: 'node-a' }])
      .slice('web', [{ name: 'more', port: 81 }], ['a', ready('10.244.0.78', { nodeName: 'node-a', conditions: { ready: false } })])
      .slice('web', PORTS, [], { endpoints: null });
    expect(['node-a', 'node-b', 'node-c'].map((node) => localReadyEndpoints(cluster.draft, 'default', 'web', node))).toEqual([2, 1, 0]);
  });
});

describe('a slice that changes hands (case traffic/outside-backend)', () => {
  const LABEL = 'kubernetes.io/service-name';
  const relabelled = (labels: { readonly [name: string]: string } | 'deleted'): SmallCluster => {
    const cluster = world()
      .service('other', { clusterIP: '10.96.70.2', ports: [{ port: 80 }] })
      .slice('web', PORTS, ['a']);
    const { draft } = cluster;
    const [name = ''] = draft.names('endpointslices', 'default').filter((one) => one.startsWith('web'));
    const before = draft.get('endpointslices', 'default', name) as EndpointSlice;
    if (labels === 'deleted') draft.delete('endpointslices', 'default', name, 'test');
    else draft.set('endpointslices', 'default', name, { ...before, metadata: { ...before.metadata, labels } }, 'test');
    for (const change of [...draft.changes]) followSlice(draft, change);
    return cluster;
  };
  const both = (cluster: SmallCluster): string[] => [ADDRESS, '10.96.70.2'].map((ip) => told(send(cluster, 'client', { ip })));

  test.each<[string, Parameters<typeof relabelled>[0], string[]]>([
    ['stays behind its Service while it says so', { [LABEL]: 'web', more: 'said' }, ['10.244.0.10:8080', 'service-without-endpoints']],
    ['stays in mind where it lost its label', {}, ['10.244.0.10:8080', 'service-without-endpoints']],
    ['stands behind both where it has another', { [LABEL]: 'other' }, ['10.244.0.10:8080', '10.244.0.10:8080']],
    ['goes with its object', 'deleted', ['service-without-endpoints', 'service-without-endpoints']],
  ])('%s', (_, labels, expected) => {
    expect(both(relabelled(labels))).toEqual(expected);
  });

  test('is not remembered any more once it is back', () => {
    const cluster = relabelled({});
    const { draft } = cluster;
    const [slice] = draft.list('endpointslices', 'default').filter(({ metadata }) => metadata.name.startsWith('web'));
    if (!slice) throw new Error('no slice');
    draft.set(
      'endpointslices',
      'default',
      slice.metadata.name,
      { ...slice, metadata: { ...slice.metadata, labels: { [LABEL]: 'web' } }, endpoints: [] },
      'test',
    );
    for (const change of draft.changes.slice(-1)) followSlice(draft, change);
    expect(both(cluster)).toEqual(['service-without-endpoints', 'service-without-endpoints']);
  });
});

describe('which Services have rules', () => {
  test.each<[string, (service: Service) => Service, string]>([
    ['one as any other', (service) => service, '10.244.0.10:8080'],
    [
      'not one that another proxy serves',
      (service) => ({ ...service, metadata: { ...service.metadata, labels: { 'service.kubernetes.io/service-proxy-name': 'mine' } } }),
      'nobody-has-this-address',
    ],
    ['not one that became an ExternalName', (service) => ({ ...service, spec: { ...service.spec, type: 'ExternalName' } }), 'nobody-has-this-address'],
    ['one whose address stands in the older field alone', ({ spec: { clusterIPs: _, ...spec }, ...service }) => ({ ...service, spec }), '10.244.0.10:8080'],
  ])('%s', (_, change, expected) => {
    const cluster = world().slice('web', PORTS, ['a']);
    const service = cluster.draft.get('services', 'default', 'web') as Service;
    cluster.draft.set('services', 'default', 'web', change(service), 'test');
    expect(told(send(cluster, 'client'))).toBe(expected);
    expect(told(send(cluster, 'client', { ip: '192.168.49.2', port: 30080 }))).toBe(expected === '10.244.0.10:8080' ? expected : 'nothing-listens');
  });

  test('of two Services with one address, the one that lists the port', () => {
    const cluster = world({ externalIPs: ['198.51.100.50'] })
      .slice('web', PORTS, ['a'])
      .service('also', { clusterIP: '10.96.70.2', externalIPs: ['198.51.100.50'], ports: [{ name: 'also', port: 81 }] })
      .slice('also', [{ ...PORTS[0], name: 'also' }], ['b']);
    expect([80, 81].map((port) => told(send(cluster, 'client', { ip: '198.51.100.50', port })))).toEqual(['10.244.0.10:8080', '10.244.1.10:8080']);
  });

  test('an outside address of a family that the Service has no cluster IP of is nobody’s', () => {
    const cluster = world({ externalIPs: ['2001:db8:2::50'] }, 'dual-stack').slice('web', PORTS, [ready('fd00:10:244::10')], { addressType: 'IPv6' });
    expect(told(send(cluster, 'client', { ip: '2001:db8:2::50' }))).toBe('nobody-has-this-address');
    expect(told(send(cluster, 'node-a', { ip: 'fd00:10:49::2', port: 30080 }))).toBe('nothing-listens');
  });
});

describe('source ranges', () => {
  const LB = { ip: '198.51.100.10' };
  test.each<[string, string[], string, Partial<Destination>, string]>([
    ['let through whom they name', ['203.0.113.10/32'], 'outside', LB, '10.244.0.10:8080'],
    ['spaces around them do not matter', [' 203.0.113.0/24 '], 'outside', LB, '10.244.0.10:8080'],
    ['keep out everybody else', ['203.0.113.11/32'], 'outside', LB, 'source-range'],
    ['of another family keep nobody out', ['2001:db8::/32'], 'outside', LB, '10.244.0.10:8080'],
    ['of everything beside others keep nobody out', ['192.0.2.0/24', '0.0.0.0/0'], 'outside', LB, '10.244.0.10:8080'],
    [
      'let the balancer’s own address through where they name this node',
      ['192.168.49.2/32'],
      'node-a',
      { ...LB, sourceIP: '198.51.100.10' },
      '10.244.0.10:8080',
    ],
    ['do not, where they name another node', ['192.168.49.3/32'], 'node-a', { ...LB, sourceIP: '198.51.100.10' }, 'source-range'],
    ['do not let others through where they name this node', ['192.168.49.2/32'], 'node-a', { ...LB, sourceIP: '198.51.100.11' }, 'source-range'],
    ['say nothing of node ports', ['192.0.2.0/24'], 'outside', { ip: '192.168.49.2', port: 30080 }, '10.244.0.10:8080'],
  ])('%s', (_, loadBalancerSourceRanges, from, to, expected) => {
    for (const kind of ['three-nodes', 'iptables'] as const)
      expect(told(send(world({ type: 'LoadBalancer', loadBalancerSourceRanges }, kind).slice('web', PORTS, ['a']), from, to))).toBe(expected);
  });

  test('a Service whose balancer has no address yet lets nobody through as the balancer', () => {
    const cluster = world({ type: 'LoadBalancer', loadBalancerSourceRanges: ['192.168.49.2/32'] }).slice('web', PORTS, ['a']);
    const { status: _, ...service } = cluster.draft.get('services', 'default', 'web') as Service;
    cluster.draft.set('services', 'default', 'web', service, 'test');
    expect(told(send(cluster, 'node-a', { ip: '198.51.100.10' }))).toBe('nobody-has-this-address');
  });
});

test('a Pod reaches itself through its Service unless its node gives nothing back over the cable it came from', () => {
  for (const [hairpin, itself] of [
    [true, '10.244.0.10:8080'],
    [false, 'hairpin-off'],
  ] as const) {
    const cluster = new SmallCluster('three-nodes', 1, { hairpin })
      .pod('a', 'node-a', '10.244.0.10', netexec(8080))
      .service('web', { clusterIP: ADDRESS, ports: [{ port: 80 }] })
      .slice('web', PORTS, ['a']);
    const [own, others] = ['a', 'client'].map((from) => send(cluster, from));
    expect([own?.verdict === 'delivered' ? told(own) : own?.hops.at(-1), others?.verdict]).toEqual([
      hairpin ? itself : expect.objectContaining({ kind: 'drop', rule: itself }),
      'delivered',
    ]);
  }
});

test('a Service that became ClusterIP again keeps what its status says, and no policy for it', () => {
  const cluster = world({ type: 'ClusterIP', externalTrafficPolicy: 'Local' }).slice('web', PORTS, ['b']);
  expect(told(send(cluster, 'outside', { ip: '198.51.100.10' }))).toBe('10.244.1.10:8080');
});

describe('affinity', () => {
  const picks = (cluster: SmallCluster, from: string, afterMs: readonly number[]): string[] =>
    afterMs.map((ms) => {
      cluster.draft.now += ms;
      const { hops, picked } = send(cluster, from);
      return `${picked?.ip} ${hops.some((hop) => hop.kind === 'translate' && hop.affinity)}`;
    });
  const sticky = (more: Partial<Service['spec']> = {}): SmallCluster => world({ sessionAffinity: 'ClientIP', ...more }).slice('web', PORTS, ['a', 'b', 'c']);

  test.each<[string, Partial<Service['spec']>, number, boolean]>([
    ['three hours where nothing is said', {}, 10_799_999, true],
    ['not longer', {}, 10_800_000, false],
    ['as long as it says', { sessionAffinityConfig: { clientIP: { timeoutSeconds: 5 } } }, 4999, true],
    ['and no longer', { sessionAffinityConfig: { clientIP: { timeoutSeconds: 5 } } }, 5000, false],
    ['not without being asked for', { sessionAffinity: 'None' }, 1, false],
  ])('lasts %s', (_, more, ms, kept) => {
    const [first, again] = picks(sticky(more), 'client', [0, ms]);
    expect(first).toMatch(/ false$/);
    expect(again?.endsWith(' true')).toBe(kept);
  });

  test('is a client’s own on each node, and begins anew when its endpoint is gone', () => {
    const cluster = sticky();
    const [before = ''] = picks(cluster, 'client', [0, 1]).slice(-1);
    expect(picks(cluster, 'a', [0])[0]).toMatch(/ false$/);
    expect(picks(cluster, 'node-b', [0])[0]).toMatch(/ false$/);
    const [slice] = cluster.draft.list('endpointslices', 'default').filter(({ metadata }) => metadata.name.startsWith('web'));
    const left = slice?.endpoints?.filter(({ addresses }) => addresses[0] !== before.split(' ')[0]);
    cluster.draft.set('endpointslices', 'default', slice?.metadata.name ?? '', { ...(slice as EndpointSlice), endpoints: left ?? [] }, 'test');
    const [next = '', after = ''] = picks(cluster, 'client', [0, 1]);
    expect([before.split(' ')[0] === next.split(' ')[0], next.endsWith(' false'), after === next.replace('false', 'true')]).toEqual([false, true, true]);
  });
});

describe('a balancer with a name', () => {
  const BALANCER: NamedBalancer = { hostname: 'lb.example', ip: '192.0.2.30', service: ['default', 'web'], targets: 'nodes' };
  const through = (cluster: SmallCluster, balancer: Partial<NamedBalancer> = {}, to: Partial<Destination> = {}): PacketTrace => {
    putBalancer(cluster.draft, { ...BALANCER, ...balancer }, 'test');
    return send(cluster, 'outside', { ip: BALANCER.ip, ...to });
  };
  const target = ({ hops, brokenAt }: PacketTrace): string => {
    const forward = hops.find((hop) => hop.kind === 'forward');
    const broken = hops[brokenAt ?? -1];
    if (forward?.kind !== 'forward') return broken && 'rule' in broken ? broken.rule : '?';
    const { source, destination } = forward.packet;
    return `${forward.to.kind === 'node' ? forward.to.node : '?'} ${destination.ip}:${destination.port} from ${source.ip}`;
  };
  const notReady = (cluster: SmallCluster, ...nodes: string[]): SmallCluster => {
    for (const name of nodes) {
      const node = cluster.draft.get('nodes', '', name);
      if (!node) throw new Error('no node');
      cluster.draft.set(
        'nodes',
        '',
        name,
        {
          ...node,
          status: {
            ...node.status,
            conditions: [
              { type: 'Ready', status: 'Unknown' },
              { type: 'MemoryPressure', status: 'True' },
            ],
          },
        },
        'test',
      );
    }
    return cluster;
  };

  test.each<[string, Partial<Service['spec']>, string[], Partial<NamedBalancer>, Partial<Destination>, string]>([
    ['calls a ready node’s port as the client', {}, ['node-a', 'node-c'], {}, {}, 'node-b 192.168.49.3:30080 from 203.0.113.10'],
    ['or as itself', {}, ['node-a', 'node-c'], { sourceIP: '192.0.2.3' }, {}, 'node-b 192.168.49.3:30080 from 192.0.2.3'],
    ['has nobody to call without a ready node', {}, ['node-a', 'node-b', 'node-c'], {}, {}, 'nobody-has-this-address'],
    [
      'calls nodes with an endpoint alone, if the Service is Local',
      { externalTrafficPolicy: 'Local' },
      [],
      {},
      {},
      'node-c 192.168.49.4:30080 from 203.0.113.10',
    ],
    ['or every ready one, if none has', { externalTrafficPolicy: 'Local' }, ['node-b', 'node-c'], {}, {}, 'node-a 192.168.49.2:30080 from 203.0.113.10'],
    ['cannot call nodes without a node port', { ports: [{ port: 80 }] }, [], {}, {}, 'nobody-has-this-address'],
    ['calls a Pod itself', { ports: [{ port: 80 }] }, [], { targets: 'pods' }, {}, 'node-c 10.244.2.10:8080 from 203.0.113.10'],
    ['listens on the Service’s ports', {}, [], {}, { port: 8080 }, 'port-not-listed'],
    ['of their protocol', { ports: [{ port: 80, protocol: 'UDP', nodePort: 30080 }] }, [], {}, {}, 'port-not-listed'],
    ['TCP where none is said', {}, [], {}, { protocol: 'UDP' }, 'port-not-listed'],
    ['does not answer echoes', {}, [], {}, { protocol: 'ICMP' }, 'icmp-unanswered'],
    [
      'lets those through that may call',
      { loadBalancerSourceRanges: ['192.0.2.0/24', ' 203.0.113.10/32'] },
      ['node-a', 'node-c'],
      {},
      {},
      'node-b 192.168.49.3:30080 from 203.0.113.10',
    ],
    ['and nobody else', { loadBalancerSourceRanges: ['192.0.2.0/24'] }, [], {}, {}, 'source-range'],
    ['that outlived its Service has nothing to listen on', {}, [], { service: ['default', 'gone'] }, {}, 'port-not-listed'],
  ])('%s', (_, spec, unready, balancer, to, expected) => {
    expect(target(through(notReady(world(spec), ...unready).slice('web', PORTS, ['c']), balancer, to))).toBe(expected);
  });

  test('that calls Pods calls any, whatever hints say and though no node is ready', () => {
    const hints = { forZones: [{ name: 'zone-b' }], forNodes: [{ name: 'node-c' }] };
    const cluster = notReady(world(), 'node-a', 'node-b', 'node-c').slice('web', PORTS, [
      ready('10.244.0.10', { nodeName: 'node-a', hints }),
      ready('10.244.2.10', { nodeName: 'node-c', hints }),
    ]);
    expect(told(through(cluster, { targets: 'pods' }))).toBe('10.244.0.10:8080 10.244.2.10:8080');
  });

  test('that stands behind its own Service goes round, and ends', () => {
    const cluster = world().slice('web', [{ ...PORTS[0], port: 80 }], [ready(BALANCER.ip)]);
    expect([told(through(cluster)), through(cluster).verdict]).toEqual(['192.0.2.30:80', 'DROP']);
  });

  test('has nobody to call where it calls Pods and none is ready, or none is on a node', () => {
    for (const endpoints of [['c!'], [ready('10.244.2.10')]])
      expect(target(through(world().slice('web', PORTS, endpoints), { targets: 'pods' }))).toBe('no-local-endpoint');
  });
});
