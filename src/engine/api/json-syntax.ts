// Models sigs.k8s.io's and Go's encoding/json scanner.go (Go 1.26): where a text stops being JSON, and the words for it.

import { quote } from './go-text.ts';

/** Where the value that begins at `from` ends, or Go's complaint and where the wrong character stands. */
export type JSONScan = { readonly end: number } | { readonly words: string; readonly at: number; readonly truncated: boolean };

const LITERALS = ['true', 'false', 'null'];

/** Reads one JSON value from `from` on. Nesting beyond `limit` is a complaint as well. */
export function scanJSON(text: string, from: number, limit = 10_000): JSONScan {
  let at = from;
  const space = (): void => {
    while (' \t\r\n'.includes(text[at] ?? 'x')) at += 1;
  };
  const wrong = (context: string): JSONScan =>
    at >= text.length
      ? { words: 'unexpected EOF', at, truncated: true }
      : { words: `invalid character ${quoteCharacter(firstByte(text.codePointAt(at) as number))} ${context}`, at, truncated: false };
  const string = (): JSONScan | undefined => {
    for (at += 1; text[at] !== '"'; at += 1) {
      const c = text[at];
      if (c === undefined || c < ' ') return wrong('in string literal');
      if (c !== '\\') continue;
      at += 1;
      if (text[at] === 'u') {
        for (let i = 0; i < 4; i++) {
          at += 1;
          if (!/[0-9a-fA-F]/.test(text[at] ?? '')) return wrong('in \\u hexadecimal character escape');
        }
      } else if (!'"\\/bfnrt'.includes(text[at] ?? 'x')) return wrong('in string escape code');
    }
    at += 1;
    return undefined;
  };
  const digits = (context: string): JSONScan | undefined => {
    if (!/[0-9]/.test(text[at] ?? '')) return wrong(context);
    while (/[0-9]/.test(text[at] ?? '')) at += 1;
    return undefined;
  };
  const number = (): JSONScan | undefined => {
    if (text[at] === '-') at += 1;
    if (text[at] === '0') at += 1;
    else {
      const fault = digits('in numeric literal');
      if (fault) return fault;
    }
    if (text[at] === '.') {
      at += 1;
      const fault = digits('after decimal point in numeric literal');
      if (fault) return fault;
    }
    if (text[at] === 'e' || text[at] === 'E') {
      at += 1;
      if (text[at] === '+' || text[at] === '-') at += 1;
      return digits('in exponent of numeric literal');
    }
    return undefined;
  };
  const value = (depth: number): JSONScan | undefined => {
    space();
    const c = text[at];
    if (depth > limit) return { words: 'exceeded max depth', at, truncated: false };
    if (c === '"') return string();
    if (c === '-' || (c !== undefined && c >= '0' && c <= '9')) return number();
    if (c === '{' || c === '[') return collection(c, depth);
    const literal = LITERALS.find((word) => word[0] === c);
    if (literal === undefined) return wrong('looking for beginning of value');
    for (let i = 1; i < literal.length; i++) {
      at += 1;
      if (text[at] !== literal[i]) return wrong(`in literal ${literal} (expecting ${quoteCharacter(literal[i] as string)})`);
    }
    at += 1;
    return undefined;
  };
  const collection = (open: '{' | '[', depth: number): JSONScan | undefined => {
    const close = open === '{' ? '}' : ']';
    at += 1;
    space();
    if (text[at] === close) {
      at += 1;
      return undefined;
    }
    for (;;) {
      if (open === '{') {
        space();
        if (text[at] !== '"') return wrong('looking for beginning of object key string');
        const fault = string();
        if (fault) return fault;
        space();
        if (text[at] !== ':') return wrong('after object key');
        at += 1;
      }
      const fault = value(depth + 1);
      if (fault) return fault;
      space();
      if (text[at] === close) break;
      if (text[at] !== ',') return wrong(open === '{' ? 'after object key:value pair' : 'after array element');
      at += 1;
    }
    at += 1;
    return undefined;
  };
  return value(1) ?? { end: at };
}

// Models scanner.go quoteChar.
function quoteCharacter(c: string): string {
  if (c === "'") return "'\\''";
  if (c === '"') return "'\"'";
  return `'${quote(c).slice(1, -1)}'`;
}

/** Go looks at bytes: the first one of a character in UTF-8, as if it were a character. */
function firstByte(code: number): string {
  return String.fromCharCode(code < 0x80 ? code : code < 0x800 ? 0xc0 | (code >> 6) : code < 0x10000 ? 0xe0 | (code >> 12) : 0xf0 | (code >> 18));
}
