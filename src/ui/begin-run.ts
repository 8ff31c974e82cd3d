import { drawExercise } from '../exercise/faults.ts';
import { LARGEST_SEED, runCode } from '../exercise/run-code.ts';
import type { ExerciseBundle } from '../exercise/exercise.ts';
import type { LabStore } from './lab-store.svelte.ts';

const anySeed = (): number => 1 + ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % LARGEST_SEED);

/** The code of some run. */
export const anyRunCode = (): string => runCode(anySeed());

/**
 * The page brings the same run for everybody: who comes with no work, and into no room, is given another before anything of it is shown.
 * `whole` is the exercise with its bank of faults, which the page does not carry.
 */
export function beginRun(lab: LabStore, whole: ExerciseBundle): void {
  const isFresh = lab.keeps && !lab.invited && lab.actions.length === 0 && lab.editable.every((file) => lab.texts[file] === lab.bundle.starter[file]);
  lab.bundle = whole;
  if (!isFresh) return;
  const seed = anySeed();
  const { starter } = drawExercise(whole, seed);
  lab.bundle = { ...whole, starter };
  lab.texts = starter;
  lab.actions = [{ kind: 'draw', run: runCode(seed) }];
}
