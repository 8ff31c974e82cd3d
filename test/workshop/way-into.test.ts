import { describe, expect, test } from 'vitest';
import { bundleExercise, readExercises } from '../../src/exercise/load.ts';
import { wayInto } from '../../src/lab/reference-actions.ts';
import { replay } from '../../src/lab/session.ts';
import { exercisesOf } from '../../src/workshop/agenda.ts';
import { readAgendas } from '../../src/workshop/read-course-facts.ts';
import '../every-part.ts';

const named = new Set(readAgendas().flatMap(exercisesOf));
const folders = readExercises().filter(({ definition }) => named.has(definition.id));

describe.each(folders.map((folder) => [folder.definition.id, folder] as const))('the states of %s', (_, folder) => {
  test('begin untried, are half way without a pass, and end passed', async () => {
    const bundle = await bundleExercise(folder, 'en');
    const verdictOf = (state: 'starter' | 'middle' | 'final') => replay(bundle, wayInto(state, bundle).actions).verdict;
    expect(wayInto('starter', bundle)).toEqual({ texts: bundle.starter, actions: [] });
    expect(verdictOf('middle')?.passed ?? false).toBe(false);
    expect(verdictOf('final')?.passed).toBe(true);
  });
});
