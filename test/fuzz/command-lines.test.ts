import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine, seeded } from './command-lines.ts';
import { FuzzWorld } from './fuzz-world.ts';

test('a seed makes the same lines every time, and another seed makes others', () => {
  const lines = (seed: number): readonly string[] => {
    const draw = seeded(seed);
    return Array.from({ length: 20 }, () => commandLine(draw));
  };
  expect(lines(5)).toEqual(lines(5));
  expect(lines(5)).not.toEqual(lines(6));
});

test('any line is answered with an exit status, one after the other in the same world', () => {
  const world = new FuzzWorld();
  const draw = seeded(37);
  for (let number = 1; number <= 800; number++) {
    const line = commandLine(draw);
    const { exitCode } = world.run(line, number);
    expect(Number.isInteger(exitCode) && exitCode >= 0 && exitCode <= 255, line).toBe(true);
  }
});

test('any text is answered: the smallest that is not would be shown', () => {
  const world = new FuzzWorld();
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (line) => {
      world.reset();
      expect(world.run(line, 1).exitCode).toBeLessThan(256);
    }),
    { seed: 37, numRuns: 150 },
  );
});

test.each([
  ['let /', 'bash: line 1: let: /: syntax error: operand expected (error token is "/")\n'],
  ['let 1/0', 'bash: line 1: let: 1/0: division by 0 (error token is "0")\n'],
])('%s is a complaint of the shell, found by this very search', (line, complaint) => {
  const { stderr, exitCode } = new FuzzWorld().run(line, 1);
  expect({ stderr, exitCode }).toEqual({ stderr: complaint, exitCode: 1 });
});
