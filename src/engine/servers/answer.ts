import type { Location } from '../network/trace.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import type { Listener } from '../store/tables.ts';

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
}

export interface HTTPResponse {
  readonly status: number;
  readonly reason: string;
  /** In the order and case of the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Other ends of a request: the connection is closed without a byte, nothing ever comes, or bytes come that are not HTTP. */
export type HTTPFailure = { readonly kind: 'closed' } | { readonly kind: 'silent' } | { readonly kind: 'not-http'; readonly bytes: string };

/** A server's answer to one request on an open connection. May end the container (agnhost's /exit). */
export function answerHTTP(draft: ClusterDraft, at: Location, listener: Listener, request: HTTPRequest): HTTPResponse | HTTPFailure {
  void draft;
  void at;
  void listener;
  void request;
  return { kind: 'silent' };
}

/** What comes back for a datagram's text, without DNS (see exchange-dns.ts); `undefined`: nothing. */
export function answerUDP(draft: ClusterDraft, at: Location, listener: Listener, payload: string, client: { readonly ip: string; readonly port: number }): string | undefined {
  void draft;
  void at;
  void listener;
  void payload;
  void client;
  return undefined;
}

/** What a TCP server sends back for raw text (nc, telnet) before anything else happens, and whether it then closes. */
export function answerTCP(draft: ClusterDraft, at: Location, listener: Listener, payload: string, client: { readonly ip: string; readonly port: number }): { readonly text: string; readonly closes: boolean } {
  void draft;
  void at;
  void listener;
  void payload;
  void client;
  return { text: '', closes: false };
}
