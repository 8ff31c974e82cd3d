/** A language of the course. Neither is the source of the other. */
export type Language = 'ja' | 'en';

export const languages: readonly Language[] = ['ja', 'en'];

/** The other one. */
export function otherLanguage(language: Language): Language {
  return language === 'ja' ? 'en' : 'ja';
}

/** Whether a text is the tag of a language of the course. */
export function isLanguage(tag: unknown): tag is Language {
  return tag === 'ja' || tag === 'en';
}
