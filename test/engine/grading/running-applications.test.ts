import { describe, expect, test } from 'vitest';
import { createCluster, grade, openSession, runCommand, settleCluster, type Check, type ClusterState } from '../../../src/engine/index.ts';
import { afterCommand } from '../../support/after-command.ts';

/** A cluster in which these manifests were applied one after the other. */
function clusterWith(...manifests: readonly string[]): ClusterState {
  return manifests.reduce(
    (cluster, text) => afterCommand(cluster, 'kubectl apply -f f.yaml', { 'f.yaml': text }),
    settleCluster(createCluster('three-nodes', 11)).cluster,
  );
}

function judge(cluster: ClusterState, check: Check, commands: readonly { readonly line: string; readonly exitCode?: number; readonly output: string }[] = []) {
  const record = { answers: {}, commands: commands.map((command) => ({ exitCode: 0, ...command, packets: [], dns: [] })) };
  const [result] = grade([check], [], { given: cluster, cluster, record, diagnostics: () => [] }).checks;
  return result!;
}

const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80, targetPort: 80}]}\n';
/** nginx whose work (`/orders`) is there only 12 seconds after its start. */
const slow = (probe = ''): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: app
          image: nginx:1.29
          command: [sh, -c]
          args: ['mkdir -p /usr/share/nginx/html; nginx & sleep 12; echo yes > /usr/share/nginx/html/orders; echo ok > /usr/share/nginx/html/ready; sleep infinity']
          ${probe}
`;
const readiness = 'readinessProbe: {httpGet: {path: /ready, port: 80}, periodSeconds: 5, failureThreshold: 2}';
const asked = { id: 'asked', kind: 'http', from: 'default/client', url: 'http://web/orders', status: 200 } as const;
const web = { namespace: 'default', labels: { app: 'web' } };
const rollout = {
  kind: 'patch',
  table: 'deployments',
  namespace: 'default',
  name: 'web',
  patch: { spec: { template: { metadata: { annotations: { again: '1' } } } } },
} as const;
const warm = (cluster: ClusterState): ClusterState => afterCommand(cluster, 'sleep 30');

describe('throughout, for a time', () => {
  const check = { id: 'a', kind: 'throughout', event: rollout, seconds: 120, hold: [asked] } as const;

  test('a rollout loses requests without a probe', () => {
    const result = judge(warm(clusterWith(service, slow())), check);
    expect(result).toMatchObject({ passed: false, finding: 'fails-within', params: { status: '404' } });
  });

  test('a rollout with a readiness probe loses none', () => {
    expect(judge(warm(clusterWith(service, slow(readiness))), check)).toMatchObject({ passed: true });
  });
});

test('a Pod that loses the file its probe reads leaves the endpoints, and only it', () => {
  const degraded = (seconds: number, count: number): Check => ({
    id: 'a',
    kind: 'after',
    event: { kind: 'remove-file', pods: web, path: '/usr/share/nginx/html/ready' },
    hold: [
      { id: 'b', kind: 'after', event: { kind: 'advance', seconds }, hold: [{ id: 'c', kind: 'endpoints', namespace: 'default', service: 'web', count }] },
    ],
  });
  const cluster = warm(clusterWith(service, slow(readiness)));
  expect(judge(cluster, degraded(15, 2))).toMatchObject({ passed: true });
  expect(judge(warm(clusterWith(service, slow())), degraded(15, 2))).toMatchObject({ passed: false });
  expect(judge(cluster, { id: 'a', kind: 'pods', pods: web, ready: 3, mostRestarts: 0 })).toMatchObject({ passed: true });
  expect(judge(cluster, { id: 'a', kind: 'pods', pods: web, ready: 2 })).toMatchObject({ finding: 'pods-not-ready', params: { ready: '3' } });
});

test('a drained node has no Pods of workloads left, and takes none', () => {
  const cluster = warm(clusterWith(service, slow()));
  const check: Check = { id: 'a', kind: 'after', event: { kind: 'drain', node: 'node-b' }, hold: [{ id: 'b', kind: 'pods', pods: web, ready: 3 }] };
  expect(judge(cluster, check)).toMatchObject({ passed: true });
});

describe('what a client is told by variables', () => {
  const client = (host: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: caller}
spec:
  selector: {matchLabels: {app: caller}}
  template:
    metadata: {labels: {app: caller}}
    spec:
      containers: [{name: app, image: 'debug-tools:1', env: [{name: API_HOST, value: '${host}'}]}]
`;
  const dns = { id: 'a', kind: 'dns', from: 'default/deploy/caller', name: '$(API_HOST)', outcome: 'answered' } as const;

  test('the name in a variable is asked as the Pod of a Deployment would; queries are counted', () => {
    expect(judge(clusterWith(client('api.example.net')), { ...dns, mostQueries: 2 })).toMatchObject({
      finding: 'too-many-queries',
      params: { name: 'api.example.net', queries: '8' },
    });
    expect(judge(clusterWith(client('api.example.net.')), { ...dns, mostQueries: 2 })).toMatchObject({ passed: true });
  });

  test('a variable that is empty resolves to nothing and throws nothing', () => {
    const check: Check = { id: 'a', kind: 'http', from: 'default/deploy/caller', url: 'http://$(NONE)/', status: 200 };
    expect(judge(clusterWith(client('x')), check)).toMatchObject({ finding: 'url-not-usable' });
  });
});

test('a server sees the node that a packet from outside came to, not the client', () => {
  const nodePort = service.replace('{selector', '{type: NodePort, selector').replace('port: 80,', 'port: 80, nodePort: 30080,');
  const check = (sourceSeen: string): Check => ({ ...asked, from: 'outside', url: 'http://192.168.49.2:30080/', sourceSeen });
  const cluster = warm(clusterWith(nodePort, slow()));
  expect(judge(cluster, check('203.0.113.10'))).toMatchObject({ finding: 'source-differs' });
  const source = judge(cluster, check('203.0.113.10')).params['source'] ?? '';
  expect(judge(cluster, check(source))).toMatchObject({ passed: true });
});

test('an output counts only if one command printed all of it and nothing that is ruled out', () => {
  const cluster = warm(clusterWith(service, slow()));
  const addresses = Object.values(cluster.tables.pods?.['default'] ?? {}).flatMap(({ metadata, status }) =>
    metadata.labels?.['app'] === 'web' ? [status?.podIP ?? ''] : [],
  );
  const check: Check = {
    id: 'a',
    kind: 'observed',
    evidence: { kind: 'command', program: 'kubectl', words: ['endpointslices'], prints: ['80'], printsAddressesOf: web, lacks: ['Warning:'] },
  };
  const line = 'kubectl get endpointslices -o yaml';
  expect(addresses).toHaveLength(3);
  expect(judge(cluster, check, [{ line, output: `port: 80 ${addresses.join(' ')}` }])).toMatchObject({ passed: true });
  expect(judge(cluster, check, [{ line, output: `port: 80 ${addresses.slice(1).join(' ')}` }])).toMatchObject({ finding: 'not-observed' });
  expect(judge(cluster, check, [{ line, output: `Warning: old\nport: 80 ${addresses.join(' ')}` }])).toMatchObject({ finding: 'not-observed' });
});

test('an output of a command that failed counts only where that end is named', () => {
  const cluster = warm(clusterWith(service, slow()));
  const check = (exits?: readonly number[]): Check => ({
    id: 'a',
    kind: 'observed',
    evidence: { kind: 'command', program: 'tcpdump', words: ['-n'], prints: ['(71)'], ...(exits ? { exits } : {}) },
  });
  const capture = (exitCode: number) => [{ line: 'tcpdump -n port 53', exitCode, output: 'A? my-blog.test.svc.cluster.local. (71)' }];
  expect(judge(cluster, check(), capture(0))).toMatchObject({ passed: true });
  expect(judge(cluster, check(), capture(130))).toMatchObject({ finding: 'not-observed' });
  expect(judge(cluster, check([0, 130]), capture(130))).toMatchObject({ passed: true });
  expect(judge(cluster, check([0, 130]), capture(1))).toMatchObject({ finding: 'not-observed' });
});

test("an endpoint that is another Service's virtual IP is not reached, and the addresses of a ledger can be asked for", () => {
  const chained = (address: string): string => `apiVersion: v1
kind: Service
metadata: {name: chained}
spec: {ports: [{port: 80}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: chained-1, labels: {kubernetes.io/service-name: chained}}
addressType: IPv4
ports: [{port: 80}]
endpoints: [{addresses: [${address}]}]
`;
  const warmed = warm(clusterWith(service, slow()));
  const vip = warmed.tables.services?.['default']?.['web']?.spec.clusterIP ?? '';
  const cluster = settleCluster(
    runCommand({ cluster: warmed, session: openSession({ kind: 'operator' }, { 'f.yaml': chained(vip) }) }, 'kubectl apply -f f.yaml').world.cluster,
  ).cluster;
  const tcp = { id: 'a', kind: 'tcp', from: 'default/client', host: 'chained', port: 80 } as const;
  expect(judge(cluster, { ...tcp, outcome: 'open' })).toMatchObject({ passed: false });
  expect(judge(cluster, { ...tcp, outcome: 'timeout' })).toMatchObject({ passed: true });
  const ledger = { id: 'b', kind: 'endpoints', namespace: 'default', service: 'chained' } as const;
  expect(judge(cluster, { ...ledger, addresses: [vip] })).toMatchObject({ passed: true });
  expect(judge(cluster, { ...ledger, addresses: ['192.0.2.21'] })).toMatchObject({ finding: 'endpoints-differ', evidence: { actual: [vip] } });
});
