/**
 * `npm run fuzz -- [--of lines|texts|work|links|custom|corefiles] [--inputs 100000] [--seed 1] [--time 100]`: inputs by the seed, into what takes them in the product. Prints every
 * exception with its input, and every answer over the time in milliseconds of processor time.
 */
import { parseArgs } from 'node:util';
import '../every-part.ts';
import { seeded } from './command-lines.ts';
import { SUBJECTS } from './subjects.ts';

const { values } = parseArgs({ options: { of: { type: 'string' }, inputs: { type: 'string' }, seed: { type: 'string' }, time: { type: 'string' } } });
const inputs = Number(values.inputs ?? 100_000);
const seed = Number(values.seed ?? 1);
const most = Number(values.time ?? 100);
const chosen = values.of === undefined ? Object.keys(SUBJECTS) : [values.of];

for (const name of chosen) {
  const subject = SUBJECTS[name];
  if (!subject) throw new Error(`nothing is called ${name}; there are ${Object.keys(SUBJECTS).join(', ')}`);
  const next = subject(seeded(seed));
  let thrown = 0;
  let slow = 0;
  let longest = { ms: 0, input: '' };
  const began = performance.now();
  for (let number = 1; number <= inputs; number++) {
    const { input, take } = next(number);
    const start = process.threadCpuUsage();
    try {
      await take();
    } catch (problem) {
      thrown++;
      console.log(`#${number} ${JSON.stringify(input)}\n  ${problem instanceof Error ? problem.stack : String(problem)}`);
    }
    const { user, system } = process.threadCpuUsage(start);
    const ms = (user + system) / 1000;
    if (ms > longest.ms) longest = { ms, input };
    if (ms > most) {
      slow++;
      if (slow <= 40) console.log(`#${number} took ${ms.toFixed(0)} ms: ${JSON.stringify(input.slice(0, 1000))}`);
    }
  }
  console.log(
    `${name}: ${inputs} inputs (seed ${seed}) in ${((performance.now() - began) / 1000).toFixed(0)} s: ${thrown} exceptions, ${slow} over ${most} ms, longest ${longest.ms.toFixed(0)} ms (${JSON.stringify(longest.input.slice(0, 200))})`,
  );
  if (thrown > 0) process.exitCode = 1;
}
