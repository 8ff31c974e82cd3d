import { predictionFields } from '../exercise/answers.ts';
import type { ExerciseBundle, ExerciseDefinition, WrittenAnswer } from '../exercise/exercise.ts';
import type { LabAction, Texts } from './action.ts';

/** A way into a state of a lab: what stands in the editor, and what was done. */
export interface WayIn {
  readonly texts: Texts;
  readonly actions: readonly LabAction[];
}

/** Everything that a written answer does, in its order: it predicts, applies its files, types its commands, answers. */
export function answerActions(definition: ExerciseDefinition, answer: WrittenAnswer): readonly LabAction[] {
  const choices = Object.entries(answer.answers).map(([field, choice]) => ({ kind: 'answer' as const, field, choice }));
  const predicted = new Set(predictionFields(definition));
  return [
    ...(predicted.size > 0 ? [...choices.filter(({ field }) => predicted.has(field)), { kind: 'commit' as const }] : []),
    ...(Object.keys(answer.texts).length > 0 ? [{ kind: 'apply' as const, texts: answer.texts }] : []),
    ...answer.commands.map(({ terminal, line }) => ({ kind: 'run' as const, terminal, line, texts: {} })),
    ...choices,
    ...(definition.kind === 'exam' ? [{ kind: 'hand-in' as const }] : []),
  ];
}

/**
 * The way into a state that a room shows. `middle`: files are written but not applied, the first half of the lines is typed, nothing
 * but predictions is answered. `final`: all of the reference answer.
 */
export function wayInto(state: 'starter' | 'middle' | 'final', bundle: Pick<ExerciseBundle, 'definition' | 'solutions' | 'starter'>): WayIn {
  if (state === 'starter') return { texts: bundle.starter, actions: [] };
  const [answer] = bundle.solutions;
  if (!answer) return { texts: bundle.starter, actions: [] };
  const actions = answerActions(bundle.definition, answer);
  const texts = { ...bundle.starter, ...answer.texts };
  if (state === 'final') return { texts, actions };
  const committed = actions.findIndex(({ kind }) => kind === 'commit') + 1;
  const lines = actions.filter(({ kind }) => kind === 'run');
  return { texts, actions: [...actions.slice(0, committed), ...lines.slice(0, Math.floor(lines.length / 2))] };
}
