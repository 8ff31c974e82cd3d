import { expect, test, type Page } from '@playwright/test';

const E2 = 'exercises/l02-e2-no-endpoints/';
const DAY = 86_400_000;
const kept = (exercise: string, more: object) => ({
  key: `minato:work:${exercise}`,
  text: JSON.stringify({
    format: 2,
    exercise,
    savedAt: 5,
    texts: {},
    actions: [],
    passed: false,
    gaveUp: false,
    explanation: '',
    passes: [],
    ideas: {},
    ...more,
  }),
});
const keep = (page: Page, ...work: readonly { key: string; text: string }[]): Promise<unknown> =>
  page.addInitScript((entries) => {
    for (const { key, text } of entries) if (localStorage.getItem(key) === null) localStorage.setItem(key, text);
  }, work);

test('what was passed comes back when it is due: on the home page, in the list, and in its lab', async ({ page }) => {
  const ago = (days: number): number => Date.now() - days * DAY;
  await keep(
    page,
    kept('L02-E2', { passed: true, passes: [ago(2)], actions: [{ kind: 'give-up' }], gaveUp: true, ideas: { M03: ago(3) } }),
    kept('L03-E2', { passed: true, passes: [Date.now()], ideas: { M06: Date.now() + 1000 } }),
    kept('L03-E1', { gaveUp: true, gaveUpAt: ago(1) }),
  );
  await page.goto('en/');
  await page.getByRole('link', { name: 'For review today: 2' }).click();
  const due = page.locator('#review li:visible');
  await expect(due).toHaveCount(2);
  await expect(due.first()).toContainText('reviewed 0 of 4 times');
  await expect(due.last()).toContainText('a solution was seen');
  await expect(page.locator('[data-idea=M03]')).toContainText('suggested once, passed since');
  await expect(page.locator('[data-idea=M06]')).toContainText('your answer suggested it');
  await due.first().getByRole('link', { name: 'No endpoints at all' }).click();
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  const notice = page.locator('.notice', { hasText: 'due for review' });
  await notice.getByRole('button', { name: 'Start afresh' }).click();
  await expect(notice).toHaveCount(0);
});

test('a pass is kept with its day, once for every fresh start, and another way stands beside it', async ({ page }) => {
  await keep(page, { key: 'minato:editor', text: 'plain' });
  await page.goto(`ja/${E2}`);
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  const field = page.locator('.editor-place textarea');
  const starter = await field.inputValue();
  const mended = starter.replace(/app: \S+/u, (found) => (found.includes('-') ? found.replace('-', '') : found));
  const passes = (): Promise<number> =>
    page.evaluate(() => (JSON.parse(localStorage.getItem('minato:work:L02-E2') ?? '{"passes":[]}') as { passes: unknown[] }).passes.length);
  const solution = await (await page.request.get(`ja/${E2}exercise.json`)).json();
  const [texts] = (solution as { solutions: { texts: Record<string, string> }[] }).solutions
    .map((one) => one.texts)
    .filter((one) => Object.keys(one).length > 0);
  await field.fill(Object.values(texts ?? {})[0] ?? mended);
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.success')).toBeVisible();
  await expect.poll(passes).toBe(1);
  await page.keyboard.press('Control+Enter');
  await page.reload();
  await expect(page.locator('.success')).toBeVisible();
  expect(await passes()).toBe(1);
  await page.getByText('別の書き方').click();
  const lines = page.locator('.beside li');
  await expect(lines.filter({ hasText: 'あなたのファイルだけ:' }).first()).toContainText('-');
  await expect(lines.filter({ hasText: 'もう一方だけ:' }).first()).toContainText('+');
});

test('a hint that is pressed before its turn says when it opens', async ({ page }) => {
  await page.goto('ja/exercises/l03-e2-two-ways-to-be-refused/');
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  const third = page.getByRole('button', { name: 'ヒント3' });
  const note = page.getByText('ヒントは、1から順に開きます。');
  await expect(third).toHaveAccessibleDescription('ヒントは、1から順に開きます。');
  await expect(note).toHaveClass(/unseen/u);
  await third.focus();
  await page.keyboard.press('Enter');
  await expect(note).not.toHaveClass(/unseen/u);
  await page.getByRole('button', { name: 'ヒント1' }).click();
  await expect(third).toHaveAccessibleDescription(/^次のヒントは、もう一度試すか/u);
});

test('on a phone, what to do once the predictions stand is read first', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 700 });
  await page.goto('en/exercises/l09-e2-nobody-home/');
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  await page.locator('.dock button').nth(1).click();
  const predictions = page.locator('.predictions');
  for (const field of await predictions.locator('select').all()) await field.selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Set my predictions' }).press('Enter');
  const note = page.getByText('Run it, then answer the same questions');
  await expect(note).toBeFocused();
  await expect(note).toBeInViewport({ ratio: 1 });
});

test('a solution that was asked for is shown in words, and the exercise is to be done again', async ({ page }) => {
  await page.goto('en/exercises/l03-e2-two-ways-to-be-refused/');
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true');
  await page.getByRole('button', { name: 'Hint 1' }).click();
  await page.getByRole('button', { name: 'Show a solution' }).click();
  await expect(page.getByRole('button', { name: 'Keep trying' })).toBeFocused();
  await page.getByRole('button', { name: 'Show it' }).click();
  const solution = page.locator('.solution');
  await expect(solution.locator('summary')).toBeFocused();
  await expect(solution).toHaveAttribute('open', '');
  await expect(solution).toContainText('targetPort');
  await expect(solution.locator('dd').first()).not.toBeEmpty();
  await expect(page.getByText('Tomorrow this exercise stands in your review list')).toBeVisible();
});
