/** A page in a frame of another site: the site is told how high the page is, and links open beside it. */

/** What the page around the frame hears: nothing but a height, so anybody may. */
interface HeightMessage {
  readonly type: 'minato:height';
  /** The page below the language: `exercises/<slug>/`. */
  readonly page: string;
  /** CSS pixels. */
  readonly height: number;
}

/** From now on links open beside the frame, and every new height is told. */
export function tellHeight(): void {
  let told = 0;
  const base = document.createElement('base');
  base.target = '_blank';
  document.head.append(base);
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === told || parent === self) return;
    told = height;
    const message: HeightMessage = { type: 'minato:height', page: document.body.dataset['page'] ?? '', height };
    parent.postMessage(message, '*');
  }).observe(document.body);
}
