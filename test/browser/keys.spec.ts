import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';

const E2 = 'exercises/l02-e2-no-endpoints/';
async function open(page: Page, path: string): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  await page.goto(path);
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
}

test('keys are listed, changed, turned off and given back; the lab and its buttons follow', async ({ page }) => {
  await open(page, `en/${E2}`);
  await page.locator('.pane-task .pane-scroll').click();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(dialog).toContainText('Esc, then Tab');
  await dialog.getByRole('button', { name: 'Change: Apply' }).press('Enter');
  await page.keyboard.press('F6');
  await expect(dialog.getByRole('status')).toContainText('F6 belongs to');
  await dialog.getByRole('button', { name: 'Change: Apply' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Change: Apply' }).press('Enter');
  await page.keyboard.press('Alt+a');
  await expect(dialog.getByRole('status')).toContainText('now Alt+A');
  await dialog.getByRole('button', { name: 'Turn off: Search' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.locator('.pane-task .pane-scroll').click();
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await expect(page.locator('.pane-files .shortcut')).toHaveText('Alt+A');
  await page.locator('.editor-place textarea').focus();
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.verdict-head')).not.toContainText('/');
  await page.keyboard.press('Alt+a');
  await expect(page.locator('.verdict-head')).toContainText('/');
  await page.reload();
  await expect(page.locator('.pane-files .shortcut')).toHaveText('Alt+A');
});

test('F6 goes from pane to pane and back', async ({ page }) => {
  await open(page, `ja/${E2}`);
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.className ?? '');
  await page.locator('.editor-place textarea').focus();
  await page.keyboard.press('F6');
  await expect.poll(focused).toContain('pane-terminal');
  await page.keyboard.press('F6');
  await expect.poll(focused).toContain('pane-cluster');
  await page.keyboard.press('Shift+F6');
  await expect.poll(focused).toContain('pane-terminal');
});

test('a route is played as fast as chosen, and stays so', async ({ page }) => {
  await open(page, `en/${E2}`);
  await page.locator('.pane-files .button.first').click();
  const speed = page.getByRole('combobox', { name: 'Speed' });
  await expect(speed).toBeEnabled();
  await speed.selectOption('4');
  await page.getByRole('button', { name: 'To the start', exact: true }).click();
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible({ timeout: 4_000 });
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Speed' })).toHaveValue('4');
});

test('in a frame of another site there is the lab alone, in the theme asked for, and the site hears its height', async ({ page, baseURL }) => {
  // A server of its own: browsers do not let a page of unknown origin embed what this machine serves.
  const frameOf = `<script>heights=[];addEventListener('message',({data})=>heights.push(data))</script><iframe width=1200 height=300 src="${baseURL}/en/${E2}?embed&theme=dark"></iframe>`;
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(frameOf);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const frame = page.frameLocator('iframe');
    await expect(frame.locator('.workbench')).toBeVisible({ timeout: 20_000 });
    await expect(frame.locator('header.bar')).toBeHidden();
    await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect
      .poll(() => page.evaluate(() => (globalThis as unknown as { heights: unknown[] }).heights))
      .toContainEqual({ type: 'minato:height', page: E2, height: 640 });
  } finally {
    server.close();
  }
});
