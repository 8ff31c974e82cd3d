import type { MiddlewareHandler } from 'astro';
import { readGlossary } from './exercise/load.ts';
import { markPhrases } from './phrases/mark-phrases.ts';
import { wordPattern } from './phrases/phrases.ts';

const terms = wordPattern(Object.values(readGlossary()).map(({ ja }) => ja));

/** Pages in Japanese come with their titles parted into phrases, those of `npm start` and those of the built site. */
export const onRequest: MiddlewareHandler = async (_context, next) => {
  const response = await next();
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
  const html = await response.text();
  return new Response(/^[^]{0,200}<html lang="ja"/u.test(html) ? markPhrases(html, terms) : html, response);
};
