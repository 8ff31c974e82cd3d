import {
  clusterConfig,
  createCluster,
  loadEveryPart,
  openSession,
  placeOfVantage,
  runCommand,
  settleCluster,
  type CommandResult,
  type OutputPiece,
  type World,
} from '../../engine/index.ts';
import { within, type LessonFolder } from '../../exercise/load.ts';

await loadEveryPart();

/** One command of a session and what it printed. */
export interface CommandRecord {
  readonly line: string;
  readonly exitCode: number;
  readonly output: readonly OutputPiece[];
}

function run(world: World, line: string): { readonly world: World; readonly result: CommandResult } {
  const result = runCommand(world, line);
  return { world: { cluster: settleCluster(result.world.cluster).cluster, session: result.world.session }, result };
}

export interface SessionRecord {
  readonly prompt: string;
  readonly records: readonly CommandRecord[];
  /** What did not go as `lesson.yaml` says; test/content demands that there is nothing. */
  readonly problems: readonly string[];
}

/** Runs a session of `lesson.yaml` on a fresh cluster with its manifests applied. The same every time. */
export function runSession(folder: LessonFolder, name: string): SessionRecord {
  const problems: string[] = [];
  const session = folder.lesson.sessions[name];
  if (session === undefined) throw new Error(`${folder.path}/lesson.yaml: has no session ${name}`);
  const files = within(folder.files, 'manifests');
  let world: World = {
    cluster: settleCluster(createCluster(clusterConfig(session.cluster), session.seed)).cluster,
    session: openSession({ kind: 'operator' }, files),
  };
  for (const file of session.given) {
    const { world: next, result } = run(world, `kubectl apply -f ${file}`);
    if (result.exitCode !== 0) problems.push(`session ${name}: ${file} is not accepted: ${result.stderr.trim()}`);
    world = next;
  }
  const place = placeOfVantage(session.from);
  world = { cluster: world.cluster, session: { ...openSession(place, files), namespace: session.namespace } };
  const records: CommandRecord[] = [];
  for (const { run: line, exit } of session.commands) {
    const { world: next, result } = run(world, line);
    world = next;
    if (exit !== undefined && result.exitCode !== exit) problems.push(`session ${name}: ${line}: ended with ${result.exitCode}, not ${exit}`);
    if (result.output.length === 0) problems.push(`session ${name}: ${line}: printed nothing`);
    if (result.notSimulated.length > 0) problems.push(`session ${name}: ${line}: ${result.notSimulated.map(({ id }) => id).join(', ')} is not simulated`);
    records.push({ line, exitCode: result.exitCode, output: result.output });
  }
  return { prompt: place.kind === 'pod' ? `${place.pod}:/# ` : '$ ', records, problems };
}
