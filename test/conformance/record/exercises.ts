/**
 * `npm run record:exercises -- --kubeconfig FILE --may-empty-the-cluster [--host-shell 'docker exec -i {host} sh -c'] [--programs TEXT] [L02-E2 …]`: gives a
 * right and a wrong answer of each exercise to a real cluster, as somebody with the exercise's script would, and writes into `content/real-cluster.json` which
 * of its lines held. Of an exercise without lines, the grader reads what the answer's commands printed there. What held otherwise than the grader says of the
 * simulator is named here, and wants its reason in `differences` there. It runs where an operator would be: kubectl, curl and the addresses of nodes work from here.
 */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { grade, loadEveryPart, type LearnerRecord } from '../../../src/engine/index.ts';
import { drawFaults } from '../../../src/exercise/faults.ts';
import { contentRoot, readExercises, type ExerciseFolder } from '../../../src/exercise/load.ts';
import { readRecordedRuns } from '../../../src/exercise/recorded-runs.ts';
import { recordOf } from '../../../src/lab/session.ts';
import { onRealCluster } from '../../../src/layouts/real-cluster.ts';
import type { ExerciseCommands } from '../../../src/real-cluster/exercise-commands.ts';
import { answersOf, performAnswer, type Answer } from '../../content/exercise-answers.ts';
import { recordedChecks } from '../../content/recorded-checks.ts';
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

/** A right answer, and of the wrong ones the one that breaks most of what can be asked of a real cluster: the first, where all is in what is answered. */
function chosenAnswers(folder: ExerciseFolder, asked: readonly string[]): readonly Answer[] {
  const broken = (answer: Answer): number => performAnswer(folder, answer).verdict.checks.filter(({ id, passed }) => asked.includes(id) && !passed).length;
  const counted = answersOf(folder, 'wrong').map((answer) => ({ answer, count: broken(answer) }));
  const [wrong] = counted.sort((a, b) => b.count - a.count);
  return [...answersOf(folder, 'solution').slice(0, 1), ...(wrong ? [wrong.answer] : [])];
}

/** A line in a shell of its own beside the next ones, for a minute: what its shell shows is not needed. */
const aside = (line: string): string => `setsid timeout 60 bash -c '${line.replaceAll("'", `'\\''`)}' > /dev/null 2>&1 < /dev/null & sleep 5`;

/** What a command of an answer did there. */
type Ended = Pick<LearnerRecord['commands'][number], 'line' | 'exitCode' | 'output'>;

/** Gives an answer to a cluster that has what the exercise begins with; tells what its commands did. */
async function give(folder: ExerciseFolder, { texts, commands }: Answer, name: string): Promise<readonly Ended[]> {
  const at = async (place: string, line: string): Promise<Omit<Ended, 'line'>> => {
    const { stdout, stderr, exit } = await cluster.command(place, line, COMMAND_LIMIT_MS);
    return { exitCode: exit, output: [...stdout.lines, ...stderr.lines].join('\n') };
  };
  const run = async (line: string): Promise<Omit<Ended, 'line'>> => {
    const did = await at('-', `cd ${name} && { ${line}\n}`);
    if (WRITES.test(line)) await cluster.settle();
    return did;
  };
  const ended: Ended[] = [];
  const { bank, definition } = folder;
  for (const line of bank ? drawFaults(bank, definition.seed).flatMap(({ repair = [] }) => repair) : []) await run(line);
  const files = Object.entries({ ...bank?.healthy, ...texts });
  cluster.put(new Map(files.map(([file, text]) => [`${name}/${file}`, text])));
  for (const [file] of files) await run(`kubectl apply -f ${file}`);
  for (const [index, { terminal, line }] of commands.entries()) {
    const [place = ''] = terminal.split('#');
    // Somebody who opens another shell has left something running in this one.
    const isLeft = commands.slice(index + 1).some((later) => later.terminal.startsWith(`${place}#`) && later.terminal !== terminal);
    const [namespace = '', pod = ''] = place.split('/');
    const [here, there] = [place === 'operator', `kubectl -n ${namespace} exec ${pod} -- sh -c '${line.replaceAll("'", `'\\''`)}'`];
    const did = isLeft && !WRITES.test(line) ? await run(aside(here ? line : there)) : await (here ? run(line) : at(place, line));
    ended.push({ line, ...did });
  }
  await cluster.settle();
  return ended;
}

/**
 * Which of the checks of what was seen hold, by the grader, for what the commands printed there. Programs print no packet's way and no walk of a search
 * list: those are the simulator's, and count where the command ended there with the same status.
 */
async function seenIn(folder: ExerciseFolder, answer: Answer, ended: readonly Ended[]): Promise<{ readonly [check: string]: boolean }> {
  const { session } = performAnswer(folder, answer);
  const simulated = recordOf(session).commands.filter(({ line }) => answer.commands.some((one) => one.line === line));
  const commands = ended.flatMap((one, index) => {
    const alike = simulated[index];
    if (alike?.line !== one.line) throw new Error(`the page has no ${one.line}`);
    return [{ ...alike, ...one, ...(alike.exitCode === one.exitCode ? {} : { packets: [], dns: [] }) }];
  });
  const { tables } = await cluster.observe();
  const real = { ...session.cluster, tables: { ...session.cluster.tables, ...tables } };
  const asked = recordedChecks(folder).seen;
  const checks = folder.definition.checks.filter(({ id }) => asked.includes(id));
  const verdict = grade(checks, [], { given: real, cluster: real, record: { answers: {}, commands }, diagnostics: () => [] });
  return Object.fromEntries(verdict.checks.map(({ id, passed }) => [id, passed]));
}

/** Which lines held that the script leaves out, because nobody else has the hosts they speak of. */
async function heldBeyond({ places, checks }: ExerciseCommands, name: string): Promise<{ readonly [check: string]: boolean }> {
  const held: Record<string, boolean> = {};
  for (const command of checks)
    if ('line' in command) held[command.id] = (await cluster.command('-', [`cd ${name}`, 'set -o pipefail', ...places, command.line].join('\n'), CHECKS_LIMIT_MS)).exit === 0;
  return held;
}

/** Which lines held, once this answer was given. */
async function heldBy(folder: ExerciseFolder, answer: Answer): Promise<{ readonly [check: string]: boolean }> {
  const { name, script, checks, commands } = onRealCluster(folder, 'en');
  // Whoever records waits until nothing changes any more.
  await cluster.begin(new Map([[`${name}.sh`, script.replace('\n  sleep 20\n', '\n')]]));
  const begun = await cluster.command('-', `bash ${name}.sh begin`, CHECKS_LIMIT_MS);
  if (begun.exit !== 0) throw new Error(begun.stderr.lines.join('\n'));
  await cluster.settle();
  const ended = await give(folder, answer, name);
  const { lines, beyond } = recordedChecks(folder);
  if (beyond) return heldBeyond(beyond, name);
  if (lines.length === 0) return seenIn(folder, answer, ended);
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
    const { asked } = recordedChecks(folder);
    if (asked.length === 0 || (wanted.length > 0 && !wanted.includes(id))) continue;
    try {
      const held: Record<string, { readonly [check: string]: boolean }> = {};
      for (const answer of chosenAnswers(folder, asked)) {
        const began = Date.now();
        const those = (held[answer.path] = await heldBy(folder, answer));
        const { checks } = performAnswer(folder, answer).verdict;
        const otherwise = checks.filter((check) => asked.includes(check.id) && those[check.id] !== check.passed).map((check) => check.id);
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
