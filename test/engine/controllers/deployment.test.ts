import { describe, expect, it } from 'vitest';
import { advanceTo, settle, settleAndWait } from '../../../src/engine/controllers/settle.ts';
import { AGNHOST, apply, condition, container, deployment, draftOf, eventsOf, patch, podsOf } from './world.ts';

const statusOf = (draft: ReturnType<typeof draftOf>) => draft.get('deployments', 'default', 'web')?.status;
const sizes = (draft: ReturnType<typeof draftOf>): (number | undefined)[] =>
  draft
    .list('replicasets', 'default')
    .map(({ spec }) => spec.replicas)
    .sort();

describe('a Deployment', () => {
  it('is created, spread over the nodes and available, as kube-controller-manager reports it', () => {
    const draft = draftOf();
    apply(draft, deployment(3));
    const [set] = draft.list('replicasets', 'default');
    const name = set?.metadata.name as string;
    expect(name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{8,10}$/);
    expect(set?.metadata.annotations).toEqual({
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '4',
      'deployment.kubernetes.io/revision': '1',
    });
    expect(condition(draft.get('deployments', 'default', 'web'), 'Available')).toBe(
      'False | MinimumReplicasUnavailable | Deployment does not have minimum availability.',
    );
    expect(condition(draft.get('deployments', 'default', 'web'), 'Progressing')).toBe(`True | ReplicaSetUpdated | ReplicaSet "${name}" is progressing.`);
    settleAndWait(draft);
    expect(
      podsOf(draft)
        .map(({ spec }) => spec.nodeName)
        .sort(),
    ).toEqual(['node-a', 'node-b', 'node-c']);
    expect(statusOf(draft)).toMatchObject({
      availableReplicas: 3,
      readyReplicas: 3,
      replicas: 3,
      updatedReplicas: 3,
      observedGeneration: 1,
      terminatingReplicas: 0,
    });
    expect(statusOf(draft)).not.toHaveProperty('unavailableReplicas');
    expect(condition(draft.get('deployments', 'default', 'web'), 'Progressing')).toBe(
      `True | NewReplicaSetAvailable | ReplicaSet "${name}" has successfully progressed.`,
    );
    expect(eventsOf(draft, 'Deployment', 'web')).toEqual([`ScalingReplicaSet: Scaled up replica set ${name} from 0 to 3`]);
    expect(draft.get('deployments', 'default', 'web')?.metadata).toMatchObject({ generation: 1, annotations: { 'deployment.kubernetes.io/revision': '1' } });
  });

  it('rolls without ever having fewer Pods than it may', () => {
    const draft = draftOf();
    apply(draft, deployment(4, { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } }));
    settleAndWait(draft);
    patch(draft, 'deployments', 'web', { spec: { template: { spec: { containers: [container({ env: [{ name: 'A', value: 'B' }] })] } } } } as never);
    let [fewest, most] = [Infinity, 0];
    const until = draft.now + 20_000;
    while (draft.now < until) {
      const ready = statusOf(draft)?.availableReplicas ?? 0;
      fewest = Math.min(fewest, ready);
      most = Math.max(
        most,
        draft.list('replicasets', 'default').reduce((sum, { spec }) => sum + (spec.replicas ?? 0), 0),
      );
      advanceTo(draft, draft.now + 100);
    }
    expect([fewest, most]).toEqual([3, 5]);
    expect(sizes(draft)).toEqual([0, 4]);
    expect(statusOf(draft)).toMatchObject({ availableReplicas: 4, updatedReplicas: 4, replicas: 4 });
    expect(draft.get('deployments', 'default', 'web')?.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2');
  });

  it('takes an old ReplicaSet up again when its template comes back, under a new revision', () => {
    const draft = draftOf();
    const template = (image: string) => ({ spec: { template: { spec: { containers: [container({ image })] } } } }) as never;
    apply(draft, deployment(1));
    settleAndWait(draft);
    const [first] = draft.list('replicasets', 'default');
    patch(draft, 'deployments', 'web', template('nginx:1.29'));
    settleAndWait(draft);
    patch(draft, 'deployments', 'web', template(AGNHOST));
    settleAndWait(draft);
    const again = draft.get('replicasets', 'default', first?.metadata.name ?? '');
    expect(again?.spec.replicas).toBe(1);
    expect(again?.metadata.annotations).toMatchObject({ 'deployment.kubernetes.io/revision': '3', 'deployment.kubernetes.io/revision-history': '1' });
    expect(draft.list('replicasets', 'default')).toHaveLength(2);
  });

  it('gives a rollout up after its deadline, and keeps the old Pods', () => {
    const draft = draftOf();
    apply(draft, deployment(2, { progressDeadlineSeconds: 10 }));
    settleAndWait(draft);
    patch(draft, 'deployments', 'web', { spec: { template: { spec: { containers: [container({ image: 'no-such-image:1' })] } } } } as never);
    advanceTo(draft, draft.now + 9_000);
    expect(condition(draft.get('deployments', 'default', 'web'), 'Progressing')).toMatch(/^True \| ReplicaSetUpdated/);
    advanceTo(draft, draft.now + 5_000);
    const stuck = draft.list('replicasets', 'default').find(({ spec }) => spec.template?.spec.containers[0]?.image === 'no-such-image:1');
    expect(condition(draft.get('deployments', 'default', 'web'), 'Progressing')).toBe(
      `False | ProgressDeadlineExceeded | ReplicaSet "${stuck?.metadata.name}" has timed out progressing.`,
    );
    expect(statusOf(draft)).toMatchObject({ availableReplicas: 2, updatedReplicas: 1, replicas: 3, unavailableReplicas: 1 });
  });

  it('ends all old Pods before the first new one with Recreate', () => {
    const draft = draftOf();
    apply(draft, deployment(2, { strategy: { type: 'Recreate' } }));
    settleAndWait(draft);
    patch(draft, 'deployments', 'web', { spec: { template: { metadata: { labels: { v: '2' } } } } } as never);
    const old = podsOf(draft).filter(({ metadata }) => metadata.labels?.['v'] === undefined);
    expect(old.map(({ status }) => status?.phase)).not.toContain('Running');
    settleAndWait(draft);
    expect(sizes(draft)).toEqual([0, 2]);
    expect(podsOf(draft).map(({ metadata }) => metadata.labels?.['v'])).toEqual(['2', '2']);
  });

  it('does not follow its template while it is paused', () => {
    const draft = draftOf();
    apply(draft, deployment(1));
    settleAndWait(draft);
    patch(draft, 'deployments', 'web', { spec: { paused: true, replicas: 2, template: { metadata: { labels: { v: '2' } } } } } as never);
    settleAndWait(draft);
    expect(condition(draft.get('deployments', 'default', 'web'), 'Progressing')).toBe('Unknown | DeploymentPaused | Deployment is paused');
    expect(sizes(draft)).toEqual([2]);
    patch(draft, 'deployments', 'web', { spec: { paused: null } } as never);
    settleAndWait(draft);
    expect(sizes(draft)).toEqual([0, 2]);
  });

  it('loses a Pod whose label is taken away, and deletes the youngest when it comes back', () => {
    const draft = draftOf();
    apply(draft, deployment(2));
    settleAndWait(draft);
    const [released] = podsOf(draft);
    const name = released?.metadata.name as string;
    patch(draft, 'pods', name, { metadata: { labels: { app: null } } });
    settleAndWait(draft);
    expect(draft.get('pods', 'default', name)?.metadata).not.toHaveProperty('ownerReferences');
    expect(podsOf(draft)).toHaveLength(2);
    patch(draft, 'pods', name, { metadata: { labels: { app: 'web' } } });
    settle(draft);
    settleAndWait(draft);
    expect(podsOf(draft)).toHaveLength(2);
  });
});
