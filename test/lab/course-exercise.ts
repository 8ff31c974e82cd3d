import { bundleExercise, readExercises } from '../../src/exercise/load.ts';
import type { ExerciseBundle } from '../../src/exercise/exercise.ts';

/** An exercise of the course, in English. */
export async function courseExercise(id: string): Promise<ExerciseBundle> {
  const folder = readExercises().find(({ definition }) => definition.id === id);
  if (!folder) throw new Error(`the course has no ${id}`);
  return bundleExercise(folder, 'en');
}
