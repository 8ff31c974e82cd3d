/** The controls of the bar that need a script: search, theme and language. Without it the language switch is two plain links. */
import { isLanguage, type Language } from '../messages/language.ts';
import { shortcutOf } from '../ui/shortcuts.ts';

const themes = ['system', 'light', 'dark', 'contrast'] as const;
type Theme = (typeof themes)[number];

/** Storage may be blocked or full; a choice then lasts as long as the page. */
function save(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing is lost but the memory of the choice.
  }
}

function currentTheme(): Theme {
  const named = document.documentElement.dataset['theme'];
  return themes.find((theme) => theme === named) ?? 'system';
}

function showTheme(button: HTMLElement): void {
  const names: unknown = JSON.parse(button.dataset['names'] ?? '{}');
  const name = typeof names === 'object' && names !== null ? (names as Record<string, string>)[currentTheme()] : undefined;
  const label = `${button.dataset['label'] ?? ''}: ${name ?? currentTheme()}`;
  button.setAttribute('aria-label', label);
  button.title = label;
  button.hidden = false;
}

function nextTheme(): void {
  const next = themes[(themes.indexOf(currentTheme()) + 1) % themes.length] ?? 'system';
  if (next === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
  save('minato:theme', next);
  document.dispatchEvent(new CustomEvent('minato:theme'));
}

/** The dialog and its index come when somebody first looks for something. */
async function search(): Promise<void> {
  const button = document.querySelector<HTMLElement>('[data-search]');
  if (!button || document.querySelector('dialog[open]')) return;
  const { openSearch } = await import('./search/search-dialog.ts');
  await openSearch(button.dataset['search'] ?? '', button.dataset['failed'] ?? '');
}

/** The list of keys, too. */
async function shortcuts(): Promise<void> {
  (await import('./shortcuts/shortcuts-dialog.ts')).openShortcuts();
}

document.addEventListener('keydown', (event) => {
  const id = shortcutOf(event);
  if (id !== 'search' && id !== 'keys') return;
  event.preventDefault();
  void (id === 'search' ? search() : shortcuts());
});

/** What a page comes without: its buttons, and, in a row of the site's pages that is wider than the window, this one in sight. */
function showControls(): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-search], [data-shortcuts]')) button.hidden = false;
  for (const button of document.querySelectorAll<HTMLElement>('[data-theme-switch]')) showTheme(button);
  const here = document.querySelector<HTMLElement>('.site [aria-current]');
  if (here?.parentElement) here.parentElement.scrollLeft = here.offsetLeft - here.offsetWidth;
}

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element) || event.defaultPrevented) return;
  if (event.target.closest('[data-search]')) {
    void search();
    return;
  }
  if (event.target.closest('[data-shortcuts]')) {
    void shortcuts();
    return;
  }
  const theme = event.target.closest('[data-theme-switch]');
  if (theme) {
    nextTheme();
    showControls();
    return;
  }
  const link = event.target.closest<HTMLAnchorElement>('a[data-language]');
  const language = link?.dataset['language'];
  if (!link || !isLanguage(language) || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  save('minato:language', language);
  event.preventDefault();
  if (language !== document.documentElement.lang) void changeTo(link.href, language);
});

/** A page without a lab may as well be left; a lab is never left for a language that did not come. */
async function changeTo(address: string, language: Language): Promise<void> {
  const changed = await import('./language-switch.ts').then(
    ({ switchLanguage }) => switchLanguage(address, language),
    () => false,
  );
  if (changed) {
    showControls();
    return;
  }
  const status = document.querySelector<HTMLElement>('[data-language-status]');
  if (document.querySelector('astro-island') === null) location.assign(address);
  else if (status) status.textContent = status.dataset['failed'] ?? '';
}

showControls();
if ('embed' in document.documentElement.dataset) void import('./embedded-page.ts').then(({ tellHeight }) => tellHeight());
