const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A text's UTF-8 bytes as base64 with padding (RFC 4648 section 4). */
export function encodeBase64(text: string): string {
  const bytes = [...text].flatMap((character) => {
    const code = character.codePointAt(0) as number;
    if (code < 0x80) return [code];
    if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 63)];
    if (code < 0x10000) return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
    return [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
  });
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.slice(i, i + 3);
    const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    out +=
      DIGITS.charAt(group >> 18) +
      DIGITS.charAt((group >> 12) & 63) +
      (b === undefined ? '=' : DIGITS.charAt((group >> 6) & 63)) +
      (c === undefined ? '=' : DIGITS.charAt(group & 63));
  }
  return out;
}

/** Standard base64 with padding, line breaks passed over, as bytes; `undefined` where it is none. */
export function decodeBase64(text: string): readonly number[] | undefined {
  const clean = text.replaceAll(/[\r\n]/g, '');
  if (clean.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(clean)) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of clean.replace(/=+$/, '')) {
    held = ((held << 6) | DIGITS.indexOf(letter)) & 0xffff;
    bits += 6;
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 0xff);
  }
  return bytes;
}

/** The text that base64 of UTF-8 stands for. Bytes that are no UTF-8 become U+FFFD, text that is no base64 becomes empty. */
export function textOfBase64(text: string): string {
  const bytes = decodeBase64(text) ?? [];
  let out = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] as number;
    const length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
    const rest = bytes.slice(at + 1, at + length);
    const whole = length > 0 && rest.length === length - 1 && rest.every((byte) => byte >> 6 === 2);
    const code = rest.reduce((sum, byte) => (sum << 6) | (byte & 63), length === 1 ? first : first & (0x7f >> length));
    const shortest = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
    const known = whole && code >= shortest && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    out += known ? String.fromCodePoint(code) : '\ufffd';
    at += known ? length : 1;
  }
  return out;
}
