/**
 * Writes what is due into pages that were built without knowing: `[data-review="L03-E2"]` is shown when that exercise is to be
 * done again, `[data-due]` says how many are, questions included, `[data-questions-due]` how many questions. Rows with `[data-idea="M03"]` or
 * `[data-objective]` (layouts/StandingRow.astro) get their count of passed exercises and a word.
 */
import { dueRecall } from '../../progress/recall.ts';
import { isDue, reviewOf } from '../../progress/review.ts';
import type { SavedWork } from '../../progress/work.ts';
import { keptRecall, keptWork } from './kept-work.ts';

const read = <T>(element: HTMLElement | null | undefined, name: string): Partial<T> => JSON.parse(element?.dataset[name] ?? '{}') as Partial<T>;

/** How a row stands: what its look follows, and the word. */
interface Standing {
  readonly is?: 'passed' | 'begun';
  readonly said?: string | undefined;
}

function showReviews(work: ReadonlyMap<string, SavedWork>, now: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-review]')];
  const list = rows[0]?.closest<HTMLElement>('[data-review-words]');
  const words = read<{ done: string; gaveUp: string }>(list, 'reviewWords');
  for (const row of rows) {
    const one = work.get(row.dataset['review'] ?? '');
    row.hidden = !one || !isDue(one, now);
    const note = row.querySelector('[data-review-standing]');
    if (one && note) note.textContent = (one.passed ? words.done : words.gaveUp)?.replace('{done}', String(reviewOf(one, now).done)) ?? '';
  }
  const note = document.querySelector<HTMLElement>('[data-review-nothing]');
  if (!note) return;
  const dates = [...work.values()].flatMap((one) => reviewOf(one, now).dueAt ?? []).filter((at) => at > now);
  const next = dates.length === 0 ? '' : new Date(Math.min(...dates)).toLocaleDateString(document.documentElement.lang, { month: 'long', day: 'numeric' });
  const sentences = [rows.every(({ hidden }) => hidden) ? note.dataset['reviewNothing'] : '', next && note.dataset['reviewNext']?.replace('{date}', next)];
  note.textContent = sentences.filter(Boolean).join(' ');
  note.hidden = note.textContent === '';
}

/** Which exercises a row is about. Writes how many of them are passed, and what `standing` makes of that. */
function fillRow(row: HTMLElement, work: ReadonlyMap<string, SavedWork>, standing: (passed: number, exercises: readonly string[]) => Standing): void {
  const exercises = (row.dataset['exercises'] ?? '').split(' ');
  const passed = exercises.filter((exercise) => work.get(exercise)?.passed).length;
  const count = row.querySelector('[data-passed-count]');
  const told = row.querySelector<HTMLElement>('[data-row-standing]');
  if (!count || !told) return;
  count.textContent = `${passed}/${exercises.length}`;
  const { is = '', said = '' } = standing(passed, exercises);
  told.dataset['is'] = is;
  told.textContent = said;
}

function showObjectives(work: ReadonlyMap<string, SavedWork>): void {
  const words = read<{ passed: string; begun: string }>(document.querySelector<HTMLElement>('[data-standing-words]'), 'standingWords');
  for (const row of document.querySelectorAll<HTMLElement>('[data-objective]'))
    fillRow(row, work, (passed, exercises) => {
      const is = passed === exercises.length ? 'passed' : exercises.some((exercise) => work.has(exercise)) ? 'begun' : undefined;
      return is ? { is, said: words[is] } : {};
    });
}

/** An idea is overcome once every exercise whose answer suggested it was passed after that. */
function showIdeas(work: ReadonlyMap<string, SavedWork>): void {
  for (const row of document.querySelectorAll<HTMLElement>('[data-idea]')) {
    const id = row.dataset['idea'] ?? '';
    const words = read<{ met: string; overcome: string }>(row.closest<HTMLElement>('[data-idea-words]'), 'ideaWords');
    const met = [...work.values()].filter(({ ideas }) => ideas[id] !== undefined);
    const overcome = met.every(({ ideas, passes }) => passes.some((at) => at >= (ideas[id] ?? 0)));
    fillRow(row, work, () => (met.length === 0 ? {} : overcome ? { is: 'passed', said: words.overcome } : { is: 'begun', said: words.met }));
  }
}

function show(): void {
  const now = Date.now();
  const work = new Map(keptWork().work.map((one) => [one.exercise, one]));
  showReviews(work, now);
  showObjectives(work);
  showIdeas(work);
  const questions = dueRecall(keptRecall(), now).length;
  const asked = document.querySelector<HTMLElement>('[data-questions-due]');
  if (asked) asked.textContent = questions === 0 ? '' : (asked.dataset['questionsDue']?.replace('{count}', String(questions)) ?? '');
  const due = document.querySelector<HTMLElement>('[data-due]');
  const link = due?.querySelector('a');
  const count = [...work.values()].filter((one) => isDue(one, now)).length + questions;
  if (!due || !link) return;
  due.hidden = count === 0;
  link.textContent = due.dataset['due']?.replace('{count}', String(count)) ?? '';
}

show();
document.addEventListener('minato:language', show);
document.addEventListener('minato:progress', show);
addEventListener('storage', show);
addEventListener('pageshow', show);
