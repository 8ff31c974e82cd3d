/**
 * Where a key leads among steps: -1 back, 1 on, 0 nowhere. Keys that somebody types or moves with elsewhere are left alone; the page
 * keys, which a presenter's remote sends, do nothing in a choice, so there they lead on.
 */
export function stepKey(event: KeyboardEvent): -1 | 0 | 1 {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return 0;
  const { target } = event;
  const leads = event.key.startsWith('Page') ? ':not([type="radio"])' : '';
  if (target instanceof Element && target.closest(`input${leads}, textarea, select, [contenteditable], .workbench, dialog, [role="log"]`)) return 0;
  return event.key === 'ArrowRight' || event.key === 'PageDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'PageUp' ? -1 : 0;
}
