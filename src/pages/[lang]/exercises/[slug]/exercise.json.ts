import type { APIRoute } from 'astro';
import { bundleExercise, readExercises } from '../../../../exercise/load.ts';
import { isLanguage, languages } from '../../../../messages/language.ts';

/** Every exercise in every language. */
export function getStaticPaths() {
  return languages.flatMap((lang) => readExercises().map(({ slug }) => ({ params: { lang, slug } })));
}

/** What the lab fetches of one exercise: an ExerciseBundle. */
export const GET: APIRoute = async ({ params }) => {
  const folder = readExercises().find(({ slug }) => slug === params['slug']);
  if (folder === undefined || !isLanguage(params['lang'])) return new Response(null, { status: 404 });
  return Response.json(await bundleExercise(folder, params['lang']));
};
