// Models dig of BIND 9.18.49 (bin/dig/dig.c, dighost.c), as recorded in cases dns/*.
import { civilTime } from '../clock/instant.ts';
import type { DNSExchange, DNSMessage } from '../api/dns-message.ts';
import { familyOf } from '../api/ip-address.ts';
import { dig as ask, type LookupOptions } from '../dns/lookup.ts';
import type { Process, Program, Running, Wait } from '../machine/process.ts';
import { emptyLine, readArguments, type Line, type Query } from './dig-arguments.ts';
import { headerText, questionText, recordText, yamlText, type EDNSPart } from './dig-text.ts';
import { bare, bindConf, bindContext, FAILURES, isLegal, wireName } from './lookups.ts';
import { ownAddresses, resolveName } from './resolving.ts';

export const dig: Program = function* (process): Running {
  const line = emptyLine();
  const asked = yield* readArguments(process, process.argv.slice(1), line);
  if (typeof asked === 'number') return asked;
  let status = 0;
  const lookUpAll = function* (queries: readonly Query[]): Generator<Wait, void, void> {
    for (const query of queries) {
      const code = yield* lookUp(process, line, query);
      if (code !== 0) status = code;
      if (code === 10) break;
    }
  };
  let text: string | undefined = '';
  if (line.batch !== undefined) {
    text = line.batch === '-' ? yield* process.input.readAll() : process.files.read(line.batch);
    if (text === undefined) {
      process.err(`${line.batch}: No such file or directory\ndig: couldn't open specified batch file\n`);
      return 8;
    }
  }
  yield* lookUpAll(asked);
  // Comments are passed over before the first question only: dighost.c's own loop does not look for them.
  const lines = text.split('\n').slice(0, text.endsWith('\n') || text === '' ? -1 : undefined);
  const first = lines.findIndex((one) => !/^[\r#;]|^$/.test(one));
  for (const one of first < 0 ? [] : lines.slice(first)) {
    const words = one.split(/[ \t\r]+/).filter((word) => word !== '');
    const more = yield* readArguments(process, words, line, true);
    if (typeof more === 'number') return more;
    yield* lookUpAll(more);
  }
  return status;
};

/** Parts of an EDNS record that CoreDNS sends back as they came, with their bytes (coredns plugin/pkg/edns; case dns/words-for-dig-in-any-order). */
function ednsParts({ on, numbers }: Query, asked: number): readonly EDNSPart[] {
  const parts: EDNSPart[] = [];
  if (on.get('nsid')) parts.push(['NSID:', 4, true]);
  if (on.get('expire')) parts.push(['EXPIRE:', 4]);
  if (on.get('keepalive')) parts.push(['TCP KEEPALIVE:', 4]);
  const block = numbers.get('padding') ?? 0;
  if (block > 0) {
    const used = parts.reduce((sum, part) => sum + part[1], asked + 4);
    const pad = (block - (used % block)) % block;
    parts.push([pad === 0 ? 'PAD' : `PAD: (${pad} byte${pad === 1 ? '' : 's'})`, 4 + pad]);
  }
  return parts;
}

function* lookUp(process: Process, line: Line, query: Query): Generator<Wait, number, void> {
  const { on, numbers } = query;
  const is = (option: string, missing = false): boolean => on.get(option) ?? missing;
  const name = wireName(query.name);
  if (!isLegal(process, query.name, (mistake) => `dig: '${query.name}' is not a legal name (${mistake})\n`)) return 10;
  const isTransfer = query.type === 'AXFR' || (query.type === 'IXFR' && is('tcp'));
  const tcp = is('tcp') || isTransfer;
  const port = line.port ?? (is('https') ? 443 : is('tls') ? 853 : 53);
  const conf = bindConf(process);
  let servers: readonly string[] = query.servers.map(([address]) => address);
  if (servers.length === 0) {
    servers = conf.nameservers.filter((server) => line.family === undefined || familyOf(server) === line.family);
    if (servers.length === 0) servers = [line.family === 'IPv4' ? '127.0.0.1' : '::1'];
  } else if (line.family === 'IPv6' && servers.every((server) => familyOf(server) === 'IPv4')) {
    if (!line.yaml) process.out(`${servers.map((server) => `;; Skipping mapped address '::ffff:${server}'\n`).join('')};; No acceptable nameservers\n`);
    return 0;
  }
  const typedFor = (server: string): string => query.servers.find(([address]) => address === server)?.[1] ?? server;
  const tries = numbers.get('tries') ?? conf.tries;
  const misplaced = line.source === undefined ? undefined : sourceProblem(process, line.source, servers[0] ?? '');
  if (misplaced !== undefined) {
    const way = `${tcp ? 'Connection to' : 'UDP setup with'} ${servers[0]}#${port}(${typedFor(servers[0] ?? '')}) for ${query.name} failed: ${misplaced}.`;
    for (let attempt = 0; attempt < tries; attempt += 1) {
      process.step();
      process.out(`;; ${way}\n;; no servers could be reached\n`);
    }
    return 9;
  }
  const options: LookupOptions = {
    rd: is('recurse', !isTransfer),
    ad: is('adflag', true),
    cd: is('cdflag'),
    search: line.search || line.domain !== undefined,
    ...(query.qclass === 'IN' ? {} : { qclass: query.qclass }),
    ...(line.domain === undefined ? {} : { searches: [line.domain] }),
    tcp,
    ignoreTruncation: is('ignore'),
    timeoutSeconds: line.timeoutSeconds ?? conf.timeoutSeconds,
    tries,
    ...(line.ndots === undefined ? {} : { ndots: line.ndots }),
    servers,
  };
  const edns = is('edns', true)
    ? { edns: { udpSize: numbers.get('bufsize') ?? 1232, cookie: is('cookie', true), ...(is('dnssec') ? { do: true } : {}) } }
    : { edns: undefined as never };
  const isTrace = is('trace');
  const trace = yield* ask(bindContext(process, port), isTrace ? '.' : name, isTrace ? 'NS' : query.type, { ...options, ...edns });
  process.trace({ dns: trace });
  const comment = (text: string): void => {
    if (is('comments') && !line.yaml) process.out(`;; ${text}\n`);
  };
  const greet = (): void => {
    if (!line.short && line.cmd) process.out(query.greeting);
    query.greeting = '';
  };
  const last = trace.exchanges.at(-1);
  const isSearch = is('nssearch');
  const shown = new Set<DNSExchange | undefined>(
    isSearch ? [] : line.showsearch ? trace.exchanges.filter(({ reply }) => reply && !reply.flags.tc) : last?.reply ? [last] : [],
  );
  // Records of another class than the question's (lib/dns/message.c; case dns/a-phone-book-read-aloud).
  for (const { reply } of trace.exchanges)
    if (reply?.question.qclass && reply.question.qclass !== 'ANY' && reply.answer.length + reply.authority.length > 0 && !line.yaml)
      process.out(';; Warning: Message parser reports malformed message packet.\n');
  if (is('edns', true) && (numbers.get('edns') ?? 0) > 0) comment('BADVERS, retrying with EDNS version 0.');
  const show = (exchange: DNSExchange, message: DNSMessage, isTCP: boolean): void => {
    greet();
    const id = numbers.get('qid') ?? message.id;
    printMessage(process, line, query, {
      message: { ...message, id },
      asked: exchange.query.bytes,
      server: exchange.server,
      typed: typedFor(exchange.server),
      port,
      tcp: isTCP,
    });
  };
  for (const [index, exchange] of trace.exchanges.entries()) {
    const { reply, failure, server } = exchange;
    const retried = trace.exchanges[index - 1]?.reply?.flags.tc === true && !options.ignoreTruncation;
    if (is('qr')) show(exchange, exchange.query, tcp || retried);
    if (line.yaml && !reply) continue;
    if (failure)
      process.out(
        tcp
          ? `;; Connection to ${server}#${port}(${typedFor(server)}) for ${query.name} failed: ${FAILURES[failure]}.\n;; no servers could be reached\n`
          : `;; communications error to ${server}#${port}: ${FAILURES[failure]}\n`,
      );
    else if (reply?.flags.tc && !tcp && !options.ignoreTruncation && exchange !== last) comment('Truncated, retrying in TCP mode.');
    if (shown.has(exchange) && reply) {
      if (isTransfer) {
        greet();
        // Nobody here gives a zone away.
        const refusal: DNSMessage = { ...reply, rcode: 'REFUSED', answer: [], authority: [], additional: [] };
        printMessage(process, line, query, { message: refusal, asked: 0, server, typed: typedFor(server), port, tcp, isTransfer });
        process.out('; Transfer failed.\n');
      } else show(exchange, reply, tcp || retried);
    }
  }
  if (!last?.reply) {
    if (line.yaml) process.out('- type: DIG_ERROR\n  message: |\n    no servers could be reached\n');
    // A greeting that was made is printed here, whatever was said after it (dighost.c recv_done).
    else if (!tcp) process.out(`${query.greeting};; no servers could be reached\n`);
    return 9;
  }
  if (isSearch) return yield* askServersOf(process, last.reply, port, options);
  if (!isTrace) return 0;
  // From the root on the servers themselves are asked, if anybody knows where they are.
  for (const { rdata } of last.reply.answer) {
    const { addresses } = yield* resolveName(process, rdata, 'both');
    const server = rdata.replace(/\.$/, '');
    if (addresses.length > 0) {
      process.notSimulated('tool-option', { option: 'dig +trace' }, 'minato: dig +trace beyond the root is not simulated');
      return 1;
    }
    process.out(`couldn't get address for '${server}': not found\n`);
    process.err(`dig: couldn't get address for '${server}': no more\n`);
    return 1;
  }
  return 0;
}

/** `+nssearch`: all servers of a zone are asked for its SOA; whatever they say, this version tells that none could be reached (case dns/any-and-other-types). */
function* askServersOf(process: Process, { answer }: DNSMessage, port: number, options: LookupOptions): Generator<Wait, number, void> {
  const servers = answer.filter(({ type }) => type === 'NS');
  for (const { name, rdata } of servers) {
    const { addresses } = yield* resolveName(process, bare(rdata), 'both');
    if (addresses.length > 0)
      process.trace({ dns: yield* ask(bindContext(process, port), name, 'SOA', { ...options, rd: false, search: false, servers: addresses }) });
  }
  if (servers.length === 0) return 0;
  process.out(';; NS servers could not be reached\n');
  return 9;
}

/** Why a question cannot leave from an address, in BIND's words. */
function sourceProblem(process: Process, source: string, server: string): string | undefined {
  const isLoopback = (ip: string): boolean => ip === '::1' || ip.startsWith('127.');
  if (isLoopback(source)) return isLoopback(server) ? undefined : 'invalid file';
  return ownAddresses(process, familyOf(source)).includes(source) ? undefined : 'address not available';
}

/** A message, and how it came. */
interface Shown {
  readonly message: DNSMessage;
  /** The bytes of the question. */
  readonly asked: number;
  readonly server: string;
  readonly typed: string;
  readonly port: number;
  readonly tcp: boolean;
  readonly isTransfer?: boolean;
}

function printMessage(process: Process, line: Line, query: Query, { message, asked, server, typed, port, tcp, isTransfer }: Shown): void {
  const is = (option: string, missing = false): boolean => query.on.get(option) ?? missing;
  if (line.yaml) process.out(yamlText(message, { server, port, tcp, now: process.now, shows: (part) => is(part) && (part === 'comments' || !line.short) }));
  if (line.short) {
    if (is('answer'))
      for (const { rdata } of message.flags.qr ? message.answer : [])
        process.out(`${rdata}${is('identify') ? ` from server ${server} in 0 ${is('usec') ? 'us' : 'ms'}.` : ''}\n`);
    return;
  }
  if (line.yaml) return;
  const parts = message.edns ? ednsParts(query, asked) : [];
  const bytes = parts.reduce((sum, part) => sum + part[1], message.bytes);
  const comments = is('comments');
  if (comments) process.out(headerText(message, parts));
  const section = (name: string, title: string, lines: readonly string[]): void => {
    if (!is(name) || lines.length === 0) return;
    process.out(`${comments ? `;; ${title} SECTION:\n` : ''}${lines.map((one) => `${one}\n`).join('')}${comments ? '\n' : ''}`);
  };
  const style = { ttl: is('ttlid', true), class: is('class', true), multiline: is('multiline'), units: is('ttlunits') };
  section('question', 'QUESTION', [questionText(message.question, style)]);
  for (const name of ['answer', 'authority', 'additional'] as const)
    section(
      name,
      name.toUpperCase(),
      message[name].map((record) => recordText(record, style)),
    );
  if (isTransfer) return;
  const unit = is('usec') ? 'us' : 'ms';
  if (!message.flags.qr) {
    if (is('stats')) process.out(`;; QUERY SIZE: ${bytes}\n\n`);
  } else if (is('stats')) {
    const t = civilTime(process.now);
    const two = (value: number): string => String(value).padStart(2, '0');
    const when = `${'Sun Mon Tue Wed Thu Fri Sat'.split(' ')[t.weekday]} ${'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[t.month - 1]} ${two(t.day)} ${two(t.hour)}:${two(t.minute)}:${two(t.second)} UTC ${t.year}`;
    process.out(
      `;; Query time: 0 ${unit}ec\n;; SERVER: ${server}#${port}(${typed}) (${tcp ? 'TCP' : 'UDP'})\n;; WHEN: ${when}\n;; MSG SIZE  rcvd: ${bytes}\n\n`,
    );
  } else if (is('identify') && !is('trace')) process.out(`;; Received ${bytes} bytes from ${server}#${port}(${typed}) in 0 ${unit}\n\n`);
}
