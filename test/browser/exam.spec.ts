import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { tasksOf, type ExamFormName } from '../../src/exercise/exam.ts';
import { examVersion, readExam, readExamTasks } from '../../src/exercise/exam-load.ts';
import { runCode } from '../../src/exercise/run-code.ts';
import type { Language } from '../../src/messages/language.ts';
import { actionsOf, drawTask } from '../content/exam-laws.ts';
import { accessibilityFaults } from './accessibility.ts';
import { doByKeys, goToPane, tabTo } from './by-keys.ts';

const { pools, forms } = readExam();
const folders = readExamTasks();
const drawn = (form: ExamFormName, seed: number) =>
  tasksOf(
    forms[form],
    folders.map(({ task }) => task),
    seed,
  ).map(({ slug }) =>
    drawTask(
      folders.find(({ task }) => task.slug === slug)!,
      pools,
      seed,
    ),
  );

const ready = (page: Page): Promise<void> => expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
const acts = (page: Page) => page.locator('.exam-task .exam-acts');
const plainEditor = (page: Page): Promise<unknown> => page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));

/** Begins an exam by its link. */
async function begin(page: Page, language: Language, form: ExamFormName, seed: number, more = ''): Promise<void> {
  await plainEditor(page);
  await page.goto(`${language}/exam/?form=${form}&code=${runCode(seed)}${more}`);
  await page.locator('.exam-form .exam-acts .button').first().click();
  await ready(page);
}

/** Does in the open task what its reference answer does. */
async function answer(page: Page, task: ReturnType<typeof drawTask>): Promise<void> {
  for (const action of actionsOf(task, task.folder.source.repair)) {
    if (action.kind === 'apply') {
      for (const [file, text] of Object.entries(action.texts)) {
        await page.locator('.pane-files').getByRole('tab', { name: file }).click();
        await page.locator('.editor-place textarea').fill(text);
      }
      await page.keyboard.press('Control+Enter');
      await expect(page.locator('.pane-terminal .command', { hasText: 'kubectl apply' })).toBeVisible();
    } else if (action.kind === 'answer') {
      const question = task.bundle.definition.questions.find(({ field }) => field === action.field.split('/')[0]);
      const at = (question?.rows ?? []).indexOf(action.field.split('/')[1] ?? '');
      await page.locator('.pane-files .answer-table select').nth(at).selectOption(action.choice);
    } else expect(action.kind).toBe('hand-in');
  }
}

async function handIn(page: Page, language: Language): Promise<void> {
  await acts(page)
    .getByRole('button', { name: language === 'ja' ? '提出する' : 'Hand in' })
    .click();
  await acts(page)
    .getByRole('button', { name: language === 'ja' ? '今すぐ提出' : 'Hand in now' })
    .click();
  await expect(page.locator('.exam-score')).toBeVisible({ timeout: 30_000 });
}

for (const [language, form, seed] of [
  ['ja', 'short', 4711],
  ['en', 'short', 4711],
  ['ja', 'long', 20_262],
  ['en', 'long', 20_261],
] as const)
  test(`the ${form} form is done with the reference answers, ${language}: everything is reached`, async ({ page }) => {
    test.slow();
    await begin(page, language, form, seed, '&pass=80');
    const tasks = drawn(form, seed);
    for (const [i, task] of tasks.entries()) {
      await expect(page.locator('.exam-tasks [aria-current=step]')).toHaveText(String(i + 1));
      await ready(page);
      await answer(page, task);
      // Nothing says whether it is right.
      await expect(page.locator('.verdict, .command-route, .routes')).toHaveCount(0);
      if (i + 1 < tasks.length)
        await acts(page)
          .getByRole('button', { name: language === 'ja' ? '次へ' : 'Next' })
          .click();
    }
    await handIn(page, language);
    await expect(page.locator('.exam-score')).toContainText('100%');
    await expect(page.locator('.exam-score')).toContainText('80%');
    await expect(page.locator('.exam-label')).toContainText(language === 'ja' ? '練習の記録' : 'Practice record');
    await expect(page.locator('.exam-rows > li')).toHaveCount(tasks.length);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.report .exam-acts').first().getByRole('button', { name: /JSON/u }).click(),
    ]);
    const record = JSON.parse(readFileSync(await download.path(), 'utf8')) as { percent: number; runCode: string; tasksVersion: string; passed: boolean };
    expect(record).toMatchObject({ percent: 100, runCode: runCode(seed), tasksVersion: examVersion(), passed: true });
  });

test('work survives a reload in the middle, in the task and in the others; the clock stands meanwhile', async ({ page }) => {
  await begin(page, 'en', 'short', 4711);
  const tasks = drawn('short', 4711);
  const editable = tasks.findIndex(({ bundle }) => bundle.definition.editable.length > 0);
  await page.locator('.exam-tasks .button').nth(editable).click();
  await ready(page);
  await page.locator('.editor-place textarea').fill('# not applied yet');
  await page
    .locator('.exam-tasks .button')
    .nth(editable === 0 ? 1 : 0)
    .click();
  await ready(page);
  await page.reload();
  await expect(page.locator('.exam-begun')).toContainText(runCode(4711));
  await page.getByRole('button', { name: 'Go on' }).click();
  await ready(page);
  await page.locator('.exam-tasks .button').nth(editable).click();
  await ready(page);
  await expect(page.locator('.editor-place textarea')).toHaveValue('# not applied yet');
  // The other language has the same task, with the same work.
  await page.getByRole('link', { name: '日本語' }).click();
  await expect(page.locator('.exam-acts').getByRole('button', { name: '提出する' })).toBeVisible();
  await expect(page.locator('.editor-place textarea')).toHaveValue('# not applied yet');
  await handIn(page, 'ja');
  await expect(page.locator('.exam-score')).toContainText('0%');
  // What was not begun has not failed either.
  await expect(page.locator('.exam-checks').getByRole('img', { name: '通らない' })).toHaveCount(0);
  await expect(page.locator('.exam-checks').getByRole('img', { name: '手を付けていません' }).first()).toBeVisible();
  await expect(page.locator('.report').getByRole('link').first()).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: '結果を見る' }).click();
  await expect(page.locator('.exam-rows > li')).toHaveCount(6);
});

test('the clock warns politely, is hidden on request, and ends nothing', async ({ page }) => {
  const kept = (usedMs: number) => ({
    format: 1,
    kind: 'minato-exam',
    version: examVersion(),
    form: 'short',
    seed: 4711,
    pass: 70,
    timer: { factor: 2, shown: true },
    begunAt: 1,
    usedMs,
    at: 0,
    tasks: drawn('short', 4711).map(({ folder }) => ({ slug: folder.task.slug, texts: {}, actions: [] })),
  });
  const open = async (usedMs: number): Promise<void> => {
    await page.goto('en/about/');
    await page.evaluate((text) => localStorage.setItem('minato:exam', text), JSON.stringify(kept(usedMs)));
    await page.goto('en/exam/');
    await page.getByRole('button', { name: 'Go on' }).click();
    await ready(page);
  };
  // Twice 25 minutes.
  await open(40 * 60_000 - 1500);
  await expect(page.getByRole('timer')).toHaveText(/^(?:10:0|9:5)\d left$/u);
  await expect(page.locator('.exam-task [role=status]').first()).toHaveText('10 minutes left.', { timeout: 10_000 });
  await page.getByRole('button', { name: 'Hide the clock' }).click();
  await expect(page.getByRole('timer')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show the clock' }).click();
  await open(48 * 60_000 - 1500);
  await expect(page.locator('.exam-task [role=status]').first()).toHaveText('2 minutes left.', { timeout: 10_000 });
  await open(50 * 60_000 - 1500);
  await expect(page.locator('.exam-task [role=status]').first()).toContainText('The time is up.', { timeout: 10_000 });
  await expect(acts(page).getByRole('button', { name: 'Hand in' })).toBeEnabled();
  await expect(page.getByRole('timer')).toContainText('you may go on');
});

test('a run code with a slip is not taken, and the form says why', async ({ page }) => {
  const code = runCode(4711);
  await page.goto(`en/exam/?code=${code.charAt(1)}${code.charAt(0)}${code.slice(2)}X`);
  await page.locator('.exam-form .exam-acts .button').first().click();
  await expect(page.locator('.exam-refused')).toHaveText('A run code has six characters.');
  await page.getByRole('textbox', { name: 'Run code' }).fill(`${code.slice(0, 4)}${code.charAt(5)}${code.charAt(4)}${code.charAt(6)}`);
  await page.keyboard.press('Enter');
  await expect(page.locator('.exam-refused')).toContainText('two have changed places');
  await page.getByRole('textbox', { name: 'Run code' }).fill(code.toLowerCase());
  await page.keyboard.press('Enter');
  await ready(page);
});

test('whoever only looked has shown no idea of their own', async ({ page }) => {
  test.slow();
  await begin(page, 'en', 'short', 4711);
  for (let at = 0; at < drawn('short', 4711).length; at++) {
    if (at > 0) await page.locator('.exam-task').getByRole('button', { name: 'Next', exact: true }).click();
    await ready(page);
    const line = page.locator('.pane-terminal').getByRole('textbox', { name: 'Command' });
    if ((await line.count()) === 0) continue;
    await line.fill('kubectl get pods');
    await line.press('Enter');
    await expect(page.locator('.pane-terminal .command', { hasText: 'kubectl get pods' })).toBeVisible();
  }
  await handIn(page, 'en');
  await expect(page.getByText('No known pattern showed.')).toBeVisible();
});

test('traces are closed during the exam and open after it; what is tried then changes nothing', async ({ page }) => {
  await begin(page, 'en', 'short', 4711);
  await page.locator('.pane-terminal textarea').fill('kubectl exec debug -- curl -sS -m 2 http://example.com/');
  await page.keyboard.press('Enter');
  await expect(page.locator('.pane-terminal .printed').first()).toBeVisible();
  await expect(page.locator('.pane-terminal .routes')).toHaveCount(0);
  await handIn(page, 'en');
  await page.locator('.exam-rows .button').first().click();
  await ready(page);
  await expect(page.locator('.verdict .checks li').first()).toBeVisible();
  await expect(page.locator('.pane-terminal .routes').first()).toBeVisible();
  await page.getByRole('button', { name: 'Back to the report' }).click();
  await expect(page.locator('.exam-score')).toBeVisible();
});

test('after success an exercise leads to one like it with other names; an exam that is open stays as it is', async ({ page }) => {
  await begin(page, 'en', 'short', 4711);
  await page.goto('en/exercises/l02-e2-no-endpoints/');
  await ready(page);
  await page.locator('.pane-terminal textarea').fill('kubectl set selector service api app=shop-api');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Again with other names' }).click();
  await ready(page);
  await expect(page.locator('.exam-tasks .button')).toHaveCount(1);
  await expect(page.getByRole('timer')).toHaveCount(0);
  const kept = () => page.evaluate(() => JSON.parse(localStorage.getItem('minato:exam:task') ?? '{}') as { only: string; seed: number });
  const { only, seed } = await kept();
  const task = drawTask(
    folders.find(({ task: { slug } }) => slug === only)!,
    pools,
    seed,
  );
  await page.reload();
  await ready(page);
  // With the keyboard alone, to the end.
  await doByKeys(page, task.bundle, actionsOf(task, task.folder.source.repair));
  await expect(page.locator('.pane-terminal .command', { hasText: 'kubectl apply' })).toBeVisible();
  await goToPane(page, 'task');
  await tabTo(page, '.exam-task .exam-acts:last-child .button');
  await page.keyboard.press('Enter');
  await expect(acts(page).last().getByRole('button').last()).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('.exam-score')).toContainText('100%');
  await expect(page.locator('h1')).toBeFocused();
  await page.getByRole('button', { name: 'Again with other names' }).click();
  await ready(page);
  expect((await kept()).seed).not.toBe(seed);
  await page.goto('en/exam/');
  await expect(page.locator('.exam-begun')).toContainText(runCode(4711));
});

for (const theme of ['light', 'dark', 'contrast'] as const)
  test(`axe finds nothing on the exam's first page, in a task and in the report, ${theme}, wide and at 320 px`, async ({ page }) => {
    test.slow();
    const language = theme === 'dark' ? 'en' : 'ja';
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.addInitScript((name) => localStorage.setItem('minato:theme', name), theme);
    const look = async (): Promise<void> => {
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.setViewportSize({ width: 1440, height: 900 });
    };
    await page.goto(`${language}/exam/?code=${runCode(4711)}`);
    await expect(page.locator('.exam-form .exam-acts .button').first()).toBeEnabled();
    await look();
    await page.locator('.exam-form .exam-acts .button').first().click();
    await ready(page);
    await expect(page.locator('.chart-sheet')).toBeVisible();
    await look();
    await handIn(page, language);
    await look();
  });
