import { expect, test } from 'vitest';
import { indented, indentedJSON, objectInStructOrder } from '../../../../src/engine/terminal/kubectl/go-value.ts';

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { labels: { b: '1', a: '<2>' }, name: 'web' },
  spec: { type: 'NodePort', ports: [{ targetPort: 80, port: 80, nodePort: 30081, name: 'http' }] },
};

test('a typed object is printed in the order of its Go struct, its maps by key', () => {
  expect(indented(objectInStructOrder(service)).replace(/\n */g, '')).toBe(
    '{"kind": "Service","apiVersion": "v1","metadata": {"name": "web","labels": {"a": "\\u003c2\\u003e","b": "1"}},"spec": {"ports": [{"name": "http","port": 80,"targetPort": 80,"nodePort": 30081}],"type": "NodePort"}}',
  );
});

test('any other object is a map: every key in order', () => {
  expect(indentedJSON(service).replace(/\n */g, '')).toBe(
    '{"apiVersion": "v1","kind": "Service","metadata": {"labels": {"a": "\\u003c2\\u003e","b": "1"},"name": "web"},"spec": {"ports": [{"name": "http","nodePort": 30081,"port": 80,"targetPort": 80}],"type": "NodePort"}}',
  );
});

test('a list keeps its objects, each in the order of its own struct', () => {
  expect(
    indented(
      objectInStructOrder({ apiVersion: 'v1', items: [{ metadata: {}, apiVersion: 'v1', kind: 'ConfigMap' }], kind: 'ConfigMapList', metadata: {} }),
    ).replace(/\n */g, ''),
  ).toBe('{"kind": "ConfigMapList","apiVersion": "v1","metadata": {},"items": [{"kind": "ConfigMap","apiVersion": "v1","metadata": {}}]}');
});
