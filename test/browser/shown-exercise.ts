import type { Page } from '@playwright/test';
import { bundleExercise, type ExerciseFolder } from '../../src/exercise/load.ts';
import { languages, type Language } from '../../src/messages/language.ts';

/** A page of the course whose lab is given another exercise, one that the course does not have. */
const HOST = 'exercises/l03-e2-two-ways-to-be-refused/';

/** A value as Astro writes the properties of an island. */
function islandValue(value: unknown): unknown {
  if (Array.isArray(value)) return [1, value.map(islandValue)];
  if (typeof value !== 'object' || value === null) return [0, value];
  return [0, Object.fromEntries(Object.entries(value).map(([name, part]) => [name, islandValue(part)]))];
}

/** Opens a page whose lab has this exercise, in place of the one it was built with, and waits until its cluster stands. */
export async function showExercise(page: Page, folder: ExerciseFolder, lang: Language): Promise<void> {
  const bundles = await Promise.all(languages.map((language) => bundleExercise(folder, language)));
  for (const [i, language] of languages.entries())
    await page.route(`**/${language}/exercises/${folder.slug}/exercise.json`, (route) => route.fulfill({ json: bundles[i] }));
  const bundle = bundles[languages.indexOf(lang)];
  const props = JSON.stringify(Object.fromEntries(Object.entries({ lang, bundle }).map(([name, value]) => [name, islandValue(value)])));
  await page.addInitScript((given) => {
    // `only`: what was rendered for the other exercise goes, and the lab is mounted afresh.
    Object.assign(self, { Astro: { only: async (wake: () => Promise<() => Promise<void>>) => (await wake())() } });
    new MutationObserver((_, watch) => {
      const island = document.querySelector('astro-island[component-url*="/Lab"]:not([data-exchanged])');
      if (!island) return;
      island.setAttribute('props', given);
      island.setAttribute('client', 'only');
      if (document.readyState === 'loading') return;
      watch.disconnect();
    }).observe(document, { childList: true, subtree: true });
  }, props);
  await page.goto(`${lang}/${HOST}`);
  await page.locator('.workbench[data-ready=true]').waitFor();
}
