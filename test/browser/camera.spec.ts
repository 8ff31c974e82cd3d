import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test, type Browser } from '@playwright/test';
import { findHeadlessChromium } from '../../scripts/chromium.mjs';
import { giveBarcodeDetector, modulesOf, writeFilm } from '../support/fake-camera.ts';

const ROOM = '33E-WTD';
const scratch = mkdtempSync(join(tmpdir(), 'minato-film-'));
const film = join(scratch, 'code.y4m');
let browser: Browser;
test.beforeAll(async () => {
  const executablePath = findHeadlessChromium();
  browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`],
  });
});
test.afterAll(async () => {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
});

test('a code that a learner holds up is read by the instructor’s camera once, and counted; the camera is then let go', async ({ baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL ?? '', locale: 'en-GB' });
  const seat = await context.newPage();
  await seat.goto(`en/exercises/l02-e2-no-endpoints/?room=${ROOM}`);
  const shown = seat.locator('.room-strip [data-code]');
  await expect(shown).toHaveText(/^\w{5}$/u);
  const code = await shown.innerText();
  await seat.getByRole('button', { name: 'Show large' }).click();
  const drawn = seat.locator('.strip-dialog .qr');
  const size = Number((await drawn.getAttribute('viewBox'))?.split(' ')[2]);
  writeFilm(film, modulesOf(size, (await drawn.locator('path').getAttribute('d')) ?? ''));

  const board = await context.newPage();
  await board.addInitScript(giveBarcodeDetector);
  await board.goto(`en/workshop/board/?agenda=ninety-minutes&room=${ROOM}`);
  await board.getByRole('button', { name: 'Read by camera' }).click();
  await expect(board.getByText('Hold a QR code to the camera.')).toBeVisible();
  const codes = board.getByRole('textbox', { name: 'Check codes' });
  await expect(codes).toHaveValue(`${code}\n`);
  await expect(board.locator('tr[data-exercise="L02-E2"] td').first()).toHaveText('1');
  // It is still held up, and read again three times a second.
  await board.waitForTimeout(1000);
  await expect(codes).toHaveValue(`${code}\n`);
  const track = await board.locator('video.camera').evaluateHandle((video: HTMLVideoElement) => (video.srcObject as MediaStream).getVideoTracks()[0]!);
  await board.getByRole('button', { name: 'Stop the camera' }).click();
  await expect(board.getByRole('button', { name: 'Read by camera' })).toBeVisible();
  expect(await track.evaluate((one) => one.readyState)).toBe('ended');
  await context.close();
});

test('without a reader of codes, or without leave to use the camera, the page says so and takes pasted codes', async ({ baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL ?? '', locale: 'ja-JP' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    delete (window as { BarcodeDetector?: unknown }).BarcodeDetector;
  });
  await page.goto(`ja/workshop/board/?agenda=ninety-minutes&room=${ROOM}`);
  await expect(page.locator('.board')).toHaveAttribute('data-ready', 'true');
  await expect(page.getByRole('button', { name: 'カメラで読む' })).toHaveCount(0);
  const other = await context.newPage();
  await other.addInitScript(giveBarcodeDetector);
  await other.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await other.goto(`en/workshop/board/?agenda=ninety-minutes&room=${ROOM}`);
  await other.getByRole('button', { name: 'Read by camera' }).click();
  await expect(other.getByText('The camera could not be used. Paste the codes instead.')).toBeVisible();
  await context.close();
});
