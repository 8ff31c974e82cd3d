import { href } from '../../layouts/href.ts';
import type { Agenda } from '../../workshop/agenda.ts';
import type { CourseFacts } from '../../workshop/course-facts.ts';
import { OWN_AGENDA } from './room-links.ts';

let asked: Promise<CourseFacts> | undefined;

/** What a room needs to know of the course, fetched once. Rejects where it cannot be had. */
export function courseFacts(): Promise<CourseFacts> {
  asked ??= fetch(href('/workshop/course.json')).then(async (response) => {
    if (!response.ok) throw new Error(`workshop/course.json: ${response.status}`);
    return (await response.json()) as CourseFacts;
  });
  asked.catch(() => (asked = undefined));
  return asked;
}

const KEPT = 'minato:own-agenda';

/** The text of the agenda that was written on this device. */
export function keptAgenda(): string | undefined {
  try {
    return localStorage.getItem(KEPT) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it; `false` where nothing can be kept. `aside`: the one before stays findable. */
export function keepAgenda(text: string, aside = false): boolean {
  try {
    const before = localStorage.getItem(KEPT);
    if (aside && before !== null && before !== text) localStorage.setItem(`${KEPT}:before`, before);
    localStorage.setItem(KEPT, text);
    return true;
  } catch {
    return false;
  }
}

/** The agenda of an address: one of the site, or the one that was written here. */
export async function agendaNamed(id: string, facts: CourseFacts): Promise<Agenda | undefined> {
  if (id !== OWN_AGENDA) return facts.agendas.find((agenda) => agenda.id === id);
  const { readAgendaText } = await import('../../workshop/agenda-text.ts');
  const read = readAgendaText(keptAgenda() ?? '', knownOf(facts));
  return 'agenda' in read ? read.agenda : undefined;
}

/** What an agenda may name. */
export const knownOf = ({ exercises, lessons }: CourseFacts): { readonly exercises: ReadonlySet<string>; readonly lessons: ReadonlySet<string> } => ({
  exercises: new Set(exercises.map(({ id }) => id)),
  lessons: new Set(lessons.map(({ id }) => id)),
});
