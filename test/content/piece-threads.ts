import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Breach } from './breach.ts';
import { doPiece, type DoPieces, type Piece } from './pieces.ts';

/** A thread holds an engine and two dictionaries: more of them than this cost more than they bring. */
const MOST_THREADS = 4;
/** Parsers make much that is soon rubbish: room for it is quicker than carrying it away. */
const YOUNG_MB = 64;

/** Of all pieces, those that need the engine stand at the front, and texts at the back. */
export type End = 'front' | 'back';

/** What the threads share: pieces, and how many of them were taken, in all, from the front and from the back. */
export interface Work {
  readonly root: string;
  readonly pieces: readonly Piece[];
  readonly taken: Int32Array<SharedArrayBuffer>;
}

/** Breaches of pieces, each with the piece's place in the work. */
export type Done = readonly (readonly [place: number, breaches: readonly Breach[]])[];

/** Does pieces, the next at one end of what is left, until nothing is. */
export async function doShare({ root, pieces, taken }: Work, end: End): Promise<Done> {
  const done: [number, readonly Breach[]][] = [];
  while (Atomics.add(taken, 0, 1) < pieces.length) {
    const place = end === 'front' ? Atomics.add(taken, 1, 1) : pieces.length - 1 - Atomics.add(taken, 2, 1);
    done.push([place, await doPiece(root, pieces[place] as Piece)]);
  }
  return done;
}

const openThread = (end: End): Worker => new Worker(new URL('./piece-thread.ts', import.meta.url), { workerData: end, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });

/**
 * The same as `doHere`, in as many threads as there are processors. This one, which has read the course and has an engine, begins with what needs the engine.
 * Another, which opens its dictionaries while the course is read, begins with texts. The longest go first, and the shortest are shared.
 */
export function openThreads(): DoPieces {
  const most = Math.min(availableParallelism(), MOST_THREADS);
  const reader = most > 1 ? openThread('back') : undefined;
  // Where there is nothing to do, nobody waits for it.
  reader?.unref();
  return async (root, pieces) => {
    const longestFirst = [...pieces.entries()].sort(([, a], [, b]) => lengthOf(b) - lengthOf(a));
    const texts = longestFirst.filter(([, { kind }]) => kind === 'language');
    const tries = longestFirst.filter(([, { kind }]) => kind !== 'language');
    const ordered = [...tries, ...texts.reverse()];
    const work: Work = { root, pieces: ordered.map(([, piece]) => piece), taken: new Int32Array(new SharedArrayBuffer(12)) };
    const others = [...(reader ? [reader] : []), ...Array.from({ length: Math.max(0, Math.min(most, pieces.length) - 2) }, (_, index) => openThread(index % 2 === 0 ? 'front' : 'back'))];
    const shares = others.map(
      (worker) =>
        new Promise<Done>((resolve, reject) => {
          worker.ref();
          worker.once('message', resolve);
          worker.once('error', reject);
          worker.postMessage(work);
        }),
    );
    try {
      const done = (await Promise.all([...shares, doShare(work, 'front')])).flat();
      const found = new Map(done.map(([place, breaches]) => [ordered[place]?.[0], breaches]));
      return pieces.map((_, index) => found.get(index) ?? []);
    } finally {
      await Promise.all(others.map((worker) => worker.terminate()));
    }
  };
}

const lengthOf = ({ files }: Piece): number => Object.values(files).reduce((sum, text) => sum + text.length, 0);
