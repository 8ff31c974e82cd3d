import {
  runCommand,
  settleCluster,
  type CommandResult,
  type Happening,
  type OutputPiece,
  type TerminalSession,
  type Transition,
  type World,
} from '../engine/index.ts';
import type { TerminalKey } from './action.ts';
import { changesObjects, entryOf } from './history.ts';
import type { LabSession } from './session.ts';
import { addMoments } from './timeline.ts';

/** A line that goes on while others run: a capture, a watch, a forwarded port, an editor that is open. */
export interface RunningLine {
  /** The entry in the history that shows its output so far. */
  readonly number: number;
  readonly terminal: TerminalKey;
  readonly line: string | readonly string[];
  /** It keeps its terminal busy; otherwise it was left behind with `&`. */
  readonly inForeground: boolean;
  /** Process ids of the jobs that it left behind. */
  readonly jobs: readonly number[];
  /** What the line began with. */
  readonly began: World;
  /** Everything since it was left, oldest first. */
  readonly happenings: readonly Happening[];
}

/** The line that keeps a terminal busy. */
export const foregroundOf = ({ running }: LabSession, key: TerminalKey): RunningLine | undefined =>
  running.find(({ terminal, inForeground }) => terminal === key && inForeground);

/** The session after something happened that every running line may see: each has printed what it prints of it, and may have ended. */
export function happen(session: LabSession, ...happenings: readonly Happening[]): LabSession {
  if (session.running.length === 0 || happenings.length === 0) return session;
  const numbers = session.running.map(({ number }) => number);
  const hearing: LabSession = { ...session, running: session.running.map((one) => ({ ...one, happenings: [...one.happenings, ...happenings] })) };
  return numbers.reduce((done, number) => retold(done, number), hearing);
}

/** The session after something was done to one running line alone: a signal, a text saved in its editor. */
export function happenTo(session: LabSession, { number }: RunningLine, happening: Happening): LabSession {
  const running = session.running.map((one) => (one.number === number ? { ...one, happenings: [...one.happenings, happening] } : one));
  return retold({ ...session, running }, number, 'signal' in happening && happening.pid === undefined);
}

/** Brings what a line has printed up to date. One that has ended leaves the cluster and its terminal as it made them. */
function retold(session: LabSession, number: number, atCtrlC = false): LabSession {
  const line = session.running.find((one) => one.number === number);
  if (!line) return session;
  const result = runCommand(line.began, line.line, { afterwards: line.happenings });
  const before = session.history.find((one) => one.number === number);
  const shown = atCtrlC ? withCtrlC(result, before?.output.reduce((sum, { text }) => sum + text.length, 0) ?? 0) : result;
  const since = result.running ? undefined : result.since;
  const settled = since && changesObjects(since) ? settleCluster(result.world.cluster) : undefined;
  const entry = entryOf(shown, {
    number,
    terminal: line.terminal,
    line: before?.line ?? '',
    ...(before?.inside ? { inside: before.inside } : {}),
    notes: [],
    ...(settled ? { after: settled.transition } : {}),
  });
  const told: LabSession = { ...session, history: session.history.map((one) => (one.number === number ? entry : one)) };
  if (!since) return result.running === 'background' && line.inForeground ? sentBehind(told, line, result) : told;
  const transitions: readonly Transition[] = [since, ...(settled ? [settled.transition] : [])].filter(({ changes }) => changes.length > 0);
  const shell = session.terminals[line.terminal];
  const jobs = shell?.jobs?.filter((job) => !line.jobs.includes(job.pid)) ?? [];
  const ended: LabSession = {
    ...told,
    cluster: settled?.cluster ?? result.world.cluster,
    moments: addMoments(session.moments, transitions),
    running: session.running.filter((one) => one.number !== number),
    terminals: {
      ...session.terminals,
      ...(line.inForeground ? { [line.terminal]: result.world.session } : shell ? { [line.terminal]: { ...shell, jobs } } : {}),
    },
  };
  return happen(ended, ...transitions.map((transition) => ({ transition })));
}

/** What ran in the foreground has ended, and jobs of the line go on: its terminal is free. */
function sentBehind(session: LabSession, line: RunningLine, { world }: CommandResult): LabSession {
  return {
    ...session,
    running: session.running.map((one) => (one.number === line.number ? { ...one, inForeground: false } : one)),
    terminals: { ...session.terminals, [line.terminal]: world.session },
  };
}

/** The jobs that a line left running in its shell. */
export const jobsLeftBy = ({ world }: CommandResult, shell: TerminalSession): readonly number[] =>
  (world.session.jobs ?? []).flatMap(({ pid }) => (shell.jobs?.some((one) => one.pid === pid) ? [] : [pid]));

/** The result with `^C` where the key was pressed: after so many characters of output. */
function withCtrlC(result: CommandResult, after: number): CommandResult {
  const output: OutputPiece[] = [];
  let left = after;
  let shown = false;
  for (const piece of result.output) {
    if (shown || left >= piece.text.length) output.push(piece);
    else {
      output.push({ ...piece, text: piece.text.slice(0, left) }, { stream: 'stdout', text: '^C' }, { ...piece, text: piece.text.slice(left) });
      shown = true;
    }
    left -= piece.text.length;
  }
  if (!shown) output.push({ stream: 'stdout', text: '^C\n' });
  return { ...result, output: output.filter(({ text }) => text !== '') };
}
