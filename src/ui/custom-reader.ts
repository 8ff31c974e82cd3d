import type { ReadCustom } from '../worker/custom.worker.ts';

/** The longest text that anybody means takes a tenth of this on a slow machine. */
const PATIENCE_MS = 4_000;

/**
 * Reads a text of somebody else in a worker of its own, which ends with the answer. A text that cannot be read in time is given up;
 * the time in which the worker itself is fetched does not count.
 */
export function readCustom(text: string): Promise<ReadCustom | { readonly stopped: 'never-read' | 'not-fetched' }> {
  const worker = new Worker(new URL('../worker/custom.worker.ts', import.meta.url), { type: 'module' });
  let watch: ReturnType<typeof setTimeout> | undefined;
  return new Promise<ReadCustom | { readonly stopped: 'never-read' | 'not-fetched' }>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<ReadCustom | 'awake'>) => {
      if (data !== 'awake') {
        resolve(data);
        return;
      }
      watch = setTimeout(() => {
        resolve({ stopped: 'never-read' });
      }, PATIENCE_MS);
      worker.postMessage(text);
    });
    worker.addEventListener('error', () => {
      resolve({ stopped: 'not-fetched' });
    });
  }).finally(() => {
    clearTimeout(watch);
    worker.terminate();
  });
}
