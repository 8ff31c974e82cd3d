import { entriesOf, within, type ExerciseFolder } from '../../src/exercise/load.ts';
import { readSections } from '../../src/exercise/words.ts';
import type { Breach } from './breach.ts';

const linesOf = (text: string): readonly string[] => text.split('\n').map((line) => line.replace(/(^|\s)#.*$/u, '').trim());

/** Keys and values of a manifest's line: `app: shop-api` → `app`, `shop-api`. */
const wordsOf = (line: string): readonly string[] => line.split(/[\s"',:{}[\]]+/u).filter((word) => word.length > 1 || /\d/u.test(word));

/** Keys and values on lines that a right answer has and the starter has not, over all right answers that are files. */
function decisiveWords({ files }: ExerciseFolder): readonly string[] {
  const begun = new Set(Object.values(within(files, 'starter')).flatMap(linesOf));
  const manifests = entriesOf(files, 'solution').flatMap((name) =>
    Object.entries(within(files, `solution/${name}`)).flatMap(([file, text]) => (/^(session\.txt|answers\.yaml)$/u.test(file) ? [] : [text])),
  );
  return [...new Set(manifests.flatMap(linesOf).filter((line) => !begun.has(line)).flatMap(wordsOf))];
}

const fieldsOf = (text: string): readonly string[] => linesOf(text).flatMap((line) => /^(?:- )*(\S+: \S.*)$/u.exec(line)?.[1] ?? []);

/** Hints 1 and 2 and feedback do not show a line that a right answer writes: `targetPort: 8080` stands in the third hint at the earliest. */
export function quoteBreaches({ files, path }: ExerciseFolder): readonly Breach[] {
  const begun = new Set([...Object.values(within(files, 'starter')), ...Object.values(within(files, 'given'))].flatMap(fieldsOf));
  const manifests = Object.entries(within(files, 'solution')).filter(([file]) => file.endsWith('.yaml') && !file.endsWith('/answers.yaml'));
  const repaired = [...new Set(manifests.flatMap(([, text]) => fieldsOf(text)))].filter((line) => !begun.has(line));
  return ['ja.md', 'en.md'].flatMap((file) =>
    readSections(files[file] ?? '', `${path}/${file}`)
      .sections.filter(({ id }) => /^(?:hint-[12]|feedback-.*)$/u.test(id))
      .flatMap(({ body, line, id }) =>
        repaired
          .filter((one) => body.includes(`\`${one}\``) || fieldsOf(body).includes(one))
          .map((one) => ({ file: `${path}/${file}`, line, why: `{#${id}} shows the repaired line \`${one}\`: say what is so, or where to look` })),
      ),
  );
}

/**
 * The third hint of an exercise in which something is written says the fact that decides, to the letter: it has a key
 * or a value of a line that a right answer writes and the starter has not. Nobody is stuck after it.
 */
export function hintBreaches(folder: ExerciseFolder): readonly Breach[] {
  const { definition, files, path } = folder;
  const decisive = decisiveWords(folder);
  if (definition.editable.length === 0 || definition.hints < 3 || decisive.length === 0) return [];
  return ['ja.md', 'en.md'].flatMap((file) => {
    const text = files[file];
    if (text === undefined) return [];
    const hint = readSections(text, `${path}/${file}`).sections.find(({ id }) => id === 'hint-3');
    if (hint === undefined || decisive.some((word) => hint.body.includes(word))) return [];
    return [{ file: `${path}/${file}`, line: hint.line, why: `the third hint has nothing that a right answer writes: say one of ${decisive.slice(0, 8).join(', ')}` }];
  });
}
