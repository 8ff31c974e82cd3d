// curl's options: those it has, those that take a value and those that are modelled.
import type { Process } from '../machine/process.ts';

const LONG: { [name: string]: string } = {
  silent: 's',
  'show-error': 'S',
  verbose: 'v',
  include: 'i',
  'dump-header': 'D',
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
  range: 'r',
  parallel: 'Z',
  'local-port': '\x15',
  'unix-socket': '\x16',
  'tlsv1.2': '\x06',
  'tlsv1.3': '\x06',
  'path-as-is': '\x1f',
  'output-dir': '\x7f',
  'progress-bar': '#',
  stderr: '\x17',
  'retry-connrefused': '\x19',
  'retry-all-errors': '\x1a',
  'happy-eyeballs-timeout-ms': '\x0d',
  'data-urlencode': '\x18',
  'continue-at': 'C',
  'telnet-option': 't',
  'parallel-immediate': '\x06',
  'tcp-nodelay': '\x06',
  'styled-output': '\x06',
  'create-dirs': '\x1b',
  proto: '\x1c',
  'fail-early': '\x1d',
  'oauth2-bearer': '\x1e',
  'speed-limit': 'Y',
  'speed-time': 'y',
  disable: 'q',
  netrc: 'n',
  'netrc-optional': 'n',
};
/** Long options that change nothing here: how fast, how long and how carefully is sent and kept. */
for (const name of 'http0.9 raw tr-encoding tlsv1 tlsv1.0 tlsv1.1 tcp-fastopen no-sessionid no-alpn no-npn suppress-connect-headers remote-time location-trusted basic anyauth'.split(
  ' ',
))
  LONG[name] = '\x06';
for (const name of 'limit-rate keepalive-time expect100-timeout retry-max-time parallel-max'.split(' ')) LONG[name] = '\x0d';
/** Options that Debian's libcurl was built without. */
const MISSING = ['http3', 'http3-only', 'dns-servers', 'dns-interface', 'dns-ipv4-addr', 'dns-ipv6-addr'];
/** The other long options of `curl --help all`; `=` after one that takes a value. */
const KNOWN_LONG =
  'abstract-unix-socket= alt-svc= append aws-sigv4= capath= cert-status cert-type= ciphers= compressed-ssh create-file-mode= crlf crlfile= curves= delegation= digest disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure doh-url= egd-file= engine= etag-compare= etag-save= false-start form-escape form-string= ftp-account= ftp-alternative-to-user= ftp-create-dirs ftp-method= ftp-pasv ftp-port= ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-ccc-mode= ftp-ssl-control hostpubmd5= hostpubsha256= hsts= http2-prior-knowledge ignore-content-length junk-session-cookies key-type= krb= libcurl= list-only login-options= mail-auth= mail-from= mail-rcpt= mail-rcpt-allowfails manual max-filesize= metalink negotiate netrc-file= no-clobber ntlm ntlm-wb pass= pinnedpubkey= post301 post302 post303 preproxy= proto-default= proto-redir= proxy-anyauth proxy-basic proxy-cacert= proxy-capath= proxy-cert= proxy-cert-type= proxy-ciphers= proxy-crlfile= proxy-digest proxy-header= proxy-insecure proxy-key= proxy-key-type= proxy-negotiate proxy-ntlm proxy-pass= proxy-pinnedpubkey= proxy-service-name= proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tls13-ciphers= proxy-tlsauthtype= proxy-tlspassword= proxy-tlsuser= proxy-tlsv1 proxy-user= proxy1.0= proxytunnel pubkey= quote= random-file= rate= remote-header-name remote-name-all remove-on-error request-target= sasl-authzid= sasl-ir service-name= socks4= socks4a= socks5= socks5-basic socks5-gssapi socks5-gssapi-nec socks5-gssapi-service= socks5-hostname= ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3 tftp-blksize= tftp-no-options time-cond= tls-max= tls13-ciphers= tlsauthtype= tlspassword= tlsuser= trace-time url-query= use-ascii xattr'.split(
    ' ',
  );
const VALUED = new Set('\x7fowDHmXdAuCPQtUyYz\x01\x02\x03\x04\x05\x07\x08\x09\x0b\x0debKFTxEcr\x0e\x0f\x12\x13\x15\x16\x17\x18\x1c\x1e'.split(''));
const MODELLED = new Set(
  '\x0d\x1f\x7fqntyY\x08sSviIowDHkm46gLXdfAuOGV\x01\x02\x03\x04\x05\x06\x07\x09\x0b\x0c\x0debN0#\x0ejZ\x18\x0f\x11\x19\x1a\x1b\x1c\x1d\x1eFTxCrhKJ'.split(''),
);
/** Options whose value is a number that is not negative. */
const NUMERIC = new Set('myY\x01\x05\x09\x0b'.split(''));
const KNOWN = new Set('012346:#aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwxXyYzZ'.split(''));

/** Options by letter (values in the order given), URLs, and the files of -o in their order. */
export interface Arguments {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly urls: readonly string[];
  readonly outputs: readonly (string | undefined)[];
}

/** Answers a usage error; the exit status. */
export function usage(process: Process, words?: string): number {
  if (words !== undefined) process.err(`curl: ${words}\n`);
  process.err("curl: try 'curl --help' or 'curl --manual' for more information\n");
  return 2;
}

/** What holds for all that follows, beyond `--next`. */
const GLOBAL = ['s', 'S', 'v', '#', 'Z'];

/** The arguments as curl reads them, after those before a `--next`; an exit status where it complains. */
export function readArguments(process: Process, given: readonly string[], before?: Arguments): Arguments | number {
  const flags = new Set(GLOBAL.filter((letter) => before?.flags.has(letter)));
  const values = new Map<string, string[]>();
  const urls: string[] = [];
  const outputs: string[] = [];
  const words = [...given];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (!word.startsWith('-') || (at > 0 && words[at - 1] === '--')) {
      if (word !== '--') urls.push(word);
      continue;
    }
    if (word === '--') continue;
    const letters: string[] = [];
    let inline: string | undefined;
    if (word === '-') return usage(process, 'option -: is unknown');
    if (word.startsWith('--')) {
      const name = word.slice(2);
      // As curl reads an option that is cut short: the only one that begins so, else it is ambiguous.
      const others = KNOWN_LONG.map((one) => one.replace('=', ''));
      const matching = [...Object.keys(LONG), ...MISSING, ...others].filter((one) => one.startsWith(name));
      const [only] = matching.includes(name) ? [name] : matching;
      if (only === undefined || name === '') {
        if (name.startsWith('no-') && [...Object.keys(LONG), ...others].includes(name.slice(3))) continue;
        return usage(process, `option ${word}: is unknown`);
      }
      if (only !== name && matching.length > 1) return usage(process, `option ${word}: is ambiguous`);
      if (MISSING.includes(only)) return usage(process, `option ${word}: the installed libcurl version doesn't support this`);
      const letter = LONG[only];
      if (letter === undefined) {
        if (KNOWN_LONG.includes(`${only}=`) && words[at + 1] === undefined) return usage(process, `option ${word}: requires parameter`);
        process.notSimulated('tool-option', { option: `curl --${only}` }, `minato: curl --${only} is not simulated`);
        return 2;
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
      if (VALUED.has(letter) && inline === undefined && words[at + 1] === undefined) return usage(process, `option ${word}: requires parameter`);
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
      if (NUMERIC.has(letter) && !/^-?(\d*\.?\d+|\d+\.)$/.test(value)) return usage(process, `option ${word}: expected a proper numerical parameter`);
      if (NUMERIC.has(letter) && value.startsWith('-')) return usage(process, `option ${word}: expected a positive numerical parameter`);
      if (letter === 'F' && !/^[^=]+=/.test(value)) return usage(process, `option ${word}: is badly used here`);
      if (letter === 'K' && value !== '-') {
        const config = process.files.read(value);
        if (config === undefined) {
          if (!flags.has('s')) process.err(`curl: cannot read config from '${value}'\n`);
          usage(process, `option ${word}: error encountered when reading a file`);
          return 26;
        }
        words.splice(at + 1, 0, ...wordsOfConfig(config));
        continue;
      }
      if (letter === 'K') {
        process.notSimulated('tool-option', { option: `curl ${word}` }, `minato: curl ${word} is not simulated`);
        return 2;
      }
      if (letter === '\x18') values.set('d', [...(values.get('d') ?? []), urlEncoded(value)]);
      else if (letter === '\x04') urls.push(value);
      else if (letter === 'o') outputs.push(value);
      else values.set(letter, [...(values.get(letter) ?? []), value]);
    }
  }
  return { flags, values, urls, outputs };
}

/** What a config file says, as words of a command line. Models curl src/tool_parsecfg.c (7.88.1). */
function wordsOfConfig(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const [, name, quoted, bare = ''] = /^\s*([^\s#=:][^\s=:]*)[\s=:]*(?:"((?:\\.|[^"])*)"|(\S*))/.exec(line) ?? [];
    if (name === undefined) return [];
    const value = quoted?.replace(/\\(.)/g, (_, letter: string) => ({ t: '\t', n: '\n', r: '\r', v: '\v' })[letter] ?? letter) ?? bare;
    return [name.startsWith('-') ? name : `--${name}`, ...(value === '' && quoted === undefined ? [] : [value])];
  });
}

/** `name=content`, `=content` or `content` with the content as a URL writes it. Models curl tool_getparam.c data_urlencode. */
function urlEncoded(text: string): string {
  const at = text.indexOf('=');
  const encoded = encodeURIComponent(text.slice(at + 1)).replace(/[!'()*]|%20/g, (char) =>
    char === '%20' ? '+' : `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return at > 0 ? `${text.slice(0, at)}=${encoded}` : encoded;
}
