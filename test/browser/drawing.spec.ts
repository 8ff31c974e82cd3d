import { expect, test, type Page } from '@playwright/test';
import { accessibilityFaults } from './accessibility.ts';

const E2 = 'exercises/l03-e2-two-ways-to-be-refused/';

/** Opens the lab with its first failing voyage drawn; with `port`, after the wrong port was changed to another one. */
async function openFailing(page: Page, language = 'en', port?: string): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  await page.goto(`${language}/${E2}`);
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  if ((page.viewportSize()?.width ?? 0) < 900) await page.locator('.dock button').nth(1).click();
  const field = page.locator('.editor-place textarea');
  if (port !== undefined) await field.fill((await field.inputValue()).replace('8081', port));
  await page.locator('.pane-files .button.first').click();
  if ((page.viewportSize()?.width ?? 0) < 900) await page.locator('.dock button').nth(3).click();
  await expect(page.locator('.trace')).toBeVisible();
}

const focused = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['thing']);

test('a Pod is found, looked at and left by keyboard', async ({ page }) => {
  await openFailing(page);
  await page.locator('.twin button[tabindex="0"]').focus();
  await page.keyboard.press('Home');
  expect(await focused(page)).toBe('dns');
  await page.keyboard.press('End');
  expect(await focused(page)).toBe('node/node-c');
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toMatch(/^pod\/shop\/[ab]-/u);
  await page.keyboard.press('Enter');
  const look = page.locator('.look');
  await expect(look).toContainText('Services that select these labels');
  await expect(look.getByRole('row')).toHaveCount(2);
  await look.getByText('-o yaml').click();
  await expect(look.locator('pre')).toContainText('kind: Pod');
  await page.keyboard.press('Escape');
  await expect(look).toHaveCount(0);
  expect(await focused(page)).toMatch(/^pod\/shop\//u);
});

test('steps say why, have an address, and the address leads back to them', async ({ page }) => {
  await openFailing(page);
  await expect(page.locator('.trace .broken .why')).toContainText('targetPort: 8081');
  await page.locator('.trace .at').nth(2).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.trace .current')).toContainText('rules on node-a');
  await expect(page.locator('.trace .current .candidates [role=listitem]')).toHaveCount(2);
  await expect(page.locator('.trace .current .candidates .picked')).toContainText('50% · picked');
  const { hash } = new URL(page.url());
  expect(hash).toBe('#lab-l03-e2-two-ways-to-be-refused/check/a-answers/3');
  await page.reload();
  await expect(page.locator('.trace .current .at')).toHaveText('3');
});

test('the run before the repair stands beside the one after it', async ({ page }) => {
  await openFailing(page);
  const text = await page.locator('.editor-place textarea').inputValue();
  await page.locator('.editor-place textarea').fill(text.replace('8081', '8080'));
  await page.locator('.pane-files .button.first').click();
  await page.locator('.check', { hasText: 'http://a/' }).click();
  await expect(page.locator('.trace > .broken')).toHaveCount(0);
  await page.getByRole('button', { name: 'Before the change' }).click();
  await expect(page.locator('.trace > .broken')).toHaveCount(1);
  await expect(page.locator('.ledger')).toContainText(':8081');
  await page.getByRole('button', { name: 'Now', exact: true }).click();
  await expect(page.locator('.trace > .broken')).toHaveCount(0);
});

test('the twin says as text what the chart shows', async ({ page }) => {
  await openFailing(page, 'ja');
  const over = await page.locator('.twin li').allTextContents();
  await page.getByRole('button', { name: '文字で読む' }).click();
  expect(await page.locator('.twin:not(.over) li').allTextContents()).toEqual(over);
  await expect(page.locator('.twin')).toContainText('待ち受け:8080');
});

for (const [width, theme, text] of [
  [1440, 'light', '100%'],
  [390, 'dark', '100%'],
  [320, 'contrast', '200%'],
] as const)
  test(`nothing is wrong with the drawing, its routes and the timeline at ${width} px, ${theme}, text at ${text}`, async ({ page }) => {
    await page.addInitScript((name) => localStorage.setItem('minato:theme', name), theme);
    await page.setViewportSize({ width, height: 900 });
    await openFailing(page, 'en', '8082');
    await page.evaluate((size) => {
      document.documentElement.style.fontSize = size;
    }, text);
    await page.getByText(/What happened/u).click();
    await page.locator('.twin button[tabindex="0"]').click();
    await expect(page.locator('.look')).toBeVisible();
    // The step at which a name is asked, and why.
    await page.locator('.trace .at').first().click();
    await expect(page.locator('.trace .current .why')).toBeVisible();
    expect(await accessibilityFaults(page, { within: '.pane-cluster' })).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

test('a Service of twenty addresses counts them, and lists them once they are asked for', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  await page.goto(`en/${E2}`);
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  await page.locator('.editor-place textarea').fill(`apiVersion: apps/v1
kind: Deployment
metadata: { name: many, namespace: shop }
spec:
  replicas: 20
  selector: { matchLabels: { app: many } }
  template:
    metadata: { labels: { app: many } }
    spec:
      containers: [{ name: app, image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: [netexec, --http-port=8080] }]
---
apiVersion: v1
kind: Service
metadata: { name: many, namespace: shop }
spec: { selector: { app: many }, ports: [{ port: 80, targetPort: 8080 }] }
`);
  await page.locator('.pane-files .button.first').click();
  const line = page.locator('.ledger details');
  await expect(line.locator('summary')).toContainText('20');
  await expect(line.locator('.sign')).toHaveCount(0);
  await line.locator('summary').click();
  await expect(line.getByText(/^10\.\d+\.\d+\.\d+:8080$/u)).toHaveCount(20);
});
