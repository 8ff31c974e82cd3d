import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createLocalServer } from '../../src/local-server/local-server.ts';
import { SiteFiles } from '../../src/local-server/site-files.ts';
import { StatusBoard } from '../../src/local-server/status-board.ts';

export const KEY = 'the-key-of-this-test';

const page = `<!doctype html><meta http-equiv="content-security-policy" content="script-src 'self' &#39;sha256-abc&#39;; default-src 'self';"><p>${'港'.repeat(400)}</p>`;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Asked {
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string | Buffer;
  /** The address of this machine that asks. */
  readonly localAddress?: string;
}

/** A server of a small site with a board on a free port, and ways to ask it politely and rudely. */
export async function serveSmallSite() {
  const folder = mkdtempSync(join(tmpdir(), 'minato-served-'));
  const site: { readonly [file: string]: string | Buffer } = {
    'index.html': page,
    'ja/index.html': page,
    'en/index.html': `${page}<!-- en -->`,
    '404.html': 'not here',
    '_astro/lab.B1.js': `export const x = ${JSON.stringify('a'.repeat(4000))};`,
    '_astro/mono.B2.woff2': Buffer.alloc(4000, 7),
    '.minato/board': '{"board":false}',
  };
  for (const [file, text] of Object.entries(site)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  writeFileSync(join(folder, '..', 'minato-outside.txt'), 'outside');
  const board = new StatusBoard();
  const files = new SiteFiles(folder);
  const server = createLocalServer({ files, board: { board, key: KEY }, hostNames: ['room.test'], origins: () => ['http://192.168.1.5:8080'] });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;

  const ask = (path: string, { method = 'GET', headers = {}, body, localAddress }: Asked = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const asked = request(
        { host: '127.0.0.1', port, path, method, headers, agent: false, ...(localAddress === undefined ? {} : { localAddress }) },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
          });
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });

  /** Bytes as they are, and whatever comes back until the server closes; `slowly` sends one byte every so many milliseconds. */
  const throwAt = (bytes: string | Buffer, slowly?: number): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      let heard = '';
      let at = 0;
      const all = Buffer.from(bytes);
      const timer =
        slowly === undefined
          ? undefined
          : setInterval(() => {
              if (at < all.length) socket.write(all.subarray(at, ++at));
            }, slowly);
      if (slowly === undefined) socket.write(all);
      socket.on('data', (chunk: Buffer) => (heard += chunk.toString('utf8')));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(timer);
        resolve(heard);
      });
    });

  const post = (body: unknown, headers: { readonly [name: string]: string } = {}): Promise<Answer> =>
    ask('/.minato/board', {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    });

  return {
    server,
    board,
    files,
    port,
    origin,
    ask,
    post,
    throwAt,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          rmSync(folder, { recursive: true, force: true });
          rmSync(join(folder, '..', 'minato-outside.txt'), { force: true });
          resolve();
        });
      }),
  };
}

export type SmallSite = Awaited<ReturnType<typeof serveSmallSite>>;
