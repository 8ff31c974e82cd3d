import type { CDPSession, Page } from 'puppeteer-core';

/** What is in use once everything that can go has gone. */
export interface Measured {
  readonly pageMB: number;
  readonly workerMB: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly storedKB: number;
}

/** A measurement, and when: `actions` since the stay began. */
export interface Sample extends Measured {
  readonly stay: number;
  readonly actions: number;
  readonly minute: number;
}

async function heapMB(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1024 / 1024;
}

export async function takeSample(page: Page, protocol: CDPSession): Promise<Measured> {
  const pageMB = await heapMB(protocol);
  let workerMB = 0;
  // A worker that is restarted in this very moment holds nothing.
  for (const worker of page.workers()) workerMB += await heapMB(worker.client).catch(() => 0);
  const { nodes, jsEventListeners } = await protocol.send('Memory.getDOMCounters');
  const stored = await page.evaluate(() => Object.entries(localStorage).reduce((sum, [key, text]) => sum + key.length + text.length, 0));
  return { pageMB, workerMB, nodes, listeners: jsEventListeners, storedKB: Math.round(stored / 1024) };
}

const MEASURES = ['pageMB', 'workerMB', 'nodes', 'listeners'] as const;
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** What grew: arrivals of the first and the last quarter, and within long stays what one action adds (least squares over a stay's samples, reloads included). */
export function summarize(samples: readonly Sample[]): readonly string[] {
  const arrivals = samples.filter(({ actions }) => actions === 0);
  const quarter = Math.max(1, Math.floor(arrivals.length / 4));
  return MEASURES.map((measure) => {
    const of = (some: readonly Sample[]): number => median(some.map((sample) => sample[measure]));
    const first = of(arrivals.slice(0, quarter));
    const last = of(arrivals.slice(-quarter));
    const slopes = [...Map.groupBy(samples, ({ stay }) => stay).values()]
      .filter((stay) => stay.length > 4)
      .map((stay) => {
        const meanX = stay.reduce((sum, { actions }) => sum + actions, 0) / stay.length;
        const meanY = stay.reduce((sum, sample) => sum + sample[measure], 0) / stay.length;
        const spread = stay.reduce((sum, { actions }) => sum + (actions - meanX) ** 2, 0);
        return stay.reduce((sum, sample) => sum + (sample.actions - meanX) * (sample[measure] - meanY), 0) / spread;
      });
    return `${measure}: on arrival ${first.toFixed(1)} in the first quarter, ${last.toFixed(1)} in the last; in long stays ${(median(slopes) * 100).toFixed(2)} per 100 actions; at most ${Math.max(0, ...samples.map((sample) => sample[measure])).toFixed(1)}`;
  });
}
