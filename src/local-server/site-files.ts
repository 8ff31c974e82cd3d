import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

export type Encoding = 'br' | 'gzip' | 'identity';

/** A file as it goes over the wire in one encoding. */
export interface Body {
  readonly bytes: Buffer;
  readonly encoding: Encoding;
  /** Quoted, and another one for every encoding (RFC 9110 §8.8.3.3). */
  readonly etag: string;
  /** Of a page: the policy that its `<meta>` states. */
  readonly policy?: string;
}

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.sh': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.yaml': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.pdf': 'application/pdf',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};
const COMPRESSIBLE = /^text\/|javascript|json|xml|wasm|font\/ttf/u;
/** Below this, the header costs more than is won. */
const WORTH_COMPRESSING = 512;
/** What is kept ready in memory, compressed and not. The whole site fits; a larger one is read again. */
const KEPT_BYTES = 96 * 1024 * 1024;

/** The media type of a file, by its extension. */
export function typeOf(file: string): string {
  return TYPES[extname(file)] ?? 'application/octet-stream';
}

/**
 * The best encoding that an `Accept-Encoding` header accepts (RFC 9110 §12.5.3): brotli before gzip, none where neither is. Browsers
 * name brotli over https and on localhost only, so in a room it is gzip.
 */
export function acceptedEncoding(header: string | undefined): Encoding {
  const accepted = new Set(
    (header ?? '').split(',').flatMap((one) => {
      const [name = '', ...parameters] = one.split(';').map((part) => part.trim().toLowerCase());
      return parameters.some((parameter) => /^q=0(?:\.0*)?$/u.test(parameter)) ? [] : [name];
    }),
  );
  return accepted.has('br') ? 'br' : accepted.has('gzip') ? 'gzip' : 'identity';
}

/** The policy that a page's `<meta>` states. */
function policyOf(html: string): string | undefined {
  return /<meta http-equiv="content-security-policy" content="([^"]+)"/iu.exec(html)?.[1]?.replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}

/**
 * The files of a built site. What is there is listed once, at the start: an address can only ever name one of these, so no path
 * leads out of the folder.
 */
export class SiteFiles {
  readonly #folder: string;
  readonly #sizes = new Map<string, number>();
  /** In the order of last use. */
  readonly #kept = new Map<string, { readonly body: Promise<Body>; bytes: number }>();
  #keptBytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      this.#sizes.set(path.slice(join(folder, '/').length).replaceAll('\\', '/'), statSync(path).size);
    }
  }

  get count(): number {
    return this.#sizes.size;
  }

  /** Bytes that are kept ready in memory now. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  has(file: string): boolean {
    return this.#sizes.has(file);
  }

  /** A file of the site in the best encoding that is accepted. Asked by many at once, it is read and compressed once. */
  body(file: string, accepted: Encoding): Promise<Body> {
    const encoding = (this.#sizes.get(file) ?? 0) >= WORTH_COMPRESSING && COMPRESSIBLE.test(typeOf(file)) ? accepted : 'identity';
    const key = `${encoding} ${file}`;
    const known = this.#kept.get(key);
    if (known) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known.body;
    }
    const kept = { body: this.#make(file, encoding), bytes: 0 };
    this.#kept.set(key, kept);
    kept.body.then(
      ({ bytes }) => {
        kept.bytes = bytes.length;
        this.#keptBytes += bytes.length;
        this.#dropOldest();
      },
      () => this.#kept.delete(key),
    );
    return kept.body;
  }

  #dropOldest(): void {
    for (const [key, { bytes }] of this.#kept) {
      if (this.#keptBytes <= KEPT_BYTES) return;
      // Still being made: its bytes are not counted yet.
      if (bytes === 0) continue;
      this.#keptBytes -= bytes;
      this.#kept.delete(key);
    }
  }

  async #make(file: string, encoding: Encoding): Promise<Body> {
    const plain = await readFile(join(this.#folder, file));
    const digest = createHash('sha256').update(plain).digest('hex').slice(0, 16);
    const policy = file.endsWith('.html') ? policyOf(plain.toString('utf8')) : undefined;
    const bytes =
      encoding === 'br'
        ? await compressBrotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } })
        : encoding === 'gzip'
          ? await compressGzip(plain)
          : plain;
    return { bytes, encoding, etag: `"${digest}${encoding === 'identity' ? '' : `-${encoding}`}"`, ...(policy === undefined ? {} : { policy }) };
  }
}
