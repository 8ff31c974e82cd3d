import { child, key as bracket, type FieldPath } from '../api/field-path.ts';
import type { Span } from './manifest-document.ts';

/** A field's path by the name of a map's key: names that hold a dot or bracket stand in brackets. */
export function memberPath(path: FieldPath, name: string): FieldPath {
  return /[.[\]]/.test(name) || name === '' ? bracket(path, name) : child(path, name);
}

/** A span that can be seen: a narrow one takes the whole word it stands in, one of nothing but blanks the word before it. */
export function visible(span: Span, text: string, base: number): Span {
  const from = span.start - base;
  if (text[from] === '\t') return { start: span.start, end: Math.max(span.end, span.start + 1) };
  if (text.slice(from, span.end - base).trim() !== '') return span.end - span.start > 1 ? span : { start: span.start, end: base + wordEnd(text, from) };
  if (from < text.length && !/\s/.test(text[from] as string)) return { start: span.start, end: base + wordEnd(text, from) };
  let end = from;
  while (end > 0 && /\s/.test(text[end - 1] as string)) end -= 1;
  let start = end;
  while (start > 0 && !/\s/.test(text[start - 1] as string)) start -= 1;
  return end > 0 ? { start: base + start, end: base + end } : { start: base, end: base + Math.min(text.length, 1) };
}

function wordEnd(text: string, from: number): number {
  let end = from + 1;
  while (end < text.length && !/\s/.test(text[end] as string)) end += 1;
  return end;
}
