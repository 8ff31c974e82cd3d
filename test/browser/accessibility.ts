import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The rules whose answer depends on colours, and so on the theme. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A line for every rule that axe finds broken in a page as it stands, or in a part of it: by all rules, or by those of colours alone. */
export async function accessibilityFaults(page: Page, { within, colours = false }: { within?: string; colours?: boolean } = {}): Promise<readonly string[]> {
  // There are no frames of other origins to look into, which is what the other mode opens a second page for.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (within !== undefined) axe.include(within);
  const { violations } = await (colours ? axe.withRules(OF_COLOURS) : axe.withTags(LEVELS)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, target }) => `${target.join(' ')} ${html.slice(0, 120)}`).join(' | ')}`);
}

/** What axe finds in a page in each theme, one after the other without loading it anew: by all rules in the first, by those of colours in the others. */
export async function faultsInEveryTheme(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark', 'contrast']) {
    await page.evaluate((name) => {
      document.documentElement.dataset['theme'] = name;
      document.dispatchEvent(new CustomEvent('minato:theme'));
    }, theme);
    found.push(...(await accessibilityFaults(page, { colours: theme !== 'light' })).map((line) => `${theme}: ${line}`));
  }
  return found;
}
