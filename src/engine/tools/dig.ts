// Models dig of BIND 9.18.49 (bin/dig/dig.c, dighost.c; lib/dns/masterdump.c columns), as recorded in cases dns/*.
import { civilTime } from '../clock/instant.ts';
import type { DNSExchange, DNSMessage, ResourceRecord } from '../api/dns-message.ts';
import { isIPAddress, parseIP, reverseName, type IPValue } from '../api/ip-address.ts';
import { dig as ask, type LookupOptions } from '../dns/lookup.ts';
import type { Process, Program, Running, Wait } from '../machine/process.ts';
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
const UNMODELLED = new Set([
  'multiline',
  'identify',
  'qr',
  'nssearch',
  'trace',
  'yaml',
  'expire',
  'nsid',
  'tls',
  'https',
  'subnet',
  'opcode',
  'padding',
  'ednsopt',
  'ttlunits',
  'split',
]);

interface Query {
  name: string;
  type: string;
  typeGiven: boolean;
  server?: string;
  port: number;
  readonly on: Map<string, boolean>;
  readonly numbers: Map<string, number>;
}

const defaults = (): Query => ({ name: '', type: 'A', typeGiven: false, port: 53, on: new Map(SECTIONS.map((name) => [name, true])), numbers: new Map() });

export const dig: Program = function* (process): Running {
  const parsed = readArguments(process);
  if (typeof parsed === 'number') return parsed;
  let status = 0;
  for (const [index, query] of parsed.entries()) {
    const code = yield* lookUp(process, query, index === 0);
    if (code !== 0) status = code;
  }
  return status;
};

/** Why a server did not answer, in BIND's words. */
export const FAILURES = { timeout: 'timed out', refused: 'connection refused', unreachable: 'host unreachable' } as const;

function readArguments(process: Process): Query[] | number {
  const queries: Query[] = [];
  const global = defaults();
  let current = global;
  const words = process.argv.slice(1);
  const begin = (name: string): Query => {
    const query: Query = { ...global, name, on: new Map(global.on), numbers: new Map(global.numbers) };
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
      if (letter === '4' || letter === '6' || letter === 'i' || letter === 'r' || letter === 'u' || letter === 'm') continue;
      if (letter === 'v') {
        process.out(`${BANNER}\n`);
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
        if (!isIPAddress(value)) {
          process.err(`Invalid IP address ${value}\n`);
          return 1;
        }
        const query = begin(reverseName(parseIP(value) as IPValue));
        if (!query.typeGiven) query.type = 'PTR';
        query.typeGiven = true;
      } else if (letter === 't') setType(process, current, value);
      else if (letter === 'q') begin(value);
      else if (letter === 'p') (queries.length === 0 ? global : current).port = Number(value);
      else if (letter !== 'c' && letter !== 'b') {
        process.notSimulated('tool-option', { option: `dig -${letter}` }, `minato: dig -${letter} is not simulated`);
        return 1;
      }
    } else if (RECORD_TYPES.has(word.toUpperCase()) && !(queries.length > 0 && current.typeGiven) && !(queries.length === 0 && global.typeGiven)) {
      current.type = word.toUpperCase();
      current.typeGiven = true;
    } else if (/^(IN|CH|HS)$/i.test(word)) continue;
    else {
      const query = begin(word);
      if (queries.length === 1) {
        query.type = global.type;
        query.typeGiven = global.typeGiven;
      }
    }
  }
  if (queries.length === 0) queries.push({ ...global, name: '.', type: global.typeGiven ? global.type : 'NS' });
  return queries.map((query) => ({ ...query, ...(query.server === undefined && global.server !== undefined ? { server: global.server } : {}) }));
}

function setType(process: Process, query: Query, value: string): void {
  const type = value.toUpperCase();
  if (RECORD_TYPES.has(type)) {
    query.type = type;
    query.typeGiven = true;
  } else process.err(`;; Warning, ignoring invalid type ${value}\n`);
}

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
    if (match[3] === undefined || !/^\d+$/.test(match[3])) {
      process.err(
        match[3] === undefined ? `Invalid option: ${word}\n${USAGE}` : `invalid ${name === 'time' ? 'timeout' : name} '${match[3]}': not a valid number\n`,
      );
      return 1;
    }
    query.numbers.set(
      name === 'timeout' ? 'time' : name === 'retry' ? 'tries' : name,
      Math.max(name === 'ndots' ? 0 : 1, Number(match[3]) + (name === 'retry' ? 1 : 0)),
    );
    if (name === 'bufsize') query.on.set('edns', true);
  } else query.on.set(name === 'defname' ? 'search' : name === 'rdflag' ? 'recurse' : name, on);
  if (name === 'showsearch' && on) query.on.set('search', true);
  if (name === 'short' && on) for (const section of SECTIONS) query.on.set(section, section === 'answer');
  return undefined;
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
      return 10;
    }
    servers = addresses.slice(0, 1);
  }
  if (name.split('.').some((label) => label.length > 63) || name.length > 254) {
    process.err(`dig: '${name}' is not a legal name (${name.split('.').some((label) => label.length > 63) ? 'label too long' : 'ran out of space'})\n`);
    return 10;
  }
  const context = resolverContext(process, query.port);
  const options: LookupOptions = {
    rd: is('recurse', query.type !== 'AXFR'),
    ad: is('adflag', true),
    cd: is('cdflag'),
    search: is('search'),
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
  const banner = (): void => {
    if (!first || !is('cmd')) return;
    const asked = process.argv.slice(1).join(' ');
    process.out(`\n; <<>> ${BANNER} <<>> ${asked}\n${query.server === undefined ? '' : '; (1 server found)\n'};; global options: +cmd\n`);
  };
  const last = trace.exchanges.at(-1);
  const shown = new Set<DNSExchange | undefined>(
    is('showsearch') ? trace.exchanges.filter(({ reply }) => reply && !reply.flags.tc) : last?.reply ? [last] : [],
  );
  if (shown.size > 0 || last?.reply) banner();
  for (const [index, exchange] of trace.exchanges.entries()) {
    const { reply, failure, server } = exchange;
    const retried = trace.exchanges[index - 1]?.reply?.flags.tc === true && !options.ignoreTruncation;
    const tcp = options.tcp === true || query.type === 'AXFR';
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
    if (options.tcp || query.type === 'AXFR') return 9;
    banner();
    process.out(';; no servers could be reached\n');
    return 9;
  }
  if (query.type === 'AXFR' && last.reply.rcode !== 'NOERROR' && !short) process.out('; Transfer failed.\n');
  return 0;
}

function printMessage(process: Process, query: Query, { server }: DNSExchange, message: DNSMessage, tcp: boolean): void {
  const is = (option: string, missing = false): boolean => query.on.get(option) ?? missing;
  if (is('short')) {
    for (const { rdata } of message.answer) process.out(`${rdata}\n`);
    return;
  }
  const comments = is('comments');
  if (comments) process.out(headerText(message));
  const section = (name: string, title: string, lines: readonly string[]): void => {
    if (!is(name) || lines.length === 0) return;
    process.out(`${comments ? `;; ${title} SECTION:\n` : ''}${lines.map((line) => `${line}\n`).join('')}${comments ? '\n' : ''}`);
  };
  const style = { ttl: is('ttlid', true), class: is('class', true) };
  section('question', 'QUESTION', [
    `;${columns([
      [message.question.qname, 0],
      ['', 24],
      ['IN', style.ttl ? 32 : 24],
      [message.question.qtype, style.ttl ? 40 : 32],
    ])}`,
  ]);
  for (const name of ['answer', 'authority', 'additional'] as const)
    section(
      name,
      name.toUpperCase(),
      message[name].map((record) => recordText(record, style)),
    );
  if (is('stats')) {
    const t = civilTime(process.now);
    const two = (value: number): string => String(value).padStart(2, '0');
    const when = `${'Sun Mon Tue Wed Thu Fri Sat'.split(' ')[t.weekday]} ${'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[t.month - 1]} ${two(t.day)} ${two(t.hour)}:${two(t.minute)}:${two(t.second)} UTC ${t.year}`;
    process.out(
      `;; Query time: 0 msec\n;; SERVER: ${server}#${query.port}(${query.server ?? server}) (${tcp ? 'TCP' : 'UDP'})\n;; WHEN: ${when}\n;; MSG SIZE  rcvd: ${message.bytes}\n\n`,
    );
  }
}

function headerText({ rcode, id, flags, question, answer, authority, additional, edns }: DNSMessage): string {
  const set = (['qr', 'aa', 'tc', 'rd', 'ra', 'ad', 'cd'] as const).filter((flag) => flags[flag]);
  let text = ';; Got answer:\n';
  if (/(^|\.)local\.$/i.test(question.qname))
    text += ';; WARNING: .local is reserved for Multicast DNS\n;; You are currently testing what happens when an mDNS query is leaked to DNS\n';
  text += `;; ->>HEADER<<- opcode: QUERY, status: ${rcode}, id: ${id}\n;; flags: ${set.join(' ')}; QUERY: 1, ANSWER: ${answer.length}, AUTHORITY: ${authority.length}, ADDITIONAL: ${additional.length + (edns ? 1 : 0)}\n`;
  if (flags.rd && !flags.ra) text += ';; WARNING: recursion requested but not available\n';
  text += '\n';
  if (edns) {
    text += `;; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:${edns.do ? ' do' : ''}; udp: ${edns.udpSize}\n`;
    if (edns.cookie !== undefined) text += `; COOKIE: ${edns.cookie} (echoed)\n`;
  }
  return text;
}

function recordText({ name, ttl, type, rdata }: ResourceRecord, style: { readonly ttl: boolean; readonly class: boolean }): string {
  const shift = (style.ttl ? 8 : 0) + (style.class ? 8 : 0);
  return columns([
    [name, 0],
    ...(style.ttl ? [[String(ttl), 24] as const] : []),
    ...(style.class ? [['IN', style.ttl ? 32 : 24] as const] : []),
    [type, 24 + shift],
    [rdata, 32 + shift],
  ]);
}

/** Words at columns, with tabs of eight where one fits (masterdump.c indent()); a passed column still costs one. */
function columns(words: readonly (readonly [text: string, column: number])[]): string {
  let line = '';
  let at = 0;
  for (const [text, column] of words) {
    if (column > 0 && text !== '') {
      const to = Math.max(column, at + 1);
      const tabs = Math.floor(to / 8) - Math.floor(at / 8);
      line += tabs > 0 ? '\t'.repeat(tabs) + ' '.repeat(to % 8) : ' '.repeat(to - at);
      at = to;
    }
    line += text;
    at += text.length;
  }
  return line;
}
