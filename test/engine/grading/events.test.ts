import { expect, test } from 'vitest';
import { clusterConfig, createCluster, grade, openSession, runCommand, settleCluster, type Check, type ClusterState } from '../../../src/engine/index.ts';

const container = (port: number): string =>
  `[{name: app, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec, --http-port=${port}], ports: [{name: web, containerPort: ${port}}]}]`;
const manifestOfWeb = (targetPort: string, url: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: ${container(8080)}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: front}
spec:
  selector: {matchLabels: {app: front}}
  template:
    metadata: {labels: {app: front}}
    spec: {containers: [{name: front, image: "debug-tools:1", env: [{name: BACKEND_URL, value: "${url}"}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: ${targetPort}}]}
`;

function run(
  cluster: ClusterState,
  line: string,
  files: { readonly [name: string]: string } = {},
): { readonly cluster: ClusterState; readonly printed: string } {
  const { world, output } = runCommand({ cluster, session: openSession({ kind: 'operator' }, files) }, line);
  return { cluster: settleCluster(world.cluster).cluster, printed: output.map(({ text }) => text).join('') };
}

function cluster(targetPort: string, url = 'http://web/'): ClusterState {
  return run(settleCluster(createCluster('three-nodes', 7)).cluster, 'kubectl apply -f web.yaml', { 'web.yaml': manifestOfWeb(targetPort, url) }).cluster;
}

type Commands = { readonly line: string; readonly pod?: string; readonly exitCode: number; readonly output: string }[];
function findings(state: ClusterState, checks: readonly Check[], commands: Commands = []): readonly (string | undefined)[] {
  const record = { answers: {}, commands: commands.map((command) => ({ ...command, packets: [], dns: [] })) };
  return grade(checks, [], { given: state, cluster: state, record, diagnostics: () => [] }).checks.map(
    ({ finding, within }) => within?.find((one) => !one.passed)?.finding ?? finding,
  );
}

const answers: Check = { id: 'a', kind: 'http', from: 'default/client', url: 'http://web/', status: 200 };
const rollout: Extract<Check, { kind: 'throughout' }>['event'] = {
  kind: 'patch',
  table: 'deployments',
  namespace: 'default',
  name: 'web',
  patch: {
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: 'app',
              image: 'registry.k8s.io/e2e-test-images/agnhost:2.53',
              args: ['netexec', '--http-port=9090'],
              ports: [{ name: 'web', containerPort: 9090 }],
            },
          ],
        },
      },
    },
  },
};

test.each<[string, string | undefined, string | undefined]>([
  ['web', undefined, undefined],
  ['8080', 'reset-nothing-listens', 'reset-nothing-listens'],
  ['9090', 'reset-nothing-listens', undefined],
])('a rollout that moves the port, seen through targetPort %s', (targetPort, throughout, after) => {
  const checks: Check[] = [
    { id: 't', kind: 'throughout', event: rollout, hold: [answers] },
    { id: 'u', kind: 'after', event: rollout, hold: [answers] },
  ];
  expect(findings(cluster(targetPort), checks)).toEqual([throughout, after]);
});

test('a client is asked for the URL that its own container has', () => {
  const own: Check = { id: 'o', kind: 'http', from: 'default/deploy/front', url: '$(BACKEND_URL)', status: 200 };
  const state = cluster('8080');
  const [ip] = /10\.96\.\S+/.exec(run(state, 'kubectl get service web').printed) ?? [];
  const literal = cluster('8080', `http://${ip}/`);
  const recreated: Check = { id: 'r', kind: 'after', event: { kind: 'recreate-service', namespace: 'default', name: 'web' }, hold: [own] };
  expect(findings(state, [own, recreated])).toEqual([undefined, undefined]);
  expect(findings(literal, [own, recreated])).toEqual([undefined, 'dropped-nobody']);
  expect(findings(cluster('8080', 'web'), [own])).toEqual(['url-not-usable']);
  expect(findings(state, [{ ...own, from: 'default/deploy/nobody' }])).toEqual(['object-missing']);
});

test('a command counts by what it printed and how often', () => {
  const wide = (evidence: object): Check => ({
    id: 'w',
    kind: 'observed',
    evidence: { kind: 'command', program: 'kubectl', words: ['get', 'wide'], ...evidence },
  });
  const commands = [
    { line: 'kubectl get pods -o wide', exitCode: 0, output: 'web-1   1/1   Running   1 (2s ago)' },
    { line: 'kubectl get pods', exitCode: 0, output: 'web-1   1/1   Running   0' },
  ];
  const checks = [wide({}), wide({ prints: ['0 (', '1 ('] }), wide({ prints: ['2 ('] }), wide({ times: 2 })];
  expect(findings(cluster('8080'), checks, commands)).toEqual([undefined, undefined, 'not-observed', 'not-observed']);
});

test('a line of a Pod’s own shell counts as what kubectl exec runs there', () => {
  const seen: Check = { id: 'e', kind: 'observed', evidence: { kind: 'command', program: 'kubectl', words: ['late', 'env'], prints: ['WEB_SERVICE_HOST='] } };
  const env = { line: 'env | grep WEB', exitCode: 0, output: 'WEB_SERVICE_HOST=10.96.0.7\n' };
  const counts = (...commands: Commands): readonly (string | undefined)[] => findings(cluster('8080'), [seen], commands);
  expect(counts({ ...env, pod: 'late' })).toEqual([undefined]);
  expect(counts({ ...env, line: 'kubectl exec late -- env' })).toEqual([undefined]);
  expect(counts({ ...env, pod: 'early' })).toEqual(['not-observed']);
  expect(counts(env)).toEqual(['not-observed']);
  const any: Check = { id: 'k', kind: 'observed', evidence: { kind: 'command', program: 'kubectl', words: [] } };
  expect([env, { ...env, pod: 'late' }].flatMap((command) => findings(cluster('8080'), [any], [command]))).toEqual(['not-observed', undefined]);
});

test('a name resolves to the addresses of Pods, whichever they have', () => {
  const members = { namespace: 'default', labels: { app: 'web' } };
  const dns = (addressesOf: typeof members): Check => ({ id: 'd', kind: 'dns', from: 'default/client', name: 'web-h', outcome: 'answered', addressesOf });
  const replaced: Check = { id: 'r', kind: 'after', event: { kind: 'delete-each-pod', pods: members }, hold: [dns(members)] };
  const headless = 'kubectl create service clusterip web-h --clusterip=None --dry-run=client -o yaml | sed s/app:.web-h/app:\\ web/ | kubectl apply -f -';
  const { cluster: state } = run(cluster('8080'), headless);
  expect(findings(state, [dns(members), replaced, dns({ ...members, labels: { app: 'front' } })])).toEqual([undefined, undefined, 'addresses-differ']);
});

test('a client is remembered until it was idle for the timeout, and not at all without affinity', () => {
  const web = (idleSeconds: number, outcome: 'kept' | 'free'): Check => ({
    id: 'w',
    kind: 'affinity',
    from: 'default/client',
    host: 'web',
    port: 80,
    idleSeconds,
    outcome,
  });
  const checks = [web(0, 'kept'), web(59, 'kept'), web(61, 'kept'), web(61, 'free'), web(59, 'free')];
  const sticky = `kubectl patch service web -p '{"spec":{"sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":60}}}}'`;
  const lost = 'affinity-lost';
  expect(findings(run(cluster('8080'), sticky).cluster, checks)).toEqual([undefined, undefined, lost, undefined, 'affinity-kept']);
  expect(findings(cluster('8080'), checks)).toEqual([lost, lost, lost, undefined, undefined]);
  expect(findings(cluster('81'), [web(1, 'kept')])).toEqual(['reset-nothing-listens']);
});

test("a balancer is called by what its Service's status says, in the cloud that makes it", () => {
  const manifest = (annotation: string): string => `
apiVersion: v1
kind: Service
metadata: {name: ledger, annotations: {${annotation}}}
spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`;
  const state = (annotation = ''): ClusterState => {
    const fresh = createCluster(clusterConfig({ site: 'azure' }), 7);
    const files = { 'web.yaml': manifestOfWeb('8080', 'http://web/'), 'ledger.yaml': manifest(annotation) };
    return run(settleCluster(fresh).cluster, 'kubectl apply -f web.yaml -f ledger.yaml', files).cluster;
  };
  const call = (from: string, outcome: 'open' | 'timeout' | 'unresolved', network?: string): Check => {
    return { id: from, kind: 'tcp', from, host: '$(default/ledger)', port: 80, outcome, ...(network ? { network } : {}) };
  };
  const at = (cloud: 'none' | 'azure' | 'gcp', ...hold: Check[]): Check => ({ id: cloud, kind: 'in-cloud', cloud, hold });
  const inner = [call('office', 'open', '10.0.8.0/24'), call('internet', 'timeout')];
  const azure = state('service.beta.kubernetes.io/azure-load-balancer-internal: "true"');
  expect(findings(azure, [call('office', 'unresolved')])).toEqual([undefined]);
  expect(findings(azure, [at('azure', ...inner), at('gcp', ...inner), at('none', call('office', 'unresolved'))])).toEqual([
    undefined,
    'addresses-differ',
    undefined,
  ]);
  expect(findings(state(), [at('azure', call('internet', 'open')), at('azure', call('internet', 'timeout'))])).toEqual([undefined, 'unexpectedly-open']);
});

test('packets are evidence as often as they were sent', () => {
  const state = cluster('8080');
  const { packets } = runCommand(
    { cluster: state, session: openSession({ kind: 'pod', namespace: 'default', pod: 'client' }, {}) },
    'curl -s http://web/ http://web/; curl -s http://web/',
  );
  const record = { answers: {}, commands: [{ line: 'curl', exitCode: 0, output: '', packets, dns: [] }] };
  const seen = (times?: number): Check => ({
    id: 'p',
    kind: 'observed',
    evidence: { kind: 'packet', port: 80, verdict: 'delivered', ...(times ? { times } : {}) },
  });
  const { checks } = grade([seen(), seen(2), seen(3)], [], { given: state, cluster: state, record, diagnostics: () => [] });
  expect(checks.map(({ passed }) => passed)).toEqual([true, true, false]);
});

test('a lost packet is evidence of the rule that lost it, a delivered one of a Service alone', () => {
  const state = cluster('8080');
  const place = { kind: 'pod', namespace: 'default', pod: 'client' } as const;
  const ip = state.tables.pods?.['default']?.[Object.keys(state.tables.pods['default'] ?? {}).find((name) => name.startsWith('web')) ?? '']?.status?.podIP;
  const { packets } = runCommand({ cluster: state, session: openSession(place, {}) }, `curl -s http://web:81/; curl -s http://${ip}:8080/`);
  const record = { answers: {}, commands: [{ line: 'curl', exitCode: 0, output: '', packets, dns: [] }] };
  const seen = (port: number, verdict: 'REJECT' | 'delivered' | 'DROP', rule?: string): boolean =>
    grade([{ id: 'p', kind: 'observed', evidence: { kind: 'packet', port, verdict, ...(rule ? { rule } : {}) } }], [], {
      given: state,
      cluster: state,
      record,
      diagnostics: () => [],
    }).passed;
  expect([
    seen(81, 'REJECT', 'port-not-listed'),
    seen(81, 'REJECT'),
    seen(81, 'REJECT', 'service-without-endpoints'),
    seen(81, 'DROP'),
    seen(80, 'REJECT'),
    seen(8080, 'delivered'),
  ]).toEqual([true, true, false, false, false, false]);
});
