import { PLAYGROUND_LIMIT, readPlayground, type Playground, type Refused } from './playground.ts';

/** Longer fragments are not made and not read: characters. Mail and chat programs cut longer addresses. */
export const LINK_LIMIT = 16_000;

/** A playground as the fragment of an address. `undefined`: it is too long for a link. */
export const packPlayground = (state: Playground): Promise<string | undefined> => packText(JSON.stringify(state));

/** A text as the fragment of an address: deflated, in base64url. `undefined`: it is too long for a link. */
export async function packText(text: string): Promise<string | undefined> {
  const bytes = new Uint8Array(await new Response(pipe(new TextEncoder().encode(text), new CompressionStream('deflate-raw'))).arrayBuffer());
  const packed = toBase64URL(bytes);
  return packed.length > LINK_LIMIT ? undefined : packed;
}

/** Reads what `packPlayground` made, from anybody. It is never unpacked beyond what a playground may hold. */
export async function unpackPlayground(packed: string): Promise<Playground | Refused> {
  const read = await unpackText(packed, PLAYGROUND_LIMIT.characters);
  return 'text' in read ? readPlayground(read.text) : { refused: read.refused === 'too-large' ? 'too-large' : 'not-playground' };
}

/** Reads what `packText` made, from anybody. It is never unpacked beyond so many characters. */
export async function unpackText(packed: string, most: number): Promise<{ readonly text: string } | { readonly refused: 'too-large' | 'broken' }> {
  if (packed.length > LINK_LIMIT) return { refused: 'too-large' };
  const bytes = fromBase64URL(packed);
  if (!bytes) return { refused: 'broken' };
  let text = '';
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const reader = pipe(bytes, new DecompressionStream('deflate-raw')).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += decoder.decode(part.value, { stream: true });
      if (text.length <= most) continue;
      await reader.cancel();
      return { refused: 'too-large' };
    }
    text += decoder.decode();
  } catch {
    return { refused: 'broken' };
  }
  return { text };
}

const pipe = (bytes: Uint8Array<ArrayBuffer>, through: CompressionStream | DecompressionStream): ReadableStream<Uint8Array> =>
  new Blob([bytes]).stream().pipeThrough(through);

function toBase64URL(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/u, '');
}

function fromBase64URL(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]+$/u.test(text)) return undefined;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}
