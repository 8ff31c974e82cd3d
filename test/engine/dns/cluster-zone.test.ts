import { describe, expect, it } from 'vitest';
import { answerQuery } from '../../../src/engine/dns/answer.ts';
import { makeQuery } from '../../../src/engine/dns/message.ts';
import { SmallCluster } from '../../support/small-cluster.ts';

const world = (): SmallCluster =>
  new SmallCluster()
    .namespace('shop')
    .pod('web-a', 'node-a', '10.244.0.10')
    .pod('web-b', 'node-b', '10.244.1.10')
    .pod('web-c', 'node-c', '10.244.2.10')
    .pod('db-0', 'node-b', '10.244.1.11', [], { hostname: 'db-0', subdomain: 'db' })
    .service('web', {
      clusterIP: '10.96.60.1',
      ports: [
        { name: 'http', port: 80 },
        { name: 'metrics', port: 9090 },
      ],
    })
    .slice('web', [{ name: 'http', port: 8080, protocol: 'TCP' }], ['web-a', 'web-b', 'web-c!'])
    .service('nobody', { clusterIP: '10.96.60.2', ports: [{ port: 80 }] })
    .service('peers', { clusterIP: 'None', ports: [{ port: 8080 }] })
    .slice('peers', [{ name: '', port: 8080, protocol: 'TCP' }], ['web-a', 'web-b', 'web-c!'])
    .service('empty', { clusterIP: 'None', ports: [{ port: 80 }] })
    .slice('empty', [], ['web-c!'])
    .service('portless', { clusterIP: 'None' })
    .slice('portless', [], ['web-a'])
    .service('db', { clusterIP: 'None', ports: [{ name: 'pg', port: 5432 }] })
    .slice('db', [{ name: 'pg', port: 5432, protocol: 'TCP' }], ['db-0'])
    .service('both', { clusterIP: '10.96.60.3', clusterIPs: ['10.96.60.3', 'fd00:10:96::603'], ports: [{ port: 80 }] })
    .service('docs', { type: 'ExternalName', externalName: 'external.example.com' })
    .service('chain', { type: 'ExternalName', externalName: 'alias.default.svc.cluster.local' })
    .service('alias', { type: 'ExternalName', externalName: 'web.default.svc.cluster.local' })
    .service('dangling', { type: 'ExternalName', externalName: 'nope.default.svc.cluster.local' })
    .service('self', { type: 'ExternalName', externalName: 'self.default.svc.cluster.local' })
    .service('number', { type: 'ExternalName', externalName: '192.0.2.21' })
    .service('missing', { type: 'ExternalName', externalName: 'nope.example.com' });

/** `NOERROR a 10.96.60.1`: rcode, `a` if authoritative, rdata sorted. NODATA and NXDOMAIN of the cluster's zone carry its SOA. */
function ask(qname: string, qtype: string): string {
  const { draft } = world();
  const { rcode, flags, answer, authority } = answerQuery(draft, makeQuery(draft, qname, qtype));
  const data = answer.map(({ type, rdata }) => (type === qtype ? rdata : `${type} ${rdata}`)).sort();
  const soa = authority.some(({ type, name }) => type === 'SOA' && name === 'cluster.local.');
  return [rcode, flags.aa ? 'a' : '-', ...(soa ? ['SOA'] : []), data.join(', ')].join(' ').trim();
}

const SVC = 'default.svc.cluster.local';

describe('the cluster zone answers as CoreDNS 1.14.7', () => {
  it.each([
    // Services with an address
    ['the address of a Service', `web.${SVC}`, 'A', 'NOERROR a 10.96.60.1'],
    ['no AAAA on a single stack', `web.${SVC}`, 'AAAA', 'NOERROR a SOA'],
    ['both families', `both.${SVC}`, 'AAAA', 'NOERROR a fd00:10:96::603'],
    ['a name exists without endpoints', `nobody.${SVC}`, 'A', 'NOERROR a 10.96.60.2'],
    ['letters of any case', 'WEB.Default.SVC.cluster.local', 'A', 'NOERROR a 10.96.60.1'],
    ['an endpoint under a Service with an address', `10-244-0-10.web.${SVC}`, 'A', 'NOERROR a 10.244.0.10'],
    ['an unready endpoint has no name', `10-244-2-10.web.${SVC}`, 'A', 'NXDOMAIN a SOA'],
    ['a port by name', `_http._tcp.web.${SVC}`, 'A', 'NOERROR a 10.96.60.1'],
    ['a port without underscores is read the same', `http.tcp.web.${SVC}`, 'A', 'NOERROR a 10.96.60.1'],
    ['an underscore within a port is a letter of it', `ht_tp.tcp.web.${SVC}`, 'SRV', 'NXDOMAIN a SOA'],
    ['a port of another protocol', `_http._udp.web.${SVC}`, 'SRV', 'NXDOMAIN a SOA'],
    ['SRV of one port', `_http._tcp.web.${SVC}`, 'SRV', `NOERROR a 0 100 80 web.${SVC}.`],
    ['SRV of all ports', `web.${SVC}`, 'SRV', `NOERROR a 0 50 80 web.${SVC}., 0 50 9090 web.${SVC}.`],
    ['SRV of two families is one record of half the weight', `both.${SVC}`, 'SRV', `NOERROR a 0 50 80 both.${SVC}.`],
    // headless
    ['the ready addresses of a headless Service', `peers.${SVC}`, 'A', 'NOERROR a 10.244.0.10, 10.244.1.10'],
    ['a headless Service without ready endpoints', `empty.${SVC}`, 'A', 'NXDOMAIN a SOA'],
    ['a headless Service without ports', `portless.${SVC}`, 'A', 'NOERROR a 10.244.0.10'],
    ['SRV of a headless Service without ports', `portless.${SVC}`, 'SRV', 'NOERROR a SOA'],
    ['a Pod with hostname and subdomain', `db-0.db.${SVC}`, 'A', 'NOERROR a 10.244.1.11'],
    ['an endpoint with a hostname has no dashed name', `10-244-1-11.db.${SVC}`, 'A', 'NXDOMAIN a SOA'],
    ['SRV of a headless Service names its endpoints', `_pg._tcp.db.${SVC}`, 'SRV', `NOERROR a 0 100 5432 db-0.db.${SVC}.`],
    // ExternalName
    ['an alias to the outside', `docs.${SVC}`, 'A', 'NOERROR a 203.0.113.80, CNAME external.example.com.'],
    ['the alias itself', `docs.${SVC}`, 'CNAME', 'NOERROR a external.example.com.'],
    ['an alias has no AAAA but stays', `docs.${SVC}`, 'AAAA', 'NOERROR a CNAME external.example.com.'],
    ['a chain of aliases', `chain.${SVC}`, 'A', `NOERROR a 10.96.60.1, CNAME alias.${SVC}., CNAME web.${SVC}.`],
    ['an alias to nothing inside', `dangling.${SVC}`, 'A', 'NOERROR a SOA'],
    ['an alias to itself', `self.${SVC}`, 'A', 'NOERROR a SOA'],
    ['an alias to nothing outside', `missing.${SVC}`, 'A', 'NOERROR a CNAME nope.example.com.'],
    ['an address is no alias', `number.${SVC}`, 'A', 'NXDOMAIN a SOA'],
    ['an alias has no SRV', `docs.${SVC}`, 'SRV', 'NOERROR a SOA'],
    ['an alias has no ports', `_http._tcp.docs.${SVC}`, 'SRV', 'NXDOMAIN a SOA'],
    ['nothing below an alias', `www.docs.${SVC}`, 'A', 'NXDOMAIN a SOA'],
    // names without data, and no names
    ['a namespace', SVC, 'A', 'NOERROR a SOA'],
    ['svc', 'svc.cluster.local', 'A', 'NOERROR a SOA'],
    ['the apex', 'cluster.local', 'A', 'NOERROR a SOA'],
    ['no such namespace', 'web.nope.svc.cluster.local', 'A', 'NXDOMAIN a SOA'],
    ['no such Service', `nope.${SVC}`, 'A', 'NXDOMAIN a SOA'],
    ['neither svc nor pod', 'web.default.service.cluster.local', 'A', 'NXDOMAIN a SOA'],
    ['too many labels', `a.b.c.web.${SVC}`, 'A', 'NXDOMAIN a SOA'],
    ['a star is a letter', `*.${SVC}`, 'A', 'NXDOMAIN a SOA'],
    ['another type of a name that exists', `web.${SVC}`, 'MX', 'NOERROR a SOA'],
    ['another type of a name that does not', `nope.${SVC}`, 'HTTPS', 'NXDOMAIN a SOA'],
    ['TXT of a name that exists', `web.${SVC}`, 'TXT', 'NOERROR a SOA'],
    ['TXT of a name without data is NXDOMAIN', SVC, 'TXT', 'NXDOMAIN a SOA'],
    ['PTR of a forward name', `web.${SVC}`, 'PTR', 'NOERROR a SOA'],
    // pods insecure
    ['any address as a Pod name', '1-2-3-4.default.pod.cluster.local', 'A', 'NOERROR a 1.2.3.4'],
    ['in a namespace that exists', '1-2-3-4.nope.pod.cluster.local', 'A', 'NXDOMAIN a SOA'],
    ['not an address', 'web.default.pod.cluster.local', 'A', 'NXDOMAIN a SOA'],
    ['an IPv6 address with dashes', 'fd00--1.default.pod.cluster.local', 'AAAA', 'NOERROR a fd00::1'],
    // built in
    ['the version of the rules', 'dns-version.cluster.local', 'TXT', 'NOERROR a "1.1.0"'],
    ['the name server of the zone', 'cluster.local', 'NS', 'NOERROR a kube-dns.kube-system.svc.cluster.local.'],
    ['NS below the apex', `web.${SVC}`, 'NS', 'NOERROR a SOA'],
    ['SOA below the apex', `web.${SVC}`, 'SOA', 'NOERROR a SOA'],
    ['no transfer', 'cluster.local', 'AXFR', 'REFUSED -'],
    // backwards
    ['the address of a Service', '1.60.96.10.in-addr.arpa', 'PTR', `NOERROR a web.${SVC}.`],
    ['of the second family', '3.0.6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.6.9.0.0.0.1.0.0.0.0.d.f.ip6.arpa', 'PTR', `NOERROR a both.${SVC}.`],
    ['an endpoint, once for each Service', '10.1.244.10.in-addr.arpa', 'PTR', `NOERROR a 10-244-1-10.peers.${SVC}., 10-244-1-10.web.${SVC}.`],
    ['an endpoint with a hostname', '11.1.244.10.in-addr.arpa', 'PTR', `NOERROR a db-0.db.${SVC}.`],
    ['nobody: asked further on', '99.60.96.10.in-addr.arpa', 'PTR', 'NXDOMAIN -'],
    // beyond the cluster
    ['an outside name', 'example.com', 'A', 'NOERROR - 203.0.113.81'],
    ['a chain beyond', 'shop.example.com', 'A', 'NOERROR - 203.0.113.81, CNAME node7.edge.example.net., CNAME shop.edge.example.net.'],
    ['no such outside name', 'nope.example.com', 'A', 'NXDOMAIN -'],
    ['an outside name without this type', 'db.example.org', 'AAAA', 'NOERROR -'],
    ['a name between two that exist', 'edge.example.net', 'A', 'NOERROR -'],
  ])('%s: %s %s', (_, qname, qtype, expected) => {
    expect(ask(qname, qtype)).toBe(expected);
  });
});

describe('records carry owners, TTLs and extras', () => {
  const reply = (qname: string, qtype: string) => {
    const { draft } = world();
    return answerQuery(draft, makeQuery(draft, qname, qtype));
  };

  it('an owner keeps the case of the question', () => {
    expect(reply('WEB.Default.svc.cluster.local', 'A').answer).toEqual([{ name: 'WEB.Default.svc.cluster.local.', type: 'A', ttl: 30, rdata: '10.96.60.1' }]);
  });

  it('SRV brings the address along', () => {
    expect(reply(`_metrics._tcp.web.${SVC}`, 'SRV').additional).toEqual([{ name: `web.${SVC}.`, type: 'A', ttl: 30, rdata: '10.96.60.1' }]);
  });

  it('a long TTL leaves as 30', () => {
    expect(reply('dns-version.cluster.local', 'TXT').answer[0]?.ttl).toBe(30);
  });

  it('the cluster is no recursive server, the way out is', () => {
    expect(reply(`web.${SVC}`, 'A').flags).toMatchObject({ qr: true, aa: true, ra: false, rd: true });
    expect(reply('example.com', 'A').flags).toMatchObject({ qr: true, aa: false, ra: true, rd: true });
  });
});

describe('outside answers are kept for 30 seconds', () => {
  it('counts down and starts again, and gives an alias the lowest TTL', () => {
    const { draft } = world();
    const ttls = (qname: string): number[] => answerQuery(draft, makeQuery(draft, qname, 'A')).answer.map(({ ttl }) => ttl);
    expect(ttls('external.example.com')).toEqual([30]);
    draft.now += 12_000;
    expect(ttls('external.example.com')).toEqual([18]);
    expect(ttls(`docs.${SVC}`)).toEqual([18, 18]);
    draft.now += 18_000;
    expect(ttls('external.example.com')).toEqual([30]);
  });

  it('says it is the authority once an answer comes from the cache, and keeps DO apart', () => {
    const { draft } = world();
    const aa = (doBit: boolean): boolean => answerQuery(draft, makeQuery(draft, 'example.com', 'A', { edns: { udpSize: 1232, do: doBit } })).flags.aa;
    expect([aa(false), aa(false), aa(true), aa(true)]).toEqual([false, true, false, true]);
  });

  it('keeps denials too, but nothing of the cluster', () => {
    const { draft } = world();
    answerQuery(draft, makeQuery(draft, 'nope.example.com', 'A'));
    answerQuery(draft, makeQuery(draft, `nope.${SVC}`, 'A'));
    answerQuery(draft, makeQuery(draft, `web.${SVC}`, 'A'));
    const [server = ''] = draft.namespacesOf('dnscache');
    expect(draft.names('dnscache', server)).toEqual(['A/nope.example.com.']);
  });
});

describe('properties', () => {
  it('a name with a cluster IP answers the same with and without endpoints', () => {
    const bare = new SmallCluster().service('web', { clusterIP: '10.96.60.1', ports: [{ port: 80 }] });
    const full = new SmallCluster()
      .service('web', { clusterIP: '10.96.60.1', ports: [{ port: 80 }] })
      .pod('web-a', 'node-a', '10.244.0.10')
      .slice('web', [{ name: '', port: 8080, protocol: 'TCP' }], ['web-a']);
    const [a, b] = [bare, full].map(({ draft }) => answerQuery(draft, makeQuery(draft, `web.${SVC}`, 'A')).answer);
    expect(a).toEqual(b);
  });

  it('answers of several records come in every order', () => {
    const orders = new Set<string>();
    for (let seed = 1; seed < 30; seed += 1) {
      const { draft } = new SmallCluster('three-nodes', seed)
        .pod('a', 'node-a', '10.244.0.10')
        .pod('b', 'node-b', '10.244.1.10')
        .service('p', { clusterIP: 'None' })
        .slice('p', [], ['a', 'b']);
      orders.add(
        answerQuery(draft, makeQuery(draft, `p.${SVC}`, 'A'))
          .answer.map(({ rdata }) => rdata)
          .join(),
      );
    }
    expect([...orders].sort()).toEqual(['10.244.0.10,10.244.1.10', '10.244.1.10,10.244.0.10']);
  });
});
