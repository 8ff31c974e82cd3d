import type { Check, CheckResult, Verdict } from '../engine/index.ts';
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

/** The first phase that a verdict on the open checks does not pass: a phase that was passed once stays so. */
export function phaseAfter({ phases = [] }: ExerciseDefinition, { phase }: PhaseStanding, verdict: Verdict): number {
  const passed = new Set(verdict.checks.filter((check) => check.passed).map(({ id }) => id));
  let open = phase;
  while (phases[open]?.checks.every((id) => passed.has(id))) open += 1;
  return open;
}

/** The checks of the phases that are open, in the exercise's order; all of them where there are no phases. */
export function openChecks({ checks, phases }: ExerciseDefinition, { phase }: PhaseStanding): readonly Check[] {
  const open = new Set(phases?.slice(0, phase + 1).flatMap((one) => one.checks));
  return phases ? checks.filter(({ id }) => open.has(id)) : checks;
}

/** One verdict on the checks of both. */
export function joinVerdicts(one: Verdict, other: Verdict): Verdict {
  return { passed: one.passed && other.passed, checks: [...one.checks, ...other.checks], feedback: [...one.feedback, ...other.feedback] };
}

/** What a verdict on the open checks says to a learner in a phase: at first nothing of the reasons in the newest phase. */
export function verdictInPhase({ phases }: ExerciseDefinition, { phase, phaseTries }: PhaseStanding, attempts: number, verdict: Verdict): Verdict {
  if (!phases) return verdict;
  const untold = phase < phases.length && attempts - phaseTries < TRIES_UNTOLD;
  const needed = phases.filter(({ beyondPassing }) => beyondPassing !== true);
  const asked = new Set(needed.flatMap(({ checks }) => checks));
  return {
    passed: phase >= needed.length && verdict.checks.every(({ id, passed }) => passed || !asked.has(id)),
    checks: untold ? verdict.checks.map(withoutReasons) : verdict.checks,
    feedback: untold ? [] : verdict.feedback,
  };
}

/** Whether it holds, and no more; that something is not answered or seen yet is no reason. */
function withoutReasons(result: CheckResult): CheckResult {
  const { id, kind, passed, finding } = result;
  if (passed || finding === 'not-answered' || finding === 'answers-missing' || finding === 'not-observed') return result;
  return { id, kind, passed, params: {}, evidence: {} };
}
