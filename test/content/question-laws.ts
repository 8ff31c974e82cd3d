import type { LessonFolder } from '../../src/exercise/load.ts';
import { lineAt, type Breach } from './breach.ts';
import { withoutFences } from './prose.ts';

/** The laws of the questions of a lesson's text: two choices or more, one of them right; which, is not told by where it stands. */
export function questionBreaches({ files, path }: LessonFolder): readonly Breach[] {
  return ['ja.mdx', 'en.mdx'].flatMap((name) => {
    const text = withoutFences(files[name] ?? '');
    const breaches: Breach[] = [];
    const places: number[] = [];
    for (const { index, groups } of text.matchAll(/<Question id="(?<id>[^"]*)">(?<body>[^]*?)<\/Question>/gu)) {
      const breach = (why: string): void => void breaches.push({ file: `${path}/${name}`, line: lineAt(text, index), why: `the question ${groups?.['id']} ${why}` });
      const choices = [...(groups?.['body'] ?? '').matchAll(/<Choice id="(?<id>[^"]*)"(?<right> right)?>/gu)].map((choice) => ({ id: choice.groups?.['id'] ?? '', right: choice.groups?.['right'] !== undefined }));
      const twice = choices.find(({ id }, at) => choices.findIndex((other) => other.id === id) < at);
      const rights = choices.filter(({ right }) => right).length;
      if (choices.length < 2) breach('leaves nothing to choose: give it two choices or more');
      if (twice !== undefined) breach(`has the choice ${twice.id} twice: give each an id of its own`);
      if (rights !== 1) breach(`has ${rights === 0 ? 'no right choice' : `${rights} right choices`}: write \`right\` on one`);
      places.push(choices.findIndex(({ right }) => right));
    }
    if (breaches.length === 0 && places.length > 1 && new Set(places).size === 1)
      breaches.push({ file: `${path}/${name}`, line: 1, why: `all its ${places.length} questions have the right choice in the same place: put some elsewhere, in both languages` });
    return breaches;
  });
}
