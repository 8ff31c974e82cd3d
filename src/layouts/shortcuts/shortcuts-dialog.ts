/** The list of keys: a dialog that is made when somebody asks for it, and in which keys are changed. */
import { isLanguage } from '../../messages/language.ts';
import { shortcutWords } from '../../messages/shortcut-words.ts';
import { keyOf, setKey, SHORTCUTS, writtenKey, type ShortcutId } from '../../ui/shortcuts.ts';
import { element } from '../element.ts';

const IDS = Object.keys(SHORTCUTS) as readonly ShortcutId[];

/** Opens the list. Where the keyboard was, it is again when the list is closed. */
export function openShortcuts(): void {
  const language = document.documentElement.lang;
  if (!isLanguage(language) || document.querySelector('dialog[open]')) return;
  const words = shortcutWords(language);
  const dialog = element('dialog', { class: 'search shortcuts', 'aria-labelledby': 'shortcuts-title' });
  const status = element('p', { role: 'status', class: 'small' });
  const rows = element('dl');
  let waiting: ShortcutId | undefined;

  const button = (id: ShortcutId, act: 'change' | 'off' | 'back', face: string, press: () => void): HTMLButtonElement => {
    const made = element('button', { type: 'button', class: 'button', 'data-act': `${act} ${id}` }, face);
    made.setAttribute('aria-label', words[act](words.names[id]));
    made.addEventListener('click', press);
    return made;
  };
  const faceOf = (label: string): string => label.replace(/: .*$/u, '');
  const give = (id: ShortcutId, key: string | undefined): void => {
    const kept = setKey(id, key);
    const now = keyOf(id);
    status.textContent = !kept ? words.notKept : now === '' ? words.turnedOff(words.names[id]) : words.changed(words.names[id], now);
    show(`change ${id}`);
  };
  function show(focus?: string): void {
    rows.replaceChildren(
      ...IDS.flatMap((id) => {
        const name = words.names[id];
        const key = keyOf(id);
        const acts = element('dd');
        acts.append(element('kbd', {}, waiting === id ? words.press : key || words.none));
        acts.append(
          button(id, 'change', faceOf(words.change(name)), () => {
            waiting = id;
            show(`change ${id}`);
          }),
        );
        if (key !== '') acts.append(button(id, 'off', faceOf(words.off(name)), () => give(id, '')));
        if (key !== SHORTCUTS[id]) acts.append(button(id, 'back', faceOf(words.back(name)), () => give(id, undefined)));
        return [element('dt', {}, name), acts];
      }),
    );
    if (focus !== undefined) rows.querySelector<HTMLElement>(`[data-act="${focus}"]`)?.focus();
  }
  dialog.addEventListener(
    'keydown',
    (event) => {
      if (waiting === undefined) return;
      const id = waiting;
      const key = writtenKey(event);
      if (event.key === 'Tab' || key === '') return;
      event.preventDefault();
      event.stopPropagation();
      waiting = undefined;
      const other = IDS.find((one) => one !== id && keyOf(one) === key);
      if (event.key === 'Escape') show(`change ${id}`);
      else if (other) {
        status.textContent = words.taken(key, words.names[other]);
        show(`change ${id}`);
      } else give(id, key);
    },
    true,
  );
  // A dialog closes by Esc before it hears of the key.
  dialog.addEventListener('cancel', (event) => {
    if (waiting === undefined) return;
    event.preventDefault();
    const id = waiting;
    waiting = undefined;
    show(`change ${id}`);
  });
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  const close = element('button', { type: 'button', class: 'button' }, words.close);
  close.addEventListener('click', () => dialog.close());
  const fixed = element('dl');
  for (const [keys, what] of words.fixed) {
    const said = element('dd');
    said.append(element('kbd', {}, keys));
    fixed.append(element('dt', {}, what), said);
  }
  show();
  dialog.append(
    element('h2', { id: 'shortcuts-title' }, words.title),
    element('p', { class: 'small' }, words.lead),
    rows,
    status,
    element('h3', {}, words.fixedTitle),
    fixed,
    close,
  );
  document.body.append(dialog);
  dialog.showModal();
}
