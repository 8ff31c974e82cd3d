import { normalizeAnswer } from './answers.ts';
import type { ExerciseQuestion } from './exercise.ts';
import { drawFrom } from './run-code.ts';

/** One question that comes back, without its words. */
export interface ReviewItem {
  /** `L03-called`: permanent, what was answered is kept under it. */
  readonly id: string;
  readonly lesson: string;
  /** The section of its lesson that answers it. */
  readonly section: string;
  readonly question: ExerciseQuestion;
  /** The order of its choices says something: the last one is `both`. */
  readonly ordered?: boolean;
  /** Of choices all that are right, of a text every way to write it. */
  readonly right: readonly string[];
}

/** The words of a question as HTML. */
export interface ReviewWords {
  readonly title: string;
  /** Said once it is answered. */
  readonly why: string;
  readonly choices: { readonly [choice: string]: string };
}

/** What the review page fetches in one language. */
export interface ReviewBundle {
  readonly items: readonly (ReviewItem & { readonly words: ReviewWords })[];
  readonly lessons: { readonly [id: string]: { readonly slug: string; readonly title: string } };
}

/** Whether an answer is right, as the checks of exercises compare answers. */
export function isRightAnswer({ question, right }: Pick<ReviewItem, 'question' | 'right'>, given: string): boolean {
  const answer = normalizeAnswer(question, given);
  if (question.choose === 'several') return answer === normalizeAnswer(question, right.join(' '));
  return right.some((one) => normalizeAnswer(question, one) === answer);
}

/** The choices as they stand this time: in another order for each showing, so that nobody answers by the place, unless their order says something. */
export function choicesShown({ id, ordered, question: { choices = [] } }: Pick<ReviewItem, 'id' | 'ordered' | 'question'>, showing: number): readonly string[] {
  return ordered ? choices : drawFrom(showing, id).shuffle(choices);
}

/** In turn one of each lesson, in the order in which they come: nobody answers by what the question before was about. */
export function interleaved<T extends { readonly lesson: string }>(items: readonly T[]): readonly T[] {
  const lessons = new Map<string, T[]>();
  for (const item of items) lessons.set(item.lesson, [...(lessons.get(item.lesson) ?? []), item]);
  const queues = [...lessons.values()];
  const longest = Math.max(0, ...queues.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => queues.flatMap((queue) => queue[i] ?? [])).flat();
}
