import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';

const E2 = '/en/exercises/l03-e2-two-ways-to-be-refused/';
const part =
  /\/_astro\/(shell-program|command-tools|name-tools|traffic-tools|packet-tools|reading-verbs|describing-verbs|creating-verbs|writing-verbs|tolerant-reader)-/u;

test('a verdict waits for no part of the terminal, and the first command fetches what it needs', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => {
    const [, name] = part.exec(request.url()) ?? [];
    if (name !== undefined) fetched.push(name);
  });
  await page.addInitScript(() => {
    localStorage.setItem('minato:editor', 'plain');
  });
  await page.goto(E2);
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  await page.locator('.pane-files .button.first').click();
  await expect(page.locator('.verdict-head')).toContainText('/5');
  expect(fetched).toEqual([]);

  const line = page.locator('.shell-line textarea').first();
  await line.fill('curl -sS http://a/');
  await line.press('Enter');
  await expect(page.locator('.shell-log')).toContainText('curl: (7)');
  expect(fetched.slice(0, 2)).toEqual(['shell-program', 'traffic-tools']);
});

test('a command whose code cannot be fetched says so, and works once it can', async ({ page }) => {
  await page.route(part, (route) => route.abort());
  await page.goto(E2);
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  const line = page.locator('.shell-line textarea').first();
  await line.fill('curl -sS http://a/');
  await line.press('Enter');
  await expect(page.getByText('could not be fetched, so nothing was done')).toBeVisible();
  await page.unroute(part);
  await line.fill('curl -sS http://a/');
  await line.press('Enter');
  await expect(page.locator('.shell-log')).toContainText('curl: (7)');
});

/** A page whose engine does not come before it is released. */
async function holdEngine(page: Page, then: 'continue' | 'abort'): Promise<() => void> {
  let release = (): void => undefined;
  const held = new Promise<void>((go) => (release = go));
  await page.route(/\/_astro\/engine-[^/]*\.js$/u, async (route) => {
    await held;
    await route[then]();
  });
  await page.addInitScript(() => {
    localStorage.setItem('minato:editor', 'plain');
  });
  return release;
}

test('Apply is heard before the cluster is there, with what was typed until then, and is done once', async ({ page }) => {
  const release = await holdEngine(page, 'continue');
  await page.goto('/ja/exercises/l02-e2-no-endpoints/');
  const apply = page.getByRole('button', { name: '適用' });
  const editor = page.locator('.editor-place textarea');
  await expect(apply).toBeEnabled();
  await editor.fill(readFileSync('content/exercises/l02-e2-no-endpoints/solution/hyphen-restored/service.yaml', 'utf8'));
  await apply.click();
  await apply.click();
  await expect(apply).toHaveAttribute('aria-busy', 'true');
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'false');
  release();
  await expect(page.locator('.success')).toBeVisible();
  await expect(apply).toHaveAttribute('aria-busy', 'false');
  await expect(page.locator('.success')).toContainText('試した回数1回');
});

test('where the engine never comes, an Apply that was heard ends, and the text stays', async ({ page }) => {
  const release = await holdEngine(page, 'abort');
  await page.goto('/en/exercises/l02-e2-no-endpoints/');
  const editor = page.locator('.editor-place textarea');
  await expect(page.getByRole('button', { name: 'Apply' })).toBeEnabled();
  await editor.fill('kind: Service # mine');
  await page.getByRole('button', { name: 'Apply' }).click();
  release();
  await expect(page.getByRole('button', { name: 'Apply' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Apply' })).toHaveAttribute('aria-busy', 'false');
  await expect(page.locator('div.notices')).toContainText('could not be started again');
  await expect(editor).toHaveValue('kind: Service # mine');
});
