import { clusterConfig, createCluster, loadEveryPart, openSession, placeOfVantage, runCommand, settleCluster } from '../engine/index.ts';
import type { CapturedPacket, ClusterProfile, ClusterState, OutputPiece, TerminalSession, Vantage, World } from '../engine/index.ts';

await loadEveryPart();

/** One command and what it printed. */
export interface CommandRecord {
  readonly line: string;
  readonly exitCode: number;
  readonly output: readonly OutputPiece[];
}

/** What a stage begins with: a fresh cluster with manifests applied, in order. */
export interface StageSetting {
  readonly given: readonly string[];
  readonly cluster?: Omit<ClusterProfile, 'seed'>;
  readonly namespace: string;
  readonly seed: number;
}

/** A cluster, and shells in several places of it, whose commands run one after the other. What went wrong is collected in `problems`. */
export class Stage {
  readonly problems: string[] = [];
  readonly #name: string;
  readonly #files: { readonly [file: string]: string };
  readonly #namespace: string;
  readonly #sessions = new Map<Vantage, TerminalSession>();
  #cluster: ClusterState;
  /** What interfaces saw since somebody began to listen. */
  #overheard: CapturedPacket[] | undefined;

  /** The manifests of `given` are among `files`, and accepted; every shell has the files. */
  constructor(name: string, files: { readonly [file: string]: string }, setting: StageSetting) {
    this.#name = name;
    this.#files = files;
    this.#namespace = setting.namespace;
    this.#cluster = settleCluster(createCluster(clusterConfig(setting.cluster ?? {}), setting.seed)).cluster;
    let world: World = { cluster: this.#cluster, session: openSession({ kind: 'operator' }, files) };
    for (const file of setting.given) {
      const { world: next, exitCode, stderr } = runCommand(world, `kubectl apply -f ${file}`);
      if (exitCode !== 0) this.problems.push(`${name}: ${file} is not accepted: ${stderr.trim()}`);
      world = { cluster: settleCluster(next.cluster).cluster, session: next.session };
    }
    this.#cluster = world.cluster;
  }

  /** What stands before a command that is typed there. */
  prompt(from: Vantage): string {
    const place = placeOfVantage(from);
    return place.kind === 'pod' ? `${place.pod}:/# ` : '$ ';
  }

  /** Runs a line, lets the cluster come to rest, and holds the line against what is said of it. */
  run(from: Vantage, line: string, expected: { readonly exit?: number | undefined; readonly prints?: readonly string[] | undefined } = {}): CommandRecord {
    const session = this.#sessions.get(from) ?? this.#open(from);
    const { world, exitCode, output, notSimulated, captured } = runCommand({ cluster: this.#cluster, session }, line, {
      capture: this.#overheard !== undefined,
    });
    this.#overheard?.push(...(captured ?? []));
    this.#cluster = settleCluster(world.cluster).cluster;
    this.#sessions.set(from, world.session);
    const problem = (words: string): void => void this.problems.push(`${this.#name}: ${line}: ${words}`);
    const text = output.map((piece) => piece.text).join('');
    if (expected.exit !== undefined && exitCode !== expected.exit) problem(`ended with ${exitCode}, not ${expected.exit}: ${text.trim()}`);
    for (const part of expected.prints ?? []) if (!text.includes(part)) problem(`does not print "${part}" but: ${text.trim()}`);
    if (notSimulated.length > 0) problem(`${notSimulated.map(({ id }) => id).join(', ')} is not simulated`);
    return { line, exitCode, output };
  }

  /** From now on a capture in another shell hears what commands send. */
  listen(): void {
    this.#overheard = [];
  }

  /** What the capture has printed when it is stopped with Ctrl+C. */
  heard(from: Vantage, line: string): CommandRecord {
    const overheard = this.#overheard ?? [];
    if (overheard.length === 0) this.problems.push(`${this.#name}: ${line}: heard nothing`);
    const { now, resourceVersion, entropy } = this.#cluster;
    const moment = { now, resourceVersion, entropy };
    const afterwards = [{ transition: { before: moment, after: moment, changes: [] }, packets: overheard }, { signal: 'INT' } as const];
    const { exitCode, output } = runCommand({ cluster: this.#cluster, session: this.#open(from) }, line, { afterwards });
    return { line, exitCode, output };
  }

  #open(from: Vantage): TerminalSession {
    return { ...openSession(placeOfVantage(from), this.#files), namespace: this.#namespace };
  }
}
