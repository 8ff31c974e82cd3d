import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha512 } from '../../../src/engine/api/sha512.ts';
import type { Answering } from '../../../src/engine/dns/corefile-chain.ts';
import { setUp } from '../../../src/engine/dns/corefile-setup.ts';
import { corefileHash, parseCorefile } from '../../../src/engine/dns/corefile-syntax.ts';
import { executeTemplate } from '../../../src/engine/dns/corefile-template.ts';
import { durationOf } from '../../../src/engine/dns/corefile-words.ts';
import { AROUND, messageOf, server, silent } from '../../support/corefile-server.ts';

const CLUSTER = 'kubernetes cluster.local in-addr.arpa';

describe('a Corefile', () => {
  it('is hashed as plugin/reload hashes it (case dns/a-stub-domain-for-consul)', () => {
    const stock =
      '.:53 {\n    errors\n    health {\n       lameduck 5s\n    }\n    ready\n    kubernetes cluster.local in-addr.arpa ip6.arpa {\n       pods insecure\n       fallthrough in-addr.arpa ip6.arpa\n       ttl 30\n    }\n    prometheus :9153\n    forward . /etc/resolv.conf {\n       max_concurrent 1000\n    }\n    cache 30 {\n       disable success cluster.local\n       disable denial cluster.local\n    }\n    loop\n    reload\n    loadbalance\n}\n';
    expect(corefileHash(stock)).toMatch(/^1b226df79860026c.*0993a3b03b$/u);
    expect(corefileHash(`# a comment is nothing\n${stock}`)).not.toBe(corefileHash(stock));
    expect(corefileHash(stock.replace('ready', 'ready # a comment'))).toBe(corefileHash(stock));
  });
  it.each(['', 'abc', 'é<&>'.repeat(60), 'x'.repeat(111), 'x'.repeat(112)])('sha512 of %j is that of FIPS 180-4', (text) => {
    expect(sha512(text)).toBe(createHash('sha512').update(text).digest('hex'));
  });
  it('reads snippets, quotes, commas and blocks without braces', () => {
    expect(
      parseCorefile('(own) {\n  errors\n  log\n}\na.test, b.test {\n  import own\n  whoami\n}\n').map(({ keys, directives }) => [keys, [...directives.keys()]]),
    ).toEqual([
      [
        ['a.test', 'b.test'],
        ['errors', 'log', 'whoami'],
      ],
    ]);
    expect(parseCorefile('(own {\n whoami\n}').map(({ keys }) => keys)).toEqual([['(own']]);
    expect(parseCorefile('{\n whoami\n}')).toEqual([]);
    expect(parseCorefile('a.test\nwhoami\n"two words" "a \\" b"\n')[0]?.directives.get('two words')?.[1]?.text).toBe('a " b');
  });
  it.each([
    ['.:53 {\n errors\n healthy\n}', "/etc/coredns/Corefile:3 - Error during parsing: Unknown directive 'healthy'"],
    ['.:53 {\n errors\n', "/etc/coredns/Corefile:2 - Syntax error: Unexpected token 'errors', expecting '}'"],
    ['.:53 {\n cache {\n', '/etc/coredns/Corefile:2 - Error during parsing: Unexpected EOF'],
    ['.:53 {\n import other\n}', '/etc/coredns/Corefile:2 - Error during parsing: File to import not found: other'],
    ['. {\n kubernetes cluster.local {\n  pod insecure\n }\n}', "plugin/kubernetes: /etc/coredns/Corefile:3 - Error during parsing: unknown property 'pod'"],
    ['. {\n kubernetes in-addr.arpa\n}', 'plugin/kubernetes: non-reverse zone name must be used'],
    ['. {\n cache 30\n cache 20\n}', 'plugin/cache: this plugin can only be used once per Server Block'],
    ['. {\n cache 0\n}', 'plugin/cache: cache TTL can not be zero or negative: 0'],
    ['. {\n forward .\n}', "plugin/forward: /etc/coredns/Corefile:2 - Error during parsing: Wrong argument count or unexpected line ending after '.'"],
    ['. {\n reload 1s\n}', 'plugin/reload: interval value must be greater or equal to 2s'],
    ['. {\n rewrite name regex (a) {2}\n}', 'no error'],
    ['. {\n rewrite name regex (a+)+$ b\n}', 'plugin/rewrite: minato: the pattern (a+)+$ is not simulated'],
    ['. {\n template IN A {\n match (a|a)*$\n rcode NXDOMAIN\n }\n}', 'plugin/template: minato: the pattern (a|a)*$ is not simulated'],
    [
      '. {\n rewrite name regex a {1}\n}',
      'plugin/rewrite: the rewrite regex pattern ({1}) uses more subexpressions than its corresponding matching regex pattern (a)',
    ],
    ['. {\n errors\n}\n.:53 {\n errors\n}', 'cannot serve dns://.:53 - it is already defined'],
    ['. {\n errors\n}\n.:54 {\n errors\n}', 'no error'],
  ])('%j: %s', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });
  it('ends where CoreDNS would not: a snippet of many words that imports itself', () => {
    expect(messageOf(`(a) {\n log${' x'.repeat(5000)}\n import a\n}\n. {\n import a\n}`)).toBe('minato: a Corefile of so many words is not simulated');
    expect(messageOf(`. {\n log ${'{$'.repeat(50_000)}\n}`)).toBe('no error');
  });

  it('ends where templates lead to themselves in many ways', () => {
    const { reply } = server(`. {\n template IN A a.test {\n${'  answer "{{ .Name }} 60 IN CNAME b.a.test"\n'.repeat(10)} }\n}`);
    expect(reply('a.test').answer.length).toBeLessThan(1000);
    expect(() => executeTemplate('{{ printf "%9999999999s" "x" }}', {})).toThrow('not simulated: a width of 9999999999');
    expect(() => executeTemplate(`{{${' '.repeat(100_000)}`, {})).toThrow('not simulated: more than 2000 characters');
  });

  it('passes over what CoreDNS has and the simulator has not, and says so', () => {
    expect(setUp('. {\n dnssec\n rewrite edns0 local set 0xffee 1\n kubernetes a.test {\n  zonal\n }\n}', AROUND).passedOver).toEqual([
      'rewrite edns0',
      'dnssec',
      'kubernetes zonal',
    ]);
  });
  it.each([
    ['1m30s', 90_000],
    ['-1.5s', -1500],
    ['0', 0],
  ])('the duration %s is %i ms', (text, ms) => {
    expect(durationOf(text)).toBe(ms);
  });
  it.each([
    ['5', 'time: missing unit in duration "5"'],
    ['x', 'time: invalid duration "x"'],
    ['5y', 'time: unknown unit "y" in duration "5y"'],
  ])('%s is no duration', (text, message) => {
    expect(() => durationOf(text)).toThrow(message);
  });
});

describe('server blocks', () => {
  it('the longest zone of the port answers, and nobody where there is none', () => {
    const { say } = server('a.test {\n hosts {\n  10.0.0.1 x.a.test\n }\n}\nb.a.test {\n hosts {\n  10.0.0.2 x.b.a.test\n }\n}\n.:54 {\n whoami\n}');
    expect(say('x.a.test')).toBe('NOERROR a x.a.test. A 10.0.0.1/3600');
    expect(say('x.b.a.test')).toBe('NOERROR a x.b.a.test. A 10.0.0.2/3600');
    expect(say('x.test')).toBe('REFUSED');
    expect(say('x.test', 'A', 54)).toBe('NOERROR a');
  });
  it('a chain that ends without an answer fails, and errors says where', () => {
    const { say, lines } = server(`. {\n errors\n ${CLUSTER}\n}`);
    expect(say('www.example.com')).toBe('SERVFAIL');
    expect(lines).toEqual(['[ERROR] plugin/errors: 2 www.example.com. A: plugin/kubernetes: no next plugin found']);
  });
  it('plugins are asked in their own order, whatever the order in the file', () => {
    expect(server(`. {\n ${CLUSTER}\n hosts {\n  10.0.0.7 web.default.svc.cluster.local\n }\n}`).say('web.default.svc.cluster.local')).toContain('10.0.0.7');
  });
});

describe('kubernetes', () => {
  it('pods: disabled where nothing is said, verified where a Pod is', () => {
    expect(server(`. {\n ${CLUSTER}\n}`).say('10-244-0-10.default.pod.cluster.local')).toBe('NXDOMAIN a');
    const { say } = server(`. {\n ${CLUSTER} {\n  pods verified\n }\n}`);
    expect(say('10-244-0-10.default.pod.cluster.local')).toContain('A 10.244.0.10/5');
    expect(say('10-244-0-99.default.pod.cluster.local')).toBe('NXDOMAIN a');
    expect(say('10-244-0-10.shop.pod.cluster.local')).toBe('NXDOMAIN a');
    expect(server(`. {\n ${CLUSTER} {\n  pods insecure\n }\n}`).say('10-1-2-3.default.pod.cluster.local')).toContain('A 10.1.2.3/5');
  });
  it('namespaces, noendpoints and endpoint_pod_names change what is seen', () => {
    expect(server(`. {\n ${CLUSTER} {\n  namespaces shop\n }\n}`).say('web.default.svc.cluster.local')).toBe('NXDOMAIN a');
    expect(server(`. {\n ${CLUSTER} {\n  noendpoints\n }\n}`).say('peers.default.svc.cluster.local')).toBe('NXDOMAIN a');
    expect(server(`. {\n ${CLUSTER} {\n  endpoint_pod_names\n }\n}`).say('web-a.peers.default.svc.cluster.local')).toContain('A 10.244.0.10/5');
  });
  it('falls through in the zones that are named, and answers for several domains', () => {
    const { say } = server('. {\n kubernetes cluster.local cluster.example in-addr.arpa {\n  fallthrough cluster.example\n }\n whoami\n}');
    expect(say('web.default.svc.cluster.example')).toContain('A 10.96.60.1/5');
    expect(say('nobody.default.svc.cluster.local')).toBe('NXDOMAIN a');
    expect(say('nobody.default.svc.cluster.example')).toBe('NOERROR a');
    expect(say('1.60.96.10.in-addr.arpa', 'PTR')).toContain('web.default.svc.cluster.local.');
  });
});

describe('rewrite', () => {
  const chain = (rules: string): ((qname: string, qtype?: string) => string) => server(`. {\n ${rules}\n ${CLUSTER}\n}`).say;
  it('exact: the answer has the name that was asked', () => {
    expect(chain('rewrite name api.test web.default.svc.cluster.local')('API.test')).toBe('NOERROR a api.test. A 10.96.60.1/5');
  });
  it('suffix and regex: only with `answer auto`', () => {
    expect(chain('rewrite name suffix .shop.test .svc.cluster.local')('web.default.shop.test')).toContain('web.default.svc.cluster.local. A');
    expect(chain('rewrite name suffix .shop.test .svc.cluster.local answer auto')('web.default.shop.test')).toContain('web.default.shop.test. A');
    expect(chain('rewrite name regex (.*)\\.test {1}.default.svc.cluster.local')('web.test')).toContain('web.default.svc.cluster.local. A');
    expect(chain('rewrite name regex (.*)\\.test {1}.default.svc.cluster.local answer auto')('web.test')).toContain('web.test. A');
  });
  it('the first rule stops, unless it says continue', () => {
    const second = 'rewrite name b.test web.default.svc.cluster.local';
    expect(chain(`rewrite name a.test b.test\n ${second}`)('a.test')).toBe('SERVFAIL');
    expect(chain(`rewrite continue name a.test b.test\n ${second}`)('a.test')).toBe('NOERROR a a.test. A 10.96.60.1/5');
  });
  it('a type for another, and values of records', () => {
    expect(chain('rewrite type TXT A')('web.default.svc.cluster.local', 'TXT')).toContain('10.96.60.1');
    expect(chain('rewrite name suffix .shop.test .svc.cluster.local answer auto')('_http._tcp.web.default.shop.test', 'SRV')).toContain(
      '0 100 80 web.default.shop.test.',
    );
  });
});

describe('cache', () => {
  const text = `. {\n ${CLUSTER}\n cache 10 {\n  disable denial cluster.local\n }\n}`;
  it('keeps an answer for its time, and what is not there only where it may', () => {
    const { say, draft } = server(text);
    expect(say('web.default.svc.cluster.local')).toBe('NOERROR a web.default.svc.cluster.local. A 10.96.60.1/5');
    draft.delete('services', 'default', 'web', 'test');
    draft.now += 3000;
    expect(say('web.default.svc.cluster.local')).toBe('NOERROR a web.default.svc.cluster.local. A 10.96.60.1/2');
    draft.now += 2000;
    expect(say('web.default.svc.cluster.local')).toBe('NXDOMAIN a');
    expect(draft.names('dnscache', '10.244.0.2')).toHaveLength(1);
  });
});

describe('forward', () => {
  it('asks twice, waits two seconds each time, then fails', () => {
    const { say, lines, elapsed } = server('. {\n errors\n forward . /etc/resolv.conf\n}');
    expect(say('www.example.com')).toBe('SERVFAIL');
    expect(elapsed()).toBe(4000);
    expect(lines).toEqual(['[ERROR] plugin/errors: 2 www.example.com. A: read udp 10.244.0.2:1->192.0.2.53:53: i/o timeout']);
  });
  it('not what `except` names, nor what is not below its zone', () => {
    const asked: string[] = [];
    const ask: Answering['ask'] = (ip, port, query) => {
      asked.push(`${query.question.qname} ${ip}:${port}`);
      return silent();
    };
    const { say } = server('. {\n forward example.com 192.0.2.1:5300 {\n  except in.example.com\n }\n}', { ask });
    for (const name of ['a.example.com', 'a.in.example.com', 'a.test']) expect(say(name)).toBe('SERVFAIL');
    expect(new Set(asked)).toEqual(new Set(['a.example.com. 192.0.2.1:5300']));
  });
});

describe('hosts, template, log, minimal', () => {
  it('hosts: NODATA for another type, SERVFAIL without fallthrough, names of addresses', () => {
    const { say } = server('. {\n hosts {\n  10.0.0.9 db.test *.wild.test\n  ttl 60\n }\n}');
    expect(say('db.test')).toBe('NOERROR a db.test. A 10.0.0.9/60');
    expect(say('db.test', 'AAAA')).toBe('NOERROR a');
    expect(say('a.wild.test')).toContain('10.0.0.9/60');
    expect(say('no.test')).toBe('SERVFAIL');
    expect(say('9.0.0.10.in-addr.arpa', 'PTR')).toBe('NOERROR a 9.0.0.10.in-addr.arpa. PTR db.test./60');
  });
  it('template: named groups, another type goes on, a name that does not fit fails', () => {
    const { say } = server(
      '. {\n template IN A lab.test {\n  match ^ip-(?P<a>[0-9]+)[.]lab[.]test[.]$\n  answer "{{ .Name }} 60 IN A 10.0.0.{{ .Group.a }}"\n }\n whoami\n}',
    );
    expect(say('ip-7.lab.test')).toBe('NOERROR a ip-7.lab.test. A 10.0.0.7/60');
    expect(say('ip-x.lab.test')).toBe('SERVFAIL');
    expect(say('ip-7.lab.test', 'TXT')).toBe('NOERROR a');
  });
  it.each([
    ['{{ index .Match 1 }}', 'b'],
    ['{{ printf "%03d.%s" (parseInt .Group.a 16 32) .Zone }}', '010.test.'],
    ['{{ .Group.a | printf "x%s" }}', 'x0a'],
  ])('the template %s is %s', (text, result) => {
    expect(executeTemplate(text, { Match: ['a', 'b'], Group: { a: '0a' }, Zone: 'test.' })).toBe(result);
  });
  it('log: one line, only of the classes and names that are asked for', () => {
    const { say, lines } = server(`. {\n log svc.cluster.local {\n  class denial\n }\n ${CLUSTER}\n}`);
    for (const name of ['web.default.svc.cluster.local', 'nobody.default.svc.cluster.local', 'other.cluster.local']) say(name);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^\[INFO\] 10\.244\.0\.3:40000 - \d+ "A IN nobody\.default\.svc\.cluster\.local\. udp 50 false 512" NXDOMAIN qr,aa,rd 143 0\.\d{9}s$/u,
    );
  });
  it('any: one record instead of all of them (RFC 8482)', () => {
    expect(server('. {\n any\n whoami\n}').say('a.test', 'ANY')).toBe('NOERROR a.test. HINFO "ANY obsoleted" "See RFC 8482"/8482');
  });
  it('log: the name as it was asked, type and size as rewrite left them (case dns/two-families-in-a-corefile)', () => {
    const { say, lines } = server(
      `. {\n log . "{type} {name} {size}"\n rewrite continue name a.test web.default.svc.cluster.local\n rewrite type TXT A\n ${CLUSTER}\n}`,
    );
    say('a.test', 'TXT');
    say('web.default.svc.cluster.local');
    expect(lines).toEqual(['[INFO] A a.test. 47', '[INFO] A web.default.svc.cluster.local. 47']);
  });
  it('hosts: a file that is not there is told of', () => {
    expect(setUp('. {\n hosts nowhere a.test\n}', AROUND).warnings).toEqual(['[WARNING] plugin/hosts: File does not exist: nowhere']);
    expect(setUp('. {\n hosts {\n }\n}', AROUND).warnings).toEqual([]);
  });
  it('minimal: nothing but the answer', () => {
    expect(server(`. {\n minimal\n ${CLUSTER}\n}`).reply('_http._tcp.web.default.svc.cluster.local', 'SRV').additional).toEqual([]);
  });
});
