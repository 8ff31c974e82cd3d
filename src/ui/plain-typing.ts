/** What `PlainEditor` offers to what stands beside its field. */
interface PlainField {
  typing(): {
    readonly field: HTMLTextAreaElement | undefined;
    /** Types in the place of what is selected, or of the part named. */
    readonly insert: (typed: string, from?: number, to?: number) => void;
    /** Tells the lab what the field holds after a change that was not typed. */
    readonly takeOver: () => void;
  };
}

export type TypingKey = 'indent' | 'outdent' | 'dash' | 'colon' | 'quote' | 'comment' | 'undo';

/** Where the next letter would go. */
export function caretOf(plain: PlainField): number {
  return plain.typing().field?.selectionStart ?? 0;
}

/** Puts what was offered in its place; a block goes on at the line's own indentation. */
export function takeOffer(plain: PlainField, start: number, end: number, offered: string): void {
  const { field, insert } = plain.typing();
  if (!field) return;
  const line = field.value.slice(field.value.lastIndexOf('\n', start - 1) + 1, start);
  insert(offered.replaceAll('\n', `\n${/^ *(?:- )?/u.exec(line)?.[0].replace('-', ' ') ?? ''}`), start, end);
}

const TYPED: { readonly [key in TypingKey]?: string } = { dash: '- ', colon: ': ', comment: '# ' };

/** What the keys of the bar do to the text. */
export function pressKey(plain: PlainField, key: TypingKey): void {
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
