import { containerMachine } from '../images/container-machine.ts';
import { endInput } from '../images/container-input.ts';
import type { TerminalSession } from '../machine/place.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';

/** What is done, and in which shell: `exit`, or the end of its container, leads from a shell in a Pod to the one it was opened from. */
export function heard(
  draft: ClusterDraft,
  session: TerminalSession,
  command: string | readonly string[],
): { readonly session: TerminalSession; readonly command: string | readonly string[] } {
  const { outer, place, files, lastExit } = session;
  if (!outer || place.kind !== 'pod' || typeof command !== 'string') return { session, command };
  const { namespace, pod, container = '' } = place;
  const there = containerMachine(draft, namespace, pod, place.container);
  const left = /^\s*exit(?:\s+(\d+))?\s*$/.exec(command);
  if (there && !left) return { session, command };
  const status = there ? Number(left?.[1] ?? lastExit) % 256 : 137;
  if (outer.isMain) endInput(draft, namespace, pod, container, status);
  const said = ['sh', '-c', `[ $0 = 0 ] || echo command terminated with exit code $0 >&2; exit $0`, String(status)];
  return { session: { ...outer.session, files }, command: outer.leaving ?? (outer.isMain ? ['true'] : said) };
}
