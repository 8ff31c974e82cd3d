import { describe, expect, test } from 'vitest';
import { normalizeAnswer } from '../../src/exercise/answers.ts';
import type { ExerciseQuestion } from '../../src/exercise/exercise.ts';
import type { LabAction } from '../../src/lab/action.ts';
import { openLab, replay, takeAction, type LabSession } from '../../src/lab/session.ts';
import { exerciseOf } from '../content/exercise-answers.ts';
import { predictExercise } from '../fixtures/exercise-kinds.ts';

const exercise = exerciseOf(predictExercise);
const after = (actions: readonly LabAction[]): LabSession => actions.reduce((session, action) => takeAction(session, action), openLab(exercise));
const answer = (field: string, choice: string): LabAction => ({ kind: 'answer', field, choice });
const run: LabAction = { kind: 'run', terminal: 'operator', line: 'kubectl get pods', texts: {} };
const predicted = [answer('now', 'answers'), answer('pods', '2'), { kind: 'commit' } as const];
const passedOf = ({ verdict }: LabSession) => verdict?.checks.filter(({ passed }) => passed).map(({ id }) => id);

describe('predictions', () => {
  test('nothing runs, and nothing is judged, before they stand', () => {
    const session = after([answer('now', 'timeout'), answer('pods', '2'), run, { kind: 'apply', texts: {} }, { kind: 'advance', ms: 60_000 }]);
    expect([session.history.length, session.attempts, session.cluster.now]).toEqual([0, 0, session.given.now]);
    expect(passedOf(session)).toEqual([]);
    expect(session.verdict?.checks[0]?.finding).toBe('not-answered');
  });

  test('all of them are needed', () => {
    expect(after([answer('now', 'timeout'), { kind: 'commit' }]).predictions).toBeUndefined();
  });

  test('they stand for good; the same question then asks what was seen', () => {
    const session = after([...predicted, run, answer('now', 'timeout'), { kind: 'commit' }]);
    expect(session.predictions).toEqual({ now: 'answers', pods: '2' });
    expect(session.answers).toEqual({ now: 'timeout' });
    expect(session.history).toHaveLength(1);
  });

  test('a wrong one fails nothing, and its idea is told once what was seen is right', () => {
    const committed = after([...predicted, run]);
    expect([passedOf(committed), committed.missed]).toEqual([['ran'], []]);
    const seen = [answer('now', 'timeout'), answer('pods', '２')].reduce((session, action) => takeAction(session, action), committed);
    expect(seen.verdict).toMatchObject({ passed: true, feedback: [] });
    expect(seen.missed).toEqual([{ id: 'healed', explains: 'now' }]);
  });

  test('with nothing to edit, answers that change are tries: the last hint can be reached', () => {
    const session = after([...predicted, run, answer('now', 'timeout'), answer('now', 'timeout'), answer('pods', '3')]);
    expect(session.attempts).toBe(2);
  });

  test('doing it all again gives the same, refused actions included', () => {
    const session = after([run, ...predicted, run, answer('now', 'timeout')]);
    expect(replay(exercise, session.log)).toEqual(session);
    expect(session.log).toHaveLength(6);
  });
});

test.each<[string, Partial<ExerciseQuestion>, string, string]>([
  ['a line', { text: 'line' }, '　“x”  「ｙ」 ', '“x” 「y」'],
  ['a quoted line', { text: 'line' }, ' `app=web` ', 'app=web'],
  ['a line without case, spaces and last dot', { text: 'line', ignore: ['case', 'spaces', 'final-dot'] }, 'Web . Shop.', 'web.shop'],
  ['a number', { text: 'number' }, ' ８,０８０.0 ', '8080'],
  ['no number', { text: 'number' }, 'eighty', 'eighty'],
  ['a list', { text: 'list' }, 'B、A,\n"C" B', 'A B C'],
  ['tags', { choices: ['a', 'b'], choose: 'several' }, 'b a', 'a b'],
  ['an order', { choices: ['a', 'b'], choose: 'order' }, 'b a', 'b a'],
])('%s is compared without what makes no difference', (_, question, given, expected) => {
  expect(normalizeAnswer({ field: 'f', ...question }, given)).toBe(expected);
});
