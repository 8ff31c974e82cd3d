import { describe, expect, it } from 'vitest';
import type { Service } from '../../../src/engine/api/core-v1.ts';
import { connect } from '../../../src/engine/network/connect.ts';
import type { PacketTrace } from '../../../src/engine/network/trace.ts';
import type { ClusterKind } from '../../../src/engine/store/cluster-kinds.ts';
import { locationIn, netexec, SmallCluster } from '../../support/small-cluster.ts';

type More = Partial<Service['spec']>;
const HTTP = [{ name: '', port: 8080, protocol: 'TCP' as const }];
const PORTS = [{ port: 80, targetPort: 8080, nodePort: 30080 }];

/** web-b on node-b behind 10.96.70.1:80, node port 30080, balancer 198.51.100.10; client on node-a. */
function world(kind: ClusterKind, more: More = {}, endpoints: readonly string[] = ['web-b']): SmallCluster {
  return new SmallCluster(kind)
    .pod('web-b', 'node-b', '10.244.1.10', netexec(8080, 8081))
    .pod('web-a', 'node-a', '10.244.0.10')
    .service('web', { type: 'LoadBalancer', clusterIP: '10.96.70.1', ports: PORTS, ...more }, [{ ip: '198.51.100.10' }])
    .slice('web', HTTP, endpoints)
    .service('nobody', { clusterIP: '10.96.70.4', ports: [{ port: 80 }] });
}

/** `10.244.1.10 seen 192.168.49.2 by Cluster`, `REJECT port-not-listed`, `DROP …`, `RST`. */
function told({ verdict, hops, candidates, sourceSeen, brokenAt }: PacketTrace): string {
  const broken = hops[brokenAt ?? -1];
  if (verdict === 'RST') return 'RST';
  if (verdict !== 'delivered') return `${verdict} ${broken && 'rule' in broken ? broken.rule : '?'}`;
  const translated = hops.find((hop) => hop.kind === 'translate');
  return [
    candidates.map(({ ip }) => ip).join(',') || 'direct',
    `seen ${sourceSeen}`,
    ...(translated?.kind === 'translate' ? [`by ${translated.policy}`] : []),
  ].join(' ');
}

function go(cluster: SmallCluster, from: string, target: string): string {
  const [protocol = '', rest = ''] = target.split(' ');
  const port = protocol === 'ICMP' ? undefined : /:(\d+)$/.exec(rest)?.[1];
  const ip = port ? rest.slice(0, -port.length - 1) : rest;
  return told(connect(cluster.draft, locationIn(cluster, from), { protocol: protocol as 'TCP', ip, ...(port ? { port: Number(port) } : {}) }));
}

// Cases traffic/{cluster-ip,node-port,source-address,hairpin,ping,no-endpoints,iptables-mode}; nftables where they differ.
describe.each(['three-nodes', 'iptables'] as const)('%s: one Pod on another node, policies Cluster', (kind) => {
  const nft = kind === 'three-nodes';
  it.each([
    ['client', 'TCP 10.96.70.1:80', '10.244.1.10 seen 10.244.0.3 by Cluster'],
    ['client', 'TCP 10.244.1.10:8080', 'direct seen 10.244.0.3'],
    ['client', 'TCP 10.244.1.10:80', 'RST'],
    ['client', 'TCP 10.244.1.99:80', 'DROP nobody-has-this-address'],
    ['client', 'TCP 10.96.70.1:81', nft ? 'REJECT port-not-listed' : 'DROP port-not-listed'],
    ['client', 'UDP 10.96.70.1:80', nft ? 'REJECT port-not-listed' : 'DROP port-not-listed'],
    ['client', 'ICMP 10.96.70.1', nft ? 'REJECT icmp-unanswered' : 'DROP icmp-unanswered'],
    ['client', 'ICMP 10.244.1.10', 'direct seen 10.244.0.3'],
    ['client', 'TCP 10.96.70.99:80', 'DROP nobody-has-this-address'],
    ['client', 'TCP 10.96.70.4:80', 'REJECT service-without-endpoints'],
    ['web-b', 'TCP 10.96.70.1:80', '10.244.1.10 seen 10.244.1.1 by Cluster'],
    ['web-b', 'TCP 10.244.1.10:8080', 'direct seen 10.244.1.10'],
    ['web-b', 'TCP 127.0.0.1:8080', 'direct seen 127.0.0.1'],
    ['web-b', 'TCP 127.0.0.1:80', 'RST'],
    ['client', 'TCP 192.168.49.2:30080', '10.244.1.10 seen 192.168.49.2 by Cluster'],
    ['client', 'TCP 192.168.49.4:30080', '10.244.1.10 seen 192.168.49.4 by Cluster'],
    ['client', 'TCP 192.168.49.4:30081', 'RST'],
    ['client', 'UDP 192.168.49.4:30081', 'REJECT nothing-listens'],
    ['client', 'TCP 198.51.100.10:80', '10.244.1.10 seen 192.168.49.2 by Cluster'],
    ['node-a', 'TCP 10.96.70.1:80', '10.244.1.10 seen 192.168.49.2 by Cluster'],
    ['node-b', 'TCP 10.96.70.1:80', '10.244.1.10 seen 10.244.1.1 by Cluster'],
    ['node-b', 'TCP 10.244.1.10:8080', 'direct seen 10.244.1.1'],
    ['node-a', 'TCP 192.168.49.2:30080', '10.244.1.10 seen 192.168.49.2 by Cluster'],
    ['node-a', 'TCP 127.0.0.1:30080', nft ? 'RST' : '10.244.1.10 seen 192.168.49.2 by Cluster'],
    ['outside', 'TCP 192.168.49.2:30080', '10.244.1.10 seen 192.168.49.2 by Cluster'],
    ['outside', 'TCP 192.168.49.3:30080', '10.244.1.10 seen 10.244.1.1 by Cluster'],
    ['outside', 'TCP 192.168.49.3:80', 'RST'],
    ['outside', 'TCP 198.51.100.10:80', '10.244.1.10 seen 192.168.49.2 by Cluster'],
    ['outside', 'TCP 198.51.100.10:81', 'REJECT nobody-has-this-address'],
    ['client', 'TCP 198.51.100.10:81', 'DROP nobody-has-this-address'],
    ['node-c', 'TCP 198.51.100.99:80', 'DROP nobody-has-this-address'],
    ['outside', 'TCP 10.96.70.1:80', 'DROP not-routed-from-here'],
    ['outside', 'TCP 10.244.1.10:8080', 'DROP not-routed-from-here'],
    ['client', 'TCP 203.0.113.80:80', 'direct seen 192.168.49.2'],
    ['client', 'TCP 203.0.113.99:80', 'REJECT nobody-has-this-address'],
    ['client', 'TCP fd00:10:96::1:80', 'REJECT not-routed-from-here'],
  ])('%s → %s: %s', (from, target, expected) => {
    expect(go(world(kind), from, target)).toBe(expected);
  });

  // Cases traffic/{node-port-local,load-balancer-local,iptables-policies}.
  it.each([
    ['outside', 'TCP 192.168.49.3:30080', '10.244.1.10 seen 203.0.113.10 by Local'],
    ['outside', 'TCP 192.168.49.2:30080', 'DROP no-local-endpoint'],
    ['outside', 'TCP 198.51.100.10:80', 'DROP no-local-endpoint'],
    ['client', 'TCP 192.168.49.2:30080', '10.244.1.10 seen 10.244.0.3 by Cluster'],
    ['client', 'TCP 192.168.49.4:30080', 'DROP no-local-endpoint'],
    ['client', 'TCP 198.51.100.10:80', '10.244.1.10 seen 10.244.0.3 by Cluster'],
    ['node-a', 'TCP 192.168.49.2:30080', '10.244.1.10 seen 192.168.49.2 by Cluster'],
    ['client', 'TCP 10.96.70.1:80', '10.244.1.10 seen 10.244.0.3 by Cluster'],
  ])('externalTrafficPolicy Local: %s → %s: %s', (from, target, expected) => {
    expect(go(world(kind, { externalTrafficPolicy: 'Local' }), from, target)).toBe(expected);
  });

  it.each([
    ['outside', 'TCP 192.168.49.2:30080'],
    ['outside', 'TCP 198.51.100.10:80'],
    ['client', 'TCP 10.96.70.1:80'],
    ['client', 'TCP 192.168.49.2:30080'],
  ])('without any endpoint a Local Service refuses at once: %s → %s', (from, target) => {
    expect(go(world(kind, { externalTrafficPolicy: 'Local', internalTrafficPolicy: 'Local' }, ['web-b!']), from, target)).toBe(
      'REJECT service-without-endpoints',
    );
  });

  it.each([
    ['node-b', '10.244.1.10 seen 10.244.1.1 by Local'],
    ['node-a', 'DROP no-local-endpoint'],
    ['client', 'DROP no-local-endpoint'],
  ])('internalTrafficPolicy Local: %s → the cluster IP: %s', (from, expected) => {
    expect(go(world(kind, { internalTrafficPolicy: 'Local' }), from, 'TCP 10.96.70.1:80')).toBe(expected);
  });

  // Case traffic/source-ranges.
  it.each([
    [['192.0.2.0/24'], 'outside', 'TCP 198.51.100.10:80', 'DROP source-range'],
    [['192.0.2.0/24'], 'client', 'TCP 198.51.100.10:80', 'DROP source-range'],
    [['192.0.2.0/24'], 'outside', 'TCP 192.168.49.2:30080', '10.244.1.10 seen 192.168.49.2 by Cluster'],
    [['192.0.2.0/24'], 'client', 'TCP 10.96.70.1:80', '10.244.1.10 seen 10.244.0.3 by Cluster'],
    [['192.0.2.0/24', '203.0.113.0/24'], 'outside', 'TCP 198.51.100.10:80', '10.244.1.10 seen 192.168.49.2 by Cluster'],
    [['192.0.2.0/24', '0.0.0.0/0'], 'outside', 'TCP 198.51.100.10:80', '10.244.1.10 seen 192.168.49.2 by Cluster'],
  ])('source ranges %j: %s → %s: %s', (ranges, from, target, expected) => {
    expect(go(world(kind, { loadBalancerSourceRanges: ranges }), from, target)).toBe(expected);
  });

  it('source ranges without endpoints: nftables drops first, iptables refuses', () => {
    expect(go(world(kind, { loadBalancerSourceRanges: ['192.0.2.0/24'] }, []), 'outside', 'TCP 198.51.100.10:80')).toBe(
      nft ? 'DROP source-range' : 'REJECT service-without-endpoints',
    );
  });
});

describe('which endpoints may be chosen', () => {
  const three = (more: More, endpoints: readonly string[]): SmallCluster =>
    new SmallCluster()
      .pod('a', 'node-a', '10.244.0.10')
      .pod('b', 'node-b', '10.244.1.10')
      .pod('c', 'node-c', '10.244.2.10')
      .service('web', { clusterIP: '10.96.70.1', ports: [{ port: 80 }], ...more })
      .slice('web', HTTP, endpoints);
  const candidates = (cluster: SmallCluster, from: string): string => go(cluster, from, 'TCP 10.96.70.1:80').split(' ')[0] as string;

  it.each([
    ['ready ones', {}, ['a', 'b', 'c'], 'node-a', '10.244.0.10,10.244.1.10,10.244.2.10'],
    ['not the unready', {}, ['a', 'b!', 'c'], 'node-a', '10.244.0.10,10.244.2.10'],
    ['not those that end while others are ready', {}, ['a~', 'b'], 'node-a', '10.244.1.10'],
    ['those that end and serve when nobody is ready', {}, ['a~', 'b!'], 'node-c', '10.244.0.10'],
    ['Local: those of the node that end, before other nodes', { internalTrafficPolicy: 'Local' as const }, ['a~', 'b'], 'node-a', '10.244.0.10'],
  ])('%s', (_, more, endpoints, from, expected) => {
    expect(candidates(three(more, endpoints), from)).toBe(expected);
  });

  const hinted = (name: string, ip: string, node: string, zone: string, nodes = true) => ({
    addresses: [ip],
    conditions: { ready: true },
    nodeName: node,
    zone,
    hints: { forZones: [{ name: zone }], ...(nodes ? { forNodes: [{ name: node }] } : {}) },
    targetRef: { kind: 'Pod', namespace: 'default', name },
  });

  it('hints: the own zone, else everybody', () => {
    const cluster = three({}, []).slice('web', HTTP, [
      hinted('a', '10.244.0.10', 'node-a', 'zone-a', false),
      hinted('b', '10.244.1.10', 'node-b', 'zone-a', false),
    ]);
    expect(candidates(cluster, 'node-a')).toBe('10.244.0.10,10.244.1.10');
    expect(candidates(cluster, 'node-c')).toBe('10.244.0.10,10.244.1.10');
    const spread = three({}, []).slice('web', HTTP, [
      hinted('a', '10.244.0.10', 'node-a', 'zone-a', false),
      hinted('c', '10.244.2.10', 'node-c', 'zone-b', false),
    ]);
    expect([candidates(spread, 'node-b'), candidates(spread, 'node-c')]).toEqual(['10.244.0.10', '10.244.2.10']);
  });

  it('hints: the own node before the zone, and none at all when one endpoint has none', () => {
    const list = [hinted('a', '10.244.0.10', 'node-a', 'zone-a'), hinted('b', '10.244.1.10', 'node-b', 'zone-a')];
    expect(candidates(three({}, []).slice('web', HTTP, list), 'node-b')).toBe('10.244.1.10');
    expect(candidates(three({}, ['c']).slice('web', HTTP, list), 'node-b')).toBe('10.244.0.10,10.244.1.10,10.244.2.10');
  });

  it('a balancer that only passes on has no rules', () => {
    const cluster = new SmallCluster()
      .pod('b', 'node-b', '10.244.1.10')
      .service('web', { type: 'LoadBalancer', clusterIP: '10.96.70.1', ports: [{ port: 80 }] }, [{ ip: '198.51.100.10', ipMode: 'Proxy' }])
      .slice('web', HTTP, ['b']);
    expect(go(cluster, 'client', 'TCP 198.51.100.10:80')).toBe('DROP nobody-has-this-address');
  });

  it('headless Services and ExternalNames have no rules', () => {
    const cluster = new SmallCluster()
      .service('docs', { type: 'ExternalName', externalName: 'x.y', externalIPs: ['198.51.100.80'] })
      .service('h', { clusterIP: 'None', externalIPs: ['198.51.100.81'], ports: [{ port: 80 }] });
    expect(go(cluster, 'client', 'TCP 198.51.100.80:80')).toBe('DROP nobody-has-this-address');
    expect(go(cluster, 'client', 'TCP 198.51.100.81:80')).toBe('DROP nobody-has-this-address');
  });
});

describe('affinity', () => {
  const sticky = (): SmallCluster =>
    new SmallCluster()
      .pod('a', 'node-a', '10.244.0.10')
      .pod('b', 'node-b', '10.244.1.10')
      .pod('c', 'node-c', '10.244.2.10')
      .service('web', {
        clusterIP: '10.96.70.1',
        sessionAffinity: 'ClientIP',
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 3 } },
        ports: [
          { name: 'x', port: 80 },
          { name: 'y', port: 81 },
        ],
      })
      .slice(
        'web',
        [
          { name: 'x', port: 8080, protocol: 'TCP' },
          { name: 'y', port: 8080, protocol: 'TCP' },
        ],
        ['a', 'b', 'c'],
      );
  const picks = (cluster: SmallCluster, count: number, port = 80): Set<string | undefined> =>
    new Set(Array.from({ length: count }, () => connect(cluster.draft, locationIn(cluster, 'client'), { protocol: 'TCP', ip: '10.96.70.1', port }).picked?.ip));

  it('keeps a client at its endpoint as long as it comes back in time', () => {
    const cluster = sticky();
    const [first] = picks(cluster, 10);
    for (let i = 0; i < 10; i += 1) {
      cluster.draft.now += 2900;
      expect(picks(cluster, 1)).toEqual(new Set([first]));
    }
  });

  it('forgets it after the timeout, and knows each port apart', () => {
    const cluster = sticky();
    const seen = new Set<string | undefined>();
    for (let i = 0; i < 40; i += 1) {
      cluster.draft.now += 3000;
      for (const one of picks(cluster, 1)) seen.add(one);
    }
    expect(seen.size).toBe(3);
    const others = new Set<string | undefined>();
    for (let seed = 0; seed < 12; seed += 1) {
      cluster.draft.now += 5000;
      others.add([...picks(cluster, 1)].join() === [...picks(cluster, 1, 81)].join() ? 'same' : 'other');
    }
    expect(others).toContain('other');
  });
});

describe('two families', () => {
  const dual = (): SmallCluster =>
    new SmallCluster('dual-stack')
      .pod('web', 'node-b', '10.244.1.10,fd00:10:244:1::10')
      .service('both', { clusterIP: '10.96.74.1', clusterIPs: ['10.96.74.1', 'fd00:10:96::741'], ports: [{ port: 80 }] })
      .slice('both', HTTP, ['web'])
      .slice('both', HTTP, [{ addresses: ['fd00:10:244:1::10'], conditions: { ready: true }, nodeName: 'node-b' }], { addressType: 'IPv6' });

  it.each([
    ['client', 'TCP 10.96.74.1:80', '10.244.1.10 seen 10.244.0.3 by Cluster'],
    ['client', 'TCP fd00:10:96::741:80', 'fd00:10:244:1::10 seen fd00:10:244::3 by Cluster'],
    ['web', 'TCP fd00:10:96::741:80', 'fd00:10:244:1::10 seen fd00:10:244:1::1 by Cluster'],
    ['client', 'ICMP fd00:10:96::741', 'REJECT icmp-unanswered'],
  ])('%s → %s: %s', (from, target, expected) => {
    expect(go(dual(), from, target)).toBe(expected);
  });

  it('tells a ping who refused', () => {
    const cluster = dual();
    expect(connect(cluster.draft, locationIn(cluster, 'client'), { protocol: 'ICMP', ip: 'fd00:10:96::741' }).icmp).toEqual({
      from: 'fd00:10:244::1',
      message: 'port-unreachable',
    });
  });
});

describe('echoes', () => {
  it.each([
    ['client', '10.244.0.10', 63],
    ['client', '10.244.1.10', 62],
    ['client', '192.168.49.2', 64],
    ['client', '192.168.49.3', 63],
    ['client', '203.0.113.80', 62],
    ['node-a', '10.244.0.10', 64],
    ['outside', '192.168.49.2', 63],
    ['outside', '203.0.113.80', 64],
  ])('%s → %s comes back with ttl %i (case traffic/ping)', (from, ip, ttl) => {
    const cluster = world('three-nodes');
    expect(connect(cluster.draft, locationIn(cluster, from), { protocol: 'ICMP', ip }).replyTTL).toBe(ttl);
  });
});

describe('refusals are told six times at once, then once a second (Linux icmp_ratelimit)', () => {
  it('a datagram’s sender hears no more, a connection’s sender a second later', () => {
    const cluster = world('three-nodes');
    const send = (protocol: 'TCP' | 'ICMP'): PacketTrace =>
      connect(cluster.draft, locationIn(cluster, 'client'), { protocol, ip: '10.96.70.4', ...(protocol === 'TCP' ? { port: 80 } : {}) });
    expect(Array.from({ length: 6 }, () => send('TCP').elapsedMs)).toEqual([0, 0, 0, 0, 0, 0]);
    expect([send('ICMP')].map(({ verdict, icmp }) => [verdict, icmp])).toEqual([['REJECT', undefined]]);
    expect(send('TCP')).toMatchObject({ verdict: 'REJECT', elapsedMs: 1000, icmp: { from: '10.244.0.1' } });
    cluster.draft.now += 10_000;
    expect(send('ICMP').icmp).toEqual({ from: '10.244.0.1', message: 'port-unreachable' });
  });

  it('an address that nobody has is told after three questions, by who asked them', () => {
    const cluster = world('three-nodes');
    const trace = connect(cluster.draft, locationIn(cluster, 'client'), { protocol: 'ICMP', ip: '192.168.49.98' });
    expect([trace.icmp, trace.elapsedMs]).toEqual([{ from: '192.168.49.2', message: 'host-unreachable' }, 2995]);
    cluster.draft.now += 1000;
    expect(connect(cluster.draft, locationIn(cluster, 'client'), { protocol: 'TCP', ip: '192.168.49.98', port: 80 }).elapsedMs).toBe(1995);
  });

  it('is asked for anew once it was told', () => {
    const cluster = world('three-nodes');
    const ask = (): number => connect(cluster.draft, locationIn(cluster, 'client'), { protocol: 'TCP', ip: '192.168.49.98', port: 80 }).elapsedMs;
    expect([0, 2994, 1, 1000].map((ms) => ((cluster.draft.now += ms), ask()))).toEqual([2995, 1, 2995, 1995]);
  });

  it('a datagram whose refusal is not told any more ends at the same hop, in silence', () => {
    const cluster = world('three-nodes');
    const send = (): PacketTrace => connect(cluster.draft, locationIn(cluster, 'client'), { protocol: 'UDP', ip: '192.168.49.4', port: 30081 });
    const traces = Array.from({ length: 7 }, send);
    expect(traces.map(({ icmp }) => icmp !== undefined)).toEqual([true, true, true, true, true, true, false]);
    expect(traces.map(({ hops, brokenAt }) => hops.length - (brokenAt ?? 0))).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(told(traces[6]!)).toBe('REJECT nothing-listens');
  });

  it('an address of a family that the sender has not is not routed', () => {
    for (const from of ['outside', 'client']) expect(go(world('three-nodes'), from, 'TCP 2001:db8::1:80')).toBe('REJECT not-routed-from-here');
  });
});

describe('machines that are not what they seem', () => {
  it('a Pod on a node that is none gets nowhere', () => {
    const cluster = world('three-nodes').pod('lost', 'node-z', '10.244.9.9');
    expect(go(cluster, 'lost', 'TCP 10.96.70.1:80')).toBe('DROP nobody-has-this-address');
  });

  it('an address beyond the Pod networks that only a status claims is nobody’s', () => {
    const cluster = world('three-nodes').pod('liar', 'node-b', '192.168.49.77');
    expect(go(cluster, 'outside', 'TCP 192.168.49.77:8080')).toBe('REJECT nobody-has-this-address');
  });

  it('an echo has no port, whatever is asked', () => {
    const cluster = world('three-nodes');
    expect(connect(cluster.draft, locationIn(cluster, 'client'), { protocol: 'ICMP', ip: '10.244.1.10', port: 80 }).packet).toEqual({
      protocol: 'ICMP',
      source: { ip: '10.244.0.3' },
      destination: { ip: '10.244.1.10' },
    });
  });
});

describe('properties', () => {
  it('candidates are addresses of the slices, and nobody invented answers', () => {
    for (const kind of ['three-nodes', 'iptables'] as const) {
      for (const more of [{}, { externalTrafficPolicy: 'Local' as const }, { internalTrafficPolicy: 'Local' as const }]) {
        const cluster = world(kind, more, ['web-b', 'web-a!']);
        const listed = new Set(cluster.draft.list('endpointslices').flatMap(({ endpoints }) => (endpoints ?? []).flatMap(({ addresses }) => addresses)));
        for (const from of ['client', 'web-b', 'node-a', 'node-b', 'node-c', 'outside']) {
          for (const ip of ['10.96.70.1', '192.168.49.2', '192.168.49.3', '198.51.100.10', '198.51.100.11', '10.244.1.77', '10.96.99.9', '203.0.113.200']) {
            for (const port of [80, 30080, 8080]) {
              const trace = connect(cluster.draft, locationIn(cluster, from), { protocol: 'TCP', ip, port });
              for (const one of trace.candidates) expect(listed).toContain(one.ip);
              if (trace.picked) expect(trace.candidates).toContainEqual(trace.picked);
              if (['198.51.100.11', '10.244.1.77', '10.96.99.9', '203.0.113.200'].includes(ip)) expect(trace.verdict).not.toBe('delivered');
            }
          }
        }
      }
    }
  });
});
