import { join } from 'node:path';
import { z } from 'astro/zod';
import type { Language } from '../messages/language.ts';
import { contentRoot, foldersOf, readCourse, readFolder, readLessons, readYAML, textIn, type FolderTexts } from './load.ts';
import type { ReviewBundle, ReviewItem } from './review-items.ts';
import { renderWords } from './words.ts';

const id = z.string().regex(/^[a-z][a-z-]*$/u);

const itemSchema = z
  .strictObject({
    id,
    section: z.string().min(1),
    choices: z.array(id).min(2).readonly().exactOptional(),
    choose: z.literal('several').exactOptional(),
    ordered: z.literal(true).exactOptional(),
    text: z.enum(['line', 'number']).exactOptional(),
    ignore: z
      .array(z.enum(['case', 'spaces', 'final-dot']))
      .min(1)
      .readonly()
      .exactOptional(),
    right: z.array(z.string()).min(1).readonly(),
  })
  .refine(({ choices, text }) => (choices === undefined) !== (text === undefined), { message: 'a question has either choices or text' })
  .refine(({ choices, ordered }) => !ordered || choices !== undefined, { message: 'ordered belongs to choices' })
  .refine(({ choices, right }) => !choices || right.every((one) => choices.includes(one)), { message: 'what is right must be among the choices' })
  .refine(({ choices, choose, right }) => !choices || choose === 'several' || right.length === 1, { message: 'of choices one is right, or choose is several' });

/** The questions of one lesson as they stand on the disk. */
export interface ReviewFolder {
  readonly path: string;
  readonly items: readonly ReviewItem[];
  readonly files: FolderTexts;
}

/** The questions of one lesson: `content/review/l01/`. */
export function readReviewFolder(folder: string, path: string): ReviewFolder {
  const files = readFolder(folder);
  const lesson = (path.split('/').at(-1) ?? path).toUpperCase();
  const read = readYAML(textIn(files, 'items.yaml', path), `${path}/items.yaml`, z.array(itemSchema).min(3));
  const items = read.map(({ id: name, section, right, ordered = false, ...question }) => ({
    id: `${lesson}-${name}`,
    lesson,
    section,
    right,
    ordered,
    question: { field: name, ...question },
  }));
  return { path, items, files };
}

/** Every lesson's questions, by lesson. */
export function readReviewItems(root: string = contentRoot): readonly ReviewFolder[] {
  return foldersOf('review', root).map((folder) => readReviewFolder(join(root, 'review', folder), `content/review/${folder}`));
}

/** What the review page fetches in one language. */
export async function bundleReview(language: Language): Promise<ReviewBundle> {
  const folders = await Promise.all(
    readReviewItems().map(async ({ path, items, files }) => {
      const { headings, sections } = await renderWords(files[`${language}.md`] ?? '', `${path}/${language}.md`);
      return items.map((item) => {
        const { field, choices = [] } = item.question;
        const words = {
          title: headings[field] ?? '',
          why: sections[field] ?? '',
          choices: Object.fromEntries(choices.map((choice) => [choice, headings[`${field}-${choice}`] ?? ''])),
        };
        return { ...item, words };
      });
    }),
  );
  const slugs = new Map(readLessons().map(({ slug, lesson }) => [lesson.id, slug]));
  const lessons = readCourse().lessons.flatMap(({ id: lesson, title }) => {
    const slug = slugs.get(lesson);
    return slug === undefined ? [] : [[lesson, { slug, title: title[language] }] as const];
  });
  return { items: folders.flat(), lessons: Object.fromEntries(lessons) };
}
