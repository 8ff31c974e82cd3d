import { bundleOfCustom, readCustomExercise, type CustomExercise } from '../exercise/custom/custom-exercise.ts';
import type { Complaint } from '../exercise/custom/complaint.ts';
import type { ExerciseBundle } from '../exercise/exercise.ts';
import type { Language } from '../messages/language.ts';

/** What a text of somebody else comes to: an exercise with its bundle in every language of the page, or what is in the way. */
export type ReadCustom =
  { readonly exercise: CustomExercise; readonly bundles: { readonly [language in Language]: ExerciseBundle } } | { readonly complaints: readonly Complaint[] };

/** Reads one text after the other where nobody waits for it: YAML and Markdown that mean harm can take minutes. */
addEventListener('message', ({ data }: MessageEvent<string>) => {
  const exercise = readCustomExercise(data);
  const answer: ReadCustom =
    'complaints' in exercise ? exercise : { exercise, bundles: { ja: bundleOfCustom(exercise, 'ja'), en: bundleOfCustom(exercise, 'en') } };
  postMessage(answer);
});
postMessage('awake');
