import { describe, expect, it } from 'vitest';
import { advanceTo, reconcileCount, settle, settleAndWait } from '../../../src/engine/controllers/settle.ts';
import { ClusterDraft, revert } from '../../../src/engine/store/cluster-draft.ts';
import { createCluster, type ClusterKind } from '../../../src/engine/store/new-cluster.ts';
import { deleteObject } from '../../../src/engine/store/api-server.ts';
import { advance, intervene, settleCluster } from '../../../src/engine/terminal/intervene.ts';
import { apply, condition, container, deployment, draftOf, eventsOf, patch, pod, podsOf, reconcileAll, service } from './world.ts';

/** A busy course-size cluster. */
function busy(seed = 1): ClusterDraft {
  const draft = draftOf('three-nodes', seed);
  apply(
    draft,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } } as never,
    service('web'),
    service('headless', { clusterIP: 'None' }),
    deployment(3),
  );
  apply(
    draft,
    pod('sick', { app: 'web' }, { containers: [container({ readinessProbe: { tcpSocket: { port: 1 } } })] }),
    pod('lost', { app: 'web' }, { nodeSelector: { a: 'b' } }),
  );
  settleAndWait(draft);
  patch(draft, 'deployments', 'web', { spec: { template: { metadata: { labels: { v: '2' } } } } });
  settleAndWait(draft);
  return draft;
}

describe('a fresh cluster', () => {
  it.each(['three-nodes', 'dual-stack', 'iptables'] as ClusterKind[])('of kind %s is plain data at rest', (kind) => {
    const cluster = createCluster(kind);
    expect(JSON.parse(JSON.stringify(cluster))).toEqual(cluster);
    expect(reconcileAll(new ClusterDraft(cluster))).toEqual([]);
    expect(settleCluster(cluster).transition.changes).toEqual([]);
  });

  it('has CoreDNS and the client where clusters.md says', () => {
    const draft = draftOf('dual-stack');
    const addresses = draft
      .list('pods')
      .map(({ metadata, spec, status }) => `${metadata.labels?.['k8s-app'] ?? metadata.name} ${spec.nodeName} ${status?.podIPs?.map(({ ip }) => ip).join()}`);
    expect(addresses).toEqual(['client node-a 10.244.0.3,fd00:10:244::3', 'kube-dns node-a 10.244.0.2,fd00:10:244::2']);
    expect(draft.get('services', 'kube-system', 'kube-dns')?.spec.clusterIP).toBe('10.96.0.10');
    expect(draft.get('endpointslices', 'default', 'kubernetes')?.endpoints).toEqual([{ addresses: ['192.168.49.10'], conditions: { ready: true } }]);
  });
});

describe('controllers', () => {
  it('have nothing to do twice', () => {
    expect(reconcileAll(busy())).toEqual([]);
  });

  it('come to the identical state from the same seed, and to other names from another', () => {
    expect(JSON.stringify(busy().commit())).toBe(JSON.stringify(busy().commit()));
    expect(podsOf(busy(2)).map(({ metadata }) => metadata.name)).not.toEqual(podsOf(busy()).map(({ metadata }) => metadata.name));
  });

  it('record every change so that it can be undone', () => {
    const before = busy().commit();
    const after = advance(before, 30_000);
    const snapshot = JSON.stringify(before);
    expect(JSON.stringify(sorted(revert(after.cluster, after.transition)))).toBe(JSON.stringify(sorted(JSON.parse(snapshot))));
  });

  it('are undone at the cost of what they changed: every partition is copied once', () => {
    const after = advance(many(300), 60_000).cluster;
    const draft = new ClusterDraft(after);
    patch(draft, 'deployments', 'web', { spec: { replicas: 0 } });
    settleAndWait(draft);
    const [state, transition] = [draft.commit(), draft.transition()];
    let copies = 0;
    const counted = (of: object): object => new Proxy(of, { ownKeys: (target) => ((copies += 1), Reflect.ownKeys(target)) });
    const tables = Object.fromEntries(
      Object.entries(state.tables).map(([table, rows]) => [table, Object.fromEntries(Object.entries(rows).map(([name, one]) => [name, counted(one)]))]),
    );
    const undone = revert({ ...state, tables: tables as typeof state.tables }, transition);
    const touched = new Set(transition.changes.map(({ table, namespace }) => `${table} ${namespace}`)).size;
    expect(transition.changes.length).toBeGreaterThan(600);
    expect(copies).toBeLessThanOrEqual(touched);
    expect(undone).toEqual(after);
  });

  it('look at what a change concerns, not at the cluster', () => {
    const draft = new ClusterDraft(many(1000));
    const [one] = podsOf(draft);
    const status = one?.status;
    draft.set(
      'pods',
      'default',
      one?.metadata.name ?? '',
      { ...one, status: { ...status, conditions: status?.conditions?.map((each) => (each.type === 'Ready' ? { ...each, status: 'False' } : each)) } } as never,
      'kubelet',
    );
    settle(draft);
    expect(reconcileCount(draft)).toBeLessThan(20);
    expect(draft.get('deployments', 'default', 'web')?.status?.readyReplicas).toBe(999);
  });
});

function many(replicas: number) {
  const draft = draftOf();
  apply(draft, service('web'), deployment(replicas));
  settleAndWait(draft);
  return draft.commit();
}

/** Key order is no part of a state. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

describe('what is owned', () => {
  const uidOf = (draft: ClusterDraft): string => draft.get('deployments', 'default', 'web')?.metadata.uid ?? '';

  it('goes with its owner', () => {
    const draft = draftOf();
    apply(draft, deployment(2));
    settleAndWait(draft);
    deleteObject(draft, 'deployments', 'default', 'web', { by: 'kubectl', propagationPolicy: 'Background' });
    settleAndWait(draft);
    expect([draft.list('replicasets', 'default'), podsOf(draft)]).toEqual([[], []]);
  });

  it('stays, without an owner, where it is orphaned', () => {
    const draft = draftOf();
    apply(draft, deployment(2));
    settleAndWait(draft);
    deleteObject(draft, 'deployments', 'default', 'web', { by: 'kubectl', propagationPolicy: 'Orphan' });
    settleAndWait(draft);
    expect(uidOf(draft)).toBe('');
    expect(draft.list('replicasets', 'default').map(({ metadata }) => metadata.ownerReferences)).toEqual([undefined]);
    expect(podsOf(draft)).toHaveLength(2);
  });

  it('goes first where its owner is deleted in the foreground', () => {
    const draft = draftOf();
    apply(draft, deployment(2, {}, [container({ args: ['netexec', '--http-port=8080', '--delay-shutdown=5'] })]));
    settleAndWait(draft);
    deleteObject(draft, 'deployments', 'default', 'web', { by: 'kubectl', propagationPolicy: 'Foreground' });
    settle(draft);
    expect(draft.get('deployments', 'default', 'web')?.metadata.finalizers).toEqual(['foregroundDeletion']);
    advanceTo(draft, draft.now + 7000);
    expect([draft.list('deployments', 'default'), draft.list('replicasets', 'default'), podsOf(draft)]).toEqual([[], [], []]);
  });

  it('goes with its namespace', () => {
    const draft = draftOf();
    apply(draft, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } } as never);
    expect([draft.names('serviceaccounts', 'shop'), draft.names('configmaps', 'shop')]).toEqual([['default'], ['kube-root-ca.crt']]);
    apply(draft, { ...pod('web', { app: 'web' }), metadata: { name: 'web', namespace: 'shop' } } as never);
    settleAndWait(draft);
    deleteObject(draft, 'namespaces', '', 'shop', { by: 'kubectl' });
    settleAndWait(draft);
    advanceTo(draft, draft.now + 12_000);
    expect(draft.get('namespaces', '', 'shop')).toBeUndefined();
    for (const table of ['pods', 'configmaps', 'serviceaccounts', 'events', 'containers', 'kubelet'] as const) expect(draft.names(table, 'shop')).toEqual([]);
  });
});

describe('a node that falls silent', () => {
  it('is NotReady and tainted; its Pods are unready, leave after their toleration, and are back with it', () => {
    const draft = draftOf();
    const short = ['unreachable', 'not-ready'].map((name) => ({
      key: `node.kubernetes.io/${name}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 5,
    }));
    apply(
      draft,
      service('web'),
      pod('stays', { app: 'web' }, { nodeName: 'node-c' }),
      pod('leaves', { app: 'web' }, { nodeName: 'node-c', tolerations: short }),
    );
    settleAndWait(draft);
    let { cluster } = intervene(draft.commit(), { kind: 'node-down', node: 'node-c' });
    let look = new ClusterDraft(cluster);
    const node = look.get('nodes', '', 'node-c');
    expect(condition(node, 'Ready')).toBe('Unknown | NodeStatusUnknown | Kubelet stopped posting node status.');
    expect(node?.spec.taints?.map(({ key, effect }) => `${key}:${effect}`)).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
    expect(look.get('pods', 'default', 'stays')?.status?.phase).toBe('Running');
    expect(condition(look.get('pods', 'default', 'stays'), 'Ready')).toBe('False');
    expect(eventsOf(look, 'Pod', 'stays').at(-1)).toBe('NodeNotReady: Node is not ready');
    cluster = advance(look.commit(), 10_000).cluster;
    look = new ClusterDraft(cluster);
    expect(look.get('pods', 'default', 'leaves')?.metadata.deletionTimestamp).toBeDefined();
    cluster = intervene(look.commit(), { kind: 'node-up', node: 'node-c' }).cluster;
    look = new ClusterDraft(cluster);
    expect(condition(look.get('nodes', '', 'node-c'), 'Ready')).toBe('True | KubeletReady | kubelet is posting ready status');
    expect(look.get('nodes', '', 'node-c')?.spec).not.toHaveProperty('taints');
    expect(condition(look.get('pods', 'default', 'stays'), 'Ready')).toBe('True');
    expect(look.get('pods', 'default', 'leaves')).toBeUndefined();
  });

  it('changes nothing where there is no such node', () => {
    expect(intervene(createCluster('three-nodes'), { kind: 'node-down', node: 'node-z' }).transition.changes).toEqual([]);
  });
});

describe('a load balancer', () => {
  it('is reported in the status of a Service of that type only', () => {
    const draft = draftOf();
    apply(draft, service('web', { type: 'LoadBalancer' }), service('plain'));
    let { cluster } = intervene(draft.commit(), { kind: 'load-balancer', namespace: 'default', service: 'web', ingress: '192.0.2.50' });
    cluster = intervene(cluster, { kind: 'load-balancer', namespace: 'default', service: 'plain', ingress: '192.0.2.51' }).cluster;
    const look = new ClusterDraft(cluster);
    expect(look.get('services', 'default', 'web')?.status).toEqual({ loadBalancer: { ingress: [{ ip: '192.0.2.50', ipMode: 'VIP' }] } });
    expect(look.get('services', 'default', 'plain')?.status).toEqual({ loadBalancer: {} });
  });
});
