import { utf8 } from '../machine/shell-words.ts';

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

/** MD5 (RFC 1321) of a text's UTF-8 bytes, as 32 hexadecimal digits. */
export function md5(text: string): string {
  const bytes = utf8(text);
  const bits = bytes.length * 8;
  bytes.push(0x80);
  while (bytes.length % 64 !== 56) bytes.push(0);
  for (let shift = 0; shift < 64; shift += 8) bytes.push(Math.floor(bits / 2 ** shift) & 255);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < bytes.length; at += 64) {
    const word = (index: number): number => [3, 2, 1, 0].reduce((sum, place) => (sum << 8) | (bytes[at + index * 4 + place] as number), 0);
    let [a, b, c, d] = state as [number, number, number, number];
    for (let step = 0; step < 64; step++) {
      const round = step >> 4;
      const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round] as number;
      const index = [step, 5 * step + 1, 3 * step + 5, 7 * step][round] as number;
      const sum = (a + mixed + Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) + word(index % 16)) | 0;
      const by = SHIFTS[round * 4 + (step % 4)] as number;
      [a, d, c, b] = [d, c, b, (b + ((sum << by) | (sum >>> (32 - by)))) | 0];
    }
    [a, b, c, d].forEach((value, index) => (state[index] = ((state[index] as number) + value) | 0));
  }
  return state.map((value) => [0, 8, 16, 24].map((shift) => ((value >>> shift) & 255).toString(16).padStart(2, '0')).join('')).join('');
}
