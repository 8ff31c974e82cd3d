/** What a page keeps after a hundred of the same: its heap and its worker's, once everything that can go has gone. */
import { launch, type CDPSession, type Page } from 'puppeteer-core';
import { findChromium } from '../../scripts/chromium.mjs';
import { readExercises, type ExerciseFolder } from '../../src/exercise/load.ts';
import { takeSample, type Measured } from '../soak/samples.ts';
import { addressOf } from './served-site.ts';

export interface Growth {
  readonly what: string;
  /** Megabytes that the heaps grew by. */
  readonly page: number;
  readonly worker: number;
}

const FAULTY = 'shopapi';
const MENDED = 'shop-api';

/** What is compiled and kept once is no growth: so many rounds come before the first sample. */
const WARM = 20;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const READY = '.workbench[data-ready=true]';

const frames = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));
const press = (page: Page, selector: string): Promise<void> => page.$eval(selector, (button) => (button as HTMLElement).click());
/** Waits for what a page shows, without leaving a watch in it. */
async function shows(page: Page, selector: string): Promise<void> {
  for (const until = performance.now() + 20_000; (await page.$(selector).then((found) => found?.dispose().then(() => true))) !== true;)
    if (performance.now() > until) throw new Error(`${selector} did not come`);
    else await frames(page);
}

/** Begun afresh, mended by keys, applied, passed, read in the other language and back again: in one page with the full editor. */
async function solveAgain(page: Page, starter: string): Promise<void> {
  await press(page, '.editor-foot .button:has(.sign.undo)');
  await shows(page, `${READY}:not(:has(.success))`);
  // The worker opens the lab anew; a hand is not faster than this.
  await pause(500);
  await page.focus('.rich-host .native-edit-context, .rich-host textarea');
  await shows(page, '.rich-host .monaco-editor.focused');
  await page.keyboard.down('Control');
  await page.keyboard.press('Home');
  await page.keyboard.up('Control');
  for (let line = starter.slice(0, starter.indexOf(FAULTY)).split('\n').length; line > 1; line -= 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  for (const _ of FAULTY) await page.keyboard.press('Backspace');
  await page.keyboard.sendCharacter(MENDED);
  await press(page, '.pane-files .button.first');
  await shows(page, '.success');
  for (const language of ['ja', 'en']) {
    await press(page, `a[data-language=${language}]`);
    await shows(page, `html[lang=${language}]`);
  }
}

/** Another cluster in the playground: another lab with another editor, in the same page. */
async function makeCluster(page: Page): Promise<void> {
  const lab = (): Promise<string | null> => page.$eval('.pane-task', (pane) => pane.getAttribute('aria-labelledby'));
  const before = await lab();
  await page.$$eval('form.playground-fields', ([form]) => (form as HTMLFormElement).requestSubmit());
  while ((await lab()) === before) await frames(page);
  await shows(page, READY);
  await shows(page, '.rich-host .monaco-editor .view-line');
}

/** An exercise of the course on a page of its own, in the same tab: opened, applied, left. */
async function visit(page: Page, { slug, definition }: ExerciseFolder): Promise<void> {
  await page.goto(addressOf(`/en/exercises/${slug}/`));
  await shows(page, READY);
  if (definition.editable.length > 0) await press(page, '.pane-files .button.first');
  await shows(page, '.trace, .verdict');
}

/** Twice: a page that was left goes with the second collection only. */
async function settled(page: Page, protocol: CDPSession): Promise<Measured> {
  await takeSample(page, protocol);
  await pause(1000);
  return takeSample(page, protocol);
}

async function grown(page: Page, protocol: CDPSession, what: string, count: number, round: (i: number) => Promise<void>): Promise<Growth> {
  for (let i = 0; i < WARM; i += 1) await round(i);
  const before = await settled(page, protocol);
  for (let i = 0; i < count; i += 1) await round(WARM + i);
  const after = await settled(page, protocol);
  return { what, page: after.pageMB - before.pageMB, worker: after.workerMB - before.workerMB };
}

/** Three ways to spend a hundred exercises; the site has to be served. */
export async function measurePageGrowth(count = 100): Promise<readonly Growth[]> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('Chromium or Chrome is needed');
  // Pages that were left are otherwise kept whole for a while, in the same process, to be gone back to.
  const args = ['--no-sandbox', '--disable-features=BackForwardCache'];
  const browser = await launch({ executablePath, args, defaultViewport: { width: 1440, height: 900 } });
  try {
    const page = await browser.newPage();
    await page.bringToFront();
    const protocol = await page.createCDPSession();
    await page.evaluateOnNewDocument(() => localStorage.setItem('minato:editor', 'rich'));
    const folders = readExercises();
    const own = folders.find(({ slug }) => slug === 'l02-e2-no-endpoints')!;
    const starter = own.files['starter/service.yaml'] ?? '';

    await page.goto(addressOf(`/en/exercises/${own.slug}/`));
    await shows(page, READY);
    await shows(page, '.rich-host .monaco-editor .view-line');
    const again = await grown(page, protocol, `${count} times one exercise in one page: begun afresh, solved, both languages`, count, () =>
      solveAgain(page, starter),
    );

    await page.goto(addressOf('/en/playground/'));
    await shows(page, READY);
    const made = await grown(page, protocol, `${count} clusters made in one page of the playground`, count, () => makeCluster(page));

    // The first and the last sample are of the same page.
    const seen = folders.filter(({ definition }) => definition.drawn === undefined);
    const tour = await grown(page, protocol, `${count} exercises visited in one tab`, count, (i) =>
      visit(page, i === WARM - 1 || i === WARM + count - 1 ? own : seen[i % seen.length]!),
    );
    return [again, made, tour];
  } finally {
    await browser.close();
  }
}
