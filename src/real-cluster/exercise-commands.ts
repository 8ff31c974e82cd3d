import type { ExerciseDefinition } from '../exercise/exercise.ts';
import { commandOf, snapshotLines, type CheckCommand } from './check-command.ts';
import { workloadsOf } from './workloads.ts';

/** The folder in which an exercise's script keeps what it compares with. */
export const SNAPSHOTS = '.given';

/** What an exercise is on a real cluster: lines of bash that look at nodes, keep what was given, and try each check. */
export interface ExerciseCommands {
  /** Sets NODE_A…, ADDRESS_A… and CLIENT_ADDRESS. */
  readonly places: readonly string[];
  readonly snapshots: readonly string[];
  readonly checks: readonly CheckCommand[];
}

/** Names and addresses that only the simulated world beyond the cluster has. */
const isSimulated = (host: string): boolean => /(^|\.)(example\.(com|net|org)|sample\.test)\.?$|^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/.test(host);

const LETTERS = ['A', 'B', 'C'] as const;

/** The nodes of any cluster take the places of node-a, node-b and node-c in the order of their names. */
const PLACES: readonly string[] = [
  ...LETTERS.map(
    (letter, index) => `NODE_${letter}=$(kubectl get nodes -l '!node-role.kubernetes.io/control-plane' -o jsonpath='{.items[${index}].metadata.name}')`,
  ),
  ...LETTERS.map((letter) => `ADDRESS_${letter}=$(kubectl get node "$NODE_${letter}" -o jsonpath='{.status.addresses[?(@.type=="InternalIP")].address}')`),
];

/** The command lines of an exercise; `manifests` are those of `given/` and `starter/`. @param isOutside what of the world beyond the cluster is not there */
export function commandsOfExercise({ checks, cluster }: ExerciseDefinition, manifests: Iterable<string>, isOutside = isSimulated): ExerciseCommands {
  const context = { workloads: workloadsOf(manifests, cluster.namespace), snapshots: SNAPSHOTS, isOutside };
  const commands = checks.map((check) => commandOf(check, context));
  const compiled = new Set(commands.flatMap((command) => ('line' in command ? [command.id] : [])));
  return {
    places: PLACES,
    snapshots: snapshotLines(
      checks.filter(({ id }) => compiled.has(id)),
      context,
    ),
    checks: commands,
  };
}
