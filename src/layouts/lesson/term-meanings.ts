/** How long a meaning waits for the pointer to come over to it, in milliseconds. */
const STAYS = 200;

/** A term's meaning opens where the mouse or the keyboard comes to it, and closes where they leave both. Taps and Escape are the browser's. */
export function openMeanings(page: ParentNode): void {
  for (const term of page.querySelectorAll<HTMLButtonElement>('button.term')) {
    const meaning = term.popoverTargetElement;
    if (!(meaning instanceof HTMLElement)) continue;
    let leaving: ReturnType<typeof setTimeout> | undefined;
    const show = (): void => {
      clearTimeout(leaving);
      if (!meaning.matches(':popover-open')) meaning.showPopover({ source: term });
    };
    const leave = (): void => {
      leaving = setTimeout(() => !term.matches(':focus-visible') && meaning.hidePopover(), STAYS);
    };
    for (const part of [term, meaning]) {
      part.addEventListener('pointerenter', ({ pointerType }) => pointerType === 'mouse' && (part === term ? show() : clearTimeout(leaving)));
      part.addEventListener('pointerleave', ({ pointerType }) => pointerType === 'mouse' && leave());
    }
    term.addEventListener('focus', () => term.matches(':focus-visible') && show());
    term.addEventListener('blur', () => meaning.hidePopover());
  }
}
