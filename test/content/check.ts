/**
 * `npm run check:content -- [FOLDER-OR-FILE…]`: every law of the course's content, each breach as `file:line: what to do`. Without
 * names, all of it (of texts and answers, those that changed, or whose engine changed, since they were last found good); a name is a path or a part of one (`l08-e2`, `08-loadbalancer`, `glossary`).
 */
import { loadEveryPart } from '../../src/engine/index.ts';
import { ContentError } from '../../src/exercise/content-error.ts';
import { contentRoot } from '../../src/exercise/load.ts';
import { describeBreach, type Breach } from './breach.ts';
import { courseBreaches } from './course-laws.ts';
import { doInThreads } from './piece-threads.ts';
import { doHere, type DoPieces } from './pieces.ts';
import { doingOnlyNew } from './without-fault.ts';

/** Breaches of what the names select, in the order of files and lines. Throws on bugs of ours only. */
export async function checkContent(names: readonly string[], root: string = contentRoot, doPieces: DoPieces = doHere): Promise<readonly Breach[]> {
  await loadEveryPart();
  const wanted = names.map((name) => name.replace(/\/+$/u, ''));
  try {
    const breaches = await courseBreaches(root, (path) => wanted.length === 0 || wanted.some((name) => path.includes(name) || name.includes(path)), doPieces);
    return [...breaches].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  } catch (problem) {
    // Of files that stand alone: what all of the content is read with.
    if (problem instanceof ContentError) return [{ file: problem.file, line: problem.line, why: problem.why }];
    throw problem;
  }
}

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) {
  const began = performance.now();
  const breaches = await checkContent(process.argv.slice(2), contentRoot, doingOnlyNew(doInThreads));
  for (const breach of breaches) console.log(describeBreach(breach));
  console.log(`${breaches.length === 0 ? 'Every law is kept' : `${breaches.length} to mend`}, after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  process.exitCode = breaches.length === 0 ? 0 : 1;
}
