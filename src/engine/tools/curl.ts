// Models curl 7.88.1 (src/tool_operate.c, lib/connect.c, lib/multi.c): words, exit codes and -v as recorded (cases
// traffic/*) and as Debian 12's program prints them.
import { familyOf, isIPAddress } from '../api/ip-address.ts';
import type { Process, Program, Running, Wait } from '../machine/process.ts';
import type { HTTPFailure, HTTPResponse } from '../servers/answer.ts';
import { openTCP, type Connection } from './connection.ts';
import { exchangeHTTP, headOf, parseURL, startTLS, type Location } from './http-exchange.ts';
import { resolveName } from './resolving.ts';
import { utf8 } from '../machine/shell-words.ts';

const LONG: { readonly [name: string]: string } = {
  silent: 's',
  'show-error': 'S',
  verbose: 'v',
  include: 'i',
  head: 'I',
  output: 'o',
  'write-out': 'w',
  header: 'H',
  insecure: 'k',
  'max-time': 'm',
  ipv4: '4',
  ipv6: '6',
  globoff: 'g',
  location: 'L',
  request: 'X',
  data: 'd',
  'data-ascii': 'd',
  'data-raw': 'd',
  'data-binary': 'd',
  fail: 'f',
  'user-agent': 'A',
  user: 'u',
  'remote-name': 'O',
  get: 'G',
  version: 'V',
  'connect-timeout': '\x01',
  resolve: '\x02',
  'connect-to': '\x03',
  url: '\x04',
  'max-redirs': '\x05',
  'http1.1': '\x06',
  'no-progress-meter': '\x06',
  noproxy: '\x07',
  cacert: '\x08',
  retry: '\x09',
  'retry-delay': '\x0b',
  'fail-with-body': '\x0c',
  'no-keepalive': '\x06',
  'http1.0': '0',
  referer: 'e',
  cookie: 'b',
  'no-buffer': 'N',
  config: 'K',
  help: 'h',
  json: '\x0e',
  interface: '\x0f',
  'haproxy-protocol': '\x10',
  compressed: '\x11',
  trace: '\x12',
  'trace-ascii': '\x12',
  form: 'F',
  'upload-file': 'T',
  proxy: 'x',
  cert: 'E',
  key: '\x13',
  'cookie-jar': 'c',
  http2: '\x14',
  http3: '\x14',
  range: 'r',
  parallel: 'Z',
  'local-port': '\x15',
  'unix-socket': '\x16',
  'tlsv1.2': '\x06',
  'tlsv1.3': '\x06',
  'path-as-is': '\x06',
  'progress-bar': '#',
  stderr: '\x17',
  'retry-connrefused': '\x06',
  'retry-all-errors': '\x06',
  'happy-eyeballs-timeout-ms': '\x0d',
};
const VALUED = new Set('owHmXdAu\x01\x02\x03\x04\x05\x07\x08\x09\x0b\x0debKFTxEcr\x0e\x0f\x12\x13\x15\x16\x17'.split(''));
const MODELLED = new Set('sSviIowHkm46gLXdfAuOGV\x01\x02\x03\x04\x05\x06\x07\x09\x0b\x0c\x0debN0#\x0ej'.split(''));
const KNOWN = new Set('012346:#aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwxXyYzZ'.split(''));

interface Arguments {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly urls: readonly string[];
  readonly outputs: readonly (string | undefined)[];
}

/** A transfer's end: curl's exit code and the words behind it. */
class Failed extends Error {
  readonly code: number;
  readonly words: string;
  constructor(code: number, words: string) {
    super(words);
    this.code = code;
    this.words = words;
  }
}

interface Open {
  readonly connection: Connection;
  readonly ip: string;
  readonly number: number;
}

interface Session {
  readonly process: Process;
  readonly args: Arguments;
  readonly pool: Map<string, Open>;
  connections: number;
  readonly log: (text: string) => void;
}

function usage(process: Process, words?: string): number {
  if (words !== undefined) process.err(`curl: ${words}\n`);
  process.err("curl: try 'curl --help' or 'curl --manual' for more information\n");
  return 2;
}

function readArguments(process: Process): Arguments | number {
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  const urls: string[] = [];
  const outputs: string[] = [];
  const words = process.argv.slice(1);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (!word.startsWith('-') || word === '-' || (at > 0 && words[at - 1] === '--')) {
      if (word !== '--') urls.push(word);
      continue;
    }
    if (word === '--') continue;
    const letters: string[] = [];
    let inline: string | undefined;
    if (word.startsWith('--')) {
      const name = word.slice(2);
      const matching = Object.hasOwn(LONG, name) ? [name] : Object.keys(LONG).filter((one) => one.startsWith(name));
      const letter = matching[0] === undefined ? undefined : LONG[matching[0]];
      if (letter === undefined) {
        if (name.startsWith('no-') && Object.hasOwn(LONG, name.slice(3))) continue;
        return usage(process, `option ${word}: is unknown`);
      }
      letters.push(letter);
    } else {
      for (let place = 1; place < word.length; place++) {
        const letter = word[place] as string;
        if (!KNOWN.has(letter)) return usage(process, `option ${word}: is unknown`);
        letters.push(letter);
        if (VALUED.has(letter)) {
          inline = word.slice(place + 1) || undefined;
          break;
        }
      }
    }
    for (const letter of letters) {
      if (!MODELLED.has(letter)) {
        process.notSimulated('tool-option', { option: `curl ${word}` }, `minato: curl ${word} is not simulated`);
        return 2;
      }
      if (!VALUED.has(letter)) {
        flags.add(letter);
        continue;
      }
      const value = inline ?? words[++at];
      if (value === undefined) return usage(process, `option ${word}: requires parameter`);
      if ((letter === 'm' || letter === '\x01') && !/^\d*\.?\d+$|^\d+\.$/.test(value))
        return usage(process, `option ${word}: expected a proper numerical parameter`);
      if (letter === '\x04') urls.push(value);
      else if (letter === 'o') outputs.push(value);
      else values.set(letter, [...(values.get(letter) ?? []), value]);
    }
  }
  return { flags, values, urls, outputs };
}

/** `{a,b}` and `[1-3]` of curl's own URL globbing; addresses in brackets are left alone. */
function expandURL(text: string): string[] {
  const match = /\{([^{}]*)\}|\[(\d+)-(\d+)\]/.exec(text);
  if (!match) return [text];
  const choices =
    match[1] !== undefined
      ? match[1].split(',')
      : Array.from({ length: Math.min(100, Math.max(0, Number(match[3]) - Number(match[2]) + 1)) }, (_, index) => String(Number(match[2]) + index));
  return choices.slice(0, 100).flatMap((choice) => expandURL(text.slice(0, match.index) + choice + text.slice(match.index + match[0].length)));
}

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

interface Report {
  code: number;
  status: number;
  ip: string;
  port: number;
  connects: number;
  size: number;
  url: string;
  type: string;
  errors: string;
  redirects: number;
  redirectURL: string;
  local: { ip: string; port: number };
}

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
  const closes = response.isOld === true || response.headers.some(([name, value]) => name.toLowerCase() === 'connection' && value.toLowerCase() === 'close');
  const failing = (flags.has('f') || flags.has('\x0c')) && response.status >= 400;
  const finish = (): void => {
    if (closes || (failing && flags.has('f'))) {
      session.pool.delete(poolKey(location));
      log(`* Closing connection ${open.number}\n`);
    } else log(`* Connection #${open.number} to host ${location.host} left intact\n`);
  };
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

const poolKey = ({ scheme, host, port }: Location): string => `${scheme}://${host.toLowerCase()}:${port}`;

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

/** The moment at which --max-time is over. */
function maxTime({ args }: Session, startedAt: number): number | undefined {
  const seconds = args.values.get('m')?.at(-1);
  return seconds === undefined || Number(seconds) === 0 ? undefined : startedAt + Number(seconds) * 1000;
}

/** A connection for a URL: one that is open already, or a new one through --connect-to, --resolve, DNS and the network. */
function* openFor(
  session: Session,
  location: Location,
  startedAt: number,
  report: Report,
): Generator<Wait, { readonly open: Open; readonly tls: boolean }, void> {
  const { process, args, log, pool } = session;
  const tls = location.scheme === 'https';
  const known = pool.get(poolKey(location));
  if (known) {
    log(
      `* Found bundle for host: 0x55d1c8a3a0f0 [serially]\n* Can not multiplex, even if we wanted to\n* Re-using existing connection #${known.number} with host ${location.host}\n`,
    );
    report.ip = known.ip;
    report.port = location.port;
    report.local = known.connection.local;
    return { open: known, tls };
  }
  let { host, port } = location;
  for (const rule of args.values.get('\x03') ?? []) {
    const match = /^(\[[^\]]*\]|[^:]*):(\d*):(\[[^\]]*\]|[^:]*):(\d*)$/.exec(rule);
    if (
      !match ||
      (match[1] && match[1].replace(/^\[|\]$/g, '').toLowerCase() !== location.host.toLowerCase()) ||
      (match[2] && Number(match[2]) !== location.port)
    )
      continue;
    if (match[3]) log(`* Connecting to hostname: ${(host = match[3].replace(/^\[|\]$/g, ''))}\n`);
    if (match[4]) log(`* Connecting to port: ${(port = Number(match[4]))}\n`);
    break;
  }
  const number = session.connections++;
  const closing = (): void => log(`* Closing connection ${number}\n`);
  const addresses = yield* addressesFor(session, host, port, startedAt, closing);
  const limit = maxTime(session, startedAt);
  const connectLimit = Number(args.values.get('\x01')?.at(-1) ?? 300) * 1000;
  const beganAt = process.now;
  let timedOut = false;
  for (const ip of addresses) {
    log(`*   Trying ${ip.includes(':') ? `[${ip}]` : ip}:${port}...\n`);
    const untilLimit = limit === undefined ? Infinity : limit - process.now;
    const untilConnect = beganAt + connectLimit - process.now;
    const attempt = yield* openTCP(process, ip, port, Math.min(untilLimit, untilConnect, 134_000));
    if (attempt.connection) {
      report.ip = ip;
      report.port = port;
      report.connects++;
      report.local = attempt.connection.local;
      log(`* Connected to ${host} (${ip}) port ${port} (#${number})\n`);
      const open: Open = { connection: attempt.connection, ip, number };
      if (tls) yield* shakeHands(session, open, location, startedAt, closing);
      pool.set(poolKey(location), open);
      return { open, tls };
    }
    if (attempt.failure === 'timeout' && untilLimit <= untilConnect && limit !== undefined && process.now >= limit) {
      const words = `Connection timed out after ${process.now - startedAt + 1} milliseconds`;
      log(`* ${words}\n`);
      closing();
      throw new Failed(28, words);
    }
    timedOut = attempt.failure === 'timeout';
    if (timedOut) log(`* ${ip.includes(':') ? 'ipv6' : 'ipv4'} connect timeout after ${Math.round(connectLimit)}ms, move on!\n`);
    else
      log(
        attempt.failure === 'network-unreachable'
          ? `* Immediate connect fail for ${ip}: Network is unreachable\n`
          : `* connect to ${ip} port ${port} failed: ${attempt.failure === 'no-route' ? 'No route to host' : 'Connection refused'}\n`,
      );
  }
  const words = `Failed to connect to ${host} port ${port} after ${process.now - beganAt + (timedOut ? 1 : 0)} ms: ${timedOut ? 'Timeout was reached' : "Couldn't connect to server"}`;
  log(`* ${words}\n`);
  closing();
  throw new Failed(timedOut ? 28 : 7, words);
}

function* addressesFor(session: Session, host: string, port: number, startedAt: number, closing: () => void): Generator<Wait, readonly string[], void> {
  const { process, args, log } = session;
  const only = args.flags.has('6') ? 'IPv6' : args.flags.has('4') ? 'IPv4' : undefined;
  const pinned = (args.values.get('\x02') ?? [])
    .map((rule) => /^[+-]?(\[[^\]]*\]|[^:]*):(\d+):(.*)$/.exec(rule))
    .find((match) => match && (match[1] === '*' || match[1]?.toLowerCase() === host.toLowerCase()) && Number(match[2]) === port);
  let found: readonly string[];
  if (pinned) {
    found = (pinned[3] as string).split(',').map((ip) => ip.replace(/^\[|\]$/g, ''));
    log(`* Added ${host}:${port}:${pinned[3]} to DNS cache\n* Hostname ${host} was found in DNS cache\n`);
  } else if (isIPAddress(host)) found = [host];
  else {
    // -6 asks for both families and then takes what it may (case traffic/dual-stack); -4 asks for A only.
    const limit = maxTime(session, startedAt);
    const { addresses } = yield* resolveName(process, host, only === 'IPv4' ? 'A' : 'both');
    if (limit !== undefined && process.now >= limit && addresses.length === 0) {
      const words = `Resolving timed out after ${limit - startedAt + 1} milliseconds`;
      log(`* ${words}\n`);
      closing();
      throw new Failed(28, words);
    }
    if (addresses.length === 0) {
      log(`* Could not resolve host: ${host}\n`);
      closing();
      throw new Failed(6, `Could not resolve host: ${host}`);
    }
    found = addresses;
  }
  const usable = only ? found.filter((ip) => familyOf(ip) === only) : found;
  if (usable.length === 0) {
    closing();
    throw new Failed(7, "Couldn't connect to server");
  }
  return usable;
}

function* shakeHands(session: Session, { connection }: Open, { host }: Location, startedAt: number, closing: () => void): Generator<Wait, void, void> {
  const { process, args, log } = session;
  const fail = (code: number, words: string): never => {
    log(`* ${words}\n`);
    closing();
    throw new Failed(code, words);
  };
  log('* ALPN: offers h2,http/1.1\n} [5 bytes data]\n* TLSv1.3 (OUT), TLS handshake, Client hello (1):\n} [512 bytes data]\n');
  if (!args.flags.has('k')) log('*  CAfile: /etc/ssl/certs/ca-certificates.crt\n*  CApath: /etc/ssl/certs\n');
  const { certificate, failure } = startTLS(process, connection, host);
  if (failure === 'not-tls') fail(35, 'OpenSSL/3.0.22: error:0A00010B:SSL routines::wrong version number');
  if (failure === 'closed') fail(35, `OpenSSL SSL_connect: Connection reset by peer in connection to ${host}:${connection.listener.port} `);
  if (failure === 'silent') {
    const limit = maxTime(session, startedAt);
    const connectLimit = args.values.get('\x01')?.at(-1);
    yield { deadline: Math.min(limit ?? Infinity, connectLimit === undefined ? startedAt + 300_000 : startedAt + Number(connectLimit) * 1000) };
    if (limit !== undefined && process.now >= limit) fail(28, `Connection timed out after ${process.now - startedAt + 1} milliseconds`);
    fail(28, 'SSL connection timeout');
  }
  const received =
    '{ [5 bytes data]\n* TLSv1.3 (IN), TLS handshake, Server hello (2):\n{ [122 bytes data]\n* TLSv1.3 (IN), TLS handshake, Encrypted Extensions (8):\n{ [6 bytes data]\n* TLSv1.3 (IN), TLS handshake, Certificate (11):\n{ [849 bytes data]\n';
  log(received);
  const untrusted = failure === 'untrusted' || failure === 'self-signed';
  const problem = failure === 'self-signed' ? 'self-signed certificate' : 'unable to get local issuer certificate';
  if (untrusted && !args.flags.has('k')) {
    log('* TLSv1.3 (OUT), TLS alert, unknown CA (560):\n} [2 bytes data]\n');
    fail(60, `SSL certificate problem: ${problem}`);
  }
  log(
    '* TLSv1.3 (IN), TLS handshake, CERT verify (15):\n{ [264 bytes data]\n* TLSv1.3 (IN), TLS handshake, Finished (20):\n{ [52 bytes data]\n* TLSv1.3 (OUT), TLS change cipher, Change cipher spec (1):\n} [1 bytes data]\n* TLSv1.3 (OUT), TLS handshake, Finished (20):\n} [52 bytes data]\n* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384\n* ALPN: server accepted http/1.1\n',
  );
  log(`* Server certificate:\n*  subject: CN=${certificate?.subjectCN}\n*  issuer: CN=${certificate?.issuerCN}\n`);
  if (failure === 'name-mismatch' && !args.flags.has('k')) {
    const words =
      certificate && certificate.dnsNames.length + certificate.ipAddresses.length > 0
        ? `SSL: no alternative certificate subject name matches target host name '${host}'`
        : `SSL: certificate subject name '${certificate?.subjectCN}' does not match target host name '${host}'`;
    log(`*  subjectAltName does not match ${host}\n`);
    fail(60, words);
  }
  if (!args.flags.has('k')) log(`*  subjectAltName: host "${host}" matched cert's "${host}"\n*  SSL certificate verify ok.\n`);
  else
    log(
      untrusted
        ? `*  SSL certificate verify result: ${problem} (${failure === 'self-signed' ? 18 : 20}), continuing anyway.\n`
        : '*  SSL certificate verify ok.\n',
    );
}

function writeOut(process: Process, format: string, report: Report, elapsedMs: number): void {
  const seconds = (ms: number): string => (ms / 1000).toFixed(6);
  const variables: { readonly [name: string]: string } = {
    http_code: String(report.status).padStart(3, '0'),
    response_code: String(report.status).padStart(3, '0'),
    remote_ip: report.ip,
    remote_port: String(report.port),
    local_ip: report.local.ip,
    local_port: String(report.local.port),
    num_connects: String(report.connects),
    num_redirects: String(report.redirects),
    redirect_url: report.redirectURL,
    size_download: String(report.size),
    url_effective: report.url,
    url: report.url,
    content_type: report.type,
    exitcode: String(report.code),
    errormsg: report.errors,
    scheme: report.url.startsWith('https') ? 'HTTPS' : 'HTTP',
    method: 'GET',
    http_version: report.status > 0 ? '1.1' : '0',
    ssl_verify_result: '0',
    time_total: seconds(elapsedMs + 1),
    time_connect: seconds(report.connects > 0 ? 1 : 0),
    time_namelookup: seconds(1),
    time_starttransfer: seconds(elapsedMs + 1),
    time_appconnect: '0.000000',
    time_pretransfer: seconds(1),
    time_redirect: '0.000000',
    speed_download: String(report.size * 1000),
  };
  process.out(
    format.replace(/%(%|\{([^}]*)\})|\\([nrt\\])/g, (all, whole: string | undefined, name: string | undefined, escape: string | undefined) => {
      if (escape) return { n: '\n', r: '\r', t: '\t', '\\': '\\' }[escape] ?? all;
      if (whole === '%') return '%';
      if (name !== undefined && Object.hasOwn(variables, name)) return variables[name] as string;
      process.err(`curl: unknown --write-out variable: '${name}'\n`);
      return '';
    }),
  );
}
