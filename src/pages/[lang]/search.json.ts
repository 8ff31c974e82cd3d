import type { APIRoute } from 'astro';
import { isLanguage, languages } from '../../messages/language.ts';
import { siteWords } from '../../messages/site-words.ts';
import { siteEntries } from '../../search/entries.ts';
import { writeIndex } from '../../search/site-index.ts';

export function getStaticPaths() {
  return languages.map((lang) => ({ params: { lang } }));
}

/** What the search loads when it is first opened: the index of a language, and its words. */
export const GET: APIRoute = ({ params }) => {
  const language = isLanguage(params['lang']) ? params['lang'] : 'ja';
  return new Response(JSON.stringify({ words: siteWords(language).search, index: writeIndex(siteEntries(language), language) }));
};
