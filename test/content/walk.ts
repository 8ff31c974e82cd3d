import { z } from 'astro/zod';
import { ContentError } from '../../src/exercise/content-error.ts';
import { entriesOf, readYAML, within, type ExerciseFolder } from '../../src/exercise/load.ts';
import { readSections } from '../../src/exercise/words.ts';
import { breachesOf, lineWith, type Breach } from './breach.ts';

/** How many hints a learner may open on the way: the fourth is a similar case. */
export const HINTS = 3;

/**
 * `walk.yaml`: the way of a learner who opens hints 1 to 3 and no more. `follows` is the right answer it leads to; `told` says of every
 * question which hint decides it, in that hint's own words, or that the answer was `shown` before it is given: printed in a terminal, or
 * said on the page.
 */
const walkSchema = z.strictObject({
  follows: z.string().regex(/^[a-z0-9-]+$/u),
  told: z
    .record(
      z.string(),
      z.union([
        z.literal('shown'),
        z.strictObject({ shown: z.string().min(1) }),
        z.strictObject({ hint: z.int().min(1).max(HINTS), ja: z.string().min(2), en: z.string().min(2) }),
      ]),
    )
    .default({}),
});
export type Walk = z.infer<typeof walkSchema>;

/** The walk of an exercise's folder; none where its faults are drawn, because its hints are about every draw. */
export function readWalk({ bank, files, path }: ExerciseFolder): Walk | undefined {
  return bank ? undefined : readYAML(files['walk.yaml'] ?? '', `${path}/walk.yaml`, walkSchema);
}

/** A text as it stands on a page: without the marks of Markdown, every run of blanks one blank. */
export const asShown = (text: string): string =>
  text
    .replace(/[`*]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();

/** Words that decide: without quotes and punctuation, of two letters or more, or a number. */
export const wordsOf = (text: string): readonly string[] => text.split(/[\s"',:;{}[\]()|=<>`$\\]+/u).filter((word) => word.length > 1 || /\d/u.test(word));

/** The words on lines of these files that do not stand in the files they replace. */
export function wordsWritten(texts: { readonly [file: string]: string }, before: { readonly [file: string]: string }): readonly string[] {
  return Object.entries(texts).flatMap(([file, text]) => {
    const begun = new Set((before[file] ?? '').split('\n').map((line) => line.trim()));
    return text
      .split('\n')
      .map((line) => line.replace(/(^|\s)#.*$/u, '').trim())
      .filter((line) => !begun.has(line))
      .flatMap(wordsOf);
  });
}

/** Hints 1 to 3 lead to a right answer: every question has a hint that says, in both languages, what decides it. */
export function walkBreaches(folder: ExerciseFolder): readonly Breach[] {
  const { definition, files, path } = folder;
  const text = files['walk.yaml'];
  const breach = (why: string, part?: string | RegExp): Breach => ({ file: `${path}/walk.yaml`, line: lineWith(text, part), why });
  if (folder.bank) return [];
  if (text === undefined) return [breach('is missing: say which right answer hints 1 to 3 lead to, and where each answer stands in them')];
  let walk: Walk;
  try {
    walk = readWalk(folder)!;
  } catch (problem) {
    if (problem instanceof ContentError) return breachesOf(problem);
    throw problem;
  }
  const answers = entriesOf(files, 'solution').filter((name) => Object.keys(within(files, `solution/${name}`)).length > 0);
  const fields = definition.questions.map(({ field }) => field);
  const hints = (['ja', 'en'] as const).flatMap((language) => {
    const words = files[`${language}.md`];
    return words === undefined ? [] : [{ language, sections: readSections(words, `${path}/${language}.md`).sections }];
  });
  return [
    ...(answers.includes(walk.follows) ? [] : [breach(`follows ${walk.follows}, which is no folder of solution/: write one of ${answers.join(', ')}`, 'follows:')]),
    ...fields.filter((field) => !(field in walk.told)).map((field) => breach(`says nothing about the question ${field}: which hint decides it?`, 'told:')),
    ...Object.keys(walk.told)
      .filter((field) => !fields.includes(field))
      .map((field) => breach(`tells of ${field}, which no question asks for: there are ${fields.join(', ')}`, new RegExp(`^  ${field}:`, 'u'))),
    ...Object.entries(walk.told).flatMap(([field, told]) =>
      typeof told === 'string' || 'shown' in told
        ? []
        : hints
            .filter(({ language, sections }) => !asShown(sections.find(({ id }) => id === `hint-${told.hint}`)?.body ?? '').includes(asShown(told[language])))
            .map(({ language }) => breach(`hint ${told.hint} of ${language}.md does not say "${told[language]}": mend one of them`, new RegExp(`^  ${field}:`, 'u'))),
    ),
  ];
}
