import type { ExerciseBundle } from '../exercise/exercise.ts';
import { pageHref } from '../layouts/href.ts';
import type { Language } from '../messages/language.ts';

/** An exercise as its own page has it, in one language. */
export async function fetchBundle(language: Language, slug: string): Promise<ExerciseBundle> {
  const response = await fetch(pageHref(language, `exercises/${slug}/exercise.json`));
  if (!response.ok) throw new Error(`no words: ${response.status}`);
  return (await response.json()) as ExerciseBundle;
}
