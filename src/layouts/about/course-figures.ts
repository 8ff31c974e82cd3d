import { entriesOf, readCourse, readCoverage, readExercises, readGlossary, readLessons } from '../../exercise/load.ts';
import { correctionsOf } from '../../exercise/lesson-parts.ts';
import type { ExerciseDefinition } from '../../exercise/exercise.ts';
import { readSections } from '../../exercise/words.ts';
import type { Language } from '../../messages/language.ts';

/** One exercise as data, with what stands behind it. */
export interface ExerciseFigures {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly kind: ExerciseDefinition['kind'];
  readonly difficulty: number;
  readonly minutes: number;
  /** Right and wrong answers that the tests try on every change. */
  readonly right: number;
  readonly wrong: number;
  /** Statements of older guides that it practises. */
  readonly statements: number;
}

export interface LessonFigures {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  /** Statements of older guides that the lesson takes up. */
  readonly statements: number;
  /** What the lesson says of them, each as Markdown. */
  readonly corrections: readonly string[];
  readonly exercises: readonly ExerciseFigures[];
}

/** Every written lesson in order: what older guides say of its matter, and its exercises. */
export function courseFigures(language: Language): readonly LessonFigures[] {
  const coverage = Object.values(readCoverage());
  const glossary = readGlossary();
  const exercises = readExercises();
  const written = readLessons();
  return readCourse().lessons.flatMap(({ id, title }) => {
    const lesson = written.find((one) => one.lesson.id === id);
    if (lesson === undefined) return [];
    return [
      {
        id,
        slug: lesson.slug,
        title: title[language],
        statements: coverage.filter(({ lessons }) => lessons.includes(id)).length,
        corrections: correctionsOf(lesson.files[`${language}.mdx`] ?? '', (term) => glossary[term]?.[language] ?? term),
        exercises: lesson.lesson.exercises.flatMap((one) => {
          const folder = exercises.find(({ definition }) => definition.id === one);
          if (folder === undefined) return [];
          const { kind, difficulty, minutes } = folder.definition;
          return [
            {
              id: one,
              slug: folder.slug,
              title: readSections(folder.files[`${language}.md`] ?? '', `${folder.path}/${language}.md`).title,
              kind,
              difficulty,
              minutes,
              right: entriesOf(folder.files, 'solution').length,
              wrong: entriesOf(folder.files, 'wrong').length,
              statements: coverage.filter(({ exercises: named }) => named.includes(one)).length,
            },
          ];
        }),
      },
    ];
  });
}
