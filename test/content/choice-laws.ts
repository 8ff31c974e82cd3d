import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { fieldsOf } from '../../src/exercise/answers.ts';
import type { ExerciseFolder } from '../../src/exercise/load.ts';
import type { Breach } from './breach.ts';

/** What stands in `answers.yaml` of right and wrong answers can be read, and answers questions that are asked. */
export function choiceBreaches({ definition, files, path }: ExerciseFolder): readonly Breach[] {
  const asked = definition.questions.map(({ field }) => field);
  const fields = new Set([...asked, ...definition.questions.flatMap(fieldsOf)]);
  return Object.entries(files).flatMap(([name, text]) => {
    if (!/^(solution|wrong)\/[^/]+\/answers\.yaml$/u.test(name)) return [];
    const lines = new LineCounter();
    const { contents, errors } = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const breach = (offset: number, why: string): Breach => ({ file: `${path}/${name}`, line: lines.linePos(offset).line, why });
    if (errors.length > 0) return errors.map(({ message, pos }) => breach(pos[0], `is no YAML: ${message}: close what is open, and give every field a line \`field: choice\``));
    if (contents === null) return [];
    if (!isMap(contents)) return [breach(contents.range?.[0] ?? 0, 'answers nothing: write a line `field: choice` for every question')];
    return contents.items.flatMap(({ key }) => {
      const field = isScalar(key) ? String(key.value) : '';
      if (fields.has(field)) return [];
      const offset = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
      return [breach(offset, `answers ${field}, which no question asks for: ${asked.length > 0 ? `the fields are ${asked.join(', ')}` : 'exercise.yaml has no questions; delete this file'}`)];
    });
  });
}
