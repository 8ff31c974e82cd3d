import { expect, test } from '@playwright/test';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test('an exercise is solved by touch at 390 px: suggestions, key bar, apply, verdict', async ({ page }) => {
  await page.goto('en/exercises/l02-e2-no-endpoints/');
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
  await page.locator('.dock button').nth(1).tap();
  const field = page.locator('.editor-place textarea');
  await field.tap();
  // The caret goes to the value of the selector, as a finger would put it, and the value is cleared.
  const text = await field.inputValue();
  const [, key = '', value = ''] = /selector:\n\s+(\S+): (\S+)/u.exec(text) ?? [];
  await field.evaluate(
    (element: HTMLTextAreaElement, [from, to]) => element.setSelectionRange(from ?? 0, to ?? 0),
    [text.indexOf(`${key}: ${value}`) + key.length + 2, text.indexOf(`${key}: ${value}`) + key.length + 2 + value.length],
  );
  await page.keyboard.press('Backspace');
  await page.getByRole('button', { name: 'What fits here' }).tap();
  const offers = page.locator('.suggestions .offer');
  await expect(offers.first()).toBeVisible();
  await offers.first().tap();
  await expect(field).not.toHaveValue(text);
  await expect(field).toHaveValue(new RegExp(`${key}: \\S+`, 'u'));
  await page.locator('.pane-files .button.first').tap();
  await expect(page.locator('.dock-state')).toBeVisible();
  await page.locator('.dock button').nth(3).tap();
  await expect(page.locator('.success')).toBeVisible();
  for (const control of await page.locator('.dock button, .pane-cluster .clock-buttons .button').all()) {
    const box = await control.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
  }
  await page.locator('.dock button').nth(1).tap();
  await field.tap();
  await page.getByRole('group', { name: 'YAML keys' }).getByRole('button', { name: 'Undo' }).tap();
  await expect(field).not.toHaveValue('');
});

test('what a command prints is in sight where the page scrolls, from its beginning where it is long', async ({ page }) => {
  await page.goto('en/exercises/l14-cap-rescue-the-flower-shop/');
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
  await page.locator('.dock button').nth(2).tap();
  const line = page.getByRole('textbox', { name: 'Command' });
  await line.tap();
  for (const command of ['kubectl get pods -A', 'kubectl get endpointslices -A']) {
    await line.fill(command);
    await line.press('Enter');
    const entry = page.locator('.shell-log li[data-number]').last();
    await expect(entry).toContainText(command);
    await expect(entry).toContainText('NAMESPACE');
    await expect.poll(() => entry.evaluate((element) => Math.round(element.getBoundingClientRect().top))).toBeLessThan(200);
    await expect.poll(() => entry.evaluate((element) => Math.round(element.getBoundingClientRect().top))).toBeGreaterThanOrEqual(0);
  }
  await line.fill('kubectl config current-context');
  await line.press('Enter');
  await expect(page.locator('.shell-log li[data-number]').last()).toContainText('current-context');
  await expect
    .poll(() =>
      line.evaluate((element) => element.getBoundingClientRect().bottom <= (document.querySelector('.dock')?.getBoundingClientRect().top ?? Infinity)),
    )
    .toBe(true);
});

test('the focus goes from handing in to the result, and from the bar of a pass to the verdict', async ({ page }) => {
  await page.goto('en/exercises/l14-cap-rescue-the-flower-shop/');
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
  await page.getByRole('button', { name: 'Hand in and finish' }).press('Enter');
  await page.getByRole('button', { name: 'Yes, hand in' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'The result' })).toBeFocused();

  await page.goto('en/exercises/l02-e2-no-endpoints/');
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
  await page.locator('.dock button').nth(1).tap();
  const field = page.locator('.editor-place textarea');
  await field.fill((await field.inputValue()).replace(/(selector:\n\s+app: )\S+/u, '$1shop-api'));
  await field.press('Control+Enter');
  await page.getByRole('button', { name: 'See the verdict' }).press('Enter');
  await expect(page.locator('.success')).toBeFocused();
});

test('what refuses an Apply comes into sight below a long file, and the focus stays where it was', async ({ page }) => {
  await page.goto('en/exercises/l02-e2-no-endpoints/');
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
  await page.locator('.dock button').nth(1).tap();
  const field = page.locator('.editor-place textarea');
  const text = await field.inputValue();
  await field.fill(`${'# The shop in the harbor.\n'.repeat(60)}${text.replace(/port: \d+/u, 'port: 99999')}`);
  const problem = page.locator('.problems > .error').first();
  await expect(problem).toBeAttached();
  const covered = (): Promise<boolean> =>
    problem.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      const bar = document.querySelector('.keybar')?.getBoundingClientRect().top ?? innerHeight;
      return top < (document.querySelector('.bar')?.getBoundingClientRect().bottom ?? 0) || bottom > bar;
    });
  const apply = page.locator('.pane-files .button.first');
  await apply.scrollIntoViewIfNeeded();
  expect(await covered()).toBe(true);
  await apply.press('Enter');
  await expect.poll(covered).toBe(false);
  await expect(apply).toBeFocused();
});
