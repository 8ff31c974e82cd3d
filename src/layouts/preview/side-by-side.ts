const base = document.body.dataset['base'] ?? '/';
const chosen = document.querySelector<HTMLSelectElement>('#page');
const together = document.querySelector<HTMLInputElement>('#together');
const frames = ['ja', 'en'].flatMap((language) => {
  const frame = document.querySelector<HTMLIFrameElement>(`#${language}`);
  return frame ? [{ language, frame }] : [];
});

/** The page that a frame shows, without its language; `undefined` while it shows none. */
function pageOf({ language, frame }: (typeof frames)[number]): string | undefined {
  const path = frame.contentWindow?.location.pathname ?? '';
  return path.startsWith(`${base}${language}/`) ? path.slice(base.length + 3) : undefined;
}

function show(page: string): void {
  for (const one of frames) if (pageOf(one) !== page) one.frame.src = `${base}${one.language}/${page}`;
  if (chosen) chosen.value = page;
  history.replaceState(null, '', `?page=${page}`);
}

/** Elements that both languages have under the same id, down the page. */
function marks(frame: HTMLIFrameElement): readonly HTMLElement[] {
  return [...(frame.contentDocument?.querySelectorAll<HTMLElement>('main [id]') ?? [])].filter((one) => one.offsetParent !== null);
}

/** Brings `to` where `from` is: the last mark above, and the same share of the way to the next. */
function follow(from: HTMLIFrameElement, to: HTMLIFrameElement): void {
  const top = (one: Element | undefined): number => one?.getBoundingClientRect().top ?? 0;
  const passed = marks(from).filter((one) => top(one) <= 120 && to.contentDocument?.getElementById(one.id));
  const mark = passed.at(-1);
  const same = mark && to.contentDocument?.getElementById(mark.id);
  if (mark && same) to.contentWindow?.scrollBy(0, top(same) - top(mark));
  else to.contentWindow?.scrollTo(0, from.contentWindow?.scrollY ?? 0);
}

/** Where a language was left. A saved file loads this page again as well, and the author goes on where they were. */
const placeKey = (language: string): string => `minato:preview:${language}`;

let leading: HTMLIFrameElement | undefined;
for (const one of frames) {
  const other = frames.find(({ language }) => language !== one.language);
  one.frame.addEventListener('load', () => {
    const page = pageOf(one);
    if (page !== undefined) show(page);
    const [left, top] = sessionStorage.getItem(placeKey(one.language))?.split(' ') ?? [];
    if (left === page) one.frame.contentWindow?.scrollTo({ top: Number(top), behavior: 'instant' });
    const lead = (): void => void (leading = one.frame);
    for (const kind of ['wheel', 'keydown', 'pointerdown', 'touchstart']) one.frame.contentWindow?.addEventListener(kind, lead, { passive: true });
    one.frame.contentWindow?.addEventListener('scroll', () => {
      sessionStorage.setItem(placeKey(one.language), `${page ?? ''} ${one.frame.contentWindow?.scrollY ?? 0}`);
      if (together?.checked && leading === one.frame && other) follow(one.frame, other.frame);
    });
  });
}
chosen?.addEventListener('change', () => {
  show(chosen.value);
});
show(new URLSearchParams(location.search).get('page') ?? chosen?.value ?? '');

export {}; // A module: its names are its own.
