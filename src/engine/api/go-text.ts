import type { Json } from './kubernetes-object.ts';

/**
 * A string as Go's strconv.Quote writes it: in double quotes, with `\n`, `\t`, `\"`, `\\` and so on; printable letters
 * of any language stay as they are, other characters become `\x1b`, `\u200b` or `\U0001f600` escapes.
 */
export function quote(text: string): string {
  let out = '"';
  for (const character of text) {
    const short = SHORT[character];
    if (short !== undefined) out += short;
    else if (PRINTABLE.test(character)) out += character;
    else {
      const code = character.codePointAt(0) as number;
      out += code < 0x80 ? `\\x${hex(code, 2)}` : code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
    }
  }
  return `${out}"`;
}

/** Characters that C and Go write with a letter behind a backslash, and the backslash itself. */
export const LETTER_ESCAPES: { readonly [character: string]: string | undefined } = {
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};
const SHORT: { readonly [character: string]: string | undefined } = { ...LETTER_ESCAPES, '"': '\\"' };

// Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols, and the ASCII space alone among spaces.
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');

/** One line of JSON as Go's encoding/json writes it: no spaces; `<`, `>`, `&` and two line separators escaped. Keys keep their order. */
export function goJSON(value: Json): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${hex(character.charCodeAt(0), 4)}`);
}

/** How many bytes a text has in UTF-8: what Go's len counts. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
