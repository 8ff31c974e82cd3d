import type { Language } from '../../messages/language.ts';
import type { WorkshopWords } from '../../messages/workshop.ts';
import { beginsAt, type Agenda } from '../../workshop/agenda.ts';

/** Hours and minutes of a clock that began at zero with the room: `0:13`. */
export const clock = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

/** Every step of an agenda with what the room sees and what only the instructor does, as Markdown: to be read or translated beforehand. */
export function notesText(agenda: Agenda, language: Language, words: WorkshopWords): string {
  const steps = agenda.steps.map((step, index) => {
    const from = beginsAt(agenda, index);
    const exercises = [...step.exercises, ...step.instead];
    return [
      `## ${index + 1}. ${step.title[language]}`,
      `${words.agenda.from(clock(from), clock(from + step.minutes))} · ${words.minutes(step.minutes)} · ${words.modes[step.mode]}`,
      ...(exercises.length === 0 ? [] : [exercises.join(', ')]),
      ...[step.say?.[language], step.ask?.[language]].flatMap((said) => said ?? []).map((said) => `> ${said.replaceAll('\n', '\n> ')}`),
      ...(step.notes[language] === '' ? [] : [step.notes[language]]),
    ].join('\n\n');
  });
  return `# ${agenda.title[language]}\n\n${[agenda.lead[language], ...steps].join('\n\n').trim()}\n`;
}
