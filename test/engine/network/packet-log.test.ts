import { describe, expect, test } from 'vitest';
import { makeQuery, replyTo } from '../../../src/engine/dns/message.ts';
import { connect } from '../../../src/engine/network/connect.ts';
import { logClosing, logData, logDNS, logForward, logOpening, logRefusal, logReply, logSYNAgain } from '../../../src/engine/network/packet-log.ts';
import type { PacketTrace } from '../../../src/engine/network/trace.ts';
import { locationIn, netexec, SmallCluster } from '../../support/small-cluster.ts';

/** web-b behind 10.96.70.1, and a Service that nobody is behind. */
const world = (): SmallCluster =>
  new SmallCluster('three-nodes')
    .pod('web-b', 'node-b', '10.244.1.10', netexec(8080, 8081))
    .service('web', { clusterIP: '10.96.70.1', ports: [{ port: 80 }] })
    .slice('web', [{ name: '', port: 8080, protocol: 'TCP' }], ['web-b'])
    .service('nobody', { clusterIP: '10.96.70.4', ports: [{ port: 80 }] });

/** What happens on the way of one packet, while somebody captures or nobody does; what was kept, as `tcpdump -S` would say it with sequence numbers from their first. */
function kept(call: string, happens: (draft: SmallCluster['draft'], trace: PacketTrace) => void, captured = true): string[] {
  const cluster = world();
  const { draft } = cluster;
  if (captured) draft.packets = [];
  const [from = '', protocol = '', ip = '', port] = call.split(' ');
  const before = draft.now;
  happens(draft, connect(draft, locationIn(cluster, from), { protocol: protocol as 'TCP', ip, ...(port ? { port: Number(port) } : {}) }));
  return (draft.packets ?? []).map(({ at, machine, interface: on, direction, source, destination, protocol: of, length, tcp, icmp, dns, firstLine }) => {
    const end = (one: typeof source): string => (one.port === undefined ? one.ip : `${one.ip}:${one.port >= 32768 ? 'eph' : one.port}`);
    // A reset has no number of its own; an acknowledgement is of the other side's numbers.
    const numbers = tcp && `seq ${tcp.seq === 0 ? 'none' : tcp.seq - tcp.isn} ack ${tcp.ack === 0 ? 'none' : tcp.ack - tcp.peerISN} win ${tcp.window}`;
    return [
      at > before ? `+${at - before} ms` : '',
      `${machine} ${on} ${direction}`,
      `${of} ${end(source)}>${end(destination)}`,
      tcp ? `[${tcp.flags}] ${numbers}${tcp.mss === undefined ? '' : ` mss ${tcp.mss}`}` : '',
      icmp
        ? `${icmp.kind}${icmp.about ? ` about ${icmp.about.protocol} ${icmp.about.ip}${icmp.about.protocol === 'ICMP' ? '' : `:${icmp.about.port}`}` : ''}`
        : '',
      dns ? `${dns.question.qname} ${dns.flags.qr ? dns.rcode : '?'}` : '',
      firstLine ?? '',
      `length ${length}`,
    ]
      .filter(Boolean)
      .join(' ');
  });
}

const of = (lines: readonly string[], machine: string): string[] =>
  lines.filter((line) => line.includes(`${machine} `)).map((line) => line.slice(line.indexOf(machine) + machine.length + 1));

describe('a connection through a Service', () => {
  const talk = (draft: SmallCluster['draft'], trace: PacketTrace): void => {
    const connection = logOpening(draft, trace, 1400);
    logData(draft, connection, 'forward', 74, { firstLine: 'GET / HTTP/1.1' });
    logData(draft, connection, 'reply', 200, { firstLine: 'HTTP/1.1 200 OK' });
    logClosing(draft, connection);
  };

  test('is seen by its client with the address it called', () => {
    expect(of(kept('client TCP 10.96.70.1 80', talk), 'pod/default/client')).toEqual([
      'eth0 Out TCP 10.244.0.3:eph>10.96.70.1:80 [S] seq 0 ack none win 64240 mss 1400 length 0',
      'eth0 In TCP 10.96.70.1:80>10.244.0.3:eph [S.] seq 0 ack 1 win 65160 length 0',
      'eth0 Out TCP 10.244.0.3:eph>10.96.70.1:80 [.] seq 1 ack 1 win 502 length 0',
      'eth0 Out TCP 10.244.0.3:eph>10.96.70.1:80 [P.] seq 1 ack 1 win 502 GET / HTTP/1.1 length 74',
      'eth0 In TCP 10.96.70.1:80>10.244.0.3:eph [.] seq 1 ack 75 win 509 length 0',
      'eth0 In TCP 10.96.70.1:80>10.244.0.3:eph [P.] seq 1 ack 75 win 509 HTTP/1.1 200 OK length 200',
      'eth0 Out TCP 10.244.0.3:eph>10.96.70.1:80 [.] seq 75 ack 201 win 502 length 0',
      'eth0 Out TCP 10.244.0.3:eph>10.96.70.1:80 [F.] seq 75 ack 201 win 502 length 0',
      'eth0 In TCP 10.96.70.1:80>10.244.0.3:eph [F.] seq 201 ack 76 win 509 length 0',
      'eth0 Out TCP 10.244.0.3:eph>10.96.70.1:80 [.] seq 76 ack 202 win 502 length 0',
    ]);
  });

  test('crosses the cable between nodes, and arrives, with the endpoint’s', () => {
    const lines = kept('client TCP 10.96.70.1 80', (draft, trace) => void logOpening(draft, trace));
    expect(lines.map((line) => line.replace(/ (?:seq|length) .*/, ''))).toEqual([
      'pod/default/client eth0 Out TCP 10.244.0.3:eph>10.96.70.1:80 [S]',
      'node/node-a eth0 Out TCP 10.244.0.3:eph>10.244.1.10:8080 [S]',
      'node/node-b eth0 In TCP 10.244.0.3:eph>10.244.1.10:8080 [S]',
      'pod/default/web-b eth0 In TCP 10.244.0.3:eph>10.244.1.10:8080 [S]',
      'pod/default/web-b eth0 Out TCP 10.244.1.10:8080>10.244.0.3:eph [S.]',
      'node/node-b eth0 Out TCP 10.244.1.10:8080>10.244.0.3:eph [S.]',
      'node/node-a eth0 In TCP 10.244.1.10:8080>10.244.0.3:eph [S.]',
      'pod/default/client eth0 In TCP 10.96.70.1:80>10.244.0.3:eph [S.]',
      'pod/default/client eth0 Out TCP 10.244.0.3:eph>10.96.70.1:80 [.]',
      'node/node-a eth0 Out TCP 10.244.0.3:eph>10.244.1.10:8080 [.]',
      'node/node-b eth0 In TCP 10.244.0.3:eph>10.244.1.10:8080 [.]',
      'pod/default/web-b eth0 In TCP 10.244.0.3:eph>10.244.1.10:8080 [.]',
    ]);
  });

  test('is ended first by whoever closes it', () => {
    const lines = kept('web-b TCP 127.0.0.1 8080', (draft, trace) => logClosing(draft, logOpening(draft, trace), 'reply'));
    expect(of(lines, 'pod/default/web-b').slice(3)).toEqual([
      'lo In TCP 127.0.0.1:8080>127.0.0.1:eph [F.] seq 1 ack 1 win 509 length 0',
      'lo In TCP 127.0.0.1:eph>127.0.0.1:8080 [F.] seq 1 ack 2 win 502 length 0',
      'lo In TCP 127.0.0.1:8080>127.0.0.1:eph [.] seq 2 ack 2 win 509 length 0',
    ]);
  });

  test('costs no entropy while nobody captures, and leaves nothing', () => {
    const drawn = (captured: boolean): [number, number] => {
      let next = 0;
      const lines = kept('client TCP 10.96.70.1 80', (draft, trace) => (talk(draft, trace), (next = draft.draw(1000))), captured);
      return [lines.length, next];
    };
    const untouched = ((): number => {
      let next = 0;
      kept('client TCP 10.96.70.1 80', (draft) => (next = draft.draw(1000)));
      return next;
    })();
    expect(drawn(false)).toEqual([0, untouched]);
    expect(drawn(true)).not.toEqual([0, untouched]);
  });
});

test.each([
  [
    'a port where nobody listens resets',
    'client TCP 10.244.1.10 81',
    [
      'eth0 Out TCP 10.244.0.3:eph>10.244.1.10:81 [S] seq 0 ack none win 64240 length 0',
      'eth0 In TCP 10.244.1.10:81>10.244.0.3:eph [R.] seq none ack 1 win 0 length 0',
    ],
  ],
  [
    'a Service without endpoints tells by ICMP, with the whole SYN in it',
    'client TCP 10.96.70.4 80',
    [
      'eth0 Out TCP 10.244.0.3:eph>10.96.70.4:80 [S] seq 0 ack none win 64240 length 0',
      'eth0 In ICMP 10.244.0.1>10.244.0.3 port-unreachable about TCP 10.96.70.4:80 length 68',
    ],
  ],
  [
    'an address that nobody has is told of after three seconds',
    'client TCP 192.168.49.98 80',
    [
      'eth0 Out TCP 10.244.0.3:eph>192.168.49.98:80 [S] seq 0 ack none win 64240 length 0',
      'eth0 In ICMP 192.168.49.2>10.244.0.3 host-unreachable about TCP 192.168.49.98:80 length 68',
    ],
  ],
  ['a dropped SYN is all there is', 'client TCP 10.96.99.99 80', ['eth0 Out TCP 10.244.0.3:eph>10.96.99.99:80 [S] seq 0 ack none win 64240 length 0']],
  ['what has no route is never sent', 'client TCP 2001:db8::1 80', []],
])('%s', (_, call, expected) => {
  expect(
    of(
      kept(call, (draft, trace) => void logOpening(draft, trace)),
      'pod/default/client',
    ),
  ).toEqual(expected);
});

test('a SYN is sent again with the numbers of the first', () => {
  const lines = kept('client TCP 10.96.99.99 80', (draft, trace) => {
    const connection = logOpening(draft, trace);
    draft.now += 1000;
    logSYNAgain(draft, connection);
  });
  expect(of(lines, 'client')).toEqual(Array.from({ length: 2 }, () => 'eth0 Out TCP 10.244.0.3:eph>10.96.99.99:80 [S] seq 0 ack none win 64240 length 0'));
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['pod/default/client', '+1000']);
});

test('an ICMP error is seen when it comes, by the sender alone', () => {
  expect(kept('client TCP 192.168.49.98 80', (draft, trace) => void logOpening(draft, trace)).at(-1)).toMatch(/^\+2995 ms pod\/default\/client /);
  expect(kept('node-a TCP 192.168.49.98 80', (draft, trace) => void logOpening(draft, trace))).toEqual([]);
});

test.each([
  [
    'a datagram that is refused: the error carries it whole',
    'client UDP 10.244.1.10 9',
    5,
    ['eth0 Out UDP 10.244.0.3:eph>10.244.1.10:9 length 5', 'eth0 In ICMP 10.244.1.10>10.244.0.3 port-unreachable about UDP 10.244.1.10:9 length 41'],
  ],
  [
    'an echo to a Service: the error carries what ping sends',
    'client ICMP 10.96.70.1',
    undefined,
    ['eth0 Out ICMP 10.244.0.3>10.96.70.1 length 64', 'eth0 In ICMP 10.244.0.1>10.244.0.3 port-unreachable about ICMP 10.96.70.1 length 92'],
  ],
])('%s', (_, call, payload, expected) => {
  const lines = kept(call, (draft, trace) => {
    logForward(draft, trace, { length: payload ?? 64 });
    logReply(draft, trace, { length: 1 });
    if (payload === undefined) logRefusal(draft, trace);
    else logRefusal(draft, trace, payload);
  });
  expect(of(lines, 'pod/default/client')).toEqual(expected);
});

test('a query and its answer, or the refusal that came instead', () => {
  const ask = (call: string, answered: boolean): string[] =>
    of(
      kept(call, (draft, trace) => {
        const query = makeQuery(draft, 'web.default.svc.cluster.local.', 'A');
        logDNS(draft, trace, query, answered ? replyTo(query, { rcode: 'NXDOMAIN' }) : undefined);
      }),
      'pod/default/client',
    );
  expect(ask('client UDP 10.244.1.10 8081', true)).toEqual([
    'eth0 Out UDP 10.244.0.3:eph>10.244.1.10:8081 web.default.svc.cluster.local. ? length 47',
    'eth0 In UDP 10.244.1.10:8081>10.244.0.3:eph web.default.svc.cluster.local. NXDOMAIN length 47',
  ]);
  expect(ask('client UDP 10.244.1.10 53', false)).toEqual([
    'eth0 Out UDP 10.244.0.3:eph>10.244.1.10:53 web.default.svc.cluster.local. ? length 47',
    'eth0 In ICMP 10.244.1.10>10.244.0.3 port-unreachable about UDP 10.244.1.10:53 length 83',
  ]);
});
