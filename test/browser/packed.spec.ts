import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, expect, test, type Browser, type Page } from '@playwright/test';
import { findHeadlessChromium } from '../../scripts/chromium.mjs';
import { packDist, unpack } from '../support/packed-site.ts';
import { startServer, type StartedServer } from '../support/started-server.ts';
import { accessibilityFaults } from './accessibility.ts';

const FIX = readFileSync(new URL('../../content/exercises/l02-e2-no-endpoints/solution/hyphen-restored/service.yaml', import.meta.url), 'utf8');
/** A name for the laptop that a browser takes for any other machine: plain http, and nothing that needs more. */
const CLASSROOM = 'classroom.test';

test.describe.configure({ mode: 'serial' });

let unpacked: ReturnType<typeof unpack>;
let server: StartedServer;
let room: Browser;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  unpacked = unpack(await packDist());
  server = await startServer(unpacked.folder, [process.execPath, 'server/serve.js', '--port', '0', '--only-here', '--host-name', CLASSROOM]);
  const executablePath = findHeadlessChromium();
  room = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-background-networking', `--host-resolver-rules=MAP ${CLASSROOM} 127.0.0.1`],
  });
});
test.afterAll(async () => {
  await room.close();
  await server.stop();
  unpacked.remove();
});

const inRoom = (path: string): string => `${server.origin.replace('localhost', CLASSROOM)}${path}`;

/** A learner's own browser, and what it complained of. */
async function learner(locale: string): Promise<{ readonly page: Page; readonly complaints: string[]; readonly asked: string[] }> {
  const page = await (await room.newContext({ locale, viewport: { width: 1440, height: 900 } })).newPage();
  const [complaints, asked]: [string[], string[]] = [[], []];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => asked.push(request.url()));
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  return { page, complaints, asked };
}

test('two learners, one in each language, pass an exercise that a laptop serves over plain http', async () => {
  await Promise.all(
    (['ja', 'en'] as const).map(async (language) => {
      const { page, complaints, asked } = await learner(language === 'ja' ? 'ja-JP' : 'en-GB');
      await page.goto(inRoom('/'));
      await expect(page).toHaveURL(inRoom(`/${language}/`));
      await page.goto(inRoom(`/${language}/exercises/l02-e2-no-endpoints/`));
      await page.locator('.workbench[data-ready=true]').waitFor();
      expect(await page.evaluate(() => isSecureContext)).toBe(false);
      await page.locator('.editor-place textarea').fill(FIX);
      await page.locator('.pane-files .button.first').click();
      await page.locator('.success').waitFor();
      await page.reload();
      await expect(page.locator('.editor-place textarea')).toHaveValue(FIX);
      expect(complaints).toEqual([]);
      expect(asked.filter((url) => !url.startsWith(inRoom('/')) && !/^(?:data|blob):/u.test(url))).toEqual([]);
      await page.context().close();
    }),
  );
});

test('over plain http the pre-flight check finds what browsers withhold there, and that everything else works', async () => {
  const { page, complaints } = await learner('ja-JP');
  await page.goto(inRoom('/ja/workshop/pre-flight/'));
  await page.locator('[data-pre-flight][data-done]').waitFor({ timeout: 40_000 });
  const standing = (check: string) => page.locator(`[data-check="${check}"]`);
  for (const check of ['browser', 'worker', 'self-test', 'plain-editor', 'editor', 'storage', 'fonts', 'width'])
    await expect(standing(check), check).toHaveAttribute('data-is', 'fine');
  for (const check of ['service-worker', 'cache', 'clipboard']) await expect(standing(check), check).toHaveAttribute('data-is', 'limited');
  await expect(standing('self-test')).toContainText('20個のコマンド');
  await page.getByLabel('キーボードを確かめる欄').dispatchEvent('keydown', { key: '¥', bubbles: true });
  await expect(standing('backslash')).toHaveAttribute('data-is', 'limited');
  await page.getByLabel('キーボードを確かめる欄').press('\\');
  await expect(standing('backslash')).toHaveAttribute('data-is', 'fine');
  await page.getByRole('button', { name: 'レポートをコピー' }).click();
  await expect(standing('clipboard'), 'copying works in the older way').toHaveAttribute('data-is', 'fine');
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pre-flight check');
  await expect(standing('self-test')).toContainText('Ran 20 commands');
  await expect(page.locator('[data-report]')).toHaveValue(/^Minato \d.*\nhttp:\/\/classroom\.test:\d+\n[^]*\[OK\] Browser/u);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('the link that an instructor hands out leads others to the laptop, also when it is made at localhost', async () => {
  const { page: instructor } = await learner('ja-JP');
  await instructor.goto(`${server.origin}/ja/workshop/`);
  await instructor.getByRole('button', { name: '新しい合言葉を作る' }).click();
  await expect(instructor.getByRole('textbox', { name: '受講者に渡すリンク' })).toHaveValue(
    /^http:\/\/classroom\.test:\d+\/ja\/workshop\/ninety-minutes\/\?room=/u,
  );
  const { page: seat } = await learner('en-GB');
  await seat.goto(await instructor.getByRole('textbox', { name: '受講者に渡すリンク' }).inputValue());
  await expect(seat.locator('.agenda-room')).toHaveText(`部屋${(await instructor.locator('.room-maker').getAttribute('data-room')) ?? ''}`);
  await instructor.context().close();
  await seat.context().close();
});

test('a learner who chooses to is on the instructor’s board, as text, and nobody else is', async () => {
  const { page: seat, complaints } = await learner('en-GB');
  await seat.goto(inRoom('/en/exercises/l02-e2-no-endpoints/?room=33E-WTD'));
  await seat.locator('.workbench[data-ready=true]').waitFor();
  const posts: string[] = [];
  seat.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.url());
  });
  const tile = seat.locator('.room-strip');
  await tile.getByRole('button', { name: 'Need help' }).click();
  await tile.getByText('Be on the instructor’s board').click();
  expect(posts, 'nothing is told before it is chosen').toEqual([]);
  await tile.getByLabel('Nickname').fill('<b id=x>港</b>');
  await tile.getByRole('button', { name: 'Be on the board' }).click();
  await expect(tile.getByText('On the board as <b id=x>港</b>.')).toBeVisible();

  const { page: instructor } = await learner('ja-JP');
  await instructor.goto(server.board);
  const summary = instructor.locator('[data-board-summary]');
  await expect(summary).toHaveText('助けて1人、作業中0人、できた0人。全部で1人');
  await expect(instructor.locator('[data-board-lines] th')).toHaveText(['<b id=x>港</b>']);
  await expect(instructor.locator('#x')).toHaveCount(0);
  expect(new URL(instructor.url()).hash, 'the key leaves the address').toBe('');
  expect(await accessibilityFaults(instructor)).toEqual([]);

  await tile.getByRole('button', { name: 'Done' }).click();
  await expect(summary).toHaveText(/できた1人/u);
  await seat.reload();
  await expect(tile.getByText('On the board as')).toBeVisible();
  await instructor.getByRole('button', { name: '全部消す' }).click();
  await instructor.getByRole('dialog').getByRole('button', { name: '消す', exact: true }).click();
  await expect(instructor.getByText('まだ、だれも出ていません。')).toBeVisible();
  await tile.getByRole('button', { name: 'Working' }).click();
  await expect(summary).toHaveText(/作業中1人/u);
  await tile.getByRole('button', { name: 'Leave the board' }).click();
  await expect(instructor.getByText('まだ、だれも出ていません。')).toBeVisible();
  expect(complaints).toEqual([]);
  await seat.context().close();

  await instructor.goto(inRoom('/en/workshop/status/#guessed'));
  await expect(instructor.getByText('This is not the key.')).toBeVisible();
  await instructor.context().close();
});

test('the page at the root of the ZIP can be read without a server, on a phone, and on paper', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(pathToFileURL(join(unpacked.folder, 'index.html')).href);
  await expect(page.getByRole('heading', { name: '始め方' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'How to start' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(complaints).toEqual([]);
});
