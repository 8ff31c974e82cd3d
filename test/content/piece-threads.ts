import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Breach } from './breach.ts';
import type { DoPieces, Piece } from './pieces.ts';

/** A thread holds an engine and two dictionaries: more of them than this cost more than they bring. */
const MOST_THREADS = 4;
/** Parsers make much that is soon rubbish: room for it is quicker than carrying it away. */
const YOUNG_MB = 64;

/**
 * The same as `doHere`, in as many threads as there are processors. Every other one begins with texts: what the rest is judged with it loads only if
 * it comes to help there. The longest go first.
 */
export const doInThreads: DoPieces = async (root, pieces) => {
  const breaches: (readonly Breach[])[] = pieces.map(() => []);
  const longestFirst = [...pieces.entries()].sort(([, a], [, b]) => lengthOf(b) - lengthOf(a));
  const texts = longestFirst.filter(([, { kind }]) => kind === 'language');
  const tries = longestFirst.filter(([, { kind }]) => kind !== 'language');
  const thread = (own: typeof texts, others: typeof texts): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./piece-thread.ts', import.meta.url), { workerData: root, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
      let at = 0;
      const next = (): void => {
        const [index, piece] = own.shift() ?? others.shift() ?? [];
        if (index === undefined) return void worker.terminate().then(() => resolve(), reject);
        at = index;
        worker.postMessage(piece);
      };
      worker.on('message', (found: readonly Breach[]) => {
        breaches[at] = found;
        next();
      });
      worker.once('error', reject);
      next();
    });
  const count = Math.min(availableParallelism(), MOST_THREADS, pieces.length);
  await Promise.all(Array.from({ length: count }, (_, index) => (index % 2 === 0 ? thread(tries, texts) : thread(texts, tries))));
  return breaches;
};

const lengthOf = ({ files }: Piece): number => Object.values(files).reduce((sum, text) => sum + text.length, 0);
