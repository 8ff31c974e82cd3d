import type { Instant } from '../clock/instant.ts';
import { resolvePath } from '../machine/file-tree.ts';
import { Kernel, ROOT_PROGRAMS, findProgram, unstartedReason, type Clock, type KernelHost, type Limits } from '../machine/kernel.ts';
import type { Place } from '../machine/place.ts';
import type { Machine, Program, Running, Streams } from '../machine/process.ts';
import { shell } from '../machine/shell-part.ts';
import type { Dialect } from '../machine/shell-syntax.ts';
import { textInput } from '../machine/streams.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { ContainerRecord, Listener, LogLine } from '../store/tables.ts';
import { containerMachine } from './container-machine.ts';
import type { Image } from './image-table.ts';
import { ScriptJournal, Suspended } from './script-journal.ts';
import { SERVERS, type Server } from './server-programs.ts';

const LONGEST_LOG = 2000;
export const LIMITS: Limits = { totalMs: Infinity, repeatingMs: Infinity, endlessMs: 0, steps: 20_000, output: 200_000 };

/** A clock that only counts: a program's waits are added up, the cluster's own time stands still. */
export function countingClock(draft: ClusterDraft): Clock & { readonly elapsedMs: number } {
  let offset = 0;
  return {
    now: () => draft.now + offset,
    nextEvent: () => undefined,
    moveTo(at: Instant) {
      offset = Math.max(offset, at - draft.now);
    },
    settle: () => undefined,
    get elapsedMs() {
      return offset;
    },
  };
}

function writeLog(log: LogLine[], at: Instant, stream: 'stdout' | 'stderr', text: string): void {
  for (const line of text.match(/[^\n]*\n|[^\n]+/g) ?? []) {
    const last = log.at(-1);
    if (last && last.stream === stream && !last.text.endsWith('\n')) log[log.length - 1] = { ...last, text: last.text + line };
    else log.push({ at, stream, text: line });
  }
}

/** The row of a container whose main process is a server, after its start; `undefined`: it is something else, to be run step by step. */
export function startServer(
  draft: ClusterDraft,
  place: Place & { readonly kind: 'pod' },
  image: Image,
  record: ContainerRecord,
  workingDir = '/',
): ContainerRecord | undefined {
  const found = serverOf(image, record.argv);
  if (!found) return undefined;
  const log: LogLine[] = [];
  const err = (text: string): void => writeLog(log, draft.now, 'stderr', text);
  const served = found.server({
    argv: found.argv,
    draft,
    place,
    now: draft.now,
    files: {
      read(name) {
        const path = resolvePath(workingDir, name);
        return record.files[path] ?? image.files?.[path];
      },
    },
    out: (text) => writeLog(log, draft.now, 'stdout', text),
    err,
    notSimulated: (_, __, line) => err(`${line}\n`),
  });
  return typeof served === 'number' ? { ...record, log, exited: { at: draft.now, code: served } } : { ...record, log, listeners: served };
}

/** The server among an image's programs that these words start, and what it is told. */
function serverOf(image: Image, argv: readonly string[]): { readonly server: Server; readonly argv: readonly string[] } | undefined {
  const [path = ''] = argv;
  const name = ROOT_PROGRAMS.has(path.slice(1)) && path.startsWith('/') ? path.slice(1) : path;
  if (image.servers?.includes(name) !== true) return undefined;
  const server = SERVERS[name];
  return server ? { server, argv } : serverOf(image, argv.slice(1));
}

const SHELLS: { readonly [name: string]: true } = { sh: true, ash: true, dash: true, bash: true };

/**
 * Runs a container's main process from where it was, until it waits or ends; its row then has its output, sockets and
 * continuation. A script goes command by command: what a command did is kept in `continuation.lanes` and replayed
 * instead of run again, so that everything between two moments is plain data.
 */
export function runMain(draft: ClusterDraft, namespace: string, pod: string, container: string): 'started' | { readonly unstarted: string } {
  const key = `${pod}/${container}`;
  const record = draft.get('containers', namespace, key) as ContainerRecord;
  const machine = containerMachine(draft, namespace, pod, container) as Machine;
  const clock = countingClock(draft);
  const journal = new ScriptJournal(record.continuation?.lanes ?? {}, () => clock.now());
  const log = [...record.log];
  const listeners: Listener[] = [];
  const write = (stream: 'stdout' | 'stderr') => ({ write: (text: string) => writeLog(log, draft.now, stream, text) });
  const host: KernelHost = {
    draft,
    clock,
    limits: LIMITS,
    session: { namespace },
    machineAt: () => machine,
    listen(_, listener, open) {
      if (open) listeners.push(listener);
    },
    trace: () => undefined,
    notSimulated: () => undefined,
  };
  const own = journal.journal();
  const streams: Streams = { input: textInput(''), output: own.output(write('stdout')), errors: own.output(write('stderr')) };
  const [name = ''] = record.argv;
  const found = findProgram(machine, name);
  if (typeof found !== 'function') {
    return { unstarted: unstartedReason(name, found) };
  }
  const isShell = SHELLS[name.replace(/^.*\//, '')];
  const dialect: Dialect = /bash$/.test(name) ? 'bash' : machine.sh;
  const main: Program = isShell
    ? shell(dialect, own)
    : function* (process): Running {
        return yield* own.unit((output) => process.call(found, process.argv, process.env, { ...streams, output }, process.files), streams.output);
      };
  const program: Program = function* (process): Running {
    const status = yield* main(process);
    journal.over = true;
    return status;
  };
  let outcome: { readonly exitCode: number; readonly cut?: string } | { readonly wakeAt: Instant };
  try {
    outcome = new Kernel(host).run(machine, program, record.argv, machine.env, streams);
  } catch (error) {
    if (!(error instanceof Suspended)) throw error;
    outcome = { wakeAt: error.wakeAt };
  }
  const { continuation: _, ...current } = draft.get('containers', namespace, key) as ContainerRecord;
  const kept = { ...current, listeners: [...listeners], log: log.slice(-LONGEST_LOG) };
  const event = `process/${namespace}/${key}`;
  if ('wakeAt' in outcome) {
    const wakes = !journal.isFull && Number.isFinite(outcome.wakeAt);
    draft.set('containers', namespace, key, { ...kept, continuation: { lanes: journal.lanes, ...(wakes ? { wakeAt: outcome.wakeAt } : {}) } }, 'process');
    if (wakes) draft.schedule(event, { dueAt: outcome.wakeAt, owner: 'process', about: `${namespace}/${key}` });
  } else if (outcome.cut) draft.set('containers', namespace, key, { ...kept, continuation: { lanes: journal.lanes } }, 'process');
  else draft.set('containers', namespace, key, { ...kept, listeners: [], exited: { at: draft.now, code: outcome.exitCode } }, 'process');
  return 'started';
}
