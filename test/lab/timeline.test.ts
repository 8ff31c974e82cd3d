import { beforeAll, describe, expect, test } from 'vitest';
import type { ExerciseBundle } from '../../src/exercise/exercise.ts';
import type { LabAction } from '../../src/lab/action.ts';
import { openLab, takeAction, type LabSession } from '../../src/lab/session.ts';
import { clusterAfter, LONGEST_WAIT_MS } from '../../src/lab/timeline.ts';
import { courseExercise } from './course-exercise.ts';

let bundle: ExerciseBundle;
beforeAll(async () => {
  bundle = await courseExercise('L02-E2');
});
const after = (actions: readonly LabAction[]): LabSession => actions.reduce((session, action) => takeAction(session, action), openLab(bundle));
const run = (line: string): LabAction => ({ kind: 'run', terminal: 'operator', line, texts: {} });
const deletePods: LabAction = run('kubectl delete pods -l app=shop-api -n shop --wait=false');

describe('the timeline of a lab', () => {
  test('says what happened to what, in order and with its instant', () => {
    const { moments, given } = after([run('kubectl scale deployment api -n shop --replicas=4')]);
    const said = moments.flatMap(({ happenings }) => happenings.map(({ table, what }) => `${table} ${what}`));
    expect(said).toEqual(['deployments changed', 'pods added', 'pods ready']);
    expect(moments.map(({ at }) => at)).toEqual([...moments.map(({ at }) => at)].sort((a, b) => a - b));
    expect(moments[0]!.at).toBeGreaterThanOrEqual(given.now);
  });

  test('a Service that finds its Pods tells how many are listed', () => {
    const { moments } = after([run(`kubectl patch service api -n shop -p '{"spec":{"selector":{"app":"shop-api"}}}'`)]);
    expect(moments.flatMap(({ happenings }) => happenings)).toContainEqual({
      table: 'services',
      namespace: 'shop',
      name: 'api',
      what: 'endpoints',
      from: 0,
      to: 3,
    });
  });

  test('goes back to every moment, and to the very beginning', () => {
    const session = after([deletePods, { kind: 'wait', until: 'quiet' }, run('kubectl scale deployment api -n shop --replicas=1')]);
    const { cluster, moments, given } = session;
    expect(clusterAfter(cluster, moments, 0, given.now).tables).toEqual(given.tables);
    expect(clusterAfter(cluster, moments, moments.length, given.now)).toBe(cluster);
    const pods = (count: number) => Object.keys(clusterAfter(cluster, moments, count, given.now).tables.pods?.['shop'] ?? {}).length;
    const counts = moments.map((_, i) => pods(i + 1));
    expect(Math.max(...counts)).toBeGreaterThan(4);
    expect(counts.at(-1)).toBe(2);
  });
});

test('a command that changes objects is a try, one that looks is none', () => {
  expect(after([run('kubectl get pods -n shop'), run('kubectl label service api -n shop tier=back')]).attempts).toBe(1);
});

describe('waiting', () => {
  test('the next event is the first that means something', () => {
    const session = after([run('kubectl delete pod debug -n shop --wait=false')]);
    const busy = takeAction(session, run('kubectl run late --image=debug-tools:1 -n shop --restart=Never --command -- sleep 30'));
    const waited = takeAction(busy, { kind: 'wait', until: 'event' });
    expect(waited.cluster.now - busy.cluster.now).toBeGreaterThan(20_000);
    expect(waited.cluster.now - busy.cluster.now).toBeLessThan(40_000);
    expect(waited.moments.length).toBe(busy.moments.length + 1);
  });

  test('where nothing will happen, no time passes', () => {
    const session = after([]);
    const waited = takeAction(session, { kind: 'wait', until: 'event' });
    expect(waited.cluster).toBe(session.cluster);
    expect(waited.moments).toEqual([]);
  });

  test('no action lets more than an hour pass', () => {
    const session = after([{ kind: 'advance', ms: 1e15 }]);
    expect(session.cluster.now - session.given.now).toBe(LONGEST_WAIT_MS);
  });
});
