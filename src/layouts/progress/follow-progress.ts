/** Shows now, and again whenever the page's language or what is kept on the device changes, here or in another tab. */
export function followProgress(show: () => void): void {
  show();
  document.addEventListener('minato:language', show);
  // What is kept was changed on this page.
  document.addEventListener('minato:progress', show);
  addEventListener('storage', show);
  addEventListener('pageshow', show);
}

/** The element's link leads to a place; without one the element is hidden. */
export function offerPlace(element: HTMLElement, place: { readonly href: string; readonly title: string } | undefined): void {
  const link = element.querySelector('a');
  if (place && link) {
    link.href = place.href;
    link.textContent = place.title;
  }
  element.hidden = !place;
}
