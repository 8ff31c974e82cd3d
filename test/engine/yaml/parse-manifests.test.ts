import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/engine/api/kubernetes-object.ts';
import { MAX_FILE_BYTES, parseManifests } from '../../../src/engine/yaml/parse-manifests.ts';

/** What apimachinery v0.37.1 NewYAMLOrJSONDecoder (over sigs.k8s.io/yaml v1.6.0) gave for each text: documents up to the first complaint. */
const recorded = JSON.parse(readFileSync(new URL('go-answers.json', import.meta.url), 'utf8')) as {
  text: string;
  documents: { value?: Json; err?: string }[];
}[];

/** Documents as kubectl would have them: nothing after the first complaint. */
function asKubectl(text: string): { value?: Json; err?: string }[] {
  const seen: { value?: Json; err?: string }[] = [];
  for (const { value, complaint } of parseManifests(text)) {
    if (complaint !== undefined) return [...seen, { err: complaint }];
    seen.push({ value: value as Json });
  }
  return seen;
}

describe('text as the Go programs read it', () => {
  it.each(recorded)('$text', ({ text, documents }) => {
    expect(asKubectl(text)).toEqual(documents);
  });
});

describe('positions', () => {
  const slice = (text: string, path: string): { key?: string; value: string } => {
    const at = parseManifests(text)[0]?.positions.get(path);
    if (!at) throw new Error(`nothing at ${path}`);
    return { ...(at.key ? { key: text.slice(at.key.start, at.key.end) } : {}), value: text.slice(at.value.start, at.value.end) };
  };

  it('count UTF-16 units, below Japanese comments and emoji', () => {
    expect(slice('# 港⚓️😀\nspec:\n  ports: # ポート\n  - port: 80\n    名前: "😀x"\n', 'spec.ports[0].名前')).toEqual({ key: '名前', value: '"😀x"' });
  });

  it('lead through flow collections, aliases and keys with dots', () => {
    const text = 'a: &x {b: [1, {c: 2}]}\nd: *x\nmetadata: {labels: {app.kubernetes.io/name: web}}\n';
    expect(slice(text, 'a.b[1].c')).toEqual({ key: 'c', value: '2' });
    expect(slice(text, 'd.b[1].c')).toEqual({ key: 'c', value: '2' });
    expect(slice(text, 'metadata.labels[app.kubernetes.io/name]')).toEqual({ key: 'app.kubernetes.io/name', value: 'web' });
  });

  it('name a key by what it means, not by how it is written', () => {
    expect(slice('selector: {y: 2}\n', 'selector.true')).toEqual({ key: 'y', value: '2' });
  });

  it('of the later of two equal keys stand; the earlier is pointed at', () => {
    const text = 'port: 80\nport: 81\n';
    expect(slice(text, 'port')).toEqual({ key: 'port', value: '81' });
    expect(parseManifests(text)[0]?.problems).toEqual([{ id: 'yaml-duplicate-key', severity: 'warning', span: { start: 0, end: 4 }, params: { key: 'port' } }]);
  });

  it('are there as far as broken text can be read', () => {
    const text = 'kind: Service\nmetadata:\n  name: web\n spec: x\n';
    expect(slice(text, 'metadata.name')).toEqual({ key: 'name', value: 'web' });
  });
});

describe('problems of text', () => {
  it.each([
    ['a tab indents', 'a:\n\tb: 1\n', 'yaml-tab-indentation', '\t'],
    ['two mappings begin on one line', 'a: b: c\n', 'yaml-nested-mapping-on-one-line', 'b:'],
    ['and go on below it', 'a: b:\n  c: d\n', 'yaml-nested-mapping-on-one-line', 'b:'],
    ['a key is deeper than the one above, which has a value', 'metadata:\n  name: api\n    namespace: shop\n', 'yaml-bad-indentation', 'namespace'],
    ['the same in a list', 'ports:\n  - port: 80\n      targetPort: 8080\n', 'yaml-bad-indentation', 'targetPort'],
    ['a line hangs between two levels', 'a:\n  b: 1\n c: 2\n', 'yaml-bad-indentation', 'c:'],
    ['the last key of a block has no colon', 'a:\n  b: 1\n  port 80\nc: 2\n', 'yaml-key-over-several-lines', 'port 80'],
    ['the last key of a block has no space behind its colon', 'a:\n  b: 1\n  port:80\nc: 2\n', 'yaml-key-over-several-lines', 'port:80'],
    ['a quote stays open', 'a: "x\n', 'yaml-missing-character', '"x'],
    ['a bracket stays open', 'a: [1, 2\nb: 3\n', 'yaml-bad-indentation', 'b:'],
    ['an alias names nothing', 'a: *nope\n', 'yaml-unknown-anchor', '*nope'],
    ['a word begins with a reserved character', 'a: @x\n', 'yaml-reserved-character', '@x'],
    ['a template was pasted', 'a: {{ x }}\n', 'yaml-unusable-key', '{ x }'],
    ['a control character stands in the text', 'a: \u0001\n', 'yaml-not-text', '\u0001'],
    ['a word follows the separator', '--- a\n', 'yaml-bad-separator', 'a'],
    ['JSON stops being JSON', '{"a":1}{"b":2}{c}', 'json-syntax', 'c'],
  ])('%s', (_, text, id, marked) => {
    const problem = parseManifests(text).flatMap(({ problems }) => problems)[0];
    expect(problem?.id).toBe(id);
    expect(text.slice(problem?.span.start, problem?.span.end).startsWith(marked)).toBe(true);
  });

  it.each([
    ['a new item lacks its dash', 'ports:\n  - port: 80\n    targetPort: 8080\n  port: 443\n', 'line-among-items', 'port:'],
    ['a key of an item is too far to the left', 'ports:\n  - port: 80\n   targetPort: 8080\n', 'line-among-items', 'targetPort:'],
    ['the space behind a dash is missing', 'ports:\n  - port: 80\n  -port: 443\n', 'line-among-items', '-port:'],
    ['an item comes after keys', 'ports:\n  port: 443\n  - port: 80\n', 'item-among-keys', '-'],
    ['a line between two levels of maps', 'items:\n  - a:\n      b: 1\n     c: 2\n', undefined, 'c:'],
  ])('of a list: %s', (_, text, list, marked) => {
    const problems = parseManifests(text).flatMap(({ problems: found }) => found);
    expect(problems.map(({ id, params, span }) => [id, params, text.slice(span.start, span.end)])).toEqual([
      ['yaml-bad-indentation', list ? { list } : {}, marked],
    ]);
  });

  it('of one document leave the others alone', () => {
    const documents = parseManifests('a: 1\n---\nb: @\n---\nc: 3\n');
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, undefined, { c: 3 }]);
  });
});

describe('limits', () => {
  it('a file over 256 KB is not read, and says so', () => {
    const [document] = parseManifests('あ'.repeat(MAX_FILE_BYTES / 3 + 1));
    expect(document?.problems[0]).toMatchObject({ id: 'yaml-too-large', params: { limitBytes: MAX_FILE_BYTES } });
    expect(document?.value).toBeUndefined();
  });

  it('aliases that multiply are stopped', () => {
    const bomb = [
      'a0: &a0 [x, x, x, x, x, x, x, x, x]',
      ...Array.from({ length: 8 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 9 }, () => `*a${i}`).join(', ')}]`),
    ].join('\n');
    const [document] = parseManifests(bomb);
    expect(document?.complaint).toBe('error converting YAML to JSON: yaml: document contains excessive aliasing');
    expect(document?.problems[0]?.id).toBe('yaml-alias-bomb');
  });

  it('where the second reader comes to the end of the stack, the first alone says what is wrong', () => {
    const [document] = parseManifests(`a: b\nc: { d: e, f: g${': '.repeat(8000)} }\n`);
    expect(document?.problems.map(({ id }) => id)).toEqual(['yaml-missing-character']);
    expect(document?.complaint).toContain('did not find expected');
  });
  it('deep nesting is refused and does not overflow', () => {
    expect(parseManifests('['.repeat(100_000))[0]?.problems[0]?.id).toBe('yaml-too-deep');
    expect(parseManifests('{"a":'.repeat(20_000))[0]?.complaint).toBeDefined();
    expect(parseManifests(Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i % 600)}a:`).join('\n')).length).toBeGreaterThan(0);
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ' ',
    '  ',
    '\t',
    '\n',
    ': ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '#',
    '&a ',
    '*a',
    '!!str ',
    '|',
    '>\n',
    '%',
    '?',
    '\\',
    '---\n',
    '<<: *a\n',
    'key',
    'y',
    '0x1f',
    '日本',
    '😀',
    '\r\n',
    '\ufeff',
    '\u0000',
  );
  it('is read without an exception, and every span lies inside it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
        ),
        (text) => {
          for (const { span, positions, problems } of parseManifests(text)) {
            for (const { start, end } of [
              span,
              ...problems.map((problem) => problem.span),
              ...[...positions.values()].flatMap(({ key, value }) => (key ? [key, value] : [value])),
            ]) {
              expect(start).toBeGreaterThanOrEqual(0);
              expect(end).toBeGreaterThanOrEqual(start);
              expect(end).toBeLessThanOrEqual(text.length);
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
