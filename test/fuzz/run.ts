/**
 * `npm run fuzz -- [--lines 100000] [--seed 1] [--time 100]`: command lines by the seed, in the operator's shell and in a Pod, each in the
 * world that the one before left. Prints every exception with its line, and every answer over the time in milliseconds.
 */
import { FuzzWorld } from './fuzz-world.ts';
import { commandLine, seeded } from './command-lines.ts';

const options = new Map<string, number>([
  ['lines', 100_000],
  ['seed', 1],
  ['time', 100],
]);
for (let i = 2; i < process.argv.length; i += 2) options.set((process.argv[i] ?? '').replace(/^--/, ''), Number(process.argv[i + 1]));
const [lines = 0, seed = 0, most = 0] = ['lines', 'seed', 'time'].map((name) => options.get(name));

const draw = seeded(seed);
const world = new FuzzWorld();
let thrown = 0;
let slow = 0;
let longest = { ms: 0, line: '' };
const began = performance.now();
for (let number = 1; number <= lines; number++) {
  const line = commandLine(draw);
  const start = performance.now();
  try {
    world.run(line, number);
  } catch (problem) {
    thrown++;
    console.log(`#${number} ${JSON.stringify(line)}\n  ${problem instanceof Error ? problem.stack : String(problem)}`);
    world.reset();
  }
  const ms = performance.now() - start;
  if (ms > longest.ms) longest = { ms, line };
  if (ms > most) {
    slow++;
    if (slow <= 40) console.log(`#${number} took ${ms.toFixed(0)} ms: ${JSON.stringify(line)}`);
  }
}
console.log(
  `${lines} command lines (seed ${seed}) in ${((performance.now() - began) / 1000).toFixed(0)} s: ${thrown} exceptions, ${slow} over ${most} ms, longest ${longest.ms.toFixed(0)} ms (${JSON.stringify(longest.line.slice(0, 200))})`,
);
process.exitCode = thrown > 0 ? 1 : 0;
