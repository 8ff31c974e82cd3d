import { describe, expect, it } from 'vitest';
import { advance, createCluster, intervene, type ClusterState } from '../../../src/engine/index.ts';
import { afterCommand } from '../../support/after-command.ts';

const POD = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: default, labels: {app: web}}
spec:
  nodeName: node-a
  containers:
    - name: web
      image: registry.k8s.io/e2e-test-images/agnhost:2.53
      args: [netexec, --http-port=8080]
      readinessProbe:
        httpGet: {path: /, port: 8080}
        periodSeconds: 5
        failureThreshold: 2
`;
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n';
const apply = (text: string): ClusterState => afterCommand(createCluster('three-nodes'), 'kubectl apply -f pod.yaml', { 'pod.yaml': text });
const pod = ({ tables }: ClusterState) => tables.pods?.['default']?.['web'];
const isReady = (cluster: ClusterState): boolean =>
  pod(cluster)?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
const messages = ({ tables }: ClusterState): readonly (string | undefined)[] => Object.values(tables.events?.['default'] ?? {}).map(({ message }) => message);
const web = { namespace: 'default', pod: 'web' };

describe('what is done to a cluster from outside', () => {
  it('a readiness probe that fails makes the Pod not ready after its threshold, without a restart, until it passes again', () => {
    const running = apply(POD);
    expect(isReady(running)).toBe(true);
    const failing = intervene(running, { kind: 'unready', ...web }).cluster;
    expect(isReady(failing)).toBe(false);
    expect(failing.now - running.now).toBeGreaterThanOrEqual(10_000);
    expect(messages(failing)).toContain('Readiness probe failed: HTTP probe failed with statuscode: 503');
    expect(intervene(failing, { kind: 'unready', ...web }).cluster.now - failing.now).toBeLessThan(10_000);
    const again = intervene(failing, { kind: 'ready-again', ...web }).cluster;
    expect(isReady(again)).toBe(true);
    expect(pod(again)?.status?.containerStatuses?.[0]?.restartCount).toBe(0);
  });

  it('a Pod without a readiness probe cannot be made unready', () => {
    const bare = apply(POD.replace(/ {6}readinessProbe:[\s\S]*$/u, ''));
    expect(intervene(bare, { kind: 'unready', ...web }).transition.changes).toEqual([]);
  });

  it('Pods of a node that is no more go after a minute, and an endpoint of theirs at the next change of its Service', () => {
    const gone = afterCommand(apply(`${POD}---\n${SERVICE}`), 'kubectl delete node node-a');
    const nodes = (cluster: ClusterState): readonly (string | undefined)[] =>
      Object.values(cluster.tables.endpointslices?.['default'] ?? {}).flatMap(({ metadata, endpoints }) =>
        metadata.labels?.['kubernetes.io/service-name'] === 'web' ? (endpoints ?? []).map(({ nodeName }) => nodeName) : [],
      );
    expect(nodes(gone)).toEqual(['node-a']);
    expect(nodes(afterCommand(gone, 'kubectl label svc web a=b'))).toEqual([]);
    expect(pod(advance(gone, 40_000).cluster)?.status?.phase).toBe('Running');
    expect(pod(advance(gone, 80_000).cluster)).toBeUndefined();
  });

  it('a crash is exit code 137 and a restart', () => {
    const crashed = intervene(apply(POD), { kind: 'crash', ...web }).cluster;
    const [container] = pod(crashed)?.status?.containerStatuses ?? [];
    expect(container?.restartCount).toBe(1);
    expect(container?.lastState?.terminated?.exitCode).toBe(137);
  });

  it('a zone goes down at one moment, and comes back', () => {
    const before = createCluster('three-nodes');
    const zone = before.config.nodes[0]?.zone ?? '';
    const inZone = before.config.nodes.filter((node) => node.zone === zone).map(({ name }) => name);
    expect(inZone.length).toBeGreaterThan(1);
    const down = intervene(before, { kind: 'zone-down', zone }).cluster;
    const ready = (cluster: ClusterState): readonly string[] =>
      Object.values(cluster.tables.nodes?.[''] ?? {}).flatMap(({ metadata, status }) =>
        status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ? [metadata.name] : [],
      );
    expect(ready(down)).toEqual(ready(before).filter((name) => !inZone.includes(name)));
    expect(down.now - before.now).toBeLessThan(30_000);
    expect(ready(intervene(down, { kind: 'zone-up', zone }).cluster)).toEqual(ready(before));
    expect(intervene(before, { kind: 'zone-down', zone: 'nowhere' }).transition.changes).toEqual([]);
  });
});
