import { beforeAll, describe, expect, test } from 'vitest';
import { grade, loadEveryPart, type Verdict } from '../../src/engine/index.ts';
import { areApart, breakTexts, drawExercise, drawFaults, faultQuestion, type Fault } from '../../src/exercise/faults.ts';
import { LARGEST_SEED, runCode } from '../../src/exercise/run-code.ts';
import { readExercises, readMisconceptions } from '../../src/exercise/load.ts';
import type { LabAction } from '../../src/lab/action.ts';
import { openLab, replay, takeAction, type LabSession } from '../../src/lab/session.ts';
import { exerciseOf } from './exercise-answers.ts';

/*
 * What an exercise whose faults are drawn promises for every run, tried on some. What each fault breaks when it is the only one is a
 * law of its folder (exercise-laws.ts): so a run in which all others are mended still shows it.
 */
const folder = readExercises().find(({ bank }) => bank)!;
const { bank, definition } = folder;
const { faults, healthy } = bank!;
const exercise = exerciseOf(folder);
const phases = definition.phases!.map(({ id }) => id);

const pairsOf = (seed: number): readonly string[] => drawFaults(bank!, seed).flatMap((one, i, drawn) => drawn.slice(i + 1).map((other) => `${one.id} ${other.id}`));
const PAIRS = faults.flatMap((one, i) => faults.slice(i + 1).filter((other) => !areApart(one, other)).map((other) => `${one.id} ${other.id}`));

/** Sixty runs from all over, and what it takes besides until every two faults were drawn together in one of them. */
function someRuns(): readonly number[] {
  const runs = Array.from({ length: 60 }, (_, i) => 1 + Math.floor((i * LARGEST_SEED) / 60));
  const left = new Set(PAIRS);
  for (const seed of runs) for (const pair of pairsOf(seed)) left.delete(pair);
  for (let seed = 7; left.size > 0 && seed < LARGEST_SEED; seed += 3_001) {
    const found = pairsOf(seed).filter((pair) => left.has(pair));
    if (found.length === 0) continue;
    runs.push(seed);
    for (const pair of found) left.delete(pair);
  }
  return runs;
}
const RUNS = someRuns();

beforeAll(loadEveryPart);

/** What is judged of a cluster but what is answered. */
function judged({ given, cluster }: LabSession, ids: (id: string) => boolean = () => true): Verdict['checks'] {
  const checks = definition.checks.filter(({ kind, id }) => kind !== 'answer' && ids(id));
  return grade(checks, [], { given, cluster, record: { answers: {}, commands: [] }, diagnostics: () => [] }).checks;
}

const after = (session: LabSession, actions: readonly LabAction[]): LabSession => actions.reduce((done, action) => takeAction(done, action), session);
const draw = (seed: number): LabAction => ({ kind: 'draw', run: runCode(seed) });
const apply = (texts: LabSession['texts']): LabAction => ({ kind: 'apply', texts });
const answer = (field: string, choice: string): LabAction => ({ kind: 'answer', field, choice });

/** The inventory of a run, as the cluster that was given has it. */
function inventory({ given }: LabSession): readonly LabAction[] {
  return definition.checks.flatMap((check) => {
    if (check.kind !== 'answer' || !check.asGiven) return [];
    const { fact, of } = check.asGiven;
    return Object.entries(of).map(([cell, service]) => {
      const [namespace = '', name = ''] = service.split('/');
      const spec = given.tables.services?.[namespace]?.[name]?.spec;
      const addresses = Object.values(given.tables.endpointslices?.[namespace] ?? {})
        .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name)
        .flatMap(({ endpoints }) => (endpoints ?? []).filter(({ conditions }) => conditions?.ready ?? true).flatMap((one) => one.addresses));
      const types: { readonly [type: string]: string } = { ClusterIP: 'cluster-ip', NodePort: 'node-port', LoadBalancer: 'load-balancer', ExternalName: 'external-name' };
      const type = spec?.clusterIP === 'None' ? 'headless' : (types[spec?.type ?? ''] ?? 'none');
      return answer(`${check.field}/${cell}`, fact === 'service-type' ? type : String(new Set(addresses).size));
    });
  });
}

/** The reference repair: what cannot be changed is deleted, everything healthy is applied, and three causes are named. */
const repair = (drawn: readonly Fault[]): readonly LabAction[] => [
  ...drawn.flatMap(({ repair: lines = [] }) => lines.map((line): LabAction => ({ kind: 'run', terminal: 'operator', line, texts: {} }))),
  apply(healthy),
];

describe('the bank', () => {
  test('has 24 faults, each with an idea that the catalogue names, and at least two for every phase but the first', () => {
    expect(faults).toHaveLength(24);
    const known = Object.keys(readMisconceptions());
    expect(faults.flatMap(({ misconceptions }) => misconceptions).filter((id) => !known.includes(id))).toEqual([]);
    for (const phase of phases.slice(1)) expect(faults.filter((fault) => fault.phase === phase).length, phase).toBeGreaterThanOrEqual(2);
    for (const { id, phase, breaks } of faults)
      for (const check of breaks) expect(definition.phases!.find(({ checks }) => checks.includes(check))?.id, `${id} breaks ${check}`).toBe(phase);
  });

  test('says the same broken files whatever the order of its faults', () => {
    for (const one of faults)
      for (const other of faults) if (one !== other && !areApart(one, other)) expect(breakTexts(healthy, [one, other]), `${one.id} ${other.id}`).toEqual(breakTexts(healthy, [other, one]));
  });
});

describe('a run', () => {
  test('draws nine faults, some for every phase, the same ones for the same code', () => {
    for (const seed of RUNS) {
      const drawn = drawFaults(bank!, seed);
      expect(drawn).toHaveLength(9);
      expect(new Set(drawn.map(({ phase }) => phase))).toEqual(new Set(phases.slice(1)));
      expect(drawFaults(bank!, seed)).toEqual(drawn);
    }
  });

  test('may have any two faults that are not kept apart: the runs below have all pairs', () => {
    const drawn = new Set(RUNS.flatMap(pairsOf));
    expect(PAIRS.filter((pair) => !drawn.has(pair))).toEqual([]);
    expect(RUNS.length).toBeLessThan(80);
  });

  test('begins when its code is typed, and forgets what was done before; a wrong letter begins none', () => {
    const touched = after(openLab(exercise), [answer('ready/web', '3'), { kind: 'hint', number: 1 }]);
    const drawn = takeAction(touched, draw(RUNS[5]!));
    expect([drawn.hints, drawn.answers, drawn.log]).toEqual([0, {}, [draw(RUNS[5]!)]]);
    expect(drawn.texts).toEqual(breakTexts(healthy, drawFaults(bank!, RUNS[5]!)));
    expect(replay(exercise, drawn.log)).toEqual(drawn);
    expect(takeAction(touched, { kind: 'draw', run: `${runCode(RUNS[5]!).slice(0, -1)}!` })).toBe(touched);
  });

  test.each(RUNS.map((seed) => [runCode(seed), seed] as const))(
    '%s fails in every phase that it drew a fault for, and passes when it is mended',
    (_, seed) => {
      const drawn = drawFaults(bank!, seed);
      const open = takeAction(openLab(exercise), draw(seed));
      expect(open.texts).toEqual(drawExercise(exercise, seed).starter);
      const failed = judged(open, (id) => drawn.some(({ breaks }) => breaks[0] === id)).filter(({ passed }) => !passed).map(({ id }) => id);
      expect(drawn.filter(({ breaks }) => !failed.includes(breaks[0] ?? '')).map(({ id }) => id)).toEqual([]);

      const counted = after(open, inventory(open));
      expect([counted.phase, counted.verdict?.passed]).toEqual([1, false]);
      const causes = answer(faultQuestion(definition) ?? '', drawn.slice(0, 3).map(({ id }) => id).join(' '));
      const mended = after(counted, [causes, ...repair(drawn)]);
      expect(mended.verdict?.checks.filter(({ passed }) => !passed)).toEqual([]);
      expect([mended.phase, mended.verdict?.passed]).toEqual([phases.length, true]);
    },
    20_000,
  );

  test('is passed with the fifth phase; handed in, it stays as judged', () => {
    const drawn = drawFaults(bank!, RUNS[9]!);
    const open = takeAction(openLab(exercise), draw(RUNS[9]!));
    const passed = after(open, [...inventory(open), ...repair(drawn)]);
    expect([passed.phase, passed.verdict?.passed]).toEqual([5, true]);
    const handedIn = after(passed, [{ kind: 'hand-in' }, apply(breakTexts(healthy, drawn))]);
    expect([handedIn.handedIn, handedIn.verdict?.passed]).toEqual([true, true]);
    const early = after(open, [{ kind: 'hand-in' }]);
    expect([early.handedIn, early.verdict?.passed]).toEqual([true, false]);
  });
});
