import { ContentError } from '../../src/exercise/content-error.ts';
import type { ReferenceFolder } from '../../src/exercise/load.ts';
import { readSections } from '../../src/exercise/words.ts';
import type { Breach } from './breach.ts';
import { proseBreaches } from './structure-laws.ts';

const files = ['ja.md', 'en.md', 'bad.yaml', 'good.yaml', 'given.yaml', 'cluster.yaml'];

/** The laws of a rule's page that need no engine: every file is there, and both languages have the same three sections. */
export function pageBreaches({ path, files: texts }: ReferenceFolder): readonly Breach[] {
  const breaches: Breach[] = [];
  const breach = (file: string, why: string, line = 1): void => void breaches.push({ file: `${path}/${file}`, line, why });
  for (const file of Object.keys(texts)) if (!files.includes(file)) breach(file, `no such file is known in a rule's page: there are ${files.join(', ')}; rename it, or delete it`);
  for (const file of files.slice(0, 4)) if (texts[file] === undefined) breach(file, 'is missing: write it');

  for (const language of ['ja', 'en'] as const) {
    const file = `${language}.md`;
    const text = texts[file];
    if (text === undefined) continue;
    try {
      const ids = readSections(text, `${path}/${file}`).sections.map(({ id }) => id);
      if (ids.join() !== 'what,why,mend') breach(file, `has the sections ${ids.join(', ')}: write what, why, mend, in this order`);
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      breach(file, error.why, error.line);
    }
    breaches.push(...proseBreaches(text, `${path}/${file}`, language));
  }
  return breaches;
}
