/** How an exercise's page comes to a reader: what is painted when, what moves, what holds the page up, and when the first verdict is there. */
import { readFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';
import { mainThreadEvents, TRACED, type TraceEvent } from './main-thread.ts';

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

/**
 * Milliseconds since the address was asked for. `ready`: what is typed into the file stays and Apply is heard; `cluster`: commands can be run and time can pass, too.
 * `shift` is CLS until the verdict, which is asked for; `bytes` what came over the network until the verdict.
 */
export interface Arrival {
  readonly firstPaint: number;
  readonly largestPaint: number;
  readonly shift: number;
  readonly ready: number;
  readonly cluster: number;
  readonly verdict: number;
  readonly longestTask: number;
  readonly bytes: number;
}

const EXERCISE = '/ja/exercises/l02-e2-no-endpoints/';
const FIX = readFileSync(new URL('../../content/exercises/l02-e2-no-endpoints/solution/hyphen-restored/service.yaml', import.meta.url), 'utf8');

/** What begins a line of the page's console: it tells by itself, since whatever asks the page meanwhile is work of the page. And its marks on the timeline. */
const TOLD = { apply: 'where Apply is: ', seen: 'arrived: ', ready: 'arrival: ready', verdict: 'arrival: verdict' };

/** Runs in the page, before anything of it: keeps the times, and pastes the mended file as soon as that can be applied. */
function readAndMend({ fix, told }: { readonly fix: string; readonly told: typeof TOLD }): void {
  localStorage.setItem('minato:editor', 'plain');
  const seen = { firstPaint: 0, largestPaint: 0, shift: 0, longestTask: 0, ready: 0, cluster: 0, verdict: 0 };
  const watch = (type: string, take: (entry: PerformanceEntry & { value?: number; hadRecentInput?: boolean }) => void): void =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') seen.firstPaint = startTime;
  });
  watch('largest-contentful-paint', ({ startTime }) => (seen.largestPaint = startTime));
  watch('layout-shift', ({ value = 0, hadRecentInput, startTime }) => {
    if (hadRecentInput !== true && (seen.verdict === 0 || startTime < seen.verdict)) seen.shift += value;
  });
  watch('longtask', ({ duration }) => (seen.longestTask = Math.max(seen.longestTask, duration)));
  const mend = (apply: HTMLElement): void => {
    const file = document.querySelector<HTMLTextAreaElement>('.editor-place textarea')!;
    file.value = fix;
    file.dispatchEvent(new InputEvent('input', { bubbles: true }));
    const { x, y, width, height } = apply.getBoundingClientRect();
    console.log(told.apply + JSON.stringify([x + width / 2, y + height / 2]));
  };
  const followed = new MutationObserver(() => {
    const apply = document.querySelector<HTMLElement>('.pane-files .button.first:not([disabled])');
    if (seen.ready === 0 && apply) {
      seen.ready = performance.mark(told.ready).startTime;
      setTimeout(() => mend(apply));
    }
    if (seen.cluster === 0 && document.querySelector('.workbench[data-ready=true]')) seen.cluster = performance.now();
    if (!document.querySelector('.success')) return;
    seen.verdict = performance.mark(told.verdict).startTime;
    followed.disconnect();
    // What is observed is told a little later than it happens.
    setTimeout(() => console.log(told.seen + JSON.stringify(seen)), 300);
  });
  followed.observe(document, { subtree: true, childList: true, attributeFilter: ['disabled', 'data-ready'] });
}

/** What a window's own frame needs until it stands: a reader's has long been open, and to open one is no work of the page. */
const WINDOW_STANDS_MS = 1500;

/** One visit with an empty cache, in a window that stands open. */
async function visit(browser: Browser, origin: string, { slowdown, network }: Circumstances, traced = false): Promise<Arrival & { readonly trace?: Buffer }> {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  if (traced) await browser.startTracing(page, { categories: [...TRACED, 'blink.user_timing'] });
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
  await page.addInitScript(readAndMend, { fix: FIX, told: TOLD });
  await page.waitForTimeout(WINDOW_STANDS_MS);
  const heard = async (beginning: string): Promise<unknown> => {
    const message = await page.waitForEvent('console', { predicate: (one) => one.text().startsWith(beginning), timeout: 60_000 });
    return JSON.parse(message.text().slice(beginning.length));
  };
  const [apply, arrived] = [heard(TOLD.apply), heard(TOLD.seen)];
  await page.goto(origin + EXERCISE, { waitUntil: 'commit' });
  await page.mouse.click(...((await apply) as [number, number]));
  const seen = (await arrived) as Omit<Arrival, 'bytes'>;
  const trace = traced ? await browser.stopTracing() : undefined;
  await context.close();
  return { ...seen, bytes, ...(trace ? { trace } : {}) };
}

/** Milliseconds of processor time of the page's main thread, which another program on the machine does not lengthen. */
export interface ArrivalWork {
  /** From the page's beginning until it is ready. */
  readonly untilReady: number;
  /** Its longest task until the verdict. */
  readonly longestTask: number;
}

function workIn(trace: Buffer): ArrivalWork {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const [ready, verdict] = [TOLD.ready, TOLD.verdict].map((mark) => traceEvents.find(({ name }) => name === mark));
  if (!ready || !verdict) throw new Error('the marks of the page are not in its trace');
  const tasks = mainThreadEvents(trace).filter(({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && pid === ready.pid && tid === ready.tid);
  const costs = (until: number): number[] => tasks.filter(({ ts }) => ts <= until).map(({ tdur = 0 }) => tdur / 1000);
  return { untilReady: costs(ready.ts).reduce((sum, ms) => sum + ms, 0), longestTask: Math.max(...costs(verdict.ts)) };
}

/** The middle one of five visits, as this machine is. */
export async function measureArrivalWork(browser: Browser, origin: string): Promise<ArrivalWork> {
  const works: ArrivalWork[] = [];
  for (let i = 0; i < 5; i += 1) works.push(workIn((await visit(browser, origin, CIRCUMSTANCES[0]!, true)).trace!));
  const middle = (key: keyof ArrivalWork): number => works.map((one) => one[key]).sort((a, b) => a - b)[2] ?? Number.NaN;
  return { untilReady: middle('untilReady'), longestTask: middle('longestTask') };
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
    cluster: middle('cluster'),
    verdict: middle('verdict'),
    longestTask: middle('longestTask'),
    bytes: middle('bytes'),
  };
}
