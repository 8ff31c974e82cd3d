import type { Span } from '../engine/index.ts';

/** One document of a file, for a list to jump from. */
export interface OutlineItem {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** The document, without its separator. */
  readonly span: Span;
}

/** The documents of a manifest file in order; empty ones are left out. */
export function outline(text: string): readonly OutlineItem[] {
  const items: OutlineItem[] = [];
  let start = 0;
  for (const part of text.split(/^---.*$\n?/m)) {
    const at = text.indexOf(part, start);
    const end = at + part.length;
    start = end;
    const field = (pattern: RegExp): string => pattern.exec(part)?.[1] ?? '';
    if (part.replace(/#.*$/gm, '').trim() === '') continue;
    items.push({
      kind: field(/^kind: *["']?([^"'\s#]+)/m),
      name: field(/^ +name: *["']?([^"'\s#]+)/m),
      namespace: field(/^ +namespace: *["']?([^"'\s#]+)/m),
      span: { start: at, end },
    });
  }
  return items;
}
