// Models dig of BIND 9.18.49 (bin/dig/dig.c, dighost.c), as recorded in cases dns/*.
import { civilTime } from '../clock/instant.ts';
import type { DNSExchange, DNSMessage } from '../api/dns-message.ts';
import { familyOf, isIPAddress, parseIP, reverseName, type IPValue } from '../api/ip-address.ts';
import { dig as ask, type LookupOptions } from '../dns/lookup.ts';
import type { Process, Program, Running, Wait } from '../machine/process.ts';
import { headerText, questionText, recordText, yamlText } from './dig-text.ts';
import { resolveName, resolverContext } from './resolving.ts';

export const RECORD_TYPES = new Set(
  'A AAAA ANY AXFR IXFR CAA CNAME DNSKEY DS HINFO HTTPS MX NAPTR NS NSEC NSEC3 PTR RRSIG SOA SPF SRV SSHFP SVCB TLSA TXT'.split(' '),
);
const BANNER = 'DiG 9.18.49-1~deb12u3-Debian';
const USAGE = `Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            {global-d-opt} host [@local-server] {local-d-opt}
            [ host [@local-server] {local-d-opt} [...]]

Use "dig -h" (or "dig -h | more") for complete list of options
`;

/** The first lines of `dig -h`; the rest of it is BIND's manual. */
const HELP =
  'Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}\n            {global-d-opt} host [@local-server] {local-d-opt}\n            [ host [@local-server] {local-d-opt} [...]]\n';

/** What is shown; `+noall` switches all of it off. */
const SECTIONS = ['comments', 'question', 'answer', 'authority', 'additional', 'stats', 'cmd'] as const;
const SWITCHES = [
  'short',
  'search',
  'showsearch',
  'tcp',
  'recurse',
  'adflag',
  'cdflag',
  'edns',
  'cookie',
  'dnssec',
  'ttlid',
  'ttlunits',
  'class',
  'ignore',
  'multiline',
  'identify',
  'all',
  'qr',
  'fail',
  'nssearch',
  'trace',
  'crypto',
  'besteffort',
  'keepopen',
  'rrcomments',
  'defname',
  'vc',
  'aaonly',
  'yaml',
  'idnin',
  'idnout',
  'onesoa',
  'sigchase',
  'mapped',
  'badcookie',
  'unknownformat',
  'split',
  'expire',
  'nsid',
  'header-only',
  'zflag',
  'tls',
  'https',
  'raflag',
  'tcflag',
  'aaflag',
  'rdflag',
  'subnet',
  'time',
  'timeout',
  'tries',
  'retry',
  'ndots',
  'bufsize',
  'domain',
  'opcode',
  'padding',
  'ednsflags',
  'ednsopt',
];
const UNMODELLED = new Set(['nssearch', 'trace', 'expire', 'nsid', 'tls', 'https', 'subnet', 'opcode', 'padding', 'ednsopt', 'header-only', 'unknownformat']);

interface Query {
  name: string;
  type: string;
  typeGiven: boolean;
  server?: string;
  port: number;
  family?: 'IPv4' | 'IPv6';
  qclass?: 'CH';
  domain?: string;
  readonly on: Map<string, boolean>;
  readonly numbers: Map<string, number>;
}

const defaults = (): Query => ({ name: '', type: 'A', typeGiven: false, port: 53, on: new Map(SECTIONS.map((name) => [name, true])), numbers: new Map() });

export const dig: Program = function* (process): Running {
  const words = process.argv.slice(1);
  const batch = /^-f(.*)$/.exec(words.find((word) => word.startsWith('-f')) ?? '');
  const named = batch ? words.filter((_, at) => at !== words.indexOf(batch[0]) && (batch[1] !== '' || at !== words.indexOf(batch[0]) + 1)) : words;
  const global = defaults();
  const parsed = readArguments(process, named, global);
  if (typeof parsed === 'number') return parsed;
  const queries: Query[] = batch ? [] : parsed;
  if (batch) {
    const path = batch[1] || (words[words.indexOf(batch[0]) + 1] ?? '');
    const text = path === '-' ? yield* process.input.readAll() : process.files.read(path);
    if (text === undefined) {
      process.err(`${path}: No such file or directory\ndig: couldn't open specified batch file\n`);
      return 8;
    }
    // Comments are passed over before the first question only: dighost.c's own loop does not look for them.
    const lines = text.split('\n').slice(0, text.endsWith('\n') ? -1 : undefined);
    const first = lines.findIndex((line) => !/^[\r#;]|^$/.test(line));
    for (const line of first < 0 ? [] : lines.slice(first)) {
      const more = readArguments(
        process,
        line.split(/[ \t]+/).filter((word) => word !== ''),
        copyOf(global),
      );
      if (typeof more === 'number') return more;
      queries.push(...more);
    }
  }
  let status = 0;
  for (const [index, query] of queries.entries()) {
    const code = yield* lookUp(process, query, index === 0);
    if (code !== 0) status = code;
  }
  return status;
};

const copyOf = (query: Query): Query => ({ ...query, on: new Map(query.on), numbers: new Map(query.numbers) });

/** Why a server did not answer, in BIND's words. */
export const FAILURES = { timeout: 'timed out', refused: 'connection refused', unreachable: 'host unreachable' } as const;

/** The questions that words ask; what stands before the first name goes into `global`. */
function readArguments(process: Process, words: readonly string[], global: Query): Query[] | number {
  const queries: Query[] = [];
  let current = global;
  const begin = (name: string): Query => {
    const query: Query = { ...copyOf(global), name };
    queries.push(query);
    current = query;
    return query;
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (word.startsWith('@')) {
      // A server named first, or after the only name, holds for everything on the line.
      current.server = word.slice(1);
      if (queries.length <= 1) global.server = current.server;
    } else if (word.startsWith('+')) {
      const problem = plusOption(process, queries.length === 0 ? global : current, word);
      if (problem !== undefined) return problem;
    } else if (word.startsWith('-') && word.length > 1) {
      const letter = word[1] as string;
      if (letter === '4' || letter === '6') {
        const family = letter === '4' ? 'IPv4' : 'IPv6';
        if (global.family !== undefined && global.family !== family) {
          process.err('dig: only one of -4 and -6 allowed\n');
          return 1;
        }
        for (const one of [global, ...queries]) one.family = family;
        continue;
      }
      if (letter === 'i' || letter === 'r' || letter === 'u' || letter === 'm') continue;
      if (letter === 'h') {
        process.out(HELP);
        return 0;
      }
      if (letter === 'v') {
        process.err(`${BANNER}\n`);
        return 0;
      }
      if (!'xtqpcbfky'.includes(letter)) {
        process.err(`Invalid option: ${word}\n${USAGE}`);
        return 1;
      }
      const value = word.slice(2) || words[++at];
      if (value === undefined) {
        process.err(`Invalid option: ${word}\n${USAGE}`);
        return 1;
      }
      if (letter === 'x') {
        // What is no address is turned round all the same, as a part of one: dig.c reverse_octets.
        const query = begin(isIPAddress(value) ? reverseName(parseIP(value) as IPValue) : `${value.split('.').reverse().join('.')}.in-addr.arpa.`);
        if (!query.typeGiven) query.type = 'PTR';
        query.typeGiven = true;
      } else if (letter === 't') setType(process, current, value);
      else if (letter === 'q') begin(value);
      else if (letter === 'p') {
        if (!isNumber(process, 'port number', value, 65_535)) return 1;
        (queries.length === 0 ? global : current).port = Number(value);
      } else if (letter === 'c') setClass(process, current, value);
      else if (letter !== 'b') {
        process.notSimulated('tool-option', { option: `dig -${letter}` }, `minato: dig -${letter} is not simulated`);
        return 1;
      }
    } else if (typeNamed(word) !== undefined && !(queries.length > 0 && current.typeGiven) && !(queries.length === 0 && global.typeGiven)) {
      current.type = typeNamed(word) as string;
      current.typeGiven = true;
    } else if (/^(IN|CH|HS)$/i.test(word)) setClass(process, current, word);
    else {
      const query = begin(word);
      if (queries.length === 1) {
        query.type = global.type;
        query.typeGiven = global.typeGiven;
      }
    }
  }
  if (queries.length === 0) queries.push({ ...global, name: '.', type: global.typeGiven ? global.type : 'NS' });
  // +short and +cmd hold for the whole line, wherever they stand (dig.c: short_form, printcmd).
  for (const switched of ['short', 'cmd'])
    if (current.on.has(switched) && queries.length > 1) for (const query of queries) query.on.set(switched, current.on.get(switched) === true);
  return queries.map((query) => ({ ...query, ...(query.server === undefined && global.server !== undefined ? { server: global.server } : {}) }));
}

/** RFC 3597: a type may be written as its number. */
const TYPE_NUMBERS: { readonly [number: string]: string } = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
  255: 'ANY',
};

function typeNamed(word: string): string | undefined {
  const name = word.toUpperCase();
  return RECORD_TYPES.has(name) ? name : /^TYPE\d+$/.test(name) ? TYPE_NUMBERS[name.slice(4)] : undefined;
}

function setClass(process: Process, query: Query, name: string): void {
  if (!/^(IN|CH|HS|CHAOS|HESIOD|ANY|NONE)$/i.test(name)) process.err(`;; Warning, ignoring invalid class ${name}\n`);
  else if (/^CH(AOS)?$/i.test(name)) query.qclass = 'CH';
  else delete query.qclass;
}

function setType(process: Process, query: Query, value: string): void {
  const type = typeNamed(value);
  if (type !== undefined) {
    query.type = type;
    query.typeGiven = true;
  } else process.err(`;; Warning, ignoring invalid type ${value}\n`);
}

/** Models dig.c parse_uint: says what is wrong with a number. */
function isNumber(process: Process, what: string, text: string, most: number): boolean {
  const isDigits = /^\d+$/.test(text);
  if (isDigits && Number(text) <= most) return true;
  process.out(`invalid ${what} '${text}': ${isDigits ? 'out of range' : 'not a valid number'}\n`);
  process.err(`dig: Couldn't parse ${what}\n`);
  return false;
}

const WRONG_NUMBERS: { readonly [option: string]: string } = { time: 'timeout', retry: 'retries', bufsize: 'buffer size' };

function plusOption(process: Process, query: Query, word: string): number | undefined {
  const match = /^\+(no)?([a-z0-9-]+)(?:=(.*))?$/i.exec(word.toLowerCase());
  const candidates = match ? [...SECTIONS, ...SWITCHES].filter((name) => name === match[2] || name.startsWith(match[2] as string)) : [];
  const name = match && (candidates.includes(match[2] as never) ? (match[2] as string) : candidates[0]);
  if (!match || !name) {
    // A switch whose own name begins with "no" does not exist: `+noall` was split above.
    process.err(`Invalid option: ${word}\n${USAGE}`);
    return 1;
  }
  const on = match[1] === undefined;
  if (UNMODELLED.has(name) && on) {
    process.notSimulated('tool-option', { option: `dig +${name}` }, `minato: dig +${name} is not simulated`);
    return 1;
  }
  if (name === 'all') for (const section of SECTIONS) query.on.set(section, on);
  else if (name === 'vc') query.on.set('tcp', on);
  else if (['time', 'timeout', 'tries', 'retry', 'ndots', 'bufsize'].includes(name)) {
    if (match[3] === undefined) {
      process.err(`Invalid option: ${word}\n${USAGE}`);
      return 1;
    }
    if (!isNumber(process, WRONG_NUMBERS[name] ?? name, match[3], name === 'bufsize' ? 65_535 : 0xffff_ffff)) return 10;
    query.numbers.set(
      name === 'timeout' ? 'time' : name === 'retry' ? 'tries' : name,
      Math.max(name === 'ndots' || name === 'bufsize' ? 0 : 1, Number(match[3]) + (name === 'retry' ? 1 : 0)),
    );
    if (name === 'bufsize') query.on.set('edns', true);
  } else if (name === 'domain') {
    if (match[3] === undefined) {
      process.err(`Invalid option: ${word}\n${USAGE}`);
      return 1;
    }
    query.domain = match[3];
  } else if (name === 'edns' && match[3] !== undefined) {
    if (!isNumber(process, 'edns', match[3], 255)) return 10;
    query.on.set('edns', true);
    query.numbers.set('edns', Number(match[3]));
  } else query.on.set(name === 'defname' ? 'search' : name === 'rdflag' ? 'recurse' : name, on);
  if (name === 'showsearch' && on) query.on.set('search', true);
  if (name === 'short' && on) for (const section of SECTIONS) query.on.set(section, section === 'answer');
  return undefined;
}

/** Why nobody can ask for a name, in BIND's words (lib/dns/name.c dns_name_fromtext; case dns/a-phone-book-read-aloud). */
export function mistakeInName(name: string): string | undefined {
  const labels = name.replace(/\.$/, '').split('.');
  if (labels.some((label) => label.length > 63)) return 'label too long';
  if (name !== '.' && labels.includes('')) return 'empty label';
  return name.length > 254 ? 'ran out of space' : undefined;
}

function* lookUp(process: Process, query: Query, first: boolean): Generator<Wait, number, void> {
  const { on, numbers, name } = query;
  const is = (option: string, missing = false): boolean => on.get(option) ?? missing;
  const short = is('short');
  let servers: readonly string[] | undefined;
  if (query.server !== undefined) {
    const { addresses } = yield* resolveName(process, query.server, 'both');
    if (addresses.length === 0) {
      process.err(`dig: couldn't get address for '${query.server}': not found\n`);
      return 1;
    }
    servers = addresses.slice(0, 1);
  } else if (query.family) {
    const { conf } = resolverContext(process, query.port);
    const usable = conf.nameservers.filter((server) => familyOf(server) === query.family);
    servers = usable.length > 0 ? usable : [query.family === 'IPv4' ? '127.0.0.1' : '::1'];
  }
  const illegal = mistakeInName(name);
  if (illegal !== undefined) {
    process.err(`dig: '${name}' is not a legal name (${illegal})\n`);
    return 10;
  }
  const context = resolverContext(process, query.port);
  const options: LookupOptions = {
    rd: is('recurse', query.type !== 'AXFR'),
    ad: is('adflag', true),
    cd: is('cdflag'),
    search: is('search') || query.domain !== undefined,
    ...(query.qclass ? { qclass: query.qclass } : {}),
    ...(query.domain === undefined ? {} : { searches: [query.domain] }),
    tcp: is('tcp'),
    ignoreTruncation: is('ignore'),
    timeoutSeconds: numbers.get('time') ?? 5,
    tries: numbers.get('tries') ?? 3,
    ...(numbers.has('ndots') ? { ndots: numbers.get('ndots') as number } : {}),
    ...(servers ? { servers } : {}),
  };
  const edns = is('edns', true)
    ? { edns: { udpSize: numbers.get('bufsize') ?? 1232, cookie: is('cookie', true), ...(is('dnssec') ? { do: true } : {}) } }
    : { edns: undefined as never };
  const trace = yield* ask(context, name, query.type, { ...options, ...edns });
  process.trace({ dns: trace });
  let announced = false;
  const banner = (): void => {
    if (announced || !first || !is('cmd') || short || is('yaml')) return;
    announced = true;
    const asked = process.argv.slice(1).join(' ');
    process.out(`\n; <<>> ${BANNER} <<>> ${asked}\n${query.server === undefined ? '' : '; (1 server found)\n'};; global options: +cmd\n`);
  };
  const last = trace.exchanges.at(-1);
  const shown = new Set<DNSExchange | undefined>(
    is('showsearch') ? trace.exchanges.filter(({ reply }) => reply && !reply.flags.tc) : last?.reply ? [last] : [],
  );
  // Records of another class than the question's (lib/dns/message.c; case dns/a-phone-book-read-aloud).
  for (const { reply } of trace.exchanges)
    if (reply?.question.qclass && reply.answer.length + reply.authority.length > 0 && !is('yaml'))
      process.out(';; Warning: Message parser reports malformed message packet.\n');
  if (shown.size > 0 || last?.reply) banner();
  if (is('edns', true) && (numbers.get('edns') ?? 0) > 0 && is('comments') && !short && !is('yaml')) process.out(';; BADVERS, retrying with EDNS version 0.\n');
  for (const [index, exchange] of trace.exchanges.entries()) {
    const { reply, failure, server } = exchange;
    const retried = trace.exchanges[index - 1]?.reply?.flags.tc === true && !options.ignoreTruncation;
    const tcp = options.tcp === true || query.type === 'AXFR';
    if (is('qr')) {
      banner();
      printMessage(process, query, exchange, exchange.query, tcp || retried);
    }
    if (is('yaml') && !reply) continue;
    if (failure)
      process.out(
        tcp
          ? `;; Connection to ${server}#${query.port}(${query.server ?? server}) for ${name} failed: ${FAILURES[failure]}.\n;; no servers could be reached\n`
          : `;; communications error to ${server}#${query.port}: ${FAILURES[failure]}\n`,
      );
    else if (reply?.flags.tc && !options.tcp && !options.ignoreTruncation && exchange !== last) process.out(';; Truncated, retrying in TCP mode.\n');
    if (shown.has(exchange) && reply) printMessage(process, query, exchange, reply, tcp || retried);
  }
  if (!last?.reply) {
    if (is('yaml')) process.out('- type: DIG_ERROR\n  message: |\n    no servers could be reached\n');
    if (is('yaml') || options.tcp || query.type === 'AXFR') return 9;
    banner();
    process.out(';; no servers could be reached\n');
    return 9;
  }
  if (query.type === 'AXFR' && last.reply.rcode !== 'NOERROR' && !short) process.out('; Transfer failed.\n');
  return 0;
}

function printMessage(process: Process, query: Query, { server }: DNSExchange, message: DNSMessage, tcp: boolean): void {
  const is = (option: string, missing = false): boolean => query.on.get(option) ?? missing;
  if (is('yaml'))
    process.out(yamlText(message, { server, port: query.port, tcp, now: process.now, shows: (part) => is(part) && (part === 'comments' || !is('short')) }));
  if (is('short')) {
    for (const { rdata } of message.flags.qr ? message.answer : []) process.out(`${rdata}${is('identify') ? ` from server ${server} in 0 ms.` : ''}\n`);
    return;
  }
  if (is('yaml')) return;
  const comments = is('comments');
  if (comments) process.out(headerText(message));
  const section = (name: string, title: string, lines: readonly string[]): void => {
    if (!is(name) || lines.length === 0) return;
    process.out(`${comments ? `;; ${title} SECTION:\n` : ''}${lines.map((line) => `${line}\n`).join('')}${comments ? '\n' : ''}`);
  };
  const style = { ttl: is('ttlid', true), class: is('class', true), multiline: is('multiline'), units: is('ttlunits') };
  section('question', 'QUESTION', [questionText(message.question, style)]);
  for (const name of ['answer', 'authority', 'additional'] as const)
    section(
      name,
      name.toUpperCase(),
      message[name].map((record) => recordText(record, style)),
    );
  if (!message.flags.qr) {
    if (is('stats')) process.out(`;; QUERY SIZE: ${message.bytes}\n\n`);
  } else if (is('stats')) {
    const t = civilTime(process.now);
    const two = (value: number): string => String(value).padStart(2, '0');
    const when = `${'Sun Mon Tue Wed Thu Fri Sat'.split(' ')[t.weekday]} ${'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[t.month - 1]} ${two(t.day)} ${two(t.hour)}:${two(t.minute)}:${two(t.second)} UTC ${t.year}`;
    process.out(
      `;; Query time: 0 msec\n;; SERVER: ${server}#${query.port}(${query.server ?? server}) (${tcp ? 'TCP' : 'UDP'})\n;; WHEN: ${when}\n;; MSG SIZE  rcvd: ${message.bytes}\n\n`,
    );
  } else if (is('identify')) process.out(`;; Received ${message.bytes} bytes from ${server}#${query.port}(${query.server ?? server}) in 0 ms\n\n`);
}
