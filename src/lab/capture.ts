import { runCommand, type CapturedPacket, type ClusterState, type CommandResult, type OutputPiece, type TerminalSession } from '../engine/index.ts';

/** A command that goes on in its terminal while others run elsewhere: a tcpdump, and whatever its line does with what it prints. */
export interface Capture {
  /** The entry in the history that shows its output so far. */
  readonly number: number;
  readonly line: string;
  /** The shell as it was before the line. */
  readonly shell: TerminalSession;
  /** What interfaces saw since it began, oldest first. */
  readonly packets: readonly CapturedPacket[];
}

/** Older packets are forgotten beyond this many. */
const MOST_PACKETS = 2_000;

/** Whether a line may go on until it is stopped. */
export const mayCapture = (line: string): boolean => /\btcpdump\b/.test(line);

export function overhear(capture: Capture, packets: readonly CapturedPacket[]): Capture {
  return { ...capture, packets: [...capture.packets, ...packets].slice(-MOST_PACKETS) };
}

/** What the capture has printed by now. It ended by itself where its result is not `running` (`tcpdump -c 5`). */
export function listenOn(cluster: ClusterState, { shell, line, packets }: Capture): CommandResult {
  return runCommand({ cluster, session: shell }, line, { overheard: packets, endless: 'left' });
}

/** What it has printed after Ctrl-C; the terminal shows `^C` where the key was pressed. */
export function interrupt(cluster: ClusterState, capture: Capture): CommandResult {
  const before = listenOn(cluster, capture).output.reduce((sum, { text }) => sum + text.length, 0);
  const result = runCommand({ cluster, session: capture.shell }, capture.line, { overheard: capture.packets, endless: 'interrupted' });
  const output: OutputPiece[] = [];
  let left = before;
  for (const piece of result.output) {
    if (left < 0 || left >= piece.text.length) output.push(piece);
    else output.push({ ...piece, text: piece.text.slice(0, left) }, { stream: 'stdout', text: '^C' }, { ...piece, text: piece.text.slice(left) });
    left -= left === piece.text.length ? left : piece.text.length;
  }
  return { ...result, output: output.filter(({ text }) => text !== '') };
}
