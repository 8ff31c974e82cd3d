import { z } from 'astro/zod';
import type { Language } from '../../messages/language.ts';
import type { ExerciseBundle, ExerciseWords } from '../exercise.ts';
import type { Complaint, Objection } from './complaint.ts';
import { customObjections } from './custom-laws.ts';
import { CUSTOM_FORMAT, customSchema, type CustomContent } from './custom-schema.ts';
import { readText } from './custom-text.ts';
import { objectionsTo } from './schema-objections.ts';
import { safeHTML, safeInline } from './safe-markdown.ts';

/** An exercise of somebody else that can be shown and run. */
export interface CustomExercise {
  /** `CUSTOM-<id>-<fingerprint>`: what its work is kept under. */
  readonly id: string;
  readonly content: CustomContent;
  /** One or both. */
  readonly languages: readonly Language[];
}

/** More complaints at once help nobody. */
const MOST_COMPLAINTS = 20;

/** Reads YAML or JSON of anybody. Any text gives an exercise or what keeps it from being one, never an exception. */
export function readCustomExercise(text: string): CustomExercise | { readonly complaints: readonly Complaint[] } {
  const read = readText(text);
  if ('complaints' in read) return read;
  const { value, lineOf } = read;
  const complaintsOf = (objections: readonly Objection[]): { readonly complaints: readonly Complaint[] } => ({
    complaints: objections
      .map((objection) => ({ id: objection.id, params: objection.params, path: objection.path.map(String).join('.'), line: lineOf(objection) }) as Complaint)
      .sort((a, b) => a.line - b.line)
      .slice(0, MOST_COMPLAINTS),
  });
  const format = typeof value === 'object' && value !== null && 'format' in value && typeof value.format === 'string' ? value.format : '';
  if (format !== CUSTOM_FORMAT) {
    const newer = /^minato-exercise\/([2-9]|\d{2,4})$/u.test(format);
    return complaintsOf([{ id: newer ? 'newer' : 'not-exercise', params: { format: CUSTOM_FORMAT }, path: ['format'] }]);
  }
  // The page's policy forbids code that is made at run time; zod need not try.
  z.config({ jitless: true });
  const parsed = customSchema.safeParse(value);
  if (!parsed.success) return complaintsOf(objectionsTo(value, parsed.error.issues));
  const objections = customObjections(parsed.data);
  if (objections.length > 0) return complaintsOf(objections);
  const { words } = parsed.data;
  return {
    id: `CUSTOM-${parsed.data.id}-${fingerprint(parsed.data)}`,
    content: parsed.data,
    languages: (['ja', 'en'] as const).filter((language) => words[language] !== undefined),
  };
}

/** What the work depends on, in eight digits: words may be mended without losing it. FNV-1a over its JSON, no safeguard against intent. */
function fingerprint({ words: _words, solutions: _solutions, ...worked }: CustomContent): string {
  let hash = 0x811c9dc5;
  for (const letter of JSON.stringify(worked)) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** The exercise as the lab takes it, in a language, or in the one that it has. */
export function bundleOfCustom({ id, content, languages }: CustomExercise, wanted: Language): ExerciseBundle {
  const language = languages.includes(wanted) ? wanted : (languages[0] ?? 'en');
  const { format: _format, files, solutions, words, ...definition } = content;
  return {
    slug: id.toLowerCase(),
    definition: { ...definition, id, lesson: 'CUSTOM', scaffold: 'free', seeds: [], misconceptions: [] },
    words: wordsOf(words[language], language === wanted ? undefined : language),
    given: files.given,
    starter: files.starter,
    solutions,
  };
}

/** Words as HTML; in another language than the page's they say so. */
function wordsOf(words: CustomContent['words'][Language], language: Language | undefined): ExerciseWords {
  const { title = '', summary = '', sections = {} } = words ?? {};
  const marked = (element: 'div' | 'span', html: string): string =>
    language === undefined || html === '' ? html : `<${element} lang="${language}">${html}</${element}>`;
  return {
    title,
    summary,
    headings: Object.fromEntries(Object.entries(sections).map(([id, { heading = '' }]) => [id, marked('span', safeInline(heading))])),
    sections: Object.fromEntries(Object.entries(sections).map(([id, { text = '' }]) => [id, marked('div', safeHTML(text))])),
  };
}
