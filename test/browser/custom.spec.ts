import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { faultsInEveryTheme } from './accessibility.ts';

const good = readFileSync(join(import.meta.dirname, '../../content/custom/bakery-counter.yaml'), 'utf8');
const WORDS = {
  ja: {
    open: '調べて開く',
    text: '演習の内容(YAMLかJSON)',
    example: '「パン屋のカウンター」を開く',
    title: 'パン屋のカウンター',
    mark: 'このサイトが作ったものではありません',
    link: 'リンクをコピーする',
    copied: 'リンクをコピーしました。',
    unchanged: '先に開いていたものは、そのままです。',
  },
  en: {
    open: 'Check and open',
    text: 'The exercise, as YAML or JSON',
    example: 'Open “The bakery counter”',
    title: 'The bakery counter',
    mark: 'Not made by this site',
    link: 'Copy a link',
    copied: 'The link is on the clipboard.',
    unchanged: 'What was open before is as it was.',
  },
} as const;

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });
test.beforeEach(({ page }) => page.addInitScript(() => localStorage.setItem('minato:editor', 'plain')));

const ready = (page: Page) => expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true', { timeout: 30_000 });
const textOf = (page: Page) => page.locator('#custom-text');

async function openGood(page: Page, language: 'ja' | 'en'): Promise<void> {
  await page.goto(`${language}/workshop/custom/`);
  await page.getByRole('button', { name: WORDS[language].example }).click();
  await expect(page.getByRole('heading', { name: WORDS[language].title, level: 2 })).toBeVisible({ timeout: 30_000 });
  await ready(page);
}

for (const language of ['ja', 'en'] as const)
  test(`an exercise of somebody else is opened, marked, solved and handed on in ${language}`, async ({ page, context }) => {
    const words = WORDS[language];
    await page.addInitScript(() => localStorage.setItem('minato:work:L03-E2', 'kept'));
    await openGood(page, language);
    await expect(page.locator('.custom-mark')).toContainText(words.mark);
    const editor = page.locator('.editor-place textarea');
    await editor.fill((await editor.inputValue()).replace('app: counter', 'app: oven'));
    await page.locator('.pane-files .button.first').click();
    await expect(page.locator('.verdict .success')).toBeVisible({ timeout: 20_000 });
    // Its work is its own.
    const keys = await page.evaluate(() => Object.keys(localStorage));
    await expect
      .poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('minato:work:CUSTOM-bakery-counter-')).length))
      .toBe(1);
    expect(await page.evaluate(() => localStorage.getItem('minato:work:L03-E2'))).toBe('kept');
    expect(keys.filter((key) => /^minato:work:L/u.test(key))).toEqual(['minato:work:L03-E2']);
    // The link holds it all; and it comes back after a reload.
    await page.getByRole('button', { name: words.link }).click();
    await expect(page.getByText(words.copied)).toBeVisible();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const other = await context.newPage();
    await other.goto(link);
    await ready(other);
    await expect(textOf(other)).toHaveValue(good);
    await page.reload();
    await ready(page);
    await expect(page.locator('.editor-place textarea')).toHaveValue(/app: oven/u);
  });

test('what cannot be read is told with its place, and what was open stays', async ({ page }) => {
  await openGood(page, 'en');
  const editor = page.locator('.editor-place textarea');
  await editor.fill('# mine\n');
  const bad = good.replace('kind: break-fix', 'kind: quiz').replace('http://counter/\n    status', 'javascript:alert(1)\n    status');
  await textOf(page).fill(bad);
  await page.getByRole('button', { name: WORDS.en.open }).click();
  const complaints = page.locator('.custom-complaints li');
  await expect(complaints).toHaveCount(2);
  await expect(complaints.nth(0)).toContainText('Choose one of these: write, faded-write, break-fix');
  await expect(complaints.nth(1)).toContainText('checks.1.url');
  await expect(page.locator('.custom-status')).toContainText(WORDS.en.unchanged);
  await expect(editor).toHaveValue('# mine\n');
  await expect(textOf(page)).toHaveValue(bad);
  // The line is shown in the text.
  await complaints.nth(0).getByRole('button').press('Enter');
  const marked = await textOf(page).evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
  expect(marked).toBe('kind: quiz');
  // The same in the other language, in place.
  await page.locator('a[data-language="ja"]').click();
  await expect(complaints.nth(0)).toContainText('次の中から選びます');
  await expect(page.getByRole('heading', { name: WORDS.ja.title, level: 2 })).toBeVisible();
  await expect(editor).toHaveValue('# mine\n');
});

test('links that were cut, hold something else or too much change nothing and say so', async ({ page }) => {
  await openGood(page, 'en');
  for (const [hash, said] of [
    ['#x=abcdef', 'it was cut, or it is something else'],
    ['#x=*', 'it was cut, or it is something else'],
    [`#x=${'A'.repeat(20_000)}`, 'longer than links are read'],
  ] as const) {
    await page.evaluate((next) => (location.hash = next), hash);
    await expect(page.locator('.custom-status')).toContainText(said);
    await expect(page.locator('.custom-status')).toContainText(WORDS.en.unchanged);
    await expect(textOf(page)).toHaveValue(good);
  }
  await page.locator('input[type=file]').setInputFiles({ name: 'huge.yaml', mimeType: 'text/yaml', buffer: Buffer.alloc(900_000, 'x') });
  await expect(page.locator('.custom-status')).toContainText('larger than an exercise may be');
  await page.locator('input[type=file]').setInputFiles({ name: 'binary.yaml', mimeType: 'text/yaml', buffer: Buffer.from([0xff, 0xfe, 0x00, 0xd8]) });
  await expect(page.locator('.custom-status')).toContainText('cannot be read as text');
  await expect(textOf(page)).toHaveValue(good);
});

test('a script in a text does not run, and commands without an end do not stop the page', async ({ page }) => {
  const alerts: string[] = [];
  page.on('dialog', (dialog) => {
    alerts.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto('en/workshop/custom/');
  await textOf(page).fill(good.replace('Two oven Pods run', '<img src=x onerror=alert(1)> Two oven Pods run'));
  await page.getByRole('button', { name: WORDS.en.open }).click();
  await expect(page.locator('.custom-complaints')).toContainText('HTML is not taken');
  await textOf(page).fill(
    good
      .replace('Two oven Pods run', '[Two](javascript:alert(2)) oven `<b>Pods</b>` run')
      .replace('args: [netexec, --http-port=8080]', "command: [sh, -c, 'while :; do :; done']")
      .replace('hints: 2', 'hints: 2'),
  );
  await page.getByRole('button', { name: WORDS.en.open }).click();
  await expect(page.locator('.custom-opened, .custom-status p').first()).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('.custom-status')).not.toContainText('Checking', { timeout: 40_000 });
  await expect(page.getByText('HTML is not taken')).toHaveCount(0);
  expect(await page.locator('.custom-opened .task-words a').count()).toBe(0);
  expect(alerts).toEqual([]);
  await textOf(page).fill('still writable');
  await expect(textOf(page)).toHaveValue('still writable');
});

test('a text of nothing but brackets is read elsewhere or given up, and the page answers all the while', async ({ page }) => {
  await page.goto('en/workshop/custom/');
  await expect(textOf(page)).toBeEnabled();
  await textOf(page).evaluate((area: HTMLTextAreaElement) => {
    area.value = '[]'.repeat(99_500);
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await page.getByRole('button', { name: WORDS.en.open }).click();
  // A page that read it itself could say nothing before it is done.
  await expect(page.locator('.custom-status')).toContainText('Checking');
  await expect(page.locator('.custom-status')).not.toContainText('Checking', { timeout: 30_000 });
  await expect(page.locator('.custom-opened')).toHaveCount(0);
  await textOf(page).fill(good);
  await page.getByRole('button', { name: WORDS.en.open }).click();
  await expect(page.getByRole('heading', { name: WORDS.en.title, level: 2 })).toBeVisible({ timeout: 30_000 });
});

test('the author is told where the starter passes and a solution does not', async ({ page }) => {
  await page.goto('en/workshop/custom/');
  // Starter and solution change places.
  const starter = good.indexOf('app: counter\n');
  expect(starter).toBeGreaterThan(0);
  const swapped = good
    .replace('          app: counter\n', '          app: SWAP\n')
    .replace('            app: oven\n          ports', '            app: counter\n          ports')
    .replace('app: SWAP', 'app: oven');
  await textOf(page).fill(swapped);
  await page.getByRole('button', { name: WORDS.en.open }).click();
  await expect(page.locator('.custom-opened')).toContainText('The starter passes every check already', { timeout: 30_000 });
  await expect(page.locator('.custom-opened')).toContainText('Solution 1 fails listed, answers');
});

test('it is opened by keyboard alone', async ({ page }) => {
  await page.goto('en/workshop/custom/');
  await expect(textOf(page)).toBeEnabled();
  await textOf(page).focus();
  await page.evaluate((text) => navigator.clipboard.writeText(text), good);
  await page.keyboard.press('Control+V');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: WORDS.en.open })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: WORDS.en.title, level: 2 })).toBeVisible({ timeout: 30_000 });
});

test('axe finds nothing on the pages of custom exercises in any theme', async ({ page }) => {
  // Three pages' worth of looking, three times over.
  test.slow();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('ja/workshop/custom/format/');
  expect(await faultsInEveryTheme(page)).toEqual([]);
  await openGood(page, 'ja');
  await textOf(page).fill('a: [');
  await page.getByRole('button', { name: WORDS.ja.open }).click();
  await expect(page.locator('.custom-complaints li')).toHaveCount(1);
  expect(await faultsInEveryTheme(page)).toEqual([]);
});

test('at 320 px nothing is wider than the window', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto('ja/workshop/custom/format/');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await openGood(page, 'ja');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});
