/** What the page itself still does while its worker settles a large cluster: the longest task of its main thread. */
import type { Browser } from '@playwright/test';
import { addressOf } from './served-site.ts';

const EXERCISE = addressOf('/ja/exercises/l02-e2-no-endpoints/');

export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: when, how long on the clock, and how long of the processor. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly type?: string } };
}

/** What Chromium is asked to write down for `mainThreadEvents`. */
export const TRACED = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];

/** What the main threads of pages did, in the order of time. */
export function mainThreadEvents(trace: Buffer): readonly TraceEvent[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const main = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(({ pid, tid }) => `${pid}/${tid}`),
  );
  return traceEvents.filter(({ pid, tid, tdur }) => tdur !== undefined && main.has(`${pid}/${tid}`)).sort((a, b) => a.ts - b.ts);
}

export interface LongestTask {
  /** Milliseconds of processor time of the page's longest task from Apply until a second after the verdict. */
  readonly longest: number;
  /** Milliseconds on the clock from Apply to the verdict. */
  readonly verdict: number;
}

/**
 * Applies a Deployment of so many Pods on a page whose quota of Pods was lifted, and follows the main thread meanwhile. The
 * cluster is told apart from the page by Chromium itself: workers have threads of their own.
 */
export async function measureLongestTask(browser: Browser, deployment: string): Promise<LongestTask> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => localStorage.setItem('minato:editor', 'plain'));
  let lifted = false;
  await context.route(/\/_astro\/engine-[^/]*\.js$/u, async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    const body = text.replace(/mostPods:\d+/u, 'mostPods:1e5');
    lifted ||= body !== text;
    await route.fulfill({ response, body });
  });
  await page.goto(EXERCISE);
  await page.locator('.workbench[data-ready=true]').waitFor();
  if (!lifted) throw new Error('the quota of Pods was not found in the engine');
  await page.locator('.editor-place textarea').fill(deployment);
  await browser.startTracing(page, { categories: TRACED });
  const begun = performance.now();
  await page.locator('.pane-files .button.first').click();
  await page.locator('.pane-files .button.first:not([aria-busy=true])').waitFor();
  await page.locator('.verdict').waitFor();
  const verdict = performance.now() - begun;
  // The drawing and the log come after the verdict.
  await page.waitForTimeout(1000);
  const trace = await browser.stopTracing();
  await context.close();
  const tasks = mainThreadEvents(trace).filter(({ name }) => name.includes('RunTask'));
  if (tasks.length === 0) throw new Error('no task of the main thread was traced');
  return { longest: Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000, verdict };
}
