import type { RoomStatus } from '../../messages/workshop.ts';
import { href } from '../../layouts/href.ts';

/** Why a report did not stand on the board. */
export type NotOnBoard = 'nickname' | 'full' | 'busy' | 'gone';

/** Who this tab is on the board: kept as long as the tab is. */
export interface BoardPerson {
  /** Known to this tab alone; whoever has it can change its line. */
  readonly person: string;
  readonly nickname: string;
}

const KEPT = 'minato:board';
export const NICKNAME_LENGTH = 20;

const address = (): string => href('/.minato/board');

/** Whether the site comes from a local server that holds a board. A static host has a file there that says no, or nothing. */
export async function boardIsThere(): Promise<boolean> {
  try {
    const answer: unknown = await (await fetch(address(), { cache: 'no-store' })).json();
    return typeof answer === 'object' && answer !== null && (answer as { readonly board?: unknown }).board === true;
  } catch {
    return false;
  }
}

/** A person nobody else is, by this nickname. Works over plain http, too. */
export function newPerson(nickname: string): BoardPerson {
  const digits = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { person: digits, nickname: nickname.normalize('NFC').trim() };
}

/** Who this tab chose to be, if it did. */
export function keptPerson(): BoardPerson | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as Partial<BoardPerson> | null;
    return typeof kept?.person === 'string' && typeof kept.nickname === 'string' ? { person: kept.person, nickname: kept.nickname } : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers or, with nothing, forgets who this tab is. Where storage is blocked, the choice lasts as long as the page. */
export function keepPerson(person: BoardPerson | undefined): void {
  try {
    if (person) sessionStorage.setItem(KEPT, JSON.stringify(person));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Nothing is lost but the memory of the choice.
  }
}

const REFUSED: { readonly [status: number]: NotOnBoard } = { 422: 'nickname', 503: 'full', 429: 'busy' };

async function post(body: object): Promise<NotOnBoard | undefined> {
  try {
    const { ok, status } = await fetch(address(), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return ok ? undefined : (REFUSED[status] ?? 'gone');
  } catch {
    return 'gone';
  }
}

/** Puts this person's state on the board, in place of the one before; says why not. */
export function tellBoard({ person, nickname }: BoardPerson, status: RoomStatus, exercise: string): Promise<NotOnBoard | undefined> {
  return post({ person, nickname, status, exercise });
}

/** Takes this person off the board. */
export function leaveBoard({ person }: BoardPerson): Promise<NotOnBoard | undefined> {
  return post({ person, leave: true });
}
