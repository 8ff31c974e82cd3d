/** Moves from slide to slide by keys. Without this script the page scrolls, and every slide is on it. */
const slides = [...document.querySelectorAll<HTMLElement>('.slide')];

/** The slide whose middle is nearest to that of the window; before the first one, none. */
function present(): number {
  if ((slides[0]?.getBoundingClientRect().top ?? 0) > innerHeight / 2) return -1;
  const distance = (slide: HTMLElement): number => {
    const { top, bottom } = slide.getBoundingClientRect();
    return Math.abs((top + bottom - innerHeight) / 2);
  };
  return slides.reduce((nearest, slide, at) => (distance(slide) < distance(slides[nearest] ?? slide) ? at : nearest), 0);
}

const STEPS: { readonly [key: string]: number } = { ArrowRight: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, PageUp: -1 };

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  // Keys belong to what is focused, if that uses them: a button, a link, a manifest that scrolls.
  if (event.target instanceof Element && event.target.closest('a, button, input, dialog, [role="region"]')) return;
  const step = event.key === ' ' && event.shiftKey ? -1 : STEPS[event.key];
  const at = event.key === 'Home' ? 0 : event.key === 'End' ? slides.length - 1 : step === undefined ? undefined : present() + step;
  if (at === undefined) return;
  event.preventDefault();
  const slide = slides[Math.max(0, Math.min(at, slides.length - 1))];
  slide?.focus({ preventScroll: true });
  slide?.scrollIntoView({ block: 'center' });
});

export {}; // A module: its names are its own.
