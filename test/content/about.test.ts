import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const idsOf = (file: URL) => [...readFileSync(file, 'utf8').matchAll(/\sid="([^"]+)"/gu)].map(([, id]) => id);

test.each([
  ['about', ['About', 'Fidelity']],
  ['workshop', ['Guide']],
])('the pages of src/layouts/%s have the same headings in both languages', (room, known) => {
  const folder = new URL(`../../src/layouts/${room}/`, import.meta.url);
  const halves = readdirSync(folder).filter((name) => /(?:En|Ja)\.astro$/u.test(name));
  const subjects = [...new Set(halves.map((name) => name.slice(0, -'En.astro'.length)))];
  expect(halves).toHaveLength(2 * subjects.length);
  expect(subjects).toEqual(expect.arrayContaining(known));
  for (const subject of subjects) {
    const [en, ja] = [`${subject}En.astro`, `${subject}Ja.astro`].map((file) => idsOf(new URL(file, folder))) as [string[], string[]];
    expect(en.length, subject).toBeGreaterThan(2);
    expect(en, subject).toEqual(ja);
  }
});

test('what the facilitator’s guide tells people to press or look for is called so on the pages', () => {
  const wordsOf = (folder: string): string =>
    readdirSync(new URL(`../../${folder}/`, import.meta.url))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(new URL(`../../${folder}/${name}`, import.meta.url), 'utf8'))
      .join('\n');
  const said = `${wordsOf('src/messages')}\n${wordsOf('src/local-server')}`.replaceAll("\\'", '’').replaceAll("'", '’');
  /** Questions of the instructor’s own. */
  const spoken = /[?か]$/u;
  for (const [file, quoted] of [
    ['GuideJa', /「([^」]+)」/gu],
    ['GuideEn', /“([^”]+)”/gu],
  ] as const) {
    const guide = readFileSync(new URL(`../../src/layouts/workshop/${file}.astro`, import.meta.url), 'utf8').replace(/\s+/gu, ' ');
    const quotes = [...guide.matchAll(quoted)].map(([, words = '']) => words).filter((words) => !spoken.test(words));
    expect(quotes.length, file).toBeGreaterThan(15);
    expect(
      quotes.filter((words) => !said.includes(words)),
      file,
    ).toEqual([]);
  }
});
