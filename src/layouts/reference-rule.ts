import {
  clusterConfig,
  createCluster,
  inspect,
  loadEveryPart,
  openSession,
  runCommand,
  settleCluster,
  type ClusterState,
  type Diagnostic,
} from '../engine/index.ts';
import { exampleProfile } from '../exercise/example-cluster.ts';
import type { ReferenceFolder } from '../exercise/load.ts';

await loadEveryPart();

/** The cluster that a page's examples are applied to, with nothing of the page in it. */
export function exampleCluster(folder: ReferenceFolder): ClusterState {
  const profile = exampleProfile(folder);
  return createCluster(profile ? clusterConfig(profile) : 'three-nodes');
}

const found = new Map<string, Diagnostic | undefined>();

/** As `diagnose`, once for each rule and build: the list and both languages' pages ask for the same. */
export function ruleDiagnostic(folder: ReferenceFolder): Diagnostic | undefined {
  if (!found.has(folder.rule)) found.set(folder.rule, diagnose(folder));
  return found.get(folder.rule);
}

/** What the engine itself says about the bad example of a rule's page, on a cluster with what the page gives. */
function diagnose(folder: ReferenceFolder): Diagnostic | undefined {
  const given = folder.files['given.yaml'];
  const fresh = exampleCluster(folder);
  const cluster =
    given === undefined
      ? fresh
      : settleCluster(
          runCommand({ cluster: fresh, session: openSession({ kind: 'operator' }, { 'given.yaml': given }) }, 'kubectl apply -f given.yaml').world.cluster,
        ).cluster;
  return inspect({ 'bad.yaml': folder.files['bad.yaml'] ?? '' }, cluster).diagnostics.find(({ id }) => id === folder.rule);
}
