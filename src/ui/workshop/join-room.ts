import { mount } from 'svelte';
import css from '../../styles/room-strip.css?inline';
import { wayInto } from '../../lab/reference-actions.ts';
import { adoptSheet } from '../adopt-sheet.ts';
import type { LabStore } from '../lab-store.svelte.ts';
import { courseFacts } from './course-facts.ts';
import { putAside } from './own-work.ts';
import { roomOf } from './room-links.ts';
import RoomStrip from './RoomStrip.svelte';

/**
 * A lab is opened from a room: it gets a strip above it, and begins in the state that the address asks for. The learner's own work is put
 * aside first; a finished state is only shown. Afterwards the address asks for no state, so that a reload goes on with what was done.
 * Returns whether the lab was begun.
 */
export async function joinRoom(lab: LabStore): Promise<boolean> {
  const place = document.querySelector<HTMLElement>('main [data-keep]:has(.workbench.full)');
  if (!place || lab.level !== 2) return false;
  const room = roomOf(location.search);
  const { load } = lab;
  if (load !== undefined) {
    const address = new URL(location.href);
    address.searchParams.delete('load');
    history.replaceState(history.state, '', address);
    // A finished state is kept nowhere: a reload shows the learner's own work again.
    lab.keeps = load !== 'final';
    if (lab.keeps) putAside(lab.bundle.definition.id);
    const way = wayInto(load, lab.bundle);
    await lab.begin(way.texts, way.actions);
  }
  if (room !== undefined || load !== undefined) {
    adoptSheet(css);
    const strip = document.createElement('div');
    place.prepend(strip);
    mount(RoomStrip, { target: strip, props: { lab, room, load, facts: courseFacts() } });
  }
  return load !== undefined;
}
