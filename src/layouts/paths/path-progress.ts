/** `[data-passed-among="L01-E1 L02-E2"]` gets the count of those that are passed; `[data-path-next]` leads to the first that is not. */
import { followProgress, offerPlace } from '../progress/follow-progress.ts';
import '../progress/show-standings.ts';
import { keptWork } from '../progress/kept-work.ts';

function show(): void {
  const { work } = keptWork();
  const passed = new Set(work.flatMap((one) => (one.passed ? [one.exercise] : [])));
  for (const element of document.querySelectorAll<HTMLElement>('[data-passed-among]')) {
    const ids = (element.dataset['passedAmong'] ?? '').split(' ').filter((id) => id !== '');
    const count = ids.filter((id) => passed.has(id)).length;
    element.textContent =
      count === 0 ? '' : (element.dataset['template'] ?? '{passed}').replace('{passed}', String(count)).replace('{all}', String(ids.length));
  }
  for (const next of document.querySelectorAll<HTMLElement>('[data-path-next]')) {
    const places = JSON.parse(next.dataset['pathNext'] ?? '{}') as { readonly [exercise: string]: { readonly href: string; readonly title: string } };
    const [, place] = Object.entries(places).find(([id]) => !passed.has(id)) ?? [];
    offerPlace(next, place);
  }
}

followProgress(show);
