import { civilTime, type Instant } from '../clock/instant.ts';

export interface HTTPRequest {
  readonly method: string;
  /** With its query string. */
  readonly path: string;
  /** As sent, `Host` among them. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** As the server sees it: the last machine that rewrote the source. */
  readonly clientIP: string;
  readonly clientPort: number;
  readonly tls?: boolean;
  /** What a command came to that the server was asked to run in its container (netexec /shell). */
  readonly ran?: { readonly status: number; readonly output: string };
}

export interface HTTPResponse {
  readonly status: number;
  readonly reason: string;
  /** In the order and case of the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Empty for HEAD, whatever Content-Length says. */
  readonly body: string;
  /** HTTP/1.0 in the status line; the connection is closed. */
  readonly isOld?: boolean;
}

/** Other ends of a request: the connection is closed without a byte, nothing ever comes, or bytes come that are not HTTP. */
export type HTTPFailure = { readonly kind: 'closed' } | { readonly kind: 'silent' } | { readonly kind: 'not-http'; readonly bytes: string };

const REASONS: { readonly [status: number]: string } = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  412: 'Precondition Failed',
  416: 'Requested Range Not Satisfiable',
  417: 'Expectation Failed',
  418: "I'm a teapot",
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The words behind a status (RFC 9110 15); Go and nginx leave them out for numbers that have none. */
export const reasonOf = (status: number): string => REASONS[status] ?? '';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `Sat, 21 Nov 2026 08:00:00 GMT` (RFC 9110 5.6.7). */
export function httpDate(at: Instant): string {
  const t = civilTime(at);
  return `${DAYS[t.weekday]}, ${twoDigits(t.day)} ${MONTHS[t.month - 1]} ${t.year} ${twoDigits(t.hour)}:${twoDigits(t.minute)}:${twoDigits(t.second)} GMT`;
}

/** The first value of a header, its name in any case. */
export function headerOf({ headers }: Pick<HTTPRequest, 'headers'>, name: string): string | undefined {
  const lower = name.toLowerCase();
  return headers.find(([one]) => one.toLowerCase() === lower)?.[1];
}

/** A path without its query, and the query's parameters, decoded. */
export function splitPath(path: string): { readonly path: string; readonly query: ReadonlyMap<string, string> } {
  const [bare = '', search = ''] = path.split(/\?(.*)/s);
  const query = new Map<string, string>();
  // Models net/url parseQuery: what has a semicolon in it is no pair.
  for (const pair of search.split('&').filter((one) => !one.includes(';'))) {
    const [name = '', value = ''] = pair.split(/=(.*)/s).map(decodeQuery);
    if (pair !== '' && !query.has(name)) query.set(name, value);
  }
  return { path: bare, query };
}

function decodeQuery(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text; // a stray % stays as it is
  }
}
