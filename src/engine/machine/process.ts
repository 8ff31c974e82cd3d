import type { ServerRequest } from '../api/server-request.ts';
import type { Instant } from '../clock/instant.ts';
import type { DNSTrace, PacketTrace } from '../network/trace.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { Listener } from '../store/tables.ts';
import type { Descriptor } from './shell-context.ts';
import type { Dialect } from './shell-syntax.ts';
import type { OuterShell, Place, SessionSettings } from './place.ts';

/**
 * What a program asks of the scheduler when it must wait. `until` is asked again after everything that happens;
 * `deadline` is a moment of the virtual clock. The program goes on when either holds; with neither, at once, after the
 * other processes had their turn.
 */
export interface Wait {
  readonly deadline?: Instant;
  readonly until?: () => boolean;
  /** The same, where the answer is the cluster's and not another process's. */
  readonly world?: () => boolean;
  /** SIGTERM and SIGINT let the program go on with `interrupted` set (a handler); otherwise it simply ends here. */
  readonly interruptible?: boolean;
  /** The program only looks on, and goes on until somebody ends it: others need not wait for it, and no time need pass for it. */
  readonly endless?: boolean;
}

/** A program's running: it yields what it waits for and returns its exit status. */
export type Running = Generator<Wait, number, void>;

/** Standard input: text as it comes. */
export interface Input {
  /** The next line without its newline, or `undefined` at the end. */
  readLine(): Generator<Wait, string | undefined, void>;
  /** The next line with its newline, if it has one, or `undefined` at the end. */
  readRawLine(): Generator<Wait, string | undefined, void>;
  /** What was read too much: it is read again first. */
  putBack(text: string): void;
  /** Everything up to the end. */
  readAll(): Generator<Wait, string, void>;
  /** A regular file was opened, not a pipe. */
  isFile?: boolean;
}

/** Where output goes. */
export interface Output {
  write(text: string): void;
}

/** The three standard streams. */
export interface Streams {
  readonly input: Input;
  readonly output: Output;
  readonly errors: Output;
}

/** What a program sees of the world it runs in. */
export interface Process {
  /** `argv[0]` is the name it was called by. */
  readonly argv: readonly string[];
  readonly env: { readonly [name: string]: string };
  readonly place: Place;
  readonly machine: Machine;
  readonly draft: ClusterDraft;
  /** This process's moment: the virtual clock's, or later where a kubelet asks for a whole answer at once. */
  readonly now: Instant;
  readonly pid: number;
  readonly input: Input;
  readonly streams: Streams;
  out(text: string): void;
  err(text: string): void;
  /** Hands on what its stdio keeps back, where it keeps anything (fflush). */
  readonly flush?: () => void;
  readonly files: FileSystem;
  /**
   * Runs another program as a child and waits for it (timeout, watch, KUBE_EDITOR, sh -c), on the same machine or, with
   * `place`, on another (kubectl exec). With `inherit` its streams are this process's own, as they come; the result's
   * texts are empty then.
   */
  spawn(argv: readonly string[], options?: SpawnOptions): Generator<Wait, SpawnResult, void>;
  /** Starts another program beside this one, with this one's streams. */
  start(argv: readonly string[], options?: Pick<SpawnOptions, 'env' | 'place'>): Child;
  /** Starts a part of this very program beside it (a shell's pipeline stage, subshell or background job). */
  fork(run: (process: Process) => Running, streams: Streams): Child;
  /** A process of this line or container by its id, if it runs and this one is not part of it. */
  running(pid: number): Child | undefined;
  /** Another program of this machine in the place of this one's next steps: `yield*` it. Unknown names are the caller's to catch before. */
  call(program: Program, argv: readonly string[], env: { readonly [name: string]: string }, streams: Streams, files: FileSystem): Running;
  /** This process is another program from here on (exec). */
  become(argv: readonly string[]): void;
  /** Counts work that takes no virtual time (one step unless it says more), so that no loop can go on for ever. */
  step(count?: number): void;
  /** Goes one command deeper, and back: no recursion can go on for ever either. */
  enter(): void;
  leave(): void;
  /** Opens a socket for others as long as this process runs. */
  listen(listener: Listener): void;
  /** Says once, on standard error and in the command's result, that something is not simulated. An empty line says it in the result only. */
  notSimulated(id: string, params: { readonly [name: string]: string }, line: string): void;
  /** True once somebody ended this process: it should return soon. */
  readonly interrupted: boolean;
  /** What the world answers: asked here and now, or, where a container's process is brought to where it was, what it answered then. */
  recall<T>(ask: () => T): T;
  /** A random whole number below `count`. */
  draw(count: number): number;
  /** One command of a shell, of which a container's main process remembers no more than its end. `run` gets the open files to run it with. */
  unit(run: (fds: ReadonlyMap<number, Descriptor>) => Running, fds: ReadonlyMap<number, Descriptor>): Running;
  /**
   * Before every round of a loop that has begun: of the rounds before this one a container's main process remembers no more than what
   * `save` says (plain data, or `undefined`: not now); brought to where it was, it begins with the last of them, as `restore` is told.
   * Absent where nothing is remembered.
   */
  rounds(fds: ReadonlyMap<number, Descriptor>): Rounds | undefined;
  /** Where what is written to this process breaks, as it ends after so much (Infinity: it begins); brought to where it was, after what had come then. */
  unreadFrom(written: number): number;
  /** Requests, queries and packets that all processes sent so far. */
  readonly asked: number;
  /** Keeps a trace behind the output, so that a line can lead to the packets and queries that made it. */
  trace(trace: Trace): void;
  /** Where a person sits who can be asked to edit a file. */
  readonly editor?: Editor | undefined;
  /** The shell session's own settings, which only some programs change (kubectl config). */
  readonly session: SessionSettings;
}

/** A loop's rounds, as they are remembered. */
export type Rounds = (save: () => unknown, restore: (state: unknown) => void) => Generator<Wait, void, void>;

/** Brings a container's processes to where they were (images/script-journal.ts). Lanes are named after processes. */
export interface Journal {
  /** The lane of the process that runs. */
  lane: string;
  /** The processes' own time: behind the cluster's while they are brought to where they were. */
  readonly clock: { at: Instant };
  /** The cluster's time. */
  readonly present: Instant;
  readonly isFull: boolean;
  recall<T>(ask: () => T): T;
  /** The lane of a process that the running one starts. */
  fork(): string;
  /** When a process's wait for the cluster came true, as far as that is known already. */
  wokeAt(lane: string): Instant;
  /** How much had been written to the running process when it ended: that much, unless it is known already. */
  unreadFrom(written: number): number;
  isWoken(lane: string, ask: () => boolean): boolean;
  /** A loop begins: its rounds, where they can be remembered by what they came to. @param isOver whether the process of a lane has ended */
  rounds(fds: ReadonlyMap<number, Descriptor>, isOver: (lane: string) => boolean): Rounds | undefined;
  /** One command: run once, and later only its end. @param isOver whether the process of a lane has ended */
  unit(run: (fds: ReadonlyMap<number, Descriptor>) => Running, fds: ReadonlyMap<number, Descriptor>, isOver: (lane: string) => boolean): Running;
}

/** What a person who types has at hand. */
export interface Editor {
  /** What the line's programs read where nothing else was given to them. */
  readonly keyboard: Input;
  /** Whatever is typed next is for a shell in that container, until `exit`. */
  enter(place: Place, how: Omit<OuterShell, 'session'>): void;
  /** Shows a file of this machine. */
  open(path: string): void;
  /** The file shown: absent once it was saved or left. */
  readonly path: string | undefined;
}

/** What stands behind an output. */
export type Trace = { readonly dns: DNSTrace } | { readonly packet: PacketTrace } | { readonly request: ServerRequest };

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

/** A process that somebody started and may wait for or end. */
export interface Child {
  readonly pid: number;
  /** Absent while it runs. */
  readonly exitCode: number | undefined;
  readonly unstarted?: string;
  kill(signal: 'TERM' | 'KILL' | 'INT'): void;
}

/** Files of the machine a process runs on: the operator's directory, or a container's root. */
export interface FileSystem {
  /** Relative paths begin here. */
  readonly cwd: string;
  read(path: string): string | undefined;
  write(path: string, text: string): void;
  remove(path: string): boolean;
  /** Names in a directory, sorted. */
  list(path: string): readonly string[];
  kind(path: string): 'file' | 'directory' | undefined;
  makeDirectory(path: string): void;
  /** Whether a path lies on a file system that nobody may write to. */
  isReadOnly(path: string): boolean;
  /** The same files seen from another directory. */
  in(cwd: string): FileSystem;
  /** The absolute path, without `.` and `..`. */
  resolve(path: string): string;
}

export type Program = (process: Process) => Running;

/** Programs by name, of one kind of machine. */
export type ProgramTable = { readonly [name: string]: Program };

/** One machine or container: what a shell there has around it. */
export interface Machine {
  readonly place: Place;
  readonly hostname: string;
  readonly programs: ProgramTable;
  readonly files: FileSystem;
  readonly env: { readonly [name: string]: string };
  /** Which C library its programs resolve names through. */
  readonly libc: 'glibc' | 'musl';
  /** Which shell `sh` is. */
  readonly sh: Dialect;
  /** Sends a signal (`TERM`, `9`) to pid 1, which is not of this session. */
  readonly signalMain?: (signal: string) => void;
}
