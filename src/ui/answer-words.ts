import { cellOf, splitIds } from '../exercise/answers.ts';
import type { ExerciseQuestion, ExerciseWords } from '../exercise/exercise.ts';

const ENTITIES: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'", '#x27': "'" };

/** Inline HTML of the course's own words as bare text: options of a list hold nothing else. */
export function bareText(html: string): string {
  return html.replace(/<[^>]*>/gu, '').replace(/&([a-z]+|#\w+);/gu, (whole, name: string) => ENTITIES[name] ?? whole);
}

/** What a choice is called. */
export function choiceName({ headings }: ExerciseWords, { field }: ExerciseQuestion, choice: string): string {
  return bareText(headings[`choice-${field}-${choice}`] ?? choice);
}

/** An answer as it is read out: names of choices, or what was typed. Empty where nothing was answered. */
export function sayAnswer(words: ExerciseWords, question: ExerciseQuestion, given: string): string {
  if (!question.choices || given === '') return given;
  return splitIds(given)
    .map((choice) => choiceName(words, question, choice))
    .join(question.choose === 'order' ? ' → ' : ', ');
}

/** The cells of a table as rows of fields, each with its name: of its row, and of its column where there are several. */
export function tableOf(
  { headings }: ExerciseWords,
  { field, rows = [], columns }: ExerciseQuestion,
): readonly { readonly row: string; readonly cells: readonly { readonly field: string; readonly name: string; readonly column?: string }[] }[] {
  return rows.map((row) => {
    const name = bareText(headings[`row-${field}-${row}`] ?? row);
    const cells = columns
      ? columns.map((column) => {
          const said = bareText(headings[`column-${field}-${column}`] ?? column);
          return { field: cellOf(field, row, column), name: `${name}, ${said}`, column: said };
        })
      : [{ field: cellOf(field, row), name }];
    return { row, cells };
  });
}
