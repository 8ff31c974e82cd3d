import { describe, expect, test } from 'vitest';
import { executeJSONPath, JSONPathError, parseJSONPath, relaxedJSONPath } from '../../../../src/engine/terminal/kubectl/jsonpath.ts';

const object = {
  kind: 'Service',
  metadata: { name: 'web', labels: { app: 'web', 'example.com/team': 'shop' } },
  spec: {
    type: 'ClusterIP',
    ports: [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'https', port: 443, targetPort: 'tls' },
      { name: 'metrics', port: 9090 },
    ],
    publish: false,
    nothing: null,
  },
};

const run = (template: string, strict = false, asJSON = false): string => {
  try {
    return executeJSONPath(parseJSONPath(template), object, strict, asJSON);
  } catch (error) {
    if (error instanceof JSONPathError) return `! ${error.text}`;
    throw error;
  }
};

describe('what a template prints', () => {
  test.each<[template: string, printed: string]>([
    ['{.metadata.name}', 'web'],
    ['{$.metadata.name}', 'web'],
    ['{@.kind}', 'Service'],
    ["{.metadata['name']}", 'web'],
    ["{['metadata']['name']}", 'web'],
    ['{.metadata.labels.example\\.com/team}', 'shop'],
    ["{.metadata.labels['example\\.com/team']}", 'shop'],
    ['is {.metadata.name} of {.kind}.', 'is web of Service.'],
    ['.metadata.name', '.metadata.name'],
    ['{.spec.ports[*].port}', '80 443 9090'],
    ['{.spec.ports[0].port}', '80'],
    ['{.spec.ports[-1].port}', '9090'],
    ['{.spec.ports[-2:].name}', 'https metrics'],
    ['{.spec.ports[0:2].name}', 'http https'],
    ['{.spec.ports[::2].name}', 'http metrics'],
    ['{.spec.ports[0,2].name}', 'http metrics'],
    ['{.spec.ports[?(@.name=="https")].port}', '443'],
    ['{.spec.ports[?(@.port>100)].name}', 'https metrics'],
    ['{.spec.ports[?(@.port<=80)].name}', 'http'],
    ['{.spec.ports[?(@.name!="http")].name}', 'https metrics'],
    ['{.spec.ports[?(@.targetPort)].name}', 'http https'],
    ['{..port}', '80 443 9090'],
    ['{.spec.ports[*].targetPort}', '8080 tls'],
    ['{range .spec.ports[*]}{.name}={.port}{"\\n"}{end}', 'http=80\nhttps=443\nmetrics=9090\n'],
    ["{range .spec.ports[*]}[{.name}]{' '}{end}done", '[http] [https] [metrics] done'],
    ['{range .nothing[*]}{.x}{end}after', 'after'],
    ['{.metadata.labels}', '{"app":"web","example.com/team":"shop"}'],
    ['{.spec.ports[2]}', '{"name":"metrics","port":9090}'],
    ['{.spec.publish}', 'false'],
    ['{.spec.nothing}', 'null'],
    ['{.spec.absent.deeper}', ''],
    ['{.metadata.name}{"\\t"}{true}', 'web\ttrue'],
    ['{.spec.*.x}', ''],
  ])('%s', (template, printed) => {
    expect(run(template)).toBe(printed);
  });
});

describe('what a template is refused for', () => {
  test.each<[template: string, why: string]>([
    ['{.spec.ports[5]}', 'array index out of bounds: index 5, length 3'],
    ['{.spec.ports[-9]}', 'array index out of bounds: index -6, length 3'],
    ['{.spec.ports[2:1]}', 'starting index 2 is greater than ending index 1'],
    ['{.metadata[0]}', 'map[string]interface {} is not array or slice'],
    ['{.metadata[?(@.x)]}', 'map[labels:map[app:web example.com/team:shop] name:web] is not array or slice and cannot be filtered'],
    ['{.spec', 'unclosed action'],
    ['{.spec.ports[0}', 'unterminated array'],
    ['{.spec.ports[x]}', 'invalid array index x'],
    ['{.spec.ports[?(@.name=="x"]}', 'unterminated filter'],
    ['{"open}', 'unterminated quoted string'],
    ['{spec}', 'unrecognized identifier spec'],
    ['{end}', 'not in range, nothing to end'],
    ['{#}', "unrecognized character in action: U+0023 '#'"],
    ['{.spec.ports[?(@.port=="80")].name}', 'incompatible types for comparison'],
  ])('%s', (template, why) => {
    expect(run(template)).toBe(`! ${why}`);
  });
});

test('missing keys are an error where they are not allowed', () => {
  expect(run('{.spec.absent}', true)).toBe('! absent is not found');
});

test('as JSON every pair of braces is a list', () => {
  expect(run('{.metadata.name}{.spec.ports[2]}', false, true)).toBe('[\n    "web"\n]\n[\n    {\n        "name": "metrics",\n        "port": 9090\n    }\n]\n');
});

test('a path may be written in four ways', () => {
  expect(['spec.type', '.spec.type', '{spec.type}', '{.spec.type}'].map(relaxedJSONPath)).toEqual(Array(4).fill('{.spec.type}'));
});
