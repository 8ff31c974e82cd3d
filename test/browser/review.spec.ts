import { expect, test, type Page } from '@playwright/test';
import { choicesShown } from '../../src/exercise/review-items.ts';
import { readReviewItems } from '../../src/exercise/review-load.ts';
import { readSections } from '../../src/exercise/words.ts';
import { accessibilityFaults } from './accessibility.ts';

const folders = readReviewItems();
const begunIn = (page: Page, ...lessons: readonly string[]): Promise<unknown> =>
  page.addInitScript((ids) => {
    for (const id of ids) localStorage.setItem(`minato:work:${id}-E1`, '{}');
  }, lessons);
/** The question that is shown, by its words. */
async function shown(page: Page, language: 'ja' | 'en') {
  const title = ((await page.locator('.review-question').textContent()) ?? '').trim();
  for (const { items, files, path } of folders)
    for (const { id, heading } of readSections(files[`${language}.md`] ?? '', path).sections)
      if (heading.replaceAll('`', '') === title) return items.find(({ question }) => question.field === id)!;
  throw new Error(`nobody asks: ${title}`);
}

test('whoever does not know says so: the answer is told, and the question comes back tomorrow and in this round', async ({ page }) => {
  await begunIn(page, 'L01');
  await page.goto('en/review/');
  await page.getByRole('button', { name: 'Begin' }).click();
  const { id } = await shown(page, 'en');
  await page.getByRole('button', { name: 'I do not know' }).click();
  await expect(page.locator('.review-told')).toContainText('The answer is:');
  await expect(page.getByRole('button', { name: 'Next question' })).toBeFocused();
  const kept = await page.evaluate(() => JSON.parse(localStorage.getItem('minato:recall') ?? '{}') as { items: Record<string, object> });
  expect(kept.items).toMatchObject({ [id]: { passes: [] } });
  expect(kept.items[id]).toHaveProperty('missedAt');
});

test('a round ends for whoever knows nothing: each question comes three times at most', async ({ page }) => {
  await begunIn(page, 'L01');
  await page.goto('en/review/');
  await page.getByRole('button', { name: 'Begin' }).click();
  const all = /of (\d+)/u.exec((await page.getByText(/^Question 1 of/u).textContent()) ?? '')?.[1];
  for (let asked = 0; asked < 3 * Number(all); asked++) {
    await page.getByRole('button', { name: 'I do not know' }).click();
    await page.getByRole('button', { name: 'Next question' }).click();
  }
  await expect(page.getByText(`0 of ${all} at the first try.`)).toBeVisible();
});

test('choices stand in the order of this showing, which an answer and another language leave alone', async ({ page }) => {
  const item = folders.flatMap(({ items }) => items).find(({ question, ordered }) => question.choices && !ordered)!;
  const sameAsWritten = (at: number): boolean => choicesShown(item, at).join() === item.question.choices?.join();
  const missedAt = [1, 2, 3, 4, 5].map((day) => Date.UTC(2026, 0, day)).find((at) => !sameAsWritten(at))!;
  await page.addInitScript(([id, at]) => localStorage.setItem('minato:recall', JSON.stringify({ format: 1, items: { [id]: { passes: [], missedAt: at } } })), [
    item.id,
    missedAt,
  ] as const);
  await begunIn(page, item.lesson);
  await page.goto('en/review/');
  await page.getByRole('button', { name: 'Begin' }).click();
  expect((await shown(page, 'en')).id).toBe(item.id);
  const order = (): Promise<readonly string[]> =>
    page.locator('.review-choices input').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  expect(await order()).toEqual(choicesShown(item, missedAt));
  await page.locator(`.review-choices input[value=${item.right[0]}]`).check();
  await page.keyboard.press('Enter');
  await expect(page.locator('.review-told')).toContainText('Right.');
  expect(await order()).toEqual(choicesShown(item, missedAt));
  await page.getByRole('link', { name: '日本語' }).click();
  await expect(page.locator('.review-told')).toContainText('そのとおりです。');
  expect(await order()).toEqual(choicesShown(item, missedAt));
});

test('a button that waits for an answer does not look ready under the mouse', async ({ page }) => {
  await begunIn(page, 'L01');
  await page.goto('en/review/');
  await page.getByRole('button', { name: 'Begin' }).click();
  const answer = page.locator('form .button.first');
  await answer.hover();
  await expect(answer).toHaveAttribute('aria-disabled', 'true');
  await expect(answer).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)');
});

test('a round is answered by the keyboard alone: mixed, with reasons, and what was missed comes once more', async ({ page }) => {
  await begunIn(page, 'L01', 'L03', 'L12');
  await page.goto('en/review/');
  await expect(page.getByText('Due today: 0. New: 9.')).toBeVisible();
  await page.getByRole('button', { name: 'Begin' }).focus();
  await page.keyboard.press('Enter');
  const lessons: string[] = [];
  let missed = '';
  for (let i = 0; i < 7; i++) {
    await expect(page.locator('.review-question')).toBeFocused();
    const item = await shown(page, 'en');
    lessons.push(item.lesson);
    const { choices } = item.question;
    const isWrong = i === 0;
    if (i === 6) expect(item.id).toBe(missed);
    if (choices) {
      const wanted = isWrong ? choices.find((choice) => !item.right.includes(choice))! : item.right[0]!;
      await page.keyboard.press('Tab');
      // Arrows go on to the next choice, and choose it.
      for (
        let step = 0;
        step < choices.length &&
        (await page
          .locator('.review-choices input:checked')
          .inputValue({ timeout: 200 })
          .catch(() => '')) !== wanted;
        step++
      )
        await page.keyboard.press(step === 0 ? 'Space' : 'ArrowDown');
    } else {
      await page.keyboard.press('Tab');
      await page.keyboard.type(isWrong ? 'nothing' : item.right[0]!);
    }
    if (isWrong) missed = item.id;
    await page.keyboard.press('Enter');
    await expect(page.locator('.review-told')).toContainText(isWrong ? 'The answer is:' : 'Right.');
    await expect(page.getByRole('button', { name: 'Next question' })).toBeFocused();
    await page.keyboard.press('Enter');
  }
  await expect(page.locator('.review-done')).toHaveText('5 of 6 at the first try.');
  expect(lessons.slice(0, 3)).toEqual(['L01', 'L03', 'L12']);
  const kept = await page.evaluate(
    () => JSON.parse(localStorage.getItem('minato:recall') ?? '{}') as { items: Record<string, { passes: number[]; missedAt?: number }> },
  );
  expect(Object.keys(kept.items)).toHaveLength(6);
  expect(kept.items[missed]?.passes).toEqual([]);
  expect(kept.items[missed]?.missedAt).toBeGreaterThan(0);
  await expect(page.getByText(/The next question is due on/u)).toBeVisible();
});

test('questions that are due are counted on the home page, and travel with the progress file', async ({ page }) => {
  const day = 86_400_000;
  await page.addInitScript(
    ([text]) => {
      if (localStorage.getItem('minato:recall') === null) localStorage.setItem('minato:recall', text ?? '');
    },
    [
      JSON.stringify({
        format: 1,
        items: { 'L03-called': { passes: [Date.now() - 3 * day] }, 'L04-next-door': { passes: [], missedAt: Date.now() - 2 * day } },
      }),
    ],
  );
  await page.goto('ja/');
  await page.getByRole('link', { name: '今日の復習: 2' }).click();
  await expect(page.locator('[data-questions-due]')).toHaveText('今日の問い: 2');
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-hand-over]').click()]);
  const path = await download.path();
  await page.locator('[data-forget]').click();
  await page.locator('[data-forget-surely]').click();
  expect(await page.evaluate(() => localStorage.getItem('minato:recall'))).toBeNull();
  await page.locator('[data-take-in]').setInputFiles(path);
  await expect(page.locator('[data-questions-due]')).toHaveText('今日の問い: 2');
  await page.getByRole('link', { name: '復習の問いへ' }).click();
  await page.getByRole('button', { name: '始める' }).click();
  const item = await shown(page, 'ja');
  expect(['L03-called', 'L04-next-door']).toContain(item.id);
  await page.locator('.review-text input').fill(item.right[0]!);
  await page.keyboard.press('Enter');
  await expect(page.locator('.review-told')).toContainText('そのとおりです。');
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page.locator('.review-told')).toContainText('Right.');
});

for (const theme of ['light', 'dark', 'contrast'] as const)
  test(`axe finds nothing in the review, before, in and after an answer, ${theme}, wide and at 320 px`, async ({ page }) => {
    await page.addInitScript((name) => localStorage.setItem('minato:theme', name), theme);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(theme === 'dark' ? 'ja/review/' : 'en/review/');
    const look = async (): Promise<void> => {
      for (const width of [1440, 320]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        expect(await accessibilityFaults(page)).toEqual([]);
      }
    };
    await expect(page.locator('.review .button.large')).toBeVisible();
    await look();
    await page.locator('.review .button.large').click();
    await look();
    await page.locator('.review-choices input').first().check();
    await page.locator('.review form .button.first').click();
    await expect(page.locator('.review-told')).toBeVisible();
    await look();
  });
