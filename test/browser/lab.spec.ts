import { expect, test, type Page } from '@playwright/test';

const E2 = 'exercises/l03-e2-two-ways-to-be-refused/';
const A = `apiVersion: v1
kind: Service
metadata:
  name: a
  namespace: shop
spec:
  selector:
    app: a
  ports:
    - port: 80
      targetPort: 8080
`;

/** Opens a lab with the plain editor and waits until its cluster stands. */
async function openLab(page: Page, path: string): Promise<void> {
  await page.addInitScript(() => {
    try {
      localStorage.setItem('minato:editor', 'plain');
    } catch {
      // Storage is blocked in one of the tests.
    }
  });
  await page.goto(path);
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
}

const editor = (page: Page) => page.locator('.editor-place textarea');
const check = (page: Page, title: string) => page.locator('.check', { hasText: title });

test('the language changes in place and keeps text, cluster, history and verdict', async ({ page }) => {
  await openLab(page, `ja/${E2}`);
  await editor(page).fill(A);
  await page.locator('.pane-files .button.first').click();
  await expect(check(page, 'http://a/')).toContainText('届きました');
  await page.getByRole('tab', { name: '手元' }).click();
  await page.getByRole('textbox', { name: 'コマンド' }).fill('kubectl get service a -o name');
  await page.keyboard.press('Enter');
  await expect(page.locator('.shell-log')).toContainText('service/a');
  await editor(page).fill(`${A}# たまご\n`);

  await page.locator('a[data-language=en]').click();
  await expect(page).toHaveURL(new RegExp(`/en/${E2}$`));
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('.task-title')).toHaveText('Two ways to be refused');
  await expect(editor(page)).toHaveValue(`${A}# たまご\n`);
  await expect(check(page, 'http://a/')).toContainText('Arrived');
  await expect(page.locator('.shell-log')).toContainText('service/a');
  await expect(page.getByRole('button', { name: 'Apply' })).toBeVisible();
});

test('a reload in the middle brings everything back', async ({ page }) => {
  await openLab(page, `ja/${E2}`);
  await page.locator('input[name$="where-a"][value=pod]').check();
  await editor(page).fill(A);
  await page.locator('.pane-files .button.first').click();
  await expect(check(page, 'http://a/')).toContainText('届きました');
  await editor(page).fill(`${A}# not applied yet\n`);
  await page.reload();
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  await expect(editor(page)).toHaveValue(`${A}# not applied yet\n`);
  await expect(page.locator('input[name$="where-a"][value=pod]')).toBeChecked();
  await expect(check(page, 'http://a/')).toContainText('届きました');
  await page.getByRole('tab', { name: '手元' }).click();
  await expect(page.locator('.shell-log')).toContainText('service/a configured');
});

test('what is typed and not applied stays when a question is answered, a hint is opened, and time passes', async ({ page }) => {
  await openLab(page, `ja/${E2}`);
  const typed = `${A}# not applied\n`;
  await editor(page).fill(typed);
  await page.locator('input[name$="where-a"][value=pod]').check();
  await page.locator('.hints button').first().click();
  await expect(page.locator('.hint')).toBeVisible();
  await page.getByRole('button', { name: '+10秒' }).click();
  await expect(page.locator('.clock-place')).toContainText('00:00:10');
  await expect(editor(page)).toHaveValue(typed);
});

test('a wrong answer names its misconception, and the route ends where the packet did', async ({ page }) => {
  await openLab(page, `ja/${E2}`);
  await page.locator('input[name$="where-a"][value=selector]').check();
  // What was answered wrongly opens by itself.
  await expect(check(page, 'aが途切れる場所')).toHaveAttribute('aria-expanded', 'true');
  await expect(page.locator('.idea')).toContainText('名簿には2つずつ載っています');
  await expect(page.locator('.ask')).toContainText('最後は誰ですか');
  await check(page, 'http://a/').click();
  const dead = page.locator('.trace > .broken');
  await expect(dead).toHaveCount(1);
  await expect(dead).toContainText(':8081');
  await expect(page.locator('.chart-sheet .end-box')).toHaveCount(1);
  const number = (await dead.locator('.at').textContent()) ?? '';
  await expect(page.locator('.chart-sheet .t-caption')).toContainText(number);
});

test('step by step, on and back, the drawing, the log and the slider tell the same', async ({ page }) => {
  await openLab(page, `en/${E2}`);
  await page.locator('.pane-files .button.first').click();
  await expect(page.locator('.trace')).toBeVisible();
  const slider = page.getByRole('slider', { name: 'Position in the trace' });
  const last = Number(await slider.getAttribute('max'));
  expect(last).toBeGreaterThan(3);
  /** What is drawn as gone, the step that is told, and the words that both have for where the way ends. */
  const told = (): Promise<unknown> =>
    page.evaluate(() => {
      const texts = (selector: string): readonly string[] => [...document.querySelectorAll(selector)].map((one) => one.textContent.trim());
      const current = document.querySelector('.trace > .current');
      return {
        drawn: [...texts('.chart-sheet .stop-number'), ...texts('.chart-sheet .t-caption').map((caption) => caption.replace(/^(\d+).*/su, '$1'))].map(Number),
        told: [...document.querySelectorAll('.trace .at')]
          .map((at) => Number(at.textContent))
          .filter((at) => at <= Number(current?.querySelector('.at')?.textContent ?? 0)),
        current: current?.textContent,
        why: current?.querySelector('.why')?.textContent,
      };
    });
  await page.getByRole('button', { name: 'To the start', exact: true }).click();
  await expect(page.locator('.trace .current')).toHaveCount(0);
  const seen: unknown[] = [await told()];
  for (let step = 1; step <= last; step += 1) {
    await page.getByRole('button', { name: 'One step on' }).click();
    await expect(slider).toHaveValue(String(step));
    const now = (await told()) as { readonly drawn: readonly number[]; readonly told: readonly number[]; readonly why?: string };
    expect(now.drawn).toEqual(now.told);
    expect(now.told).toHaveLength(step);
    expect(now.why).toMatch(/^Why/u);
    seen.push(now);
  }
  for (let step = last - 1; step >= 0; step -= 1) {
    await page.getByRole('button', { name: 'One step back' }).click();
    await expect(slider).toHaveValue(String(step));
    expect(await told()).toEqual(seen[step]);
  }
});

test('live diagnostics speak the reader’s language, show the server’s English and mend what is certain', async ({ page }) => {
  await openLab(page, `ja/${E2}`);
  await editor(page).fill(`# 日本語の注釈と絵文字🌷\n${A}`.replace('targetPort', 'targetport'));
  const problem = page.locator('.problems > li').filter({ hasText: 'unknown field' });
  await expect(problem).toContainText('12行目');
  await expect(problem).toContainText('targetportというフィールドはありません');
  await expect(problem).toContainText('unknown field "spec.ports[0].targetport"');
  await problem.getByRole('button', { name: /targetPort\s*に直す/u }).click();
  await expect(editor(page)).toHaveValue(`# 日本語の注釈と絵文字🌷\n${A}`);
  await expect(problem).toHaveCount(0);
});

test('a worker that was killed is started again, the work is back, and one line says so', async ({ page }) => {
  await openLab(page, `ja/${E2}`);
  await editor(page).fill(A);
  await page.locator('.pane-files .button.first').click();
  await expect(check(page, 'http://a/')).toContainText('届きました');

  // A worker that never answers again: the page cannot tell it from a dead one.
  expect(page.workers()).toHaveLength(1);
  void page
    .workers()[0]
    ?.evaluate(() => {
      for (;;);
    })
    .catch(() => undefined);
  await page.locator('.pane-files .button.first').click();
  await expect(page.locator('.notice')).toContainText('動かし直しました', { timeout: 10_000 });
  await expect(editor(page)).toHaveValue(A);
  await page.locator('.pane-files .button.first').click();
  await expect(check(page, 'http://a/')).toContainText('届きました');
});

test('with storage blocked the work goes on, a warning stands there and a file is offered', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  });
  await page.goto(`ja/${E2}`);
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  await page.locator('input[name$="where-a"][value=pod]').check();
  await expect(page.locator('.notice')).toContainText('保存できません');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'ファイルに書き出す' }).click()]);
  expect(file.suggestedFilename()).toBe('minato-L03-E2.json');
  await page.locator('a[data-language=en]').click();
  await expect(page.locator('.task-title')).toHaveText('Two ways to be refused');
  await expect(page.locator('input[name$="where-a"][value=pod]')).toBeChecked();
});

test('kept work that is none is put aside, not read, and not lost', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('minato:work:L03-E2', '{"format":2,"exercise":"L03-E2","texts":3}'));
  await openLab(page, `en/${E2}`);
  await expect(page.locator('.notice')).toContainText('could not be read');
  expect(await page.evaluate(() => localStorage.getItem('minato:work:L03-E2:before'))).toContain('"texts":3');
});

test('another tab’s newer work is not overwritten in silence', async ({ page, context }) => {
  await openLab(page, `ja/${E2}`);
  const other = await context.newPage();
  await openLab(other, `ja/${E2}`);
  await other.locator('input[name$="where-b"][value=vip]').check();
  await expect(page.locator('.notice')).toContainText('別のタブ');
  await page.getByRole('button', { name: '別のタブの内容を使う' }).click();
  await expect(page.locator('input[name$="where-b"][value=vip]')).toBeChecked();
});

test('what another tab saved while this one began is met, too', async ({ page, context }) => {
  const other = await context.newPage();
  await openLab(other, `ja/${E2}`);
  await other.locator('input[name$="where-b"][value=vip]').check();
  const saved = await other.waitForFunction(() => localStorage.getItem('minato:work:L03-E2')).then((text) => text.jsonValue());
  await other.close();
  // The storage is written at the last moment before the page hears of it.
  await page.addInitScript((work) => {
    localStorage.removeItem('minato:work:L03-E2');
    const hear = addEventListener.bind(window);
    window.addEventListener = (type: string, listener: EventListenerOrEventListenerObject, options?: AddEventListenerOptions | boolean) => {
      if (type === 'storage') localStorage.setItem('minato:work:L03-E2', work);
      hear(type, listener, options);
    };
  }, saved!);
  await openLab(page, `ja/${E2}`);
  await expect(page.locator('.notice')).toContainText('別のタブ');
});

test('any text is taken, and what is too large says so', async ({ page }) => {
  await openLab(page, `ja/${E2}`);
  const before = await editor(page).inputValue();
  await editor(page).fill('x'.repeat(300 * 1024));
  await expect(page.locator('.editor-note')).toContainText('256KBを超えるため読み取っていません');
  await expect(editor(page)).toHaveValue(before);
  await editor(page).fill('\u0001\u0002: [');
  await expect(page.locator('.problems > li').first()).toBeVisible();
  await expect(page.locator('.notice')).toHaveCount(0);
});

test('the full editor arrives without moving the page, colours, marks and lets Tab out after Escape', async ({ page }) => {
  await page.goto(`ja/${E2}`);
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  const code = page.locator('.rich-host .monaco-editor').first();
  await expect(code).toBeVisible({ timeout: 20_000 });
  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 300);
      }),
  );
  expect(shift).toBeLessThanOrEqual(0.02);
  await code.click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('# 8080');
  // Long enough for a list of suggestions to open, if there were one: Enter must still be a line break.
  await page.waitForTimeout(500);
  await page.keyboard.press('Enter');
  await page.keyboard.type('# 2');
  await expect(code.locator('.view-line').filter({ hasText: /^#\s2$/u })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('.monaco-editor') === null)).toBe(true);

  for (const language of ['en', 'ja']) {
    await page.locator(`a[data-language=${language}]`).click();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    // What is looked at anew with the other language has been looked at by now.
    await page.waitForTimeout(500);
    await expect(code.locator('.view-line').filter({ hasText: /^#\s2$/u })).toBeVisible();
    await expect(page.locator('.editor-place .code')).toHaveCount(0);
  }
});

test('the home page’s broken Service is mended in the page', async ({ page }) => {
  await page.goto('ja/');
  const lab = page.locator('.homelab');
  await expect(lab).toHaveAttribute('data-ready', 'true');
  await expect(lab.locator('.homelab-foot')).toContainText('届いていません');
  await lab.getByRole('button', { name: /flowers\s*に直す/u }).click();
  await lab.getByRole('button', { name: '適用' }).click();
  await expect(lab.locator('.homelab-foot')).toContainText('届きました');
});

test('on a phone one pane is shown at a time and the dock changes it', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openLab(page, `en/${E2}`);
  await expect(page.locator('.pane-task')).toBeVisible();
  await expect(page.locator('.pane-files')).toBeHidden();
  await page.locator('.dock').getByRole('button', { name: 'Files' }).click();
  await expect(page.locator('.pane-files')).toBeVisible();
  await editor(page).focus();
  await page.getByRole('button', { name: 'Comment' }).click();
  await expect(editor(page)).toHaveValue(/# /);
  await page.locator('.pane-files .button.first').click();
  await page.locator('.dock').getByRole('button', { name: 'Cluster' }).click();
  await expect(page.locator('.chart-sheet')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const small = await page.locator('.chart-sheet text').evaluateAll((texts) => texts.filter((text) => parseFloat(getComputedStyle(text).fontSize) < 11).length);
  expect(small).toBe(0);
});

test('a thousand faults and an endless command leave the page alive', async ({ page }) => {
  await openLab(page, `en/${E2}`);
  await editor(page).fill('a: b\n'.repeat(2_000));
  await expect(page.locator('.problems > li').last()).toContainText('At most 100 are shown');
  await editor(page).fill('['.repeat(50_000));
  await expect(page.locator('.problems > li').first()).toBeVisible();
  const line = page.locator('.shell-line textarea').first();
  await line.fill('z'.repeat(20_000));
  await line.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'is not run' })).toBeVisible();
  await line.fill('echo alive');
  await line.press('Enter');
  await expect(page.locator('.shell-log').first()).toContainText('alive');
});

test('the full editor wears the colours that a reader forces, and its own again afterwards', async ({ page }) => {
  await page.goto(`ja/${E2}`);
  const sheet = page.locator('.rich-host .monaco-editor-background').first();
  await expect(sheet).toBeVisible({ timeout: 20_000 });
  const own = await sheet.evaluate((one) => getComputedStyle(one).backgroundColor);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    await expect(sheet).toHaveCSS('background-color', colorScheme === 'dark' ? 'rgb(0, 0, 0)' : 'rgb(255, 255, 255)');
  }
  await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' });
  await expect(sheet).toHaveCSS('background-color', own);
});

test('what arrived at the wrong Pod is not called lost', async ({ page }) => {
  await openLab(page, 'en/exercises/l09-e3-prefer-the-same-zone/');
  await page.locator('.pane-files .button.first').click();
  await expect(check(page, 'From zone-a')).toContainText('Another Pod answers');
  await expect(page.locator('.finding').first()).toContainText('Another Pod');
});
