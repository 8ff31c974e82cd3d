import type { ExerciseDefinition } from './exercise.ts';

/**
 * Ids of the sections that one hint, counted from 1, has. Where faults are drawn, the first hint is about every phase, and each of the
 * others has a section for every phase, in their order.
 */
export function hintSections(
  { drawn, phases = [] }: { readonly drawn?: number | undefined; readonly phases?: ExerciseDefinition['phases'] | undefined },
  number: number,
): readonly string[] {
  const id = `hint-${number}`;
  return drawn === undefined || number <= 1 ? [id] : phases.map((phase) => `${id}-${phase.id}`);
}
