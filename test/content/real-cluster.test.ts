import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { clusterConfig, createCluster, loadEveryPart, openSession, runCommand, settleCluster, type ClusterState, type TerminalSession } from '../../src/engine/index.ts';
import { drawExercise } from '../../src/exercise/faults.ts';
import { readExercises, within, type ExerciseFolder } from '../../src/exercise/load.ts';
import { readRecordedRuns } from '../../src/exercise/recorded-runs.ts';
import { onRealCluster } from '../../src/layouts/real-cluster.ts';
import { SNAPSHOTS } from '../../src/real-cluster/exercise-commands.ts';
import { answersOf, performAnswer, starterAnswer } from './exercise-answers.ts';
import { recordedChecks } from './recorded-checks.ts';

/** Where a command says otherwise than the grader, and why that is right. */
const OTHERWISE: { readonly [exercise: string]: string } = {
  'L01-E3 starter survives-recreation': 'there is no Service yet that could be made again; the grader makes none, the command complains',
};

beforeAll(loadEveryPart);

/** A shell of the operator whose lines run one after the other. */
class Shell {
  cluster: ClusterState;
  #session: TerminalSession;
  constructor(cluster: ClusterState, namespace: string, files: { readonly [file: string]: string } = {}) {
    this.cluster = cluster;
    this.#session = { ...openSession({ kind: 'operator' }, files), namespace };
  }
  run(line: string): { readonly exitCode: number; readonly said: string } {
    const { world, exitCode, stdout, stderr, notSimulated } = runCommand({ cluster: this.cluster, session: this.#session }, line);
    this.cluster = settleCluster(world.cluster).cluster;
    this.#session = world.session;
    expect(notSimulated, line).toEqual([]);
    return { exitCode, said: stdout + stderr };
  }
  /** The same shell beside another cluster. */
  at(cluster: ClusterState): Shell {
    const other = new Shell(cluster, '');
    other.#session = this.#session;
    return other;
  }
}

/** An operator's own machine, for `ip route` of which there is nothing to ask. */
const CLIENT = 'export CLIENT_ADDRESS=203.0.113.20';

const exercises = readExercises().map((folder) => ({ folder, id: folder.definition.id, ...onRealCluster(folder, 'en') }));
const compiled = exercises.filter(({ commands }) => commands.checks.some((command) => 'line' in command));

test('most exercises have checks that are command lines; of the others every check has a reason', () => {
  expect(compiled.length).toBeGreaterThan(exercises.length / 2);
  for (const { folder, commands } of exercises)
    for (const command of commands.checks) {
      const { kind } = folder.definition.checks.find(({ id }) => id === command.id) ?? {};
      if ('reason' in command && (kind === 'observed' || kind === 'answer')) expect(command.reason).toMatch(/-on-the-page$/u);
      if ('reason' in command && (kind === 'unchanged' || kind === 'endpoints' || kind === 'pods' || kind === 'object'))
        expect.unreachable(`${folder.path}: ${command.id} is asked of the API server, and has no command: ${command.reason}`);
    }
});

describe.each(compiled.map((one) => [one.id, one] as const))('%s', (_, { folder, id, commands }) => {
  test('its command lines say what the grader says, of the starter and of every right and wrong answer', () => {
    const lines = commands.checks.flatMap((command) => ('line' in command ? [command] : []));
    const differences: string[] = [];
    let failures = 0;
    for (const answer of [starterAnswer(folder), ...answersOf(folder, 'solution'), ...answersOf(folder, 'wrong')]) {
      const { session, verdict } = performAnswer(folder, answer);
      const before = new Shell(session.given, folder.definition.cluster.namespace);
      for (const line of [CLIENT, `mkdir -p ${SNAPSHOTS}`, ...commands.places, ...commands.snapshots]) expect(before.run(line).exitCode, line).toBe(0);
      const now = before.at(session.cluster);
      // Whoever runs the script waits until nothing ends any more: `kubectl exec deploy/…` takes Pods that are ending, too, a check does not.
      while (now.run("kubectl get pods -A -o jsonpath='{.items[*].metadata.deletionTimestamp}'").said !== '') now.run('sleep 5');
      const newest = folder.definition.phases?.[session.phase]?.checks;
      for (const { id: check, line } of lines) {
        const graded = verdict.checks.find((one) => one.id === check)?.passed;
        // Of a phase that is not open nothing is judged; those before the newest one are passed, as by the right answer.
        if (graded === undefined || newest?.includes(check) === false) continue;
        const holds = now.at(now.cluster).run(`set -o pipefail; ${line}`).exitCode === 0;
        if (!holds) failures += 1;
        if (holds !== graded) differences.push(`${id} ${answer.path} ${check}`);
      }
    }
    expect(differences.filter((one) => OTHERWISE[one] === undefined)).toEqual([]);
    expect(failures, 'no answer makes any of its lines fail').toBeGreaterThan(0);
  }, 120_000);
});

function onFreshCluster({ definition }: ExerciseFolder): ClusterState {
  return settleCluster(createCluster(clusterConfig(definition.cluster), definition.seed)).cluster;
}

describe.each(exercises.map((one) => [one.id, one] as const))('the script of %s', (_, { folder, name, script }) => {
  test('begins on a fresh cluster, passes with a right answer, and says so', () => {
    const solution = answersOf(folder, 'solution').find(({ commands }) => commands.every(({ terminal }) => terminal === 'operator'));
    const shell = new Shell(onFreshCluster(folder), 'default', { [`${name}.sh`]: script, ...solution?.texts });
    shell.run(CLIENT);
    const begun = shell.run(`bash ${name}.sh begin`);
    expect(begun.said).toContain(`Work in ${name}/`);
    expect(begun.exitCode).toBe(0);
    if (!solution) return;
    for (const file of Object.keys(solution.texts)) shell.run(`cp ${file} ${name}/${file}; kubectl apply -f ${name}/${file}`);
    shell.run(`cd ${name}`);
    for (const { line } of solution.commands) shell.run(line);
    shell.run('sleep 20; cd ..');
    const checked = shell.run(`bash ${name}.sh check`);
    expect(checked.said).not.toContain('not yet:');
    expect(checked.exitCode).toBe(0);
  });

  test('is bash, in both languages', () => {
    for (const language of ['ja', 'en'] as const) {
      const { status, stderr, error } = spawnSync('bash', ['-n'], { input: onRealCluster(folder, language).script, encoding: 'utf8' });
      // Windows without bash: the simulated one has read it.
      if (!error) expect(stderr.trim() || status).toBe(0);
    }
  });

  test('has no word boundary for sed, which macOS does not know, and a way for minikube', () => {
    expect(script).not.toContain('\\b');
    expect(script).toContain('minikube start --nodes 4');
    expect(script.includes('minikube image build')).toBe(/^tools\(\) \{$/mu.test(script));
    expect(script.includes('image: debug-tools:1') && !/^tools\(\)/mu.test(script)).toBe(false);
  });

  test('brings every file, and no answer', () => {
    const { definition, bank } = folder;
    const starter = drawExercise({ definition, starter: within(folder.files, 'starter'), ...(bank ? { bank } : {}) }, definition.seed).starter;
    const files = { ...within(folder.files, 'given'), ...starter };
    for (const text of Object.values(files)) expect(script).toContain(text.trimEnd());
    for (const [path, text] of Object.entries(within(folder.files, 'solution')))
      if (path.endsWith('.yaml') && !Object.values(files).some((own) => own.includes(text.trimEnd()))) expect(script, path).not.toContain(text.trimEnd());
  });
});

describe('a script run again, elsewhere, or for long', () => {
  const folder = exercises.find(({ id }) => id === 'L06-E2');
  const begin = (language: 'ja' | 'en'): { readonly shell: Shell; readonly name: string; readonly said: string } => {
    if (!folder) return expect.unreachable('there is no L06-E2');
    const { name, script } = onRealCluster(folder.folder, language);
    const shell = new Shell(onFreshCluster(folder.folder), 'default', { [`${name}.sh`]: script });
    return { shell, name, said: shell.run(`bash ${name}.sh begin`).said };
  };

  test.each(['ja', 'en'] as const)('begin keeps what was edited, under a name of its own, and says so (%s)', (language) => {
    const { shell, name, said } = begin(language);
    expect(said).not.toContain('.mine-');
    const given = shell.run(`cat ${name}/web.yaml`).said;
    expect(shell.run(`bash ${name}.sh begin`).said).not.toContain('.mine-');
    for (const n of [1, 2]) {
      shell.run(`echo '# mine ${n}' >> ${name}/web.yaml`);
      expect(shell.run(`bash ${name}.sh begin`).said).toContain(`web.yaml.mine-${n}`);
      expect(shell.run(`cat ${name}/web.yaml.mine-${n}`).said).toBe(`${given}# mine ${n}\n`);
      expect(shell.run(`cat ${name}/web.yaml`).said).toBe(given);
    }
  });

  test('a check that takes long says for how long before it begins', () => {
    const { shell, name, said } = begin('en');
    expect(said).toContain('Waiting 20 s for the Pods to start.');
    const checked = shell.run(`bash ${name}.sh check`).said;
    expect(checked).toContain('about 101 s: A failing Pod');
    expect(checked.indexOf('about 101 s:')).toBeLessThan(checked.indexOf('not yet:'));
  });

  test('nothing is done where the context is neither of kind nor of minikube', () => {
    const { shell, name } = begin('en');
    shell.run('kubectl config rename-context minato production; kubectl delete deployment web -n shop');
    for (const command of ['begin', 'check']) {
      const { said, exitCode } = shell.run(`bash ${name}.sh ${command}`);
      expect(said).toContain("The current context of kubectl is 'production'");
      expect(exitCode).toBe(1);
    }
    expect(shell.run('kubectl get deployments -n shop').said).toContain('No resources found');
    expect(shell.run(`MINATO_CONTEXT=production bash ${name}.sh begin`).exitCode).toBe(0);
  });
});

describe('recorded on the real programs', () => {
  const { runs, without, differences } = readRecordedRuns();

  test('every exercise was run there, or says why not', () => {
    const known = [...Object.keys(runs), ...Object.keys(without)];
    expect(exercises.map(({ id }) => id).sort()).toEqual(known.sort());
  });

  test.each(Object.entries(runs))('%s: right and wrong answers have the verdict of the grader', (id, answers) => {
    const exercise = exercises.find((one) => one.id === id);
    if (!exercise) return expect.unreachable(`there is no exercise ${id}`);
    expect(new Set(Object.keys(answers).map((path) => path.split('/')[0]))).toEqual(new Set(['solution', 'wrong']));
    const { asked } = recordedChecks(exercise.folder);
    const met = new Set<string>();
    for (const [path, held] of Object.entries(answers)) {
      const kind = path.startsWith('solution/') ? 'solution' : 'wrong';
      const answer = answersOf(exercise.folder, kind).find((one) => one.path === path);
      if (!answer) return expect.unreachable(`${id} has no ${path}: record it anew`);
      const { checks } = performAnswer(exercise.folder, answer).verdict;
      const graded = checks.filter((check) => asked.includes(check.id));
      // The page judges no phase that is not open yet; there all are tried.
      expect(new Set(Object.keys(held)), `${id} ${path}`).toEqual(new Set(asked));
      for (const check of graded) {
        const otherwise = held[check.id] !== check.passed;
        if (otherwise) met.add(check.id);
        expect(otherwise && differences[id]?.[check.id] === undefined, `${id} ${path} ${check.id}: ends otherwise, and nothing says why`).toBe(false);
      }
    }
    // What is explained is met.
    expect(met).toEqual(new Set(Object.keys(differences[id] ?? {})));
  });
});
