import type { Instant } from '../clock/instant.ts';
import type { CutReason } from '../machine/cut.ts';
import { resolvePath } from '../machine/file-tree.ts';
import { Kernel, ROOT_PROGRAMS, findProgram, unstartedReason, type Clock, type Limits } from '../machine/kernel.ts';
import type { Place } from '../machine/place.ts';
import type { Machine, Process, Program, ProgramTable, Running } from '../machine/process.ts';
import { textInput } from '../machine/streams.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { ContainerRecord, Listener, LogLine } from '../store/tables.ts';
import { containerMachine } from './container-machine.ts';
import type { Image } from './image-table.ts';
import { LogOutput, ScriptJournal } from './script-journal.ts';
import { SERVERS, type Server } from './server-programs.ts';

const LONGEST_LOG = 2000;
export const LIMITS: Limits = { totalMs: Infinity, repeatingMs: Infinity, endlessMs: 0, steps: 20_000, output: 200_000 };

/** What a main process is told that a limit has stopped: its container stays as it is. */
const CUT_WORDS: { readonly [reason in 'facts' | CutReason]?: string } = {
  facts: 'a container may do no more than this',
  output: `a container may print at most ${LIMITS.output} characters at one moment`,
  steps: `a container may take at most ${LIMITS.steps} steps at one moment`,
};

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
  const isLine = text !== '' && text.indexOf('\n') === text.length - 1;
  for (const line of isLine ? [text] : (text.match(/[^\n]*\n|[^\n]+/g) ?? [])) {
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
    recall: (ask) => ask(),
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

/** A main process under way, for as long as its draft lasts. */
interface Live {
  readonly kernel: Kernel;
  readonly journal: ScriptJournal;
  /** What it has written since it last waited. */
  readonly written: LogLine[];
  readonly listeners: Set<Listener>;
  became: readonly string[] | undefined;
  /** What its row says since it last waited: another row is of another run. */
  continuation: ContainerRecord['continuation'];
}

/** Tools that write through stdio, which keeps what goes into a pipe or a file until there is enough of it, or they end. */
const BUFFERING = ['awk', 'cut', 'egrep', 'fgrep', 'grep', 'head', 'mawk', 'nl', 'rev', 'sed', 'tr', 'uniq'];
/** The words that have it go at once. Models GNU grep 3.8 and sed 4.9. */
const LINES = /^--line-buffered$/;
const AT_ONCE: { readonly [name: string]: RegExp } = { egrep: LINES, fgrep: LINES, grep: LINES, sed: /^(-[nErsz]*u.*|--unbuffered)$/ };
/** Models glibc 2.36 libio/filedoalloc.c _IO_file_doallocate: a pipe's st_blksize, as it is below BUFSIZ. */
const STDIO_BYTES = 4096;

const buffered = (program: Program, atOnce: RegExp | undefined): Program =>
  function* (process): Running {
    if (process.argv.some((word) => atOnce?.test(word))) return yield* program(process);
    let kept = '';
    const out = (text: string): void => {
      kept += text;
      if (kept.length >= STDIO_BYTES) flush();
    };
    const flush = (): void => {
      process.out(kept);
      kept = '';
    };
    // Models mawk 1.3.4 bi_funct.c bi_system: everything is flushed before another program runs.
    const spawn: Process['spawn'] = (argv, options) => (flush(), process.spawn(argv, options));
    const changed = { out, flush, spawn, streams: { ...process.streams, output: { write: out } } };
    const own = Object.create(process, Object.fromEntries(Object.entries(changed).map(([key, value]) => [key, { value }]))) as Process;
    const status = yield* program(own);
    flush();
    return status;
  };

/** Made once for each table of programs: what it comes to is the same without it (test: the same in one piece and in sixty). */
const bufferedOf = new WeakMap<ProgramTable, ProgramTable>();

function bufferedPrograms(programs: ProgramTable): ProgramTable {
  let known = bufferedOf.get(programs);
  if (!known) {
    const own = BUFFERING.flatMap((name) => (programs[name] ? [[name, buffered(programs[name], AT_ONCE[name])] as const] : []));
    bufferedOf.set(programs, (known = { ...programs, ...Object.fromEntries(own) }));
  }
  return known;
}

/**
 * The main processes that wait, for as long as their draft lasts. What it comes to is the same without it: a draft that finds none
 * here begins from the rows (test/engine/images/main-process.test.ts: every script in one piece and in sixty).
 */
const liveOf = new WeakMap<ClusterDraft, Map<string, Live>>();

/** Puts a container's main process where its row says it was. */
function begin(draft: ClusterDraft, namespace: string, pod: string, container: string, record: ContainerRecord): Live | { readonly unstarted: string } {
  const journal = new ScriptJournal(draft, record.startedAt, record.continuation?.lanes ?? {});
  const { signalMain: _, ...found } = containerMachine(draft, namespace, pod, container, (ask) => journal.recall(ask)) as Machine;
  const machine = { ...found, programs: bufferedPrograms(found.programs) };
  const [name = ''] = record.argv;
  const program = findProgram(machine, name);
  if (typeof program !== 'function') return { unstarted: unstartedReason(name, program) };
  const written: LogLine[] = [];
  const listeners = new Set<Listener>();
  const output = (stream: 'stdout' | 'stderr'): LogOutput => new LogOutput(journal, (text) => void written.push({ at: draft.now, stream, text }));
  const live: Omit<Live, 'kernel'> = { journal, written, listeners, became: undefined, continuation: record.continuation };
  const kernel = new Kernel({
    draft,
    journal,
    become: (argv) => void (live.became = argv),
    clock: { now: () => journal.clock.at, nextEvent: () => undefined, moveTo: () => undefined, settle: () => undefined },
    limits: LIMITS,
    session: { namespace },
    machineAt: (place) =>
      place.kind === 'pod' ? containerMachine(draft, place.namespace, place.pod, place.container, (ask) => journal.recall(ask)) : undefined,
    listen: (_, listener, open) => (open ? listeners.add(listener) : listeners.delete(listener)),
    trace: () => undefined,
    notSimulated: () => undefined,
  });
  kernel.start(machine, program, record.argv, machine.env, { input: textInput(''), output: output('stdout'), errors: output('stderr') });
  return Object.assign(live, { kernel });
}

/**
 * Runs a container's main process from where it was, until it waits or ends; its row then has its output, sockets and
 * continuation. In another draft than the one it waited in it begins anew and is told what it was told before
 * (`continuation.lanes`), so that everything between two moments is plain data.
 */
export function runMain(draft: ClusterDraft, namespace: string, pod: string, container: string): 'started' | { readonly unstarted: string } {
  const key = `${pod}/${container}`;
  const event = `process/${namespace}/${key}`;
  const record = draft.get('containers', namespace, key) as ContainerRecord;
  let mains = liveOf.get(draft);
  if (!mains) liveOf.set(draft, (mains = new Map()));
  const known = mains.get(event);
  mains.delete(event);
  const live = record.continuation && known?.continuation === record.continuation ? known : begin(draft, namespace, pod, container, record);
  if ('unstarted' in live) return live;
  const outcome = live.kernel.goOn();
  const { continuation: _, ...current } = draft.get('containers', namespace, key) as ContainerRecord;
  const log = [...current.log];
  for (const { at, stream, text } of live.written.splice(0)) writeLog(log, at, stream, text);
  const kept = { ...current, ...(live.became ? { became: live.became } : {}), log: log.slice(-LONGEST_LOG) };
  if ('exitCode' in outcome) {
    draft.set('containers', namespace, key, { ...kept, listeners: [], exited: { at: draft.now, code: outcome.exitCode } }, 'process');
    return 'started';
  }
  const { wakeAt, watches, cut } = outcome;
  if (cut && CUT_WORDS[cut]) writeLog(kept.log, draft.now, 'stderr', `minato: stopped: ${CUT_WORDS[cut]}\n`);
  const wakes = Number.isFinite(wakeAt);
  live.continuation = { lanes: live.journal.lanes, ...(wakes ? { wakeAt } : {}), ...(watches ? { watches: `${namespace}/${key}` } : {}) };
  draft.set('containers', namespace, key, { ...kept, listeners: [...live.listeners], continuation: live.continuation }, 'process');
  if (wakes) draft.schedule(event, { dueAt: wakeAt, owner: 'process', about: `${namespace}/${key}` });
  if (wakes || watches) mains.set(event, live);
  return 'started';
}
