/**
 * `npm run check:content -- [FOLDER-OR-FILE…]`: every law of the course's content, each breach as `file:line: what to do`. Without
 * names, all of it (of texts and answers, those that changed, or whose engine changed, since they were last found good); a name is a path or a part of one (`l08-e2`, `08-loadbalancer`, `glossary`).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEveryPart } from '../../src/engine/index.ts';
import { ContentError } from '../../src/exercise/content-error.ts';
import { contentRoot } from '../../src/exercise/load.ts';
import { describeBreach, type Breach } from './breach.ts';
import { courseBreaches, type ReadTexts, type TryAnswers } from './course-laws.ts';
import { readElsewhere, readingOnlyNew, tryingOnlyNew } from './read-before.ts';

/** Breaches of what the names select, in the order of files and lines. Throws on bugs of ours only. */
export async function checkContent(
  names: readonly string[],
  root: string = contentRoot,
  readTexts: ReadTexts = (texts, read) => read(texts),
  tryAnswers: TryAnswers = (_path, _files, attempt) => attempt(),
): Promise<readonly Breach[]> {
  await loadEveryPart();
  const wanted = names.map((name) => name.replace(/\/+$/u, ''));
  const words = readFileSync(join(root, 'words.txt'), 'utf8');
  try {
    const breaches = await courseBreaches(root, words, (path) => wanted.length === 0 || wanted.some((name) => path.includes(name) || name.includes(path)), readTexts, tryAnswers);
    return [...breaches].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  } catch (problem) {
    // Of files that stand alone: what all of the content is read with.
    if (problem instanceof ContentError) return [{ file: problem.file, line: problem.line, why: problem.why }];
    throw problem;
  }
}

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) {
  const began = performance.now();
  const readNew: ReadTexts = (texts) => readingOnlyNew(texts, (unread) => readElsewhere({ root: contentRoot, texts: unread }));
  const breaches = await checkContent(process.argv.slice(2), contentRoot, readNew, tryingOnlyNew);
  for (const breach of breaches) console.log(describeBreach(breach));
  console.log(`${breaches.length === 0 ? 'Every law is kept' : `${breaches.length} to mend`}, after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  process.exitCode = breaches.length === 0 ? 0 : 1;
}
