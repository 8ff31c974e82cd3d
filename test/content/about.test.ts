import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../../src/layouts/about/', import.meta.url);
const idsOf = (file: string) => [...readFileSync(new URL(file, folder), 'utf8').matchAll(/\sid="([^"]+)"/gu)].map(([, id]) => id);

test('the pages about the site have the same headings in both languages', () => {
  const halves = readdirSync(folder).filter((name) => /(?:En|Ja)\.astro$/u.test(name));
  const subjects = [...new Set(halves.map((name) => name.slice(0, -'En.astro'.length)))];
  expect(halves).toHaveLength(2 * subjects.length);
  expect(subjects).toEqual(expect.arrayContaining(['About', 'Fidelity']));
  for (const subject of subjects) {
    expect(idsOf(`${subject}En.astro`).length, subject).toBeGreaterThan(2);
    expect(idsOf(`${subject}En.astro`), subject).toEqual(idsOf(`${subject}Ja.astro`));
  }
});
