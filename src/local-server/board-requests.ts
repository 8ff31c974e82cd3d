import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { RateLimit } from './rate-limit.ts';
import { readReport, type StatusBoard } from './status-board.ts';
import type { Refusal } from './words.ts';

/** Below this path the board answers; a static host has a file there that says there is none. */
export const BOARD_PATH = '/.minato/board';
/** Bytes of a posted body. */
export const BODY_BYTES = 2048;

/** What a request to the board comes to. */
export type BoardAnswer = { readonly json: unknown } | { readonly done: true } | { readonly refused: Refusal; readonly about?: string };

/** Addresses of 60 learners may hide behind one: this is for whoever sends more than a room does. */
const posts = (): RateLimit => new RateLimit(300, 120);
/** Nobody types a key this often. */
const wrongKeys = (): RateLimit => new RateLimit(10, 0.2);

/** A body of at most `BODY_BYTES` bytes; `undefined` as soon as it is longer. What comes after that is taken off the wire and thrown away. */
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= BODY_BYTES) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    request.on('error', reject);
  });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

/** A page of this very server posts: its origin is the host it asks. A request without an origin is no page's. */
function comesFromHere({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined && headers.origin.toLowerCase() === `http://${(headers.host ?? '').toLowerCase()}`;
}

/** The board behind HTTP: who may post, who may read, and how often. */
export class BoardRequests {
  readonly #board: StatusBoard;
  readonly #key: Buffer;
  readonly #posts = posts();
  readonly #wrongKeys = wrongKeys();

  constructor(board: StatusBoard, key: string) {
    this.#board = board;
    this.#key = Buffer.from(`Bearer ${key}`);
  }

  /** Answers a request whose host was found to be this machine. `now` in milliseconds of one clock. */
  async answer(request: IncomingMessage, path: string, address: string, now: number): Promise<BoardAnswer> {
    const posted = request.method === 'POST';
    if (posted && path === BOARD_PATH) return this.#report(request, address, now);
    if (path !== `${BOARD_PATH}/lines` && path !== `${BOARD_PATH}/erase`) return { refused: 404 };
    if (posted !== path.endsWith('/erase')) return { refused: 405 };
    if (posted && !comesFromHere(request)) return { refused: 403 };
    if (!this.#hasKey(request)) return { refused: this.#wrongKeys.allows(address, now) ? 401 : 429 };
    if (!posted) return { json: { lines: this.#board.lines(now) } };
    this.#board.erase();
    return { done: true };
  }

  #hasKey({ headers }: IncomingMessage): boolean {
    const given = Buffer.from(headers.authorization ?? '');
    return given.length === this.#key.length && timingSafeEqual(given, this.#key);
  }

  async #report(request: IncomingMessage, address: string, now: number): Promise<BoardAnswer> {
    if (!comesFromHere(request)) return { refused: 403 };
    if (!this.#posts.allows(address, now)) return { refused: 429 };
    if (!/^application\/json\s*(?:;|$)/iu.test(request.headers['content-type'] ?? '')) return { refused: 415 };
    const body = await readBody(request);
    if (body === undefined) return { refused: 413 };
    const value = parse(body);
    if (value === undefined) return { refused: 400, about: 'JSON' };
    const report = readReport(value);
    if ('wrong' in report) return { refused: 422, about: report.wrong };
    if ('leave' in report) this.#board.leave(report.person);
    else if (!this.#board.report(report, now)) return { refused: 503 };
    return { done: true };
  }
}
