import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { addressOf } from './served-site.ts';

const EXERCISE = addressOf('/ja/exercises/l02-e2-no-endpoints/');
const FIX = readFileSync(new URL('../../content/exercises/l02-e2-no-endpoints/solution/hyphen-restored/service.yaml', import.meta.url), 'utf8');

/** One exercise in a browser of its own: milliseconds from the address through the mended file to green, and of four more presses of Apply. */
async function visit(page: Page): Promise<{ readonly first: number; readonly applies: readonly number[] }> {
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  const begun = performance.now();
  await page.goto(EXERCISE);
  await page.locator('.workbench[data-ready=true]').waitFor();
  const apply = (): Promise<number> =>
    page.evaluate(async () => {
      const button = document.querySelector<HTMLButtonElement>('.pane-files .button.first')!;
      const started = performance.now();
      await new Promise<void>((resolve) => {
        const watch = new MutationObserver(() => {
          if (button.getAttribute('aria-busy') === 'true') return;
          watch.disconnect();
          resolve();
        });
        watch.observe(button, { attributes: true, attributeFilter: ['aria-busy'] });
        watch.observe(document.querySelector('.verdict')!, { subtree: true, childList: true, characterData: true });
        button.click();
      });
      return performance.now() - started;
    });
  await page.locator('.editor-place textarea').fill(FIX);
  await apply();
  await page.locator('.success').waitFor();
  const first = performance.now() - begun;
  const applies: number[] = [];
  for (let i = 0; i < 4; i += 1) applies.push(await apply());
  return { first, applies };
}

const middle = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;

/** The built site in an installed Chromium, without network: the median of five visits, each with an empty cache. */
export async function measureFirstVerdict(browser: Browser): Promise<{ readonly first: number; readonly apply: number }> {
  const visits: Awaited<ReturnType<typeof visit>>[] = [];
  for (let i = 0; i < 5; i += 1) {
    const context = await browser.newContext();
    visits.push(await visit(await context.newPage()));
    await context.close();
  }
  return { first: middle(visits.map(({ first }) => first)), apply: middle(visits.flatMap(({ applies }) => applies)) };
}
