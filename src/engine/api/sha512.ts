/** SHA-512 (FIPS 180-4) of a text's UTF-8 bytes, as 128 hexadecimal digits. */
export function sha512(text: string): string {
  const bytes = [...encodeURIComponent(text).matchAll(/%(..)|([^])/g)].map(([, code, letter]) =>
    code ? parseInt(code, 16) : (letter as string).charCodeAt(0),
  );
  const bits = BigInt(bytes.length * 8);
  bytes.push(0x80);
  while (bytes.length % 128 !== 112) bytes.push(0);
  for (let shift = 120n; shift >= 0n; shift -= 8n) bytes.push(Number((bits >> shift) & 255n));
  const hash = PRIMES.slice(0, 8).map((prime) => fraction(prime, 2n));
  const constants = PRIMES.map((prime) => fraction(prime, 3n));
  const rotate = (word: bigint, by: bigint): bigint => (word >> by) | cut(word << (64n - by));
  for (let at = 0; at < bytes.length; at += 128) {
    const words = Array.from({ length: 16 }, (_, i) => bytes.slice(at + i * 8, at + i * 8 + 8).reduce((word, byte) => (word << 8n) | BigInt(byte), 0n));
    for (let i = 16; i < 80; i++) {
      const [early, late] = [words[i - 15] as bigint, words[i - 2] as bigint];
      const small = rotate(early, 1n) ^ rotate(early, 8n) ^ (early >> 7n);
      const large = rotate(late, 19n) ^ rotate(late, 61n) ^ (late >> 6n);
      words.push(cut((words[i - 16] as bigint) + small + (words[i - 7] as bigint) + large));
    }
    let [a, b, c, d, e, f, g, h] = hash as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    for (let i = 0; i < 80; i++) {
      const choose = h + (rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n)) + ((e & f) ^ (cut(~e) & g)) + (constants[i] as bigint) + (words[i] as bigint);
      const majority = (rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, cut(d + choose), c, b, a, cut(choose + majority)];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (hash[i] = cut((hash[i] as bigint) + word)));
  }
  return hash.map((word) => word.toString(16).padStart(16, '0')).join('');
}

const cut = (word: bigint): bigint => BigInt.asUintN(64, word);

const PRIMES = Array.from({ length: 410 }, (_, i) => i)
  .filter((n) => n > 1 && !Array.from({ length: 19 }, (_, i) => i + 2).some((divisor) => divisor < n && n % divisor === 0))
  .slice(0, 80)
  .map(BigInt);

/** The first 64 bits behind the point of a prime's square or cube root. */
function fraction(prime: bigint, degree: bigint): bigint {
  const scaled = prime << (64n * degree);
  let root = 0n;
  for (let bit = 1n << 69n; bit > 0n; bit >>= 1n) if ((root | bit) ** degree <= scaled) root |= bit;
  return cut(root);
}
