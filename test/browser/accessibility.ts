import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The rules whose answer depends on what a theme changes: colours, and the lines around controls. */
const OF_THEMES = ['color-contrast', 'link-in-text-block', 'target-size'];
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A line for every rule that axe finds broken in a page as it stands, or in a part of it: by all rules, or by those of themes alone. */
export async function accessibilityFaults(page: Page, { within, themed = false }: { within?: string; themed?: boolean } = {}): Promise<readonly string[]> {
  // There are no frames of other origins to look into, which is what the other mode opens a second page for.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  if (within !== undefined) axe.include(within);
  const { violations } = await (themed ? axe.withRules(OF_THEMES) : axe.withTags(LEVELS)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, target }) => `${target.join(' ')} ${html.slice(0, 120)}`).join(' | ')}`);
}

/** What axe finds in a page in each theme, without loading it anew: by all rules in the first, by those of themes in the others and where the system is dark. */
export async function faultsInEveryTheme(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark', 'contrast', 'system']) {
    if (theme === 'system') await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.evaluate((name) => {
      if (name === 'system') delete document.documentElement.dataset['theme'];
      else document.documentElement.dataset['theme'] = name;
      document.dispatchEvent(new CustomEvent('minato:theme'));
    }, theme);
    found.push(...(await accessibilityFaults(page, { themed: theme !== 'light' })).map((line) => `${theme}: ${line}`));
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: 'reduce' });
  return found;
}
