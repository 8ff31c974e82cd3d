import { describe, expect, it } from 'vitest';
import type { LabAction } from '../../src/lab/action.ts';
import { openLab, replay, takeAction, type LabSession } from '../../src/lab/session.ts';
import { exerciseOf } from '../content/exercise-answers.ts';
import { courseExercise } from './course-exercise.ts';
import { capstoneExercise, examExercise } from '../fixtures/exercise-kinds.ts';

const capstone = exerciseOf(capstoneExercise);
const exam = exerciseOf(examExercise);
const after = (exercise: typeof capstone, actions: readonly LabAction[]): LabSession =>
  actions.reduce((session, action) => takeAction(session, action), openLab(exercise));
const apply: LabAction = { kind: 'apply', texts: {} };
const mend: LabAction = { kind: 'apply', texts: { 'service.yaml': (capstone.starter['service.yaml'] ?? '').replace('back-end', 'backend') } };
const shown = ({ verdict }: LabSession) => verdict?.checks.map(({ id, passed }) => `${id} ${passed}`);

describe('phases', () => {
  it('judge only what is open, and in the first two tries say no more than which checks fail', () => {
    const once = after(capstone, [apply]);
    expect(shown(once)).toEqual(['answers false']);
    expect([once.verdict?.checks[0]?.finding, once.verdict?.checks[0]?.evidence, once.verdict?.feedback]).toEqual([undefined, {}, []]);
    const twice = after(capstone, [apply, apply]);
    expect(twice.verdict?.checks[0]?.finding).toBe('refused-no-endpoints');
    expect(twice.verdict?.feedback.map(({ id }) => id)).toEqual(['prefix']);
  });

  it('say in the first tries, too, that cells of a table are open', async () => {
    const rescue = await courseExercise('L14-CAP');
    const begun = takeAction(openLab(rescue), { kind: 'answer', field: 'ready/web', choice: '3' });
    expect(begun.verdict?.checks.map(({ id, finding }) => [id, finding])).toEqual([
      ['types', 'not-answered'],
      ['ready', 'answers-missing'],
    ]);
  });

  it('open the next one when all of it passes, and what that begins with happens once', () => {
    const opened = after(capstone, [apply, mend]);
    expect(opened.phase).toBe(1);
    const node = opened.cluster.tables.nodes?.['']?.['node-b'];
    expect(node?.status?.conditions?.find(({ type }) => type === 'Ready')?.status).not.toBe('True');
    expect(opened.moments.some(({ happenings }) => happenings.some(({ table, name }) => table === 'nodes' && name === 'node-b'))).toBe(true);
    expect(opened.verdict?.passed).toBe(false);
    const broken = takeAction(opened, { kind: 'apply', texts: capstone.starter });
    expect(broken.phase).toBe(1);
    expect(shown(broken)?.[0]).toBe('answers false');
    expect(replay(capstone, broken.log)).toEqual(broken);
  });
});

describe('an exam', () => {
  it('is judged when it is handed in, once, and gives no solution before', () => {
    const working = after(exam, [apply, { kind: 'give-up' }]);
    expect([working.verdict, working.gaveUp]).toEqual([undefined, false]);
    const handedIn = takeAction(working, { kind: 'hand-in' });
    expect(shown(handedIn)).toEqual(['answers false', 'two true']);
    const mended = takeAction(handedIn, mend);
    expect(shown(mended)).toEqual(['answers false', 'two true']);
    expect(replay(exam, mended.log)).toEqual(mended);
  });

  it('of any other kind cannot be handed in', () => {
    expect(after(capstone, [{ kind: 'hand-in' }]).handedIn).toBe(false);
  });
});
