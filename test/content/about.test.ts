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
