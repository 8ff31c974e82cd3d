import type { APIRoute } from 'astro';
import { bundleExam } from '../../../exercise/exam-load.ts';
import { isLanguage, languages } from '../../../messages/language.ts';

/** The tasks of every exam, in every language, without answers. */
export function getStaticPaths() {
  return languages.map((lang) => ({ params: { lang } }));
}

/** What the exam's page fetches: an ExamBundle. */
export const GET: APIRoute = async ({ params }) => {
  const { lang } = params;
  return isLanguage(lang) ? Response.json(await bundleExam(lang)) : new Response(null, { status: 404 });
};
