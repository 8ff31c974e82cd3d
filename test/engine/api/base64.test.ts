import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeBase64, encodeBase64, textOfBase64 } from '../../../src/engine/api/base64.ts';

it('text comes back as it went', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => textOfBase64(encodeBase64(text)) === text));
});

it('agrees with Node on any bytes, U+FFFD for what is no UTF-8', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual([...bytes]);
    }),
  );
  expect(textOfBase64(Buffer.from([0x61, 0xff, 0xe3, 0x81, 0x82, 0xc0, 0x80, 0xed, 0xa0, 0x80]).toString('base64'))).toBe(
    'a\ufffdあ\ufffd\ufffd\ufffd\ufffd\ufffd',
  );
});

it.each(['a', 'ab=', 'a=bc', 'あいうえ', '=abc'])('%s is no base64', (text) => {
  expect([decodeBase64(text), textOfBase64(text)]).toEqual([undefined, '']);
});
