import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourceOfKind, type APIResource } from '../../../src/engine/api/api-resources.ts';
import { decodeObject, metadataProblem, restoreObject } from '../../../src/engine/api/decode.ts';
import { defaultObject } from '../../../src/engine/api/defaults.ts';
import type { Json, JsonObject } from '../../../src/engine/api/kubernetes-object.ts';
import { canonicalQuantity } from '../../../src/engine/api/quantity.ts';
import { differencesOf } from '../../../src/engine/api/version-differences.ts';

interface Answer {
  readonly object?: JsonObject;
  readonly error?: string;
}

/** What the Go code of Kubernetes v1.37.1 made of each body: strictly decoded, defaulted, and read back after a strategic merge. */
const recorded = JSON.parse(readFileSync(new URL('go-decoding.json', import.meta.url), 'utf8')) as {
  body: JsonObject;
  decoded: Answer;
  defaulted?: JsonObject;
  restored?: Answer;
}[];

const resourceOf = ({ apiVersion, kind }: JsonObject): APIResource => resourceOfKind(apiVersion as string, kind as string) as APIResource;
const resource = (kind: string, apiVersion = 'v1'): APIResource => resourceOfKind(apiVersion, kind) as APIResource;

function asGo(result: ReturnType<typeof decodeObject>): Answer {
  if (result.ok) return { object: result.object };
  return {
    error: result.status.message
      .replace(/^\w+ in version "v1" cannot be handled as a \w+: /, '')
      .replace(/^ "" is invalid: patch: Invalid value: "map\[\]": /, ''),
  };
}

describe('bodies as the Go types take them', () => {
  it.each(recorded.map((row) => [JSON.stringify(row.body).slice(0, 160), row] as const))('%s', (_, { body, decoded, defaulted, restored }) => {
    expect(asGo(decodeObject(resourceOf(body), body, 'Strict'))).toEqual(decoded);
    if (decoded.object && defaulted) expect(defaultObject(resourceOf(body), decoded.object)).toEqual(defaulted);
    expect(asGo(restoreObject(resourceOf(body), body, {}, 'Strict'))).toEqual(restored ?? decoded);
  });
});

describe('what is said of a body', () => {
  const service = resource('Service');

  it('unknown fields are named all together, with the field that was meant', () => {
    const result = decodeObject(service, { spec: { selectors: {}, ports: [{ port: 80, targetport: 1 }] } }, 'Strict');
    expect(result.ok).toBe(false);
    expect(result.problems).toMatchObject([
      { id: 'unknown-field', field: 'spec.ports[0].targetport', params: { name: 'targetport', type: 'ServicePort', suggestion: 'targetPort' } },
      { id: 'unknown-field', field: 'spec.selectors', params: { name: 'selectors', type: 'ServiceSpec', suggestion: 'selector' } },
    ]);
  });

  it('without strictness they are warnings, or nothing', () => {
    expect(decodeObject(service, { spec: { foo: 1 } }, 'Warn')).toMatchObject({ ok: true, warnings: ['unknown field "spec.foo"'] });
    expect(decodeObject(service, { spec: { foo: 1 } }, 'Ignore')).toMatchObject({ ok: true, warnings: [] });
  });

  it('the server tells one wrong type, an editor all of them', () => {
    const result = decodeObject(service, { spec: { foo: 1, ports: [{ port: '80' }], type: 5 } }, 'Strict');
    expect(result.ok ? '' : result.status.message).toBe(
      'Service in version "v1" cannot be handled as a Service: json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32',
    );
    expect(result.problems.map(({ field }) => field)).toEqual(['spec.ports[0].port', 'spec.type', 'spec.foo']);
  });

  it('a refused patch shows what was left of it', () => {
    const result = restoreObject(service, { spec: { ports: 'x' } }, { spec: { ports: 'x', a: null } }, 'Strict');
    expect(result.ok ? undefined : result.status.causes).toEqual([
      { type: 'FieldValueInvalid', field: 'patch', message: 'Invalid value: "map[spec:map[a:<nil> ports:x]]": cannot restore slice from string' },
    ]);
  });

  it('kubectl looks at metadata before it sends anything', () => {
    expect(metadataProblem({ metadata: 'name:web' })?.words).toBe(
      'json: cannot unmarshal string into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta',
    );
    expect(metadataProblem({ metadata: { labels: { a: 1 } } })?.words).toBe(
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
    );
    expect(metadataProblem({ metadata: { name: 'web' }, spec: 5 })).toBeUndefined();
  });
});

describe('quantities', () => {
  it.each([
    ['1', '1'],
    ['0.5', '500m'],
    ['1500m', '1500m'],
    ['1000m', '1'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['0.5Mi', '512Ki'],
    ['100000000', '100M'],
    ['1e3', '1e3'],
    ['0', '0'],
    ['0.0', '0'],
    ['-1', '-1'],
    ['+1', '1'],
    ['.5', '500m'],
    ['1Ki', '1Ki'],
    ['0.1u', '100n'],
    ['0.1n', '1n'],
  ])('%s is %s', (text, quantity) => {
    expect(canonicalQuantity(text)).toEqual({ quantity });
  });
});

it('a version before 1.37 gives StatefulSets no maxUnavailable', () => {
  const given = { spec: { template: { spec: {} } } };
  const strategy = (version: string): Json | undefined =>
    ((defaultObject(resource('StatefulSet', 'apps/v1'), given, differencesOf(version)).spec as JsonObject).updateStrategy as JsonObject).rollingUpdate;
  expect(strategy('1.36')).toEqual({ partition: 0 });
  expect(strategy('1.37')).toEqual({ partition: 0, maxUnavailable: 1 });
});

describe('any body', () => {
  const bodies = fc.tuple(fc.constantFrom(...recorded.map(({ body }) => body)), fc.array(fc.nat(), { maxLength: 8 }), fc.jsonValue());

  /** The body with one value, found by a walk, replaced. */
  function mutated(body: JsonObject, walk: readonly number[], value: unknown): JsonObject {
    const copy = JSON.parse(JSON.stringify(body)) as { [key: string]: unknown };
    let at: { [key: string]: unknown } = copy;
    for (const [i, step] of walk.entries()) {
      const keys = Object.keys(at);
      const key = keys[step % (keys.length || 1)];
      if (key === undefined || key === 'kind' || key === 'apiVersion') break;
      const next = at[key];
      if (i < walk.length - 1 && typeof next === 'object' && next !== null) at = next as { [key: string]: unknown };
      else {
        at[key] = value;
        break;
      }
    }
    return copy as JsonObject;
  }

  it('is taken or refused with paths into it, and defaulting twice is defaulting once', () => {
    fc.assert(
      fc.property(bodies, ([body, walk, value]) => {
        const changed = mutated(body, walk, value);
        const result = decodeObject(resourceOf(body), changed, 'Strict');
        restoreObject(resourceOf(body), changed, changed, 'Strict');
        if (!result.ok) {
          expect(result.problems.length).toBeGreaterThan(0);
          return;
        }
        const once = defaultObject(resourceOf(body), result.object);
        expect(defaultObject(resourceOf(body), once)).toEqual(once);
        expect(decodeObject(resourceOf(body), once, 'Strict')).toMatchObject({ ok: true, object: once });
      }),
      { numRuns: 1500 },
    );
  });
});
