import type { Assignment, Dialect, Word } from './shell-syntax.ts';

/** `[key]=value` of an array, or the value alone. */
export function elementOf(word: Word): { readonly key?: Word; readonly append?: boolean; readonly value: Word } {
  const [first] = word;
  if (first?.kind !== 'text' || first.quoted || !first.text.startsWith('[')) return { value: word };
  for (const [index, part] of word.entries()) {
    const end = part.kind === 'text' && !part.quoted ? /\](\+?)=/.exec(part.text) : null;
    if (part.kind !== 'text' || !end) continue;
    const value = [...piece(part.text.slice(end.index + end[0].length)), ...word.slice(index + 1)];
    const before = part.text.slice(index === 0 ? 1 : 0, end.index);
    const key = [...(index === 0 ? [] : [...piece(first.text.slice(1)), ...word.slice(1, index)]), ...piece(before)];
    return { key, append: end[1] === '+', value };
  }
  return { value: word };
}

const piece = (text: string): Word => (text === '' ? [] : [{ kind: 'text', text, quoted: false }]);

/** A word of `export` that reads `name=value`: its value is neither split nor matched against files. */
export const unsplit = (word: Word): Word => word.map((part) => (part.kind === 'text' ? part : { ...part, quoted: true }));

/** `NAME=value`, and bash's `NAME+=value` and `NAME[…]=value`. */
export function assignmentOf(word: Word, dialect: Dialect): Assignment | undefined {
  const [first, ...rest] = word;
  if (first?.kind !== 'text' || first.quoted) return undefined;
  const match = /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=/.exec(first.text);
  if (match && (match[2] === '' || dialect === 'bash')) {
    const text = first.text.slice(match[0].length);
    return { name: match[1] as string, append: match[2] === '+', value: text ? [{ ...first, text }, ...rest] : rest };
  }
  const name = dialect === 'bash' ? /^([A-Za-z_][A-Za-z0-9_]*)(?=\[)/.exec(first.text)?.[0] : undefined;
  if (!name) return undefined;
  const { key, append = false, value } = elementOf([{ ...first, text: first.text.slice(name.length) }, ...rest]);
  return key && { name, index: key, append, value };
}
