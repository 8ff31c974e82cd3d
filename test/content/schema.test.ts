import { expect, expectTypeOf, test } from 'vitest';
import type { z } from 'astro/zod';
import type { Check } from '../../src/engine/index.ts';
import type { ExerciseDefinition } from '../../src/exercise/exercise.ts';
import { checkSchema, type exerciseSchema } from '../../src/exercise/schema.ts';

test('the schema of exercise.yaml gives exactly the types that the engine and the lab read', () => {
  expectTypeOf<z.infer<typeof exerciseSchema>>().toEqualTypeOf<ExerciseDefinition>();
  expectTypeOf<z.infer<typeof checkSchema>>().toEqualTypeOf<Check>();
});

/** One check of every kind: the record is total, so that a kind the engine gains must be added here and then in the schema. */
const oneOfEach: { readonly [Kind in Check['kind']]: Extract<Check, { kind: Kind }> } = {
  http: {
    id: 'a',
    kind: 'http',
    from: 'shop/debug',
    url: 'http://web/',
    status: 200,
    answeredBy: { namespace: 'shop', labels: { app: 'web' } },
    headers: { Host: 'web' },
  },
  tcp: { id: 'a', kind: 'tcp', from: 'outside', host: 'web', port: 80, outcome: 'refused' },
  spread: { id: 'a', kind: 'spread', from: 'node:node-a', host: 'web', port: 80, among: { namespace: 'shop', labels: {} } },
  affinity: { id: 'a', kind: 'affinity', from: 'shop/debug', host: 'cart', port: 80, idleSeconds: 1700, outcome: 'kept' },
  dns: { id: 'a', kind: 'dns', from: 'operator', name: 'web', outcome: 'answered', addresses: ['10.96.0.5'], addressesOf: { namespace: 'shop', labels: { app: 'web' } } },
  endpoints: { id: 'a', kind: 'endpoints', namespace: 'shop', service: 'web', count: 0, port: 80 },
  pods: { id: 'a', kind: 'pods', pods: { namespace: 'shop', labels: { app: 'web' } }, ready: 2, mostRestarts: 0 },
  unchanged: { id: 'a', kind: 'unchanged', table: 'pods', namespace: 'shop', names: ['*'], fields: 'uid' },
  object: {
    id: 'a',
    kind: 'object',
    table: 'services',
    namespace: 'shop',
    name: 'web',
    has: { spec: { type: 'NodePort' } },
    between: { 'spec.ports.0.nodePort': [30000, 30085] },
    reason: 'the type is what is asked for',
  },
  observed: { id: 'a', kind: 'observed', evidence: { kind: 'packet', port: 80, verdict: 'delivered' } },
  answer: { id: 'a', kind: 'answer', field: 'where', accepted: ['pod'] },
  diagnosed: { id: 'a', kind: 'diagnosed', file: 'web.yaml', rule: 'unknown-field' },
  not: { id: 'a', kind: 'not', hold: { id: 'b', kind: 'answer', field: 'where', accepted: ['pod'] } },
  after: { id: 'a', kind: 'after', event: { kind: 'advance', seconds: 5 }, hold: [{ id: 'b', kind: 'answer', field: 'where', accepted: ['pod'] }] },
  throughout: {
    id: 'a',
    kind: 'throughout',
    event: { kind: 'patch', table: 'deployments', namespace: 'shop', name: 'web', patch: { spec: { replicas: 2 } } },
    hold: [{ id: 'b', kind: 'http', from: 'shop/deploy/front', url: '$(BACKEND_URL)', status: 200 }],
  },
  'in-cloud': { id: 'a', kind: 'in-cloud', cloud: 'azure', hold: [{ id: 'b', kind: 'answer', field: 'where', accepted: ['pod'] }] },
  'in-proxy-mode': { id: 'a', kind: 'in-proxy-mode', mode: 'iptables', hold: [{ id: 'b', kind: 'answer', field: 'where', accepted: ['pod'] }] },
};

test.each(Object.entries(oneOfEach))('a check of kind %s is read as it is', (_, check) => {
  expect(checkSchema.parse(check)).toEqual(check);
});

test.each<[string, object, boolean]>([
  ['one of five ways', { exactly: ['a'] }, true],
  ['no way', {}, false],
  ['two ways', { accepted: ['a'], includes: ['b'] }, false],
  ['a count of cells', { cells: { x: ['a'], y: ['b'] }, atLeast: 1 }, true],
  ['more cells than there are', { cells: { x: ['a'] }, atLeast: 2 }, false],
])('a check of an answer in %s', (_, ways, fits) => {
  expect(checkSchema.safeParse({ id: 'a', kind: 'answer', field: 'where', ...ways }).success).toBe(fits);
});

test.each(Object.entries(oneOfEach))('a check of kind %s with a field too many is refused', (_, check) => {
  expect(checkSchema.safeParse({ ...check, surplus: 1 }).success).toBe(false);
});
