/** A thread of `openThreads`: does its share, and says what it found. Whoever begins with texts opens their dictionaries at once. */
import { parentPort, workerData } from 'node:worker_threads';
import { doShare, type End, type Work } from './piece-threads.ts';

const end = workerData as End;
if (end === 'back') {
  const [{ hastenTokenizer }] = await Promise.all([import('./morphemes.ts'), import('./language-laws.ts')]);
  await hastenTokenizer();
}
parentPort?.once('message', async (work: Work) => parentPort?.postMessage(await doShare(work, end)));
