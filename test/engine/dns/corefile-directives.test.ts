import { describe, expect, it } from 'vitest';
import { setUp } from '../../../src/engine/dns/corefile-setup.ts';
import type { Block, Corefile } from '../../../src/engine/dns/corefile-settings.ts';
import { AROUND, messageOf } from '../../support/corefile-server.ts';

/** A server block of one directive: its first line is line 2, as `at` counts. */
const within = (directive: string): string => `. {\n ${directive}\n}`;
const corefileOf = (directive: string): Corefile => setUp(within(directive), AROUND);
const blockOf = (directive: string): Block => corefileOf(directive).blocks[0] as Block;
const at = (line: number, text: string): string => `/etc/coredns/Corefile:${line} - Error during parsing: ${text}`;
const wrongCount = (line: number, word: string): string => at(line, `Wrong argument count or unexpected line ending after '${word}'`);
const messageTo = (plugin: string, text: string): string => messageOf(within(text)).replace(`plugin/${plugin}: `, '');
const ONCE = 'this plugin can only be used once per Server Block';
const COMMON = '{remote}:{port} - {>id} "{type} {class} {name} {proto} {size} {>do} {>bufsize}" {rcode} {>rflags} {rsize} {duration}';

describe('what a directive refuses, in words of its own', () => {
  it.each([
    ['errors', 'errors nowhere', at(2, 'invalid log file: nowhere')],
    ['errors', 'errors stdout', 'no error'],
    ['errors', 'errors stdout stdout', wrongCount(2, 'stdout')],
    ['errors', 'errors {\n  fold\n }', "/etc/coredns/Corefile:3 - Syntax error: Unexpected token 'fold', expecting 'Unknown field fold'"],
    ['errors', 'errors {\n  stacktrace\n  consolidate 5m ".* timeout$" warning\n }', 'no error'],
    ['errors', 'errors\n errors', ONCE],
    ['log', 'log {\n  format x\n }', at(3, "unknown property 'format'")],
    ['log', 'log {\n  class\n }', wrongCount(3, 'class')],
    ['log', 'log {\n  class all success denial error\n }', 'no error'],
    ['log', 'log {\n  class denial some\n }', 'invalid Class: some'],
    ['loadbalance', 'loadbalance robin', 'unknown policy: robin'],
    ['loadbalance', 'loadbalance round_robin x', at(2, 'unknown property for round_robin')],
    ['loadbalance', 'loadbalance {\n  reload 5s\n }', at(3, "unknown property 'reload'")],
    ['reload', 'reload 5s 1s 1s', wrongCount(2, '1s')],
    ['reload', 'reload 2s', 'no error'],
    ['reload', 'reload 1999ms', 'interval value must be greater or equal to 2s'],
    ['reload', 'reload 2s 0s', 'no error'],
    ['reload', 'reload 2s 1s', 'no error'],
    ['reload', 'reload 2s 999ms', 'jitter value must be 0 or greater or equal to 1s'],
    ['reload', 'reload soon', 'time: invalid duration "soon"'],
    ['ready', 'ready :8181 :8182', wrongCount(2, ':8182')],
    ['ready', 'ready 8181', 'address 8181: missing port in address'],
    ['ready', 'ready {\n  until\n }', at(3, "unknown property 'until'")],
    ['ready', 'ready {\n  monitor\n }', wrongCount(3, 'monitor')],
    ['ready', 'ready {\n  monitor until-ready continuously\n }', wrongCount(3, 'continuously')],
    ['ready', 'ready {\n  monitor never\n }', at(3, "monitor type 'never' not supported")],
    ['ready', 'ready {\n  monitor until-ready\n  monitor continuously\n }', 'no error'],
    ['ready', 'ready\n ready', ONCE],
    ['health', 'health :8080 :8081', wrongCount(2, ':8081')],
    ['health', 'health {\n  lame 5s\n }', at(3, "unknown property 'lame'")],
    ['health', 'health {\n  lameduck\n }', wrongCount(3, 'lameduck')],
    ['health', 'health {\n  lameduck 5s 6s\n }', wrongCount(3, '6s')],
    ['health', 'health {\n  lameduck 5\n }', 'unable to parse lameduck duration value: \'5\' : time: missing unit in duration "5"'],
    ['prometheus', 'prometheus :9153 :9154', wrongCount(2, ':9154')],
    ['prometheus', 'prometheus {\n  tls a b\n  runtime_metrics\n }', 'no error'],
    ['prometheus', 'prometheus {\n  metrics\n }', at(3, 'unknown option: metrics')],
    ['prometheus', 'prometheus\n prometheus', ONCE],
    ['loop', 'loop x', wrongCount(2, 'x')],
    ['loop', 'loop\n loop', ONCE],
    ['whoami', 'whoami x', wrongCount(2, 'x')],
    ['cache', 'cache -1', 'cache TTL can not be zero or negative: -1'],
    ['cache', 'cache +0', 'cache TTL can not be zero or negative: 0'],
    ['cache', 'cache 1', 'no error'],
    ['cache', 'cache {\n  success\n }', wrongCount(3, 'success')],
    ['cache', 'cache {\n  denial many\n }', 'strconv.Atoi: parsing "many": invalid syntax'],
    ['cache', 'cache {\n  success 100 0\n }', 'cache TTL can not be zero or negative: 0'],
    ['cache', 'cache {\n  denial 100 10 -1\n }', 'cache min TTL can not be negative: -1'],
    ['cache', 'cache {\n  denial 100 1 0\n }', 'no error'],
    ['cache', 'cache {\n  disable\n }', wrongCount(3, 'disable')],
    ['cache', 'cache {\n  disable all\n }', 'cache type for disable must be "success" or "denial"'],
    ['cache', 'cache {\n  keep\n }', wrongCount(3, 'keep')],
    ['template', 'template', wrongCount(2, 'template')],
    ['template', 'template A', at(2, 'invalid query class A')],
    ['template', 'template IN', wrongCount(2, 'IN')],
    ['template', 'template IN XA', at(2, 'invalid RR class XA')],
    ['template', 'template IN AX', at(2, 'invalid RR class AX')],
    ['template', 'template IN A {\n  match\n }', wrongCount(3, 'match')],
    ['template', 'template IN A {\n  match a(\n }', at(3, 'could not parse regex: a(')],
    ['template', 'template IN A {\n  rcode\n }', wrongCount(3, 'rcode')],
    ['template', 'template IN A {\n  rcode WRONG\n }', at(3, 'unknown rcode WRONG')],
    ['template', 'template IN A {\n  answers x\n }', wrongCount(3, 'answers')],
    ['template', 'template IN A {\n  upstream\n  ederror 21 "x"\n }', 'no error'],
    ['hosts', 'hosts {\n  ttl\n }', at(3, 'ttl needs a time in second')],
    ['hosts', 'hosts {\n  ttl 1m\n }', at(3, 'ttl needs a number of second')],
    ['hosts', 'hosts {\n  ttl x1\n }', at(3, 'ttl needs a number of second')],
    ['hosts', 'hosts {\n  ttl 0\n }', at(3, 'ttl provided is invalid')],
    ['hosts', 'hosts {\n  ttl 65535\n }', 'no error'],
    ['hosts', 'hosts {\n  ttl 65536\n }', at(3, 'ttl provided is invalid')],
    ['hosts', 'hosts {\n  reload\n }', at(3, 'reload needs a duration (zero seconds to disable)')],
    ['hosts', 'hosts {\n  reload 1s\n }', 'no error'],
    ['hosts', 'hosts {\n  fallthrough\n  10.0.0.1 a.test\n }', at(4, "unknown property '10.0.0.1'")],
    ['hosts', 'hosts\n hosts', ONCE],
    ['kubernetes', 'kubernetes in-addr.arpa ip6.arpa', 'non-reverse zone name must be used'],
    ['kubernetes', 'kubernetes a.test {\n  noendpoints x\n }', wrongCount(3, 'x')],
    ['kubernetes', 'kubernetes a.test {\n  endpoint_pod_names x\n }', wrongCount(3, 'x')],
    ['kubernetes', 'kubernetes a.test {\n  pods\n }', wrongCount(3, 'pods')],
    ['kubernetes', 'kubernetes a.test {\n  pods insecure verified\n }', wrongCount(3, 'verified')],
    ['kubernetes', 'kubernetes a.test {\n  pods all\n }', 'wrong value for pods: all,  must be one of: disabled, verified, insecure'],
    ['kubernetes', 'kubernetes a.test {\n  namespaces\n }', wrongCount(3, 'namespaces')],
    ['kubernetes', 'kubernetes a.test {\n  ttl\n }', wrongCount(3, 'ttl')],
    ['kubernetes', 'kubernetes a.test {\n  ttl 5s\n }', 'strconv.Atoi: parsing "5s": invalid syntax'],
    ['kubernetes', 'kubernetes a.test {\n  ttl -1\n }', at(3, 'ttl must be in range [0, 3600]: -1')],
    ['kubernetes', 'kubernetes a.test {\n  ttl 3601\n }', at(3, 'ttl must be in range [0, 3600]: 3601')],
    ['kubernetes', 'kubernetes a.test {\n  ttl 3600\n }', 'no error'],
    ['kubernetes', 'kubernetes a.test {\n  ttl 0\n }', 'no error'],
    ['kubernetes', 'kubernetes a.test\n kubernetes b.test', ONCE],
    ['forward', 'forward', wrongCount(2, 'forward')],
    ['forward', 'forward . 192.0.2.1 {\n  policies random\n }', at(3, "unknown property 'policies'")],
    ['forward', 'forward . 192.0.2.1 {\n  policy first\n }', at(3, "unknown policy 'first'")],
    ['forward', 'forward . 192.0.2.1 {\n  force_tcp x\n }', wrongCount(3, 'x')],
    ['forward', 'forward . 192.0.2.1 {\n  prefer_udp x\n }', wrongCount(3, 'x')],
    ['forward', 'forward . 192.0.2.1 {\n  max_concurrent many\n }', 'strconv.Atoi: parsing "many": invalid syntax'],
    ['forward', 'forward . 192.0.2.1 {\n  max_concurrent -1\n }', "max_concurrent can't be negative: -1"],
    ['forward', 'forward . 192.0.2.1 {\n  max_concurrent 0\n }', 'no error'],
    ['forward', 'forward . nowhere.test', 'no valid upstream addresses found'],
    ['forward', 'forward . /etc/nowhere', 'not an IP address, file, or valid domain: "/etc/nowhere"'],
    ['forward', 'forward . grpc://192.0.2.1', "'grpc' is not supported as a destination protocol in forward: grpc://192.0.2.1"],
    ['forward', 'forward . 192.0.2.1 {\n  force_tcp\n  prefer_udp\n  tls\n  next_on_nodata\n  failfast_all_unhealthy_upstreams\n }', 'no error'],
    ...['except', 'max_fails', 'max_connect_attempts', 'health_check', 'tls_servername', 'expire', 'max_age', 'max_idle_conns', 'read_timeout', 'doh_method']
      .concat(['policy', 'max_concurrent', 'next', 'failover', 'resolver'])
      .map((word) => ['forward', `forward . 192.0.2.1 {\n  ${word}\n }`, wrongCount(3, word)]),
    ...['expire', 'max_age', 'health_check', 'read_timeout'].flatMap((word) => [
      ['forward', `forward . 192.0.2.1 {\n  ${word} 5\n }`, 'time: missing unit in duration "5"'],
      ['forward', `forward . 192.0.2.1 {\n  ${word} 5s\n }`, 'no error'],
    ]),
    ['forward', 'forward . 192.0.2.1 {\n  max_fails 3\n  max_idle_conns 1\n  max_connect_attempts 2\n  tls_servername a.test\n  next NXDOMAIN\n }', 'no error'],
    ['rewrite', 'rewrite', 'no rule type specified for rewrite'],
    ['rewrite', 'rewrite stop', 'stop rule must begin with a rule type'],
    ['rewrite', 'rewrite Continue', 'continue rule must begin with a rule type'],
    ['rewrite', 'rewrite nonstop name a b', 'invalid rule type "nonstop"'],
    ['rewrite', 'rewrite answer name a b', 'response rewrites must begin with a name rule'],
    ['rewrite', 'rewrite type A', 'type rules must have exactly two arguments'],
    ['rewrite', 'rewrite Class IN', 'class rules must have exactly two arguments'],
    ['rewrite', 'rewrite class IN CH HS', 'class rules must have exactly two arguments'],
    ['rewrite', 'rewrite class IN CH', 'no error'],
    ['rewrite', 'rewrite name', 'too few arguments for a name rule'],
    ['rewrite', 'rewrite name a.test', 'too few arguments for a name rule'],
    ['rewrite', 'rewrite stop name a.test', 'too few arguments for a name rule'],
    ['rewrite', 'rewrite name like a b', 'name rule supports only exact, prefix, suffix, substring, and regex name matching, received: like'],
    ['rewrite', 'rewrite name regex a( b', 'invalid regex matching pattern: a('],
    ['rewrite', 'rewrite name regex (a)(b) {1}{2}{1}', 'no error'],
    ['rewrite', 'rewrite name exact a b answer', 'invalid arguments for exact rule'],
    ['rewrite', 'rewrite name exact a b reply name', 'exceeded the number of arguments for a non-answer rule argument for exact rule'],
    ['rewrite', 'rewrite name suffix a b answer auto answer', 'type missing for answer rule for suffix rule'],
    ['rewrite', 'rewrite name suffix a b answer all', 'invalid type "all" for answer rule for suffix rule'],
    ['rewrite', 'rewrite name suffix a b answer name x', 'name answer rule for suffix rule: 2 arguments required'],
    ['rewrite', 'rewrite name suffix a b answer value', 'value answer rule for suffix rule: 2 arguments required'],
    [
      'rewrite',
      'rewrite name suffix a b answer name x {1}',
      'the rewrite regex pattern ({1}) uses more subexpressions than its corresponding matching regex pattern (x)',
    ],
    ['rewrite', 'rewrite name suffix a b answer auto answer name x y', 'auto name answer rule cannot be combined with explicit name anwer rules'],
    ['rewrite', 'rewrite name suffix a b answer auto answer value x y', 'no error'],
  ])('plugin/%s: %j: %s', (plugin, text, message) => {
    expect(messageTo(plugin as string, text as string)).toBe(message);
  });
});

describe('what a directive sets up', () => {
  const NONE = { zones: ['.'], success: { seconds: 3600, least: 5, except: [] }, denial: { seconds: 1800, least: 5, except: [] }, keepsTTL: false };
  const HOSTS = { zones: ['.'], path: '/etc/hosts', ttl: 3600, reverse: true, inline: '', fall: [] };
  const CLUSTER = {
    zones: ['a.test.'],
    primary: 'a.test.',
    pods: 'disabled',
    namespaces: [],
    ttl: 5,
    fall: [],
    podNames: false,
    endpoints: true,
  };
  const TEMPLATE = { zones: ['.'], qtype: 'A', patterns: ['.*'], answer: [], additional: [], authority: [], rcode: 'NOERROR', fall: [] };
  const UP = { from: '.', except: [], tcp: false, policy: 'random', to: [{ ip: '192.0.2.1', port: 53 }] };
  it.each([
    ['errors', 'errors', true],
    ['loop', 'loop', true],
    ['any', 'any', true],
    ['minimal', 'minimal', true],
    ['whoami', 'whoami', true],
    ['loadbalance', 'loadbalance round_robin', true],
    ['log', 'log', [{ scope: '.', format: COMMON, classes: ['all'] }]],
    [
      'log',
      'log a.test b.test "{combined} {common}" {\n  class success\n  class denial error\n }',
      ['a.test.', 'b.test.'].map((scope) => ({ scope, format: `${COMMON} "{>opcode}" ${COMMON}`, classes: ['success', 'denial', 'error'] })),
    ],
    // What looks like a format is a name where it stands alone, and where nothing in it is to be replaced.
    ['log', 'log a.test b.test', ['a.test.', 'b.test.'].map((scope) => ({ scope, format: COMMON, classes: ['all'] }))],
    ['log', 'log "{name}"', [{ scope: '{name}.', format: COMMON, classes: ['all'] }]],
    ['cache', 'cache', NONE],
    [
      'cache',
      'cache 40 a.test b.test',
      {
        ...NONE,
        zones: ['a.test.', 'b.test.'],
        success: { ...NONE.success, seconds: 40 },
        denial: { ...NONE.denial, seconds: 40 },
      },
    ],
    ['cache', 'cache +40', { ...NONE, success: { ...NONE.success, seconds: 40 }, denial: { ...NONE.denial, seconds: 40 } }],
    ['cache', 'cache 4a', { ...NONE, zones: ['4a.'] }],
    ['cache', 'cache a4', { ...NONE, zones: ['a4.'] }],
    ['cache', 'cache {\n  success 10\n  denial 20 7 3\n  keepttl\n }', { ...NONE, denial: { seconds: 7, least: 3, except: [] }, keepsTTL: true }],
    ['cache', 'cache {\n  success 10 8 2\n }', { ...NONE, success: { seconds: 8, least: 2, except: [] } }],
    [
      'cache',
      'cache {\n  disable success A.test b.test\n  disable denial\n }',
      {
        ...NONE,
        success: { ...NONE.success, except: ['a.test.', 'b.test.'] },
        denial: { ...NONE.denial, except: ['.'] },
      },
    ],
    ['template', 'template ANY A', [TEMPLATE]],
    [
      'template',
      'template IN A a.test {\n  match x y\n  match z\n  answer "1"\n  additional "2"\n  authority "3"\n  rcode NXDOMAIN\n  fallthrough\n }\n template CH TXT',
      [
        { ...TEMPLATE, zones: ['a.test.'], patterns: ['x', 'y', 'z'], answer: ['1'], additional: ['2'], authority: ['3'], rcode: 'NXDOMAIN', fall: ['.'] },
        { ...TEMPLATE, qtype: 'TXT' },
      ],
    ],
    ['hosts', 'hosts', HOSTS],
    ['hosts', 'hosts /etc/own a.test 10.0.0.0/8', { ...HOSTS, path: '/etc/own', zones: ['a.test.', '10.in-addr.arpa.'] }],
    [
      'hosts',
      'hosts {\n  10.0.0.1 a.test b.test\n  10.0.0.2 c.test\n  no_reverse\n  ttl 9\n  fallthrough B.test\n }',
      {
        ...HOSTS,
        ttl: 9,
        reverse: false,
        inline: '10.0.0.1 a.test b.test\n10.0.0.2 c.test',
        fall: ['b.test.'],
      },
    ],
    ['hosts', 'hosts {\n  fallthrough\n }', { ...HOSTS, fall: ['.'] }],
    ['kubernetes', 'kubernetes 10.0.0.0/8 ip6.arpa a.test b.test', { ...CLUSTER, zones: ['10.in-addr.arpa.', 'ip6.arpa.', 'a.test.', 'b.test.'] }],
    ['kubernetes', 'kubernetes', { ...CLUSTER, zones: ['.'], primary: '.' }],
    ['kubernetes', 'kubernetes a.test {\n  pods disabled\n  fallthrough\n }', { ...CLUSTER, fall: ['.'] }],
    [
      'kubernetes',
      'kubernetes a.test {\n  pods verified\n  namespaces x y\n  namespaces z\n  ttl 9\n  fallthrough c.test\n }',
      {
        ...CLUSTER,
        pods: 'verified',
        namespaces: ['x', 'y', 'z'],
        ttl: 9,
        fall: ['c.test.'],
      },
    ],
    ['kubernetes', 'kubernetes a.test {\n  pods insecure\n  noendpoints\n }', { ...CLUSTER, pods: 'insecure', endpoints: false }],
    ['kubernetes', 'kubernetes a.test {\n  endpoint_pod_names\n }', { ...CLUSTER, podNames: true }],
    ['forward', 'forward . 192.0.2.1', [UP]],
    [
      'forward',
      'forward a.test tls://192.0.2.1 {\n  except b.a.test\n  except c.a.test d.a.test\n  force_tcp\n  policy round_robin\n }\n forward . dns.test',
      [
        { from: 'a.test.', except: ['b.a.test.', 'c.a.test.', 'd.a.test.'], tcp: true, policy: 'round_robin', to: [{ ip: '192.0.2.1', port: 853 }] },
        { ...UP, to: [{ ip: '192.0.2.7', port: 53 }] },
      ],
    ],
    ['forward', 'forward . 192.0.2.1 {\n  policy sequential\n }', [{ ...UP, policy: 'sequential' }]],
    ['forward', 'forward . 192.0.2.1 {\n  policy random\n }', [UP]],
    ['rewrite', 'rewrite Stop Type txt a', [{ stops: true, kind: 'type', from: 'TXT', to: 'A', auto: false, answers: [] }]],
  ] as const)('%s: %j', (name, text, settings) => {
    expect(blockOf(text)[name]).toEqual(settings);
  });
  it.each([
    ['name a.test B.test', { kind: 'exact', from: 'a.test.', to: 'b.test.', auto: true }],
    ['name EXACT A.test b.test', { kind: 'exact', from: 'a.test.', to: 'b.test.', auto: true }],
    ['name prefix A- b-', { kind: 'prefix', from: 'a-.', to: 'b-.' }],
    ['name suffix .a.test .b.test answer auto', { kind: 'suffix', from: '.a.test.', to: '.b.test.', auto: true }],
    ['name substring a b', { kind: 'substring', from: 'a.', to: 'b.' }],
    ['name regex (A) {1}.Test', { kind: 'regex', from: '(A)', to: '{1}.test.' }],
    [
      'name regex (A) {1}.Test answer name (x) {1}.Y answer value v W',
      {
        kind: 'regex',
        from: '(A)',
        to: '{1}.test.',
        answers: [
          { of: 'name', from: '(x)', to: '{1}.y.' },
          { of: 'value', from: 'v', to: 'w.' },
        ],
      },
    ],
    ['name regex a b answer auto value v w', { kind: 'regex', from: 'a', to: 'b.', auto: true, answers: [{ of: 'value', from: 'v', to: 'w.' }] }],
  ] as const)('rewrite %s', (text, rule) => {
    const filled = { stops: true, auto: false, answers: [], ...rule };
    expect(blockOf(`rewrite ${text}`).rewrite).toEqual([filled]);
    expect(blockOf(`rewrite {\n  ${text}\n }`).rewrite).toEqual([filled]);
    expect(blockOf(`rewrite stop {\n  ${text}\n }`).rewrite).toEqual([filled]);
    expect(blockOf(`rewrite continue ${text}`).rewrite).toEqual([{ ...filled, stops: false }]);
  });
  it.each([
    ['reload', { reloadMs: 30_000 }],
    ['reload 7s 2s', { reloadMs: 7000 }],
    ['ready', { ready: { port: 8181 } }],
    ['ready 127.0.0.1:99', { ready: { port: 99, address: '127.0.0.1' } }],
    ['health', { health: { port: 8080, lameduckMs: 0 } }],
    ['health :99 {\n  lameduck 1500ms\n }', { health: { port: 99, lameduckMs: 1500 } }],
    ['prometheus', { prometheus: { port: 9153, address: '127.0.0.1' } }],
    ['prometheus :99', { prometheus: { port: 99 } }],
    ['hosts /etc/none', { warnings: ['[WARNING] plugin/hosts: File does not exist: /etc/none'] }],
    ['hosts /etc/resolv.conf', { warnings: [] }],
    ['errors {\n  stacktrace\n  consolidate 5m x\n }', { passedOver: ['errors consolidate'] }],
    ['loadbalance weighted /file {\n  reload 5s\n }', { passedOver: ['loadbalance weighted', 'loadbalance reload'] }],
    ['loadbalance {\n  prefer 10.0.0.0/8\n }', { passedOver: ['loadbalance prefer'] }],
    ...['ttl', 'edns0', 'cname', 'rcode', 'class'].map((kind) => [`rewrite stop ${kind} a.test 5`, { passedOver: [`rewrite ${kind}`] }]),
    ['rewrite continue ttl a.test 5', { passedOver: ['rewrite ttl'] }],
    [
      'cache {\n  prefetch 1\n  serve_stale\n  serve_stale_policy x\n  servfail 5s\n }',
      {
        passedOver: ['cache prefetch', 'cache serve_stale', 'cache serve_stale_policy', 'cache servfail'],
      },
    ],
    ['kubernetes a.test {\n  startup_timeout 5s\n  apiserver_qps 1\n  apiserver_burst 1\n  apiserver_max_inflight 1\n }', { passedOver: [] }],
    ...['endpoint', 'tls', 'labels', 'namespace_labels', 'zonal', 'ignore', 'kubeconfig', 'multicluster'].map((word) => [
      `kubernetes a.test {\n  ${word} x\n }`,
      { passedOver: [`kubernetes ${word}`] },
    ]),
    [
      'forward . 192.0.2.1 {\n  next NXDOMAIN\n  failover SERVFAIL\n  failfast_all_unhealthy_upstreams\n  next_on_nodata\n }',
      {
        passedOver: ['forward next', 'forward failover', 'forward failfast_all_unhealthy_upstreams'],
      },
    ],
    ['bufsize 1232\n cancel\n debug\n metadata\n multisocket\n root /\n timeouts {\n  read 5s\n }', { passedOver: [] }],
  ] as [string, Partial<Corefile>][])('%j: %j', (text, told) => {
    expect(corefileOf(text)).toEqual({ blocks: expect.anything() as unknown, passedOver: [], warnings: [], ...told });
  });
  it('zones of the block are those of a directive that names none', () => {
    const [block] = setUp('a.test b.test {\n cache\n hosts\n kubernetes\n template IN A\n}', AROUND).blocks;
    const zones = ['a.test.', 'b.test.'];
    expect(block).toMatchObject({ cache: { zones }, hosts: { zones }, kubernetes: { zones, primary: 'a.test.' }, template: [{ zones }] });
  });
});
