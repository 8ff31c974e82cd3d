import { expect, it } from 'vitest';
import type { ConfigMap } from '../../../src/engine/api/core-v1.ts';
import { ClusterDraft, type RowIndex } from '../../../src/engine/store/cluster-draft.ts';
import { createCluster } from '../../../src/engine/store/new-cluster.ts';

let asked = 0;
const BY_VALUE: RowIndex<'configmaps'> = { name: 'by-value', table: 'configmaps', keysOf: ({ data = {} }) => ((asked += 1), data['value'] ?? '') };

const write = (draft: ClusterDraft, name: string, value: string): void => {
  const row: ConfigMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data: { value } };
  draft.set('configmaps', 'default', name, row, 'test');
};
const found = (draft: ClusterDraft, value: string): string[] => draft.find(BY_VALUE, 'default', value).map(({ metadata }) => metadata.name);

it('a fork finds what is indexed, and neither sees what the other writes', () => {
  const draft = new ClusterDraft(createCluster('three-nodes'));
  write(draft, 'a', 'red');
  expect(found(draft, 'red')).toEqual(['a']);

  asked = 0;
  const fork = draft.fork();
  expect([found(fork, 'red'), fork.names('configmaps', 'default').includes('a'), asked]).toEqual([['a'], true, 0]);

  write(fork, 'b', 'red');
  fork.delete('configmaps', 'default', 'a', 'test');
  expect([found(fork, 'red'), found(draft, 'red')]).toEqual([['b'], ['a']]);
  const written = new ClusterDraft(fork.commit());
  expect([found(written, 'red'), written.names('configmaps', 'default').includes('a')]).toEqual([['b'], false]);

  write(draft, 'c', 'red');
  expect([found(draft, 'red'), found(written, 'red')]).toEqual([['a', 'c'], ['b']]);
});

it('what a fork that wrote nothing ends in has indexes of its own', () => {
  const draft = new ClusterDraft(createCluster('three-nodes'));
  write(draft, 'a', 'red');
  found(draft, 'red');
  const after = new ClusterDraft(draft.fork().commit());
  write(after, 'b', 'red');
  expect([found(after, 'red'), found(draft, 'red')]).toEqual([['a', 'b'], ['a']]);
});
