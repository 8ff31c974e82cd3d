import { expect, test } from '@playwright/test';
import { exerciseKey } from '../../scripts/keys/exercise-key.ts';
import { keyPage } from '../../scripts/keys/key-page.ts';
import { loadEveryPart } from '../../src/engine/index.ts';
import { readExercises } from '../../src/exercise/load.ts';
import { clipped, MARGIN, PAPER, pixels, sheetsOf } from '../support/paper.ts';

/** Keys with several files, with a table of answers, and with files as long as a sheet; how many sheets of A4 or Letter each may take. */
const KEYS = [
  ['L03-E1', 8],
  ['L04-E1', 6],
  ['L12-E5', 14],
] as const;

for (const language of ['ja', 'en'] as const)
  for (const [id, most] of KEYS)
    test(`the answer key of ${id} in ${language} fits A4 and Letter, and nothing is cut`, async ({ page }) => {
      await loadEveryPart();
      const folder = readExercises().find(({ definition }) => definition.id === id);
      if (folder === undefined) throw new Error(`no ${id}`);
      await page.setContent(keyPage(language, id, await exerciseKey(folder, language)));
      await page.emulateMedia({ media: 'print' });
      for (const format of ['A4', 'Letter'] as const) {
        await page.setViewportSize({ width: Math.floor(pixels(PAPER[format].width - 2 * MARGIN.upright)), height: 1000 });
        expect(await clipped(page), format).toEqual([]);
        const split = await page.evaluate(
          () =>
            [...document.querySelectorAll('pre, .wrong, .log')].filter(
              (element) => getComputedStyle(element.closest('.file') ?? element).breakInside !== 'avoid',
            ).length,
        );
        expect(split, 'what belongs together stays on one sheet').toBe(0);
        expect(sheetsOf(await page.pdf({ format })).length, format).toBeLessThanOrEqual(most);
      }
    });
