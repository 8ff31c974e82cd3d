import { describe, expect, test } from 'vitest';
import { clusterConfig, createCluster, grade, settleCluster, type Check, type CheckResult, type ClusterState } from '../../../src/engine/index.ts';
import { afterCommand } from '../../support/after-command.ts';

const pod = (name: string, labels: string, spec: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {${labels}}}
spec: ${spec}
---`;
const AGNHOST = '"registry.k8s.io/e2e-test-images/agnhost:2.53"';
const SHOP = `${pod('pages', 'app: pages', '{containers: [{name: app, image: "nginx:1.29", ports: [{containerPort: 80}], readinessProbe: {httpGet: {path: /, port: 80}}}]}')}
${pod('one', 'app: shop', `{nodeName: node-a, containers: [{name: app, image: ${AGNHOST}, args: [netexec]}]}`)}
${pod('two', 'app: shop', `{nodeName: node-b, containers: [{name: app, image: ${AGNHOST}, args: [netexec]}]}`)}
{apiVersion: v1, kind: Service, metadata: {name: pages}, spec: {selector: {app: pages}, ports: [{port: 80}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: members, labels: {kept: "yes"}, annotations: {also: kept}}, spec: {clusterIP: None, selector: {app: shop}}}
---
{apiVersion: v1, kind: Service, metadata: {name: shop}, spec: {clusterIP: 10.96.7.1, selector: {app: shop}, ports: [{port: 80, targetPort: 8080}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: moving}
spec:
  replicas: 2
  selector: {matchLabels: {app: moving}}
  template:
    metadata: {labels: {app: moving}}
    spec: {nodeSelector: {kubernetes.io/hostname: node-c}, containers: [{name: app, image: ${AGNHOST}, args: [netexec]}]}
`;
const given = afterCommand(settleCluster(createCluster(clusterConfig(), 7)).cluster, 'kubectl apply -f shop.yaml; sleep 5', { 'shop.yaml': SHOP });

type Event = Extract<Check, { kind: 'after' }>['event'];
const graded = (check: Check, cluster: ClusterState = given, diagnostics: { file: string; id: string }[] = []): CheckResult => {
  const [result] = grade([check], [], { given, cluster, record: { answers: {}, commands: [] }, diagnostics: () => diagnostics }).checks;
  if (!result) throw new Error('no result');
  return result;
};
/** What of the checks within does not hold, by their findings. */
const broken = ({ within = [] }: CheckResult): string[] => within.flatMap(({ finding }) => finding ?? []);

const page: Check = { id: 'page', kind: 'http', from: 'default/client', url: 'http://pages/', status: 200 };
const shop = (labels: { readonly [name: string]: string }): { readonly namespace: string; readonly labels: { readonly [name: string]: string } } => ({
  namespace: 'default',
  labels,
});
const members = (outcome: 'answered' | 'NXDOMAIN'): Check => ({
  id: 'members',
  kind: 'dns',
  from: 'default/client',
  name: 'members',
  outcome,
  ...(outcome === 'answered' ? { addressesOf: shop({ app: 'shop' }) } : {}),
});
const ready = (app: string, count: number): Check => ({ id: app, kind: 'pods', pods: shop({ app }), ready: count });
const labelled = (has: object): Check =>
  ({
    id: 'l',
    kind: 'object',
    table: 'services',
    namespace: 'default',
    name: 'members',
    has: { metadata: has },
    reason: 'what was asked for is kept',
  }) as Check;

describe('after something happened', () => {
  test.each<[string, Event, Check[], string[]]>([
    [
      'a file that a server reads is gone',
      { kind: 'remove-file', pods: shop({ app: 'pages' }), path: '/usr/share/nginx/html/index.html' },
      [page],
      ['wrong-status'],
    ],
    ['another file is gone', { kind: 'remove-file', pods: shop({ app: 'pages' }), path: '/usr/share/nginx/html/other' }, [page], []],
    ['a file of Pods that are not there is gone', { kind: 'remove-file', pods: shop({ app: 'nobody' }), path: '/x' }, [page], []],
    ['a headless Service was made again, it is headless', { kind: 'recreate-service', namespace: 'default', name: 'members' }, [members('answered')], []],
    [
      'it has the labels and annotations it had',
      { kind: 'recreate-service', namespace: 'default', name: 'members' },
      [labelled({ labels: { kept: 'yes' }, annotations: { also: 'kept' } })],
      [],
    ],
    ['a Service that is not there was made again, nothing is', { kind: 'recreate-service', namespace: 'default', name: 'gone' }, [page], []],
    [
      'a Service was made again, it has another address',
      { kind: 'recreate-service', namespace: 'default', name: 'shop' },
      [{ id: 't', kind: 'tcp', from: 'default/client', host: '10.96.7.1', port: 80, outcome: 'timeout' }],
      [],
    ],
    ['lone Pods were deleted, they are gone', { kind: 'delete-each-pod', pods: shop({ app: 'shop' }) }, [ready('shop', 0), members('NXDOMAIN')], []],
    ['a Deployment was scaled', { kind: 'scale', namespace: 'default', deployment: 'moving', replicas: 3 }, [ready('moving', 3)], []],
    ['a node was drained, lone Pods stay', { kind: 'drain', node: 'node-a' }, [ready('shop', 2)], []],
    ['a node was drained that alone suits them, those of workloads wait', { kind: 'drain', node: 'node-c' }, [ready('moving', 0)], []],
    [
      'a node was drained, it takes no more',
      { kind: 'drain', node: 'node-c' },
      [{ id: 'n', kind: 'object', table: 'nodes', namespace: '', name: 'node-c', has: { spec: { unschedulable: true } }, reason: 'drained' } as Check],
      [],
    ],
  ])('%s', (_, event, hold, findings) => {
    const result = graded({ id: 'a', kind: 'after', event, hold });
    expect([result.passed, broken(result)]).toEqual([findings.length === 0, findings]);
  });

  test('nothing has happened to the learner’s cluster', () => {
    const checks: Check[] = [
      { id: 'a', kind: 'after', event: { kind: 'remove-file', pods: shop({ app: 'pages' }), path: '/usr/share/nginx/html/index.html' }, hold: [page] },
      page,
    ];
    expect(
      grade(checks, [], { given, cluster: given, record: { answers: {}, commands: [] }, diagnostics: () => [] }).checks.map(({ passed }) => passed),
    ).toEqual([false, true]);
  });
});

describe('all the while that something happens', () => {
  test.each<[string, Event, number | undefined, Check[], string[]]>([
    [
      'a file goes: a client feels it',
      { kind: 'remove-file', pods: shop({ app: 'pages' }), path: '/usr/share/nginx/html/index.html' },
      undefined,
      [page],
      ['wrong-status'],
    ],
    [
      'a file goes: the probe that asks for it has not failed yet',
      { kind: 'remove-file', pods: shop({ app: 'pages' }), path: '/usr/share/nginx/html/index.html' },
      undefined,
      [ready('pages', 1)],
      [],
    ],
    [
      'and has half a minute later',
      { kind: 'remove-file', pods: shop({ app: 'pages' }), path: '/usr/share/nginx/html/index.html' },
      30,
      [ready('pages', 1)],
      ['pods-not-ready'],
    ],
    ['Pods of others end: a client feels nothing', { kind: 'scale', namespace: 'default', deployment: 'moving', replicas: 1 }, undefined, [page], []],
    [
      'a Pod of two ends: two are not ready all the time',
      { kind: 'scale', namespace: 'default', deployment: 'moving', replicas: 1 },
      undefined,
      [ready('moving', 2)],
      ['pods-not-ready'],
    ],
    ['it did not hold before', { kind: 'advance', seconds: 1 }, undefined, [ready('moving', 3)], ['pods-not-ready']],
    [
      'a node is drained: it is asked from then on',
      { kind: 'drain', node: 'node-c' },
      undefined,
      [
        {
          id: 'n',
          kind: 'not',
          hold: { id: 'n', kind: 'object', table: 'nodes', namespace: '', name: 'node-c', has: { spec: { unschedulable: true } }, reason: 'drained' } as Check,
        },
      ],
      ['holds-but-must-not'],
    ],
    [
      'a Service is made again: its address is gone',
      { kind: 'recreate-service', namespace: 'default', name: 'shop' },
      5,
      [{ id: 't', kind: 'tcp', from: 'default/client', host: '10.96.7.1', port: 80, outcome: 'open' }],
      ['dropped-nobody'],
    ],
  ])('%s', (_, event, seconds, hold, findings) => {
    const result = graded({ id: 't', kind: 'throughout', event, hold, ...(seconds === undefined ? {} : { seconds }) });
    expect([result.passed, broken(result)]).toEqual([findings.length === 0, findings]);
  });
});

test.each<[string, Check, { file: string; id: string }[], boolean]>([
  [
    'its file and rule',
    { id: 'd', kind: 'diagnosed', file: 'a.yaml', rule: 'x' },
    [
      { file: 'b.yaml', id: 'x' },
      { file: 'a.yaml', id: 'x' },
    ],
    true,
  ],
  ['another file', { id: 'd', kind: 'diagnosed', file: 'a.yaml', rule: 'x' }, [{ file: 'b.yaml', id: 'x' }], false],
  ['another rule', { id: 'd', kind: 'diagnosed', file: 'a.yaml', rule: 'x' }, [{ file: 'a.yaml', id: 'y' }], false],
])('a file carries a diagnostic: %s', (_, check, diagnostics, passed) => {
  const { passed: held, evidence, finding } = graded(check, given, diagnostics);
  expect([held, evidence, finding]).toEqual([passed, {}, passed ? undefined : 'not-diagnosed']);
});

test('containers that were restarted are counted by the one that was most often', () => {
  const restarted = afterCommand(given, "kubectl exec one -- sh -c 'kill 1'; sleep 10");
  const restarts = (mostRestarts?: number): unknown => {
    const { finding, params } = graded(
      { id: 'p', kind: 'pods', pods: shop({ app: 'shop' }), ready: 2, ...(mostRestarts === undefined ? {} : { mostRestarts }) },
      restarted,
    );
    return [finding, params['restarts']];
  };
  expect([restarts(0), restarts(1), restarts()]).toEqual([
    ['pods-restarted', '1'],
    [undefined, undefined],
    [undefined, undefined],
  ]);
});
