import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Location, Packet, PacketTrace } from '../../../src/engine/network/trace.ts';
import { connect } from '../../../src/engine/network/connect.ts';
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
          return `${hop.kind} ${nameOf(hop.from)}>${nameOf(hop.to)} ${told(hop.packet)}`;
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

const world = (): SmallCluster =>
  new SmallCluster('three-nodes')
    .pod('web-b', 'node-b', '10.244.1.10', netexec(8080))
    .pod('web-c', 'node-c', '10.244.2.10', netexec(8080))
    .pod('web-a', 'node-a', '10.244.0.10', netexec(8080))
    .service('one', { type: 'LoadBalancer', clusterIP: '10.96.70.1', ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }] }, [
      { ip: '198.51.100.10' },
    ])
    .slice('one', [{ name: 'http', port: 8080, protocol: 'TCP' }], ['web-b'])
    .service('near', { type: 'NodePort', clusterIP: '10.96.70.2', externalTrafficPolicy: 'Local', ports: [{ port: 80, nodePort: 30081 }] })
    .slice('near', [{ name: '', port: 8080, protocol: 'TCP' }], ['web-b', 'web-c!'])
    .service('inner', { clusterIP: '10.96.70.3', internalTrafficPolicy: 'Local', ports: [{ port: 80 }] })
    .slice('inner', [{ name: '', port: 8080, protocol: 'TCP' }], ['web-c'])
    .service('sticky', {
      clusterIP: '10.96.70.5',
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
      ports: [{ port: 80 }],
    })
    .slice('sticky', [{ name: '', port: 8080, protocol: 'TCP' }], ['web-a'])
    .service('empty', { clusterIP: '10.96.70.4', ports: [{ port: 80 }, { name: 'dns', port: 53, protocol: 'UDP' }] });

/** Calls, and under each the steps of its way. */
const WAYS = readFileSync(new URL('every-step.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n\n')
  .map((way) => [way.slice(0, way.indexOf('\n')), way.slice(way.indexOf('\n') + 1)] as const);

test.each(WAYS)('%s', (call, way) => {
  const cluster = world();
  const [from = '', protocol = '', ip = '', port] = call.split(' ');
  const packet = { protocol: protocol as 'TCP', ip, ...(port === undefined ? {} : { port: Number(port) }) };
  expect(steps(connect(cluster.draft, locationIn(cluster, from), packet)).join('\n')).toBe(way);
});
