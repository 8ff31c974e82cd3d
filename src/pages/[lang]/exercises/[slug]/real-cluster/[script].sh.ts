import type { APIRoute } from 'astro';
import { readExercises } from '../../../../../exercise/load.ts';
import { onRealCluster } from '../../../../../layouts/real-cluster.ts';
import { isLanguage, languages } from '../../../../../messages/language.ts';

export function getStaticPaths() {
  return languages.flatMap((lang) => readExercises().map((folder) => ({ params: { lang, slug: folder.slug, script: onRealCluster(folder, lang).name } })));
}

/** The exercise for a cluster of one's own: one file of bash. */
export const GET: APIRoute = ({ params }) => {
  const folder = readExercises().find(({ slug }) => slug === params['slug']);
  if (folder === undefined || !isLanguage(params['lang'])) return new Response(null, { status: 404 });
  return new Response(onRealCluster(folder, params['lang']).script, { headers: { 'Content-Type': 'text/x-shellscript; charset=utf-8' } });
};
