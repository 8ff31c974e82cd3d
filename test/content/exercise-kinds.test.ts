import { describe, expect, test } from 'vitest';
import { exerciseKinds } from '../fixtures/exercise-kinds.ts';
import { behaviourBreaches } from './exercise-laws.ts';
import { structureBreaches } from './structure-laws.ts';

describe.each(exerciseKinds.map((folder) => [folder.slug, folder] as const))('%s', (_, folder) => {
  test('keeps every law', () => {
    expect([...structureBreaches(folder), ...behaviourBreaches(folder)].map(({ file, why }) => `${file}: ${why}`)).toEqual([]);
  });
});
