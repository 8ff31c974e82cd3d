import { expect, test, type Page } from '@playwright/test';
import { faultsInEveryTheme } from './accessibility.ts';

const lesson = 'lessons/03-clusterip-and-ports/';
const exercise = 'exercises/l03-e2-two-ways-to-be-refused/';
const waysAndSheets = ['paths/', 'paths/certification/', 'reference/sheets/service-types/', 'reference/sheets/which-command/'] as const;
const pages = [
  '',
  lesson,
  exercise,
  'lessons/',
  'exercises/',
  'reference/',
  'reference/selector-matches-no-pod/',
  ...waysAndSheets,
  'progress/',
  'playground/',
  'reference/glossary/',
  'about/',
  'workshop/guide/',
  'workshop/pre-flight/',
  'workshop/status/',
] as const;
const languages = ['ja', 'en'] as const;

/** Waits until every lab in view has its cluster. */
async function labsReady(page: Page): Promise<void> {
  await expect(page.locator('[data-ready="true"]').first()).toBeVisible({ timeout: 20_000 });
}

/** Everything the browser asks for, as addresses. */
function requestsOf(page: Page): readonly string[] {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  return asked;
}

test.describe('the bare address', () => {
  for (const [locale, expected] of [
    ['ja-JP', '/ja/'],
    ['en-GB', '/en/'],
    ['fr-FR', '/ja/'],
  ] as const) {
    test(`leads a ${locale} browser to ${expected}`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({ locale });
      const page = await context.newPage();
      await page.goto(`${baseURL}/`);
      await expect(page).toHaveURL(`${baseURL}${expected}`);
      await context.close();
    });
  }

  test('leads to the language that was chosen last', async ({ page, baseURL }) => {
    await page.goto('/ja/about/');
    await page.getByRole('link', { name: 'English' }).click();
    await expect(page).toHaveURL(`${baseURL}/en/about/`);
    await page.goto('/');
    await expect(page).toHaveURL(`${baseURL}/en/`);
  });

  test('offers both languages without a script', async ({ browser, baseURL }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${baseURL}/`);
    await expect(page.getByRole('link', { name: '日本語' })).toHaveAttribute('href', '/ja/');
    await expect(page.getByRole('link', { name: 'English' })).toHaveAttribute('href', '/en/');
    await context.close();
  });
});

for (const language of languages) {
  for (const path of pages) {
    test(`/${language}/${path} speaks its language, says nothing to others and complains of nothing`, async ({ page, baseURL }) => {
      const asked = requestsOf(page);
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || /content security policy/iu.test(message.text())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`/${language}/${path}`, { waitUntil: 'networkidle' });
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.locator('h1')).toHaveCount(1);
      expect(complaints).toEqual([]);
      expect(asked.length).toBeGreaterThan(1);
      expect(asked.filter((url) => !url.startsWith(`${baseURL}/`) && !url.startsWith('data:') && !url.startsWith('blob:'))).toEqual([]);
    });
  }
}

test.describe('changing the language', () => {
  test('keeps the place, what was chosen and what was written', async ({ page, baseURL }) => {
    await page.goto(`/ja/${lesson}#port-names`);
    await page.locator('input[name="L03-membership"][value="labels"]').check();
    await page.locator('textarea[data-summary]').fill('扉と看板');
    await page.getByRole('link', { name: 'English' }).click();
    await expect(page).toHaveURL(`${baseURL}/en/${lesson}#port-names`);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('ClusterIP and ports');
    await expect(page.locator('input[name="L03-membership"][value="labels"]')).toBeChecked();
    await expect(page.locator('textarea[data-summary]')).toHaveValue('扉と看板');
    await expect(page.getByRole('navigation', { name: 'Language' }).getByRole('link', { name: 'English' })).toHaveAttribute('aria-current', 'true');
    await page.reload();
    await expect(page.locator('textarea[data-summary]')).toHaveValue('扉と看板');
  });

  test('keeps a lab: its text, and the words around it change', async ({ page }) => {
    await page.goto(`/ja/${exercise}`);
    await labsReady(page);
    const heading = page.getByRole('heading', { level: 1 });
    await expect(heading).toHaveText('つながらない2つの理由');
    const node = await page.locator('.workbench').evaluateHandle((element) => element);
    await page.getByRole('link', { name: 'English' }).click();
    await expect(heading).toHaveText('Two ways to be refused');
    await expect(page.locator('.task-title')).toHaveText('Two ways to be refused');
    expect(await page.locator('.workbench').evaluate((element, before) => element === before, node)).toBe(true);
  });

  test('without a script is a plain link to the same page', async ({ browser, baseURL }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${baseURL}/ja/${lesson}`);
    await page.getByRole('link', { name: 'English' }).click();
    await expect(page).toHaveURL(`${baseURL}/en/${lesson}`);
    await context.close();
  });

  // The next test has the same browser.
  test.afterEach(({ context }) => context.setOffline(false));

  test('stays with the language it has when the other cannot be fetched', async ({ page, context, baseURL }) => {
    await page.goto(`/ja/${exercise}`);
    await labsReady(page);
    await context.setOffline(true);
    await page.getByRole('link', { name: 'English' }).click();
    await expect(page.locator('[data-language-status]')).toHaveText(/切り替えられませんでした/u);
    await expect(page).toHaveURL(`${baseURL}/ja/${exercise}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('つながらない2つの理由');
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  for (const language of languages) {
    test(`the lesson can be read in ${language}`, async ({ page }) => {
      await page.goto(`/${language}/${lesson}`);
      const article = page.locator('article');
      for (const id of ['recall', 'predict', 'three-numbers', 'rewrite', 'worked', 'practice', 'refusals', 'port-names', 'older-guides', 'summary']) {
        await expect(article.locator(`h2#${id}`)).toBeVisible();
      }
      await expect(article.locator('figure.figure')).toHaveCount(3);
      expect((await article.innerText()).length).toBeGreaterThan(2500);
      await expect(article.locator('figure.record').first()).toContainText('curl');
    });
  }

  test('an answer shows at once, with its reason', async ({ page }) => {
    await page.goto(`/ja/${lesson}`);
    const question = page.locator('[data-question="L03-empty"]');
    await expect(question.locator('.why')).toBeHidden();
    await question.locator('input[value="rejected"]').check();
    await expect(question.getByText('実際は別の選択肢です。')).toBeVisible();
    await expect(question.locator('.why')).toBeVisible();
    await question.locator('input[value="accepted"]').check();
    await expect(question.getByText('そのとおりです。')).toBeVisible();
  });
});

test.describe('themes', () => {
  test('the button goes through all of them and the choice stays', async ({ page }) => {
    await page.goto('/ja/about/');
    const button = page.getByRole('button', { name: /^配色/u });
    for (const theme of ['light', 'dark', 'contrast']) {
      await button.click();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    }
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'contrast');
    await button.click();
    await expect(page.locator('html')).not.toHaveAttribute('data-theme', /./u);
  });
});

test.describe('accessibility', () => {
  test('a picture without words is found, and letters too pale are found in the theme that has them', async ({ page }) => {
    await page.goto('/ja/about/');
    await page.evaluate(() => {
      const letters = Object.assign(document.createElement('p'), { textContent: '読めない文字' });
      document.querySelector('main')?.append(document.createElement('img'), letters);
      document.addEventListener('minato:theme', () => {
        const dark = document.documentElement.dataset['theme'] === 'dark';
        Object.assign(letters.style, { color: dark ? '#333' : '', background: dark ? '#222' : '' });
      });
    });
    const found = await faultsInEveryTheme(page);
    expect(found.map((line) => line.split(': ').slice(0, 2).join(' '))).toEqual(['light image-alt', 'dark color-contrast']);
  });

  for (const path of [
    '',
    lesson,
    exercise,
    'reference/selector-matches-no-pod/',
    ...waysAndSheets,
    'progress/',
    'reference/glossary/',
    'about/',
    'about/fidelity/',
    'about/coverage/',
  ] as const)
    test(`axe finds nothing on /ja/${path} in any theme`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.goto(`/ja/${path}`, { waitUntil: 'networkidle' });
      if (path === '' || path === exercise) await labsReady(page);
      expect(await faultsInEveryTheme(page)).toEqual([]);
    });
});

test.describe('narrow windows', () => {
  for (const [language, width] of [
    ['en', 390],
    ['en', 320],
    ['ja', 320],
  ] as const) {
    for (const path of pages) {
      test(`/${language}/${path} does not scroll sideways at ${width} px`, async ({ page }) => {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`/${language}/${path}`, { waitUntil: 'networkidle' });
        const { scrollWidth, wide } = await page.evaluate(() => ({
          scrollWidth: document.documentElement.scrollWidth,
          wide: [...document.querySelectorAll('main *')]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && element.closest('[tabindex="0"], pre, .code, .picture') === null)
            .slice(0, 3)
            .map((element) => `${element.tagName} ${element.className.toString()}`),
        }));
        expect(scrollWidth, wide.join(', ')).toBeLessThanOrEqual(width);
      });
    }
  }

  for (const [what, path, title, lines] of [
    ['a lesson', 'lessons/09-steering-traffic/', 'h1', ['トラフィックの', '行き先を決める']],
    ['an exercise', 'exercises/l01-e2-restart-or-replacement/', '.task-title', ['コンテナの再起動と', 'Podの置き換え']],
  ] as const)
    test(`no line of the Japanese title of ${what} ends within a word`, async ({ page }) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(`/ja/${path}`);
      const seen = await page.locator(title).evaluate((element) => {
        const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const byTop = new Map<number, string>();
        while (texts.nextNode())
          for (const [i, character] of [...(texts.currentNode.nodeValue ?? '')].entries()) {
            const range = document.createRange();
            range.setStart(texts.currentNode, i);
            range.setEnd(texts.currentNode, i + 1);
            const { top } = range.getBoundingClientRect();
            byTop.set(top, (byTop.get(top) ?? '') + character);
          }
        return [...byTop.values()];
      });
      expect(seen).toEqual(lines);
    });

  test('the row of the site’s pages shows the one that is open', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    for (const [open, name] of [
      ['about/', 'About'],
      ['exercises/', 'Exercises'],
    ] as const) {
      await page.goto(`en/${open}`);
      await expect(page.locator('nav.site').getByRole('link', { name })).toBeInViewport({ ratio: 1 });
    }
  });
});

test('a missing address says so in both languages', async ({ page }) => {
  const response = await page.goto('/ja/no-such-page/');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'このページはありません' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'This page does not exist' })).toBeVisible();
});

test('progress is shown, goes out as a file and comes back from it', async ({ page }) => {
  await page.goto('/en/progress/');
  await page.evaluate(() => {
    const work = { format: 1, savedAt: 5, texts: {}, actions: [], gaveUp: false, explanation: '' };
    localStorage.setItem('minato:work:L03-E1', JSON.stringify({ ...work, exercise: 'L03-E1', passed: true }));
    localStorage.setItem('minato:work:L03-E2', JSON.stringify({ ...work, exercise: 'L03-E2', passed: false }));
  });
  await page.reload();
  const standing = page.locator('[data-standing="L03-E1"]');
  await expect(standing).toHaveText('passed');
  await expect(page.locator('[data-objective][data-exercises="L03-E1 L03-E2"]')).toContainText(/1\/2\s*begun/u);
  await expect(page.locator('[data-resume] a')).toHaveAttribute('href', '/en/exercises/l03-e2-two-ways-to-be-refused/');

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export to a file' }).click()]);
  const file = await download.path();
  await page.getByRole('button', { name: 'Delete everything' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete everything' }).click();
  await expect(standing).toHaveText('');
  await expect(page.getByRole('status').filter({ hasText: 'Everything was deleted.' })).toBeVisible();

  await page.locator('[data-take-in]').setInputFiles(file);
  await expect(standing).toHaveText('passed');
  await page.locator('[data-take-in]').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"a":') });
  await expect(page.getByRole('status').filter({ hasText: 'not a Minato progress file' })).toBeVisible();
  await expect(standing).toHaveText('passed');
});

test('a way through the course counts what is passed, leads to what is next, and keeps both in the other language', async ({ page }) => {
  await page.addInitScript(() => {
    const work = { format: 1, exercise: 'L01-E1', savedAt: 5, texts: {}, actions: [], passed: true, gaveUp: false, explanation: '' };
    localStorage.setItem('minato:work:L01-E1', JSON.stringify(work));
  });
  await page.goto('/ja/paths/essentials/');
  const next = page.locator('[data-path-next] a');
  await expect(next).toHaveAttribute('href', '/ja/exercises/l01-e3-first-service/');
  await expect(page.locator('h2 [data-passed-among]').first()).toHaveText('1/2');
  await expect(page.locator('[data-standing="L01-E1"]')).toHaveText('合格');
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page.locator('h1')).toHaveText('The essentials in four hours');
  await expect(next).toHaveAttribute('href', '/en/exercises/l01-e3-first-service/');
  await expect(page.locator('p > [data-passed-among]')).toContainText('1 of');
});

test('home leads back to the exercise that was left unfinished', async ({ page }) => {
  await page.addInitScript(() => {
    const work = { format: 1, exercise: 'L03-E2', savedAt: 5, texts: {}, actions: [], passed: false, gaveUp: false, explanation: '' };
    localStorage.setItem('minato:work:L03-E2', JSON.stringify(work));
  });
  await page.goto('/ja/');
  await expect(page.locator('[data-resume] a')).toHaveAttribute('href', '/ja/exercises/l03-e2-two-ways-to-be-refused/');
});

test('the search opens with a key, finds what is misspelt, and leads there by keyboard', async ({ page }) => {
  await page.goto('/en/about/');
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox', { name: 'Search this site' });
  await field.fill('selectr nearly');
  const hits = page.locator('.hits a');
  await expect(hits.first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(hits.first()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await field.fill('zzzzzz');
  await expect(page.getByRole('status').filter({ hasText: 'Nothing found' })).toBeVisible();
  await field.fill('selector-nearly-matches');
  await expect(hits.first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/en\/reference\/selector-nearly-matches\/$/u);
});

test('the search finds Japanese words typed in any width', async ({ page }) => {
  await page.goto('/ja/');
  await page.getByRole('button', { name: '検索' }).click();
  await page.getByRole('searchbox', { name: 'サイト内の検索' }).fill('ｾﾚｸﾀｰ');
  await expect(page.locator('.hits a').filter({ hasText: 'セレクター' }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
