import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { namesThisMachine } from '../../src/local-server/addresses.ts';
import { RateLimit } from '../../src/local-server/rate-limit.ts';
import { acceptedEncoding } from '../../src/local-server/site-files.ts';
import { PEOPLE, readReport, StatusBoard } from '../../src/local-server/status-board.ts';
import { KEY, serveSmallSite, type SmallSite } from './served.ts';

let site: SmallSite;
beforeAll(async () => {
  site = await serveSmallSite();
});
afterAll(() => site.stop());
beforeEach(() => {
  site.board.erase();
});

const person = (n: number): string => n.toString(16).padStart(16, '0');
const report = (n = 1, more: object = {}) => ({ person: person(n), nickname: 'みなと', status: 'working', exercise: 'L02-E2', ...more });

describe('the site', () => {
  test.each([
    [undefined, undefined],
    ['gzip, deflate', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['gzip;q=0', undefined],
  ])('a page comes as Accept-Encoding: %s allows', async (accepted, encoding) => {
    const { status, headers, body } = await site.ask('/ja/', accepted === undefined ? {} : { headers: { 'accept-encoding': accepted } });
    expect([status, headers['content-encoding'], headers['content-type']]).toEqual([200, encoding, 'text/html; charset=utf-8']);
    const plain = encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body;
    expect(plain.toString('utf8')).toContain('港港港');
    expect(headers.vary).toBe('accept-encoding');
    expect(acceptedEncoding(accepted)).toBe(encoding ?? 'identity');
  });

  test('what has its tag is told that it has it, in its encoding only', async () => {
    const { headers } = await site.ask('/ja/', { headers: { 'accept-encoding': 'gzip' } });
    const etag = headers.etag ?? '';
    const again = await site.ask('/ja/', { headers: { 'accept-encoding': 'gzip', 'if-none-match': `"other", W/${etag}` } });
    expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, etag]);
    expect((await site.ask('/ja/', { headers: { 'accept-encoding': 'br', 'if-none-match': etag } })).status).toBe(200);
  });

  test('what has a hash in its name is kept for good; pages are asked for again', async () => {
    expect((await site.ask('/_astro/lab.B1.js')).headers['cache-control']).toContain('immutable');
    expect((await site.ask('/ja/')).headers['cache-control']).toBe('no-cache');
    const font = await site.ask('/_astro/mono.B2.woff2', { headers: { 'accept-encoding': 'br' } });
    expect([font.headers['content-encoding'], font.headers['content-type'], font.body.length]).toEqual([undefined, 'font/woff2', 4000]);
  });

  test('a page’s own policy is a header, too, beside the others', async () => {
    const { headers } = await site.ask('/en/');
    expect(headers['content-security-policy']).toBe("script-src 'self' 'sha256-abc'; default-src 'self'; frame-ancestors 'self'");
    expect([headers['x-content-type-options'], headers['referrer-policy'], headers['cross-origin-opener-policy']]).toEqual([
      'nosniff',
      'no-referrer',
      'same-origin',
    ]);
  });

  test('HEAD is GET without a body; a folder without its slash leads to it; what is not there says so', async () => {
    const head = await site.ask('/ja/', { method: 'HEAD' });
    expect([head.status, head.body.length, Number(head.headers['content-length']) > 1000]).toEqual([200, 0, true]);
    const folder = await site.ask('/ja?x=1');
    expect([folder.status, folder.headers.location]).toEqual([308, '/ja/']);
    const absent = await site.ask('/fr/');
    expect([absent.status, absent.body.toString()]).toEqual([404, 'not here']);
  });

  test('asked for by many at once, a file is read and compressed once', async () => {
    const before = site.files.keptBytes;
    const bodies = await Promise.all(Array.from({ length: 50 }, () => site.files.body('_astro/lab.B1.js', 'br')));
    expect(new Set(bodies).size).toBe(1);
    expect(site.files.keptBytes - before).toBeLessThanOrEqual(bodies[0]!.bytes.length);
  });
});

describe('the board', () => {
  test('says that it is there, takes reports, and shows them to whoever has the key', async () => {
    expect(JSON.parse((await site.ask('/.minato/board')).body.toString())).toEqual({ board: true, origins: ['http://192.168.1.5:8080'] });
    expect((await site.post(report(1))).status).toBe(204);
    expect((await site.post(report(2, { nickname: ' <b>太郎</b> ', status: 'help' }))).status).toBe(204);
    expect((await site.post(report(1, { status: 'done' }))).status).toBe(204);
    const shown = await site.ask('/.minato/board/lines', { headers: { authorization: `Bearer ${KEY}` } });
    expect(shown.headers['cache-control']).toBe('no-store');
    expect(JSON.parse(shown.body.toString())).toEqual({
      lines: [
        { nickname: 'みなと', status: 'done', exercise: 'L02-E2', ago: 0 },
        // Text, and shown as text: test/browser looks at the page.
        { nickname: '<b>太郎</b>', status: 'help', exercise: 'L02-E2', ago: 0 },
      ],
    });
    expect(shown.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test('tells where others find it to pages of this machine alone', async () => {
    const elsewhere = await site.ask('/.minato/board', { headers: { host: 'room.test' } });
    expect(JSON.parse(elsewhere.body.toString())).toEqual({ board: true });
    expect((await site.ask('/.minato/board', { method: 'DELETE' })).status).toBe(405);
  });

  // Only Linux lets a program ask from every address of 127.0.0.0/8 unprepared.
  test.skipIf(process.platform !== 'linux')('does not tell it to another address that only says it is this machine', async () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      const { body } = await site.ask('/.minato/board', { headers: { host }, localAddress: '127.0.0.2' });
      expect([host, JSON.parse(body.toString())]).toEqual([host, { board: true }]);
    }
  });

  test('forgets a learner who leaves, and everybody when it is erased with the key', async () => {
    await site.post(report(1));
    await site.post(report(2));
    expect((await site.post({ person: person(1), leave: true })).status).toBe(204);
    expect(site.board.size).toBe(1);
    const erase = (authorization: string) => site.ask('/.minato/board/erase', { method: 'POST', headers: { origin: site.origin, authorization } });
    expect((await erase('Bearer wrong')).status).toBe(401);
    expect(site.board.size).toBe(1);
    expect((await erase(`Bearer ${KEY}`)).status).toBe(204);
    expect(site.board.size).toBe(0);
  });

  test.each([
    ['no object', [], '{}'],
    ['an unknown key', report(1, { admin: true }), 'admin'],
    ['a key of prototypes', JSON.parse(`{"__proto__": {}, "person": "${person(1)}"}`) as unknown, '__proto__'],
    ['a person that is none', report(1, { person: 'me' }), 'person'],
    ['another status', report(1, { status: 'bored' }), 'status'],
    ['an exercise that is a path', report(1, { exercise: '../L02' }), 'exercise'],
    ['a name of 21 characters', report(1, { nickname: 'あ'.repeat(21) }), 'nickname'],
    ['a name of spaces', report(1, { nickname: '   ' }), 'nickname'],
    ['a name that turns the line round', report(1, { nickname: 'abc\u202edef' }), 'nickname'],
    ['a name of two lines', report(1, { nickname: 'a\nb' }), 'nickname'],
    ['half a character', report(1, { nickname: 'a\ud800' }), 'nickname'],
  ])('%s is refused, and what is wrong is named', (_, value, wrong) => {
    expect(readReport(value)).toEqual({ wrong });
  });

  test.each(['あ'.repeat(20), '👩‍💻 Åsa', 'O’Neil-3', '𠮷野'])('%s is a name', (nickname) => {
    expect(readReport(report(1, { nickname }))).toMatchObject({ nickname: nickname.normalize('NFC') });
  });

  test('holds so many people and no more', () => {
    const board = new StatusBoard();
    const accepted = Array.from({ length: PEOPLE + 50 }, (_, n) => board.report({ ...report(n), status: 'working' }, 0)).filter(Boolean);
    expect([accepted.length, board.size]).toEqual([PEOPLE, PEOPLE]);
    expect(board.report({ ...report(0), status: 'done' }, 1), 'who is on it may go on').toBe(true);
  });

  test('sixty learners, three reports each: everything arrives, and what is held does not grow', async () => {
    const learners = Array.from({ length: 60 }, (_, n) => n);
    for (const status of ['working', 'help', 'done']) {
      const answers = await Promise.all(learners.map((n) => site.post(report(n, { nickname: `learner ${n}`, status }))));
      expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([204]));
      expect(site.board.size).toBe(60);
    }
    expect(new Set(site.board.lines(0).map(({ status }) => status))).toEqual(new Set(['done']));
  });
});

describe('refused with words in both languages', () => {
  const words = /[\u3040-\u30ff].*\n.*[a-z]{4}.*\n$/su;

  test.each([
    ['another method', { method: 'DELETE' }, '/ja/', 405],
    ['TRACE', { method: 'TRACE' }, '/ja/', 405],
    ['POST to a page', { method: 'POST' }, '/ja/', 405],
    ['a host that is not this machine', { headers: { host: 'evil.example' } }, '/ja/', 421],
    ['a host that begins like this machine', { headers: { host: '127.0.0.1.evil.example:80' } }, '/ja/', 421],
    ['a path that cannot be decoded', {}, '/%E3%81/', 400],
    ['the board’s lines without its key', {}, '/.minato/board/lines', 401],
    ['something else of the board', {}, '/.minato/board/x', 404],
    ['reading what is to be posted', {}, '/.minato/board/erase', 405],
  ])('%s', async (_, asked, path, status) => {
    const answer = await site.ask(path, asked);
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'text/plain; charset=utf-8']);
    expect(answer.body.toString()).toMatch(words);
  });

  test.each([
    ['from another origin', report(), { origin: 'http://evil.example' }, 403],
    ['from this name at another port', report(), { origin: 'http://127.0.0.1:1' }, 403],
    ['from a sandboxed frame', report(), { origin: 'null' }, 403],
    ['a form', 'person=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text, which needs no preflight', JSON.stringify(report()), { 'content-type': 'text/plain' }, 415],
    ['no JSON', '{"person":', {}, 400],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), {}, 400],
    ['2049 bytes', ' '.repeat(2049), {}, 413],
    ['five megabytes', ' '.repeat(5_000_000), {}, 413],
    ['deep nesting', '['.repeat(2000), {}, 400],
    ['a name with a bell', report(1, { nickname: 'a\u0007' }), {}, 422],
  ])('a report: %s', async (_, body, headers, status) => {
    const answer = await site.post(body, headers);
    expect(answer.status).toBe(status);
    expect(answer.body.toString()).toMatch(words);
    expect(site.board.size).toBe(0);
  });

  test('a report without an origin, as no page sends it', async () => {
    const answer = await site.ask('/.minato/board', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(report()) });
    expect(answer.status).toBe(403);
  });

  test.each([
    '/../minato-outside.txt',
    '/ja/../../minato-outside.txt',
    '/%2e%2e/minato-outside.txt',
    '/..%2fminato-outside.txt',
    '/..%5cminato-outside.txt',
    '//etc/passwd',
    '/ja/%00',
  ])('no path leads out of the folder: %s', async (path) => {
    const heard = await site.throwAt(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(heard).toMatch(/^HTTP\/1\.1 404 /u);
    expect(heard).not.toContain('outside');
  });

  test.each([
    ['garbage', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03]), 400],
    ['a sentence', 'hello, is anybody there?\r\n\r\n', 400],
    ['a target that is an address of elsewhere', 'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['no host', 'GET /ja/ HTTP/1.0\r\n\r\n', 421],
    ['two lengths', 'POST /.minato/board HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd', 400],
    ['a length and chunks', 'POST /.minato/board HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['headers of 20 kB', `GET /ja/ HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['an address of 20 kB', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 431],
  ])('%s', async (_, bytes, status) => {
    const heard = await site.throwAt(bytes);
    expect(heard).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `, 'u'));
    expect(heard).toMatch(words);
    expect((await site.ask('/ja/')).status, 'and everybody else goes on').toBe(200);
  });

  test('whoever sends a byte now and then is not waited for', async () => {
    expect([site.server.headersTimeout, site.server.requestTimeout, site.server.timeout]).toEqual([5000, 8000, 30000]);
    const timeouts = [site.server.headersTimeout, site.server.requestTimeout] as const;
    [site.server.headersTimeout, site.server.requestTimeout] = [200, 400];
    try {
      const [header, body] = await Promise.all([
        site.throwAt(`GET /ja/ HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(500)}`, 50),
        site.throwAt(
          `POST /.minato/board HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{`,
        ),
      ]);
      expect(header).toMatch(/^HTTP\/1\.1 408 /u);
      expect(body).toMatch(/^HTTP\/1\.1 408 /u);
    } finally {
      [site.server.headersTimeout, site.server.requestTimeout] = timeouts;
    }
  });

  test('whoever tries keys, or posts more than a room does', async () => {
    const limit = new RateLimit(3, 1);
    const at = (now: number, address = 'a') => limit.allows(address, now);
    expect([at(0), at(0), at(0), at(0), at(0, 'b'), at(900), at(1000), at(1000)]).toEqual([true, true, true, false, true, false, true, false]);
    for (let n = 0; n < 10_000; n += 1) limit.allows(String(n), 0);
    expect(limit.size).toBe(4096);
    const answers = await Promise.all(Array.from({ length: 20 }, () => site.ask('/.minato/board/lines', { headers: { authorization: 'Bearer guess' } })));
    expect(answers.some(({ status }) => status === 429)).toBe(true);
  });
});

test.each([
  ['localhost:8080', true],
  ['LOCALHOST', true],
  ['127.0.0.1:65535', true],
  ['[::1]:8080', true],
  ['room.example', false],
  ['localhost.evil.example', false],
  ['127.0.0.1@evil.example', false],
  ['', false],
  [undefined, false],
])('the host %s names this machine: %s', (host, expected) => {
  expect(namesThisMachine(host)).toBe(expected);
});

test('a name that was given at the start is one, too', () => {
  expect(namesThisMachine('Minato.Example:80', ['minato.example'])).toBe(true);
});
