// Models GNU Wget 1.21.3 and busybox wget 1.37.0: HTTP(S) GET with their words and exit codes.
import { formatTime } from '../clock/instant.ts';
import { isIPAddress } from '../api/ip-address.ts';
import type { Process, Program, Running, Wait } from '../machine/process.ts';
import { utf8 } from '../machine/shell-words.ts';
import type { HTTPResponse } from '../servers/answer.ts';
import { cannotConnect, CONNECT_ERRORS, openBlockingTCP } from './connection.ts';
import { exchangeHTTP, matchingName, parseURL, startTLS, type Location } from './http-exchange.ts';
import { BUSYBOX_BANNER, notSimulated, readOptions, type Options } from './options.ts';
import { resolutionError, resolveName } from './resolving.ts';

/** Options without a letter of their own have a control character here. */
const LONG = {
  'output-document': 'O',
  quiet: 'q',
  timeout: 'T',
  tries: 't',
  'server-response': 'S',
  header: '\x04',
  spider: '\x01',
  'no-check-certificate': '\x03',
  'no-verbose': '\x02',
  'user-agent': 'U',
  'post-data': '\x05',
  'connect-timeout': 'T',
  'dns-timeout': 'T',
  'read-timeout': 'T',
  'inet4-only': '4',
  'inet6-only': '6',
  'no-proxy': '\x07',
  method: '\x06',
  'directory-prefix': 'P',
  'max-redirect': '\x08',
  'content-on-error': '\x0e',
  'body-data': '\x0f',
  version: 'V',
  'retry-connrefused': '\x10',
  waitretry: '\x11',
};

/** The other long options of `wget --help`. */
const WGET_LONG =
  'help background execute= output-file= append-output= debug verbose report-speed= input-file= force-html base= config= no-config rejected-log= retry-on-http-error= no-clobber no-netrc continue start-pos= progress= show-progress timestamping no-if-modified-since no-use-server-timestamps wait= random-wait quota= bind-address= limit-rate= no-dns-cache restrict-file-names= ignore-case prefer-family= user= password= ask-password use-askpass= no-iri local-encoding= remote-encoding= unlink xattr no-directories force-directories no-host-directories protocol-directories cut-dirs= http-user= http-password= no-cache default-page= adjust-extension ignore-length compression= proxy-user= proxy-password= referer= save-headers no-http-keep-alive no-cookies load-cookies= save-cookies= keep-session-cookies post-file= body-file= content-disposition auth-no-challenge secure-protocol= https-only certificate= certificate-type= private-key= private-key-type= ca-certificate= ca-directory= crl-file= pinnedpubkey= ciphers= no-hsts hsts-file= ftp-user= ftp-password= no-remove-listing no-glob no-passive-ftp preserve-permissions retr-symlinks warc-file= warc-header= warc-max-size= warc-cdx warc-dedup= recursive level= delete-after convert-links convert-file-only backups= backup-converted mirror page-requisites strict-comments accept= reject= accept-regex= reject-regex= regex-type= domains= exclude-domains= follow-ftp follow-tags= ignore-tags= span-hosts relative include-directories= trust-server-names exclude-directories= no-parent';

/** wget's outcome of one try: an answer, or words and an exit code. */
type Try = { readonly response: HTTPResponse } | { readonly words: string; readonly code: number; readonly again: boolean };

const stamp = (process: Process): string => formatTime(process.now).replace('T', ' ').replace('Z', '');

/** How much wget says: everything, one line for each file (-nv), nothing but the worst (-q). */
interface Voice {
  /** Steps and figures. */
  readonly verbose: (text: string) => void;
  /** What goes wrong. */
  readonly notQuiet: (text: string) => void;
  /** Stands for the steps with -nv. */
  readonly brief: (text: string) => void;
}

export const wget: Program = function* (process): Running {
  const options = readOptions(process, {
    short: 'qO:T:t:SU:46P:n:V\x01\x02\x03\x04:\x05:\x06:\x07\x08:\x0e\x0f:\x10\x11:',
    known: 'a:e:o:i:B:A:R:D:l:Q:w:I:X:cNrpbdvxFEKmHLhC:Y:',
    knownLong: WGET_LONG,
    long: LONG,
    usageExit: 2,
    usage: USAGE,
  });
  if (typeof options === 'number') return options;
  if (options.has('\x0f') && !options.has('\x06')) {
    process.err('You must specify a method through --method=HTTPMethod to use with --body-data or --body-file.\n');
    return 1;
  }
  if (options.has('V')) {
    process.out('GNU Wget 1.21.3 built on linux-gnu.\n');
    return 0;
  }
  for (const [letter, value] of options.given) {
    if (letter === 'n' && value !== 'v' && value !== 'c') return notSimulated(process, `wget -n${value}`);
    if (letter !== 'T' || /^\d*\.?\d+[smhdw]?$/.test(value)) continue;
    process.err(`wget: --timeout: Invalid time period '${value}'\n`);
    return 2;
  }
  if (options.args.length === 0) {
    process.err(`wget: missing URL\n${USAGE}\n`);
    return 1;
  }
  const output = options.value('O');
  if (output !== undefined && output !== '-' && !hasDirectory(process, output)) {
    process.err(`${output}: No such file or directory\n`);
    return 1;
  }
  const isBrief = options.has('\x02') || options.given.some(([letter, value]) => letter === 'n' && value === 'v');
  const on = (wanted: boolean) => (text: string) => void (wanted && !options.has('q') && process.err(text));
  const voice: Voice = { verbose: on(!isBrief), notQuiet: on(true), brief: on(isBrief) };
  // The lower of two exit codes wins, but 1 is the least of them.
  const rank = (code: number): number => (code === 1 ? 9 : code || 10);
  let status = 0;
  for (const url of options.args) {
    const code = yield* fetchOne(process, options, url, voice);
    if (rank(code) < rank(status)) status = code;
  }
  return status;
};

const USAGE = "Usage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.";

/** Whether a file's directory is there. */
const hasDirectory = ({ files }: Process, path: string): boolean => files.kind(files.resolve(path).replace(/\/[^/]*$/, '') || '/') === 'directory';

/** A URL as wget writes it down. */
const fullURL = (url: string): string =>
  /^https?:\/\//i.test(url) ? (/^[^:]+:\/\/[^/]+$/.test(url) ? `${url}/` : url) : `http://${url.includes('/') ? url : `${url}/`}`;

function* fetchOne(process: Process, options: Options, first: string, voice: Voice): Running {
  const { verbose, notQuiet } = voice;
  const tries = Number(options.value('t') ?? 20) || Infinity;
  const limit = Number(options.value('\x08') ?? 20);
  const kept = options.given.some(([letter, value]) => letter === 'n' && value === 'c') && !options.has('O') ? ownName(options, first) : undefined;
  if (kept !== undefined && process.files.kind(kept) !== undefined) {
    verbose(`File '${kept}' already there; not retrieving.\n\n`);
    return 0;
  }
  if (options.has('\x01')) verbose('Spider mode enabled. Check if remote file exists.\n');
  let url = first;
  let before: Location | undefined;
  for (let redirects = 0; ; redirects++) {
    const location = parseURL(url);
    if (/^https?:\/\/(\/|:\d)/.test(url)) {
      notQuiet(`${url}: Invalid host name.\n`);
      return 1;
    }
    if (location === 'bad' || 'unsupported' in location) {
      notQuiet(location === 'bad' ? `${url}: Invalid URL ${url}: Invalid host name\n` : `${url}: Unsupported scheme '${location.unsupported}'.\n`);
      return 1;
    }
    const reused = before?.hostText === location.hostText && before.port === location.port && before.scheme === location.scheme;
    let target: string | undefined;
    for (let number = 1; target === undefined; number++) {
      verbose(`--${stamp(process)}--  ${number > 1 ? `(try:${String(number).padStart(2)})  ` : ''}${fullURL(url)}\n`);
      const result = yield* tryOnce(process, options, location, voice, reused && number === 1);
      if ('response' in result) {
        const { response } = result;
        target = response.status >= 300 && response.status < 400 ? headerOf(response, 'location') : undefined;
        if (target === undefined) return finish(process, options, fullURL(url), location, response, voice);
        told(process, options, response, verbose);
        verbose(`Location: ${target} [following]\n`);
        break;
      }
      notQuiet(result.words);
      if (!result.again || number >= tries) {
        if (result.again) verbose('Giving up.\n\n');
        return result.code;
      }
      verbose('Retrying.\n\n');
      yield { deadline: process.now + Math.min(number, Number(options.value('\x11') ?? 10)) * 1000 };
    }
    if (redirects >= limit) {
      notQuiet(`${limit} redirections exceeded.\n`);
      return 8;
    }
    before = location;
    const { scheme, hostText, port, portGiven } = location;
    url = /^https?:\/\//.test(target) ? target : `${scheme}://${hostText}${portGiven ? `:${port}` : ''}${target.startsWith('/') ? '' : '/'}${target}`;
  }
}

function* tryOnce(process: Process, options: Options, location: Location, { verbose: say, notQuiet }: Voice, reused: boolean): Generator<Wait, Try, void> {
  const { host, port, scheme, hostText } = location;
  const limitMs = options.value('T') === undefined ? undefined : Number(options.value('T')) * 1000;
  let addresses: readonly string[] = [host];
  if (!isIPAddress(host)) {
    if (!reused) say(`Resolving ${host} (${host})... `);
    const found = yield* resolveName(process, host, options.has('4') ? 'A' : options.has('6') ? 'AAAA' : 'both');
    addresses = found.addresses;
    if (addresses.length === 0) {
      say(`failed: ${resolutionError(process, found.outcome)}.\n`);
      notQuiet(`wget: unable to resolve host address '${host}'\n`);
      return { words: '', code: 4, again: false };
    }
    if (!reused) say(`${addresses.slice(0, 3).join(', ')}${addresses.length > 3 ? ', ...' : ''}\n`);
  }
  for (const [index, ip] of addresses.entries()) {
    say(
      reused
        ? `Reusing existing connection to ${hostText}:${port}.\n`
        : `Connecting to ${isIPAddress(host) ? `${hostText}` : `${host} (${host})|${ip}|`}:${port}... `,
    );
    const { connection, failure } = yield* openBlockingTCP(process, ip, port, limitMs);
    if (!connection) {
      const words = `failed: ${CONNECT_ERRORS[failure ?? 'timeout']}.\n`;
      if (index < addresses.length - 1) {
        notQuiet(words);
        continue;
      }
      return { words, code: 4, again: failure === 'timeout' || (failure === 'refused' && options.has('\x10')) };
    }
    if (!reused) say('connected.\n');
    if (scheme === 'https') {
      const { certificate, failure: problem } = startTLS(process, connection, host);
      if (problem === 'silent') {
        yield { deadline: process.now + (limitMs ?? 900_000) };
        return { words: 'Unable to establish SSL connection.\n', code: 4, again: false };
      }
      if (problem === 'not-tls' || problem === 'closed')
        return { words: 'GnuTLS: An unexpected TLS packet was received.\nUnable to establish SSL connection.\n', code: 4, again: false };
      if (problem) {
        // src/gnutls.c ssl_check_certificate (1.21.3)
        const severity = options.has('\x03') ? 'WARNING' : 'ERROR';
        const chain = ['is not trusted', "doesn't have a known issuer"].map((words) => `${severity}: The certificate of '${host}' ${words}.\n`).join('');
        const isNamed = certificate && matchingName(certificate, host) !== undefined;
        const words = `${problem === 'name-mismatch' ? '' : chain}${isNamed ? '' : `The certificate's owner does not match hostname '${host}'\n`}`;
        if (!options.has('\x03')) return { words, code: 5, again: false };
        notQuiet(words);
      }
    }
    say('HTTP request sent, awaiting response... ');
    const reply = yield* exchangeHTTP(process, connection, {
      method: options.value('\x06') ?? (options.has('\x01') ? 'HEAD' : options.has('\x05') ? 'POST' : 'GET'),
      path: location.path,
      headers: replaced(
        [
          ['Host', location.portGiven ? `${hostText}:${port}` : hostText],
          ['User-Agent', options.value('U') ?? 'Wget/1.21.3'],
          ['Accept', '*/*'],
          ['Accept-Encoding', 'identity'],
          ['Connection', 'Keep-Alive'],
        ],
        ownHeaders(options, '\x04'),
      ),
      body: options.value('\x0f') ?? options.value('\x05') ?? '',
      tls: scheme === 'https',
    });
    if (!('kind' in reply)) return { response: reply };
    if (reply.kind === 'silent') {
      yield { deadline: process.now + (limitMs ?? 900_000) };
      return { words: 'Read error (Connection timed out) in headers.\n', code: 4, again: true };
    }
    return { words: reply.kind === 'closed' ? 'No data received.\n' : '200 No headers, assuming HTTP/0.9\n', code: 4, again: reply.kind === 'closed' };
  }
  return { words: '', code: 4, again: false };
}

type Headers = readonly (readonly [name: string, value: string])[];

/** A header of one's own stands for the program's. */
const replaced = (usual: Headers, own: Headers): Headers => [
  ...usual.filter(([name]) => !own.some(([other]) => other.toLowerCase() === name.toLowerCase())),
  ...own,
];

function ownHeaders(options: Options, of: string): (readonly [string, string])[] {
  return options.given
    .filter(([letter]) => letter === of)
    .map(([, line]) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const);
}

const headerOf = ({ headers }: HTTPResponse, wanted: string): string | undefined => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];

/** The answer's status, or with -S its whole head. */
function told(process: Process, options: Options, response: HTTPResponse, verbose: (text: string) => void): void {
  if (options.has('S'))
    process.err(
      `\n  HTTP/1.1 ${response.status} ${response.reason}\n${response.headers.map(([name, value]) => `  ${name}: ${value}\n`).join('')}`.slice(
        options.has('q') ? 1 : 0,
      ),
    );
  else verbose(`${response.status} ${response.reason}\n`);
}

/** Models wget 1.21 src/http.c http_loop: what is said of an answer that is no redirection. */
function finish(process: Process, options: Options, url: string, { path }: Location, response: HTTPResponse, { verbose, notQuiet, brief }: Voice): number {
  const spider = options.has('\x01');
  const isStdout = options.value('O') === '-';
  told(process, options, response, verbose);
  if (response.status >= 400) {
    if (isStdout && options.has('\x0e')) process.out(response.body);
    brief(`${url}:\n`);
    notQuiet(spider ? 'Remote file does not exist -- broken link!!!\n' : `${stamp(process)} ERROR ${response.status}: ${response.reason}.\n`);
    verbose('\n');
    return 8;
  }
  const size = utf8(response.body).length;
  const type = headerOf(response, 'content-type')?.replace(/;.*/, '');
  verbose(`Length: ${spider ? (headerOf(response, 'content-length') ?? 'unspecified') : size}${type === undefined ? '' : ` [${type}]`}\n`);
  if (spider) {
    verbose('Remote file exists.\n\n');
    brief(`${stamp(process)} URL: ${url} ${response.status} ${response.reason}\n`);
    return 0;
  }
  const prefix = options.value('P');
  const target = options.value('O') ?? `${prefix === undefined ? '' : `${prefix.replace(/\/$/, '')}/`}${freeName(process, prefix, path)}`;
  if (!isStdout && !hasDirectory(process, target)) process.files.makeDirectory(target.replace(/\/[^/]*$/, ''));
  verbose(`Saving to: '${isStdout ? 'STDOUT' : target}'\n`);
  if (isStdout) process.out(response.body);
  else process.files.write(target, response.body);
  verbose(
    `\n     0K${' '.repeat(55)}100% 1.00M=0s\n\n${stamp(process)} (1.00 MB/s) - ${isStdout ? 'written to stdout' : `'${target}' saved`} [${size}/${size}]\n\n`,
  );
  brief(`${stamp(process)} URL:${url} [${size}/${size}] -> "${target}" [1]\n`);
  return 0;
}

/** The file of a URL, where -P wants it. */
function ownName(options: Options, url: string): string {
  const name =
    url
      .replace(/^https?:\/\//i, '')
      .split('/')
      .slice(1)
      .pop()
      ?.replace(/^\?/, 'index.html?') || 'index.html';
  const prefix = options.value('P');
  return prefix === undefined ? name : `${prefix.replace(/\/$/, '')}/${name}`;
}

/** The name in the URL, with its query; a file that is there already is kept. */
function freeName({ files }: Process, prefix: string | undefined, path: string): string {
  const name = path.split('/').pop()?.replace(/^\?/, 'index.html?') || 'index.html';
  const taken = (one: string): boolean => files.kind(prefix === undefined ? one : `${prefix}/${one}`) !== undefined;
  let number = 0;
  while (taken(number === 0 ? name : `${name}.${number}`)) number++;
  return number === 0 ? name : `${name}.${number}`;
}

const BUSYBOX_USAGE = `wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]
	[--post-data STR | --post-file FILE] [-Y on/off]
	[--no-check-certificate] [-P DIR] [-U AGENT] [-T SEC] URL...

Retrieve files via HTTP or FTP

	--spider	Only check URL existence: $? is 0 if exists
	--header STR	Add STR (of form 'header: value') to headers
	--post-data STR	Send STR using POST method
	--post-file FILE	Send FILE using POST method
	--no-check-certificate	Don't validate the server's certificate
	-c		Continue retrieval of aborted transfer
	-q		Quiet
	-P DIR		Save to DIR (default .)
	-S    		Show server response
	-T SEC		Network read timeout is SEC seconds
	-O FILE		Save to FILE ('-' for stdout)
	-o LOGFILE	Log messages to FILE
	-U STR		Use STR for User-Agent header
	-Y on/off	Use proxy`;

/** What stands between // and the next slash is host and port, whatever it is. Models busybox 1.37.0 networking/wget.c parse_url and libbb str2sockaddr. */
function wrongHost(url: string): string | undefined {
  const [, where] = /^https?:\/\/(?:[^/]*@)?([^/?#]*)/.exec(url) ?? [];
  if (where === undefined) return undefined;
  const [, port] = /:([^:]*)$/.exec(where) ?? [];
  return port !== undefined && !(/^\d+$/.test(port) && Number(port) <= 65_535) ? `bad port '${port}'` : `bad address '${where}'`;
}

/** `wget` of busybox. */
export const busyboxWget: Program = function* (process): Running {
  const options = readOptions(process, {
    short: 'cqSO:T:P:U:Y:\x03H:D:\x01t:',
    known: 'o:',
    long: {
      header: 'H',
      'post-data': 'D',
      spider: '\x01',
      'no-check-certificate': '\x03',
      timeout: 'T',
      quiet: 'q',
      'output-document': 'O',
      'directory-prefix': 'P',
      tries: 't',
    },
    knownLong: 'continue post-file= server-response output-file= proxy= user-agent= passive-ftp no-clobber no-cache no-verbose',
    busyboxUsage: BUSYBOX_USAGE,
  });
  if (typeof options === 'number') return options;
  const [url] = options.args;
  const parsed = url === undefined ? 'bad' : parseURL(url);
  const location = parsed !== 'bad' && !('unsupported' in parsed) ? parsed : undefined;
  const unheardOf = url !== undefined && (!location || url.includes(':///')) ? wrongHost(url) : undefined;
  if (unheardOf !== undefined) {
    process.err(`wget: ${unheardOf}\n`);
    return 1;
  }
  if (url === undefined || !location) {
    process.err(url === undefined ? `${BUSYBOX_BANNER}\n\nUsage: ${BUSYBOX_USAGE}\n` : `wget: not an http or ftp url: ${url}\n`);
    return 1;
  }
  const { host, port } = location;
  const fail = (words: string): number => {
    process.err(`wget: ${words}\n`);
    return 1;
  };
  const say = (text: string): void => {
    if (!options.has('q')) process.err(text);
  };
  const limitMs = Number(options.value('T') ?? 900) * 1000;
  const { addresses } = yield* resolveName(process, host, 'both');
  const [ip] = addresses;
  if (ip === undefined) return fail(`bad address '${location.portGiven ? `${host}:${port}` : host}'`);
  const shown = ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
  say(`Connecting to ${location.portGiven ? `${location.hostText}:${port}` : location.hostText} (${shown})\n`);
  const { connection, failure } = yield* openBlockingTCP(process, ip, port, limitMs);
  if (!connection) return fail(failure === 'timeout' ? 'download timed out' : cannotConnect(ip, failure));
  if (location.scheme === 'https') {
    const { failure: problem } = startTLS(process, connection, host);
    if (problem === 'not-tls' || problem === 'closed') return fail('error getting response: Connection reset by peer');
    process.err('wget: note: TLS certificate validation not implemented\n');
  }
  const reply = yield* exchangeHTTP(process, connection, {
    method: options.has('D') ? 'POST' : options.has('\x01') ? 'HEAD' : 'GET',
    path: location.path,
    headers: replaced(
      [
        ['Host', location.portGiven ? `${location.hostText}:${port}` : location.hostText],
        ['User-Agent', options.value('U') ?? 'Wget'],
        ['Connection', 'close'],
      ],
      ownHeaders(options, 'H'),
    ),
    body: options.value('D') ?? '',
    tls: location.scheme === 'https',
  });
  if ('kind' in reply) {
    if (reply.kind === 'silent') yield { deadline: process.now + limitMs };
    return fail(reply.kind === 'silent' ? 'download timed out' : 'error getting response');
  }
  const statusLine = `HTTP/1.1 ${reply.status} ${reply.reason}`;
  if (options.has('S')) process.err(`  ${statusLine}\n`);
  if (reply.status >= 400) return fail(`server returned error: ${statusLine}`);
  if (options.has('S')) process.err(`${reply.headers.map(([name, value]) => `  ${name}: ${value}\n`).join('')}  \n`);
  if (options.has('\x01')) {
    say('remote file exists\n');
    return 0;
  }
  const named = location.path.replace(/\?.*/, '').split('/').pop() || 'index.html';
  const prefix = options.value('P');
  const target = options.value('O') ?? (prefix === undefined ? named : `${prefix.replace(/\/$/, '')}/${named}`);
  const isStdout = target === '-';
  if (!isStdout && !hasDirectory(process, target)) return fail(`can't open '${target}': No such file or directory`);
  if (!isStdout && process.files.read(target) !== undefined && !options.has('O') && !options.has('c')) return fail(`can't open '${target}': File exists`);
  say(isStdout ? 'writing to stdout\n' : `saving to '${target}'\n`);
  if (isStdout) process.out(reply.body);
  else process.files.write(target, reply.body);
  const shownName = target.slice(target.lastIndexOf('/') + 1);
  say(`${shownName.padEnd(20)} 100% |********************************| ${String(utf8(reply.body).length).padStart(5)}  0:00:00 ETA\n`);
  say(isStdout ? 'written to stdout\n' : `'${target}' saved\n`);
  return 0;
};
