// URLs of curl that are not HTTP: files are read; of the others only the way to the server is walked.
import type { Wait } from '../machine/process.ts';
import { utf8 } from '../machine/shell-words.ts';
import { answerTCP } from '../servers/answer.ts';
import { openFor } from './curl-connection.ts';
import type { Report } from './curl-report.ts';
import { Failed, maxTime, type Session } from './curl-session.ts';
import { parseURL } from './http-exchange.ts';

/** The ports of RFC 3986 schemes that Debian's curl knows. */
const PORTS: { readonly [scheme: string]: number } = {
  ...{ ftp: 21, ftps: 990, telnet: 23, smtp: 25, smtps: 465, ldap: 389, ldaps: 636, dict: 2628, gopher: 70, gophers: 70, mqtt: 1883 },
  ...{ scp: 22, sftp: 22, tftp: 69, imap: 143, imaps: 993, pop3: 110, pop3s: 995, rtsp: 554, rtmp: 1935, smb: 445, smbs: 445 },
};

/** Ends like curl where nothing answers; where something does, says that its protocol is not simulated (of a plain connection, telnet, it is). */
export function* otherScheme(
  session: Session,
  url: string,
  scheme: string,
  startedAt: number,
  report: Report,
  write: (text: string) => void,
): Generator<Wait, undefined, void> {
  const { process } = session;
  const lower = scheme.toLowerCase();
  if (lower === 'file') {
    const path = url.replace(/^file:\/\/(localhost)?/i, '');
    const text = process.files.read(path);
    if (text === undefined) throw new Failed(37, `Couldn't open file ${path}`);
    report.size = utf8(text).length;
    write(text);
    return undefined;
  }
  const port = Object.hasOwn(PORTS, lower) ? PORTS[lower] : undefined;
  if (port === undefined) throw new Failed(1, `Protocol "${scheme}" not supported or disabled in libcurl`);
  const location = parseURL(`http${url.slice(scheme.length)}`);
  if (location === 'bad' || 'unsupported' in location) throw new Failed(3, 'URL using bad/illegal format or missing URL');
  const { open } = yield* openFor(session, { ...location, port: /:\/\/[^/?#]*:\d+/.test(url) ? location.port : port }, startedAt, report);
  if (lower === 'telnet') {
    // What comes in is sent; its end ends nothing (lib/telnet.c telnet_do, 7.88.1).
    const { at, listener, client } = open.connection;
    const sent = yield* process.input.readAll();
    const { text, closes } = process.recall(() => answerTCP(process.draft, at, listener, sent, client));
    report.size = utf8(text).length;
    write(text);
    if (!closes) yield { deadline: maxTime(session, startedAt) ?? Infinity };
    session.log(`${closes ? '' : '* Time-out\n'}* Closing connection ${open.number}\n`);
    if (!closes) throw new Failed(28, 'Time-out');
    return undefined;
  }
  process.notSimulated('tool-option', { option: `curl ${scheme}://` }, '');
  throw new Failed(1, `minato: ${scheme} is not simulated`);
}
