// Runs everything that is checked, fastest first, and ends with one line: `N passed, N failed`.
//   node scripts/test.mjs                 all stages
//   node scripts/test.mjs types lint      only these
// The numbers are the runners' own: tests from the JSON reports of vitest and Playwright, one for each other tool.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const reports = join(root, 'test-results', 'reports');
const bin = (name) => join(root, 'node_modules', '.bin', name);

const shell = process.platform === 'win32';
const lineOf = (program, args) => `\n$ ${[program, ...args].map((part) => part.replace(`${root}/`, '')).join(' ')}`;

/** Runs a program with its output shown; true if it ended with 0. */
function run(program, args, env = {}) {
  console.log(lineOf(program, args));
  return spawnSync(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env }, shell }).status === 0;
}

/** Runs a program and shows its output when it has ended; true if it ended with 0. */
const runAside = (program, args) =>
  new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(part));
    const end = (passed) => {
      console.log(`${lineOf(program, args)}\n${Buffer.concat(said)}`);
      resolve(passed);
    };
    child.once('error', () => end(false));
    child.once('close', (status) => end(status === 0));
  });

/** Tools, as many at a time as there are processors. Each is counted as one. */
async function tools(...commands) {
  const waiting = [...commands];
  const results = [];
  const next = async () => {
    for (let command = waiting.shift(); command; command = waiting.shift()) {
      const passed = await runAside(...command);
      results.push({ passed: passed ? 1 : 0, failed: passed ? 0 : 1 });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, next));
  return results;
}

function report(name) {
  const file = join(reports, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Test files counted by their tests. A run that reports nothing has failed, whatever it says. */
function vitest(name, folders) {
  const present = folders.filter((folder) => existsSync(join(root, folder)));
  if (present.length === 0) return { passed: 0, failed: 0 };
  const ended = run(bin('vitest'), ['run', ...present, '--reporter=default', '--reporter=json', `--outputFile.json=${join(reports, `${name}.json`)}`]);
  const counted = report(`${name}.json`);
  if (counted === undefined) return { passed: 0, failed: 1 };
  // A file that does not load has no tests to count: it fails as one.
  const unloaded = counted.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const failed = counted.numFailedTests + unloaded;
  return { passed: counted.numPassedTests, failed: ended ? failed : Math.max(1, failed) };
}

function playwright() {
  if (!existsSync(join(root, 'test/browser'))) return { passed: 0, failed: 0 };
  const ended = run(bin('playwright'), ['test'], { PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'browser.json') });
  const counted = report('browser.json');
  if (counted === undefined) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = counted.stats;
  return { passed: expected, failed: ended ? unexpected + flaky : Math.max(1, unexpected + flaky) };
}

/** Every folder of test/ that no later stage runs. */
const unitFolders = readdirSync(join(root, 'test'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['content', 'site', 'browser', 'engines', 'support'].includes(entry.name))
  // vitest looks for a part of the path: without the slash, `test/engine` would be `test/engines`, too.
  .map((entry) => `test/${entry.name}/`);

const stages = {
  // The longest first.
  types: () =>
    tools(
      [bin('astro'), ['check', '--minimumFailingSeverity', 'warning']],
      [bin('svelte-check'), ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human']],
      ...['engine', 'offline', 'local-server'].map((room) => [bin('tsc'), ['-p', `src/${room}`]]),
    ),
  lint: () => tools([bin('eslint'), ['.', '--max-warnings', '0']], [bin('prettier'), ['--check', '--log-level', 'warn', '.']]),
  unit: () => [vitest('unit', unitFolders)],
  content: () => [vitest('content', ['test/content'])],
  build: async () => [...(await tools([bin('astro'), ['build']])), vitest('site', ['test/site'])],
  browser: () => [playwright(), vitest('engines', ['test/engines'])],
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`no such stage: ${unknown.join(', ')} (there are ${Object.keys(stages).join(', ')})`);
  process.exit(2);
}
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const total = { passed: 0, failed: 0 };
const rows = [];
for (const name of chosen.length > 0 ? chosen : Object.keys(stages)) {
  const began = performance.now();
  const results = await stages[name]();
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  total.passed += passed;
  total.failed += failed;
  rows.push(
    `${name.padEnd(8)} ${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s`,
  );
}
console.log(`\n${rows.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
