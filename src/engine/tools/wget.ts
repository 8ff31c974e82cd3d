// Models GNU Wget 1.21.3 and busybox wget 1.37.0: HTTP(S) GET with their words and exit codes.
import { formatTime } from '../clock/instant.ts';
import { isIPAddress } from '../api/ip-address.ts';
import type { Process, Program, Running, Wait } from '../machine/process.ts';
import { utf8 } from '../machine/shell-words.ts';
import type { HTTPResponse } from '../servers/answer.ts';
import { CONNECT_ERRORS, openTCP } from './connection.ts';
import { exchangeHTTP, parseURL, startTLS, type Location } from './http-exchange.ts';
import { BUSYBOX_BANNER, readOptions, type Options } from './options.ts';
import { resolutionError, resolveName } from './resolving.ts';

const LONG = {
  'output-document': 'O',
  quiet: 'q',
  timeout: 'T',
  tries: 't',
  'server-response': 'S',
  header: 'H',
  spider: 'P',
  'no-check-certificate': 'k',
  'no-verbose': 'V',
  'user-agent': 'U',
  'post-data': 'D',
  'connect-timeout': 'T',
  'dns-timeout': 'T',
  'read-timeout': 'T',
  'inet4-only': '4',
  'inet6-only': '6',
  'no-proxy': 'Y',
  method: 'M',
};

/** The other long options of `wget --help`. */
const WGET_LONG =
  'version help background execute= output-file= append-output= debug verbose report-speed= input-file= force-html base= config= no-config rejected-log= retry-connrefused retry-on-http-error= no-clobber no-netrc continue start-pos= progress= show-progress timestamping no-if-modified-since no-use-server-timestamps wait= waitretry= random-wait quota= bind-address= limit-rate= no-dns-cache restrict-file-names= ignore-case prefer-family= user= password= ask-password use-askpass= no-iri local-encoding= remote-encoding= unlink xattr no-directories force-directories no-host-directories protocol-directories directory-prefix= cut-dirs= http-user= http-password= no-cache default-page= adjust-extension ignore-length compression= max-redirect= proxy-user= proxy-password= referer= save-headers no-http-keep-alive no-cookies load-cookies= save-cookies= keep-session-cookies post-file= body-data= body-file= content-disposition content-on-error auth-no-challenge secure-protocol= https-only certificate= certificate-type= private-key= private-key-type= ca-certificate= ca-directory= crl-file= pinnedpubkey= ciphers= no-hsts hsts-file= ftp-user= ftp-password= no-remove-listing no-glob no-passive-ftp preserve-permissions retr-symlinks warc-file= warc-header= warc-max-size= warc-cdx warc-dedup= recursive level= delete-after convert-links convert-file-only backups= backup-converted mirror page-requisites strict-comments accept= reject= accept-regex= reject-regex= regex-type= domains= exclude-domains= follow-ftp follow-tags= ignore-tags= span-hosts relative include-directories= trust-server-names exclude-directories= no-parent';

/** wget's outcome of one try: an answer, or words and an exit code. */
type Try = { readonly response: HTTPResponse } | { readonly words: string; readonly code: number; readonly again: boolean };

const stamp = (process: Process): string => formatTime(process.now).replace('T', ' ').replace('Z', '');

export const wget: Program = function* (process): Running {
  const args = process.argv.flatMap((word) =>
    word === '-nv' ? ['-V'] : /^-q?O-$/.test(word) ? (word.includes('q') ? ['-q', '-O', '-'] : ['-O', '-']) : [word],
  );
  const options = readOptions(
    process,
    {
      short: 'qO:T:t:SH:PkVU:D:46Y:M:',
      known: 'cNnprlbdevxaAoiFBEKmHLIRQwW',
      knownLong: WGET_LONG,
      long: LONG,
      usageExit: 2,
      usage: "Usage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.",
    },
    args,
  );
  if (typeof options === 'number') return options;
  const period = options.given.find(([letter, value]) => letter === 'T' && !/^\d*\.?\d+[smhdw]?$/.test(value));
  if (period) {
    process.err(`wget: --timeout: Invalid time period '${period[1]}'\n`);
    return 2;
  }
  if (options.args.length === 0) {
    process.err("wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n");
    return 1;
  }
  let status = 0;
  for (const url of options.args) status = (yield* fetchOne(process, options, url)) || status;
  return status;
};

function* fetchOne(process: Process, options: Options, url: string): Running {
  const say = (text: string): void => {
    if (!options.has('q')) process.err(text);
  };
  const location = parseURL(url);
  if (location === 'bad' || 'unsupported' in location) {
    process.err(location === 'bad' ? `${url}: Invalid URL ${url}: Invalid host name\n` : `${url}: Unsupported scheme ‘${location.unsupported}’.\n`);
    return 1;
  }
  const tries = Number(options.value('t') ?? 20) || Infinity;
  const full = /^https?:\/\//i.test(url) ? (/^[^:]+:\/\/[^/]+$/.test(url) ? `${url}/` : url) : `http://${url.includes('/') ? url : `${url}/`}`;
  if (options.has('P')) say('Spider mode enabled. Check if remote file exists.\n');
  for (let number = 1; ; number++) {
    say(`--${stamp(process)}--  ${number > 1 ? `(try:${String(number).padStart(2)})  ` : ''}${full}\n`);
    const result = yield* tryOnce(process, options, location, say);
    if ('response' in result) return finish(process, options, location, result.response, say);
    say(result.words);
    if (!result.again || number >= tries) {
      if (result.again) say('Giving up.\n\n');
      return result.code;
    }
    say('Retrying.\n\n');
    yield { deadline: process.now + Math.min(number, 10) * 1000 };
  }
}

function* tryOnce(process: Process, options: Options, location: Location, say: (text: string) => void): Generator<Wait, Try, void> {
  const { host, port, scheme, hostText } = location;
  const limitMs = options.value('T') === undefined ? undefined : Number(options.value('T')) * 1000;
  let addresses: readonly string[] = [host];
  if (!isIPAddress(host)) {
    say(`Resolving ${host} (${host})... `);
    const found = yield* resolveName(process, host, options.has('4') ? 'A' : options.has('6') ? 'AAAA' : 'both');
    addresses = found.addresses;
    if (addresses.length === 0) {
      process.err(options.has('q') ? '' : `failed: ${resolutionError(process, found.outcome)}.\nwget: unable to resolve host address ‘${host}’\n`);
      return { words: '', code: 4, again: false };
    }
    say(`${addresses.slice(0, 3).join(', ')}${addresses.length > 3 ? ', ...' : ''}\n`);
  }
  for (const [index, ip] of addresses.entries()) {
    say(`Connecting to ${isIPAddress(host) ? `${hostText}` : `${host} (${host})|${ip}|`}:${port}... `);
    const { connection, failure } = yield* openTCP(process, ip, port, limitMs);
    if (!connection) {
      const words = `failed: ${CONNECT_ERRORS[failure ?? 'timeout']}.\n`;
      if (index < addresses.length - 1) {
        say(words);
        continue;
      }
      return { words, code: 4, again: failure === 'timeout' };
    }
    say('connected.\n');
    if (scheme === 'https') {
      const { certificate, failure: problem } = startTLS(process, connection, host);
      if (problem === 'silent') {
        yield { deadline: process.now + (limitMs ?? 900_000) };
        return { words: 'Unable to establish SSL connection.\n', code: 4, again: false };
      }
      if (problem === 'not-tls' || problem === 'closed')
        return { words: 'OpenSSL: error:0A00010B:SSL routines::wrong version number\nUnable to establish SSL connection.\n', code: 4, again: false };
      if (problem && !options.has('k')) {
        const shown = `cannot verify ${host}'s certificate, issued by ‘${certificate?.attribute ?? 'CN'}=${certificate?.issuerCN}’:\n  ${problem === 'self-signed' ? 'Self-signed certificate encountered' : "Unable to locally verify the issuer's authority"}.\n`;
        return {
          words: `ERROR: ${problem === 'name-mismatch' ? `no certificate subject alternative name matches\n\trequested host name ‘${host}’.\n` : shown}To connect to ${host} insecurely, use \`--no-check-certificate'.\n`,
          code: 5,
          again: false,
        };
      }
    }
    say('HTTP request sent, awaiting response... ');
    const reply = exchangeHTTP(process, connection, {
      method: options.has('P') ? 'HEAD' : options.has('D') ? 'POST' : 'GET',
      path: location.path,
      headers: [
        ['Host', location.portGiven ? `${hostText}:${port}` : hostText],
        ['User-Agent', options.value('U') ?? 'Wget/1.21.3'],
        ['Accept', '*/*'],
        ['Accept-Encoding', 'identity'],
        ['Connection', 'Keep-Alive'],
        ...ownHeaders(options),
      ],
      body: options.value('D') ?? '',
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

function ownHeaders(options: Options): (readonly [string, string])[] {
  return options.given
    .filter(([letter]) => letter === 'H')
    .map(([, line]) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const);
}

function finish(process: Process, options: Options, { path }: Location, response: HTTPResponse, say: (text: string) => void): number {
  if (options.has('S'))
    process.err(
      `\n  HTTP/1.1 ${response.status} ${response.reason}\n${response.headers.map(([name, value]) => `  ${name}: ${value}\n`).join('')}`.slice(
        options.has('q') ? 1 : 0,
      ),
    );
  else say(`${response.status} ${response.reason}\n`);
  if (response.status >= 400) {
    say(options.has('P') ? 'Remote file does not exist -- broken link!!!\n\n' : `${stamp(process)} ERROR ${response.status}: ${response.reason}.\n\n`);
    return 8;
  }
  const size = utf8(response.body).length;
  const type = response.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1].replace(/;.*/, '');
  say(
    `Length: ${options.has('P') ? (response.headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 'unspecified') : size}${type === undefined ? '' : ` [${type}]`}\n`,
  );
  if (options.has('P')) {
    say('Remote file exists.\n\n');
    return 0;
  }
  const target = options.value('O') ?? (path.replace(/\?.*/, '').split('/').pop() || 'index.html');
  const isStdout = target === '-';
  say(`Saving to: ‘${isStdout ? 'STDOUT' : target}’\n`);
  if (isStdout) process.out(response.body);
  else process.files.write(target, response.body);
  say(
    `\n     0K${' '.repeat(55)}100% 1.00M=0s\n\n${stamp(process)} (1.00 MB/s) - ${isStdout ? 'written to stdout' : `‘${target}’ saved`} [${size}/${size}]\n\n`,
  );
  return 0;
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

/** `wget` of busybox. */
export const busyboxWget: Program = function* (process): Running {
  const args = process.argv.flatMap((word) => (/^-q?O-$/.test(word) ? (word.includes('q') ? ['-q', '-O', '-'] : ['-O', '-']) : [word]));
  const options = readOptions(
    process,
    {
      short: 'cqSO:o:T:P:U:Y:kH:D:s',
      long: { header: 'H', 'post-data': 'D', spider: 's', 'no-check-certificate': 'k', timeout: 'T', quiet: 'q', 'output-document': 'O' },
      knownLong: 'continue post-file= server-response directory-prefix= output-file= proxy= user-agent= passive-ftp tries= no-clobber no-cache no-verbose',
      busyboxUsage: BUSYBOX_USAGE,
    },
    args,
  );
  if (typeof options === 'number') return options;
  const [url] = options.args;
  const parsed = url === undefined ? 'bad' : parseURL(url);
  const location = parsed !== 'bad' && !('unsupported' in parsed) ? parsed : undefined;
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
  const { connection, failure } = yield* openTCP(process, ip, port, limitMs);
  if (!connection) return fail(failure === 'timeout' ? 'download timed out' : `can't connect to remote host (${ip}): ${CONNECT_ERRORS[failure ?? 'timeout']}`);
  if (location.scheme === 'https') {
    const { failure: problem } = startTLS(process, connection, host);
    if (problem === 'not-tls' || problem === 'closed') return fail('error getting response: Connection reset by peer');
    process.err('wget: note: TLS certificate validation not implemented\n');
  }
  const reply = exchangeHTTP(process, connection, {
    method: options.has('D') ? 'POST' : options.has('s') ? 'HEAD' : 'GET',
    path: location.path,
    headers: [
      ['Host', location.portGiven ? `${location.hostText}:${port}` : location.hostText],
      ['User-Agent', options.value('U') ?? 'Wget'],
      ['Connection', 'close'],
      ...ownHeaders(options),
    ],
    body: options.value('D') ?? '',
    tls: location.scheme === 'https',
  });
  if ('kind' in reply) {
    if (reply.kind === 'silent') yield { deadline: process.now + limitMs };
    return fail(reply.kind === 'silent' ? 'download timed out' : 'error getting response');
  }
  if (options.has('S'))
    process.err(`  HTTP/1.1 ${reply.status} ${reply.reason}\n${reply.headers.map(([name, value]) => `  ${name}: ${value}\n`).join('')}  \n`);
  if (reply.status >= 400) return fail(`server returned error: HTTP/1.1 ${reply.status} ${reply.reason}`);
  if (options.has('s')) {
    say('remote file exists\n');
    return 0;
  }
  const target = options.value('O') ?? (location.path.replace(/\?.*/, '').split('/').pop() || 'index.html');
  if (target === '-') {
    say('writing to stdout\n');
    process.out(reply.body);
    say(`-                    100% |********************************| ${String(utf8(reply.body).length).padStart(5)}  0:00:00 ETA\nwritten to stdout\n`);
    return 0;
  }
  if (process.files.read(target) !== undefined && !options.has('O')) return fail(`can't open '${target}': File exists`);
  say(`saving to '${target}'\n`);
  process.files.write(target, reply.body);
  say(`${target.padEnd(20)} 100% |********************************| ${String(utf8(reply.body).length).padStart(5)}  0:00:00 ETA\n'${target}' saved\n`);
  return 0;
};
