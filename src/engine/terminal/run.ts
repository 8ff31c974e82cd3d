import { ROOT_HOME, SEARCH_PATH } from '../api/machine-environment.ts';
import type { ServerRequest } from '../api/server-request.ts';
import { advanceTo, settle } from '../controllers/settle.ts';
import { containerMachine } from '../images/container-machine.ts';
import { FileTree, type FileStore } from '../machine/file-tree.ts';
import type { CutReason } from '../machine/cut.ts';
import { findProgram, Kernel, unstartedReason, type Clock, type KernelHost, type Limits, type Signal } from '../machine/kernel.ts';
import type { OuterShell, Place, SessionSettings, TerminalSession } from '../machine/place.ts';
import type { Child, Machine, Output, Process, Program, ProgramTable, Running } from '../machine/process.ts';
import type { Variable } from '../machine/shell-context.ts';
import { SHELL } from '../machine/shell-part.ts';
import type { Shell } from '../machine/shell.ts';
import { textInput } from '../machine/streams.ts';
import { Part } from '../parts/part.ts';
import { locationOfPlace, machineKey } from '../network/machines.ts';
import type { DNSTrace, PacketTrace } from '../network/trace.ts';
import { ClusterDraft } from '../store/cluster-draft.ts';
import type { ClusterState, Transition } from '../store/cluster-state.ts';
import type { CapturedPacket } from '../store/packet-capture.ts';
import { plain } from '../tools/options.ts';
import { DEBIAN_PROGRAMS } from '../tools/programs.ts';
import { type Happening, Replay } from './afterwards.ts';
import { kubectl } from './kubectl/kubectl.ts';

/** Shells that lines open in Pods. */
export const INNER_SHELL_PART = new Part('inner-shell', () => import('./inner-shell.ts'));

/** A cluster and one terminal on it. */
export interface World {
  readonly cluster: ClusterState;
  readonly session: TerminalSession;
}

export interface OutputPiece {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** What one command line printed and did. */
export interface CommandResult {
  readonly world: World;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in the order they were written. */
  readonly output: readonly OutputPiece[];
  readonly exitCode: number;
  readonly transition: Transition;
  readonly dns: readonly DNSTrace[];
  readonly packets: readonly PacketTrace[];
  /** What kubectl asked the API server, in order. */
  readonly requests: readonly ServerRequest[];
  /** What of this command is not simulated: ids of `not-simulated` notes for the learner, in order. */
  readonly notSimulated: readonly { readonly id: string; readonly params: { readonly [name: string]: string } }[];
  /** What interfaces saw meanwhile, where it was asked for. */
  readonly captured?: readonly CapturedPacket[];
  /** It goes on until somebody ends it, before the shell's next line or (`&`) beside it: this is its output so far. */
  readonly running?: 'foreground' | 'background';
  /** Of a line that was taken up again: what it did to the cluster since, for `world` is good where it is not `running`. */
  readonly since?: Transition;
  /** A person's editor waits with this file. */
  readonly editing?: { readonly path: string; readonly text: string };
  /** What was sent to jobs that earlier lines left running. */
  readonly signals: readonly Signal[];
}

/** How a command is run that others run beside. Without any of these it stands alone. */
export interface RunBeside {
  /** Keep what interfaces see, for a capture in another shell. */
  readonly capture?: boolean;
  /**
   * Present where what only looks on may be left running, and a person can be asked to edit: everything that happened since it
   * was left. A line is left with nothing here, and taken up again from `world` as it was before the line.
   */
  readonly afterwards?: readonly Happening[];
}

/** Debian's programs and kubectl: the operator's machine, nodes and hosts. */
const PROGRAMS: ProgramTable = { ...DEBIAN_PROGRAMS, kubectl };

/** A command may take an hour of virtual time, two minutes where it repeats itself, and half a minute of watching for what may never come. */
const LIMITS: Limits = { totalMs: 3_600_000, repeatingMs: 120_000, endlessMs: 30_000, steps: 20_000, output: 1_000_000 };
/** More requests of one command are not kept: a watch asks again and again. */
const MOST_REQUESTS = 200;
/** Longer lines are not read. */
const LONGEST_LINE = 100_000;

const ENV = { PATH: SEARCH_PATH, HOME: ROOT_HOME, LC_ALL: 'C', TZ: 'UTC', TERM: 'dumb' };

/**
 * Runs one line as the shell of `world.session.place` would, on the virtual clock, to its end. Controllers settle after
 * it (no time passes for that); use `settleCluster` to wait as a person would.
 * Throws `PartMissing` where code is needed that is not loaded; nothing has happened then.
 * @param typed one line for the shell, or the words of a program, which runs without one
 */
export function runCommand(world: World, typed: string | readonly string[], { capture, afterwards }: RunBeside = {}): CommandResult {
  const draft = new ClusterDraft(world.cluster);
  const { session, command } = world.session.outer ? INNER_SHELL_PART.content.heard(draft, world.session, typed) : { session: world.session, command: typed };
  if (capture) draft.packets = [];
  const output: OutputPiece[] = [];
  const dns: DNSTrace[] = [];
  const packets: PacketTrace[] = [];
  const requests: ServerRequest[] = [];
  const notSimulated: { id: string; params: { readonly [name: string]: string } }[] = [];
  const files = { ...session.files };
  const settings: SessionSettings = {
    namespace: session.namespace,
    ...(session.kubeconfig && { kubeconfig: session.kubeconfig }),
    ...(session.history && { history: session.history }),
  };
  const sink = (stream: OutputPiece['stream']): Output => ({
    write(text) {
      const last = output.at(-1);
      if (last?.stream === stream) output[output.length - 1] = { stream, text: last.text + text };
      else if (text !== '') output.push({ stream, text });
    },
  });
  const streams = { input: textInput(''), output: sink('stdout'), errors: sink('stderr') };

  let edited: string | undefined;
  const save = (saved: string): void => {
    if (edited !== undefined) machine?.files.write(edited, saved);
    edited = undefined;
  };
  let entered: { readonly place: Place; readonly outer: Omit<OuterShell, 'session'> } | undefined;
  const replay = afterwards && new Replay(draft, afterwards, save);
  const signals: Signal[] = [];
  const jobs = session.jobs ?? [];
  const host: KernelHost = {
    draft,
    clock: clusterClock(draft, replay),
    limits: LIMITS,
    afterwards: replay,
    lastPid: Math.max(0, ...jobs.map(({ pid }) => pid)),
    ...(afterwards
      ? {
          editor: {
            keyboard: streams.input,
            enter: (place, outer) => void (entered = { place, outer }),
            open: (path) => void (edited = path),
            get path() {
              return edited;
            },
          },
        }
      : {}),
    session: settings,
    machineAt: (place) => machineAt(draft, place, files),
    listen(place, listener, open) {
      const at = locationOfPlace(draft, place);
      if (!at) return;
      const key = `${listener.protocol}/${listener.port}`;
      if (open) draft.set('sockets', machineKey(at), key, listener, 'process');
      else draft.delete('sockets', machineKey(at), key, 'process');
    },
    trace(trace) {
      if ('dns' in trace) dns.push(trace.dns);
      else if ('packet' in trace) packets.push(trace.packet);
      else if (requests.length < MOST_REQUESTS) requests.push(trace.request);
    },
    notSimulated(id, params) {
      if (!notSimulated.some((note) => note.id === id && JSON.stringify(note.params) === JSON.stringify(params))) notSimulated.push({ id, params });
    },
  };

  const machine = host.machineAt(session.place);
  let exitCode: number;
  let running: CommandResult['running'];
  // A directory and variables last only as long as the shell has them.
  const { cwd, variables, memory, ...lasting } = session;
  let next: Partial<TerminalSession> = { ...(cwd === undefined ? {} : { cwd }), ...(variables && { variables }), ...(memory && { memory }) };
  if (!machine) {
    exitCode = 1;
    streams.errors.write(unreachable(draft, session.place));
  } else if (typeof command === 'string' && command.length > LONGEST_LINE) {
    exitCode = 2;
    streams.errors.write(`minato: a line of more than ${LONGEST_LINE} characters is not read\n`);
  } else {
    const start = session.cwd === undefined ? machine : { ...machine, files: machine.files.in(session.cwd) };
    const shell = typeof command === 'string' ? shellOf(draft, session, start, (signal) => signals.push(signal)) : undefined;
    const { program, argv } = shell
      ? interpreting(shell, command as string)
      : { program: programNamed(start, command[0] ?? ''), argv: command as readonly string[] };
    const env = shell ? machine.env : { ...machine.env, ...session.env };
    const result = new Kernel(host).run(start, program, argv, env, streams);
    if (result.cut === 'left') running = result.inForeground ? 'foreground' : 'background';
    exitCode = result.exitCode;
    if (result.cut && result.cut !== 'left') {
      streams.errors.write(`minato: ${CUT_WORDS[result.cut]}\n`);
      host.notSimulated('command-cut', { reason: result.cut });
    }
    if (shell) next = sessionAfter(shell, machine, session);
  }
  if (!replay?.isRecorded) settle(draft);
  const text = (stream: OutputPiece['stream']): string =>
    output
      .filter((piece) => piece.stream === stream)
      .map((piece) => piece.text)
      .join('');
  const { transition, since } = replay?.begun ? replay.transitions() : { transition: draft.transition(), since: undefined };
  const after: TerminalSession = { ...lasting, ...next, files, ...settings, lastExit: exitCode };
  return {
    world: {
      cluster: draft.commit(),
      session: entered
        ? {
            place: entered.place,
            files,
            namespace: settings.namespace,
            env: {},
            memory: {},
            ...(entered.outer.isBash && { aliases: {} }),
            lastExit: 0,
            outer: { ...entered.outer, session: after },
          }
        : after,
    },
    stdout: text('stdout'),
    stderr: text('stderr'),
    output,
    exitCode,
    transition,
    dns,
    packets,
    requests,
    notSimulated,
    ...(capture ? { captured: draft.packets ?? [] } : {}),
    ...(running ? { running } : {}),
    ...(since ? { since } : {}),
    ...(edited === undefined ? {} : { editing: { path: edited, text: machine?.files.read(edited) ?? '' } }),
    signals,
  };
}

/** The shell that a line of this terminal is typed into. */
function shellOf(draft: ClusterDraft, session: TerminalSession, start: Machine, signal: (signal: Signal) => void): Shell {
  const { Shell, exportedVariables, rememberedShell } = SHELL.content;
  const isBash = session.place.kind === 'operator' || session.outer?.isBash;
  const dialect = isBash ? 'bash' : start.sh;
  const { arrays, functions, options, positional = [], pipeStatuses } = rememberedShell(session.memory ?? {}, dialect);
  return new Shell({
    dialect,
    name: isBash ? 'bash' : 'sh',
    files: start.files,
    variables: new Map<string, Variable>([
      ...exportedVariables({ ...start.env, ...session.env }),
      ...Object.entries(session.variables ?? {}).map(([name, value]) => [name, { value, exported: false }] as const),
      ...arrays,
    ]),
    positional,
    functions,
    options,
    pipeStatuses,
    startedAt: draft.config.startAt,
    lastExit: session.lastExit,
    aliases: session.aliases,
    jobs: (session.jobs ?? []).map(({ pid, ...job }) => {
      const child: Child & { exitCode: number | undefined } = {
        pid,
        exitCode: undefined,
        kill(name) {
          signal({ signal: name, pid });
          child.exitCode = 143;
        },
      };
      return { ...job, child };
    }),
  });
}

function interpreting(shell: Shell, line: string): { readonly program: Program; readonly argv: readonly string[] } {
  return { program: (process: Process): Running => shell.runText(line, { process, fds: SHELL.content.standardFiles(process) }), argv: [shell.name] };
}

function programNamed(machine: Machine, name: string): Program {
  const found = findProgram(machine, name);
  if (typeof found === 'function') return found;
  return plain((process) => (process.err(`minato: ${unstartedReason(name, found)}\n`), 127));
}

const CUT_WORDS: { readonly [reason in Exclude<CutReason, 'left'>]: string } = {
  endless: 'stopped: this would go on until Ctrl-C',
  time: 'stopped: a command may take at most an hour of simulated time',
  steps: `stopped: a command may take at most ${LIMITS.steps} steps`,
  output: `stopped: a command may print at most ${LIMITS.output} characters`,
};

function clusterClock(draft: ClusterDraft, replay: Replay | undefined): Clock {
  return {
    now: () => draft.now,
    nextEvent: () => draft.nextDue()?.event.dueAt,
    moveTo: (at) => advanceTo(draft, at),
    settle: () => replay?.isRecorded || settle(draft),
  };
}

/** What a shell leaves to the next line: variables, aliases and the working directory. */
function sessionAfter(shell: Shell, machine: Machine, before: TerminalSession): Partial<TerminalSession> {
  const env: { [name: string]: string } = {};
  const variables: { [name: string]: string } = {};
  for (const [name, { value, exported }] of shell.variables) {
    if (value === undefined) continue;
    if (!exported) variables[name] = value;
    else if (machine.env[name] !== value) env[name] = value;
  }
  const keeps = before.aliases !== undefined || (machine.place.kind !== 'operator' && shell.aliases.size > 0);
  const aliases = keeps ? { aliases: Object.fromEntries(shell.aliases) } : {};
  const memory = before.memory ? (SHELL.content.memoryOf(shell) ?? {}) : undefined;
  return {
    env,
    ...aliases,
    ...(memory && { memory }),
    jobs: shell.jobs.flatMap(({ number, source, child: { pid, exitCode } }) => (exitCode === undefined ? [{ number, pid, source }] : [])),
    ...(Object.keys(variables).length > 0 ? { variables } : {}),
    ...(shell.files.cwd === machine.files.cwd ? {} : { cwd: shell.files.cwd }),
  };
}

/** Why there is no shell at a place, as kubectl exec says it. */
function unreachable(draft: ClusterDraft, place: Place): string {
  if (place.kind !== 'pod') return `minato: there is no such machine\n`;
  const pod = draft.get('pods', place.namespace, place.pod);
  if (!pod) return `Error from server (NotFound): pods "${place.pod}" not found\n`;
  return `error: Internal error occurred: unable to upgrade connection: container not found ("${place.container ?? pod.spec.containers[0]?.name ?? ''}")\n`;
}

/** What a shell at a place has around it. The operator's files are those of every machine that is no container. */
export function machineAt(draft: ClusterDraft, place: Place, files: { [name: string]: string }): Machine | undefined {
  const { config } = draft;
  if (place.kind === 'pod') return containerMachine(draft, place.namespace, place.pod, place.container);
  const known =
    place.kind === 'operator' ||
    (place.kind === 'node' ? config.nodes.some(({ name }) => name === place.node) : config.outside.hosts.some(({ name }) => name === place.host));
  if (!known) return undefined;
  const hostname =
    place.kind === 'operator'
      ? 'operator'
      : place.kind === 'node'
        ? (config.nodes.find(({ name }) => name === place.node)?.hostname ?? place.node)
        : place.host;
  const isNode = place.kind === 'node';
  const given: { readonly [path: string]: string } = {
    '/etc/resolv.conf': `${isNode && config.nodeSearches.length > 0 ? `search ${config.nodeSearches.join(' ')}\n` : ''}${(isNode ? config.nodeNameservers : [config.outside.resolver]).map((ip) => `nameserver ${ip}\n`).join('')}`,
    '/etc/hosts': '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n',
    '/etc/hostname': `${hostname}\n`,
  };
  // The working directory's files are known by their bare names, everything else by its whole path.
  const keyOf = (path: string): string => (path.startsWith(`${ROOT_HOME}/`) ? path.slice(ROOT_HOME.length + 1) : path);
  const store: FileStore = {
    get: (path) => (Object.hasOwn(files, keyOf(path)) ? files[keyOf(path)] : given[path]),
    set(path, text) {
      if (text === undefined) delete files[keyOf(path)];
      else files[keyOf(path)] = text;
    },
    paths: () => [...Object.keys(given), ...Object.keys(files).map((name) => (name.startsWith('/') ? name : `${ROOT_HOME}/${name}`))],
  };
  return { place, hostname, programs: PROGRAMS, files: new FileTree(store, ROOT_HOME), env: ENV, libc: 'glibc', sh: 'dash' };
}
