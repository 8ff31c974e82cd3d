/**
 * `npm run record -- --kubeconfig FILE --may-empty-the-cluster [--check] [--to DIR] [--kind three-nodes] [--match TEXT] [--host-shell 'docker exec -i {host} sh -c']
 * [--node-command 'PROGRAM {verb} {node}'] FILE|DIR…`: runs sessions on a real cluster and writes down what its programs answer. What answers as it was recorded stays
 * as it is written, to the byte, so that a diff shows what another version does otherwise; `--to` writes only the sessions that differ, into another folder.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { bindKnown, namesOf, resolveCommand } from '../bindings.ts';
import { matchCommand, matchResult, type Bindings } from '../matches.ts';
import { casesUnder } from '../run.ts';
import { parseCase, type Command, type Result } from '../txtar.ts';
import { Names } from './names.ts';
import { RealCluster, WRITES } from './real-cluster.ts';
import { formatResult, withBodies } from './written-case.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kubeconfig: { type: 'string' },
    'may-empty-the-cluster': { type: 'boolean' },
    check: { type: 'boolean' },
    to: { type: 'string' },
    kind: { type: 'string' },
    match: { type: 'string' },
    'host-shell': { type: 'string' },
    'node-command': { type: 'string' },
  },
});
if (!options.kubeconfig || !options['may-empty-the-cluster'] || positionals.length === 0)
  throw new Error('name a kubeconfig and sessions; --may-empty-the-cluster, because whatever a session makes there is deleted');
const cluster = new RealCluster({
  kubeconfig: options.kubeconfig,
  ...(options['host-shell'] === undefined ? {} : { hostShell: options['host-shell'] }),
  ...(options['node-command'] === undefined ? {} : { nodeCommand: options['node-command'] }),
});
const version = await cluster.version();

/** How often a command is run whose answer is one of several. */
const TRIES = 12;

interface Recorded {
  /** New bodies by the line of their command. */
  readonly bodies: ReadonlyMap<number, readonly string[]>;
  readonly differences: readonly string[];
}

async function runOn(text: string): Promise<Recorded> {
  const { items, files } = parseCase(text);
  const written = [...items.map((item) => (item.type === 'step' ? item.text : item.command)), ...files.values()].join('\n');
  const names = new Names(written);
  const bodies = new Map<number, readonly string[]>();
  const differences: string[] = [];
  let bindings: Bindings = new Map();
  let place = '-';

  async function answer({ command, oneOf, results, line }: Command): Promise<void> {
    const before = await cluster.observe();
    names.observe(namesOf(before));
    const resolved = resolveCommand(command, before, bindings);
    bindings = resolved.bindings;
    const fresh: Result[] = [];
    for (let tries = 0; tries < (oneOf ? TRIES : 1); tries += 1) {
      const actual = await cluster.command(place, resolved.command);
      if (place === '-' && WRITES.test(command)) await cluster.settle();
      const now = await cluster.observe();
      names.observe(namesOf(now));
      const known = bindKnown(results.flatMap(({ stdout, stderr }) => [...stdout.lines, ...stderr.lines]), now, bindings);
      const outcome = matchCommand({ oneOf, results: [...results, ...fresh] }, actual, known);
      if (outcome.ok) {
        bindings = outcome.bindings;
        continue;
      }
      if (results.length > 0 && text.includes('# source: recorded')) differences.push(`$ ${command}\n  ${outcome.reason}`);
      const [marked] = results;
      const stdout = names.write(actual.stdout.lines, command, bindings);
      const stderr = names.write(actual.stderr.lines, command, stdout.bindings);
      const anyOrder = marked?.stdout.anyOrder ?? false;
      const named: Result = {
        stdout: { ...actual.stdout, lines: anyOrder ? [...stdout.lines].sort() : [...stdout.lines], anyOrder },
        stderr: { ...actual.stderr, lines: [...stderr.lines], anyOrder: marked?.stderr.anyOrder ?? false },
        exit: actual.exit,
      };
      const own = matchResult(named, actual, stderr.bindings);
      if (!own.ok) throw new Error(`the names do not fit their own output: ${command}\n  ${own.reason}`);
      bindings = own.bindings;
      fresh.push(named);
    }
    if (fresh.length > 0) bodies.set(line, [...(oneOf ? ['[one of]'] : []), ...fresh.flatMap((result, i) => [...(i > 0 ? ['[or]'] : []), ...formatResult(result)])]);
  }

  async function begin(): Promise<void> {
    await cluster.begin(files);
    await cluster.settle();
    if (!files.has('given.yaml')) return;
    const applied = await cluster.command('-', 'kubectl apply -f given.yaml');
    if (applied.exit !== 0) throw new Error(`given.yaml: ${applied.stderr.lines.join('\n')}`);
    await cluster.settle();
  }

  for (const item of items) {
    if (item.type === 'command') await answer(item);
    else {
      const [word, first = '', second = ''] = item.text.split(/\s+/u);
      if (word === 'cluster' || word === 'reset') await begin();
      else if (word === 'in') place = first;
      else if (word === 'settle') await cluster.settle();
      else if (word === 'advance') await new Promise((resolve) => setTimeout(resolve, millisecondsOf(first)));
      else if (word === 'node') await cluster.node(first, second);
      else if (word === 'loadbalancer') await cluster.loadBalancer(first, second);
      if (word === 'node' || word === 'loadbalancer') await cluster.settle();
    }
  }
  return { bodies, differences };
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const millisecondsOf = (text: string): number =>
  [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/gu)].reduce((sum, [, value, unit]) => sum + Number(value) * (UNITS[unit ?? ''] ?? 0), 0);

let failures = 0;
try {
  for (const file of positionals.flatMap(casesUnder)) {
    const name = `${basename(dirname(file))}/${basename(file, '.txtar')}`;
    const text = readFileSync(file, 'utf8');
    if (options.match && !file.includes(options.match)) continue;
    const steps = parseCase(text).items.flatMap((item) => (item.type === 'step' ? [item.text] : []));
    const kind = options.kind ?? 'three-nodes';
    const closed = !steps.includes(`cluster ${kind}`)
      ? `(not of the kind ${kind})`
      : text.includes('# source: restated')
        ? '(restated from elsewhere)'
        : steps.find((step) => !cluster.canTake(step));
    if (closed !== undefined) {
      console.log(`skip ${name}: ${closed}`);
      continue;
    }
    try {
      const { bodies, differences } = await runOn(text);
      console.log(`${bodies.size === 0 ? 'same' : 'new '} ${name}${differences.map((difference) => `\n    ${difference.replaceAll('\n', '\n    ')}`).join('')}`);
      if (options.check) failures += Math.min(1, differences.length);
      else if (bodies.size > 0 || options.to === undefined) {
        const path = options.to === undefined ? file : join(options.to, `${name}.txtar`);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, withBodies(text, bodies, `recorded kubernetes ${version}, ${new Date().toISOString().slice(0, 10)}`));
      }
    } catch (problem) {
      failures += 1;
      console.log(`FAIL ${name}: ${problem instanceof Error ? problem.message : String(problem)}`);
    }
  }
} finally {
  // What the last session made goes too.
  await cluster.begin(new Map()).finally(() => cluster.close());
}
process.exitCode = failures === 0 ? 0 : 1;
