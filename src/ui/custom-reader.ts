import type { ReadCustom } from '../worker/custom.worker.ts';

/** The longest text that anybody means takes a tenth of this on a slow machine. */
const PATIENCE_MS = 4_000;

/** Why a text was not read: it took too long, the code that reads it did not come, or that code has a bug. */
export type ReadingStopped = 'never-read' | 'not-fetched' | 'not-run';

/**
 * Reads a text of somebody else in a worker of its own, which ends with the answer. A text that cannot be read in time is given up;
 * the time in which the worker itself is fetched does not count.
 */
export function readCustom(text: string): Promise<ReadCustom | { readonly stopped: ReadingStopped }> {
  const worker = new Worker(new URL('../worker/custom.worker.ts', import.meta.url), { type: 'module' });
  let awake = false;
  let watch: ReturnType<typeof setTimeout> | undefined;
  return new Promise<ReadCustom | { readonly stopped: ReadingStopped }>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<ReadCustom | 'awake'>) => {
      if (data !== 'awake') {
        resolve(data);
        return;
      }
      awake = true;
      watch = setTimeout(() => {
        resolve({ stopped: 'never-read' });
      }, PATIENCE_MS);
      worker.postMessage(text);
    });
    worker.addEventListener('error', () => {
      resolve({ stopped: awake ? 'not-run' : 'not-fetched' });
    });
  }).finally(() => {
    clearTimeout(watch);
    worker.terminate();
  });
}
