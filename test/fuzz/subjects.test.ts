import { expect, test } from 'vitest';
import { seeded } from './command-lines.ts';
import { SUBJECTS } from './subjects.ts';

test.each([
  ['texts', 400],
  ['work', 300],
  ['links', 150],
  ['custom', 60],
  ['corefiles', 100],
])('%s: what was tampered with is answered, whatever it has become', async (name, inputs) => {
  const next = SUBJECTS[name]!(seeded(37));
  const seen = new Set<string>();
  for (let number = 1; number <= inputs; number++) {
    const { input, take } = next(number);
    seen.add(input);
    await expect(Promise.resolve().then(take), input.slice(0, 500)).resolves.not.toThrow();
  }
  expect(seen.size).toBeGreaterThan(inputs * 0.9);
});

test('a seed makes the same inputs every time', () => {
  const inputs = (seed: number): readonly string[] => {
    const next = SUBJECTS['links']!(seeded(seed));
    return [1, 2, 3].map((number) => next(number).input);
  };
  expect(inputs(5)).toEqual(inputs(5));
  expect(inputs(5)).not.toEqual(inputs(6));
});
