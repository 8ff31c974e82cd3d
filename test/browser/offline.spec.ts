import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { BuiltSite } from '../../src/offline/conversation.ts';
import { serveFolder, type StaticSite } from '../support/static-site.ts';

const dist = join(import.meta.dirname, '../../dist');
const exercise = '/ja/exercises/l02-e2-no-endpoints/';

test.use({ serviceWorkers: 'allow' });

let site: StaticSite;
test.beforeEach(async () => {
  site = await serveFolder(dist);
});
test.afterEach(() => site.stop());

/** Until the worker has all it wants and answers this page's requests. */
const inCharge = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
  });

async function keepEverything(page: Page): Promise<void> {
  await page.goto(`${site.origin}/ja/offline/`);
  await page.getByRole('button', { name: '全部を保存する' }).click();
  await expect(page.locator('[data-offline-state]')).toContainText('全部(', { timeout: 50_000 });
}

test('an exercise that was opened once is done again with the server stopped; a page that was not says so', async ({ page }) => {
  await page.goto(`${site.origin}${exercise}`);
  await inCharge(page);
  await site.stop();
  await page.reload();
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  const shell = page.locator('.shell-line textarea').first();
  await shell.fill('kubectl get services -A');
  await shell.press('Enter');
  await expect(page.locator('li[data-number="1"]')).toContainText('kube-dns');
  await page.goto(`${site.origin}/en/lessons/01-why-services-exist/`);
  await expect(page.getByText('The page you asked for is not on this device yet.')).toBeVisible();
});

test('a device that the browser cleared is filled again by the next visit', async ({ page }) => {
  await page.goto(`${site.origin}${exercise}`);
  await inCharge(page);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
    await (await navigator.serviceWorker.getRegistration())?.unregister();
  });
  await page.goto('about:blank');
  await page.goto(`${site.origin}${exercise}`);
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  await inCharge(page);
  await site.stop();
  await page.reload();
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
});

test('kept as a whole, every page, the editor, the search and the review need no server', async ({ page }) => {
  await keepEverything(page);
  await site.stop();
  await page.goto(`${site.origin}/en/lessons/03-clusterip-and-ports/`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('ClusterIP');
  await page.keyboard.press('/');
  await page.locator('dialog[open] input').fill('readiness');
  await expect(page.locator('dialog[open] .hits a').first()).toBeVisible();
  await page.goto(`${site.origin}/ja/review/`);
  await page.getByRole('button', { name: '始める' }).click();
  await page.locator('.review-choices input').first().check();
  await page.keyboard.press('Enter');
  await expect(page.locator('.review-told')).toContainText(/そのとおりです。|答えは「/u);
  await page.goto(`${site.origin}/en/exercises/l03-e1-three-port-numbers/`);
  await expect(page.locator('.monaco-editor').first()).toBeVisible({ timeout: 15_000 });
  // Of an address without a page nobody says that a network would bring it.
  expect((await page.goto(`${site.origin}/en/nowhere/`))?.status()).toBe(404);
  await page.goto(`${site.origin}/ja/offline/`);
  await page.getByRole('button', { name: '保存したページを消す' }).click();
  await expect(page.locator('[data-offline-state]')).toContainText('全体');
});

/** The server has another version from now on: one page differs, and the worker knows it. */
function publishAnother(title: string): void {
  const file = 'ja/about/index.html';
  const html = readFileSync(join(dist, file), 'utf8').replace(/<h1>.*?<\/h1>/u, `<h1>${title}</h1>`);
  const [first = '', ...rest] = readFileSync(join(dist, 'service-worker.js'), 'utf8').split('\n');
  const built = JSON.parse(first.replace(/^self\.builtSite=|;$/gu, '')) as BuiltSite;
  const next: BuiltSite = {
    version: 'another',
    files: { ...built.files, [file]: [html.length, createHash('sha256').update(html).digest('hex').slice(0, 12)] },
  };
  site.instead.set(file, html);
  site.instead.set('service-worker.js', [`self.builtSite=${JSON.stringify(next)};`, ...rest].join('\n'));
}

/** The next version is kept, and waits for the pages of the old one to be left. */
async function untilAnotherWaits(page: Page): Promise<void> {
  const waits = (): Promise<boolean> =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      if (!registration.installing && !registration.waiting) await registration.update();
      return registration.waiting !== null;
    });
  await expect.poll(waits, { timeout: 60_000 }).toBe(true);
}

test('a new version takes over when no page of the old one is open, and not before', async ({ page, context }) => {
  test.slow();
  await page.goto(`${site.origin}/ja/about/`);
  await inCharge(page);
  await page.reload();
  const old = await page.getByRole('heading', { level: 1 }).textContent();
  publishAnother('新しい版');
  const second = await context.newPage();
  await second.goto(`${site.origin}/ja/about/`);
  await untilAnotherWaits(second);
  await second.reload();
  await expect(second.getByRole('heading', { level: 1 })).toHaveText(old ?? '');
  await second.close();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('新しい版', { timeout: 20_000 });
});

test('a new version that does not take over is not waited for without end', async ({ page }) => {
  await page.goto(`${site.origin}/ja/about/`);
  await inCharge(page);
  await page.reload();
  const old = await page.getByRole('heading', { level: 1 }).textContent();
  publishAnother('新しい版');
  const worker = site.instead.get('service-worker.js') ?? '';
  expect(worker).toContain('skipWaiting');
  site.instead.set('service-worker.js', worker.replace('skipWaiting', 'isNaN'));
  await untilAnotherWaits(page);
  const waiting = await page.reload();
  expect(await waiting?.headerValue('content-security-policy')).toMatch(/^default-src 'none'; img-src data:; script-src 'sha256-[^' ]+'$/u);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(old ?? '', { timeout: 20_000 });
});
