import { grade, inspect } from '../../src/engine/index.ts';
import type { ExerciseFolder } from '../../src/exercise/load.ts';
import { recordOf } from '../../src/lab/session.ts';
import { answersOf, performAnswer, starterAnswer } from '../content/exercise-answers.ts';
import { processorMs } from './processor-time.ts';

/** One answer of an exercise and the milliseconds that judging it takes: the first time, and the middle of five more. */
export interface GradedAnswer {
  readonly what: string;
  readonly first: number;
  readonly again: number;
}

/** Every starter, right and wrong answer of these exercises, judged in the state that it leads to. */
export function gradeEveryAnswer(folders: readonly ExerciseFolder[]): readonly GradedAnswer[] {
  return folders.flatMap((folder) => {
    const { checks, feedback, id, cluster } = folder.definition;
    return [starterAnswer(folder), ...answersOf(folder, 'solution'), ...answersOf(folder, 'wrong')].map((answer) => {
      const { session } = performAnswer(folder, answer);
      const { diagnostics } = inspect(session.texts, session.cluster, cluster.namespace);
      // A copy: nothing that was found out about this cluster while the answer was given is known of it.
      const work = { given: session.given, cluster: structuredClone(session.cluster), record: recordOf(session), diagnostics };
      const judge = (): number => processorMs(() => grade(checks, feedback, work));
      const first = judge();
      const again = Array.from({ length: 5 }, judge).sort((a, b) => a - b)[2]!;
      return { what: `${id} ${answer.path}`, first, again };
    });
  });
}

/** The whole bank in a few rows: the middle of all, and the slowest ten by name. */
export function gradingRows(graded: readonly GradedAnswer[]): readonly (readonly string[])[] {
  const middle = (times: readonly number[]): string => `${[...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!.toFixed(1)} ms`;
  const slowest = [...graded].sort((a, b) => b.first - a.first).slice(0, 10);
  return [
    ['what', 'first time', 'again', 'reach'],
    [`the middle of ${graded.length} answers`, middle(graded.map(({ first }) => first)), middle(graded.map(({ again }) => again)), ''],
    ...slowest.map(({ what, first, again }) => [what, `${first.toFixed(1)} ms`, `${again.toFixed(1)} ms`, '≤50 ms']),
  ];
}
