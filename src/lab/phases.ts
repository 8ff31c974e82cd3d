import type { CheckResult, Verdict } from '../engine/index.ts';
import type { ExerciseDefinition } from '../exercise/exercise.ts';

/** So many tries in a phase only say which checks fail; after that, what was seen and why. */
const TRIES_UNTOLD = 2;

/** Where a learner stands among the phases of an exercise. */
export interface PhaseStanding {
  /** The phase that is open, from 0; as many as there are phases once all of them are passed. */
  readonly phase: number;
  /** Tries made when it opened. */
  readonly phaseTries: number;
}

/** The first phase that a verdict on all checks does not pass: a phase that was passed once stays so. */
export function phaseAfter({ phases = [] }: ExerciseDefinition, { phase }: PhaseStanding, verdict: Verdict): number {
  const passed = new Set(verdict.checks.filter((check) => check.passed).map(({ id }) => id));
  let open = phase;
  while (phases[open]?.checks.every((id) => passed.has(id))) open += 1;
  return open;
}

/** What a verdict on all checks says to a learner in a phase: its own checks and those before, at first without the reasons. */
export function verdictInPhase({ phases }: ExerciseDefinition, { phase, phaseTries }: PhaseStanding, attempts: number, verdict: Verdict): Verdict {
  if (!phases) return verdict;
  const open = new Set(phases.slice(0, phase + 1).flatMap(({ checks }) => checks));
  const untold = phase < phases.length && attempts - phaseTries < TRIES_UNTOLD;
  return {
    passed: verdict.passed && phase >= phases.length,
    checks: verdict.checks.filter(({ id }) => open.has(id)).map((result) => (untold ? withoutReasons(result) : result)),
    feedback: untold ? [] : verdict.feedback.filter(({ explains }) => open.has(explains)),
  };
}

/** Whether it holds, and no more; that nothing was answered or seen yet is no reason. */
function withoutReasons(result: CheckResult): CheckResult {
  const { id, kind, passed, finding } = result;
  if (passed || finding === 'not-answered' || finding === 'not-observed') return result;
  return { id, kind, passed, params: {}, evidence: {} };
}
