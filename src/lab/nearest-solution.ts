import { unifiedDiff } from '../engine/index.ts';
import type { Texts } from './action.ts';

/** A learner's files beside a solution: which one, and where they differ, file by file, as a unified diff. */
export interface Beside {
  /** Its place among the solutions. */
  readonly index: number;
  /** By file; only files that differ. Empty: nothing differs. */
  readonly differences: { readonly [file: string]: string };
}

/** The solution that differs in the fewest lines, but not in none where there is another; `undefined` where no solution has files. */
export function nearestSolution(texts: Texts, solutions: readonly Texts[]): Beside | undefined {
  const compared = solutions
    .map((solution, index) => ({ index, differences: differencesOf(texts, solution), files: Object.keys(solution).length }))
    .filter(({ files }) => files > 0)
    .map(({ index, differences }) => ({ index, differences, lines: Object.values(differences).reduce((sum, diff) => sum + changedLines(diff), 0) }))
    .sort((a, b) => a.lines - b.lines);
  const nearest = compared.find(({ lines }) => lines > 0) ?? compared[0];
  return nearest && { index: nearest.index, differences: nearest.differences };
}

/** Blank lines at the end and spaces at the ends of lines are no differences. */
const linesOf = (text: string): readonly string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());

function differencesOf(texts: Texts, solution: Texts): Texts {
  const compared = Object.entries(solution).map(([file, text]) => [file, unifiedDiff(linesOf(texts[file] ?? ''), linesOf(text))] as const);
  return Object.fromEntries(compared.filter(([, diff]) => diff !== ''));
}

const changedLines = (diff: string): number => diff.split('\n').filter((line) => /^[+-]/u.test(line)).length;
