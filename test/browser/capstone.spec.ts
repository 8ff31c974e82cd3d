import { expect, test, type Page } from '@playwright/test';
import { drawExercise, drawFaults } from '../../src/exercise/faults.ts';
import { readExercises } from '../../src/exercise/load.ts';
import { readRunCode, runCode } from '../../src/exercise/run-code.ts';
import { openHints } from './learner.ts';

const folder = readExercises().find(({ bank }) => bank)!;
const bank = folder.bank!;
const RUN = 2_718_281;
const CODE = runCode(RUN);

async function open(page: Page, language: 'ja' | 'en'): Promise<void> {
  await page.goto(`${language}/exercises/${folder.slug}/`);
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true', { timeout: 60_000 });
}

/** Writes down every run and every first file that the page shows, from its first frame on. */
async function watch(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const look = (): void => {
      for (const shown of [document.querySelector('.run-code b')?.textContent, document.querySelector<HTMLTextAreaElement>('.editor-place textarea')?.value])
        if (shown && !seen.includes(shown)) seen.push(shown);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  return () => page.evaluate(() => (window as unknown as { seen: string[] }).seen);
}

/** Takes the run of a code through the form. */
async function begin(page: Page, words: { readonly other: string; readonly type: string; readonly begin: string }): Promise<void> {
  await page.getByText(words.other, { exact: true }).click();
  await page.getByRole('textbox', { name: words.type }).fill(CODE.toLowerCase().replace('-', ' '));
  await page.getByRole('button', { name: words.begin }).click();
  await expect(page.locator('.run-code b')).toHaveText(CODE);
}

/** The kept work of this exercise, changed as a learner's typing would: the files say what they are given. */
async function write(page: Page, texts: { readonly [file: string]: string }): Promise<void> {
  await expect.poll(() => page.evaluate((key) => localStorage.getItem(key) !== null, `minato:work:${folder.definition.id}`)).toBe(true);
  await page.goto('ja/exercises/');
  await page.evaluate(
    ([key, written]) => {
      const work = JSON.parse(localStorage.getItem(key) ?? '{}') as { texts: object };
      localStorage.setItem(key, JSON.stringify({ ...work, texts: { ...work.texts, ...written } }));
    },
    [`minato:work:${folder.definition.id}`, texts] as const,
  );
}

/** Applies, and waits until that was done and is kept. */
const apply = async (page: Page): Promise<void> => {
  const applied = (): Promise<number> =>
    page.evaluate((key) => (localStorage.getItem(key) ?? '').split('"kind":"apply"').length, `minato:work:${folder.definition.id}`);
  const before = await applied();
  await page.locator('.pane-files .button.first').first().click();
  await expect.poll(applied).toBeGreaterThan(before);
};
const phase = (page: Page) => page.locator('.phases [aria-current=step]');
const drawn = drawFaults(bank, RUN);
const starter = drawExercise({ definition: folder.definition, starter: {}, bank }, RUN).starter;

/** Rows of the inventory by what the drawn faults left of the shop. */
function inventory(): { readonly types: { readonly [row: string]: string }; readonly ready: { readonly [row: string]: string } } {
  const has = (id: string): boolean => drawn.some((fault) => fault.id === id);
  return {
    types: {
      web: 'ClusterIP',
      'web-public': 'LoadBalancer',
      kiosk: has('kiosk-type') ? 'LoadBalancer' : 'NodePort',
      cart: 'ClusterIP',
      orders: 'ClusterIP',
      stock: has('stock-elsewhere') ? 'none' : 'ClusterIP',
      payments: 'ExternalName',
      mail: 'ClusterIP',
      db: has('db-virtual-ip') ? 'ClusterIP' : 'Headless',
      'db-read': 'ClusterIP',
      ledger: 'LoadBalancer',
    },
    ready: {
      web: '3',
      cart: has('cart-probe-port') ? '0' : '2',
      orders: has('orders-selector') ? '0' : '2',
      stock: has('stock-elsewhere') ? '0' : '2',
      mail: has('mail-slice-name') ? '0' : '1',
      db: '3',
      ledger: '2',
    },
  };
}

async function takeStock(page: Page, none: string): Promise<void> {
  const { types, ready } = inventory();
  const [first, second] = [page.locator('.answer-table').nth(0), page.locator('.answer-table').nth(1)];
  for (const [i, type] of Object.values(types).entries())
    await first
      .getByRole('combobox')
      .nth(i)
      .selectOption({ label: type === 'none' ? none : type });
  for (const [i, count] of Object.values(ready).entries()) {
    await second.getByRole('textbox').nth(i).fill(count);
    await second.getByRole('textbox').nth(i).blur();
  }
}

/** What the page says in each language, as far as a run needs it. */
const WORDS = {
  ja: {
    other: '別の店にする',
    type: '番号',
    begin: 'この番号の店にする',
    none: 'ない',
    phases: ['調べる', 'クラスターの中', '耐える'],
    done: '花屋が戻りました',
    count: '判定34個のうち33個が通りました',
    causes: '根本原因',
    explain: '事故の記録',
    note: '影響\n原因1\n原因2\n原因3\n修理\n再発防止',
    handIn: '提出して終える',
    surely: 'はい、提出します',
    points: (points: number) => `100点のうち${points}点`,
  },
  en: {
    other: 'Another shop',
    type: 'Code',
    begin: 'Begin this shop',
    none: 'None',
    phases: ['Take stock', 'Inside the cluster', 'Survive'],
    done: 'The flower shop is back',
    count: '33 of 34 checks passed',
    causes: 'Root causes',
    explain: 'The incident note',
    note: 'impact\ncause 1\ncause 2\ncause 3\nrepair\nprevention',
    handIn: 'Hand in and finish',
    surely: 'Yes, hand in',
    points: (points: number) => `${points} of 100 points`,
  },
} as const;

for (const language of ['ja', 'en'] as const)
  test(`a run from its code to the report, ${language}: gates, two failed tries, leaving and coming back, handing in`, async ({ page }) => {
    test.setTimeout(180_000);
    const words = WORDS[language];
    await open(page, language);
    await begin(page, words);
    await expect(phase(page)).toContainText(words.phases[0]);
    await takeStock(page, words.none);
    await expect(phase(page)).toContainText(words.phases[1]);

    // Two tries say which checks fail, and no more; then the hop is named.
    const failing = page.locator('.check:has(.broken)').first();
    await apply(page);
    await expect(failing).toBeVisible();
    await failing.click();
    const seen = page.locator('.check-seen:not([hidden])').first();
    const before = (await seen.textContent()) ?? '';
    await apply(page);
    await expect.poll(async () => ((await seen.textContent()) ?? '').length).toBeGreaterThan(before.length);

    // Paused: another page, and back. The same shop, the same phase.
    await write(page, bank.healthy);
    await open(page, language);
    await expect(page.locator('.run-code b')).toHaveText(CODE);
    await expect(phase(page)).toContainText(words.phases[1]);
    for (const line of drawn.flatMap(({ repair = [] }) => repair)) {
      const shell = page.locator('.pane-terminal').getByRole('textbox').first();
      await shell.fill(line);
      await shell.press('Enter');
      await expect(page.locator('.pane-terminal')).toContainText('deleted');
    }
    await apply(page);
    await expect(page.locator('.success')).toContainText(words.done, { timeout: 30_000 });
    await expect(page.locator('.success')).toContainText(words.count);
    await expect(phase(page)).toContainText(words.phases[2]);

    const question = page.getByRole('group', { name: words.causes });
    for (const { id } of drawn.slice(0, 3)) await question.locator(`input[value=${id}]`).check();
    await expect(phase(page)).toHaveCount(0);
    await page.getByRole('textbox', { name: words.explain }).fill(words.note);
    await page.getByRole('button', { name: words.handIn }).click();
    await page.getByRole('button', { name: words.surely }).click();
    const report = page.locator('.run-report');
    await expect(report).toContainText(words.points(90));
    for (const box of await report.getByRole('checkbox').all()) await box.check();
    await expect(report).toContainText(words.points(100));
    await expect(report.locator('.run-causes > li')).toHaveCount(9);
    await page.reload();
    await expect(page.locator('.run-report')).toContainText(words.points(100), { timeout: 30_000 });
  });

test('the same code gives the same shop in English; a slip of the pen begins none', async ({ page }) => {
  test.setTimeout(120_000);
  await open(page, 'en');
  await page.getByText('Another shop', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Code' }).fill(`${CODE.slice(0, -1)}${CODE.endsWith('3') ? '4' : '3'}`);
  await page.getByRole('button', { name: 'Begin this shop' }).click();
  await expect(page.getByText('A letter is wrong, or two changed places.')).toBeVisible();
  await page.getByText('Another shop', { exact: true }).click();
  await begin(page, { other: 'Another shop', type: 'Code', begin: 'Begin this shop' });
  await expect
    .poll(() => page.evaluate((key) => (JSON.parse(localStorage.getItem(key) ?? '{}') as { texts?: object }).texts, `minato:work:${folder.definition.id}`))
    .toEqual(starter);
});

test('whoever comes without work is given a shop of their own, and keeps it', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const code = page.locator('.run-code b');
  await open(page, 'ja');
  await expect(code).not.toHaveText(runCode(folder.definition.seed));
  const first = (await code.textContent()) ?? '';
  await expect.poll(() => page.evaluate((key) => localStorage.getItem(key) !== null, `minato:work:${folder.definition.id}`)).toBe(true);
  await page.reload();
  await expect(page.locator('.workbench')).toHaveAttribute('data-ready', 'true', { timeout: 60_000 });
  await expect(code).toHaveText(first);
  const elsewhere = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const other = await elsewhere.newPage();
  await open(other, 'ja');
  await expect(other.locator('.run-code b')).not.toHaveText(runCode(folder.definition.seed));
  await expect(other.locator('.run-code b')).not.toHaveText(first);
  await elsewhere.close();
});

test('whoever comes without work never sees another shop, and begins their own again', async ({ page }) => {
  test.setTimeout(120_000);
  const seen = await watch(page);
  await open(page, 'en');
  const code = page.locator('.run-code b');
  await expect(code).toBeVisible();
  const own = (await code.textContent()) ?? '';
  const read = readRunCode(own);
  const shop = drawExercise({ ...folder, starter: bank.healthy }, 'seed' in read ? read.seed : 0).starter[folder.definition.editable[0]!]!;
  await expect.poll(seen).toContain(shop);
  expect([...(await seen())].sort()).toEqual([own, shop].sort());

  await apply(page);
  await page.getByRole('button', { name: 'Back to the start' }).click();
  await expect.poll(() => page.evaluate((key) => (localStorage.getItem(key) ?? '').includes('"apply"'), `minato:work:${folder.definition.id}`)).toBe(false);
  await expect(code).toHaveText(own);
});

test('whoever is led into a state by a room sees that one from the beginning, and their own shop when they come again', async ({ page }) => {
  test.setTimeout(120_000);
  const seen = await watch(page);
  await open(page, 'en');
  const code = page.locator('.run-code b');
  await expect(code).toBeVisible();
  const own = [...(await seen())].sort();
  await expect.poll(() => page.evaluate((key) => localStorage.getItem(key) ?? '', `minato:work:${folder.definition.id}`)).toContain('"draw"');

  await page.goto(`en/exercises/${folder.slug}/?load=starter`);
  await expect(page.locator('.strip-said')).toContainText('put aside', { timeout: 60_000 });
  const { definition, starter: shared } = drawExercise({ ...folder, starter: bank.healthy }, folder.definition.seed);
  await expect(code).toHaveText(runCode(definition.seed));
  expect([...(await seen())].sort()).toEqual([runCode(definition.seed), shared[definition.editable[0]!]!].sort());

  await open(page, 'en');
  await expect(code).toBeVisible();
  expect([...(await seen())].sort()).toEqual(own);
});

test('the second hint is about the phase that is open', async ({ page }) => {
  test.setTimeout(120_000);
  await page.clock.install();
  await open(page, 'en');
  await openHints(page, 2);
  await expect(page.locator('.hint')).toContainText('CLUSTER-IP');
  await begin(page, WORDS.en);
  await takeStock(page, 'None');
  await expect(phase(page)).toContainText('Inside the cluster');
  await openHints(page, 2);
  await expect(page.locator('.hint')).toContainText('the port of the probe');
});
