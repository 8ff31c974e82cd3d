import { expect, test } from 'vitest';
import { loadEveryPart } from '../../src/engine/index.ts';
import { readExercises } from '../../src/exercise/load.ts';
import { openLab, replay, takeAction } from '../../src/lab/session.ts';
import { exerciseOf } from '../content/exercise-answers.ts';

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
