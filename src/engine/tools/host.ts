// Models host of BIND 9.18 (bin/dig/host.c), as recorded in case dns/nslookup-and-host.
import type { DNSMessage, ResourceRecord } from '../api/dns-message.ts';
import { familyOf, isIPAddress, parseIP, reverseName, type IPValue } from '../api/ip-address.ts';
import { host as askHost, type LookupOptions } from '../dns/lookup.ts';
import type { Program, Running } from '../machine/process.ts';
import { typeNamed } from './dig-arguments.ts';
import { questionText, recordText, type RecordStyle } from './dig-text.ts';
import { notSimulated, readOptions } from './options.ts';
import { bare, bindConf, bindContext, failureText, isLegal, printSilence, serverOf, VERSION, wireName } from './lookups.ts';

const HOST_WORDS: { readonly [type: string]: string } = {
  A: 'has address',
  AAAA: 'has IPv6 address',
  CNAME: 'is an alias for',
  MX: 'mail is handled by',
  NS: 'name server',
  PTR: 'domain name pointer',
  TXT: 'descriptive text',
};
const HOST_USAGE = `Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]
            [-R number] [-m flag] [-p port] hostname [server]
       -a is equivalent to -v -t ANY
       -A is like -a but omits RRSIG, NSEC, NSEC3
       -c specifies query class for non-IN data
       -C compares SOA records on authoritative nameservers
       -d is equivalent to -v
       -l lists all hosts in a domain, using AXFR
       -m set memory debugging flag (trace|record|usage)
       -N changes the number of dots allowed before root lookup is done
       -p specifies the port on the server to query
       -r disables recursive processing
       -R specifies number of retries for UDP packets
       -s a SERVFAIL response should stop query
       -t specifies the query type
       -T enables TCP/IP mode
       -U enables UDP mode
       -v enables verbose output
       -V print version number and exit
       -w specifies to wait forever for a reply
       -W specifies how long to wait for a reply
       -4 use IPv4 query transport only
       -6 use IPv6 query transport only`;
const RCODE_NUMBERS: { readonly [rcode: string]: number } = { FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 };

export const host: Program = function* (process): Running {
  const options = readOptions(process, {
    short: 't:W:R:N:46TrUp:adAvVslc:inCwm:',
    known: 'DM',
    usage: HOST_USAGE,
    bind: true,
  });
  if (typeof options === 'number') return options;
  if (options.has('V')) {
    process.err(`host ${VERSION}\n`);
    return 0;
  }
  const [name, serverName] = options.args;
  if (name === undefined) {
    process.err(`${HOST_USAGE}\n`);
    return 1;
  }
  const isAny = options.has('a') || options.has('A');
  const verbose = options.has('v') || options.has('d') || isAny;
  const wanted = options.value('t');
  const type = options.has('l') ? 'AXFR' : wanted === undefined ? (isAny ? 'ANY' : undefined) : /^ixfr=/i.test(wanted) ? 'IXFR' : typeNamed(wanted);
  if (wanted !== undefined && type === undefined) {
    process.err(`host: invalid type: ${wanted}\n\n`);
    return 2;
  }
  const qclass = options.value('c')?.toUpperCase() ?? 'IN';
  if (!['IN', 'CH', 'CHAOS'].includes(qclass)) {
    if (['HS', 'HESIOD', 'ANY', 'NONE'].includes(qclass)) return notSimulated(process, `host -c ${qclass}`);
    process.err(`host: invalid class: ${options.value('c')}\n\n`);
    return 2;
  }
  if (!isLegal(process, name)) return 1;
  const servers = yield* serverOf(process, serverName);
  if (typeof servers === 'number') return servers;
  const backwards = isIPAddress(name);
  const lookup: { -readonly [option in keyof LookupOptions]: LookupOptions[option] } = {
    ...(servers ? { servers } : {}),
    ...(options.has('r') ? { rd: false } : {}),
    timeoutSeconds: Number(options.value('W') ?? bindConf(process).timeoutSeconds) || 5,
    ...(options.has('R') ? { tries: Math.max(2, (Number(options.value('R')) || 0) + 1) } : {}),
    ...(options.has('N') ? { ndots: Number(options.value('N')) || 0 } : {}),
    ...(options.has('T') || type === 'AXFR' || type === 'IXFR' || (type === 'ANY' && !options.has('U')) ? { tcp: true } : {}),
    ...(qclass === 'IN' ? {} : { qclass: 'CH' as const }),
  };
  const port = Number(options.value('p') ?? 53) || 0;
  const context = bindContext(process, port);
  const family = options.has('6') ? 'IPv6' : options.has('4') ? 'IPv4' : undefined;
  const usable = context.conf.nameservers.filter((server) => familyOf(server) === family);
  // Without a server of the family that -4 or -6 asks for, this machine itself is asked.
  if (family && !servers) lookup.servers = usable.length > 0 ? usable : [family === 'IPv4' ? '127.0.0.1' : '::1'];
  const trace = yield* askHost(
    context,
    backwards ? reverseName(parseIP(name) as IPValue) : wireName(name),
    backwards ? 'PTR' : options.has('C') ? 'NS' : type,
    lookup,
  );
  process.trace({ dns: trace });
  if (printSilence(process, trace, port)) return 1;
  const namesServer = (): void => {
    if (serverName !== undefined) process.out(`Using domain server:\nName: ${serverName}\nAddress: ${servers?.[0]}#${port}\nAliases: \n\n`);
  };
  // The search's replies are one question; those after it are of their own (BIND bin/dig/host.c printmessage).
  const replies = trace.exchanges.flatMap(({ reply }) => (reply ? [reply] : []));
  // Records of another class make it a bad packet, which host prints byte by byte.
  if (lookup.qclass && replies.some(({ answer, authority }) => answer.length + authority.length > 0))
    return notSimulated(process, `host -c ${qclass} of this name`);
  // Where nobody answers for the servers that are named, there is nothing to compare (case dns/a-phone-book-read-aloud).
  if (options.has('C')) {
    if (replies.at(-1)?.answer.length) process.out(';; NS servers could not be reached\n');
    return 1;
  }
  const firstShown = replies.findIndex(({ rcode }) => rcode !== 'NXDOMAIN');
  const shown = firstShown < 0 ? replies.slice(-1) : replies.slice(firstShown);
  // Where the search ended without a name, the name is told as it was typed.
  const notFound = ({ rcode, question: { qname } }: DNSMessage, index: number): string => {
    const typed = rcode === 'NXDOMAIN' && index === 0 && type !== 'AXFR' && type !== 'IXFR' && !qname.endsWith('ip6.arpa.');
    return `Host ${typed ? (backwards ? qname : name) : bare(qname)} not found: ${RCODE_NUMBERS[rcode]}(${rcode})\n`;
  };
  if (verbose) {
    for (const { query, reply, server, search } of trace.exchanges) {
      process.out(`Trying ${JSON.stringify(bare(query.question.qname))}\n`);
      if (!reply || !shown.includes(reply)) continue;
      if (reply === shown[0]) namesServer();
      const isFound = reply.rcode === 'NOERROR';
      // Models dighost.c recv_done: a name that is not there is told of twice, another refusal within the search not at all.
      const told = reply.rcode === 'NXDOMAIN' ? 2 : isFound || search === undefined ? 1 : 0;
      process.out(
        `${isFound ? verboseText(reply) : notFound(reply, shown.indexOf(reply))}${`Received ${reply.bytes} bytes from ${server}#${port} in 0 ms\n`.repeat(told)}`,
      );
    }
    return shown.some(({ rcode }) => rcode !== 'NOERROR') ? 1 : 0;
  }
  if (type === 'AXFR' && !options.has('l')) for (const { query } of trace.exchanges) process.out(`Trying ${JSON.stringify(bare(query.question.qname))}\n`);
  // Tries in vain are told as they come (case resolvers/two-servers-and-musl).
  const [answered] = shown;
  let printed = false;
  let status = 0;
  for (const exchange of trace.exchanges) {
    process.out(failureText(exchange, port));
    const { reply } = exchange;
    if (!reply || !shown.includes(reply)) continue;
    if (reply === answered) namesServer();
    const index = shown.indexOf(reply);
    if (reply.rcode !== 'NOERROR') {
      process.out(notFound(reply, index));
      status = 1;
      printed = true;
    }
    for (const record of reply.answer) {
      if (index > 0 && record.type === 'CNAME') continue;
      printed = true;
      process.out(`${bare(record.name)} ${hostRecord(record)}\n`);
    }
  }
  if ((type === 'AXFR' || type === 'IXFR') && status !== 0) process.out('; Transfer failed.\n');
  // Of the questions that host asks by itself none is told to be without an answer (host.c printmessage: default_lookups).
  if (!printed && answered && (type !== undefined || backwards)) process.out(`${bare(answered.question.qname)} has no ${answered.question.qtype} record\n`);
  return status;
};

const HOST_STYLE: RecordStyle = { ttl: true, class: true, multiline: false, units: false };

/** A whole message, as host -v shows it. */
function verboseText(message: DNSMessage): string {
  const { rcode, id, flags, question, answer, authority, additional, edns } = message;
  const set = (['qr', 'aa', 'tc', 'rd', 'ra', 'ad', 'cd'] as const).filter((flag) => flags[flag]);
  const sections = [
    ['ANSWER', answer],
    ['AUTHORITY', authority],
    ['ADDITIONAL', additional],
  ] as const;
  return [
    `;; ->>HEADER<<- opcode: QUERY, status: ${rcode}, id: ${id}\n`,
    `;; flags: ${set.join(' ')}; QUERY: 1, ANSWER: ${answer.length}, AUTHORITY: ${authority.length}, ADDITIONAL: ${additional.length + (edns ? 1 : 0)}\n\n`,
    `;; QUESTION SECTION:\n${questionText(question, HOST_STYLE)}\n\n`,
    ...sections
      .filter(([, records]) => records.length > 0)
      .map(([title, records]) => `;; ${title} SECTION:\n${records.map((one) => `${recordText(one, HOST_STYLE)}\n`).join('')}\n`),
  ].join('');
}

const hostRecord = ({ type, rdata }: ResourceRecord): string => `${HOST_WORDS[type] ?? `has ${type} record`} ${rdata}`;
