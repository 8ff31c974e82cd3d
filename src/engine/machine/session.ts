import type { Place, TerminalSession } from './place.ts';

/** A fresh shell at a place, with the files of its working directory. */
export function openSession(place: Place = { kind: 'operator' }, files: { readonly [name: string]: string } = {}): TerminalSession {
  return { place, files, namespace: 'default', env: {}, lastExit: 0 };
}
