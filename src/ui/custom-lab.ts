import type { Verdict } from '../engine/index.ts';
import type { ExerciseBundle } from '../exercise/exercise.ts';
import { answerActions } from '../lab/reference-actions.ts';
import { labHost, Unanswered } from './lab-host.ts';

const KEPT = 'minato:custom';

/** What became of an exercise when it was run once by itself, before anybody sees it. */
export interface CustomTrial {
  readonly starterPasses: boolean;
  /** Solutions (from 1) that do not pass, with the checks they fail. */
  readonly failing: readonly { readonly solution: number; readonly checks: readonly string[] }[];
}

const failed = (verdict: Verdict | undefined): readonly string[] => verdict?.checks.flatMap(({ id, passed }) => (passed ? [] : [id])) ?? ['…'];

/** Why an exercise was not tried to its end: it did not come to rest in time and was stopped, code could not be fetched, or the engine has a bug. */
export type TrialStopped = 'never-ends' | 'not-fetched' | 'not-run';

/** Opens an exercise where nobody sees it, and does what its solutions say. */
export async function tryCustom(bundle: ExerciseBundle): Promise<CustomTrial | { readonly stopped: TrialStopped }> {
  const host = labHost();
  const lab = 'custom-trial';
  const leave = host.join(lab, () => undefined);
  const { slug, definition, given, starter } = bundle;
  const exercise = { slug, definition, given, starter };
  try {
    const untouched = await host.ask(lab, { type: 'open', exercise, actions: [], judge: true });
    const failing: { solution: number; checks: readonly string[] }[] = [];
    for (const [at, solution] of bundle.solutions.entries()) {
      const { verdict } = await host.ask(lab, { type: 'open', exercise, actions: answerActions(definition, solution), judge: false });
      if (verdict?.passed !== true) failing.push({ solution: at + 1, checks: failed(verdict) });
    }
    return { starterPasses: untouched.verdict?.passed === true, failing };
  } catch (problem) {
    if (!(problem instanceof Unanswered)) throw problem;
    return { stopped: problem.reason === 'restarted' ? 'never-ends' : problem.reason === 'unfetched' ? 'not-fetched' : 'not-run' };
  } finally {
    leave();
  }
}

/** The text of the exercise that was open last on this device. */
export function keptCustom(): string {
  try {
    return localStorage.getItem(KEPT) ?? '';
  } catch {
    return '';
  }
}

/** Keeps the text of an exercise on the device; `false` where that is not possible. */
export function keepCustom(text: string): boolean {
  try {
    localStorage.setItem(KEPT, text);
    return true;
  } catch {
    return false;
  }
}
