// Models curl 7.88.1 (src/tool_operate.c, lib/multi.c; the other curl-*.ts too): words, exit codes and -v as recorded (cases
// traffic/*) and as Debian 12's program prints them.
import { encodeBase64 } from '../api/base64.ts';
import type { Process, Program, Running, Wait } from '../machine/process.ts';
import { utf8 } from '../machine/shell-words.ts';
import type { HTTPFailure, HTTPResponse } from '../servers/answer.ts';
import { readArguments, usage, type Arguments } from './curl-arguments.ts';
import { openFor, proxyOf, throughEnvironment } from './curl-connection.ts';
import { expandURL } from './curl-globs.ts';
import { otherScheme } from './curl-schemes.ts';
import { fileOrInput, rangeOf, whatIsSent } from './curl-request.ts';
import { HELP, VERSION } from './curl-texts.ts';
import { notSimulated } from './options.ts';
import { writeOut, type Report } from './curl-report.ts';
import { Failed, maxTime, poolKey, type Session, warn } from './curl-session.ts';
import { exchangeHTTP, headOf, parseURL, type Location } from './http-exchange.ts';

/** What stdio keeps of what goes into a pipe (glibc 2.36 libio/filedoalloc.c). */
const STDIO_BYTES = 4096;

/** curl writes its bodies through stdio, which keeps them back: where both streams are one, they come after what -v says (case traffic/a-mill-and-its-millers). */
export const curl: Program = function* (process): Running {
  if (process.streams.output !== process.streams.errors || process.argv.some((word) => /^(-[^-]*N|--no-buffer$)/.test(word))) return yield* run(process);
  let kept = '';
  const out = (text: string): void => {
    kept += text;
    if (kept.length < STDIO_BYTES) return;
    process.out(kept);
    kept = '';
  };
  const status = yield* run(Object.create(process, { out: { value: out } }) as Process);
  process.out(kept);
  return status;
};

function* run(process: Process): Running {
  let status = 0;
  let session: Session | undefined;
  for (const words of operations(process.argv.slice(1))) {
    const args = readArguments(process, words, session?.args);
    if (typeof args === 'number') return args;
    const log = (text: string): void => void (args.flags.has('v') && process.err(text));
    session = { process, args, pool: session?.pool ?? new Map(), connections: session?.connections ?? { opened: 0 }, log };
    status = yield* operate(session);
  }
  return status;
}

/** What stands between `--next`s; one without a URL goes on in the next. Models curl tool_getparam.c parse_args. */
function operations(words: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  let hasURL = false;
  for (const word of words) {
    const last = parts.at(-1) as string[];
    if (word !== '--next' && word !== '-:') last.push(word);
    else if (hasURL) parts.push([]);
    hasURL = word === '--next' || word === '-:' ? false : hasURL || !word.startsWith('-');
  }
  return parts;
}

function* operate(session: Session): Running {
  const { process, args } = session;
  if (args.flags.has('V')) {
    process.out(VERSION);
    return 0;
  }
  if (args.flags.has('h')) {
    const [topic] = args.urls;
    if (topic === undefined) process.out(HELP);
    return topic === undefined ? 0 : notSimulated(process, `curl --help ${topic}`);
  }
  const upload = args.values.get('T')?.at(-1);
  if (upload !== undefined && upload !== '-' && upload !== '.' && process.files.read(upload) === undefined) {
    process.err(`curl: Can't open '${upload}'!\n`);
    usage(process);
    process.err('curl: (26) Failed to open/read local data from file/application\n');
    return 26;
  }
  if (args.urls.length === 0) return usage(process, args.flags.size > 0 || args.values.size > 0 ? 'no URL specified!' : undefined);
  let status = 0;
  for (const [index, given] of args.urls.entries()) {
    const globbed = args.flags.has('g') ? [{ url: given, picked: [] }] : expandURL(given);
    if ('words' in globbed) {
      const { words, position } = globbed;
      if (!args.flags.has('s') || args.flags.has('S')) process.err(`curl: (3) ${words} in URL position ${position}:\n${given}\n${'^'.padStart(position)}\n`);
      return 3;
    }
    for (const { url, picked } of globbed) {
      status = yield* transfer(
        session,
        url,
        index,
        args.outputs[index]?.replace(/#(\d)/g, (all, digit: string) => picked[Number(digit) - 1] ?? all),
      );
      if (status !== 0 && args.flags.has('\x1d')) return status;
    }
  }
  return status;
}

function* transfer(session: Session, url: string, index: number, output: string | undefined): Running {
  const { process, args } = session;
  const startedAt = process.now;
  const report: Report = {
    code: 0,
    status: 0,
    isOld: false,
    ip: '',
    port: 0,
    connects: 0,
    size: 0,
    url,
    typed: url,
    type: '',
    method: 'GET',
    errors: '',
    headers: [],
    sizes: { header: 0, request: 0, upload: 0 },
    redirects: 0,
    redirectURL: '',
    verified: 0,
    file: '',
    retries: 0,
    referer: args.values.get('e')?.at(-1) ?? '',
    index,
    local: { ip: '', port: 0 },
  };
  let written = '';
  let opened = false;
  const named =
    output ??
    (args.flags.has('O')
      ? url
          .replace(/[?#].*/, '')
          .split('/')
          .pop() || undefined
      : undefined);
  const folder = args.values.get('\x7f')?.at(-1);
  const target = named === undefined || named === '-' || folder === undefined ? named : `${folder}/${named}`;
  if (target !== undefined && target !== '-') report.file = target;
  const write = (text: string): void => {
    if (target === undefined || target === '-') return process.out(text);
    if (!opened && !args.flags.has('\x1b') && process.files.kind(process.files.resolve(target).replace(/\/[^/]*$/, '') || '/') !== 'directory') {
      warn(session, `Failed to open the file ${target}: No such file or directory`);
      throw new Failed(23, 'Failure writing output to destination');
    }
    opened = true;
    written += text;
    process.files.write(target, written);
  };
  const retries = Number(args.values.get('\x09')?.at(-1) ?? 0);
  for (let left = retries, again: string | undefined; ; left--) {
    try {
      report.code = 0;
      if (args.flags.has('O') && target === undefined && output === undefined) throw new Failed(23, 'Failed writing received data to disk/application');
      let next: string | undefined = url;
      for (let round = 0; next !== undefined; round++) {
        if (round > Number(args.values.get('\x05')?.at(-1) ?? 50))
          throw new Failed(47, `Maximum (${args.values.get('\x05')?.at(-1) ?? 50}) redirects followed`);
        next = yield* oneRequest(session, next, startedAt, report, write, round);
        report.redirects = round;
      }
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      report.code = error.code;
      report.errors = error.words;
      if (!args.flags.has('s') || args.flags.has('S')) process.err(`curl: (${error.code}) ${error.words}\n${error.code === 60 ? CERTIFICATE_HELP : ''}`);
    }
    again = left > 0 ? retryReason(args, report) : undefined;
    if (again === undefined) break;
    const delay = Number(args.values.get('\x0b')?.at(-1) ?? 0) || Math.min(600, 2 ** (retries - left));
    report.retries++;
    warn(session, `Problem : ${again}. Will retry in ${delay} seconds. ${left} retries left.`);
    yield { deadline: process.now + delay * 1000 };
  }
  const format = args.values.get('w')?.at(-1);
  if (format !== undefined) {
    const text = format.startsWith('@') ? yield* fileOrInput(process, format.slice(1)) : format;
    if (text === undefined) warn(session, `Failed to read ${format.slice(1)}`);
    else writeOut(process, text === format ? text : text.replace(/[\r\n]/g, ''), report, process.now - startedAt);
  }
  return report.code;
}

/** Models curl tool_paramhlp.c proto2num: `=` only these, `-` without, `+` besides. */
function requireProtocol(list: string | undefined, scheme: string): void {
  let allowed = true;
  for (const word of list?.toLowerCase().split(',') ?? []) {
    const [, sign = '+', name = ''] = /^([-+=]?)(.*)$/.exec(word) ?? [];
    const meant = name === 'all' || name === scheme;
    if (sign === '=') allowed = meant;
    else if (meant) allowed = sign !== '-';
  }
  if (!allowed) throw new Failed(1, `Protocol "${scheme}" not supported or disabled in libcurl`);
}

/** Why a transfer is tried once more. Models curl 7.88.1 src/tool_operate.c post_per_transfer. */
function retryReason({ flags }: Arguments, { code, status }: Report): string | undefined {
  if ([5, 6, 28].includes(code)) return 'timeout';
  if (code === 7 && flags.has('\x19')) return 'connection refused';
  if ((code === 0 || code === 22) && [408, 429, 500, 502, 503, 504].includes(status)) return 'HTTP error';
  return code !== 0 && flags.has('\x1a') ? '(retrying all errors)' : undefined;
}

/** Models lib/urlapi.c dedotdotify: RFC 3986 5.2.4 for the path of a URL. */
const withoutDots = (url: string): string =>
  url.replace(/^([^/?#]*:\/\/)?([^/?#]*)(\/[^?#]*)/, (_, scheme = '', host: string, path: string) => {
    const kept: string[] = [];
    const segments = path.split('/').slice(1);
    for (const [at, segment] of segments.entries()) {
      if (segment === '..') kept.pop();
      if (segment !== '.' && segment !== '..') kept.push(segment);
      else if (at === segments.length - 1) kept.push('');
    }
    return `${scheme}${host}/${kept.join('/')}`;
  });

const CERTIFICATE_HELP = `More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.
`;

function* oneRequest(
  given: Session,
  url: string,
  startedAt: number,
  report: Report,
  write: (text: string) => void,
  round: number,
): Generator<Wait, string | undefined, void> {
  const location = parseURL(given.args.flags.has('\x1f') ? url : withoutDots(url));
  // A URL that is given has no blank and no control character; one that a server sent is read kindly (lib/urlapi.c junkscan, 7.88.1).
  if (location === 'bad' || (round === 0 && /[\0- \x7f]/.test(url))) throw new Failed(3, 'URL using bad/illegal format or missing URL');
  if ('unsupported' in location) return yield* otherScheme(given, url, location.unsupported, startedAt, report, write);
  const session: Session = { ...given, args: throughEnvironment(given, location) };
  const { process, args, log } = session;
  const { flags, values } = args;
  requireProtocol(values.get('\x1c')?.at(-1), location.scheme);
  report.url = /^[A-Za-z][\w+.-]*:\/\//.test(url) ? (/^[^:]+:\/\/[^/?#]+$/.test(url) ? `${url}/` : url) : `http://${/[/?]/.test(url) ? url : `${url}/`}`;
  const { open, tls } = yield* openFor(session, location, startedAt, report);
  const { body, ...sent } = round > 0 ? { body: '' } : yield* whatIsSent(session);
  const method = values.get('X')?.at(-1) ?? (flags.has('I') ? 'HEAD' : ('method' in sent && sent.method) || 'GET');
  const asked = (text: string): string =>
    flags.has('G') && values.has('d') ? `${text}${text.includes('?') ? '&' : '?'}${(values.get('d') ?? []).join('&')}` : text;
  const path = asked(location.path);
  report.url = asked(report.url);
  report.method = method;
  const headers = requestHeaders(location, args, body, 'type' in sent ? sent.type : undefined);
  const version = flags.has('0') ? '1.0' : '1.1';
  if (tls) log('* using HTTP/1.x\n');
  log(
    `> ${method} ${proxyOf(args) ? `http://${location.hostText}${location.portGiven ? `:${location.port}` : ''}${path}` : path} HTTP/${version}\r\n${headers.map(([name, value]) => `> ${name}:${value && ` ${value}`}\r\n`).join('')}> \r\n`,
  );
  if (body !== '') log(`} [${utf8(body).length} bytes data]\n`);
  const reply = yield* exchangeHTTP(process, open.connection, { method, path, headers, body, tls, old: flags.has('0') });
  if ('kind' in reply) {
    session.pool.delete(poolKey(location));
    yield* failReply(session, reply, startedAt, open.number);
  }
  const response = reply as HTTPResponse;
  report.status = response.status;
  report.isOld = response.isOld === true || flags.has('0');
  report.type = response.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const head = headOf(response);
  report.headers = response.headers;
  report.sizes = {
    header: report.sizes.header + head.length,
    request:
      report.sizes.request + utf8(`${method} ${path} HTTP/${version}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`).length,
    upload: utf8(body).length,
  };
  if (response.isOld) log('* HTTP 1.0, assume close after body\n');
  log(
    head
      .slice(0, -2)
      .split('\r\n')
      .map((line) => `< ${line}\r\n`)
      .join(''),
  );
  const elsewhere = response.status >= 300 && response.status < 400 ? response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] : undefined;
  const target = flags.has('L') ? elsewhere : undefined;
  report.redirectURL = elsewhere !== undefined && target === undefined ? absolute(elsewhere, location) : '';
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
  return undefined;
}

const absolute = (target: string, { scheme, hostText, port, portGiven }: Location): string =>
  /^https?:\/\//.test(target) ? target : `${scheme}://${hostText}${portGiven ? `:${port}` : ''}${target.startsWith('/') ? '' : '/'}${target}`;

function requestHeaders({ hostText, port, portGiven, user }: Location, args: Arguments, body: string, type: string | undefined): (readonly [string, string])[] {
  const { values, flags } = args;
  const range = rangeOf(args);
  // Models curl tool_operate.c: --json is two headers, where none of that name is given.
  const given = values.get('H') ?? [];
  const json = ['Content-Type', 'Accept'].filter(
    (name) => values.has('\x0e') && !given.some((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)),
  );
  const own = [...given, ...json.map((name) => `${name}: application/json`)]
    .map((line) => /^([^:;]+)([:;])\s*(.*)$/.exec(line))
    .filter((match) => match !== null);
  const ownNames = new Set(own.map((match) => (match[1] as string).toLowerCase()));
  const credentials = values.get('u')?.at(-1) ?? user;
  const bearer = values.get('\x1e')?.at(-1);
  const usual: [string, string][] = [
    ['Host', portGiven ? `${hostText}:${port}` : hostText],
    ...(credentials === undefined
      ? []
      : [['Authorization', `Basic ${encodeBase64(credentials.includes(':') ? credentials : `${credentials}:`)}`] as [string, string]]),
    ...(bearer === undefined ? [] : [['Authorization', `Bearer ${bearer}`] as [string, string]]),
    ...(range === undefined ? [] : [['Range', `bytes=${range}`] as [string, string]]),
    ['User-Agent', values.get('A')?.at(-1) ?? 'curl/7.88.1'],
    ['Accept', '*/*'],
    ...(flags.has('\x11') ? [['Accept-Encoding', 'deflate, gzip, br, zstd'] as [string, string]] : []),
    ...(values.has('e') ? [['Referer', values.get('e')?.at(-1) ?? ''] as [string, string]] : []),
    ...(values.has('b') ? [['Cookie', values.get('b')?.join('; ') ?? ''] as [string, string]] : []),
  ];
  const hostOwn = own.find((match) => match[1]?.toLowerCase() === 'host');
  return [
    ...usual.flatMap((header): [string, string][] =>
      header[0] === 'Host' && hostOwn ? (hostOwn[3] ? [['Host', hostOwn[3]]] : []) : ownNames.has(header[0].toLowerCase()) ? [] : [header],
    ),
    ...own
      .filter((match) => match[1]?.toLowerCase() !== 'host' && (match[3] !== '' || match[2] === ';'))
      .map((match): [string, string] => [match[1] as string, (match[3] ?? '').trimEnd()]),
    ...(proxyOf(args) ? [['Proxy-Connection', 'Keep-Alive'] as const] : []),
    ...(type === undefined ? [] : [['Content-Length', String(utf8(body).length)] as const]),
    ...(type === undefined || type === '' || ownNames.has('content-type') ? [] : [['Content-Type', type] as const]),
  ];
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
