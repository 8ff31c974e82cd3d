import { expect, test } from 'vitest';
import { createCluster, clusterConfig, grade, settleCluster, type Check } from '../../../src/engine/index.ts';
import { afterCommand } from '../../support/after-command.ts';

const SHOP = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", args: [netexec]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: members}
spec: {clusterIP: None, selector: {app: nobody}}
`;

const given = afterCommand(settleCluster(createCluster(clusterConfig(), 7)).cluster, 'kubectl apply -f shop.yaml', { 'shop.yaml': SHOP });
const passes = (check: Check, answers: { readonly [field: string]: string }, cluster = given): boolean =>
  grade([check], [], { given, cluster, record: { answers, commands: [] }, diagnostics: () => [] }).passed;

const services = { web: 'default/web', members: 'default/members', lost: 'default/lost' };

test('a table of facts is compared with the cluster that was given, whatever became of it', () => {
  const ready: Check = { id: 'ready', kind: 'answer', field: 'ready', asGiven: { fact: 'ready-endpoints', of: services } };
  const types: Check = { id: 'types', kind: 'answer', field: 'types', asGiven: { fact: 'service-type', of: services } };
  const counted = { 'ready/web': '2', 'ready/members': '0', 'ready/lost': '0' };
  expect(passes(ready, counted)).toBe(true);
  expect(passes(ready, counted, afterCommand(given, 'kubectl scale deployment web --replicas=0'))).toBe(true);
  expect(passes(ready, { ...counted, 'ready/web': '3' })).toBe(false);
  expect(passes(types, { 'types/web': 'cluster-ip', 'types/members': 'headless', 'types/lost': 'none' })).toBe(true);
  expect(passes(types, { 'types/web': 'cluster-ip', 'types/members': 'cluster-ip', 'types/lost': 'none' })).toBe(false);
});

test.each([
  ['a b', true],
  ['c a b', true],
  ['a', false],
  ['a b d', false],
])('of what an answer is among, %s is enough: %s', (said, enough) => {
  expect(passes({ id: 'causes', kind: 'answer', field: 'causes', among: ['a', 'b', 'c'], atLeast: 2 }, { causes: said })).toBe(enough);
});

test('any object of a kind, in any namespace, may hold what is asked', () => {
  const labelled: Check = {
    id: 'labelled',
    kind: 'object',
    table: 'pods',
    namespace: '*',
    name: '*',
    has: { spec: { containers: [{ securityContext: { privileged: true } }] } },
    reason: 'it is what is tried here',
  };
  expect(passes(labelled, {})).toBe(false);
  const patch = '{"spec":{"template":{"spec":{"containers":[{"name":"app","securityContext":{"privileged":true}}]}}}}';
  expect(passes(labelled, {}, afterCommand(given, `kubectl patch deployment web -p '${patch}'`))).toBe(true);
});

test('what follows from a cluster alone is found out once; an answer, and another cluster, are judged anew', () => {
  const reached: Check = { id: 'reached', kind: 'http', from: 'default/client', url: 'http://web/hostname', status: 200 };
  const survives: Check = { id: 'survives', kind: 'after', event: { kind: 'advance', seconds: 5 }, hold: [reached] };
  const chosen: Check = { id: 'chosen', kind: 'not', hold: { id: 'wrong', kind: 'answer', field: 'why', accepted: ['b'] } };
  const judged = (cluster: typeof given, why: string) =>
    grade([reached, survives, chosen], [], { given, cluster, record: { answers: { why }, commands: [] }, diagnostics: () => [] }).checks;
  const first = judged(given, 'a');
  const second = judged(given, 'b');
  expect(first.map(({ passed }) => passed)).toEqual([true, true, true]);
  expect(second.map(({ passed }) => passed)).toEqual([true, true, false]);
  expect([second[0] === first[0], second[1] === first[1], second[2] === first[2]]).toEqual([true, true, false]);
  const copied = judged({ ...given }, 'a');
  expect(copied).toEqual(first);
  expect(copied[0]).not.toBe(first[0]);
  expect(judged(afterCommand(given, 'kubectl scale deployment web --replicas=0'), 'a')[0]?.passed).toBe(false);
});
