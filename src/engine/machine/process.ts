import type { DNSTrace, PacketTrace } from '../network/trace.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { Place } from './place.ts';

/**
 * What a program asks of the scheduler when it must wait. `until` is asked again after everything that happens;
 * `deadline` is a moment of the virtual clock. The program goes on when either holds.
 */
export interface Wait {
  readonly deadline?: number;
  readonly until?: () => boolean;
}

/** A program's running: it yields what it waits for and returns its exit status. */
export type Running = Generator<Wait, number, void>;

/** Standard input: lines as they come. */
export interface Input {
  /** The next line without its newline, or `undefined` at the end. */
  readLine(): Generator<Wait, string | undefined, void>;
  /** Everything up to the end. */
  readAll(): Generator<Wait, string, void>;
}

/** What a program sees of the world it runs in. */
export interface Process {
  /** `argv[0]` is the name it was called by. */
  readonly argv: readonly string[];
  readonly env: { readonly [name: string]: string };
  readonly place: Place;
  readonly draft: ClusterDraft;
  readonly input: Input;
  out(text: string): void;
  err(text: string): void;
  readonly files: FileSystem;
  /** Runs another program of the same machine as a child and waits for it (timeout, watch, KUBE_EDITOR, sh -c). */
  spawn(argv: readonly string[], options?: { readonly env?: { readonly [name: string]: string }; readonly input?: string; readonly place?: Place }): Generator<Wait, SpawnResult, void>;
  /** True once somebody ended this process: it should return soon. */
  readonly interrupted: boolean;
  /** Keeps a trace behind the output, so that a line can lead to the packets and queries that made it. */
  trace(trace: { readonly dns: DNSTrace } | { readonly packet: PacketTrace }): void;
  /** The shell session's own settings, which only some programs change (kubectl config). */
  readonly session: { namespace: string };
}

export interface SpawnResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Files of the machine a process runs on: the operator's directory, or a container's root. */
export interface FileSystem {
  read(path: string): string | undefined;
  write(path: string, text: string): void;
  remove(path: string): boolean;
  list(path: string): readonly string[];
}

export type Program = (process: Process) => Running;

/** Programs by name, of one kind of machine. */
export type ProgramTable = { readonly [name: string]: Program };
