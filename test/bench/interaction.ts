/** How long a learner waits for the next picture after a key or a press, in a lab with 60 Pods on a slow machine. */
import type { Browser, BrowserContext, Locator, Page } from '@playwright/test';
import { mainThreadEvents, TRACED, type TraceEvent } from './main-thread.ts';
import { addressOf } from './served-site.ts';

const EXERCISE = addressOf('/en/exercises/l02-e2-no-endpoints/');
/** With the client there are 60. */
const REPLICAS = 59;
const SLOWED = 4;

export interface Interactions {
  readonly count: number;
  /** Milliseconds from the key or press to the next picture: 19 of 20 took no longer. */
  readonly p95: number;
  /** The longest of all, with what it was. */
  readonly worst: { readonly ms: number; readonly what: string };
}

/** An entry of the kind `event`, as far as it is read here. */
interface EventEntry {
  readonly name: string;
  readonly duration: number;
  readonly interactionId: number;
  readonly target: Element | null;
}

interface Seen {
  readonly id: number;
  readonly ms: number;
  readonly what: string;
}

/** Presses so many times, a person's moment apart. */
async function press(page: Page, key: string, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    await page.keyboard.press(key);
    await page.waitForTimeout(120);
  }
}

/** Clicks as a mouse does. What finds the place works in the page, too: it is over before the press, and has no part in it. */
async function pressOn(page: Page, place: Locator): Promise<void> {
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (!box) throw new Error('what is to be pressed cannot be seen');
  await page.waitForTimeout(150);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForTimeout(300);
}

/** Everything that is done again and again in a lab: steps of a route, looking at Pods, writing, the terminal, time. */
async function work(page: Page): Promise<void> {
  const click = (name: string): Promise<void> => pressOn(page, page.getByRole('button', { name, exact: true }).first());
  await pressOn(page, page.locator('.pane-files .button.first'));
  await page.locator('.trace').waitFor();
  for (const name of ['To the start', 'One step on', 'One step on', 'One step on', 'One step back', 'One step back']) await click(name);
  for (const name of ['As text', 'Chart', 'As text', 'Chart']) await click(name);
  await page.locator('.twin button[tabindex="0"]').focus();
  await press(page, 'ArrowDown', 6);
  await press(page, 'Enter', 1);
  await press(page, 'Escape', 1);
  for (const pod of [3, 20, 40]) await pressOn(page, page.locator('.twin.over [data-thing^="pod/"]').nth(pod));
  await page.locator('.editor-place textarea').first().focus();
  await press(page, 'End', 1);
  for (const key of ' # ports') await press(page, key, 1);
  await page.locator('.shell-line textarea').first().focus();
  for (const key of 'kubectl get pods') await press(page, key === ' ' ? 'Space' : key, 1);
  await press(page, 'Enter', 1);
  await page.waitForTimeout(500);
  for (const name of ['+1 s', '+10 s', '+1 s']) await click(name);
  await pressOn(page, page.getByText(/What happened/u));
  await page.getByRole('slider', { name: 'Look back' }).focus();
  await press(page, 'ArrowLeft', 5);
  await press(page, 'End', 1);
}

/** A lab with 60 Pods, four times slower from now on. */
async function openSlowed(browser: Browser): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    // Keeping the site for later is no answer to a key, and takes its time only on the first visit.
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    localStorage.setItem('minato:editor', 'plain');
    const seen: Seen[] = [];
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as readonly EventEntry[])
        if (entry.interactionId > 0)
          seen.push({ id: entry.interactionId, ms: entry.duration, what: `${entry.name} on ${entry.target?.outerHTML.slice(0, 90) ?? 'what went away'}` });
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  await page.goto(EXERCISE);
  await page.locator('.workbench[data-ready=true]').waitFor();
  await page.getByRole('tab', { name: 'your machine' }).click();
  await page.locator('.shell-line textarea').first().fill(`kubectl scale deployment api -n shop --replicas=${REPLICAS}`);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(2000);
  const device = await context.newCDPSession(page);
  await device.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
  return { context, page };
}

/** One visit. Who is told nothing by the browser was answered within 16 ms. */
export async function measureInteractions(browser: Browser): Promise<Interactions> {
  const { context, page } = await openSlowed(browser);
  const before = await page.evaluate(() => {
    (globalThis as unknown as { seen: Seen[] }).seen.length = 0;
    return (performance as Performance & { interactionCount: number }).interactionCount;
  });
  await work(page);
  await page.waitForTimeout(1000);
  const { seen, count } = await page.evaluate(
    (since) => ({
      seen: (globalThis as unknown as { seen: Seen[] }).seen,
      count: (performance as Performance & { interactionCount: number }).interactionCount - since,
    }),
    before,
  );
  await context.close();
  const longest = new Map<number, Seen>();
  for (const one of seen) if (one.ms > (longest.get(one.id)?.ms ?? 0)) longest.set(one.id, one);
  const sorted = [...longest.values()].sort((a, b) => b.ms - a.ms);
  return { count, p95: sorted[Math.floor(count * 0.05)]?.ms ?? 16, worst: sorted[0] ?? { ms: 16, what: 'nothing' } };
}

const PRESSES: ReadonlySet<string | undefined> = new Set(['pointerdown', 'keydown']);
const EVENTS: ReadonlySet<string | undefined> = new Set(['pointerdown', 'pointerup', 'click', 'keydown', 'keyup']);

/** For every key and press, the processor's milliseconds on the page's main thread from one of its events until the picture after it: the most of them. */
function processorUntilPicture(events: readonly TraceEvent[]): readonly number[] {
  const dispatches = events.filter(({ name, args }) => name === 'EventDispatch' && EVENTS.has(args?.data?.type));
  const tasks = events.filter(({ name }) => name === 'ThreadControllerImpl::RunTask');
  const pictures = events.filter(({ name }) => name === 'Commit');
  const costs: number[] = [];
  for (const { ts: begun, args } of dispatches) {
    const picture = pictures.find(({ ts }) => ts > begun);
    if (!picture) continue;
    const cost = tasks.filter(({ ts, dur = 0 }) => ts + dur > begun && ts <= picture.ts).reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;
    if (PRESSES.has(args?.data?.type)) costs.push(cost);
    else costs.push(Math.max(costs.pop() ?? 0, cost));
  }
  return costs;
}

/** The same, but for what else the machine does: milliseconds of the processor, from a visit that is traced. */
export async function measureInteractionWork(browser: Browser): Promise<{ readonly p95: number; readonly longest: number }> {
  const { context, page } = await openSlowed(browser);
  await browser.startTracing(page, { categories: TRACED });
  await work(page);
  await page.waitForTimeout(1000);
  const trace = await browser.stopTracing();
  await context.close();
  const sorted = processorUntilPicture(mainThreadEvents(trace)).toSorted((a, b) => b - a);
  if (sorted.length < 30) throw new Error(`only ${sorted.length} presses were traced`);
  return { p95: sorted[Math.floor(sorted.length * 0.05)] ?? 0, longest: sorted[0] ?? 0 };
}
