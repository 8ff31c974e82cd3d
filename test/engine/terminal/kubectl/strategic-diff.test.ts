import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/engine/api/kubernetes-object.ts';
import { threeWayPatch, twoWayPatch } from '../../../../src/engine/terminal/kubectl/strategic-diff.ts';

/** What apimachinery's CreateThreeWayMergePatch (v0.37.1) made of each: last applied, file, server. */
const recorded = JSON.parse(readFileSync(new URL('go-patches.json', import.meta.url), 'utf8')) as {
  says: string;
  kind: string;
  original: JsonObject;
  modified: JsonObject;
  current: JsonObject;
  patch?: JsonObject;
  error?: string;
}[];

describe('the patch of apply', () => {
  it.each(recorded)('$kind: $says', ({ kind, original, modified, current, patch, error }) => {
    if (error === undefined) expect(threeWayPatch(kind, original, modified, current)).toEqual(patch);
    else expect(() => threeWayPatch(kind, original, modified, current)).toThrow(error);
  });
});

it('the patch of edit both changes and removes', () => {
  expect(twoWayPatch('Service', { spec: { selector: { a: 'b', c: 'd' }, type: 'NodePort' } }, { spec: { selector: { a: 'x' }, type: 'NodePort' } })).toEqual({
    spec: { selector: { a: 'x', c: null } },
  });
});
