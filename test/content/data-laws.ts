import type { LessonFolder } from '../../src/exercise/load.ts';
import { workshopEn } from '../../src/messages/workshop.en.ts';
import { readAgendaText } from '../../src/workshop/agenda-text.ts';
import type { Known } from '../../src/workshop/agenda.ts';
import type { Breach } from './breach.ts';

const EXERCISE_ID = /\bL\d\d-(?:E\d|CAP)\b/gu;

/** Every exercise that a file names is there: of each that is not, its line. */
export function namedExerciseBreaches(file: string, text: string, exercises: ReadonlySet<string>): readonly Breach[] {
  return text.split('\n').flatMap((line, at) =>
    [...new Set(line.replace(/(?:^|\s)#.*$/u, '').match(EXERCISE_ID))]
      .filter((id) => !exercises.has(id))
      .map((id) => ({ file, line: at + 1, why: `there is no exercise ${id}: mend the id, or take it out` })),
  );
}

/** The stops of a way through the course read sections that their lessons have. A stop stands on a line of its own. */
export function stopBreaches(file: string, text: string, lessons: readonly LessonFolder[]): readonly Breach[] {
  return text.split('\n').flatMap((line, at) => {
    const { id = '', read = '' } = /lesson: (?<id>L\d\d)(?:.*\bread: \[(?<read>[^\]]*)\])?/u.exec(line)?.groups ?? {};
    const lesson = lessons.find((one) => one.lesson.id === id);
    if (id === '' || (!lesson && read === '')) return [];
    const sections = lesson?.lesson.sections ?? [];
    return read
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '' && !sections.includes(one))
      .map((one) => ({ file, line: at + 1, why: `${id} has no section ${one}: write one of ${sections.join(', ')}` }));
  });
}

/** What is wrong with an agenda, each thing in its line. */
export function agendaBreaches(file: string, text: string, known: Known): readonly Breach[] {
  const read = readAgendaText(text, known);
  if ('problems' in read) return read.problems.map((problem) => ({ file, line: problem.line, why: workshopEn.problem(problem) }));
  const { id } = read.agenda;
  return file.endsWith(`/${id}.yaml`) ? [] : [{ file, line: text.split('\n').findIndex((line) => line.startsWith('id:')) + 1, why: `its id is ${id}: it must be the name of the file` }];
}
