import type { TerminalSession } from '../machine/place.ts';
import type { DNSTrace, PacketTrace } from '../network/trace.ts';
import type { ClusterState, Transition } from '../store/cluster-state.ts';

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
  /** What of this command is not simulated: ids of `not-simulated` notes for the learner, in order. */
  readonly notSimulated: readonly { readonly id: string; readonly params: { readonly [name: string]: string } }[];
}

/**
 * Runs one line as the shell of `world.session.place` would, on the virtual clock, to its end. Controllers settle after
 * it (no time passes for that); use `settleCluster` to wait as a person would.
 */
export function runCommand(world: World, line: string): CommandResult {
  void line;
  const { now, resourceVersion, entropy } = world.cluster;
  const moment = { now, resourceVersion, entropy };
  return { world, stdout: '', stderr: '', output: [], exitCode: 127, transition: { before: moment, after: moment, changes: [] }, dns: [], packets: [], notSimulated: [] };
}
