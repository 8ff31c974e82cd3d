// What listens answers: a closed table from the `server` of a Listener to its behaviour.
import { formatMicroTime } from '../clock/instant.ts';
import { findListener } from '../network/machines.ts';
import { localReadyEndpoints } from '../network/service-endpoints.ts';
import type { Location } from '../network/trace.ts';
import type { ClusterDraft } from '../store/cluster-draft.ts';
import { kernelHostname } from '../store/pod-environment.ts';
import type { Listener } from '../store/tables.ts';
import { askOver, netexec, netexecUDP, serveHostname } from './agnhost.ts';
import { ACCOUNTS_PART } from './accounts-part.ts';
import { holderOf, writeLog, type Holder } from './containers.ts';
import { goError, goResponse, type Written } from './go-http.ts';
import { splitPath, type HTTPFailure, type HTTPRequest, type HTTPResponse } from './http-message.ts';
import { accessLogLine, nginx, plainToTLS, site } from './nginx.ts';

export type { HTTPFailure, HTTPRequest, HTTPResponse } from './http-message.ts';

/** A server behaviour that speaks HTTP. `holder` is its container, for servers that run in one. */
type Server = (draft: ClusterDraft, at: Location, listener: Listener, request: HTTPRequest, holder: Holder | undefined) => HTTPResponse | HTTPFailure;

const SILENT: HTTPFailure = { kind: 'silent' };

/** A Go server whose handler only looks at path and container. */
const go =
  (handler: (draft: ClusterDraft, at: Location, listener: Listener, request: HTTPRequest, holder: Holder | undefined) => Written | HTTPFailure): Server =>
  (draft, at, listener, request, holder) => {
    const written = handler(draft, at, listener, request, holder);
    return 'kind' in written ? written : goResponse(draft.now, request, written);
  };

const ok = (text: string): Written => ({ body: text });
const notFound = goError(404, '404 page not found');
/** A Go server of TLS asked in plain text. */
const TLS_ONLY: HTTPResponse = { status: 400, reason: 'Bad Request', headers: [], body: 'Client sent an HTTP request to an HTTPS server.\n', isOld: true };

const overTLS =
  (handler: (request: HTTPRequest, draft: ClusterDraft) => Written): Server =>
  (draft, _at, _listener, request) =>
    request.tls ? goResponse(draft.now, request, handler(request, draft)) : TLS_ONLY;

const JSON_UNSNIFFED = { 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff' };
const unsniffed = (text: string): Written => ({ ...ok(text), headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' } });

const SERVERS: { readonly [server: string]: Server } = {
  netexec: go((draft, at, listener, request, holder) => (holder ? netexec(draft, at, holder, listener, request, askOver(draft, answerAt(draft))) : SILENT)),
  'serve-hostname': go((draft, _at, listener, request, holder) => (holder ? serveHostname(draft, holder, listener, request) : SILENT)),
  nginx: (draft, _at, _listener, request, holder) => {
    const answer = nginx(draft.now, request, (path) => holder?.record.files[`/usr/share/nginx/html${path}`]);
    if (holder) writeLog(draft, holder, 'stdout', accessLogLine(draft.now, request, answer));
    return answer;
  },
  coredns: go((_draft, _at, { port, options = {} }, { path }) => {
    const wanted = options['path'] ?? { 8080: '/health', 8181: '/ready', 9153: '/metrics' }[port];
    if (wanted === undefined) return SILENT;
    if (splitPath(path).path !== wanted) return notFound;
    return wanted === '/metrics' ? goError(501, 'not simulated: the metrics of CoreDNS') : ok('OK');
  }),
  // Models kubernetes pkg/proxy/healthcheck service_health.go hcHandler (v1.37.1); case traffic/load-balancer-local.
  'service-health': go((draft, _at, { options = {} }) => {
    const [namespace, name, node] = [options['namespace'], options['service'], options['node']].map(String) as [string, string, string];
    const local = localReadyEndpoints(draft, namespace, name, node);
    return {
      status: local > 0 ? 200 : 503,
      headers: { ...JSON_UNSNIFFED, 'X-Load-Balancing-Endpoint-Weight': String(local) },
      body: `{\n\t"service": {\n\t\t"namespace": ${JSON.stringify(namespace)},\n\t\t"name": ${JSON.stringify(name)}\n\t},\n\t"localEndpoints": ${local},\n\t"serviceProxyHealthy": true\n}`,
    };
  }),
  healthz: go((_draft, _at, _listener, { path }) => (splitPath(path).path === '/healthz' ? unsniffed('ok') : notFound)),
  // Models kubernetes pkg/proxy/healthcheck proxy_health.go (v1.37.1).
  'kube-proxy-healthz': go((draft, _at, _listener, { path }) => {
    const asked = splitPath(path).path;
    if (!['/healthz', '/livez'].includes(asked)) return notFound;
    const [lastUpdated, healthy] = [formatMicroTime(draft.now), true];
    const eligible = asked === '/healthz' ? { nodeEligible: true } : {};
    const family = { lastUpdated, healthy };
    return {
      headers: JSON_UNSNIFFED,
      body: JSON.stringify({ lastUpdated, currentTime: lastUpdated, ...eligible, healthy, status: { IPv4: family, IPv6: family } }),
    };
  }),
  // Models cmd/kube-proxy/app server.go serveMetrics (v1.37.1).
  'kube-proxy-metrics': go((draft, _at, _listener, { path }) => {
    const asked = splitPath(path).path;
    if (/^\/(metrics|configz|statusz|flagz|debug\/.*)$/.test(asked)) return goError(501, 'not simulated: the metrics of kube-proxy');
    return asked === '/proxyMode' ? unsniffed(draft.config.proxyMode) : asked === '/healthz' ? unsniffed('ok') : notFound;
  }),
  'kube-apiserver': overTLS((request, draft) => ACCOUNTS_PART.content.apiServer(request, draft)),
  kubelet: overTLS(() => ({ status: 401, body: 'Unauthorized' })),
  site: (draft, _at, { options = {} }, request) =>
    options['tls'] === true && !request.tls
      ? plainToTLS(draft.now, request)
      : site(draft.now, request, options['host'] as string | undefined, options['refusal'] as number | undefined),
};

/** A server's answer to one request on an open connection. May end the container (agnhost's /exit) and writes to its log. */
export function answerHTTP(draft: ClusterDraft, at: Location, listener: Listener, request: HTTPRequest): HTTPResponse | HTTPFailure {
  const server = SERVERS[listener.server];
  return server ? server(draft, at, listener, request, holderOf(draft, at, listener)) : SILENT;
}

const answerAt =
  (draft: ClusterDraft) =>
  (at: Location, ip: string, port: number, request: HTTPRequest): HTTPResponse | HTTPFailure => {
    const listener = findListener(draft, at, 'TCP', ip, port);
    return listener ? answerHTTP(draft, at, listener, request) : SILENT;
  };

/** Whether a server answers HTTP/1.0 with HTTP/1.0: Go's does, nginx says 1.1. */
export const answersOldAlike = ({ server }: Listener): boolean => server !== 'nginx' && server !== 'site';

/** What comes back for a datagram's text, without DNS (see exchange-dns.ts); `undefined`: nothing. */
export function answerUDP(
  draft: ClusterDraft,
  at: Location,
  listener: Listener,
  payload: string,
  client: { readonly ip: string; readonly port: number },
): string | undefined {
  const holder = holderOf(draft, at, listener);
  if (!holder) return undefined;
  if (listener.server === 'netexec') return netexecUDP(draft, holder, listener, payload, client);
  return listener.server === 'serve-hostname' ? kernelHostname(draft, holder.pod) : undefined;
}

/** What a TCP server sends for raw text (nc), and whether it then closes. An HTTP server judges the first line as a request. */
export function answerTCP(
  draft: ClusterDraft,
  at: Location,
  listener: Listener,
  payload: string,
  client: { readonly ip: string; readonly port: number },
): { readonly text: string; readonly closes: boolean } {
  const holder = holderOf(draft, at, listener);
  if (listener.server === 'serve-hostname' && listener.options?.['raw'] === true && holder) return { text: kernelHostname(draft, holder.pod), closes: true };
  if (payload === '' || SERVERS[listener.server] === undefined) return { text: '', closes: false };
  const [head = '', body = ''] = payload.split(/\r?\n\r?\n(.*)/s);
  const [first = '', ...lines] = head.split(/\r?\n/);
  const words = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/.exec(first);
  const headers = lines.flatMap((line) =>
    /^[^:\s]+:/.test(line) ? [[line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const] : [],
  );
  const isComplete = /\r?\n\r?\n/.test(payload);
  if (!words || (isComplete && first.endsWith('1.1') && !headers.some(([name]) => name.toLowerCase() === 'host'))) {
    return /\n/.test(payload) ? { text: badRequest(listener, words !== null), closes: true } : { text: '', closes: false };
  }
  if (!isComplete) return { text: '', closes: false };
  const answer = answerHTTP(draft, at, listener, { method: words[1] ?? '', path: words[2] ?? '', headers, body, clientIP: client.ip, clientPort: client.port });
  if ('kind' in answer) return { text: answer.kind === 'not-http' ? answer.bytes : '', closes: answer.kind !== 'silent' };
  const old = answer.isOld === true || (first.endsWith('1.0') && answersOldAlike(listener));
  const text = `HTTP/1.${old ? 0 : 1} ${answer.status} ${answer.reason}\r\n${answer.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${answer.body}`;
  return { text, closes: headers.some(([name, value]) => name.toLowerCase() === 'connection' && value.toLowerCase() === 'close') || first.endsWith('1.0') };
}

function badRequest({ server }: Listener, missingHost: boolean): string {
  if (server === 'nginx' || server === 'site') {
    const page =
      '<html>\r\n<head><title>400 Bad Request</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';
    return `HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\nConnection: close\r\n\r\n${page}`;
  }
  const reason = missingHost ? '400 Bad Request: missing required Host header' : '400 Bad Request';
  return `HTTP/1.1 ${reason}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${reason}`;
}
