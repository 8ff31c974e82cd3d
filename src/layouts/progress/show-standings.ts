/**
 * Writes how far the learner is into pages that were built without knowing: `[data-standing="L03-E2"]` gets a mark and a word,
 * `[data-passed-of="L03"]` the count of its exercises, `[data-resume]` the way back to the newest unfinished exercise.
 */
import { followProgress, offerPlace } from './follow-progress.ts';
import { standingOf } from '../../progress/progress-file.ts';
import { keptWork } from './kept-work.ts';

interface StandingWords {
  readonly passed: string;
  readonly 'gave-up': string;
  readonly begun: string;
}

const wordsOf = (): StandingWords | undefined => {
  const text = document.querySelector<HTMLElement>('[data-standing-words]')?.dataset['standingWords'];
  return text === undefined ? undefined : (JSON.parse(text) as StandingWords);
};

/** Shows what is kept now. */
function showStandings(): void {
  const { work } = keptWork();
  const standings = new Map(work.map((one) => [one.exercise, standingOf(one)]));
  const words = wordsOf();
  for (const element of document.querySelectorAll<HTMLElement>('[data-standing]')) {
    const standing = standings.get(element.dataset['standing'] ?? '');
    element.dataset['is'] = standing ?? '';
    element.textContent = standing && words ? words[standing] : '';
  }
  for (const element of document.querySelectorAll<HTMLElement | SVGElement>('[data-passed-of]')) {
    const lesson = element.dataset['passedOf'] ?? '';
    const begun = work.filter(({ exercise }) => exercise.startsWith(`${lesson}-`));
    const passed = begun.filter((one) => one.passed).length;
    element.textContent = begun.length === 0 ? '' : (element.dataset['template'] ?? '{passed}').replace('{passed}', String(passed));
    element.toggleAttribute('hidden', begun.length === 0);
  }
  const resume = document.querySelector<HTMLElement>('[data-resume]');
  if (!resume) return;
  const places = JSON.parse(resume.dataset['resume'] ?? '{}') as { readonly [exercise: string]: { readonly href: string; readonly title: string } };
  const newest = work.filter((one) => !one.passed && places[one.exercise]).sort((a, b) => b.savedAt - a.savedAt)[0];
  offerPlace(resume, newest && places[newest.exercise]);
}

followProgress(showStandings);
