import { readRunCode, runCode } from '../../exercise/run-code.ts';
import { pageHref } from '../../layouts/href.ts';
import type { Language } from '../../messages/language.ts';

/** How a lab begins: as the exercise gives it, with an answer written but not applied, or passed. */
export const LOADS = ['starter', 'middle', 'final'] as const;
export type Load = (typeof LOADS)[number];

/** An agenda that stands in no file of the site. */
export const OWN_AGENDA = 'own';

/** The room of an address, as its code is written; `undefined` where there is none, `bad` where it cannot be read. */
export function roomOf(search: string): { readonly code: string; readonly seed: number } | 'bad' | undefined {
  const asked = new URLSearchParams(search).get('room');
  if (asked === null) return undefined;
  const read = readRunCode(asked.slice(0, 20));
  return 'seed' in read ? { code: runCode(read.seed), seed: read.seed } : 'bad';
}

/** The address of a page of a room. */
export function roomHref(
  language: Language,
  page: string,
  query: { readonly room?: string | undefined; readonly agenda?: string; readonly load?: Load },
): string {
  const { room, agenda, load } = query;
  const asked = new URLSearchParams({
    ...(agenda === undefined ? {} : { agenda }),
    ...(room === undefined ? {} : { room }),
    ...(load === undefined ? {} : { load }),
  });
  return `${pageHref(language, page)}${asked.size > 0 ? `?${asked.toString()}` : ''}`;
}

/** Where the steps of an agenda are shown. */
export const agendaPage = (id: string): string => (id === OWN_AGENDA ? 'workshop/own-agenda/' : `workshop/${id}/`);
