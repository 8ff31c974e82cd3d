import { describe, expect, it } from 'vitest';
import type { ResourceRecord } from '../../../src/engine/api/dns-message.ts';
import type { ReplyContent } from '../../../src/engine/dns/message.ts';
import { alias, aRecord as a, server, soa, upstream } from '../../support/corefile-server.ts';
import { SmallCluster } from '../../support/small-cluster.ts';

const CLUSTER = 'kubernetes cluster.local in-addr.arpa';
const WEB = 'web.default.svc.cluster.local';
describe('server blocks', () => {
  it('whoever asks in another class is refused, and a block without plugins refuses', () => {
    const { say, lines } = server(`. {\n log\n ${CLUSTER}\n}\nb.test {\n}`);
    expect(say(WEB, 'A', 53, { qclass: 'CH' })).toBe('REFUSED');
    expect(say('a.b.test')).toBe('REFUSED');
    expect(lines).toEqual([]);
  });
  it('the name of a zone is compared in any case, and the first of two equal ones on other ports is not asked', () => {
    const { say } = server('b.test:54 {\n whoami\n}\ntest {\n template IN A {\n  answer "{{ .Name }} A 10.0.0.1"\n }\n}');
    expect(say('A.B.TEST', 'A', 54)).toBe('NOERROR a');
    expect(say('A.B.TEST')).toBe('NOERROR a a.b.test. A 10.0.0.1/3600');
  });
  it('loop hands on, and several forwards are asked in their order', () => {
    const { ask, asked } = upstream({ rcode: 'NOERROR', answer: [a('x.b.test.')] });
    const { say } = server('. {\n loop\n forward a.test 192.0.2.1\n forward b.test 192.0.2.2\n}', { ask });
    expect(say('x.b.test')).toBe('NOERROR x.b.test. A 192.0.2.1/60');
    expect(asked).toEqual(['A x.b.test. 192.0.2.2:53 UDP']);
    expect(say('x.c.test')).toBe('SERVFAIL');
  });
  it.each([
    ['kubernetes', CLUSTER],
    ['hosts', 'hosts /etc/hosts a.test'],
    ['template', 'template IN A a.test'],
    ['cache', 'cache a.test'],
    ['minimal', 'minimal'],
    ['rewrite', 'rewrite name a.test b.test'],
    ['loop', 'loop'],
    ['loadbalance', 'loadbalance'],
    ['any', 'any'],
    ['log', 'log a.test'],
    ['errors', ''],
  ])('the last plugin is named where nobody is left: %s', (name, directive) => {
    const { say, lines } = server(`. {\n errors\n ${directive}\n}`);
    expect(say('Www.Example.com', 'MX')).toBe('SERVFAIL');
    expect(lines).toEqual([`[ERROR] plugin/errors: 2 www.example.com. MX: plugin/${name}: no next plugin found`]);
  });
  it('whoami: who asks, and over what', () => {
    const said = (options: Parameters<typeof server>[1]): readonly ResourceRecord[] => server('. {\n whoami\n}', options).reply('x.test').additional;
    expect(said({})).toEqual([
      { name: 'x.test.', type: 'A', ttl: 0, rdata: '10.244.0.3' },
      { name: '_udp.x.test.', type: 'SRV', ttl: 0, rdata: '0 0 40000 .' },
    ]);
    expect(said({ protocol: 'TCP', client: { ip: 'fd00::3', port: 7 } })).toEqual([
      { name: 'x.test.', type: 'AAAA', ttl: 0, rdata: 'fd00::3' },
      { name: '_tcp.x.test.', type: 'SRV', ttl: 0, rdata: '0 0 7 .' },
    ]);
  });
  it('any: only what asks for everything', () => {
    expect(server(`. {\n any\n ${CLUSTER}\n}`).say(WEB)).toContain('10.96.60.1');
  });
  it('minimal: denials keep their SOA', () => {
    expect(server(`. {\n minimal\n ${CLUSTER}\n}`).reply(WEB, 'AAAA').authority).toHaveLength(1);
    expect(server(`. {\n minimal\n ${CLUSTER}\n}`).reply(`nobody.${WEB}`).authority).toHaveLength(1);
  });
  it('over UDP an answer is cut to what the client takes, over TCP not', () => {
    const text = `. {\n template IN A {\n${Array.from({ length: 40 }, (_, i) => `  answer "{{ .Name }} A 10.0.0.${i}"\n`).join('')} }\n}`;
    const [udp, tcp] = (['UDP', 'TCP'] as const).map((protocol) => server(text, { protocol }).reply('a.test'));
    expect([udp?.flags.tc, tcp?.flags.tc, tcp?.answer.length]).toEqual([true, false, 40]);
  });
});

describe('kubernetes', () => {
  it('refuses a transfer, and says so to the log', () => {
    const { say, lines } = server(`. {\n log . "{rcode} {>rflags}" {\n  class error\n }\n ${CLUSTER}\n}`);
    expect(say('cluster.local', 'AXFR')).toBe('REFUSED');
    expect(lines).toEqual(['[INFO] REFUSED qr,rd']);
  });
  it('denials name the zone as it was asked, with its ttl', () => {
    const { reply } = server(`. {\n ${CLUSTER} {\n  ttl 77\n }\n}`);
    expect(reply('nobody.Cluster.LOCAL').authority).toMatchObject([{ name: 'Cluster.LOCAL.', type: 'SOA', ttl: 77 }]);
    expect(reply(WEB, 'AAAA')).toMatchObject({ rcode: 'NOERROR', answer: [], authority: [{ type: 'SOA', ttl: 77 }] });
    expect(reply(WEB)).toMatchObject({ answer: [{ ttl: 77 }], authority: [] });
    expect(reply(`_http._tcp.${WEB}`, 'SRV').additional).toMatchObject([{ rdata: '10.96.60.1' }]);
  });
  it('aliases that lead out are followed through the whole block', () => {
    const { ask, asked } = upstream({ rcode: 'NOERROR', answer: [a('docs.example.com.')] });
    const chain = server(`. {\n ${CLUSTER}\n forward . 192.0.2.9\n}`, { ask });
    chain.draft.set(
      'services',
      'default',
      'docs',
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'docs', namespace: 'default' },
        spec: { type: 'ExternalName', externalName: 'docs.example.com' },
      } as never,
      'test',
    );
    expect(chain.say('docs.default.svc.cluster.local')).toContain('docs.example.com. A 192.0.2.1/');
    expect(asked).toEqual(['A docs.example.com. 192.0.2.9:53 UDP']);
  });
  it.each([
    ['disabled', 'pod.cluster.local', 'NOERROR a'],
    ['disabled', 'default.pod.cluster.local', 'NXDOMAIN a'],
    ['verified', 'default.pod.cluster.local', 'NOERROR a'],
    ['verified', 'x.default.pod.cluster.local', 'NXDOMAIN a'],
    ['verified', 'fd00--1.default.pod.cluster.local', 'NXDOMAIN a'],
    ['verified', '10-244-0-10.DEFAULT.pod.cluster.local', 'NOERROR a 10-244-0-10.DEFAULT.pod.cluster.local. A 10.244.0.10/5'],
    ['disabled', WEB, `NOERROR a ${WEB}. A 10.96.60.1/5`],
  ])('pods %s: %s', (mode, name, said) => {
    expect(server(`. {\n ${CLUSTER} {\n  pods ${mode}\n }\n}`).say(name)).toBe(said);
  });
  it('Pods of the second family are verified, and a host name of a Pod’s own stays', () => {
    const { draft } = new SmallCluster()
      .pod('six', 'node-a', 'fd00::1')
      .pod('db-0', 'node-b', '10.244.1.11', [], { hostname: 'first', subdomain: 'db' })
      .service('db', { clusterIP: 'None', ports: [{ port: 5432 }] })
      .slice('db', [{ name: '', port: 5432, protocol: 'TCP' }], ['db-0']);
    const { say } = server(`. {\n ${CLUSTER} {\n  pods verified\n  endpoint_pod_names\n }\n}`, { draft });
    expect(say('fd00--1.default.pod.cluster.local', 'AAAA')).toContain('AAAA fd00::1/5');
    expect(say('first.db.default.svc.cluster.local')).toContain('A 10.244.1.11/5');
    expect(say('db-0.db.default.svc.cluster.local')).toBe('NXDOMAIN a');
  });
  it('the longest of its zones is the zone', () => {
    expect(server('. {\n kubernetes test a.test\n}').reply('nobody.a.test').authority[0]?.name).toBe('a.test.');
  });
});

describe('cache', () => {
  const through = (content: ReplyContent | 'timeout', settings = 'cache') => {
    const { ask, asked } = upstream(content);
    return { ...server(`. {\n ${settings}\n forward . 192.0.2.9\n}`, { ask }), asked };
  };
  const SAID: { readonly [kind: string]: ReplyContent } = {
    answer: { rcode: 'NOERROR', answer: [a('a.test.')] },
    long: { rcode: 'NOERROR', answer: [a('a.test.', '192.0.2.1', 99_999)] },
    short: { rcode: 'NOERROR', answer: [a('a.test.', '192.0.2.1', 1)] },
    least: { rcode: 'NOERROR', answer: [a('a.test.'), a('a.test.', '192.0.2.2', 40)], additional: [a('b.test.', '192.0.2.3', 30)] },
    other: { rcode: 'NOERROR', answer: [a('b.test.')] },
    nodata: { rcode: 'NOERROR', authority: [soa()] },
    empty: { rcode: 'NOERROR' },
    nothing: { rcode: 'NXDOMAIN', authority: [soa(50)] },
    bare: { rcode: 'NXDOMAIN' },
    failure: { rcode: 'SERVFAIL' },
    unknown: { rcode: 'NOTIMP' },
    refusal: { rcode: 'REFUSED' },
    alias: { rcode: 'NOERROR', answer: [alias('A.test.', 'b.test.'), alias('B.test.', 'C.test.'), a('c.test.')] },
    loop: { rcode: 'NOERROR', answer: [alias('a.test.', 'b.test.'), alias('b.test.', 'a.test.')] },
    dangling: { rcode: 'NOERROR', answer: [alias('a.test.', 'b.test.')] },
  };
  /** For how many seconds it is kept, and which TTL the first answer leaves with. */
  const kept = (kind: string, settings?: string): [number, number | undefined] => {
    const { reply, asked, draft } = through(SAID[kind] as ReplyContent, settings);
    const first = reply('a.test');
    for (let seconds = 0; seconds <= 4000; seconds += 1) {
      reply('a.test');
      if (asked.length > 1) return [seconds, [...first.answer, ...first.authority][0]?.ttl];
      draft.now += 1000;
    }
    return [Infinity, undefined];
  };
  it.each([
    ['answer', 60, 60],
    ['long', 3600, 3600],
    ['short', 5, 5],
    ['least', 30, 30],
    ['other', 0, 60],
    ['nodata', 60, 60],
    ['empty', 5, undefined],
    ['nothing', 50, 50],
    ['bare', 0, undefined],
    ['failure', 5, undefined],
    ['unknown', 5, undefined],
    ['refusal', 0, undefined],
    ['alias', 60, 60],
    ['loop', 0, 60],
    ['dangling', 0, 60],
  ])('%s is kept for %d seconds', (kind, seconds, ttl) => {
    expect(kept(kind)).toEqual([seconds, ttl]);
  });
  const ASIDE = 'cache {\n  success 100 20 10\n  denial 100 7 2\n }';
  it.each([
    ['answer', ASIDE, 20],
    ['short', ASIDE, 10],
    ['nodata', ASIDE, 7],
    ['nothing', ASIDE, 7],
    ['short', 'cache {\n  success 100 20 0\n }', 1],
    ['answer', 'cache {\n  disable success\n }', 0],
    ['nothing', 'cache {\n  disable success\n }', 50],
    ['nothing', 'cache {\n  disable denial a.test\n }', 0],
    ['nothing', 'cache {\n  disable denial b.test\n }', 50],
    ['nodata', 'cache {\n  disable denial\n }', 0],
    ['answer', 'cache b.test', 0],
    ['answer', 'cache b.test test', 60],
  ])('%s with %j is kept for %d seconds', (kind, settings, seconds) => {
    expect(kept(kind, settings)[0]).toBe(seconds);
  });
  it('one answer for every case of the name; another for another type, another block, DO and CD', () => {
    const { ask, asked } = upstream({ rcode: 'NOERROR' });
    const { reply, draft } = server('. {\n cache\n forward . 192.0.2.9\n}\n.:54 {\n cache\n forward . 192.0.2.9\n}', { ask });
    const edns = { udpSize: 1232 };
    reply('a.test');
    reply('A.Test');
    reply('a.test', 'A', 53, { edns });
    expect(asked).toHaveLength(1);
    reply('a.test', 'AAAA');
    reply('a.test', 'A', 54);
    reply('a.test', 'A', 53, { edns: { ...edns, do: true } });
    reply('a.test', 'A', 53, { cd: true });
    reply('a.test', 'A', 53, { cd: true, edns: { ...edns, do: true } });
    expect(asked).toHaveLength(6);
    expect([...draft.names('dnscache', '10.244.0.2')].sort()).toEqual([
      '0/A/a.test.',
      '0/A/a.test./cd',
      '0/A/a.test./do',
      '0/A/a.test./do/cd',
      '0/AAAA/a.test.',
      '1/A/a.test.',
    ]);
  });
  it('what was kept says that it is authoritative and counts down, but not with keepttl', () => {
    const told = (settings?: string): string[] => {
      const { say, draft } = through(SAID.answer as ReplyContent, settings);
      const first = say('a.test');
      draft.now += 1500;
      return [first, say('a.test')];
    };
    expect(told()).toEqual(['NOERROR a.test. A 192.0.2.1/60', 'NOERROR a a.test. A 192.0.2.1/59']);
    expect(told('cache {\n  keepttl\n }')).toEqual(['NOERROR a.test. A 192.0.2.1/60', 'NOERROR a a.test. A 192.0.2.1/60']);
  });
  it('every section has the one TTL, and a failure without a message is not kept', () => {
    const { reply } = through({ rcode: 'NOERROR', answer: [a('a.test.')], authority: [soa(40)], additional: [a('b.test.', '192.0.2.2', 90)] });
    const { answer, authority, additional } = reply('a.test');
    expect([...answer, ...authority, ...additional].map(({ ttl }) => ttl)).toEqual([40, 40, 40]);
    const failing = through('timeout');
    expect([failing.say('a.test'), failing.say('a.test'), failing.asked.length]).toEqual(['SERVFAIL', 'SERVFAIL', 4]);
  });
  it('ANY and CNAME are answered by an alias', () => {
    for (const qtype of ['ANY', 'CNAME']) {
      const { reply, asked } = through(SAID.dangling as ReplyContent);
      reply('a.test', qtype);
      reply('a.test', qtype);
      expect(asked).toHaveLength(1);
    }
  });
});

describe('forward', () => {
  it.each([
    ['. 192.0.2.1', 'UDP', 'UDP', 53],
    ['. 192.0.2.1', 'TCP', 'TCP', 53],
    ['. tls://192.0.2.1', 'UDP', 'TCP', 853],
    ['. https://192.0.2.1', 'UDP', 'TCP', 443],
    ['. 192.0.2.1 {\n  force_tcp\n }', 'UDP', 'TCP', 53],
    ['. 192.0.2.1 {\n  prefer_udp\n }', 'UDP', 'UDP', 53],
  ] as const)('forward %s, asked over %s, asks over %s', (text, protocol, over, port) => {
    const { ask, asked } = upstream({ rcode: 'NOERROR' });
    server(`. {\n forward ${text}\n}`, { ask, protocol }).say('a.test');
    expect(asked).toEqual([`A a.test. 192.0.2.1:${port} ${over}`]);
  });
  it('hands on what the client can take, and what the upstream says', () => {
    const { ask, asked } = upstream({ rcode: 'NXDOMAIN', aa: true, ra: true, authority: [soa()], additional: [a('b.test.')] });
    const { reply, elapsed } = server('. {\n forward . 192.0.2.1\n}', { ask });
    const { rcode, flags, authority, additional } = reply('A.test', 'MX', 53, { edns: { udpSize: 1232 } });
    expect([rcode, flags.aa, flags.ra, authority.length, additional.length]).toEqual(['NXDOMAIN', true, true, 1, 1]);
    expect([asked, elapsed()]).toEqual([['MX A.test. 192.0.2.1:53 UDP 1232'], 3]);
  });
  it.each([
    ['refused', 'UDP', 'read udp x->192.0.2.1:53: read: connection refused', 6],
    ['refused', 'TCP', 'dial tcp x->192.0.2.1:53: connect: connection refused', 6],
    ['unreachable', 'UDP', 'read udp x->192.0.2.1:53: read: no route to host', 6],
    ['unreachable', 'TCP', 'dial tcp x->192.0.2.1:53: connect: no route to host', 6],
    ['timeout', 'UDP', 'read udp x->192.0.2.1:53: i/o timeout', 4000],
    ['timeout', 'TCP', 'dial tcp x->192.0.2.1:53: i/o timeout', 4000],
  ] as const)('%s over %s: %s', (failure, protocol, told, ms) => {
    const { ask, asked } = upstream(failure);
    const { say, lines, elapsed } = server('. {\n errors\n forward . 192.0.2.1\n}', { ask, protocol });
    expect(say('a.test')).toBe('SERVFAIL');
    expect([lines, elapsed(), asked.length]).toEqual([[`[ERROR] plugin/errors: 2 a.test. A: ${told}`], ms, 2]);
  });
  it('begins no try after five seconds', () => {
    const tries = (ms: number): number => {
      const { ask, asked } = upstream('refused', ms);
      server('. {\n forward . 192.0.2.1 192.0.2.2 192.0.2.3\n}', { ask }).say('a.test');
      return asked.length;
    };
    expect([tries(1), tries(2499), tries(2500), tries(5000)]).toEqual([6, 3, 2, 1]);
  });
  it('the five seconds are its own, not those of an earlier lookup', () => {
    const { ask, asked } = upstream('timeout');
    const { elapsed, say } = server(
      '. {\n template IN A a.test {\n  answer "{{ .Name }} CNAME b.test"\n  answer "{{ .Name }} CNAME c.test"\n }\n forward . 192.0.2.1 192.0.2.2\n}',
      { ask },
    );
    say('a.test');
    expect([elapsed(), asked.length]).toEqual([12_000, 6]);
  });
  it('sequential begins with the first, the others with any', () => {
    const begins = (policy: string): Set<string> => {
      const { ask, asked } = upstream({ rcode: 'NOERROR' });
      const { say } = server(`. {\n forward . 192.0.2.1 192.0.2.2 {\n  policy ${policy}\n }\n}`, { ask });
      for (let i = 0; i < 20; i += 1) say('a.test');
      return new Set(asked.map((one) => one.split(' ')[2] ?? ''));
    };
    expect(begins('sequential')).toEqual(new Set(['192.0.2.1:53']));
    expect(begins('random')).toEqual(new Set(['192.0.2.1:53', '192.0.2.2:53']));
  });
  it('`except` leaves out what is below, in any case, but not the zone itself', () => {
    const { ask, asked } = upstream({ rcode: 'NOERROR' });
    const { say } = server('. {\n forward a.test 192.0.2.1 {\n  except a.test b.test\n }\n}', { ask });
    expect([say('A.TEST'), say('X.A.TEST')]).toEqual(['NOERROR', 'SERVFAIL']);
    expect(asked).toHaveLength(1);
  });
});
