/**
 * `npm run check:content -- [FOLDER-OR-FILE…]`: every law of the course's content, each breach as `file:line: what to do`. Without
 * names, all of it (of texts and answers, those that changed, or whose engine changed, since they were last found good); a name is a path or a part of one (`l08-e2`, `08-loadbalancer`).
 */
import { ContentError } from '../../src/exercise/content-error.ts';
import { contentRoot } from '../../src/exercise/load.ts';
import { breachesOf, describeBreach, type Breach } from './breach.ts';
import { courseBreaches } from './course-laws.ts';
import { openThreads } from './piece-threads.ts';
import { doHere, type DoPieces } from './pieces.ts';
import { doingOnlyNew } from './without-fault.ts';

/** Breaches of what the names select, in the order of files and lines. Throws on bugs of ours only. */
export async function checkContent(names: readonly string[], root: string = contentRoot, doPieces: DoPieces = doHere): Promise<readonly Breach[]> {
  const wanted = new Map(names.map((name) => [name, name.replace(/\/+$/u, '').toLowerCase()]));
  const idle = new Set(names);
  const wants = (path: string): boolean => {
    const chosenBy = [...wanted].filter(([, name]) => path.toLowerCase().includes(name) || name.includes(path.toLowerCase()));
    for (const [name] of chosenBy) idle.delete(name);
    return names.length === 0 || chosenBy.length > 0;
  };
  try {
    const breaches = await courseBreaches(root, wants, doPieces);
    const unknown = [...idle].map((name) => ({ file: name, line: 1, why: 'is no part of the path of anything below content/ that is judged, so nothing was: write one such as l08-e2, 08-loadbalancer or glossary.yaml' }));
    return [...breaches, ...unknown].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  } catch (problem) {
    // Of files that stand alone: what all of the content is read with.
    if (problem instanceof ContentError) return breachesOf(problem);
    throw problem;
  }
}

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) {
  const began = performance.now();
  const breaches = await checkContent(process.argv.slice(2), contentRoot, doingOnlyNew(openThreads()));
  for (const breach of breaches) console.log(describeBreach(breach));
  console.log(`${breaches.length === 0 ? 'Every law is kept' : `${breaches.length} to mend`}, after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  process.exitCode = breaches.length === 0 ? 0 : 1;
}
