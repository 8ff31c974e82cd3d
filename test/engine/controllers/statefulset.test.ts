import { describe, expect, it } from 'vitest';
import { advanceTo, settle, settleAndWait } from '../../../src/engine/controllers/settle.ts';
import type { ClusterDraft } from '../../../src/engine/store/cluster-draft.ts';
import { apply, container, draftOf, eventsOf, patch, podsOf } from './world.ts';

const statefulset = (replicas: number, spec: object = {}, fields: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db' },
  spec: {
    serviceName: 'db',
    replicas,
    selector: { matchLabels: { app: 'db' } },
    template: { metadata: { labels: { app: 'db' } }, spec: { containers: [container(fields as never)] } },
    ...spec,
  },
});

const names = (draft: ClusterDraft): string[] => podsOf(draft, 'db').map(({ metadata }) => metadata.name);
const status = (draft: ClusterDraft) => draft.get('statefulsets', 'default', 'db')?.status;
const never = { readinessProbe: { tcpSocket: { port: 9 } } };

describe('a StatefulSet', () => {
  it('makes its Pods one after the other, each when the one before is ready', () => {
    const draft = draftOf();
    apply(draft, statefulset(3));
    expect(names(draft)).toEqual(['db-0']);
    advanceTo(draft, draft.now + 1500);
    expect(names(draft)).toEqual(['db-0', 'db-1']);
    settleAndWait(draft);
    expect(names(draft)).toEqual(['db-0', 'db-1', 'db-2']);
    expect(status(draft)).toMatchObject({ availableReplicas: 3, currentReplicas: 3, readyReplicas: 3, replicas: 3, updatedReplicas: 3, collisionCount: 0 });
    expect(status(draft)?.currentRevision).toBe(status(draft)?.updateRevision);
    const [first] = podsOf(draft, 'db');
    expect(first?.metadata.labels).toMatchObject({
      'apps.kubernetes.io/pod-index': '0',
      'statefulset.kubernetes.io/pod-name': 'db-0',
      'controller-revision-hash': status(draft)?.currentRevision,
    });
    expect(first?.spec).toMatchObject({ hostname: 'db-0', subdomain: 'db' });
    expect(eventsOf(draft, 'StatefulSet', 'db')).toEqual(['0', '1', '2'].map((i) => `SuccessfulCreate: Create Pod db-${i} in StatefulSet db successful`));
  });

  it('stops at a Pod that does not become ready, unless it works in parallel', () => {
    const draft = draftOf();
    apply(draft, statefulset(3, {}, never));
    settleAndWait(draft);
    expect(names(draft)).toEqual(['db-0']);
    const other = draftOf();
    apply(other, statefulset(3, { podManagementPolicy: 'Parallel' }, never));
    expect(names(other)).toEqual(['db-0', 'db-1', 'db-2']);
  });

  it('replaces Pods from the last to the first, none below the partition', () => {
    const draft = draftOf();
    apply(draft, statefulset(3));
    settleAndWait(draft);
    patch(draft, 'statefulsets', 'db', {
      spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } }, template: { metadata: { labels: { v: '2' } } } },
    });
    const order: string[] = [];
    const until = draft.now + 10_000;
    while (draft.now < until) {
      for (const { metadata } of podsOf(draft, 'db')) if (metadata.labels?.['v'] === '2' && !order.includes(metadata.name)) order.push(metadata.name);
      advanceTo(draft, draft.now + 100);
    }
    expect(order).toEqual(['db-2', 'db-1']);
    expect(status(draft)).toMatchObject({ currentReplicas: 1, updatedReplicas: 2, replicas: 3 });
    expect(
      draft
        .list('controllerrevisions', 'default')
        .map(({ revision }) => revision)
        .sort(),
    ).toEqual([1, 2]);
  });

  it('takes the last Pod away first', () => {
    const draft = draftOf();
    apply(draft, statefulset(3));
    settleAndWait(draft);
    patch(draft, 'statefulsets', 'db', { spec: { replicas: 1 } });
    settle(draft);
    expect(
      podsOf(draft, 'db')
        .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
        .map(({ metadata }) => metadata.name),
    ).toEqual(['db-2']);
    settleAndWait(draft);
    expect(names(draft)).toEqual(['db-0']);
  });
});
