import { expect } from 'vitest';
import type { CollectedTest } from './collected-tests.ts';

/** Recorded sessions of the real programs, each as one test. */
const recordedSessions = (areas: readonly string[]) => async (): Promise<readonly CollectedTest[]> => {
  const { casesUnder, runFile } = await import('../conformance/run.ts');
  const { compareWithRatchet, readNotYet } = await import('../conformance/ratchet.ts');
  const list = readNotYet();
  const files = areas.flatMap((area) => casesUnder(new URL(`../conformance/cases/${area}`, import.meta.url).pathname));
  return files.map((file) => ({
    name: file.split('/').slice(-2).join('/'),
    run: () => expect(compareWithRatchet(runFile(file), list).broken).toEqual([]),
  }));
};

/** Of every exercise: its starter fails, its solutions pass, its wrong answers fail as they say. */
async function exercisesJudged(): Promise<readonly CollectedTest[]> {
  const { readExercises } = await import('../../src/exercise/load.ts');
  const { behaviourBreaches } = await import('../content/exercise-laws.ts');
  return readExercises().map((folder) => ({ name: folder.definition.id, run: () => expect(behaviourBreaches(folder)).toEqual([]) }));
}

/** The rooms whose tests are tested, and what of `npm test` is asked to notice a mutant there: what is about the room. */
export const ROOMS = {
  validation: {
    tests: ['test/engine/validation', 'test/engine/diagnosis', 'test/engine/store'],
    sessions: recordedSessions(['api-services', 'api-workloads', 'service-types', 'endpoints']),
  },
  dns: { tests: ['test/engine/dns', 'test/engine/tools', 'test/engine/servers'], sessions: recordedSessions(['dns', 'resolvers']) },
  network: {
    tests: ['test/engine/network', 'test/engine/servers', 'test/engine/store', 'test/engine/grading', 'test/scene'],
    sessions: recordedSessions(['traffic', 'service-types', 'faults']),
  },
  grading: { tests: ['test/engine/grading', 'test/lab'], sessions: exercisesJudged },
} as const satisfies Record<string, { readonly tests: readonly string[]; readonly sessions: () => Promise<readonly CollectedTest[]> }>;

/** A room whose tests are tested. */
export type RoomName = keyof typeof ROOMS;
