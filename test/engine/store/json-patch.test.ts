import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/engine/api/kubernetes-object.ts';
import { applyJsonPatch } from '../../../src/engine/store/json-patch.ts';

const DOCUMENT = { spec: { type: 'ClusterIP', ports: [{ port: 80 }, { port: 81 }] } };
const MISSING = 'missing value';

describe('an operation that cannot be done says why, in the library’s words', () => {
  test.each<[string, Json, string]>([
    [
      'a key that is not there',
      { op: 'remove', path: '/spec/nope' },
      `error in remove for path: '/spec/nope': Unable to remove nonexistent key: nope: ${MISSING}`,
    ],
    ['a place behind it', { op: 'add', path: '/nope/a', value: 1 }, `add operation does not apply: doc is missing path: "/nope/a": ${MISSING}`],
    ['one to be replaced', { op: 'replace', path: '/nope/a', value: 1 }, `replace operation does not apply: doc is missing path: /nope/a: ${MISSING}`],
    [
      'an index beyond the list',
      { op: 'replace', path: '/spec/ports/2', value: 1 },
      `replace operation does not apply: doc is missing key: /spec/ports/2: ${MISSING}`,
    ],
    [
      'one to be added',
      { op: 'add', path: '/spec/ports/3', value: 1 },
      "error in add for path: '/spec/ports/3': Unable to access invalid index: 3: invalid index referenced",
    ],
    [
      'a word for an index',
      { op: 'add', path: '/spec/ports/x', value: 1 },
      "error in add for path: '/spec/ports/x': value was not a proper array index: 'x': strconv.Atoi: parsing \"x\": invalid syntax",
    ],
    ['a test that fails', { op: 'test', path: '/spec/type', value: 'NodePort' }, 'testing value /spec/type failed: test failed'],
    ['a source that is not there', { op: 'copy', from: '/nope/a', path: '/a' }, `copy operation does not apply: doc is missing from path: /nope/a: ${MISSING}`],
    [
      'one that is to be moved',
      { op: 'move', from: '/spec/nope', path: '/a' },
      `error in move for path: 'nope': Unable to remove nonexistent key: nope: ${MISSING}`,
    ],
    ['no path', { op: 'add', value: 1 }, `add operation failed to decode path: ${MISSING}`],
    ['no such operation', { op: 'jump', path: '/a' }, 'Unexpected kind: jump'],
  ])('%s', (_, operation, words) => {
    expect(applyJsonPatch(DOCUMENT, [operation])).toEqual({ words });
  });

  test('an object is no list of operations', () => {
    expect(applyJsonPatch(DOCUMENT, {})).toEqual({ words: 'json: cannot unmarshal object into Go value of type jsonpatch.Patch' });
  });
});

test('what can be done is done, counted from either end', () => {
  const operations = [
    { op: 'replace', path: '/spec/ports/-1/port', value: 8081 },
    { op: 'add', path: '/spec/ports/-', value: { port: 82 } },
    { op: 'remove', path: '/spec/ports/0' },
    { op: 'copy', from: '/spec/nope', path: '/spec/copied' },
    { op: 'test', path: '', value: { spec: { copied: null, ports: [{ port: 8081 }, { port: 82 }], type: 'ClusterIP' } } },
  ];
  expect(applyJsonPatch(DOCUMENT, operations)).toEqual({ value: { spec: { type: 'ClusterIP', ports: [{ port: 8081 }, { port: 82 }], copied: null } } });
});
