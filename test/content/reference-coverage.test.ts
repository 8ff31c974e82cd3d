import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createCluster, inspect, openSession, runCommand, settleCluster } from '../../src/engine/index.ts';
import { contentRoot, readExercises } from '../../src/exercise/load.ts';
import { casesUnder } from '../conformance/run.ts';
import { parseCase } from '../conformance/txtar.ts';

const withoutPage = (ids: ReadonlyMap<string, string>): string[] => [...ids].filter(([id]) => !existsSync(join(contentRoot, 'reference', id, 'en.md'))).map(([id, where]) => `${id} (in ${where}) has no page: write content/reference/${id}/`);

test('every rule that a manifest of a recorded session breaks has a page', () => {
  const met = new Map<string, string>();
  for (const file of casesUnder(join(process.cwd(), 'test/conformance/cases'))) {
    const { files } = parseCase(readFileSync(file, 'utf8'));
    const given = files.get('given.yaml');
    const fresh = createCluster('three-nodes');
    const cluster = given === undefined ? fresh : settleCluster(runCommand({ cluster: fresh, session: openSession({ kind: 'operator' }, { 'given.yaml': given }) }, 'kubectl apply -f given.yaml').world.cluster).cluster;
    for (const [name, text] of files) {
      if (!name.endsWith('.yaml')) continue;
      for (const { id } of inspect({ [name]: text }, cluster).diagnostics) if (!met.has(id)) met.set(id, `${file.split('/').slice(-2).join('/')} ${name}`);
    }
  }
  expect(met.size).toBeGreaterThanOrEqual(100);
  expect(withoutPage(met)).toEqual([]);
}, 60_000);

test('every rule that an answer of an exercise marks has a page', () => {
  const met = new Map<string, string>();
  for (const { files, path } of readExercises()) {
    for (const [name, text] of Object.entries(files)) for (const [, id = ''] of text.matchAll(/\S.*#~ ([a-z0-9-]+)$/gm)) met.set(id, `${path}/${name}`);
  }
  expect(met.size).toBeGreaterThanOrEqual(4);
  expect(withoutPage(met)).toEqual([]);
});
