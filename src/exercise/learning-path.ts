import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'astro/zod';
import { ContentError } from './content-error.ts';
import { contentRoot, readCourse, readExercises, readLessons, readYAML, type ExerciseFolder, type LessonFolder } from './load.ts';
import type { LessonPlan } from './schema.ts';

const bothLanguages = z.strictObject({ ja: z.string().min(1), en: z.string().min(1) }).readonly();

const stopSchema = z.strictObject({
  lesson: z.string().regex(/^L\d\d$/u),
  /** Sections that are read; absent: the whole lesson. */
  read: z.array(z.string().min(1)).min(1).readonly().exactOptional(),
  /** Absent: every exercise of the lesson. */
  exercises: z
    .array(z.string().regex(/^L\d\d-(E\d|CAP)$/u))
    .min(1)
    .readonly()
    .exactOptional(),
});

const pathSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/u),
  title: bothLanguages,
  lead: bothLanguages,
  /** The most minutes that it may take. */
  most: z.int().min(1).exactOptional(),
  /** It practises every row of what the course must contain whose id begins so. */
  covers: z.enum(['S1', 'S2']).exactOptional(),
  parts: z
    .array(z.strictObject({ title: bothLanguages.exactOptional(), stops: z.array(stopSchema).min(1).readonly() }))
    .min(1)
    .readonly(),
});

/** `content/paths.yaml`: the ways through the course, in the order in which they are offered. */
export const pathsSchema = z.array(pathSchema).min(1).readonly();
export type LearningPath = z.infer<typeof pathSchema>;
export type PathStop = z.infer<typeof stopSchema>;

export function readPaths(root: string = contentRoot): readonly LearningPath[] {
  return readYAML(readFileSync(join(root, 'paths.yaml'), 'utf8'), 'content/paths.yaml', pathsSchema);
}

/** A stop as far as its lesson and exercises are there. */
export interface OpenStop {
  readonly plan: LessonPlan;
  /** Position of the lesson in the course, from 1. */
  readonly number: number;
  /** The lesson, where it is written. */
  readonly lesson?: LessonFolder;
  /** Ids of the sections that are read; nothing: the whole lesson. */
  readonly read: readonly string[];
  /** Minutes of reading; 0 where the lesson is not written. */
  readonly reading: number;
  readonly exercises: readonly ExerciseFolder[];
  /** Exercises that are still to be written; counted where they are named. */
  readonly toCome: number;
}

/** How much of a lesson's text its sections are, by the length of the Japanese text: 0 to 1. */
export function shareOfText(lesson: LessonFolder, sections: readonly string[]): number {
  const text = (lesson.files['ja.mdx'] ?? '').replace(/^---\n[\s\S]*?\n---\n/u, '');
  const length = (part: string): number => part.replace(/\s+/gu, '').length;
  const parts = text.split(/^(?=## )/mu);
  const chosen = parts.filter((part) => sections.includes(/^## .*\[#([a-z0-9-]+)\]/u.exec(part)?.[1] ?? ''));
  if (chosen.length !== sections.length) throw new ContentError('content/paths.yaml', `${lesson.lesson.id} has not all of the sections ${sections.join(', ')}`);
  return chosen.reduce((sum, part) => sum + length(part), 0) / length(text);
}

/** A path over what of the course is there today, part by part. */
export function openPath(path: LearningPath): readonly (readonly OpenStop[])[] {
  const course = readCourse().lessons;
  const lessons = readLessons();
  const exercises = readExercises();
  return path.parts.map(({ stops }) =>
    stops.map((stop): OpenStop => {
      const at = course.findIndex(({ id }) => id === stop.lesson);
      const plan = course[at];
      if (plan === undefined) throw new ContentError('content/paths.yaml', `${path.id}: the course has no lesson ${stop.lesson}`);
      const lesson = lessons.find((one) => one.lesson.id === stop.lesson);
      const own = exercises.filter(({ definition }) => definition.lesson === stop.lesson);
      // In the order in which the lesson has them.
      const order = (id: string): number => (lesson?.lesson.exercises.indexOf(id) ?? 0) + (lesson?.lesson.exercises.includes(id) ? 0 : 100);
      const chosen = own
        .filter(({ definition }) => stop.exercises?.includes(definition.id) ?? true)
        .sort((a, b) => order(a.definition.id) - order(b.definition.id));
      const read = stop.read ?? [];
      const reading = lesson ? Math.ceil(plan.minutes * (stop.read ? shareOfText(lesson, read) : 1)) : 0;
      return {
        plan,
        number: at + 1,
        ...(lesson && { lesson }),
        read,
        reading,
        exercises: chosen,
        toCome: Math.max(0, (stop.exercises?.length ?? plan.exercises) - chosen.length),
      };
    }),
  );
}

/** Minutes of a path as far as it is there: every section and exercise once, however often it is named. */
export function minutesOf(stops: readonly OpenStop[]): number {
  const exercises = new Map(stops.flatMap((stop) => stop.exercises.map(({ definition }) => [definition.id, definition.minutes] as const)));
  const lessons = new Map<string, OpenStop[]>();
  for (const stop of stops) lessons.set(stop.plan.id, [...(lessons.get(stop.plan.id) ?? []), stop]);
  const reading = [...lessons.values()].reduce((sum, same) => {
    const [{ lesson, plan }] = same as [OpenStop];
    if (!lesson) return sum;
    const sections = [...new Set(same.flatMap(({ read }) => read))];
    return sum + Math.ceil(plan.minutes * (same.some(({ read }) => read.length === 0) ? 1 : shareOfText(lesson, sections)));
  }, 0);
  return reading + [...exercises.values()].reduce((sum, minutes) => sum + minutes, 0);
}
