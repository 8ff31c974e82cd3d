import type { Process, Running } from '../../machine/process.ts';
import { fail } from './failure.ts';
import type { Flags } from './flags.ts';

/** One run of one kubectl command. */
export interface Context {
  readonly process: Process;
  /** `create service clusterip`: without `kubectl`. */
  readonly path: string;
  readonly args: readonly string[];
  readonly flags: Flags;
  /** `-n`, or the session's own. */
  readonly namespace: string;
  /** Whether `-n` was given: files must agree with it. */
  readonly explicitNamespace: boolean;
  /** The server's warnings that were printed already. */
  readonly warned: Set<string>;
}

/** A command: prints through `context.process` and gives its exit status; ends early by throwing a `Failure`. */
export type Verb = (context: Context) => Running | number;

/** Ends the command with `error: TEXT` and the line that points at its help. */
export function failUsage({ path }: Context, text: string): never {
  fail(`${text}\nSee 'kubectl ${path}${path ? ' ' : ''}-h' for help and examples`);
}

/** Prints a server's warning on standard error, each text once in a command. */
export function warn({ process, warned }: Context, text: string): void {
  if (warned.has(text)) return;
  warned.add(text);
  process.err(`Warning: ${text}\n`);
}

/** Says that a part of kubectl is not simulated; the exit status to end with where nothing else was done. */
export function notSimulated({ process }: Context, what: string): 1 {
  process.notSimulated('kubectl', { what }, `minato: ${what} is not simulated`);
  return 1;
}

export type DryRun = 'none' | 'client' | 'server';

/** The value of `--dry-run`. Models kubectl pkg/cmd/util GetDryRunStrategy (v0.37.1). */
export function dryRunOf({ flags, process }: Context): DryRun {
  const value = flags.text('dry-run');
  if (value === '' || value === 'none' || value === 'client' || value === 'server') return value || 'none';
  if (value === 'unchanged') {
    process.err('W0101 00:00:00.000000       1 helpers.go:714] --dry-run is deprecated and can be replaced with --dry-run=client.\n');
    return 'client';
  }
  const bool = ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)
    ? 'client'
    : ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value)
      ? 'none'
      : undefined;
  if (!bool) fail(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
  process.err(
    `W0101 00:00:00.000000       1 helpers.go:${bool === 'client' ? 728 : 731}] --dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=${bool}.\n`,
  );
  return bool;
}
