import { describe, expect, it } from 'vitest';
import type { Rcode } from '../../../src/engine/api/dns-message.ts';
import type { ReplyContent } from '../../../src/engine/dns/message.ts';
import { alias, aRecord as a, server, soa, upstream } from '../../support/corefile-server.ts';

const CLUSTER = 'kubernetes cluster.local in-addr.arpa';
const WEB = 'web.default.svc.cluster.local';

describe('hosts', () => {
  const FILE = '# all\n10.0.0.1 Db.test db2.test # and no.test\n\n  fd00::1\tdb.test\nnonsense db.test\n10.0.0.2 db.other *.db.test\nFD00:0::2 six.test\n';
  const from = (settings: string) => server(`. {\n ${settings}\n}`, { read: (path) => (path === '/etc/hosts' ? FILE : undefined) });
  it.each([
    ['db.test', 'A', 'NOERROR a db.test. A 10.0.0.1/3600'],
    ['DB2.test', 'A', 'NOERROR a db2.test. A 10.0.0.1/3600'],
    ['db.test', 'AAAA', 'NOERROR a db.test. AAAA fd00::1/3600'],
    ['db2.test', 'AAAA', 'NOERROR a'],
    ['db2.test', 'MX', 'NOERROR a'],
    ['six.test', 'AAAA', 'NOERROR a six.test. AAAA fd00::2/3600'],
    ['no.test', 'A', 'SERVFAIL'],
    ['nonsense', 'A', 'SERVFAIL'],
    ['x.db.test', 'A', 'NOERROR a x.db.test. A 10.0.0.2/3600'],
    ['x.y.db.test', 'A', 'SERVFAIL'],
    ['1.0.0.10.in-addr.arpa', 'PTR', 'NOERROR a 1.0.0.10.in-addr.arpa. PTR db.test./3600 1.0.0.10.in-addr.arpa. PTR db2.test./3600'],
    ['2.0.0.10.in-addr.arpa', 'PTR', 'NOERROR a 2.0.0.10.in-addr.arpa. PTR db.other./3600'],
    ['9.0.0.10.in-addr.arpa', 'PTR', 'SERVFAIL'],
    ['db.test', 'PTR', 'SERVFAIL'],
  ])('%s %s: %s', (name, qtype, said) => {
    expect(from('hosts').say(name, qtype)).toBe(said);
  });
  it('only names in its zones, and falls through where it may', () => {
    const { say } = from(
      'hosts /etc/hosts test {\n  10.0.0.3 db.other own.test\n  no_reverse\n  fallthrough b.test\n }\n whoami'.replace('  10.0.0.3 db.other own.test\n', ''),
    );
    expect([say('db.test'), say('db.other'), say('x.b.test'), say('x.c.test'), say('1.0.0.10.in-addr.arpa', 'PTR')]).toEqual([
      'NOERROR a db.test. A 10.0.0.1/3600',
      'NOERROR a',
      'NOERROR a',
      'SERVFAIL',
      'NOERROR a',
    ]);
  });
  it('lines of the Corefile come after those of the file', () => {
    expect(from('hosts {\n  10.0.0.3 db.test\n }').say('db.test')).toBe('NOERROR a db.test. A 10.0.0.1/3600 db.test. A 10.0.0.3/3600');
  });
});

describe('template', () => {
  const said = (body: string, name = 'x.a.test', qtype = 'A', head = 'IN A a.test', after = ''): string =>
    server(`. {\n template ${head} {\n${body}\n }\n ${after}\n}`).say(name, qtype);
  it.each([
    ['{{ .Name }} 60 IN A 10.0.0.1', 'x.a.test. A 10.0.0.1/60'],
    ['{{ .Name }} IN 60 A 10.0.0.1', 'x.a.test. A 10.0.0.1/60'],
    ['{{ .Name }} A 10.0.0.1', 'x.a.test. A 10.0.0.1/3600'],
    ['  {{ .Name }}   CH   A   10.0.0.1 ', 'x.a.test. A 10.0.0.1/3600'],
    ['{{ .Name }} 60 IN TXT 7 x', 'x.a.test. TXT 7 x/60'],
    ['{{ .Zone }} 60 IN MX 10 mx.test.', 'a.test. MX 10 mx.test./60'],
    ['y.test 60 IN NS ns.test', 'y.test. NS ns.test./60'],
    ['{{ .Name }} 60 IN PTR p.test', 'x.a.test. PTR p.test./60'],
    ['{{ .Name }} 60 IN AAAA fd00::1', 'x.a.test. AAAA fd00::1/60'],
    ['{{ .Type }}.{{ .Class }}.{{ .Remote }} 60 IN A 10.0.0.1', 'A.IN.10.244.0.3. A 10.0.0.1/60'],
  ])('the record %s', (text, record) => {
    expect(said(`  answer "${text}"`)).toBe(`NOERROR a ${record}`);
  });
  it.each([
    ['{{ .Name }} 60 IN A', 'dns: not a record: "x.a.test. 60 IN A"'],
    ['{{ .Name }} 60 IN', 'dns: not a record: "x.a.test. 60 IN"'],
    ['{{ .Name }} 60 IN A fd00::1', 'dns: bad A A: "fd00::1" at line: 1:25'],
    ['{{ .Name }} 60 IN AAAA 10.0.0.1', 'dns: bad AAAA AAAA: "10.0.0.1" at line: 1:29'],
    ['{{ .Name }} 60 IN A x', 'dns: bad A A: "x" at line: 1:19'],
    ['{{ .Nothing }} 60 IN A 10.0.0.1', 'template: not simulated: .Nothing'],
  ])('no record: %s', (text, told) => {
    const { say, lines } = server(`. {\n errors\n template IN A {\n  answer "${text}"\n }\n}`);
    expect(say('x.a.test')).toBe('SERVFAIL');
    expect(lines).toEqual([`[ERROR] plugin/errors: 2 x.a.test. A: ${told}`]);
  });
  it('aliases are followed for addresses only', () => {
    const text = '. {\n template IN ANY a.test {\n  answer "{{ .Name }} 60 IN CNAME b.test"\n }\n hosts {\n  10.0.0.1 b.test\n  fd00::1 b.test\n }\n}';
    const { say } = server(text);
    expect(say('a.test')).toBe('NOERROR a a.test. CNAME b.test./60 b.test. A 10.0.0.1/3600');
    expect(say('a.test', 'AAAA')).toBe('NOERROR a a.test. CNAME b.test./60 b.test. AAAA fd00::1/3600');
    for (const qtype of ['MX', 'CNAME', 'ANY']) expect(say('a.test', qtype)).toBe('NOERROR a a.test. CNAME b.test./60');
    expect(said('  answer "{{ .Name }} 60 IN NS b.test"', 'a.test', 'A', 'IN A a.test', 'hosts {\n  10.0.0.1 b.test\n }')).toBe(
      'NOERROR a a.test. NS b.test./60',
    );
  });
  it('ten aliases are followed, and a hundred for one query', () => {
    const deep = server('. {\n template IN A a.test {\n  answer "{{ .Name }} 60 IN CNAME x.{{ .Name }}"\n }\n}');
    expect(deep.reply('a.test').answer).toHaveLength(10);
    const wide = server(`. {\n template IN A a.test {\n${'  answer "{{ .Name }} 60 IN CNAME b.test"\n'.repeat(105)} }\n hosts {\n  10.0.0.1 b.test\n }\n}`, {
      protocol: 'TCP',
    });
    expect(wide.reply('a.test').answer.filter(({ type }) => type === 'A')).toHaveLength(99);
  });
  it.each([
    ['A', 'A', 'NOERROR a x.a.test. TXT A/60'],
    ['A', 'AAAA', 'NOERROR a'],
    ['A', 'ANY', 'NOERROR a x.a.test. TXT A/60'],
    ['ANY', 'MX', 'NOERROR a x.a.test. TXT MX/60'],
    ['ANY', 'ANY', 'NOERROR a x.a.test. TXT ANY/60'],
  ])('a template of type %s, asked for %s', (type, qtype, record) => {
    expect(said('  answer "{{ .Name }} 60 IN TXT {{ .Type }}"', 'x.a.test', qtype, `IN ${type} a.test`, 'whoami')).toBe(record);
  });
  it.each(['NXDOMAIN', 'REFUSED', 'NOTIMP', 'FORMERR'] as Rcode[])('rcode %s is said with authority, SERVFAIL is not', (rcode) => {
    expect(said(`  rcode ${rcode}`)).toBe(`${rcode} a`);
    expect(said('  rcode SERVFAIL\n  answer "{{ .Name }} A 10.0.0.1"')).toBe('SERVFAIL');
  });
  it('every section, the longest zone, any pattern', () => {
    const { reply } = server(
      '. {\n template IN A test a.test {\n  match ^no$\n  match (?i)^(X)[.](?P<rest>.*)$\n  answer "{{ .Zone }} TXT {{ index .Match 1 }}/{{ .Group.rest }}/{{ index .Group 1 }}"\n  additional "b.test A 10.0.0.2"\n  authority "{{ .Regex }} NS ns.test"\n }\n}',
    );
    const { answer, additional, authority } = reply('X.a.test');
    expect([answer[0]?.name, answer[0]?.rdata, additional[0]?.rdata, authority[0]?.name]).toEqual([
      'a.test.',
      'x/a.test./x',
      '10.0.0.2',
      '(?i)^(X)[.](?P<rest>.*)$.',
    ]);
  });
  it('a name that does not fit fails, or tries the next template where it falls through', () => {
    const two = (fall: string): string =>
      server(`. {\n template IN A {\n  match ^no\n  ${fall}\n  answer "x A 10.0.0.1"\n }\n template IN A {\n  answer "y A 10.0.0.2"\n }\n}`).say('a.test');
    expect([two(''), two('fallthrough b.test'), two('fallthrough A.test')]).toEqual(['SERVFAIL', 'SERVFAIL', 'NOERROR a y. A 10.0.0.2/3600']);
    expect(said('  match ^no\n  fallthrough', 'x.a.test', 'A', 'IN A a.test', 'whoami')).toBe('NOERROR a');
    expect(said('', 'x.b.test', 'A', 'IN A a.test', 'whoami')).toBe('NOERROR a');
  });
});

describe('log', () => {
  const FORMAT = '{type} {name} {class} {proto} {size} {remote} {port} {local} {>id} {>opcode} {>do} {>bufsize} {rcode} {>rflags} {rsize} {/x/y} {other}';
  const line = (options: Parameters<typeof server>[1], query = {}): string => {
    const { reply, lines } = server(`. {\n log . "${FORMAT}"\n ${CLUSTER}\n}`, options);
    const { id } = reply(WEB.toUpperCase(), 'A', 53, query);
    return (lines[0] ?? '').replace(` ${id} `, ' ID ');
  };
  it('every label', () => {
    expect(line({})).toBe(`[INFO] A ${WEB}. IN udp 47 10.244.0.3 40000 10.244.0.2 ID 0 false 512 NOERROR qr,aa,rd 92 - {other}`);
    expect(line({ protocol: 'TCP', client: { ip: 'fd00::3', port: 9 } }, { cd: true, rd: false, edns: { udpSize: 1232, do: true } })).toBe(
      `[INFO] A ${WEB}. IN tcp 58 [fd00::3] 9 10.244.0.2 ID 0 true 65535 NOERROR qr,aa,cd 92 - {other}`,
    );
    expect(line({}, { edns: { udpSize: 1232 } })).toContain(' 0 false 1232 NOERROR');
  });
  it.each([
    [{ rcode: 'NOERROR', answer: [a('a.test.')] }, 'success'],
    [{ rcode: 'NOERROR', answer: [a('a.test.')], authority: [soa()] }, 'success'],
    [{ rcode: 'NOERROR' }, 'success'],
    [{ rcode: 'NOERROR', authority: [{ ...soa(), type: 'NS' }] }, 'success'],
    [{ rcode: 'NOERROR', authority: [soa()] }, 'denial'],
    [{ rcode: 'NXDOMAIN', authority: [soa()] }, 'denial'],
    [{ rcode: 'SERVFAIL' }, 'error'],
    [{ rcode: 'REFUSED' }, 'error'],
  ] as [ReplyContent, string][])('%j is %s', (content, kind) => {
    const logged = ['success', 'denial', 'error', 'all'].filter((one) => {
      const { say, lines } = server(`. {\n log {\n  class ${one}\n }\n forward . 192.0.2.1\n}`, upstream(content));
      say('a.test');
      return lines.length > 0;
    });
    expect(logged).toEqual([kind, 'all']);
  });
  it('the first rule whose scope fits is the only one', () => {
    const { say, lines } = server(`. {\n log a.test "1 {name}"\n log test "2 {name}"\n log b.test "3 {name}"\n whoami\n}`);
    for (const name of ['x.a.test', 'x.b.test', 'c.other']) say(name);
    expect(lines).toEqual(['[INFO] 1 x.a.test.', '[INFO] 2 x.b.test.']);
  });
  it('a lookup for an alias is logged too, and time that forward waited', () => {
    const { say, lines } = server('. {\n log . "{name} {duration}"\n forward . 192.0.2.1\n}');
    say('a.test');
    expect(lines[0]).toMatch(/^\[INFO\] a\.test\. 4\.000\d{6}s$/u);
  });
});

describe('rewrite', () => {
  const told = (rules: string, content: ReplyContent, name: string, qtype = 'A') => {
    const { ask, asked } = upstream(content);
    const { answer, authority, additional } = server(`. {\n ${rules}\n forward . 192.0.2.1\n}`, { ask }).reply(name, qtype);
    return [asked[0]?.split(' ').slice(0, 2).join(' '), ...[...answer, ...authority, ...additional].map((one) => `${one.name} ${one.type} ${one.rdata}`)];
  };
  it.each([
    ['name exact a.test b.test', 'A.test', 'b.test.'],
    ['name exact a.test b.test', 'x.a.test', 'x.a.test.'],
    ['name prefix a- b-', 'a-.x.test', 'b-.x.test.'],
    ['name suffix .a.test .b.test', 'X.a.test', 'x.b.test.'],
    ['name suffix .a.test .b.test', 'x.c.test', 'x.c.test.'],
    ['name substring a.test. b.test.', 'x.a.test', 'x.b.test.'],
    ['name substring z y', 'x.a.test', 'x.a.test.'],
    ['name regex ^(.)[.](.)[.]test[.]$ {2}.{1}', 'x.a.test', 'a.x.'],
    ['name regex ^no no', 'x.a.test', 'x.a.test.'],
    ['name regex (?i)^(X) {0}y', 'x.a.test', 'xy.'],
    ['name regex ^(n)?x y{1}', 'x.a.test', 'y.'],
  ])('%s: %s is asked as %s', (rule, name, asked) => {
    expect(told(`rewrite ${rule}`, { rcode: 'NOERROR' }, name)[0]).toBe(`A ${asked}`);
  });
  const ALL: ReplyContent = {
    rcode: 'NOERROR',
    answer: [
      a('x.b.test.'),
      { name: 'y.other.', type: 'SRV', ttl: 1, rdata: '0 1 2 x.b.test.' },
      { name: 'x.b.test.', type: 'MX', ttl: 1, rdata: '1 x.b.test.' },
      { name: 'x.b.test.', type: 'TXT', ttl: 1, rdata: 'x.b.test.' },
    ],
    authority: ['CNAME', 'NS', 'DNAME', 'PTR'].map((type) => ({ name: 'b.test.', type, ttl: 1, rdata: 'x.b.test.' })),
    additional: [{ name: 'x.b.test.', type: 'SOA', ttl: 1, rdata: 'x.b.test. x.b.test. 1 2' }],
  };
  it('answer auto changes names and values back, in every section', () => {
    expect(told('rewrite name suffix .b-a.test .b.test answer auto', ALL, 'x.b-a.test')).toEqual([
      'A x.b.test.',
      'x.b-a.test. A 192.0.2.1',
      'y.other. SRV 0 1 2 x.b-a.test.',
      'x.b-a.test. MX 1 x.b-a.test.',
      'x.b-a.test. TXT x.b.test.',
      ...['CNAME', 'NS', 'DNAME', 'PTR'].map((type) => `b.test. ${type} x.b-a.test.`),
      'x.b-a.test. SOA x.b-a.test. x.b.test. 1 2',
    ]);
  });
  it('exact: the name itself and what is below it', () => {
    const content = { rcode: 'NOERROR' as const, answer: [a('b.test.'), a('x.b.test.'), a('xb.test.')] };
    expect(told('rewrite name a.test b.test', content, 'a.test').slice(1)).toEqual(['a.test. A 192.0.2.1', 'x.a.test. A 192.0.2.1', 'xb.test. A 192.0.2.1']);
  });
  it('answer name and answer value, each for its own', () => {
    const rule = 'rewrite name suffix .a.test .b.test';
    const content = { rcode: 'NOERROR' as const, answer: [alias('x.b.test.', 'y.b.test.'), a('y.c.test.')] };
    expect(told(`${rule} answer name (.*)[.]b[.]test {1}.n.test`, content, 'x.a.test').slice(1)).toEqual([
      'x.n.test. CNAME y.b.test.',
      'y.c.test. A 192.0.2.1',
    ]);
    expect(told(`${rule} answer value (.*)[.]b[.]test {1}.v.test`, content, 'x.a.test').slice(1)).toEqual([
      'x.b.test. CNAME y.v.test.',
      'y.c.test. A 192.0.2.1',
    ]);
    expect(told(rule, content, 'x.a.test').slice(1)).toEqual(['x.b.test. CNAME y.b.test.', 'y.c.test. A 192.0.2.1']);
  });
  it('with continue, the last rule is changed back first', () => {
    const rules =
      'rewrite continue name a.test b.test\n rewrite continue type TXT A\n rewrite type MX AAAA\n rewrite stop name b.test c.test\n rewrite name c.test d.test';
    expect(told(rules, { rcode: 'NOERROR', answer: [a('c.test.')] }, 'a.test', 'TXT')).toEqual(['A c.test.', 'a.test. A 192.0.2.1']);
    expect(told(rules, { rcode: 'NOERROR' }, 'a.test', 'MX')).toEqual(['AAAA b.test.']);
  });
});
