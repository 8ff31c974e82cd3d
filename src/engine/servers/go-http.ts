// Models the response writer of Go's net/http (server.go, Go 1.26): order of headers, sniffed types, HEAD.
import { byteLength } from '../api/go-text.ts';
import type { Instant } from '../clock/instant.ts';
import { headerOf, httpDate, reasonOf, type HTTPRequest, type HTTPResponse } from './http-message.ts';

/** What a handler wrote. `headers` are those it set itself. */
export interface Written {
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
}

/** The response a Go server sends for what its handler wrote. */
export function goResponse(now: Instant, request: HTTPRequest, { status = 200, headers = {}, body = '' }: Written): HTTPResponse {
  const own = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));
  const closes = headerOf(request, 'Connection')?.toLowerCase() === 'close' && headers['Connection'] === undefined;
  return {
    status,
    reason: reasonOf(status),
    headers: [
      ...own,
      ['Date', httpDate(now)],
      ['Content-Length', String(byteLength(body))],
      ...(body !== '' && headers['Content-Type'] === undefined ? [['Content-Type', sniffed(body)] as const] : []),
      ...(closes ? [['Connection', 'close'] as const] : []),
    ],
    body: request.method === 'HEAD' ? '' : body,
  };
}

/** http.Error: plain text, not to be sniffed, with a newline. */
export const goError = (status: number, text: string): Written => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' },
  body: `${text}\n`,
});

const sniffed = (body: string): string =>
  /^\s*<(!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)[\s>]/i.test(body)
    ? 'text/html; charset=utf-8'
    : 'text/plain; charset=utf-8';
