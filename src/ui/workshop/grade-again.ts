import type { Verdict } from '../../engine/index.ts';
import type { ExerciseBundle } from '../../exercise/exercise.ts';
import type { LabAction } from '../../lab/action.ts';
import type { LabView } from '../../worker/protocol.ts';
import { labHost } from '../lab-host.ts';

/** What became of actions that were done again from the beginning. */
export interface Regraded {
  /** At the end; absent where nothing was tried. */
  readonly verdict?: Verdict;
  /** After some action, all checks passed. */
  readonly passedOnce: boolean;
}

let count = 0;

/**
 * Does actions again, one by one, in a lab of their own that nobody sees, and grades after each. `undefined` where the simulator gave
 * no answer: it was asked for too much, or an action is none that a lab can do.
 */
export async function gradeAgain(bundle: ExerciseBundle, actions: readonly LabAction[]): Promise<Regraded | undefined> {
  const { slug, definition, given, starter } = bundle;
  const lab = `graded-${++count}`;
  const leave = labHost().join(lab, () => undefined);
  try {
    let view: LabView = await labHost().ask(lab, { type: 'open', exercise: { slug, definition, given, starter }, actions: [], judge: false });
    let passedOnce = false;
    for (const action of actions) {
      view = await labHost().ask(lab, { type: 'act', action });
      passedOnce ||= view.verdict?.passed === true;
    }
    return { ...(view.verdict ? { verdict: view.verdict } : {}), passedOnce };
  } catch {
    return undefined;
  } finally {
    leave();
  }
}
