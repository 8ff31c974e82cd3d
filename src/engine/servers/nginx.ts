// Models nginx 1.29 with its stock configuration, and the sites beyond the cluster (test/conformance/clusters.md).
import { byteLength } from '../api/go-text.ts';
import { civilTime, type Instant } from '../clock/instant.ts';
import { headerOf, httpDate, MONTHS, reasonOf, splitPath, twoDigits, type HTTPRequest, type HTTPResponse } from './http-message.ts';

/** The tag's newest patch. The recording machine's own version is not recorded (clusters.md). */
const VERSION = 'nginx/1.29.3';
/** index.html of that release: Tue, 28 Oct 2025 12:05:10 GMT. */
const INDEX_MODIFIED = 1_761_653_110_000;

/** The page that the image has. */
export const INDEX = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

const page = (title: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${VERSION}</center>\r\n</body>\r\n</html>\r\n`;

/** A file of the web root, given by path; `undefined`: nobody put one there; `null`: it was removed. */
export type WebRoot = (path: string) => string | null | undefined;

/** nginx's answer. `root` finds files that were put beside (or instead of) its own. */
export function nginx(now: Instant, request: HTTPRequest, root: WebRoot): HTTPResponse {
  const { path } = splitPath(request.path);
  const put = root(path.endsWith('/') ? `${path}index.html` : path);
  const found = put ?? (put === undefined && (path === '/' || path === '/index.html') ? INDEX : undefined);
  const readable = request.method === 'GET' || request.method === 'HEAD';
  if (found !== undefined && readable) {
    const length = byteLength(found);
    const range = length === found.length ? rangeIn(request, length) : undefined;
    if (range === 'beyond') {
      const body = page(`416 ${reasonOf(416)}`);
      const size: Headers = [
        ['Content-Type', 'text/html'],
        ['Content-Length', String(byteLength(body))],
      ];
      return response(now, request, VERSION, 416, size, body, [['Content-Range', `bytes */${length}`]]);
    }
    const [from, to] = range ?? [0, length];
    return response(
      now,
      request,
      VERSION,
      range ? 206 : 200,
      [
        ['Content-Type', 'text/html'],
        ['Content-Length', String(to - from)],
        ['Last-Modified', httpDate(INDEX_MODIFIED)],
      ],
      found.slice(from, to),
      [
        ['ETag', `"${(INDEX_MODIFIED / 1000).toString(16)}-${length.toString(16)}"`],
        range ? ['Content-Range', `bytes ${from}-${to - 1}/${length}`] : ['Accept-Ranges', 'bytes'],
      ],
    );
  }
  // A directory that lost its index may not be listed.
  const status = found !== undefined ? 405 : path === '/' ? 403 : 404;
  const body = page(`${status} ${status === 405 ? 'Not Allowed' : reasonOf(status)}`);
  return response(
    now,
    request,
    VERSION,
    status,
    [
      ['Content-Type', 'text/html'],
      ['Content-Length', String(byteLength(body))],
    ],
    body,
  );
}

/** The bytes that one range asks for, from and behind the last; several ranges (and text beyond ASCII) are answered whole. */
function rangeIn(request: HTTPRequest, length: number): readonly [number, number] | 'beyond' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(headerOf(request, 'Range') ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === '' || last === '' ? length : Math.min(length, Number(last) + 1);
  return from < to ? [from, to] : 'beyond';
}

/** What nginx writes to its access log for a request. */
export function accessLogLine(now: Instant, request: HTTPRequest, { status, body }: HTTPResponse): string {
  const t = civilTime(now);
  const when = `${twoDigits(t.day)}/${MONTHS[t.month - 1]}/${t.year}:${twoDigits(t.hour)}:${twoDigits(t.minute)}:${twoDigits(t.second)} +0000`;
  const quoted = (name: string): string => `"${headerOf(request, name) ?? '-'}"`;
  return `${request.clientIP} - - [${when}] "${request.method} ${request.path} HTTP/1.1" ${status} ${byteLength(body)} ${quoted('Referer')} ${quoted('User-Agent')} ${quoted('X-Forwarded-For')}`;
}

/** A site beyond the cluster: with a name it knows only that Host and answers others with `refusal`, without one it tells every Host its name. */
export function site(now: Instant, request: HTTPRequest, name: string | undefined, refusal = 404): HTTPResponse {
  const host = (headerOf(request, 'Host') ?? '').toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  const known = name === undefined || host === name;
  const body = known ? `${host}\n` : `${refusal} no such site: ${host}\n`;
  return response(
    now,
    request,
    'nginx',
    known ? 200 : refusal,
    [
      ['Content-Type', 'text/plain'],
      ['Content-Length', String(byteLength(body))],
    ],
    body,
  );
}

/** 400 for plain HTTP on a TLS port. */
export function plainToTLS(now: Instant, request: HTTPRequest): HTTPResponse {
  const title = '400 The plain HTTP request was sent to HTTPS port';
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<center>The plain HTTP request was sent to HTTPS port</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return response(
    now,
    { ...request, headers: [...request.headers, ['Connection', 'close']] },
    'nginx',
    400,
    [
      ['Content-Type', 'text/html'],
      ['Content-Length', String(byteLength(body))],
    ],
    body,
  );
}

type Headers = HTTPResponse['headers'];

function response(now: Instant, request: HTTPRequest, server: string, status: number, headers: Headers, body: string, after: Headers = []): HTTPResponse {
  const closes = headerOf(request, 'Connection')?.toLowerCase() === 'close';
  return {
    status,
    reason: status === 405 ? 'Not Allowed' : reasonOf(status),
    headers: [['Server', server], ['Date', httpDate(now)], ...headers, ['Connection', closes ? 'close' : 'keep-alive'], ...after],
    body: request.method === 'HEAD' ? '' : body,
  };
}
