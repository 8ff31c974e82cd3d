import { mount } from 'svelte';
import css from '../../styles/room-strip.css?inline';
import { wayInto } from '../../lab/reference-actions.ts';
import { adoptSheet } from '../adopt-sheet.ts';
import type { LabStore } from '../lab-store.svelte.ts';
import { courseFacts } from './course-facts.ts';
import { putAside } from './own-work.ts';
import { LOADS, roomOf, type Load } from './room-links.ts';
import RoomStrip from './RoomStrip.svelte';

/** The state that an address asks for. */
function loadOf(search: string): Load | undefined {
  const asked = new URLSearchParams(search).get('load');
  return LOADS.find((load) => load === asked);
}

/**
 * A lab was opened from a room: it gets a strip above it, and the state that the address asks for. The learner's own work is put aside
 * first; a finished state is only shown. Afterwards the address asks for no state, so that a reload goes on with what was done.
 */
export async function joinRoom(lab: LabStore): Promise<void> {
  const place = document.querySelector<HTMLElement>('main [data-keep]:has(.workbench.full)');
  if (!place || lab.level !== 2) return;
  const room = roomOf(location.search);
  const load = loadOf(location.search);
  if (load !== undefined) {
    const address = new URL(location.href);
    address.searchParams.delete('load');
    // A finished state is kept nowhere: a reload shows the learner's own work again.
    history.replaceState(history.state, '', address);
    if (load === 'final') lab.keeps = false;
    else putAside(lab.bundle.definition.id);
    const way = wayInto(load, lab.bundle);
    // What was kept is opened first: two openings at once would mix.
    while (!lab.ready) await new Promise((done) => setTimeout(done, 50));
    await lab.begin(way.texts, way.actions);
  }
  if (room === undefined && load === undefined) return;
  adoptSheet(css);
  const strip = document.createElement('div');
  place.prepend(strip);
  mount(RoomStrip, { target: strip, props: { lab, room, load, facts: courseFacts() } });
}
