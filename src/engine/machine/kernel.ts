import type { Instant } from '../clock/instant.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { Listener } from '../store/tables.ts';
import { Cut, CUTS, type CutReason } from './cut.ts';
import type { Place, SessionSettings } from './place.ts';
import type { Child, Editor, FileSystem, Journal, Machine, Process, Program, Running, SpawnOptions, SpawnResult, Streams, Trace, Wait } from './process.ts';
import { BrokenPipe, TextOutput, textInput } from './streams.ts';

/** How the processes' time goes: the whole cluster's clock moves with them, or they only count what they would wait. */
export interface Clock {
  now(): Instant;
  /** The next moment at which something may happen by itself. */
  nextEvent(): Instant | undefined;
  moveTo(at: Instant): void;
  /** Lets controllers do what follows from writes; no time passes. */
  settle(): void;
}

/** Where a run is cut, so that nothing can hang. */
export interface Limits {
  /** Longest virtual time in all. */
  readonly totalMs: number;
  /** Longest virtual time of something that wakes up again and again: a loop around `sleep`, ping, watch. */
  readonly repeatingMs: number;
  /** Longest virtual time in which nobody waits for a moment: a watch, a server. */
  readonly endlessMs: number;
  /** Work that takes no virtual time, in steps: one is a command of a shell or a turn of the scheduler. */
  readonly steps: number;
  /** Characters written anywhere. */
  readonly output: number;
}

/** Everything around processes that they report to. */
export interface KernelHost {
  readonly draft: ClusterDraft;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly session: SessionSettings;
  /** Present where what is endless is left running as soon as it alone is left: what happens to it then. */
  readonly afterwards?: Afterwards | undefined;
  readonly editor?: Editor | undefined;
  /** Present for a container's main process, which goes on in later drafts: nothing of it runs ahead of the cluster. */
  readonly journal?: Journal;
  /** The first process is another program from here on. */
  become?(argv: readonly string[]): void;
  /** Process ids begin after this one. */
  readonly lastPid?: number;
  machineAt(place: Place): Machine | undefined;
  /** A process's socket: opened (and later closed) at a place. */
  listen(place: Place, listener: Listener, open: boolean): void;
  trace(trace: Trace): void;
  notSimulated(id: string, params: { readonly [name: string]: string }): void;
}

/** A signal to a process, by its id; without one, to what runs in the foreground. */
export interface Signal {
  readonly signal: 'TERM' | 'KILL' | 'INT';
  readonly pid?: number;
}

/** What happened after a run was left running. */
export interface Afterwards {
  /** From the first question on, time goes only as it went; until all of it is over. */
  readonly isRecorded: boolean;
  /** Brings about the next that happened, no later than `by`; `false` where nothing more is known. */
  next(by: Instant): boolean | Signal;
}

class Task implements Child {
  readonly pid: number;
  /** Its name in the journal. */
  readonly lane: string;
  readonly children: Task[] = [];
  running: Running | undefined;
  wait: Wait | undefined;
  exitCode: number | undefined;
  interrupted = false;
  /** Commands that run inside one another at this moment. */
  depth = 0;
  unstarted?: string;
  /** Sockets to close when it ends. */
  readonly sockets: { readonly place: Place; readonly listener: Listener }[] = [];
  readonly #kernel: Kernel;

  constructor(kernel: Kernel, pid: number, lane = '') {
    this.#kernel = kernel;
    this.pid = pid;
    this.lane = lane;
  }

  kill(signal: 'TERM' | 'KILL' | 'INT'): void {
    this.#kernel.kill(this, signal);
  }
}

const SIGNALS = { INT: 2, KILL: 9, TERM: 15 } as const;
/** More processes at once are cut like too many steps (a fork bomb). */
const MOST_PROCESSES = 200;
/** Commands nested more deeply in one process are cut like too many steps: all of them are on the JavaScript stack, of which this takes a third. */
const DEEPEST = 200;
/** What starting a program costs, in steps, what a process of its own does, and every object it writes, with all that follows from it. */
const STEPS_PER_PROGRAM = 5;
const STEPS_PER_PROCESS = 3;
const STEPS_PER_OBJECT = 30;
/** Who writes objects for people, as changes are signed; what controllers make of it is their own. */
const WRITER = 'kubectl';
/** Nothing follows from a change of these tables before time passes. */
const UNWATCHED: ReadonlySet<string> = new Set(['scheduled', 'conntrack', 'affinity', 'dnscache']);
/** So many wakings make a repetition. */
const REPEATING = 50;
/** What a shell leaves behind may still go on for this long after its end. */
const AFTERMATH_MS = 1000;

/** Processes of one command line, taking turns on the virtual clock. */
export class Kernel {
  readonly host: KernelHost;
  #tasks: Task[] = [];
  #pids = 0;
  #steps = 0;
  #written = 0;
  #asked = 0;
  #wakes = 0;
  #first: Task | undefined;
  #changes: number;
  readonly #startedAt: Instant;

  constructor(host: KernelHost) {
    this.host = host;
    this.#changes = host.draft.changes.length;
    this.#pids = host.lastPid ?? 0;
    this.#startedAt = host.clock.now();
  }

  /**
   * Runs one program to its end, and what it left behind for a moment longer. Cut with `left`, everything goes on as it is:
   * sockets stay open, and what runs (in the foreground, or only behind it) has printed so far.
   */
  run(
    machine: Machine,
    program: Program,
    argv: readonly string[],
    env: { readonly [name: string]: string },
    streams: Streams,
  ): { readonly exitCode: number; readonly cut?: CutReason; readonly inForeground?: true } {
    const task = this.start(machine, program, argv, env, streams);
    let cut: CutReason | undefined;
    try {
      this.#until(() => task.exitCode !== undefined, Infinity);
      const end = this.host.clock.now() + AFTERMATH_MS;
      if (this.#tasks.length > 0) this.#until(() => this.#tasks.length === 0, end);
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
      cut = error.reason;
    }
    if (cut === 'left') {
      for (const { running } of this.#tasks) abandon(running);
      return { exitCode: task.exitCode ?? 0, cut, ...(task.exitCode === undefined ? { inForeground: true } : {}) };
    }
    if (!cut && this.#tasks.length > 0) this.host.notSimulated('background-job-ended', {});
    for (const left of [...this.#tasks]) if (left.exitCode === undefined) this.kill(left, left === task && cut ? 'INT' : 'KILL');
    return { exitCode: cut ? 130 : (task.exitCode ?? 0), ...(cut ? { cut } : {}) };
  }

  /** Puts a program where the kernel runs it: `run`, or `goOn` of one with a journal. */
  start(machine: Machine, program: Program, argv: readonly string[], env: { readonly [name: string]: string }, streams: Streams): Task {
    this.#first = this.spawnTask(undefined, (own) => this.process(own, machine, machine.files, argv, env, streams), program);
    return this.#first;
  }

  /**
   * Lets a container's processes go on to the cluster's present: the exit status of the first, with which all end, or what they
   * wait for now: a moment (Infinity where there is none, or a limit was reached: `cut`), and whether it is also something in the cluster.
   */
  goOn(): { readonly exitCode: number } | { readonly wakeAt: Instant; readonly watches: boolean; readonly cut?: 'facts' | CutReason } {
    const first = this.#first as Task;
    let wakeAt = Infinity;
    let cut: 'facts' | CutReason | undefined = this.host.journal?.isFull ? 'facts' : undefined;
    try {
      if (!cut) wakeAt = this.#until(() => first.exitCode !== undefined, Infinity) ?? Infinity;
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
      cut = error.reason;
    }
    if (first.exitCode === undefined) return { wakeAt, watches: !cut && this.#tasks.some(({ wait }) => wait?.world), ...(cut ? { cut } : {}) };
    for (const left of [...this.#tasks]) this.kill(left, 'KILL');
    return { exitCode: first.exitCode };
  }

  /** Counts work that costs no virtual time; more than the steps allowed cuts the run. */
  step(count = 1): void {
    this.#steps += count;
    if (this.#steps > this.host.limits.steps) throw CUTS.steps;
  }

  wrote(length: number): void {
    this.#written += length;
    if (this.#written > this.host.limits.output) throw CUTS.output;
  }

  /** Lets controllers act if something was written since they last did. Objects that kubectl wrote are `counted`. */
  settle(counted = true): void {
    const { changes } = this.host.draft;
    if (changes.length === this.#changes) return;
    const written = changes.slice(this.#changes).filter(({ table }) => !UNWATCHED.has(table));
    if (written.length > 0) this.host.clock.settle();
    this.#changes = changes.length;
    if (counted) this.step(written.filter(({ by }) => by === WRITER).length * STEPS_PER_OBJECT);
  }

  spawnTask(parent: Task | undefined, makeProcess: (task: Task) => Process, program: Program): Task {
    if (this.#tasks.length >= MOST_PROCESSES) throw CUTS.steps;
    this.step(STEPS_PER_PROCESS);
    const task = new Task(this, ++this.#pids, parent && this.host.journal?.fork());
    task.running = program(makeProcess(task));
    parent?.children.push(task);
    this.#tasks.push(task);
    return task;
  }

  kill(task: Task, signal: 'TERM' | 'KILL' | 'INT'): void {
    if (task.exitCode !== undefined) return;
    for (const child of task.children) this.kill(child, signal);
    if (signal !== 'KILL' && task.wait?.interruptible && task.running) {
      task.interrupted = true;
      try {
        this.#step(task);
      } catch (error) {
        if (!(error instanceof Cut)) throw error;
      }
    }
    if (task.exitCode === undefined) this.#end(task, 128 + SIGNALS[signal]);
  }

  #end(task: Task, exitCode: number): void {
    const { running } = task;
    task.running = undefined;
    task.exitCode = exitCode;
    for (const { place, listener } of task.sockets) this.host.listen(place, listener, false);
    this.#tasks = this.#tasks.filter((other) => other !== task);
    this.#as(task, () => abandon(running));
  }

  /** Whatever the journal hears meanwhile is about this process. */
  #as(task: Task, act: () => void): void {
    const { journal } = this.host;
    const before = journal?.lane ?? '';
    if (journal) journal.lane = task.lane;
    try {
      act();
    } finally {
      if (journal) journal.lane = before;
    }
  }

  #step(task: Task): void {
    this.step();
    this.#as(task, () => this.#next(task));
    this.settle();
  }

  #next(task: Task): void {
    try {
      const { done, value } = (task.running as Running).next();
      if (done) this.#end(task, (value as number | undefined) ?? 0);
      // What is no moment is no reason to wait: a clock that takes it would never go on.
      else task.wait = Number.isNaN(value?.deadline) ? {} : value;
    } catch (error) {
      if (!(error instanceof BrokenPipe)) throw error;
      this.#end(task, 141);
    }
  }

  #isReady({ wait, lane }: Task): boolean {
    if (!wait) return true;
    const { deadline, until, world } = wait;
    if (deadline !== undefined && deadline <= this.host.clock.now()) return true;
    if (!until && !world) return deadline === undefined;
    const { journal } = this.host;
    return (until?.() ?? false) || (world !== undefined && (journal ? journal.isWoken(lane, world) : world()));
  }

  /** Steps every process that can go on; where none can, moves the clock to the next moment one may. With a journal: returns that moment where it lies ahead. */
  #until(isDone: () => boolean, end: Instant): Instant | undefined {
    const { clock, limits, journal } = this.host;
    while (!isDone()) {
      let progressed = false;
      for (const task of [...this.#tasks]) {
        if (task.exitCode !== undefined || !this.#isReady(task)) continue;
        this.#step(task);
        progressed = true;
        if (isDone()) return undefined;
      }
      if (progressed) continue;
      if (journal) {
        const next = Math.min(...this.#tasks.map(({ wait, lane }) => Math.min(wait?.deadline ?? Infinity, wait?.world ? journal.wokeAt(lane) : Infinity)));
        if (next > journal.present && journal.clock.at >= journal.present) return next;
        journal.clock.at = Math.min(next, journal.present);
        this.#steps = this.#written = 0;
        continue;
      }
      const waits = this.#tasks.map(({ wait }) => wait);
      const { afterwards } = this.host;
      if (afterwards && (afterwards.isRecorded || isOnlyEndless(waits))) {
        const next = afterwards.next(Math.min(...waits.map((wait) => wait?.deadline ?? Infinity)));
        if (next === false) throw CUTS.left;
        this.#changes = this.host.draft.changes.length;
        const hit = next === true ? undefined : next.pid === undefined ? this.#first : this.#tasks.find(({ pid }) => pid === next.pid);
        if (hit && next !== true) this.kill(hit, next.signal);
        continue;
      }
      const deadline = Math.min(end, ...waits.map((wait) => wait?.deadline ?? Infinity));
      const event = waits.some((wait) => wait?.until ?? wait?.world) ? clock.nextEvent() : undefined;
      const limit = this.#startedAt + (deadline === Infinity ? limits.endlessMs : limits.totalMs);
      const next = Math.min(deadline, event ?? Infinity);
      if (next > limit) {
        if (Number.isFinite(limit) && limit > clock.now()) clock.moveTo(limit);
        throw CUTS[deadline === Infinity ? 'endless' : 'time'];
      }
      this.step();
      if (next === deadline && ++this.#wakes > REPEATING && next > this.#startedAt + limits.repeatingMs) throw CUTS.endless;
      clock.moveTo(next);
      this.settle(false);
      if (clock.now() >= end) return undefined;
    }
    return undefined;
  }

  /** A process of this kernel, with everything it may ask for. */
  process(task: Task, machine: Machine, files: FileSystem, argv: readonly string[], env: { readonly [name: string]: string }, streams: Streams): Process {
    const { host } = this;
    const wrote = (length: number): void => this.wrote(length);
    const spawnTask = (make: (own: Task) => Process, program: Program): Task => this.spawnTask(task, make, program);
    const processOf = this.process.bind(this);
    const missing = (): Task => new Task(this, 0);
    const step = (count?: number): void => this.step(count);
    const enter = (): void => {
      if (++task.depth > DEEPEST) throw CUTS.steps;
    };
    const leave = (): void => {
      task.depth--;
    };
    const settle = (): void => this.settle();
    const trace = (one: Trace): void => {
      this.#asked++;
      host.trace(one);
    };
    const asked = (): number => this.#asked;
    const { journal } = host;
    const first = (): Task | undefined => this.#first;
    const isOver = (lane: string): boolean => !this.#tasks.some((one) => one.lane === lane);
    const start = (child: readonly string[], options: SpawnOptions, into: Streams): Task => {
      const there = options.place ? host.machineAt(options.place) : machine;
      const program = there ? findProgram({ ...there, files: options.place ? there.files : files }, child[0] ?? '') : undefined;
      if (!there || typeof program !== 'function') {
        const found = typeof program === 'function' ? undefined : program;
        const never = missing();
        never.exitCode = found === undefined ? 127 : 126;
        never.unstarted = unstartedReason(child[0] ?? '', found);
        return never;
      }
      const childEnv = { ...(options.place ? there.env : env), ...options.env };
      return spawnTask((own) => processOf(own, there, options.place ? there.files : files, child, childEnv, into), program);
    };
    return {
      argv,
      env,
      machine,
      files,
      streams,
      place: machine.place,
      draft: host.draft,
      pid: task.pid,
      input: streams.input,
      session: host.session,
      get now() {
        return host.clock.now();
      },
      recall: (ask) => (journal ? journal.recall(ask) : ask()),
      draw: (count) => (journal ? journal.recall(() => host.draft.draw(count)) : host.draft.draw(count)),
      unit: (run, fds) => (journal ? journal.unit(run, fds, isOver) : run(fds)),
      rounds: (fds) => {
        const rounds = journal?.rounds(fds, isOver);
        // Process ids go on where they were.
        return (
          rounds &&
          ((save, restore) =>
            rounds(
              () => {
                const state = save();
                return state === undefined ? undefined : { state, lastPid: this.#pids };
              },
              (kept) => {
                const { state, lastPid } = kept as { readonly state: unknown; readonly lastPid: number };
                this.#pids = Math.max(this.#pids, lastPid);
                restore(state);
              },
            ))
        );
      },
      unreadFrom: (written) => journal?.unreadFrom(written) ?? written,
      editor: host.editor,
      get asked() {
        return asked();
      },
      get interrupted() {
        return task.interrupted;
      },
      out(text) {
        wrote(text.length);
        streams.output.write(text);
      },
      err(text) {
        wrote(text.length);
        streams.errors.write(text);
      },
      *spawn(child, options = {}): Generator<Wait, SpawnResult, void> {
        const output = new TextOutput();
        const errors = new TextOutput();
        const input = options.input === undefined ? streams.input : textInput(options.input);
        const into = options.inherit ? { ...streams, input } : { input, output, errors };
        const started = start(child, options, into);
        if (started.exitCode === undefined) yield { until: () => started.exitCode !== undefined };
        return { exitCode: started.exitCode ?? 0, ...(started.unstarted ? { unstarted: started.unstarted } : {}), stdout: output.text, stderr: errors.text };
      },
      start: (child, options = {}) => start(child, options, streams),
      running: (pid) => this.#tasks.find((one) => one.pid === pid && !isWithin(task, one)),
      fork: (run, into) => spawnTask((own) => processOf(own, machine, files, argv, env, into), run),
      *call(program, childArgv, childEnv, into, childFiles): Running {
        step(STEPS_PER_PROGRAM);
        enter();
        try {
          return yield* program(processOf(task, machine, childFiles, childArgv, childEnv, into));
        } catch (error) {
          if (error instanceof BrokenPipe) return 141;
          throw error;
        } finally {
          leave();
          settle();
        }
      },
      listen(listener) {
        task.sockets.push({ place: machine.place, listener });
        host.listen(machine.place, listener, true);
      },
      notSimulated(id, params, line) {
        if (line) this.err(`${line}\n`);
        host.notSimulated(id, params);
      },
      become(words) {
        if (task === first()) host.become?.(words);
      },
      step,
      enter,
      leave,
      trace,
    };
  }
}

/** Whether a process is another, or one that it started. */
const isWithin = (task: Task, other: Task): boolean => task === other || other.children.some((child) => isWithin(task, child));

/** Whether nothing goes on but what only looks on. */
function isOnlyEndless(waits: readonly (Wait | undefined)[]): boolean {
  return waits.some((wait) => wait?.endless) && waits.every((wait) => wait?.endless || wait?.deadline === undefined);
}

/** Lets a program's `finally` run; nobody hears what it says there. */
function abandon(running: Running | undefined): void {
  try {
    running?.return(0);
  } catch (error) {
    if (!(error instanceof Cut) && !(error instanceof BrokenPipe)) throw error;
  }
}

/** A machine's program by name or path; `directory` and `file` are paths that cannot be executed. */
export function findProgram(machine: Machine, name: string): Program | 'directory' | 'file' | undefined {
  if (!name.includes('/')) return Object.hasOwn(machine.programs, name) ? machine.programs[name] : undefined;
  const match = /^(?:\/usr)?(?:\/local)?\/s?bin\/([^/]+)$/.exec(machine.files.resolve(name)) ?? /^\/([^/]+)$/.exec(machine.files.resolve(name));
  const known =
    match?.[1] !== undefined && Object.hasOwn(machine.programs, match[1]) && (match[0].includes('bin/') || ROOT_PROGRAMS.has(match[1]))
      ? machine.programs[match[1]]
      : undefined;
  return known ?? machine.files.kind(name);
}

/** Programs that images keep at their root. */
export const ROOT_PROGRAMS = new Set(['agnhost', 'pause', 'coredns', 'docker-entrypoint.sh', 'silent']);

/** Why a program cannot be started. Models runc's and Go os/exec's words (case run-and-ask; shared runtime lookPath). */
export function unstartedReason(name: string, found: 'directory' | 'file' | undefined): string {
  if (!name.includes('/')) return `exec: "${name}": executable file not found in $PATH`;
  return found === undefined ? `exec: "${name}": stat ${name}: no such file or directory` : `exec: "${name}": permission denied`;
}
