import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { readExercises } from '../../src/exercise/load.ts';

/** One exercise of every kind that the course has. */
const kinds = [...new Map(readExercises().map((folder) => [folder.definition.kind, folder] as const))];
const themes = ['light', 'dark', 'contrast'] as const;

test('the course has most kinds of exercise', () => {
  expect(kinds.length).toBeGreaterThanOrEqual(9);
});

for (const [i, [kind, { slug }]] of kinds.entries()) {
  const theme = themes[i % themes.length] ?? 'light';
  const language = i % 2 === 0 ? 'ja' : 'en';
  test(`axe finds nothing in an exercise of the kind ${kind}, ${language}, ${theme}, wide and at 390 px`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.addInitScript((name) => localStorage.setItem('minato:theme', name), theme);
    await page.goto(`${language}/exercises/${slug}/`);
    await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
    await expect(page.locator('.chart-sheet')).toBeVisible();
    const faults = async (): Promise<readonly string[]> => {
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
    };
    expect(await faults()).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const pane of [1, 3]) {
      await page.locator('.dock button').nth(pane).click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
    expect(await faults()).toEqual([]);
  });
}
