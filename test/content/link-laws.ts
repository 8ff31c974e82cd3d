import { lineAt, type Breach } from './breach.ts';
import { withoutFences } from './prose.ts';

/** What a text of a lesson may lead to, besides its own sections. */
export interface Places {
  /** Slug of a written lesson → ids of its sections. */
  readonly lessons: { readonly [slug: string]: readonly string[] };
  readonly exercises: ReadonlySet<string>;
}

/** What to write for a slug that nothing has: the one with its number, where there is one. */
function insteadOf(slug: string, known: readonly string[]): string {
  const number = /^(?:\d\d|l\d\d-(?:e\d|cap))(?=-)/u.exec(slug)?.[0] ?? slug;
  const meant = known.find((one) => one.startsWith(`${number}-`));
  return meant === undefined ? 'take the link out, or make what it leads to' : `write ${meant}`;
}

/**
 * Links in Markdown lead to a section of the same text (`#id`), a lesson (`../<slug>/`, `../<slug>/#id`) or an exercise
 * (`../../exercises/<slug>/`), which exist. The course leads to no other origin.
 */
export function linkBreaches(text: string, file: string, own: readonly string[], { lessons, exercises }: Places): readonly Breach[] {
  const bare = [...withoutFences(text).matchAll(/(?<!\]\()\bhttps?:\/\/[^\s<>)\]]+|^\[[^\]\n]+\]:[ \t]+\S+/gmu)].map(({ index, 0: found }) => ({
    file,
    line: lineAt(text, index),
    why: `${found} becomes a link: put an address in backticks, and write a link as [words](../<slug>/)`,
  }));
  const links = [...text.matchAll(/\]\((?<target>[^)\s]+)[^)]*\)/gu)].flatMap(({ index, groups }) => {
    const target = groups?.['target'] ?? '';
    const found = /^(?:\.\.\/(?<lesson>\d\d-[a-z0-9-]+)\/|\.\.\/\.\.\/exercises\/(?<exercise>[a-z0-9-]+)\/)?(?:#(?<id>[a-z0-9-]+))?$/u.exec(target)?.groups;
    const { lesson, exercise, id } = found ?? {};
    const ids = lesson === undefined ? own : lessons[lesson];
    const why =
      target === '' || found === undefined
        ? 'the course links to sections (#id), lessons (../<slug>/#id) and exercises (../../exercises/<slug>/) only: name other sources by their titles'
        : exercise !== undefined
          ? exercises.has(exercise)
            ? undefined
            : `there is no exercise ${exercise}: ${insteadOf(exercise, [...exercises])}`
          : ids === undefined
            ? `there is no lesson ${lesson ?? ''}: ${insteadOf(lesson ?? '', Object.keys(lessons))}`
            : id !== undefined && !ids.includes(id)
              ? `there is no section ${id}: there are ${ids.join(', ')}`
              : undefined;
    return why === undefined ? [] : [{ file, line: lineAt(text, index), why: `the link to ${target} is broken: ${why}` }];
  });
  return [...links, ...bare];
}
