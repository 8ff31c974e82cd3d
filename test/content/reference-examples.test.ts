import { describe, expect, test } from 'vitest';
import { createCluster, inspect, openSession, runCommand, settleCluster, type ClusterState } from '../../src/engine/index.ts';
import { contentRoot, readFolder, within } from '../../src/exercise/load.ts';

const texts = within(readFolder(contentRoot), 'reference');
const rules = [...new Set(Object.keys(texts).map((path) => path.split('/')[0] ?? ''))];

function clusterWith(given: string | undefined): ClusterState {
  const fresh = createCluster('three-nodes');
  if (given === undefined) return fresh;
  const applied = runCommand({ cluster: fresh, session: openSession({ kind: 'operator' }, { 'given.yaml': given }) }, 'kubectl apply -f given.yaml');
  expect(applied.stderr).toBe('');
  return settleCluster(applied.world.cluster).cluster;
}

test('there are reference pages to judge', () => {
  expect(rules.length).toBeGreaterThanOrEqual(19);
});

describe.each(rules)('reference/%s', (rule) => {
  const file = (name: string): string | undefined => texts[`${rule}/${name}`];

  test('stands in both languages, with one bad and one good example', () => {
    expect(['ja.md', 'en.md', 'bad.yaml', 'good.yaml'].filter((name) => file(name) === undefined).map((name) => `content/reference/${rule}/${name} is missing`)).toEqual([]);
  });

  test('the bad example is found to be bad by this rule, the good one by none', () => {
    const cluster = clusterWith(file('given.yaml'));
    const idsOf = (name: string): string[] => inspect({ [name]: file(name) ?? '' }, cluster).diagnostics.map(({ id }) => id);
    expect(idsOf('bad.yaml'), `content/reference/${rule}/bad.yaml`).toContain(rule);
    expect(idsOf('good.yaml'), `content/reference/${rule}/good.yaml`).toEqual([]);
  });
});
