import type { Check, CheckResult } from '../engine/index.ts';

/** Items of the note that a learner marks beside the model note. */
export const RUBRIC = ['impact', 'causes', 'evidence', 'repair', 'prevention'] as const;

/** What each part of a run's score can be at most. */
export const MOST = { probes: 70, survival: 20, note: 10 } as const;

export type RunScore = { readonly [part in keyof typeof MOST | 'total']: number };

/** What happens to Pods, Services and zones; letting time pass is none of it. */
const isSurvival = (check: Check): boolean => (check.kind === 'after' || check.kind === 'throughout') && check.event.kind !== 'advance';

/** A run in points, whole numbers of 100: what is not judged yet counts as not passed. */
export function scoreRun(checks: readonly Check[], results: readonly CheckResult[], marked: number): RunScore {
  const passed = new Set(results.filter((result) => result.passed).map(({ id }) => id));
  const share = (part: readonly Check[], most: number): number =>
    Math.round((most * part.filter(({ id }) => passed.has(id)).length) / Math.max(1, part.length));
  const probes = share(
    checks.filter((check) => !isSurvival(check)),
    MOST.probes,
  );
  const survival = share(checks.filter(isSurvival), MOST.survival);
  const note = Math.round((MOST.note * marked) / RUBRIC.length);
  return { probes, survival, note, total: probes + survival + note };
}
