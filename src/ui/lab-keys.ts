import type { LabStore } from './lab-store.svelte.ts';
import { keyOf, shortcutOf } from './shortcuts.ts';

/** A lab's keys: they come before those of its editors and shells. Returns the end. */
export function followKeys(place: HTMLElement, lab: LabStore): () => void {
  const learn = (): void => {
    lab.applyKey = keyOf('apply');
  };
  const press = (event: KeyboardEvent): void => {
    const id = shortcutOf(event);
    // What a command of a shell gave to be edited is saved by the same key.
    const edited = event.target instanceof Element ? event.target.closest<HTMLFormElement>('form.shell-editor') : null;
    if (id === 'apply' && edited) edited.requestSubmit();
    else if (id === 'apply' && lab.editable.length > 0) void lab.apply();
    else if (id === 'nextPane' || id === 'previousPane') goToPane(place, lab, id === 'nextPane' ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  learn();
  document.addEventListener('minato:keys', learn);
  place.addEventListener('keydown', press, true);
  return () => {
    document.removeEventListener('minato:keys', learn);
    place.removeEventListener('keydown', press, true);
  };
}

const PANES = ['task', 'files', 'terminal', 'cluster'] as const;

/** The next pane from where the keyboard is; on a small screen it is brought to the front. */
function goToPane(place: HTMLElement, lab: LabStore, by: 1 | -1): void {
  const at = PANES.findIndex((pane) => place.querySelector(`.pane-${pane}`)?.contains(document.activeElement));
  const pane = PANES[((at < 0 ? (by === 1 ? -1 : 0) : at) + by + PANES.length) % PANES.length] ?? 'task';
  lab.pane = pane;
  requestAnimationFrame(() => {
    const next = place.querySelector<HTMLElement>(`.pane-${pane}`);
    next?.setAttribute('tabindex', '-1');
    next?.focus();
  });
}
