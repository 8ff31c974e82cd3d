import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/engine/diagnosis/diagnostic.ts';
import { inspect } from '../../../src/engine/diagnosis/inspect.ts';
import { createCluster } from '../../../src/engine/store/new-cluster.ts';

const cluster = createCluster('three-nodes');

const service = (spec: string, metadata = '{name: web}'): string =>
  `apiVersion: v1\nkind: Service\nmetadata: ${metadata}\nspec:\n${spec
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('')}`;
const deployment = (name: string, labels: string, ports: string): string =>
  `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  selector: {matchLabels: ${labels}}\n  template:\n    metadata: {labels: ${labels}}\n    spec:\n      containers: [{name: c, image: "registry.k8s.io/e2e-test-images/agnhost:2.53", ports: ${ports}}]\n`;

/** `id: underlined text` of every diagnostic. */
function told(text: string, at = cluster): string[] {
  return inspect({ 'a.yaml': text }, at).diagnostics.map(({ id, span }) => `${id}: ${text.slice(span.start, span.end)}`);
}

/** The text after the one fix is made. */
function mended(text: string): string {
  const [diagnostic] = inspect({ 'a.yaml': text }, cluster).diagnostics;
  if (!diagnostic?.fix) throw new Error('no fix');
  return text.slice(0, diagnostic.fix.span.start) + diagnostic.fix.text + text.slice(diagnostic.fix.span.end);
}

const fine =
  deployment('web', '{app: web}', '[{containerPort: 8080, name: http}]') + '---\n' + service('selector: {app: web}\nports:\n- port: 80\n  targetPort: http');

describe('the layer of text and types', () => {
  it.each([
    ['a tab', 'a:\n\tb: 1\n', ['yaml-tab-indentation: \t']],
    ['no kind', 'apiVersion: v1\nmetadata: {name: web}\n', ['kind-not-set: apiVersion: v1']],
    ['neither kind nor version', 'metadata: {name: web}\n', ['api-version-not-set: metadata: {name: web}', 'kind-not-set: metadata: {name: web}']],
    ['a word', 'hello\n', ['not-an-object: hello']],
    ['a misspelt kind', 'apiVersion: v1\nkind: Servise\nmetadata: {name: web}\n', ['unknown-kind: Servise']],
    ['a kind of another group', 'apiVersion: v1\nkind: Deployment\nmetadata: {name: web}\n', ['unknown-kind: v1']],
    ['a kind that is not simulated', 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: web}\n', ['kind-not-simulated: Job']],
    ['no name', 'apiVersion: v1\nkind: Service\nmetadata: {labels: {a: b}}\nspec: {ports: [{port: 80}]}\n', ['name-not-set: metadata']],
    ['misspelt fields', service('selectors: {app: web}\nports:\n- port: 80\n  targetport: 8080'), ['unknown-field: targetport', 'unknown-field: selectors']],
    ['wrong types', service('selector: {v: 1.0}\nports: [{port: "80"}]'), ['wrong-type: "80"', 'wrong-type: 1.0']],
    [
      'an item of a List',
      `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata: {name: web}\n  spec: {prts: []}\n`,
      ['unknown-field: prts'],
    ],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
  });
});

describe("the layer of the server's rules", () => {
  it.each([
    [
      'a port out of range counts twice where targetPort follows it',
      service('ports: [{port: 80000}]'),
      ['port-out-of-range: 80000', 'port-out-of-range: 80000'],
    ],
    ['a type that does not exist', service('type: NodeProt\nports: [{port: 80}]'), ['value-not-supported: NodeProt']],
    ['a field that is missing is shown at its parent', service('type: ExternalName'), ['external-name-missing: spec']],
    ['a label that is none', service('ports: [{port: 80}]', '{name: web, labels: {app: -x}}'), ['label-value-malformed: -x']],
    ['an address out of range, written as clusterIP', service('clusterIP: 1.2.3.4\nports: [{port: 80}]'), ['cluster-ip-out-of-range: 1.2.3.4']],
    ['a namespace that does not exist', service('ports: [{port: 80}]', '{name: web, namespace: nope}'), ['namespace-missing: nope']],
    [
      'a warning',
      service('externalIPs: [192.0.2.7]\nports: [{port: 80}]\nselector: {k8s-app: kube-dns}', '{name: web, namespace: kube-system}'),
      ['server-warning: [192.0.2.7]'],
    ],
  ])('%s', (_, text, expected) => {
    expect(told(text).filter((one) => !one.startsWith('target-port'))).toEqual(expected);
  });

  it('says what the server says, field and all', () => {
    expect(inspect({ 'a.yaml': service('ports: [{port: 80000}]') }).diagnostics[0]?.english).toBe(
      'spec.ports[0].port: Invalid value: 80000: must be between 1 and 65535, inclusive',
    );
  });

  it('sees what earlier documents made', () => {
    expect(
      told(
        `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n${service('type: ExternalName\nexternalName: example.com', '{name: web, namespace: shop}')}`,
      ),
    ).toEqual([]);
  });
});

describe('the layer of behaviour', () => {
  it.each([
    ['nothing is wrong', fine, []],
    ['nothing is selected', service('selector: {app: web}\nports: [{port: 80}]'), ['selector-matches-no-pod: selector']],
    ['a label is nearly there', fine.replace('selector: {app: web}\n', 'selector: {app: wed}\n'), ['selector-nearly-matches: wed']],
    ['a label key is nearly there', fine.replace('selector: {app: web}\n', 'selector: {aqp: web}\n'), ['selector-nearly-matches: aqp']],
    ['a named port does not exist', fine.replace('targetPort: http', 'targetPort: htpp'), ['named-target-port-missing: htpp']],
    ['ExternalName is an address', service('type: ExternalName\nexternalName: 192.0.2.1'), ['external-name-is-address: 192.0.2.1']],
    [
      'ExternalName points at nothing',
      service('type: ExternalName\nexternalName: db.shop.svc.cluster.local'),
      ['external-name-target-missing: db.shop.svc.cluster.local'],
    ],
    [
      'ExternalName points at itself',
      service('type: ExternalName\nexternalName: web.default.svc.cluster.local.'),
      ['external-name-loops: web.default.svc.cluster.local.'],
    ],
    ['a selector beside ExternalName', service('type: ExternalName\nexternalName: example.com\nselector: {a: b}'), ['selector-unused: selector']],
    ['a balancer nobody makes', service('type: LoadBalancer\nports: [{port: 80}]'), ['load-balancer-without-provider: LoadBalancer']],
    [
      'a slice of nobody',
      'apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: s}\naddressType: IPv4\nendpoints: []\nports: []\n',
      ['slice-without-service: metadata'],
    ],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it('is silent where there is no cluster to look at', () => {
    expect(inspect({ 'a.yaml': service('selector: {app: web}\nports: [{port: 80}]') }).diagnostics).toEqual([]);
  });
  it('what names no namespace is meant for the context’s own', () => {
    const workload = deployment('d', '{app: web}', '[]').replace('{name: d}', '{name: d, namespace: shop}');
    const text = `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n${workload}---\n${service('selector: {app: web}\nports: [{port: 80}]')}`;
    const idsIn = (namespace?: string): readonly string[] => inspect({ 'a.yaml': text }, cluster, namespace).diagnostics.map(({ id }) => id);
    expect(idsIn()).toContain('selector-matches-no-pod');
    expect(idsIn('shop')).not.toContain('selector-matches-no-pod');
  });
});

describe('fixes', () => {
  it.each([
    ['a field', service('slector: {app: web}\nports: [{port: 80}]'), 'selector: {app: web}'],
    ['an enumeration', service('type: nodeport\nports: [{port: 80}]'), 'type: NodePort'],
    ['quotes off', service('ports: [{port: "80"}]'), '{port: 80}'],
    ['quotes on', service('ports: [{port: 80}]\nselector: {on: 1.0}'), '"1.0"'],
    ['a kind', 'apiVersion: v1\nkind: service\nmetadata: {name: web}\n', 'kind: Service'],
    ['a group', 'apiVersion: v1\nkind: EndpointSlice\nmetadata: {name: web}\n', 'apiVersion: discovery.k8s.io/v1'],
    ['a label value of the cluster', fine.replace('selector: {app: web}\n', 'selector: {app: wed}\n'), 'selector: {app: web}\n'],
    ['a port name of the Pods', fine.replace('targetPort: http', 'targetPort: htpp'), 'targetPort: http\n'],
  ])('%s', (_, text, part) => {
    expect(mended(text)).toContain(part);
  });
});

it('positions count UTF-16 units below Japanese comments and emoji', () => {
  const text = `# 港の😀設定\n${service('type: ClusterIp # ここ\nports: [{port: 80}]')}`;
  expect(told(text)).toEqual(['value-not-supported: ClusterIp']);
});

describe('any edit of a good manifest', () => {
  const edits = fc.array(
    fc.record({
      at: fc.nat({ max: 900 }),
      drop: fc.nat({ max: 12 }),
      put: fc.constantFrom('', ' ', '\n', '  ', '\t', ':', '- ', '"', '{', '}', '[', 'x', '0', '-1', 'null', 'true', '80', '---\n', '~', '日'),
    }),
    { minLength: 1, maxLength: 4 },
  );
  it('is inspected without an exception, and underlines something', () => {
    fc.assert(
      fc.property(edits, (list) => {
        let text = fine;
        for (const { at, drop, put } of list) text = text.slice(0, at) + put + text.slice(at + drop);
        const seen: readonly Diagnostic[] = inspect({ 'a.yaml': text }, cluster).diagnostics;
        for (const { span } of seen) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeLessThanOrEqual(text.length);
          if (text !== '') expect(span.end).toBeGreaterThan(span.start);
        }
      }),
      { numRuns: 300 },
    );
  });
});
