import type { Diagnostic } from '../engine/index.ts';

/** More problems than this are not shown at once: a file of a thousand faults is mended from the top. */
export const MOST_PROBLEMS = 100;

/** As many as a page can show and a person read: errors before warnings, each kind in its order. */
export function worstProblems(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= MOST_PROBLEMS) return diagnostics;
  const isError = ({ severity }: Diagnostic): boolean => severity === 'error';
  return [...diagnostics.filter(isError), ...diagnostics.filter((one) => !isError(one))].slice(0, MOST_PROBLEMS);
}
