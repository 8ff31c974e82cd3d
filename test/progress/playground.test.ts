import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlayground } from '../../src/progress/playground.ts';
import { playground } from '../fixtures/playground.ts';
import { LINK_LIMIT, packPlayground, unpackPlayground } from '../../src/progress/share-link.ts';

const lines = (count: number): string => Array.from({ length: count }, (_, i) => `${i}: ${(i * 2654435761) % 2 ** 32}`).join('\n');

describe('a playground', () => {
  it('goes through a link and comes back as it was', async () => {
    const packed = await packPlayground(playground);
    expect(packed).toMatch(/^[\w-]{100,}$/u);
    expect(await unpackPlayground(packed ?? '')).toEqual(playground);
  });

  it('that is too long gives no link', async () => {
    expect(await packPlayground({ ...playground, texts: { 'a.yaml': lines(8_000) } })).toBeUndefined();
  });

  it.each([
    ['no JSON', '{', 'not-playground'],
    ['something else', '{"kind":"minato-progress"}', 'not-playground'],
    ['a format to come', JSON.stringify({ ...playground, format: 2 }), 'newer'],
    ['an unknown cluster', JSON.stringify({ ...playground, cluster: { base: 'six-nodes' } }), 'not-playground'],
    ['a field that is not offered', JSON.stringify({ ...playground, cluster: { images: [] } }), 'not-playground'],
    ['a field of every object', JSON.stringify({ ...playground, cluster: { constructor: 'x' } }), 'not-playground'],
    ['a file that climbs out', JSON.stringify({ ...playground, texts: { '../a.yaml': '' } }), 'not-playground'],
    ['a file that is too large', JSON.stringify({ ...playground, texts: { 'a.yaml': 'x'.repeat(300_000) } }), 'not-playground'],
    [
      'too many files',
      JSON.stringify({ ...playground, files: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`f${i}.yaml`, ''])) }),
      'not-playground',
    ],
    ['an unknown action', JSON.stringify({ ...playground, actions: [{ kind: 'explode' }] }), 'not-playground'],
    [
      'an intervention without its node',
      JSON.stringify({ ...playground, actions: [{ kind: 'intervene', intervention: { kind: 'node-down' } }] }),
      'not-playground',
    ],
    ['a namespace with a blank', JSON.stringify({ ...playground, namespace: 'a b' }), 'not-playground'],
    ['more than is read', ' '.repeat(2_000_001), 'too-large'],
  ] as const)('that is %s is refused', (_, text, refused) => {
    expect(readPlayground(text)).toEqual({ refused });
  });

  it('that is cut, bent or blown up is refused', async () => {
    const packed = (await packPlayground(playground)) ?? '';
    expect(await unpackPlayground(packed.slice(0, -9))).toEqual({ refused: 'not-playground' });
    expect(await unpackPlayground('*'.repeat(20))).toEqual({ refused: 'not-playground' });
    expect(await unpackPlayground('A'.repeat(LINK_LIMIT + 1))).toEqual({ refused: 'too-large' });
    // Three million zeros are three thousand bytes when deflated.
    const stream = new Blob(['0'.repeat(3_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bomb = Buffer.from(await new Response(stream).arrayBuffer()).toString('base64url');
    expect(bomb.length).toBeLessThan(LINK_LIMIT);
    expect(await unpackPlayground(bomb)).toEqual({ refused: 'too-large' });
  });

  it('from anybody is an answer, never an exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.base64String(), fc.json()), async (text) => {
        expect('refused' in readPlayground(text)).toBe(true);
        expect('refused' in (await unpackPlayground(text))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
