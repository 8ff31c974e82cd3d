import { expect, test } from '@playwright/test';
import { bundleExercise, readExercises } from '../../src/exercise/load.ts';
import { runCode } from '../../src/exercise/run-code.ts';
import { answerActions } from '../../src/lab/reference-actions.ts';
import { readAnswer } from '../content/exercise-answers.ts';
import { accessibilityFaults } from './accessibility.ts';
import { doByKeys } from './by-keys.ts';

/** Of every kind of exercise one, and the answer that is given with the keyboard alone. The exam's tasks are in exam.spec.ts. */
const SOLVED = {
  write: 'l07-e1-publish-on-30080/node-port',
  'faded-write': 'l01-e3-first-service/by-name',
  'break-fix': 'l02-e2-no-endpoints/hyphen-restored',
  terminal: 'l04-e4-from-ten-queries-to-two/final-dot',
  predict: 'l05-e1-when-do-variables-appear/exposed',
  match: 'l01-e4-which-type/by-where-the-client-is',
  parsons: 'l02-e1-assemble-the-manifest/assembled',
  diagnose: 'l03-e2-two-ways-to-be-refused/both-mended',
  migrate: 'l09-e3-prefer-the-same-zone/same-zone',
  design: 'l13-e3-choose-the-pattern/by-kind',
  capstone: 'l14-cap-rescue-the-flower-shop/healthy',
} as const;
const themes = ['light', 'dark', 'contrast'] as const;
const exercises = readExercises();

test('one of every kind that the course has is solved here', () => {
  expect(Object.keys(SOLVED).sort()).toEqual([...new Set(exercises.map(({ definition }) => definition.kind))].sort());
});

for (const [i, [kind, solved]] of Object.entries(SOLVED).entries()) {
  const theme = themes[i % themes.length] ?? 'light';
  const language = i % 2 === 0 ? 'en' : 'ja';
  test(`the kind ${kind} is solved by keyboard alone, and axe finds nothing before and after, ${language}, ${theme}`, async ({ page }) => {
    test.slow();
    const [slug = '', name = ''] = solved.split('/');
    const folder = exercises.find((one) => one.slug === slug)!;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.addInitScript((chosen) => {
      localStorage.setItem('minato:theme', chosen);
      localStorage.setItem('minato:editor', 'plain');
    }, theme);
    await page.goto(`${language}/exercises/${slug}/`);
    await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true', { timeout: 60_000 });
    await expect(page.locator('.chart-sheet')).toBeVisible();
    if (folder.bank) {
      // Who comes is given a shop of their own; the answer is about the one that the exercise is written with.
      const own = runCode(folder.definition.seed);
      await page.getByText(language === 'ja' ? '別の店にする' : 'Another shop', { exact: true }).press('Enter');
      const code = page.getByRole('textbox', { name: language === 'ja' ? '番号' : 'Code' });
      await code.fill(own);
      await code.press('Enter');
      await expect(page.locator('.run-code b')).toHaveText(own);
    }
    expect(await accessibilityFaults(page)).toEqual([]);

    const bundle = await bundleExercise(folder, language);
    const answer = readAnswer(folder, `solution/${name}`);
    if (kind === 'capstone') {
      // The first of its phases: taking stock of a shop that is broken as its seed says.
      const stock = Object.fromEntries(Object.entries(answer.answers).filter(([field]) => field.includes('/')));
      await doByKeys(page, bundle, answerActions(folder.definition, { ...answer, texts: {}, commands: [], answers: stock }));
      await expect(page.locator('.phases [aria-current=step]')).toContainText(bundle.words.headings['phase-inside'] ?? '');
    } else {
      await doByKeys(page, bundle, answerActions(folder.definition, answer));
      await expect(page.locator('.success')).toBeVisible();
      await expect(page.locator('.tally .sign.broken')).toHaveCount(0);
    }

    await page.setViewportSize({ width: 390, height: 844 });
    for (const pane of [1, 3]) {
      await page.locator('.dock button').nth(pane).click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
    expect(await accessibilityFaults(page)).toEqual([]);
  });
}
