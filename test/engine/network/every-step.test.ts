import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Location, Packet, PacketTrace } from '../../../src/engine/network/trace.ts';
import { connect } from '../../../src/engine/network/connect.ts';
import { putBalancer } from '../../../src/engine/store/balancers.ts';
import type { ClusterKind } from '../../../src/engine/store/cluster-kinds.ts';
import { locationIn, netexec, SmallCluster } from '../../support/small-cluster.ts';

const nameOf = (at: Location): string => (at.kind === 'pod' ? at.pod : at.kind === 'node' ? at.node : at.kind === 'host' ? at.host : at.kind);
/** Ports that a kernel draws are told by their range. */
const end = ({ ip, port }: Packet['source']): string => (port === undefined ? ip : `${ip}:${port >= 32768 && port < 61000 ? 'eph' : port}`);
const told = (packet: Packet): string => `${packet.protocol} ${end(packet.source)}>${end(packet.destination)}`;

/** Everything that a page draws of a packet's way, a line for each step. */
function steps({
  hops,
  verdict,
  brokenAt,
  candidates,
  picked,
  icmp,
  elapsedMs,
  sourceSeen,
  sourcePortSeen,
  arrived,
  replyTTL,
  endpoint,
}: PacketTrace): string[] {
  return [
    ...hops.map((hop) => {
      switch (hop.kind) {
        case 'translate':
          return `translate ${nameOf(hop.at)} ${told(hop.before)} => ${told(hop.after)} ${hop.service.namespace}/${hop.service.name}:${hop.service.port} ${hop.via} ${hop.policy}${hop.masqueraded ? ' masquerade' : ''}${hop.affinity ? ' affinity' : ''}`;
        case 'masquerade':
          return `masquerade ${nameOf(hop.at)} ${told(hop.before)} => ${told(hop.after)}`;
        case 'refuse':
        case 'drop':
          return `${hop.kind} ${nameOf(hop.at)} ${told(hop.packet)} ${hop.rule}`;
        case 'arrive':
          return `arrive ${nameOf(hop.at)} ${told(hop.packet)}${hop.listening ? '' : ' nobody listens'}`;
        case 'send':
          return `send ${nameOf(hop.at)} ${told(hop.packet)}`;
        default:
          return `${hop.kind} ${nameOf(hop.from)}>${nameOf(hop.to)} ${told(hop.packet)}${hop.kind === 'forward' && hop.balancer ? ` by ${hop.balancer.hostname} for ${hop.balancer.service}, before ${told(hop.balancer.before)}` : ''}`;
      }
    }),
    [
      verdict,
      brokenAt === undefined ? '' : `broken at ${brokenAt}`,
      candidates.length > 0 ? `of ${candidates.map(({ ip, port }) => `${ip}:${port}`).join(',')}` : '',
      picked ? `picked ${picked.ip}:${picked.port}` : '',
      endpoint ? `at ${nameOf(endpoint)}` : '',
      sourceSeen === undefined
        ? ''
        : `seen ${sourceSeen}${sourcePortSeen === undefined ? '' : sourcePortSeen >= 32768 && sourcePortSeen < 61000 ? ':eph' : `:${sourcePortSeen}`}`,
      arrived ? `arrived ${end(arrived)}` : '',
      replyTTL === undefined ? '' : `ttl ${replyTTL}`,
      icmp ? `icmp ${icmp.message} from ${icmp.from}` : '',
      elapsedMs > 0 ? `after ${elapsedMs} ms` : '',
    ]
      .filter(Boolean)
      .join(' '),
  ];
}

const HTTP = { name: '', port: 8080, protocol: 'TCP' as const };

/** Services of every kind before web-a, web-b and web-c, each on the node of its letter; two balancers with names stand beyond the nodes. */
function world(kind: ClusterKind): SmallCluster {
  const also = (ip: string): string => (kind === 'dual-stack' ? `,${ip}` : '');
  const cluster = new SmallCluster(kind)
    .pod('web-b', 'node-b', `10.244.1.10${also('fd00:10:244:1::10')}`, netexec(8080))
    .pod('web-c', 'node-c', '10.244.2.10', netexec(8080))
    .pod('web-a', 'node-a', '10.244.0.10', netexec(8080))
    .service('one', { type: 'LoadBalancer', clusterIP: '10.96.70.1', ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }] }, [
      { ip: '198.51.100.10' },
    ])
    .slice('one', [{ ...HTTP, name: 'http' }], ['web-b'])
    .service('near', { type: 'NodePort', clusterIP: '10.96.70.2', externalTrafficPolicy: 'Local', ports: [{ port: 80, nodePort: 30081 }] })
    .slice('near', [HTTP], ['web-b', 'web-c!'])
    .service('inner', { clusterIP: '10.96.70.3', internalTrafficPolicy: 'Local', ports: [{ port: 80 }] })
    .slice('inner', [HTTP], ['web-c'])
    .service('sticky', {
      clusterIP: '10.96.70.5',
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
      ports: [{ port: 80 }],
    })
    .slice('sticky', [HTTP], ['web-a'])
    .service(
      'empty',
      {
        type: 'LoadBalancer',
        clusterIP: '10.96.70.4',
        externalIPs: ['198.51.100.40'],
        ports: [
          { port: 80, nodePort: 30084 },
          { name: 'dns', port: 53, protocol: 'UDP' },
        ],
      },
      [{ ip: '198.51.100.41' }],
    )
    .service('door', { type: 'LoadBalancer', clusterIP: '10.96.70.7', externalIPs: ['198.51.100.20'], externalTrafficPolicy: 'Local', ports: [{ port: 80 }] }, [
      { ip: '198.51.100.21' },
    ])
    .slice('door', [HTTP], ['web-a'])
    .service(
      'guarded',
      { type: 'LoadBalancer', clusterIP: '10.96.70.8', loadBalancerSourceRanges: [' 203.0.113.10/32', '192.168.49.2/32', 'fd00::/8'], ports: [{ port: 80 }] },
      [{ ip: '198.51.100.30' }],
    )
    .slice('guarded', [HTTP], ['web-c'])
    .pod('agent', 'node-a', '192.168.49.2', netexec(9100), { hostNetwork: true })
    .service('agents', { type: 'NodePort', clusterIP: '10.96.70.9', ports: [{ port: 80, nodePort: 30089 }] })
    .slice('agents', [{ ...HTTP, port: 9100 }], ['agent']);
  if (kind === 'dual-stack')
    cluster
      .pod('six', 'node-a', 'fd00:10:244::6')
      .service('both', {
        type: 'NodePort',
        clusterIP: '10.96.70.6',
        clusterIPs: ['10.96.70.6', 'fd00:10:96::706'],
        ports: [{ port: 80, nodePort: 30086 }],
      })
      .slice('both', [HTTP], ['web-b'])
      .slice('both', [HTTP], [{ addresses: ['fd00:10:244:1::10'], conditions: { ready: true }, nodeName: 'node-b' }], { addressType: 'IPv6' });
  putBalancer(cluster.draft, { hostname: 'to-nodes.example', ip: '192.0.2.30', service: ['default', 'near'], targets: 'nodes', sourceIP: '192.0.2.3' }, 'test');
  putBalancer(cluster.draft, { hostname: 'to-pods.example', ip: '192.0.2.31', service: ['default', 'near'], targets: 'pods' }, 'test');
  return cluster;
}

/** A Pod, a node, a host beyond the nodes, or the control plane. */
function locationOf(cluster: SmallCluster, from: string): Location {
  if (from === 'control-plane') return { kind: 'control-plane' };
  return cluster.draft.config.outside.hosts.some(({ name }) => name === from) ? { kind: 'host', host: from } : locationIn(cluster, from);
}

/** Calls, in nftables mode where nothing else is said, and under each the steps of its way. */
const WAYS = ['every-step.txt', 'every-step-elsewhere.txt'].flatMap((file) =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n\n')
    .map((way) => [way.slice(0, way.indexOf('\n')), way.slice(way.indexOf('\n') + 1)] as const),
);

test.each(WAYS)('%s', (call, way) => {
  const [, kind = 'three-nodes', from = '', protocol = '', ip = '', port] = /^(?:([\w-]+): )?(\S+) (\S+) (\S+)(?: (\d+))?$/.exec(call) ?? [];
  const cluster = world(kind as ClusterKind);
  const packet = { protocol: protocol as 'TCP', ip, ...(port === undefined ? {} : { port: Number(port) }) };
  expect(steps(connect(cluster.draft, locationOf(cluster, from), packet)).join('\n')).toBe(way);
});
