import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContentError } from '../exercise/content-error.ts';
import { contentVersion } from '../exercise/content-version.ts';
import { contentRoot, readCourse, readCoverage, readExercises, readLessons } from '../exercise/load.ts';
import { readSections } from '../exercise/words.ts';
import type { Agenda, Known } from './agenda.ts';
import { readAgendaText } from './agenda-text.ts';
import type { CourseFacts } from './course-facts.ts';

/** The order in which agendas are offered. */
const ORDER = ['ninety-minutes', 'half-day', 'external-name', 'troubleshooting-hour'] as const;

/** Every agenda of `content/agendas`. An exercise that is planned but not written yet is left out of its step. */
export function readAgendas(root: string = contentRoot): readonly Agenda[] {
  const written = new Set(readExercises(root).map(({ definition }) => definition.id));
  const planned = Object.values(readCoverage(root)).flatMap(({ exercises }) => exercises);
  const known: Known = { exercises: new Set([...written, ...planned]), lessons: new Set(readCourse(root).lessons.map(({ id }) => id)) };
  const there = (ids: readonly string[]): readonly string[] => ids.filter((id) => written.has(id));
  const agendas = readdirSync(join(root, 'agendas'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name): Agenda => {
      const file = `content/agendas/${name}`;
      const read = readAgendaText(readFileSync(join(root, 'agendas', name), 'utf8'), known);
      if ('problems' in read) {
        const [{ line, path, rule, ...rest }] = read.problems as [(typeof read.problems)[number]];
        throw new ContentError(file, `${path.join('.')}: ${rule} ${JSON.stringify(rest)}`, line);
      }
      const { agenda } = read;
      if (`${agenda.id}.yaml` !== name) throw new ContentError(file, `its id must be its name, not ${agenda.id}`);
      const steps = agenda.steps.map((step) => ({ ...step, exercises: there(step.exercises), instead: there(step.instead), stretch: there(step.stretch) }));
      return { ...agenda, before: there(agenda.before), steps };
    });
  const place = ({ id }: Agenda): number => (ORDER as readonly string[]).indexOf(id);
  return agendas.sort((a, b) => place(a) - place(b));
}

/** The text of an agenda to begin one's own from. */
export const agendaTemplate = (): string => readFileSync(join(contentRoot, 'agendas', 'ninety-minutes.yaml'), 'utf8');

/** What a room needs to know of the course, as it is now. */
export function readCourseFacts(): CourseFacts {
  const written = new Set(readLessons().map(({ lesson }) => lesson.id));
  return {
    version: contentVersion(),
    exercises: readExercises().map(({ slug, definition, path, files }) => ({
      id: definition.id,
      slug,
      kind: definition.kind,
      minutes: definition.minutes,
      title: {
        ja: readSections(files['ja.md'] ?? '', `${path}/ja.md`).title,
        en: readSections(files['en.md'] ?? '', `${path}/en.md`).title,
      },
      checks: definition.checks.map(({ id }) => id),
    })),
    lessons: readCourse()
      .lessons.filter(({ id }) => written.has(id))
      .map(({ id, slug, title }) => ({ id, slug, title })),
    agendas: readAgendas(),
  };
}
