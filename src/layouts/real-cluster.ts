import { drawExercise } from '../exercise/faults.ts';
import { within, type ExerciseFolder } from '../exercise/load.ts';
import { readSections } from '../exercise/words.ts';
import type { Language } from '../messages/language.ts';
import { realClusterWords } from '../messages/real-cluster-words.ts';
import { commandsOfExercise, type ExerciseCommands } from '../real-cluster/exercise-commands.ts';
import { realClusterScript, scriptName } from '../real-cluster/script.ts';

/** An exercise for a cluster of one's own, in one language. */
export interface RealClusterExercise {
  readonly title: string;
  readonly name: string;
  readonly script: string;
  readonly commands: ExerciseCommands;
  /** Check id → its sentence, as plain text. */
  readonly checks: { readonly [id: string]: string };
}

export function onRealCluster({ definition, files, path, bank }: ExerciseFolder, language: Language): RealClusterExercise {
  const { title, sections } = readSections(files[`${language}.md`] ?? '', `${path}/${language}.md`);
  const plain = (text: string): string => text.replace(/[`*]/gu, '');
  const checks = Object.fromEntries(
    sections.flatMap(({ id, heading }) => (id.startsWith('check-') ? [[id.slice('check-'.length), plain(heading)] as const] : [])),
  );
  const given = within(files, 'given');
  // Of an exercise whose faults are drawn, the run that its seed stands for.
  const { starter } = drawExercise({ definition, starter: within(files, 'starter'), ...(bank ? { bank } : {}) }, definition.seed);
  const commands = commandsOfExercise(definition, [...Object.values(given), ...Object.values(starter)]);
  const { script: words } = realClusterWords(language);
  return {
    title,
    name: scriptName(definition),
    script: realClusterScript({ definition, title: plain(title), checks, given, starter, commands, words }),
    commands,
    checks,
  };
}
