import { expect, test, type Page } from '@playwright/test';
import { matchExercise, parsonsExercise, predictExercise, wordsExercise } from '../fixtures/exercise-kinds.ts';
import { showExercise } from './shown-exercise.ts';

const check = (page: Page, id: string) => page.locator('.check', { hasText: `check-${id}` });

test('predictions: commands wait for them, they stand, and each is shown beside what was seen', async ({ page }) => {
  await showExercise(page, predictExercise, 'ja');
  const terminal = page.locator('.pane-terminal');
  const commit = page.getByRole('button', { name: '予想を決める' });
  await expect(terminal).toContainText('予想を決めると、ここでコマンドを実行できます');
  await expect(terminal.getByRole('textbox')).toHaveCount(0);
  await expect(commit).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('radio', { name: '応答する' }).check();
  await expect(page.getByText('あと1個を予想すると')).toBeVisible();
  await page.getByRole('textbox', { name: 'Podの数' }).fill('２');
  await page.getByRole('textbox', { name: 'Podの数' }).blur();
  await expect(check(page, 'now')).toContainText('まだ答えていません');
  await expect(commit).toHaveAttribute('aria-disabled', 'false');
  await commit.press('Enter');

  await terminal.getByRole('textbox').fill('kubectl get pods');
  await page.keyboard.press('Enter');
  await expect(check(page, 'ran')).toContainText('確かめました');
  const question = page.getByRole('group', { name: 'いまの結果' });
  await expect(question.locator('.predicted')).toHaveText('予想 応答する');
  await question.getByRole('radio', { name: '時間切れ' }).check();
  await page.getByRole('textbox', { name: 'Podの数' }).fill('2');
  await page.getByRole('textbox', { name: 'Podの数' }).blur();
  await expect(page.locator('.verdict-head')).toContainText('3/3');

  await check(page, 'now').click();
  const seen = page.locator('.check-seen:not([hidden])');
  await expect(seen.locator('.compare')).toHaveText('予想 応答する 観察 時間切れ');
  await expect(seen.locator('.idea')).toContainText('直ったのは新しいPodです');

  await page.reload();
  await expect(page.getByRole('group', { name: 'いまの結果' }).locator('.predicted')).toHaveText('予想 応答する');
});

test('tables are filled by keyboard, and what does not fit is marked once all is filled', async ({ page }) => {
  await showExercise(page, matchExercise, 'en');
  const cell = (name: string) => page.getByRole('combobox', { name, exact: true });
  for (const name of ['The catalogue is used inside only', 'Payments are taken at the nodes', 'Database peers must know each other']) {
    await cell(name).focus();
    await page.keyboard.type('clusterIP:');
  }
  await expect(check(page, 'cards')).toContainText('Not right yet');
  const table = page.getByRole('table', { name: 'Which type fits?' });
  await expect(table.getByRole('img', { name: 'does not fit' })).toHaveCount(2);
  await cell('The catalogue is used inside only').selectOption('ClusterIP');
  await cell('Payments are taken at the nodes').selectOption('choice-cards-node-port');
  await cell('Database peers must know each other').selectOption('clusterIP: None');
  await expect(check(page, 'cards')).toContainText('Right');
  for (const name of ['row-names-short, from shop', 'row-names-with-namespace, from shop', 'row-names-with-namespace, column-names-other'])
    await cell(name).selectOption('choice-names-yes');
  await cell('row-names-short, column-names-other').selectOption('choice-names-no');
  await expect(check(page, 'names')).toContainText('Right');
  await page.getByRole('textbox', { name: 'row-ports-http' }).fill('80');
  await page.getByRole('textbox', { name: 'row-ports-dns' }).fill('53 ');
  await page.keyboard.press('Tab');
  await expect(page.locator('.success')).toBeVisible();
});

test('tags, an order and short texts are answered by keyboard', async ({ page }) => {
  await showExercise(page, wordsExercise, 'ja');
  const tags = page.getByRole('group', { name: '関わるもの' });
  for (const name of ['choice-tags-rules', 'choice-tags-slices']) {
    await tags.getByRole('checkbox', { name }).focus();
    await page.keyboard.press('Space');
    await expect(tags.getByRole('checkbox', { name })).toBeChecked();
  }
  await expect(check(page, 'tags')).toContainText('合っています');
  // Given in the right order: down and up again.
  const down = page.getByRole('button', { name: '下へ: choice-steps-name' });
  await down.focus();
  await page.keyboard.press('Enter');
  await expect(check(page, 'steps')).toContainText('まだ合っていません');
  await expect(down).toBeFocused();
  await page.getByRole('button', { name: '上へ: choice-steps-name' }).press('Enter');
  await expect(check(page, 'steps')).toContainText('合っています');
  await page.getByRole('textbox', { name: 'question-variables' }).fill('WEB_SERVICE_HOST\nWEB_PORT');
  await page.getByRole('textbox', { name: 'question-selector' }).fill('App = my-svc');
  await page.keyboard.press('Tab');
  await expect(page.locator('.success')).toBeVisible();
});

test('lines are arranged and indented by keys alone, and the file that stands then is applied', async ({ page }) => {
  await showExercise(page, parsonsExercise, 'en');
  const lines = page.getByRole('listbox', { name: /service\.yaml/ });
  const pool = page.getByRole('listbox', { name: 'Lines not in use' });
  await lines.focus();
  // Given: kind, metadata, name, apiVersion.
  await page.keyboard.press('End');
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Shift+ArrowUp');
  await expect(lines.getByRole('option', { selected: true })).toHaveAccessibleName('1 apiVersion: v1 (indent 0)');
  await page.keyboard.press('End');
  const wanted: readonly (readonly [line: string, indent: number])[] = [
    ['namespace: shop', 1],
    ['spec:', 0],
    ['selector:', 1],
    ['app: backend', 2],
    ['ports:', 1],
    ['- port: 80', 2],
    ['targetPort: 8080', 3],
  ];
  for (const [line, indent] of wanted) {
    await pool.focus();
    await page.keyboard.press('ArrowUp');
    for (let i = 0; i < 12; i += 1) await page.keyboard.press('ArrowUp');
    for (let i = 0; i < 12; i += 1) {
      if ((await pool.getByRole('option', { selected: true }).textContent())?.trim() === line) break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await lines.focus();
    const chosen = lines.getByRole('option', { selected: true });
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('ArrowLeft');
    for (let i = 0; i < indent; i += 1) await page.keyboard.press('ArrowRight');
    await expect(chosen).toHaveAccessibleName(new RegExp(`${line} \\(indent ${indent}\\)`));
  }
  await expect(pool.getByRole('option')).toHaveCount(2);
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.success')).toBeVisible();
  await page.reload();
  await expect(lines.getByRole('option')).toHaveCount(11);
});

test('on a small phone a table and lines to arrange stay within the screen', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const folder of [matchExercise, parsonsExercise]) {
    await showExercise(page, folder, 'ja');
    await page.locator('.dock button').nth(1).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.unrouteAll();
  }
});
