/** What has a key of its own, and the key it begins with. `Ctrl` stands for the Command key as well. */
export const SHORTCUTS = { apply: 'Ctrl+Enter', nextPane: 'F6', previousPane: 'Shift+F6', search: '/', keys: '?' } as const;
export type ShortcutId = keyof typeof SHORTCUTS;

const KEPT = 'minato:keys';

/** The learner's own keys, as far as they can be read. */
function ownKeys(): { readonly [id: string]: unknown } {
  try {
    return (JSON.parse(localStorage.getItem(KEPT) ?? '{}') ?? {}) as { readonly [id: string]: unknown };
  } catch {
    return {};
  }
}

/** The key of a command; empty: it has none. */
export function keyOf(id: ShortcutId): string {
  const own = ownKeys()[id];
  return typeof own === 'string' ? own : SHORTCUTS[id];
}

/** Gives a command another key, none (empty), or the one it began with (`undefined`). `false` where it is not kept. */
export function setKey(id: ShortcutId, key: string | undefined): boolean {
  try {
    const { [id]: _, ...others } = ownKeys();
    localStorage.setItem(KEPT, JSON.stringify(key === undefined ? others : { ...others, [id]: key }));
  } catch {
    return false;
  }
  document.dispatchEvent(new CustomEvent('minato:keys'));
  return true;
}

/** A key press as it is written: `Ctrl+Enter`, `Shift+F6`, `?`. Empty while only a modifier is down. */
export function writtenKey({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string {
  if (['Control', 'Meta', 'Alt', 'Shift', 'Dead', 'Process'].includes(key)) return '';
  const sign = key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key;
  return [ctrlKey || metaKey ? 'Ctrl' : '', altKey ? 'Alt' : '', shiftKey && key.length > 1 ? 'Shift' : '', sign].filter((part) => part !== '').join('+');
}

/** The command that a key press asks for. A single sign is a command only where nothing is being typed. */
export function shortcutOf(event: KeyboardEvent): ShortcutId | undefined {
  if (event.isComposing || event.defaultPrevented) return undefined;
  const key = writtenKey(event);
  const typing = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable], .monaco-editor') !== null;
  if (key === '' || (key.length === 1 && typing)) return undefined;
  return (Object.keys(SHORTCUTS) as ShortcutId[]).find((id) => keyOf(id) === key);
}
