import type { DNSTrace, PacketTrace } from '../network/trace.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { Listener } from '../store/tables.ts';
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
  /**
   * Runs another program as a child and waits for it (timeout, watch, KUBE_EDITOR, sh -c), on the same machine or, with
   * `place`, on another (kubectl exec). With `inherit` its streams are this process's own, as they come; the result's
   * texts are empty then.
   */
  spawn(argv: readonly string[], options?: SpawnOptions): Generator<Wait, SpawnResult, void>;
  /** Opens a socket for others as long as this process runs. */
  listen(listener: Listener): void;
  /** Says once, on standard error and in the command's result, that something is not simulated. */
  notSimulated(id: string, params: { readonly [name: string]: string }, line: string): void;
  /** True once somebody ended this process: it should return soon. */
  readonly interrupted: boolean;
  /** Keeps a trace behind the output, so that a line can lead to the packets and queries that made it. */
  trace(trace: { readonly dns: DNSTrace } | { readonly packet: PacketTrace }): void;
  /** The shell session's own settings, which only some programs change (kubectl config). */
  readonly session: { namespace: string };
}

export interface SpawnOptions {
  readonly env?: { readonly [name: string]: string };
  readonly input?: string;
  readonly place?: Place;
  readonly inherit?: boolean;
}

export interface SpawnResult {
  /** 127 where nothing of that name exists. */
  readonly exitCode: number;
  /** Why the program never started, in runc's words: `exec: "nope": executable file not found in $PATH`. */
  readonly unstarted?: string;
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
