import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { clusterConfig, createCluster } from '../../src/engine/index.ts';
import { findImage } from '../../src/engine/images/image-table.ts';
import type { ComplaintId } from '../../src/exercise/custom/complaint.ts';
import { bundleOfCustom, readCustomExercise } from '../../src/exercise/custom/custom-exercise.ts';
import { CUSTOM_IMAGES } from '../../src/exercise/custom/custom-laws.ts';
import { CUSTOM_LIMIT, customJSONSchema } from '../../src/exercise/custom/custom-schema.ts';
import { safeHTML } from '../../src/exercise/custom/safe-markdown.ts';
import { readCustomFolder } from '../../src/layouts/custom/custom-folder.ts';
import { judgeGiven, openLab, takeAction } from '../../src/lab/session.ts';
import { customWords, sayComplaint } from '../../src/messages/custom-words.ts';
import { LINK_LIMIT, packText, unpackText } from '../../src/progress/share-link.ts';

const good = readFileSync('content/custom/bakery-counter.yaml', 'utf8');
type Value = Record<string, unknown>;

interface Loose {
  words: { [language: string]: { sections: { [id: string]: Value } } };
  checks: unknown[];
  solutions: unknown[];
}

/** The good exercise with something changed, as YAML with one field to a line. */
function changed(change: (value: Loose) => void): string {
  const value = parse(good) as Loose;
  change(value);
  return stringify(value, { aliasDuplicateObjects: false });
}
/** Its English story reads so. */
const withStory = (text: string): string => changed(({ words }) => void (words['en']!.sections['story'] = { text }));
const replaced = (part: string, by: string): string => {
  expect(good).toContain(part);
  return good.replace(part, by);
};
const many = (count: number, make: (at: number) => unknown): unknown[] => Array.from({ length: count }, (_, at) => make(at));
const httpCheck = (id: string): Value => ({ id, kind: 'http', from: 'operator', url: 'http://x/', status: 200 });

test('the public schema is the one that is read', () => {
  expect(JSON.parse(readFileSync('public/schema/exercise.json', 'utf8'))).toEqual(JSON.parse(JSON.stringify(customJSONSchema())));
});

test.each([
  ['YAML', good],
  ['JSON', JSON.stringify(parse(good), null, 2)],
  ['JSON on one line', JSON.stringify(parse(good))],
])('a good exercise is read from %s, in both languages', (_, text) => {
  const read = readCustomExercise(text);
  if ('complaints' in read) throw new Error(JSON.stringify(read.complaints));
  expect(read.languages).toEqual(['ja', 'en']);
  expect(read.id).toMatch(/^CUSTOM-bakery-counter-[0-9a-f]{8}$/u);
  expect(bundleOfCustom(read, 'ja').words.title).toBe('パン屋のカウンター');
  expect(bundleOfCustom(read, 'en').words.headings['check-answers']).toBe('From baker to <code class="unbroken">http://counter/</code>');
});

test('its starter fails and its solution passes', () => {
  const read = readCustomExercise(good);
  if ('complaints' in read) throw new Error(JSON.stringify(read.complaints));
  const bundle = bundleOfCustom(read, 'en');
  const lab = openLab(bundle);
  expect(judgeGiven(lab).checks.map(({ passed }) => passed)).toEqual([false, false]);
  const solved = takeAction(lab, { kind: 'apply', texts: bundle.solutions[0]?.texts ?? {} });
  expect(solved.verdict?.passed).toBe(true);
});

test('one language is enough; words may be mended without another id, the rest may not', () => {
  const idOf = (text: string): string => {
    const read = readCustomExercise(text);
    return 'complaints' in read ? JSON.stringify(read.complaints) : read.id;
  };
  const one = changed(({ words }) => delete words['ja']);
  const read = readCustomExercise(one);
  if ('complaints' in read) throw new Error(JSON.stringify(read.complaints));
  expect(read.languages).toEqual(['en']);
  expect(bundleOfCustom(read, 'ja').words.sections['task']).toMatch(/^<div lang="en"><ol>/u);
  expect(idOf(one)).toBe(idOf(good));
  expect(idOf(replaced('targetPort: 8080\nsolutions', 'targetPort: 8081\nsolutions'))).not.toBe(idOf(good));
});

/** What is refused: the text, the complaint, and a part of the line it names. */
const hostile: readonly (readonly [what: string, text: () => string, id: ComplaintId, place?: string])[] = [
  ['nothing', () => ' \n\n', 'empty'],
  ['a text that is too long', () => `${good}\n# ${'x'.repeat(CUSTOM_LIMIT.characters)}`, 'too-large'],
  ['prose', () => 'Dear reader,\nthis is a letter.', 'not-exercise'],
  ['a page of HTML', () => '<!doctype html>\n<script>alert(1)</script>', 'not-exercise'],
  ['a list', () => '[1, 2, 3]', 'not-exercise'],
  ['a form to come', () => replaced('minato-exercise/1', 'minato-exercise/2'), 'newer', 'format:'],
  ['broken indentation', () => replaced('kind: break-fix', ' kind: break-fix'), 'syntax', 'id: bakery-counter'],
  ['a tab', () => replaced('  given:', '\tgiven:'), 'syntax', '\tgiven:'],
  ['a bracket left open', () => replaced('editable: [counter.yaml]', 'editable: [counter.yaml'), 'syntax'],
  ['a field twice', () => replaced('difficulty: 1', 'difficulty: 1\ndifficulty: 2'), 'syntax', 'difficulty: 2'],
  ['two documents', () => `${good}\n---\na: 1\n`, 'syntax', '---'],
  ['billions of laughs', () => `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n`, 'alias', 'a: &a'],
  ['a merge key', () => replaced('cluster: { namespace: bakery }', 'cluster: { <<: { namespace: bakery } }'), 'forbidden-key', 'cluster:'],
  ['a tag', () => replaced('minutes: 5', 'minutes: !!js/function "function () {}"'), 'tag', 'minutes:'],
  ['a key of all objects', () => replaced('minutes: 5', '__proto__: { admin: true }\nminutes: 5'), 'forbidden-key', '__proto__'],
  ['a constructor among labels', () => replaced('labels: { app: oven } }\n  - id: answers', 'labels: { constructor: oven } }\n  - id: answers'), 'forbidden-key', 'constructor'],
  ['a key that is a list', () => replaced('minutes: 5', '? [a, b]\n: 5\nminutes: 5'), 'forbidden-key', '? [a, b]'],
  ['brackets without end', () => '['.repeat(100_000), 'too-deep'],
  ['dashes without end', () => '- '.repeat(90_000), 'too-deep'],
  ['JSON within JSON', () => `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`, 'too-deep'],
  ['fifteen thousand fields', () => many(15_000, (at) => `k${at}: 1`).join('\n'), 'too-many-values'],
  ['a field too many', () => replaced('minutes: 5', 'minutes: 5\nonload: alert(1)'), 'unknown-field', 'onload'],
  ['a field too few', () => replaced('difficulty: 1\n', ''), 'missing-field'],
  ['another kind of exercise', () => replaced('kind: break-fix', 'kind: quiz'), 'not-one-of', 'kind: quiz'],
  ['a check that nobody knows', () => replaced('kind: endpoints\n    namespace: bakery\n    service: counter\n    pods', 'kind: execute\n    namespace: bakery\n    service: counter\n    pods'), 'not-one-of', 'kind: execute'],
  ['an address that is a script', () => replaced('url: http://counter/', 'url: "javascript:alert(1)"'), 'form', 'url:'],
  ['a place outside the cluster', () => replaced('from: bakery/baker', 'from: ../../etc'), 'form', 'from:'],
  ['a file outside the folder', () => replaced('    counter.yaml: |\n      apiVersion', '    ../counter.yaml: |\n      apiVersion'), 'form', '../counter.yaml'],
  ['a number without end', () => replaced('minutes: 5', 'minutes: .inf'), 'wrong-type', 'minutes:'],
  ['a huge number', () => replaced('difficulty: 1', 'difficulty: 1e300'), 'too-big', 'difficulty:'],
  ['half an exercise', () => replaced('difficulty: 1', 'difficulty: 1.5'), 'wrong-type', 'difficulty:'],
  ['a list where a text belongs', () => replaced('id: bakery-counter', 'id: [a]'), 'wrong-type', 'id:'],
  ['a cluster of another kind', () => replaced('{ namespace: bakery }', '{ namespace: bakery, base: gke }'), 'not-one-of', 'base:'],
  ['an image from anywhere', () => replaced('cluster: { namespace: bakery }', 'cluster: { namespace: bakery, images: [{ name: a, from: evil.example/miner }] }'), 'unknown-image', 'evil'],
  ['a script in a text', () => replaced('          Two oven Pods run', '          <script>alert(1)</script>\n\n          Two oven Pods run'), 'html', '<script>'],
  ['an image that runs something', () => replaced('        heading: Your task', "        heading: Your <img src=x onerror='alert(1)'> task"), 'html', 'onerror'],
  ['HTML in the title', () => replaced('title: The bakery counter', 'title: <b>The bakery</b>'), 'html', '<b>'],
  ['a star before every letter', () => replaced('1. Find', `1. ${'*a'.repeat(50_000)} Find`), 'too-much-markdown', '*a*a'],
  ['signs in a heading', () => replaced('heading: Your task', `heading: Your${' _a'.repeat(500)} task`), 'too-much-markdown', '_a _a'],
  ['quotes within each other', () => replaced('          1. Find', `          ${'> '.repeat(20_000)}Find`), 'too-much-markdown', '> > >'],
  ['numbers of lists within each other', () => replaced('          1. Find', `          ${'1. '.repeat(5_000)}Find`), 'too-much-markdown', '1. 1. 1.'],
  ['lists below each other, ever deeper', () => replaced('          1. Find', `          1. Find\n${many(60, (at) => `          ${'  '.repeat(at)}- a`).join('\n')}`), 'too-much-markdown'],
  ['a quote in every line', () => replaced('          1. Find', `          1. Find\n\n${many(900, () => '          > > > > a').join('\n\n')}`), 'too-much-markdown', 'sections:'],
  ['no language', () => changed((value) => void (value.words = {})), 'no-language', 'words'],
  ['a language nobody has', () => changed(({ words }) => void (words['fr'] = words['en']!)), 'unknown-field', 'fr:'],
  ['a check without words', () => replaced('      check-answers:\n        heading: From', '      check-answer:\n        heading: From'), 'missing-section'],
  ['a hint too many', () => replaced('hints: 2', 'hints: 3'), 'missing-section'],
  ['a starter that is not there', () => replaced('editable: [counter.yaml]', 'editable: [counter.yaml, other.yaml]'), 'missing-starter', 'editable'],
  ['a solution that writes elsewhere', () => replaced('  - texts:\n      counter.yaml', '  - texts:\n      elsewhere.yaml'), 'solution-writes-elsewhere', 'elsewhere'],
  ['a solution of nothing', () => changed((value) => void (value.solutions = [{}])), 'empty-solution'],
  ['no solution', () => changed((value) => void (value.solutions = [])), 'too-short', 'solutions'],
  ['a thousand commands', () => changed((value) => void (value.solutions = [{ commands: many(1000, () => ({ line: 'while :; do :; done' })) }])), 'too-long'],
  ['a hundred and one Pods', () => replaced('replicas: 2', 'replicas: 101'), 'too-many-pods', 'files:'],
  ['a thousand million Pods', () => replaced('replicas: 2', 'replicas: 1000000000'), 'too-many-pods', 'files:'],
  ['many objects', () => replaced('    10-bakery.yaml: |\n', `    10-bakery.yaml: |\n${'      {kind: Service}\n      ---\n'.repeat(41)}`), 'too-many-objects', 'files:'],
  ['checks without number', () => changed((value) => void value.checks.push(...many(60, (at) => httpCheck(`more-${at}`)))), 'too-many-checks'],
  ['checks in checks', () => changed((value) => void value.checks.push(many(5, (at) => at).reduce<Value>((hold, at) => ({ id: `n${String(at)}`, kind: 'not', hold }), httpCheck('in')))), 'nested-too-deep'],
  ['a year of virtual time', () => changed((value) => void value.checks.push({ id: 'late', kind: 'after', event: { kind: 'advance', seconds: 31_536_000 }, hold: [httpCheck('in')] })), 'too-much-time'],
  ['a patch that scales', () => changed((value) => void value.checks.push({ id: 'p', kind: 'after', event: { kind: 'patch', table: 'deployments', namespace: 'a', name: 'b', patch: { spec: { replicas: 9_999 } } }, hold: [httpCheck('in')] })), 'too-many-pods'],
  ['two checks of one name', () => replaced('  - id: answers', '  - id: listed'), 'repeated-check'],
  ['a choice twice', () => changed((value) => void ((value as { questions?: unknown }).questions = [{ field: 'why', choices: ['a', 'b', 'a'] }])), 'repeated-choice'],
  ['feedback about nothing', () => replaced('explains: listed', 'explains: nothing'), 'explains-no-check', 'explains:'],
];

test.each([
  ['? ', 600],
  ['{', 150],
])('a manifest in which keys stand within keys is for the learner to mend, and is read at once: %s, %i times', (opening, times) => {
  const began = performance.now();
  const read = readCustomExercise(replaced('      metadata:\n        name: oven', `      ${opening.repeat(times)}\n      metadata:\n        name: oven`));
  expect('complaints' in read ? read.complaints : []).toEqual([]);
  expect(performance.now() - began).toBeLessThan(2000);
});

test('there are many hostile texts', () => expect(hostile.length).toBeGreaterThanOrEqual(50));

test.each(hostile.map(([what, text, id, place = '']) => [what, text, id, place] as const))('%s is refused, by name and place', (_, make, id, place) => {
  const text = make();
  const began = performance.now();
  const read = readCustomExercise(text);
  if (!('complaints' in read)) throw new Error('it was taken');
  const found = read.complaints.find((complaint) => complaint.id === id);
  expect(found, JSON.stringify(read.complaints)).toBeDefined();
  expect(text.split('\n')[(found?.line ?? 0) - 1], JSON.stringify(found)).toContain(place);
  // Whatever it is, it is told in both languages, in sentences.
  for (const { id: one, params } of read.complaints) {
    expect(sayComplaint(customWords('en'), one, params)).toMatch(/[.?]$/u);
    expect(sayComplaint(customWords('ja'), one, params)).toMatch(/[\u3040-\u30ff]/u);
  }
  expect(performance.now() - began).toBeLessThan(10_000);
});

describe('what is written by others', () => {
  const withText = (text: string): string => {
    const read = readCustomExercise(withStory(text));
    if ('complaints' in read) throw new Error(JSON.stringify(read.complaints));
    return bundleOfCustom(read, 'en').words.sections['story'] ?? '';
  };
  test.each([
    ['[click](javascript:alert(1))', '<p>click <code>javascript:alert(1)</code></p>'],
    ['![x](https://evil.example/a.png)', '<p>x</p>'],
    ['`<script>`', '<p><code>&lt;script&gt;</code></p>'],
    ['```html "onload=x\n<b>\n```', '<pre class="language-text"><code>&lt;b&gt;</code></pre>'],
    ['a & b "c" &lt;i&gt;', '<p>a &amp; b &quot;c&quot; &lt;i&gt;</p>'],
    ['# Large', '<p><strong>Large</strong></p>'],
    ['**太字**です\n続き', '<p><strong>太字</strong>です続き</p>'],
  ])('%s becomes text and plain elements', (markdown, html) => {
    expect(withText(markdown)).toBe(html);
  });

  test('whatever it is, only known elements without attributes come out', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('<', '>', '"', "'", '`', '*', '[', ']', '(', ')', '!', '\n', 'a', ' ', '&', 'javascript:', 'x=', '#', '- ', '\\'), { maxLength: 40 }), (parts) => {
        expect(safeHTML(parts.join('')).replace(/<\/?(?:p|strong|em|code|ul|ol|li|blockquote|br|pre)>|<pre class="language-text">/gu, '')).not.toMatch(/[<>"]/u);
      }),
      { numRuns: 400, seed: 7 },
    );
  });
});

test('any text gives an answer, with lines that the text has', () => {
  const lines = good.split('\n');
  const mangled = fc
    .array(fc.record({ at: fc.nat(lines.length - 1), by: fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('', '- - -', '{', ']', '? ', '&a', '*a', '!!x y', '\t', '"', ': :', '|', '>', '%', '---')) }), { minLength: 1, maxLength: 4 })
    .map((changes) => changes.reduce((text, { at, by }) => text.with(at, by), lines).join('\n'));
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 300 }), fc.json(), mangled), (text) => {
      const read = readCustomExercise(text);
      if (!('complaints' in read)) return;
      expect(read.complaints.length).toBeGreaterThan(0);
      for (const { line } of read.complaints) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(text.split('\n').length);
      }
    }),
    { numRuns: 200, seed: 5 },
  );
});

describe('links', () => {
  test('an exercise comes out of a link as it went in', async () => {
    const packed = await packText(good);
    expect(packed?.length).toBeLessThan(4_000);
    expect(await unpackText(packed ?? '', CUSTOM_LIMIT.characters)).toEqual({ text: good });
  });

  test('a link that was cut, is something else, is too long, or holds too much is refused', async () => {
    const packed = (await packText(good)) ?? '';
    expect(await unpackText(packed.slice(0, 300), CUSTOM_LIMIT.characters)).toEqual({ refused: 'broken' });
    expect(await unpackText(packed.replace(/./u, '*'), CUSTOM_LIMIT.characters)).toEqual({ refused: 'broken' });
    expect(await unpackText('A'.repeat(LINK_LIMIT + 1), CUSTOM_LIMIT.characters)).toEqual({ refused: 'too-large' });
    const bomb = (await packText('x'.repeat(3_000_000))) ?? '';
    expect(bomb.length).toBeLessThan(LINK_LIMIT);
    expect(await unpackText(bomb, CUSTOM_LIMIT.characters)).toEqual({ refused: 'too-large' });
    expect(await packText(Array.from({ length: 9_000 }, (_, at) => Math.imul(at, 2_654_435_761).toString(36)).join(''))).toBeUndefined();
  });
});

test('the images to make others from are those of the simulator', () => {
  const { config } = createCluster(clusterConfig({}), 1);
  for (const image of CUSTOM_IMAGES) expect(findImage(config, image), image).toBeDefined();
});

test('the folder of this site is read, and its exercises have titles in both languages', () => {
  expect(readCustomFolder().map(({ file, titles }) => [file, titles])).toEqual([['bakery-counter.yaml', { ja: 'パン屋のカウンター', en: 'The bakery counter' }]]);
});
