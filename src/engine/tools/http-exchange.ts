// One HTTP request over an open connection: TLS if asked for, then what the server's behaviour answers.
import type { Process, Wait } from '../machine/process.ts';
import { shellCommand } from '../servers/agnhost.ts';
import { answerHTTP, answersOldAlike, type HTTPFailure, type HTTPRequest, type HTTPResponse } from '../servers/answer.ts';
import { containerOf } from '../servers/containers.ts';
import { tlsCertificate, type Certificate } from '../servers/certificate.ts';
import { isIPAddress } from '../api/ip-address.ts';
import { ROOT_CA, ROOT_CA_NAME } from '../store/namespace-contents.ts';
import { logExchange, type Connection } from './connection.ts';

export interface Location {
  readonly scheme: 'http' | 'https';
  /** Without brackets. */
  readonly host: string;
  /** As written, with brackets. */
  readonly hostText: string;
  readonly port: number;
  /** Whether the URL names the port. */
  readonly portGiven: boolean;
  readonly user?: string;
  /** With query, beginning with a slash. */
  readonly path: string;
}

/** A URL of another kind. */
export interface OtherScheme {
  readonly unsupported: string;
}

/** The parts of a URL, `bad` where it is none, or the name of a scheme other than HTTP. */
export function parseURL(text: string): Location | 'bad' | OtherScheme {
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/{1,3})?(?:([^/?#@]*)@)?(\[[0-9A-Fa-f:.]+(?:%[\w]+)?\]|[^/?#:\s]*)(?::(\d*))?([/?][^#]*)?(?:#.*)?$/.exec(text);
  if (!match) return 'bad';
  const [, scheme = 'http', user, hostText = '', portText, path = '/'] = match;
  const lower = scheme.toLowerCase();
  if (lower !== 'http' && lower !== 'https') return { unsupported: scheme };
  const port = portText ? Number(portText) : lower === 'https' ? 443 : 80;
  if (hostText === '' || port > 65_535 || /[\s<>"{}|\\^`]/.test(hostText)) return 'bad';
  const hasPort = portText !== undefined && portText !== '' && port !== (lower === 'https' ? 443 : 80);
  return {
    scheme: lower,
    host: hostText.replace(/^\[(.*)\]$/, '$1'),
    hostText,
    port,
    portGiven: hasPort,
    ...(user === undefined ? {} : { user }),
    path: path.startsWith('?') ? `/${path}` : path,
  };
}

export type TLSFailure = 'not-tls' | 'silent' | 'closed' | 'untrusted' | 'self-signed' | 'name-mismatch';

/** What a TLS client finds: the certificate, and what is wrong with it. @param authorities text of certificates that are trusted instead of the machine's own */
export function startTLS(
  process: Process,
  { listener }: Connection,
  host: string,
  authorities = '',
): { readonly certificate?: Certificate; readonly failure?: TLSFailure } {
  const certificate = tlsCertificate(listener);
  if (!certificate) return { failure: listener.server === 'silent' ? 'silent' : listener.server === 'closed' ? 'closed' : 'not-tls' };
  if (certificate.issuerCN === certificate.subjectCN) return { certificate, failure: 'self-signed' };
  const isTrusted = authorities === '' ? trusts(process, certificate.issuerCN) : certificate.issuerCN === ROOT_CA_NAME && authorities.includes(ROOT_CA.trim());
  if (!isTrusted) return { certificate, failure: 'untrusted' };
  return { certificate, ...(matchingName(certificate, host) !== undefined ? {} : { failure: 'name-mismatch' as const }) };
}

/** Images carry the course's root; machines beyond the Pods do not (test/conformance/clusters.md). */
export function trusts(process: Process, issuer: string): boolean {
  return process.place.kind === 'pod' && process.machine.sh === 'dash' && issuer === 'Example Root CA';
}

/** The name of a certificate that covers a host, RFC 6125: itself, or a wildcard for its first label. */
export function matchingName({ dnsNames, ipAddresses, subjectCN }: Certificate, host: string): string | undefined {
  if (isIPAddress(host)) return ipAddresses.find((ip) => ip === host);
  const wanted = host.replace(/\.$/, '').toLowerCase();
  const names = dnsNames.length > 0 || ipAddresses.length > 0 ? dnsNames : [subjectCN];
  return names.find(
    (name) =>
      name.toLowerCase() === wanted || (name.startsWith('*.') && wanted.includes('.') && wanted.slice(wanted.indexOf('.') + 1) === name.slice(2).toLowerCase()),
  );
}

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly tls: boolean;
  /** HTTP/1.0. */
  readonly old?: boolean;
}

/** Runs a command in a server's container, as netexec does with what it is sent, and gives its two streams as one. */
function* runThere(process: Process, { at, listener }: Connection, command: string): Generator<Wait, HTTPRequest['ran'], void> {
  const holder = process.recall(() => containerOf(process.draft, at, listener));
  if (!holder) return undefined;
  const { exitCode, stdout } = yield* process.spawn(['/bin/sh', '-c', 'exec /bin/sh -c "$0" 2>&1', command], { place: { kind: 'pod', ...holder }, input: '' });
  return { status: exitCode, output: stdout };
}

/** Sends a request over an open connection and gives what comes back, at once but for what the server runs first; `silent` is the caller's to wait for. */
export function* exchangeHTTP(process: Process, connection: Connection, sent: Sent): Generator<Wait, HTTPResponse | HTTPFailure, void> {
  const { at, listener, client } = connection;
  if (listener.server === 'closed') return { kind: 'closed' };
  const asked = { ...sent, clientIP: client.ip, clientPort: client.port };
  const command = listener.server === 'netexec' ? shellCommand(asked) : undefined;
  const ran = command === undefined ? undefined : yield* runThere(process, connection, command);
  const reply = process.recall(() => answerHTTP(process.draft, at, listener, { ...asked, ...(ran ? { ran } : {}) }));
  const request = `${sent.method} ${sent.path} HTTP/1.1\r\n${sent.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${sent.body}`;
  logExchange(process, connection, request, 'kind' in reply ? '' : `${headOf(reply)}${reply.body}`, !('kind' in reply && reply.kind === 'silent'));
  return sent.old === true && !('kind' in reply) && answersOldAlike(listener) ? { ...reply, isOld: true } : reply;
}

/** The head of a response as it is on the wire, with the blank line. */
export function headOf({ status, reason, headers, isOld }: HTTPResponse): string {
  return `HTTP/1.${isOld ? 0 : 1} ${status} ${reason}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}
