import type { ExerciseDefinition, ExerciseQuestion } from './exercise.ts';

/** The fields of a question in reading order: itself, or, of a table, `field/row` and `field/row/column`. */
export function fieldsOf({ field, rows, columns }: ExerciseQuestion): readonly string[] {
  if (!rows) return [field];
  return rows.flatMap((row) => (columns ? columns.map((column) => cellOf(field, row, column)) : [cellOf(field, row)]));
}

/** The field of one cell of a table. */
export function cellOf(field: string, row: string, column?: string): string {
  return [field, row, ...(column === undefined ? [] : [column])].join('/');
}

/** The question that a field belongs to. */
export function questionOf({ questions }: Pick<ExerciseDefinition, 'questions'>, field: string): ExerciseQuestion | undefined {
  return questions.find((question) => question.field === field.split('/')[0]);
}

/** Every field that must be filled before anything can be run. */
export function predictionFields({ questions }: Pick<ExerciseDefinition, 'questions'>): readonly string[] {
  return questions.filter(({ prediction }) => prediction).flatMap(fieldsOf);
}

/** Several ids in one answer: in the order given, parted by spaces. */
export function joinIds(ids: readonly string[]): string {
  return ids.join(' ');
}

export function splitIds(answer: string): readonly string[] {
  return answer.split(' ').filter((id) => id !== '');
}

/**
 * An answer as a check compares it: ids as they are (several of them sorted), texts in one width and without quotes and
 * outer spaces, numbers in their shortest form, lists sorted and without repetitions. Whatever else makes no difference is
 * what `ignore` says.
 */
export function normalizeAnswer({ choices, choose, text, ignore = [] }: ExerciseQuestion, given: string): string {
  if (choices) return choose === 'several' ? joinIds([...new Set(splitIds(given))].sort()) : given;
  const line = (one: string): string => {
    let plain = one
      .normalize('NFKC')
      .trim()
      .replace(/^(["'`])(.*)\1$/su, '$2')
      .replace(/\s+/gu, ignore.includes('spaces') ? '' : ' ')
      .trim();
    if (ignore.includes('case')) plain = plain.toLowerCase();
    return ignore.includes('final-dot') ? plain.replace(/\.$/u, '') : plain;
  };
  if (text === 'number') {
    const plain = line(given).replaceAll(',', '');
    return plain !== '' && Number.isFinite(Number(plain)) ? String(Number(plain)) : plain;
  }
  if (text === 'list')
    return joinIds(
      [
        ...new Set(
          given
            .normalize('NFKC')
            .split(/[\s,、;]+/u)
            .map(line),
        ),
      ]
        .filter((one) => one !== '')
        .sort(),
    );
  return line(given);
}
