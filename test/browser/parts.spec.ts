import { expect, test } from '@playwright/test';

const E2 = '/en/exercises/l03-e2-two-ways-to-be-refused/';
const part = /\/_astro\/(shell-program|command-tools|name-tools|traffic-tools|packet-tools|reading-verbs|describing-verbs|writing-verbs|tolerant-reader)-/u;

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
