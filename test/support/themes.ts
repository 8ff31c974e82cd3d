import type { Page } from '@playwright/test';

/** What `find` finds on a page in each theme, one after the other without loading it anew; each line begins with its theme. */
export async function inEveryTheme(page: Page, find: () => Promise<readonly string[]>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark', 'contrast']) {
    await page.evaluate((name) => {
      document.documentElement.dataset['theme'] = name;
      document.dispatchEvent(new CustomEvent('minato:theme'));
    }, theme);
    found.push(...(await find()).map((line) => `${theme}: ${line}`));
  }
  return found;
}
