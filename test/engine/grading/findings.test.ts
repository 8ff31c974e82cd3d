import { expect, test } from 'vitest';
import { containsJSON, equalJSON, guardedPart, isBetween } from '../../../src/engine/grading/guards.ts';
import { clusterConfig, createCluster, grade, settleCluster, type Check, type ClusterConfig, type ClusterState } from '../../../src/engine/index.ts';
import { afterCommand } from '../../support/after-command.ts';

const SHOP = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec], ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: lone, labels: {app: lone}}
spec:
  nodeName: node-a
  containers: [{name: app, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec], ports: [{containerPort: 8080}]}]
---
apiVersion: v1
kind: Pod
metadata: {name: never, labels: {app: never}}
spec: {containers: [{name: app, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec], readinessProbe: {tcpSocket: {port: 1}}}]}
---
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {clusterIP: 10.96.7.1, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: lone}, spec: {clusterIP: 10.96.7.2, selector: {app: lone}, ports: [{port: 80, targetPort: 8080}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: deaf}, spec: {clusterIP: 10.96.7.3, selector: {app: lone}, ports: [{port: 80, targetPort: 9090}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: nobody}, spec: {clusterIP: 10.96.7.4, selector: {app: nobody}, ports: [{port: 80}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: unready}, spec: {clusterIP: 10.96.7.5, selector: {app: never}, ports: [{port: 80}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: near}, spec: {type: NodePort, clusterIP: 10.96.7.6, externalTrafficPolicy: Local, selector: {app: lone}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: outside}, spec: {type: ExternalName, externalName: example.com}}
`;

const shopIn = (config: ClusterConfig, seed = 7): ClusterState =>
  afterCommand(settleCluster(createCluster(config, seed)).cluster, 'kubectl apply -f shop.yaml', { 'shop.yaml': SHOP });
const given = shopIn(clusterConfig());
const changed = afterCommand(given, 'kubectl delete service nobody && kubectl label service web tier=front && kubectl scale deployment web --replicas=3');

const client = 'default/client';
const http = (url: string, more: object = {}): Check => ({ id: 'c', kind: 'http', from: client, url, status: 200, ...more });
const tcp = (host: string, outcome: Extract<Check, { kind: 'tcp' }>['outcome'], more: object = {}): Check => ({
  id: 'c',
  kind: 'tcp',
  from: client,
  host,
  port: 80,
  outcome,
  ...more,
});
const spread = (host: string, app: string): Check => ({
  id: 'c',
  kind: 'spread',
  from: client,
  host,
  port: 80,
  among: { namespace: 'default', labels: { app } },
});
const dns = (name: string, more: object): Check => ({ id: 'c', kind: 'dns', from: client, name, outcome: 'answered', ...more }) as Check;
const affinity = (host: string, outcome: 'kept' | 'free'): Check => ({ id: 'c', kind: 'affinity', from: client, host, port: 80, idleSeconds: 1, outcome });
const endpoints = (service: string, more: object): Check => ({ id: 'c', kind: 'endpoints', namespace: 'default', service, ...more });
const pods = (app: string, ready: number, more: object = {}): Check => ({
  id: 'c',
  kind: 'pods',
  pods: { namespace: 'default', labels: { app } },
  ready,
  ...more,
});
const unchanged = (more: object): Check => ({ id: 'c', kind: 'unchanged', table: 'services', namespace: 'default', ...more }) as Check;
const object = (name: string, more: object): Check =>
  ({ id: 'c', kind: 'object', table: 'services', namespace: 'default', name, reason: 'tried here', ...more }) as Check;
const answer = (more: object): Check => ({ id: 'c', kind: 'answer', field: 'f', ...more });

/** What a check finds, with everything a page says of it: finding, parameters, what was expected, what was there, the object. */
function found(check: Check, cluster = given, answers: { readonly [field: string]: string } = {}): string {
  const [result] = grade([check], [], { given, cluster, record: { answers, commands: [] }, diagnostics: () => [] }).checks;
  const { finding = 'passed', params, evidence } = result!;
  const { expected, actual, object: which, http: reply, dns: trace, packet } = evidence;
  return [
    finding,
    Object.entries(params).map(([name, value]) => `${name}=${value}`),
    expected && `expected ${expected.join(',')}`,
    actual && `actual ${actual.join(',')}`,
    which && `${which.table} ${which.name}${which.field ? ` ${which.field}` : ''}`,
    reply && `${reply.status} ${reply.body.split(/[\s:]/u)[0]}`,
    trace && 'dns',
    packet && packet.verdict,
  ]
    .flat()
    .filter(Boolean)
    .join(' ')
    .replace(/web-[a-z0-9]{6,10}-[a-z0-9]{5}/gu, 'web-*');
}

const ROWS: readonly (readonly [Check, string])[] = [
  [http('http://web/'), 'passed dns delivered'],
  [http('http://web/hostname', { answeredBy: { namespace: 'default', labels: { app: 'web' } } }), 'passed dns delivered'],
  [
    http('http://lone/hostname', { answeredBy: { namespace: 'default', labels: { app: 'web' } } }),
    'wrong-responder url=http://lone/hostname host=lone port=80 responder=lone actual lone 200 lone dns delivered',
  ],
  [http('http://lone/', { status: 404 }), 'wrong-status url=http://lone/ host=lone port=80 status=200 expected 404 actual 200 200 NOW dns delivered'],
  [
    http('http://lone/', { sourceSeen: '10.244.0.99' }),
    'source-differs url=http://lone/ host=lone port=80 source=10.244.0.3 expected 10.244.0.99 actual 10.244.0.3 dns delivered',
  ],
  [http('http://deaf/'), 'reset-nothing-listens url=http://deaf/ host=deaf port=80 dns RST'],
  [http('http://nobody:81/'), 'refused-port-not-listed url=http://nobody:81/ host=nobody port=81 dns REJECT'],
  [http('http://nobody/'), 'refused-no-endpoints url=http://nobody/ host=nobody port=80 dns REJECT'],
  [http('http://missing/'), 'name-not-resolved url=http://missing/ host=missing port=80 dns'],
  [http('http://outside/'), 'passed dns delivered'],
  [http('https://lone/'), 'refused-port-not-listed url=https://lone/ host=lone port=443 dns REJECT'],
  [http('http://[::1]/'), 'reset-nothing-listens url=http://[::1]/ host=::1 port=80 RST'],
  [
    http('http://outside/', { answeredBy: { namespace: 'default', labels: { app: 'web' } } }),
    'wrong-responder url=http://outside/ host=outside port=80 responder=every-name actual every-name 200 outside dns delivered',
  ],
  [
    http('http://192.168.49.2:10256/healthz', { answeredBy: { namespace: 'default', labels: { app: 'web' } } }),
    'wrong-responder url=http://192.168.49.2:10256/healthz host=192.168.49.2 port=10256 responder=node-a actual node-a 200 {"lastUpdated" delivered',
  ],
  [http('http://10.96.0.10:53/'), 'wrong-status url=http://10.96.0.10:53/ host=10.96.0.10 port=53 status=0 expected 200 actual 0 0  delivered'],
  [http('ftp://web/'), 'url-not-usable url=ftp://web/'],
  [http('http://'), 'url-not-usable url=http://'],
  [http('xhttp://web/'), 'url-not-usable url=xhttp://web/'],
  [http('http://web/ x'), 'url-not-usable url=http://web/ x'],
  [http('http://web:80/healthz'), 'passed dns delivered'],
  [http('http://lone:8080/'), 'refused-port-not-listed url=http://lone:8080/ host=lone port=8080 dns REJECT'],
  [http('http://lone/', { from: 'default/gone' }), 'object-missing name=gone'],
  [tcp('web', 'open'), 'passed dns delivered'],
  [tcp('web', 'closed'), 'unexpectedly-open host=web port=80 expected refused,reset,timeout actual open,open dns delivered'],
  [tcp('web', 'open', { network: '10.96.0.0/16' }), 'passed dns delivered'],
  [tcp('web', 'open', { network: '10.97.0.0/16' }), 'addresses-differ name=web expected 10.97.0.0/16 actual 10.96.7.1 dns delivered'],
  [tcp('web', 'open', { port: 81 }), 'refused-port-not-listed host=web port=81 expected open actual refused dns REJECT'],
  [tcp('deaf', 'closed'), 'passed dns RST'],
  [tcp('deaf', 'open'), 'reset-nothing-listens host=deaf port=80 expected open actual reset dns RST'],
  [tcp('nobody', 'refused'), 'passed dns REJECT'],
  [tcp('nobody', 'timeout'), 'refused-no-endpoints host=nobody port=80 expected timeout actual refused dns REJECT'],
  [tcp('unready', 'open'), 'refused-no-endpoints host=unready port=80 expected open actual refused dns REJECT'],
  [tcp('missing', 'open'), 'name-not-resolved host=missing port=80 expected open actual unresolved dns'],
  [tcp('missing', 'unresolved'), 'passed dns'],
  [tcp('missing', 'unresolved', { network: '10.0.0.0/8' }), 'addresses-differ name=missing expected 10.0.0.0/8 actual  dns'],
  [tcp('10.96.99.99', 'open'), 'dropped-nobody host=10.96.99.99 port=80 expected open actual timeout DROP'],
  [tcp('10.96.99.99', 'timeout'), 'passed DROP'],
  [tcp('node-b', 'open', { port: 30080, from: 'outside' }), 'name-not-resolved host=node-b port=30080 expected open actual unresolved dns'],
  [tcp('192.168.49.3', 'open', { port: 30080, from: 'outside' }), 'dropped-no-local-endpoint host=192.168.49.3 port=30080 expected open actual timeout DROP'],
  [tcp('192.168.49.2', 'open', { port: 30080, from: 'outside' }), 'passed delivered'],
  [tcp('web', 'open', { from: 'default/gone' }), 'object-missing name=gone'],
  [spread('web', 'web'), 'passed expected web-*,web-* actual web-*,web-* dns delivered'],
  [spread('web', 'lone'), 'responders-differ host=web expected lone actual web-*,web-* dns delivered'],
  [spread('lone', 'web'), 'responders-differ host=lone expected web-*,web-* actual lone dns delivered'],
  [spread('deaf', 'lone'), 'reset-nothing-listens host=deaf expected lone actual reset dns RST'],
  [spread('nobody', 'nobody'), 'refused-no-endpoints host=nobody expected  actual refused dns REJECT'],
  [spread('unready', 'never'), 'refused-no-endpoints host=unready expected  actual refused dns REJECT'],
  [affinity('web', 'free'), 'passed dns delivered'],
  [affinity('web', 'kept'), 'affinity-lost host=web port=80 seconds=1 dns delivered'],
  [affinity('deaf', 'kept'), 'reset-nothing-listens host=deaf port=80 seconds=1 dns RST'],
  [{ ...affinity('web', 'free'), from: 'default/gone' } as Check, 'object-missing name=gone'],
  [spread('missing', 'nobody'), 'name-not-resolved host=missing expected  actual  dns'],
  [dns('web', { addresses: ['10.96.7.1'] }), 'passed dns'],
  [dns('web', { addresses: ['10.96.7.2'] }), 'addresses-differ name=web outcome=answered queries=2 expected 10.96.7.2 actual 10.96.7.1 dns'],
  [dns('web', { mostQueries: 1 }), 'too-many-queries name=web outcome=answered queries=2 expected 1 actual 2 dns'],
  [dns('web', { mostQueries: 2 }), 'passed dns'],
  [dns('missing', {}), 'name-not-resolved name=missing outcome=NXDOMAIN queries=8 expected answered actual NXDOMAIN dns'],
  [dns('missing', { outcome: 'NXDOMAIN' }), 'passed dns'],
  [dns('web', { outcome: 'NXDOMAIN' }), 'other-outcome name=web outcome=answered queries=2 expected NXDOMAIN actual answered dns'],
  [dns('web', { from: 'default/gone' }), 'object-missing name=gone'],
  [endpoints('web', { count: 2 }), 'passed actual web-*,web-* services web spec.selector'],
  [endpoints('web', { count: 3 }), 'endpoints-differ service=web count=2 expected 3 actual web-*,web-* services web spec.selector'],
  [endpoints('unready', { count: 0 }), 'passed actual  services unready spec.selector'],
  [endpoints('missing', { count: 0 }), 'object-missing name=missing services missing spec.selector'],
  [endpoints('lone', { pods: { namespace: 'default', labels: { app: 'lone' } }, port: 8080 }), 'passed actual lone services lone spec.selector'],
  [
    endpoints('lone', { pods: { namespace: 'default', labels: { app: 'web' } } }),
    'endpoints-differ service=lone count=1 expected web-*,web-* actual lone services lone spec.selector',
  ],
  [
    endpoints('nobody', { pods: { namespace: 'default', labels: { app: 'nobody' } } }),
    'endpoints-differ service=nobody count=0 expected  actual  services nobody spec.selector',
  ],
  [endpoints('lone', { port: 80 }), 'endpoints-differ service=lone count=1 actual lone services lone spec.ports'],
  [endpoints('lone', { addresses: ['10.0.0.1'] }), 'endpoints-differ service=lone count=1 expected 10.0.0.1 actual 10.244.0.5 services lone spec.selector'],
  [pods('web', 2), 'passed'],
  [pods('web', 3), 'pods-not-ready ready=2 wanted=3 restarts=0'],
  [pods('never', 0), 'passed'],
  [pods('never', 1), 'pods-not-ready ready=0 wanted=1 restarts=0'],
  [pods('lone', 1, { mostRestarts: 0 }), 'passed'],
  [object('web', { has: { spec: { type: 'ClusterIP', ports: [{ port: 80 }] } } }), 'passed services web'],
  [object('web', { has: { spec: { type: 'NodePort' } } }), 'field-differs name=web services web'],
  [object('gone', { has: {} }), 'object-missing name=gone services gone'],
  [object('web', { has: {}, between: { 'spec.ports.0.port': [80, 80] } }), 'passed services web'],
  [object('web', { has: {}, between: { 'spec.ports.0.port': [81, 90] } }), 'field-differs name=web services web'],
  [object('web', { has: {}, between: { 'spec.ports.0.port': [70, 79] } }), 'field-differs name=web services web'],
  [object('web', { has: {}, between: { 'spec.type': [1, 2] } }), 'field-differs name=web services web'],
  [object('*', { has: { spec: { externalName: 'example.com' } } }), 'passed services *'],
  [{ id: 'c', kind: 'not', hold: tcp('web', 'open') }, 'holds-but-must-not dns delivered'],
  [{ id: 'c', kind: 'not', hold: tcp('nobody', 'open') }, 'passed'],
  [{ id: 'c', kind: 'diagnosed', file: 'a.yaml', rule: 'selector-empty' } as Check, 'not-diagnosed'],
];

test.each(ROWS.map(([check, says]) => [JSON.stringify(check), check, says] as const))('%s', (_, check, says) => {
  expect(found(check)).toBe(says);
});

test.each<readonly [Check, string]>([
  [unchanged({ names: ['web', 'nobody'], fields: 'uid' }), 'object-missing name=nobody services nobody'],
  [unchanged({ names: ['web'], fields: 'uid' }), 'passed'],
  [unchanged({ names: ['web'] }), 'object-changed name=web services web'],
  [unchanged({ names: ['lone'] }), 'passed'],
  [unchanged({ names: ['*'] }), 'object-missing name=nobody services nobody'],
  [unchanged({ names: ['gone'] }), 'passed'],
  [{ ...unchanged({ names: ['web'] }), table: 'deployments' } as Check, 'object-changed name=web deployments web'],
  [{ ...unchanged({ names: ['web'], fields: 'uid' }), table: 'deployments' } as Check, 'passed'],
])('of what was given: %j', (check, says) => {
  expect(found(check, changed)).toBe(says);
});

test.each<readonly [object, { readonly [field: string]: string }, string]>([
  [{ accepted: ['a', 'b'] }, {}, 'not-answered field=f'],
  [{ accepted: ['a', 'b'] }, { f: 'b' }, 'passed'],
  [{ exactly: ['a', 'b'] }, { f: 'b a' }, 'passed'],
  [{ exactly: ['a', 'b'] }, { f: 'a' }, ''],
  [{ exactly: ['a', 'b'] }, { f: 'a b c' }, ''],
  [{ includes: ['a'] }, { f: 'c a' }, 'passed'],
  [{ includes: ['a'] }, { f: 'c b' }, ''],
  [{ inOrder: [['a', 'b']] }, { f: 'a c b' }, 'passed'],
  [{ inOrder: [['a', 'b']] }, { f: 'b a' }, ''],
  [{ cells: { x: ['a'], y: ['a', 'b'] } }, {}, 'not-answered field=f all=2 open=2'],
  [{ cells: { x: ['a'], y: ['a', 'b'] } }, { 'f/x': 'a' }, 'answers-missing field=f all=2 open=1'],
  [{ cells: { x: ['a'], y: ['a', 'b'] } }, { 'f/x': 'a', 'f/y': 'b' }, 'passed'],
  [{ cells: { x: ['a'], y: ['a', 'b'] } }, { 'f/x': 'b', 'f/y': 'b' }, 'answers-differ field=f all=2 open=0 wrong=1 actual x'],
  [{ cells: { x: ['a'], y: ['a'] }, atLeast: 1 }, { 'f/x': 'b', 'f/y': 'a' }, 'passed'],
  [{ cells: { x: ['a'], y: ['a'] }, atLeast: 1 }, { 'f/x': 'b', 'f/y': 'b' }, 'answers-differ field=f all=2 open=0 wrong=2 actual x,y'],
])('an answer to %j: %j', (more, answers, says) => {
  if (says === '') expect(found(answer(more), given, answers)).toMatch(/^answers?-(?:differs?|wrong)/u);
  else expect(found(answer(more), given, answers)).toBe(says);
});

test("another proxy drops what this one refuses, a balancer lets in whom it may, and headers of one's own are sent", () => {
  const refused = tcp('web', 'refused', { port: 81 });
  expect(found({ id: 'c', kind: 'in-proxy-mode', mode: 'nftables', hold: [refused] })).toMatch(/^passed/u);
  const [dropped] = grade([{ id: 'c', kind: 'in-proxy-mode', mode: 'iptables', hold: [refused] }], [], {
    given,
    cluster: given,
    record: { answers: {}, commands: [] },
    diagnostics: () => [],
  }).checks;
  expect([dropped?.passed, dropped?.within?.map(({ finding }) => finding)]).toEqual([false, ['dropped-port-not-listed']]);
  const range = `kubectl patch service lone -p '{"spec":{"type":"LoadBalancer","loadBalancerSourceRanges":["192.0.2.0/24"]}}'`;
  const balanced = afterCommand(shopIn(clusterConfig({ site: 'gcp' })), `${range}; sleep 60`);
  expect(found(tcp('$(default/lone)', 'open', { from: 'internet' }), balanced)).toMatch(/^dropped-source-range /u);
});

test('where nodes give nothing back over the cable it came from, a Pod may choose itself and is not answered', () => {
  const cluster = shopIn(clusterConfig({ hairpin: false }));
  expect(found(tcp('lone', 'open', { from: 'default/lone' }), cluster)).toMatch(/^dropped-hairpin-off .* actual timeout /u);
  expect(found(tcp('web', 'open', { from: 'default/deploy/web' }), cluster)).toMatch(/ actual (?:open,timeout|timeout,open) /u);
  expect(found(tcp('web', 'open', { from: 'default/deploy/web' }))).toMatch(/^passed /u);
});

test('what is not to hold is told with what it found', () => {
  const [result] = grade([{ id: 'n', kind: 'not', hold: tcp('nobody', 'open') }], [], {
    given,
    cluster: given,
    record: { answers: {}, commands: [] },
    diagnostics: () => [],
  }).checks;
  expect([result?.passed, result?.evidence, result?.within?.map(({ finding }) => finding)]).toEqual([true, {}, ['refused-no-endpoints']]);
});

test('guards compare JSON whatever the order of keys, and look within it', () => {
  const pairs: readonly (readonly [unknown, unknown, boolean])[] = [
    [{ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [{ a: 1, b: 2 }, { a: 1, c: 2 }, false],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    [null, {}, false],
    [{}, null, false],
    [{}, 5, false],
    [[], '', false],
    ['1', 1, false],
    [undefined, undefined, true],
  ];
  expect(pairs.map(([a, b]) => equalJSON(a, b))).toEqual(pairs.map(([, , equal]) => equal));
  const within: readonly (readonly [unknown, unknown, boolean])[] = [
    [{ a: { b: 1, c: 2 } }, { a: { c: 2 } }, true],
    [{ a: [{ b: 1 }, { b: 2 }] }, { a: [{}, { b: 2 }] }, true],
    [{ a: [1] }, { a: { 0: 1 } }, false],
    [{ a: 1 }, { a: { b: 1 } }, false],
    [null, {}, false],
    [{ a: null }, { a: null }, true],
    [{}, { toString: {} }, false],
  ];
  expect(within.map(([value, has]) => containsJSON(value, has))).toEqual(within.map(([, , stands]) => stands));
  const ranges: readonly (readonly [string, number, number, boolean])[] = [
    ['a.0.b', 5, 5, true],
    ['a.0.b', 6, 9, false],
    ['a.0.b', 0, 4, false],
    ['a.1.b', 0, 9, false],
    ['a.0.c', 0, 9, false],
    ['x.y', 0, 9, false],
  ];
  expect(ranges.map(([path, least, most]) => isBetween({ a: [{ b: 5, c: '5' }], x: null }, path, least, most))).toEqual(ranges.map(([, , , lies]) => lies));
  expect(guardedPart(undefined, 'uid')).toBeNull();
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', uid: 'u', labels: { a: 'b' }, annotations: { c: 'd' } }, spec: { x: 1 }, status: {} };
  expect(guardedPart(pod as never, 'uid')).toBe('u');
  expect(guardedPart(pod as never, 'spec')).toEqual({ uid: 'u', labels: { a: 'b' }, spec: { x: 1 } });
});

test('the packet that is shown went the way that is spoken of, whichever was picked', () => {
  const both = `kubectl label pods -l 'app in (web,lone)' both=yes && kubectl patch service web -p '{"spec":{"selector":{"app":null,"both":"yes"}}}'`;
  const check = http('http://web/hostname', { answeredBy: { namespace: 'default', labels: { app: 'web' } } });
  const shown = [1, 2, 3, 4, 5, 6].map((seed) => {
    const cluster = afterCommand(shopIn(clusterConfig(), seed), both);
    const { finding, evidence } = grade([check], [], { given: cluster, cluster, record: { answers: {}, commands: [] }, diagnostics: () => [] }).checks[0]!;
    const picked = evidence.packet?.hops.find((hop) => hop.kind === 'translate')?.after.destination.ip;
    const pod = evidence.packet?.candidates.find(({ ip }) => ip === picked)?.pod?.name;
    return [finding, evidence.actual?.[0], evidence.packet?.candidates.length, pod];
  });
  expect(shown).toEqual(shown.map(() => ['wrong-responder', 'lone', 3, 'lone']));
});
