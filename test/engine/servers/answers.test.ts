import { describe, expect, it } from 'vitest';
import { connect } from '../../../src/engine/network/connect.ts';
import { findListener } from '../../../src/engine/network/machines.ts';
import { answerHTTP, answerTCP, type HTTPRequest } from '../../../src/engine/servers/answer.ts';
import { nginx } from '../../../src/engine/servers/nginx.ts';
import { exchangeDNS } from '../../../src/engine/servers/exchange-dns.ts';
import { accountUser, SIGNATURE_LENGTH, TOKEN_AUDIENCE, tokenText, type TokenClaims } from '../../../src/engine/api/service-account-token.ts';
import { makeQuery } from '../../../src/engine/dns/message.ts';
import { netexec, SmallCluster } from '../../support/small-cluster.ts';

const world = (): SmallCluster =>
  new SmallCluster()
    .pod('web', 'node-b', '10.244.1.10', netexec(8080, 8081))
    .pod('site', 'node-c', '10.244.2.10', [{ protocol: 'TCP', port: 80, server: 'nginx' }])
    .service('web', {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      healthCheckNodePort: 30110,
      clusterIP: '10.96.70.1',
      ports: [{ port: 80, nodePort: 30080 }],
    })
    .slice('web', [{ name: '', port: 8080, protocol: 'TCP' }], ['web'])
    .service('down', { clusterIP: '10.96.70.9', ports: [{ port: 53, protocol: 'UDP' }] });

const CLIENT = { kind: 'pod', namespace: 'default', pod: 'client', node: 'node-a' } as const;

function ask({ draft }: SmallCluster, ip: string, port: number, path: string, more: Partial<HTTPRequest> = {}) {
  const trace = connect(draft, CLIENT, { protocol: 'TCP', ip, port });
  const listener = trace.endpoint && trace.arrived && findListener(draft, trace.endpoint, 'TCP', trace.arrived.ip, trace.arrived.port ?? 0);
  if (!trace.endpoint || !listener) throw new Error(`${ip}:${port} ${trace.verdict}`);
  return answerHTTP(draft, trace.endpoint, listener, {
    method: 'GET',
    path,
    headers: [
      ['Host', 'web'],
      ['X-One', '1'],
    ],
    body: '',
    clientIP: trace.sourceSeen ?? '',
    clientPort: 40000,
    ...more,
  });
}

// Cases traffic/what-servers-say, load-balancer-local; faults/container-restart.
describe('servers', () => {
  it.each([
    ['/hostname', 200, 'web'],
    ['/clientip', 200, '10.244.0.3:40000'],
    ['/echo?msg=a%20b+c', 200, 'a b c'],
    ['/echo?msg=tea&code=418', 418, 'tea'],
    ['/header', 200, '{"X-One":["1"]}'],
    ['/header?key=x-one', 200, '1'],
    ['/header?key=Host', 200, ''],
    ['/serverport', 200, '8080'],
    ['/readyz', 200, 'ok'],
    ['/healthz', 200, ''],
    ['/envvar?var=HOSTNAME', 200, 'web'],
    ['/envvar?var=NOPE', 500, 'env var "NOPE" is not set\n'],
    ['/shell?cmd=ls', 501, 'not simulated: agnhost netexec /shell asked by what is no program\n'],
    ['/dial?host=10.96.70.1&port=80&request=hostname&tries=2', 200, '{"responses":["web","web"]}'],
    [
      '/dial?host=10.96.70.1&port=81&request=hostname',
      200,
      '{"errors":["Get \\"http://10.96.70.1:81/hostname\\": dial tcp 10.96.70.1:81: connect: connection refused"]}',
    ],
  ])('netexec %s → %i %j', (path, status, body) => {
    expect(ask(world(), '10.96.70.1', 80, path)).toMatchObject({ status, body });
  });

  it('heads are Go’s: own headers, date, length, sniffed type', () => {
    const names = (path: string, more: Partial<HTTPRequest> = {}): readonly string[] => {
      const answer = ask(world(), '10.96.70.1', 80, path, more);
      return 'headers' in answer ? answer.headers.map(([name]) => name) : [];
    };
    expect(names('/hostname')).toEqual(['Date', 'Content-Length', 'Content-Type']);
    expect(names('/healthz')).toEqual(['Date', 'Content-Length']);
    expect(names('/envvar')).toEqual(['Content-Type', 'X-Content-Type-Options', 'Date', 'Content-Length']);
    expect(names('/hostname', { headers: [['Connection', 'close']] })).toEqual(['Date', 'Content-Length', 'Content-Type', 'Connection']);
  });

  it('/exit closes the connection, the sockets, and leaves its code for the kubelet', () => {
    const cluster = world();
    expect(ask(cluster, '10.96.70.1', 80, '/exit?code=3')).toEqual({ kind: 'closed' });
    expect(cluster.draft.get('containers', 'default', 'web/main')).toMatchObject({ listeners: [], exited: { code: 3 } });
    expect(connect(cluster.draft, CLIENT, { protocol: 'TCP', ip: '10.96.70.1', port: 80 }).verdict).toBe('RST');
  });

  it('nginx: its page, a missing one, another method', () => {
    expect(ask(world(), '10.244.2.10', 80, '/')).toMatchObject({ status: 200, headers: expect.arrayContaining([['Content-Length', '615']]) });
    expect(ask(world(), '10.244.2.10', 80, '/nope')).toMatchObject({ status: 404 });
    expect(ask(world(), '10.244.2.10', 80, '/', { method: 'POST' })).toMatchObject({
      status: 405,
      reason: 'Not Allowed',
      headers: expect.arrayContaining([['Content-Length', '157']]),
    });
  });

  it('nginx: a page that was removed is forbidden as an index and missing by its name', () => {
    const get = (path: string) => nginx(0, { method: 'GET', path, headers: [], body: '', clientIP: '10.244.0.9', clientPort: 40000 }, () => null).status;
    expect([get('/'), get('/index.html'), get('/nope')]).toEqual([403, 404, 404]);
  });

  it('a health check port counts the Pods of its node', () => {
    expect(ask(world(), '192.168.49.3', 30110, '/')).toMatchObject({ status: 200, body: expect.stringContaining('"localEndpoints": 1') });
    expect(ask(world(), '192.168.49.4', 30110, '/')).toMatchObject({ status: 503, body: expect.stringContaining('"localEndpoints": 0') });
  });

  it('the API server refuses whom it does not know, in its words', () => {
    expect(ask(world(), '10.96.0.1', 443, '/api/v1/namespaces/default/pods/x', { tls: true })).toMatchObject({
      status: 403,
      body: expect.stringContaining(
        'pods \\"x\\" is forbidden: User \\"system:anonymous\\" cannot get resource \\"pods\\" in API group \\"\\" in the namespace \\"default\\"',
      ),
    });
    expect(ask(world(), '10.96.0.1', 443, '/healthz')).toMatchObject({ status: 400, isOld: true });
  });

  it('the API server knows a token of an account as long as its account and its Pod are there', () => {
    const cluster = world();
    const { draft } = cluster;
    const namespace = 'default';
    const uid = draft.get('serviceaccounts', namespace, 'default')?.metadata.uid ?? '';
    const now = Math.floor(draft.now / 1000);
    const claims = { aud: [TOKEN_AUDIENCE], exp: now + 60, iat: now, iss: TOKEN_AUDIENCE, jti: '', nbf: now, sub: accountUser(namespace, 'default') };
    const own = { namespace, serviceaccount: { name: 'default', uid } };
    const pod = { name: 'web', uid: draft.get('pods', namespace, 'web')?.metadata.uid ?? '' };
    const signature = 'x'.repeat(SIGNATURE_LENGTH);
    const answer = (authorization: string): string => {
      const said = ask(cluster, '10.96.0.1', 443, '/apis/apps/v1/deployments', { tls: true, headers: [['Authorization', authorization]] });
      return 'kind' in said ? said.kind : `${said.status} ${/User \\"([^\\]*)/.exec(said.body)?.[1] ?? ''}`;
    };
    const withToken = (change: Partial<TokenClaims>): string => answer(`Bearer ${tokenText({ ...claims, 'kubernetes.io': own, ...change }, signature)}`);
    const account = '403 system:serviceaccount:default:default';
    expect([withToken({}), withToken({ 'kubernetes.io': { ...own, pod } })]).toEqual([account, account]);
    expect([
      withToken({ exp: now }),
      withToken({ iss: 'https://example.com' }),
      withToken({ aud: ['vault'] }),
      withToken({ 'kubernetes.io': { ...own, pod: { ...pod, uid: 'other' } } }),
      withToken({ 'kubernetes.io': { ...own, serviceaccount: { name: 'default', uid: 'other' } } }),
      answer('Bearer nonsense'),
      ...[
        '{"aud":[}',
        'null',
        '7',
        '{}',
        '{"aud":[],"aud":null}',
        JSON.stringify(claims),
        JSON.stringify({ ...claims, 'kubernetes.io': { namespace, serviceaccount: null } }),
      ].map((text) => answer(`bearer a.${btoa(text)}.${signature}`)),
    ]).toEqual(Array(13).fill('401 '));
    expect([answer('Bearer'), answer('Basic YTpi')]).toEqual(['403 system:anonymous', '403 system:anonymous']);
    const discovery = ask(cluster, '10.96.0.1', 443, '/api', {
      tls: true,
      headers: [['Authorization', `Bearer ${tokenText({ ...claims, 'kubernetes.io': own }, signature)}`]],
    });
    expect(discovery).toMatchObject({ status: 200, body: expect.stringContaining('"serverAddress": "192.168.49.10:6443"') });
  });

  it('raw text: a request of 1.0, one without a Host, and no request', () => {
    const { draft } = world();
    const at = { kind: 'pod', namespace: 'default', pod: 'web', node: 'node-b' } as const;
    const say = (text: string): string => answerTCP(draft, at, netexec(8080)[0]!, text, { ip: '10.244.0.3', port: 1 }).text.split('\r\n')[0] as string;
    expect([say('GET /hostname HTTP/1.0\r\n\r\n'), say('GET /hostname HTTP/1.1\r\n\r\n'), say('hello\r\n\r\n'), say('GET /hos')]).toEqual([
      'HTTP/1.0 200 OK',
      'HTTP/1.1 400 Bad Request: missing required Host header',
      'HTTP/1.1 400 Bad Request',
      '',
    ]);
  });
});

describe('queries travel', () => {
  it('to CoreDNS through its Service, and are seen on the way', () => {
    const { draft } = world();
    draft.packets = [];
    const { reply } = exchangeDNS(draft, CLIENT, '10.96.0.10', makeQuery(draft, 'web.default.svc.cluster.local', 'A'));
    expect(reply).toMatchObject({ rcode: 'NOERROR', answer: [{ rdata: '10.96.70.1' }] });
    expect(draft.packets.map(({ machine, source, destination }) => `${machine} ${source.ip}>${destination.ip}`)).toEqual([
      'pod/default/client 10.244.0.3>10.96.0.10',
      expect.stringMatching(/^pod\/kube-system\/coredns-\S+ 10\.244\.0\.3>10\.244\.0\.2$/) as string,
      expect.stringMatching(/^pod\/kube-system\/coredns-\S+ 10\.244\.0\.2>10\.244\.0\.3$/) as string,
      'pod/default/client 10.96.0.10>10.244.0.3',
    ]);
  });

  it('to nobody: refused by a Service without endpoints, silence elsewhere', () => {
    const { draft } = world();
    const reply = (server: string) => exchangeDNS(draft, CLIENT, server, makeQuery(draft, 'web', 'A')).reply;
    expect([reply('10.96.70.9'), reply('10.96.99.99'), reply('203.0.113.99')]).toEqual(['refused', 'timeout', 'unreachable']);
  });
});
