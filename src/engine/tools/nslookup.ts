// Models nslookup of BIND 9.18 (bin/dig/nslookup.c) and busybox nslookup (networking/nslookup.c, 1.37.0), as recorded in
// cases dns/nslookup-and-host and dns/busybox-nslookup.
import type { DNSMessage, DNSTrace, ResourceRecord } from '../api/dns-message.ts';
import { isIPAddress, parseIP, reverseName, type IPValue } from '../api/ip-address.ts';
import { busyboxNslookup as askBusybox, nslookup as askNslookup, type LookupOptions } from '../dns/lookup.ts';
import type { Process, Program, Running, Wait } from '../machine/process.ts';
import { RECORD_TYPES } from './dig.ts';
import { resolveName, resolverContext } from './resolving.ts';
import { bare, isIllegal, printFailures, serverOf, VERSION } from './lookups.ts';

const NSLOOKUP_USAGE = `Usage:
   nslookup [-opt ...]             # interactive mode using default server
   nslookup [-opt ...] - server    # interactive mode using 'server'
   nslookup [-opt ...] host        # just look up 'host' using default server
   nslookup [-opt ...] host server # just look up 'host' using 'server'
`;

/** What options and `set` change. */
interface Settings {
  type?: string;
  detailed?: boolean;
  timeoutSeconds?: number;
  tries?: number;
  port?: number;
  search?: boolean;
  recurse?: boolean;
  tcp?: boolean;
  domain?: string;
  ndots?: number;
}

/** Takes one option, without its hyphen; an exit status where it is not simulated. Models nslookup.c setoption. */
function takeOption(process: Process, settings: Settings, option: string): number | undefined {
  const [, name = '', value = ''] = /^([a-z0-9]+)(?:=(.*))?$/i.exec(option) ?? [];
  if (/^(type|ty|querytype|query|q|t)$/i.test(name)) {
    if (RECORD_TYPES.has(value.toUpperCase())) settings.type = value.toUpperCase();
    else process.out(`unknown query type: ${value}\n`);
  } else if (/^t(imeout|ime)$/.test(name)) settings.timeoutSeconds = Number(value) || 5;
  else if (name === 'retry' || name === 'ret') settings.tries = Math.max(1, Number(value) || 1);
  else if (name === 'port') settings.port = Number(value) || 53;
  else if (name === 'nosearch' || name === 'nodefname') settings.search = false;
  else if (name === 'nodebug') delete settings.detailed;
  else if (name === 'norecurse' || name === 'norec') settings.recurse = false;
  else if (name === 'vc' || name === 'novc') settings.tcp = name === 'vc';
  else if (name === 'domain' || name === 'do') settings.domain = value;
  else if (name === 'ndots' || name === 'nd') settings.ndots = Number(value) || 0;
  else if (!['search', 'defname', 'recurse', 'class', 'cl', 'fail', 'nofail', 'nod2', 'version'].includes(name)) {
    if (/^deb(ug)?$/.test(name)) {
      settings.detailed = true;
      return undefined;
    }
    if (['d2', 'all'].includes(name)) {
      process.notSimulated('tool-option', { option: `nslookup -${name}` }, `minato: nslookup -${name} is not simulated`);
      return 1;
    }
    process.out(`*** Invalid option: ${name}\n`);
  }
  return undefined;
}

export const nslookup: Program = function* (process): Running {
  const settings: Settings = {};
  const words: string[] = [];
  for (const word of process.argv.slice(1)) {
    if (!/^-[a-z0-9]+(=.*)?$/i.test(word)) words.push(word);
    else if (takeOption(process, settings, word.slice(1)) !== undefined) return 1;
  }
  if (process.argv.some((word) => word === '-version' || word === '-ver')) {
    process.err(`nslookup ${VERSION}\n`);
    return 0;
  }
  const [name, serverName] = words;
  const first = process.argv.findIndex((word, at) => at > 0 && !word.startsWith('-'));
  if (first > 0 && process.argv.length - first > 2) {
    process.err(NSLOOKUP_USAGE);
    return 1;
  }
  const status = name === undefined ? yield* converse(process, settings) : yield* lookUp(process, settings, name, serverName);
  if (typeof status === 'number') process.out('\n');
  return status ?? 1;
};

/** Lines of standard input, as nslookup takes them when it was given no name; `undefined` where nobody wrote any. */
function* converse(process: Process, settings: Settings): Generator<Wait, number | undefined, void> {
  let server: string | undefined;
  for (let read = 0; ; read++) {
    const line = yield* process.input.readLine();
    if (line === undefined && read > 0) return 0;
    if (line === undefined) {
      process.notSimulated('tool-option', { option: 'nslookup (interactive)' }, 'minato: an interactive nslookup is not simulated');
      return undefined;
    }
    const [verb = '', ...rest] = line.trim().split(/\s+/);
    if (verb === 'exit') return 0;
    else if (verb === 'set') for (const option of rest) takeOption(process, settings, option);
    else if (verb === 'server' || verb === 'lserver') {
      const found = yield* serverOf(process, rest[0]);
      if (typeof found === 'number' || found === undefined) continue;
      server = rest[0];
      process.out(`Default server: ${rest[0]}\nAddress: ${found[0]}#${settings.port ?? 53}\n`);
    } else if (verb !== '') yield* lookUp(process, settings, verb, rest[0] ?? server);
  }
}

/** One lookup; `undefined` where its server has no address, or nobody can ask for the name. */
function* lookUp(process: Process, settings: Settings, name: string, serverName: string | undefined): Generator<Wait, number | undefined, void> {
  const { type, detailed, ...options } = settings;
  if (isIllegal(process, name)) return undefined;
  const servers = yield* serverOf(process, serverName);
  if (typeof servers === 'number') return undefined;
  const backwards = isIPAddress(name) && type === undefined;
  const asked = backwards ? reverseName(parseIP(name) as IPValue) : name;
  const lookup: LookupOptions = {
    ...(servers ? { servers } : {}),
    ...(options.timeoutSeconds ? { timeoutSeconds: options.timeoutSeconds } : {}),
    ...(options.tries ? { tries: options.tries } : {}),
    ...(options.search === false ? { search: false } : {}),
    ...(options.recurse === false ? { rd: false } : {}),
    ...(options.tcp ? { tcp: true } : {}),
    ...(options.domain ? { searches: [options.domain] } : {}),
    ...(options.ndots === undefined ? {} : { ndots: options.ndots }),
  };
  const trace = yield* askNslookup(resolverContext(process, options.port), asked, backwards ? 'PTR' : type, lookup);
  process.trace({ dns: trace });
  if (printFailures(process, trace, options.port)) {
    process.out(';; no servers could be reached\n');
    return 1;
  }
  const warn = ({ server, reply }: DNSTrace['exchanges'][number]): void => {
    // A server that somebody named is not asked what it can do (nslookup.c setsrv: check_ra).
    if (reply && !reply.flags.ra && reply.flags.rd && serverName === undefined) process.out(`;; Got recursion not available from ${server}\n`);
  };
  // The search's replies come before the first one is printed, but with -debug; what follows is printed as it comes.
  const firstShown = trace.exchanges.findIndex(({ reply }) => reply !== undefined && reply.rcode !== 'NXDOMAIN');
  const shown = firstShown < 0 ? trace.exchanges.length - 1 : firstShown;
  let header = backwards;
  let found = false;
  let status = 0;
  for (const [index, exchange] of trace.exchanges.entries()) {
    const { reply, server } = exchange;
    if (!reply) continue;
    warn(exchange);
    if (index < shown && !detailed) continue;
    if (!header) process.out(`Server:\t\t${serverName ?? server}\nAddress:\t${server}#${options.port ?? 53}\n\n`);
    header = backwards || !detailed || index >= shown;
    if (detailed) process.out(detailsOf(reply));
    if (reply.rcode !== 'NOERROR') {
      process.out(
        `** server can't find ${index === shown && firstShown < 0 && !backwards && !detailed ? bare(name) : bare(reply.question.qname)}: ${reply.rcode}\n`,
      );
      status = 1;
    } else {
      // Of the two questions that are asked of themselves, the second one tells that neither was answered.
      found ||= reply.answer.length > 0;
      printAnswer(process, name, reply, index === shown, type !== undefined || backwards || (!found && index > shown));
    }
  }
  return status;
}

/** What -debug shows of a reply. Models bin/dig/nslookup.c detailsection. */
function detailsOf({ question, answer, authority, additional }: DNSMessage): string {
  const value = ({ type, rdata }: ResourceRecord): string => {
    const [origin = '', mail = '', ...numbers] = rdata.split(' ');
    switch (type) {
      case 'A':
        return `\tinternet address = ${rdata}\n`;
      case 'AAAA':
        return `\thas AAAA address ${rdata}\n`;
      case 'CNAME':
        return `\tcanonical name = ${rdata}\n`;
      case 'PTR':
        return `\tname = ${rdata}\n`;
      case 'SOA':
        return `\torigin = ${bare(origin)}\n\tmail addr = ${bare(mail)}\n${['serial', 'refresh', 'retry', 'expire', 'minimum'].map((word, at) => `\t${word} = ${numbers[at]}\n`).join('')}`;
      default:
        return `\trdata_${type} = ${rdata}\n`;
    }
  };
  const section = (title: string, records: readonly ResourceRecord[]): string =>
    `    ${title}:\n${records.map((one) => `    ->  ${bare(one.name)}\n${value(one)}\tttl = ${one.ttl}\n`).join('')}`;
  return `------------\n    QUESTIONS:\n\t${bare(question.qname)}, type = ${question.qtype}, class = IN\n${section('ANSWERS', answer)}${section('AUTHORITY RECORDS', authority)}${section('ADDITIONAL RECORDS', additional)}------------\n`;
}

function printAnswer(process: Process, name: string, reply: DNSMessage, isFirst: boolean, tells: boolean): void {
  if (reply.answer.length === 0) {
    if (tells) process.out(`*** Can't find ${name}: No answer\n`);
  } else {
    if (!reply.flags.aa && isFirst) process.out('Non-authoritative answer:\n');
    printRecords(
      process,
      reply.answer.filter(({ type }) => isFirst || type !== 'CNAME'),
    );
  }
  if (reply.flags.aa || reply.question.qtype === 'A' || reply.question.qtype === 'AAAA') return;
  process.out('\nAuthoritative answers can be found from:\n');
  printRecords(process, reply.authority);
}

function printRecords(process: Process, records: readonly ResourceRecord[]): void {
  for (const record of records) {
    const own = bare(record.name);
    switch (record.type) {
      case 'A':
      case 'AAAA':
        process.out(`Name:\t${own}\nAddress: ${record.rdata}\n`);
        break;
      case 'CNAME':
        process.out(`${own}\tcanonical name = ${record.rdata}\n`);
        break;
      case 'PTR':
        process.out(`${own}\tname = ${record.rdata}\n`);
        break;
      case 'SRV':
        process.out(`${own}\tservice = ${record.rdata}\n`);
        break;
      case 'MX':
        process.out(`${own}\tmail exchanger = ${record.rdata}\n`);
        break;
      case 'NS':
        process.out(`${own}\tnameserver = ${record.rdata}\n`);
        break;
      case 'TXT':
        process.out(`${own}\ttext = ${record.rdata}\n`);
        break;
      case 'SOA': {
        const [origin = '', mail = '', ...numbers] = record.rdata.split(' ');
        process.out(
          `${own}\n\torigin = ${bare(origin)}\n\tmail addr = ${bare(mail)}\n${['serial', 'refresh', 'retry', 'expire', 'minimum'].map((word, index) => `\t${word} = ${numbers[index]}\n`).join('')}`,
        );
        break;
      }
      default:
        process.out(`${own}\trdata_${record.type} = ${record.rdata}\n`);
    }
  }
}

export const busyboxNslookup: Program = function* (process): Running {
  const types: string[] = [];
  const words: string[] = [];
  let detailed = false;
  for (const word of process.argv.slice(1)) {
    const match = /^-(?:type|t|query|querytype|q)=(.*)$/.exec(word);
    if (match) types.push((match[1] as string).toUpperCase());
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
  let context = resolverContext(process);
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
  const trace = yield* askBusybox(context, bare(asked), types.length > 0 ? types : backwards ? ['PTR'] : ['A', 'AAAA'], servers);
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
  process.out(`Server:\t\t${answered[0]?.server}\nAddress:\t${answered[0]?.server}:53\n\n`);
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
