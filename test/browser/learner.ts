import { expect, type Locator, type Page } from '@playwright/test';
import { splitIds } from '../../src/exercise/answers.ts';
import type { ExerciseDefinition } from '../../src/exercise/exercise.ts';
import type { ExerciseFolder } from '../../src/exercise/load.ts';
import { readSections } from '../../src/exercise/words.ts';
import { vantageOf } from '../../src/lab/exercise-place.ts';
import type { Language } from '../../src/messages/language.ts';
import { asShown } from '../content/walk.ts';

/** A command may let minutes of the cluster's time go by. */
const LONG = 60_000;

/** Opens an exercise with the plain editor, and waits until its lab can be used. */
export async function openExercise(page: Page, slug: string, language: Language): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  await page.goto(`${language}/exercises/${slug}/`);
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true', { timeout: LONG });
}

/** Opens hints 1 to `count` by their buttons, waiting as long as the page asks for, and returns what each says. */
export async function openHints(page: Page, count: number): Promise<readonly string[]> {
  const said: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    const button = page.locator('.hints button').nth(number - 1);
    await expect
      .poll(async () => {
        if ((await button.getAttribute('aria-disabled')) === 'true') await page.clock.fastForward('01:05');
        return button.getAttribute('aria-disabled');
      })
      .not.toBe('true');
    await button.click();
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    said.push((await page.locator('.hint').textContent()) ?? '');
  }
  return said;
}

/** Writes files in the editor and applies them. */
export async function applyFiles(page: Page, texts: { readonly [file: string]: string }, definition: ExerciseDefinition): Promise<void> {
  for (const [file, text] of Object.entries(texts)) {
    await page.locator(`.pane-files [role=tab][id$="-file-${file}"]`).click();
    if (definition.parsons?.file === file) await arrangeLines(page, text, definition.parsons.ordered === true);
    else await page.locator('.editor-place textarea').fill(text);
  }
  const apply = page.locator('.pane-files .pane-head .button.first');
  await apply.click();
  await expect(apply).not.toHaveAttribute('aria-busy', 'true', { timeout: LONG });
  await showShell(page, 'operator');
  await expect(page.locator('.pane-terminal .command', { hasText: 'kubectl apply' })).not.toHaveCount(0, { timeout: LONG });
}

/** Puts the lines of a file in order by keys alone. */
async function arrangeLines(page: Page, text: string, ordered: boolean): Promise<void> {
  const wanted = text.trimEnd().split('\n');
  const lines = page.locator('.editor-place .parsons-lines').first();
  const pool = page.locator('.editor-place .parsons-lines.pool');
  await lines.focus();
  if (!ordered) for (let left = await lines.getByRole('option').count(); left > 0; left -= 1) await page.keyboard.press('Delete');
  for (const [i, line] of wanted.entries()) {
    if (ordered) {
      await page.keyboard.press('Home');
      for (let down = 0; down < i; down += 1) await page.keyboard.press('ArrowDown');
    } else {
      await pool.focus();
      const options = (await pool.getByRole('option').allTextContents()).map((one) => one.trim());
      for (const _ of options) await page.keyboard.press('ArrowUp');
      for (let down = options.indexOf(line.trim()); down > 0; down -= 1) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await lines.focus();
    }
    for (let out = 0; out < 4; out += 1) await page.keyboard.press('ArrowLeft');
    for (let depth = (line.length - line.trimStart().length) / 2; depth > 0; depth -= 1) await page.keyboard.press('ArrowRight');
  }
}

/** Shows a shell, and opens it where the exercise has none there. */
async function showShell(page: Page, terminal: string): Promise<void> {
  const tab = page.locator(`.pane-terminal [role=tab][id$="-tab-${terminal}"]`);
  if ((await tab.count()) === 0) await page.locator('.pane-terminal .shell-open').selectOption(vantageOf(terminal));
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
}

/** Types a line into a shell. What goes on until it is stopped, as `tcpdump` does, is left running. */
export async function runLine(page: Page, terminal: string, line: string): Promise<void> {
  await showShell(page, terminal);
  const shell = page.locator('.pane-terminal .shell').first();
  const field = shell.locator('.shell-line textarea');
  await expect(field).toBeVisible({ timeout: LONG });
  const before = await shell.locator('li[data-number]').count();
  await field.fill(line);
  await field.press('Enter');
  await expect.poll(() => shell.locator('li[data-number]').count(), { timeout: LONG }).toBeGreaterThan(before);
  if (!/^(tcpdump|kubectl port-forward)\b/u.test(line)) await expect(shell.locator('.shell-running')).toHaveCount(0, { timeout: LONG });
}

/** Everything that the shells have printed; folded outputs are opened. */
export async function printed(page: Page): Promise<string> {
  const tabs = page.locator('.pane-terminal [role=tab]');
  const said: string[] = [];
  for (let i = 0; i < (await tabs.count()); i += 1) {
    await tabs.nth(i).click();
    for (const fold of await page.locator('.pane-terminal .fold[aria-expanded=false]').all()) await fold.click();
    said.push(...(await page.locator('.pane-terminal .printed').allTextContents()));
  }
  return said.join('\n');
}

/** Gives an answer to a question, of whatever kind it is; `field` of a table is `question/row` or `question/row/column`. */
export async function answer(page: Page, folder: ExerciseFolder, language: Language, field: string, choice: string): Promise<void> {
  const [name = '', row, column] = field.split('/');
  const question = folder.definition.questions.find((one) => one.field === name);
  if (!question) throw new Error(`${folder.slug} asks nothing called ${name}`);
  const beside = page.locator('.pane-files [role=tab].words');
  if ((await beside.count()) > 0) await beside.click();
  if (question.rows) {
    const { sections } = readSections(folder.files[`${language}.md`] ?? '', folder.path);
    const title = asShown(sections.find(({ id }) => id === `question-${name}`)?.heading ?? '');
    const cell = page
      .getByRole('table', { name: title, exact: true })
      .locator('tbody tr')
      .nth(question.rows.indexOf(row ?? ''))
      .locator('td')
      .nth(column === undefined ? 0 : (question.columns ?? []).indexOf(column));
    if (question.choices) await cell.locator('select').selectOption(choice);
    else await write(cell.locator('.answer-text'), choice);
    return;
  }
  const asked = page.locator(`fieldset.question:has([id$="-${name}-note"])`);
  if (question.choose === 'order') await putInOrder(asked, question.choices ?? [], splitIds(choice));
  else if (question.choices) for (const id of splitIds(choice)) await asked.locator(`input[value="${id}"]`).check();
  else await write(asked.locator('.answer-text'), choice);
}

async function write(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.blur();
}

async function putInOrder(asked: Locator, offered: readonly string[], wanted: readonly string[]): Promise<void> {
  const order = [...offered];
  for (const [to, id] of wanted.entries())
    for (let at = order.indexOf(id); at > to; at -= 1) {
      await asked.locator('ol.order > li').nth(at).locator('button').first().click();
      order.splice(at, 1);
      order.splice(at - 1, 0, id);
      await expect(
        asked
          .locator('ol.order > li')
          .nth(at - 1)
          .locator('button')
          .first(),
      ).toBeEnabled({ enabled: at - 1 > 0 });
    }
}
