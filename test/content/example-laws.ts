import { createCluster, inspect, openSession, runCommand, settleCluster, type ClusterState } from '../../src/engine/index.ts';
import type { ReferenceFolder } from '../../src/exercise/load.ts';
import type { Breach } from './breach.ts';

/** Every page begins with the same cluster, which none of them changes. */
let fresh: ClusterState | undefined;

function clusterWith(given: string | undefined): { readonly cluster: ClusterState; readonly refused: string } {
  fresh ??= createCluster('three-nodes');
  if (given === undefined) return { cluster: fresh, refused: '' };
  const applied = runCommand({ cluster: fresh, session: openSession({ kind: 'operator' }, { 'given.yaml': given }) }, 'kubectl apply -f given.yaml');
  return { cluster: settleCluster(applied.world.cluster).cluster, refused: applied.stderr };
}

/** The laws of the examples on a rule's page: the bad one breaks this rule, the good one none. */
export function exampleBreaches({ rule, path, files }: ReferenceFolder): readonly Breach[] {
  const breaches: Breach[] = [];
  const breach = (file: string, why: string): void => void breaches.push({ file: `${path}/${file}`, line: 1, why });
  const { cluster, refused } = clusterWith(files['given.yaml']);
  if (refused !== '') breach('given.yaml', `is not accepted: ${refused.trim().replaceAll('\n', ' ')}: mend the manifest`);
  const found = (name: string): readonly string[] => inspect({ [name]: files[name] ?? '' }, cluster).diagnostics.map(({ id }) => id);
  if (files['bad.yaml'] !== undefined && !found('bad.yaml').includes(rule)) breach('bad.yaml', `does not break ${rule}, but ${found('bad.yaml').join(', ') || 'nothing'}: write an example that does`);
  if (files['good.yaml'] !== undefined && found('good.yaml').length > 0) breach('good.yaml', `breaks ${found('good.yaml').join(', ')}: an example of how it should be breaks nothing; mend it`);
  return breaches;
}
