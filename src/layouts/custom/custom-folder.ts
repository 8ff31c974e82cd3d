import { ContentError } from '../../exercise/content-error.ts';
import { bundleOfCustom, readCustomExercise } from '../../exercise/custom/custom-exercise.ts';
import { readCustomTexts } from '../../exercise/load.ts';
import { customWords, sayComplaint } from '../../messages/custom-words.ts';
import type { Language } from '../../messages/language.ts';

/** A custom exercise of this copy of the site. */
export interface CustomFile {
  /** `bakery-counter.yaml` */
  readonly file: string;
  readonly text: string;
  readonly titles: { readonly [language in Language]: string };
}

/** Every file of `content/custom/`, in the order of names. A mistake in one is a ContentError with its line. */
export function readCustomFolder(): readonly CustomFile[] {
  return Object.entries(readCustomTexts()).map(([file, text]) => {
    const read = readCustomExercise(text);
    if ('complaints' in read) {
      const said = read.complaints.map(({ id, params, path, line }) => ({
        line,
        why: `${path || 'the file'}: ${sayComplaint(customWords('en'), id, params)}`,
      }));
      const why = said.map((one, at) => (at === 0 ? one.why : `content/custom/${file}:${one.line}: ${one.why}`)).join('\n');
      throw new ContentError(`content/custom/${file}`, why, read.complaints[0]?.line);
    }
    return { file, text, titles: { ja: bundleOfCustom(read, 'ja').words.title, en: bundleOfCustom(read, 'en').words.title } };
  });
}
