import { inspect, openSession, runCommand, settleCluster, type ClusterState } from '../../src/engine/index.ts';
import type { ReferenceFolder } from '../../src/exercise/load.ts';
import { exampleCluster } from '../../src/layouts/reference-rule.ts';
import type { Breach } from './breach.ts';

/** Pages without a cluster of their own begin with the same one, which none of them changes. */
let recorded: ClusterState | undefined;

function clusterWith(folder: ReferenceFolder): { readonly cluster: ClusterState; readonly refused: string } {
  const given = folder.files['given.yaml'];
  const fresh = folder.files['cluster.yaml'] === undefined ? (recorded ??= exampleCluster(folder)) : exampleCluster(folder);
  if (given === undefined) return { cluster: fresh, refused: '' };
  const applied = runCommand({ cluster: fresh, session: openSession({ kind: 'operator' }, { 'given.yaml': given }) }, 'kubectl apply -f given.yaml');
  return { cluster: settleCluster(applied.world.cluster).cluster, refused: applied.stderr };
}

/** The laws of the examples on a rule's page: the bad one breaks this rule, the good one none. */
export function exampleBreaches(folder: ReferenceFolder): readonly Breach[] {
  const { rule, path, files } = folder;
  const breaches: Breach[] = [];
  const breach = (file: string, why: string): void => void breaches.push({ file: `${path}/${file}`, line: 1, why });
  const { cluster, refused } = clusterWith(folder);
  if (refused !== '') breach('given.yaml', `is not accepted: ${refused.trim().replaceAll('\n', ' ')}: mend the manifest`);
  const found = (name: string): readonly string[] => inspect({ [name]: files[name] ?? '' }, cluster).diagnostics.map(({ id }) => id);
  if (files['bad.yaml'] !== undefined && !found('bad.yaml').includes(rule)) breach('bad.yaml', `does not break ${rule}, but ${found('bad.yaml').join(', ') || 'nothing'}: write an example that does`);
  if (files['good.yaml'] !== undefined && found('good.yaml').length > 0) breach('good.yaml', `breaks ${found('good.yaml').join(', ')}: an example of how it should be breaks nothing; mend it`);
  return breaches;
}
