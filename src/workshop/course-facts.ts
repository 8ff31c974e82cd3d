import type { ExerciseDefinition } from '../exercise/exercise.ts';
import type { Agenda, BothLanguages } from './agenda.ts';

/** What a room needs to know of an exercise. */
export interface ExerciseFacts {
  readonly id: string;
  readonly slug: string;
  readonly kind: ExerciseDefinition['kind'];
  readonly minutes: number;
  readonly title: BothLanguages;
  /** Ids, in their order. */
  readonly checks: readonly string[];
}

/** What a room needs to know of the course: one file of the site, the same in both languages. */
export interface CourseFacts {
  /** Of everything a verdict depends on; see `content-version.ts`. */
  readonly version: string;
  /** In the order of their ids. */
  readonly exercises: readonly ExerciseFacts[];
  readonly lessons: readonly { readonly id: string; readonly slug: string; readonly title: BothLanguages }[];
  readonly agendas: readonly Agenda[];
}
