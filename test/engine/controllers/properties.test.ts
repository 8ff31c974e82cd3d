import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/engine/api/kubernetes-object.ts';
import { settle } from '../../../src/engine/controllers/settle.ts';
import { answerQuery } from '../../../src/engine/dns/answer.ts';
import { makeQuery } from '../../../src/engine/dns/message.ts';
import { connect } from '../../../src/engine/network/connect.ts';
import { createObject, deleteObject, patchObject, type PatchType } from '../../../src/engine/store/api-server.ts';
import { ClusterDraft, revert } from '../../../src/engine/store/cluster-draft.ts';
import type { ClusterState } from '../../../src/engine/store/cluster-state.ts';
import { createCluster, type ClusterKind } from '../../../src/engine/store/new-cluster.ts';
import type { ObjectTableName } from '../../../src/engine/store/tables.ts';
import { advance, intervene, settleCluster, type Intervention, type Stepped } from '../../../src/engine/terminal/intervene.ts';
import { container, deployment, pod, reconcileAll, service } from './world.ts';

const BY = { by: 'kubectl' };
const MERGE: PatchType = 'application/merge-patch+json';

/** One thing that a person might do; refusals are answers too. */
type Action =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'settle' }
  | Extract<Intervention, { readonly node: string }>
  | { readonly do: 'create'; readonly table: ObjectTableName; readonly object: object }
  | { readonly do: 'patch'; readonly table: ObjectTableName; readonly name: string; readonly body: object }
  | { readonly do: 'delete'; readonly table: ObjectTableName; readonly name: string; readonly options: object }
  /** A Pod by its place among those there are, so that Pods with names nobody knows beforehand are met. */
  | { readonly do: 'relabel' | 'evict'; readonly pod: number; readonly app: string };

const nodeNames = fc.constantFrom('node-a', 'node-b', 'node-c');
const containers = fc
  .tuple(
    fc.constantFrom(
      {},
      { readinessProbe: { tcpSocket: { port: 9 }, periodSeconds: 1 } },
      { readinessProbe: { httpGet: { port: 8080 } } },
      { livenessProbe: { httpGet: { port: 9 }, periodSeconds: 1, failureThreshold: 1 } },
    ),
    fc.constantFrom({}, { image: 'nosuch:1' }),
  )
  .map(([probe, image]) => [container({ ...probe, ...image })]);
const services = fc.constantFrom(
  {},
  { type: 'NodePort' },
  { clusterIP: 'None' },
  { publishNotReadyAddresses: true },
  { internalTrafficPolicy: 'Local' },
  { sessionAffinity: 'ClientIP' },
  { trafficDistribution: 'PreferSameZone' },
);

const created: fc.Arbitrary<Action> = fc
  .oneof(
    fc
      .tuple(fc.nat(5), containers)
      .map(
        ([replicas, of]) => ['deployments', deployment(replicas, { progressDeadlineSeconds: 5 }, [...of] as { readonly [field: string]: unknown }[])] as const,
      ),
    services.map((more) => ['services', service('web', more)] as const),
    fc
      .tuple(fc.constantFrom('a', 'b'), containers, fc.constantFrom('Always', 'Never'))
      .map(([name, of, restartPolicy]) => ['pods', pod(name, { app: 'web' }, { containers: of, restartPolicy })] as const),
  )
  .map(([table, object]) => ({ do: 'create', table, object }));
const patched: fc.Arbitrary<Action> = fc.oneof(
  fc
    .oneof(
      fc.nat(5).map((replicas) => ({ replicas })),
      fc.boolean().map((paused) => ({ paused })),
      fc.nat(2).map((a) => ({ template: { metadata: { annotations: { a: String(a) } } } })),
    )
    .map((spec): Action => ({ do: 'patch', table: 'deployments', name: 'web', body: { spec } })),
  services.map((spec): Action => ({ do: 'patch', table: 'services', name: 'web', body: { spec } })),
  fc
    .tuple(nodeNames, fc.constantFrom({ unschedulable: true }, { unschedulable: false }, { taints: [{ key: 'k', effect: 'NoExecute' }] }, { taints: null }))
    .map(([name, spec]): Action => ({ do: 'patch', table: 'nodes', name, body: { spec } })),
);
const deleted: fc.Arbitrary<Action> = fc
  .tuple(fc.constantFrom('deployments' as const, 'services' as const), fc.constantFrom('Background', 'Foreground', 'Orphan'))
  .map(([table, propagationPolicy]) => ({ do: 'delete', table, name: 'web', options: { propagationPolicy } }));
const action: fc.Arbitrary<Action> = fc.oneof(
  { arbitrary: created, weight: 4 },
  { arbitrary: patched, weight: 3 },
  { arbitrary: deleted, weight: 1 },
  { arbitrary: fc.record({ do: fc.constantFrom('relabel' as const, 'evict' as const), pod: fc.nat(9), app: fc.constantFrom('web', 'other') }), weight: 2 },
  { arbitrary: fc.nat(20_000).map((ms): Action => ({ do: 'wait', ms })), weight: 2 },
  { arbitrary: fc.constant<Action>({ do: 'settle' }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constantFrom('node-down' as const, 'node-up' as const), node: nodeNames }), weight: 1 },
);

function act(cluster: ClusterState, one: Action): Stepped {
  if ('kind' in one) return intervene(cluster, one);
  if (one.do === 'wait') return advance(cluster, one.ms);
  if (one.do === 'settle') return settleCluster(cluster);
  const draft = new ClusterDraft(cluster);
  if (one.do === 'create') createObject(draft, one.table, 'default', one.object as Json, BY);
  else if (one.do === 'patch') patchObject(draft, one.table, one.table === 'nodes' ? '' : 'default', one.name, one.body as Json, MERGE, BY);
  else if (one.do === 'delete') deleteObject(draft, one.table, 'default', one.name, { ...BY, ...one.options });
  else {
    const names = draft.names('pods', 'default').filter((name) => name !== 'client');
    const name = names[one.pod % Math.max(1, names.length)] ?? 'none';
    if (one.do === 'evict') deleteObject(draft, 'pods', 'default', name, { ...BY, ...(one.app === 'web' ? {} : { gracePeriodSeconds: 0 }) });
    else patchObject(draft, 'pods', 'default', name, { metadata: { labels: { app: one.app } } }, MERGE, BY);
  }
  settle(draft);
  return { cluster: draft.commit(), transition: draft.transition() };
}

const history = fc.record({
  kind: fc.constantFrom<ClusterKind>('three-nodes', 'dual-stack', 'iptables'),
  seed: fc.nat(1000),
  actions: fc.array(action, { minLength: 1, maxLength: 10 }),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

const run = ({ kind, seed, actions }: History): ClusterState => actions.reduce((cluster, one) => act(cluster, one).cluster, createCluster(kind, seed));

/** Without what is looked at late on purpose: a deadline a second after it has passed, a Pod that ends unready (case pods-that-end) with the next change. */
function punctual(one: Action): Action {
  if (!('do' in one) || one.do !== 'create' || one.table === 'services') return one;
  const { spec, ...object } = one.object as { readonly spec: object };
  return { ...one, object: { ...object, spec: { ...spec, ...(one.table === 'pods' ? { restartPolicy: 'Always' } : { progressDeadlineSeconds: undefined }) } } };
}

/** How many histories are tried. */
const RUNS = Number(process.env['MINATO_RUNS'] ?? 350);

/** Checks what holds after any of so many histories. */
function holds(check: (history: History) => void): void {
  fc.assert(fc.property(history, check), { seed: 4413, numRuns: RUNS, endOnFailure: true });
}

/** Addresses that the slices of a Service list. */
const listed = (draft: ClusterDraft, name: string): string[] =>
  draft
    .list('endpointslices', 'default')
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name)
    .flatMap(({ endpoints }) => (endpoints ?? []).flatMap(({ addresses }) => addresses));

const rcodeOf = (draft: ClusterDraft, name: string): string => answerQuery(draft, makeQuery(draft, name, 'A')).rcode;

describe('whatever is done to a cluster', { timeout: 600_000 }, () => {
  it('it stays plain data, and every step can be undone', () => {
    holds(({ kind, seed, actions }) => {
      let cluster = createCluster(kind, seed);
      for (const one of actions) {
        const { cluster: next, transition } = act(cluster, one);
        expect(JSON.parse(JSON.stringify(next))).toStrictEqual(next);
        expect(revert(next, transition)).toStrictEqual(cluster);
        cluster = next;
      }
    });
  });

  it('reconciling everything again changes nothing', () => {
    holds(({ actions, ...of }) => {
      const draft = new ClusterDraft(settleCluster(run({ ...of, actions: actions.map(punctual) })).cluster);
      expect(reconcileAll(draft)).toEqual([]);
    });
  });

  it('the same seed and actions give the identical state', () => {
    holds((of) => {
      expect(run(of)).toStrictEqual(run(of));
    });
  });

  it('the candidates of a packet are addresses of the Service’s slices, and one of them gets it', () => {
    holds((of) => {
      const draft = new ClusterDraft(run(of));
      const { clusterIP = 'None', clusterIPs = [clusterIP] } = draft.get('services', 'default', 'web')?.spec ?? {};
      for (const node of ['node-a', 'node-b', 'node-c']) {
        for (const ip of clusterIPs.filter((one) => one !== 'None')) {
          const { candidates, picked, verdict } = connect(draft, { kind: 'node', node }, { protocol: 'TCP', ip, port: 80 });
          const addresses = listed(draft, 'web');
          for (const candidate of candidates) expect(addresses).toContain(candidate.ip);
          if (picked) expect(candidates).toContainEqual(picked);
          if (verdict === 'delivered') expect(picked).toBeDefined();
        }
      }
    });
  });

  it('a Service that is removed takes its slices and its name along, unless they were orphaned', () => {
    holds((of) => {
      const kept = of.actions.filter((one) => !('do' in one && one.do === 'delete' && one.table === 'services'));
      const draft = new ClusterDraft(run({ ...of, actions: [{ do: 'create', table: 'services', object: service('web') }, ...kept] }));
      deleteObject(draft, 'services', 'default', 'web', BY);
      settle(draft);
      expect(listed(draft, 'web')).toEqual([]);
      expect(rcodeOf(draft, 'web.default.svc.cluster.local.')).toBe('NXDOMAIN');
    });
  });

  it('no address that nobody has answers', () => {
    const address = fc.oneof(
      fc
        .tuple(fc.constantFrom('10.244.0', '10.244.1', '10.244.2', '10.244.7', '10.96.0', '10.96.200', '172.30.0', '198.51.100'), fc.nat(255))
        .map(([net, last]) => `${net}.${last}`),
      fc.ipV4(),
    );
    fc.assert(
      fc.property(history, fc.array(address, { minLength: 1, maxLength: 20 }), fc.constantFrom(80, 443, 8080, 30080), (of, addresses, port) => {
        const draft = new ClusterDraft(run(of));
        const { nodes, outside } = draft.config;
        const known = new Set([
          '127.0.0.1',
          ...nodes.flatMap(({ ips }) => ips),
          ...draft.list('pods').flatMap(({ status }) => (status?.podIPs ?? []).map(({ ip }) => ip)),
          ...draft
            .list('services')
            .flatMap(({ spec, status }) => [
              ...(spec.clusterIPs ?? []),
              ...((spec as { readonly externalIPs?: readonly string[] }).externalIPs ?? []),
              ...(status?.loadBalancer?.ingress ?? []).map(({ ip = '' }) => ip),
            ]),
        ]);
        const others = JSON.stringify([outside, draft.config.podCIDRs, nodes.map(({ podCIDRs }) => podCIDRs)]);
        for (const ip of addresses) {
          // Addresses of the hosts outside and of the nodes' own ends of cables are somebody's.
          if (known.has(ip) || others.includes(`"${ip}"`) || /^127\.|^0\.|\.1$/.test(ip)) continue;
          expect([ip, connect(draft, { kind: 'node', node: 'node-a' }, { protocol: 'TCP', ip, port }).verdict]).not.toEqual([ip, 'delivered']);
        }
      }),
      { seed: 4413, numRuns: RUNS, endOnFailure: true },
    );
  });
});
