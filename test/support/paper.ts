import type { Page } from '@playwright/test';

/** Millimetres: the paper, and what `@page` leaves of it. */
export const PAPER = {
  A4: { width: 210, height: 297 },
  Letter: { width: 215.9, height: 279.4 },
} as const;
export const MARGIN = { upright: 16, wide: 14 };
export const pixels = (millimetres: number): number => (millimetres * 96) / 25.4;

/** The sizes of the sheets of a PDF, in points: one for each sheet. */
export function sheetsOf(pdf: Buffer): readonly { readonly width: number; readonly height: number }[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/\/Type \/Page\b[\s\S]*?\/MediaBox \[0 0 (?<width>[\d.]+) (?<height>[\d.]+)\]/gu)].map(({ groups }) => ({
    width: Number(groups?.['width']),
    height: Number(groups?.['height']),
  }));
}

/** What does not fit the width of the paper: code, tables and drawings that are cut, and anything that reaches past its edge. */
export async function clipped(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    // The padding around a word of code may hang into the margin, which is at least 12 mm.
    const edge = document.documentElement.clientWidth + 6;
    for (const element of document.querySelectorAll<HTMLElement | SVGElement>('main *')) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const name = `${element.localName}.${element.getAttribute('class') ?? ''}: ${(element.textContent ?? '').trim().slice(0, 40)}`;
      if (element.closest('.unseen') === null && (box.right > edge || box.left < -1)) found.push(`past the edge: ${name}`);
      // A line that ends where the margin begins is not printed.
      if (element.matches('pre, table, .manifest') && box.right > document.documentElement.clientWidth - 0.5) found.push(`its last line is lost: ${name}`);
      if (/^(pre|code|table|div|figure|svg|li|section)$/u.test(element.localName) && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0) {
        const { overflowX } = getComputedStyle(element);
        if (overflowX !== 'visible' || element.matches('pre, table')) found.push(`cut: ${name}`);
      }
    }
    return found;
  });
}
