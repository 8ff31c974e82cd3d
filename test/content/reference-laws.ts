import { createCluster, inspect, openSession, runCommand, settleCluster, type ClusterState } from '../../src/engine/index.ts';
import { ContentError } from '../../src/exercise/content-error.ts';
import type { ReferenceFolder } from '../../src/exercise/load.ts';
import { readSections } from '../../src/exercise/words.ts';
import type { Breach } from './breach.ts';
import { proseBreaches } from './structure-laws.ts';

const files = ['ja.md', 'en.md', 'bad.yaml', 'good.yaml', 'given.yaml'];

/** Every page begins with the same cluster, which none of them changes. */
let fresh: ClusterState | undefined;

function clusterWith(given: string | undefined): { readonly cluster: ClusterState; readonly refused: string } {
  fresh ??= createCluster('three-nodes');
  if (given === undefined) return { cluster: fresh, refused: '' };
  const applied = runCommand({ cluster: fresh, session: openSession({ kind: 'operator' }, { 'given.yaml': given }) }, 'kubectl apply -f given.yaml');
  return { cluster: settleCluster(applied.world.cluster).cluster, refused: applied.stderr };
}

/** The laws of a rule's page: both languages with the same three sections, a bad example that only it explains, and a good one. */
export function referenceBreaches({ rule, path, files: texts }: ReferenceFolder): readonly Breach[] {
  const breaches: Breach[] = [];
  const breach = (file: string, why: string, line = 1): void => void breaches.push({ file: `${path}/${file}`, line, why });
  for (const file of Object.keys(texts)) if (!files.includes(file)) breach(file, `no such file is known in a rule's page: there are ${files.join(', ')}`);
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

  const { cluster, refused } = clusterWith(texts['given.yaml']);
  if (refused !== '') breach('given.yaml', `is not accepted: ${refused.trim()}`);
  const found = (name: string): readonly string[] => inspect({ [name]: texts[name] ?? '' }, cluster).diagnostics.map(({ id }) => id);
  if (texts['bad.yaml'] !== undefined && !found('bad.yaml').includes(rule)) breach('bad.yaml', `does not break ${rule}, but ${found('bad.yaml').join(', ') || 'nothing'}`);
  if (texts['good.yaml'] !== undefined && found('good.yaml').length > 0) breach('good.yaml', `breaks ${found('good.yaml').join(', ')}: an example of how it should be breaks nothing`);
  return breaches;
}
