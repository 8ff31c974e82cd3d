import { expect, test, type Page } from '@playwright/test';

const E2 = 'exercises/l03-e2-two-ways-to-be-refused/';
const LIMIT = 256 * 1024;

async function open(page: Page, editor: 'plain' | 'rich' = 'plain'): Promise<void> {
  await page.addInitScript((wanted) => localStorage.setItem('minato:editor', wanted), editor);
  await page.goto(`ja/${E2}`);
  await page.locator('.workbench[data-ready=true]').waitFor();
}
const field = (page: Page) => page.locator('.editor-place textarea').first();
const note = (page: Page) => page.locator('.editor-note');

/** Pastes into the focused element, as far as an event can. */
async function paste(page: Page, selector: string, lines: number): Promise<boolean> {
  return page
    .locator(selector)
    .first()
    .evaluate((element, count) => {
      const data = new DataTransfer();
      data.setData('text/plain', 'a: b\n'.repeat(count));
      (element as HTMLElement).focus();
      return element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, lines);
}

test('a megabyte of 210,000 lines does not come into the field, and is not lost', async ({ page }) => {
  await open(page);
  const before = await field(page).inputValue();
  expect(await paste(page, '.editor-place textarea', 210_000)).toBe(false);
  await expect(note(page)).toContainText('256KBを超えるため読み取っていません');
  await expect(note(page)).toContainText('1026KB');
  await expect(field(page)).toHaveValue(before);
  const [download] = await Promise.all([page.waitForEvent('download'), note(page).getByRole('button', { name: '取ってある内容を書き出す' }).click()]);
  expect(download.suggestedFilename()).toBe('a.yaml');
  // The page goes on: the next edit is read.
  await field(page).fill('kind: Service\n');
  await expect(page.locator('.problems > li').first()).toBeVisible();
  await note(page).getByRole('button', { name: '閉じる' }).click();
  await expect(note(page)).toHaveCount(0);
});

test('a field that breaks one rule in two ways is told of both, and the next edit is read', async ({ page }) => {
  await open(page);
  const before = await field(page).inputValue();
  await field(page).fill(before.replace(/targetPort: \S+/u, 'targetPort: 八千八十'));
  await expect(page.locator('.problems > li', { hasText: '八千八十' })).toHaveCount(2);
  await field(page).fill(before);
  await expect(page.locator('.problems > li', { hasText: '八千八十' })).toHaveCount(0);
});

test('a text that came in all the same leaves again, and one within the limit stays', async ({ page }) => {
  await open(page);
  const before = await field(page).inputValue();
  await field(page).fill('# x\n'.repeat(LIMIT / 4 + 1));
  await expect(note(page)).toBeVisible();
  await expect(field(page)).toHaveValue(before);
  await field(page).fill('# x\n'.repeat(1000));
  expect((await field(page).inputValue()).length).toBe(4000);
});

test('the rich editor keeps such a paste out as well', async ({ page }) => {
  await open(page, 'rich');
  await page.locator('.monaco-editor .view-lines').waitFor();
  await page.locator('.monaco-editor .view-lines').click();
  await page.evaluate((lines) => {
    const data = new DataTransfer();
    data.setData('text/plain', 'a: b\n'.repeat(lines));
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, 210_000);
  await expect(note(page)).toBeVisible();
  await expect(page.locator('.monaco-editor .view-lines')).toContainText('kind: Service');
});

test('kept work with a longer text opens with the rest of it, and the text is offered', async ({ page }) => {
  await page.addInitScript((characters) => {
    const work = { format: 1, exercise: 'L03-E2', savedAt: Date.now(), texts: { 'a.yaml': 'x'.repeat(characters), 'b.yaml': '# mine\n' } };
    localStorage.setItem('minato:work:L03-E2', JSON.stringify({ ...work, actions: [], passed: false, gaveUp: false, explanation: '' }));
  }, LIMIT + 1);
  await open(page);
  await expect(note(page)).toContainText('a.yaml');
  expect((await field(page).inputValue()).length).toBeLessThan(1000);
  await page.getByRole('tab', { name: 'b.yaml', exact: true }).click();
  await expect(field(page)).toHaveValue('# mine\n');
});

test('on a phone a pass is told on whatever pane the learner is', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.locator('input[name$="where-a"][value=pod]').check();
  await page.locator('input[name$="where-b"][value=vip]').check();
  await page.locator('.dock button').nth(2).click();
  await page.getByRole('tab', { name: '手元' }).click();
  for (const line of [
    `kubectl patch service a -n shop -p '{"spec":{"ports":[{"port":80,"targetPort":8080}]}}'`,
    `kubectl patch service b -n shop --type=json -p '[{"op":"replace","path":"/spec/ports/0/port","value":80}]'`,
  ]) {
    await page.getByRole('textbox', { name: 'コマンド' }).fill(line);
    await page.keyboard.press('Enter');
  }
  const bar = page.locator('.pass-bar');
  await expect(bar).toContainText('判定5個がすべて通りました');
  await expect(bar).toBeInViewport();
  await expect(page.locator('.dock-state')).toHaveText('5/5');
  await bar.getByRole('button', { name: '判定を見る' }).click();
  await expect(page.locator('.success')).toBeInViewport();
});

test('a lesson stays where its reader is while a lab below that was passed on an earlier day comes back', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const texts = {
    'service.yaml':
      'apiVersion: v1\nkind: Service\nmetadata: {name: api, namespace: shop}\nspec:\n  selector: {tier: backend}\n  ports: [{port: 80, targetPort: 8080}]\n',
  };
  const at = Date.UTC(2026, 10, 21);
  const work = { format: 2, exercise: 'L02-E2', savedAt: at, texts, actions: [{ kind: 'apply', texts }], passed: true, gaveUp: false, explanation: '' };
  await page.addInitScript((kept) => localStorage.setItem('minato:work:L02-E2', kept), JSON.stringify({ ...work, passes: [at], ideas: {} }));
  await page.goto('en/lessons/02-selectors-and-endpointslices/');
  const lab = page.locator('#l02-e2-no-endpoints');
  // Near enough to be fetched, and below the window.
  await lab.evaluate((section) => scrollTo({ top: section.getBoundingClientRect().top + scrollY - innerHeight - 300, behavior: 'instant' }));
  await expect(lab.locator('.success')).toContainText('Arrived', { timeout: 30_000 });
  await expect(lab.locator('[id$="-verdict"] ~ .mono')).toHaveText('5/5');
  await expect(lab).not.toBeInViewport();
});

test('a lab of its own page fits the window, fills it on request, and gives it back to the keyboard', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page);
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(900);
  const whole = page.getByRole('button', { name: '画面いっぱいに広げる' });
  await whole.click();
  await expect(whole).toHaveAttribute('aria-pressed', 'true');
  expect(await page.locator('.workbench').evaluate((bench) => bench.getBoundingClientRect().height)).toBe(900);
  await page.keyboard.press('Shift+Tab');
  await expect(whole).toHaveAttribute('aria-pressed', 'false');
});

for (const [width, text, path] of [
  [390, 100, `ja/${E2}`],
  [320, 100, 'ja/playground/'],
  [320, 200, `ja/${E2}`],
  [320, 200, `en/${E2}`],
] as const)
  test(`no name and no mark of the dock is broken or cut at ${width} px with text at ${text} %: ${path.split('/')[0]}, ${path.split('/')[1]}`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
    await page.goto(path);
    await page.locator('.workbench[data-ready=true]').waitFor();
    await page.evaluate((size) => {
      document.documentElement.style.fontSize = `${size}%`;
    }, text);
    if (path.endsWith(E2)) await page.locator('.pane-files .button.first').evaluate((apply: HTMLElement) => apply.click());
    for (const button of await page.locator('.dock button').all()) {
      await button.click();
      await expect(button).toHaveAttribute('aria-current', 'true');
      await expect(button).toHaveAccessibleName(/\S/u);
      const name = await button
        .locator('.dock-name')
        .evaluate((one) => ({ height: one.getBoundingClientRect().height, line: parseFloat(getComputedStyle(one).lineHeight) }));
      expect(name.height).toBeLessThan(1.5 * name.line);
      const edges = await page.locator('.dock :is(button, .dock-name, .dock-state, .dock-count)').evaluateAll((all) =>
        all.flatMap((one) => {
          const [{ left, right }, place] = [one.getBoundingClientRect(), one.closest('button')!.getBoundingClientRect()];
          return left < place.left - 0.5 || right > place.right + 0.5 || right > innerWidth + 0.5 ? [one.outerHTML] : [];
        }),
      );
      expect(edges).toEqual([]);
    }
  });
