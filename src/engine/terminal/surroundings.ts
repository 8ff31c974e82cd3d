import type { TerminalSession } from '../machine/place.ts';
import { SHELL } from '../machine/shell-part.ts';
import { ClusterDraft } from '../store/cluster-draft.ts';
import { machineAt, type World } from './run.ts';

/** What a shell finds around it: what can be called, and what can be named. */
export interface Surroundings {
  /** Programs, builtins and aliases, sorted. */
  readonly commands: readonly string[];
  /** Sorted. */
  readonly variables: readonly string[];
  /** Entries of a directory as the shell would see it from where it stands: names, and which of them are directories. */
  readonly entries: (directory: string) => readonly { readonly name: string; readonly directory: boolean }[];
}

/** What is around the shell of a session; nothing where its machine is gone. Throws `PartMissing` before a shell was loaded. */
export function surroundings({ cluster, session }: World): Surroundings {
  const machine = machineAt(new ClusterDraft(cluster), session.place, { ...session.files });
  if (!machine) return { commands: [], variables: [], entries: () => [] };
  const files = session.cwd === undefined ? machine.files : machine.files.in(session.cwd);
  const names = new Set([...Object.keys(machine.programs), ...Object.keys(SHELL.content.BUILTINS), ...Object.keys(session.aliases ?? {})]);
  return {
    commands: [...names].filter((name) => /^[a-z]/.test(name)).sort(),
    variables: [...new Set([...Object.keys(machine.env), ...Object.keys(session.env), ...Object.keys(session.variables ?? {})])].sort(),
    entries: (directory) =>
      files.list(directory).map((name) => ({ name, directory: files.kind(`${directory === '/' ? '' : directory}/${name}`) === 'directory' })),
  };
}

/** Whether the shell of a session would ask for another line before it does anything. */
export function wantsMore({ place }: TerminalSession, text: string): boolean {
  return SHELL.content.isUnfinished(text, place.kind === 'operator' ? 'bash' : 'dash');
}
