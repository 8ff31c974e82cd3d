import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { isLoopback, isOwnAddress, namesThisMachine } from './addresses.ts';
import { BOARD_PATH, BoardRequests, type BoardAnswer } from './board-requests.ts';
import { RateLimit } from './rate-limit.ts';
import { acceptedEncoding, typeOf, type SiteFiles } from './site-files.ts';
import type { StatusBoard } from './status-board.ts';
import { refusalText, type Refusal } from './words.ts';

export interface LocalServerOptions {
  readonly files: SiteFiles;
  /** Left out: there is no board, and its path says so. */
  readonly board?: { readonly board: StatusBoard; readonly key: string };
  /** Names of this machine beside those it knows itself. */
  readonly hostNames?: readonly string[];
  /** Where others in the room find it now, the best first: `http://192.168.1.5:8080`. Told to pages opened on this machine. */
  readonly origins?: () => readonly string[];
}

/** Connections of one address: a whole room behind one, six to a browser. */
const CONNECTIONS_OF_ADDRESS = 400;
const CONNECTIONS = 1024;

/** Sent with every answer. `Cross-Origin-Opener-Policy` comes on loopback only: over plain http browsers complain of it. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
  'cross-origin-resource-policy': 'same-origin',
};

const addressOf = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? '';

/** Ends a request with words and without keeping the connection: what else arrives on it is not read. */
function refuse(request: IncomingMessage, response: ServerResponse, status: Refusal, about?: string): void {
  const text = refusalText(status, about);
  // What is still on its way would otherwise reset the connection before the words are read.
  request.resume();
  response
    .writeHead(status, {
      ...HEADERS,
      'content-type': 'text/plain; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      connection: 'close',
      ...(status === 405 ? { allow: 'GET, HEAD, POST' } : {}),
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(status === 429 ? { 'retry-after': '2' } : {}),
    })
    .end(request.method === 'HEAD' ? undefined : text);
}

/** The path of a request target in origin form, decoded and without query; `undefined` if it is none. */
function pathOf(target: string): string | undefined {
  if (!target.startsWith('/')) return undefined;
  try {
    return decodeURIComponent(target.replace(/[?#].*$/su, ''));
  } catch {
    return undefined;
  }
}

/** Whether an `If-None-Match` header names this tag. */
function isKnown(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((one) => ['*', etag, `W/${etag}`].includes(one.trim()));
}

async function sendFile(request: IncomingMessage, response: ServerResponse, files: SiteFiles, file: string, status: 200 | 404): Promise<void> {
  const { bytes, encoding, etag, policy } = await files.body(file, acceptedEncoding(request.headers['accept-encoding']?.toString()));
  const headers = {
    ...HEADERS,
    ...(isLoopback(request.headers.host) ? { 'cross-origin-opener-policy': 'same-origin' } : {}),
    ...(policy === undefined ? {} : { 'content-security-policy': `${policy.replace(/;\s*$/u, '')}; frame-ancestors 'self'` }),
    'cache-control': file.startsWith('_astro/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    etag,
  };
  if (status === 200 && isKnown(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response
    .writeHead(status, {
      ...headers,
      'content-type': typeOf(file),
      'content-length': bytes.length,
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    })
    .end(request.method === 'HEAD' ? undefined : bytes);
}

async function sendSite(request: IncomingMessage, response: ServerResponse, files: SiteFiles, path: string): Promise<void> {
  const file = path.slice(1);
  const page = `${file.replace(/(?<=[^/])$/u, '/')}index.html`;
  if (files.has(file)) return sendFile(request, response, files, file, 200);
  if ((file === '' || file.endsWith('/')) && files.has(page)) return sendFile(request, response, files, page, 200);
  if (files.has(page)) {
    // Only a page that is there is led to, so this names nothing of elsewhere.
    response.writeHead(308, { ...HEADERS, location: encodeURI(`${path}/`), 'content-length': 0 }).end();
    return;
  }
  if (files.has('404.html')) return sendFile(request, response, files, '404.html', 404);
  refuse(request, response, 404);
}

/** A request that is no HTTP, or not in time: words, and the connection is closed. */
function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  const status: Refusal = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const text = refusalText(status);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
}

/**
 * An HTTP server of a built site and, if wanted, of a status board. It reads listed files, writes none, and keeps in memory what is
 * bounded: ready answers, allowances of addresses, the lines of the board.
 */
export function createLocalServer({ files, board, hostNames = [], origins = () => [] }: LocalServerOptions): Server {
  const boardRequests = board && new BoardRequests(board.board, board.key);
  // A first visit asks for some thirty files, and a room may stand behind one address.
  const requests = new RateLimit(6000, 1500);
  const connections = new Map<string, number>();

  /** What the board's path comes to; `undefined` for every other path. */
  async function answerBoard(request: IncomingMessage, path: string, now: number): Promise<BoardAnswer | undefined> {
    if (path === BOARD_PATH && request.method !== 'POST')
      return {
        json: { board: boardRequests !== undefined, ...(isLoopback(request.headers.host) && isOwnAddress(addressOf(request)) ? { origins: origins() } : {}) },
      };
    if (!boardRequests || (path !== BOARD_PATH && !path.startsWith(`${BOARD_PATH}/`))) return undefined;
    return boardRequests.answer(request, path, addressOf(request), now);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, headers, url = '' } = request;
    if (!['GET', 'HEAD', 'POST'].includes(method ?? '')) return refuse(request, response, 405);
    if (!namesThisMachine(headers.host, hostNames)) return refuse(request, response, 421);
    const now = performance.now();
    if (!requests.allows(addressOf(request), now)) return refuse(request, response, 429);
    const path = pathOf(url);
    if (path === undefined) return refuse(request, response, 400);
    const outcome = await answerBoard(request, path, now);
    if (outcome) {
      if ('refused' in outcome) return refuse(request, response, outcome.refused, outcome.about);
      if ('done' in outcome) {
        response.writeHead(204, { ...HEADERS, 'cache-control': 'no-store' }).end();
        return;
      }
      const text = JSON.stringify(outcome.json);
      response
        .writeHead(200, {
          ...HEADERS,
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(text),
          'cache-control': 'no-store',
        })
        .end(method === 'HEAD' ? undefined : text);
      return;
    }
    if (method === 'POST') return refuse(request, response, 405);
    return sendSite(request, response, files, path);
  }

  const server = createServer(
    { maxHeaderSize: 8192, headersTimeout: 5_000, requestTimeout: 8_000, keepAliveTimeout: 5_000, connectionsCheckingInterval: 1_000 },
    (request, response) => {
      answer(request, response).catch(() => {
        if (response.headersSent) response.destroy();
        else refuse(request, response, 500);
      });
    },
  );
  server.maxConnections = CONNECTIONS;
  // A reader who takes nothing is left.
  server.timeout = 30_000;
  server.on('clientError', refuseConnection);
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const open = (connections.get(address) ?? 0) + 1;
    if (open > CONNECTIONS_OF_ADDRESS) {
      socket.destroy();
      return;
    }
    connections.set(address, open);
    socket.once('close', () => {
      const left = (connections.get(address) ?? 1) - 1;
      if (left > 0) connections.set(address, left);
      else connections.delete(address);
    });
  });
  return server;
}
