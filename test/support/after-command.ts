import { openSession, runCommand, settleCluster, type ClusterState } from '../../src/engine/index.ts';

/** The cluster after an operator's command, once nothing in it changes any more. `files` are what lies in the terminal's folder. */
export function afterCommand(cluster: ClusterState, line: string, files: { readonly [name: string]: string } = {}): ClusterState {
  return settleCluster(runCommand({ cluster, session: openSession({ kind: 'operator' }, files) }, line).world.cluster).cluster;
}
