import { intervene, type ClusterProfile, type ClusterState } from '../../src/engine/index.ts';
import { drawRoute, type Route } from '../../src/lab/drawing.ts';
import { openLab, takeAction, type LabExercise, type LabSession } from '../../src/lab/session.ts';
import { arrange } from '../../src/scene/arrangement.ts';
import type { Scene } from '../../src/scene/scene.ts';
import type { TraceRow } from '../../src/scene/trace-rows.ts';

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';
const CLIENT = `---
apiVersion: v1
kind: Pod
metadata: {name: debug, namespace: shop, labels: {app: debug}}
spec:
  nodeName: node-a
  containers: [{name: shell, image: debug-tools:1}]
`;

/** A Deployment of agnhost servers on 8080, `app: NAME`. */
export const deployment = (name: string, replicas: number, extra = ''): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      ${extra}
      containers:
        - name: web
          image: registry.k8s.io/e2e-test-images/agnhost:2.53
          args: [netexec, --http-port=8080]
          readinessProbe: {httpGet: {path: /hostname, port: 8080}, periodSeconds: 1}
`;

/** A Service with the rest of its spec in flow style. */
export const service = (name: string, spec: string): string => `---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {${spec}}
`;

const ports = 'ports: [{name: http, port: 80, targetPort: 8080}]';
export const selecting = (app: string): string => `selector: {app: ${app}}, ${ports}`;

/** A lab with these objects, which speaks from the Pod `shop/debug` and, where named, from hosts outside. */
export function labWith(manifest: string, cluster: ClusterProfile = {}, hosts: readonly string[] = []): LabSession {
  const checks = ['shop/debug', ...hosts].map(
    (from) => ({ id: `from-${from.replace('/', '-')}`, kind: 'tcp', from, host: 'none.invalid', port: 1, outcome: 'unresolved' }) as const,
  );
  const exercise: LabExercise = {
    slug: 'hand-made',
    definition: {
      id: 'L01-E1',
      lesson: 'L01',
      kind: 'terminal',
      difficulty: 1,
      minutes: 1,
      scaffold: 'free',
      seeds: [],
      misconceptions: [],
      seed: 7,
      cluster: { namespace: 'shop', ...cluster },
      terminal: 'shop/debug',
      editable: ['work.yaml'],
      readOnly: [],
      applyStarter: false,
      questions: [],
      checks,
      feedback: [],
      hints: 0,
    } as unknown as LabExercise['definition'],
    given: { '00.yaml': NAMESPACE, '10.yaml': CLIENT + manifest },
    starter: { 'work.yaml': '' },
  };
  return openLab(exercise);
}

export const run = (session: LabSession, terminal: string, line: string): LabSession => takeAction(session, { kind: 'run', terminal, line, texts: {} });

/** The first voyage of the last command. */
export const lastRoute = (session: LabSession): Route => ({ kind: 'command', number: session.history.length, index: 0 });

/** The same lab with another cluster, as an action would leave it. */
export function withCluster(session: LabSession, cluster: ClusterState): LabSession {
  return { ...session, cluster, arrangement: arrange(session.arrangement, cluster, { namespace: 'shop', vantages: ['shop/debug'] }) };
}

export const withNodeDown = (session: LabSession, node: string): LabSession =>
  withCluster(session, intervene(session.cluster, { kind: 'node-down', node }).cluster);

type Drawn = (width: number) => { readonly scene: Scene; readonly rows: readonly TraceRow[] };
const draw =
  (session: LabSession, route?: Route): Drawn =>
  (width) =>
    drawRoute(session, route, width);
const visit = (session: LabSession, terminal: string, line: string): Drawn => {
  const after = run(session, terminal, line);
  return draw(after, lastRoute(after));
};
const CURL = 'curl -sS -m 2';

/** Clusters that look as differently as clusters can, each with a voyage or none. */
export const HAND_MADE = {
  'one-pod': () => visit(labWith(deployment('web', 1) + service('web', selecting('web'))), 'shop/debug', `${CURL} http://web/`),
  'twelve-pods': () =>
    visit(
      labWith(deployment('web', 8) + deployment('api', 3) + service('web', selecting('web')) + service('api', selecting('api'))),
      'shop/debug',
      `${CURL} http://api/`,
    ),
  'sixty-pods': () =>
    visit(
      labWith(deployment('web', 40) + deployment('api', 19) + service('web', selecting('web')) + service('api', selecting('api'))),
      'shop/debug',
      `${CURL} http://web/`,
    ),
  'hundred-pods': () =>
    visit(
      labWith(deployment('web', 60) + deployment('api', 35) + service('web', selecting('web')) + service('api', selecting('api'))),
      'shop/debug',
      `${CURL} http://web/`,
    ),
  'dual-stack': () =>
    visit(
      labWith(deployment('web', 3) + service('web', `ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv6, IPv4], ${selecting('web')}`), { base: 'dual-stack' }),
      'shop/debug',
      `${CURL} http://web/`,
    ),
  headless: () => visit(labWith(deployment('web', 3) + service('web', `clusterIP: None, ${selecting('web')}`)), 'shop/debug', `${CURL} http://web:8080/`),
  'external-name': () => visit(labWith(service('db', 'type: ExternalName, externalName: db-old.example.net')), 'shop/debug', 'nc -z -w 2 db 5432'),
  'node-port': () =>
    visit(
      labWith(deployment('web', 3) + service('web', `type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]`), {}, [
        'outside',
      ]),
      'outside',
      `${CURL} http://192.168.49.3:30080/`,
    ),
  /** TCP and UDP share a number, in the Service and on every node. */
  'two-protocols': () =>
    visit(
      labWith(
        deployment('web', 1) +
          service(
            'web',
            'type: NodePort, selector: {app: web}, ports: [{name: dns, port: 53, targetPort: 81, nodePort: 30053}, {name: dns-udp, protocol: UDP, port: 53, nodePort: 30053}]',
          ),
        {},
        ['outside'],
      ),
      'outside',
      `${CURL} http://192.168.49.3:30053/`,
    ),
  'load-balancer': () => {
    const lab = labWith(
      deployment('web', 3) + service('web', `type: LoadBalancer, ${selecting('web')}`) + service('soon', `type: LoadBalancer, ${selecting('web')}`),
      {},
      ['outside'],
    );
    const given = withCluster(lab, intervene(lab.cluster, { kind: 'load-balancer', namespace: 'shop', service: 'web', ingress: '192.0.2.80' }).cluster);
    return visit(given, 'outside', `${CURL} http://192.0.2.80/`);
  },
  'node-down': () => draw(withNodeDown(labWith(deployment('web', 6) + service('web', selecting('web'))), 'node-b')),
  terminating: () => {
    const slow = deployment('web', 3, 'terminationGracePeriodSeconds: 60').replace('--http-port=8080]', '--http-port=8080, --delay-shutdown=50]');
    const lab = labWith(slow + service('web', selecting('web')));
    const [pod] = Object.keys(lab.cluster.tables.pods?.['shop'] ?? {}).filter((name) => name.startsWith('web'));
    return visit(run(lab, 'operator', `kubectl delete pod ${pod ?? ''} --wait=false`), 'shop/debug', `${CURL} http://web/`);
  },
  iptables: () => visit(labWith(deployment('web', 2) + service('web', selecting('web')), { base: 'iptables' }), 'shop/debug', `${CURL} http://web:81/`),
  broken: () =>
    visit(
      labWith(
        deployment('web', 2).replace('agnhost:2.53', 'agnhost:9.99') +
          deployment('api', 2) +
          service('api', `selector: {app: api}, ports: [{port: 80, targetPort: 81}]`),
      ),
      'shop/debug',
      `${CURL} http://api/`,
    ),
  'no-name': () => visit(labWith(deployment('web', 1) + service('web', selecting('web'))), 'shop/debug', `${CURL} http://wbe.shop/`),
} as const satisfies { readonly [name: string]: () => Drawn };
