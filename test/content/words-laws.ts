import { ContentError } from '../../src/exercise/content-error.ts';
import { readSections, type WordsSection } from '../../src/exercise/words.ts';
import { breachesOf, type Breach } from './breach.ts';
import { proseBreaches } from './structure-laws.ts';

/** A folder whose words stand in ja.md and en.md, by ids that a file of data asks for. */
export interface WordedFolder {
  readonly path: string;
  readonly files: { readonly [file: string]: string };
  /** As in `a sheet stands`. */
  readonly stands: string;
  /** What asks for the words, as `sheet.yaml`. */
  readonly askedBy: string;
  readonly wanted: readonly string[];
}

/** One language of it, as it could be read. */
export interface WordsHalf {
  readonly file: string;
  readonly text: string;
  readonly sections: readonly WordsSection[];
}

/** Both languages are there with a section for everything that is asked for, and for nothing else; `more` says what else of a half is wrong. */
export function wordsBreaches({ path, files, stands, askedBy, wanted }: WordedFolder, more: (half: WordsHalf) => readonly Breach[]): readonly Breach[] {
  return (['ja', 'en'] as const).flatMap((language) => {
    const name = `${language}.md`;
    const file = `${path}/${name}`;
    const text = files[name];
    if (text === undefined) return [{ file, line: 1, why: `is missing: ${stands} in both languages; write it` }];
    try {
      const { sections } = readSections(text, file);
      const lacking = wanted.filter((id) => !sections.some((one) => one.id === id));
      const unasked = sections.filter(({ id }) => !wanted.includes(id));
      return [
        ...lacking.map((id) => ({ file, line: 1, why: `has no section {#${id}}: write "## The words {#${id}}"` })),
        ...unasked.map(({ id, line }) => ({ file, line, why: `has the section {#${id}}, which ${askedBy} does not ask for: mend the id, or take it out` })),
        ...more({ file, text, sections }),
        ...proseBreaches(text, file, language),
      ];
    } catch (problem) {
      if (!(problem instanceof ContentError)) throw problem;
      return breachesOf(problem);
    }
  });
}
