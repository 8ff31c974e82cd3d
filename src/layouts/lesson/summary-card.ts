/** Shows the reader's own summary on the lesson's card, where one is kept on this device; prints on request. */
import '../print/print-button.ts';

for (const place of document.querySelectorAll<HTMLElement>('[data-own-summary]')) {
  try {
    const own = localStorage.getItem(`minato:summary:${place.dataset['ownSummary'] ?? ''}`)?.trim() ?? '';
    if (own !== '') {
      place.textContent = own;
      place.classList.remove('card-nothing');
    }
  } catch {
    // Nothing is kept on this device: the card says that nothing is written.
  }
}
