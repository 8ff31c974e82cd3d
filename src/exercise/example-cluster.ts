import type { ClusterProfile } from '../engine/index.ts';
import { readYAML, type ReferenceFolder } from './load.ts';
import { clusterProfile } from './schema.ts';

/** What `cluster.yaml` of a rule's page says of the cluster its examples are applied to; `undefined`: it is the recorded one. */
export function exampleProfile({ path, files }: ReferenceFolder): ClusterProfile | undefined {
  const text = files['cluster.yaml'];
  return text === undefined ? undefined : readYAML(text, `${path}/cluster.yaml`, clusterProfile);
}
