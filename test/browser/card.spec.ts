import { readdirSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { accessibilityFaults } from './accessibility.ts';

const lessons = readdirSync('content/lessons');

test.describe('summary cards', () => {
  for (const language of ['ja', 'en'] as const) {
    test(`every ${language} card is one page of A4 and of Letter`, async ({ page }) => {
      // Every lesson is printed twice.
      test.slow();
      const pages: string[] = [];
      for (const slug of lessons) {
        await page.goto(`/${language}/lessons/${slug}/card/`, { waitUntil: 'networkidle' });
        for (const format of ['A4', 'Letter']) {
          const printed = (await page.pdf({ format })).toString('latin1');
          pages.push(`${slug} ${format} ${(printed.match(/\/Type \/Page\b/gu) ?? []).length}`);
        }
      }
      expect(pages.length).toBe(2 * lessons.length);
      expect(pages.filter((line) => !line.endsWith(' 1'))).toEqual([]);
    });
  }

  test('what the reader wrote stands on the card, and nothing of the page around it is printed', async ({ page }) => {
    const slug = lessons[0] ?? '';
    await page.goto(`/en/lessons/${slug}/`);
    await page.getByRole('textbox', { name: /minute|own words/iu }).fill('A Service is an entry point that stays.');
    await page.getByRole('link', { name: 'A summary card to print' }).click();
    await expect(page.getByRole('heading', { name: 'In your own words' })).toBeVisible();
    await expect(page.getByText('A Service is an entry point that stays.')).toBeVisible();
    await expect(page.getByText('Nothing is written yet', { exact: false })).toHaveCount(0);
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
    await expect(page.getByRole('banner')).toBeHidden();
    await expect(page.getByText('A Service is an entry point that stays.')).toBeVisible();
  });

  test('axe finds nothing on a card', async ({ page }) => {
    await page.goto(`/ja/lessons/${lessons[2] ?? ''}/card/`);
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
