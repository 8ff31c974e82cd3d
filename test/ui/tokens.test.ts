import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '../../src/styles/tokens.css'), 'utf8');

/** What is declared in the block of a selector that stands behind a text. */
function declared(behind: string, selector: string): readonly string[] {
  const from = css.indexOf(`${selector} {`, css.indexOf(behind));
  return [...css.slice(from, css.indexOf('}', from)).matchAll(/--[\w-]+:[^;]+/gu)].map(([line]) => line.replace(/\s+/gu, ' '));
}

test.each([
  { theme: 'dark', asked: '@media (prefers-color-scheme: dark)' },
  { theme: 'contrast', asked: '@media (prefers-contrast: more)' },
])('$theme is the same, chosen or asked for by the device', ({ theme, asked }) => {
  const chosen = declared('', `:root[data-theme='${theme}']`);
  expect(css).toContain(asked);
  expect(chosen.length).toBeGreaterThan(15);
  expect(declared(asked, ':root:not([data-theme])')).toEqual(chosen);
});
