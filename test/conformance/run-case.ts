import { advance, createCluster, intervene, loadEveryPart, openSession, runCommand, settleCluster, type ClusterKind, type ClusterState, type Place, type TerminalSession, type World } from '../../src/engine/index.ts';
import { bindKnown, resolveCommand } from './bindings.ts';
import { matchCommand, type Bindings } from './matches.ts';
import { splitLines, type Case, type Result, type Stream } from './txtar.ts';

export interface CommandOutcome {
  readonly command: string;
  readonly line: number;
  readonly ok: boolean;
  /** Why not; empty when ok. */
  readonly reason: string;
  /** What the engine printed, where the command ran and did not match. */
  readonly actual?: Result;
}

await loadEveryPart();

const stream = (text: string): Stream => ({ ...splitLines(text), anyOrder: false });

/** `client`, `default/web-0`, `node:node-a`, `outside`, `-`: FORMAT.md's places. */
export function placeNamed(name: string): Place {
  if (name === '-') return { kind: 'operator' };
  if (name === 'outside') return { kind: 'host', host: 'outside' };
  if (name.startsWith('node:')) return { kind: 'node', node: name.slice(5) };
  const [namespace, pod] = name.includes('/') ? (name.split('/') as [string, string]) : ['default', name];
  return { kind: 'pod', namespace, pod };
}

/** Whether FORMAT.md's implied settle follows this command: it runs kubectl and changed an object. */
const writes = (command: string, changes: readonly { readonly table: string }[]): boolean => /\bkubectl\b/.test(command) && changes.some(({ table }) => table !== 'scheduled');

/** Runs a case from its first line to its last, on a cluster of that version; goes on after a command that does not match. */
export function runCase({ items, files }: Case, version?: string): CommandOutcome[] {
  const outcomes: CommandOutcome[] = [];
  const operatorFiles = Object.fromEntries(files);
  let cluster: ClusterState | null = null;
  let kind: ClusterKind = 'three-nodes';
  let place: Place = { kind: 'operator' };
  let session: TerminalSession = openSession(place, operatorFiles);
  let bindings: Bindings = new Map();
  let broken = '';

  const begin = (): void => {
    session = openSession({ kind: 'operator' }, operatorFiles);
    cluster = createCluster(kind);
    if (version !== undefined) cluster = { ...cluster, config: { ...cluster.config, version } };
    broken = '';
    if (!files.has('given.yaml')) return;
    const applied = runCommand({ cluster, session }, 'kubectl apply -f given.yaml');
    cluster = settleCluster(applied.world.cluster).cluster;
    if (applied.exitCode !== 0) broken = `given.yaml cannot be applied: ${applied.stderr.trim()}`;
  };

  for (const item of items) {
    if (item.type === 'step') {
      const [verb = '', ...words] = item.text.split(/\s+/);
      if (verb === 'cluster') {
        kind = words[0] as ClusterKind;
        place = { kind: 'operator' };
        begin();
      } else if (verb === 'reset') begin();
      else if (verb === 'in') place = placeNamed(words[0] ?? '-');
      else if (cluster && verb === 'settle') cluster = settleCluster(cluster).cluster;
      else if (cluster && verb === 'advance') cluster = advance(cluster, milliseconds(words[0] ?? '0s')).cluster;
      else if (cluster && verb === 'node') {
        cluster = intervene(cluster, { kind: words[1] === 'down' ? 'node-down' : 'node-up', node: words[0] ?? '' }).cluster;
        cluster = settleCluster(cluster).cluster;
      } else if (cluster && verb === 'loadbalancer') {
        const [namespace = '', service = ''] = (words[0] ?? '').split('/');
        cluster = settleCluster(intervene(cluster, { kind: 'load-balancer', namespace, service, ingress: words[1] ?? '' }).cluster).cluster;
      }
      continue;
    }
    const fail = (reason: string, actual?: Result): void => {
      outcomes.push({ command: item.command, line: item.line, ok: false, reason, ...(actual && { actual }) });
    };
    if (!cluster || broken) {
      fail(broken || 'no `@ cluster` step before it');
      continue;
    }
    let actual: Result;
    try {
      const resolved = resolveCommand(item.command, cluster, bindings);
      bindings = resolved.bindings;
      const world: World = { cluster, session: { ...session, place } };
      const result = runCommand(world, resolved.command);
      cluster = result.world.cluster;
      session = result.world.session;
      actual = { stdout: stream(result.stdout), stderr: stream(result.stderr), exit: result.exitCode };
      const expected = item.results.flatMap(({ stdout, stderr }) => (stdout.anyOrder || stderr.anyOrder ? [...stdout.lines, ...stderr.lines] : []));
      const known = expected.length > 0 ? bindKnown(expected, cluster, bindings) : bindings;
      if (writes(item.command, result.transition.changes)) cluster = settleCluster(cluster).cluster;
      const outcome = matchCommand(item, actual, known);
      if (outcome.ok) {
        bindings = outcome.bindings;
        outcomes.push({ command: item.command, line: item.line, ok: true, reason: '' });
      } else fail(outcome.reason, actual);
    } catch (error) {
      fail(`threw: ${error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' | ') : String(error)}`);
    }
  }
  return outcomes;
}

function milliseconds(text: string): number {
  let total = 0;
  for (const [, value, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(value) * { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit as 'ms' | 's' | 'm' | 'h'];
  }
  return total;
}
