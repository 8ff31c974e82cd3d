// Whatever one value of a manifest is replaced with: an answer, never an exception, and complaints that name a field of the object.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepsOf } from '../../../src/engine/api/field-path.ts';
import type { Json, JsonObject } from '../../../src/engine/api/kubernetes-object.ts';
import { fieldAt } from '../../../src/engine/api/schema.ts';
import type { ObjectTableName } from '../../../src/engine/store/tables.ts';
import { freshDraft, post, put } from '../../support/api-requests.ts';

const TEMPLATE = {
  metadata: { labels: { app: 'a' } },
  spec: {
    dnsConfig: { nameservers: ['192.0.2.1'], options: [{ name: 'ndots', value: '2' }], searches: ['a.b'] },
    containers: [
      {
        name: 'c',
        image: 'x:1',
        ports: [{ containerPort: 80, name: 'http' }],
        env: [
          { name: 'A', value: '1' },
          { name: 'B', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        ],
        readinessProbe: { httpGet: { port: 'http' } },
        resources: { limits: { cpu: '1' } },
        volumeMounts: [{ name: 'v', mountPath: '/v' }],
      },
    ],
    tolerations: [{ key: 'k', operator: 'Exists' }],
    volumes: [{ name: 'v', emptyDir: {} }],
  },
};
const VALID: { readonly [T in ObjectTableName]?: JsonObject } = {
  services: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 's', labels: { a: 'b' }, annotations: { 'x/y': 'z' } },
    spec: {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      selector: { app: 'a' },
      ports: [{ name: 'a', port: 80, targetPort: 'http', nodePort: 30000, appProtocol: 'http' }],
      clusterIP: '10.96.7.7',
      externalIPs: ['192.0.2.1'],
      loadBalancerSourceRanges: ['192.0.2.0/24'],
      sessionAffinity: 'ClientIP',
      ipFamilies: ['IPv4'],
    },
  },
  pods: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', labels: { app: 'a' } }, spec: TEMPLATE.spec },
  deployments: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd' },
    spec: { replicas: 2, selector: { matchLabels: { app: 'a' } }, strategy: { rollingUpdate: { maxSurge: 1 } }, template: TEMPLATE },
  },
  statefulsets: {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 's' },
    spec: { serviceName: 'db', selector: { matchLabels: { app: 'a' } }, template: TEMPLATE },
  },
  endpoints: {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'e' },
    subsets: [{ addresses: [{ ip: '192.0.2.1', hostname: 'h' }], ports: [{ port: 80 }] }],
  },
  endpointslices: {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'e' },
    addressType: 'IPv4',
    ports: [{ name: 'a', port: 80 }],
    endpoints: [{ addresses: ['192.0.2.1'], hints: { forZones: [{ name: 'z' }] } }],
  },
  configmaps: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: 'b' } },
};
const TABLES = Object.keys(VALID) as ObjectTableName[];

/** Where values stand in an object: every map, list and scalar in it. */
function places(value: Json, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => places(inner as Json, [...path, Array.isArray(value) ? Number(name) : name]))];
}

function replaced(value: Json, path: readonly (string | number)[], by: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return by;
  if (Array.isArray(value)) return (value as Json[]).map((item, i) => (i === step ? replaced(item, rest, by) : item));
  return { ...(value as JsonObject), [step]: replaced((value as JsonObject)[step] as Json, rest, by) };
}

const anything: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    '',
    0,
    -1,
    80.5,
    99999999999,
    true,
    'None',
    'x y',
    '::1',
    '10.96.0.10',
    '../..',
    [],
    {},
    [null],
    [{}],
    { a: null },
    '\u0000',
    '😀',
  ),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
);
/** A place below apiVersion, kind and name: those decide which object it is. */
const mutation = fc.constantFrom(...TABLES).chain((table) => {
  const all = places(VALID[table] as JsonObject).filter(
    ([first, second]) =>
      first !== undefined && first !== 'apiVersion' && first !== 'kind' && (first !== 'metadata' || (second !== undefined && second !== 'name')),
  );
  return fc.record({ table: fc.constant(table), path: fc.constantFrom(...all), value: anything });
});

/** Paths that are no fields of the object: upstream's own odd spellings, and the patch or object as a whole. */
const ODD = /^(spec\.LoadBalancerSourceRanges|spec\.deprecatedServiceAccount|<nil>|$)|\.(subPath|labels|annotations)(\[|$)/;

describe('one changed value', () => {
  test('is accepted or refused, on create and over the stored object', () => {
    fc.assert(
      fc.property(mutation, ({ table, path, value }) => {
        const valid = VALID[table] as JsonObject;
        const body = replaced(valid, path, value) as JsonObject;
        const draft = freshDraft();
        for (const outcome of [post(draft, table, body), post(freshDraft(), table, valid)]) {
          if (outcome.ok) continue;
          expect(outcome.status.message).not.toBe('');
          for (const { field } of outcome.status.errors ?? []) if (!ODD.test(field)) expect(fieldAt(valid.kind as string, stepsOf(field)), field).toBeDefined();
        }
        const over = freshDraft();
        post(over, table, valid);
        const { name } = valid.metadata as { name: string };
        const outcome = put(over, table, name, body);
        expect(outcome.ok || outcome.status.message !== '').toBe(true);
      }),
      { numRuns: 600, seed: 1137 },
    );
  });

  test.each(TABLES)('%s: the stored object, sent again, changes nothing', (table) => {
    const draft = freshDraft();
    post(draft, table, VALID[table] as JsonObject);
    const { name } = (VALID[table] as JsonObject).metadata as { name: string };
    const stored = draft.get(table, 'default', name) as unknown as JsonObject;
    const version = draft.resourceVersion;
    expect(put(draft, table, name, stored)).toMatchObject({ ok: true, changed: false });
    expect(draft.resourceVersion).toBe(version);
  });
});
