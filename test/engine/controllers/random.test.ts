import { describe, expect, it } from 'vitest';
import { drawUint32, seedEntropy } from '../../../src/engine/clock/entropy.ts';
import { settle } from '../../../src/engine/controllers/settle.ts';
import { createObject, deleteObject, patchObject } from '../../../src/engine/store/api-server.ts';
import { ClusterDraft, revert } from '../../../src/engine/store/cluster-draft.ts';
import type { ClusterState } from '../../../src/engine/store/cluster-state.ts';
import { createCluster } from '../../../src/engine/store/new-cluster.ts';
import { advance, intervene, settleCluster, type Stepped } from '../../../src/engine/terminal/intervene.ts';
import { container, deployment, pod, service } from './world.ts';

/** A die of its own, so that a failing seed can be thrown again. */
class Dice {
  #entropy: number;
  constructor(seed: number) {
    this.#entropy = seedEntropy(seed);
  }
  roll(bound: number): number {
    const { entropy, value } = drawUint32(this.#entropy);
    this.#entropy = entropy;
    return value % bound;
  }
  pick<T>(from: readonly T[]): T {
    return from[this.roll(from.length)] as T;
  }
}

const BY = { by: 'kubectl' };

/** One thing that a person might do; refusals are answers too. */
function act(cluster: ClusterState, dice: Dice): Stepped {
  const node = dice.pick(['node-a', 'node-b', 'node-c']);
  switch (dice.roll(4)) {
    case 0:
      return advance(cluster, dice.roll(20_000));
    case 1:
      return settleCluster(cluster);
    case 2:
      return intervene(cluster, { kind: dice.pick(['node-down', 'node-up'] as const), node });
  }
  const draft = new ClusterDraft(cluster);
  const probe = dice.pick([
    {},
    { readinessProbe: { tcpSocket: { port: 9 }, periodSeconds: 1 } },
    { livenessProbe: { httpGet: { port: 9 }, periodSeconds: 1, failureThreshold: 1 } },
  ]);
  const containers = [container({ ...probe, ...dice.pick([{}, { image: 'nosuch:1' }]) })];
  const names = draft.names('pods', 'default').filter((name) => name !== 'client');
  const patches = [{ replicas: dice.roll(5) }, { paused: true }, { paused: false }, { template: { metadata: { annotations: { a: String(dice.roll(3)) } } } }];
  const actions: (() => unknown)[] = [
    () => createObject(draft, 'deployments', 'default', deployment(dice.roll(5), { progressDeadlineSeconds: 5 }, containers) as never, BY),
    () => createObject(draft, 'services', 'default', service('web', dice.pick([{}, { clusterIP: 'None' }, { publishNotReadyAddresses: true }])) as never, BY),
    () =>
      createObject(
        draft,
        'pods',
        'default',
        pod(dice.pick(['a', 'b']), { app: 'web' }, { containers, restartPolicy: dice.pick(['Always', 'Never']) }) as never,
        BY,
      ),
    () => patchObject(draft, 'deployments', 'default', 'web', { spec: dice.pick(patches) } as never, 'application/merge-patch+json', BY),
    () =>
      deleteObject(draft, dice.pick(['deployments', 'services'] as const), 'default', 'web', {
        ...BY,
        propagationPolicy: dice.pick(['Background', 'Foreground', 'Orphan'] as const),
      }),
    () => deleteObject(draft, 'pods', 'default', dice.pick([...names, 'none']), { ...BY, ...dice.pick([{}, { gracePeriodSeconds: 0 }]) }),
    () =>
      patchObject(
        draft,
        'pods',
        'default',
        dice.pick([...names, 'none']),
        { metadata: { labels: { app: dice.pick(['web', 'other']) } } },
        'application/merge-patch+json',
        BY,
      ),
    () =>
      patchObject(
        draft,
        'nodes',
        '',
        node,
        { spec: dice.pick([{ unschedulable: true }, { unschedulable: false }, { taints: [{ key: 'k', effect: 'NoExecute' }] }, { taints: null }]) } as never,
        'application/merge-patch+json',
        BY,
      ),
  ];
  dice.pick(actions)();
  settle(draft);
  return { cluster: draft.commit(), transition: draft.transition() };
}

describe('whatever is done to a cluster', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('it comes to rest, stays plain data, and can be undone (seed %i)', (seed) => {
    const dice = new Dice(seed);
    let cluster = createCluster(dice.pick(['three-nodes', 'dual-stack'] as const), seed);
    for (let step = 0; step < 25; step += 1) {
      const { cluster: next, transition } = act(cluster, dice);
      expect(JSON.parse(JSON.stringify(next))).toStrictEqual(next);
      expect(revert(next, transition)).toStrictEqual(cluster);
      cluster = next;
    }
  });
});
