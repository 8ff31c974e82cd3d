import { expect, type Page } from '@playwright/test';
import { splitIds } from '../../src/exercise/answers.ts';
import type { ExerciseDefinition, ExerciseQuestion, ExerciseWords } from '../../src/exercise/exercise.ts';
import type { LabAction } from '../../src/lab/action.ts';
import { bareText, tableOf } from '../../src/ui/answer-words.ts';
import { linesOf } from '../../src/ui/parsons.ts';

const PANES = ['task', 'files', 'terminal', 'cluster'] as const;
type Pane = (typeof PANES)[number];

const isFocused = (page: Page, selector: string): Promise<boolean> => page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);

/** Presses Tab until the element has the focus: a keyboard must be able to reach everything. */
export async function tabTo(page: Page, selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab', most = 80): Promise<void> {
  for (let i = 0; i < most; i += 1) {
    if (await isFocused(page, selector)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`no way to ${selector} by ${String(most)} tabs`);
}

/** Goes from pane to pane until the focus is in this one. */
export async function goToPane(page: Page, pane: Pane): Promise<void> {
  await tabTo(page, '.workbench *');
  for (let i = 0; i < PANES.length; i += 1) {
    if (await isFocused(page, `.pane-${pane}`)) return;
    await page.keyboard.press('F6');
    // It is the next picture that moves the focus.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
  expect(await isFocused(page, `.pane-${pane}`), `F6 leads to the pane ${pane}`).toBe(true);
}

/** Replaces the text of the focused field as a person does. */
export async function retype(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

const press = async (page: Page, key: string, times: number): Promise<void> => {
  for (let i = 0; i < times; i += 1) await page.keyboard.press(key);
};

/** Does in the open lab, with nothing but a keyboard, what these actions do. */
export async function doByKeys(
  page: Page,
  { definition, words }: { readonly definition: ExerciseDefinition; readonly words: ExerciseWords },
  actions: readonly LabAction[],
): Promise<void> {
  for (const [i, action] of actions.entries()) {
    if (action.kind === 'answer') {
      // Answers stand in the order of their questions: whoever goes on from one comes to the next.
      if (i === 0 || actions[i - 1]?.kind !== 'answer') await goToPane(page, definition.editable.length === 0 ? 'files' : 'task');
      await answer(
        page,
        words,
        definition.questions.find(({ field }) => field === action.field.split('/')[0])!,
        action.field,
        action.choice,
      );
    } else if (action.kind === 'commit') {
      await tabTo(page, '[aria-describedby$="-predictions-left"]');
      await page.keyboard.press('Enter');
    } else if (action.kind === 'run') await run(page, action.terminal, action.line);
    else if (action.kind === 'apply') await apply(page, definition, action.texts);
    else expect(action.kind).toBe('hand-in');
  }
}

async function answer(page: Page, words: ExerciseWords, question: ExerciseQuestion, field: string, choice: string): Promise<void> {
  const inputs = `[name$="-${field}"]`;
  if (question.rows) {
    const cell = tableOf(words, question)
      .flatMap(({ cells }) => cells)
      .find((one) => one.field === field);
    await tabTo(page, `[aria-label=${JSON.stringify(cell?.name)}]`);
    // The first option is none.
    if (question.choices) await press(page, 'ArrowDown', 1 + question.choices.indexOf(choice));
    else await retype(page, choice);
    await page.keyboard.press('Tab');
  } else if (question.choose === 'several') {
    for (const one of question.choices?.filter((id) => splitIds(choice).includes(id)) ?? []) {
      await tabTo(page, `${inputs}[value=${one}]`);
      if (!(await page.evaluate(() => (document.activeElement as HTMLInputElement).checked))) await page.keyboard.press('Space');
    }
  } else if (question.choices) {
    await tabTo(page, `input${inputs}`);
    const at = await page.evaluate(() => (document.activeElement as HTMLInputElement).value);
    const by = question.choices.indexOf(choice) - question.choices.indexOf(at);
    await page.keyboard.press('Space');
    await press(page, by > 0 ? 'ArrowDown' : 'ArrowUp', Math.abs(by));
    await expect(page.locator(`input${inputs}[value=${choice}]`)).toBeChecked();
  } else {
    await tabTo(page, `[aria-label=${JSON.stringify(bareText(words.headings[`question-${field}`] ?? ''))}]`);
    await retype(page, choice);
    await page.keyboard.press('Tab');
  }
}

async function run(page: Page, terminal: string, line: string): Promise<void> {
  const shell = page.locator('.pane-terminal');
  const key = `[id$="-tab-${terminal}"]`;
  if (!(await isFocused(page, '.shell-line textarea')) || (await shell.locator(`${key}[aria-selected=true]`).count()) === 0) {
    await goToPane(page, 'terminal');
    await tabTo(page, '.pane-terminal [role=tab][aria-selected=true]');
    for (let i = 0; i < 4 && !(await isFocused(page, key)); i += 1) await page.keyboard.press('ArrowRight');
    await tabTo(page, '.shell-line textarea');
  }
  const entered = await shell.locator('li[data-number]').count();
  await page.keyboard.insertText(line);
  await page.keyboard.press('Enter');
  await expect(shell.locator('li[data-number]')).toHaveCount(entered + 1);
}

async function apply(page: Page, definition: ExerciseDefinition, texts: { readonly [file: string]: string }): Promise<void> {
  await goToPane(page, 'files');
  for (const [file, text] of Object.entries(texts)) {
    await tabTo(page, '.pane-files [role=tab][aria-selected=true]', (await isFocused(page, '.pane-files')) ? 'Tab' : 'Shift+Tab');
    for (let i = 0; i < 12 && !(await isFocused(page, `[id$="-file-${file}"]`)); i += 1) await page.keyboard.press('ArrowRight');
    if (definition.parsons?.file === file) await arrange(page, text);
    else {
      await tabTo(page, '.editor-place textarea');
      await retype(page, text);
    }
  }
  await page.keyboard.press('ControlOrMeta+Enter');
}

/** Puts a file together from its lines: all of them leave first, then those of the text come in their order, and are moved in. */
async function arrange(page: Page, text: string): Promise<void> {
  const lines = linesOf(text);
  const pool = page.locator('.parsons-lines.pool [role=option]');
  await tabTo(page, '.parsons-lines:not(.pool)');
  await press(page, 'Delete', await page.locator('.parsons-lines:not(.pool) [role=option]').count());
  await tabTo(page, '.parsons-lines.pool');
  for (const { words } of lines) {
    const offered = (await pool.allTextContents()).map((line) => line.trim());
    const at = await pool.evaluateAll((options) => options.findIndex((option) => option.getAttribute('aria-selected') === 'true'));
    const by = offered.indexOf(words) - at;
    await press(page, by > 0 ? 'ArrowDown' : 'ArrowUp', Math.abs(by));
    await page.keyboard.press('Enter');
  }
  await tabTo(page, '.parsons-lines:not(.pool)', 'Shift+Tab');
  await page.keyboard.press('Home');
  for (const { indent } of lines) {
    await press(page, 'ArrowRight', indent);
    await page.keyboard.press('ArrowDown');
  }
}
