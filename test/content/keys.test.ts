import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exerciseKey, hintList } from '../../scripts/keys/exercise-key.ts';
import { bundleExercise, readExercises } from '../../src/exercise/load.ts';

const folderOf = (id: string) => readExercises().find(({ definition }) => definition.id === id)!;

test.each(['ja', 'en'] as const)('a key in %s has the answers, the log of grading them, wrong answers with their feedback, and the hints', async (language) => {
  const key = await exerciseKey(folderOf('L03-E2'), language);
  const [reference, another, wrong, hints, talk] =
    language === 'ja'
      ? ['模範解答', '別解1', 'よくある誤答', '学習者が開けるヒント', '話し合うこと']
      : ['Reference answer', 'Another right answer, 1', 'Common wrong answers', 'Hints that learners can open', 'To talk about'];
  const places = [reference, another, wrong, hints, talk].map((heading) => key.indexOf(`<h3>${heading}</h3>`));
  expect(places.every((place) => place > 0)).toBe(true);
  expect([...places].sort((a, b) => a - b)).toEqual(places);
  expect(key).toMatch(/- port: 80\n\s+targetPort: 8080/u);
  expect(key).toMatch(/shop\/debug: GET http:\/\/a\/<\/code><\/td><td>[^<]+<code>HTTP 200 · delivered → 10\.244\./u);
  for (const name of ['selector-blamed', 'swapped-hops', 'deployment-moved']) expect(key).toContain(`<h4><code>${name}</code></h4>`);
  expect(key).toContain(language === 'ja' ? '満たさない判定' : 'Checks that fail');
  expect(key).toContain('(M06)');
  // What marks a wrong answer for the tests is not part of it.
  expect(key).not.toContain('#~');
});

test.each(['ja', 'en'] as const)('hints that differ from phase to phase are listed in %s, each under its phase', async (language) => {
  const folder = readExercises().find(({ definition }) => definition.drawn !== undefined && definition.phases)!;
  const { words, definition } = await bundleExercise(folder, language);
  const list = hintList(definition, words);
  expect(list.split('<li>')).toHaveLength(definition.hints + 1);
  expect(list).not.toContain('<li></li>');
  for (const { id } of definition.phases!) {
    for (const number of [2, 3]) expect(list).toContain(words.sections[`hint-${number}-${id}`]);
    expect(list.split(`<p><b>${words.headings[`phase-${id}`]}</b></p>`)).toHaveLength(definition.hints);
  }
});

test('typed answers and tables are in a key by name', async () => {
  const key = await exerciseKey(folderOf('L01-E2'), 'en');
  expect(key).toContain('$ kubectl get pods -o wide');
  expect(key).toMatch(/<dt>[^<]+ — A container crashed[^<]*<\/dt><dd>\w/u);
});

test('beside the reference answer, only what is chosen otherwise is listed', async () => {
  const key = await exerciseKey(folderOf('L04-E1'), 'en');
  const [reference = '', another = '', ...wrong] = key.split(/<h3>Another right answer, 1<\/h3>|<section class="wrong">/u);
  const chosen = (part: string): number => part.split('<dt>').length - 1;
  expect(chosen(reference)).toBe(13);
  expect(chosen(another)).toBe(0);
  for (const part of wrong) expect(chosen(part)).toBeLessThanOrEqual(5);
});

test('only the command makes them, and git and the ZIP leave them out', () => {
  expect(readFileSync('.gitignore', 'utf8').split('\n')).toContain('/keys/');
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  expect(Object.keys(scripts).filter((name) => scripts[name]?.includes('keys'))).toEqual(['keys']);
});
