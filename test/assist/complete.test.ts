import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { complete } from '../../src/assist/complete.ts';
import { describeField } from '../../src/assist/describe-field.ts';
import { FIELD_DEFAULTS } from '../../src/assist/field-defaults.ts';
import { outline } from '../../src/assist/outline.ts';
import { placeAt } from '../../src/assist/yaml-place.ts';
import { createCluster, openSession, runCommand, settleCluster } from '../../src/engine/index.ts';

const given = `apiVersion: v1
kind: Pod
metadata:
  name: web-a
  labels: {app: flower-shop, tier: front}
spec:
  containers:
  - name: c
    image: nginx:1.29
    ports: [{name: http, containerPort: 8080}]
`;
const fresh = createCluster('three-nodes');
const cluster = settleCluster(
  runCommand({ cluster: fresh, session: openSession({ kind: 'operator' }, { 'g.yaml': given }) }, 'kubectl apply -f g.yaml').world.cluster,
).cluster;

/** The caret stands at `|`. */
function at(marked: string): readonly [text: string, offset: number] {
  const offset = marked.indexOf('|');
  return [marked.slice(0, offset) + marked.slice(offset + 1), offset];
}
const labels = (marked: string): string[] => complete(...at(marked), cluster).items.map(({ label }) => label);
const service = (rest: string): string => `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n${rest}`;

describe('the place of a caret', () => {
  const parentsOf = (marked: string): unknown => placeAt(...at(marked)).parents;

  test.each([
    ['a key below spec', service('  sel|'), ['spec']],
    ['a blank line, indented as the keys of spec', service('  type: ClusterIP\n  |'), ['spec']],
    ['the first key of a list item', service('  ports:\n    - po|'), ['spec', 'ports', 0]],
    ['the second key of a list item', service('  ports:\n    - port: 80\n      tar|'), ['spec', 'ports', 0]],
    ['the second item', service('  ports:\n    - port: 80\n      name: a\n    - po|'), ['spec', 'ports', 1]],
    ['a list at the indentation of its key', service('  ports:\n  - port: 80\n    tar|'), ['spec', 'ports', 0]],
    ['behind a list, back in spec', service('  ports:\n    - port: 80\n  ty|'), ['spec']],
    [
      'within a map in a list',
      'kind: Pod\nspec:\n  containers:\n    - name: c\n      readinessProbe:\n        httpGet:\n          po|',
      ['spec', 'containers', 0, 'readinessProbe', 'httpGet'],
    ],
    ['the second document', `${service('  ports: []\n')}---\nkind: Pod\nspec:\n  dns|`, ['spec']],
    ['the top', 'apiVersion: v1\nki|', []],
  ])('%s', (_, marked, parents) => {
    expect(parentsOf(marked)).toEqual(parents);
  });

  test('any text and offset has a place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('kind: Service', 'spec:', '  ports:', '  - a: b', '    - c', '', '  x', '- - y: z', '---', '#', '\t', 'é: 港')),
        fc.nat(200),
        (lines, n) => {
          const text = lines.join('\n');
          const place = placeAt(text, Math.min(n, text.length));
          expect(place.wordStart).toBeLessThanOrEqual(place.wordEnd);
          expect(complete(text, Math.min(n, text.length), cluster).items.length).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('completion', () => {
  test('fields of the struct that are not written yet', () => {
    const found = labels(service('  type: ClusterIP\n  |\n  selector: {}'));
    expect(found).toContain('ports');
    expect(found).not.toContain('type');
    expect(found).not.toContain('selector');
    expect(found).not.toContain('containers');
  });

  test('allowed values', () => {
    expect(labels(service('  type: |'))).toEqual(['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']);
    expect(labels(service('  publishNotReadyAddresses: |'))).toEqual(['true', 'false']);
  });

  test('labels that Pods carry, without those of the platform', () => {
    expect(labels(service('  selector:\n    |'))).toEqual(['app', 'run', 'tier']);
    expect(labels(service('  selector:\n    app: |'))).toEqual(['flower-shop']);
    expect(labels(service('  selector:\n    app: flower-shop\n    |'))).toEqual(['run', 'tier']);
  });

  test('ports that Pods have, by name and by number', () => {
    expect(labels(service('  ports:\n    - port: 80\n      targetPort: |'))).toEqual(['8080', 'http']);
  });

  test('namespaces and kinds', () => {
    expect(labels('apiVersion: v1\nkind: Service\nmetadata:\n  namespace: |')).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
    expect(labels('apiVersion: apps/v1\nkind: |')).toEqual(['ControllerRevision', 'Deployment', 'ReplicaSet', 'StatefulSet']);
    // Two groups have an Event.
    expect(labels('kind: |').filter((label) => label === 'Event')).toHaveLength(1);
  });

  test('the word being typed is replaced', () => {
    const [text, offset] = at(service('  sele|'));
    expect(complete(text, offset, cluster).span).toEqual({ start: offset - 4, end: offset });
  });
});

describe('a field under the pointer', () => {
  test('has its id, path, type, default and values', () => {
    const marked = service('  ports:\n    - port: 80\n      proto|col: TCP');
    expect(describeField(...at(marked))).toMatchObject({
      id: 'ServicePort.protocol',
      path: 'spec.ports[0].protocol',
      type: 'string',
      default: 'TCP',
      values: ['SCTP', 'TCP', 'UDP'],
    });
  });

  test('the same field of a template has the same id', () => {
    expect(describeField(...at('kind: Deployment\nspec:\n  template:\n    spec:\n      dnsPol|icy: None'))?.id).toBe('PodSpec.dnsPolicy');
  });

  test('nothing is known of what the schema does not have', () => {
    expect(describeField(...at(service('  colo|ur: red')))).toBeUndefined();
  });
});

test('defaults are those that the server fills in', () => {
  const made = runCommand(
    { cluster, session: openSession({ kind: 'operator' }, { 's.yaml': service('  sessionAffinity: ClientIP\n  ports: [{port: 80}]\n') }) },
    'kubectl create --dry-run=server -o json -f s.yaml',
  );
  const { spec } = JSON.parse(made.stdout) as {
    spec: Record<string, unknown> & { ports: Record<string, unknown>[]; sessionAffinityConfig: { clientIP: { timeoutSeconds: number } } };
  };
  expect([spec['type'], spec['internalTrafficPolicy'], spec.ports[0]?.['protocol'], String(spec.sessionAffinityConfig.clientIP.timeoutSeconds)]).toEqual(
    ['ServiceSpec.type', 'ServiceSpec.internalTrafficPolicy', 'ServicePort.protocol', 'ClientIPConfig.timeoutSeconds'].map((id) => FIELD_DEFAULTS[id]),
  );
});

test('a file has its documents', () => {
  const text = `# only a comment\n---\n${service('  ports: []\n')}---\nkind: Pod\nmetadata:\n  name: p\n  namespace: shop\n`;
  expect(outline(text).map(({ kind, name, namespace }) => [kind, name, namespace])).toEqual([
    ['Service', 'web', ''],
    ['Pod', 'p', 'shop'],
  ]);
  expect(outline(text).map(({ span }) => text.slice(span.start, span.start + 12))).toEqual(['apiVersion: ', 'kind: Pod\nme']);
});

test('the worker answers for the lab that asks', async () => {
  const { ASSIST_PART, createDesk } = await import('../../src/worker/desk.ts');
  await ASSIST_PART.load();
  const desk = createDesk();
  const definition = {
    id: 'L00-E0',
    lesson: 'L00',
    kind: 'write',
    difficulty: 1,
    minutes: 1,
    scaffold: 'free',
    seeds: [],
    misconceptions: [],
    seed: 1,
    cluster: { base: 'three-nodes', namespace: 'default' },
    terminal: 'operator',
    editable: [],
    readOnly: [],
    applyStarter: false,
    questions: [],
    checks: [],
    feedback: [],
    hints: 1,
  } as const;
  desk({ request: 1, lab: 'a', type: 'open', exercise: { slug: 'x', definition, given: { 'g.yaml': given }, starter: {} }, actions: [], judge: false });
  const [text, offset] = at(service('  selector:\n    app: |'));
  expect(desk({ request: 2, lab: 'a', type: 'complete', text, offset })).toMatchObject({
    request: 2,
    answer: { items: [{ label: 'flower-shop', kind: 'cluster' }] },
  });
  expect(desk({ request: 3, lab: 'a', type: 'describe', text, offset })).toMatchObject({ request: 3, answer: { facts: { id: 'ServiceSpec.selector' } } });
});
