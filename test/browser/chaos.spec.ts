import { expect, test, type Page } from '@playwright/test';

// Also tried: a worker that is killed and a second tab (lab.spec.ts), code that cannot be fetched (parts.spec.ts), a service worker that is replaced (offline.spec.ts).

const E2 = 'exercises/l03-e2-two-ways-to-be-refused/';
const DAY_MS = 86_400_000;

async function open(page: Page, path: string): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  await page.goto(path);
  await page.locator('.workbench[data-ready=true]').waitFor();
}
const editor = (page: Page) => page.locator('.editor-place textarea');
const kept = (page: Page) => page.evaluate(() => localStorage.getItem('minato:work:L03-E2') ?? '');

test('storage that is full to the last byte is told, the work goes on and can be taken away, and is kept again once there is room', async ({ page }) => {
  await open(page, `en/${E2}`);
  await editor(page).fill('# one\n');
  await expect.poll(() => kept(page)).toContain('# one');
  await page.evaluate(() => {
    for (let size = 1 << 22; size > 0; size = Math.floor(size / 2)) {
      try {
        for (let n = 0; ; n += 1) localStorage.setItem(`other:${size}:${n}`, 'x'.repeat(size));
      } catch {
        // Smaller pieces still fit.
      }
    }
  });
  await editor(page).fill(`# two ${'x'.repeat(500)}\n`);
  const notice = page.locator('.notice');
  await expect(notice).toContainText('The storage of this browser is full.');
  const [file] = await Promise.all([page.waitForEvent('download'), notice.getByRole('button').first().click()]);
  expect(file.suggestedFilename()).toBe('minato-L03-E2.json');
  await page.locator('.pane-files .button.first').click();
  await expect(page.locator('.verdict-head')).toContainText('/5');
  expect(await kept(page)).toContain('# one');
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith('other:')) localStorage.removeItem(key);
  });
  await editor(page).fill('# three\n');
  await expect.poll(() => kept(page)).toContain('# three');
  await expect(notice).toHaveCount(0);
});

test('a worker that dies again and again is given up with a word, and what is written afterwards is kept', async ({ page }) => {
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.addInitScript(() => {
    // After the first one every worker is silent until it fails.
    const workers: Worker[] = [];
    Object.assign(self, {
      workers,
      Worker: class extends Worker {
        constructor(address: string | URL, options?: WorkerOptions) {
          super(address, options);
          workers.push(this);
        }
        override postMessage(message: { readonly type?: string }): void {
          if (workers[0] === this || message.type === 'close') super.postMessage(message);
        }
      },
    });
  });
  await open(page, `en/${E2}`);
  for (let n = 1; n <= 3; n += 1) {
    await page.evaluate(() => (self as unknown as { readonly workers: readonly Worker[] }).workers.at(-1)?.dispatchEvent(new Event('error')));
    await page.waitForFunction((count) => (self as unknown as { readonly workers: readonly Worker[] }).workers.length > count || count === 3, n);
  }
  await expect(page.locator('.notice').last()).toContainText('Reload the page to go on.');
  await expect(page.locator('.pane-files .button.first')).toBeDisabled();
  await editor(page).fill('# written to nobody\n');
  await expect.poll(() => kept(page)).toContain('written to nobody');
  expect(errors).toEqual([]);
});

test('a clock that jumps forward or back closes no hint for longer than its minute, and loses no work', async ({ page }) => {
  await page.clock.install({ time: new Date('2026-11-21T12:00:00Z') });
  await open(page, `en/${E2}`);
  const hint = (number: number) => page.locator('.hints button').nth(number - 1);
  await hint(1).click();
  // A minute of this clock with a question under way would be a worker that does not answer.
  await expect(page.locator('.hint')).toBeVisible();
  await expect(hint(2)).toHaveAttribute('aria-disabled', 'true');
  await page.clock.setSystemTime(new Date(Date.parse('2026-11-21T12:00:00Z') - DAY_MS));
  await page.clock.runFor(62_000);
  await expect(hint(2)).toHaveAttribute('aria-disabled', 'false');
  await editor(page).fill('# written in the past\n');
  await page.clock.runFor(1000);
  await expect.poll(() => kept(page)).toContain('written in the past');
  await page.clock.setSystemTime(new Date('2036-01-01T00:00:00Z'));
  await editor(page).fill('# written in the future\n');
  await page.clock.runFor(1000);
  await expect.poll(() => kept(page)).toContain('written in the future');
  await page.clock.setSystemTime(new Date('2026-11-21T12:00:00Z'));
  await page.reload();
  await expect(editor(page)).toHaveValue('# written in the future\n');
});

test('an answer that is on its way to the cluster when the page is left is kept', async ({ page }) => {
  await open(page, `en/${E2}`);
  const choice = page.locator('input[name$="where-a"][value=pod]');
  await page.evaluate(() => {
    document.querySelector<HTMLInputElement>('input[name$="where-a"][value=pod]')?.click();
    location.reload();
  });
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  await expect(choice).toBeChecked();
});
