import { readCourse, readExercises, readGlossary, readLessons, readReference } from '../exercise/load.ts';
import { readPaths } from '../exercise/learning-path.ts';
import { readSheets, type SheetFolder } from '../exercise/sheet.ts';
import { readSections } from '../exercise/words.ts';
import { examWords } from '../messages/exam-words.ts';
import { customWords } from '../messages/custom-words.ts';
import { guideTitle } from '../messages/guide.ts';
import type { Language } from '../messages/language.ts';
import { preFlightWords } from '../messages/pre-flight.ts';
import { printWords } from '../messages/print-words.ts';
import { reviewWords } from '../messages/review-words.ts';
import { otherLanguage } from '../messages/language.ts';
import { workshopWords } from '../messages/workshop.ts';
import { readAgendas } from '../workshop/read-course-facts.ts';
import type { Entry } from './site-index.ts';

/** Markdown and MDX without what is no word: tags, marks, fences; what stands between tags stays. */
function plain(markdown: string): string {
  return markdown
    .replace(/<\/?[A-Za-z][^>]*>/gu, ' ')
    .replace(/\{[^}]*\}/gu, ' ')
    .replace(/```\w*|[`*|>#[\]]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

function withoutFrontMatter(text: string): string {
  return text.replace(/^---\n[\s\S]*?\n---\n/u, '');
}

/** Everything of the site that can be found in a language. */
export function siteEntries(language: Language): readonly Entry[] {
  const { lessons } = readCourse();
  const fromLessons = readLessons().flatMap(({ slug, lesson, files }): Entry[] => {
    const title = lessons.find(({ id }) => id === lesson.id)?.title[language] ?? '';
    const [first = '', ...parts] = withoutFrontMatter(files[`${language}.mdx`] ?? '').split(/^## /mu);
    const path = `lessons/${slug}/`;
    return [
      { id: lesson.id, kind: 'lesson', title, heading: '', body: plain(first), also: lesson.id, path },
      ...parts.map((part): Entry => {
        const [, heading = '', id = ''] = /^(.+?)\s*\[#([a-z0-9-]+)\]/u.exec(part) ?? [];
        return {
          id: `${lesson.id}#${id}`,
          kind: 'lesson',
          title,
          heading: plain(heading),
          body: plain(part.slice(part.indexOf('\n'))),
          also: '',
          path: `${path}#${id}`,
        };
      }),
    ];
  });
  const fromExercises = readExercises().map(({ slug, definition, path, files }): Entry => {
    const { title, summary, sections } = readSections(files[`${language}.md`] ?? '', `${path}/${language}.md`);
    const told = sections.filter(({ id }) => id === 'story' || id === 'task').map(({ body }) => plain(body));
    return { id: definition.id, kind: 'exercise', title, heading: '', body: [summary, ...told].join(' '), also: definition.id, path: `exercises/${slug}/` };
  });
  const fromRules = readReference().map(({ rule, files }): Entry => {
    const text = files[`${language}.md`] ?? '';
    const title = /^title:\s*(.+)$/mu.exec(text)?.[1]?.replace(/^(['"])(.*)\1$/u, '$2') ?? rule;
    return { id: rule, kind: 'rule', title, heading: '', body: plain(withoutFrontMatter(text)), also: rule, path: `reference/${rule}/` };
  });
  const other = otherLanguage(language);
  const fromGlossary = Object.entries(readGlossary()).map(([id, term]): Entry => {
    return { id: `term:${id}`, kind: 'term', title: term[language], heading: '', body: '', also: `${term[other]} ${id}`, path: `reference/glossary/#${id}` };
  });
  const fromPaths = readPaths().map(({ id, title, lead }): Entry => {
    return { id: `path:${id}`, kind: 'path', title: title[language], heading: '', body: lead[language], also: title[other], path: `paths/${id}/` };
  });
  const own = [
    { page: 'exam', words: examWords(language), also: examWords(other) },
    { page: 'review', words: reviewWords(language), also: reviewWords(other) },
  ].map(({ page, words, also }): Entry => ({ id: page, kind: 'path', title: words.title, heading: '', body: words.lead, also: also.title, path: `${page}/` }));
  return [
    ...own,
    ...fromLessons,
    ...fromExercises,
    ...fromRules,
    ...fromGlossary,
    ...fromPaths,
    ...workshopEntries(language),
    ...readSheets().flatMap((folder) => sheetEntries(folder, language)),
  ];
}

/** The pages of a workshop, its agendas, and the steps of each. */
function workshopEntries(language: Language): readonly Entry[] {
  const other = otherLanguage(language);
  const pages = [
    { page: '', of: (one: Language) => workshopWords(one) },
    { page: 'guide/', of: (one: Language) => ({ title: guideTitle[one], lead: '' }) },
    { page: 'pre-flight/', of: preFlightWords },
    { page: 'print/', of: printWords },
    { page: 'custom/', of: customWords },
    { page: 'own-agenda/', of: (one: Language) => workshopWords(one).own },
  ].map(({ page, of }): Entry => {
    const { title, lead } = of(language);
    return { id: `workshop:${page}`, kind: 'workshop', title, heading: '', body: lead, also: of(other).title, path: `workshop/${page}` };
  });
  const agendas = readAgendas().flatMap(({ id, title, lead, steps }): Entry[] => {
    const path = `workshop/${id}/`;
    return [
      { id: `workshop:${id}`, kind: 'workshop', title: title[language], heading: '', body: lead[language], also: title[other], path },
      ...steps
        // Breaks and the like are in every agenda.
        .filter(({ exercises }) => exercises.length > 0)
        .map((step): Entry => {
          const [heading, also] = [step.title[language], step.exercises.join(' ')];
          return { id: `workshop:${id}#${step.id}`, kind: 'workshop', title: title[language], heading, body: '', also, path: `${path}#${step.id}` };
        }),
    ];
  });
  return [...pages, ...agendas];
}

/** A sheet as a whole, each row of its tables, and each command of its lists under its own line. */
function sheetEntries({ slug, path, sheet, files }: SheetFolder, language: Language): readonly Entry[] {
  const { title, summary, sections } = readSections(files[`${language}.md`] ?? '', `${path}/${language}.md`);
  const said = (id: string): string => {
    const found = sections.find((section) => section.id === id);
    return plain(`${found?.heading ?? ''} ${found?.body ?? ''}`);
  };
  const page = `reference/sheets/${slug}/`;
  const rows = sheet.parts.flatMap((part) =>
    part.rows.map((row): Entry => {
      const id = `sheet:${slug}#${part.id}-${row.id}`;
      const words = said(`row-${part.id}-${row.id}`);
      const place = `${page}#${part.id}-${row.id}`;
      if (part.kind === 'table') return { id, kind: 'sheet', title, heading: words, body: '', also: '', path: place };
      return { id, kind: 'command', title: 'run' in row ? row.run : '', heading: '', body: words, also: '', path: place };
    }),
  );
  return [{ id: `sheet:${slug}`, kind: 'sheet', title, heading: '', body: summary, also: slug, path: page }, ...rows];
}
