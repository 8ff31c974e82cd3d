import type { APIRoute } from 'astro';
import { bundleReview } from '../../../exercise/review-load.ts';
import { isLanguage, languages } from '../../../messages/language.ts';

/** The questions that come back, in every language. */
export function getStaticPaths() {
  return languages.map((lang) => ({ params: { lang } }));
}

/** What the review page fetches: a ReviewBundle. */
export const GET: APIRoute = async ({ params }) => {
  const { lang } = params;
  return isLanguage(lang) ? Response.json(await bundleReview(lang)) : new Response(null, { status: 404 });
};
