// Models curl 7.88.1 (src/tool_operate.c, lib/multi.c; the other curl-*.ts too): words, exit codes and -v as recorded (cases
// traffic/*) and as Debian 12's program prints them.
import type { Program, Running, Wait } from '../machine/process.ts';
import { utf8 } from '../machine/shell-words.ts';
import type { HTTPFailure, HTTPResponse } from '../servers/answer.ts';
import { expandURL, readArguments, usage, type Arguments } from './curl-arguments.ts';
import { openFor } from './curl-connection.ts';
import { writeOut, type Report } from './curl-report.ts';
import { Failed, maxTime, poolKey, type Session } from './curl-session.ts';
import { exchangeHTTP, headOf, parseURL, type Location } from './http-exchange.ts';

export const curl: Program = function* (process): Running {
  const args = readArguments(process);
  if (typeof args === 'number') return args;
  if (args.flags.has('V')) {
    process.out('curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1 OpenSSL/3.0.22\n');
    return 0;
  }
  if (args.urls.length === 0) return usage(process, args.flags.size > 0 || args.values.size > 0 ? 'no URL specified!' : undefined);
  const session: Session = { process, args, pool: new Map(), connections: 0, log: (text) => args.flags.has('v') && process.err(text) };
  let status = 0;
  const urls = args.urls.flatMap((url, index) =>
    (args.flags.has('g') ? [url] : expandURL(url)).slice(0, 200).map((one) => ({ url: one, output: args.outputs[index] })),
  );
  for (const { url, output } of urls) status = yield* transfer(session, url, output);
  return status;
};

function* transfer(session: Session, url: string, output: string | undefined): Running {
  const { process, args } = session;
  const startedAt = process.now;
  const report: Report = {
    code: 0,
    status: 0,
    ip: '',
    port: 0,
    connects: 0,
    size: 0,
    url,
    type: '',
    errors: '',
    redirects: 0,
    redirectURL: '',
    local: { ip: '', port: 0 },
  };
  let written = '';
  let opened = false;
  const target =
    output ??
    (args.flags.has('O')
      ? url
          .replace(/[?#].*/, '')
          .split('/')
          .pop() || undefined
      : undefined);
  const write = (text: string): void => {
    if (target === undefined || target === '-') return process.out(text);
    if (!opened && process.files.kind(process.files.resolve(target).replace(/\/[^/]*$/, '') || '/') !== 'directory') {
      process.err(`Warning: Failed to open the file ${target}: No such file or directory\n`);
      throw new Failed(23, 'Failure writing output to destination');
    }
    opened = true;
    written += text;
    process.files.write(target, written);
  };
  try {
    let next: string | undefined = url;
    for (let round = 0; next !== undefined; round++) {
      if (round > Number(args.values.get('\x05')?.at(-1) ?? 50)) throw new Failed(47, `Maximum (${args.values.get('\x05')?.at(-1) ?? 50}) redirects followed`);
      next = yield* oneRequest(session, next, startedAt, report, write, round);
      report.redirects = round;
    }
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    report.code = error.code;
    report.errors = error.words;
    if (!args.flags.has('s') || args.flags.has('S')) process.err(`curl: (${error.code}) ${error.words}\n${error.code === 60 ? CERTIFICATE_HELP : ''}`);
  }
  const format = args.values.get('w')?.at(-1);
  if (format !== undefined) writeOut(process, format, report, process.now - startedAt);
  return report.code;
}

const CERTIFICATE_HELP = `More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.
`;

function* oneRequest(
  session: Session,
  url: string,
  startedAt: number,
  report: Report,
  write: (text: string) => void,
  round: number,
): Generator<Wait, string | undefined, void> {
  const { process, args, log } = session;
  const { flags, values } = args;
  const location = parseURL(url);
  if (location === 'bad') throw new Failed(3, 'URL using bad/illegal format or missing URL');
  if ('unsupported' in location) {
    if (
      ['ftp', 'ftps', 'file', 'telnet', 'smtp', 'ws', 'wss', 'ldap', 'dict', 'gopher', 'mqtt', 'scp', 'sftp', 'tftp', 'imap', 'pop3', 'rtsp', 'smb'].includes(
        location.unsupported,
      )
    ) {
      process.notSimulated('tool-option', { option: `curl ${location.unsupported}://` }, '');
      throw new Failed(1, `minato: ${location.unsupported} is not simulated`);
    }
    throw new Failed(1, `Protocol "${location.unsupported}" not supported or disabled in libcurl`);
  }
  report.url = /^[A-Za-z][\w+.-]*:\/\//.test(url) ? (/^[^:]+:\/\/[^/?#]+$/.test(url) ? `${url}/` : url) : `http://${/[/?]/.test(url) ? url : `${url}/`}`;
  const { open, tls } = yield* openFor(session, location, startedAt, report);
  const method =
    values.get('X')?.at(-1) ?? (flags.has('I') ? 'HEAD' : (values.has('d') || values.has('\x0e')) && !flags.has('G') && round === 0 ? 'POST' : 'GET');
  const body =
    flags.has('G') || round > 0
      ? ''
      : [...(values.get('d') ?? []), ...(values.get('\x0e') ?? [])]
          .map((text) => (text.startsWith('@') ? (process.files.read(text.slice(1)) ?? '') : text))
          .join('&');
  const path =
    flags.has('G') && values.has('d') ? `${location.path}${location.path.includes('?') ? '&' : '?'}${(values.get('d') ?? []).join('&')}` : location.path;
  const headers = requestHeaders(location, args, body);
  const version = flags.has('0') ? '1.0' : '1.1';
  if (tls) log('* using HTTP/1.x\n');
  log(`> ${method} ${path} HTTP/${version}\r\n${headers.map(([name, value]) => `> ${name}: ${value}\r\n`).join('')}> \r\n`);
  if (body !== '') log(`} [${utf8(body).length} bytes data]\n`);
  const reply = exchangeHTTP(process, open.connection, { method, path, headers, body, tls });
  if ('kind' in reply) {
    session.pool.delete(poolKey(location));
    yield* failReply(session, reply, startedAt, open.number);
  }
  const response = reply as HTTPResponse;
  report.status = response.status;
  report.type = response.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const head = headOf(response);
  if (response.isOld) log('* HTTP 1.0, assume close after body\n');
  log(
    head
      .slice(0, -2)
      .split('\r\n')
      .map((line) => `< ${line}\r\n`)
      .join(''),
  );
  const target =
    flags.has('L') && response.status >= 300 && response.status < 400 ? response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] : undefined;
  const closes =
    response.isOld === true ||
    flags.has('0') ||
    response.headers.some(([name, value]) => name.toLowerCase() === 'connection' && value.toLowerCase() === 'close');
  const failing = (flags.has('f') || flags.has('\x0c')) && response.status >= 400;
  const finish = (): void => {
    if (closes || (failing && flags.has('f'))) {
      session.pool.delete(poolKey(location));
      log(`* Closing connection ${open.number}\n`);
    } else log(`* Connection #${open.number} to host ${location.host} left intact\n`);
  };
  const headerFile = values.get('D')?.at(-1);
  if (headerFile === '-') process.out(head);
  else if (headerFile !== undefined) process.files.write(headerFile, head);
  if (flags.has('i') || flags.has('I')) write(head);
  if (target !== undefined) {
    log(`* Ignoring the response-body\n`);
    finish();
    log(`* Issue another request to this URL: '${absolute(target, location)}'\n`);
    return absolute(target, location);
  }
  if (failing && flags.has('f')) {
    log(`* The requested URL returned error: ${response.status}\n`);
    finish();
    throw new Failed(22, `The requested URL returned error: ${response.status}`);
  }
  if (method !== 'HEAD' && response.body !== '') {
    report.size = utf8(response.body).length;
    log(`{ [${report.size} bytes data]\n`);
    write(response.body);
  }
  finish();
  if (failing) throw new Failed(22, `The requested URL returned error: ${response.status}`);
  report.redirectURL = '';
  return undefined;
}

const absolute = (target: string, { scheme, hostText, port, portGiven }: Location): string =>
  /^https?:\/\//.test(target) ? target : `${scheme}://${hostText}${portGiven ? `:${port}` : ''}${target.startsWith('/') ? '' : '/'}${target}`;

function requestHeaders({ hostText, port, portGiven, user }: Location, { values, flags }: Arguments, body: string): (readonly [string, string])[] {
  const own = (values.get('H') ?? []).map((line) => /^([^:;]+)([:;])\s*(.*)$/.exec(line)).filter((match) => match !== null);
  const ownNames = new Set(own.map((match) => (match[1] as string).toLowerCase()));
  const credentials = values.get('u')?.at(-1) ?? user;
  const usual: [string, string][] = [
    ['Host', portGiven ? `${hostText}:${port}` : hostText],
    ...(credentials === undefined
      ? []
      : [['Authorization', `Basic ${base64(credentials.includes(':') ? credentials : `${credentials}:`)}`] as [string, string]]),
    ['User-Agent', values.get('A')?.at(-1) ?? 'curl/7.88.1'],
    ['Accept', values.has('\x0e') ? 'application/json' : '*/*'],
    ...(values.has('e') ? [['Referer', values.get('e')?.at(-1) ?? ''] as [string, string]] : []),
    ...(values.has('b') ? [['Cookie', values.get('b')?.join('; ') ?? ''] as [string, string]] : []),
  ];
  const hostOwn = own.find((match) => match[1]?.toLowerCase() === 'host');
  const posts = (values.has('d') || values.has('\x0e')) && !flags.has('G');
  return [
    ...usual.flatMap((header): [string, string][] =>
      header[0] === 'Host' && hostOwn ? (hostOwn[3] ? [['Host', hostOwn[3]]] : []) : ownNames.has(header[0].toLowerCase()) ? [] : [header],
    ),
    ...own
      .filter((match) => match[1]?.toLowerCase() !== 'host' && (match[3] !== '' || match[2] === ';'))
      .map((match): [string, string] => [match[1] as string, match[3] ?? '']),
    ...(posts
      ? [
          ['Content-Length', String(utf8(body).length)] as const,
          ...(ownNames.has('content-type') ? [] : [['Content-Type', values.has('\x0e') ? 'application/json' : 'application/x-www-form-urlencoded'] as const]),
        ]
      : []),
  ];
}

/** RFC 4648. */
function base64(text: string): string {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytes = utf8(text);
  let result = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    result += `${ALPHABET[bits >> 18]}${ALPHABET[(bits >> 12) & 63]}${b === undefined ? '=' : ALPHABET[(bits >> 6) & 63]}${c === undefined ? '=' : ALPHABET[bits & 63]}`;
  }
  return result;
}

function* failReply(session: Session, reply: HTTPFailure, startedAt: number, number: number): Generator<Wait, never, void> {
  const { process, log } = session;
  const fail = (code: number, words: string, logged = words): never => {
    log(`* ${logged}\n* Closing connection ${number}\n`);
    throw new Failed(code, words);
  };
  if (reply.kind === 'closed') return fail(52, 'Empty reply from server');
  if (reply.kind === 'not-http') return fail(1, 'Received HTTP/0.9 when not allowed');
  const limit = maxTime(session, startedAt);
  yield { deadline: limit === undefined ? Infinity : limit };
  return fail(28, `Operation timed out after ${process.now - startedAt + 1} milliseconds with 0 bytes received`);
}
