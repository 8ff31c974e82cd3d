import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readCustom } from '../../src/ui/custom-reader.ts';

/** A worker that does nothing by itself. */
class SilentWorker extends EventTarget {
  static made: SilentWorker[] = [];
  readonly given: unknown[] = [];
  ended = false;
  constructor() {
    super();
    SilentWorker.made.push(this);
  }
  postMessage(value: unknown): void {
    this.given.push(value);
  }
  terminate(): void {
    this.ended = true;
  }
  says(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
  breaks(): void {
    this.dispatchEvent(new Event('error'));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Worker', SilentWorker);
  SilentWorker.made = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test.each<readonly [what: string, happens: (worker: SilentWorker) => void, answer: unknown]>([
  ['the code does not come', (worker) => worker.breaks(), { stopped: 'not-fetched' }],
  [
    'the code has a bug',
    (worker) => {
      worker.says('awake');
      worker.breaks();
    },
    { stopped: 'not-run' },
  ],
  [
    'reading takes too long',
    (worker) => {
      worker.says('awake');
      vi.advanceTimersByTime(4_000);
    },
    { stopped: 'never-read' },
  ],
  [
    'the code comes late, and reads in time',
    (worker) => {
      vi.advanceTimersByTime(60_000);
      worker.says('awake');
      vi.advanceTimersByTime(3_999);
      worker.says({ complaints: [] });
    },
    { complaints: [] },
  ],
])('%s: that is what is told, and the worker is gone', async (_, happens, answer) => {
  const read = readCustom('a: 1');
  const [worker] = SilentWorker.made;
  if (!worker) return expect.unreachable('no worker was made');
  expect(worker.given, 'nothing is sent before it is awake').toEqual([]);
  happens(worker);
  expect(await read).toEqual(answer);
  expect(worker.ended).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
