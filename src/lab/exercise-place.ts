import type { Check, Location, Place, Vantage } from '../engine/index.ts';
import type { ExerciseDefinition } from '../exercise/exercise.ts';
import type { TerminalKey } from './action.ts';

/** Where a terminal's commands run. */
export function placeOfTerminal(key: TerminalKey): Place {
  const [namespace = '', pod] = key.split('/');
  return pod === undefined ? { kind: 'operator' } : { kind: 'pod', namespace, pod };
}

/** What stands before a command line: `debug:~$ `. */
export function promptOf(key: TerminalKey): string {
  return `${key.slice(key.indexOf('/') + 1)}:~$ `;
}

/** The terminals an exercise opens: the one it begins in, the operator's, and those of Pods that its checks speak from. */
export function terminalsOf({ terminal, checks }: ExerciseDefinition): readonly TerminalKey[] {
  return [...new Set([terminal, 'operator', ...vantagesOf(checks).filter((vantage) => vantage.includes('/'))])];
}

/** Every vantage a list of checks sends from, in order, each once. */
export function vantagesOf(checks: readonly Check[]): readonly Vantage[] {
  const found = checks.flatMap((check) => ('from' in check ? [check.from] : 'hold' in check ? vantagesOf([check.hold].flat()) : []));
  return [...new Set(found)];
}

/** Where a vantage stands, as a packet's first hop would say; the node of a Pod is looked up by the caller. */
export function locationOfVantage(from: Vantage, nodeOfPod: (namespace: string, pod: string) => string | undefined): Location | undefined {
  if (from === 'outside' || from === 'operator') return { kind: 'host', host: from };
  if (from.startsWith('node:')) return { kind: 'node', node: from.slice(5) };
  const [namespace = '', pod = ''] = from.split('/');
  const node = nodeOfPod(namespace, pod);
  return node === undefined ? undefined : { kind: 'pod', namespace, pod, node };
}
