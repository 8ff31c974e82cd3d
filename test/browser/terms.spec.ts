import { expect, test } from '@playwright/test';

const lesson = 'lessons/04-service-discovery-with-dns/';

for (const [language, word, meaning] of [
  ['ja', '完全修飾ドメイン名', '末尾の点で示します'],
  ['en', 'fully qualified domain name', 'shown by its final dot'],
] as const) {
  test(`${language}: a term says what it means to a mouse and to the keyboard, and Escape takes it away`, async ({ page }) => {
    await page.goto(`/${language}/${lesson}`);
    const term = page.getByRole('button', { name: word, exact: true });
    const said = page.locator('.meaning').filter({ hasText: meaning });
    await expect(said).toBeHidden();
    await term.hover();
    await expect(said).toBeVisible();
    // The pointer may go over to what it reads.
    await said.hover();
    await page.waitForTimeout(400);
    await expect(said).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(said).toBeHidden();
    await page.mouse.move(1, 1);
    await term.focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await expect(term).toBeFocused();
    await expect(said).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(said).toBeHidden();
    await page.keyboard.press('Enter');
    await expect(said).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(said).toBeHidden();
  });

  test.describe('on a narrow screen that is touched', () => {
    test.use({ hasTouch: true, viewport: { width: 320, height: 700 } });
    test(`${language}: a tap opens the meaning, all of it on the screen, and a tap beside it closes it`, async ({ page }) => {
      await page.goto(`/${language}/${lesson}`);
      const said = page.locator('.meaning').filter({ hasText: meaning });
      await page.getByRole('button', { name: word, exact: true }).tap();
      await expect(said).toBeInViewport({ ratio: 1 });
      await page.locator('h1').evaluate((heading) => heading.scrollIntoView());
      await page.locator('h1').tap();
      await expect(said).toBeHidden();
    });
  });
}

test('the glossary has for every term both words, what it means, and where the documentation says more', async ({ page }) => {
  await page.goto('/ja/reference/glossary/#virtual-ip');
  const row = page.locator('#virtual-ip');
  await expect(row).toContainText('かそうアイピー');
  await expect(row).toContainText('virtual IP');
  await expect(row).toContainText('どの機械のものでもなく');
  await expect(row).toContainText('詳しくは公式ドキュメントの「Virtual IPs and Service Proxies」');
});
