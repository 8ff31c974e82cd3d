/** The instructor's view of the local server's board: asks every two seconds while somebody looks, and shows what it hears as text. */
import type { StatusBoardWords } from '../../messages/status-board.ts';
import type { RoomStatus } from '../../messages/workshop.ts';

interface Line {
  readonly nickname: string;
  readonly status: RoomStatus;
  readonly exercise: string;
  readonly ago: number;
}

const KEPT = 'minato:board-key';
const EVERY_MS = 2_000;
/** Who waits for somebody comes first. */
const ORDER: readonly RoomStatus[] = ['help', 'working', 'done'];

const place = (): HTMLElement | null => document.querySelector('[data-status-board]');
const given = (): { readonly words: StatusBoardWords; readonly address: string } =>
  JSON.parse(place()?.dataset['statusBoard'] ?? '{}') as { readonly words: StatusBoardWords; readonly address: string };

/** The key of the board is behind `#` when the page is opened from the console's address; then it leaves the address. */
function takeKey(): string | undefined {
  const fresh = location.hash.slice(1);
  try {
    if (fresh !== '') sessionStorage.setItem(KEPT, fresh);
    const kept = sessionStorage.getItem(KEPT) ?? undefined;
    if (fresh !== '') history.replaceState(history.state, '', location.pathname);
    return kept;
  } catch {
    // Without storage the key stays in the address, so that a reload finds it.
    return fresh === '' ? undefined : fresh;
  }
}

const key = takeKey();
let shown: readonly Line[] | undefined;
let problem: 'noKey' | 'wrongKey' | 'noServer' | undefined;

function tell(sentence: string): void {
  const status = document.querySelector('[data-board-summary]');
  if (status && status.textContent !== sentence) status.textContent = sentence;
}

function rowOf({ nickname, status, exercise, ago }: Line, words: StatusBoardWords): HTMLTableRowElement {
  const row = document.createElement('tr');
  row.dataset['is'] = status;
  const template = document.querySelector<HTMLTemplateElement>(`template[data-mark="${status}"]`);
  const mark = document.createElement('td');
  if (template) mark.append(template.content.cloneNode(true));
  const minutes = Math.floor(ago / 60);
  const cells = [nickname, exercise, minutes === 0 ? words.now : words.ago.replace('{minutes}', String(minutes))].map((text, i) => {
    const cell = document.createElement(i === 0 ? 'th' : 'td');
    if (i === 0) cell.setAttribute('scope', 'row');
    cell.textContent = text;
    return cell;
  });
  row.append(mark, ...cells);
  return row;
}

function show(): void {
  const { words } = given();
  const lines = shown ?? [];
  const table = document.querySelector<HTMLElement>('[data-board-table]');
  if (table) table.hidden = lines.length === 0;
  const erase = document.querySelector<HTMLElement>('[data-board-erase]');
  if (erase) erase.hidden = shown === undefined;
  const sorted = ORDER.flatMap((status) => lines.filter((line) => line.status === status));
  document.querySelector('[data-board-lines]')?.replaceChildren(...sorted.map((line) => rowOf(line, words)));
  if (problem) tell(words[problem]);
  else if (lines.length === 0) tell(words.nobody);
  else {
    const count = (status: RoomStatus): string => String(lines.filter((line) => line.status === status).length);
    tell(
      words.summary
        .replace('{help}', count('help'))
        .replace('{working}', count('working'))
        .replace('{done}', count('done'))
        .replace('{all}', String(lines.length)),
    );
  }
}

async function ask(path: 'lines' | 'erase', method: 'GET' | 'POST'): Promise<Response> {
  return fetch(`${given().address}/${path}`, { method, headers: { authorization: `Bearer ${key ?? ''}` }, cache: 'no-store' });
}

async function look(): Promise<void> {
  if (document.hidden) return;
  try {
    const response = await ask('lines', 'GET');
    problem = response.ok ? undefined : response.status === 401 ? 'wrongKey' : 'noServer';
    if (response.ok) shown = ((await response.json()) as { readonly lines: readonly Line[] }).lines;
    if (problem === 'wrongKey') clearInterval(timer);
  } catch {
    problem = 'noServer';
  }
  show();
}

async function erase(): Promise<void> {
  const done = await ask('erase', 'POST').then(
    ({ ok }) => ok,
    () => false,
  );
  await look();
  const said = document.querySelector('[data-board-said]');
  if (said) said.textContent = done ? given().words.erased : given().words.noServer;
}

document.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return;
  if (target.closest('[data-board-erase]')) document.querySelector<HTMLDialogElement>('[data-board-dialog]')?.showModal();
  if (target.closest('[data-board-surely]')) void erase();
});
document.addEventListener('minato:language', show);
document.addEventListener('visibilitychange', () => {
  if (key !== undefined) void look();
});

let timer: ReturnType<typeof setInterval> | undefined;
if (place()) {
  if (key === undefined) {
    problem = 'noKey';
    show();
  } else {
    timer = setInterval(() => void look(), EVERY_MS);
    void look();
  }
}
