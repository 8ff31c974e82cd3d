import { expect, test } from 'vitest';
import { loadEveryPart } from '../../src/engine/index.ts';
import { readExercises } from '../../src/exercise/load.ts';
import { runCode } from '../../src/exercise/run-code.ts';
import type { LabAction } from '../../src/lab/action.ts';
import { openLab, replay, takeAction } from '../../src/lab/session.ts';
import { answersOf, exerciseOf } from '../content/exercise-answers.ts';

await loadEveryPart();

test('a long history is done again with one verdict, and leads to the same', () => {
  const folder = readExercises().find(({ definition }) => definition.id === 'L02-E2');
  if (!folder) throw new Error('no L02-E2');
  const given = exerciseOf(folder);
  let verdicts = 0;
  // Whoever judges reads what the feedback is.
  const definition = {
    ...given.definition,
    get feedback() {
      verdicts += 1;
      return given.definition.feedback;
    },
  };
  const exercise = { ...given, definition };
  let session = openLab(exercise);
  for (let n = 0; n < 5; n += 1) {
    session = takeAction(session, { kind: 'apply', texts: {} });
    session = takeAction(session, { kind: 'run', terminal: 'operator', line: 'kubectl get endpointslices', texts: {} });
  }
  session = takeAction(session, { kind: 'hint', number: 1 });
  expect(verdicts).toBe(11);
  verdicts = 0;
  const again = replay(exercise, session.log);
  expect(verdicts).toBe(1);
  expect(again).toEqual(session);
});

test('where every phase is open one verdict is enough, too, and another run begins without any', () => {
  const folder = readExercises().find(({ definition }) => definition.id === 'L14-CAP');
  const [solution] = folder ? answersOf(folder, 'solution') : [];
  if (!folder || !solution) throw new Error('no L14-CAP with a solution');
  const apply: LabAction = { kind: 'apply', texts: {} };
  const log: readonly LabAction[] = [
    apply,
    ...Object.entries(solution.answers).map(([field, choice]) => ({ kind: 'answer' as const, field, choice })),
    apply,
    apply,
  ];
  const given = exerciseOf(folder);
  const { checks, phases = [] } = given.definition;
  // Of its phases the first: what it asks is answered in the middle.
  const first = phases.slice(0, 1);
  const exercise = {
    ...given,
    definition: { ...given.definition, phases: first, checks: checks.filter(({ id }) => first[0]?.checks.includes(id)), feedback: [] },
  };
  const drawn: readonly LabAction[] = [...log, { kind: 'draw', run: runCode(7) }, { kind: 'answer', field: 'ready/web', choice: '2' }];
  for (const actions of [log, drawn, drawn.slice(0, -1)])
    expect(replay(exercise, actions)).toEqual(actions.reduce((session, action) => takeAction(session, action), openLab(exercise)));
});
