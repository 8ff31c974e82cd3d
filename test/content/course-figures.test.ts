import { expect, test } from 'vitest';
import { readCoverage, readExercises, readLessons } from '../../src/exercise/load.ts';
import { claimsOf, correctionsOf, termsOf, workedExampleOf } from '../../src/exercise/lesson-parts.ts';
import { courseFigures } from '../../src/layouts/about/course-figures.ts';
import { answersOf } from './exercise-answers.ts';

const figures = courseFigures('en');
const rows = figures.flatMap(({ exercises }) => exercises);

test('the page counts every exercise of every written lesson, once', () => {
  expect(figures.length).toBe(readLessons().length);
  const shown = readLessons().flatMap(({ lesson }) => lesson.exercises);
  expect(rows.map(({ id }) => id).sort()).toEqual([...shown].sort());
});

test('it counts the answers that the laws try', () => {
  for (const folder of readExercises()) {
    const row = rows.find(({ id }) => id === folder.definition.id);
    if (row) expect([row.id, row.right, row.wrong]).toEqual([row.id, answersOf(folder, 'solution').length, answersOf(folder, 'wrong').length]);
  }
});

test('every claim is in a row of a lesson and of an exercise, wherever both are written', () => {
  const written = new Set(figures.map(({ id }) => id));
  const whole = Object.entries(readCoverage()).filter(([, { lessons }]) => lessons.every((id) => written.has(id)));
  expect(whole.length).toBeGreaterThan(80);
  expect(figures.reduce((sum, { statements }) => sum + statements, 0)).toBeGreaterThanOrEqual(whole.length);
});

test('both languages say the same number of corrections in every lesson, and at least three', () => {
  const counted = (language: 'ja' | 'en') => courseFigures(language).map(({ id, corrections }) => `${id} ${corrections.length}`);
  expect(counted('ja')).toEqual(counted('en'));
  expect(figures.filter(({ corrections }) => corrections.length < 3).map(({ id }) => id)).toEqual([]);
});

test('a point keeps its words, and loses tags and line breaks', () => {
  expect(correctionsOf('<OlderGuides>\n- A <Term id="x" /> is\n  here.\n- See <Rule id="y">this</Rule>.\n</OlderGuides>\n', () => 'node')).toEqual(['A node is here.', 'See this.']);
});

test('a card has the claims of a lesson, its terms and its worked example', () => {
  const mdx = '## Where [#where]\n\n<Lead>Every <Term id="node" /> has\nrules.</Lead>\n\nText.\n\n## Bare [#bare]\n\nText.\n\n<Steps file="a.yaml">\n</Steps>\n<Manifest file="b.yaml" />\n';
  expect(claimsOf(mdx, () => 'node')).toEqual([{ heading: 'Where', claim: 'Every node has rules.' }]);
  expect(termsOf(mdx)).toEqual(['node']);
  expect(workedExampleOf(mdx)).toBe('a.yaml');
  expect(workedExampleOf('<Manifest file="b.yaml" />')).toBe('b.yaml');
  const bare = readLessons().filter(({ files }) => claimsOf(files['ja.mdx'] ?? '', (id) => id).length < 2);
  expect(bare.map(({ path }) => path)).toEqual([]);
});
