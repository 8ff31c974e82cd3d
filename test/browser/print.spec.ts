import { readdirSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { clipped, MARGIN, PAPER, pixels, sheetsOf } from '../support/paper.ts';
import { faultsInEveryTheme } from './accessibility.ts';

const lesson = '03-clusterip-and-ports';
const exercise = 'l03-e2-two-ways-to-be-refused';

/** Every page that is held against paper: how many sheets of A4 or Letter it may take, and whether it lies on its side. */
const PRINTED = [
  { page: `lessons/${lesson}/`, least: 6, most: 14 },
  { page: `exercises/${exercise}/sheet/`, least: 2, most: 5 },
  { page: 'exercises/l02-e1-assemble-the-manifest/sheet/', least: 2, most: 5 },
  { page: 'exercises/l01-e2-restart-or-replacement/sheet/', least: 2, most: 5 },
  // Its second file is longer than a sheet of paper.
  { page: 'exercises/l12-e5-move-the-database/sheet/', least: 3, most: 4 },
  { page: 'reference/glossary/', least: 1, most: 3 },
  { page: `lessons/${lesson}/slides/`, least: 13, most: 13, wide: true },
  { page: 'lessons/10-headless-services/slides/', least: 8, most: 8, wide: true },
  { page: 'workshop/print/path/', least: 1, most: 1, wide: true },
  { page: 'workshop/guide/', least: 3, most: 5 },
  { page: 'workshop/ninety-minutes/', least: 2, most: 3 },
  { page: 'workshop/take-home/?agenda=ninety-minutes', least: 1, most: 1 },
] as const;

for (const language of ['ja', 'en'] as const)
  for (const { page: path, least, most, ...rest } of PRINTED)
    test(`${language}/${path} fits A4 and Letter, and nothing is cut`, async ({ page }) => {
      const wide = 'wide' in rest;
      // Paper is white, whatever the device asks for.
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.goto(`${language}/${path}`);
      await expect(page.locator('[data-ready=false]')).toHaveCount(0);
      await page.evaluate(() => document.fonts.ready);
      for (const format of ['A4', 'Letter'] as const) {
        const sheets = sheetsOf(await page.pdf({ format }));
        expect(sheets.length, format).toBeGreaterThanOrEqual(least);
        expect(sheets.length, format).toBeLessThanOrEqual(most);
        expect(
          sheets.filter(({ width, height }) => width > height !== wide),
          `${format}: every sheet lies the same way`,
        ).toEqual([]);
        const { width, height } = PAPER[format];
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        await page.setViewportSize({
          width: Math.floor(pixels((wide ? height : width) - 2 * (wide ? MARGIN.wide : MARGIN.upright))),
          height: Math.floor(pixels(wide ? width : height)),
        });
        expect(await clipped(page), format).toEqual([]);
        expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
        await page.emulateMedia({ media: null, colorScheme: 'dark' });
      }
    });

test('every slide of every lesson is one sheet', async ({ page }) => {
  // All lessons are printed in both languages.
  test.slow();
  const found: string[] = [];
  for (const slug of readdirSync('content/lessons'))
    for (const language of ['ja', 'en']) {
      await page.goto(`${language}/lessons/${slug}/slides/`);
      const slides = await page.locator('.slide').count();
      const sheets = sheetsOf(await page.pdf({ format: 'Letter' })).length;
      if (slides < 4 || slides !== sheets) found.push(`${language} ${slug}: ${slides} slides on ${sheets} sheets`);
    }
  expect(found).toEqual([]);
});

test('a sheet for an exercise has neither answers nor hints, and says where the lab is', async ({ page }) => {
  await page.goto(`en/exercises/${exercise}/sheet/`);
  await expect(page.getByText(`exercises/${exercise}/`, { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'What must be so at the end' })).toBeVisible();
  expect(await page.locator('main').textContent()).not.toContain('In a, targetPort is 8081');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Print', exact: true })).toBeHidden();
  await expect(page.getByRole('banner')).toBeHidden();
});

test('slides are gone through by keys', async ({ page }) => {
  await page.goto(`en/lessons/${lesson}/slides/`);
  const focused = () => page.evaluate(() => document.activeElement?.querySelector('.slide-number')?.textContent);
  for (const [key, number] of [
    ['ArrowRight', '2/13'],
    ['PageDown', '3/13'],
    ['PageUp', '2/13'],
    ['ArrowLeft', '1/13'],
    ['ArrowRight', '2/13'],
    ['Space', '3/13'],
    ['End', '13/13'],
    ['ArrowRight', '13/13'],
    ['Home', '1/13'],
  ] as const) {
    await page.keyboard.press(key);
    expect(await focused(), key).toBe(number);
  }
});

for (const path of [
  'workshop/print/',
  'workshop/print/path/',
  `exercises/${exercise}/sheet/`,
  'exercises/l01-e2-restart-or-replacement/sheet/',
  `lessons/${lesson}/slides/`,
])
  test(`axe finds nothing on ${path}, and at 320 px nothing is wider than the window`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`ja/${path}`);
    expect(await faultsInEveryTheme(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
