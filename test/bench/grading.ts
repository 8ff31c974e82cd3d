import { grade, inspect } from '../../src/engine/index.ts';
import type { ExerciseFolder } from '../../src/exercise/load.ts';
import { recordOf } from '../../src/lab/session.ts';
import { answersOf, performAnswer, starterAnswer } from '../content/exercise-answers.ts';
import { processorMs, SEVERAL_TICKS_MS } from './processor-time.ts';

const WANTED_MS = 50;

/** One answer of an exercise and the milliseconds of processor time that judging it takes: the first time, give or take a tick, and again. */
export interface GradedAnswer {
  readonly exercise: string;
  readonly path: string;
  readonly first: number;
  readonly again: number;
}

/** Every starter, right and wrong answer of these exercises, judged in the state that it leads to. */
export function gradeEveryAnswer(folders: readonly ExerciseFolder[]): readonly GradedAnswer[] {
  return folders.flatMap((folder) => {
    const { checks, feedback, id, cluster: place } = folder.definition;
    return [starterAnswer(folder), ...answersOf(folder, 'solution'), ...answersOf(folder, 'wrong')].map((answer) => {
      const { session } = performAnswer(folder, answer);
      const { diagnostics } = inspect(session.texts, session.cluster, place.namespace);
      // A copy: nothing that was found out about this cluster while the answer was given is known of it.
      const work = { given: session.given, record: recordOf(session), diagnostics: () => diagnostics };
      const cluster = structuredClone(session.cluster);
      const begun = performance.now();
      const first = processorMs(() => grade(checks, feedback, { ...work, cluster }));
      const times = Math.min(100, Math.ceil(SEVERAL_TICKS_MS / (performance.now() - begun)));
      // Each time another cluster, as after every apply: of the same one nothing would be found out again.
      const again = processorMs(() => {
        for (let i = 0; i < times; i++) grade(checks, feedback, { ...work, cluster: { ...cluster } });
      });
      return { exercise: id, path: answer.path, first, again: again / times };
    });
  });
}

/** The whole bank in a few rows: the middle of all, and of each of the ten slowest exercises its slowest answer, by name. */
export function gradingRows(graded: readonly GradedAnswer[]): readonly (readonly string[])[] {
  const ms = (time: number): string => `${time.toFixed(1)} ms`;
  const middle = (times: readonly number[]): string => ms([...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!);
  const slowestFirst = [...graded].sort((a, b) => b.again - a.again);
  const slowest = [...new Map(slowestFirst.toReversed().map((one) => [one.exercise, one])).values()].toReversed().slice(0, 10);
  const over = graded.filter(({ again }) => again > WANTED_MS).length;
  return [
    ['what', 'first time', 'again', 'reach'],
    [
      `the middle of ${graded.length} answers; ${over} take more than ${WANTED_MS} ms`,
      middle(graded.map(({ first }) => first)),
      middle(graded.map(({ again }) => again)),
      '',
    ],
    ...slowest.map(({ exercise, path, first, again }) => [`${exercise} ${path}`, ms(first), ms(again), `≤${WANTED_MS} ms`]),
  ];
}
