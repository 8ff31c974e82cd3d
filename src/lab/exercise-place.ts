import type { Check, Location, Vantage } from '../engine/index.ts';
import type { ExerciseDefinition } from '../exercise/exercise.ts';
import type { TerminalKey } from './action.ts';

/** A machine's own name: `debug` of `shop/debug`, `node-a` of `node:node-a`. */
export const machineOf = (key: TerminalKey): string => key.replace(/^.*[/:]/u, '');

/** Where a terminal stands: several shells at one place are told apart by a number, `shop/debug#2`. */
export function vantageOf(key: TerminalKey): string {
  return key.replace(/#\d+$/, '');
}

/** What stands before a command line: `debug:~$ `. */
export const promptOf = (key: TerminalKey): string => `${machineOf(vantageOf(key))}:~$ `;

/** The terminals an exercise opens: the one it begins in, the operator's, and those its checks speak from. */
export function terminalsOf({ terminal, checks }: ExerciseDefinition): readonly TerminalKey[] {
  return [...new Set([terminal, 'operator', ...vantagesOf(checks).filter((vantage) => !vantage.includes('/deploy/'))])];
}

/** Every vantage a list of checks sends from, in order, each once. */
export function vantagesOf(checks: readonly Check[]): readonly Vantage[] {
  const found = checks.flatMap((check) => ('from' in check ? [check.from] : 'hold' in check ? vantagesOf([check.hold].flat()) : []));
  return [...new Set(found)];
}

/** Where a vantage stands, as a packet's first hop would say; the node of a Pod is looked up by the caller. */
export function locationOfVantage(from: Vantage, nodeOfPod: (namespace: string, pod: string) => string | undefined): Location | undefined {
  if (from.startsWith('node:')) return { kind: 'node', node: machineOf(from) };
  const [namespace = '', pod] = from.split('/');
  if (pod === undefined) return { kind: 'host', host: from };
  const node = nodeOfPod(namespace, pod);
  return node === undefined ? undefined : { kind: 'pod', namespace, pod, node };
}
