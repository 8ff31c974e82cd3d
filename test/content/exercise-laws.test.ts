import { describe, expect, test } from 'vitest';
import { readExercises } from '../../src/exercise/load.ts';
import { describeBreach } from './breach.ts';
import { answerBreaches, faultBreaches } from './exercise-laws.ts';
import { answersOf } from './exercise-answers.ts';

const exercises = readExercises();

test('there are exercises to judge', () => {
  expect(exercises.length).toBeGreaterThanOrEqual(3);
});

describe.each(exercises.map((folder) => [folder.definition.id, folder] as const))('%s', (_, folder) => {
  test('starter fails, solutions pass, wrong answers fail exactly what they say', () => {
    expect(answerBreaches(folder).map(describeBreach)).toEqual([]);
  }, 120_000);

  test.each((folder.bank?.faults ?? []).map(({ id }) => id))('the fault %s, alone, breaks what it says', (id) => {
    expect(faultBreaches(folder, id).map(describeBreach)).toEqual([]);
  }, 60_000);
});

describe('a broken exercise is named with its file and the reason', () => {
  const folder = exercises.find(({ definition }) => definition.id === 'L02-E2')!;
  const broken = (files: { readonly [path: string]: string | undefined }) => {
    const merged = Object.fromEntries(Object.entries({ ...folder.files, ...files }).filter(([, text]) => text !== undefined)) as Record<string, string>;
    return answerBreaches({ ...folder, files: merged }).map(describeBreach);
  };
  const right = folder.files['solution/hyphen-restored/service.yaml'];

  test('the folder has the answers that are broken below', () => {
    expect(answersOf(folder, 'wrong').map(({ path }) => path)).toContain('wrong/target-port-edited.yaml');
    expect(right).toBeDefined();
  });

  test("a wrong answer's mark is deleted", () => {
    const text = folder.files['wrong/target-port-edited.yaml']!.replace(/^#~ fails:.*\n/, '');
    expect(broken({ 'wrong/target-port-edited.yaml': text })).toContainEqual(expect.stringMatching(/l02-e2-no-endpoints\/wrong\/target-port-edited\.yaml:1: no line `#~ fails:/));
  });

  test('the starter passes', () => {
    expect(broken({ 'starter/service.yaml': right })).toContainEqual(expect.stringMatching(/l02-e2-no-endpoints\/starter\/service\.yaml:1: the starter passes every check: take/));
  });

  test('a wrong answer is right', () => {
    expect(broken({ 'wrong/target-port-edited.yaml': `#~ fails: endpoints\n${right}` })).toContainEqual(expect.stringMatching(/target-port-edited\.yaml:1: this wrong answer passes: .* it says it fails endpoints/));
  });

  test('a solution is wrong', () => {
    expect(broken({ 'solution/hyphen-restored/service.yaml': right!.replace('shop-api', 'shop_api') })).toContainEqual(expect.stringMatching(/solution\/hyphen-restored\/service\.yaml:1: the solution fails answers, endpoints/));
  });
});
