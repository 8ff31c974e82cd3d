import type PlainEditor from './PlainEditor.svelte';

export type TypingKey = 'indent' | 'outdent' | 'dash' | 'colon' | 'quote' | 'comment' | 'undo';

/** Where the next letter would go. */
export function caretOf(plain: PlainEditor): number {
  return plain.typing().field?.selectionStart ?? 0;
}

/** Puts what was offered in its place; a block goes on at the line's own indentation. */
export function takeOffer(plain: PlainEditor, start: number, end: number, offered: string): void {
  const { field, insert } = plain.typing();
  if (!field) return;
  const line = field.value.slice(field.value.lastIndexOf('\n', start - 1) + 1, start);
  insert(offered.replaceAll('\n', `\n${/^ *(?:- )?/u.exec(line)?.[0].replace('-', ' ') ?? ''}`), start, end);
}

const TYPED: { readonly [key in TypingKey]?: string } = { dash: '- ', colon: ': ', comment: '# ' };

/** What the keys of the bar do to the text. */
export function pressKey(plain: PlainEditor, key: TypingKey): void {
  const { field, insert, takeOver } = plain.typing();
  if (!field || field.readOnly) return;
  const { value, selectionStart, selectionEnd } = field;
  const typed = TYPED[key];
  if (typed !== undefined) insert(typed);
  else if (key === 'quote') insert(`"${value.slice(selectionStart, selectionEnd)}"`);
  else if (key === 'undo') {
    field.focus();
    document.execCommand('undo');
    takeOver();
  } else {
    const start = value.lastIndexOf('\n', selectionStart - 1) + 1;
    const block = value.slice(start, selectionEnd);
    const moved = key === 'indent' ? block.replace(/^/gmu, '  ') : block.replace(/^ {1,2}/gmu, '');
    if (moved === block) return;
    insert(moved, start, selectionEnd);
    // One line: the caret stays where it was among its letters.
    const caret = Math.max(start, selectionStart + moved.length - block.length);
    if (selectionStart === selectionEnd) field.setSelectionRange(caret, caret);
  }
}
