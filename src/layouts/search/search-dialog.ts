/** The search of the site: a dialog that is made, and an index that is fetched, when somebody first looks for something. */
import { isLanguage, type Language } from '../../messages/language.ts';
import type { SiteWords } from '../../messages/site-words.ts';
import { SiteIndex, type Hit } from '../../search/site-index.ts';
import { element } from '../element.ts';

interface Loaded {
  readonly words: SiteWords['search'];
  readonly index: SiteIndex;
}

const loaded = new Map<string, Promise<Loaded>>();

function load(address: string, language: Language): Promise<Loaded> {
  const known = loaded.get(address);
  if (known) return known;
  const coming = fetch(address)
    .then((response) => {
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      return response.json() as Promise<{ words: SiteWords['search']; index: string }>;
    })
    .then(({ words, index }) => ({ words, index: new SiteIndex(index, language) }));
  loaded.set(address, coming);
  coming.catch(() => loaded.delete(address));
  return coming;
}

function hitRow(hit: Hit, words: SiteWords['search'], home: string): HTMLLIElement {
  const row = element('li');
  const link = element('a', { href: home + hit.path });
  link.append(
    element('b', {}, hit.heading || hit.title),
    element('span', { class: 'small' }, hit.heading ? `${words.kinds[hit.kind]} · ${hit.title}` : words.kinds[hit.kind]),
  );
  row.append(link);
  return row;
}

/** Opens the search. `home` is the address of the language's home page. */
export async function openSearch(home: string, failed: string): Promise<void> {
  const language = document.documentElement.lang;
  if (!isLanguage(language)) return;
  const dialog = element('dialog', { class: 'search' });
  document.body.append(dialog);
  dialog.addEventListener('close', () => {
    dialog.remove();
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.showModal();
  let found: Loaded;
  try {
    found = await load(`${home}search.json`, language);
  } catch {
    dialog.append(element('p', { role: 'alert' }, failed));
    return;
  }
  const { words, index } = found;
  dialog.setAttribute('aria-label', words.title);
  const field = element('input', { type: 'search', 'aria-label': words.title, placeholder: words.placeholder, autocomplete: 'off', spellcheck: 'false' });
  const close = element('button', { type: 'button', class: 'button bare' }, words.close);
  const list = element('ol', { class: 'hits' });
  const status = element('p', { class: 'small', role: 'status' });
  close.addEventListener('click', () => {
    dialog.close();
  });
  const show = (): void => {
    const hits = field.value.trim() === '' ? [] : index.find(field.value);
    list.replaceChildren(...hits.map((hit) => hitRow(hit, words, home)));
    status.textContent = field.value.trim() === '' ? '' : hits.length === 0 ? words.nothing : words.count.replace('{count}', String(hits.length));
  };
  field.addEventListener('input', show);
  dialog.addEventListener('keydown', (event) => {
    const links = [...list.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    // A search field would first clear itself.
    if (event.key === 'Escape') dialog.close();
    if (event.key === 'Enter' && document.activeElement === field && !event.isComposing) links[0]?.click();
    const next = event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? at - 1 : undefined;
    if (next === undefined || event.isComposing) return;
    event.preventDefault();
    (next < 0 ? field : (links[next] ?? links.at(-1) ?? field)).focus();
  });
  dialog.replaceChildren(field, close, status, list);
  field.focus();
}
