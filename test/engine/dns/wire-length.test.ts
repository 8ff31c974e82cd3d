import { describe, expect, it } from 'vitest';
import { answerQuery } from '../../../src/engine/dns/answer.ts';
import { fitted, makeQuery, replyTo, wireLength } from '../../../src/engine/dns/message.ts';
import type { OutsideRecord } from '../../../src/engine/store/cluster-config.ts';
import { CLUSTER_KINDS } from '../../../src/engine/store/cluster-kinds.ts';
import { SmallCluster } from '../../support/small-cluster.ts';

const OPT = { edns: { udpSize: 1232, cookie: true } };

/** The article's cluster: an alias in namespace `test`, an outside name of two addresses, nodes that search a cloud's domain. */
function cluster() {
  const outside = CLUSTER_KINDS['three-nodes'].outside;
  const records: OutsideRecord[] = [
    ...outside.records,
    { name: 'blog.sample.test.', type: 'A', ttl: 300, data: '203.0.113.80' },
    { name: 'blog.sample.test.', type: 'A', ttl: 300, data: '203.0.113.81' },
    // 36 bytes with its labels, as the cloud's own SOA record has
    { name: 'us-east-2.compute.internal.', type: 'SOA', ttl: 60, data: 'ns0.us-east-2.compute.internal. hostmaster.amazon.com. 2012103100 3600 3600 3600 60' },
  ];
  return new SmallCluster('three-nodes', 1, { dnsTTLSeconds: 5, outside: { ...outside, records } })
    .namespace('test')
    .service('test/my-blog', { type: 'ExternalName', externalName: 'blog.sample.test' }).draft;
}

describe('sizes on the wire are computed, uncompressed (the twelve of the article)', () => {
  it.each([
    ['the alias', 'my-blog.test.svc.cluster.local', 71, 195, 'NOERROR', true, false],
    ['walk 1', 'blog.sample.test.test.svc.cluster.local', 80, 173, 'NXDOMAIN', true, false],
    ['walk 2', 'blog.sample.test.svc.cluster.local', 75, 168, 'NXDOMAIN', true, false],
    ['walk 3', 'blog.sample.test.cluster.local', 71, 164, 'NXDOMAIN', true, false],
    ['walk 4', 'blog.sample.test.us-east-2.compute.internal', 84, 197, 'NXDOMAIN', false, true],
    ['walk 5', 'blog.sample.test', 57, 121, 'NOERROR', false, true],
  ])('%s', (_, qname, queryBytes, replyBytes, rcode, aa, ra) => {
    const draft = cluster();
    const query = makeQuery(draft, qname, 'A', OPT);
    const reply = answerQuery(draft, query);
    expect([query.bytes, reply.bytes, reply.rcode, reply.flags.aa, reply.flags.ra]).toEqual([queryBytes, replyBytes, rcode, aa, ra]);
    expect(makeQuery(draft, qname, 'A').bytes).toBe(queryBytes - 23);
  });
});

describe('large replies', () => {
  const draft = new SmallCluster().draft;
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ name: 'web.default.svc.cluster.local.', type: 'A', ttl: 30, rdata: `10.244.0.${i + 1}` }));

  it('are compressed before anything is left out', () => {
    const reply = replyTo(makeQuery(draft, 'web.default.svc.cluster.local', 'A'), { rcode: 'NOERROR', answer: many(12) });
    expect(reply.bytes).toBe(47 + 12 * 45);
    const sent = fitted(reply, 512);
    expect([sent.bytes, sent.answer.length, sent.flags.tc]).toEqual([47 + 12 * 16, 12, false]);
  });

  it('are cut and marked when even that is too much', () => {
    const sent = fitted(replyTo(makeQuery(draft, 'web.default.svc.cluster.local', 'A'), { rcode: 'NOERROR', answer: many(40) }), 512);
    expect([sent.answer.length, sent.flags.tc, sent.bytes <= 512]).toEqual([29, true, true]);
  });

  it('names inside SRV are never compressed, others are', () => {
    const base = makeQuery(draft, 'db.default.svc.cluster.local', 'SRV');
    const length = (type: string, rdata: string): number =>
      wireLength({ ...base, answer: [{ name: 'db.default.svc.cluster.local.', type, ttl: 30, rdata }] }, true) - base.bytes;
    expect(length('SRV', '0 100 80 db.default.svc.cluster.local.')).toBe(2 + 10 + 6 + 30);
    expect(length('CNAME', 'db.default.svc.cluster.local.')).toBe(2 + 10 + 2);
  });
});
