import { describe, expect, it } from 'vitest';
import type { DNSMessage, DNSReply, DNSTrace } from '../../../src/engine/api/dns-message.ts';
import { answerQuery } from '../../../src/engine/dns/answer.ts';
import { glibc } from '../../../src/engine/dns/glibc.ts';
import { busyboxNslookup, dig, host, nslookup } from '../../../src/engine/dns/lookup.ts';
import { musl } from '../../../src/engine/dns/musl.ts';
import { parseResolvConf } from '../../../src/engine/dns/resolv-conf.ts';
import type { Exchange, ResolverContext } from '../../../src/engine/dns/resolver.ts';
import { SmallCluster } from '../../support/small-cluster.ts';

const CONF = 'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n';
const SVC = 'default.svc.cluster.local';

/** The cluster of cases resolvers/*: web in default and in shop, an alias, and what a server answers instead for some names. */
function context(conf = CONF, instead: (query: DNSMessage) => DNSReply | undefined = () => undefined): ResolverContext<never> & { readonly waits: number[] } {
  const { draft } = new SmallCluster()
    .namespace('shop')
    .service('web', { clusterIP: '10.96.60.1', ports: [{ port: 80 }] })
    .service('shop/web', { clusterIP: '10.96.60.2', ports: [{ port: 80 }] })
    .service('docs', { type: 'ExternalName', externalName: 'external.example.com' });
  const waits: number[] = [];
  // eslint-disable-next-line require-yield -- no time passes in this exchange
  const exchange: Exchange<never> = function* (_server, queries, { timeoutMs }) {
    const replies = queries.map((query) => instead(query) ?? answerQuery(draft, query));
    if (replies.includes('timeout')) waits.push(timeoutMs);
    return replies;
  };
  return { entropy: draft, conf: parseResolvConf(conf), exchange, waits };
}

function finish(running: Generator<never, DNSTrace, void>): DNSTrace {
  const end = running.next();
  if (!end.done) throw new Error('waited');
  return end.value;
}

/** `A web.default.svc.cluster.local` without the part that every line has. */
const asked = ({ exchanges }: DNSTrace): string[] =>
  exchanges.map(({ query: { question } }) => `${question.qtype} ${question.qname.replace('svc.cluster.local.', 'S').replace('cluster.local.', 'C')}`);
const pairs = (...names: string[]): string[] => names.flatMap((name) => [`A ${name}`, `AAAA ${name}`]);

describe('getaddrinfo', () => {
  it.each([
    // cases resolvers/musl-like-glibc, nodata-stops-musl, ndots-and-musl, dns/tcpdump-search-list, tcpdump-outside-name
    ['web', CONF, pairs('web.default.S'), pairs('web.default.S'), '10.96.60.1'],
    ['web.shop', CONF, pairs('web.shop.default.S', 'web.shop.S'), pairs('web.shop.default.S', 'web.shop.S'), '10.96.60.2'],
    ['api.example.net.', CONF, pairs('api.example.net.'), pairs('api.example.net.'), '203.0.113.81'],
    ['api.example.net', CONF, pairs('api.example.net.default.S', 'api.example.net.S', 'api.example.net.C', 'api.example.net.'), undefined, '203.0.113.81'],
    ['nope', CONF, pairs('nope.default.S', 'nope.S', 'nope.C', 'nope.'), undefined, ''],
    ['shop', CONF, pairs('shop.default.S', 'shop.S', 'shop.C', 'shop.'), pairs('shop.default.S', 'shop.S'), ''],
    ['web.shop', CONF.replace('5', '1'), pairs('web.shop.', 'web.shop.default.S', 'web.shop.S'), pairs('web.shop.'), undefined],
    ['docs', CONF, pairs('docs.default.S'), undefined, '203.0.113.80'],
  ])('%s', (name, conf, byGlibc, byMusl, address) => {
    const traces = [finish(glibc(context(conf), name, 'both')), finish(musl(context(conf), name, 'both'))];
    expect(traces.map(asked)).toEqual([byGlibc, byMusl ?? byGlibc]);
    if (address !== undefined) expect(traces.map(({ addresses }) => addresses.join())).toEqual([address, address]);
  });

  it('outcomes: NODATA anywhere is told by both, NXDOMAIN by both', () => {
    for (const resolve of [glibc, musl]) {
      expect(finish(resolve(context(), 'shop', 'both')).outcome).toBe('NODATA');
      expect(finish(resolve(context(), 'nope', 'both')).outcome).toBe('NXDOMAIN');
    }
    expect([glibc, musl].map((resolve) => finish(resolve(context(), 'nope', 'both')).resolver)).toEqual(['glibc', 'musl']);
  });

  it('names on the way to the address', () => {
    expect(finish(glibc(context(), 'docs', 'A'))).toMatchObject({
      canonicalName: 'external.example.com',
      aliases: [`docs.${SVC}`],
      addresses: ['203.0.113.80'],
    });
  });

  it('one family asks one question each', () => {
    expect(asked(finish(glibc(context(), 'web', 'AAAA')))).toEqual(['AAAA web.default.S', 'AAAA web.S', 'AAAA web.C', 'AAAA web.']);
  });

  it('a dead server: glibc waits 5 s twice for the first domain and for the name itself, musl 5 s in all', () => {
    const dead = context(CONF, () => 'timeout');
    expect(finish(glibc(dead, 'web', 'both')).outcome).toBe('timeout');
    expect(dead.waits).toEqual([5000, 5000, 5000, 5000]);
    const again = context(CONF, () => 'timeout');
    expect(finish(musl(again, 'web', 'both')).outcome).toBe('timeout');
    expect(again.waits).toEqual([2500, 2500]);
  });

  it('a server that refuses ends glibc’s search, and musl never hears of it', () => {
    const trace = finish(
      glibc(
        context(CONF, () => 'refused'),
        'web',
        'A',
      ),
    );
    expect([trace.outcome, asked(trace)]).toEqual(['timeout', ['A web.default.S', 'A web.default.S']]);
    expect(
      finish(
        musl(
          context(CONF, () => 'refused'),
          'web',
          'A',
        ),
      ).exchanges,
    ).toHaveLength(2);
  });

  it('SERVFAIL is tried twice, then glibc goes on and musl does not', () => {
    const broken = (query: DNSMessage): DNSReply | undefined =>
      query.question.qname.startsWith('web.shop.default') ? { ...query, rcode: 'SERVFAIL', flags: { ...query.flags, qr: true } } : undefined;
    const trace = finish(glibc(context(CONF, broken), 'web.shop', 'A'));
    expect([asked(trace), trace.addresses]).toEqual([['A web.shop.default.S', 'A web.shop.default.S', 'A web.shop.S'], ['10.96.60.2']]);
    expect(finish(musl(context(CONF, broken), 'web.shop', 'A')).outcome).toBe('SERVFAIL');
  });

  it('glibc tells of a SERVFAIL on the way where the name itself is not there', () => {
    const broken = (query: DNSMessage): DNSReply | undefined =>
      query.question.qname.startsWith('nope.default') ? { ...query, rcode: 'SERVFAIL', flags: { ...query.flags, qr: true } } : undefined;
    expect(finish(glibc(context(CONF, broken), 'nope', 'A')).outcome).toBe('SERVFAIL');
  });

  it('musl asks two servers at once, and waits for neither once one has answered', () => {
    const two = `${CONF}nameserver 10.96.0.11\n`;
    const dead = context(two, () => 'timeout');
    finish(musl(dead, 'web', 'A'));
    expect(dead.waits).toEqual([0, 2500, 0, 2500]);
    let asks = 0;
    const half = context(two, () => (++asks > 1 ? 'timeout' : undefined));
    expect(finish(musl(half, 'web', 'A')).addresses).toEqual(['10.96.60.1']);
    expect(half.waits).toEqual([0]);
  });
});

describe('tools that print messages (cases resolvers/tools-on-the-wire, dns/dig-and-the-search-list, busybox-nslookup)', () => {
  it.each([
    ['dig without +search', dig(context(), 'web', 'A'), ['A web.'], 'NXDOMAIN'],
    ['dig +search', dig(context(), 'web.shop', 'A', { search: true }), ['A web.shop.default.S', 'A web.shop.S'], 'answered'],
    ['dig +search stops at NODATA', dig(context(), 'shop', 'A', { search: true }), ['A shop.default.S', 'A shop.S'], 'NODATA'],
    ['dig +search +ndots=1 asks a dotted name as it is', dig(context(), 'web.default', 'A', { search: true, ndots: 1 }), ['A web.default.'], 'NXDOMAIN'],
    ['dig +search of an absolute name', dig(context(), 'web.', 'A', { search: true }), ['A web.'], 'NXDOMAIN'],
    ['host', host(context(), 'web'), ['A web.default.S', 'AAAA web.default.S', 'MX web.default.S'], 'answered'],
    [
      'host of an alias goes on with its target',
      host(context(), 'docs'),
      ['A docs.default.S', 'AAAA external.example.com.', 'MX external.example.com.'],
      'answered',
    ],
    ['host of nothing', host(context(), 'nope'), ['A nope.default.S', 'A nope.S', 'A nope.C', 'A nope.'], 'NXDOMAIN'],
    ['nslookup', nslookup(context(), 'web'), ['A web.default.S', 'AAAA web.default.S'], 'answered'],
    ['nslookup -type', nslookup(context(), 'web', 'AAAA'), ['AAAA web.default.S'], 'NODATA'],
    ['busybox asks a short name everywhere', busyboxNslookup(context(), 'web'), pairs('web.default.S', 'web.S', 'web.C'), 'answered'],
    ['busybox asks a dotted name as it is', busyboxNslookup(context(), 'web.shop'), pairs('web.shop.'), 'NXDOMAIN'],
  ])('%s', (_, running, questions, outcome) => {
    const trace = finish(running);
    expect([asked(trace), trace.outcome]).toEqual([questions, outcome]);
  });

  it('dig sends a cookie, host and nslookup no EDNS', () => {
    expect(finish(dig(context(), 'web', 'A')).exchanges[0]?.query).toMatchObject({
      edns: { udpSize: 1232, cookie: expect.stringMatching(/^[0-9a-f]{16}$/) as string },
      flags: { ad: true, rd: true },
    });
    expect(finish(host(context(), 'web')).exchanges[0]?.query.edns).toBeUndefined();
  });

  it('dig tries three times', () => {
    expect(
      finish(
        dig(
          context(CONF, () => 'timeout'),
          'web',
          'A',
        ),
      ).exchanges.map(({ failure }) => failure),
    ).toEqual(['timeout', 'timeout', 'timeout']);
  });
});

describe('resolv.conf', () => {
  it('the last search line counts, three servers at most, options with limits', () => {
    expect(
      parseResolvConf(
        'search a b.\nsearch c\nnameserver 1.1.1.1\nnameserver 2.2.2.2\nnameserver 3.3.3.3\nnameserver 4.4.4.4\noptions ndots:99 timeout:0 attempts:1 rotate edns0\n# options ndots:1\n',
      ),
    ).toEqual({
      nameservers: ['1.1.1.1', '2.2.2.2', '3.3.3.3'],
      searches: ['c'],
      ndots: 15,
      timeoutSeconds: 1,
      attempts: 1,
      edns0: true,
      useVC: false,
      noAAAA: false,
    });
    expect(parseResolvConf('')).toMatchObject({ edns0: false, nameservers: ['127.0.0.1'], searches: [], ndots: 1 });
  });
});
