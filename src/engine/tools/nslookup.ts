// Models nslookup of BIND 9.18 (bin/dig/nslookup.c) and busybox nslookup (networking/nslookup.c, 1.37.0), as recorded in
// cases dns/nslookup-and-host and dns/busybox-nslookup.
import type { DNSMessage, ResourceRecord } from '../api/dns-message.ts';
import { isIPAddress, parseIP, reverseName, type IPValue } from '../api/ip-address.ts';
import { busyboxNslookup as askBusybox, nslookup as askNslookup, type LookupOptions } from '../dns/lookup.ts';
import type { Process, Program, Running, Wait } from '../machine/process.ts';
import { classNamed, typeNamed } from './dig-arguments.ts';
import { notSimulated } from './options.ts';
import { resolveName, resolverContext } from './resolving.ts';
import { bare, bindConf, bindContext, failureText, isLegal, printSilence, serverOf, VERSION, wireName } from './lookups.ts';

const NSLOOKUP_USAGE = `Usage:
   nslookup [-opt ...]             # interactive mode using default server
   nslookup [-opt ...] - server    # interactive mode using 'server'
   nslookup [-opt ...] host        # just look up 'host' using default server
   nslookup [-opt ...] host server # just look up 'host' using 'server'
`;

/** What options and `set` change. */
interface Settings {
  type?: string;
  qclass?: string;
  detailed?: boolean;
  timeoutSeconds?: number;
  tries?: number;
  port?: number;
  search?: boolean;
  recurse?: boolean;
  tcp?: boolean;
  domain?: string;
  ndots?: number;
  /** The server that was named, and where it is. */
  server?: readonly [typed: string, address: string];
}

/** Switches: the whole name, how much of it is enough, and what it sets (nslookup.c setoption). */
const SWITCHES: readonly (readonly [name: string, enough: number, change: Settings])[] = [
  ['recurse', 3, { recurse: true }],
  ['norecurse', 5, { recurse: false }],
  ['defname', 3, { search: true }],
  ['nodefname', 5, { search: false }],
  ['vc', 2, { tcp: true }],
  ['novc', 4, { tcp: false }],
  ['debug', 3, { detailed: true }],
  ['nodebug', 5, { detailed: false }],
  ['search', 3, { search: true }],
  ['nosearch', 5, { search: false }],
  ['nod2', 4, {}],
  ['sil', 3, {}],
  ['fail', 3, {}],
  ['nofail', 5, {}],
];

/** Takes one option, without its hyphen; an exit status where it is not simulated. Models nslookup.c setoption. */
function takeOption(process: Process, settings: Settings, option: string): number | undefined {
  const [, name = '', value = ''] = /^([a-z]+)=(.*)$/i.exec(option) ?? [];
  const number = (what: string, key: 'timeoutSeconds' | 'tries' | 'port' | 'ndots'): undefined => {
    if (/^\d+$/.test(value)) settings[key] = Number(value);
    else process.out(`invalid ${what} '${value}': not a valid number\n`);
  };
  switch (name.toLowerCase()) {
    case 'type':
    case 'ty':
    case 'querytype':
    case 'query':
    case 'qu':
    case 'q': {
      const type = typeNamed(value);
      if (type === undefined) process.out(`unknown query type: ${value}\n`);
      else settings.type = type;
      return undefined;
    }
    case 'class':
    case 'cl': {
      const qclass = classNamed(value);
      if (qclass === undefined) process.out(`unknown query class: ${value}\n`);
      else settings.qclass = qclass;
      return undefined;
    }
    case 'domain':
    case 'do':
      settings.domain = value;
      return undefined;
    case 'port':
    case 'po':
      return number('port', 'port');
    case 'timeout':
    case 't':
      return number('timeout', 'timeoutSeconds');
    case 'retry':
    case 'ret':
      return number('tries', 'tries');
    case 'ndots':
      return number('ndots', 'ndots');
  }
  const typed = option.toLowerCase();
  if (typed === 'all') {
    showSettings(process, settings);
    return undefined;
  }
  if (typed === 'd2') {
    process.notSimulated('tool-option', { option: 'nslookup -d2' }, 'minato: nslookup -d2 is not simulated');
    return 1;
  }
  const known = SWITCHES.find(([whole, enough]) => typed.length >= enough && whole.startsWith(typed));
  if (known) Object.assign(settings, known[2]);
  else process.out(`*** Invalid option: ${option}\n`);
  return undefined;
}

/** Models nslookup.c show_settings. */
function showSettings(process: Process, settings: Settings): void {
  const { nameservers, tries } = bindConf(process);
  const { conf } = bindContext(process);
  const port = settings.port ?? 53;
  const servers = settings.server ? [settings.server] : nameservers.map((server) => [server, server] as const);
  const searches = settings.domain === undefined ? conf.searches : [settings.domain];
  process.out(
    servers.map(([typed, address]) => `Default server: ${typed}\nAddress: ${address}#${port}\n`).join('') +
      `\nSet options:\n  ${settings.tcp ? 'vc' : 'novc'}\t\t\t${settings.detailed ? 'debug' : 'nodebug'}\t\tnod2\n` +
      `  ${settings.search === false ? 'nosearch' : 'search'}\t\t${settings.recurse === false ? 'norecurse' : 'recurse'}\n` +
      `  timeout = ${settings.timeoutSeconds ?? 0}\t\tretry = ${settings.tries ?? tries}\tport = ${port}\tndots = ${settings.ndots ?? conf.ndots}\n` +
      `  querytype = ${(settings.type ?? 'A').padEnd(8)}\tclass = ${settings.qclass ?? 'IN'}\n  srchlist = ${searches.join('/')}\n`,
  );
}

export const nslookup: Program = function* (process): Running {
  const settings: Settings = {};
  const words: string[] = [];
  for (const word of process.argv.slice(1)) {
    if (/^-ver/i.test(word)) {
      process.err(`nslookup ${VERSION}\n`);
      return 0;
    }
    if (!word.startsWith('-') || word === '-') words.push(word);
    else if (takeOption(process, settings, word.slice(1)) !== undefined) return 1;
  }
  const [name, serverName] = words;
  // Nothing may stand behind the server (nslookup.c parse_args).
  if (serverName !== undefined && process.argv.at(-1) !== serverName) {
    process.err(NSLOOKUP_USAGE);
    return 1;
  }
  const found = yield* serverOf(process, serverName);
  if (typeof found === 'number') return found;
  if (found && serverName !== undefined) settings.server = [serverName, found[0] ?? ''];
  const status = name === undefined || name === '-' ? yield* converse(process, settings) : yield* lookUp(process, settings, name);
  if (typeof status === 'number') process.out('\n');
  return status ?? 1;
};

/** Lines of standard input, as nslookup takes them when it was given no name; `undefined` where nobody wrote any, or a server has no address. */
function* converse(process: Process, settings: Settings): Generator<Wait, number | undefined, void> {
  // Without any lookup it fails (nslookup.c: query_error).
  let status = 1;
  let failed = false;
  for (let read = 0; ; read++) {
    const line = yield* process.input.readLine();
    if (line === undefined && read > 0) return status;
    if (line === undefined) {
      process.notSimulated('tool-option', { option: 'nslookup (interactive)' }, 'minato: an interactive nslookup is not simulated');
      return undefined;
    }
    const [verb = '', argument] = line.trim().split(/\s+/);
    const command = verb.toLowerCase();
    if (command === 'exit') return status;
    if (command === 'set' && argument !== undefined) takeOption(process, settings, argument);
    else if ((command === 'server' || command === 'lserver') && argument !== undefined) {
      const found = yield* serverOf(process, argument);
      if (typeof found === 'number' || found === undefined) return undefined;
      settings.server = [argument, found[0] ?? ''];
      process.out(`Default server: ${argument}\nAddress: ${found[0]}#${settings.port ?? 53}\n`);
    } else if (command === 'help' || command === '?') process.out(`The '${verb}' command is not yet implemented.\n`);
    else if (['finger', 'root', 'ls', 'view'].includes(command)) process.out(`The '${verb}' command is not implemented.\n`);
    else if (verb !== '') {
      failed = (yield* lookUp(process, settings, verb)) !== 0 || failed;
      status = failed ? 1 : 0;
    }
  }
}

/** One lookup; `undefined` where nobody can ask for the name. */
function* lookUp(process: Process, settings: Settings, name: string): Generator<Wait, number | undefined, void> {
  const { type, detailed, server: named, port } = settings;
  if (!isLegal(process, name)) return undefined;
  const backwards = isIPAddress(name);
  const isTyped = type !== undefined;
  const asked = backwards ? reverseName(parseIP(name) as IPValue) : wireName(name);
  const conf = bindConf(process);
  const lookup: LookupOptions = {
    ...(named ? { servers: [named[1]] } : {}),
    timeoutSeconds: settings.timeoutSeconds || conf.timeoutSeconds,
    tries: Math.max(1, settings.tries ?? conf.tries),
    ...(settings.search === false ? { search: false } : {}),
    ...(settings.recurse === false ? { rd: false } : {}),
    ...((settings.tcp ?? type === 'ANY') ? { tcp: true } : {}),
    ...(settings.domain ? { searches: [settings.domain] } : {}),
    ...(settings.ndots === undefined ? {} : { ndots: settings.ndots }),
    ...(settings.qclass === undefined || settings.qclass === 'IN' ? {} : { qclass: settings.qclass }),
  };
  const trace = yield* askNslookup(bindContext(process, port), asked, backwards ? 'PTR' : type, lookup);
  process.trace({ dns: trace });
  if (printSilence(process, trace, port)) return 1;
  // Records of another class than the question's make it a bad packet, which nslookup prints byte by byte.
  if (lookup.qclass && trace.exchanges.some(({ reply }) => reply && reply.answer.length + reply.authority.length > 0)) {
    process.notSimulated('tool-option', { option: 'nslookup -class' }, 'minato: nslookup -class of this name is not simulated');
    return undefined;
  }
  // The search's replies come before the first one is printed, but with -debug; what follows is printed as it comes.
  const firstShown = trace.exchanges.findIndex(({ reply }) => reply !== undefined && reply.rcode !== 'NXDOMAIN');
  const shown = firstShown < 0 ? trace.exchanges.length - 1 : firstShown;
  const isUnheaded = backwards && !isTyped;
  let header = isUnheaded;
  let found = false;
  let status = 0;
  for (const [index, exchange] of trace.exchanges.entries()) {
    const { reply, server } = exchange;
    process.out(failureText(exchange, port));
    if (!reply) continue;
    // A server that somebody named is not asked what it can do (nslookup.c setsrv: check_ra).
    const fails = reply.rcode === 'SERVFAIL';
    // Models BIND 9.18 dighost.c recv_done (case faults/the-resolver-upstream-is-gone).
    if ((fails || (!reply.flags.ra && reply.flags.rd)) && !named)
      process.out(`;; Got ${fails ? 'SERVFAIL reply' : 'recursion not available'} from ${server}\n`);
    if (index < shown && !detailed) continue;
    if (!header) process.out(`Server:\t\t${named?.[0] ?? server}\nAddress:\t${server}#${port ?? 53}\n\n`);
    header = isUnheaded || !detailed || index >= shown;
    if (detailed) process.out(detailsOf(reply));
    if (reply.rcode !== 'NOERROR') {
      process.out(
        `** server can't find ${index === shown && firstShown < 0 && !backwards && !detailed ? bare(name) : bare(reply.question.qname)}: ${reply.rcode}\n`,
      );
      status = 1;
    } else {
      // Of the two questions that are asked of themselves, the second one tells that neither was answered.
      found ||= reply.answer.length > 0;
      printAnswer(process, backwards ? bare(asked) : name, reply, index === shown, isTyped, isTyped || (!found && index > shown));
    }
  }
  return status;
}

/** What -debug shows of a reply. Models bin/dig/nslookup.c detailsection. */
function detailsOf({ question, answer, authority, additional }: DNSMessage): string {
  const value = ({ type, rdata }: ResourceRecord): string => (type === 'SOA' ? authorityText(rdata) : `\t${wordsOf(type)}${rdata}\n`);
  const section = (title: string, records: readonly ResourceRecord[]): string =>
    `    ${title}:\n${records.map((one) => `    ->  ${bare(one.name)}\n${value(one)}\tttl = ${one.ttl}\n`).join('')}`;
  return `------------\n    QUESTIONS:\n\t${bare(question.qname)}, type = ${question.qtype}, class = ${question.qclass ?? 'IN'}\n${section('ANSWERS', answer)}${section('AUTHORITY RECORDS', authority)}${section('ADDITIONAL RECORDS', additional)}------------\n`;
}

function printAnswer(process: Process, name: string, reply: DNSMessage, isFirst: boolean, isTyped: boolean, tells: boolean): void {
  const { flags, answer, question } = reply;
  if (!flags.aa && (isTyped || question.qtype === 'A')) process.out('Non-authoritative answer:\n');
  if (answer.length === 0) {
    if (tells) process.out(`*** Can't find ${name}: No answer\n`);
  } else
    process.out(
      recordsText(
        answer.filter(({ type }) => isFirst || type !== 'CNAME'),
        true,
      ),
    );
  if (!flags.aa && question.qtype !== 'A' && question.qtype !== 'AAAA')
    process.out(`\nAuthoritative answers can be found from:\n${recordsText(reply.authority, false)}${recordsText(reply.additional, false)}`);
}

/** What nslookup calls the data of a type (nslookup.c rtypetext). */
const TYPE_WORDS: { readonly [type: string]: string } = {
  A: 'internet address',
  NS: 'nameserver',
  CNAME: 'canonical name',
  PTR: 'name',
  MX: 'mail exchanger',
  TXT: 'text',
  SRV: 'service',
};

const wordsOf = (type: string): string => (type === 'AAAA' ? 'has AAAA address ' : `${TYPE_WORDS[type] ?? `rdata_${type}`} = `);

function authorityText(rdata: string): string {
  const [origin = '', mail = '', ...numbers] = rdata.split(' ');
  const lines = ['serial', 'refresh', 'retry', 'expire', 'minimum'].map((word, index) => `\t${word} = ${numbers[index]}\n`);
  return `\torigin = ${bare(origin)}\n\tmail addr = ${bare(mail)}\n${lines.join('')}`;
}

const recordsText = (records: readonly ResourceRecord[], isAnswer: boolean): string =>
  records
    .map(({ name, type, rdata }) => {
      const own = bare(name);
      if (isAnswer && (type === 'A' || type === 'AAAA')) return `Name:\t${own}\nAddress: ${rdata}\n`;
      return type === 'SOA' ? `${own}\n${authorityText(rdata)}` : `${own}\t${wordsOf(type)}${rdata}\n`;
    })
    .join('');

/** Bounds of options that take a number (busybox 1.37.0 nslookup.c, xatou_range), and of what is tried here. */
const MOST: { readonly [option: string]: number } = { timeout: 2_147_483, retry: 2_147_483_647, port: 65_535 };
const MOST_SIMULATED_TRIES = 100;

export const busyboxNslookup: Program = function* (process): Running {
  const types: string[] = [];
  const words: string[] = [];
  let detailed = false;
  const pace: { timeoutMs?: number; tries?: number } = {};
  let port = 53;
  for (const word of process.argv.slice(1)) {
    const match = /^-(?:type|t|query|querytype|q)=(.*)$/.exec(word);
    const [, paced, count = ''] = /^-(timeout|retry|port)=(.*)$/.exec(word) ?? [];
    if (paced !== undefined) {
      const most = MOST[paced] as number;
      const isNumber = /^\d+$/.test(count);
      if (!isNumber || Number(count) < 1 || Number(count) > most) {
        process.err(`nslookup: ${isNumber ? `number ${count} is not in 1..${most} range` : `invalid number '${count}'`}\n`);
        return 1;
      }
      if (paced === 'retry' && Number(count) > MOST_SIMULATED_TRIES) return notSimulated(process, `nslookup ${word}`);
    }
    if (match) types.push((match[1] as string).toUpperCase());
    else if (paced === 'timeout') pace.timeoutMs = Number(count) * 1000;
    else if (paced === 'retry') pace.tries = Number(count);
    else if (paced === 'port') port = Number(count);
    else if (word === '-debug') detailed = true;
    else words.push(word);
  }
  const [name, serverName, ...more] = words;
  const wrong = types.find((type) => !['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT', 'ANY'].includes(type));
  const misread = name === undefined || name.startsWith('-') || more.length > 0;
  if (misread || wrong !== undefined) {
    process.err(
      wrong !== undefined && !misread
        ? `nslookup: invalid query type "${wrong.toLowerCase()}"\n`
        : 'BusyBox v1.37.0 (Debian 1:1.37.0-6+b9) multi-call binary.\n\nUsage: nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]\n\nQuery DNS about HOST\n\nQUERY_TYPE: soa,ns,a,aaaa,cname,mx,txt,ptr,srv,any\n',
    );
    return 1;
  }
  let context = resolverContext(process, port);
  let servers: readonly string[] = context.conf.nameservers;
  if (serverName !== undefined) {
    const { addresses } = yield* resolveName(process, serverName, 'both');
    if (addresses.length === 0) {
      process.err(`nslookup: bad address '${serverName}'\n`);
      return 1;
    }
    servers = addresses;
  }
  const backwards = isIPAddress(name) && types.length === 0;
  const asked = backwards ? reverseName(parseIP(name) as IPValue) : name;
  // A name that ends with a dot is asked as it stands, and told with it.
  const dot = /[^.]\.$/.test(asked) && !backwards ? '.' : '';
  if (dot) context = { ...context, conf: { ...context.conf, searches: [] } };
  const trace = yield* askBusybox(context, bare(asked), types.length > 0 ? types : backwards ? ['PTR'] : ['A', 'AAAA'], servers, pace);
  process.trace({ dns: trace });
  const refused = trace.exchanges.find(({ failure }) => failure === 'refused' || failure === 'unreachable');
  const answered = trace.exchanges.filter(({ reply }) => reply !== undefined);
  if (answered.length === 0) {
    if (refused)
      process.err(
        refused.failure === 'refused'
          ? `nslookup: write to '${refused.server}': Connection refused\n`
          : `nslookup: can't connect to remote host (${refused.server}): Network is unreachable\n`,
      );
    process.out(';; connection timed out; no servers could be reached\n\n');
    return 1;
  }
  process.out(`Server:\t\t${answered[0]?.server}\nAddress:\t${answered[0]?.server}:${port}\n\n`);
  let status = 0;
  for (const [index, { reply }] of (answered as readonly { readonly reply: DNSMessage }[]).entries()) {
    if (detailed) process.out(`Query #${index} completed in 0ms:\n`);
    if (reply.rcode !== 'NOERROR') {
      status = 1;
      process.out(`** server can't find ${bare(reply.question.qname)}${dot}: ${reply.rcode}\n\n`);
      continue;
    }
    if (!reply.flags.aa) process.out('Non-authoritative answer:\n');
    else if (detailed) process.out('authoritative answer:\n');
    for (const { name: owner, type, rdata } of reply.answer) {
      const own = bare(owner);
      const target = bare(rdata);
      if (type === 'A' || type === 'AAAA') process.out(`Name:\t${own}\nAddress: ${rdata}\n`);
      else if (type === 'CNAME') process.out(`${own}\tcanonical name = ${target}\n`);
      else if (type === 'PTR') process.out(`${own}\tname = ${target}\n`);
      else if (type === 'MX') process.out(`${own}\tmail exchanger = ${target}\n`);
      else if (type === 'NS') process.out(`${own}\tnameserver = ${target}\n`);
      else if (type === 'TXT') process.out(`${own}\ttext = ${rdata}\n`);
      else if (type === 'SRV') process.out(`${own}\tservice = ${target}\n`);
      else if (type === 'SOA') {
        const [origin = '', mail = '', ...numbers] = rdata.split(' ');
        process.out(
          `${own}\n\torigin = ${bare(origin)}\n\tmail addr = ${bare(mail)}\n${['serial', 'refresh', 'retry', 'expire', 'minimum'].map((word, index) => `\t${word} = ${numbers[index]}\n`).join('')}`,
        );
      }
    }
    process.out('\n');
  }
  return status;
};
