// Models how dig of BIND 9.18.49 reads its words (bin/dig/dig.c parse_args, dash_option, plus_option, printgreeting); cases dns/dig-*.
import { isIPAddress, parseIP, reverseName, type IPValue } from '../api/ip-address.ts';
import type { Process, Wait } from '../machine/process.ts';
import { resolveName } from './resolving.ts';

export const BANNER = 'DiG 9.18.49-1~deb12u3-Debian';
const USAGE = `Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            {global-d-opt} host [@local-server] {local-d-opt}
            [ host [@local-server] {local-d-opt} [...]]
`;

/** What is shown of an answer; `+noall` switches all of it off. */
const SECTIONS = ['comments', 'question', 'answer', 'authority', 'additional', 'stats'] as const;

/** One question (dig.c: dig_lookup_t). */
export interface Query {
  name: string;
  type: string;
  typeGiven: boolean;
  qclass: string;
  classGiven: boolean;
  /** Whom to ask, with the name that was typed for each. */
  servers: readonly (readonly [address: string, typed: string])[];
  /** Switches of this question, as `+` gave them. */
  on: Map<string, boolean>;
  numbers: Map<string, number>;
  /** What is printed before its first answer. */
  greeting: string;
}

/** What holds for the whole line, wherever it stands. */
export interface Line {
  short: boolean;
  cmd: boolean;
  yaml: boolean;
  search: boolean;
  showsearch: boolean;
  timeoutSeconds?: number;
  ndots?: number;
  domain?: string;
  port?: number;
  family?: 'IPv4' | 'IPv6';
  /** Where questions come from (`-b`). */
  source?: string;
  batch?: string;
  /** What a question has before anything is said of it. */
  readonly missing: Query;
  /** How many addresses the server that was named last has. */
  found: number;
  greeted: boolean;
}

/** A line before its first word is read. */
export const emptyLine = (): Line => ({
  short: false,
  cmd: true,
  yaml: false,
  search: false,
  showsearch: false,
  missing: {
    name: '.',
    type: 'A',
    typeGiven: false,
    qclass: 'IN',
    classGiven: false,
    servers: [],
    on: new Map(SECTIONS.map((name) => [name, true])),
    numbers: new Map(),
    greeting: '',
  },
  found: 0,
  greeted: false,
});

const copyOf = (query: Query): Query => ({ ...query, on: new Map(query.on), numbers: new Map(query.numbers) });

/** The options that start with `+`, each with how much of its name is enough (dig.c plus_option: its switches, then FULLCHECK). */
const PLUS: readonly (readonly [name: string, enough: number])[] = [
  'aaonly2 aaflag3 adflag2 additional3 all2 answer2 authority2 badcookie2 besteffort2 bufsize2 cdflag2 class2 cmd2 coflag2 comments3 cookie3 crypto2',
  'defname2 dns64prefix4 dnssec4 do2 domain3 dscp2 edns4 ednsflags5 ednsnegotiation5 ednsopt5 expandaaaa4 expire4 fail2 fuzztime2 header-only2 https2',
  'identify3 idnin4 idnout4 ignore1 keepalive5 keepopen5 mapped2 multiline2 ndots2 nsid3 nssearch3 onesoa2 opcode2 padding1 qid2 qr2 question2',
  'raflag2 rdflag2 recurse3 retry3 retries4 rrcomments2 search2 short4 showbadcookie5 showsearch5 sigchase2 split2 stats2 subnet2 tcflag3 tcp3',
  'timeout2 tls2 topdown2 trace3 tries3 trusted-key3 ttlid3 ttlunits4 unexpected3 unknownformat3 vc1 yaml1 zflag1',
].flatMap((line) => line.split(' ').map((word) => [word.slice(0, -1), Number(word.slice(-1))] as const));

const UNMODELLED = new Set(['dns64prefix', 'expandaaaa', 'ednsopt', 'header-only', 'opcode', 'unknownformat', 'ednsnegotiation', 'fuzztime']);

/** Numbers of options: the most that is read, and how BIND calls it. */
const NUMBERS: { readonly [option: string]: readonly [most: number, what: string] } = {
  timeout: [0xffff_ffff, 'timeout'],
  tries: [0xffff_ffff, 'tries'],
  retry: [0xffff_fffe, 'retries'],
  retries: [0xffff_fffe, 'retries'],
  ndots: [0xffff_ffff, 'ndots'],
  bufsize: [0xffff, 'buffer size'],
  edns: [255, 'edns'],
  padding: [512, 'padding'],
  qid: [0xffff, 'qid'],
};

/** Models dig.c parse_uint: says what is wrong with a number. */
function isNumber(process: Process, what: string, text: string, most: number): boolean {
  const isDigits = /^\d+$/.test(text);
  if (isDigits && Number(text) <= most) return true;
  process.out(`invalid ${what} '${text}': ${isDigits ? 'out of range' : 'not a valid number'}\n`);
  process.err(`dig: Couldn't parse ${what}\n`);
  return false;
}

function wrong(process: Process, word: string): number {
  process.err(`Invalid option: ${word}\n${USAGE}\nUse "dig -h" (or "dig -h | more") for complete list of options\n`);
  return 1;
}

function unmodelled(process: Process, option: string): number {
  process.notSimulated('tool-option', { option: `dig ${option}` }, `minato: dig ${option} is not simulated`);
  return 1;
}

/** Takes one `+option`; an exit status where it ends dig. */
function plusOption(process: Process, line: Line, query: Query, word: string, isBatch: boolean): number | undefined {
  const [, no, given = '', value] = /^\+(no)?([^=]*)(?:=(.*))?$/is.exec(word) ?? [];
  if (word === '+') {
    process.out(';; Invalid option \n');
    return undefined;
  }
  const on = no === undefined;
  const known = PLUS.find(([name, enough]) => given.length >= enough && name.startsWith(given.toLowerCase()) && name.startsWith(given.slice(0, enough)));
  const name = known?.[0];
  if (name === undefined) return wrong(process, word);
  if (UNMODELLED.has(name) && on) return unmodelled(process, `+${name}`);
  const number = NUMBERS[name];
  if (number && (on || !['edns', 'qid'].includes(name))) {
    if (!on || (value === undefined && !['edns', 'bufsize'].includes(name))) return wrong(process, word);
    const [most, what] = number;
    if (value !== undefined && !isNumber(process, what, value, most)) return 10;
    const amount = value === undefined ? undefined : Number(value);
    if (name === 'timeout') line.timeoutSeconds = Math.max(1, amount ?? 1);
    else if (name === 'ndots') line.ndots = amount ?? 0;
    else if (name === 'tries') query.numbers.set('tries', Math.max(1, amount ?? 1));
    else if (number[1] === 'retries') query.numbers.set('tries', (amount ?? 0) + 1);
    else if (amount === undefined) query.numbers.delete(name);
    else query.numbers.set(name, amount);
    if (name === 'padding' || name === 'edns' || name === 'bufsize') query.on.set('edns', true);
    return undefined;
  }
  switch (name) {
    case 'all':
      for (const section of SECTIONS) query.on.set(section, on);
      line.cmd = on;
      break;
    case 'short':
      line.short = on;
      if (!on) break;
      line.cmd = false;
      for (const section of SECTIONS) query.on.set(section, section === 'answer');
      break;
    case 'cmd':
      line.cmd = on;
      break;
    case 'yaml':
      line.yaml = on;
      if (!on) break;
      line.cmd = false;
      query.on.set('stats', false);
      break;
    case 'search':
    case 'defname':
      line.search = on;
      break;
    case 'showsearch':
      line.showsearch = line.search = on;
      break;
    case 'domain':
      if (!on || value === undefined) return wrong(process, word);
      line.domain = value;
      break;
    case 'subnet':
      if (on && value === undefined) return wrong(process, word);
      break;
    case 'tcp':
    case 'vc':
      if (!isBatch) query.on.set('tcp', on);
      break;
    case 'https':
    case 'tls':
      query.on.set(name, on);
      query.on.set('tcp', on);
      break;
    case 'nssearch':
      query.on.set('nssearch', on);
      if (on) [query.type, query.typeGiven] = ['NS', true];
      break;
    case 'trace':
      query.on.set('trace', on);
      if (on)
        for (const [section, shown] of [
          ['comments', false],
          ['stats', false],
          ['additional', false],
          ['question', false],
          ['identify', true],
          ['dnssec', true],
        ] as const)
          query.on.set(section, shown);
      break;
    default:
      query.on.set(({ do: 'dnssec', rdflag: 'recurse' } as { readonly [name: string]: string })[name] ?? name, on);
      if (on && (name === 'nsid' || name === 'cookie' || name === 'dnssec' || name === 'do')) query.on.set('edns', true);
  }
  // What is said of comments and the question before any name is what a transfer shows of them (dig.c: pluscomm, plusquest).
  if ((name === 'comments' || name === 'question') && query === line.missing) query.on.set(`transfer ${name}`, on);
  return undefined;
}

/** Models printgreeting: the first question of a line says what was typed. */
function greet(line: Line, query: Query, words: readonly string[]): void {
  if (!line.cmd) return;
  const first = !line.greeted;
  line.greeted = true;
  query.greeting = `${first ? '\n' : ''}; <<>> ${BANNER} <<>>${words.map((word) => ` ${word}`).join('')}\n`;
  if (!first) return;
  if (line.found > 0) query.greeting += `; (${line.found} server${line.found > 1 ? 's' : ''} found)\n`;
  query.greeting += `;; global options:${line.short ? ' +short' : ''} +cmd\n`;
}

/** The questions that words ask, in their order; an exit status where they end dig. A line of a batch begins with what the command line said. */
export function* readArguments(process: Process, words: readonly string[], line: Line, isBatch = false): Generator<Wait, Query[] | number, void> {
  const queries: Query[] = [];
  let current = isBatch ? copyOf(line.missing) : line.missing;
  let isFresh = isBatch;
  // After -t or -c no other word is a type or a class.
  let isOpen = true;
  const begin = (name: string): void => {
    if (!isFresh) current = copyOf(line.missing);
    isFresh = false;
    current.name = name;
    if (queries.length === 0) greet(line, current, words);
    queries.push(current);
  };
  if (!isBatch && words.some((word) => /^-[dhimnruv]*4/.test(word)) && words.some((word) => /^-[dhimnruv]*6/.test(word))) {
    process.err('dig: only one of -4 and -6 allowed\n');
    return 1;
  }
  const takeType = (value: string): boolean => {
    const ixfr = /^ixfr=(.*)/i.exec(value);
    const type = ixfr ? 'IXFR' : typeNamed(value);
    if (type === undefined || (type === 'IXFR' && !ixfr)) return false;
    if (current.typeGiven) process.err(';; Warning, extra type option\n');
    current.type = type;
    current.typeGiven = true;
    if (type === 'AXFR' || type === 'IXFR') for (const part of ['comments', 'question']) current.on.set(part, current.on.get(`transfer ${part}`) === true);
    if ((type === 'ANY' || type === 'IXFR') && !current.on.has('tcp')) current.on.set('tcp', true);
    return true;
  };
  const takeClass = (value: string): boolean => {
    const qclass = classNamed(value);
    if (qclass === undefined) return false;
    if (current.classGiven) process.err(';; Warning, extra class option\n');
    current.qclass = qclass;
    current.classGiven = true;
    return true;
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (word.startsWith('@')) {
      const typed = word.slice(1);
      const { addresses } = yield* resolveName(process, typed, 'both');
      line.found = addresses.length;
      if (addresses.length === 0) {
        process.err(isBatch ? `couldn't get address for '${typed}': not found: skipping lookup\n` : `dig: couldn't get address for '${typed}': not found\n`);
        return isBatch ? [] : 1;
      }
      current.servers = [...current.servers, ...addresses.map((address) => [address, typed] as const)];
      continue;
    }
    if (word.startsWith('+')) {
      const ended = plusOption(process, line, current, word, isBatch);
      if (ended !== undefined) return ended;
      continue;
    }
    if (!word.startsWith('-')) {
      if (isOpen && word.toUpperCase() === 'IXFR') process.err(';; Warning, ixfr requires a serial number\n');
      else if (!isOpen || !(takeType(word) || takeClass(word))) begin(word);
      continue;
    }
    const letters = word.slice(1).replace(/^[46dhimnruv]+/, (alone) => {
      for (const letter of alone) {
        if (letter === '4' || letter === '6') line.family = letter === '4' ? 'IPv4' : 'IPv6';
        else if (letter === 'u') current.on.set('usec', true);
      }
      return '';
    });
    const told = /[hv]/.exec(word.slice(1, word.length - letters.length))?.[0];
    if (told === 'h') process.out(USAGE);
    else if (told === 'v') process.err(`${BANNER}\n`);
    if (told !== undefined) return 0;
    if (letters === '' && word.length > 1) continue;
    const letter = letters[0] ?? '';
    const value = letters.slice(1) || words[++at];
    if (value === undefined || letter === '' || !'bcfkpqtyx'.includes(letter)) return wrong(process, `-${letters}`);
    if (letter === 'x') {
      // What is no address is turned round all the same, as a part of one: dighost.c reverse_octets.
      begin(isIPAddress(value) ? reverseName(parseIP(value) as IPValue) : `${value.split('.').reverse().join('.')}.in-addr.arpa.`);
      if (!current.typeGiven) current.type = 'PTR';
    } else if (letter === 'q') begin(value);
    else if (letter === 't') {
      isOpen = false;
      if (!takeType(value)) process.err(`;; Warning, ignoring invalid type ${value}\n`);
    } else if (letter === 'c') {
      isOpen = false;
      if (!takeClass(value)) process.err(`;; Warning, ignoring invalid class ${value}\n`);
    } else if (letter === 'p') {
      if (!isNumber(process, 'port number', value, 65_535)) return 1;
      line.port = Number(value);
    } else if (letter === 'b') {
      const [address = '', port = '0'] = value.split('#');
      if (!isNumber(process, 'port number', port, 65_535)) return 1;
      if (!isIPAddress(address)) {
        process.err(`dig: invalid address ${value}\n`);
        return 1;
      }
      line.source = address;
    } else if (letter === 'f') line.batch = value;
    else return unmodelled(process, `-${letter}`);
  }
  if (line.batch !== undefined && !isBatch) return queries;
  if (queries.length === 0) {
    begin('.');
    current.type = 'NS';
  }
  return queries;
}

/** Numbers of types (lib/dns/rdata): names in their order, `-` where a number has none, and those far behind. */
const TYPES = (
  '- A NS MD MF CNAME SOA MB MG MR NULL WKS PTR HINFO MINFO MX TXT RP AFSDB X25 ISDN RT NSAP NSAP-PTR SIG KEY PX GPOS AAAA LOC NXT EID NIMLOC SRV ATMA NAPTR KX CERT A6 ' +
  'DNAME SINK OPT APL DS SSHFP IPSECKEY RRSIG NSEC DNSKEY DHCID NSEC3 NSEC3PARAM TLSA SMIMEA - HIP NINFO RKEY TALINK CDS CDNSKEY OPENPGPKEY CSYNC ZONEMD SVCB HTTPS'
).split(' ');
const FAR_TYPES: { readonly [number: string]: string } = {
  99: 'SPF',
  104: 'NID',
  105: 'L32',
  106: 'L64',
  107: 'LP',
  108: 'EUI48',
  109: 'EUI64',
  249: 'TKEY',
  250: 'TSIG',
  251: 'IXFR',
  252: 'AXFR',
  253: 'MAILB',
  254: 'MAILA',
  255: 'ANY',
  256: 'URI',
  257: 'CAA',
  258: 'AVC',
  260: 'AMTRELAY',
};
const TYPE_NAMES = new Set([...TYPES, ...Object.values(FAR_TYPES)].filter((name) => name !== '-'));

/** A type as BIND's tools write it: by its name, or by a number (RFC 3597). */
export function typeNamed(word: string): string | undefined {
  const name = word.toUpperCase();
  if (TYPE_NAMES.has(name)) return name;
  const number = /^TYPE(\d{1,5})$/.exec(name)?.[1];
  if (number === undefined || Number(number) > 0xffff) return undefined;
  const known = TYPES[Number(number)] ?? FAR_TYPES[Number(number)] ?? '-';
  return known === '-' ? `TYPE${Number(number)}` : known;
}

const CLASSES: { readonly [name: string]: string } = { IN: 'IN', CH: 'CH', CHAOS: 'CH', HS: 'HS', HESIOD: 'HS', NONE: 'NONE', ANY: 'ANY' };
const CLASS_NUMBERS: { readonly [number: string]: string } = { 1: 'IN', 3: 'CH', 4: 'HS', 254: 'NONE', 255: 'ANY' };

/** A class as BIND's tools write it. */
export function classNamed(word: string): string | undefined {
  const name = word.toUpperCase();
  const number = /^CLASS(\d{1,5})$/.exec(name)?.[1];
  if (number === undefined) return Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
  return Number(number) > 0xffff ? undefined : (CLASS_NUMBERS[Number(number)] ?? `CLASS${Number(number)}`);
}
