/** How an exercise's page comes to a reader: what is painted when, what moves, what holds the page up, and when the first verdict is there. */
import { readFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';

/** What stands between the reader and the site. */
export interface Circumstances {
  readonly name: string;
  /** How many times slower than this machine's the processor is. */
  readonly slowdown: number;
  readonly network?: { readonly bitsPerSecond: number; readonly roundTripMs: number };
}

export const CIRCUMSTANCES: readonly Circumstances[] = [
  { name: 'as this machine is', slowdown: 1 },
  { name: '4× slower processor, 1.6 Mbit/s, 150 ms', slowdown: 4, network: { bitsPerSecond: 1_600_000, roundTripMs: 150 } },
];

/** Milliseconds since the address was asked for; `shift` is CLS, `bytes` what came over the network until the verdict. */
export interface Arrival {
  readonly firstPaint: number;
  readonly largestPaint: number;
  readonly shift: number;
  readonly ready: number;
  readonly verdict: number;
  readonly longestTask: number;
  readonly bytes: number;
}

const EXERCISE = '/ja/exercises/l02-e2-no-endpoints/';
const FIX = readFileSync(new URL('../../content/exercises/l02-e2-no-endpoints/solution/hyphen-restored/service.yaml', import.meta.url), 'utf8');

interface Seen {
  firstPaint: number;
  largestPaint: number;
  shift: number;
  longestTask: number;
}

/** One visit with an empty cache, by somebody who pastes the mended file as soon as it can be judged. */
async function visit(browser: Browser, origin: string, { slowdown, network }: Circumstances): Promise<Arrival> {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  let bytes = 0;
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  if (network) {
    const bytesPerSecond = network.bitsPerSecond / 8;
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: network.roundTripMs,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    });
  }
  await page.addInitScript(() => {
    localStorage.setItem('minato:editor', 'plain');
    const seen = { firstPaint: 0, largestPaint: 0, shift: 0, longestTask: 0 };
    Object.assign(self, { seen });
    const watch = (type: string, take: (entry: PerformanceEntry & { value?: number; hadRecentInput?: boolean }) => void): void =>
      new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
    watch('paint', ({ name, startTime }) => {
      if (name === 'first-contentful-paint') seen.firstPaint = startTime;
    });
    watch('largest-contentful-paint', ({ startTime }) => (seen.largestPaint = startTime));
    watch('layout-shift', ({ value = 0, hadRecentInput }) => {
      if (hadRecentInput !== true) seen.shift += value;
    });
    watch('longtask', ({ duration }) => (seen.longestTask = Math.max(seen.longestTask, duration)));
  });
  await page.goto(origin + EXERCISE, { waitUntil: 'commit' });
  await page.locator('.workbench[data-ready=true]').waitFor({ timeout: 60_000 });
  const ready = await page.evaluate(() => performance.now());
  await page.locator('.editor-place textarea').fill(FIX);
  await page.locator('.pane-files .button.first').click();
  await page.locator('.success').waitFor({ timeout: 60_000 });
  const verdict = await page.evaluate(() => performance.now());
  const seen = await page.evaluate(() => (self as unknown as { readonly seen: Seen }).seen);
  await context.close();
  return { ...seen, ready, verdict, bytes };
}

/** The middle one of five visits, figure by figure. */
export async function measureArrival(browser: Browser, origin: string, circumstances: Circumstances): Promise<Arrival> {
  const visits: Arrival[] = [];
  for (let i = 0; i < 5; i += 1) visits.push(await visit(browser, origin, circumstances));
  const middle = (key: keyof Arrival): number => visits.map((one) => one[key]).sort((a, b) => a - b)[2] ?? Number.NaN;
  return {
    firstPaint: middle('firstPaint'),
    largestPaint: middle('largestPaint'),
    shift: middle('shift'),
    ready: middle('ready'),
    verdict: middle('verdict'),
    longestTask: middle('longestTask'),
    bytes: middle('bytes'),
  };
}
