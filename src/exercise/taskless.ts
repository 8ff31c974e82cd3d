import type { ExerciseDefinition } from './exercise.ts';

/** What labs without a task have in common: nothing is asked, judged or hinted at. */
export const TASKLESS = {
  kind: 'design',
  difficulty: 1,
  minutes: 1,
  scaffold: 'free',
  seeds: [],
  misconceptions: [],
  terminal: 'operator',
  readOnly: [],
  applyStarter: false,
  questions: [],
  checks: [],
  feedback: [],
  hints: 0,
} satisfies Omit<ExerciseDefinition, 'id' | 'lesson' | 'seed' | 'cluster' | 'editable'>;
