/**
 * `npm run record:exercises -- --kubeconfig FILE --may-empty-the-cluster [--host-shell 'docker exec -i {host} sh -c'] [--programs TEXT] [L02-E2 …]`: gives a
 * right and a wrong answer of each exercise to a real cluster, as somebody with the exercise's script would, and writes into `content/real-cluster.json` which
 * of its lines held. A line that held otherwise than the grader says is named here, and wants its reason in `differences` there. It runs where an operator
 * would be: kubectl, curl and the addresses of nodes work from here.
 */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadEveryPart } from '../../../src/engine/index.ts';
import { drawFaults } from '../../../src/exercise/faults.ts';
import { contentRoot, readExercises, type ExerciseFolder } from '../../../src/exercise/load.ts';
import { readRecordedRuns } from '../../../src/exercise/recorded-runs.ts';
import { onRealCluster } from '../../../src/layouts/real-cluster.ts';
import { answersOf, performAnswer, type Answer } from '../../content/exercise-answers.ts';
import { RealCluster, WRITES } from './real-cluster.ts';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { kubeconfig: { type: 'string' }, 'may-empty-the-cluster': { type: 'boolean' }, 'host-shell': { type: 'string' }, programs: { type: 'string' } },
});
if (!options.kubeconfig || !options['may-empty-the-cluster'])
  throw new Error('name a kubeconfig; and --may-empty-the-cluster, because whatever an exercise makes there is deleted');

/** All checks of an exercise: some wait a minute and a half, on purpose. */
const CHECKS_LIMIT_MS = 900_000;
const COMMAND_LIMIT_MS = 90_000;

await loadEveryPart();
const scratch = mkdtempSync(join(tmpdir(), 'record-exercises-'));
// A script chooses a namespace for kubectl: not in the file of whoever records.
const kubeconfig = join(scratch, 'kubeconfig');
copyFileSync(options.kubeconfig, kubeconfig);
const cluster = new RealCluster({ kubeconfig, ...(options['host-shell'] === undefined ? {} : { hostShell: options['host-shell'] }) });

/** A right answer, and of the wrong ones the one that breaks most of what can be asked of a real cluster. */
function chosenAnswers(folder: ExerciseFolder, asked: readonly string[]): readonly Answer[] {
  const broken = (answer: Answer): number => performAnswer(folder, answer).verdict.checks.filter(({ id, passed }) => asked.includes(id) && !passed).length;
  const counted = answersOf(folder, 'wrong').map((answer) => ({ answer, count: broken(answer) }));
  const [wrong] = counted.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  return [...answersOf(folder, 'solution').slice(0, 1), ...(wrong ? [wrong.answer] : [])];
}

/** A line in a shell of its own beside the next ones, for a minute: what its shell shows is not needed. */
const aside = (line: string): string => `setsid timeout 60 bash -c '${line.replaceAll("'", `'\\''`)}' > /dev/null 2>&1 < /dev/null & sleep 5`;

/** Gives an answer to a cluster that has what the exercise begins with. */
async function give(folder: ExerciseFolder, { texts, commands }: Answer, name: string): Promise<void> {
  const run = async (line: string): Promise<void> => {
    await cluster.command('-', `cd ${name} && { ${line}\n}`, COMMAND_LIMIT_MS);
    if (WRITES.test(line)) await cluster.settle();
  };
  const { bank, definition } = folder;
  for (const line of bank ? drawFaults(bank, definition.seed).flatMap(({ repair = [] }) => repair) : []) await run(line);
  const files = Object.entries({ ...bank?.healthy, ...texts });
  cluster.put(new Map(files.map(([file, text]) => [`${name}/${file}`, text])));
  for (const [file] of files) await run(`kubectl apply -f ${file}`);
  for (const [at, { terminal, line }] of commands.entries()) {
    const [place = ''] = terminal.split('#');
    // Somebody who opens another shell has left something running in this one.
    const isLeft = commands.slice(at + 1).some((later) => later.terminal.startsWith(`${place}#`) && later.terminal !== terminal);
    const [namespace = '', pod = ''] = place.split('/');
    const [here, there] = [place === 'operator', `kubectl -n ${namespace} exec ${pod} -- sh -c '${line.replaceAll("'", `'\\''`)}'`];
    if (isLeft && !WRITES.test(line)) await run(aside(here ? line : there));
    else await (here ? run(line) : cluster.command(place, line, COMMAND_LIMIT_MS));
  }
  await cluster.settle();
}

/** Which lines held, once this answer was given. */
async function heldBy(folder: ExerciseFolder, answer: Answer): Promise<{ readonly [check: string]: boolean }> {
  const { name, script, checks, commands } = onRealCluster(folder, 'en');
  // Whoever records waits until nothing changes any more.
  await cluster.begin(new Map([[`${name}.sh`, script.replace('\n  sleep 20\n', '\n')]]));
  const begun = await cluster.command('-', `bash ${name}.sh begin`, CHECKS_LIMIT_MS);
  if (begun.exit !== 0) throw new Error(begun.stderr.lines.join('\n'));
  await cluster.settle();
  await give(folder, answer, name);
  const { stdout } = await cluster.command('-', `bash ${name}.sh check`, CHECKS_LIMIT_MS);
  const ids = new Map(commands.checks.map(({ id }) => [checks[id] ?? id, id]));
  return Object.fromEntries(
    stdout.lines.flatMap((line) => {
      const [, said, sentence = ''] = /^(passed|not yet): (.*)$/u.exec(line) ?? [];
      const id = ids.get(sentence);
      return id === undefined ? [] : [[id, said === 'passed'] as const];
    }),
  );
}

let failures = 0;
try {
  for (const folder of readExercises()) {
    const { id } = folder.definition;
    const asked = onRealCluster(folder, 'en').commands.checks.flatMap((command) => ('line' in command ? [command.id] : []));
    if (asked.length === 0 || (wanted.length > 0 && !wanted.includes(id))) continue;
    try {
      const held: Record<string, { readonly [check: string]: boolean }> = {};
      for (const answer of chosenAnswers(folder, asked)) {
        const began = Date.now();
        const lines = (held[answer.path] = await heldBy(folder, answer));
        const { checks } = performAnswer(folder, answer).verdict;
        const otherwise = checks.filter((check) => asked.includes(check.id) && lines[check.id] !== check.passed).map((check) => check.id);
        console.log(`${id} ${answer.path}, ${Math.round((Date.now() - began) / 1000)} s: ${otherwise.length === 0 ? 'as the grader says' : `otherwise ${otherwise.join(', ')}`}`);
        failures += otherwise.length;
      }
      const { programs, runs, ...others } = readRecordedRuns();
      const all = Object.fromEntries(Object.entries({ ...runs, [id]: held }).sort(([a], [b]) => (a < b ? -1 : 1)));
      writeFileSync(join(contentRoot, 'real-cluster.json'), `${JSON.stringify({ programs: options.programs ?? programs, runs: all, ...others }, undefined, 2)}\n`);
    } catch (problem) {
      failures += 1;
      console.log(`FAIL ${id}: ${problem instanceof Error ? problem.message : String(problem)}`);
    }
  }
} finally {
  await cluster.begin(new Map()).finally(() => cluster.close());
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;
