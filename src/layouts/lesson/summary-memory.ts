/** Keeps each summary on this device, on every change. Where that is not allowed, says so while there is still time. */
function key(area: HTMLTextAreaElement): string {
  return `minato:summary:${area.dataset['summary'] ?? ''}`;
}

function tell(kept: boolean): void {
  const status = document.querySelector<HTMLElement>('[data-summary-status]');
  if (status) status.textContent = (kept ? status.dataset['kept'] : status.dataset['notKept']) ?? '';
}

for (const area of document.querySelectorAll<HTMLTextAreaElement>('textarea[data-summary]')) {
  try {
    area.value = localStorage.getItem(key(area)) ?? '';
  } catch {
    tell(false);
  }
  area.addEventListener('input', () => {
    try {
      localStorage.setItem(key(area), area.value);
      tell(true);
    } catch {
      tell(false);
    }
  });
}
