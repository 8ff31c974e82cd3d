import { describe, expect, it } from 'vitest';
import { clusterConfig, createCluster, openSession, runCommand, type CommandResult } from '../../../../src/engine/index.ts';

const HEAD = {
  NetworkPolicy: 'networking.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  PodDisruptionBudget: 'policy/v1',
  PersistentVolumeClaim: 'v1',
  Role: 'rbac.authorization.k8s.io/v1',
};
const FILES = Object.fromEntries(
  Object.entries(HEAD).map(([kind, apiVersion]) => [`${kind}.yaml`, `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: a\n`]),
);

function run(line: string, files: { readonly [name: string]: string } = FILES): CommandResult {
  return runCommand({ cluster: createCluster(clusterConfig({ loadBalancer: 'gcp' })), session: openSession({ kind: 'operator' }, files) }, line);
}

const PLURAL: { readonly [K in keyof typeof HEAD]: string } = {
  NetworkPolicy: 'networkpolicies.networking.k8s.io',
  Ingress: 'ingresses.networking.k8s.io',
  DaemonSet: 'daemonsets.apps',
  Job: 'jobs.batch',
  CronJob: 'cronjobs.batch',
  HorizontalPodAutoscaler: 'horizontalpodautoscalers.autoscaling',
  PodDisruptionBudget: 'poddisruptionbudgets.policy',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  Role: 'roles.rbac.authorization.k8s.io',
};

describe('a kind that a real server has and this one does not simulate', () => {
  it.each(Object.entries(PLURAL))('%s is never silently accepted', (kind, plural) => {
    for (const verb of ['apply', 'create', 'replace', 'apply --server-side', 'apply --dry-run=server']) {
      const { exitCode, stdout, stderr, notSimulated, world } = run(`kubectl ${verb} -f ${kind}.yaml`);
      expect([verb, exitCode, stdout, stderr]).toEqual([verb, 1, '', `minato: the resource ${plural} is not simulated\n`]);
      expect(notSimulated).toEqual([{ id: 'kubectl', params: { what: `the resource ${plural}` } }]);
      expect(world.cluster.resourceVersion).toBe(createCluster(clusterConfig({ loadBalancer: 'gcp' })).resourceVersion);
    }
  });

  it('is empty where a fresh server has none, as it would be there', () => {
    expect(run('kubectl get netpol,ing,ds').stderr).toBe('No resources found in default namespace.\n');
  });

  it.each(['kubectl create ingress a --rule=a.example/b=c:80', 'kubectl proxy', 'kubectl kustomize .'])('%s fails', (line) => {
    const { exitCode, stderr } = run(line);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^minato: .* is not simulated\n$/)]);
  });

  it('is told apart from one that no server has: custom resources', () => {
    const { exitCode, stderr, notSimulated } = run('kubectl apply -f g.yaml', {
      'g.yaml': 'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: a\n',
    });
    expect([exitCode, stderr]).toEqual([
      1,
      'error: resource mapping not found for name: "a" namespace: "" from "g.yaml": no matches for kind "Gateway" in version "gateway.networking.k8s.io/v1"\nensure CRDs are installed first\n',
    ]);
    expect(notSimulated).toEqual([{ id: 'custom-resource', params: { what: 'gateway.networking.k8s.io' } }]);
    expect(run('kubectl apply -f s.yaml', { 's.yaml': 'apiVersion: apps/v2\nkind: Deployment\nmetadata:\n  name: a\n' }).notSimulated).toEqual([]);
  });
});

describe('a field that has no effect here', () => {
  const pod = (spec: string): { readonly [name: string]: string } => ({
    'p.yaml': `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n${spec}  containers:\n    - name: a\n      image: nginx:1.29\n`,
  });

  const inContainer = (field: string): { readonly [name: string]: string } => ({
    'p.yaml': `${pod('')['p.yaml']}      ${field}\n`,
  });

  it.each([
    [
      'affinity.podAntiAffinity',
      pod('  affinity:\n    podAntiAffinity:\n      requiredDuringSchedulingIgnoredDuringExecution:\n        - topologyKey: kubernetes.io/hostname\n'),
    ],
    ['containers[].ports[].hostPort', { 'p.yaml': `${pod('')['p.yaml']}      ports:\n        - containerPort: 80\n          hostPort: 8080\n` }],
    ['containers[].readinessProbe.grpc', { 'p.yaml': `${pod('')['p.yaml']}      readinessProbe:\n        grpc:\n          port: 80\n` }],
    ['containers[].livenessProbe.httpGet.host', inContainer('livenessProbe: { httpGet: { host: example.com, port: 80 } }')],
    ['containers[].lifecycle.preStop.httpGet', inContainer('lifecycle: { preStop: { httpGet: { port: 80 } } }')],
    ['containers[].resources.requests', inContainer('resources: { limits: { cpu: "8" } }')],
    ['containers[].securityContext.runAsNonRoot', inContainer('securityContext: { runAsNonRoot: true }')],
  ])('%s is noted beside the real answer', (field, files) => {
    const { stdout, stderr, notSimulated } = run('kubectl apply -f p.yaml', files);
    expect([stdout, stderr, notSimulated]).toEqual(['pod/a created\n', '', [{ id: 'field', params: { what: `Pod spec.${field}` } }]]);
  });

  it('is noted once, and not where it has its effect', () => {
    expect(
      run('kubectl apply -f p.yaml', inContainer('lifecycle: { postStart: { exec: { command: [ls] } }, preStop: { sleep: { seconds: 1 } } }')).notSimulated,
    ).toEqual([]);
    expect(run('kubectl apply -f p.yaml', inContainer('securityContext: { runAsUser: 0, readOnlyRootFilesystem: false }')).notSimulated).toEqual([]);
    expect(
      run('kubectl apply -f p.yaml', { 'p.yaml': `${pod('  hostNetwork: true\n')['p.yaml']}      ports:\n        - containerPort: 80\n` }).notSimulated,
    ).toEqual([]);
    const text =
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  annotations:\n    networking.gke.io/load-balancer-type: Internal\n    networking.gke.io/internal-load-balancer-subnet: inner\nspec:\n  type: LoadBalancer\n  ports:\n    - port: 80\n';
    const first = run('kubectl apply -f s.yaml', { 's.yaml': text });
    expect(first.notSimulated).toEqual([{ id: 'field', params: { what: 'Service metadata.annotations[networking.gke.io/internal-load-balancer-subnet]' } }]);
    expect(runCommand(first.world, 'kubectl apply -f s.yaml').notSimulated).toEqual([]);
  });
});
