import { otherLanguage, type Language } from '../messages/language.ts';

/** The address of a page or file of the site, wherever the site stands. `path` begins with a slash. */
export function href(path: `/${string}`): string {
  return `${import.meta.env.BASE_URL.replace(/\/$/u, '')}${path}`;
}

/** The address of a page in a language; `page` is its path below `/ja/` or `/en/`, such as `lessons/x/` or ``. */
export function pageHref(language: Language, page: string): string {
  return href(`/${language}/${page}`);
}

/** The same page in the other language. */
export function mirroredHref(language: Language, page: string): string {
  return pageHref(otherLanguage(language), page);
}
