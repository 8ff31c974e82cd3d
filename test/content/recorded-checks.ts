import { drawExercise } from '../../src/exercise/faults.ts';
import { within, type ExerciseFolder } from '../../src/exercise/load.ts';
import { commandsOfExercise, type ExerciseCommands } from '../../src/real-cluster/exercise-commands.ts';

/** What is asked of the real programs about an exercise. */
export interface RecordedChecks {
  /** Checks that are a line of bash, in the exercise's script. */
  readonly lines: readonly string[];
  /** Where none is: those that are a line as soon as hosts beyond the cluster are there, as they were for the recording. */
  readonly beyond: ExerciseCommands | undefined;
  /** Where none is, either: checks of what an answer's commands showed. */
  readonly seen: readonly string[];
  /** All of these, by id. */
  readonly asked: readonly string[];
}

const linesOf = ({ checks }: ExerciseCommands): readonly string[] => checks.flatMap((command) => ('line' in command ? [command.id] : []));

export function recordedChecks({ definition, files, bank }: ExerciseFolder): RecordedChecks {
  const { starter } = drawExercise({ definition, starter: within(files, 'starter'), ...(bank ? { bank } : {}) }, definition.seed);
  const manifests = [...Object.values(within(files, 'given')), ...Object.values(starter)];
  const lines = linesOf(commandsOfExercise(definition, manifests));
  const everywhere = commandsOfExercise(definition, manifests, () => false);
  const beyond = lines.length === 0 && linesOf(everywhere).length > 0 ? everywhere : undefined;
  const seen = lines.length > 0 || beyond ? [] : definition.checks.flatMap(({ id, kind }) => (kind === 'observed' ? [id] : []));
  return { lines, beyond, seen, asked: [...lines, ...(beyond ? linesOf(beyond) : []), ...seen] };
}
