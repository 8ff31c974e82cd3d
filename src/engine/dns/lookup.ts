// What the tools that print DNS messages ask: dig, host and nslookup of BIND 9.18 (bin/dig/dighost.c next_origin,
// recv_done; host.c, nslookup.c printmessage), and busybox nslookup; cases resolvers/tools-on-the-wire, dns/*.
import type { DNSExchange, DNSMessage, DNSReply, DNSTrace } from '../api/dns-message.ts';
import { makeQuery, type QueryOptions } from './message.ts';
import { dotsIn, fqdn } from './name.ts';
import { exchanged, isAskable, outcomeOf, traceOf, withSuffix, type ResolverContext } from './resolver.ts';

export interface LookupOptions extends QueryOptions {
  /** Use the search list (dig +search; host and nslookup do). */
  readonly search?: boolean;
  /** Instead of resolv.conf's. */
  readonly ndots?: number;
  readonly searches?: readonly string[];
  /** Instead of the nameservers of resolv.conf. */
  readonly servers?: readonly string[];
  readonly tcp?: boolean;
  /** Seconds for one try, and how many tries. */
  readonly timeoutSeconds?: number;
  readonly tries?: number;
  /** A truncated UDP reply is kept (dig +ignore). */
  readonly ignoreTruncation?: boolean;
}

const DIG_EDNS = { udpSize: 1232, cookie: true };

/** dig's questions for one name. Without `edns` in the options it sends an OPT record with a cookie and sets AD. */
export function* dig<W>(context: ResolverContext<W>, name: string, qtype: string, options: LookupOptions = {}): Generator<W, DNSTrace, void> {
  const asked = yield* searched(context, name, qtype, { ad: true, edns: DIG_EDNS, timeoutSeconds: 5, tries: 3, ...options });
  return traceOf(name, 'dig', asked.exchanges, outcomeOf(asked.reply), [asked.reply]);
}

/** host's questions: A with the search list, then AAAA and MX of the name at the end of the aliases; or one type only. */
export function* host<W>(context: ResolverContext<W>, name: string, qtype?: string, options: LookupOptions = {}): Generator<W, DNSTrace, void> {
  return yield* withFollowUps(context, 'host', name, qtype, ['AAAA', 'MX'], { search: true, timeoutSeconds: 5, tries: 2, ...options });
}

/** nslookup's questions: A with the search list, then AAAA of the name at the end of the aliases; or one type only. */
export function* nslookup<W>(context: ResolverContext<W>, name: string, qtype?: string, options: LookupOptions = {}): Generator<W, DNSTrace, void> {
  return yield* withFollowUps(context, 'nslookup', name, qtype, ['AAAA'], { search: true, timeoutSeconds: 5, tries: 3, ...options });
}

/**
 * busybox nslookup's questions (networking/nslookup.c, 1.37.0): a name with a dot as it is, another under every domain of
 * the list; all of them at once, twice within five seconds. Types default to A and AAAA.
 */
export function* busyboxNslookup<W>(
  { entropy, conf, exchange }: ResolverContext<W>,
  name: string,
  qtypes: readonly string[] = ['A', 'AAAA'],
  servers: readonly string[] = conf.nameservers,
  { timeoutMs = 5000, tries = 2 }: { readonly timeoutMs?: number; readonly tries?: number } = {},
): Generator<W, DNSTrace, void> {
  const suffixes = name.includes('.') || conf.searches.length === 0 ? [undefined] : conf.searches;
  const asked = suffixes.flatMap((suffix) => qtypes.map((qtype) => ({ suffix, query: makeQuery(entropy, withSuffix(name, suffix), qtype) })));
  const exchanges: DNSExchange[] = [];
  const replies: DNSReply[] = [];
  for (const server of servers) {
    let open = asked;
    for (let attempt = 0; attempt < tries && open.length > 0; attempt += 1) {
      const came = yield* exchange(
        server,
        open.map(({ query }) => query),
        { timeoutMs: timeoutMs / tries, protocol: 'UDP' },
      );
      exchanges.push(...came.map((reply, i) => exchanged(server, (open[i] as (typeof open)[number]).query, reply, open[i]?.suffix)));
      replies.push(...came);
      open = open.filter((_, i) => typeof came[i] === 'string');
    }
    if (open.length < asked.length) break;
  }
  const outcomes = replies.map(outcomeOf);
  const order = ['answered', 'NODATA', 'NXDOMAIN', 'SERVFAIL', 'REFUSED'] as const;
  return traceOf(name, 'busybox', exchanges, order.find((one) => outcomes.includes(one)) ?? 'timeout', replies);
}

interface Asked {
  readonly exchanges: readonly DNSExchange[];
  /** What the search ended with. */
  readonly reply: DNSReply;
}

function* withFollowUps<W>(
  context: ResolverContext<W>,
  resolver: 'host' | 'nslookup',
  name: string,
  qtype: string | undefined,
  more: readonly string[],
  options: LookupOptions,
): Generator<W, DNSTrace, void> {
  const first = yield* searched(context, name, qtype ?? 'A', options);
  const exchanges = [...first.exchanges];
  const replies = [first.reply];
  if (qtype === undefined && typeof first.reply !== 'string' && first.reply.rcode === 'NOERROR') {
    for (const next of more) {
      const asked = yield* searched(context, endOfAliases(first.reply), next, { ...options, search: false });
      exchanges.push(...asked.exchanges);
      replies.push(asked.reply);
    }
  }
  return traceOf(name, resolver, exchanges, outcomeOf(first.reply), replies);
}

/** The name that an answer's aliases lead to. */
function endOfAliases({ question, answer }: DNSMessage): string {
  let name = question.qname;
  for (const { type, name: owner, rdata } of answer) if (type === 'CNAME' && owner.toLowerCase() === name.toLowerCase()) name = rdata;
  return name;
}

/** The search list before the name itself when it has fewer dots than ndots; else the name alone. Only NXDOMAIN goes on. */
function* searched<W>(context: ResolverContext<W>, name: string, qtype: string, options: LookupOptions): Generator<W, Asked, void> {
  const { conf } = context;
  const list = options.search && !name.endsWith('.') && dotsIn(name) < (options.ndots ?? conf.ndots) ? (options.searches ?? conf.searches) : [];
  const exchanges: DNSExchange[] = [];
  let reply: DNSReply = 'timeout';
  for (const suffix of [...list, undefined]) {
    const qname = withSuffix(name, suffix);
    if (!isAskable(qname)) continue;
    reply = yield* queried(context, exchanges, qname, qtype, suffix, options);
    if (typeof reply === 'string' || reply.rcode !== 'NXDOMAIN') break;
  }
  return { exchanges, reply };
}

function* queried<W>(
  { entropy, conf, exchange }: ResolverContext<W>,
  exchanges: DNSExchange[],
  qname: string,
  qtype: string,
  suffix: string | undefined,
  options: LookupOptions,
): Generator<W, DNSReply, void> {
  const { servers = conf.nameservers, tries = 3, timeoutSeconds = 5 } = options;
  const query = makeQuery(entropy, fqdn(qname), qtype, options);
  const timeoutMs = timeoutSeconds * 1000;
  let reply: DNSReply = 'timeout';
  // Every try goes to the first server, and then one to each other (dighost.c recv_done: retries).
  for (let attempt = 0; attempt < tries + Math.max(0, servers.length - 1); attempt += 1) {
    const server = servers[Math.max(0, attempt - tries + 1)] ?? '';
    const protocol = options.tcp || qtype === 'AXFR' ? 'TCP' : 'UDP';
    [reply = 'timeout'] = yield* exchange(server, [query], { timeoutMs, protocol });
    exchanges.push(exchanged(server, query, reply, suffix));
    if (typeof reply === 'string') continue;
    if (!reply.flags.tc || options.ignoreTruncation) return reply;
    [reply = 'timeout'] = yield* exchange(server, [query], { timeoutMs, protocol: 'TCP' });
    exchanges.push(exchanged(server, query, reply, suffix));
    return reply;
  }
  return reply;
}
