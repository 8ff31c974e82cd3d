import { readLessons, type LessonFolder } from '../../exercise/load.ts';
import { isLanguage, type Language } from '../../messages/language.ts';

/** What a lesson's components know of the page they stand in. */
export interface LessonContext {
  readonly language: Language;
  readonly folder: LessonFolder;
}

/** The lesson and language of a page at `[lang]/lessons/[slug]`, from its parameters. */
export function lessonContext(params: Readonly<Record<string, string | undefined>>): LessonContext {
  const { lang, slug } = params;
  const folder = readLessons().find((lesson) => lesson.slug === slug);
  if (!isLanguage(lang) || folder === undefined) throw new Error(`a lesson component stands outside a lesson: ${lang ?? '?'}/${slug ?? '?'}`);
  return { language: lang, folder };
}
